//! Every setting with what holds today, what is to come and what was.

use chrono::NaiveDate;
use leptos::prelude::*;
use shared::{
    calendar::written,
    setting::{Setting, SettingVersion, on},
};
use ui::{Button, ButtonKind, Details};

use super::{about, shown};
use crate::{
    heading::Heading,
    load::{asked, loaded},
    operations::{self, settings},
    shell::trail,
    viewer::viewer,
};

/// The settings of the authority.
#[component]
pub fn SettingsPage() -> impl IntoView {
    trail(&[], "Settings");
    let asked = asked::<operations::Settings>(|| settings::Variables);
    loaded(asked, "Settings", |found| page(found.settings))
}

fn page(settings: Vec<Setting>) -> AnyView {
    let viewer = viewer();
    let changes = untrack(|| viewer.person()).is_some_and(|it| it.changes_settings);
    let today = viewer.day();
    let who = (!changes).then(|| {
        view! { <p class="govuk-body">"The strategic lead for SEND and the administrators of the authority change them."</p> }.into_any()
    });
    view! {
        <Heading text="Settings" />
        <p class="govuk-body">
            "These rules hold for the whole authority. Each value holds from a day on, and what held before stays on record."
        </p>
        {who}
        {settings.into_iter().map(|it| section(it, today, changes)).collect_view()}
    }
    .into_any()
}

fn section(setting: Setting, today: NaiveDate, changes: bool) -> AnyView {
    let Setting { name, versions } = setting;
    let now = match on(&versions, today) {
        Some(it) => view! {
            {shown(&it.value)}
            <p class="govuk-hint">{format!("Since {}. Reason: {}", written(it.since), it.reason)}</p>
        }
        .into_any(),
        None => view! { <p class="govuk-body">"Nothing is set for today."</p> }.into_any(),
    };
    let since = on(&versions, today).map(|it| it.since);
    // They come the latest first.
    let later = versions.iter().rev().filter(|it| it.since > today);
    let earlier = versions.iter().filter(|it| Some(it.since) < since);
    let coming = later.map(|it| version(format!("From {}", written(it.since)), it)).collect_view();
    // Each earlier value ended the day before the next one began.
    let mut next = since;
    let history = earlier
        .map(|it| {
            let until = next.and_then(|it| it.pred_opt()).map(written).unwrap_or_default();
            next = Some(it.since);
            version(format!("{} to {until}", written(it.since)), it)
        })
        .collect::<Vec<_>>();
    let (has_later, has_earlier) = (versions.iter().any(|it| it.since > today), !history.is_empty());
    let change = changes.then(|| {
        view! {
            <Button href=format!("/settings/{}", name.word()) kind=ButtonKind::Secondary>
                "Change"
                <span class="govuk-visually-hidden">" " {name.label().to_ascii_lowercase()}</span>
            </Button>
        }
    });
    view! {
        <div>
            <h2 class="govuk-heading-m">{name.label()}</h2>
            <p class="govuk-body">{about(name)}</p>
            {now}
            {has_later.then(|| view! { <h3 class="govuk-heading-s">"To come"</h3> }.into_any())}
            {coming}
            {has_earlier.then(|| view! { <h3 class="govuk-heading-s">"Earlier"</h3> }.into_any())}
            {history}
            {change}
        </div>
    }
    .into_any()
}

fn version(summary: String, it: &SettingVersion) -> AnyView {
    let (value, reason) = (shown(&it.value), it.reason.clone());
    view! {
        <Details summary>{value} <p class="govuk-body govuk-!-margin-bottom-0">{format!("Reason: {reason}")}</p></Details>
    }
    .into_any()
}

//! A new value from a day on: the form, then what it would change, then the change.

use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use shared::{
    calendar::written,
    failure::{Failure, Problem, Problems},
    id::SettingId,
    setting::{NewSetting, Setting, SettingName, SettingVersion, on, preview},
};
use ui::Panel;
use uuid::Uuid;

use super::{
    about,
    check::{self, Checked},
    typed::Typed,
};
use crate::{
    api::Refusal,
    failure::{FailurePage, NotFoundPage},
    form::{Form, TypedDay},
    heading::{Heading, titled},
    load::{asked, loaded},
    operations::{self, change_setting, settings},
    parts::{self, LongText},
    routes::{self, way},
    shell::trail,
    viewer::viewer,
};

/// What stands in the address while the change is checked.
const CHECK: &str = "check";

/// The page that changes one setting.
#[component]
pub fn ChangeSettingPage() -> impl IntoView {
    let Some(name) = SettingName::from_word(&routes::word("name")) else {
        return view! { <NotFoundPage /> }.into_any();
    };
    if !untrack(|| viewer().person()).is_some_and(|it| it.changes_settings) {
        let refusal = Refusal::from(Failure::Forbidden);
        return view! { <FailurePage refusal again=Callback::new(|()| ()) /> }.into_any();
    }
    let asked = asked::<operations::Settings>(|| settings::Variables);
    // Made once, of the first answer: what is typed outlives a second one.
    let change = StoredValue::new(None::<Change>);
    let (form, owner) = (Form::new(), Owner::current().unwrap_or_default());
    loaded(asked, "Change a setting", move |found| {
        let setting = found.settings.into_iter().find(|it| it.name == name);
        if change.get_value().is_none() {
            change.set_value(Some(owner.with(|| Change::new(name, setting, form))));
        }
        change.get_value().map_or_else(|| ().into_any(), Change::view)
    })
}

/// Which of the three the reader sees.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Step {
    Form,
    Check,
    Done,
}

/// The state of a change.
#[derive(Clone, Copy)]
struct Change {
    name: SettingName,
    id: SettingId,
    versions: StoredValue<Vec<SettingVersion>>,
    typed: Typed,
    since: TypedDay,
    reason: RwSignal<String>,
    form: Form,
    checked: RwSignal<Option<Checked>>,
    done: RwSignal<bool>,
}

impl Change {
    fn new(name: SettingName, setting: Option<Setting>, form: Form) -> Self {
        let versions = setting.map(|it| it.versions).unwrap_or_default();
        let now = on(&versions, viewer().day()).or_else(|| versions.first()).map(|it| &it.value);
        Self {
            name,
            id: SettingId(Uuid::new_v4()),
            typed: Typed::of(name, now),
            versions: StoredValue::new(versions),
            since: TypedDay::default(),
            reason: RwSignal::default(),
            form,
            checked: RwSignal::new(None),
            done: RwSignal::new(false),
        }
    }

    fn view(self) -> AnyView {
        let query = use_query_map();
        let step = Memo::new(move |_| {
            let checks = query.with(|it| it.get(CHECK).is_some());
            if self.done.get() {
                Step::Done
            } else if checks && !self.form.invalid().get() && self.checked.with(Option::is_some) {
                Step::Check
            } else {
                Step::Form
            }
        });
        (move || match (step.get(), self.checked.get_untracked()) {
            (Step::Done, Some(checked)) => self.done(&checked),
            (Step::Check, Some(checked)) => {
                check::page(self.name, checked, self.form, Callback::new(move |()| self.send()))
            }
            _ => self.form(),
        })
        .into_any()
    }

    /// The change as typed and what it would do, or what is wrong.
    fn check(self) -> Result<Checked, Vec<Problem>> {
        let mut problems = Problems::default();
        let value = problems.take(self.typed.read());
        let since = problems.take(self.since.read("since", "the day from which it holds"));
        let reason = self.reason.get_untracked();
        // The rules speak about a whole change; until there is one, this one is said here.
        if value.is_none() || since.is_none() {
            problems.when(reason.trim().is_empty(), "reason", "Enter a reason");
        }
        problems.finish()?;
        let (Some(value), Some(since)) = (value, since) else { return Err(Vec::new()) };
        let new = NewSetting { id: self.id, since, value, reason };
        let (lines, until) = self.versions.with_value(|it| preview(it, &new, viewer().day()))?;
        Ok(Checked { new, lines, until })
    }

    fn send(self) {
        let Some(checked) = self.checked.get_untracked() else { return };
        let variables = change_setting::Variables { input: checked.new };
        self.form.send::<operations::ChangeSetting>(variables, move |_| self.done.set(true));
    }

    fn form(self) -> AnyView {
        let (name, form) = (self.name, self.form);
        trail(&[("Settings", "/settings")], name.label());
        let way = way();
        let address = format!("/settings/{}?{CHECK}=yes", name.word());
        let ask = move || {
            if let Some(checked) = form.check(self.check()) {
                self.checked.set(Some(checked));
                way.to(&address);
            }
        };
        // The boxes of a day have ids of their own.
        let id = |field: &str| match field {
            "since" => "since-day".to_owned(),
            _ if field.ends_with("-starts") || field.ends_with("-ends") => format!("{field}-day"),
            _ => field.to_owned(),
        };
        let hint = format!("Today, {}, or a later day. The past stays as it was.", written(viewer().day()));
        let reason = LongText {
            size: 'm',
            rows: 3,
            ..LongText::new("reason", "Why is it changed?", "Everybody who looks at the settings reads this.", 400)
        };
        let inside = view! {
            {self.typed.view(form)}
            {parts::day("since", "From which day does it hold?", 'm', hint, self.since, form.error("since"))}
            {reason.view(self.reason, form.error("reason"))}
            {parts::go_on()}
        };
        view! {
            {form.summary_at(id)}
            <Heading text=format!("Change: {}", name.label()) wrong=form.wrong() />
            {parts::body(about(name))}
            {parts::form(ask, inside.into_any())}
        }
        .into_any()
    }

    fn done(self, checked: &Checked) -> AnyView {
        titled("Setting changed", false.into());
        let line = format!("{}: the new value holds from {}", self.name.label(), written(checked.new.since));
        view! {
            <Panel title="Setting changed">{line}</Panel>
            {parts::link_line("See all settings", "/settings")}
        }
        .into_any()
    }
}

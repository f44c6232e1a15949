//! From JSON to the shared views.
//!
//! serde's derived code can do this too, for every order and every mistake; that was a tenth of the download. Here a view is
//! read field by field. What does not fit is noted and something stands for it until the end, so that no view needs code
//! for giving up halfway.

use std::cell::Cell;

use chrono::NaiveDate;
use serde_json::Value;
use shared::{
    access::Role,
    disclosure,
    failure::{Change, Failure, Problem},
    fund::{
        AccountKind, Fund, Month, MonthMoney, Movement, OneMovement, Spending,
        year::{FundYear, Pace, YearLine, YearMonth},
    },
    home::{Home, News, NewsItem, NewsKind, Notice, NoticeKind},
    id::{
        AliasId, CatalogueItemId, ClusterId, DistrictId, DraftId, GroupId, InterventionId, MembershipId, MovementId,
        ParticipationId, PersonId, PlacingId, PriorityId, SchoolId, SettingId, UploadId,
    },
    intervention::{
        Decision, Drafting, Intervention, InterventionKind, InterventionRow, Plan, Priority, SchoolChoice, Stage,
        StageCount,
        catalogue::{
            CatalogueEntry, CatalogueItem, CatalogueLink, CataloguePage, CatalogueRow, CostBand, LocalOffer, Need,
            Strength,
        },
        draft::{Answer, Draft, DraftRow, KeptDraft},
        group::{Direction, GroupSize, YearBand},
        life::{Closing, History, Past, Said, Step, Waiting},
        priority::{Priorities, WholePriority, Wording},
    },
    money::Pence,
    organisation::{
        Belonging, Cluster, ClusterLink, ClusterPage, ClusterRow, GroupCount, Me, Member, MemberPage, MyRole, Phase,
        School, SchoolPage, SchoolRow, SchoolStatus, SignedIn,
        import::{Difference, FileKind, ImportEffect, ImportFault, ImportPreview, ImportRow},
        names::{Alias, Candidate, NameMatch, Verdict},
        participation::{ClusterSchool, ClusterSchoolPage, Participation, ParticipationState, SchoolAnswer},
        people::{
            Ability, DistrictLink, Ground, PeoplePage, Person, PersonRow, PlaceMembers, RoleAt, Seat, Seating, Watcher,
            WatcherPage,
        },
        places::{ClusterSetup, District, GroupChoice, HeadChoice, Lead, PlacedSchool},
        record::{ClosedSchool, FigureSource, LinkKind, SchoolFigures, SchoolLink},
    },
    page::Cursor,
    setting::{
        Calendar, DisclosureThreshold, OutcomeArea, OutcomeAreas, Setting, SettingName, SettingValue, SettingVersion,
        Term,
    },
};
use uuid::Uuid;

/// The view in a piece of JSON; nothing where it does not fit.
pub fn view<T: View>(value: &Value) -> Option<T> {
    let fits = Cell::new(true);
    let view = T::of(Piece { value, fits: &fits });
    fits.get().then_some(view)
}

/// What can be read from JSON.
pub trait View {
    /// Reads it.
    fn of(piece: Piece) -> Self;
}

/// A piece of an answer, and whether everything fitted so far.
#[derive(Clone, Copy)]
pub struct Piece<'a> {
    value: &'a Value,
    fits: &'a Cell<bool>,
}

impl<'a> Piece<'a> {
    /// One field. Where there is none, `null` stands.
    pub fn field(self, name: &str) -> Self {
        let fields = self.expect(self.value.as_object());
        let found = fields.and_then(|it| it.iter().find(|(key, _)| alike(key, name)));
        Piece { value: found.map_or(&Value::Null, |it| it.1), ..self }
    }

    fn expect<T>(self, found: Option<T>) -> Option<T> {
        if found.is_none() {
            self.fits.set(false);
        }
        found
    }

    fn text(self) -> &'a str {
        self.expect(self.value.as_str()).unwrap_or_default()
    }

    fn number(self) -> i64 {
        self.expect(self.value.as_i64()).unwrap_or_default()
    }

    fn items(self) -> impl Iterator<Item = Self> {
        let items = self.expect(self.value.as_array()).map(Vec::as_slice).unwrap_or_default();
        items.iter().map(move |value| Piece { value, ..self })
    }

    fn id(self) -> Uuid {
        self.expect(self.text().parse().ok()).unwrap_or_default()
    }
}

/// Whether two names are the same but for the way they are written: `starts_on` and `startsOn`, `OpenSoon` and
/// `OPEN_SOON`.
fn alike(one: &str, other: &str) -> bool {
    fn letters(name: &str) -> impl Iterator<Item = u8> {
        name.bytes().filter(|it| *it != b'_').map(|it| it.to_ascii_lowercase())
    }
    letters(one).eq(letters(other))
}

impl View for String {
    fn of(piece: Piece) -> Self {
        piece.text().to_owned()
    }
}

impl View for bool {
    fn of(piece: Piece) -> Self {
        piece.expect(piece.value.as_bool()).unwrap_or_default()
    }
}

impl View for i32 {
    fn of(piece: Piece) -> Self {
        piece.expect(piece.number().try_into().ok()).unwrap_or_default()
    }
}

impl View for f64 {
    fn of(piece: Piece) -> Self {
        piece.expect(piece.value.as_f64()).unwrap_or_default()
    }
}

impl View for Pence {
    fn of(piece: Piece) -> Self {
        Self(piece.number())
    }
}

impl View for Cursor {
    fn of(piece: Piece) -> Self {
        Self(piece.text().to_owned())
    }
}

impl View for disclosure::Cell {
    fn of(piece: Piece) -> Self {
        piece.expect(Self::of(piece.text())).unwrap_or(Self::NotAvailable)
    }
}

impl View for NaiveDate {
    /// The API writes `2018-12-01`. chrono reads much more, and brings the code for it.
    fn of(piece: Piece) -> Self {
        let text = piece.text();
        let part = |from, to| text.get(from..to)?.parse::<u32>().ok();
        let day = || Self::from_ymd_opt(part(0, 4)?.try_into().ok()?, part(5, 7)?, part(8, 10)?);
        piece.expect(day().filter(|_| text.len() == 10)).unwrap_or_default()
    }
}

impl<T: View> View for Option<T> {
    fn of(piece: Piece) -> Self {
        (!piece.value.is_null()).then(|| T::of(piece))
    }
}

impl<T: View> View for Vec<T> {
    fn of(piece: Piece) -> Self {
        piece.items().map(T::of).collect()
    }
}

macro_rules! ids {
    ($($Id:ident)+) => {$(
        impl View for $Id {
            fn of(piece: Piece) -> Self {
                Self(piece.id())
            }
        }
    )+};
}

ids! {
    AliasId CatalogueItemId ClusterId DistrictId DraftId GroupId InterventionId MembershipId MovementId
    ParticipationId PersonId PlacingId PriorityId SchoolId SettingId UploadId
}

macro_rules! choices {
    ($($Choice:ident)+) => {$(
        impl View for $Choice {
            fn of(piece: Piece) -> Self {
                let text = piece.text();
                let found = Self::ALL.iter().copied().find(|it| alike(it.word(), text));
                piece.expect(found).unwrap_or(Self::ALL[0])
            }
        }
    )+};
}

choices! {
    AccountKind CostBand Direction FigureSource FileKind GroupSize ImportEffect InterventionKind LinkKind Need
    NewsKind NoticeKind Pace ParticipationState Phase Role SchoolStatus SettingName Stage Step Strength Verdict
    YearBand
}

/// Structures, field by field. The compiler says where one is left out.
macro_rules! views {
    ($($View:ident { $($field:ident),+ $(,)? })+) => {$(
        impl View for $View {
            fn of(piece: Piece) -> Self {
                Self { $($field: View::of(piece.field(stringify!($field))),)+ }
            }
        }
    )+};
}

views! {
    Me { day, demonstration, person }
    SignedIn { id, name, authority, roles, clusters, changes_settings, sees_access }
    MyRole { role, place, since, until }
    Home { needs, due, changed }
    Notice { kind, title, cluster, intervention, day }
    ClusterLink { id, name }
    ClusterPage { clusters, next }
    ClusterRow { id, number, name, schools, closed_on, merged_into }
    Cluster {
        id, number, name, district, opened_on, closed_on, merged_into, merged_from, split_from, split_into, lead, groups,
        schools, engaged, sees_plan, sees_members, changes,
    }
    Lead { school, since, until }
    ClusterSetup {
        id, version, name, district, opened_on, closed_on, seats, groups, schools, heads, others,
    }
    GroupChoice { id, version, name }
    PlacedSchool { id, name, phase, group }
    HeadChoice { person, name, school }
    District { id, version, name, clusters }
    ClusterSchoolPage { cluster, schools, total, engaged, invited, exclusion_work, records, next }
    ClusterSchool { id, name, phase, group, participation, since, exclusion_work }
    Participation { school, phase, cluster, answers }
    SchoolAnswer { state, since, until, cluster, reason, exclusion_work }
    NameMatch { name, verdict, why, note, candidates }
    Candidate { school, urn, name, place, phase, status, cluster, score, reason }
    Alias { id, name, note }
    GroupCount { name, schools }
    MemberPage { members, vacancies, next, cluster, open, changes }
    Member { id, person, person_id, role, place, since, until, reason, also, email }
    RoleAt { role, place }
    PeoplePage { people, total, next }
    PersonRow { id, name, roles, invited }
    Person { id, name, email, invited_on, memberships, abilities }
    Seat { id, version, person, name, role, place, district, cluster, school, within, since, until, reason }
    Ability { what, grounds }
    Ground { place, because }
    WatcherPage { cluster, watchers, next }
    Watcher { person, name, sees, because }
    PlaceMembers { place, clusters, members, next, changes }
    Seating { clusters, districts, schools }
    DistrictLink { id, name }
    SchoolPage { schools, total, next }
    SchoolRow { id, urn, name, phase, status, town, cluster, invented }
    School {
        id, urn, laestab, name, phase, kind, status, opened_on, closed_on, low_age, high_age, address, postcode,
        religious_character, trust, clusters, aliases, changes, invented, sees_members, ukprn, replaced_by, replaces,
        figures, fewest,
    }
    SchoolLink { urn, name, school, how, since }
    SchoolFigures { day, source, roll, sen_support, plans }
    ClosedSchool { id, name, closed_on, replaced_by }
    ImportPreview {
        upload, file, kind, needs_day, day, rows, open, created, changed, closed, unchanged, rejected, others, examples,
        faults, digest,
    }
    ImportRow { urn, name, effect, differences }
    Difference { what, before, after }
    ImportFault { line, column, reason }
    Belonging { cluster, group, since, until }
    Setting { name, versions }
    SettingVersion { id, since, value, reason }
    DisclosureThreshold { fewest }
    OutcomeAreas { areas }
    OutcomeArea { code, label }
    Calendar { terms }
    Term { name, starts, break_starts, break_ends, ends }
    Plan { cluster, priorities, interventions, next, stages, proposes }
    StageCount { stage, count }
    Priority { id, text, since }
    InterventionRow { id, title, priority, stage, provider, starts_on, ends_on, cost }
    Drafting { cluster, priorities, outcome_areas, schools, left, offers, drafts }
    LocalOffer { id, title, kind, needs, provider, how, cost }
    Draft { id, version, saved_on, answers }
    DraftRow { id, cluster, title, saved_on }
    KeptDraft { id, version }
    Answer { field, value }
    Priorities { cluster, priorities, sets }
    WholePriority { id, version, text, since, ended_on, end_reason, interventions, earlier }
    Wording { text, until }
    CataloguePage { items, next, adds, adds_for }
    CatalogueRow { id, title, kind, needs, strength, cost_band, months, local_provider, cluster }
    CatalogueItem { id, version, cluster, entry, changed_on, retired_on, changes, plans }
    CatalogueLink { id, title }
    CatalogueEntry {
        title, kind, about, needs, evidence, citation, web, strength, rated_by, cost_band, months, training,
        local_provider, local_how, local_cost,
    }
    SchoolChoice { id, name }
    Intervention {
        id, version, cluster, cluster_name, stage, priority, outcome_areas, title, kind, catalogue_item, new_reason,
        evidence, years, group_size, schools, provider, starts_on, ends_on, cost, months, measure, direction, baseline,
        baseline_on, baseline_source, target, target_reason, proposed_by, proposed_on, decision, closing, amendment,
        spending, agrees, revises, withdraws, amends, ends, spends, releases,
    }
    Decision { agreed_on, recorded_by, reasons, challenge, response }
    Closing { day, recorded_by, reason, lesson }
    Waiting { version, proposed_by, proposed_on, reason, cost, changes }
    History { title, steps, next }
    Past { step, version, day, who, said, changes }
    Said { what, words }
    Spending { committed, spent, months }
    MonthMoney { starts, planned, spent }
    Fund { cluster, received, committed, spent, left, movements, next, allocates, reverses }
    Movement { id, day, from, to, amount, reason, intervention, recorded_by, reversal, reversible }
    OneMovement { cluster, cluster_name, movement }
    FundYear { cluster, name, year, months, whole, priorities, interventions, more }
    YearMonth { starts, planned, spent }
    YearLine { id, name, planned, due, spent, expected, pace }
    News { items, next, latest }
    NewsItem { kind, title, cluster, intervention, who, day, amount }
    Month { starts, amount }
    Problem { field, message }
    Change { field, yours, theirs }
}

impl View for SettingValue {
    fn of(piece: Piece) -> Self {
        match piece.field("__typename").text() {
            "OutcomeAreas" => Self::OutcomeAreas(View::of(piece)),
            "Calendar" => Self::Calendar(View::of(piece)),
            // Another type has no such field, and does not fit.
            _ => Self::DisclosureThreshold(View::of(piece)),
        }
    }
}

impl View for Failure {
    fn of(piece: Piece) -> Self {
        match piece.field("code").text() {
            "SIGNED_OUT" => Self::SignedOut,
            "FORBIDDEN" => Self::Forbidden,
            "NOT_FOUND" => Self::NotFound,
            "INVALID" => Self::Invalid { problems: View::of(piece.field("problems")) },
            "CHANGED" => {
                Self::Changed { changes: View::of(piece.field("changes")), version: View::of(piece.field("version")) }
            }
            "TAKEN" => Self::Taken,
            "OWN_PROPOSAL" => Self::OwnProposal,
            "OWN_REQUEST" => Self::OwnRequest,
            "OVER_COMMITTED" => Self::OverCommitted {
                available: View::of(piece.field("available")),
                asked: View::of(piece.field("asked")),
            },
            "DECIDED" => Self::Decided,
            "BAD_REQUEST" => Self::BadRequest { message: View::of(piece.field("message")) },
            "UNAVAILABLE" => Self::Unavailable,
            "OFFLINE" => Self::Offline,
            "INTERNAL" => Self::Internal { reference: View::of(piece.field("reference")) },
            _ => {
                piece.fits.set(false);
                Self::NotFound
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::fmt::Debug;

    use serde::Serialize;
    use serde_json::json;

    use super::*;

    fn comes_back<T: Serialize + View + PartialEq + Debug>(sent: &T) {
        let json = serde_json::to_value(sent).unwrap();
        assert_eq!(view::<T>(&json).as_ref(), Some(sent), "{json}");
    }

    fn every<T: Serialize + View + PartialEq + Debug>(choices: &[T]) {
        choices.iter().for_each(comes_back);
    }

    #[test]
    fn what_the_server_sends_is_what_the_page_reads() {
        let id = Uuid::from_u128(7);
        let link = ClusterLink { id: ClusterId(id), name: "Ash".into() };
        let day = "2018-11-21".parse().unwrap();
        let notice =
            Notice { kind: NoticeKind::EndsSoon, title: "Talk".into(), cluster: Some(link), intervention: None, day };
        let changed = News { items: vec![], next: None, latest: None };
        comes_back(&Home { needs: vec![notice], due: vec![], changed });
        let version = |value| SettingVersion { id: SettingId(id), since: day, value, reason: "Forum".into() };
        let threshold = SettingValue::DisclosureThreshold(DisclosureThreshold { fewest: 5 });
        let areas = SettingValue::OutcomeAreas(OutcomeAreas { areas: vec![] });
        let term = Term { name: "Autumn".into(), starts: day, break_starts: day, break_ends: day, ends: day };
        let calendar = SettingValue::Calendar(Calendar { terms: vec![term] });
        let versions = vec![version(threshold), version(areas), version(calendar)];
        comes_back(&Setting { name: SettingName::Calendar, versions });
        let cells = [disclosure::Cell::Count(7), disclosure::Cell::Hidden, disclosure::Cell::NotAvailable];
        cells.iter().for_each(comes_back);
        assert_eq!(view::<disclosure::Cell>(&json!("z")), None);
        comes_back(&Pence(-4));
        comes_back(&1.5_f64);
        assert_eq!(view::<f64>(&json!(3)), Some(3.0));
    }

    #[test]
    fn every_choice_is_read() {
        every(AccountKind::ALL);
        every(FigureSource::ALL);
        every(FileKind::ALL);
        every(ImportEffect::ALL);
        every(LinkKind::ALL);
        every(CostBand::ALL);
        every(Direction::ALL);
        every(GroupSize::ALL);
        every(Need::ALL);
        every(Strength::ALL);
        every(YearBand::ALL);
        every(InterventionKind::ALL);
        every(NewsKind::ALL);
        every(NoticeKind::ALL);
        every(Pace::ALL);
        every(Step::ALL);
        every(ParticipationState::ALL);
        every(Phase::ALL);
        every(Role::ALL);
        every(SchoolStatus::ALL);
        every(SettingName::ALL);
        every(Stage::ALL);
        every(Verdict::ALL);
        assert_eq!(view::<Stage>(&json!("REFUSED")), None);
    }

    #[test]
    fn every_shape_of_a_failure_is_read() {
        for failure in [
            Failure::SignedOut,
            Failure::Forbidden,
            Failure::NotFound,
            Failure::Invalid { problems: vec![Problem { field: "cost".into(), message: "Enter".into() }] },
            Failure::Changed {
                changes: vec![Change { field: "Cost".into(), yours: "1".into(), theirs: "2".into() }],
                version: 3,
            },
            Failure::Taken,
            Failure::OwnProposal,
            Failure::OwnRequest,
            Failure::OverCommitted { available: Pence::pounds(3), asked: Pence::pounds(4) },
            Failure::Decided,
            Failure::BadRequest { message: "Ask".into() },
            Failure::Unavailable,
            Failure::Offline,
            Failure::Internal { reference: "K7F2".into() },
        ] {
            comes_back(&failure);
        }
        assert_eq!(view::<Failure>(&json!({ "code": "FROM_THE_FUTURE" })), None);
    }

    #[test]
    fn fields_that_are_new_do_not_matter_and_missing_ones_do() {
        let link = |json| view::<ClusterLink>(&json);
        let id = "4f7c1a52-7d0e-4b59-9d2c-0a1b2c3d4e5f";
        assert!(link(json!({ "id": id, "name": "Ash", "colour": [1, { "a": null }] })).is_some());
        assert!(link(json!({ "id": id })).is_none());
        assert!(link(json!({ "id": 4, "name": "Ash" })).is_none());
        assert!(link(json!([])).is_none());
        for day in ["2018-13-01", "2018-1-01", "2018-12-01T00", "", "x"] {
            assert_eq!(view::<NaiveDate>(&json!(day)), None, "{day}");
        }
    }
}

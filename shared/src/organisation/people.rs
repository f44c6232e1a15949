//! People and what they hold: inviting them, handing over and ending roles, and what each of them can see and do, and why.

use chrono::{Months, NaiveDate};
use serde::{Deserialize, Serialize};

use super::{ClusterLink, LONGEST_NAME, Member, NewMembership};
use crate::{
    access::Role,
    calendar::written,
    failure::{Change, Failure, Problem, Problems},
    id::{ClusterId, DistrictId, MembershipId, PersonId, SchoolId},
    intervention::SchoolChoice,
    page::Cursor,
    text::{optional, required},
};

choice! {
    /// Which memberships a list shows.
    pub enum Tense {
        /// Those that hold today.
        Now => "Today",
        /// Those that begin later.
        ToCome => "To come",
        /// Those that have ended.
        Past => "Former members",
    }
}

/// A role and the name of its place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "graphql", derive(async_graphql::SimpleObject))]
pub struct RoleAt {
    /// What.
    pub role: Role,
    /// Where.
    pub place: String,
}

/// Somebody in the list of people.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "graphql", derive(async_graphql::SimpleObject))]
pub struct PersonRow {
    /// Who.
    pub id: PersonId,
    /// Their name, or their post.
    pub name: String,
    /// What they hold today.
    pub roles: Vec<RoleAt>,
    /// Whether they are invited and have not come yet.
    pub invited: bool,
}

/// People, a page at a time, by name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "graphql", derive(async_graphql::SimpleObject))]
pub struct PeoplePage {
    /// The rows.
    pub people: Vec<PersonRow>,
    /// How many there are in all.
    pub total: i32,
    /// Where the list goes on.
    pub next: Option<Cursor>,
}

/// One membership with everything about it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "graphql", derive(async_graphql::SimpleObject))]
pub struct Seat {
    /// Which.
    pub id: MembershipId,
    /// Counts its changes.
    pub version: i32,
    /// Who.
    pub person: PersonId,
    /// Their name.
    pub name: String,
    /// What they are.
    pub role: Role,
    /// The name of the place.
    pub place: String,
    /// The district, where it is held at one.
    pub district: Option<DistrictId>,
    /// The cluster, where it is held at one.
    pub cluster: Option<ClusterId>,
    /// The school, where it is held at one.
    pub school: Option<SchoolId>,
    /// The cluster it belongs to today: its own, or that of its school.
    pub within: Option<ClusterLink>,
    /// Since when.
    pub since: NaiveDate,
    /// The last day, if it is known.
    pub until: Option<NaiveDate>,
    /// Why it ended, if somebody said so.
    pub reason: Option<String>,
}

impl Seat {
    /// The days between which it is held.
    pub const fn span(&self) -> Span {
        Span { since: self.since, until: self.until }
    }
}

/// Somebody with what they hold and what it lets them do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "graphql", derive(async_graphql::SimpleObject))]
pub struct Person {
    /// Who.
    pub id: PersonId,
    /// Their name, or their post.
    pub name: String,
    /// The work email address they are invited under, as long as they have not come.
    pub email: Option<String>,
    /// When that was written down.
    pub invited_on: Option<NaiveDate>,
    /// Their memberships, those that began latest first; at most 200.
    pub memberships: Vec<Seat>,
    /// What these let them see and do today.
    pub abilities: Vec<Ability>,
}

/// Something somebody can see or do, with the reasons.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "graphql", derive(async_graphql::SimpleObject))]
pub struct Ability {
    /// In plain words.
    pub what: String,
    /// Each membership that lets them.
    pub grounds: Vec<Ground>,
}

/// Why somebody can do something, and where.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "graphql", derive(async_graphql::SimpleObject))]
pub struct Ground {
    /// `The whole authority`, or clusters by name.
    pub place: String,
    /// The membership: `Board chair, Cluster 2`.
    pub because: String,
}

/// Somebody who sees something of a cluster.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "graphql", derive(async_graphql::SimpleObject))]
pub struct Watcher {
    /// Who.
    pub person: PersonId,
    /// Their name.
    pub name: String,
    /// What they see, in plain words.
    pub sees: Vec<String>,
    /// The membership that lets them.
    pub because: RoleAt,
}

/// Who sees what of a cluster, a page at a time, by name; a line a membership.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "graphql", derive(async_graphql::SimpleObject))]
pub struct WatcherPage {
    /// The cluster.
    pub cluster: ClusterLink,
    /// The rows.
    pub watchers: Vec<Watcher>,
    /// Where the list goes on.
    pub next: Option<Cursor>,
}

/// Who holds a role at a school or a district today.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "graphql", derive(async_graphql::SimpleObject))]
pub struct PlaceMembers {
    /// What people call the place.
    pub place: String,
    /// The clusters it belongs to today, or that belong to it.
    pub clusters: Vec<ClusterLink>,
    /// The rows, by name.
    pub members: Vec<Member>,
    /// Where the list goes on.
    pub next: Option<Cursor>,
    /// Whether the caller gives, ends and hands over roles here.
    pub changes: bool,
}

/// A district, by what people call it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "graphql", derive(async_graphql::SimpleObject))]
pub struct DistrictLink {
    /// Which.
    pub id: DistrictId,
    /// What people call it.
    pub name: String,
}

/// The places that roles can be given at: in one cluster, or in the whole authority.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "graphql", derive(async_graphql::SimpleObject))]
pub struct Seating {
    /// The one cluster, if one was asked for; else every open cluster.
    pub clusters: Vec<ClusterLink>,
    /// The districts, where no cluster was asked for.
    pub districts: Vec<DistrictLink>,
    /// The schools in the cluster today, if one was asked for.
    pub schools: Vec<SchoolChoice>,
}

/// Somebody who is not known here yet. Staff only: never a pupil or a parent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "graphql", derive(async_graphql::InputObject))]
pub struct Newcomer {
    /// Their name, or their post.
    pub name: String,
    /// Their work email address: when they sign in they are known by it.
    pub email: String,
}

/// A role for somebody who is not known here yet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "graphql", derive(async_graphql::InputObject))]
pub struct NewMember {
    /// The role. Its person has an id that the browser chose.
    pub membership: NewMembership,
    /// Who they are.
    pub newcomer: Newcomer,
}

/// A role that passes from one person to another: it ends the day before the other begins.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "graphql", derive(async_graphql::InputObject))]
pub struct Handover {
    /// The new membership, chosen by the browser.
    pub id: MembershipId,
    /// The membership that ends.
    pub membership: MembershipId,
    /// Its version as it was read.
    pub version: i32,
    /// Who takes over.
    pub person: PersonId,
    /// Who that is, where they are not known here yet; then the browser chose the id.
    pub newcomer: Option<Newcomer>,
    /// Their first day.
    pub since: NaiveDate,
    /// Their last day, if it is known.
    pub until: Option<NaiveDate>,
}

/// New days for a role that has not begun.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "graphql", derive(async_graphql::InputObject))]
pub struct NewDates {
    /// Which role.
    pub id: MembershipId,
    /// Its version as it was read.
    pub version: i32,
    /// Its first day.
    pub since: NaiveDate,
    /// Its last day, if it is known.
    pub until: Option<NaiveDate>,
}

/// An invitation made, put right or taken back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "graphql", derive(async_graphql::InputObject))]
pub struct Invitation {
    /// Who.
    pub person: PersonId,
    /// Their work email address; nothing takes the invitation back.
    pub email: String,
    /// The address as it was read; nothing, where there was none.
    pub before: String,
}

/// The longest reason for an end, in characters.
pub const LONGEST_REASON: usize = 300;

/// What somebody is told who would give a role to themself.
pub const OWN_ROLE: &str = "You cannot give a role to yourself. Ask another person who looks after people and roles";

const LAST_BEFORE_FIRST: &str = "The last day must not be before the first";

impl Newcomer {
    /// The input with its text tidied, or what is wrong with it.
    pub fn check(self) -> Result<Self, Vec<Problem>> {
        let mut problems = Problems::default();
        let name = problems.take(required("name", "a name or a post", &self.name, LONGEST_NAME)).unwrap_or_default();
        let email = problems.take(email("email", &self.email)).unwrap_or_default();
        problems.finish()?;
        Ok(Self { name, email })
    }
}

impl NewMember {
    /// The input with its text tidied, or what is wrong with it.
    pub fn check(self) -> Result<Self, Vec<Problem>> {
        let mut problems = Problems::default();
        let newcomer = problems.take(self.newcomer.check());
        let membership = problems.take(self.membership.check());
        problems.finish()?;
        newcomer.zip(membership).map(|(newcomer, membership)| Self { membership, newcomer }).ok_or_else(Vec::new)
    }
}

impl Handover {
    /// The input with its text tidied, or what is wrong with it.
    pub fn check(self) -> Result<Self, Vec<Problem>> {
        let mut problems = Problems::default();
        let newcomer = self.newcomer.map(|it| problems.take(it.check())).unwrap_or_default();
        problems.when(self.until.is_some_and(|it| it < self.since), "until", LAST_BEFORE_FIRST);
        problems.finish()?;
        Ok(Self { newcomer, ..self })
    }

    /// The last day of the role that is handed over, or why it cannot be handed over on the day.
    pub fn last_day(&self, held: Span) -> Result<NaiveDate, Vec<Problem>> {
        let problem = |message| vec![Problem { field: "since".to_owned(), message }];
        let last = self.since.pred_opt().filter(|it| *it >= held.since);
        let last = last.ok_or_else(|| {
            problem(format!(
                "Enter a day after {}: on that day the role begins that is handed over",
                written(held.since)
            ))
        })?;
        match held.until.filter(|it| *it < last) {
            Some(until) => Err(problem(format!(
                "The role that is handed over ends on {}. Enter the day after it, or an earlier one",
                written(until)
            ))),
            None => Ok(last),
        }
    }
}

impl NewDates {
    /// The input, or what is wrong with it. `today` matters: what has begun keeps its first day.
    pub fn check(self, today: NaiveDate) -> Result<Self, Vec<Problem>> {
        let mut problems = Problems::default();
        problems.when(self.since <= today, "since", "Enter a day in the future: the role has not begun");
        problems.when(self.until.is_some_and(|it| it < self.since), "until", LAST_BEFORE_FIRST);
        problems.finish()?;
        Ok(self)
    }

    /// What differs from the days that are saved, with both values.
    pub fn changes(&self, saved: Span) -> Vec<Change> {
        let mut changes = Vec::new();
        let mut differ = |field: &str, yours: Option<NaiveDate>, theirs: Option<NaiveDate>| {
            if yours != theirs {
                let [yours, theirs] = [yours, theirs].map(|it| it.map_or_else(|| "No end date".to_owned(), written));
                changes.push(Change { field: field.to_owned(), yours, theirs });
            }
        };
        differ("First day", Some(self.since), Some(saved.since));
        differ("Last day", self.until, saved.until);
        changes
    }
}

impl Invitation {
    /// The input with its text tidied, or what is wrong with it.
    pub fn check(self) -> Result<Self, Vec<Problem>> {
        // It is only compared with what is saved, where nothing hidden can be.
        let before = self.before.replace(char::is_control, "");
        if self.email.trim().is_empty() {
            return Ok(Self { email: String::new(), before, ..self });
        }
        Ok(Self { email: email("email", &self.email)?, before, ..self })
    }

    /// The refusal where somebody else wrote another address meanwhile.
    pub fn changed(&self, saved: &str) -> Failure {
        let change = Change { field: "Work email address".into(), yours: self.email.clone(), theirs: saved.to_owned() };
        Failure::Changed { changes: vec![change], version: 0 }
    }
}

/// A reason for an end, tidied; nothing is fine.
pub fn reason(text: &str) -> Result<Option<String>, Vec<Problem>> {
    let text = optional("reason", "the reason", text, LONGEST_REASON)?;
    Ok(Some(text).filter(|it| !it.is_empty()))
}

/// A work email address in small letters, or what is wrong with it.
pub fn email(field: &str, text: &str) -> Result<String, Vec<Problem>> {
    const LONGEST: usize = 254;
    let text = required(field, "a work email address", text, LONGEST)?.to_ascii_lowercase();
    let fits = |(local, domain): (&str, &str)| {
        let plain = |it: char| it.is_ascii_graphic() && !"\"(),:;<>@[\\]".contains(it);
        (1..=64).contains(&local.len())
            && local.chars().all(plain)
            && domain.contains('.')
            && domain
                .split('.')
                .all(|it| !it.is_empty() && it.chars().all(|it| it.is_ascii_alphanumeric() || it == '-'))
    };
    if text.split_once('@').is_some_and(fits) {
        return Ok(text);
    }
    let message = "Enter an email address in the correct format, like name@example.gov.uk".to_owned();
    Err(vec![Problem { field: field.to_owned(), message }])
}

/// The last day that is suggested for a role from a day on: a cluster nominates its representative for one year.
pub fn suggested_until(role: Role, since: NaiveDate) -> Option<NaiveDate> {
    let year = since.checked_add_months(Months::new(12))?.pred_opt();
    year.filter(|_| role == Role::BoardChair)
}

/// The days between which a role is held.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Span {
    /// The first day.
    pub since: NaiveDate,
    /// The last day, if it is known.
    pub until: Option<NaiveDate>,
}

impl Span {
    /// Whether the role is held on a day.
    pub fn holds(self, day: NaiveDate) -> bool {
        self.since <= day && self.until.is_none_or(|it| it >= day)
    }

    /// Whether the role was taken back before it began.
    pub fn never(self) -> bool {
        self.until.is_some_and(|it| it < self.since)
    }

    /// When the role is held, seen from a day.
    pub fn tense(self, today: NaiveDate) -> Tense {
        if self.never() {
            Tense::Past
        } else if self.since > today {
            Tense::ToCome
        } else if self.holds(today) {
            Tense::Now
        } else {
            Tense::Past
        }
    }
}

/// The day from which nobody would hold a post, the chair of a cluster say, if the last day of its holder were `last` and
/// `others` held it besides. Somebody who ends on a later day counts: there is time to find the next one.
pub fn vacant_from(others: &[Span], last: NaiveDate, today: NaiveDate) -> Option<NaiveDate> {
    // What ended in the past leaves a vacancy today.
    let first = last.succ_opt().map_or(today, |it| it.max(today));
    (!others.iter().any(|it| it.holds(first))).then_some(first)
}

/// The day from which nobody would hold a post, if somebody who was to begin on a day begins later or never and `others`
/// hold it besides; nothing where that day follows on a vacancy anyway.
pub fn vacant_before(others: &[Span], first: NaiveDate) -> Option<NaiveDate> {
    let follows = first.pred_opt().is_some_and(|it| others.iter().any(|other| other.holds(it)));
    (follows && !others.iter().any(|it| it.holds(first))).then_some(first)
}

/// What somebody is told who would leave a post without anybody. `work` is what its holder does: `chair Cluster 2`.
pub fn nobody_would(work: &str, from: NaiveDate) -> String {
    format!(
        "Nobody would {work} from {} on. Hand the role over to somebody, or give it to the next person first",
        written(from)
    )
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use uuid::Uuid;

    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn span(since: &str, until: &str) -> Span {
        Span { since: day(since), until: until.parse().ok() }
    }

    #[test]
    fn a_work_address_is_tidied_or_refused() {
        assert_eq!(email("email", " Jo.Bloggs+SEN@Example.gov.uk ").unwrap(), "jo.bloggs+sen@example.gov.uk");
        for wrong in [
            "jo",
            "jo@",
            "@example.org",
            "jo@example",
            "jo@@example.org",
            "jo bloggs@example.org",
            "jo@a..b",
            "jo@example.org,",
            "jo@exämple.org",
            "<jo@example.org>",
            "jo@.org",
            "jo@example.org.",
        ] {
            let message = email("email", wrong).unwrap_err()[0].message.clone();
            assert!(message.starts_with("Enter an email address in the correct format"), "{wrong}");
        }
        assert_eq!(email("email", " ").unwrap_err()[0].message, "Enter a work email address");
    }

    /// one year, and only for who represents the cluster.
    #[test]
    fn a_chair_is_suggested_for_one_year() {
        assert_eq!(suggested_until(Role::BoardChair, day("2018-09-01")), Some(day("2019-08-31")));
        assert_eq!(suggested_until(Role::BoardChair, day("2020-02-29")), Some(day("2021-02-27")));
        assert_eq!(suggested_until(Role::BoardMember, day("2018-09-01")), None);
    }

    #[test]
    fn the_last_chair_leaves_a_vacancy_and_others_do_not() {
        let (today, last) = (day("2018-11-21"), day("2018-12-31"));
        assert_eq!(vacant_from(&[], last, today), Some(day("2019-01-01")));
        assert_eq!(vacant_from(&[span("2019-01-01", "")], last, today), None);
        assert_eq!(vacant_from(&[span("2018-09-01", "2019-03-31")], last, today), None);
        assert_eq!(vacant_from(&[span("2019-01-02", "")], last, today), Some(day("2019-01-01")));
        assert_eq!(vacant_from(&[span("2018-09-01", "2018-12-31")], last, today), Some(day("2019-01-01")));
        // Ended in the past: nobody chairs today, whoever did so then.
        let then = [span("2018-10-01", "2018-10-31")];
        assert_eq!(vacant_from(&then, day("2018-09-30"), today), Some(today));
        // Somebody relied on who begins later.
        assert_eq!(vacant_before(&[span("2018-09-01", "2018-12-31")], day("2019-01-01")), Some(day("2019-01-01")));
        assert_eq!(vacant_before(&[span("2018-09-01", "")], day("2019-01-01")), None);
        assert_eq!(vacant_before(&[], day("2019-01-01")), None);
    }

    #[test]
    fn a_role_is_handed_over_without_a_gap() {
        let id = MembershipId(Uuid::nil());
        let handover = |since: &str| Handover {
            id,
            membership: id,
            version: 1,
            person: PersonId(Uuid::nil()),
            newcomer: None,
            since: day(since),
            until: None,
        };
        assert_eq!(handover("2019-01-01").last_day(span("2018-09-01", "")), Ok(day("2018-12-31")));
        assert_eq!(handover("2019-01-01").last_day(span("2018-09-01", "2018-12-31")), Ok(day("2018-12-31")));
        assert!(handover("2019-01-02").last_day(span("2018-09-01", "2018-12-31")).is_err());
        assert!(handover("2018-09-01").last_day(span("2018-09-01", "")).is_err());
        let wrong = Handover { until: Some(day("2018-12-31")), ..handover("2019-01-01") };
        assert_eq!(wrong.check().unwrap_err()[0].field, "until");
    }

    #[test]
    fn days_that_two_people_changed_are_told_with_both_values() {
        let new = NewDates { id: MembershipId(Uuid::nil()), version: 1, since: day("2019-01-01"), until: None };
        assert!(new.changes(span("2019-01-01", "")).is_empty());
        let changes = new.changes(span("2019-01-01", "2019-08-31"));
        assert_eq!((changes[0].field.as_str(), changes[0].theirs.as_str()), ("Last day", "31 August 2019"));
        assert_eq!(new.clone().check(day("2019-01-01")).unwrap_err()[0].field, "since");
        assert!(new.check(day("2018-12-31")).is_ok());
    }

    proptest! {
        /// Whatever the other chairs: after an end that is allowed somebody chairs on the next day from today on.
        #[test]
        fn an_end_that_is_allowed_leaves_a_chair(
            others in prop::collection::vec((0..60_u64, prop::option::of(0..60_u64)), 0..4),
            last in 0..60_u64,
            today in 0..60_u64,
        ) {
            let at = |days: u64| day("2018-09-01") + chrono::Days::new(days);
            let spans: Vec<Span> =
                others.iter().map(|(since, until)| Span { since: at(*since), until: until.map(at) }).collect();
            let next = at(last + 1).max(at(today));
            let chaired = spans.iter().any(|it| it.holds(next));
            prop_assert_eq!(vacant_from(&spans, at(last), at(today)), (!chaired).then_some(next));
        }

        /// A day is in exactly one of what was, what is and what is to come.
        #[test]
        fn a_role_is_now_past_or_to_come(since in 0..60_u64, length in prop::option::of(0..60_u64), today in 0..120_u64) {
            let at = |days: u64| day("2018-09-01") + chrono::Days::new(days);
            let span = Span { since: at(since), until: length.map(|it| at(since + it)) };
            let tense = span.tense(at(today));
            prop_assert_eq!(tense == Tense::Now, span.holds(at(today)));
            prop_assert_eq!(tense == Tense::ToCome, at(today) < span.since);
        }
    }
}

//! The people of an authority: the list, one of them, and invitations.

use async_graphql::{Context, Object};
use chrono::NaiveDate;
use sea_orm::{
    ConnectionTrait, FromQueryResult,
    sea_query::{Expr, ExprTrait, Func, JoinType, Order, Query},
};
use serde::{Deserialize, Serialize};
use shared::{
    access::{Action, Role, Scope},
    failure::Failure,
    id::PersonId,
    organisation::{
        LONGEST_NAME,
        people::{Invitation, PeoplePage, Person, PersonRow, RoleAt, Seat},
        sort_name,
    },
    page::{Cursor, USUAL_ROWS},
};
use uuid::Uuid;

use super::{
    appoint::taken_address,
    cluster::count,
    rights,
    seat::{self, seats},
};
use crate::{
    access::{Access, Authorize},
    error::Result,
};

/// The fewest letters by which somebody is looked for who gives roles in some clusters only: the list of everybody is the
/// administrator's.
const FEWEST_LETTERS: usize = 2;

#[derive(FromQueryResult)]
struct Listed {
    id: PersonId,
    name: String,
    sort_name: String,
    invited: bool,
}

/// The place of a row in the list.
#[derive(Serialize, Deserialize)]
struct Place(String, PersonId);

const LIST: &str = "
    select p.id, p.name, p.sort_name, p.invited_email is not null as invited
      from person p
     where p.authority_id = $1 and p.sort_name like $2 and (p.sort_name, p.id) > ($3, $4)
     order by p.sort_name, p.id limit $5";

#[derive(FromQueryResult)]
struct Count {
    found: i64,
}

const COUNT: &str = "select count(*) as found from person where authority_id = $1 and sort_name like $2";

#[derive(FromQueryResult)]
struct Found {
    name: String,
    invited_email: Option<String>,
    invited_on: Option<NaiveDate>,
}

const ONE: &str = "select name, invited_email, invited_on from person where id = $2 and authority_id = $1";

const SEATS: &str = seats!("m.person_id = $2 order by m.since desc, m.id limit 200");

/// People.
#[derive(Default)]
pub struct PersonQuery;

#[Object]
impl PersonQuery {
    /// The people of the authority, by name. Who gives roles in some clusters only finds people by two letters or more of
    /// their name.
    async fn people(&self, ctx: &Context<'_>, text: Option<String>, after: Option<Cursor>) -> Result<PeoplePage> {
        let access = ctx.authorize(Action::ChangeMembers)?;
        // No name is longer. What is left of it has no wild cards of the database.
        let text: String = text.iter().flat_map(|it| it.chars()).take(LONGEST_NAME).collect();
        let words = sort_name(&text);
        if access.scope != Scope::Authority && words.chars().count() < FEWEST_LETTERS {
            return Ok(PeoplePage { people: Vec::new(), total: 0, next: None });
        }
        let pattern = format!("%{}%", words.replace(' ', "%"));
        let total: Count = access.one(COUNT, [access.authority.0.into(), pattern.clone().into()]).await?;
        let first = Place(String::new(), PersonId(Uuid::nil()));
        let Place(name, id) = access.place("people", after.as_ref())?.unwrap_or(first);
        let values =
            [access.authority.0.into(), pattern.into(), name.into(), id.0.into(), i64::from(USUAL_ROWS + 1).into()];
        let mut rows: Vec<Listed> = access.all(LIST, values).await?;
        let next = access.next("people", &mut rows, |it| Place(it.sort_name.clone(), it.id))?;
        let people: Vec<PersonId> = rows.iter().map(|it| it.id).collect();
        let held = roles_today(&access, &people).await?;
        let row = |it: Listed| PersonRow {
            roles: held.iter().filter(|(person, _)| *person == it.id).map(|(_, role)| role.clone()).collect(),
            id: it.id,
            name: it.name,
            invited: it.invited,
        };
        Ok(PeoplePage { people: rows.into_iter().map(row).collect(), total: count(total.found), next })
    }

    /// Somebody with what they hold, held and will hold, and what that lets them see and do today, and why.
    async fn person(&self, ctx: &Context<'_>, id: PersonId) -> Result<Person> {
        let access = ctx.authorize(Action::SeeAccess)?;
        let found: Found = access.one(ONE, [access.authority.0.into(), id.0.into()]).await?;
        let values = [access.authority.0.into(), id.0.into(), access.today().into()];
        let memberships: Vec<seat::Row> = access.all(SEATS, values).await?;
        Ok(Person {
            id,
            name: found.name,
            email: found.invited_email,
            invited_on: found.invited_on,
            memberships: memberships.into_iter().map(Seat::from).collect(),
            abilities: rights::of(&access, id).await?,
        })
    }
}

/// Writes an address where it is as it was read, and nobody else is invited under it.
const CHANGE: &str = "
    update person set invited_email = $3, invited_on = $4
     where id = $2 and authority_id = $1 and coalesce(invited_email, '') = $5
       and not exists (select 1 from person o where o.authority_id = $1 and o.invited_email = $3 and o.id <> $2)";

/// Changes of invitations.
#[derive(Default)]
pub struct PersonMutation;

#[Object]
impl PersonMutation {
    /// Makes an invitation, puts its address right, or takes it back.
    async fn change_invitation(&self, ctx: &Context<'_>, input: Invitation) -> Result<PersonId> {
        let access = ctx.authorize(Action::ChangeMembers)?;
        if access.scope != Scope::Authority {
            return Err(Failure::Forbidden.into());
        }
        let input = input.check()?;
        let one = [access.authority.0.into(), input.person.0.into()];
        let found: Found = access.one(ONE, one.clone()).await?;
        if found.invited_email.unwrap_or_default() == input.email {
            return Ok(input.person);
        }
        let write = access.begin("changeInvitation", input.person.0, &input).await?;
        let email = Some(input.email.clone()).filter(|it| !it.is_empty());
        let day = email.as_ref().map(|_| access.today());
        let values = one.clone().into_iter().chain([email.into(), day.into(), input.before.clone().into()]);
        if write.tx().execute_raw(access.sql(CHANGE, values)).await?.rows_affected() == 0 {
            drop(write);
            let found: Found = access.one(ONE, one).await?;
            let saved = found.invited_email.unwrap_or_default();
            return Err(if saved == input.before { taken_address() } else { input.changed(&saved).into() });
        }
        write.commit().await?;
        Ok(input.person)
    }
}

#[derive(FromQueryResult)]
struct Held {
    person_id: PersonId,
    role: Role,
    place: String,
}

/// The most roles of a page of people.
const MOST_ROLES: u64 = 500;

/// What these people hold today, the longest held first.
pub async fn roles_today(access: &Access<'_>, people: &[PersonId]) -> Result<Vec<(PersonId, RoleAt)>> {
    if people.is_empty() {
        return Ok(Vec::new());
    }
    let today = access.today();
    let names = ["s", "c", "d", "a"].map(|it| Expr::col((it, "name")));
    let joined = |table: &'static str, column: &'static str| Expr::col((table, "id")).equals(("m", column));
    let query = Query::select()
        .columns([("m", "person_id"), ("m", "role")])
        .expr_as(Func::coalesce(names), "place")
        .from_as("membership", "m")
        .join_as(JoinType::InnerJoin, "authority", "a", joined("a", "authority_id"))
        .join_as(JoinType::LeftJoin, "school", "s", joined("s", "school_id"))
        .join_as(JoinType::LeftJoin, "cluster", "c", joined("c", "cluster_id"))
        .join_as(JoinType::LeftJoin, "district", "d", joined("d", "district_id"))
        .and_where(Expr::col(("m", "authority_id")).eq(access.authority.0))
        .and_where(Expr::col(("m", "person_id")).is_in(people.iter().map(|it| it.0)))
        .and_where(Expr::col(("m", "since")).lte(today))
        .and_where(Expr::col(("m", "until")).is_null().or(Expr::col(("m", "until")).gte(today)))
        .order_by(("m", "since"), Order::Asc)
        .order_by(("m", "id"), Order::Asc)
        .limit(MOST_ROLES)
        .take();
    let statement = access.db().get_database_backend().build(&query);
    let rows = Held::find_by_statement(statement).all(access.db()).await?;
    Ok(rows.into_iter().map(|it| (it.person_id, RoleAt { role: it.role, place: it.place })).collect())
}

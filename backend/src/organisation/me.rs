//! Who is looking.

use async_graphql::{Context, Object};
use chrono::NaiveDate;
use sea_orm::{FromQueryResult, Value};
use shared::{
    access::{Action, Role, Scope},
    id::ClusterId,
    organisation::{ClusterLink, Me, MyRole, SignedIn},
};

use crate::{
    access::{Access, Authorize},
    error::{Error, Result},
};

#[derive(FromQueryResult)]
struct Row {
    name: String,
    authority: String,
    demonstration: bool,
    role: Option<Role>,
    place: String,
    since: Option<NaiveDate>,
    until: Option<NaiveDate>,
}

const ROLES: &str = "
    select p.name, a.name as authority, a.demonstration, m.role, m.since, m.until,
           coalesce(s.name, c.name, d.name, a.name) as place
      from person p
      join authority a on a.id = p.authority_id
      left join membership m on m.person_id = p.id and m.since <= $3 and (m.until is null or m.until >= $3)
      left join school s on s.id = m.school_id
      left join cluster c on c.id = m.cluster_id
      left join district d on d.id = m.district_id
     where p.id = $1 and p.authority_id = $2
     order by m.since, m.id";

#[derive(FromQueryResult)]
struct Link {
    id: ClusterId,
    name: String,
}

const CLUSTERS: &str = "
    select c.id, c.name from cluster c
     where c.authority_id = $1 and (c.closed_on is null or c.closed_on >= $2)
     order by c.number limit 999";

/// Who is looking.
#[derive(Default)]
pub struct MeQuery;

#[Object]
impl MeQuery {
    /// Who is looking, on what day. Answers everybody.
    async fn me(&self, ctx: &Context<'_>) -> Result<Me> {
        let (day, access) = ctx.anyone();
        match access {
            Ok(access) => signed_in(&access).await,
            Err(Error::Refused(_)) => Ok(Me { day, demonstration: false, person: None }),
            Err(error) => Err(error),
        }
    }
}

async fn signed_in(access: &Access<'_>) -> Result<Me> {
    let person = access.person.ok_or_else(|| Error::broken("an access without a person"))?;
    let values: [Value; 3] = [person.0.into(), access.authority.0.into(), access.today().into()];
    let rows: Vec<Row> = access.all(ROLES, values).await?;
    let Some(first) = rows.first() else { return Err(shared::failure::Failure::SignedOut.into()) };
    let (name, authority, demonstration) = (first.name.clone(), first.authority.clone(), first.demonstration);
    let roles = rows
        .into_iter()
        .filter_map(|it| Some(MyRole { role: it.role?, place: it.place, since: it.since?, until: it.until }))
        .collect();
    let person = SignedIn {
        id: person,
        name,
        authority,
        roles,
        clusters: plans(access).await?,
        changes_settings: access.may(Action::ChangeSettings) != Scope::Nowhere,
        sees_access: access.may(Action::SeeAccess) != Scope::Nowhere,
    };
    Ok(Me { day: access.today(), demonstration, person: Some(person) })
}

/// The clusters whose plan the caller sees, by number.
async fn plans(access: &Access<'_>) -> Result<Vec<ClusterLink>> {
    let scope = access.may(Action::SeePlan);
    if scope == Scope::Nowhere {
        return Ok(Vec::new());
    }
    let rows: Vec<Link> = access.all(CLUSTERS, [access.authority.0.into(), access.today().into()]).await?;
    Ok(rows.into_iter().filter(|it| scope.holds(it.id)).map(|it| ClusterLink { id: it.id, name: it.name }).collect())
}

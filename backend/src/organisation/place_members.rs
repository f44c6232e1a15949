//! Who holds a role at a school or a district today.

use async_graphql::{Context, Object};
use sea_orm::FromQueryResult;
use serde::{Deserialize, Serialize};
use shared::{
    access::{Action, Scope},
    failure::Failure,
    id::{ClusterId, DistrictId, MembershipId, SchoolId},
    organisation::{ClusterLink, people::PlaceMembers},
    page::{Cursor, USUAL_ROWS},
};
use uuid::Uuid;

use super::member::{Row, members};
use crate::{
    access::{Access, Authorize},
    error::Result,
};

/// The place of a row in the list.
#[derive(Serialize, Deserialize)]
struct Place(String, MembershipId);

/// A place and one of its clusters; no row at all where there is no such place.
#[derive(FromQueryResult)]
struct Found {
    place: String,
    cluster_id: Option<ClusterId>,
    cluster: Option<String>,
}

const SCHOOL: &str = "
    select s.name as place, v.id as cluster_id, v.name as cluster
      from school s
      left join belonging b on b.school_id = s.id and b.since <= $3 and (b.until is null or b.until >= $3)
      left join cluster v on v.id = b.cluster_id
     where s.id = $2 and s.authority_id = $1";

const DISTRICT: &str = "
    select d.name as place, v.id as cluster_id, v.name as cluster
      from district d
      left join cluster v on v.district_id = d.id and (v.closed_on is null or v.closed_on >= $3)
     where d.id = $2 and d.authority_id = $1 order by v.number limit 999";

/// The seats at a place today.
macro_rules! seats_at {
    ($column:literal) => {
        concat!(
            "select m.id, p.name as person, m.person_id, m.role, m.since, m.until, m.reason, p.invited_email as email,
                    coalesce(s.name, d.name) as place, 0 as tier, '' as place_order, p.sort_name as person_order
               from membership m
               join person p on p.id = m.person_id
               left join school s on s.id = m.school_id
               left join district d on d.id = m.district_id
              where m.",
            $column,
            " = $2 and m.authority_id = $1 and m.since <= $3 and (m.until is null or m.until >= $3)
                and (p.sort_name, m.id) > ($4, $5)
              order by p.sort_name, m.id limit $6"
        )
    };
}

const AT_SCHOOL: &str = seats_at!("school_id");
const AT_DISTRICT: &str = seats_at!("district_id");

/// Who is at a place.
#[derive(Default)]
pub struct PlaceQuery;

#[Object]
impl PlaceQuery {
    /// Who holds a role at a school today.
    async fn school_members(&self, ctx: &Context<'_>, school: SchoolId, after: Option<Cursor>) -> Result<PlaceMembers> {
        let access = ctx.authorize(Action::SeeMembers)?;
        let mut page = page(&access, school.0, SCHOOL, AT_SCHOOL, after.as_ref()).await?;
        let changes = access.may(Action::ChangeMembers);
        page.changes = page.clusters.iter().any(|it| changes.holds(it.id));
        Ok(page)
    }

    /// Who holds a role at a district today.
    async fn district_members(
        &self,
        ctx: &Context<'_>,
        district: DistrictId,
        after: Option<Cursor>,
    ) -> Result<PlaceMembers> {
        let access = ctx.authorize(Action::SeeMembers)?;
        let mut page = page(&access, district.0, DISTRICT, AT_DISTRICT, after.as_ref()).await?;
        page.changes = access.may(Action::ChangeMembers) == Scope::Authority;
        Ok(page)
    }
}

async fn page(
    access: &Access<'_>,
    place: Uuid,
    one: &'static str,
    seats: &'static str,
    after: Option<&Cursor>,
) -> Result<PlaceMembers> {
    let values = [access.authority.0.into(), place.into(), access.today().into()];
    let found: Vec<Found> = access.all(one, values.clone()).await?;
    let name = found.first().map(|it| it.place.clone()).ok_or(Failure::NotFound)?;
    let link = |it: Found| it.cluster_id.zip(it.cluster).map(|(id, name)| ClusterLink { id, name });
    let clusters: Vec<ClusterLink> = found.into_iter().filter_map(link).collect();
    if access.scope != Scope::Authority && !clusters.iter().any(|it| access.scope.holds(it.id)) {
        return Err(Failure::NotFound.into());
    }
    let list = format!("people at {place}");
    let first = Place(String::new(), MembershipId(Uuid::nil()));
    let Place(person, id) = access.place(&list, after)?.unwrap_or(first);
    let rest = [person.into(), id.0.into(), i64::from(USUAL_ROWS + 1).into()];
    let mut rows: Vec<Row> = access.all(seats, values.into_iter().chain(rest)).await?;
    let next = access.next(&list, &mut rows, |it| Place(it.person_order.clone(), it.id))?;
    let members = members(access, rows, false).await?;
    Ok(PlaceMembers { place: name, clusters, members, next, changes: false })
}

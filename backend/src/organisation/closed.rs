//! Schools that have closed and are still in a cluster. Nobody moves them silently: the administrator sees what came
//! after them and decides.

use async_graphql::{Context, Object};
use chrono::NaiveDate;
use sea_orm::FromQueryResult;
use shared::{
    access::Action,
    id::{ClusterId, SchoolId},
    organisation::record::{ClosedSchool, LinkKind, SchoolLink},
};

use crate::{access::Authorize, error::Result};

#[derive(FromQueryResult)]
struct Row {
    id: SchoolId,
    name: String,
    closed_on: Option<NaiveDate>,
    new_urn: Option<i32>,
    new_name: Option<String>,
    new_id: Option<SchoolId>,
    how: Option<LinkKind>,
    since: Option<NaiveDate>,
}

/// One row a school and what came after it. The cluster's own schools come first, from the index of its belongings.
const CLOSED: &str = "
    select s.id, s.name, s.closed_on, l.new_urn, coalesce(n.name, l.new_name) as new_name, n.id as new_id, l.how,
           l.since
      from belonging b
      join school s on s.id = b.school_id and s.status = 'closed'
      left join school_link l on l.authority_id = $1 and l.old_urn = s.urn
      left join school n on n.authority_id = $1 and n.urn = l.new_urn
     where b.cluster_id = $2 and b.authority_id = $1 and b.since <= $3 and (b.until is null or b.until >= $3)
     order by s.sort_name, s.id, l.new_urn limit 100";

/// Closed schools.
#[derive(Default)]
pub struct ClosedQuery;

#[Object]
impl ClosedQuery {
    /// The schools that have closed and are still in a cluster today, with what came after them: the first hundred.
    async fn closed_schools(&self, ctx: &Context<'_>, cluster: ClusterId) -> Result<Vec<ClosedSchool>> {
        let access = ctx.authorize(Action::SeeOrganisation)?;
        let values = [access.authority.0.into(), cluster.0.into(), access.today().into()];
        let mut schools: Vec<ClosedSchool> = Vec::new();
        for row in access.all::<Row>(CLOSED, values).await? {
            let link = row.link();
            match schools.last_mut().filter(|it| it.id == row.id) {
                Some(last) => last.replaced_by.extend(link),
                None => schools.push(ClosedSchool {
                    id: row.id,
                    name: row.name,
                    closed_on: row.closed_on,
                    replaced_by: link.into_iter().collect(),
                }),
            }
        }
        Ok(schools)
    }
}

impl Row {
    fn link(&self) -> Option<SchoolLink> {
        let (urn, how) = self.new_urn.zip(self.how)?;
        Some(SchoolLink { urn, name: self.new_name.clone(), school: self.new_id, how, since: self.since })
    }
}

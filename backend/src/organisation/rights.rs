//! Who can see and do what, and why: told by the policy itself, from the same memberships with which people sign in.

use async_graphql::{Context, Object};
use sea_orm::FromQueryResult;
use serde::{Deserialize, Serialize};
use shared::{
    access::{Action, Held, Place, Reach, Role, Scope, explain, reach, scope},
    id::{ClusterId, DistrictId, MembershipId, PersonId, SchoolId},
    organisation::{
        ClusterLink,
        people::{Ability, Ground, RoleAt, Watcher, WatcherPage},
    },
    page::{Cursor, USUAL_ROWS},
};
use uuid::Uuid;

use crate::{
    access::{Access, Authorize},
    error::Result,
    session::place,
    sheet::Sheet,
};

/// One membership of somebody, and one of the clusters that follow from it; without a role for somebody who holds none.
#[derive(FromQueryResult)]
struct Row {
    person_id: PersonId,
    person: String,
    person_order: String,
    membership_id: Option<MembershipId>,
    role: Option<Role>,
    district_id: Option<DistrictId>,
    cluster_id: Option<ClusterId>,
    school_id: Option<SchoolId>,
    via_id: Option<ClusterId>,
    via: Option<String>,
    place: String,
}

/// What people hold today as the session reads it, with names.
macro_rules! held_by {
    ($people:literal) => {
        concat!(
            "select p.id as person_id, p.name as person, p.sort_name as person_order, m.id as membership_id, m.role,
                    m.district_id, m.cluster_id, m.school_id, v.id as via_id, v.name as via,
                    coalesce(s.name, c.name, d.name, a.name) as place
               from (select id, authority_id, name, sort_name from person where authority_id = $1 and ",
            $people,
            ") p
               join authority a on a.id = p.authority_id
               left join membership m on m.person_id = p.id and m.since <= $2 and (m.until is null or m.until >= $2)
                    and not exists (select 1 from cluster k where k.id = m.cluster_id and k.closed_on < $2)
               left join district d on d.id = m.district_id
               left join cluster c on c.id = m.cluster_id
               left join school s on s.id = m.school_id
               left join belonging b on b.school_id = m.school_id and b.since <= $2 and (b.until is null or b.until >= $2)
               left join cluster k on k.district_id = m.district_id and (k.closed_on is null or k.closed_on >= $2)
               left join cluster v on v.id = coalesce(b.cluster_id, k.id, m.cluster_id)
              order by p.sort_name, p.id, m.since, m.id, v.number"
        )
    };
}

const ONE: &str = held_by!("id = $3");
const SOME: &str = held_by!("(sort_name, id) > ($3, $4) order by sort_name, id limit 100");

/// A membership as the policy reads it, in words, and its clusters by name.
struct Kept {
    id: MembershipId,
    held: Held,
    words: String,
    clusters: Vec<ClusterLink>,
}

/// What somebody's rows let them see and do.
fn abilities(rows: &[Row]) -> Vec<Ability> {
    let mut kept: Vec<Kept> = Vec::new();
    for row in rows {
        let Some((id, role)) = row.membership_id.zip(row.role) else { continue };
        let via = row.via_id.zip(row.via.clone()).map(|(id, name)| ClusterLink { id, name });
        match kept.last_mut() {
            // A district's clusters come one a row.
            Some(before) if before.id == id => {
                if let (Place::District(_, clusters), Some(via)) = (&mut before.held.place, &via) {
                    clusters.push(via.id);
                }
                before.clusters.extend(via);
            }
            _ => kept.push(Kept {
                id,
                held: Held { role, place: place(row.school_id, row.cluster_id, row.district_id, row.via_id) },
                words: format!("{}, {}", role.label(), row.place),
                clusters: via.into_iter().collect(),
            }),
        }
    }
    let (held, kept): (Vec<Held>, Vec<_>) = kept.into_iter().map(|it| (it.held, (it.words, it.clusters))).unzip();
    let ground = |(at, scope): (usize, Scope)| {
        let (because, clusters) = kept.get(at)?;
        let place = match scope {
            Scope::Nowhere => return None,
            Scope::Authority => "The whole authority".to_owned(),
            Scope::Clusters(_) => {
                let names = clusters.iter().filter(|it| scope.holds(it.id)).map(|it| it.name.as_str());
                names.collect::<Vec<_>>().join(", ")
            }
        };
        Some(Ground { place, because: because.clone() })
    };
    explain(&held)
        .into_iter()
        .map(|it| Ability {
            what: it.action.label().to_owned(),
            grounds: it.grounds.into_iter().filter_map(ground).collect(),
        })
        .collect()
}

/// What somebody of the authority can see and do today, and why.
pub async fn of(access: &Access<'_>, person: PersonId) -> Result<Vec<Ability>> {
    let values = [access.authority.0.into(), access.today().into(), person.0.into()];
    let rows: Vec<Row> = access.all(ONE, values).await?;
    Ok(abilities(&rows))
}

/// Everybody's rights as a table, a hundred people at a time.
pub async fn csv(access: &Access<'_>) -> Result<Vec<u8>> {
    let mut sheet = Sheet::new(["Person", "Can", "Where", "Because"])?;
    let mut after = (String::new(), PersonId(Uuid::nil()));
    loop {
        let values = [access.authority.0.into(), access.today().into(), after.0.clone().into(), after.1.0.into()];
        let rows: Vec<Row> = access.all(SOME, values).await?;
        let Some(last) = rows.last() else { break };
        after = (last.person_order.clone(), last.person_id);
        for rows in rows.chunk_by(|a, b| a.person_id == b.person_id) {
            let Some(person) = rows.first().map(|it| it.person.as_str()) else { continue };
            let abilities = abilities(rows);
            if abilities.is_empty() {
                sheet.row([person, "Nothing", "", "No role today"])?;
            }
            for ability in &abilities {
                for ground in &ability.grounds {
                    sheet.row([person, &ability.what, &ground.place, &ground.because])?;
                }
            }
        }
    }
    sheet.finish()
}

#[derive(FromQueryResult)]
struct Named {
    name: String,
}

const CLUSTER: &str = "select name from cluster where id = $2 and authority_id = $1";

#[derive(FromQueryResult)]
struct Watching {
    id: MembershipId,
    person_id: PersonId,
    person: String,
    person_order: String,
    role: Role,
    district_id: Option<DistrictId>,
    cluster_id: Option<ClusterId>,
    school_id: Option<SchoolId>,
    place: String,
}

/// The place of a row in the list.
#[derive(Serialize, Deserialize)]
struct At(String, MembershipId);

/// The memberships that can carry something into a cluster, by the roles named in `$4`: held in the whole authority, at
/// the cluster, at a school in it or at its district.
const WATCHING: &str = "
    select * from (
        select m.id, m.person_id, p.name as person, p.sort_name as person_order, m.role, m.district_id, m.cluster_id,
               m.school_id, coalesce(s.name, c.name, d.name, a.name) as place
          from (select id, authority_id, person_id, role, since, until, district_id, cluster_id, school_id
                  from membership
                 where authority_id = $1 and district_id is null and cluster_id is null and school_id is null
                 union all
                select n.id, n.authority_id, n.person_id, n.role, n.since, n.until, n.district_id, n.cluster_id,
                       n.school_id
                  from cluster o
                  join membership n on n.cluster_id = o.id
                 where o.id = $2 and (o.closed_on is null or o.closed_on >= $3)
                 union all
                select h.id, h.authority_id, h.person_id, h.role, h.since, h.until, h.district_id, h.cluster_id,
                       h.school_id
                  from belonging b
                  join membership h on h.school_id = b.school_id
                 where b.cluster_id = $2 and b.since <= $3 and (b.until is null or b.until >= $3)
                 union all
                select e.id, e.authority_id, e.person_id, e.role, e.since, e.until, e.district_id, e.cluster_id,
                       e.school_id
                  from cluster k
                  join membership e on e.district_id = k.district_id
                 where k.id = $2 and (k.closed_on is null or k.closed_on >= $3)) m
          join person p on p.id = m.person_id
          join authority a on a.id = m.authority_id
          left join school s on s.id = m.school_id
          left join cluster c on c.id = m.cluster_id
          left join district d on d.id = m.district_id
         where m.authority_id = $1 and m.since <= $3 and (m.until is null or m.until >= $3)
           and $4 like '%,' || m.role || ',%') it
     where (person_order, id) > ($5, $6)
     order by person_order, id limit $7";

/// What is shown of a cluster that not everybody sees.
const SHOWN: [Action; 2] = [Action::SeePlan, Action::SeeMembers];

/// Rights.
#[derive(Default)]
pub struct RightsQuery;

#[Object]
impl RightsQuery {
    /// What the caller's own roles let them see and do today, and why.
    async fn rights(&self, ctx: &Context<'_>) -> Result<Vec<Ability>> {
        let access = ctx.signed_in()?;
        match access.person {
            Some(person) => of(&access, person).await,
            None => Ok(Vec::new()),
        }
    }

    /// Who sees the plan, the money and the members of a cluster today, and why; a line a membership.
    async fn watchers(&self, ctx: &Context<'_>, cluster: ClusterId, after: Option<Cursor>) -> Result<WatcherPage> {
        let access = ctx.authorize(Action::SeeAccess)?;
        access.within(cluster)?;
        let named: Named = access.one(CLUSTER, [access.authority.0.into(), cluster.0.into()]).await?;
        let list = format!("watchers of {cluster}");
        let first = At(String::new(), MembershipId(Uuid::nil()));
        let At(person, id) = access.place(&list, after.as_ref())?.unwrap_or(first);
        let values = [
            access.authority.0.into(),
            cluster.0.into(),
            access.today().into(),
            seeing().into(),
            person.into(),
            id.0.into(),
            i64::from(USUAL_ROWS + 1).into(),
        ];
        let mut rows: Vec<Watching> = access.all(WATCHING, values).await?;
        let next = access.next(&list, &mut rows, |it| At(it.person_order.clone(), it.id))?;
        let cluster = ClusterLink { id: cluster, name: named.name };
        let watchers = rows.into_iter().map(|it| it.watcher(cluster.id)).collect();
        Ok(WatcherPage { cluster, watchers, next })
    }
}

/// The roles that see something of some cluster, as the database writes them, with a comma before and after each.
fn seeing() -> String {
    use sea_orm::ActiveEnum as _;
    let sees = |role: &&Role| SHOWN.iter().any(|it| reach(**role, *it) != Reach::Nowhere);
    Role::ALL.iter().filter(sees).fold(",".to_owned(), |list, it| format!("{list}{},", it.to_value()))
}

impl Watching {
    fn watcher(self, cluster: ClusterId) -> Watcher {
        let place = place(self.school_id, self.cluster_id, self.district_id, Some(cluster));
        let held = [Held { role: self.role, place }];
        let sees = SHOWN.iter().filter(|it| scope(&held, **it).holds(cluster));
        Watcher {
            person: self.person_id,
            name: self.person,
            sees: sees.map(|it| it.label().to_owned()).collect(),
            because: RoleAt { role: self.role, place: self.place },
        }
    }
}

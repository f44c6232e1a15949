//! What no person can do from the page, because nobody is there yet: founding an authority and its first
//! administrator. Only the command line comes here.

use chrono::NaiveDate;
use sea_orm::{ActiveValue::Set, FromQueryResult, Statement, entity::prelude::*};
use shared::{
    access::Role,
    failure::Failure,
    id::{AuthorityId, MembershipId, PersonId},
    organisation::sort_name,
};

use super::entity::{authority, membership, person};
use crate::{
    access::{Access, Door},
    error::Result,
};

/// An authority to found.
pub struct Founding {
    /// Under which id.
    pub id: AuthorityId,
    /// The three digits of the authority, as 803.
    pub code: i32,
    /// What people call it.
    pub name: String,
    /// Whether everything in it is made up.
    pub demonstration: bool,
    /// The first administrator, by name, from a day on.
    pub administrator: Option<(PersonId, String, NaiveDate)>,
}

/// Founds an authority.
pub async fn found(door: &Door, founding: Founding) -> Result<()> {
    let access = door.operator(founding.id);
    let write = access.begin("foundAuthority", founding.id.0, &(founding.code, &founding.name)).await?;
    let tx = write.tx();
    authority::ActiveModel {
        id: Set(founding.id),
        code: Set(founding.code),
        name: Set(founding.name),
        demonstration: Set(founding.demonstration),
    }
    .insert(tx)
    .await?;
    if let Some((id, name, since)) = founding.administrator {
        person::ActiveModel {
            id: Set(id),
            authority_id: Set(founding.id),
            sort_name: Set(sort_name(&name)),
            name: Set(name),
        }
        .insert(tx)
        .await?;
        membership::ActiveModel {
            id: Set(MembershipId(Uuid::new_v4())),
            authority_id: Set(founding.id),
            person_id: Set(id),
            role: Set(Role::Administrator),
            district_id: Set(None),
            cluster_id: Set(None),
            school_id: Set(None),
            since: Set(since),
            until: Set(None),
        }
        .insert(tx)
        .await?;
    }
    write.commit().await
}

/// Says that everything in an authority is made up, so that anybody may sign in as anybody in it.
pub async fn declare_demonstration(door: &Door, id: AuthorityId) -> Result<()> {
    let write = door.operator(id).begin("declareDemonstration", id.0, &true).await?;
    authority::Entity::update_many()
        .col_expr(authority::Column::Demonstration, Expr::value(true))
        .filter(authority::Column::Id.eq(id))
        .exec(write.tx())
        .await?;
    write.commit().await
}

/// The authority with this code, if it is there.
pub async fn authority_by_code(door: &Door, code: i32) -> Result<Option<AuthorityId>> {
    let found = authority::Entity::find().filter(authority::Column::Code.eq(code)).one(door.database()).await?;
    Ok(found.map(|it| it.id))
}

/// The three digits of an authority.
pub async fn code_of(access: &Access<'_>) -> Result<i32> {
    let found = authority::Entity::find_by_id(access.authority).one(access.db()).await?;
    Ok(found.ok_or(Failure::NotFound)?.code)
}

/// Whether there is a demonstration in this database.
pub async fn has_demonstration(door: &Door) -> Result<bool> {
    let found = authority::Entity::find().filter(authority::Column::Demonstration.eq(true)).one(door.database());
    Ok(found.await?.is_some())
}

/// Somebody of the demonstration whom anybody may sign in as.
#[derive(Debug, FromQueryResult)]
pub struct DemonstrationPerson {
    /// Who.
    pub id: PersonId,
    /// Their post.
    pub name: String,
    /// One of their roles today.
    pub role: Role,
    /// The place of that role.
    pub place: String,
}

/// The people of the demonstration with each of their roles today.
pub async fn demonstration_people(door: &Door) -> Result<Vec<DemonstrationPerson>> {
    const PEOPLE: &str = "
        select p.id, p.name, m.role, coalesce(s.name, c.name, d.name, a.name) as place
          from person p
          join authority a on a.id = p.authority_id and a.demonstration
          join membership m on m.person_id = p.id and m.since <= $1 and (m.until is null or m.until >= $1)
          left join school s on s.id = m.school_id
          left join cluster c on c.id = m.cluster_id
          left join district d on d.id = m.district_id
         order by p.sort_name, p.id, m.role limit 500";
    let db = door.database();
    let statement = Statement::from_sql_and_values(db.get_database_backend(), PEOPLE, [door.clock().today().into()]);
    Ok(DemonstrationPerson::find_by_statement(statement).all(db).await?)
}

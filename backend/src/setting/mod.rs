//! The dated rules and words of an authority.

mod threshold;

use async_graphql::{Context, Object};
use chrono::NaiveDate;
use sea_orm::{ActiveEnum as _, FromQueryResult, Statement};
use shared::{
    access::Action,
    failure::Failure,
    id::SettingId,
    setting::{NewSetting, Setting, SettingName, SettingValue, SettingVersion, preview},
};

use crate::{
    access::{Access, Authorize},
    clock::of_our_time,
    error::Result,
};

pub(crate) use threshold::{threshold, threshold_on};

#[derive(FromQueryResult)]
struct Row {
    id: SettingId,
    name: SettingName,
    since: NaiveDate,
    value: String,
    reason: String,
}

/// The two hundred latest values of each setting.
const ALL: &str = "
    select id, name, since, value, reason
      from (select id, name, since, value, reason, row_number() over (partition by name order by since desc) as place
              from setting where authority_id = $1) latest
     where place <= 200
     order by since desc";

/// The two hundred latest values of one.
const OF_NAME: &str = "
    select id, name, since, value, reason from setting
     where authority_id = $1 and name = $2
     order by since desc limit 200";

const INSERT: &str = "
    insert into setting (id, authority_id, name, since, value, reason) values ($1, $2, $3, $4, $5, $6)";

/// The rules.
#[derive(Default)]
pub struct SettingQuery;

#[Object]
impl SettingQuery {
    /// The dated rules of the caller's authority.
    async fn settings(&self, ctx: &Context<'_>) -> Result<Vec<Setting>> {
        let access = ctx.authorize(Action::SeeSettings)?;
        let mut settings: Vec<Setting> =
            SettingName::ALL.iter().map(|&name| Setting { name, versions: Vec::new() }).collect();
        for row in access.all::<Row>(ALL, [access.authority.0.into()]).await? {
            if let Some(setting) = settings.iter_mut().find(|it| it.name == row.name) {
                setting.versions.push(row.version()?);
            }
        }
        Ok(settings)
    }
}

/// Changes of the rules.
#[derive(Default)]
pub struct SettingMutation;

#[Object]
impl SettingMutation {
    /// Gives a setting a new value from a day on. The past stays as it was.
    async fn change_setting(&self, ctx: &Context<'_>, input: NewSetting) -> Result<SettingId> {
        let access = ctx.authorize(Action::ChangeSettings)?;
        let Some(write) = access.create("changeSetting", input.id.0, &input).await? else { return Ok(input.id) };
        let value = SettingValue::from(input.value.clone());
        of_our_time("since", input.since)?;
        if let SettingValue::Calendar(calendar) = &value {
            for day in calendar.terms.iter().flat_map(|it| [it.starts, it.break_starts, it.break_ends, it.ends]) {
                of_our_time("value", day)?;
            }
        }
        let versions = versions(&access, write.tx(), value.name()).await?;
        let (lines, _) = preview(&versions, &input, access.today())?;
        if lines.is_empty() {
            return Err(Failure::invalid("value", "This is what holds already. Change something, or go back").into());
        }
        let backend = sea_orm::ConnectionTrait::get_database_backend(write.tx());
        let values = [
            input.id.0.into(),
            access.authority.0.into(),
            value.name().to_value().into(),
            input.since.into(),
            serde_json::to_string(&value)?.into(),
            input.reason.trim().to_owned().into(),
        ];
        sea_orm::ConnectionTrait::execute_raw(write.tx(), Statement::from_sql_and_values(backend, INSERT, values))
            .await?;
        write.commit().await?;
        Ok(input.id)
    }
}

async fn versions(
    access: &Access<'_>,
    tx: &sea_orm::DatabaseTransaction,
    name: SettingName,
) -> Result<Vec<SettingVersion>> {
    let values = [access.authority.0.into(), name.to_value().into()];
    let rows = Row::find_by_statement(access.sql(OF_NAME, values)).all(tx).await?;
    rows.into_iter().map(Row::version).collect()
}

impl Row {
    fn version(self) -> Result<SettingVersion> {
        Ok(SettingVersion {
            id: self.id,
            since: self.since,
            value: serde_json::from_str(&self.value)?,
            reason: self.reason,
        })
    }
}

//! The tables of a cluster's plan and money: exactly the numbers that its pages show to whoever asks.

use axum::{
    extract::{Path, RawQuery, State},
    response::Response,
};
use shared::{access::Action, failure::Failure, id::ClusterId, intervention::Stage};
use tower_sessions::Session;

use super::{Server, public::download, visitor};
use crate::{access::Access, error::Result, fund, intervention};

/// The plan; `?stage=Agreed` for one stage.
pub async fn plan(server: State<Server>, session: Session, cluster: Path<String>, query: RawQuery) -> Response {
    let stage = value(&query, "stage").and_then(|it| Stage::from_word(&it));
    let made = made(&server, &session, &cluster, async |access, id| intervention::plan_csv(access, id, stage).await);
    download(made.await, "attachment; filename=\"plan.csv\"")
}

/// What became of the money.
pub async fn figures(server: State<Server>, session: Session, cluster: Path<String>) -> Response {
    let made = made(&server, &session, &cluster, async |access, id| fund::figures_csv(access, id).await);
    download(made.await, "attachment; filename=\"money.csv\"")
}

/// Every movement.
pub async fn movements(server: State<Server>, session: Session, cluster: Path<String>) -> Response {
    let made = made(&server, &session, &cluster, async |access, id| fund::movements_csv(access, id).await);
    download(made.await, "attachment; filename=\"movements.csv\"")
}

/// A financial year; `?year=2018`, or that of today.
pub async fn year(server: State<Server>, session: Session, cluster: Path<String>, query: RawQuery) -> Response {
    let year = value(&query, "year").and_then(|it| it.parse().ok());
    let made = made(&server, &session, &cluster, async |access, id| fund::year_csv(access, id, year).await);
    download(made.await, "attachment; filename=\"year.csv\"")
}

/// The table of a cluster, for somebody who sees its plan.
async fn made(
    server: &Server,
    session: &Session,
    cluster: &str,
    table: impl AsyncFnOnce(&Access<'_>, ClusterId) -> Result<Vec<u8>>,
) -> Result<Vec<u8>> {
    let visitor = visitor(session).await?;
    let access = server.0.door.authorize(&visitor, Action::SeePlan)?;
    let id = cluster.parse().map_err(|_| Failure::NotFound)?;
    access.within(id)?;
    table(&access, id).await
}

/// A value in a query. Ours are single words: nothing in them is written in another way.
fn value(RawQuery(query): &RawQuery, name: &str) -> Option<String> {
    let parts = query.as_deref()?.split('&');
    parts.filter_map(|it| it.split_once('=')).find(|it| it.0 == name).map(|it| it.1.to_owned())
}

//! The committed corpus of hostile documents: each is refused before it runs, or answered with little work.

use std::{
    path::PathBuf,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
};

use async_graphql::{
    Request, ServerResult, Value,
    extensions::{Extension, ExtensionContext, ExtensionFactory, NextResolve, ResolveInfo},
};
use axum::http::StatusCode;
use backend::testing::{Visitor, builder, caller};
use serde_json::json;
use shared::failure::Failure;

use crate::{
    browser::{ask, open, session},
    on_both,
    tables::Tables,
    wire::{leak, tells_nothing},
    world::World,
};

on_both! {
    no_hostile_document_costs_or_changes_much
}

/// The most fields that one document may have resolved.
const MOST_CALLS: usize = 300;

/// Counts every field that is resolved.
#[derive(Clone, Default)]
struct Counter(Arc<AtomicUsize>);

impl ExtensionFactory for Counter {
    fn create(&self) -> Arc<dyn Extension> {
        Arc::new(self.clone())
    }
}

#[async_trait::async_trait]
impl Extension for Counter {
    async fn resolve(
        &self,
        context: &ExtensionContext<'_>,
        info: ResolveInfo<'_>,
        next: NextResolve<'_>,
    ) -> ServerResult<Option<Value>> {
        self.0.fetch_add(1, Ordering::Relaxed);
        next.run(context, info).await
    }
}

/// Name and text of each document in `backend/tests/hostile/`.
fn corpus() -> Vec<(String, String)> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/hostile");
    let files = std::fs::read_dir(folder).unwrap().map(|it| it.unwrap().path());
    let mut documents: Vec<_> = files
        .map(|it| (it.file_stem().unwrap().to_string_lossy().into_owned(), std::fs::read_to_string(&it).unwrap()))
        .collect();
    documents.sort();
    documents
}

/// L3, W10: names, fields, directives, fragments and nesting without end, guesses, questions about the schema, text that
/// is no document. What is refused unread comes to no table but the session's; what is read resolves at most 300 fields, takes
/// at most six statements and changes nothing.
async fn no_hostile_document_costs_or_changes_much(world: World) {
    let (server, cookie) = (open(&world), session(&world, world.chair).await);
    let documents = corpus();
    assert!(documents.len() >= 200, "{}", documents.len());
    let counter = Counter::default();
    let schema = builder(Some(world.door.clone())).extension(counter.clone()).finish();
    let chair = caller(&world.door, world.chair).await.unwrap();
    let tables = Tables::but(&world, &[]).await;
    let before = tables.content(&world).await;
    for (name, document) in documents {
        let statements = world.door.statements();
        let answer = ask(&server, &cookie, &document, json!({})).await;
        let statements = world.door.statements() - statements;
        if answer.status == StatusCode::OK {
            assert_eq!(leak(&answer), None, "{name}: {answer:?}");
            schema.execute(Request::new(document).data(Visitor(chair.clone()))).await;
            let calls = counter.0.swap(0, Ordering::Relaxed);
            assert!(calls <= MOST_CALLS, "{name} resolved {calls} fields");
        } else {
            let unread = matches!(tells_nothing(&answer, &name), Failure::BadRequest { .. });
            assert!(statements <= if unread { 1 } else { 6 }, "{name} took {statements} statements");
        }
    }
    assert_eq!(tables.content(&world).await, before);
}

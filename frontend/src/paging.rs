//! Lists a page at a time: where the list goes on stands in the address, so that "back" goes back.

use leptos::prelude::*;
use leptos_router::{hooks::use_query_map, params::ParamsMap};
use shared::page::Cursor;
use ui::{PageLink, Pagination};

/// The part of the address that says where the list goes on.
const AFTER: &str = "after";

/// Where in the list the reader is; nothing on its first page.
pub fn after() -> Memo<Option<Cursor>> {
    let query = use_query_map();
    Memo::new(move |_| query.with(|it| it.get(AFTER)).map(Cursor))
}

/// Links to the next page of a list and to its first; nothing where all is shown. `query` is what else stands in the
/// address.
pub fn pages(address: &str, query: &[(&'static str, String)], later: bool, next: Option<&Cursor>) -> Option<AnyView> {
    let next = next.map(|it| {
        let more = [(AFTER, it.0.clone())];
        PageLink::new(link(address, query.iter().chain(&more))).text("Next page")
    });
    let first = later.then(|| PageLink::new(link(address, query.iter())).text("First page"));
    (next.is_some() || first.is_some()).then(|| view! { <Pagination previous=first next=next /> }.into_any())
}

/// An address with its query.
pub fn link<'a>(address: &str, query: impl Iterator<Item = &'a (&'static str, String)>) -> String {
    let mut map = ParamsMap::new();
    for (name, value) in query {
        map.insert(*name, value.clone());
    }
    format!("{address}{}", map.to_query_string())
}

//! The page: WebAssembly that the server's binary carries, split in parts that are loaded when they are needed.

mod act;
mod api;
mod app;
mod failure;
mod form;
mod fund;
mod heading;
mod home;
mod intervention;
mod load;
mod number;
mod operations;
mod organisation;
mod paging;
mod part;
mod parts;
mod routes;
mod scalars;
mod setting;
mod shell;
mod viewer;
mod views;

fn main() {
    console_error_panic_hook::set_once();
    leptos::mount::mount_to_body(app::App);
}

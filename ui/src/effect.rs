//! Effects of one type.

use leptos::prelude::*;

/// Runs `act` in the browser, and again when what it reads has changed. As [`Effect::new`], which brings its own copy of
/// the code that runs effects for every closure; here the closures lose their types first.
pub fn effect(act: impl FnMut() + 'static) {
    run(Box::new(act));
}

fn run(act: Box<dyn FnMut()>) {
    Effect::new(act);
}

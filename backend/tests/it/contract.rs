//! The API and what was agreed about it.

use std::path::Path;

/// The committed schema is the one the server has: `send-clusters schema > schema.graphql` brings it up to date.
#[test]
fn the_committed_schema_is_the_servers() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../schema.graphql");
    let committed = std::fs::read_to_string(path).unwrap();
    let ours = format!("{}\n", backend::testing::schema(None).sdl().trim_end());
    assert!(committed.trim_end() == ours.trim_end(), "run `cargo run -p backend -- schema > schema.graphql`");
}

/// A guard on a field is not asked where the field is read through an interface: there are none.
#[test]
fn there_are_no_interfaces_and_no_subscriptions() {
    let sdl = backend::testing::schema(None).sdl();
    for line in sdl.lines() {
        assert!(!line.starts_with("interface ") && !line.starts_with("type Subscription"), "{line}");
    }
}

/// no field of the API could hold a pupil. The words are those of every pupil record we know of.
#[test]
fn no_field_can_name_a_pupil() {
    let sdl = backend::testing::schema(None).sdl().to_lowercase();
    let fields = sdl.lines().filter(|it| it.starts_with('\t') && it.contains(':'));
    for field in fields {
        let name = field.trim().split([':', '(']).next().unwrap_or_default();
        for word in ["pupil", "child", "upn", "nhs", "birth", "surname", "forename", "parent", "ethnic", "gender"] {
            assert!(!name.contains(word), "{field}");
        }
    }
}

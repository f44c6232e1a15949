//! The API as the server describes it: every root field, a document that asks for all of it, and values for its inputs.

use std::collections::BTreeMap;

use async_graphql::parser::{
    parse_schema,
    types::{BaseType, FieldDefinition, Type, TypeDefinition, TypeKind, TypeSystemDefinition},
};
use serde_json::{Map, Value};

/// The types of the API by name.
pub struct Api(BTreeMap<String, TypeDefinition>);

impl Api {
    /// The API of this server.
    pub fn of_the_server() -> Self {
        let sdl = parse_schema(backend::testing::schema(None).sdl()).unwrap();
        let types = sdl.definitions.into_iter().filter_map(|it| match it {
            TypeSystemDefinition::Type(it) => Some((it.node.name.node.to_string(), it.node)),
            _ => None,
        });
        Self(types.collect())
    }

    /// The fields of `Query` or `Mutation`.
    pub fn fields(&self, root: &str) -> Vec<&FieldDefinition> {
        match &self.0[root].kind {
            TypeKind::Object(it) => it.fields.iter().map(|it| &it.node).collect(),
            other => panic!("{root} is {other:?}"),
        }
    }

    /// A document that asks for everything a root field can tell.
    pub fn document(&self, root: &str, field: &FieldDefinition) -> String {
        let list = |of: &dyn Fn(&str, &Type) -> String| {
            let parts: Vec<_> = field.arguments.iter().map(|it| of(&it.node.name.node, &it.node.ty.node)).collect();
            if parts.is_empty() { String::new() } else { format!("({})", parts.join(", ")) }
        };
        let variables = list(&|name, kind| format!("${name}: {kind}"));
        let arguments = list(&|name, _| format!("{name}: ${name}"));
        let (name, kind) = (&field.name.node, root.to_lowercase());
        format!("{kind} Everything{variables} {{ {name}{arguments}{} }}", self.selection(named(&field.ty.node)))
    }

    fn selection(&self, name: &str) -> String {
        match self.0.get(name).map(|it| &it.kind) {
            Some(TypeKind::Object(it)) => {
                let fields = it.fields.iter().map(|it| {
                    assert!(it.node.arguments.is_empty(), "{name}.{}: root fields give complete views", it.node.name);
                    format!("{}{}", it.node.name.node, self.selection(named(&it.node.ty.node)))
                });
                format!(" {{ {} }}", fields.collect::<Vec<_>>().join(" "))
            }
            Some(TypeKind::Union(it)) => {
                let members = it.members.iter().map(|it| format!("... on {0}{1}", it.node, self.selection(&it.node)));
                format!(" {{ {} }}", members.collect::<Vec<_>>().join(" "))
            }
            _ => String::new(),
        }
    }

    /// The arguments of a field, every scalar in them made by `scalar` from the path to it and its type. `one` chooses
    /// among the fields of an input that takes one of them.
    pub fn arguments(&self, field: &FieldDefinition, one: usize, scalar: &mut Scalar<'_>) -> Value {
        let arguments = field.arguments.iter().map(|it| {
            let name = it.node.name.node.to_string();
            (name.clone(), self.value(&it.node.ty.node, &name, one, scalar))
        });
        Value::Object(arguments.collect())
    }

    fn value(&self, kind: &Type, path: &str, one: usize, scalar: &mut Scalar<'_>) -> Value {
        let name = match &kind.base {
            BaseType::List(it) => return Value::Array(vec![self.value(it, path, one, scalar)]),
            BaseType::Named(name) => name.as_str(),
        };
        match self.0.get(name) {
            Some(TypeDefinition { kind: TypeKind::Enum(it), .. }) => {
                scalar(path, "Enum").unwrap_or_else(|| it.values[0].node.value.node.as_str().into())
            }
            Some(TypeDefinition { kind: TypeKind::InputObject(it), directives, .. }) => {
                let only = directives.iter().any(|it| it.node.name.node == "oneOf").then(|| one % it.fields.len());
                let chosen = it.fields.iter().enumerate().filter(|(index, _)| only.is_none_or(|it| it == *index));
                let mut object = Map::new();
                for (_, field) in chosen {
                    let (field, kind) = (field.node.name.node.to_string(), &field.node.ty.node);
                    let value = self.value(kind, &format!("{path}.{field}"), one, scalar);
                    object.insert(field, value);
                }
                Value::Object(object)
            }
            _ => scalar(path, name).unwrap_or(Value::Null),
        }
    }
}

/// Makes the value of a scalar from the path to it and its type; an enum has the type `Enum`.
pub type Scalar<'a> = dyn FnMut(&str, &str) -> Option<Value> + 'a;

fn named(kind: &Type) -> &str {
    match &kind.base {
        BaseType::Named(name) => name,
        BaseType::List(it) => named(it),
    }
}

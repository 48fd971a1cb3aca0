//! Merge keys: `<<: *base` gives a map the entries of another.

use std::collections::HashSet;

use super::node::{Entry, Kind, Map, Node};
use crate::diag::{Code, Diagnostic};

/// What pass 2 calls an unquoted `<<`, so that a quoted one stays an ordinary key. No key can hold this character.
pub(super) const KEY: &str = "<<\0";

/// Applies every merge key in the value, innermost first. Own entries win, then earlier maps before later ones.
pub(super) fn apply(node: &mut Node, mistakes: &mut Vec<Diagnostic>) {
    match &mut node.kind {
        Kind::List(items) => items.iter_mut().for_each(|item| apply(item, mistakes)),
        Kind::Map(map) => {
            for entry in &mut map.entries {
                apply(&mut entry.value, mistakes);
            }
            while let Some(at) = map.entries.iter().position(|entry| entry.key == KEY) {
                let entry = map.entries.remove(at);
                merge(map, entry, mistakes);
            }
        }
        Kind::Null | Kind::Bool(_) | Kind::Number(..) | Kind::Text(_) => {}
    }
}

fn merge(into: &mut Map, merge: Entry, mistakes: &mut Vec<Diagnostic>) {
    let from = match merge.value.kind {
        Kind::List(items) => items,
        _ => vec![merge.value],
    };
    let mut keys: HashSet<String> = into.entries.iter().map(|entry| entry.key.clone()).collect();
    for node in from {
        match node.kind {
            Kind::Map(map) => into.entries.extend(map.entries.into_iter().filter(|entry| keys.insert(entry.key.clone()))),
            other => mistakes.push(
                Diagnostic::new(Code::WrongKind)
                    .at(merge.key_span)
                    .arg("what", "<<")
                    .arg("expected", "map")
                    .arg("found", Node { span: node.span, kind: other }.kind_name()),
            ),
        }
    }
}

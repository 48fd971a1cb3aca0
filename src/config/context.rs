//! `contexts`: what the bot remembers after this answer.

use super::fields::Fields;
use super::reading::Reading;
use super::tree;
use crate::yaml::{Entry, Kind, Node};

/// `lifespan` is how Kakao's payload spells it.
pub(crate) const KEYS: &[&str] = &["name", "lifeSpan", "lifespan", "ttl", "params"];

/// One context → a native context value. `None`: no map; reported.
pub(super) fn value(node: &Node, reading: &mut Reading<'_>) -> Option<Node> {
    let fields = Fields::open(node, "contexts", KEYS, reading)?;
    let mut native = Vec::new();
    native.extend(fields.entry("name").map(|entry| Entry { value: tree::as_text(&entry.value), ..entry.clone() }));
    // Kakao writes `lifespan` in the payload and `lifeSpan` in the answer.
    let life = fields.entry("lifeSpan").or_else(|| fields.entry("lifespan"));
    native.extend(life.map(|entry| tree::renamed("lifeSpan", entry)));
    native.extend(fields.entry("ttl").cloned());
    native.extend(fields.entry("params").map(|entry| Entry { value: params(&entry.value, reading), ..entry.clone() }));
    Some(tree::map(node.span, native))
}

/// Kakao takes texts only.
fn params(node: &Node, reading: &mut Reading<'_>) -> Node {
    let Kind::Map(map) = &node.kind else {
        reading.wrong_kind(node, "params", "map");
        return tree::map(node.span, Vec::new());
    };
    let text = |entry: &Entry| Entry { value: text_of(&entry.value), ..entry.clone() };
    tree::map(node.span, map.entries.iter().map(text).collect())
}

fn text_of(node: &Node) -> Node {
    match &node.kind {
        Kind::Null => tree::word(node.span, ""),
        Kind::List(_) | Kind::Map(_) => tree::word(node.span, &node.to_json().to_string()),
        _ => tree::as_text(node),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::testing::{answer, findings_of, skill};

    #[test]
    fn contexts_become_native_values_with_texts_in_them() {
        let skill = skill(
            "skills:\n  /a:\n    reply: 네\n    contexts:\n      - { name: order, lifespan: 5, ttl: 60, params: { n: 010, list: [1] } }\n",
        );
        assert_eq!(
            answer(&skill).to_json()["context"],
            json!({"values": [{"name": "order", "lifeSpan": 5, "ttl": 60, "params": {"n": "010", "list": "[1]"}}]})
        );
    }

    #[test]
    fn mistakes_in_contexts_are_found() {
        assert_eq!(
            findings_of("skills:\n  /a:\n    reply: 네\n    contexts: [{ name: a, life: 1 }, { name: b, params: x }]\n"),
            ["E011 life", "E012 x"]
        );
        assert_eq!(findings_of("skills:\n  /a: { reply: 네, contexts: order }\n"), ["E012 order"]);
    }
}

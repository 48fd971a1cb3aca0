//! Building native nodes: every node made here stands where the text stood that it was made from.

use crate::diag::Span;
use crate::yaml::{Entry, Kind, Map, Node, Style, Text};

/// A map.
pub(super) fn map(span: Span, entries: Vec<Entry>) -> Node {
    Node { span, kind: Kind::Map(Map { entries }) }
}

/// A list.
pub(super) fn list(span: Span, items: Vec<Node>) -> Node {
    Node { span, kind: Kind::List(items) }
}

/// A text of ours (an action's name, the version).
pub(super) fn word(span: Span, value: &str) -> Node {
    Node { span, kind: Kind::Text(Text { value: value.to_owned(), style: Style::Plain }) }
}

/// A key of ours for a value of theirs; it stands where the value stands.
pub(super) fn entry(key: &str, value: Node) -> Entry {
    Entry { key: key.to_owned(), key_span: value.span, value }
}

/// A native key for theirs.
pub(super) fn renamed(key: &str, from: &Entry) -> Entry {
    Entry { key: key.to_owned(), key_span: from.key_span, value: from.value.clone() }
}

/// A number or bool where a text belongs: the text as it was written.
pub(super) fn as_text(node: &Node) -> Node {
    match (&node.kind, node.as_text()) {
        (Kind::Number(..) | Kind::Bool(_), Some(text)) => word(node.span, text),
        _ => node.clone(),
    }
}

/// A map of one key, `value` standing where it stands.
pub(super) fn wrap(key: &str, value: Node) -> Node {
    map(value.span, vec![entry(key, value)])
}

/// What stands in for an output that could not be read, so that the rest of the answer is still checked. Never served: the mistake
/// is an error.
pub(super) fn stand_in(span: Span) -> Node {
    wrap("simpleText", wrap("text", word(span, "-")))
}

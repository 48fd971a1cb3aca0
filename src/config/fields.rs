//! Taking typed values out of one of our maps. Every mistake is reported; none stops the reading.

use std::time::Duration;

use super::reading::Reading;
use super::{Spanned, duration};
use crate::yaml::{Entry, Kind, Map, Node};

/// A map of the language whose keys are known to be allowed.
pub(super) struct Fields<'n> {
    node: &'n Node,
    map: &'n Map,
    meant: Vec<&'static str>,
    unknown: bool,
}

/// Whether a key is a home for anchors or notes, which the language never looks into.
pub(super) fn is_private(key: &str) -> bool {
    key.starts_with("x-")
}

/// What people write for `true` and `false`.
pub(super) fn meant_flag(text: &str) -> Option<&'static str> {
    match text.to_ascii_lowercase().as_str() {
        "yes" | "on" | "y" | "true" | "1" | "예" | "네" => Some("true"),
        "no" | "off" | "n" | "false" | "0" | "아니오" | "아니요" => Some("false"),
        _ => None,
    }
}

impl<'n> Fields<'n> {
    /// The map at `node`, named `what`; its unknown keys are reported. `None` (reported) when it is no map.
    pub(super) fn open(node: &'n Node, what: &str, allowed: &'static [&'static str], reading: &mut Reading<'_>) -> Option<Self> {
        Self::open_without(node, what, allowed, |_| false, reading)
    }

    /// The same, with keys that the caller reports.
    pub(super) fn open_without(
        node: &'n Node,
        what: &str,
        allowed: &'static [&'static str],
        callers: impl Fn(&str) -> bool,
        reading: &mut Reading<'_>,
    ) -> Option<Self> {
        let Kind::Map(map) = &node.kind else {
            reading.wrong_kind(node, what, "map");
            return None;
        };
        let mut meant = Vec::new();
        let mut unknown = false;
        for entry in &map.entries {
            if !is_private(&entry.key) && !allowed.contains(&entry.key.as_str()) && !callers(&entry.key) {
                unknown = true;
                meant.extend(reading.unknown_key(entry.key_span, &entry.key, allowed));
            }
        }
        Some(Self { node, map, meant, unknown })
    }

    /// The map itself, for messages about what is missing in it.
    pub(super) fn node(&self) -> &'n Node {
        self.node
    }

    /// Whether the key is there, with whatever value.
    pub(super) fn entry(&self, key: &str) -> Option<&'n Entry> {
        self.map.get(key)
    }

    /// Whether an unknown key was probably meant to be one of these: that they are missing need not be said as well.
    pub(super) fn meant_any(&self, keys: &[&str]) -> bool {
        self.meant.iter().any(|meant| keys.contains(meant))
    }

    /// Whether a key was unknown, whatever was meant by it.
    pub(super) fn any_unknown(&self) -> bool {
        self.unknown
    }

    /// The key's value; a key without one is reported.
    pub(super) fn value(&self, key: &str, reading: &mut Reading<'_>) -> Option<&'n Node> {
        let entry = self.map.get(key)?;
        if matches!(entry.value.kind, Kind::Null) {
            reading.empty_value(entry.key_span, key);
            return None;
        }
        Some(&entry.value)
    }

    /// The node of a text that is not empty; numbers and bools count as the text they are written as.
    pub(super) fn text_node(&self, key: &str, reading: &mut Reading<'_>) -> Option<&'n Node> {
        let node = self.value(key, reading)?;
        match node.as_text() {
            None => reading.wrong_kind(node, key, "text"),
            Some(text) if text.trim().is_empty() => reading.empty_value(node.span, key),
            Some(_) => return Some(node),
        }
        None
    }

    /// A text that is not empty.
    pub(super) fn text(&self, key: &str, reading: &mut Reading<'_>) -> Option<Spanned<String>> {
        let node = self.text_node(key, reading)?;
        node.as_text().map(|text| Spanned { value: text.to_owned(), span: node.span })
    }

    /// `true` or `false`.
    pub(super) fn flag(&self, key: &str, reading: &mut Reading<'_>) -> Option<bool> {
        let node = self.value(key, reading)?;
        if let Kind::Bool(flag) = node.kind {
            return Some(flag);
        }
        reading.wrong_kind_meant(node, key, "true/false", node.as_text().and_then(meant_flag));
        None
    }

    /// A time between the bounds.
    pub(super) fn duration(&self, key: &str, bounds: (Duration, Duration), reading: &mut Reading<'_>) -> Option<Duration> {
        let node = self.value(key, reading)?;
        duration::read(node, key, bounds, reading)
    }
}

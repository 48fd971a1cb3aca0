//! Buttons, quick replies and list items: what happens when they are touched, in short or native form.

use super::fields::is_private;
use super::reading::Reading;
use super::{tree, web};
use crate::diag::{Code, Diagnostic};
use crate::yaml::{Entry, Kind, Map, Node};

/// Short key, Kakao's field, Kakao's action. `share` and `operator` have no field: they are `true`.
const ACTIONS: &[(&str, &str, &str)] = &[
    ("url", "webLinkUrl", "webLink"),
    ("message", "messageText", "message"),
    ("phone", "phoneNumber", "phone"),
    ("block", "blockId", "block"),
    ("share", "share", "share"),
    ("operator", "operator", "operator"),
];
/// What a quick reply or a list item can do.
const OF_TALK: &[&str] = &["message", "block"];

/// A button in native form.
pub(super) fn button(node: &Node, reading: &mut Reading<'_>) -> Node {
    let Kind::Map(map) = &node.kind else {
        reading.wrong_kind(node, "buttons", "map");
        return stand_in(node);
    };
    let (mut native, found) = spell_out(map, reading);
    if map.get("action").is_none() {
        match action_of(&found) {
            Some((action, span)) => native.push(tree::entry("action", tree::word(span, action))),
            None => {
                wrong_action(node, &found, reading);
                return stand_in(node);
            }
        }
    }
    tree::map(node.span, native)
}

/// A quick reply in native form: a plain text is its label and message, and so is a label alone.
pub(super) fn quick_reply(node: &Node, reading: &mut Reading<'_>) -> Node {
    let map = match &node.kind {
        Kind::Map(map) => map,
        Kind::Text(_) | Kind::Number(..) | Kind::Bool(_) => {
            if node.as_text().is_some_and(|text| text.trim().is_empty()) {
                reading.empty_value(node.span, "quickReplies");
                return stand_in(node);
            }
            return says_its_label(node);
        }
        Kind::Null => {
            reading.empty_value(node.span, "quickReplies");
            return stand_in(node);
        }
        Kind::List(_) => {
            reading.wrong_kind(node, "quickReplies", "text");
            return stand_in(node);
        }
    };
    let (mut native, found) = spell_out(map, reading);
    if map.get("action").is_none() {
        match action_of(&found) {
            Some((action, span)) if OF_TALK.contains(&action) => native.push(tree::entry("action", tree::word(span, action))),
            None if found.is_empty() && map.get("label").is_some() => {
                let label = native.iter().find(|entry| entry.key == "label").map(|entry| entry.value.clone());
                let label = label.unwrap_or_else(|| node.clone());
                native.push(tree::entry("action", tree::word(label.span, "message")));
                native.push(tree::entry("messageText", label));
            }
            _ => {
                wrong_action(node, &found, reading);
                return stand_in(node);
            }
        }
    }
    tree::map(node.span, native)
}

/// The action of a list item, if it has one beside its link: `message` and `block` are short for it.
pub(super) fn of_item(map: &Map, reading: &mut Reading<'_>) -> Vec<Entry> {
    let (mut native, found) = spell_out(map, reading);
    if map.get("action").is_none()
        && let Some((action, span)) = action_of(&found).filter(|(action, _)| OF_TALK.contains(action))
    {
        native.push(tree::entry("action", tree::word(span, action)));
    }
    native
}

/// The entries under Kakao's names, and those among them that say what happens.
fn spell_out<'m>(map: &'m Map, reading: &mut Reading<'_>) -> (Vec<Entry>, Vec<(&'static str, &'m Entry)>) {
    let mut native = Vec::new();
    let mut found = Vec::new();
    for entry in map.entries.iter().filter(|entry| !is_private(&entry.key)) {
        let known = ACTIONS.iter().find(|(short, field, _)| entry.key == *short || entry.key == *field);
        let Some((short, field, action)) = known else {
            let value = if entry.key == "extra" { entry.value.clone() } else { tree::as_text(&entry.value) };
            native.push(Entry { value, ..entry.clone() });
            continue;
        };
        if matches!(entry.value.kind, Kind::Null) {
            reading.empty_value(entry.key_span, &entry.key);
        }
        if short == field {
            match entry.value.kind {
                Kind::Bool(true) => found.push((*action, entry)),
                Kind::Bool(false) => {}
                _ => {
                    reading.wrong_kind(&entry.value, &entry.key, "true/false");
                    found.push((*action, entry));
                }
            }
            continue;
        }
        if *short == "url" {
            web::check(&entry.value, reading);
        }
        found.push((*action, entry));
        native.push(Entry { key: (*field).to_owned(), key_span: entry.key_span, value: tree::as_text(&entry.value) });
    }
    (native, found)
}

/// The one action that the entries mean. A block may come with the text that is said for it.
fn action_of(found: &[(&'static str, &Entry)]) -> Option<(&'static str, crate::diag::Span)> {
    match found {
        [(action, entry)] => Some((action, entry.key_span)),
        [("block", block), ("message", _)] | [("message", _), ("block", block)] => Some(("block", block.key_span)),
        _ => None,
    }
}

fn wrong_action(node: &Node, found: &[(&'static str, &Entry)], reading: &mut Reading<'_>) {
    let keys: Vec<&str> = found.iter().map(|(_, entry)| entry.key.as_str()).collect();
    let found = if keys.is_empty() { "nothing".to_owned() } else { keys.join(", ") };
    reading.report.push(Diagnostic::new(Code::ButtonAction).at(node.span).arg("found", found));
}

/// What stands in for one that could not be read, so that its neighbours are still checked.
fn stand_in(node: &Node) -> Node {
    says_its_label(&tree::word(node.span, "-"))
}

fn says_its_label(node: &Node) -> Node {
    let text = tree::as_text(node);
    tree::map(
        node.span,
        vec![
            tree::entry("label", text.clone()),
            tree::entry("action", tree::word(node.span, "message")),
            tree::entry("messageText", text),
        ],
    )
}

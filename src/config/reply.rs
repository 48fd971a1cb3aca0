//! `reply`, `response` and what goes with them → one native SkillResponse, each leaf where the operator wrote it.

use super::fields::is_private;
use super::reading::Reading;
use super::{action, component, context, element, tree, web};
use crate::diag::Span;
use crate::yaml::{Entry, Kind, Map, Node};

/// The fields of a SkillResponse: a map of nothing else, with a `template` or a `version`, was pasted from Kakao's guide.
pub(super) const RESPONSE_KEYS: &[&str] = &["version", "template", "context", "data", "extra", "useCallback"];

/// What goes with `reply` and `template`, in native form.
#[derive(Clone, Default)]
pub(super) struct Extras {
    /// The list of quick replies.
    pub(super) quick_replies: Option<Node>,
    /// The list of context values.
    pub(super) contexts: Option<Node>,
    /// `data`.
    pub(super) data: Option<Node>,
}

impl Extras {
    /// Whether nothing goes with it.
    pub(super) fn is_empty(&self) -> bool {
        self.quick_replies.is_none() && self.contexts.is_none() && self.data.is_none()
    }
}

/// Whether a key begins an element of `reply`: a component in its own or its short form, or one that is repeated. (`when` may be that of
/// a case.)
pub(super) fn is_component_key(key: &str) -> bool {
    component::NAMES.contains(&key) || component::SHORT.contains(&key) || ["each", "limit", "do"].contains(&key)
}

/// A reply: a text, one component, or a list of them → the native list of outputs. `None`: there is nothing; reported.
pub(super) fn outputs(node: &Node, what: &str, reading: &mut Reading<'_>) -> Option<Node> {
    let items = match &node.kind {
        Kind::List(items) if items.is_empty() => {
            reading.empty_value(node.span, what);
            return None;
        }
        Kind::List(items) => items.as_slice(),
        _ => std::slice::from_ref(node),
    };
    let mut native = |item: &Node, reading: &mut Reading<'_>| output(item, what, reading);
    let mut read = |item: &Node, reading: &mut Reading<'_>| {
        element::read(item, &mut native, reading).unwrap_or_else(|| tree::stand_in(item.span))
    };
    Some(tree::list(node.span, element::joined(items, reading).iter().map(|item| read(item, reading)).collect()))
}

/// A reply that is a whole SkillResponse by itself.
pub(super) fn fallback(node: &Node, reading: &mut Reading<'_>) -> Option<Node> {
    let outputs = outputs(node, "fallback", reading)?;
    Some(assemble(node.span, Some(outputs), Extras::default(), reading))
}

/// The native SkillResponse of its parts.
pub(super) fn assemble(span: Span, outputs: Option<Node>, extras: Extras, reading: &mut Reading<'_>) -> Node {
    let template_span = outputs.as_ref().map_or(span, |outputs| outputs.span);
    let mut template = Vec::new();
    template.extend(outputs.map(|outputs| tree::entry("outputs", outputs)));
    template.extend(extras.quick_replies.map(|replies| tree::entry("quickReplies", replies)));
    let mut entries = vec![tree::entry("version", tree::word(span, "2.0"))];
    if !template.is_empty() {
        entries.push(tree::entry("template", tree::map(template_span, template)));
    }
    entries.extend(extras.contexts.map(|values| tree::entry("context", tree::wrap("values", values))));
    entries.extend(extras.data.map(|data| tree::entry("data", data)));
    let response = tree::map(span, entries);
    web::check_answer(&response, reading);
    response
}

/// The native list of quick replies.
pub(super) fn quick_replies(node: &Node, reading: &mut Reading<'_>) -> Option<Node> {
    let Some(items) = element::items(node) else {
        reading.wrong_kind(node, "quickReplies", "list");
        return None;
    };
    let mut native = |item: &Node, reading: &mut Reading<'_>| Some(action::quick_reply(item, reading));
    Some(tree::list(node.span, element::list(items, &mut native, reading)))
}

/// The native list of context values.
pub(super) fn contexts(node: &Node, reading: &mut Reading<'_>) -> Option<Node> {
    let Some(items) = element::items(node) else {
        reading.wrong_kind(node, "contexts", "list");
        return None;
    };
    Some(tree::list(node.span, element::list(items, &mut context::value, reading)))
}

/// `data`: a map of whatever the block's `{{#webhook.…}}` wants.
pub(super) fn data(node: &Node, reading: &mut Reading<'_>) -> Option<Node> {
    if matches!(node.kind, Kind::Map(_)) {
        return Some(node.clone());
    }
    reading.wrong_kind(node, "data", "map");
    None
}

/// `response`: what Kakao's guide shows. Its shape is kept, so that what is wrong with it is found where it stands; inside, texts
/// that YAML takes for numbers become texts, and components may be short here as well.
pub(super) fn response(node: &Node, reading: &mut Reading<'_>) -> Option<Node> {
    let Kind::Map(map) = &node.kind else {
        reading.wrong_kind(node, "response", "map");
        return None;
    };
    let mut native = mapped(map, |entry| match (entry.key.as_str(), &entry.value.kind) {
        ("version", _) => tree::as_text(&entry.value),
        ("template", Kind::Map(template)) => tree::map(entry.value.span, mapped(template, |entry| in_template(entry, reading))),
        ("context", Kind::Map(context)) => tree::map(entry.value.span, mapped(context, |entry| in_context(entry, reading))),
        _ => entry.value.clone(),
    });
    if map.get("version").is_none() {
        native.insert(0, tree::entry("version", tree::word(node.span, "2.0")));
    }
    let response = tree::map(node.span, native);
    web::check_answer(&response, reading);
    Some(response)
}

fn in_template(entry: &Entry, reading: &mut Reading<'_>) -> Node {
    match (entry.key.as_str(), &entry.value.kind) {
        ("outputs", Kind::List(items)) if !items.is_empty() => {
            outputs(&entry.value, "outputs", reading).unwrap_or_else(|| entry.value.clone())
        }
        ("quickReplies", Kind::List(_)) => quick_replies(&entry.value, reading).unwrap_or_else(|| entry.value.clone()),
        _ => entry.value.clone(),
    }
}

fn in_context(entry: &Entry, reading: &mut Reading<'_>) -> Node {
    match (entry.key.as_str(), &entry.value.kind) {
        ("values", Kind::List(_)) => contexts(&entry.value, reading).unwrap_or_else(|| entry.value.clone()),
        _ => entry.value.clone(),
    }
}

/// The entries with their values changed, without the private ones.
fn mapped(map: &Map, mut change: impl FnMut(&Entry) -> Node) -> Vec<Entry> {
    let public = map.entries.iter().filter(|entry| !is_private(&entry.key));
    public.map(|entry| Entry { value: change(entry), ..entry.clone() }).collect()
}

/// One element of a reply.
fn output(node: &Node, what: &str, reading: &mut Reading<'_>) -> Option<Node> {
    match &node.kind {
        Kind::Null => reading.empty_value(node.span, what),
        Kind::List(_) => reading.wrong_kind(node, what, "component"),
        Kind::Map(map) => return component::read(node, map, what, reading),
        Kind::Text(text) if text.value.trim().is_empty() => reading.empty_value(node.span, what),
        Kind::Text(_) | Kind::Number(..) | Kind::Bool(_) => {
            return Some(tree::wrap("simpleText", tree::wrap("text", tree::as_text(node))));
        }
    }
    None
}

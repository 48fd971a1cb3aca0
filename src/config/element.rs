//! Elements of lists that are there only under a condition, or once for each entry of another list.
//!
//! `{ when: …, text: … }` and `{ each: NAME, limit: N, do: ELEMENT }` both become a map with `do`, which holds the element in its
//! native form. No list of Kakao's has elements with such a field, so that [`ElementSpec::of`] finds them again.

use std::borrow::Cow;

use super::Spanned;
use super::fields::{Fields, is_private};
use super::reading::Reading;
use super::tree;
use crate::diag::{Code, Diagnostic, SourceMap, Span};
use crate::yaml::{Entry, Kind, Map, Node};

/// What an element of a list may say beside its own fields.
pub(crate) const KEYS: &[&str] = &["each", "limit", "do", "when"];
/// What other languages call them.
const SLIPS: &[(&str, &str)] = &[
    ("forEach", "each"),
    ("foreach", "each"),
    ("for_each", "each"),
    ("for", "each"),
    ("loop", "each"),
    ("repeat", "each"),
    ("if", "when"),
];
/// The largest `limit`: more than any list of Kakao's holds.
pub(crate) const MOST: u32 = 100;

/// An element that is there only under a condition, or once for each entry of a list.
#[derive(Clone, Debug)]
pub struct ElementSpec<'n> {
    /// The name of the list, without braces.
    pub each: Option<Spanned<String>>,
    /// At most so many of its entries; 1 or more.
    pub limit: Option<usize>,
    /// The condition, as it was written.
    pub when: Option<&'n Node>,
    /// The element in native form; it may be such an element again.
    pub element: &'n Node,
}

impl<'n> ElementSpec<'n> {
    /// What an element of a native list says. `None`: it simply is there.
    pub fn of(node: &'n Node) -> Option<Self> {
        let Kind::Map(map) = &node.kind else { return None };
        let element = &map.get("do")?.value;
        let text = |entry: &Entry| entry.value.as_text().map(|text| Spanned { value: text.to_owned(), span: entry.value.span });
        Some(Self {
            each: map.get("each").and_then(text),
            limit: map.get("limit").and_then(|entry| entry.value.as_text()?.parse().ok()),
            when: map.get("when").map(|entry| &entry.value),
            element,
        })
    }
}

/// The elements of a list: those of a YAML list, or a single `{ each, do }` (also one that lacks one of the two) in its place.
pub(super) fn items(node: &Node) -> Option<&[Node]> {
    match &node.kind {
        Kind::List(items) => Some(items),
        Kind::Map(map) if map.get("each").is_some() || map.get("do").is_some() => Some(std::slice::from_ref(node)),
        _ => None,
    }
}

/// How one element is made native; `None`: it is none, which is reported.
pub(super) type Native<'f> = dyn FnMut(&Node, &mut Reading<'_>) -> Option<Node> + 'f;

/// Each element in native form.
pub(super) fn list(items: &[Node], native: &mut Native<'_>, reading: &mut Reading<'_>) -> Vec<Node> {
    joined(items, reading).iter().filter_map(|item| read(item, native, reading)).collect()
}

/// The elements as they were meant: `- each: …` and `- do: …` are one, with a dash too many, which is reported.
pub(super) fn joined<'n>(items: &'n [Node], reading: &mut Reading<'_>) -> Cow<'n, [Node]> {
    let keys = |node: &Node, known: &[&str]| match &node.kind {
        Kind::Map(map) => !map.entries.is_empty() && map.entries.iter().all(|entry| known.contains(&entry.key.as_str())),
        _ => false,
    };
    let is_parted = |pair: &[Node]| matches!(pair, [head, rest] if keys(head, &["each", "limit", "when"]) && says(head, "each") && keys(rest, &["do", "limit", "when"]) && says(rest, "do"));
    if !items.windows(2).any(is_parted) {
        return Cow::Borrowed(items);
    }
    let mut whole: Vec<Node> = Vec::with_capacity(items.len());
    let mut after_head = false;
    for (at, item) in items.iter().enumerate() {
        match (whole.last_mut(), &item.kind) {
            (Some(Node { kind: Kind::Map(head), span }), Kind::Map(rest)) if after_head => {
                reading.report.push(stray_dash(item, &reading.report.sources));
                head.entries
                    .extend(rest.entries.iter().filter(|entry| head.get(&entry.key).is_none()).cloned().collect::<Vec<_>>());
                span.end = item.span.end;
                after_head = false;
            }
            _ => {
                whole.push(item.clone());
                after_head = items.get(at..at + 2).is_some_and(is_parted);
            }
        }
    }
    Cow::Owned(whole)
}

fn says(node: &Node, key: &str) -> bool {
    matches!(&node.kind, Kind::Map(map) if map.get(key).is_some())
}

/// The dash before an element that is none of its own.
fn stray_dash(item: &Node, sources: &SourceMap) -> Diagnostic {
    let before = sources.get(item.span.file).text.get(..item.span.start as usize).unwrap_or_default().trim_end();
    let Some(dash) = before.strip_suffix('-').and_then(|before| u32::try_from(before.len()).ok()) else {
        return Diagnostic::new(Code::ListDash).at(item.span);
    };
    let span = Span { start: dash, end: dash + 1, ..item.span };
    Diagnostic::new(Code::ListDash).at(span).fix(span, " ")
}

/// One element in native form.
pub(super) fn read(node: &Node, native: &mut Native<'_>, reading: &mut Reading<'_>) -> Option<Node> {
    let Kind::Map(map) = &node.kind else { return native(node, reading) };
    let map = respelled(map, reading);
    let says = |key: &str| map.get(key).is_some();
    if !KEYS.iter().any(|key| says(key)) {
        return native(node, reading);
    }
    let own: Vec<Entry> = map.entries.iter().filter(|entry| !KEYS.contains(&entry.key.as_str())).cloned().collect();
    if says("do") || own.iter().all(|entry| is_private(&entry.key)) {
        return with_do(&tree::map(node.span, map.entries), native, reading);
    }
    let own = tree::map(node.span, own);
    match map.get("when") {
        Some(when) if !says("each") && !says("limit") => {
            let element = native(&own, reading)?;
            Some(tree::map(node.span, vec![when.clone(), tree::entry("do", element)]))
        }
        _ => {
            reading.lacks(node.span, "do");
            // What stands beside `each` was meant for it: its other mistakes show too.
            let mut entries: Vec<Entry> = map.entries.into_iter().filter(|entry| KEYS.contains(&entry.key.as_str())).collect();
            entries.push(tree::entry("do", own));
            with_do(&tree::map(node.span, entries), native, reading)
        }
    }
}

/// `{ each, limit, do, when }`.
fn with_do(node: &Node, native: &mut Native<'_>, reading: &mut Reading<'_>) -> Option<Node> {
    let fields = Fields::open(node, "each", KEYS, reading)?;
    let name = fields.text_node("each", reading).and_then(|node| name(node, reading));
    let limit = limit(&fields, reading);
    if fields.entry("each").is_none() {
        if fields.entry("when").is_none() && !fields.meant_any(&["each", "when"]) {
            reading.lacks(node.span, "each");
        } else if let Some(limit) = fields.entry("limit") {
            reading.no_effect(limit.key_span, "limit", "without each");
        }
    }
    if fields.entry("do").is_none() {
        reading.lacks(node.span, "do");
    }
    let element = fields.value("do", reading).and_then(|element| read(element, native, reading))?;
    let mut entries = Vec::new();
    entries.extend(fields.entry("when").cloned());
    entries.extend(name.map(|name| tree::entry("each", name)));
    entries.extend(limit.map(|limit| tree::entry("limit", limit)));
    entries.push(tree::entry("do", element));
    Some(tree::map(node.span, entries))
}

/// The name of a list; braces around it are taken away.
fn name(node: &Node, reading: &mut Reading<'_>) -> Option<Node> {
    let text = node.as_text()?.trim();
    let inside = text.strip_prefix("{{").and_then(|text| text.strip_suffix("}}")).map_or(text, str::trim);
    if inside.is_empty() || inside.contains(|c: char| c.is_whitespace() || "{}()\"'".contains(c)) {
        reading.report.push(Diagnostic::new(Code::NotAList).at(node.span).arg("name", text));
        return None;
    }
    Some(tree::word(node.span, inside))
}

impl Reading<'_> {
    /// Reports an `each` without `do`, or the reverse.
    fn lacks(&mut self, span: Span, key: &'static str) {
        self.report.push(Diagnostic::new(Code::EachNeedsDo).at(span).arg("key", key));
    }
}

fn limit(fields: &Fields<'_>, reading: &mut Reading<'_>) -> Option<Node> {
    let node = fields.value("limit", reading)?;
    match &node.kind {
        Kind::Number(number, _) if number.as_u64().is_some_and(|limit| (1..=u64::from(MOST)).contains(&limit)) => {
            return Some(node.clone());
        }
        Kind::Number(..) => {
            let range = Diagnostic::new(Code::OutOfRange).at(node.span).arg("what", "limit");
            reading.report.push(range.arg("min", 1).arg("max", MOST).arg("found", node.as_text().unwrap_or_default()));
        }
        _ => reading.wrong_kind(node, "limit", "number"),
    }
    None
}

/// The map with our names for what other languages call otherwise, each of which is reported.
fn respelled(map: &Map, reading: &mut Reading<'_>) -> Map {
    let mut respelled = map.clone();
    for entry in &mut respelled.entries {
        let Some((_, right)) = SLIPS.iter().find(|(slip, _)| *slip == entry.key) else { continue };
        let unknown = Diagnostic::new(Code::UnknownKey).at(entry.key_span).arg("key", &entry.key);
        reading.report.push(unknown.arg("allowed", KEYS.join(", ")).suggest(Some(*right)).fix(entry.key_span, *right));
        (*right).clone_into(&mut entry.key);
    }
    respelled
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::super::testing::{findings_of, load, outputs};

    fn output(reply: &str) -> Value {
        outputs(&format!("skills:\n  /a:\n    reply: {reply}\n"))[0].clone()
    }

    fn mistakes(reply: &str) -> Vec<String> {
        findings_of(&format!("skills:\n  /a:\n    reply: {reply}\n"))
    }

    #[test]
    fn elements_are_spelled_out_inside_of_do_as_in_any_list() {
        for (list, native) in [
            (
                "{ textCard: { title: 가, buttons: [{ each: vars.l, limit: 2, do: { label: 가, url: 'https://a.kr' } }] } }",
                json!([{"each": "vars.l", "limit": 2, "do": {"label": "가", "webLinkUrl": "https://a.kr", "action": "webLink"}}]),
            ),
            (
                "{ textCard: { title: 가, buttons: { each: '{{ vars.l }}', do: { label: 가, message: 나 } } } }",
                json!([{"each": "vars.l", "do": {"label": "가", "messageText": "나", "action": "message"}}]),
            ),
            (
                "{ textCard: { title: 가, buttons: [{ label: 가, share: true, when: { utterance: 나 } }] } }",
                json!([{"when": {"utterance": "나"}, "do": {"label": "가", "action": "share"}}]),
            ),
        ] {
            assert_eq!(output(list)["textCard"]["buttons"], native, "{list}");
        }
        assert_eq!(
            output("{ itemCard: { itemList: [{ each: vars.l, do: { '{{this.a}}': '{{this.b}}' } }] } }")["itemCard"]["itemList"],
            json!([{"each": "vars.l", "do": {"title": "{{this.a}}", "description": "{{this.b}}"}}])
        );
        assert_eq!(
            output("{ carousel: { each: vars.l, do: { textCard: { title: 가 } } } }"),
            json!({"carousel": {"type": "textCard", "items": [{"each": "vars.l", "do": {"title": "가"}}]}})
        );
        assert_eq!(
            output("{ each: vars.l, do: { each: this.m, do: 안녕 } }"),
            json!({"each": "vars.l", "do": {"each": "this.m", "do": {"simpleText": {"text": "안녕"}}}})
        );
        assert_eq!(output("{ when: { utterance: 가 }, do: 안녕 }")["do"], json!({"simpleText": {"text": "안녕"}}));
    }

    #[test]
    fn what_other_languages_say_is_suggested() {
        assert_eq!(mistakes("[{ forEach: vars.l, do: 가 }, { if: { utterance: 가 }, text: 나 }]"), ["E011 forEach", "E011 if"]);
        let report = load("skills:\n  /a:\n    reply: [{ loop: vars.l, do: 가 }]\n").report;
        assert_eq!(report.sorted()[0].suggestion.as_deref(), Some("each"));
    }

    #[test]
    fn a_slip_in_an_element_is_told_once() {
        for (reply, told) in [
            ("[{ each: vars.l }]", "E122 { each: vars.l }"),
            ("[{ each: vars.l, text: 가 }]", "E122 { each: vars.l, text: 가 }"),
            ("[{ do: 가 }]", "E122 { do: 가 }"),
            ("[{ when: { utterance: 가 } }]", "E122 { when: { utterance: 가 } }"),
            ("[{ each: vars.l, limit: 0, do: 가 }]", "E039 0"),
            ("[{ each: vars.l, limit: 둘, do: 가 }]", "E012 둘"),
            ("[{ when: { utterance: 가 }, limit: 1, do: 가 }]", "E036 limit"),
            ("[{ each: 'trim vars.l', do: 가 }]", "E120 'trim vars.l'"),
            ("[{ each: vars.l, do: 가, text: 나 }]", "E011 text"),
            ("[{ each: vars.l, do: { txt: 가 } }]", "E078 txt"),
            ("[{ each: vars.l, do: }]", "E020 do"),
            ("{ textCard: { title: 가, buttons: { do: { label: 가, share: true } } } }", "E122 { do: { label: 가, share: true } }"),
            (
                "{ carousel: { cards: { each: vars.l, textCard: { title: 가 } } } }",
                "E122 { each: vars.l, textCard: { title: 가 } }",
            ),
            ("{ carousel: { cards: 가 } }", "E012 가"),
            ("\n      - each: vars.l\n      - do: 가", "E024 -"),
        ] {
            assert_eq!(mistakes(reply), [told], "{reply}");
        }
    }

    #[test]
    fn what_belongs_to_the_operator_is_left_alone() {
        let yaml = "skills:\n  /a:\n    reply: 가\n    data: { list: [{ each: x, do: y }, { when: z }] }\n";
        assert_eq!(findings_of(yaml), Vec::<String>::new());
    }
}

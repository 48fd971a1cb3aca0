//! Buttons, quick replies and list items: what happens when they are touched, in short or native form.

use super::component::wrong_field;
use super::fields::is_private;
use super::reading::Reading;
use super::tree;
use crate::diag::{Code, Diagnostic, Span};
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
/// All that a button may say, the short keys first.
pub(crate) const OF_BUTTONS: &[&str] = &[
    "label",
    "url",
    "message",
    "phone",
    "block",
    "share",
    "operator",
    "action",
    "webLinkUrl",
    "messageText",
    "phoneNumber",
    "blockId",
    "extra",
];
/// The same for a quick reply.
pub(crate) const OF_QUICK_REPLIES: &[&str] = &["label", "message", "block", "action", "messageText", "blockId", "extra"];
/// What a quick reply or a list item can do.
const OF_TALK: &[&str] = &["message", "block"];

/// A block's id has so many hexadecimal digits.
const BLOCK_ID: usize = 24;

/// One thing that a button says it does.
type Deed<'m> = (&'static str, &'m Entry);

/// A button in native form.
pub(super) fn button(node: &Node, reading: &mut Reading<'_>) -> Node {
    let Kind::Map(map) = &node.kind else {
        reading.wrong_kind(node, "buttons", "map");
        return stand_in(node);
    };
    let all_known = all_known(map, "button", OF_BUTTONS, reading);
    let (mut native, deeds) = spell_out(map, reading);
    match action_of(&deeds) {
        _ if map.get("action").is_some() => {}
        Some((action, span)) => native.push(tree::entry("action", tree::word(span, action))),
        None if !all_known => return stand_in(node),
        None => return wrong_action(node, &deeds, reading),
    }
    tree::map(node.span, native)
}

/// A quick reply in native form: a plain text is its label and message, and so is a label alone.
pub(super) fn quick_reply(node: &Node, reading: &mut Reading<'_>) -> Node {
    let map = match &node.kind {
        Kind::Map(map) => map,
        Kind::List(_) => {
            reading.wrong_kind(node, "quickReplies", "text");
            return stand_in(node);
        }
        _ if node.as_text().is_none_or(|text| text.trim().is_empty()) => {
            reading.empty_value(node.span, "quickReplies");
            return stand_in(node);
        }
        _ => return says_its_label(node),
    };
    let (mut native, deeds) = spell_out(map, reading);
    match action_of(&deeds) {
        _ if map.get("action").is_some() => {
            all_known(map, "quickReply", OF_QUICK_REPLIES, reading);
        }
        Some((action, span)) if OF_TALK.contains(&action) => {
            all_known(map, "quickReply", OF_QUICK_REPLIES, reading);
            native.push(tree::entry("action", tree::word(span, action)));
        }
        None if deeds.is_empty() && map.get("label").is_some() => {
            all_known(map, "quickReply", OF_QUICK_REPLIES, reading);
            let label = native.iter().find(|entry| entry.key == "label").map_or(node, |entry| &entry.value).clone();
            native.push(tree::entry("action", tree::word(label.span, "message")));
            native.push(tree::entry("messageText", label));
        }
        _ => return wrong_action(node, &deeds, reading),
    }
    tree::map(node.span, native)
}

/// The fields of a list item; `message` and `block` are short for its action. Kakao's own fields are kept as they are: without an
/// action they say nothing.
pub(super) fn of_item(map: &Map, reading: &mut Reading<'_>) -> Vec<Entry> {
    let (mut native, deeds) = spell_out(map, reading);
    let is_short = deeds.iter().any(|(_, entry)| OF_TALK.contains(&entry.key.as_str()));
    if map.get("action").is_none()
        && is_short
        && let Some((action, span)) = action_of(&deeds).filter(|(action, _)| OF_TALK.contains(action))
    {
        native.push(tree::entry("action", tree::word(span, action)));
    }
    native
}

/// Reports the keys that there are not.
fn all_known(map: &Map, component: &str, allowed: &[&str], reading: &mut Reading<'_>) -> bool {
    let mut unknown =
        map.entries.iter().filter(|entry| !is_private(&entry.key) && !allowed.contains(&entry.key.as_str())).peekable();
    let all_known = unknown.peek().is_none();
    unknown.for_each(|entry| wrong_field(entry, component, allowed, reading));
    all_known
}

/// The entries under Kakao's names, and those among them that say what happens.
fn spell_out<'m>(map: &'m Map, reading: &mut Reading<'_>) -> (Vec<Entry>, Vec<Deed<'m>>) {
    let mut native = Vec::new();
    let mut deeds = Vec::new();
    for entry in map.entries.iter().filter(|entry| !is_private(&entry.key)) {
        let known = ACTIONS.iter().find(|(short, field, _)| entry.key == *short || entry.key == *field);
        match known {
            None => native.push(entry.clone()),
            Some((_, _, action)) if matches!(entry.value.kind, Kind::Null) => {
                reading.empty_value(entry.key_span, &entry.key);
                deeds.push((*action, entry));
            }
            // `share: true`: there is no field to keep, and `false` says nothing.
            Some((short, field, action)) if short == field => match entry.value.kind {
                Kind::Bool(false) => {}
                Kind::Bool(true) => deeds.push((*action, entry)),
                _ => {
                    reading.wrong_kind(&entry.value, &entry.key, "true/false");
                    deeds.push((*action, entry));
                }
            },
            Some((_, field, action)) => {
                if *field == "blockId" {
                    check_block(&entry.value, reading);
                }
                deeds.push((*action, entry));
                native.push(tree::renamed(field, entry));
            }
        }
    }
    (native, deeds)
}

/// Warns of what Kakao will not find. What a template writes is known only later.
fn check_block(node: &Node, reading: &mut Reading<'_>) {
    let Some(id) = node.as_text().map(str::trim).filter(|id| !id.is_empty() && !id.contains("{{")) else { return };
    if id.len() != BLOCK_ID || !id.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        reading.report.push(Diagnostic::new(Code::BlockId).at(node.span).arg("id", id));
    }
}

/// The one action that they mean, and the key that says so. A block may come with the text that is said for it.
fn action_of(deeds: &[Deed<'_>]) -> Option<(&'static str, Span)> {
    match deeds {
        [(action, entry)] => Some((action, entry.key_span)),
        [("block", block), ("message", _)] | [("message", _), ("block", block)] => Some(("block", block.key_span)),
        _ => None,
    }
}

/// Reports that it is unclear what happens; the neighbours are still checked.
fn wrong_action(node: &Node, deeds: &[Deed<'_>], reading: &mut Reading<'_>) -> Node {
    let keys: Vec<&str> = deeds.iter().map(|(_, entry)| entry.key.as_str()).collect();
    let found = if keys.is_empty() { "none".to_owned() } else { keys.join(", ") };
    reading.report.push(Diagnostic::new(Code::ButtonAction).at(node.span).arg("found", found));
    stand_in(node)
}

fn stand_in(node: &Node) -> Node {
    says_its_label(&tree::word(node.span, "-"))
}

fn says_its_label(node: &Node) -> Node {
    let text = tree::as_text(node);
    let action = tree::word(node.span, "message");
    let entries = [("label", text.clone()), ("action", action), ("messageText", text)];
    tree::map(node.span, entries.map(|(key, value)| tree::entry(key, value)).into())
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::super::testing::{argument, findings_of, load, outputs, skill};
    use crate::config::testing::answer;

    fn button(button: &str) -> Value {
        let yaml = format!("skills:\n  /a:\n    reply: {{ textCard: {{ title: 제목, buttons: [{button}] }} }}\n");
        outputs(&yaml)[0]["textCard"]["buttons"][0].clone()
    }

    fn quick_reply(reply: &str) -> Value {
        let skill = skill(&format!("skills:\n  /a: {{ reply: 네, quickReplies: [{reply}] }}\n"));
        answer(&skill).to_json()["template"]["quickReplies"][0].clone()
    }

    #[test]
    fn each_short_button_becomes_kakaos_own() {
        let cases = [
            ("{ label: 가, url: 'https://a.kr' }", json!({"label": "가", "webLinkUrl": "https://a.kr", "action": "webLink"})),
            ("{ label: 가, message: 나 }", json!({"label": "가", "messageText": "나", "action": "message"})),
            ("{ label: 가, phone: 02-1 }", json!({"label": "가", "phoneNumber": "02-1", "action": "phone"})),
            (
                "{ label: 가, block: 65f0c1d2a3b4c5d6e7f80912 }",
                json!({"label": "가", "blockId": "65f0c1d2a3b4c5d6e7f80912", "action": "block"}),
            ),
            (
                "{ label: 가, block: 65f0c1d2a3b4c5d6e7f80912, message: 나 }",
                json!({"label": "가", "blockId": "65f0c1d2a3b4c5d6e7f80912", "messageText": "나", "action": "block"}),
            ),
            ("{ label: 가, share: true }", json!({"label": "가", "action": "share"})),
            ("{ label: 가, operator: true }", json!({"label": "가", "action": "operator"})),
        ];
        for (short, native) in cases {
            assert_eq!(button(short), native, "{short}");
        }
    }

    #[test]
    fn a_native_button_passes_through_and_may_be_mixed() {
        let native = json!({"label": "가", "action": "webLink", "webLinkUrl": "https://a.kr", "extra": {"n": 1}});
        assert_eq!(button("{ label: 가, action: webLink, webLinkUrl: 'https://a.kr', extra: { n: 1 } }"), native);
        assert_eq!(
            button("{ label: 가, action: webLink, url: 'https://a.kr' }"),
            json!({"label": "가", "action": "webLink", "webLinkUrl": "https://a.kr"})
        );
    }

    #[test]
    fn a_button_without_or_with_several_actions_is_refused() {
        for (button, found) in [
            ("{ label: 가 }", "none"),
            ("{ label: 가, share: false }", "none"),
            ("{ label: 가, url: 'https://a.kr', message: 나 }", "url, message"),
        ] {
            let loaded = load(&format!("skills:\n  /a:\n    reply: {{ textCard: {{ title: 제목, buttons: [{button}] }} }}\n"));
            assert_eq!(argument(&loaded.report, "found"), found, "{button}");
        }
    }

    #[test]
    fn a_block_id_that_is_none_is_a_warning() {
        let found =
            |id: &str| findings_of(&format!("skills:\n  /a: {{ reply: 네, quickReplies: [{{ label: 가, block: {id} }}] }}\n"));
        assert_eq!(found("주문"), ["W010 주문"]);
        assert_eq!(found("65f0c1d2a3b4c5d6e7f8091"), ["W010 65f0c1d2a3b4c5d6e7f8091"]);
        assert_eq!(found("65F0c1d2a3b4c5d6e7f80912"), [""; 0]);
        assert_eq!(found("'{{vars.block}}'"), [""; 0]);
    }

    #[test]
    fn an_unknown_key_of_a_button_suggests_the_short_one() {
        let yaml = "skills:\n  /a:\n    reply: { textCard: { title: 제목, buttons: [{ label: 가, mesage: 나 }] } }\n";
        assert_eq!(findings_of(yaml), ["E077 mesage"]);
        assert_eq!(load(yaml).report.sorted()[0].suggestion.as_deref(), Some("message"));
    }

    #[test]
    fn a_text_or_a_label_alone_is_a_quick_reply_that_says_itself() {
        let native = json!({"label": "처음", "action": "message", "messageText": "처음"});
        let fields = |value: Value| {
            let map = value.as_object().unwrap().clone();
            let mut fields: Vec<_> = map.into_iter().map(|(key, value)| (key, value.to_string())).collect();
            fields.sort();
            fields
        };
        assert_eq!(fields(quick_reply("처음")), fields(native.clone()));
        assert_eq!(fields(quick_reply("{ label: 처음 }")), fields(native));
        assert_eq!(quick_reply("010")["messageText"], "010");
    }

    #[test]
    fn a_quick_reply_cannot_open_a_page() {
        let yaml = "skills:\n  /a: { reply: 네, quickReplies: [{ label: 가, url: 'https://a.kr' }, 나] }\n";
        assert_eq!(findings_of(yaml), ["E046 { label: 가, url: 'https://a.kr' }"]);
    }
}

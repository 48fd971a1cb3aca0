//! `events`: messages that the bot sends first, when another server asks for it.
//!
//! `${…}` may stand in `bot`, `key` and `auth`, and nowhere else below an event.

use std::time::Duration;

use super::auth::{self, Auth};
use super::fields::{Fields, is_private};
use super::reading::Reading;
use super::{AuthSpec, EventSpec, Secret, Spanned, path, plan, reply, secret, tree};
use crate::diag::{Code, Diagnostic};
use crate::kakao::event::is_bot_id;
use crate::yaml::{Entry, Kind, Node};

/// The keys of an event.
pub(crate) const KEYS: &[&str] = &["description", "bot", "event", "key", "auth", "data", "timeout"];
/// Of these, where `${…}` is filled in.
const FILLED: [&str; 3] = ["bot", "key", "auth"];
/// Shortest and longest `timeout`: ten thousand users are a hundred calls.
pub(crate) const TIME: (Duration, Duration) = (Duration::from_secs(1), Duration::from_mins(10));
/// `timeout` unless said.
const USUAL_TIME: Duration = Duration::from_mins(1);

/// Reads `events`.
pub(super) fn read(node: &Node, reading: &mut Reading<'_>) -> Vec<EventSpec> {
    let Kind::Map(map) = &node.kind else {
        reading.wrong_kind(node, "events", "map");
        return Vec::new();
    };
    let entries = map.entries.iter().filter(|entry| !is_private(&entry.key));
    entries.filter_map(|entry| event(entry, reading)).collect()
}

/// One event. `None`: it could not be decoded; the reasons are reported.
fn event(entry: &Entry, reading: &mut Reading<'_>) -> Option<EventSpec> {
    if is_skill(&entry.value) {
        reading.skill_elsewhere(entry.key_span, &entry.key);
        return None;
    }
    let path = path::read(&entry.key, entry.key_span, reading);
    if matches!(entry.value.kind, Kind::Null) {
        reading.empty_value(entry.key_span, &entry.key);
        return None;
    }
    let fields = Fields::open(&entry.value, &entry.key, KEYS, reading)?;
    for key in ["bot", "event", "key"] {
        if fields.entry(key).is_none() && !fields.meant_any(&[key]) {
            reading.missing(entry.key_span, key, &entry.key);
        }
    }
    let bot = fields.text_node("bot", reading).and_then(|node| bot(node, reading));
    let name = fields.text("event", reading);
    let key = fields.text_node("key", reading).and_then(|node| key(node, reading));
    let auth = required_auth(&fields, entry, reading);
    let data = fields.value("data", reading).map(|node| data(node, reading));
    let timeout = fields.duration("timeout", TIME, reading).unwrap_or(USUAL_TIME);
    let description = fields.text("description", reading).map(|text| text.value);
    Some(EventSpec { path, description, bot: bot?, event: name?.value.trim().to_owned(), key: key?, auth: auth?, data, timeout })
}

/// Whether an answer stands where an event belongs.
fn is_skill(node: &Node) -> bool {
    match &node.kind {
        Kind::Map(map) => {
            let has = |key: &str| map.get(key).is_some();
            let answers =
                map.entries.iter().any(|entry| plan::ANSWERS.contains(&entry.key.as_str()) || reply::is_component_key(&entry.key));
            (answers || has("upstream")) && !["bot", "event", "key"].iter().any(|key| has(key))
        }
        Kind::Text(_) | Kind::Number(..) | Kind::List(_) => true,
        Kind::Null | Kind::Bool(_) => false,
    }
}

/// The bot's id; it becomes a part of the address.
fn bot(node: &Node, reading: &mut Reading<'_>) -> Option<Secret> {
    let filled = secret::fill(node, false, reading)?;
    let id = filled.trim();
    if !is_bot_id(id) {
        // What was filled in stays unseen.
        reading.report.push(Diagnostic::new(Code::BadBotId).at(node.span).arg("text", node.as_text().unwrap_or_default()));
        return None;
    }
    Some(Secret::new(id))
}

/// The REST API key; it becomes a part of a header.
fn key(node: &Node, reading: &mut Reading<'_>) -> Option<Secret> {
    let filled = secret::fill(node, false, reading)?;
    let key = filled.trim().trim_start_matches("KakaoAK ").trim();
    if key.is_empty() {
        reading.empty_value(node.span, "key");
        return None;
    }
    if !key.bytes().all(|b| b.is_ascii_graphic()) {
        let bad = Diagnostic::new(Code::BadHeader).at(node.span).arg("name", "key").arg("reason", "key");
        reading.report.push(bad);
        return None;
    }
    Some(Secret::new(key))
}

/// `auth` of its own: what Kakao sends to skills is no secret between the shop's servers, and `false` would let anybody spend money.
fn required_auth(fields: &Fields<'_>, entry: &Entry, reading: &mut Reading<'_>) -> Option<AuthSpec> {
    let Some(written) = fields.entry("auth") else {
        if !fields.meant_any(&["auth"]) {
            reading.report.push(Diagnostic::new(Code::EventWithoutAuth).at(entry.key_span).arg("path", &entry.key));
        }
        return None;
    };
    let node = fields.value("auth", reading)?;
    match auth::read(node, true, reading)? {
        Auth::Required(auth) => Some(auth),
        Auth::Open => {
            let open = Diagnostic::new(Code::EventWithoutAuth).at(written.value.span).arg("path", &entry.key);
            reading.report.push(open);
            None
        }
    }
}

/// `data`: Kakao takes texts only.
fn data(node: &Node, reading: &mut Reading<'_>) -> Node {
    let Kind::Map(map) = &node.kind else {
        reading.wrong_kind(node, "data", "map");
        return tree::map(node.span, Vec::new());
    };
    let mut native = Vec::new();
    for entry in map.entries.iter().filter(|entry| !is_private(&entry.key)) {
        match entry.value.kind {
            Kind::Null => reading.empty_value(entry.key_span, &entry.key),
            Kind::List(_) | Kind::Map(_) => reading.wrong_kind(&entry.value, &entry.key, "text"),
            _ => native.push(Entry { value: tree::as_text(&entry.value), ..entry.clone() }),
        }
    }
    tree::map(node.span, native)
}

/// Reports `${…}` where an event does not fill it in.
pub(super) fn forbid_secrets(events: &Node, reading: &mut Reading<'_>) {
    let Kind::Map(events) = &events.kind else { return secret::forbid(events, reading) };
    for event in events.entries.iter().filter(|entry| !is_private(&entry.key)) {
        secret::forbid_in_key(&event.key, event.key_span, reading);
        match &event.value.kind {
            Kind::Map(map) => {
                let open = |entry: &&Entry| !is_private(&entry.key) && !FILLED.contains(&entry.key.as_str());
                map.entries.iter().filter(open).for_each(|entry| secret::forbid(&entry.value, reading));
            }
            _ => secret::forbid(&event.value, reading),
        }
    }
}

/// The paths, for whoever compares them with those of the skills.
pub(super) fn paths(events: &[EventSpec]) -> impl Iterator<Item = &Spanned<String>> {
    events.iter().map(|event| &event.path)
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::super::testing::{Folder, findings, findings_of, fix_of};
    use crate::config::{EventSpec, Loaded};

    const AUTH: &str = "auth: { header: Authorization, value: Bearer x }";

    fn load(event: &str) -> Loaded {
        let yaml = format!("skills: {{ /a: 네 }}\nevents:\n  /event/shipped: {{ {event} }}\n");
        Folder::new(&yaml).load_with_env(&[("BOT", "5f1a!"), ("KEY", "hush-hush"), ("BAD", "a/b hush")])
    }

    fn event(event: &str) -> EventSpec {
        let loaded = load(event);
        assert_eq!(findings(&loaded.report), [""; 0], "{event}");
        loaded.spec.unwrap().events.remove(0)
    }

    fn found(event: &str) -> Vec<String> {
        findings(&load(event).report)
    }

    #[test]
    fn an_event_is_read_whole() {
        let event = event(&format!(
            "description: 배송, bot: '${{BOT}}', event: order_shipped, key: '${{KEY}}', {AUTH}, timeout: 2m, data: {{ order: '{{{{data.order}}}}', n: 010 }}"
        ));
        assert_eq!((event.path.value.as_str(), event.event.as_str()), ("/event/shipped", "order_shipped"));
        assert_eq!((event.bot.reveal(), event.key.reveal(), event.auth.header.as_str()), ("5f1a!", "hush-hush", "authorization"));
        assert_eq!(event.timeout, Duration::from_mins(2));
        assert_eq!(event.data.unwrap().to_json(), serde_json::json!({"order": "{{data.order}}", "n": "010"}));
    }

    #[test]
    fn the_scheme_of_the_key_may_be_written_as_well() {
        assert_eq!(event(&format!("bot: b, event: e, key: KakaoAK abc, {AUTH}")).key.reveal(), "abc");
    }

    #[test]
    fn whoever_may_spend_money_has_to_say_a_secret() {
        assert_eq!(found("bot: b, event: e, key: k"), ["E151 /event/shipped"]);
        assert_eq!(found("bot: b, event: e, key: k, auth: false"), ["E151 false"]);
        // The secret that Kakao sends to the skills is not enough.
        let yaml = "auth: { header: X, value: y }\nevents: { /e: { bot: b, event: e, key: k } }\n";
        assert_eq!(findings_of(yaml), ["E151 /e"]);
    }

    #[test]
    fn every_mistake_is_found_at_once() {
        assert_eq!(found(&format!("{AUTH}, boot: b, evnt: e")), ["E073 /event/shipped", "E011 boot", "E011 evnt"]);
        assert_eq!(found(&format!("bot: b, event: '', key: k, {AUTH}, data: [a]")), ["E020 ''", "E012 [a]"]);
        assert_eq!(found(&format!("bot: b, event: e, key: k, {AUTH}, data: {{ a: [1], b: ~ }}, timeout: 1h")).len(), 3);
        assert_eq!(
            found(&format!("bot: b, event: '${{KEY}}', key: k, {AUTH}, data: {{ a: '${{KEY}}' }}")),
            ["E040 ${KEY}", "E040 ${KEY}"]
        );
        assert_eq!(findings_of("events: { e: }\n"), ["E020 e", "E030 e"]);
        assert_eq!(fix_of("skills: { /a: 네 }\nevents: [a]\n"), None);
    }

    #[test]
    fn what_was_filled_in_is_in_no_message() {
        let loaded = load(&format!("bot: '${{BAD}}', event: e, key: 'x ${{BAD}}', {AUTH}"));
        assert_eq!(findings(&loaded.report), ["E150 '${BAD}'", "E044 'x ${BAD}'"]);
        assert!(!format!("{loaded:?}").contains("hush"), "{loaded:?}");
    }

    #[test]
    fn a_path_is_a_skills_or_an_events() {
        let event = format!("{{ bot: b, event: e, key: k, {AUTH} }}");
        assert_eq!(findings_of(&format!("skills: {{ /a: 네 }}\nevents: {{ /a: {event} }}\n")), ["E032 /a"]);
        assert_eq!(findings_of(&format!("events:\n  /a: {event}\n  /a: {event}\n")), ["E032 /a"]);
        assert_eq!(findings_of(&format!("skills: {{ '/{{x}}': 네 }}\nevents: {{ '/{{y}}': {event} }}\n")), ["E131 '/{y}'"]);
    }

    #[test]
    fn a_file_may_have_events_only_and_an_included_one_its_own() {
        let event = format!("{{ bot: b, event: e, key: k, {AUTH} }}");
        let folder = Folder::new(&format!("include: b.yaml\nevents: {{ /a: {event} }}\n"));
        let loaded = folder.with("b.yaml", format!("events: {{ /b: {event} }}\n")).load();
        assert_eq!(findings(&loaded.report), [""; 0]);
        assert_eq!(super::paths(&loaded.spec.unwrap().events).map(|path| path.value.clone()).collect::<Vec<_>>(), ["/a", "/b"]);
        assert_eq!(findings_of("events: {}\n"), ["E021 events: {}"]);
    }
}

//! `tests`: what a skill should answer, tried without a network; and `gate`, which lets only a file whose tests hold into service.

use chrono::{DateTime, FixedOffset, NaiveDateTime};
use serde_json::{Map, Value, json};

use super::fields::Fields;
use super::files::Place;
use super::reading::Reading;
use super::{FileSpec, Spanned};
use crate::diag::{Code, Diagnostic, Report, Span, nearest};
use crate::yaml::{Entry, Kind, Node};

pub(crate) const KEYS: &[&str] = &["name", "skill", "with", "payload", "upstream", "expect"];
pub(crate) const WITH: &[&str] = &["utterance", "params", "extra", "contexts", "user", "now", "callback"];
pub(crate) const EXPECT: &[&str] = &["text", "contains", "quickReplies", "callback", "wait", "fallback", "case", "response"];
/// How a time may be written; without an offset it is Korea's.
const TIMES: &[&str] = &["%Y-%m-%dT%H:%M:%S", "%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M:%S", "%Y-%m-%d %H:%M"];
const OFFSETS: &[&str] = &["%Y-%m-%dT%H:%M:%S%:z", "%Y-%m-%dT%H:%M%:z", "%Y-%m-%d %H:%M%:z"];
const KOREA: i32 = 9 * 3600;

/// One entry of `tests`.
#[derive(Clone, Debug)]
pub struct TrialSpec {
    /// `name`, else the skill's path.
    pub name: Spanned<String>,
    /// The path to ask, with a query string where one is written.
    pub skill: Spanned<String>,
    /// The whole payload.
    pub payload: Value,
    /// `with.now`, milliseconds since 1970 (UTC). `None`: the time of the run.
    pub now: Option<i64>,
    /// What the upstream would say.
    pub upstream: Canned,
    /// Where `upstream` stands.
    pub upstream_key: Option<Span>,
    /// What is expected; never empty.
    pub expect: Vec<Spanned<Expect>>,
}

/// What an upstream says in a test.
#[derive(Clone, Debug, PartialEq)]
pub enum Canned {
    /// It cannot be reached.
    Nothing,
    /// It does not answer in time.
    Timeout,
    /// A status and a body: JSON, or a text as it is.
    Answer {
        /// The HTTP status.
        status: u16,
        /// The body.
        body: Value,
    },
}

/// One key of `expect`.
#[derive(Clone, Debug, PartialEq)]
pub enum Expect {
    /// The texts of the bubbles, in order.
    Text(Vec<String>),
    /// Texts that stand somewhere in the answer.
    Contains(Vec<String>),
    /// The labels of the quick replies, in order.
    QuickReplies(Vec<String>),
    /// Whether the answer comes later, by callback.
    Callback(bool),
    /// The text while the callback runs.
    Wait(String),
    /// Whether the fallback is given.
    Fallback(bool),
    /// Which of the skill's cases answers: its number from 1, or its description.
    Case(String),
    /// A part of the SkillResponse.
    Response(Value),
}

impl Expect {
    /// The key.
    pub fn key(&self) -> &'static str {
        match self {
            Self::Text(_) => "text",
            Self::Contains(_) => "contains",
            Self::QuickReplies(_) => "quickReplies",
            Self::Callback(_) => "callback",
            Self::Wait(_) => "wait",
            Self::Fallback(_) => "fallback",
            Self::Case(_) => "case",
            Self::Response(_) => "response",
        }
    }
}

/// Reads `tests`.
pub(super) fn read(node: &Node, spec: &mut FileSpec, reading: &mut Reading<'_>) {
    let items = match &node.kind {
        Kind::List(items) => items,
        Kind::Map(map) if map.entries.iter().any(|entry| entry.key.starts_with('/')) => {
            let paths = map.entries.iter().filter(|entry| entry.key.starts_with('/'));
            return paths.for_each(|entry| reading.skill_elsewhere(entry.key_span, &entry.key));
        }
        _ => return reading.wrong_kind(node, "tests", "list"),
    };
    for item in items {
        spec.tests.extend(test(item, reading));
    }
}

/// Reads `gate`: whether the tests have to hold.
pub(super) fn gate(fields: &Fields<'_>, reading: &mut Reading<'_>) -> bool {
    let Some(node) = fields.text_node("gate", reading) else { return false };
    if node.as_text() != Some("tests") {
        reading.not_one_of(node, "gate", &["tests"]);
    }
    true
}

/// Reports tests of skills that there are not. `exists`: whether a path leads to one.
pub(crate) fn report_strangers(spec: &FileSpec, exists: impl Fn(&str) -> bool, report: &mut Report) {
    for TrialSpec { skill, .. } in &spec.tests {
        let path = skill.value.split('?').next().unwrap_or_default();
        if !exists(path) {
            let near = nearest(path, spec.skills.iter().map(|skill| skill.path.value.as_str()));
            let unknown = Diagnostic::new(Code::UnknownSkill).at(skill.span).arg("path", path).suggest(near);
            report.push(match near {
                Some(near) => unknown.fix(skill.span, near),
                None => unknown,
            });
        }
    }
}

fn test(node: &Node, reading: &mut Reading<'_>) -> Option<TrialSpec> {
    let fields = Fields::open(node, "tests", KEYS, reading)?;
    for key in ["skill", "expect"] {
        if fields.entry(key).is_none() && !fields.meant_any(&[key]) {
            reading.missing(node.span, key, "tests");
        }
    }
    let skill = fields.text("skill", reading);
    let name = fields.text("name", reading);
    let (payload, now) = said(&fields, reading);
    let upstream = fields.value("upstream", reading).map_or(Canned::Nothing, |node| canned(node, reading));
    let expect = fields.value("expect", reading).map(|node| expectations(node, reading)).unwrap_or_default();
    let upstream_key = fields.entry("upstream").map(|entry| entry.key_span);
    let skill = skill?;
    let name = name.unwrap_or_else(|| skill.clone());
    (!expect.is_empty()).then_some(TrialSpec { name, skill, payload, now, upstream, upstream_key, expect })
}

/// The payload, from `with` or from a file.
fn said(fields: &Fields<'_>, reading: &mut Reading<'_>) -> (Value, Option<i64>) {
    if let (Some(with), Some(_)) = (fields.entry("with"), fields.entry("payload")) {
        reading.no_effect(with.key_span, "with", "beside payload");
    }
    if let Some(node) = fields.text_node("payload", reading) {
        return (payload_file(node, reading).unwrap_or_else(made_up), None);
    }
    let mut payload = made_up();
    let Some(with) = fields.value("with", reading).and_then(|node| Fields::open(node, "with", WITH, reading)) else {
        return (payload, None);
    };
    if let Some(utterance) = with.entry("utterance").map(|entry| &entry.value) {
        match utterance.as_text() {
            Some(text) => put(&mut payload, "/userRequest/utterance", Value::from(text)),
            None => reading.wrong_kind(utterance, "utterance", "text"),
        }
    }
    if let Some(params) = map(&with, "params", reading) {
        let texts = params.iter().map(|entry| (entry.key.clone(), as_text(&entry.value)));
        let texts: Map<String, Value> = texts.map(|(name, text)| (name, Value::String(text))).collect();
        let details = texts.iter().map(|(name, text)| (name.clone(), json!({ "origin": text, "value": text, "groupName": "" })));
        put(&mut payload, "/action/detailParams", Value::Object(details.collect()));
        put(&mut payload, "/action/params", Value::Object(texts));
    }
    if let Some(extra) = map(&with, "extra", reading) {
        put(&mut payload, "/action/clientExtra", json_of(extra));
    }
    if let Some(node) = with.value("contexts", reading) {
        match &node.kind {
            Kind::List(_) => put(&mut payload, "/contexts", node.to_json()),
            _ => reading.wrong_kind(node, "contexts", "list"),
        }
    }
    if let Some(user) = map(&with, "user", reading)
        && let Some(Value::Object(known)) = payload.pointer_mut("/userRequest/user")
        && let Value::Object(said) = json_of(user)
    {
        known.extend(said);
    }
    if with.flag("callback", reading) == Some(false)
        && let Some(Value::Object(request)) = payload.pointer_mut("/userRequest")
    {
        request.remove("callbackUrl");
    }
    let now = with.text_node("now", reading).and_then(|node| {
        let time = node.as_text().and_then(time);
        if time.is_none() {
            let wrong = Diagnostic::new(Code::NotATime).at(node.span).arg("text", node.as_text().unwrap_or_default());
            reading.report.push(wrong);
        }
        time
    });
    (payload, now)
}

fn payload_file(node: &Node, reading: &mut Reading<'_>) -> Option<Value> {
    let written = node.as_text()?;
    let (Place::Inside { name, .. } | Place::Missing { name }) = reading.files.place(written) else {
        reading.report.push(Diagnostic::new(Code::OutsideFolder).at(node.span).arg("path", written));
        return None;
    };
    let path = reading.files.folder().join(&name);
    let id = reading.files.read(&path, &name, Some(node.span), &mut reading.report)?;
    let value = serde_json::from_str::<Value>(&reading.report.sources.get(id).text);
    match value {
        Ok(value @ Value::Object(_)) => Some(value),
        Ok(_) => {
            reading.report.push(Diagnostic::new(Code::NotAPayload).at(node.span).arg("path", written).arg("reason", "no object"));
            None
        }
        Err(error) => {
            let reason = error.to_string();
            let reason = reason.split(" at line ").next().unwrap_or_default();
            let wrong = Diagnostic::new(Code::NotAPayload).at(node.span).arg("path", written).arg("reason", reason);
            reading.report.push(wrong);
            None
        }
    }
}

/// What Kakao would send for a block, with a callback URL that nobody calls.
fn made_up() -> Value {
    json!({
        "intent": { "id": "654321fedcba", "name": "블록 이름" },
        "userRequest": {
            "callbackUrl": "https://bot-api.kakao.com/talkplate/test",
            "timezone": "Asia/Seoul",
            "params": { "surface": "Kakaotalk.plusfriend" },
            "block": { "id": "654321fedcba", "name": "블록 이름" },
            "utterance": "안녕하세요",
            "lang": "ko",
            "user": { "id": "0123456789abcdef", "type": "botUserKey", "properties": { "botUserKey": "0123456789abcdef" } }
        },
        "bot": { "id": "abcdef123456", "name": "봇 이름" },
        "action": { "id": "123456abcdef", "name": "스킬 이름", "clientExtra": null, "params": {}, "detailParams": {} },
        "contexts": []
    })
}

fn put(payload: &mut Value, pointer: &str, value: Value) {
    if let Some(place) = payload.pointer_mut(pointer) {
        *place = value;
    }
}

fn map<'n>(fields: &Fields<'n>, key: &str, reading: &mut Reading<'_>) -> Option<&'n [Entry]> {
    let node = fields.value(key, reading)?;
    if let Kind::Map(map) = &node.kind {
        return Some(&map.entries);
    }
    reading.wrong_kind(node, key, "map");
    None
}

fn json_of(entries: &[Entry]) -> Value {
    Value::Object(entries.iter().map(|entry| (entry.key.clone(), entry.value.to_json())).collect())
}

/// A parameter's value as Kakao sends it: a text, which may hold JSON.
fn as_text(node: &Node) -> String {
    node.as_text().map_or_else(|| node.to_json().to_string(), str::to_owned)
}

fn time(text: &str) -> Option<i64> {
    let text = text.trim();
    let exact = DateTime::parse_from_rfc3339(text).ok();
    let exact = exact.or_else(|| OFFSETS.iter().find_map(|form| DateTime::parse_from_str(text, form).ok()));
    let local = || {
        let plain = TIMES.iter().find_map(|form| NaiveDateTime::parse_from_str(text, form).ok())?;
        plain.and_local_timezone(FixedOffset::east_opt(KOREA)?).single()
    };
    exact.or_else(local).map(|time| time.timestamp_millis())
}

/// `{ status: 500 }`, `{ timeout: true }`, or the answer itself.
fn canned(node: &Node, reading: &mut Reading<'_>) -> Canned {
    let answer = |status, body| Canned::Answer { status, body };
    let Kind::Map(map) = &node.kind else { return answer(200, node.to_json()) };
    let only = |allowed: &[&str]| map.entries.iter().all(|entry| allowed.contains(&entry.key.as_str()));
    let status = map.get("status").map(|entry| &entry.value).filter(|node| matches!(node.kind, Kind::Number(..)));
    if !map.entries.is_empty() && only(&["timeout"]) {
        let timeout = map.entries.iter().all(|entry| matches!(entry.value.kind, Kind::Bool(true)));
        return if timeout { Canned::Timeout } else { answer(200, node.to_json()) };
    }
    let body = map.get("body").map(|entry| entry.value.to_json());
    match status {
        Some(status) if only(&["status", "body"]) => {
            let number = status.as_text().and_then(|text| text.parse().ok()).filter(|number| (100..=599).contains(number));
            if number.is_none() {
                let wrong = Diagnostic::new(Code::OutOfRange).at(status.span).arg("what", "status").arg("min", 100);
                reading.report.push(wrong.arg("max", 599).arg("found", status.as_text().unwrap_or_default()));
            }
            answer(number.unwrap_or(500), body.unwrap_or_default())
        }
        None if only(&["body"]) && body.is_some() => answer(200, body.unwrap_or_default()),
        _ => answer(200, node.to_json()),
    }
}

fn expectations(node: &Node, reading: &mut Reading<'_>) -> Vec<Spanned<Expect>> {
    if let Kind::Text(_) = node.kind {
        let written = reading.report.sources.get(node.span.file).text.get(node.span.start as usize..node.span.end as usize);
        let meant = written.filter(|written| !written.contains('\n')).map(|written| format!("{{ text: {written} }}"));
        reading.wrong_kind_meant(node, "expect", "map", meant.as_deref());
        return Vec::new();
    }
    let Some(fields) = Fields::open(node, "expect", EXPECT, reading) else { return Vec::new() };
    let mut found = Vec::new();
    for key in EXPECT {
        let Some(entry) = fields.entry(key) else { continue };
        let expect = match *key {
            "text" => texts(&fields, key, reading).map(Expect::Text),
            "contains" => texts(&fields, key, reading).map(Expect::Contains),
            "quickReplies" => texts(&fields, key, reading).map(Expect::QuickReplies),
            "callback" => fields.flag(key, reading).map(Expect::Callback),
            "wait" => fields.text(key, reading).map(|text| Expect::Wait(text.value)),
            "fallback" => fields.flag(key, reading).map(Expect::Fallback),
            "case" => fields.text(key, reading).map(|text| Expect::Case(text.value)),
            _ => map(&fields, key, reading).map(|entries| Expect::Response(json_of(entries))),
        };
        found.extend(expect.map(|value| Spanned { value, span: entry.key_span }));
    }
    if found.is_empty() && !fields.any_unknown() && matches!(&node.kind, Kind::Map(map) if map.entries.is_empty()) {
        reading.missing(node.span, "text", "expect");
    }
    found
}

/// A text or a list of texts.
fn texts(fields: &Fields<'_>, key: &str, reading: &mut Reading<'_>) -> Option<Vec<String>> {
    let node = fields.value(key, reading)?;
    let items = if let Kind::List(items) = &node.kind { items.as_slice() } else { std::slice::from_ref(node) };
    let mut texts = Vec::new();
    for item in items {
        match item.as_text() {
            Some(text) => texts.push(text.to_owned()),
            None => reading.wrong_kind(item, key, "text"),
        }
    }
    (texts.len() == items.len()).then_some(texts)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::testing::{Folder, findings, findings_of, load};
    use super::*;

    fn tests(yaml: &str) -> Vec<TrialSpec> {
        let loaded = load(&format!("skills: {{ /a: 네 }}\ntests:\n{yaml}"));
        assert_eq!(findings(&loaded.report), [""; 0], "{yaml}");
        loaded.spec.unwrap().tests
    }

    #[test]
    fn what_is_said_becomes_a_payload() {
        let with = "with: { utterance: 안녕, params: { name: 길동, sys: { amount: 3 } }, extra: { k: v }, contexts: [{ name: c }], user: { id: u1 }, now: 2026-11-22T09:00+09:00 }";
        let test = tests(&format!("  - {{ skill: /a, {with}, expect: {{ text: 네 }} }}\n")).remove(0);
        let at = |pointer: &str| test.payload.pointer(pointer).cloned().unwrap();
        assert_eq!(at("/userRequest/utterance"), "안녕");
        assert_eq!(at("/action/params"), json!({"name": "길동", "sys": "{\"amount\":3}"}));
        assert_eq!(at("/action/detailParams/name/origin"), "길동");
        assert_eq!((at("/action/clientExtra"), at("/contexts/0/name")), (json!({"k": "v"}), json!("c")));
        assert_eq!((at("/userRequest/user/id"), at("/userRequest/user/type")), (json!("u1"), json!("botUserKey")));
        assert_eq!((test.now, test.name.value.as_str()), (Some(1_795_305_600_000), "/a"));
    }

    #[test]
    fn times_may_leave_out_seconds_and_korea() {
        for text in ["2026-11-22T09:00+09:00", "2026-11-22T00:00:00Z", "2026-11-22 09:00", "2026-11-22T09:00:00"] {
            assert_eq!(time(text), Some(1_795_305_600_000), "{text}");
        }
        assert_eq!(time("내일 9시"), None);
    }

    #[test]
    fn an_upstream_is_canned_as_an_answer_a_status_or_nothing() {
        let canned =
            |text: &str| tests(&format!("  - {{ skill: /a, upstream: {text}, expect: {{ text: 네 }} }}\n")).remove(0).upstream;
        let answer = |status, body| Canned::Answer { status, body };
        assert_eq!(canned("{ answer: 네 }"), answer(200, json!({"answer": "네"})));
        assert_eq!(canned("그냥 글"), answer(200, json!("그냥 글")));
        assert_eq!(canned("{ status: ok }"), answer(200, json!({"status": "ok"})));
        assert_eq!(canned("{ status: 500 }"), answer(500, json!(null)));
        assert_eq!(canned("{ status: 404, body: { a: 1 } }"), answer(404, json!({"a": 1})));
        assert_eq!(canned("{ timeout: true }"), Canned::Timeout);
    }

    #[test]
    fn a_payload_may_stand_in_a_file() {
        let yaml = "skills: { /a: 네 }\ntests: [{ skill: /a, payload: p.json, expect: { text: 네 } }]\n";
        let folder = |text: &str| Folder::new(yaml).with("p.json", text);
        let loaded = folder(r#"{"userRequest": {"utterance": "파일"}}"#).load();
        assert_eq!(loaded.spec.unwrap().tests[0].payload, json!({"userRequest": {"utterance": "파일"}}));
        assert_eq!(findings(&folder("[1]").load().report), ["E142 p.json"]);
        assert_eq!(findings(&folder("{").load().report), ["E142 p.json"]);
        assert_eq!(findings(&Folder::new(yaml).load().report), ["E001 p.json"]);
    }

    #[test]
    fn every_mistake_in_a_test_is_told_at_its_place() {
        for (test, finding) in [
            ("{ skill: /a }", "E073 { skill: /a }"),
            ("{ expect: { text: 네 } }", "E073 { expect: { text: 네 } }"),
            ("{ skil: /a, expect: { text: 네 } }", "E011 skil"),
            ("{ skill: /a, expect: { txt: 네 } }", "E011 txt"),
            ("{ skill: /a, expect: {} }", "E073 {}"),
            ("{ skill: /a, expect: { callback: 나중 } }", "E012 나중"),
            ("{ skill: /a, expect: { text: { a: b } } }", "E012 { a: b }"),
            ("{ skill: /a, with: { parms: {} }, expect: { text: 네 } }", "E011 parms"),
            ("{ skill: /a, with: { params: 길동 }, expect: { text: 네 } }", "E012 길동"),
            ("{ skill: /a, with: { now: 내일 }, expect: { text: 네 } }", "E143 내일"),
            ("{ skill: /a, upstream: { status: 999 }, expect: { text: 네 } }", "E039 999"),
            ("{ skill: /a, payload: ../p.json, expect: { text: 네 } }", "E049 ../p.json"),
            ("'/a'", "E012 '/a'"),
        ] {
            assert_eq!(findings_of(&format!("skills: {{ /a: 네 }}\ntests: [{test}]\n")), [finding], "{test}");
        }
        assert_eq!(findings_of("skills: { /a: 네 }\ngate: test\n"), ["E047 test"]);
    }
}

//! One skill: a path and what stands below it.

use std::time::Duration;

use super::auth::{self, Auth};
use super::defaults::Defaults;
use super::fields::{Fields, is_private};
use super::reading::Reading;
use super::template_file::TemplateFiles;
use super::{AnswerSpec, AuthSpec, SkillSpec, UpstreamSpec, path, reply, tree, upstream};
use crate::diag::{Code, Diagnostic};
use crate::kakao::Overflow;
use crate::yaml::{Entry, Kind, Node};

/// The keys of a skill.
pub(super) const KEYS: &[&str] = &[
    "description",
    "enabled",
    "reply",
    "response",
    "template",
    "quickReplies",
    "contexts",
    "data",
    "upstream",
    "callback",
    "wait",
    "fallback",
    "overflow",
    "auth",
    "timeout",
];
const ANSWERS: &[&str] = &["reply", "response", "template"];
/// What goes with `reply` and `template`.
const EXTRAS: &[&str] = &["quickReplies", "contexts", "data"];
/// Shortest and longest `timeout`: Kakao waits 5 seconds, the network takes some of them.
pub(super) const TIME: (Duration, Duration) = (Duration::from_millis(1), Duration::from_millis(4_900));
/// `timeout` unless said.
const USUAL_TIME: Duration = Duration::from_secs(4);
/// What a callback has in all: Kakao's URL lives a minute.
const CALLBACK_TIME: Duration = Duration::from_secs(50);
const OVERFLOWS: &[&str] = &["truncate"];

/// Reads one entry of `skills`. `None`: it could not be decoded far enough to go on; the reasons are reported.
pub(super) fn read(entry: &Entry, defaults: &Defaults, files: &mut TemplateFiles, reading: &mut Reading<'_>) -> Option<SkillSpec> {
    let path = path::read(&entry.key, entry.key_span, reading);
    let spelled = spell_out(entry, reading)?;
    let fields = Fields::open(&spelled, &entry.key, KEYS, reading)?;

    let callback = fields.flag("callback", reading).unwrap_or(false);
    let longest = if callback { CALLBACK_TIME } else { TIME.1 };
    let upstream = fields.value("upstream", reading).and_then(|node| upstream::read(node, longest, reading));
    let answer = answer(&fields, entry, defaults, files, reading);
    check_effects(&fields, callback, reading);

    let overflow = overflow(&fields, reading).or(defaults.overflow).unwrap_or_default();
    let wait = wait(&fields, reading).or_else(|| defaults.wait.clone());
    let fallback = fields.value("fallback", reading).and_then(|node| reply::fallback(node, reading));
    Some(SkillSpec {
        path,
        description: fields.text("description", reading).map(|text| text.value),
        enabled: fields.flag("enabled", reading).unwrap_or(true),
        answer: answer?,
        upstream: upstream_if_whole(&fields, upstream)?,
        callback,
        wait,
        fallback: fallback.or_else(|| defaults.fallback.clone()),
        overflow,
        auth: skill_auth(&fields, defaults, reading),
        timeout: fields.duration("timeout", TIME, reading).or(defaults.timeout).unwrap_or(USUAL_TIME),
    })
}

/// `overflow`, in a skill or in `defaults`.
pub(super) fn overflow(fields: &Fields<'_>, reading: &mut Reading<'_>) -> Option<Overflow> {
    let node = fields.text_node("overflow", reading)?;
    if node.as_text() == Some("truncate") {
        return Some(Overflow::Truncate);
    }
    reading.not_one_of(node, "overflow", OVERFLOWS);
    None
}

/// `wait`, in a skill or in `defaults`.
pub(super) fn wait(fields: &Fields<'_>, reading: &mut Reading<'_>) -> Option<Node> {
    fields.text_node("wait", reading).map(tree::as_text)
}

/// The long form of a skill: a text, a list or one component is its `reply`; a whole SkillResponse is its `response`.
fn spell_out(entry: &Entry, reading: &mut Reading<'_>) -> Option<Node> {
    match &entry.value.kind {
        Kind::Null => {
            reading.empty_value(entry.key_span, &entry.key);
            None
        }
        Kind::Map(map) => {
            let mut keys = map.entries.iter().map(|entry| entry.key.as_str()).filter(|key| !is_private(key)).peekable();
            if keys.peek().is_none() {
                reading.empty_value(entry.key_span, &entry.key);
                return None;
            }
            let pasted = map.get("template").is_some_and(|template| matches!(template.value.kind, Kind::Map(_)));
            if keys.clone().all(reply::is_component_key) {
                Some(tree::wrap("reply", entry.value.clone()))
            } else if pasted && keys.all(|key| reply::RESPONSE_KEYS.contains(&key)) {
                Some(tree::wrap("response", entry.value.clone()))
            } else {
                Some(entry.value.clone())
            }
        }
        _ => Some(tree::wrap("reply", entry.value.clone())),
    }
}

/// What answers: exactly one of the keys, or the upstream.
fn answer(
    fields: &Fields<'_>,
    entry: &Entry,
    defaults: &Defaults,
    files: &mut TemplateFiles,
    reading: &mut Reading<'_>,
) -> Option<AnswerSpec> {
    let given: Vec<&Entry> = ANSWERS.iter().filter_map(|key| fields.entry(key)).collect();
    if let [first, second, ..] = given.as_slice() {
        let (first, second) = if first.key_span.start < second.key_span.start { (first, second) } else { (second, first) };
        let keys: Vec<&str> = given.iter().map(|entry| entry.key.as_str()).collect();
        let several = Diagnostic::new(Code::SeveralAnswers).at(second.key_span).arg("keys", keys.join(", "));
        reading.report.push(several.also(first.key_span, "먼저 적은 대답이에요", "the first answer"));
    }
    // All of them are read, so that their own mistakes show too.
    let reply = fields.value("reply", reading).map(|node| reply::outputs(node, "reply", reading));
    let response = fields.value("response", reading).map(|node| reply::response(node, reading));
    let file = fields.text_node("template", reading).map(|node| files.named(node, reading));
    let quick_replies = fields.value("quickReplies", reading).and_then(|node| reply::quick_replies(node, reading));
    let extras = reply::Extras {
        quick_replies: quick_replies.or_else(|| defaults.quick_replies.clone().filter(|_| fields.entry("quickReplies").is_none())),
        contexts: fields.value("contexts", reading).and_then(|node| reply::contexts(node, reading)),
        data: fields.value("data", reading).and_then(|node| reply::data(node, reading)),
    };
    match (reply, response, file) {
        (Some(outputs), _, _) => {
            outputs.map(|outputs| AnswerSpec::Response(reply::assemble(fields.node().span, Some(outputs), extras)))
        }
        (None, Some(response), _) => response.map(AnswerSpec::Response),
        (None, None, Some(file)) => file.map(|file| AnswerSpec::File {
            file,
            extras: (!extras.is_empty()).then(|| reply::assemble(fields.node().span, None, extras)),
        }),
        (None, None, None) if !given.is_empty() => None,
        (None, None, None) if fields.entry("upstream").is_some() => Some(AnswerSpec::PassOn),
        (None, None, None) => {
            reading.report.push(Diagnostic::new(Code::NoAnswer).at(entry.key_span).arg("path", &entry.key));
            None
        }
    }
}

/// Keys that would do nothing beside the others.
fn check_effects(fields: &Fields<'_>, callback: bool, reading: &mut Reading<'_>) {
    let has = |key: &str| fields.entry(key).is_some();
    let reason = match (has("response"), has("reply") || has("template"), has("upstream")) {
        (true, false, _) => Some("response"),
        (false, false, true) => Some("passed on"),
        _ => None,
    };
    for key in EXTRAS {
        if let (Some(entry), Some(reason)) = (fields.entry(key), reason) {
            reading.no_effect(entry.key_span, key, reason);
        }
    }
    if let Some(entry) = fields.entry("wait").filter(|_| !callback) {
        reading.no_effect(entry.key_span, "wait", "callback");
    }
    if !has("upstream") {
        if let Some(entry) = fields.entry("callback").filter(|_| callback) {
            reading.report.push(Diagnostic::new(Code::CallbackWithoutUpstream).at(entry.key_span));
        } else if let Some(entry) = fields.entry("timeout") {
            reading.no_effect(entry.key_span, "timeout", "no upstream");
        }
    }
}

/// `auth` of the skill, or what it inherits.
fn skill_auth(fields: &Fields<'_>, defaults: &Defaults, reading: &mut Reading<'_>) -> Option<AuthSpec> {
    match fields.value("auth", reading).map(|node| auth::read(node, true, reading)) {
        Some(Some(Auth::Open)) => None,
        Some(Some(Auth::Required(auth))) => Some(auth),
        // A broken `auth` is reported; meanwhile the skill keeps what the file says.
        Some(None) | None => defaults.auth.clone(),
    }
}

/// No upstream is fine; one that could not be read is not.
fn upstream_if_whole(fields: &Fields<'_>, upstream: Option<UpstreamSpec>) -> Option<Option<UpstreamSpec>> {
    if fields.entry("upstream").is_some() { upstream.map(Some) } else { Some(None) }
}

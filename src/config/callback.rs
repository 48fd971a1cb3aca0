//! `callback`: `true`, `false`, `auto`, or a map that says more.

use std::time::Duration;

use super::fields::{self, Fields};
use super::reading::Reading;
use super::{CallbackMode, CallbackSpec, Late};
use crate::diag::nearest;
use crate::yaml::{Kind, Node};

pub(crate) const KEYS: &[&str] = &["mode", "deadline", "late"];
const MODES: &[&str] = &["true", "false", "auto"];
pub(crate) const LATES: &[&str] = &["keep", "drop"];
/// Shortest and longest `deadline`: the settle second and a POST have to fit in; Kakao's URL lives a minute.
pub(crate) const DEADLINES: (Duration, Duration) = (Duration::from_secs(2), Duration::from_secs(58));
/// With `auto` the deadline lies at least this much after `timeout`: a second to settle, the rest to post.
const AFTER_TIMEOUT: Duration = Duration::from_secs(3);
/// The longest `upstream.timeout` where late answers are kept.
pub(crate) const LATEST: Duration = Duration::from_mins(10);

/// Reads `callback`, in a skill or in `defaults`. `None` when the key is not there. What is broken is reported; it was meant to be a
/// callback, so that what goes with it is not blamed as well.
pub(super) fn read(fields: &Fields<'_>, reading: &mut Reading<'_>) -> Option<CallbackSpec> {
    let entry = fields.entry("callback")?;
    let Some(node) = fields.value("callback", reading) else { return Some(CallbackSpec::ALWAYS) };
    if matches!(node.kind, Kind::Map(_)) {
        return Some(long_form(node, reading));
    }
    let mode = mode("callback", &entry.value, reading).unwrap_or(CallbackMode::Always);
    Some(CallbackSpec { mode, ..CallbackSpec::OFF })
}

/// The most that `upstream.timeout` may be: `usual` without a callback.
pub(super) fn longest(callback: CallbackSpec, usual: Duration) -> Duration {
    match (callback.mode, callback.late) {
        (CallbackMode::Off, _) => usual,
        (_, Late::Keep) => LATEST,
        (_, Late::Drop) => callback.deadline,
    }
}

/// With `auto` the callback has its time after the skill's `timeout`.
pub(super) fn check_deadline(fields: &Fields<'_>, callback: CallbackSpec, timeout: Duration, reading: &mut Reading<'_>) {
    let Some(Kind::Map(map)) = fields.entry("callback").map(|entry| &entry.value.kind) else { return };
    let Some(entry) = map.get("deadline").filter(|_| callback.mode == CallbackMode::Auto) else { return };
    let least = timeout + AFTER_TIMEOUT;
    if (DEADLINES.0..least).contains(&callback.deadline) {
        super::duration::read(&entry.value, "deadline", (least, DEADLINES.1), reading);
    }
}

fn long_form(node: &Node, reading: &mut Reading<'_>) -> CallbackSpec {
    let Some(fields) = Fields::open(node, "callback", KEYS, reading) else { return CallbackSpec::ALWAYS };
    // `{ deadline: 40s }` alone is a callback.
    let mode = fields.value("mode", reading).and_then(|node| mode("mode", node, reading)).unwrap_or(CallbackMode::Always);
    if mode == CallbackMode::Off {
        for entry in ["deadline", "late"].iter().filter_map(|key| fields.entry(key)) {
            reading.no_effect(entry.key_span, &entry.key, "callback off");
        }
    }
    let late = fields.text_node("late", reading).and_then(|node| match node.as_text() {
        Some("keep") => Some(Late::Keep),
        Some("drop") => Some(Late::Drop),
        _ => {
            reading.not_one_of(node, "late", LATES);
            None
        }
    });
    let deadline = fields.duration("deadline", DEADLINES, reading);
    CallbackSpec { mode, deadline: deadline.unwrap_or(CallbackSpec::USUAL_DEADLINE), late: late.unwrap_or_default() }
}

fn mode(key: &str, node: &Node, reading: &mut Reading<'_>) -> Option<CallbackMode> {
    match &node.kind {
        Kind::Bool(true) => return Some(CallbackMode::Always),
        Kind::Bool(false) => return Some(CallbackMode::Off),
        Kind::Text(text) if text.value == "auto" => return Some(CallbackMode::Auto),
        _ => {}
    }
    match node.as_text() {
        Some(text) => {
            let near = fields::meant_flag(text).or_else(|| nearest(text, MODES.iter().copied()));
            reading.not_one_of_meant(node, key, MODES, near);
        }
        None => reading.wrong_kind(node, key, "true/false/auto"),
    }
    None
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use rstest::rstest;

    use super::super::testing::{argument, findings, findings_of, fix_of, load, skill};
    use crate::config::{CallbackMode, CallbackSpec, Late};

    fn callback(written: &str) -> CallbackSpec {
        skill(&format!("skills:\n  /a: {{ upstream: 'https://a.kr', callback: {written} }}\n")).plan.callback
    }

    fn found(written: &str) -> Vec<String> {
        findings_of(&format!("skills:\n  /a: {{ upstream: 'https://a.kr', callback: {written} }}\n"))
    }

    #[test]
    fn a_callback_may_be_said_in_a_word_or_in_a_map() {
        assert_eq!(callback("true"), CallbackSpec::ALWAYS);
        assert_eq!(callback("false"), CallbackSpec::OFF);
        assert_eq!(callback("auto"), CallbackSpec { mode: CallbackMode::Auto, ..CallbackSpec::OFF });
        assert_eq!(callback("{ mode: true }"), CallbackSpec::ALWAYS);
        let said = CallbackSpec { mode: CallbackMode::Auto, deadline: Duration::from_secs(58), late: Late::Keep };
        assert_eq!(callback("{ mode: auto, deadline: 58s, late: keep }"), said);
        let deadline = CallbackSpec { deadline: Duration::from_secs(2), ..CallbackSpec::ALWAYS };
        assert_eq!(callback("{ deadline: 2s, late: drop }"), deadline);
    }

    #[rstest]
    #[case("{ deadline: 59s }", &["E039 59s"])]
    #[case("{ deadline: 1s }", &["E039 1s"])]
    #[case("{ mode: auto, deadline: 6s }", &["E039 6s"])]
    #[case("{ mode: auto, deadline: 7s }", &[])]
    #[case("{ late: yes }", &["E047 yes"])]
    #[case("{ mode: autom }", &["E047 autom"])]
    #[case("Auto", &["E047 Auto"])]
    #[case("tru", &["E047 tru"])]
    #[case("later", &["E047 later"])]
    #[case("[true]", &["E012 [true]"])]
    #[case("{ dead: 1s }", &["E011 dead"])]
    #[case("{ mode: false, deadline: 40s }", &["E036 deadline"])]
    #[case("{ mode: false, late: keep }", &["E036 late"])]
    fn mistakes_are_found_where_they_stand(#[case] written: &str, #[case] expected: &[&str]) {
        assert_eq!(found(written), expected, "{written}");
    }

    #[test]
    fn a_word_for_yes_is_corrected() {
        assert_eq!(fix_of("skills:\n  /a: { upstream: 'https://a.kr', callback: yes }\n").as_deref(), Some("true"));
    }

    #[test]
    fn defaults_are_for_skills_that_ask_a_server() {
        let yaml = "defaults: { callback: { mode: auto, late: keep } }\nskills:\n  /a: 가\n  /b: { upstream: 'https://a.kr', wait: 잠깐만요 }\n  /c: { upstream: 'https://a.kr', callback: false }\n";
        let loaded = load(yaml);
        assert_eq!(findings(&loaded.report), [""; 0]);
        let modes: Vec<_> = loaded.spec.unwrap().skills.iter().map(|skill| skill.plan.callback.mode).collect();
        assert_eq!(modes, [CallbackMode::Off, CallbackMode::Auto, CallbackMode::Off]);
    }

    #[test]
    fn an_upstream_may_take_longer_where_late_answers_are_kept() {
        let found = |late: &str, timeout: &str| {
            findings_of(&format!(
                "skills:\n  /a: {{ upstream: {{ url: 'https://a.kr', timeout: {timeout} }}, callback: {{ late: {late} }} }}\n"
            ))
        };
        assert_eq!(found("keep", "10m"), [""; 0]);
        assert_eq!(found("drop", "51s"), ["E039 51s"]);
    }

    #[test]
    fn the_reason_is_that_the_callback_is_off() {
        let loaded = load("skills:\n  /a: { upstream: 'https://a.kr', callback: { mode: false, late: keep } }\n");
        assert_eq!(argument(&loaded.report, "reason"), "callback off");
    }
}

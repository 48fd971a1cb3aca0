//! The file's own `tests`: each skill is asked what a test says and its answer compared. Nothing leaves the machine.
//!
//! [`run`] gives a verdict for each test; [`gate`] turns failures into diagnostics where a file says `gate: tests`.

mod judge;

use std::sync::Arc;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use bytes::Bytes;
use serde_json::Value;
use tokio::time::Instant;

use crate::compile::{Loaded, Snapshot};
use crate::config::{Canned, TrialSpec};
use crate::diag::{Code, Diagnostic, Lang, Span};
use crate::flow::{self, Received, Request, World};
use crate::kakao::callback::HostRules;
use crate::outbound::{OutboundError, Reply, Scripted};
use judge::Seen;

/// What became of one test.
pub struct Verdict<'t> {
    /// The test.
    pub test: &'t TrialSpec,
    /// What was not as expected; none: it holds.
    pub differences: Vec<Difference>,
    /// Why the fallback was given, when it was.
    pub failure: Option<String>,
    /// How long it took.
    pub took: Duration,
}

/// One expectation that does not hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// The key of `expect`, or what else is wrong.
    pub key: &'static str,
    /// Where it stands.
    pub span: Span,
    /// What should be, lines.
    pub expected: String,
    /// What is, lines.
    pub found: String,
}

/// Runs the tests that are `wanted`, in their order. The error: the system gives no thread or timer.
pub fn run(snapshot: &Snapshot, lang: Lang, wanted: impl Fn(&TrialSpec) -> bool) -> std::io::Result<Vec<Verdict<'_>>> {
    let tests: Vec<&TrialSpec> = snapshot.tests.iter().filter(|test| wanted(test)).collect();
    let all = || {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build()?;
        Ok(runtime.block_on(async {
            let mut verdicts = Vec::with_capacity(tests.len());
            for test in tests {
                verdicts.push(verdict(snapshot, lang, test).await);
            }
            verdicts
        }))
    };
    // Whoever asks may be inside of a runtime, which cannot hold another. Requests recurse into answers; a thread's usual 2 MiB are less than the main thread's.
    let thread = std::thread::Builder::new().name("tests".to_owned()).stack_size(8 * 1024 * 1024);
    std::thread::scope(|scope| {
        let running = thread.spawn_scoped(scope, all)?;
        running.join().unwrap_or_else(|thrown| std::panic::resume_unwind(thrown))
    })
}

/// Where the file says `gate: tests`: takes the snapshot away, with a mistake for each expectation that does not hold.
pub fn gate(loaded: &mut Loaded, lang: Lang) {
    let Some(snapshot) = loaded.snapshot.as_ref().filter(|snapshot| snapshot.gated) else { return };
    let verdicts = match run(snapshot, lang, |_| true) {
        Ok(verdicts) => verdicts,
        Err(error) => {
            tracing::error!(%error, "the tests could not run");
            return;
        }
    };
    for Verdict { test, differences, .. } in &verdicts {
        for Difference { key, span, expected, found } in differences {
            let failed = Diagnostic::new(Code::TestFailed).at(*span).arg("name", &test.name.value).arg("key", key);
            loaded.report.push(failed.arg("expected", expected).arg("found", found));
        }
    }
    if loaded.report.has_errors() {
        loaded.snapshot = None;
    }
}

async fn verdict<'t>(snapshot: &Snapshot, lang: Lang, test: &'t TrialSpec) -> Verdict<'t> {
    let began = Instant::now();
    let (path, query) = test.skill.value.split_once('?').unwrap_or((&test.skill.value, ""));
    // `compile` has seen that there is one.
    let Some(skill) = snapshot.skill(path) else {
        return Verdict { test, differences: Vec::new(), failure: None, took: began.elapsed() };
    };
    let world = World::new(Arc::new(scripted(&test.upstream)), HostRules::default()).speaking(lang);
    let body = Bytes::from(test.payload.to_string());
    let wall = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    let now = test.now.unwrap_or_else(|| i64::try_from(wall.as_millis()).unwrap_or(i64::MAX));
    let request = Request { id: "test", path, query, body: &body, received: Received { at: began, unix_ms: now } };
    match flow::render(&world, snapshot, skill, &request).await {
        Ok(rendered) => {
            let json = |bytes: &Bytes| serde_json::from_slice::<Value>(bytes).unwrap_or_default();
            let seen = Seen {
                response: json(&rendered.bytes),
                deferred: rendered.deferred.as_ref().map(json),
                case: rendered.case.clone(),
                fallback: rendered.failure.is_some(),
            };
            let differences = test.expect.iter().filter_map(|expect| judge::judge(expect, &seen)).collect();
            Verdict { test, differences, failure: rendered.failure, took: began.elapsed() }
        }
        Err(error) => {
            let difference = Difference {
                key: "payload",
                span: test.skill.span,
                expected: "a SkillPayload".to_owned(),
                found: error.to_string(),
            };
            Verdict { test, differences: vec![difference], failure: None, took: began.elapsed() }
        }
    }
}

fn scripted(upstream: &Canned) -> Scripted {
    match upstream {
        Canned::Nothing => Scripted::nothing(),
        Canned::Timeout => Scripted::with(Err(OutboundError::Timeout)),
        Canned::Answer { status, body } => {
            let body = match body {
                Value::Null => Bytes::new(),
                Value::String(text) => Bytes::from(text.clone()),
                value => Bytes::from(value.to_string()),
            };
            Scripted::with(Ok(Reply { status: *status, content_type: String::new(), body }))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::flow::fixture::snapshot;

    const SKILLS: &str = "vars: { shop: 도담 }\nskills:\n  /hello: { reply: '{{default params.name \"손님\"}}님, {{utterance}}', quickReplies: [처음, 문의] }\n  /{city}/weather: '{{path.city}} {{query.day}} {{date now \"M월 D일\"}}'\n  /ask: { upstream: 'https://api.example.com/', reply: '{{upstream.answer}}', fallback: 잠시 후, callback: true, wait: 기다려요 }\n  /size: { cases: [{ when: { params.size: L }, description: 큰 컵, reply: 크게 }, { reply: 작게 }] }\n  /plain: { upstream: 'https://api.example.com/', fallback: 잠시 후 }\n";

    /// `text: - 네 + 아니요`, for each difference of one test.
    fn differences(test: &str) -> Vec<String> {
        let snapshot = snapshot(&format!("{SKILLS}tests: [{test}]\n"));
        let verdicts = run(&snapshot, Lang::En, |_| true).unwrap();
        assert_eq!(verdicts.len(), 1);
        verdicts[0].differences.iter().map(|d| format!("{}: - {} + {}", d.key, d.expected, d.found)).collect()
    }

    #[test]
    fn what_is_as_expected_holds() {
        for test in [
            "{ skill: /hello, with: { utterance: 안녕, params: { name: 길동 } }, expect: { text: '길동님, 안녕', quickReplies: [처음, 문의], fallback: false, callback: false } }",
            "{ skill: '/서울/weather?day=월', with: { now: 2026-11-22T09:00+09:00 }, expect: { text: 서울 월 11월 22일 } }",
            "{ skill: /ask, upstream: { answer: 네 }, expect: { text: 네, callback: true, wait: 기다려요, contains: 네 } }",
            "{ skill: /ask, with: { callback: false }, upstream: { answer: 네 }, expect: { text: 네, callback: false } }",
            "{ skill: /ask, upstream: { status: 500 }, expect: { text: 잠시 후, fallback: true } }",
            "{ skill: /ask, upstream: { timeout: true }, expect: { fallback: true } }",
            "{ skill: /size, with: { params: { size: L } }, expect: { case: 1 } }",
            "{ skill: /size, with: { params: { size: L } }, expect: { case: 큰 컵, text: 크게 } }",
            "{ skill: /plain, upstream: { text: 그대로 }, expect: { text: 그대로 } }",
            "{ skill: /hello, expect: { response: { template: { outputs: [{ simpleText: {} }] } } } }",
        ] {
            assert_eq!(differences(test), [""; 0], "{test}");
        }
    }

    #[test]
    fn what_is_not_is_shown_beside_what_was_expected() {
        for (test, difference) in [
            ("{ skill: /hello, expect: { text: 반가워요 } }", "text: - 반가워요 + 손님님, 안녕하세요"),
            ("{ skill: /hello, expect: { contains: [손님, 길동] } }", "contains: - 길동 + 손님님, 안녕하세요\n처음\n문의"),
            ("{ skill: /hello, expect: { quickReplies: 처음 } }", "quickReplies: - 처음 + 처음\n문의"),
            ("{ skill: /hello, expect: { callback: true } }", "callback: - true + false"),
            ("{ skill: /ask, upstream: { answer: 네 }, expect: { wait: 잠깐만요 } }", "wait: - 잠깐만요 + 기다려요"),
            ("{ skill: /size, expect: { case: 큰 컵 } }", "case: - 큰 컵 + 2"),
            ("{ skill: /ask, expect: { fallback: false } }", "fallback: - false + true"),
            (
                "{ skill: /hello, expect: { response: { template: { outputs: [{ simpleText: { text: 네 } }] }, version: '2.0' } } }",
                "response: - {\n  \"template\": {\n    \"outputs\": [\n      {\n        \"simpleText\": {\n          \"text\": \"네\"\n        }\n      }\n    ]\n  },\n  \"version\": \"2.0\"\n} + {\n  \"template\": {\n    \"outputs\": [\n      {\n        \"simpleText\": {\n          \"text\": \"손님님, 안녕하세요\"\n        }\n      }\n    ]\n  },\n  \"version\": \"2.0\"\n}",
            ),
        ] {
            assert_eq!(differences(test), [difference], "{test}");
        }
    }

    #[test]
    #[expect(clippy::disallowed_methods, reason = "the stage of a test")]
    fn a_gate_turns_failures_into_mistakes_at_their_place() {
        let load = |gate: &str| {
            let folder = tempfile::tempdir().unwrap();
            let file = folder.path().join("skills.yaml");
            let yaml = format!("skills: {{ /a: 네 }}\n{gate}tests:\n  - {{ name: 대답, skill: /a, expect: {{ text: 아니요 }} }}\n");
            std::fs::write(&file, yaml).unwrap();
            let mut loaded = crate::compile::load(&file, &crate::meter::Meters::default());
            super::gate(&mut loaded, Lang::Ko);
            loaded
        };
        assert!(load("").snapshot.is_some());
        let loaded = load("gate: tests\n");
        assert!(loaded.snapshot.is_none());
        let found = loaded.report.sorted();
        assert_eq!((found[0].code, loaded.report.sources.position(found[0].span.unwrap()).line), (Code::TestFailed, 4));
    }
}

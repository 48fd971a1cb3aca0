//! Asks what a case asks, and writes down everything that can be seen of it, as one JSON value:
//!
//! `mistakes` (codes of errors), `answer` (the SkillResponse), `status`, `deferred` (the useCallback answer before it), `fallback`, `case`,
//! `cut` (limits that were applied), `asked` (what the neighbours got), `posted` (to the callback URL), `tests` (of each of the
//! file's tests: its name and the expectations that do not hold), `answers` (of several requests at once, in order of their texts), `skills` (the admin's list).

use std::fs;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use bytes::Bytes;
use serde_json::{Value, json};
use talkplate::compile;
use talkplate::diag::{Lang, Severity};
use talkplate::flow::{self, Received, Request, World};
use talkplate::kakao::callback::HostRules;
use talkplate::meter::Meters;
use talkplate::outbound::{Ask, Fault, Outbound, OutboundError, Pending, Reply};
use talkplate::trial;
use tokio::time::Instant;

use super::case::{Asked, Case};
use crate::app::{PATIENCE, TestApp, says};

/// Sunday, 22 November 2026, 09:05:07 in Seoul.
const NOW_MS: i64 = 1_795_305_907_000;

/// How long a neighbour waits for the others that ask at once.
const TOGETHER: Duration = Duration::from_secs(2);

/// What is seen of a case with this skills.yaml.
pub(super) async fn see(case: &Case, file: &Value) -> Value {
    let folder = tempfile::tempdir().unwrap();
    let place = folder.path().join("skills.yaml");
    fs::write(&place, file.to_string()).unwrap();
    for (name, text) in &case.files {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    let mut loaded = compile::load(&place, &Meters::default());
    trial::gate(&mut loaded, Lang::En);
    let errors = loaded.report.sorted().into_iter().filter(|found| found.code.severity() == Severity::Error);
    let mut seen = json!({ "mistakes": errors.map(|found| found.code.id().to_string()).collect::<Vec<_>>() });
    let Some(snapshot) = loaded.snapshot.map(Arc::new) else { return seen };
    let verdicts = trial::run(&snapshot, Lang::En, |_| true).unwrap();
    let tests = verdicts.iter().map(|verdict| {
        json!({ "name": verdict.test.name.value, "wrong": verdict.differences.iter().map(|wrong| wrong.key).collect::<Vec<_>>() })
    });
    seen["tests"] = tests.collect();
    let neighbours = Neighbours::new(&case.ask);
    let mut payload = says("안녕하세요");
    lay(&mut payload, &case.ask.payload);
    if !case.ask.body.is_null() {
        payload.clone_from(&case.ask.body);
    }
    let more = if case.ask.served {
        served(case, file, &payload, neighbours.clone()).await
    } else {
        alone(&snapshot, case, &payload, neighbours.clone()).await
    };
    lay(&mut seen, &more);
    seen["asked"] = neighbours.asked.lock().unwrap().clone().into();
    seen
}

/// The skill alone.
async fn alone(snapshot: &Arc<compile::Snapshot>, case: &Case, payload: &Value, neighbours: Neighbours) -> Value {
    let (path, query) = case.ask.path.split_once('?').unwrap_or((&case.ask.path, ""));
    let Some(skill) = snapshot.skill(path) else { return json!({}) };
    let world = World::new(Arc::new(neighbours), HostRules::default()).speaking(Lang::En);
    let body = Bytes::from(payload.to_string());
    let received = Received { at: Instant::now(), unix_ms: NOW_MS };
    let request = Request { id: "effect", path, body: &body, query, received };
    let rendered = flow::render(&world, snapshot, skill, &request).await.unwrap();
    let json = |bytes: &Bytes| serde_json::from_slice::<Value>(bytes).unwrap();
    json!({
        "answer": json(&rendered.bytes),
        "deferred": rendered.deferred.as_ref().map(json),
        "fallback": rendered.failure.is_some(),
        "case": rendered.case.map(|(number, what)| json!({ "number": number, "description": what })),
        "cut": rendered.applied.iter().map(|applied| applied.limit).collect::<Vec<_>>(),
    })
}

/// Through the real server.
async fn served(case: &Case, file: &Value, payload: &Value, neighbours: Neighbours) -> Value {
    let posted = neighbours.posted.clone();
    let app = TestApp::with(file.to_string()).outbound(neighbours).event_api("https://events.test").start();
    let headers: Vec<(&str, &str)> = case.ask.headers.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    let body = payload.to_string();
    let one = || app.post_with(&case.ask.path, body.clone(), &headers);
    let answers = futures_util::future::join_all((0..case.ask.times).map(|_| one())).await;
    let mut answers: Vec<(u16, Value)> =
        answers.into_iter().map(|answer| (answer.status, serde_json::from_str(&answer.text).unwrap_or_default())).collect();
    answers.sort_by_key(|(_, answer)| answer.to_string());
    let (status, answer) = answers[0].clone();
    if answer["useCallback"] == true {
        tokio::time::timeout(PATIENCE, async {
            while posted.lock().unwrap().is_empty() {
                tokio::time::sleep(Duration::from_millis(5)).await;
            }
        })
        .await
        .expect("the callback is kept");
    }
    let answers: Vec<Value> = answers.into_iter().map(|(_, answer)| answer).collect();
    let skills = app.admin_get("/api/skills").await.json();
    json!({ "status": status, "answer": answer, "answers": answers, "posted": *posted.lock().unwrap(), "skills": skills["skills"] })
}

/// `over` on top of `value`: maps are joined, anything else replaces.
fn lay(value: &mut Value, over: &Value) {
    match (value, over) {
        (Value::Object(map), Value::Object(over)) => {
            for (name, over) in over {
                lay(map.entry(name.clone()).or_insert(Value::Null), over);
            }
        }
        (_, Value::Null) => {}
        (value, over) => *value = over.clone(),
    }
}

/// Everything outside: an upstream, Kakao's callback and its Event API. No time passes in it: what takes longer than the time limit of
/// a request simply has not answered in time.
#[derive(Clone)]
struct Neighbours {
    says: Value,
    status: u16,
    after: Duration,
    /// Answers when so many have asked, or nobody else does.
    together: Arc<tokio::sync::Barrier>,
    asked: Arc<Mutex<Vec<Value>>>,
    posted: Arc<Mutex<Vec<Value>>>,
}

impl Neighbours {
    fn new(ask: &Asked) -> Self {
        Self {
            says: ask.upstream.clone(),
            status: ask.status,
            after: Duration::from_millis(ask.after),
            together: Arc::new(tokio::sync::Barrier::new(ask.times)),
            asked: Arc::default(),
            posted: Arc::default(),
        }
    }
}

impl Outbound for Neighbours {
    fn ask(&self, ask: Ask) -> Pending<'_, Result<Reply, OutboundError>> {
        let body = ask
            .body
            .as_deref()
            .map(|body| serde_json::from_slice::<Value>(body).unwrap_or_else(|_| String::from_utf8_lossy(body).into()));
        let headers: Value = ask.headers.iter().map(|(name, value)| (name.to_lowercase(), Value::from(value.as_str()))).collect();
        let seen = json!({ "url": ask.url, "method": ask.method, "headers": headers, "body": body, "retries": ask.retries.times });
        self.asked.lock().unwrap().push(seen);
        Box::pin(async move {
            let _ = tokio::time::timeout(TOGETHER, self.together.wait()).await;
            match &self.says {
                _ if self.after > ask.timeout => Err(OutboundError::Timeout),
                Value::Null => Err(OutboundError::Connect(Fault::Nowhere)),
                says => {
                    Ok(Reply { status: self.status, content_type: "application/json".to_owned(), body: says.to_string().into() })
                }
            }
        })
    }

    fn post(&self, _: String, body: Bytes, _: Duration) -> Pending<'_, Result<Reply, OutboundError>> {
        self.posted.lock().unwrap().push(serde_json::from_slice(&body).unwrap());
        let receipt = json!({ "taskId": "1", "status": "SUCCESS" }).to_string();
        Box::pin(async move { Ok(Reply { status: 200, content_type: "application/json".to_owned(), body: receipt.into() }) })
    }
}

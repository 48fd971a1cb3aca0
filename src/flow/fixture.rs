//! For this crate's unit tests: a world without a network, snapshots from YAML text, and neighbours that take their time.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use bytes::Bytes;
use serde_json::Value;
use tokio::time::Instant;

use super::{Begun, Job, Outcome, Promised, Received, Request, World, begin, request};
use crate::compile::{Snapshot, load};
use crate::diag::{Lang, render};
use crate::kakao::callback::HostRules;
use crate::meter::Meters;
use crate::outbound::{Ask, Fault, Outbound, OutboundError, Pending, Reply};

/// Calls go to `outbound`; the usual hosts are trusted.
pub(crate) fn world(outbound: impl Outbound + 'static) -> World {
    World::new(Arc::new(outbound), HostRules::default())
}

/// The configuration that this YAML makes.
#[expect(clippy::disallowed_methods, reason = "the stage of a test")]
pub(crate) fn snapshot(yaml: &str) -> Arc<Snapshot> {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("skills.yaml");
    std::fs::write(&file, yaml).unwrap();
    let loaded = load(&file, &Meters::default());
    let report = || render::human(&loaded.report, Lang::En, false);
    assert!(!loaded.report.has_errors(), "{}", report());
    Arc::new(loaded.snapshot.unwrap())
}

/// An upstream and a Kakao that take their time, and note what came when.
pub(crate) struct Neighbours {
    /// How long the upstream takes, and whether it answers then or breaks.
    pub(crate) upstream: (Duration, bool),
    /// What Kakao says to one POST after the other, and how long it takes; the last one stays. `None`: the connection breaks.
    pub(crate) kakao: Vec<(Duration, Option<(u16, &'static str)>)>,
    pub(crate) asked: AtomicUsize,
    pub(crate) posted: Mutex<Vec<(Instant, Bytes)>>,
}

/// Kakao is content.
pub(crate) const SUCCESS: (u16, &str) = (200, r#"{"taskId":"t","status":"SUCCESS","message":"","timestamp":1}"#);
/// Kakao has seen this token before.
pub(crate) const USED: (u16, &str) =
    (200, r#"{"taskId":"t","status":"FAIL","message":"Invalid callback token. Check your callback token.","timestamp":1}"#);

/// An upstream that answers `yes` after so many seconds, and a Kakao that takes everything at once.
pub(crate) fn neighbours(upstream: u64) -> Neighbours {
    Neighbours {
        upstream: (Duration::from_secs(upstream), true),
        kakao: vec![(Duration::ZERO, Some(SUCCESS))],
        asked: AtomicUsize::new(0),
        posted: Mutex::default(),
    }
}

impl Neighbours {
    /// The texts that were posted, and how long after `since`.
    pub(crate) fn texts(&self, since: Instant) -> Vec<(Duration, String)> {
        self.posted.lock().unwrap().iter().map(|(at, body)| (*at - since, text(body))).collect()
    }

    pub(crate) fn asked(&self) -> usize {
        self.asked.load(Ordering::Relaxed)
    }
}

impl Outbound for Arc<Neighbours> {
    fn ask(&self, ask: Ask) -> Pending<'_, Result<Reply, OutboundError>> {
        self.asked.fetch_add(1, Ordering::Relaxed);
        let (takes, answers) = self.upstream;
        Box::pin(async move {
            if takes > ask.timeout {
                tokio::time::sleep(ask.timeout).await;
                return Err(OutboundError::Timeout);
            }
            tokio::time::sleep(takes).await;
            if !answers {
                return Err(OutboundError::Broken(Fault::Reset));
            }
            Ok(Reply { status: 200, content_type: String::new(), body: Bytes::from_static(br#"{"answer":"yes"}"#) })
        })
    }

    fn post(&self, url: String, body: Bytes, timeout: Duration) -> Pending<'_, Result<Reply, OutboundError>> {
        assert_eq!(url, "https://bot-api.kakao.com/v1/callback/t");
        let mut posted = self.posted.lock().unwrap();
        let (takes, says) = self.kakao[posted.len().min(self.kakao.len() - 1)];
        posted.push((Instant::now(), body));
        Box::pin(async move {
            if takes > timeout {
                tokio::time::sleep(timeout).await;
                return Err(if says.is_some() { OutboundError::Timeout } else { OutboundError::ConnectTimeout });
            }
            tokio::time::sleep(takes).await;
            let (status, body) = says.ok_or(OutboundError::Broken(Fault::Reset))?;
            Ok(Reply { status, content_type: String::new(), body: Bytes::from_static(body.as_bytes()) })
        })
    }
}

/// A payload that brings the only URL this Kakao knows.
pub(crate) const PAYLOAD: &[u8] = r#"{"userRequest":{"callbackUrl":"https://bot-api.kakao.com/v1/callback/t","utterance":"안녕","user":{"id":"user-1"},"block":{"id":"b1"}}}"#.as_bytes();

/// `/ask` with a callback that is written so; it answers `답: yes`.
pub(crate) fn callback_skill(callback: &str) -> String {
    format!(
        "skills:\n  /ask:\n    upstream: https://api.example.com/\n    callback: {callback}\n    reply: \"답: {{{{upstream.answer}}}}\"\n    fallback: 지금은 어려워요.\n"
    )
}

/// What `/ask` answers now.
pub(crate) async fn asks(world: &Arc<World>, snapshot: &Arc<Snapshot>) -> Outcome {
    let body = Bytes::from_static(PAYLOAD);
    let received = Received { at: Instant::now(), unix_ms: 1_767_225_600_000 };
    let asked = Request { id: "r", path: "/ask", body: &body, query: "", received };
    request(world, snapshot, snapshot.skill("/ask").unwrap(), &asked, |_| None).await
}

/// The job that a request to `/ask` becomes.
pub(crate) fn job(world: &Arc<World>, snapshot: &Arc<Snapshot>) -> Box<Job> {
    let body = Bytes::from_static(PAYLOAD);
    let received = Received { at: Instant::now(), unix_ms: 1_767_225_600_000 };
    let asked = Request { id: "r", path: "/ask", body: &body, query: "", received };
    match begin(world, snapshot, snapshot.skill("/ask").unwrap(), &asked, |_| None) {
        Begun::Defers(job) => job,
        _ => panic!("no callback"),
    }
}

/// The promise behind what `/ask` answers now.
pub(crate) async fn promised(world: &Arc<World>, snapshot: &Arc<Snapshot>) -> Promised {
    match asks(world, snapshot).await {
        Outcome::Deferred(_, promised) => *promised,
        _ => panic!("it was not deferred"),
    }
}

/// The text of the first bubble.
pub(crate) fn text(body: &[u8]) -> String {
    let response: Value = serde_json::from_slice(body).unwrap();
    response["template"]["outputs"][0]["simpleText"]["text"].as_str().unwrap_or_else(|| panic!("{response}")).to_owned()
}

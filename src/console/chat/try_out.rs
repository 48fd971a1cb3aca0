//! One question, from its being asked to the end of its callback, and what is told of it.

use std::panic::AssertUnwindSafe;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use bytes::Bytes;
use futures_util::FutureExt;
use serde_json::{Value, json};
use tokio::sync::{oneshot, watch};
use tokio::time::Instant;

use super::mask::Mask;
use super::stage::Stage;
use crate::compile::{Skill, Snapshot};
use crate::console::render::applied;
use crate::diag::Lang;
use crate::flow::{
    self, Account, Begun, CallbackEnded, Failure, Mark, Outcome, Received, Request, RequestEnded, UpstreamError, Witness, World,
};
use crate::meter::{CallbackEnd, RequestEnd};
use crate::outbound::Exchange;

/// A question that was asked.
pub(super) struct Try {
    pub(super) id: String,
    pub(super) began: Instant,
    stage: Arc<Stage>,
    mask: Mask,
    lang: Lang,
    /// Of the configuration that answers.
    hash: String,
    /// What stands in `description` of the skill's cases.
    cases: Vec<Option<String>>,
    /// What the first answer came with.
    first: Mutex<Value>,
    /// `null`: there is none.
    callback: watch::Sender<Value>,
}

/// The skill's path and query string as asked, and the payload.
pub(super) type Sent = (String, String, Bytes);

impl Try {
    pub(super) fn new(snapshot: &Snapshot, skill: &Skill, stage: Arc<Stage>, lang: Lang) -> Self {
        Self {
            id: format!("{:032x}", fastrand::u128(..)),
            began: Instant::now(),
            stage,
            mask: Mask::of(&snapshot.secrets),
            lang,
            hash: snapshot.hash.clone(),
            cases: skill.cases().iter().map(|case| case.description.clone()).collect(),
            first: Mutex::default(),
            callback: watch::Sender::new(Value::Null),
        }
    }

    /// Asks, tells the first answer, and keeps the promise of a callback. To be run on the process's runtime. Told instead: that an
    /// upstream would have to be asked, and none may be; or why the payload is none.
    pub(super) async fn run(
        self: Arc<Self>,
        world: Arc<World>,
        snapshot: Arc<Snapshot>,
        skill: Arc<Skill>,
        (path, query, body): Sent,
        tell: oneshot::Sender<Result<Option<Value>, String>>,
    ) {
        let request = Request { id: "chat", path: &path, query: &query, body: &body, received: Received::now() };
        let answering = AssertUnwindSafe(self.outcome(&world, &snapshot, &skill, &request)).catch_unwind();
        let outcome = answering.await.unwrap_or_else(|thrown| Some(flow::panicked(&world, &skill, &request, thrown.as_ref())));
        let Some(outcome) = outcome else {
            drop(tell.send(Ok(None)));
            return;
        };
        // Whoever asked may be gone; the callback is kept all the same.
        match outcome {
            Outcome::Answered(bytes) => drop(tell.send(Ok(Some(self.answer(&bytes))))),
            Outcome::Deferred(bytes, promised) => {
                self.stage.receiver.awaits();
                drop(tell.send(Ok(Some(self.answer(&bytes)))));
                promised.keep(&world, Instant::now()).await;
            }
            Outcome::BadRequest(why) => drop(tell.send(Err(why.to_string()))),
            // No secret is asked for.
            Outcome::Unauthorized => drop(tell.send(Err("unauthorized".to_owned()))),
        }
    }

    /// `None`: an upstream would have to be asked, and none may be.
    async fn outcome(
        &self,
        world: &Arc<World>,
        snapshot: &Arc<Snapshot>,
        skill: &Arc<Skill>,
        request: &Request<'_>,
    ) -> Option<Outcome> {
        let outcome = match flow::begin(world, snapshot, skill, request, |_| None) {
            Begun::Ended(outcome) => outcome,
            Begun::Asks => flow::finish(world, snapshot, skill, request).await,
            // Only an answer from an upstream is worth a callback.
            Begun::Defers(_) if self.stage.is_alone() => return None,
            Begun::Defers(job) => job.first(world).await,
        };
        (!self.stage.missed_one()).then_some(outcome)
    }

    fn answer(&self, bytes: &Bytes) -> Value {
        let mut answer = self.first.lock().unwrap_or_else(PoisonError::into_inner).take();
        answer["id"] = json!(self.id);
        answer["response"] = serde_json::from_slice(bytes).unwrap_or_default();
        answer["upstream"] = self.upstream();
        answer["hash"] = json!(self.hash);
        answer["callback"] = self.callback();
        answer
    }

    /// How the callback goes; `null`: there is none.
    pub(super) fn callback(&self) -> Value {
        self.callback.borrow().clone()
    }

    /// Waits until the callback is over, where there is one.
    pub(super) async fn callback_ended(&self) {
        let mut callback = self.callback.subscribe();
        // The other end lives as long as `self`.
        let _ = callback.wait_for(|callback| callback["state"] != "pending").await;
    }

    /// What upstreams were asked so far, with every secret hidden.
    pub(super) fn upstream(&self) -> Value {
        self.stage.exchanges().iter().map(|exchange| self.exchange(exchange)).collect()
    }

    fn exchange(&self, Exchange { method, url, result, took, cut }: &Exchange) -> Value {
        let reply = result.as_ref().and_then(|result| result.as_ref().ok());
        let error = result.as_ref().and_then(|result| result.as_ref().err());
        let body = reply.map(|reply| self.mask.text(&String::from_utf8_lossy(&reply.body)));
        json!({
            "method": method,
            "url": self.mask.url(url),
            "status": reply.map(|reply| reply.status),
            "contentType": reply.map(|reply| &reply.content_type),
            "body": body,
            "cut": cut,
            "ms": result.as_ref().map(|_| millis(*took)),
            "error": error.map(|error| self.told(&Failure::from(UpstreamError::from(error.clone())))),
        })
    }

    fn told(&self, failure: &Failure) -> String {
        self.mask.text(&failure.told(self.lang))
    }

    /// What is told of an answer, first or later.
    fn account(&self, account: &Account) -> Value {
        json!({
            "applied": account.applied.iter().map(applied).collect::<Vec<_>>(),
            "failure": account.failure.as_ref().map(|failure| self.told(failure)),
            "case": account.case.map(|number| {
                let description = number.checked_sub(1).and_then(|at| self.cases.get(at)).cloned().flatten();
                json!({ "number": number, "description": description })
            }),
        })
    }
}

impl Witness for Try {
    fn request(&self, ended: &RequestEnded<'_>) -> Mark {
        let mut first = self.account(ended.account);
        first["outcome"] = json!(match ended.end {
            RequestEnd::Ok => "ok",
            RequestEnd::Deferred => "deferred",
            RequestEnd::Late => "late",
            _ => "fallback",
        });
        first["ms"] = json!(millis(ended.took));
        *self.first.lock().unwrap_or_else(PoisonError::into_inner) = first;
        if let Some(deadline) = ended.deadline {
            self.callback.send_replace(json!({ "state": "pending", "deadlineMs": deadline.as_millis() }));
        }
        Mark::default()
    }

    fn callback(&self, _: Mark, ended: &CallbackEnded<'_>) {
        let mut callback = self.account(ended.account);
        callback["state"] = json!(match ended.end {
            Some(CallbackEnd::Done) => "done",
            Some(CallbackEnd::Fallback) => "fallback",
            Some(CallbackEnd::Late) => "late",
            _ => "failed",
        });
        callback["response"] = ended.bytes.and_then(|bytes| serde_json::from_slice(bytes).ok()).unwrap_or_default();
        callback["atMs"] = json!(ended.took.as_millis());
        if let Some(failed) = ended.failed {
            callback["failure"] = json!(self.mask.text(&failed.reason));
        }
        self.callback.send_replace(callback);
    }
}

fn millis(took: Duration) -> f64 {
    took.as_secs_f64() * 1000.0
}

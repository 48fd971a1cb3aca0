//! How requests to skills, and the callbacks behind them, end. Every end passes here: it is counted, and whoever watches is told.

use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use tokio::time::Instant;

use super::errand::Errand;
use super::{Account, FailedCallback, Outcome, Request, World};
use crate::compile::Skill;
use crate::meter::{CallbackEnd, Meters, RequestEnd, SkillMeter, UpstreamEnd};
use crate::template::RequestInfo;

/// Sees how requests and callbacks end. It is called by the thread that answers: what takes long belongs elsewhere.
pub trait Witness: Send + Sync {
    /// A request has its first answer. What is given back comes back with the callback that may follow.
    fn request(&self, ended: &RequestEnded<'_>) -> Mark;
    /// A callback is over. `mark` is what [`Witness::request`] gave.
    fn callback(&self, mark: Mark, ended: &CallbackEnded<'_>);
}

/// What a witness knows a request by.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Mark(pub u64);

/// The end of a request.
#[derive(Clone, Copy)]
pub struct RequestEnded<'a> {
    /// What came. Of a request that was refused before its body was read, the body is empty.
    pub request: Request<'a>,
    /// `None`: no skill has the path.
    pub skill: Option<&'a Skill>,
    /// How it ended.
    pub end: RequestEnd,
    /// From its arrival.
    pub took: Duration,
    /// What is answered: a SkillResponse. `None`: it was refused.
    pub bytes: Option<&'a Bytes>,
    /// How the answer came about.
    pub account: &'a Account,
    /// Of a deferred one: how long after its arrival Kakao has to have the answer.
    pub deadline: Option<Duration>,
}

impl RequestEnded<'_> {
    /// The user's id, which the payload is read for once more.
    pub fn user(&self) -> Option<String> {
        let Request { path, query, received, body, .. } = self.request;
        let scope = self.skill?.harvest.read(body, RequestInfo { path, query, at_ms: received.unix_ms }).ok()?;
        scope.user_id().map(str::to_owned)
    }
}

/// The end of a callback.
#[derive(Clone, Copy)]
pub struct CallbackEnded<'a> {
    /// `None`: it was called off, because Kakao never heard of it, or is left to another process.
    pub end: Option<CallbackEnd>,
    /// From the arrival of the request.
    pub took: Duration,
    /// What was posted; `None`: nothing.
    pub bytes: Option<&'a Bytes>,
    /// How it came about.
    pub account: &'a Account,
    /// Why nobody got it.
    pub failed: Option<&'a FailedCallback>,
}

impl World {
    /// Who watches from now on.
    #[must_use]
    pub fn watched_by(mut self, witness: Arc<dyn Witness>) -> Self {
        self.witness = Some(witness);
        self
    }

    /// What is asked in this world is a try, no user's request: no secret is needed, nothing is counted, and neither a fallback nor a callback that was refused is told in the log.
    #[must_use]
    pub fn uncounted(mut self) -> Self {
        self.counted = false;
        self
    }

    /// A request has its first answer. `deadline`: a callback follows until then.
    pub(super) fn ended(
        &self,
        skill: &Skill,
        request: &Request<'_>,
        end: RequestEnd,
        bytes: &Bytes,
        account: &Account,
        deadline: Option<Duration>,
    ) -> Mark {
        let took = request.received.at.elapsed();
        self.count_limits(&skill.meter, account);
        let ended = RequestEnded { request: *request, skill: Some(skill), end, took, bytes: Some(bytes), account, deadline };
        self.request_ended(&skill.meter, &ended)
    }

    /// A request that nothing was answered to.
    pub(super) fn refused(&self, skill: &Skill, request: &Request<'_>, end: RequestEnd, outcome: Outcome) -> Outcome {
        self.refuse(&skill.meter, Some(skill), request, end);
        outcome
    }

    /// Counts a request that reached no skill, or that its skill does not take.
    pub fn refuse(&self, meter: &SkillMeter, skill: Option<&Skill>, request: &Request<'_>, end: RequestEnd) {
        let (took, account) = (request.received.at.elapsed(), &Account::default());
        self.request_ended(meter, &RequestEnded { request: *request, skill, end, took, bytes: None, account, deadline: None });
    }

    fn request_ended(&self, meter: &SkillMeter, ended: &RequestEnded<'_>) -> Mark {
        if self.counted {
            meter.request(ended.end, ended.took);
        }
        self.witness.as_ref().map(|witness| witness.request(ended)).unwrap_or_default()
    }

    pub(super) fn callback_ended(&self, errand: &Errand, ended: &CallbackEnded<'_>) {
        self.count_limits(&errand.meter, ended.account);
        if let Some(end) = ended.end.filter(|_| self.counted) {
            errand.meter.callback(end);
        }
        if let Some(failed) = ended.failed {
            self.failures.push(failed.clone());
        }
        if let Some(witness) = &self.witness {
            witness.callback(errand.mark, ended);
        }
    }

    /// A callback that a former process left, and that this one cannot keep.
    pub(super) fn callback_lost(&self, meters: &Meters, end: CallbackEnd, failed: FailedCallback) {
        meters.skill(&failed.skill).callback(end);
        self.failures.push(failed);
    }

    /// An answer that missed its callback is kept for its user.
    pub(super) fn kept(&self, meter: &SkillMeter, account: &Account) {
        self.count_limits(meter, account);
        if self.counted {
            meter.kept();
        }
    }

    pub(super) fn upstream_ended(&self, skill: &Skill, end: UpstreamEnd, began: Instant) {
        if self.counted {
            skill.meter.upstream(end, began.elapsed());
        }
    }

    fn count_limits(&self, meter: &SkillMeter, account: &Account) {
        for applied in account.applied.iter().filter(|_| self.counted) {
            meter.limit(applied.limit);
            tracing::debug!(at = applied.at, was = applied.was, now = applied.now, "cut to Kakao's limit");
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Mutex;

    use super::*;
    use crate::flow::fixture::{Neighbours, asks, callback_skill, neighbours, promised, snapshot, text, world};
    use crate::outbound::Scripted;

    /// Notes what it is told, in a line each.
    #[derive(Default)]
    struct Notes(Mutex<Vec<String>>);

    impl Witness for Notes {
        fn request(&self, ended: &RequestEnded<'_>) -> Mark {
            let Account { applied, failure, case } = ended.account;
            let user = ended.user().unwrap_or_default();
            let cut: Vec<_> = applied.iter().map(|applied| applied.limit).collect();
            let deadline = ended.deadline.map(|deadline| deadline.as_secs());
            let said = ended.bytes.is_some();
            let line = format!("{:?} {user} {case:?} {cut:?} {} {deadline:?} {said}", ended.end, failure.is_some());
            self.0.lock().unwrap().push(line);
            Mark(7)
        }

        fn callback(&self, mark: Mark, ended: &CallbackEnded<'_>) {
            let bytes = ended.bytes.map(|bytes| text(bytes)).unwrap_or_default();
            let (failure, took) = (ended.account.failure.is_some(), ended.took.as_secs());
            let reason = ended.failed.map(|failed| failed.reason.clone()).unwrap_or_default();
            let line = format!("{} {:?} {took} {bytes:?} {failure} {reason}", mark.0, ended.end);
            self.0.lock().unwrap().push(line);
        }
    }

    fn watched(world: World) -> (Arc<World>, Arc<Notes>) {
        let notes = Arc::new(Notes::default());
        let witness: Arc<dyn Witness> = Arc::<Notes>::clone(&notes);
        (Arc::new(world.watched_by(witness)), notes)
    }

    fn said(notes: &Notes) -> Vec<String> {
        std::mem::take(&mut notes.0.lock().unwrap())
    }

    #[tokio::test(start_paused = true)]
    async fn it_is_told_how_a_request_ended_and_why() {
        let (world, notes) = watched(world(Scripted::nothing()));
        let long = "가".repeat(999);
        for (yaml, told) in [
            ("skills: { /ask: 네 }".to_owned(), "Ok user-1 None [] false None true"),
            (
                format!("vars: {{ x: {long} }}\nskills: {{ /ask: '{{{{vars.x}}}}{{{{utterance}}}}' }}"),
                "Ok user-1 None [\"simpleText.text\"] false None true",
            ),
            (
                "skills: { /ask: { cases: [{ when: { utterance: 아니 }, reply: 하나 }, { reply: 둘 }] } }".to_owned(),
                "Ok user-1 Some(2) [] false None true",
            ),
            (
                "skills: { /ask: { upstream: 'https://api.example.com/', reply: '{{upstream.a}}' } }".to_owned(),
                "Fallback user-1 None [] true None true",
            ),
            (
                "skills: { /ask: { auth: { header: x, value: y }, reply: 네 } }".to_owned(),
                "Unauthorized user-1 None [] false None false",
            ),
        ] {
            asks(&world, &snapshot(&yaml)).await;
            assert_eq!(said(&notes), [told], "{yaml}");
        }
    }

    #[tokio::test(start_paused = true)]
    async fn it_is_told_how_a_callback_ended_under_the_mark_it_gave() {
        let unavailable = Neighbours { kakao: vec![(Duration::ZERO, Some((404, "")))], ..neighbours(0) };
        let hangs = "7 Some(Fallback) 45 \"지금은 어려워요.\" true ";
        for (neighbours, told) in [
            (neighbours(3), "7 Some(Done) 3 \"답: yes\" false "),
            (neighbours(600), hangs),
            (unavailable, "7 Some(Refused) 1 \"답: yes\" false HTTP 404"),
        ] {
            let (world, notes) = watched(world(Arc::new(neighbours)));
            let snapshot = snapshot(&callback_skill("true"));
            let promised = promised(&world, &snapshot).await;
            assert_eq!(said(&notes), ["Deferred user-1 None [] false Some(50) true"]);
            promised.keep(&world, Instant::now()).await;
            assert_eq!(said(&notes), [told]);
        }
    }

    #[tokio::test(start_paused = true)]
    async fn it_is_told_of_a_callback_that_was_called_off() {
        let (world, notes) = watched(world(Arc::new(neighbours(3))));
        let promised = promised(&world, &snapshot(&callback_skill("true"))).await;
        said(&notes);
        promised.withdraw(&world);
        assert_eq!(said(&notes), ["7 None 0 \"\" false "]);
    }

    #[tokio::test(start_paused = true)]
    async fn a_try_is_not_counted() {
        for counts in [true, false] {
            let world = world(Arc::new(Neighbours { upstream: (Duration::from_secs(90), false), ..neighbours(0) }));
            let (world, notes) = watched(if counts { world } else { world.uncounted() });
            let snapshot = snapshot(&callback_skill("true"));
            let promised = promised(&world, &snapshot).await;
            promised.keep(&world, Instant::now()).await;
            assert_eq!(said(&notes).len(), 2);
            let meter = format!("{:?}", snapshot.skill("/ask").unwrap().meter);
            let nothing =
                meter.contains("requests: [0, 0, 0, 0") && meter.contains("callbacks: [0, 0, 0, 0") && !meter.contains("Histogram");
            assert_eq!(nothing, !counts, "{meter}");
        }
    }
}

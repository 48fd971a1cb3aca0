//! A request that may be answered by a callback: what Kakao hears first, and the promise behind it.

use std::sync::Arc;
use std::time::Duration;

use tokio::time::{Instant, timeout, timeout_at};

use super::answer::Account;
use super::asking::Asked;
use super::call::Call;
use super::errand::Errand;
use super::promised::{Answer, Promised};
use super::{Mark, Outcome, Request, World, late, tell};
use crate::answer::{Built, build_wait};
use crate::compile::{Plan, Skill, Snapshot};
use crate::config::{CallbackMode, CallbackSpec, Late};
use crate::meter::RequestEnd;
use crate::store::LateKey;
use crate::template::Scope;

/// A disk or Redis that takes longer to note a promise is done without: Kakao waits for the first answer.
const JOURNAL_TIME: Duration = Duration::from_secs(1);
/// Kakao waits for 5 s, on the way included: after this it must not be the journal that holds the first answer back.
const FIRST_ANSWER: Duration = Duration::from_millis(4_500);
/// Where a skill's own `timeout` leaves less: enough for a disk that is well.
const LEAST_JOURNAL_TIME: Duration = Duration::from_millis(100);

/// A request with a trusted callbackUrl, before its first answer.
pub struct Job {
    asked: Asked,
    errand: Errand,
    /// Whose late answer may be waiting.
    user: Option<LateKey>,
    mode: CallbackMode,
    /// The useCallback answer.
    wait: Built,
    /// The skill's time for a direct answer is up.
    direct_until: Instant,
    /// The upstream's time is up.
    ask_until: Instant,
}

impl Job {
    pub(super) fn new(
        world: &World,
        snapshot: &Arc<Snapshot>,
        skill: &Arc<Skill>,
        plan: &Plan,
        request: &Request<'_>,
        scope: &Scope<'_>,
        url: &str,
    ) -> Self {
        let user = late::key(skill, scope);
        let keeps = plan.callback.late == Late::Keep;
        if keeps && user.is_none() && world.may_warn("nobody", &skill.path) {
            tell::nobody_to_keep_for(world.lang, request.id, &skill.path);
        }
        let errand = Errand {
            call: Arc::new(Call::new(request)),
            skill: skill.path.clone(),
            meter: skill.meter.clone(),
            url: url.to_owned(),
            budget: plan.callback.deadline,
            last_resort: plan.last_resort.clone(),
            late: user.filter(|_| keeps),
            key: None,
            maybe_posted: false,
            mark: Mark::default(),
        };
        Self {
            direct_until: request.received.at + skill.timeout,
            ask_until: ask_until(plan, &errand),
            user,
            mode: plan.callback.mode,
            wait: build_wait(plan, &snapshot.engine, scope),
            asked: Asked { call: Arc::clone(&errand.call), snapshot: Arc::clone(snapshot), skill: Arc::clone(skill) },
            errand,
        }
    }

    /// What the request is answered: useCallback once the promise is safe from the end of the process, or the answer itself where
    /// the skill waits for it first and it comes in time. To be run on the process's runtime: what is asked here, goes on behind it.
    pub async fn first(self, world: &Arc<World>) -> Outcome {
        let Self { asked, mut errand, user, mode, wait, direct_until, ask_until } = self;
        if let Some(bytes) = late::take(world, &asked.skill, user.as_ref()).await {
            world.ended(&asked.skill, &asked.call.request(), RequestEnd::Late, &bytes, &Account::default(), None);
            return Outcome::Answered(bytes);
        }
        let skill = Arc::clone(&asked.skill);
        let mut answering = asked.answer(Arc::clone(world), ask_until);
        if mode == CallbackMode::Auto
            && let Ok(answered) = timeout_at(direct_until, &mut answering).await
        {
            return answered.ends(world, &skill, &errand.call.request());
        }
        // Without a place in the journal the callback goes on in memory; the journal has said so.
        let left = (errand.call.received.at + FIRST_ANSWER).saturating_duration_since(Instant::now());
        let patience = left.clamp(LEAST_JOURNAL_TIME, JOURNAL_TIME);
        errand.key = timeout(patience, world.journal.promise(errand.promise())).await.ok().and_then(Result::ok);
        let account = Account { applied: wait.applied, ..Account::default() };
        let request = errand.call.request();
        errand.mark = world.ended(&skill, &request, RequestEnd::Deferred, &wait.bytes, &account, Some(errand.budget));
        Outcome::Deferred(wait.bytes, Box::new(Promised { errand, answer: Answer::UnderWay(answering) }))
    }
}

/// Where late answers are kept, the upstream may go on after the deadline.
pub(super) fn ask_until(plan: &Plan, errand: &Errand) -> Instant {
    if errand.late.is_none() {
        return errand.post_by();
    }
    let own = plan.upstream.as_ref().and_then(|upstream| upstream.timeout);
    errand.call.received.at + own.unwrap_or(CallbackSpec::USUAL_LATE)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::flow::fixture::{Neighbours, asks, callback_skill, neighbours, promised, snapshot, text, world};
    use crate::meter::CallbackEnd;
    use crate::store::{Journal, Memory};

    fn secs(seconds: u64) -> Duration {
        Duration::from_secs(seconds)
    }

    async fn direct(neighbours: Neighbours) -> (String, usize) {
        let neighbours = Arc::new(neighbours);
        let (world, snapshot) = (Arc::new(world(Arc::clone(&neighbours))), snapshot(&callback_skill("auto")));
        match asks(&world, &snapshot).await {
            Outcome::Answered(bytes) => (text(&bytes), neighbours.posted.lock().unwrap().len()),
            _ => panic!("it was not answered"),
        }
    }

    #[tokio::test(start_paused = true)]
    async fn auto_answers_directly_what_comes_in_time() {
        assert_eq!(direct(neighbours(3)).await, ("답: yes".to_owned(), 0));
    }

    #[tokio::test(start_paused = true)]
    async fn auto_gives_the_fallback_directly_when_the_upstream_fails_in_time() {
        assert_eq!(direct(Neighbours { upstream: (secs(2), false), ..neighbours(0) }).await, ("지금은 어려워요.".to_owned(), 0));
    }

    #[tokio::test(start_paused = true)]
    async fn auto_hands_the_running_call_to_the_callback() {
        let neighbours = Arc::new(neighbours(10));
        let (world, snapshot) = (Arc::new(world(Arc::clone(&neighbours))), snapshot(&callback_skill("auto")));
        let came = Instant::now();
        let promised = promised(&world, &snapshot).await;
        assert_eq!(came.elapsed(), secs(4));
        assert_eq!(promised.keep(&world, Instant::now()).await, Some(CallbackEnd::Done));
        assert_eq!(neighbours.texts(came), [(secs(10), "답: yes".to_owned())]);
        assert_eq!(neighbours.asked(), 1);
    }

    #[tokio::test(start_paused = true)]
    async fn a_journal_that_hangs_does_not_hold_the_first_answer_back_for_too_long() {
        for (mode, first) in [("true", secs(1)), ("auto", FIRST_ANSWER)] {
            let (neighbours, journal) = (Arc::new(neighbours(10)), Arc::new(Memory::default()));
            journal.hang();
            let kept: Arc<dyn Journal> = journal;
            let world = Arc::new(world(Arc::clone(&neighbours)).promising_in(kept));
            let came = Instant::now();
            let promised = promised(&world, &snapshot(&callback_skill(mode))).await;
            assert_eq!(came.elapsed(), first, "{mode}");
            assert_eq!(promised.keep(&world, Instant::now()).await, Some(CallbackEnd::Done), "{mode}");
        }
    }

    #[tokio::test(start_paused = true)]
    async fn an_answer_just_after_the_switch_still_lets_kakao_settle() {
        let neighbours = Arc::new(Neighbours { upstream: (Duration::from_millis(4_100), true), ..neighbours(0) });
        let (world, snapshot) = (Arc::new(world(Arc::clone(&neighbours))), snapshot(&callback_skill("auto")));
        let came = Instant::now();
        promised(&world, &snapshot).await.keep(&world, Instant::now()).await;
        assert_eq!(neighbours.texts(came), [(secs(5), "답: yes".to_owned())]);
    }
}

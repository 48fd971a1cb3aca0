//! A callback that was promised: it waits for the answer, posts it once, and says what became of it.

use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use tokio::time::{Instant, sleep_until, timeout};

use super::answer::{Account, Answered};
use super::asking::Answering;
use super::delivery::{self, Undelivered};
use super::errand::Errand;
use super::{CallbackEnded, World, late, tell};
use crate::meter::CallbackEnd;

/// A POST that overtakes the useCallback answer is refused as an invalid token.
pub const SETTLE: Duration = Duration::from_secs(1);
/// A disk that takes longer to note an answer is done without.
const JOURNAL_TIME: Duration = Duration::from_millis(250);

/// A callback that was promised. Whoever has one calls [`Promised::keep`], or [`Promised::withdraw`] when Kakao never heard of it.
pub struct Promised {
    pub(super) errand: Errand,
    pub(super) answer: Answer,
}

/// How far the answer is.
pub(super) enum Answer {
    /// It comes.
    UnderWay(Answering),
    /// A former process finished it.
    Ready(Bytes),
}

/// What is to be posted.
enum Post {
    Answer(Answered),
    /// The answer misses its deadline and is kept.
    LateNotice(late::Waiting),
    /// The process ends at once, and the promise is in memory alone.
    LastResort,
    /// The process ends at once: the next one finds the promise in the journal.
    LeftBehind,
}

impl Promised {
    /// Posts no sooner than a second after the useCallback answer was `handed_over`, at the latest at the deadline, and says what
    /// became of it. `None`: that is left to another process, now or after this one has ended.
    pub async fn keep(self, world: &Arc<World>, handed_over: Instant) -> Option<CallbackEnd> {
        let Self { errand, answer } = self;
        let settled = handed_over + SETTLE;
        let (Answered { bytes, account }, once_taken) = match wait(world, &errand, answer).await {
            Post::Answer(answered) => {
                note(world, &errand, &answered.bytes).await;
                let once_taken = if answered.is_own() { CallbackEnd::Done } else { CallbackEnd::Fallback };
                (answered, once_taken)
            }
            Post::LateNotice(waiting) => {
                let notice = late::notice(&errand.call.body);
                // First of all: the answer may come while this is posted.
                tokio::spawn(waiting.keep(Arc::clone(world), errand.id().to_owned(), errand.meter.clone(), errand.skill.clone()));
                (Answered::finished(notice), CallbackEnd::Late)
            }
            Post::LastResort => (Answered::finished(errand.last_resort.clone()), CallbackEnd::Fallback),
            Post::LeftBehind => return gone(world, &errand),
        };
        sleep_until(settled).await;
        if !claim(world, &errand).await {
            return gone(world, &errand);
        }
        let delivered = delivery::deliver(world, &errand, &bytes).await;
        let Undelivered { end, failed } = delivered.err().unwrap_or(Undelivered { end: once_taken, failed: None });
        if let Some(key) = errand.key {
            world.journal.done(key);
        }
        let (took, failed) = (errand.call.received.at.elapsed(), failed.as_ref());
        let ended = CallbackEnded { end: Some(end), took, bytes: Some(&bytes), account: &account, failed };
        world.callback_ended(&errand, &ended);
        Some(end)
    }

    /// The useCallback answer never left: nobody waits for a callback.
    pub fn withdraw(self, world: &World) {
        if let Some(key) = self.errand.key {
            world.journal.done(key);
        }
        tell::withdrawn(self.errand.id(), &self.errand.skill);
        gone(world, &self.errand);
    }
}

/// Nothing is posted by this process.
fn gone(world: &World, errand: &Errand) -> Option<CallbackEnd> {
    let (took, account) = (errand.call.received.at.elapsed(), &Account::default());
    world.callback_ended(errand, &CallbackEnded { end: None, took, bytes: None, account, failed: None });
    None
}

/// Waits for the answer, or for the moment from which it is too late for it.
async fn wait(world: &Arc<World>, errand: &Errand, answer: Answer) -> Post {
    let mut answering = match answer {
        Answer::Ready(bytes) => return Post::Answer(Answered::finished(bytes)),
        Answer::UnderWay(answering) => answering,
    };
    tokio::select! {
        biased;
        answered = &mut answering => return Post::Answer(answered),
        () = world.hurried() => return if errand.key.is_some() { Post::LeftBehind } else { Post::LastResort },
        () = sleep_until(errand.post_by()), if errand.late.is_some() => {}
    }
    match late::Waiting::begin(world, errand, answering) {
        Some(waiting) => Post::LateNotice(waiting),
        None => Post::LastResort,
    }
}

/// Notes the answer, so that after a restart the upstream is not asked again.
async fn note(world: &World, errand: &Errand, bytes: &Bytes) {
    if let Some(key) = errand.key {
        // Whether it was noted or not, it is posted.
        let _ = timeout(JOURNAL_TIME, world.journal.answered(key, bytes.clone())).await;
    }
}

/// Whether this process is the one that posts: another one that shares the journal may have taken the promise over.
async fn claim(world: &World, errand: &Errand) -> bool {
    let Some(key) = errand.key else { return true };
    // Rather twice than never: Kakao takes one.
    timeout(JOURNAL_TIME, world.journal.claim(key)).await.unwrap_or(true)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::flow::fixture::{Neighbours, asks, callback_skill, neighbours, promised, snapshot, text, world};
    use crate::flow::{Outcome, recover};
    use crate::meter::Meters;
    use crate::outbound::{Ask, Outbound, OutboundError, Pending, Reply};
    use crate::store::Memory;

    fn secs(seconds: u64) -> Duration {
        Duration::from_secs(seconds)
    }

    /// One callback: how it ended, and what was posted how long after the request.
    async fn run(callback: &str, neighbours: Neighbours) -> (Option<CallbackEnd>, Vec<(Duration, String)>) {
        let neighbours = Arc::new(neighbours);
        let (world, snapshot) = (Arc::new(world(Arc::clone(&neighbours))), snapshot(&callback_skill(callback)));
        let came = Instant::now();
        let end = promised(&world, &snapshot).await.keep(&world, came).await;
        (end, neighbours.texts(came))
    }

    #[tokio::test(start_paused = true)]
    async fn a_quick_answer_waits_for_the_settle_second() {
        assert_eq!(run("true", neighbours(0)).await, (Some(CallbackEnd::Done), vec![(secs(1), "답: yes".to_owned())]));
    }

    #[tokio::test(start_paused = true)]
    async fn a_slow_answer_is_posted_at_once() {
        assert_eq!(run("true", neighbours(30)).await, (Some(CallbackEnd::Done), vec![(secs(30), "답: yes".to_owned())]));
    }

    #[tokio::test(start_paused = true)]
    async fn an_upstream_that_hangs_leaves_time_to_post_the_fallback() {
        let fallback = |after: u64| (Some(CallbackEnd::Fallback), vec![(secs(after), "지금은 어려워요.".to_owned())]);
        assert_eq!(run("true", neighbours(600)).await, fallback(45));
        assert_eq!(run("{ deadline: 58s }", neighbours(600)).await, fallback(53));
        assert_eq!(run("{ deadline: 4s }", neighbours(600)).await, fallback(3));
    }

    #[tokio::test(start_paused = true)]
    async fn a_mistake_of_ours_still_posts_something() {
        struct Panics(Arc<Neighbours>);
        impl Outbound for Panics {
            fn ask(&self, _: Ask) -> Pending<'_, Result<Reply, OutboundError>> {
                panic!("a mistake of ours")
            }

            fn post(&self, url: String, body: Bytes, timeout: Duration) -> Pending<'_, Result<Reply, OutboundError>> {
                self.0.post(url, body, timeout)
            }
        }
        let posts = Arc::new(neighbours(0));
        let (world, snapshot) = (Arc::new(world(Panics(Arc::clone(&posts)))), snapshot(&callback_skill("true")));
        let end = promised(&world, &snapshot).await.keep(&world, Instant::now()).await;
        assert_eq!((end, posts.posted.lock().unwrap().len()), (Some(CallbackEnd::Fallback), 1));
    }

    #[tokio::test(start_paused = true)]
    async fn a_late_answer_is_announced_and_waits_for_the_users_next_request() {
        let neighbours = Arc::new(neighbours(80));
        let (world, snapshot) = (Arc::new(world(Arc::clone(&neighbours))), snapshot(&callback_skill("{ late: keep }")));
        let came = Instant::now();
        assert_eq!(promised(&world, &snapshot).await.keep(&world, came).await, Some(CallbackEnd::Late));
        let [(at, notice)] = &neighbours.texts(came)[..] else { panic!("one notice") };
        assert!(*at == secs(45) && notice.contains("답변") | notice.contains("버튼"), "{at:?} {notice}");
        assert!(!world.journal.has_late());
        tokio::time::sleep(secs(40)).await;
        let Outcome::Answered(kept) = asks(&world, &snapshot).await else { panic!("the kept answer") };
        assert_eq!((text(&kept).as_str(), neighbours.asked()), ("답: yes", 1));
        // Once.
        assert!(matches!(asks(&world, &snapshot).await, Outcome::Deferred(..)));
    }

    #[tokio::test(start_paused = true)]
    async fn a_late_answer_that_fails_keeps_nothing() {
        let broken = Neighbours { upstream: (secs(80), false), ..neighbours(0) };
        let neighbours = Arc::new(broken);
        let (world, snapshot) = (Arc::new(world(Arc::clone(&neighbours))), snapshot(&callback_skill("{ late: keep }")));
        assert_eq!(promised(&world, &snapshot).await.keep(&world, Instant::now()).await, Some(CallbackEnd::Late));
        tokio::time::sleep(secs(400)).await;
        assert!(!world.journal.has_late());
    }

    #[tokio::test(start_paused = true)]
    async fn an_answer_in_time_is_never_late() {
        assert_eq!(run("{ late: keep }", neighbours(44)).await, (Some(CallbackEnd::Done), vec![(secs(44), "답: yes".to_owned())]));
    }

    /// A journal in memory that a test can look into.
    fn journaled(neighbours: &Arc<Neighbours>) -> (Arc<World>, Arc<Memory>) {
        let journal = Arc::new(Memory::default());
        let kept: Arc<dyn crate::store::Journal> = Arc::<Memory>::clone(&journal);
        (Arc::new(world(Arc::clone(neighbours)).promising_in(kept)), journal)
    }

    #[tokio::test(start_paused = true)]
    async fn the_journal_has_the_promise_until_it_is_kept() {
        let neighbours = Arc::new(neighbours(0));
        let (world, journal) = journaled(&neighbours);
        let snapshot = snapshot(&callback_skill("true"));
        let promised = promised(&world, &snapshot).await;
        let pending = journal.pending();
        assert_eq!((pending.len(), pending[0].skill.as_str(), pending[0].answer.as_ref()), (1, "/ask", None));
        assert_eq!(pending[0].deadline_ms - pending[0].received_ms, 50_000);
        promised.keep(&world, Instant::now()).await;
        assert_eq!(journal.pending(), []);
    }

    #[tokio::test(start_paused = true)]
    async fn a_withdrawn_promise_is_forgotten_and_nothing_is_posted() {
        let neighbours = Arc::new(neighbours(0));
        let (world, journal) = journaled(&neighbours);
        promised(&world, &snapshot(&callback_skill("true"))).await.withdraw(&world);
        assert_eq!((journal.pending().len(), neighbours.posted.lock().unwrap().len()), (0, 0));
    }

    #[tokio::test(start_paused = true)]
    async fn an_end_at_once_leaves_the_promise_to_the_journal() {
        let neighbours = Arc::new(neighbours(30));
        let (world, journal) = journaled(&neighbours);
        let promised = promised(&world, &snapshot(&callback_skill("true"))).await;
        world.hurry();
        assert_eq!(promised.keep(&world, Instant::now()).await, None);
        assert_eq!((journal.pending().len(), neighbours.posted.lock().unwrap().len()), (1, 0));
    }

    #[tokio::test(start_paused = true)]
    async fn what_another_process_has_taken_over_is_not_posted_twice() {
        let neighbours = Arc::new(neighbours(0));
        let (world, journal) = journaled(&neighbours);
        journal.let_another_claim();
        assert_eq!(promised(&world, &snapshot(&callback_skill("true"))).await.keep(&world, Instant::now()).await, None);
        assert_eq!((journal.pending().len(), neighbours.posted.lock().unwrap().len()), (1, 0));
    }

    #[tokio::test(start_paused = true)]
    async fn an_end_at_once_sends_the_fallback_where_no_journal_has_the_promise() {
        let neighbours = Arc::new(neighbours(30));
        let (world, _) = journaled(&neighbours);
        let came = Instant::now();
        let mut promised = promised(&world, &snapshot(&callback_skill("true"))).await;
        promised.errand.key = None;
        world.hurry();
        assert_eq!(promised.keep(&world, came).await, Some(CallbackEnd::Fallback));
        assert_eq!(neighbours.texts(came), [(secs(1), "지금은 어려워요.".to_owned())]);
    }

    /// What a former process left, kept by one with this configuration; the promise was made `ago`.
    async fn after_restart(
        yaml: &str,
        ago: Duration,
        answer: Option<&'static str>,
    ) -> (Vec<Option<CallbackEnd>>, Arc<Neighbours>, Meters) {
        let neighbours = Arc::new(neighbours(2));
        let (before, journal) = journaled(&neighbours);
        drop(promised(&before, &snapshot(&callback_skill("true"))).await);
        let mut left = journal.pending().remove(0);
        let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap();
        left.received_ms = i64::try_from(now.saturating_sub(ago).as_millis()).unwrap();
        left.deadline_ms = left.received_ms + 50_000;
        left.answer = answer.map(|answer| Bytes::from_static(answer.as_bytes()));
        let journal = Arc::new(Memory::leaving([left]));
        let kept: Arc<dyn crate::store::Journal> = Arc::<Memory>::clone(&journal);
        let world = Arc::new(world(Arc::clone(&neighbours)).promising_in(kept));
        let meters = Meters::default();
        let mut ends = Vec::new();
        for promised in recover(&world, &snapshot(yaml), &meters).await {
            ends.push(promised.keep(&world, Instant::now()).await);
        }
        assert_eq!(journal.pending(), []);
        assert_eq!(world.failures.last().len(), usize::from(ends.is_empty()));
        (ends, neighbours, meters)
    }

    #[tokio::test(start_paused = true)]
    async fn after_a_restart_the_upstream_is_asked_again_by_the_present_configuration() {
        let yaml = callback_skill("true").replace("답:", "새 답:");
        let came = Instant::now();
        let (ends, neighbours, meters) = after_restart(&yaml, secs(20), None).await;
        assert_eq!((ends, neighbours.asked()), (vec![Some(CallbackEnd::Done)], 1));
        assert_eq!(neighbours.texts(came), [(secs(2), "새 답: yes".to_owned())]);
        assert_eq!(meters.callbacks().recovered, 1);
    }

    #[tokio::test(start_paused = true)]
    async fn an_answer_that_was_noted_is_posted_without_asking_again() {
        let noted = r#"{"version":"2.0","template":{"outputs":[{"simpleText":{"text":"적어 둔 답"}}]}}"#;
        let came = Instant::now();
        let (ends, neighbours, _) = after_restart(&callback_skill("true"), secs(20), Some(noted)).await;
        assert_eq!((ends, neighbours.asked()), (vec![Some(CallbackEnd::Done)], 0));
        assert_eq!(neighbours.texts(came), [(secs(1), "적어 둔 답".to_owned())]);
    }

    #[tokio::test(start_paused = true)]
    async fn a_skill_that_is_gone_still_sends_a_word() {
        let (ends, neighbours, _) = after_restart("skills: { /other: 네 }\n", secs(20), None).await;
        assert_eq!((ends, neighbours.asked()), (vec![Some(CallbackEnd::Done)], 0));
        assert!(neighbours.texts(Instant::now() - secs(1))[0].1.contains("죄송해요"));
    }

    #[tokio::test(start_paused = true)]
    async fn what_is_past_its_deadline_is_counted_and_not_posted() {
        let (ends, neighbours, meters) = after_restart(&callback_skill("true"), secs(51), None).await;
        assert_eq!((ends, neighbours.posted.lock().unwrap().len()), (vec![], 0));
        assert_eq!((meters.callbacks().expired, meters.callbacks().failed), (1, 1));
    }

    #[tokio::test(start_paused = true)]
    async fn a_promise_that_was_made_long_ago_has_only_the_time_that_is_left() {
        let came = Instant::now();
        let neighbours = Arc::new(neighbours(600));
        let (before, journal) = journaled(&neighbours);
        drop(promised(&before, &snapshot(&callback_skill("true"))).await);
        let mut left = journal.pending().remove(0);
        let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap();
        left.received_ms = i64::try_from(now.saturating_sub(secs(30)).as_millis()).unwrap();
        left.deadline_ms = left.received_ms + 50_000;
        let world = Arc::new(world(Arc::clone(&neighbours)).promising_in(Arc::new(Memory::leaving([left]))));
        for promised in recover(&world, &snapshot(&callback_skill("true")), &Meters::default()).await {
            promised.keep(&world, Instant::now()).await;
        }
        let (at, text) = neighbours.texts(came).remove(0);
        assert!(text == "지금은 어려워요." && at <= secs(15) && at > secs(14), "{at:?} {text}");
    }
}

//! The last requests, in memory. Under load most successes are left out, so that nothing is slower for being watched.

use std::collections::VecDeque;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use tokio::sync::broadcast;

use super::Entry;
use super::quota::Quota;
use crate::flow::{CallbackEnded, Mark, RequestEnded, Witness};
use crate::meter::RequestEnd;

/// How many are remembered.
const MOST: usize = 200;
/// So many successes a second are kept while a page listens: more than anybody can read.
const SUCCESSES: u64 = 50;
/// And so many while none does: enough for whoever opens one to see what was asked lately.
const UNSEEN: u64 = 5;
/// What went wrong, and what a callback follows.
const OTHERS: u64 = 200;
/// Requests that are refused, as anybody who finds the port can send them: a scanner must not drive the bot's own out.
const STRANGERS: u64 = 1;
/// A page that is further behind than this misses some.
const BEHIND: usize = 512;

/// The last requests.
pub struct RequestLog {
    /// What users wrote is kept.
    utterances: bool,
    successes: Quota,
    others: Quota,
    strangers: Quota,
    /// How many were left out.
    skipped: AtomicU64,
    kept: Mutex<Kept>,
    news: broadcast::Sender<News>,
    /// Each page that listens holds it too.
    listeners: Arc<()>,
}

/// A page that listens.
pub(in crate::console) struct Listening {
    pub(in crate::console) news: broadcast::Receiver<News>,
    _counted: Arc<()>,
}

#[derive(Default)]
struct Kept {
    /// The number of the last one.
    last: u64,
    /// The oldest first; their numbers have no gaps.
    entries: VecDeque<Arc<Entry>>,
}

/// What pages are told.
#[derive(Clone)]
pub(in crate::console) enum News {
    /// A request ended.
    Request(Arc<Entry>),
    /// The callback of this one ended.
    Callback(Arc<Entry>),
}

impl RequestLog {
    /// An empty one. `utterances`: what users wrote is kept.
    pub fn new(utterances: bool) -> Self {
        Self {
            utterances,
            successes: Quota::default(),
            others: Quota::default(),
            strangers: Quota::default(),
            skipped: AtomicU64::new(0),
            kept: Mutex::default(),
            news: broadcast::Sender::new(BEHIND),
            listeners: Arc::default(),
        }
    }

    /// Those with a higher number, the newest first.
    pub(super) fn after(&self, number: u64) -> Vec<Arc<Entry>> {
        let kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        kept.entries.iter().rev().take_while(|entry| entry.number > number).cloned().collect()
    }

    pub(super) fn find(&self, number: u64) -> Option<Arc<Entry>> {
        let kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        kept.place(number).and_then(|at| kept.entries.get(at)).cloned()
    }

    /// How many were left out since the start.
    pub(in crate::console) fn skipped(&self) -> u64 {
        self.skipped.load(Ordering::Relaxed)
    }

    /// What happens from now on.
    pub(in crate::console) fn subscribe(&self) -> Listening {
        Listening { news: self.news.subscribe(), _counted: Arc::clone(&self.listeners) }
    }

    /// Whether a page listens: one look at a number, where the channel would take its lock.
    fn is_heard(&self) -> bool {
        Arc::strong_count(&self.listeners) > 1
    }

    #[cold]
    fn keep(&self, ended: &RequestEnded<'_>) -> Mark {
        let mut entry = Entry::of(ended, self.utterances);
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        kept.last += 1;
        entry.number = kept.last;
        let entry = Arc::new(entry);
        if kept.entries.len() == MOST {
            kept.entries.pop_front();
        }
        kept.entries.push_back(Arc::clone(&entry));
        // Told while the lock is held, so that pages hear of a request before its callback.
        self.tell(|| News::Request(entry));
        Mark(kept.last)
    }

    fn tell(&self, news: impl FnOnce() -> News) {
        if self.is_heard() {
            // The last page may have gone just now.
            let _ = self.news.send(news());
        }
    }
}

impl Kept {
    fn place(&self, number: u64) -> Option<usize> {
        let first = self.entries.front()?.number;
        usize::try_from(number.checked_sub(first)?).ok()
    }
}

impl Witness for RequestLog {
    fn request(&self, ended: &RequestEnded<'_>) -> Mark {
        let (quota, most) = match (ended.end, ended.skill) {
            (_, None)
            | (
                RequestEnd::Unauthorized
                | RequestEnd::BadRequest
                | RequestEnd::NotFound
                | RequestEnd::Method
                | RequestEnd::TooLarge
                | RequestEnd::SlowBody,
                _,
            ) => (&self.strangers, STRANGERS),
            (RequestEnd::Ok, _) => (&self.successes, if self.is_heard() { SUCCESSES } else { UNSEEN }),
            (RequestEnd::Fallback | RequestEnd::Deferred | RequestEnd::Late | RequestEnd::Loop, _) => (&self.others, OTHERS),
        };
        if quota.take(most, ended.request.received.unix_ms) {
            return self.keep(ended);
        }
        self.skipped.fetch_add(1, Ordering::Relaxed);
        Mark::default()
    }

    fn callback(&self, mark: Mark, ended: &CallbackEnded<'_>) {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(at) = kept.place(mark.0) else { return };
        if let Some(entry) = kept.entries.get_mut(at) {
            Arc::make_mut(entry).settle(ended);
            self.tell(|| News::Callback(Arc::clone(entry)));
        }
    }
}

#[cfg(test)]
pub(in crate::console) mod fixture {
    //! A world that is watched, and requests in it.

    use bytes::Bytes;
    use tokio::time::Instant;

    use super::*;
    use crate::flow::fixture::{PAYLOAD, snapshot};
    use crate::flow::{self, Received, World};

    pub(in crate::console) fn watched(world: World, utterances: bool) -> (Arc<World>, Arc<RequestLog>) {
        let log = Arc::new(RequestLog::new(utterances));
        let witness: Arc<dyn Witness> = Arc::<RequestLog>::clone(&log);
        (Arc::new(world.watched_by(witness)), log)
    }

    pub(in crate::console) async fn ask(world: &Arc<World>, yaml: &str, times: usize, unix_ms: i64) {
        let (snapshot, body) = (snapshot(yaml), Bytes::from_static(PAYLOAD));
        for _ in 0..times {
            let received = Received { at: Instant::now(), unix_ms };
            let asked = flow::Request { id: "r", path: "/ask", body: &body, query: "", received };
            flow::request(world, &snapshot, snapshot.skill("/ask").unwrap(), &asked, |_| None).await;
        }
    }
}

#[cfg(test)]
mod tests {
    use tokio::time::Instant;

    use super::fixture::{ask, watched};
    use super::*;
    use crate::diag::Lang;
    use crate::flow::fixture::{callback_skill, neighbours, promised, snapshot, world};
    use crate::outbound::Scripted;

    #[tokio::test(start_paused = true)]
    async fn what_is_too_much_is_left_out_and_counted_but_not_what_went_wrong() {
        let (world, log) = watched(world(Scripted::nothing()), false);
        let _page = log.subscribe();
        ask(&world, "skills: { /ask: 네 }", 60, 1_000).await;
        assert_eq!((log.after(0).len(), log.skipped()), (50, 10));
        ask(&world, "skills: { /ask: 네 }", 1, 2_000).await;
        assert_eq!((log.after(0).len(), log.skipped()), (51, 10));
        ask(&world, "skills: { /ask: { upstream: 'https://a.example/', reply: '{{upstream.a}}' } }", 60, 2_000).await;
        assert_eq!((log.after(0).len(), log.after(51).len(), log.skipped()), (111, 60, 10));
        assert_eq!(log.after(110)[0].value(Lang::Ko)["outcome"], "fallback");
    }

    #[tokio::test(start_paused = true)]
    async fn while_no_page_listens_few_successes_are_kept_and_all_that_went_wrong() {
        let (world, log) = watched(world(Scripted::nothing()), false);
        ask(&world, "skills: { /ask: 네 }", 60, 1_000).await;
        assert_eq!((log.after(0).len(), log.skipped()), (5, 55));
        let page = log.subscribe();
        ask(&world, "skills: { /ask: 네 }", 60, 1_000).await;
        assert_eq!((log.after(0).len(), log.skipped()), (50, 70));
        drop(page);
        ask(&world, "skills: { /ask: 네 }", 60, 2_000).await;
        assert_eq!((log.after(0).len(), log.skipped()), (55, 125));
        ask(&world, "skills: { /ask: { upstream: 'https://a.example/', reply: '{{upstream.a}}' } }", 60, 2_000).await;
        assert_eq!((log.after(55).len(), log.skipped()), (60, 125));
    }

    #[tokio::test(start_paused = true)]
    async fn whoever_is_refused_does_not_drive_out_what_went_wrong() {
        let (world, log) = watched(world(Scripted::nothing()), false);
        ask(&world, "skills: { /ask: { upstream: 'https://a.example/', reply: '{{upstream.a}}' } }", 1, 1_000).await;
        for second in 1..=2 {
            ask(&world, "skills: { /ask: { auth: { header: X-Key, value: k }, reply: 네 } }", 150, second * 1_000).await;
        }
        let outcomes: Vec<_> = log.after(0).iter().map(|entry| entry.value(Lang::Ko)["outcome"].clone()).collect();
        assert_eq!(outcomes, ["unauthorized", "unauthorized", "fallback"]);
        assert_eq!(log.skipped(), 298);
    }

    #[tokio::test(start_paused = true)]
    async fn the_oldest_leave() {
        let (world, log) = watched(world(Scripted::nothing()), false);
        let _page = log.subscribe();
        for second in 0..5 {
            ask(&world, "skills: { /ask: 네 }", 50, second * 1_000).await;
        }
        let all = log.after(0);
        assert_eq!((all.len(), all[0].number, all[MOST - 1].number), (MOST, 250, 51));
        assert!(log.find(50).is_none() && log.find(251).is_none());
        assert_eq!(log.find(51).unwrap().number, 51);
    }

    #[tokio::test(start_paused = true)]
    async fn a_request_shows_no_user_and_what_was_said_only_when_that_was_asked_for() {
        for keeps in [false, true] {
            let (world, log) = watched(world(Scripted::nothing()), keeps);
            ask(&world, "skills: { /ask: '{{utterance}}' }", 1, 1_000).await;
            let whole = log.find(1).unwrap().whole(Lang::Ko);
            assert_eq!((&whole["user"], &whole["replay"]), (&"u***".into(), &keeps.into()));
            assert_eq!((whole["utterance"] == "안녕", whole["payload"].is_object()), (keeps, keeps));
            let text = whole.to_string();
            assert!(!text.contains("user-1") && !text.contains("callbackUrl"), "{text}");
        }
    }

    #[tokio::test(start_paused = true)]
    async fn a_callback_is_pending_until_it_has_ended() {
        let (world, log) = watched(world(Arc::new(neighbours(3))), false);
        let mut page = log.subscribe();
        let snapshot = snapshot(&callback_skill("true"));
        let promised = promised(&world, &snapshot).await;
        let state = |log: &RequestLog| log.find(1).unwrap().value(Lang::Ko)["callback"]["state"].clone();
        assert_eq!(state(&log), "pending");
        promised.keep(&world, Instant::now()).await;
        assert_eq!(state(&log), "done");
        let told: Vec<_> = std::iter::from_fn(|| page.news.try_recv().ok()).collect();
        let [News::Request(_), News::Callback(ended)] = &told[..] else { panic!("one after the other") };
        assert_eq!(ended.callback_value(Lang::Ko)["callback"]["ms"], 3000.0);
    }
}

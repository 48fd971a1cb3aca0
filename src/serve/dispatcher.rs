//! Running callbacks behind the requests that promised them, and events to their end.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use arc_swap::ArcSwapOption;
use bytes::Bytes;
use tokio::runtime::Handle;
use tokio::sync::{Notify, oneshot};
use tokio::task::AbortHandle;
use tokio::time::{Instant, sleep, timeout};

use crate::compile::Snapshot;
use crate::flow::{EventAnswer, Job, Outcome, Promised, World, recover};
use crate::meter::Meters;

/// How often the journal is asked for what another process left: a disk that was not there may come back, another replica may end.
const RECOVERY: Duration = Duration::from_secs(10);
/// What an end at once leaves for the callbacks that are in no journal, and for the journal's last write.
const LAST_WORDS: Duration = Duration::from_secs(3);

/// Runs jobs on the process's runtime: a worker's tasks would die with the worker, and the promise with them.
pub(super) struct Dispatcher {
    runtime: Handle,
    world: Arc<World>,
    meters: Meters,
    open: Arc<Open>,
}

/// How many jobs run, and who waits for none.
#[derive(Default)]
struct Open {
    count: AtomicUsize,
    none: Notify,
}

/// What a job's request is answered.
pub(super) enum First {
    /// The answer itself.
    Answered(Outcome),
    /// useCallback: whoever gives it to the connection says so.
    Deferred(Bytes, HandOver),
    /// What became of an event; `None`: a mistake of ours.
    Event(Option<EventAnswer>),
}

/// Says that the useCallback answer was handed over. Dropped instead, it calls the callback off: Kakao never heard of it.
pub(super) struct HandOver(oneshot::Sender<Instant>);

impl HandOver {
    pub(super) fn now(self) {
        // A job that is gone needs no word.
        let _ = self.0.send(Instant::now());
    }
}

impl Dispatcher {
    pub(super) fn new(runtime: Handle, world: Arc<World>, meters: Meters) -> Self {
        Self { runtime, world, meters, open: Arc::default() }
    }

    /// Starts a job; its first answer comes through the channel. An error there is a mistake of ours.
    pub(super) fn start(&self, job: Box<Job>) -> oneshot::Receiver<First> {
        let (tell, first) = oneshot::channel();
        let slot = Slot::take(&self.open);
        let (world, meters) = (Arc::clone(&self.world), self.meters.clone());
        self.runtime.spawn(async move {
            let _slot = slot;
            match job.first(&world).await {
                Outcome::Deferred(bytes, promised) => {
                    let _pending = meters.callback_begins();
                    let (hand_over, handed_over) = oneshot::channel();
                    // Where the connection is gone, the message comes back, and the hand-over in it is dropped with it.
                    drop(tell.send(First::Deferred(bytes, HandOver(hand_over))));
                    match handed_over.await {
                        Ok(at) => drop(promised.keep(&world, at).await),
                        Err(_) => promised.withdraw(&world),
                    }
                }
                // Nobody may be waiting for it any more.
                answered => drop(tell.send(First::Answered(answered))),
            }
        });
        first
    }

    /// Runs what has to come to its end also when the connection is gone. An error in the channel is a mistake of ours.
    pub(super) fn run<T: Send + 'static>(&self, work: impl Future<Output = T> + Send + 'static) -> oneshot::Receiver<T> {
        let (tell, done) = oneshot::channel();
        let slot = Slot::take(&self.open);
        self.runtime.spawn(async move {
            let _slot = slot;
            // Nobody may be waiting for it any more.
            drop(tell.send(work.await));
        });
        done
    }

    /// Goes on, now and from time to time, with what another process promised and did not get to.
    pub(super) fn recover(self: &Arc<Self>, snapshots: Arc<ArcSwapOption<Snapshot>>) -> AbortHandle {
        let own = Arc::clone(self);
        let task = self.runtime.spawn(async move {
            loop {
                if let Some(snapshot) = snapshots.load_full() {
                    for promised in recover(&own.world, &snapshot, &own.meters).await {
                        own.keep(promised);
                    }
                }
                sleep(RECOVERY).await;
            }
        });
        task.abort_handle()
    }

    fn keep(&self, promised: Promised) {
        let (slot, pending) = (Slot::take(&self.open), self.meters.callback_begins());
        let world = Arc::clone(&self.world);
        self.runtime.spawn(async move {
            promised.keep(&world, Instant::now()).await;
            drop((pending, slot));
        });
    }

    /// How many callbacks are under way.
    pub(super) fn pending(&self) -> usize {
        self.open.count.load(Ordering::Acquire)
    }

    /// Waits until there is none.
    pub(super) async fn drained(&self) {
        loop {
            let none = self.open.none.notified();
            if self.pending() == 0 {
                return;
            }
            none.await;
        }
    }

    /// Ends at once: what is in the journal is left to it, what is not gets its fallback, and the journal its last write.
    pub(super) async fn leave(&self) {
        self.world.hurry();
        let _ = timeout(LAST_WORDS, self.drained()).await;
        let _ = timeout(LAST_WORDS, self.world.journal.flush()).await;
    }

    /// Waits until the journal has written what was said so far, but not for a disk that hangs.
    pub(super) async fn flushed(&self) {
        let _ = timeout(LAST_WORDS, self.world.journal.flush()).await;
    }
}

/// Counts a job as long as it runs, also when it panics.
struct Slot(Arc<Open>);

impl Slot {
    fn take(open: &Arc<Open>) -> Self {
        open.count.fetch_add(1, Ordering::AcqRel);
        Self(Arc::clone(open))
    }
}

impl Drop for Slot {
    fn drop(&mut self) {
        if self.0.count.fetch_sub(1, Ordering::AcqRel) == 1 {
            self.0.none.notify_waiters();
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use futures_util::FutureExt;
    use tokio::runtime::Handle;

    use super::{Dispatcher, First, Slot};
    use crate::flow::fixture::{callback_skill, job, neighbours, snapshot, world};
    use crate::meter::Meters;
    use crate::outbound::Scripted;

    #[tokio::test]
    async fn waiting_ends_with_the_last_job() {
        let jobs = Dispatcher::new(Handle::current(), world(Scripted::nothing()).into(), Meters::default());
        assert!(jobs.drained().now_or_never().is_some());
        let (first, last) = (Slot::take(&jobs.open), Slot::take(&jobs.open));
        let mut waiting = Box::pin(jobs.drained());
        assert!(waiting.as_mut().now_or_never().is_none());
        drop(first);
        assert!(waiting.as_mut().now_or_never().is_none());
        drop(last);
        assert!(waiting.now_or_never().is_some());
    }

    #[tokio::test(start_paused = true)]
    async fn without_a_hand_over_there_is_no_callback() {
        for hands_over in [true, false] {
            let neighbours = Arc::new(neighbours(0));
            let world = Arc::new(world(Arc::clone(&neighbours)));
            let jobs = Dispatcher::new(Handle::current(), Arc::clone(&world), Meters::default());
            let first = jobs.start(job(&world, &snapshot(&callback_skill("true")))).await;
            let Ok(First::Deferred(_, hand_over)) = first else { panic!("not deferred") };
            if hands_over {
                hand_over.now();
            } else {
                drop(hand_over);
            }
            jobs.drained().await;
            assert_eq!(neighbours.posted.lock().unwrap().len(), usize::from(hands_over));
        }
    }

    #[tokio::test(start_paused = true)]
    async fn a_connection_that_went_away_calls_the_callback_off() {
        let neighbours = Arc::new(neighbours(0));
        let world = Arc::new(world(Arc::clone(&neighbours)));
        let jobs = Dispatcher::new(Handle::current(), Arc::clone(&world), Meters::default());
        drop(jobs.start(job(&world, &snapshot(&callback_skill("true")))));
        jobs.drained().await;
        assert_eq!(neighbours.posted.lock().unwrap().len(), 0);
    }
}

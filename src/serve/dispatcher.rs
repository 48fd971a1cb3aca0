//! Running callbacks behind the requests that promised them.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use tokio::runtime::Handle;
use tokio::sync::Notify;
use tokio::time::Instant;

use crate::flow::{Job, World};
use crate::meter::Meters;

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

impl Dispatcher {
    pub(super) fn new(runtime: Handle, world: Arc<World>, meters: Meters) -> Self {
        Self { runtime, world, meters, open: Arc::default() }
    }

    /// Starts a job. The useCallback answer is on its way from now on.
    pub(super) fn start(&self, job: Job) {
        let handed_over = Instant::now();
        let pending = self.meters.callback_begins();
        let slot = Slot::take(&self.open);
        let world = Arc::clone(&self.world);
        self.runtime.spawn(async move {
            job.run(&world, handed_over).await;
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
    use futures_util::FutureExt;
    use tokio::runtime::Handle;

    use super::{Dispatcher, Slot};
    use crate::flow::fixture::world;
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
}

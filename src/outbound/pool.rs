//! Connections that wait for the next request to their server.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};
use std::time::Duration;

use futures_util::FutureExt;
use tokio::io::AsyncReadExt;
use tokio::runtime::Handle;
use tokio::task::unconstrained;
use tokio::time::{Instant, interval};

use super::connect::{Origin, Stream};

/// How long an unused connection is kept: a little less than the minute that many servers keep theirs.
const KEPT: Duration = Duration::from_secs(55);
/// How often those are looked for that were kept long enough, or that the server has closed.
const SWEEP: Duration = Duration::from_secs(10);

/// Connections that wait, by where they lead.
#[derive(Default)]
pub(super) struct Pool(Mutex<HashMap<Origin, Vec<Waiting>>>);

struct Waiting {
    stream: Stream,
    since: Instant,
}

impl Waiting {
    fn can_be_used(&mut self) -> bool {
        self.since.elapsed() < KEPT && is_quiet(&mut self.stream)
    }
}

impl Pool {
    /// An empty one, looked through on this runtime.
    pub(super) fn on(runtime: &Handle) -> Arc<Self> {
        let pool = Arc::<Self>::default();
        runtime.spawn(sweep(Arc::downgrade(&pool)));
        pool
    }

    /// The one that was used last, which is the least likely to have been closed meanwhile.
    pub(super) fn take(&self, origin: &Origin) -> Option<Stream> {
        let mut waiting = self.waiting();
        let there = waiting.get_mut(origin)?;
        while let Some(mut last) = there.pop() {
            if last.can_be_used() {
                return Some(last.stream);
            }
        }
        None
    }

    pub(super) fn put(&self, origin: Origin, stream: Stream) {
        self.waiting().entry(origin).or_default().push(Waiting { stream, since: Instant::now() });
    }

    fn drop_old(&self) {
        self.waiting().retain(|_, there| {
            there.retain_mut(Waiting::can_be_used);
            !there.is_empty()
        });
    }

    fn waiting(&self) -> MutexGuard<'_, HashMap<Origin, Vec<Waiting>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Whether the server has left it open and said nothing since.
fn is_quiet(stream: &mut Stream) -> bool {
    // Constrained, a task that has done much already would be told that there is nothing.
    unconstrained(stream.read(&mut [0])).now_or_never().is_none()
}

/// As long as there is a pool.
async fn sweep(pool: Weak<Pool>) {
    let mut ticks = interval(SWEEP);
    loop {
        ticks.tick().await;
        let Some(pool) = pool.upgrade() else { return };
        pool.drop_old();
    }
}

#[cfg(test)]
mod tests {
    use tokio::io::{AsyncWriteExt, DuplexStream, duplex};
    use tokio::time::advance;
    use url::Url;

    use super::*;

    fn origin(url: &str) -> Origin {
        Origin::of(&Url::parse(url).unwrap()).unwrap()
    }

    /// A pool with one connection to `a.kr`, and that connection's other end.
    fn pool() -> (Arc<Pool>, DuplexStream) {
        let pool = Pool::on(&Handle::current());
        let (near, far) = duplex(64);
        pool.put(origin("https://a.kr/b?c"), Box::new(near));
        (pool, far)
    }

    #[tokio::test]
    async fn a_connection_is_given_once_and_only_for_its_server() {
        let (pool, _far) = pool();
        for other in ["http://a.kr/", "https://b.kr/", "https://a.kr:444/"] {
            assert!(pool.take(&origin(other)).is_none(), "{other}");
        }
        assert!(pool.take(&origin("https://a.kr:443/d")).is_some());
        assert!(pool.take(&origin("https://a.kr/d")).is_none());
    }

    #[tokio::test]
    async fn one_that_was_closed_or_speaks_unasked_is_not_given() {
        let (closed, far) = pool();
        drop(far);
        assert!(closed.take(&origin("https://a.kr/")).is_none());
        let (speaks, mut far) = pool();
        far.write_all(b"HTTP/1.1 408 Request Timeout\r\n\r\n").await.unwrap();
        assert!(speaks.take(&origin("https://a.kr/")).is_none());
    }

    #[tokio::test(start_paused = true)]
    async fn after_its_time_it_is_closed() {
        let (pool, mut far) = pool();
        let before = Instant::now();
        assert_eq!(far.read(&mut [0]).await.unwrap(), 0);
        assert!(before.elapsed() >= KEPT && before.elapsed() <= KEPT + SWEEP, "{:?}", before.elapsed());
        advance(SWEEP).await;
        assert!(pool.take(&origin("https://a.kr/")).is_none());
    }

    #[tokio::test(start_paused = true)]
    async fn after_its_time_it_is_not_given_even_before_it_is_closed() {
        let (unswept, (near, _far)) = (Pool::default(), duplex(64));
        unswept.put(origin("https://a.kr/"), Box::new(near));
        advance(KEPT).await;
        assert!(unswept.take(&origin("https://a.kr/")).is_none());
    }
}

//! Asking an upstream again: after what, how soon, and when there is no time left for it.

use std::future::Future;
use std::time::{Duration, SystemTime};

use tokio::time::{Instant, sleep};

use super::{OutboundError, Reply};

/// The pause before the first retry; each one after it is twice as long.
const PAUSE: Duration = Duration::from_millis(100);
/// No try is over sooner than this.
const SHORTEST_TRY: Duration = Duration::from_millis(20);

/// When an upstream is asked again.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Retries {
    /// How often at most; 0: never.
    pub times: u8,
    /// After which statuses, besides after a connection that failed.
    pub statuses: Vec<u16>,
}

/// How one try ended.
#[derive(Debug)]
pub(super) struct Tried {
    pub(super) end: Result<Reply, OutboundError>,
    /// How long the server wants to be left alone (`Retry-After`).
    pub(super) rest: Option<Duration>,
}

impl Retries {
    /// Tries until one try is good, or none is left, or no other could end before `until`. The last one's end is the answer.
    pub(super) async fn run<T>(&self, until: Instant, mut attempt: impl FnMut() -> T) -> Result<Reply, OutboundError>
    where
        T: Future<Output = Tried>,
    {
        let mut retry = 0;
        loop {
            let began = Instant::now();
            let Tried { end, rest } = attempt().await;
            if retry == self.times || !self.may_pass(&end) {
                return end;
            }
            // Another try takes about as long as this one did: one that can only run into the time limit is not begun.
            let (now, pause) = (Instant::now(), pause(retry).max(rest.unwrap_or_default()));
            let next = pause.checked_add(SHORTEST_TRY.max(now - began)).and_then(|time| now.checked_add(time));
            if next.is_none_or(|next| next > until) {
                return end;
            }
            retry += 1;
            let ms = u64::try_from(pause.as_millis()).unwrap_or(u64::MAX);
            match &end {
                Ok(reply) => tracing::debug!(retry, status = reply.status, after_ms = ms, "asks the upstream again"),
                Err(why) => tracing::debug!(retry, %why, after_ms = ms, "asks the upstream again"),
            }
            sleep(pause).await;
        }
    }

    /// Whether what failed may be better in a moment.
    fn may_pass(&self, end: &Result<Reply, OutboundError>) -> bool {
        match end {
            Ok(reply) => self.statuses.contains(&reply.status),
            Err(OutboundError::ConnectTimeout | OutboundError::Dns(_) | OutboundError::Connect(_) | OutboundError::Broken(_)) => {
                true
            }
            // A certificate does not get better in a moment, nor does a request, nor a server that speaks something else.
            Err(
                OutboundError::Timeout
                | OutboundError::NotPublic
                | OutboundError::NoTrust(_)
                | OutboundError::Tls(_)
                | OutboundError::TooLarge
                | OutboundError::HeadTooLarge
                | OutboundError::NotHttp(_)
                | OutboundError::BadRequest(_),
            ) => false,
        }
    }
}

/// 100, 200, 400 ms …, each up to a half more or less: requests that failed together must not come back together.
fn pause(retry: u8) -> Duration {
    (PAUSE * 2_u32.saturating_pow(u32::from(retry))).mul_f64(0.5 + fastrand::f64())
}

/// `Retry-After`: seconds, or a date (RFC 9110, 10.2.3).
pub(super) fn rest(header: &str) -> Option<Duration> {
    let header = header.trim();
    if let Ok(seconds) = header.parse() {
        return Some(Duration::from_secs(seconds));
    }
    let date = httpdate::parse_http_date(header).ok()?;
    Some(date.duration_since(SystemTime::now()).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use bytes::Bytes;

    use super::*;
    use crate::outbound::Fault;

    const RETRIES: Retries = Retries { times: 3, statuses: Vec::new() };

    fn reply(status: u16) -> Reply {
        Reply { status, content_type: String::new(), body: Bytes::new() }
    }

    fn broken() -> Result<Reply, OutboundError> {
        Err(OutboundError::Broken(Fault::Reset))
    }

    /// Tries that take `each` and end like this, in four seconds: how it ended, how many there were, when the last one ended.
    async fn run(
        retries: &Retries,
        each: Duration,
        rest: Option<Duration>,
        end: impl Fn(u8) -> Result<Reply, OutboundError>,
    ) -> (Result<Reply, OutboundError>, u8, Duration) {
        let (began, tries) = (Instant::now(), Cell::new(0));
        let attempt = || {
            tries.set(tries.get() + 1);
            let end = end(tries.get());
            async move {
                sleep(each).await;
                Tried { end, rest }
            }
        };
        let end = retries.run(began + Duration::from_secs(4), attempt).await;
        (end, tries.get(), began.elapsed())
    }

    const QUICK: Duration = Duration::from_millis(5);

    #[tokio::test(start_paused = true)]
    async fn a_broken_connection_is_tried_again_with_growing_pauses() {
        let (end, tries, took) = run(&RETRIES, QUICK, None, |_| broken()).await;
        assert_eq!((end, tries), (broken(), 4));
        assert!(took >= Duration::from_millis(350) && took <= Duration::from_millis(1_100), "{took:?}");
    }

    #[tokio::test(start_paused = true)]
    async fn the_first_good_answer_ends_it() {
        let (end, tries, _) = run(&RETRIES, QUICK, None, |tries| if tries == 2 { Ok(reply(200)) } else { broken() }).await;
        assert_eq!((end, tries), (Ok(reply(200)), 2));
    }

    #[tokio::test(start_paused = true)]
    async fn only_the_statuses_that_were_named_are_tried_again() {
        let retries = Retries { times: 1, statuses: vec![502, 504] };
        for (answer, expected) in [(502, 2), (504, 2), (503, 1), (500, 1), (200, 1), (404, 1)] {
            assert_eq!(run(&retries, QUICK, None, |_| Ok(reply(answer))).await.1, expected, "{answer}");
        }
    }

    #[tokio::test(start_paused = true)]
    async fn what_will_not_get_better_is_not_tried_again() {
        for why in [
            OutboundError::Timeout,
            OutboundError::TooLarge,
            OutboundError::Tls(String::new()),
            OutboundError::NotHttp(String::new()),
        ] {
            assert_eq!(run(&RETRIES, QUICK, None, |_| Err(why.clone())).await.1, 1, "{why}");
        }
        assert_eq!(run(&Retries::default(), QUICK, None, |_| broken()).await.1, 1);
    }

    #[tokio::test(start_paused = true)]
    async fn a_try_that_could_not_end_in_time_is_not_begun() {
        let (_, tries, took) = run(&RETRIES, Duration::from_millis(1_500), None, |_| broken()).await;
        assert_eq!(tries, 2);
        assert!(took < Duration::from_secs(4), "{took:?}");
        assert_eq!(run(&RETRIES, Duration::from_millis(2_500), None, |_| broken()).await.1, 1);
    }

    #[tokio::test(start_paused = true)]
    async fn a_server_that_wants_rest_gets_it_when_there_is_time() {
        let retries = Retries { times: 1, statuses: vec![503] };
        let busy = |tries| if tries == 1 { Ok(reply(503)) } else { Ok(reply(200)) };
        let (end, _, took) = run(&retries, QUICK, Some(Duration::from_secs(2)), busy).await;
        assert_eq!(end, Ok(reply(200)));
        assert!(took >= Duration::from_secs(2) && took < Duration::from_secs(3), "{took:?}");
        for long in [Duration::from_secs(5), Duration::MAX] {
            let (end, tries, took) = run(&retries, QUICK, Some(long), busy).await;
            assert_eq!((end, tries), (Ok(reply(503)), 1));
            assert!(took < Duration::from_secs(1), "{took:?}");
        }
    }

    #[test]
    fn retry_after_is_seconds_or_a_date() {
        assert_eq!(rest("2"), Some(Duration::from_secs(2)));
        assert_eq!(rest(" 0 "), Some(Duration::ZERO));
        assert_eq!(rest("Sun, 06 Nov 1994 08:49:37 GMT"), Some(Duration::ZERO));
        let soon = httpdate::fmt_http_date(SystemTime::now() + Duration::from_mins(1));
        assert!(rest(&soon).is_some_and(|rest| rest > Duration::from_secs(55) && rest <= Duration::from_mins(1)));
        for none in ["", "soon", "-1", "1.5"] {
            assert_eq!(rest(none), None, "{none}");
        }
    }
}

//! Calls out through another, and remembers what was asked and what came back: for whoever tries a skill out.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use bytes::Bytes;
use tokio::time::Instant;

use super::{Ask, Outbound, OutboundError, Pending, Reply};

/// The most that is kept of a body, in bytes.
const MAX_BODY: usize = 64 * 1024;
/// The most exchanges that are kept.
const MAX_EXCHANGES: usize = 50;

/// Remembers the upstreams' part; callbacks and events go through unseen.
pub struct Recorded {
    through: Arc<dyn Outbound>,
    exchanges: Arc<Mutex<Vec<Exchange>>>,
}

/// One question to an upstream. Of what was sent no header and no body is kept, and the URL may hold a secret.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Exchange {
    /// The method's name.
    pub method: String,
    /// The whole URL, with secrets filled in.
    pub url: String,
    /// What came back, its body cut; `None`: nothing yet.
    pub result: Option<Result<Reply, OutboundError>>,
    /// How long it took.
    pub took: Duration,
    /// Whether the body was cut.
    pub cut: bool,
}

impl Recorded {
    /// Asks through this.
    pub fn new(through: Arc<dyn Outbound>) -> Self {
        Self { through, exchanges: Arc::default() }
    }

    /// What was asked so far, in that order.
    pub fn exchanges(&self) -> Vec<Exchange> {
        self.exchanges.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

impl Outbound for Recorded {
    fn ask(&self, ask: Ask) -> Pending<'_, Result<Reply, OutboundError>> {
        let open = Open::begin(&self.exchanges, &ask);
        Box::pin(async move {
            let result = self.through.ask(ask).await;
            open.end(&result);
            result
        })
    }

    fn post(&self, url: String, body: Bytes, timeout: Duration) -> Pending<'_, Result<Reply, OutboundError>> {
        self.through.post(url, body, timeout)
    }

    fn once(&self, ask: Ask) -> Pending<'_, Result<Reply, OutboundError>> {
        self.through.once(ask)
    }

    fn sent(&self, hop: &[u8]) -> bool {
        self.through.sent(hop)
    }
}

/// A question that is under way. Whoever asked may lose patience, and drops it.
struct Open {
    exchanges: Arc<Mutex<Vec<Exchange>>>,
    place: Option<usize>,
    began: Instant,
}

impl Open {
    fn begin(exchanges: &Arc<Mutex<Vec<Exchange>>>, ask: &Ask) -> Self {
        let mut kept = exchanges.lock().unwrap_or_else(PoisonError::into_inner);
        let place = (kept.len() < MAX_EXCHANGES).then_some(kept.len());
        if place.is_some() {
            let (method, url) = (ask.method.clone(), ask.url.clone());
            kept.push(Exchange { method, url, result: None, took: Duration::ZERO, cut: false });
        }
        Self { exchanges: Arc::clone(exchanges), place, began: Instant::now() }
    }

    fn end(mut self, result: &Result<Reply, OutboundError>) {
        let cut = result.as_ref().is_ok_and(|reply| reply.body.len() > MAX_BODY);
        let result = result.as_ref().map_err(Clone::clone).map(|reply| Reply {
            // A copy: a slice would keep all of it.
            body: Bytes::copy_from_slice(reply.body.get(..MAX_BODY).unwrap_or(&reply.body)),
            ..reply.clone()
        });
        self.note(result, cut);
        self.place = None;
    }

    fn note(&self, result: Result<Reply, OutboundError>, cut: bool) {
        let mut kept = self.exchanges.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(exchange) = self.place.and_then(|place| kept.get_mut(place)) {
            (exchange.result, exchange.took, exchange.cut) = (Some(result), self.began.elapsed(), cut);
        }
    }
}

impl Drop for Open {
    fn drop(&mut self) {
        if self.place.is_some() {
            self.note(Err(OutboundError::Timeout), false);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::outbound::{Retries, Scripted};

    fn ask() -> Ask {
        let (url, method) = ("https://a.kr/?k=hush".to_owned(), "GET".to_owned());
        Ask { url, method, headers: Vec::new(), body: None, timeout: Duration::from_secs(1), retries: Retries::default() }
    }

    #[tokio::test]
    async fn what_was_asked_and_what_came_back_is_remembered_with_its_body_cut() {
        let recorded = Recorded::new(Arc::new(Scripted::answer("x".repeat(MAX_BODY + 1))));
        assert_eq!(recorded.ask(ask()).await.unwrap().body.len(), MAX_BODY + 1, "whoever asks gets all of it");
        let [exchange] = &recorded.exchanges()[..] else { panic!() };
        assert_eq!((exchange.url.as_str(), exchange.method.as_str(), exchange.cut), ("https://a.kr/?k=hush", "GET", true));
        assert_eq!(exchange.result.clone().unwrap().unwrap().body.len(), MAX_BODY);
        let failing = Recorded::new(Arc::new(Scripted::nothing()));
        failing.ask(ask()).await.unwrap_err();
        assert!(matches!(failing.exchanges()[0].result, Some(Err(OutboundError::Connect(_)))));
    }

    #[tokio::test]
    async fn an_answer_that_nobody_waited_for_came_too_late() {
        let recorded = Recorded::new(Arc::new(Scripted::answer("x")));
        let asked = recorded.ask(ask());
        assert_eq!(recorded.exchanges()[0].result, None);
        drop(asked);
        assert_eq!(recorded.exchanges()[0].result, Some(Err(OutboundError::Timeout)));
    }
}

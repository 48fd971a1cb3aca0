//! `GET /api/events`: what happens, while it happens, as server-sent events. Costs nothing while no page listens.

use std::convert::Infallible;
use std::fmt::Write;
use std::sync::Arc;
use std::time::Duration;

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use bytes::Bytes;
use futures_util::stream;
use serde_json::{Value, json};
use tokio::sync::broadcast::error::{RecvError, TryRecvError};
use tokio::sync::watch;
use tokio::time::{Instant, sleep, sleep_until};

use super::handle::Asked;
use super::requests::{Listening, News, RequestLog};
use super::respond::error;
use super::{Console, config};
use crate::diag::Lang;
use crate::live::Live;

/// How many pages may listen.
pub(super) const MOST: usize = 16;
/// Proxies end a connection that is silent for longer.
const SILENCE: Duration = Duration::from_secs(15);
/// Requests are told in batches that lie this far apart, and hold this many.
const PAUSE: Duration = Duration::from_millis(250);
const BATCH: usize = 50;

/// Opens a stream.
pub(super) fn events(console: &Console, asked: &Asked<'_>) -> HttpResponse {
    let Ok(place) = Arc::clone(&console.streams).try_acquire_owned() else {
        return error(StatusCode::SERVICE_UNAVAILABLE, "too_many", "as many pages listen already as may");
    };
    let sessions = &console.guard.sessions;
    let session = sessions.key(asked.headers, std::time::Instant::now()).map(|key| (Arc::clone(sessions), key));
    let (live, log) = (console.sources.live.clone(), console.sources.log.clone());
    let listener = Listener::new(asked.lang(console.sources.world.lang), live, log);
    // The place is free again when the stream is dropped.
    let events = stream::unfold((listener, session, place), |(mut listener, session, place)| async move {
        let text = listener.next().await;
        // Whoever has signed out meanwhile hears no more.
        if session.as_ref().is_some_and(|(sessions, key)| !sessions.is_open(key, std::time::Instant::now())) {
            return None;
        }
        Some((Ok::<_, Infallible>(Bytes::from(text)), (listener, session, place)))
    });
    // nginx would gather the events.
    HttpResponse::Ok().content_type("text/event-stream").insert_header(("x-accel-buffering", "no")).streaming(Box::pin(events))
}

/// One page that listens.
struct Listener {
    lang: Lang,
    live: Option<Arc<Live>>,
    /// `None`: there will be none.
    changes: Option<watch::Receiver<()>>,
    log: Option<Arc<RequestLog>>,
    /// `None`: there will be none.
    news: Option<Listening>,
    /// How many requests had been left out when this was last said.
    skipped: u64,
    greeted: bool,
    next_batch: Instant,
}

impl Listener {
    fn new(lang: Lang, live: Option<Arc<Live>>, log: Option<Arc<RequestLog>>) -> Self {
        Self {
            lang,
            changes: live.as_ref().map(|live| live.changes()),
            news: log.as_ref().map(|log| log.subscribe()),
            skipped: log.as_ref().map_or(0, |log| log.skipped()),
            live,
            log,
            greeted: false,
            next_batch: Instant::now(),
        }
    }

    /// The next thing to say.
    async fn next(&mut self) -> String {
        if !std::mem::replace(&mut self.greeted, true) {
            return hello();
        }
        let silence = sleep(SILENCE);
        tokio::pin!(silence);
        loop {
            tokio::select! {
                () = changed(&mut self.changes) => return self.configuration(),
                news = received(&mut self.news) => match news {
                    Ok(first) => return self.batch(Some(first)).await,
                    Err(RecvError::Lagged(_)) => return self.batch(None).await,
                    Err(RecvError::Closed) => self.news = None,
                },
                () = &mut silence => return ":\n\n".to_owned(),
            }
        }
    }

    fn configuration(&self) -> String {
        let value = config::value(self.live.as_deref(), self.lang);
        match value.get("lastErrorAt") {
            Some(at) if !at.is_null() => event("error", &json!({ "at": at })),
            _ => event("reload", &value),
        }
    }

    /// What has come by the time that the page may be told again. `first` is `None` when some has been lost: the page is greeted anew
    /// after it, and asks for all that it shows.
    async fn batch(&mut self, first: Option<News>) -> String {
        sleep_until(self.next_batch).await;
        self.next_batch = Instant::now() + PAUSE;
        let mut lost = first.is_none();
        let mut all = Vec::from_iter(first);
        if let Some(Listening { news, .. }) = &mut self.news {
            loop {
                match news.try_recv() {
                    Ok(next) => all.push(next),
                    Err(TryRecvError::Lagged(_)) => lost = true,
                    Err(TryRecvError::Empty | TryRecvError::Closed) => break,
                }
            }
        }
        let requests: Vec<_> =
            all.iter().filter_map(|news| if let News::Request(entry) = news { Some(entry) } else { None }).collect();
        let over = requests.len().saturating_sub(BATCH);
        let mut text = String::new();
        if !requests.is_empty() {
            let skipped = self.log.as_ref().map_or(0, |log| log.skipped());
            let left_out = skipped - std::mem::replace(&mut self.skipped, skipped) + u64::try_from(over).unwrap_or(0);
            let shown: Vec<Value> = requests.iter().skip(over).map(|entry| entry.value(self.lang)).collect();
            text = event("request", &json!({ "requests": shown, "skipped": left_out }));
        }
        for news in &all {
            if let News::Callback(entry) = news {
                text.push_str(&event("callback", &entry.callback_value(self.lang)));
            }
        }
        if lost {
            text.push_str(&hello());
        }
        text
    }
}

fn hello() -> String {
    event("hello", &json!({ "version": env!("CARGO_PKG_VERSION") }))
}

fn event(name: &str, data: &Value) -> String {
    let mut text = String::new();
    // Writing to a String cannot fail; JSON has no line breaks of its own.
    let _ = write!(text, "event: {name}\ndata: {data}\n\n");
    text
}

async fn changed(changes: &mut Option<watch::Receiver<()>>) {
    if let Some(changes) = changes
        && changes.changed().await.is_ok()
    {
        return;
    }
    // Whoever changes it lives as long as the stream.
    std::future::pending::<()>().await;
}

async fn received(news: &mut Option<Listening>) -> Result<News, RecvError> {
    match news {
        Some(listening) => listening.news.recv().await,
        None => std::future::pending().await,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::console::requests::fixture::{ask, watched};
    use crate::flow::fixture::{callback_skill, neighbours, promised, snapshot, world};

    const HELLO: &str = "skills: { /ask: 네 }";

    #[tokio::test(start_paused = true)]
    async fn a_page_that_missed_something_is_greeted_anew() {
        let (world, log) = watched(world(Arc::new(neighbours(3))), false);
        let mut listener = Listener::new(Lang::Ko, None, Some(log));
        assert!(listener.next().await.starts_with("event: hello\n"));
        for second in 1..=12 {
            ask(&world, HELLO, 50, second * 1_000).await;
        }
        let told = listener.next().await;
        assert!(told.starts_with("event: request\n") && told.contains("\n\nevent: hello\n"), "{told}");
        ask(&world, HELLO, 1, 20_000).await;
        assert!(!listener.next().await.contains("event: hello"));
    }

    #[tokio::test(start_paused = true)]
    async fn what_was_left_out_is_said_with_the_next_requests_and_not_lost_with_a_callback() {
        let (world, log) = watched(world(Arc::new(neighbours(3))), false);
        let mut listener = Listener::new(Lang::Ko, None, Some(log));
        let promised = promised(&world, &snapshot(&callback_skill("true"))).await;
        ask(&world, HELLO, 50, 1_000).await;
        listener.next().await;
        assert!(listener.next().await.contains("\"skipped\":1}"));
        ask(&world, HELLO, 10, 1_000).await;
        promised.keep(&world, Instant::now()).await;
        assert!(listener.next().await.starts_with("event: callback\n"));
        ask(&world, HELLO, 1, 2_000).await;
        let told = listener.next().await;
        assert!(told.starts_with("event: request\n") && told.contains("\"skipped\":10}"), "{told}");
    }
}

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
use tokio::sync::{OwnedSemaphorePermit, broadcast, watch};
use tokio::time::{Instant, sleep, sleep_until};

use super::handle::Asked;
use super::requests::{News, RequestLog};
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
    let (live, log) = (console.sources.live.clone(), console.sources.log.clone());
    let listener = Listener {
        lang: asked.lang(console.sources.world.lang),
        changes: live.as_ref().map(|live| live.changes()),
        news: log.as_ref().map(|log| log.subscribe()),
        skipped: log.as_ref().map_or(0, |log| log.skipped()),
        live,
        log,
        greeted: false,
        next_batch: Instant::now(),
        _place: place,
    };
    let events = stream::unfold(listener, |mut listener| async {
        let text = listener.next().await;
        Some((Ok::<_, Infallible>(Bytes::from(text)), listener))
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
    news: Option<broadcast::Receiver<News>>,
    /// How many requests had been left out when this was last said.
    skipped: u64,
    greeted: bool,
    next_batch: Instant,
    _place: OwnedSemaphorePermit,
}

impl Listener {
    /// The next thing to say.
    async fn next(&mut self) -> String {
        if !std::mem::replace(&mut self.greeted, true) {
            return event("hello", &json!({ "version": env!("CARGO_PKG_VERSION") }));
        }
        let silence = sleep(SILENCE);
        tokio::pin!(silence);
        loop {
            tokio::select! {
                () = changed(&mut self.changes) => return self.configuration(),
                news = received(&mut self.news) => match news {
                    Ok(first) => return self.batch(first).await,
                    Err(RecvError::Lagged(_)) => {}
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

    /// What has come by the time that the page may be told again.
    async fn batch(&mut self, first: News) -> String {
        sleep_until(self.next_batch).await;
        self.next_batch = Instant::now() + PAUSE;
        let mut all = vec![first];
        if let Some(news) = &mut self.news {
            loop {
                match news.try_recv() {
                    Ok(next) => all.push(next),
                    Err(TryRecvError::Lagged(_)) => {}
                    Err(TryRecvError::Empty | TryRecvError::Closed) => break,
                }
            }
        }
        let requests: Vec<_> =
            all.iter().filter_map(|news| if let News::Request(entry) = news { Some(entry) } else { None }).collect();
        let over = requests.len().saturating_sub(BATCH);
        let skipped = self.log.as_ref().map_or(0, |log| log.skipped());
        let left_out = skipped - std::mem::replace(&mut self.skipped, skipped) + u64::try_from(over).unwrap_or(0);
        let mut text = String::new();
        if !requests.is_empty() {
            let shown: Vec<Value> = requests.iter().skip(over).map(|entry| entry.value(self.lang)).collect();
            text = event("request", &json!({ "requests": shown, "skipped": left_out }));
        }
        for news in &all {
            if let News::Callback(entry) = news {
                text.push_str(&event("callback", &entry.callback_value(self.lang)));
            }
        }
        text
    }
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

async fn received(news: &mut Option<broadcast::Receiver<News>>) -> Result<News, RecvError> {
    match news {
        Some(news) => news.recv().await,
        None => std::future::pending().await,
    }
}

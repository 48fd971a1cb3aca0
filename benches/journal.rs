//! How long a callback waits for the journal: `cargo bench --bench journal [-- FOLDER]`. The folder decides which disk is measured.
//!
//! Promises come at a steady rate, as independent requests would, whether or not earlier ones are written already.
#![expect(
    clippy::unwrap_used,
    clippy::print_stdout,
    clippy::disallowed_methods,
    reason = "a measurement says what it saw, or ends"
)]

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use talkplate::diag::Lang;
use talkplate::store::{Journal, Promise, open};
use tokio::time::{Instant, interval};

/// Seconds of each rate.
const SECONDS: u32 = 10;

#[tokio::main(flavor = "multi_thread", worker_threads = 1)]
async fn main() {
    let folder = std::env::args().skip(1).find(|arg| !arg.starts_with("--")).map_or_else(std::env::temp_dir, PathBuf::from);
    let state = tempfile::tempdir_in(folder).unwrap();
    let journal = open(state.path(), Lang::En);
    println!("{:>12} {:>9} {:>9} {:>9} {:>9}   {:>9}   {:>7}", "", "p50 ms", "p90 ms", "p99 ms", "max ms", "answer 99", "refused");
    for rate in [100, 500, 2000] {
        steady(&journal, rate).await;
    }
    burst(&journal, 1000).await;
    let size = std::fs::metadata(state.path().join("callbacks.redb")).unwrap().len();
    println!("file: {} KiB", size / 1024);
}

async fn steady(journal: &Arc<dyn Journal>, rate: u32) {
    let mut ticks = interval(Duration::from_secs(1) / rate);
    let mut running = Vec::new();
    for _ in 0..rate * SECONDS {
        ticks.tick().await;
        running.push(tokio::spawn(callback(Arc::clone(journal))));
    }
    print(&format!("{rate}/s"), running).await;
}

async fn burst(journal: &Arc<dyn Journal>, count: usize) {
    let running = (0..count).map(|_| tokio::spawn(callback(Arc::clone(journal)))).collect();
    print(&format!("{count} at once"), running).await;
}

/// One callback's life: how long its promise took, and its answer; nothing when the journal refused it.
async fn callback(journal: Arc<dyn Journal>) -> Option<(Duration, Duration)> {
    let came = Instant::now();
    let key = journal.promise(promise()).await.ok()?;
    let promised = came.elapsed();
    let built = Instant::now();
    journal.answered(key, Bytes::from(vec![b'a'; 600])).await.ok()?;
    let answered = built.elapsed();
    journal.done(key);
    Some((promised, answered))
}

fn promise() -> Promise {
    Promise {
        skill: "/skill/ask".to_owned(),
        request_id: "0123456789abcdef".to_owned(),
        body: Bytes::from(vec![b'p'; 1200]),
        path: "/skill/ask".to_owned(),
        query: String::new(),
        url: format!("https://bot-api.kakao.com/v1/bots/5f1a2b/callback/{}", "t".repeat(40)),
        received_ms: 0,
        deadline_ms: i64::MAX,
        answer: None,
    }
}

async fn print(name: &str, running: Vec<tokio::task::JoinHandle<Option<(Duration, Duration)>>>) {
    let (mut promised, mut answered, count) = (Vec::new(), Vec::new(), running.len());
    for callback in running {
        if let Some((promise, answer)) = callback.await.unwrap() {
            promised.push(promise);
            answered.push(answer);
        }
    }
    promised.sort();
    answered.sort();
    let at = |sorted: &[Duration], percent: usize| sorted.get(sorted.len().saturating_sub(1) * percent / 100).copied();
    let ms = |sorted: &[Duration], percent: usize| at(sorted, percent).unwrap_or_default().as_secs_f64() * 1000.0;
    print!("{name:>12}");
    for percent in [50, 90, 99, 100] {
        print!(" {:>9.2}", ms(&promised, percent));
    }
    println!("   {:>9.2}   {:>7}", ms(&answered, 99), count - promised.len());
}

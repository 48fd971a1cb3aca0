//! What the fuzz targets share: a folder in memory, drawing a report, asking every skill.
#![allow(dead_code, reason = "each target uses a part of it")]

use std::sync::Arc;

use bytes::Bytes;
use talkplate::compile::{self, Snapshot};
use talkplate::diag::{Lang, Report, render};
use talkplate::flow::{self, Received, Request, World};
use talkplate::kakao;
use talkplate::kakao::callback::HostRules;
use talkplate::meter::Meters;
use talkplate::outbound::Scripted;
use tempfile::TempDir;

/// A payload in the shape seen in the field.
pub const PAYLOAD: &[u8] = include_bytes!("../tests/payloads/full.json");

/// A folder for skills.yaml: in memory where the system has such a place.
pub fn folder() -> TempDir {
    tempfile::tempdir_in("/dev/shm").or_else(|_| tempfile::tempdir()).expect("a temporary folder")
}

/// Draws every message: the caret must find its line whatever the file holds.
pub fn draw(report: &Report) {
    let text = render::human(report, Lang::Ko, false);
    assert_eq!(report.sorted().is_empty(), text.trim().is_empty());
    render::human(report, Lang::En, true);
    render::json(report, Lang::Ko);
}

/// The snapshot of a file that is right.
pub fn example(yaml: &str) -> Arc<Snapshot> {
    let folder = folder();
    let file = folder.path().join("skills.yaml");
    std::fs::write(&file, yaml).expect("the folder can be written");
    let loaded = compile::load(&file, &Meters::default());
    let report = render::human(&loaded.report, Lang::En, false);
    Arc::new(loaded.snapshot.unwrap_or_else(|| panic!("{report}")))
}

/// Asks every skill of a snapshot.
pub fn answer_all(snapshot: Snapshot, payload: &[u8]) {
    answer_each(&Arc::new(snapshot), payload);
}

/// The same for a snapshot that is kept: what comes back keeps Kakao's rules.
pub fn answer_each(snapshot: &Arc<Snapshot>, payload: &[u8]) {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().expect("a runtime");
    let world = World::new(Arc::new(Scripted::nothing()), HostRules::default());
    let body = Bytes::copy_from_slice(payload);
    runtime.block_on(async {
        for skill in &snapshot.skills {
            let received = Received { at: tokio::time::Instant::now(), unix_ms: 1_767_193_200_000 };
            let request = Request { id: "fuzz", path: "/a", body: &body, query: "a=1&b=%EA%B0%80", received };
            if let Ok(rendered) = flow::render(&world, snapshot, skill, &request).await {
                let response = serde_json::from_slice(&rendered.bytes).expect("an answer is JSON");
                assert_eq!(kakao::check(&response), [], "{}: {response}", skill.path);
            }
        }
    });
}

//! Any bytes as skills.yaml: a snapshot or messages, never a panic; each message is drawn in both languages and as JSON, and each
//! skill that loads answers a payload.
#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::{Corpus, fuzz_target};
use talkplate::{compile, meter::Meters};
use tempfile::TempDir;

#[path = "../harness.rs"]
mod harness;

static FOLDER: LazyLock<TempDir> = LazyLock::new(|| harness::folder());

fuzz_target!(|bytes: &[u8]| -> Corpus {
    let file = FOLDER.path().join("skills.yaml");
    std::fs::write(&file, bytes).expect("the folder can be written");
    let loaded = compile::load(&file, &Meters::default());
    harness::draw(&loaded.report);
    if let Some(snapshot) = loaded.snapshot {
        assert!(!loaded.report.has_errors());
        harness::answer_all(snapshot, harness::PAYLOAD);
    }
    Corpus::Keep
});

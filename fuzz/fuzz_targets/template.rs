//! Any text as a template in a skill: it is refused with a message, or answers.
#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use talkplate::{compile, meter::Meters};
use tempfile::TempDir;

#[path = "../harness.rs"]
mod harness;

static FOLDER: LazyLock<TempDir> = LazyLock::new(|| harness::folder());

fuzz_target!(|text: &str| {
    let yaml = serde_json::json!({
        "vars": { "menu": ["라떼", { "name": "모카", "price": 4500 }], "shop": "도담카페" },
        "skills": { "/a": text, "/b": { "textCard": { "title": text, "description": text } } },
    });
    let file = FOLDER.path().join("skills.yaml");
    std::fs::write(&file, yaml.to_string()).expect("the folder can be written");
    let loaded = compile::load(&file, &Meters::default());
    harness::draw(&loaded.report);
    if let Some(snapshot) = loaded.snapshot {
        harness::answer_all(snapshot, harness::PAYLOAD);
    }
});

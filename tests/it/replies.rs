//! Golden replies: `tests/replies/NAME` holds a skills file with the skill `/skill/x` (`reply.yaml`), what Kakao sends (`payload.json`), what
//! an upstream said if it is asked (`upstream.json`), why it is the fallback if it is (`failure.txt`), and the whole answer (`response.json`). A new case is new files, no code.
//!
//! `REPLIES=write` writes the answers down instead of comparing them: read the difference before it is committed.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;
use talkplate::answer;
use talkplate::compile;
use talkplate::kakao;
use talkplate::meter::Meters;
use talkplate::template::RequestInfo;

/// Sunday, 22 November 2026, 09:05:07 in Seoul.
const NOW_MS: i64 = 1_795_305_907_000;

fn folders() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/replies");
    let mut folders: Vec<PathBuf> = fs::read_dir(root).unwrap().map(|entry| entry.unwrap().path()).collect();
    folders.sort();
    folders
}

/// What the skill of a folder answers.
fn answer(folder: &Path) -> String {
    let loaded = compile::load(&folder.join("reply.yaml"), &Meters::default());
    let mistakes = loaded.report.sorted();
    assert!(mistakes.is_empty(), "{}: {mistakes:#?}", folder.display());
    let snapshot = loaded.snapshot.unwrap();
    let skill = snapshot.skill("/skill/x").expect("the skill is /skill/x");
    let payload = fs::read(folder.join("payload.json")).unwrap();
    let mut scope = skill.harvest.read(&payload, RequestInfo { path: "", query: "", at_ms: NOW_MS }).unwrap();
    if let Ok(upstream) = fs::read(folder.join("upstream.json")) {
        scope.set_upstream(serde_json::from_slice(&upstream).unwrap());
    }
    let built = answer::reply(&skill.plan, &snapshot.engine, &scope).unwrap_or_else(|error| {
        let expected = fs::read_to_string(folder.join("failure.txt")).unwrap_or_default();
        assert_eq!(error.to_string(), expected.trim(), "{}", folder.display());
        answer::build_fallback(&skill.plan, &snapshot.engine, Some(&scope))
    });
    String::from_utf8(built.bytes.to_vec()).unwrap()
}

#[test]
fn replies_are_what_was_written_down() {
    let mut wrong = Vec::new();
    for folder in folders() {
        let text = answer(&folder);
        let response: Value = serde_json::from_str(&text).unwrap();
        let written = serde_json::to_string_pretty(&response).unwrap() + "\n";
        let file = folder.join("response.json");
        if std::env::var("REPLIES").is_ok_and(|mode| mode == "write") {
            fs::write(&file, &written).unwrap();
        }
        let expected = fs::read_to_string(&file).unwrap_or_default();
        if written != expected {
            wrong.push(format!("{}\nexpected {expected}\nfound {written}", folder.display()));
        }
        assert!(text.starts_with(r#"{"version":"2.0","#), "{}: {text}", folder.display());
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn no_reply_breaks_a_rule_of_kakaos() {
    for folder in folders() {
        let response: Value = serde_json::from_str(&answer(&folder)).unwrap();
        assert_eq!(kakao::check(&response), [], "{}", folder.display());
    }
}

#[test]
fn every_component_button_and_way_of_writing_has_its_reply() {
    let answers: Vec<String> = folders().iter().map(|folder| fs::read_to_string(folder.join("response.json")).unwrap()).collect();
    let all = answers.concat();
    assert!(answers.len() >= 15, "{}", answers.len());
    for component in kakao::shape::COMPONENTS {
        assert!(all.contains(&format!("\"{}\": {{", component.name)), "{}", component.name);
    }
    for action in ["webLink", "message", "phone", "block", "share", "operator"] {
        assert!(all.contains(&format!("\"action\": \"{action}\"")), "{action}");
    }
    for field in ["quickReplies", "context", "data", "buttonLayout", "…"] {
        assert!(all.contains(field), "{field}");
    }
}

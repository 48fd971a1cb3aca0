//! A configuration in a temporary folder, for tests of this layer and those above.

#![expect(clippy::disallowed_methods, reason = "a test writes what it loads")]

use std::fs;
use std::sync::Arc;

use serde_json::{Value, json};

use super::{Loaded, Skill, Snapshot, load};
use crate::meter::Meters;
use crate::template::{RequestInfo, Scope};

/// Loads `skills.yaml` and the files beside it.
pub(crate) fn load_files(yaml: &str, files: &[(&str, &str)]) -> Loaded {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in files {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    let path = folder.path().join("skills.yaml");
    fs::write(&path, yaml).unwrap();
    load(&path, &Meters::default())
}

/// Loads a configuration that must be right.
pub(crate) fn snapshot(yaml: &str, files: &[(&str, &str)]) -> Snapshot {
    let loaded = load_files(yaml, files);
    let found = mistakes(&loaded);
    loaded.snapshot.unwrap_or_else(|| panic!("{found:?}"))
}

/// The only skill of a configuration.
pub(crate) fn only_skill(snapshot: &Snapshot) -> &Arc<Skill> {
    assert_eq!(snapshot.skills.len(), 1);
    &snapshot.skills[0]
}

/// `E070 3:11 field=simpleText.text max=1000 found=1200`, for each mistake.
pub(crate) fn mistakes(loaded: &Loaded) -> Vec<String> {
    let shown = |d: &&crate::diag::Diagnostic| {
        let place = d.span.map(|span| loaded.report.sources.position(span));
        let place = place.map_or_else(|| "-".to_owned(), |at| format!("{}:{}", at.line, at.column));
        let args: Vec<_> = d.args.iter().map(|(name, value)| format!("{name}={value}")).collect();
        format!("{} {place} {}", d.code.id(), args.join(" ")).trim().to_owned()
    };
    loaded.report.sorted().iter().map(shown).collect()
}

/// The text that a mistake's caret covers.
pub(crate) fn under_caret(loaded: &Loaded, id: &str) -> String {
    let found = loaded.report.sorted().into_iter().find(|d| d.code.id() == id);
    let span = found.unwrap_or_else(|| panic!("no {id} in {:?}", mistakes(loaded))).span.unwrap();
    loaded.report.sources.get(span.file).text[span.start as usize..span.end as usize].to_owned()
}

/// A payload with this utterance and these params.
pub(crate) fn payload(utterance: &str, params: &Value) -> String {
    json!({
        "intent": {"id": "b", "name": "블록"},
        "userRequest": {"utterance": utterance, "timezone": "Asia/Seoul", "user": {"id": "u", "type": "botUserKey"}},
        "bot": {"id": "bot", "name": "봇"},
        "action": {"id": "a", "name": "스킬", "params": params, "detailParams": {}, "clientExtra": null},
        "contexts": []
    })
    .to_string()
}

/// What the skill's templates see of a payload.
pub(crate) fn scope<'a>(skill: &'a Skill, payload: &'a str) -> Scope<'a> {
    skill.harvest.read(payload.as_bytes(), RequestInfo { path: "", query: "", at_ms: 1_767_225_600_000 }).unwrap()
}

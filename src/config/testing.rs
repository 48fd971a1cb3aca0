//! For the tests of this folder: a configuration in a temporary folder, its findings as short lines.

use std::fs;
use std::path::Path;

use tempfile::TempDir;

use super::load::load_with;
use super::{Loaded, Overlay, SkillSpec};
use crate::diag::{Diagnostic, Report};
use crate::yaml::Node;

/// A folder with `skills.yaml` and whatever else a test puts there.
pub(super) struct Folder {
    dir: TempDir,
}

impl Folder {
    pub(super) fn new(yaml: &str) -> Self {
        let folder = Self { dir: TempDir::new().unwrap() };
        folder.with("skills.yaml", yaml)
    }

    pub(super) fn with(self, name: &str, contents: impl AsRef<[u8]>) -> Self {
        let path = self.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, contents).unwrap();
        self
    }

    pub(super) fn path(&self) -> &Path {
        self.dir.path()
    }

    pub(super) fn load(&self) -> Loaded {
        self.load_with_env(&[])
    }

    pub(super) fn load_with_env(&self, env: &[(&str, &str)]) -> Loaded {
        let find = |name: &str| env.iter().find(|(key, _)| *key == name).map(|(_, value)| (*value).to_owned());
        load_with(&self.path().join("skills.yaml"), Overlay::default(), &find)
    }
}

/// Loads a text.
pub(super) fn load(yaml: &str) -> Loaded {
    Folder::new(yaml).load()
}

/// `E030 skill/hello`: code and the text at the place, in the order of the file.
pub(super) fn findings(report: &Report) -> Vec<String> {
    report.sorted().into_iter().map(|diagnostic| finding(diagnostic, report)).collect()
}

fn finding(diagnostic: &Diagnostic, report: &Report) -> String {
    let at = diagnostic.span.map_or("", |span| {
        &report.sources.get(span.file).text[usize::try_from(span.start).unwrap()..usize::try_from(span.end).unwrap()]
    });
    format!("{} {at}", diagnostic.code.id())
}

/// The findings of a text.
pub(super) fn findings_of(yaml: &str) -> Vec<String> {
    findings(&load(yaml).report)
}

/// An argument of the only diagnostic.
pub(super) fn argument(report: &Report, name: &str) -> String {
    let all = report.sorted();
    assert_eq!(all.len(), 1, "{all:?}");
    all[0].args.iter().find(|(key, _)| *key == name).unwrap().1.clone()
}

/// What the only diagnostic would write instead.
pub(super) fn fix_of(yaml: &str) -> Option<String> {
    let loaded = load(yaml);
    let all = loaded.report.sorted();
    assert_eq!(all.len(), 1, "{all:?}");
    all[0].fix.as_ref().map(|(_, text)| text.clone())
}

/// The only skill of a text that has no mistake.
pub(super) fn skill(yaml: &str) -> SkillSpec {
    let loaded = load(yaml);
    assert!(!loaded.report.has_errors(), "{:?}", loaded.report.sorted());
    let mut skills = loaded.spec.unwrap().skills;
    assert_eq!(skills.len(), 1);
    skills.remove(0)
}

/// The native answer of a skill that has one.
pub(super) fn answer(skill: &SkillSpec) -> &Node {
    match &skill.plan.answer {
        super::AnswerSpec::Response(node) => node,
        other => panic!("not a response: {other:?}"),
    }
}

/// The native outputs of a reply, as JSON.
pub(super) fn outputs(yaml: &str) -> serde_json::Value {
    answer(&skill(yaml)).to_json()["template"]["outputs"].take()
}

/// The fenced YAML of a document, and whether it is there to show a mistake.
pub(super) fn yaml_blocks(document: &str) -> Vec<(&str, bool)> {
    let mut blocks = Vec::new();
    for part in document.split("```yaml").skip(1) {
        let (info, rest) = part.split_once('\n').unwrap();
        blocks.push((rest.split("```").next().unwrap(), info.trim() == "wrong"));
    }
    blocks
}

//! `talkplate explain` and `docs/mistakes.md`: what they show as wrong is wrong, and what they show as right is right.

use std::fs;

use talkplate::compile;
use talkplate::diag::Lang;
use talkplate::diag::explain::{Explanation, page};
use talkplate::diag::render::human;
use talkplate::meter::Meters;

/// The codes that a file gives.
fn found(yaml: &str) -> (Vec<&'static str>, String) {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("skills.yaml");
    fs::write(&file, yaml).unwrap();
    let report = compile::load(&file, &Meters::default()).report;
    (report.sorted().iter().map(|diagnostic| diagnostic.code.id()).collect(), human(&report, Lang::Ko, false))
}

/// Whether it is a file to load: others show a command, or say in a comment what stands in a file beside it.
fn is_whole(example: &str) -> bool {
    !example.starts_with('#') && !example.starts_with("talkplate")
}

#[test]
fn every_wrong_example_has_its_mistake_and_no_other() {
    let mut surprises = Vec::new();
    for explanation in Explanation::all().filter(|explanation| is_whole(explanation.wrong)) {
        let (codes, shown) = found(explanation.wrong);
        if codes != [explanation.code.id()] {
            surprises.push(format!("{}: {codes:?}\n{shown}", explanation.code.id()));
        }
    }
    assert!(surprises.is_empty(), "{}", surprises.join("\n"));
}

#[test]
fn every_right_example_is_right() {
    let mut surprises = Vec::new();
    for explanation in Explanation::all().filter(|explanation| is_whole(explanation.right)) {
        let (codes, shown) = found(explanation.right);
        if !codes.is_empty() {
            surprises.push(format!("{}: {codes:?}\n{shown}", explanation.code.id()));
        }
    }
    assert!(surprises.is_empty(), "{}", surprises.join("\n"));
}

#[test]
fn the_page_is_what_the_program_says() {
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        fs::write("docs/mistakes.md", page()).unwrap();
    }
    assert!(
        fs::read_to_string("docs/mistakes.md").unwrap_or_default() == page(),
        "run UPDATE_GOLDEN=1 cargo test --test it explain::"
    );
}

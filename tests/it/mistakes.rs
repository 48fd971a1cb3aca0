//! Every mistake has a folder in `tests/mistakes`: the file with the mistake, and what the operator reads about it in Korean, in
//! English and as JSON. `UPDATE_GOLDEN=1` writes what is read now; look at each change as an operator would.

use std::fs;
use std::path::{Path, PathBuf};

use talkplate::compile;
use talkplate::diag::render::{human, json};
use talkplate::diag::{Code, Lang, Report, Severity, Span};
use talkplate::meter::Meters;

/// Codes that no folder can show, and why.
const WITHOUT_FOLDER: &[(Code, &str)] = &[(Code::TestFailed, "a file's own tests run after it is loaded; `trial` shows it")];

fn folder() -> PathBuf {
    Path::new("tests/mistakes").to_path_buf()
}

fn folders() -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(folder())
        .unwrap()
        .map(|entry| entry.unwrap())
        .filter(|entry| entry.path().is_dir())
        .map(|entry| entry.file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

/// Loads a folder's file. One is made on the spot: 16 MiB are not worth keeping.
fn load(name: &str) -> compile::Loaded {
    let meters = Meters::default();
    if name == "E003-file-too-large" {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("skills.yaml");
        fs::write(&file, vec![b'#'; 17 << 20]).unwrap();
        return compile::load(&file, &meters);
    }
    compile::load(&folder().join(name).join("skills.yaml"), &meters)
}

#[test]
fn every_mistake_is_told_as_written_down() {
    let update = std::env::var_os("UPDATE_GOLDEN").is_some();
    let mut wrong = Vec::new();
    for name in folders() {
        let report = load(&name).report;
        let mut told = serde_json::to_string_pretty(&json(&report, Lang::Ko)).unwrap();
        told.push('\n');
        for (file, text) in
            [("ko.txt", human(&report, Lang::Ko, false)), ("en.txt", human(&report, Lang::En, false)), ("out.json", told)]
        {
            let path = folder().join(&name).join(file);
            if update {
                fs::write(&path, text).unwrap();
            } else if fs::read_to_string(&path).unwrap_or_default() != text {
                wrong.push(format!("{}\n{text}", path.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "not as written down (UPDATE_GOLDEN=1 writes anew):\n\n{}", wrong.join("\n"));
}

#[test]
fn every_code_has_a_folder_that_shows_it() {
    let folders = folders();
    for code in Code::ALL {
        let mut own = folders.iter().filter(|name| name.starts_with(&format!("{}-", code.id()))).peekable();
        if WITHOUT_FOLDER.iter().any(|(other, _)| other == code) {
            assert!(own.peek().is_none(), "{code:?} can be shown after all");
            continue;
        }
        assert!(own.peek().is_some(), "tests/mistakes has no folder for {code:?} ({})", code.id());
        for name in own {
            let shown = codes(&load(name).report);
            assert!(shown.contains(code), "{name} shows {shown:?}");
        }
    }
}

#[test]
fn a_folder_for_a_warning_loads_and_one_for_an_error_does_not() {
    for name in folders() {
        let loaded = load(&name);
        assert_eq!(loaded.snapshot.is_some(), name.starts_with('W'), "{name}");
        assert_eq!(loaded.report.has_errors(), name.starts_with('E'), "{name}");
    }
}

/// A mistake in one place is told once: what follows from it is not told as another.
#[test]
fn one_mistake_makes_one_message() {
    for name in folders() {
        let report = load(&name).report;
        for diagnostic in report.sorted() {
            let here = report.sorted().into_iter().filter(|other| other.span == diagnostic.span).count();
            assert_eq!(here, 1, "{name}: {diagnostic:?}");
        }
    }
}

/// The fix, put in, makes the file load, or at least takes this mistake away.
#[test]
fn what_is_proposed_mends_the_mistake() {
    for name in folders() {
        let report = load(&name).report;
        for diagnostic in report.sorted() {
            let Some((span, with)) = &diagnostic.fix else { continue };
            let source = report.sources.get(span.file);
            if source.name != "skills.yaml" {
                continue;
            }
            let stage = tempfile::tempdir().unwrap();
            copy(&folder().join(&name), stage.path());
            let mut text = source.text.clone();
            text.replace_range(span.start as usize..span.end as usize, with);
            fs::write(stage.path().join("skills.yaml"), text).unwrap();
            let after = compile::load(&stage.path().join("skills.yaml"), &Meters::default()).report;
            let place = |place: Option<Span>| place.map(|span| span.start);
            let still = after.sorted().iter().any(|d| d.code == diagnostic.code && place(d.span) == place(diagnostic.span));
            assert!(!still, "{name}: `{with}` does not mend {:?}:\n{}", diagnostic.code, human(&after, Lang::En, false));
        }
    }
}

#[test]
fn every_place_is_inside_its_file_and_every_sentence_is_filled() {
    for name in folders() {
        let report = load(&name).report;
        for diagnostic in report.sorted() {
            if let Some(span) = diagnostic.span {
                let text = &report.sources.get(span.file).text;
                assert!(text.get(span.start as usize..span.end as usize).is_some(), "{name}: {diagnostic:?}");
            }
            for lang in [Lang::Ko, Lang::En] {
                for sentence in [diagnostic.message(lang), diagnostic.help(lang)] {
                    assert!(!sentence.contains("?)") && !sentence.contains("`?`"), "{name}: an argument is missing: {sentence}");
                }
            }
        }
    }
}

#[test]
fn a_warning_alone_is_no_error() {
    for code in Code::ALL {
        assert_eq!(code.severity() == Severity::Warning, code.id().starts_with('W'));
    }
}

fn codes(report: &Report) -> Vec<Code> {
    report.sorted().iter().map(|diagnostic| diagnostic.code).collect()
}

fn copy(from: &Path, to: &Path) {
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            fs::create_dir(&target).unwrap();
            copy(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).unwrap();
        }
    }
}

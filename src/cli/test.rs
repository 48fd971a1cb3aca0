//! `talkplate test`: runs the file's own tests and shows what is not as expected. Nothing leaves the machine.

use std::fmt::Write;
use std::process::ExitCode;

use quick_junit::{NonSuccessKind, Report, TestCase, TestCaseStatus, TestSuite};
use similar::{ChangeTag, TextDiff};

use super::args::{TestArgs, TestFormat};
use super::problem::Problem;
use super::{check, log, print, write_error};
use crate::compile::{self, Snapshot};
use crate::diag::{Lang, SourceMap, render};
use crate::meter::Meters;
use crate::trial::{self, Difference, Verdict};

/// Exit 0 when all hold, 1 when one fails or the file has mistakes, 2 when the file cannot be read.
pub(super) fn run(args: &TestArgs, lang: Lang) -> Result<ExitCode, Problem> {
    let loaded = compile::load(args.common.config(args.file.as_ref()), &Meters::default());
    let Some(snapshot) = &loaded.snapshot else {
        write_error(render::human(&loaded.report, lang, log::coloured(&std::io::stderr())).trim_end());
        return Ok(ExitCode::from(if check::is_unreadable(&loaded.report) { 2 } else { 1 }));
    };
    let wanted = |text: &str| args.filter.as_deref().is_none_or(|filter| text.contains(filter));
    let verdicts = trial::run(snapshot, lang, |test| wanted(&test.name.value) || wanted(&test.skill.value))
        .map_err(|error| Problem::failed(error.to_string(), error.to_string()))?;
    if verdicts.is_empty() {
        nothing_to_do(snapshot, args.filter.as_deref())?;
    }
    let sources = &loaded.report.sources;
    match args.format {
        TestFormat::Human => print(&human(&verdicts, sources, lang)),
        TestFormat::Junit => print(&junit(&verdicts, sources, lang)?),
    }
    Ok(ExitCode::from(u8::from(verdicts.iter().any(failed))))
}

fn failed(verdict: &Verdict<'_>) -> bool {
    !verdict.differences.is_empty()
}

/// A filter that fits nothing is a slip; a file without tests is none.
fn nothing_to_do(snapshot: &Snapshot, filter: Option<&str>) -> Result<(), Problem> {
    match filter {
        Some(filter) if !snapshot.tests.is_empty() => Err(Problem::usage(
            format!("--filter {filter}: 이름이나 경로에 이 글이 들어 있는 테스트가 없어요."),
            format!("--filter {filter}: no test has this in its name or path"),
        )),
        _ => Ok(()),
    }
}

fn human(verdicts: &[Verdict<'_>], sources: &SourceMap, lang: Lang) -> String {
    let mut text = String::new();
    // Writing to a String cannot fail.
    for verdict in verdicts {
        let mark = if failed(verdict) { '✗' } else { '✓' };
        let _ = writeln!(text, "{mark} {}", verdict.test.name.value);
        if failed(verdict) {
            for line in story(verdict, sources, lang).lines() {
                let _ = writeln!(text, "    {line}");
            }
            text.push('\n');
        }
    }
    let (all, bad) = (verdicts.len(), verdicts.iter().filter(|verdict| failed(verdict)).count());
    let _ = match (lang, all, bad) {
        (Lang::Ko, 0, _) => writeln!(text, "테스트가 없어요. skills.yaml의 tests: 아래에 적어 보세요."),
        (Lang::En, 0, _) => writeln!(text, "there are no tests; write some under tests: in skills.yaml"),
        (Lang::Ko, _, 0) => writeln!(text, "테스트 {all}개가 모두 맞아요."),
        (Lang::En, _, 0) => writeln!(text, "all {all} tests hold"),
        (Lang::Ko, ..) => writeln!(text, "테스트 {all}개 가운데 {bad}개가 달라요."),
        (Lang::En, ..) => writeln!(text, "{bad} of {all} tests fail"),
    };
    text
}

/// Where it stands, and each difference line by line: `-` expected, `+` found.
fn story(verdict: &Verdict<'_>, sources: &SourceMap, lang: Lang) -> String {
    let mut text = String::new();
    for Difference { key, span, expected, found } in &verdict.differences {
        let (file, line) = (&sources.get(span.file).name, sources.position(*span).line);
        let signs = match lang {
            Lang::Ko => "- 기대한 것, + 나온 것",
            Lang::En => "- expected, + found",
        };
        // Writing to a String cannot fail.
        let _ = writeln!(text, "{key} ({file}:{line}; {signs})");
        for change in TextDiff::from_lines(expected, found).iter_all_changes() {
            let sign = match change.tag() {
                ChangeTag::Delete => '-',
                ChangeTag::Insert => '+',
                ChangeTag::Equal => ' ',
            };
            let _ = writeln!(text, "{sign} {}", change.value().trim_end_matches('\n'));
        }
    }
    if let Some(failure) = &verdict.failure {
        let _ = match lang {
            Lang::Ko => writeln!(text, "fallback이 나왔어요: {failure}"),
            Lang::En => writeln!(text, "the fallback was given: {failure}"),
        };
    }
    text
}

/// What GitLab and Jenkins read.
fn junit(verdicts: &[Verdict<'_>], sources: &SourceMap, lang: Lang) -> Result<String, Problem> {
    let mut suite = TestSuite::new("talkplate");
    for verdict in verdicts {
        let status = if failed(verdict) {
            let keys: Vec<&str> = verdict.differences.iter().map(|difference| difference.key).collect();
            let mut status = TestCaseStatus::non_success(NonSuccessKind::Failure);
            status.set_message(keys.join(", ")).set_type("expect").set_description(story(verdict, sources, lang));
            status
        } else {
            TestCaseStatus::success()
        };
        let mut case = TestCase::new(verdict.test.name.value.as_str(), status);
        case.set_classname(verdict.test.skill.value.as_str()).set_time(verdict.took);
        suite.add_test_case(case);
    }
    let mut report = Report::new("talkplate");
    report.add_test_suite(suite);
    report.to_string().map_err(|error| Problem::failed(error.to_string(), error.to_string()))
}

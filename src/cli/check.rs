//! `talkplate check`: every mistake of the file, for people or for programs.

use std::fmt::Write;
use std::path::Path;
use std::process::ExitCode;

use super::args::{CheckArgs, CheckFormat};
use super::{log, print};
use crate::compile::{self, Loaded};
use crate::diag::{Code, Lang, Report, Severity, render};
use crate::meter::Meters;
use crate::trial;

/// Exit 0 clean or warnings only, 1 errors (or warnings that are denied), 2 when the file cannot be read.
pub(super) fn run(args: &CheckArgs, lang: Lang) -> ExitCode {
    let config = args.common.config(args.file.as_ref());
    let mut loaded = compile::load(config, &Meters::default());
    trial::gate(&mut loaded, lang);
    let verdict = Verdict::of(&loaded, args.deny_warnings);
    match args.format {
        CheckFormat::Human => print(&human(&loaded, &verdict, config, lang)),
        CheckFormat::Json => print(&format!("{:#}\n", json(&loaded, &verdict, lang))),
    }
    ExitCode::from(verdict.exit)
}

/// What the diagnostics amount to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Verdict {
    errors: usize,
    warnings: usize,
    exit: u8,
}

impl Verdict {
    fn of(loaded: &Loaded, deny_warnings: bool) -> Self {
        let all = loaded.report.sorted();
        let errors = all.iter().filter(|found| found.code.severity() == Severity::Error).count();
        let warnings = all.len() - errors;
        let exit = match (errors, warnings) {
            _ if is_unreadable(&loaded.report) => 2,
            (0, 0) => 0,
            (0, _) => u8::from(deny_warnings),
            _ => 1,
        };
        Self { errors, warnings, exit }
    }
}

/// A mistake that no file asked for: the configuration itself is not there.
pub(super) fn is_unreadable(report: &Report) -> bool {
    let unreadable = |code| matches!(code, Code::ReadFailed | Code::NotUtf8 | Code::FileTooLarge);
    report.sorted().iter().any(|found| unreadable(found.code) && (found.span.is_none() || report.sources.files().len() == 1))
}

fn human(loaded: &Loaded, verdict: &Verdict, config: &Path, lang: Lang) -> String {
    let mut text = render::human(&loaded.report, lang, log::coloured(&std::io::stdout()));
    if !text.is_empty() {
        text.truncate(text.trim_end().len());
        text.push_str("\n\n");
    }
    let config = config.display();
    let Verdict { errors, warnings, .. } = verdict;
    let skills = loaded.snapshot.as_ref().map_or(0, |snapshot| snapshot.skills.len());
    let events = match (loaded.snapshot.as_ref().map_or(0, |snapshot| snapshot.events.len()), lang) {
        (0, _) => String::new(),
        (events, Lang::Ko) => format!(", 이벤트 {events}개"),
        (events, Lang::En) => format!(", {}", count(events, "event")),
    };
    // Writing to a String cannot fail.
    let _ = match (lang, errors, warnings) {
        (Lang::Ko, 0, 0) => writeln!(text, "{config}: 스킬 {skills}개{events}, 문제없어요."),
        (Lang::Ko, 0, _) => {
            writeln!(text, "{config}: 스킬 {skills}개{events}, 경고 {warnings}개. 그대로 쓸 수 있지만 한번 살펴보세요.")
        }
        (Lang::Ko, _, 0) => writeln!(text, "{config}: 오류 {errors}개. 고쳐야 쓸 수 있어요."),
        (Lang::Ko, ..) => writeln!(text, "{config}: 오류 {errors}개, 경고 {warnings}개. 오류를 고쳐야 쓸 수 있어요."),
        (Lang::En, 0, 0) => writeln!(text, "{config}: {}{events}, no problems", count(skills, "skill")),
        (Lang::En, 0, _) => writeln!(text, "{config}: {}{events}, {}", count(skills, "skill"), count(*warnings, "warning")),
        (Lang::En, _, 0) => writeln!(text, "{config}: {}", count(*errors, "error")),
        (Lang::En, ..) => writeln!(text, "{config}: {}, {}", count(*errors, "error"), count(*warnings, "warning")),
    };
    text
}

fn count(number: usize, noun: &str) -> String {
    let plural = if number == 1 { "" } else { "s" };
    format!("{number} {noun}{plural}")
}

fn json(loaded: &Loaded, verdict: &Verdict, lang: Lang) -> serde_json::Value {
    serde_json::json!({
        "ok": verdict.exit == 0,
        "skills": loaded.snapshot.as_ref().map_or(0, |snapshot| snapshot.skills.len()),
        "diagnostics": render::json(&loaded.report, lang),
    })
}

//! Diagnostics for programs: the shape of `talkplate check --format json`.

use serde_json::{Value, json};

use crate::diag::{Diagnostic, Lang, Report, Severity};

/// The `diagnostics` array: `[{"code","severity","message","help","file","line","column"}]`. File, line and column are null for a
/// mistake that has no place in a file; lines and columns count from 1, columns in characters.
pub fn json(report: &Report, lang: Lang) -> Value {
    report.sorted().into_iter().map(|diagnostic| one(report, diagnostic, lang)).collect()
}

fn one(report: &Report, diagnostic: &Diagnostic, lang: Lang) -> Value {
    let place = diagnostic.span.map(|span| (report.sources.get(span.file), report.sources.position(span)));
    let help = match diagnostic.did_you_mean(lang) {
        Some(question) => format!("{question} {}", diagnostic.help(lang)),
        None => diagnostic.help(lang),
    };
    json!({
        "code": diagnostic.code.id(),
        "severity": match diagnostic.code.severity() {
            Severity::Error => "error",
            Severity::Warning => "warning",
        },
        "message": diagnostic.message(lang),
        "help": help,
        "file": place.map(|(source, _)| source.name.as_str()),
        "line": place.map(|(_, position)| position.line),
        "column": place.map(|(_, position)| position.column),
    })
}

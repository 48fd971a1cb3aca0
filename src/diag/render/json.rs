//! Diagnostics for programs: the shape of `talkplate check --format json`.

use serde_json::{Value, json};

use crate::diag::{Diagnostic, Lang, Report, Severity};

/// The `diagnostics` array: `[{"code","severity","message","help","file","line","column"}]`. File, line and column are null for a
/// mistake that has no place in a file; lines and columns count from 1, columns in characters.
pub fn json(report: &Report, lang: Lang) -> Value {
    report.sorted().into_iter().map(|diagnostic| one(report, diagnostic, lang)).collect()
}

/// One of them.
pub(super) fn one(report: &Report, diagnostic: &Diagnostic, lang: Lang) -> Value {
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diag::{Code, Span};

    #[test]
    fn every_field_is_there_and_a_place_may_be_null() {
        let mut report = Report::default();
        let file = report.sources.add("skills.yaml", "/etc/talkplate/skills.yaml", "a: 1\n나: 2\n");
        report.push(Diagnostic::new(Code::UnusedVar).at(Span { file, start: 5, end: 8 }).arg("name", "나").suggest(Some("너")));
        report.push(Diagnostic::new(Code::ReadFailed).arg("path", "b").arg("reason", "not found"));
        let all = json(&report, Lang::En);
        assert_eq!(all[0]["line"], Value::Null);
        assert_eq!((&all[0]["file"], &all[0]["severity"]), (&Value::Null, &json!("error")));
        let warning = &all[1];
        assert_eq!(warning["code"], "W007");
        assert_eq!((&warning["file"], &warning["line"], &warning["column"]), (&json!("skills.yaml"), &json!(2), &json!(1)));
        assert!(warning["help"].as_str().is_some_and(|help| help.starts_with("did you mean `너`? ")));
    }
}

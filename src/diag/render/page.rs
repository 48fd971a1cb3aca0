//! Diagnostics for the console's page: as [`json`](super::json), with the lines around each, the corrected line and the other places.

use serde_json::{Value, json};

use super::correction::correction;
use super::json::one;
use crate::diag::{Diagnostic, Lang, Position, Report, Source, Span};

/// Lines before and after the place.
const AROUND: usize = 2;
/// Longer lines are cut, at their end so that columns stay right.
const MAX_LINE_CHARS: usize = 500;
/// More than anybody reads: a hostile file has thousands.
const MAX_SHOWN: usize = 200;

/// `[{…, "suggestion", "endLine", "endColumn", "excerpt": [{"line", "text"}], "fix": [{"line", "text"}] or null, "labels": [{"line",
/// "column", "endColumn", "text"}]}]`: lines and columns count from 1, columns in characters; an end is one past the last character.
/// Labels are those in the same file.
pub fn page(report: &Report, lang: Lang) -> Value {
    report.sorted().into_iter().take(MAX_SHOWN).map(|diagnostic| shown(report, diagnostic, lang)).collect()
}

fn shown(report: &Report, diagnostic: &Diagnostic, lang: Lang) -> Value {
    let mut value = one(report, diagnostic, lang);
    let end = diagnostic.span.map(|span| end(report, span));
    let more = json!({
        // The page asks "did you mean" itself, by the suggestion.
        "help": diagnostic.help(lang),
        "suggestion": diagnostic.suggestion,
        "endLine": end.map(|end| end.line),
        "endColumn": end.map(|end| end.column),
        "excerpt": diagnostic.span.map_or_else(|| json!([]), |span| excerpt(report, span)),
        "fix": correction(report, diagnostic).and_then(|(span, with)| fixed(report, span, &with)),
        "labels": labels(report, diagnostic, lang),
    });
    if let (Value::Object(value), Value::Object(more)) = (&mut value, more) {
        value.extend(more);
    }
    value
}

fn end(report: &Report, span: Span) -> Position {
    report.sources.position(Span { start: span.end.max(span.start), ..span })
}

fn excerpt(report: &Report, span: Span) -> Value {
    let source = report.sources.get(span.file);
    let line = source.line_of(span.start as usize);
    let last = source.line_of(source.text.len());
    let lines = line.saturating_sub(AROUND).max(1)..=(line + AROUND).min(last);
    lines.map(|line| json!({ "line": line, "text": cut(line_text(source, line)) })).collect()
}

/// The line as it should be, whole: the page can put it in the place of the old one. A correction of several lines has none.
fn fixed(report: &Report, span: Span, with: &str) -> Option<Value> {
    let source = report.sources.get(span.file);
    let line = source.line_of(span.start as usize);
    let bytes = source.line(line);
    let before = source.text.get(bytes.start..span.start as usize)?;
    let after = source.text.get(span.end as usize..bytes.end)?;
    let text = format!("{before}{with}{after}");
    (text.chars().count() <= MAX_LINE_CHARS).then(|| json!([{ "line": line, "text": text }]))
}

fn labels(report: &Report, diagnostic: &Diagnostic, lang: Lang) -> Value {
    let here = |span: Span| diagnostic.span.is_some_and(|own| own.file == span.file);
    let labels = diagnostic.labels.iter().filter(|label| here(label.span)).map(|label| {
        let (start, end) = (report.sources.position(label.span), end(report, label.span));
        let end_column = if end.line == start.line { end.column } else { start.column + 1 };
        json!({ "line": start.line, "column": start.column, "endColumn": end_column, "text": lang.of(label.text) })
    });
    labels.collect()
}

fn line_text(source: &Source, line: usize) -> &str {
    source.text.get(source.line(line)).unwrap_or_default()
}

fn cut(line: &str) -> String {
    match line.char_indices().nth(MAX_LINE_CHARS) {
        Some((at, _)) => format!("{}…", line.get(..at).unwrap_or_default()),
        None => line.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diag::Code;

    #[test]
    fn a_place_comes_with_the_lines_around_it_its_end_and_the_corrected_line() {
        let mut report = Report::default();
        let file = report.sources.add("skills.yaml", "skills.yaml", "하나: 1\r\n둘: 2\nskils: {}\n넷: 4\n다섯: 5\n여섯: 6\n");
        let at = |word: &str| {
            let start = report.sources.get(file).text.find(word).unwrap();
            Span { file, start: u32::try_from(start).unwrap(), end: u32::try_from(start + word.len()).unwrap() }
        };
        let wrong = Diagnostic::new(Code::UnknownKey).at(at("skils")).arg("key", "skils").arg("allowed", "skills");
        report.push(wrong.suggest(Some("skills")).also(at("둘"), "여기", "here"));
        report.push(Diagnostic::new(Code::ReadFailed).arg("path", "b").arg("reason", "not found"));
        let all = page(&report, Lang::Ko);
        let wrong = &all[1];
        assert_eq!(
            (&wrong["line"], &wrong["column"], &wrong["endLine"], &wrong["endColumn"]),
            (&json!(3), &json!(1), &json!(3), &json!(6))
        );
        let lines: Vec<_> = wrong["excerpt"].as_array().unwrap().iter().map(|line| line["text"].as_str().unwrap()).collect();
        assert_eq!(lines, ["하나: 1", "둘: 2", "skils: {}", "넷: 4", "다섯: 5"]);
        assert_eq!(wrong["fix"], json!([{ "line": 3, "text": "skills: {}" }]));
        assert!(wrong["help"].as_str().is_some_and(|help| !help.contains("skils") && !help.contains("혹시")), "{wrong}");
        assert_eq!(wrong["labels"], json!([{ "line": 2, "column": 1, "endColumn": 2, "text": "여기" }]));
        assert_eq!((&wrong["code"], &wrong["suggestion"]), (&json!("E011"), &json!("skills")));
        assert_eq!((&all[0]["line"], &all[0]["excerpt"], &all[0]["fix"]), (&Value::Null, &json!([]), &Value::Null));
    }

    #[test]
    fn a_line_is_mended_whole_or_not_at_all() {
        let mut report = Report::default();
        let file = report.sources.add("a", "a", format!("a: b\nc: d\n{}", "x".repeat(600)));
        let fixed = |start, end| fixed(&report, Span { file, start, end }, "Z");
        assert_eq!(fixed(3, 4), Some(json!([{ "line": 1, "text": "a: Z" }])));
        assert_eq!((fixed(3, 7), fixed(10, 11)), (None, None));
    }

    #[test]
    fn long_lines_and_many_diagnostics_are_cut() {
        let mut report = Report::default();
        let file = report.sources.add("a", "a", "가".repeat(2_000));
        for place in 0..500 {
            report
                .push(Diagnostic::new(Code::UnusedVar).at(Span { file, start: place * 3, end: place * 3 + 3 }).arg("name", place));
        }
        let all = page(&report, Lang::En);
        assert_eq!(all.as_array().unwrap().len(), MAX_SHOWN);
        assert_eq!(all[9]["column"], 10);
        assert_eq!(all[0]["excerpt"][0]["text"].as_str().unwrap().chars().count(), MAX_LINE_CHARS + 1);
    }
}

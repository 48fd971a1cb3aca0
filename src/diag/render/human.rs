//! Diagnostics for a terminal and for the log: file, line, caret, what to do.

use annotate_snippets::{AnnotationKind, Element, Group, Level, Patch, Renderer, Snippet};

use super::correction::correction;
use super::excerpt::{Excerpt, excerpt};
use crate::diag::{Diagnostic, Label, Lang, Report, Severity, Span};

/// Draws every diagnostic of the report. `colour`: ANSI colours for a terminal.
pub fn human(report: &Report, lang: Lang, colour: bool) -> String {
    let renderer = if colour { Renderer::styled() } else { Renderer::plain() };
    // Lines are cut by `excerpt`, by characters around the place; a second cut would hide the caret.
    let renderer = renderer.term_width(400);
    let mut out = String::new();
    for diagnostic in report.sorted() {
        if !out.is_empty() {
            out.push('\n');
        }
        let drawn = renderer.render(&drawing(report, diagnostic, lang));
        out.push_str(&with_true_column(report, diagnostic, drawn));
        out.push('\n');
    }
    out
}

fn drawing<'r>(report: &'r Report, diagnostic: &Diagnostic, lang: Lang) -> Vec<Group<'r>> {
    let level = match diagnostic.code.severity() {
        Severity::Error => Level::ERROR.with_name(lang.of(("오류", "error"))),
        Severity::Warning => Level::WARNING.with_name(lang.of(("경고", "warning"))),
    };
    let help = || Level::HELP.with_name(lang.of(("도움말", "help")));
    let mut group = Group::with_title(level.primary_title(diagnostic.message(lang)).id(diagnostic.code.id()));
    if let Some(span) = diagnostic.span {
        group = group.elements(pictures(report, span, &diagnostic.labels, lang));
    }
    if let Some(question) = diagnostic.did_you_mean(lang) {
        group = group.element(help().message(question));
    }
    group = group.element(help().message(diagnostic.help(lang)));
    let mut groups = vec![group];
    if let Some(excerpt) = mended(report, diagnostic) {
        let title = help().secondary_title(lang.of(("이렇게 고쳐 주세요", "write it like this")));
        groups.push(title.element(excerpt));
    }
    groups
}

/// The line with the caret, and the lines of the labels: with it when they are near, else below.
fn pictures<'r>(report: &'r Report, span: Span, labels: &[Label], lang: Lang) -> Vec<Element<'r>> {
    let mut near = vec![span];
    let mut far = Vec::new();
    for label in labels {
        near.push(label.span);
        if label.span.file != span.file || excerpt(report.sources.get(span.file), &near).is_none() {
            near.pop();
            far.push(label);
        }
    }
    let near_labels: Vec<&Label> = labels.iter().filter(|label| !far.iter().any(|other| std::ptr::eq(*other, *label))).collect();
    let mut elements = Vec::new();
    if let Some(excerpt) = excerpt(report.sources.get(span.file), &near) {
        let name = report.sources.get(span.file).name.as_str();
        let mut places = excerpt.places.into_iter();
        let mut snippet = Snippet::source(excerpt.text).line_start(excerpt.first_line).path(name);
        snippet = snippet.annotations(places.next().map(|place| AnnotationKind::Primary.span(place)));
        for (place, label) in places.zip(near_labels) {
            snippet = snippet.annotation(AnnotationKind::Context.span(place).label(lang.of(label.text)));
        }
        elements.push(snippet.into());
    }
    for label in far {
        if let Some(Excerpt { text, first_line, places, .. }) = excerpt(report.sources.get(label.span.file), &[label.span]) {
            let name = report.sources.get(label.span.file).name.as_str();
            let annotations = places.into_iter().map(|place| AnnotationKind::Context.span(place).label(lang.of(label.text)));
            elements.push(Snippet::source(text).line_start(first_line).path(name).annotations(annotations).into());
        }
    }
    elements
}

/// The renderer counts columns in what it is shown; where the beginning of a long line was cut it has to be told.
fn with_true_column(report: &Report, diagnostic: &Diagnostic, drawn: String) -> String {
    let Some(span) = diagnostic.span else { return drawn };
    let source = report.sources.get(span.file);
    let Some(Excerpt { text, places, cut: true, .. }) = excerpt(source, &[span]) else { return drawn };
    let shown = places.first().and_then(|place| text.get(..place.start)).unwrap_or_default();
    let position = report.sources.position(span);
    let header = |column: usize| format!("{}:{}:{column}", source.name, position.line);
    drawn.replacen(&header(shown.chars().count() + 1), &header(position.column), 1)
}

/// The mended line.
fn mended(report: &Report, diagnostic: &Diagnostic) -> Option<Element<'static>> {
    let (span, with) = correction(report, diagnostic)?;
    let source = report.sources.get(span.file);
    let replaced = source.text.get(span.start as usize..span.end as usize)?;
    let Excerpt { text, first_line, places, cut } = excerpt(source, &[span])?;
    if cut {
        return None;
    }
    let place = places.into_iter().next()?;
    // Blanks for blanks: signs under them would mark what nobody sees, the finished line says it better.
    if !replaced.is_empty() && replaced.trim().is_empty() && with.trim().is_empty() {
        let line = format!("{}{with}{}", text.get(..place.start)?, text.get(place.end..)?);
        return Some(Snippet::<annotate_snippets::Annotation<'_>>::source(line).line_start(first_line).fold(false).into());
    }
    Some(Snippet::source(text).line_start(first_line).patch(Patch::new(place, with)).into())
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, Instant};

    use super::*;
    use crate::diag::{Code, FileId};

    fn span(file: FileId, text: &str, what: &str) -> Span {
        let start = text.find(what).unwrap();
        let byte = |at: usize| u32::try_from(at).unwrap();
        Span { file, start: byte(start), end: byte(start + what.len()) }
    }

    fn drawn(text: &str, diagnostic: impl FnOnce(FileId) -> Diagnostic) -> String {
        let mut report = Report::default();
        let file = report.sources.add("skills.yaml", "skills.yaml", text);
        report.push(diagnostic(file));
        human(&report, Lang::Ko, false)
    }

    /// How many columns a terminal gives to what stands before a sign.
    fn columns_before(line: &str, sign: &str) -> usize {
        line[..line.find(sign).unwrap()].chars().map(|c| if c.is_ascii() { 1 } else { 2 }).sum()
    }

    #[test]
    fn carets_stand_under_hangul_and_full_width_letters() {
        let text = "인사말: \"안녕、하세요\"  틀린곳\n";
        let drawn = drawn(text, |file| Diagnostic::new(Code::MissingColon).at(span(file, text, "틀린곳")));
        let lines: Vec<&str> = drawn.lines().collect();
        let at = lines.iter().position(|line| line.contains("틀린곳")).unwrap();
        assert_eq!(columns_before(lines[at], "틀린곳"), columns_before(lines[at + 1], "^"), "{drawn}");
        assert!(drawn.contains("skills.yaml:1:16"), "columns are characters: {drawn}");
    }

    #[test]
    fn a_long_line_is_cut_around_the_place_and_its_column_stays_true() {
        let text = format!("a: {}여기{}\n", "가".repeat(30_000), "나".repeat(30_000));
        let drawn = drawn(&text, |file| Diagnostic::new(Code::MissingColon).at(span(file, &text, "여기")));
        assert!(drawn.len() < 2_000, "{}", drawn.len());
        assert!(drawn.contains("skills.yaml:1:30004") && drawn.contains("여기나"), "{drawn}");
    }

    #[test]
    fn a_label_far_away_is_shown_below_with_its_own_line() {
        let text = format!("첫째: 1\n{}둘째: 2\n", "x: 1\n".repeat(500));
        let drawn = drawn(&text, |file| {
            let first = span(file, &text, "첫째");
            Diagnostic::new(Code::DuplicateKey).at(span(file, &text, "둘째")).arg("key", "a").also(
                first,
                "처음 나온 곳",
                "first used here",
            )
        });
        assert!(
            drawn.contains("skills.yaml:502:1") && drawn.contains("skills.yaml:1:1") && drawn.contains("처음 나온 곳"),
            "{drawn}"
        );
        assert!(drawn.lines().count() < 20, "{drawn}");
    }

    #[test]
    fn a_mistake_without_a_place_is_told_all_the_same() {
        let drawn = drawn("", |_| Diagnostic::new(Code::ReadFailed).arg("path", "skills.yaml").arg("reason", "not found"));
        assert!(drawn.starts_with("오류[E001]: 파일을 읽지 못했어요: skills.yaml (그런 파일이 없어요)"), "{drawn}");
    }

    #[test]
    fn places_at_the_very_end_and_in_an_empty_file_are_drawn() {
        for text in ["", "a", "a\n", "가"] {
            let end = u32::try_from(text.len()).unwrap();
            let drawn = drawn(text, |file| {
                let at = Span { file, start: end, end };
                Diagnostic::new(Code::NoSkills).at(at).fix(at, "x")
            });
            assert!(drawn.contains('^'), "{text:?}: {drawn}");
        }
    }

    /// Found by fuzzing: a carriage return that is no part of a line break ended in a panic.
    #[test]
    fn every_place_can_be_drawn_whatever_ends_the_lines() {
        for text in ["a\r", "a: 가\r\n나: b\r\n", "skills:\n \r\r:\r\r:\n \r\r\r", "\r\r", "\n\r\n\r"] {
            let ends = || text.char_indices().map(|(at, _)| at).chain([text.len()]).map(|at| u32::try_from(at).unwrap());
            for (start, end) in ends().flat_map(|start| ends().filter(move |end| *end >= start).map(move |end| (start, end))) {
                let drawn = drawn(text, |file| {
                    let at = Span { file, start, end };
                    Diagnostic::new(Code::DuplicateKey).at(at).arg("key", "a").also(at, "처음", "first").fix(at, "x")
                });
                assert!(drawn.contains('^'), "{text:?} {start}..{end}: {drawn}");
            }
        }
    }

    #[test]
    fn control_characters_of_the_file_do_not_reach_the_terminal() {
        let text = "a: \u{1b}[31m빨강\u{7}\n";
        let drawn = drawn(text, |file| Diagnostic::new(Code::UnquotedTemplate).at(span(file, text, "빨강")).arg("text", text));
        assert!(!drawn.contains(['\u{1b}', '\u{7}']), "{drawn:?}");
    }

    #[test]
    fn thousands_of_mistakes_in_megabytes_are_drawn_at_once() {
        let text = "스킬: 안녕하세요, 반갑습니다. 무엇을 도와드릴까요?\n".repeat(40_000);
        let mut report = Report::default();
        let file = report.sources.add("skills.yaml", "skills.yaml", text.as_str());
        let line = text.len() / 40_000;
        for at in 0..2_000 {
            let start = u32::try_from(at * 20 * line).unwrap();
            report.push(Diagnostic::new(Code::DuplicateKey).at(Span { file, start, end: start + 6 }).arg("key", at));
        }
        let begun = Instant::now();
        let all = human(&report, Lang::Ko, true);
        assert!(all.matches("E010").count() == 2_000 && begun.elapsed() < Duration::from_secs(5), "{:?}", begun.elapsed());
    }
}

//! Diagnostics for a terminal and for the log: file, line, caret, what to do.

use annotate_snippets::{AnnotationKind, Element, Group, Level, Patch, Renderer, Snippet};

use super::excerpt::{Excerpt, excerpt};
use crate::diag::{Diagnostic, Label, Lang, Report, Severity, Span};

/// A fix longer than this is described by the help alone.
const MAX_FIX_BYTES: usize = 300;

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

/// The mended line: the fix, or the suggestion where it replaces the very word that is marked.
fn mended(report: &Report, diagnostic: &Diagnostic) -> Option<Element<'static>> {
    let (span, with) = match (&diagnostic.fix, diagnostic.span, &diagnostic.suggestion) {
        (Some((span, with)), ..) => (*span, with.clone()),
        (None, Some(span), Some(suggestion)) => {
            let marked = report.sources.get(span.file).text.get(span.start as usize..span.end as usize)?;
            diagnostic.args.iter().any(|(_, value)| value == marked).then(|| (span, suggestion.clone()))?
        }
        _ => return None,
    };
    let source = report.sources.get(span.file);
    let replaced = source.text.get(span.start as usize..span.end as usize)?;
    let Excerpt { text, first_line, places, cut } = excerpt(source, &[span])?;
    if cut || replaced.contains('\n') || with.contains('\n') || with.len() > MAX_FIX_BYTES {
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

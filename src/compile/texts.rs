//! The texts of one skill on their way to templates, and where their mistakes stand.

use std::collections::HashSet;
use std::ops::Range;

use super::brace;
use super::regexes::Regexes;
use crate::config::{Spanned, has_broken_parameter};
use crate::diag::{Code, Diagnostic, Report, Span};
use crate::template::{Engine, Escape, Fault, MAX_TEMPLATE_BYTES, Names, Text, ValueSlot};
use crate::yaml::{Kind, Node, Style};

/// Where a template's text stands in the sources.
#[derive(Clone, Copy)]
pub(super) enum Place<'a> {
    /// In a text of the YAML file.
    Node(&'a Node),
    /// It is a whole file.
    File(Span),
    /// In a text of the YAML file whose `${…}` are filled in: offsets do not match the file, and its words must not be shown.
    Secret(Span),
}

/// What the skills and events of a configuration share while they are compiled.
#[derive(Default)]
pub(super) struct Common {
    /// The vars that some template names.
    pub(super) used_vars: HashSet<String>,
    /// All regular expressions.
    pub(super) regexes: Regexes,
}

/// Compiles the texts of one skill against its names.
pub(super) struct Texts<'a> {
    /// Helpers and partials.
    pub(super) engine: &'a Engine,
    /// Every name these texts use.
    pub(super) names: Names,
    /// Where mistakes go.
    pub(super) report: &'a mut Report,
    /// What all skills and events share.
    pub(super) common: &'a mut Common,
    /// What `upstream` means to the texts that come now.
    pub(super) upstream: Known,
    /// The roots that may hold more than is known, because what defines it could not be read: one slip is told once.
    pub(super) unsure: Vec<&'static str>,
}

/// Whether the name `upstream` is there.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Known {
    /// The skill asks an upstream before this text is rendered.
    Yes,
    /// It does not, or not yet.
    No,
    /// Asking, if it is done at all, may be what failed.
    Perhaps,
}

/// The roots that may hold more than is known. `lost`: whether there may be more vars.
pub(super) fn unsure(path: &str, lost: bool) -> Vec<&'static str> {
    let roots = [("vars", lost), ("path", has_broken_parameter(path))];
    roots.into_iter().filter_map(|(root, unsure)| unsure.then_some(root)).collect()
}

impl Texts<'_> {
    /// Compiles one text. `None` when it holds an error, which is reported.
    pub(super) fn text(&mut self, source: &str, escape: Escape, place: Place<'_>) -> Option<Text> {
        self.single_braces(source, place);
        let mut faults = Vec::new();
        let text = self.engine.compile(source, escape, &mut self.names, &mut faults);
        for fault in faults {
            self.fault(fault, place);
        }
        if text.as_ref().is_some_and(Text::uses_upstream) {
            // A partial may name it as well; then it does not stand here.
            let named = source.match_indices("upstream").next().map_or(0..source.len(), |(at, name)| at..at + name.len());
            self.uses_upstream(self.place(place, named));
        } else if let Some(risk) = text.as_ref().and_then(Text::risk).filter(|_| self.upstream == Known::Perhaps) {
            self.report.push(Diagnostic::new(Code::FallbackCanFail).at(self.place(place, risk)));
        }
        text
    }

    /// Warns of a value in single braces, which would be shown as it is written.
    pub(super) fn single_braces(&mut self, source: &str, place: Place<'_>) {
        // What was filled in is nobody's slip, and a text that is too long is told as such.
        if matches!(place, Place::Secret(_)) || source.len() > MAX_TEMPLATE_BYTES || self.report.is_full() {
            return;
        }
        let Some(single) = brace::single(source, &self.names) else { return };
        let written = source.get(single.range.clone()).unwrap_or_default();
        // It is meant: that nothing uses it need not be said as well.
        let vars = single.meant.match_indices("vars.").filter_map(|(at, root)| single.meant.get(at + root.len()..));
        let names = vars.map(|rest| rest.split(['.', ' ', '}']).next().unwrap_or_default().to_owned());
        self.common.used_vars.extend(names);
        let fault = Fault {
            code: Code::ShownBraces,
            range: single.range,
            args: vec![("text", written.to_owned()), ("meant", single.meant.clone())],
            suggestion: None,
            fix: Some(single.meant),
        };
        self.fault(fault, place);
    }

    /// The value under a name that stands without braces. `None` when it is no name, which is reported.
    pub(super) fn value(&mut self, name: &Spanned<String>) -> Option<ValueSlot> {
        let mut faults = Vec::new();
        let Some(value) = self.names.value(&name.value, &mut faults) else {
            self.report.push(not_a_name(name));
            return None;
        };
        // In quotes the text may stand otherwise than it is.
        let file = self.report.sources.get(name.span.file);
        let is_plain = file.text.get(name.span.start as usize..name.span.end as usize) == Some(name.value.as_str());
        let place = |range| if is_plain { within(name.span, range) } else { name.span };
        let root = name.value.split(['.', '/']).next().unwrap_or_default();
        let named = place(0..root.len());
        faults.retain(|fault| !self.is_unsure(fault));
        for fault in faults {
            let mut diagnostic = diagnose(fault, place);
            diagnostic.fix = diagnostic.fix.filter(|_| is_plain);
            self.report.push(diagnostic);
        }
        if root == "upstream" {
            self.uses_upstream(named);
        }
        Some(value)
    }

    /// Reports the name `upstream` at a place where it says nothing.
    fn uses_upstream(&mut self, span: Span) {
        match self.upstream {
            Known::Yes => {}
            Known::No => self.report.push(Diagnostic::new(Code::NoUpstream).at(span)),
            Known::Perhaps => self.report.push(Diagnostic::new(Code::FallbackFromUpstream).at(span)),
        }
    }

    /// Whether a text has to be looked at by the template compiler at all.
    pub(super) fn is_template(source: &str) -> bool {
        source.contains("{{") || source.contains("}}")
    }

    /// Whether it may be right after all.
    fn is_unsure(&self, fault: &Fault) -> bool {
        let root = |(name, value): &(&str, String)| *name == "root" && self.unsure.contains(&value.as_str());
        fault.code == Code::UnknownField && fault.args.iter().any(root)
    }

    fn fault(&mut self, fault: Fault, place: Place<'_>) {
        if self.is_unsure(&fault) {
            return;
        }
        let is_whole = matches!(place, Place::Node(Node { kind: Kind::Text(text), .. }) if fault.range == (0..text.value.len()));
        let mut diagnostic = diagnose(fault, |range| self.place(place, range));
        if let (Place::Node(node), Some((span, fix))) = (place, &mut diagnostic.fix) {
            if *span == node.span && !is_whole {
                // Only the whole text's place is known (a folded one): the correction of a part must not stand for all of it.
                diagnostic.fix = None;
            } else {
                *fix = quotable(fix, node);
            }
        }
        let diagnostic = if let Place::Secret(span) = place { self.mask(diagnostic, span) } else { diagnostic };
        self.report.push(diagnostic);
    }

    fn place(&self, place: Place<'_>, range: Range<usize>) -> Span {
        match place {
            Place::Node(node) => node.locate(&self.report.sources, range),
            Place::File(whole) => within(whole, range),
            Place::Secret(span) => span,
        }
    }

    /// Only words that stand in the file may be shown; others may have come out of `${…}`.
    fn mask(&self, mut diagnostic: Diagnostic, span: Span) -> Diagnostic {
        let text = &self.report.sources.get(span.file).text;
        let written = text.get(span.start as usize..span.end as usize).unwrap_or_default();
        for (_, value) in &mut diagnostic.args {
            let number = value.bytes().all(|b| b.is_ascii_digit());
            if !number && !written.contains(value.as_str()) {
                "***".clone_into(value);
            }
        }
        // Both are made of the same words.
        diagnostic.suggestion = None;
        diagnostic.fix = None;
        diagnostic
    }
}

/// A correction as it may stand between the text's own quotes: Handlebars takes either kind, YAML ends the text at its own.
fn quotable(fix: &str, node: &Node) -> String {
    match &node.kind {
        Kind::Text(text) if text.style == Style::Double => fix.replace('"', "'"),
        Kind::Text(text) if text.style == Style::Single => fix.replace('\'', "\""),
        _ => fix.to_owned(),
    }
}

/// What stands where a name belongs.
fn not_a_name(name: &Spanned<String>) -> Diagnostic {
    let form = Diagnostic::new(Code::WhenForm).at(name.span);
    let inside = name.value.trim().strip_prefix("{{").and_then(|inside| inside.strip_suffix("}}"));
    match inside.map(str::trim) {
        Some(inside) => form.arg("reason", "braces around a name").fix(name.span, inside),
        None => form.arg("reason", "not a name"),
    }
}

/// A template's fault as a diagnostic at the place that `span` finds for its bytes.
pub(super) fn diagnose(fault: Fault, span: impl FnOnce(Range<usize>) -> Span) -> Diagnostic {
    let span = span(fault.range);
    let mut diagnostic = Diagnostic::new(fault.code).at(span).suggest(fault.suggestion);
    diagnostic.args = fault.args;
    diagnostic.fix = fault.fix.map(|text| (span, text));
    diagnostic
}

/// Bytes of a whole file's text as a span of that file.
pub(super) fn within(whole: Span, range: Range<usize>) -> Span {
    let at = |offset: usize| whole.start.saturating_add(u32::try_from(offset).unwrap_or(u32::MAX)).min(whole.end);
    Span { file: whole.file, start: at(range.start), end: at(range.end) }
}

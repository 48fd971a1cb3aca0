//! What the reading of one configuration has at hand, whatever section it is in.

use super::files::Files;
use super::secret::Env;
use crate::diag::{Code, Diagnostic, Report, Span, nearest};
use crate::yaml::{Kind, Node};

/// The mistakes so far, the environment, the files.
pub(super) struct Reading<'a> {
    /// Where mistakes go; also holds the sources.
    pub(super) report: Report,
    /// Where `${NAME}` comes from.
    pub(super) env: Env<'a>,
    /// The configuration's folder.
    pub(super) files: Files,
}

impl Reading<'_> {
    /// Reports that `node` is of the wrong kind.
    pub(super) fn wrong_kind(&mut self, node: &Node, what: &str, expected: &'static str) {
        self.report.push(
            Diagnostic::new(Code::WrongKind)
                .at(node.span)
                .arg("what", what)
                .arg("expected", expected)
                .arg("found", kind_word(node)),
        );
    }

    /// Reports a key that has no effect; `reason` is a short stable word.
    pub(super) fn no_effect(&mut self, key_span: Span, key: &str, reason: &'static str) {
        self.report.push(Diagnostic::new(Code::NoEffect).at(key_span).arg("key", key).arg("reason", reason));
    }

    /// Reports a key that the language does not know here.
    pub(super) fn unknown_key(&mut self, key_span: Span, key: &str, allowed: &[&str]) {
        let near = nearest(key, allowed.iter().copied());
        let mut diagnostic =
            Diagnostic::new(Code::UnknownKey).at(key_span).arg("key", key).arg("allowed", allowed.join(", ")).suggest(near);
        if let Some(near) = near {
            diagnostic = diagnostic.fix(key_span, near);
        }
        self.report.push(diagnostic);
    }

    /// Reports a key whose value is nothing or an empty text.
    pub(super) fn empty_value(&mut self, span: Span, key: &str) {
        self.report.push(Diagnostic::new(Code::EmptyValue).at(span).arg("key", key));
    }

    /// Reports a required key that is missing from `owner`, whose place is `span`.
    pub(super) fn missing(&mut self, span: Span, field: &str, owner: &str) {
        self.report.push(Diagnostic::new(Code::Missing).at(span).arg("field", field).arg("component", owner));
    }

    /// Reports a value outside its fixed list.
    pub(super) fn not_one_of(&mut self, node: &Node, what: &str, allowed: &[&str]) {
        let found = node.as_text().unwrap_or_else(|| kind_word(node));
        let near = nearest(found, allowed.iter().copied());
        let mut diagnostic = Diagnostic::new(Code::NotOneOf)
            .at(node.span)
            .arg("what", what)
            .arg("found", found)
            .arg("allowed", allowed.join(", "))
            .suggest(near);
        if let Some(near) = near {
            diagnostic = diagnostic.fix(node.span, near);
        }
        self.report.push(diagnostic);
    }
}

/// The stable word for what a value is; the messages translate it.
pub(super) fn kind_word(node: &Node) -> &'static str {
    match &node.kind {
        Kind::Null => "nothing",
        Kind::Bool(_) => "true/false",
        Kind::Number(..) => "number",
        Kind::Text(_) => "text",
        Kind::List(_) => "list",
        Kind::Map(_) => "map",
    }
}

//! What the reading of one configuration has at hand, whatever section it is in.

use super::files::Files;
use super::pattern::Pattern;
use super::secret::{Env, Secret};
use crate::diag::{Code, Diagnostic, Report, Span, nearest};
use crate::yaml::{Entry, Node};

/// What people write for a key of the language whose letters are too far off for "did you mean".
const SLIPS: &[(&str, &str)] = &[
    ("replies", "reply"),
    ("answer", "reply"),
    ("answers", "reply"),
    ("text", "reply"),
    ("message", "reply"),
    ("output", "reply"),
    ("outputs", "reply"),
    ("quick_replies", "quickReplies"),
    ("buttons", "quickReplies"),
    ("context", "contexts"),
    ("file", "template"),
    ("api", "upstream"),
    ("server", "upstream"),
    ("proxy", "upstream"),
    ("error", "fallback"),
    ("waiting", "wait"),
    ("name", "description"),
    ("title", "description"),
    ("routes", "skills"),
    ("variables", "vars"),
    ("env", "vars"),
    ("uri", "url"),
    ("address", "url"),
    ("header", "headers"),
    ("data", "body"),
    ("status", "expect"),
    ("if", "when"),
    ("condition", "when"),
    ("then", "reply"),
    ("else", "reply"),
    ("otherwise", "reply"),
    ("match", "matches"),
    ("regex", "matches"),
    ("pattern", "matches"),
    ("path", "skill"),
    ("expected", "expect"),
    ("request", "with"),
    ("input", "with"),
];

/// The mistakes so far, the environment, the files.
pub(super) struct Reading<'a> {
    /// Where mistakes go; also holds the sources.
    pub(super) report: Report,
    /// Where `${NAME}` comes from.
    pub(super) env: Env<'a>,
    /// The configuration's folder.
    pub(super) files: Files,
    /// The patterns of `include` so far.
    pub(super) patterns: Vec<Pattern>,
    /// Where the key `skills` of the file that is read stands.
    pub(super) home: Option<Span>,
    /// What was filled in for `${…}`, each once.
    pub(super) secrets: Vec<Secret>,
    /// Whether a part that may define vars could not be read: then a var that is not known may be one of its.
    pub(super) lost: bool,
}

impl Reading<'_> {
    /// Reports that `node` is of the wrong kind.
    pub(super) fn wrong_kind(&mut self, node: &Node, what: &str, expected: &'static str) {
        self.wrong_kind_meant(node, what, expected, None);
    }

    /// The same when it is known what should stand there.
    pub(super) fn wrong_kind_meant(&mut self, node: &Node, what: &str, expected: &'static str, meant: Option<&str>) {
        let wrong = Diagnostic::new(Code::WrongKind).at(node.span).arg("what", what);
        let wrong = wrong.arg("expected", expected).arg("found", node.kind.word());
        self.report.push(match meant {
            Some(meant) => wrong.fix(node.span, meant),
            None => wrong,
        });
    }

    /// Reports a key that stands in the column of the key that it belongs under.
    pub(super) fn not_indented(&mut self, entry: &Entry) {
        let before = Span { end: entry.key_span.start, ..entry.key_span };
        self.report.push(Diagnostic::new(Code::WrongIndent).at(entry.key_span).fix(before, "  "));
    }

    /// Reports a key that has no effect; `reason` is a short stable word.
    pub(super) fn no_effect(&mut self, key_span: Span, key: &str, reason: &'static str) {
        self.report.push(Diagnostic::new(Code::NoEffect).at(key_span).arg("key", key).arg("reason", reason));
    }

    /// Reports a skill that stands somewhere else than directly below `skills`. `key_span`: its path.
    pub(super) fn skill_elsewhere(&mut self, key_span: Span, path: &str) {
        let text = &self.report.sources.get(key_span.file).text;
        let line = text.get(key_span.start as usize..).and_then(|rest| rest.lines().next()).unwrap_or_default();
        let elsewhere = Diagnostic::new(Code::SkillElsewhere).at(key_span).arg("path", path).arg("line", line.trim_end());
        self.report.push(match self.home {
            Some(home) => elsewhere.also(home, "이 아래에 적어요", "it belongs below this"),
            None => elsewhere,
        });
    }

    /// Reports a key that the language does not know here, and gives the one that was probably meant.
    pub(super) fn unknown_key(&mut self, key_span: Span, key: &str, allowed: &[&'static str]) -> Option<&'static str> {
        if key.starts_with('/') {
            self.skill_elsewhere(key_span, key);
            return None;
        }
        let slip = SLIPS.iter().find(|(slip, _)| slip.eq_ignore_ascii_case(key)).map(|(_, right)| *right);
        let near = slip.filter(|right| allowed.contains(right)).or_else(|| nearest(key, allowed.iter().copied()));
        let near = near.and_then(|near| allowed.iter().find(|allowed| **allowed == near)).copied();
        let unknown = Diagnostic::new(Code::UnknownKey).at(key_span).arg("key", key).arg("allowed", allowed.join(", "));
        self.report.push(match near {
            Some(near) => unknown.suggest(Some(near)).fix(key_span, near),
            None => unknown,
        });
        near
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
        let near = node.as_text().and_then(|found| nearest(found, allowed.iter().copied()));
        self.not_one_of_meant(node, what, allowed, near);
    }

    /// The same when it is known what should stand there.
    pub(super) fn not_one_of_meant(&mut self, node: &Node, what: &str, allowed: &[&str], near: Option<&str>) {
        let found = node.as_text().unwrap_or_else(|| node.kind.word());
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

//! What is wrong, where, and what to do: diagnostics as data.
//!
//! A [`Diagnostic`] is a code, a place and arguments; it holds no sentence. The sentences stand in [`code`], in Korean and
//! English; [`render`] draws them. A [`Report`] gathers every mistake of a configuration and knows its sources.

mod code;
pub mod explain;
mod help;
mod message;
pub mod render;
mod sentence;
mod source;
mod suggest;
mod word;

pub use code::{Code, Severity};
pub use source::{FileId, Position, Source, SourceMap, Span};
pub use suggest::nearest;

/// The language of messages.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Lang {
    /// Korean, the default.
    #[default]
    Ko,
    /// English.
    En,
}

impl Lang {
    /// `ko` or `en`.
    pub fn code(self) -> &'static str {
        self.of(("ko", "en"))
    }
}

/// A second place that explains the first ("first used here").
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    /// Where.
    pub span: Span,
    /// What stands there, Korean and English.
    pub text: (&'static str, &'static str),
}

/// One mistake: data only.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// Which mistake.
    pub code: Code,
    /// Where, when it has a place in a file.
    pub span: Option<Span>,
    /// The names and numbers of this case, which the sentences of the code refer to as `{name}`.
    pub args: Vec<(&'static str, String)>,
    /// Other places that matter.
    pub labels: Vec<Label>,
    /// The nearest name that would have been right.
    pub suggestion: Option<String>,
    /// The line(s) as they should be: the text that should stand instead of what `Span` covers.
    pub fix: Option<(Span, String)>,
}

impl Diagnostic {
    /// A mistake without a place yet.
    pub fn new(code: Code) -> Self {
        Self { code, span: None, args: Vec::new(), labels: Vec::new(), suggestion: None, fix: None }
    }

    /// Says where.
    #[must_use]
    pub fn at(mut self, span: Span) -> Self {
        self.span = Some(span);
        self
    }

    /// Adds an argument for the sentences.
    #[must_use]
    #[expect(clippy::needless_pass_by_value, reason = "callers pass names, numbers and texts as they have them")]
    pub fn arg(mut self, name: &'static str, value: impl ToString) -> Self {
        self.args.push((name, value.to_string()));
        self
    }

    /// Adds a second place, labelled in Korean and English.
    #[must_use]
    pub fn also(mut self, span: Span, ko: &'static str, en: &'static str) -> Self {
        self.labels.push(Label { span, text: (ko, en) });
        self
    }

    /// Adds "did you mean".
    #[must_use]
    pub fn suggest(mut self, name: Option<impl Into<String>>) -> Self {
        self.suggestion = name.map(Into::into);
        self
    }

    /// Shows how it should look: `text` instead of what stands at `span`.
    #[must_use]
    pub fn fix(mut self, span: Span, text: impl Into<String>) -> Self {
        self.fix = Some((span, text.into()));
        self
    }
}

/// All the mistakes of one load, with the sources they stand in.
#[derive(Clone, Debug, Default)]
pub struct Report {
    /// The files as they were read; never with a secret filled in.
    pub sources: SourceMap,
    diagnostics: Vec<Diagnostic>,
}

/// At most this many diagnostics are kept: a hostile file gave 100,000.
pub const MAX_DIAGNOSTICS: usize = 2_000;

impl Report {
    /// Adds one; past [`MAX_DIAGNOSTICS`] it is dropped.
    pub fn push(&mut self, diagnostic: Diagnostic) {
        if self.diagnostics.len() < MAX_DIAGNOSTICS {
            self.diagnostics.push(diagnostic);
        }
    }

    /// Whether there is nothing to say.
    pub fn is_empty(&self) -> bool {
        self.diagnostics.is_empty()
    }

    /// Whether nothing more is kept.
    pub fn is_full(&self) -> bool {
        self.diagnostics.len() >= MAX_DIAGNOSTICS
    }

    /// Whether there is an error (warnings do not count).
    pub fn has_errors(&self) -> bool {
        self.diagnostics.iter().any(|d| d.code.severity() == Severity::Error)
    }

    /// Whether an error inside of this place is known: then what seems to be missing there may be what it is about.
    pub fn has_error_in(&self, place: Span) -> bool {
        let inside = |span: Span| span.file == place.file && place.start <= span.start && span.start < place.end;
        let errors = self.diagnostics.iter().filter(|d| d.code.severity() == Severity::Error);
        errors.filter_map(|d| d.span).any(inside)
    }

    /// All of them, by file, then place, without repetitions.
    pub fn sorted(&self) -> Vec<&Diagnostic> {
        let mut all: Vec<&Diagnostic> = self.diagnostics.iter().collect();
        all.sort_by(|a, b| {
            let place = |d: &Diagnostic| (d.span.map(|span| (span.file, span.start)), d.code);
            // Of two that say the same, the one that knows more stands first and stays.
            place(a).cmp(&place(b)).then_with(|| a.args.cmp(&b.args)).then_with(|| b.suggestion.cmp(&a.suggestion))
        });
        all.dedup_by(|b, a| a.code == b.code && a.span == b.span && a.args == b.args);
        all
    }
}

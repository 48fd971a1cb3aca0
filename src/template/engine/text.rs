//! A compiled template and how it is written.

use std::borrow::Cow;
use std::fmt;
use std::ops::Range;

use handlebars::template::Template;

use super::escape::{Sink, escaped, put, put_json};
use super::{Engine, Escape, RenderError, registry};
use crate::template::budget::Limit;
use crate::template::names::View;
use crate::template::slot::Slot;
use crate::template::{MAX_OUTPUT_BYTES, Scope};

/// A compiled template.
pub struct Text {
    parts: Box<[Part]>,
    escape: Escape,
    is_one_expression: bool,
    uses_upstream: bool,
    /// Bytes of its source.
    risk: Option<Range<usize>>,
}

/// A piece of a template.
pub(super) enum Part {
    /// The same for every request.
    Literal {
        text: Box<str>,
        /// Escaped as the inside of a JSON string.
        json: Box<str>,
        chars: usize,
    },
    /// A value, straight from the request.
    Slot { slot: usize, view: View },
    /// The first that prints as something: `{{default …}}`, too common to enter Handlebars for.
    First(Box<[Choice]>),
    /// What Handlebars writes.
    Dynamic(Box<Template>),
}

/// One of several values.
pub(super) enum Choice {
    Slot { slot: usize, view: View },
    Text(Box<str>),
}

impl Part {
    pub(super) fn literal(text: &str) -> Self {
        let mut json = String::with_capacity(text.len());
        let chars = put_json(&mut json, text);
        Self::Literal { text: text.into(), json: json.into(), chars }
    }
}

impl Text {
    pub(super) fn new(parts: Vec<Part>, escape: Escape, is_one_expression: bool, uses_upstream: bool) -> Self {
        Self { parts: parts.into(), escape, is_one_expression, uses_upstream, risk: None }
    }

    /// Says where a call stands that some requests make fail.
    pub(super) fn with_risk(self, risk: Option<Range<usize>>) -> Self {
        Self { risk, ..self }
    }

    pub(super) fn of_literal(text: &str, escape: Escape) -> Self {
        let parts = if text.is_empty() { Vec::new() } else { vec![Part::literal(text)] };
        Self::new(parts, escape, false, false)
    }

    /// The text when it holds no expression (vars are filled in at load, so they do not count).
    pub fn literal(&self) -> Option<&str> {
        match &*self.parts {
            [] => Some(""),
            [Part::Literal { text, .. }] => Some(text),
            _ => None,
        }
    }

    /// The literal parts together: the least that is always written.
    pub fn literal_parts(&self) -> String {
        let texts = self.parts.iter().filter_map(|part| match part {
            Part::Literal { text, .. } => Some(&**text),
            _ => None,
        });
        texts.collect()
    }

    /// Whether the text is exactly one expression (`"{{upstream.price}}"`) or block, so that it may stand for a number.
    pub fn is_one_expression(&self) -> bool {
        self.is_one_expression
    }

    /// Whether the root `upstream` occurs.
    pub fn uses_upstream(&self) -> bool {
        self.uses_upstream
    }

    /// Where in its source a helper stands that fails where a request's value is not of the kind that it needs.
    pub fn risk(&self) -> Option<Range<usize>> {
        self.risk.clone()
    }

    /// Appends the rendered text to `out`. At most [`crate::template::MAX_OUTPUT_BYTES`] are written, more is an error.
    pub fn render(&self, engine: &Engine, scope: &Scope<'_>, out: &mut String) -> Result<(), RenderError> {
        let start = out.len();
        let result = self.write(engine, scope, out);
        if result.is_err() {
            out.truncate(start);
        }
        result
    }

    fn write(&self, engine: &Engine, scope: &Scope<'_>, out: &mut String) -> Result<(), RenderError> {
        let start = out.len();
        for part in &self.parts {
            match part {
                Part::Literal { text, .. } => out.push_str(text),
                Part::Slot { slot, view } => put(out, &printed(scope, *slot, *view), self.escape),
                Part::First(choices) => put(out, &first(scope, choices), self.escape),
                Part::Dynamic(template) => self.dynamic(template, engine, scope, out)?,
            }
            within(out.len() - start)?;
        }
        Ok(())
    }

    /// Appends the rendered text as the inside of a JSON string (escaped, without quotes) to `out`, and returns how many
    /// characters the text has before escaping. Plain paths are copied straight from the payload.
    pub fn render_json(&self, engine: &Engine, scope: &Scope<'_>, out: &mut Vec<u8>) -> Result<usize, RenderError> {
        let start = out.len();
        let result = self.write_json(engine, scope, out);
        if result.is_err() {
            out.truncate(start);
        }
        result
    }

    fn write_json(&self, engine: &Engine, scope: &Scope<'_>, out: &mut Vec<u8>) -> Result<usize, RenderError> {
        let (mut chars, mut bytes) = (0, 0);
        for part in &self.parts {
            match part {
                Part::Literal { text, json, chars: more } => {
                    out.put(json);
                    bytes += text.len();
                    chars += more;
                }
                Part::Slot { slot, view } => {
                    chars += self.value_json(&printed(scope, *slot, *view), out, &mut bytes)?;
                }
                Part::First(choices) => chars += self.value_json(&first(scope, choices), out, &mut bytes)?,
                Part::Dynamic(template) => {
                    let mut text = String::new();
                    self.dynamic(template, engine, scope, &mut text)?;
                    bytes += text.len();
                    chars += put_json(out, &text);
                }
            }
            within(bytes)?;
        }
        Ok(chars)
    }

    fn value_json(&self, text: &str, out: &mut Vec<u8>, bytes: &mut usize) -> Result<usize, RenderError> {
        let escaped = (self.escape != Escape::None).then(|| escaped(text, self.escape));
        let text = escaped.as_deref().unwrap_or(text);
        *bytes += text.len();
        within(*bytes)?;
        Ok(put_json(out, text))
    }

    fn dynamic(&self, template: &Template, engine: &Engine, scope: &Scope<'_>, out: &mut String) -> Result<(), RenderError> {
        scope.budget().spend(|| registry::render(template, engine.registry(self.escape), scope.context(), out))
    }
}

fn within(bytes: usize) -> Result<(), Limit> {
    if bytes > MAX_OUTPUT_BYTES { Err(Limit::Bytes(MAX_OUTPUT_BYTES)) } else { Ok(()) }
}

/// A value as it prints: texts as they are, nothing for null, lists and maps as compact JSON.
fn printed<'s>(scope: &'s Scope<'_>, slot: usize, view: View) -> Cow<'s, str> {
    match (scope.slot(slot), view) {
        (_, View::Everything) => Cow::Owned(scope.view(slot, view).to_string()),
        (Slot::Missing, _) => Cow::Borrowed(""),
        (Slot::Text(text), View::Trimmed) => Cow::Borrowed(text.trim()),
        (Slot::Text(text), View::NotNull) if text == "null" => Cow::Borrowed(""),
        (Slot::Text(text), _) => Cow::Borrowed(text),
        (Slot::Bool(value), _) => Cow::Borrowed(if *value { "true" } else { "false" }),
        (Slot::Number(number), _) => Cow::Owned(number.to_string()),
        (Slot::Tree(value), _) => Cow::Owned(value.to_string()),
    }
}

/// The first value that prints as something.
fn first<'s>(scope: &'s Scope<'_>, choices: &'s [Choice]) -> Cow<'s, str> {
    let texts = choices.iter().map(|choice| match choice {
        Choice::Slot { slot, view } => printed(scope, *slot, *view),
        Choice::Text(text) => Cow::Borrowed(&**text),
    });
    texts.into_iter().find(|text| !text.is_empty()).unwrap_or_default()
}

impl fmt::Debug for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Text").finish_non_exhaustive()
    }
}

//! Compiling and rendering.

use std::fmt;

use super::{Fault, Names, Scope};

/// What happens to each value on its way into the text. Literal parts of the template are never changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Escape {
    /// Nothing: texts of bubbles. The JSON serializer escapes the finished text.
    None,
    /// Inside of a JSON string: `*.hbs` files that write JSON as text.
    Json,
    /// Percent-encoding: path and query of an upstream URL.
    Percent,
}

/// Helpers and partials of one configuration.
pub struct Engine {}

/// A compiled template.
pub struct Text {}

/// Why a template could not be rendered: for the log, never for a chat user.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct RenderError(pub String);

impl Engine {
    /// An engine with all helpers and these partials (name without `.hbs`, source). Partials that are wrong, or that call each
    /// other in a circle, are reported with their index. Partials serve both plain texts and JSON files.
    pub fn new(partials: &[(String, String)], faults: &mut Vec<(usize, Fault)>) -> Self {
        let _ = (partials, faults);
        todo!()
    }

    /// The partials that a source names (`{{> _footer}}`), without compiling it: for finding their files.
    pub fn partials_of(source: &str) -> Vec<(String, std::ops::Range<usize>)> {
        let _ = source;
        todo!()
    }

    /// Compiles a text. Mistakes and warnings go to `faults`; `None` when there is an error among them.
    pub fn compile(&self, source: &str, escape: Escape, names: &mut Names, faults: &mut Vec<Fault>) -> Option<Text> {
        let _ = (source, escape, names, faults);
        todo!()
    }
}

impl Text {
    /// The text when it holds no expression (vars are filled in at load, so they do not count).
    pub fn literal(&self) -> Option<&str> {
        todo!()
    }

    /// The literal parts together: the least that is always written.
    pub fn literal_parts(&self) -> String {
        todo!()
    }

    /// Whether the text is exactly one expression (`"{{upstream.price}}"`).
    pub fn is_one_expression(&self) -> bool {
        todo!()
    }

    /// Whether the root `upstream` occurs.
    pub fn uses_upstream(&self) -> bool {
        todo!()
    }

    /// Appends the rendered text to `out`. At most [`super::MAX_OUTPUT_BYTES`] are written, more is an error.
    pub fn render(&self, engine: &Engine, scope: &Scope<'_>, out: &mut String) -> Result<(), RenderError> {
        let _ = (engine, scope, out);
        todo!()
    }

    /// Appends the rendered text as the inside of a JSON string (escaped, without quotes) to `out`, and returns how many
    /// characters the text has before escaping. Plain paths are copied straight from the payload.
    pub fn render_json(&self, engine: &Engine, scope: &Scope<'_>, out: &mut Vec<u8>) -> Result<usize, RenderError> {
        let _ = (engine, scope, out);
        todo!()
    }
}

impl fmt::Debug for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Text").finish_non_exhaustive()
    }
}

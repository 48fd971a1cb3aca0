//! An answer's JSON in pieces, written one after the other.

use super::list::List;
use crate::kakao::Applied;
use crate::kakao::shape::Field;
use crate::template::{Engine, RenderError, Scope, Text};

/// JSON with rendered texts between its literal pieces, in the order in which they are written.
pub struct Pieces {
    /// The pieces.
    pub pieces: Vec<Piece>,
    /// How many bytes the answer probably has.
    pub size: usize,
}

/// A piece of the answer's JSON.
pub enum Piece {
    /// Bytes as they are.
    Json(Box<[u8]>),
    /// A rendered text, escaped; its quotes stand in the literal pieces around it.
    Text {
        /// The template.
        template: Text,
        /// With at most this many characters no limit is broken; with more (or 0 characters where one is `required`) the finished
        /// answer is parsed and fitted. 0 when the field is no text, so that it is always fitted.
        safe: usize,
        /// An empty text has to be fitted too.
        required: bool,
    },
    /// A number that a text is converted to.
    Number {
        /// The template.
        template: Text,
        /// Which number it is.
        field: &'static Field,
    },
    /// A list whose elements are not always the same ones.
    List(List),
}

/// JSON that was written from pieces.
pub struct Written {
    /// Valid JSON.
    pub json: Vec<u8>,
    /// Whether every text is surely within its limits; otherwise the answer has to be fitted.
    pub safe: bool,
    /// What was left out already.
    pub applied: Vec<Applied>,
}

/// An answer while it is written.
pub(super) struct Writing<'e> {
    pub(super) engine: &'e Engine,
    pub(super) json: Vec<u8>,
    pub(super) applied: Vec<Applied>,
    safe: bool,
}

/// A rendered text is reckoned with this many bytes.
const TEXT_BYTES: usize = 64;
/// And so is a list.
const LIST_BYTES: usize = 512;

impl Piece {
    fn size(&self) -> usize {
        match self {
            Self::Json(json) => json.len(),
            Self::Text { .. } | Self::Number { .. } => TEXT_BYTES,
            Self::List(_) => LIST_BYTES,
        }
    }
}

impl Pieces {
    pub(super) fn new(pieces: Vec<Piece>) -> Self {
        let size = pieces.iter().map(Piece::size).sum();
        Self { pieces, size }
    }

    /// Renders every text in its place.
    pub fn write(&self, engine: &Engine, scope: &Scope<'_>) -> Result<Written, RenderError> {
        let mut writing = Writing { engine, json: Vec::with_capacity(self.size), applied: Vec::new(), safe: true };
        writing.pieces(&self.pieces, scope)?;
        Ok(Written { json: writing.json, safe: writing.safe, applied: writing.applied })
    }
}

impl Writing<'_> {
    pub(super) fn pieces(&mut self, pieces: &[Piece], scope: &Scope<'_>) -> Result<(), RenderError> {
        for piece in pieces {
            match piece {
                Piece::Json(bytes) => self.json.extend_from_slice(bytes),
                Piece::Text { template, safe, required } => {
                    let characters = template.render_json(self.engine, scope, &mut self.json)?;
                    self.safe &= characters <= *safe && (characters > 0 || !*required);
                }
                Piece::Number { template, field } => self.number(template, field, scope)?,
                Piece::List(list) => {
                    list.write(self, scope)?;
                    // A list may be empty that must not be, and what is in it may change the limits of its neighbours.
                    self.safe = false;
                }
            }
        }
        Ok(())
    }

    /// A text that is no number stays one: what to do with it is known to whoever fits the answer.
    fn number(&mut self, template: &Text, field: &Field, scope: &Scope<'_>) -> Result<(), RenderError> {
        let mut text = String::new();
        template.render(self.engine, scope, &mut text)?;
        let number = field.number(&text);
        self.safe &= number.is_some();
        self.json.extend_from_slice(number.unwrap_or_else(|| serde_json::Value::from(text).to_string()).as_bytes());
        Ok(())
    }
}

//! A native SkillResponse with templates in its texts → pieces that are written one after the other.

use bytes::Bytes;

use crate::template::Text;

/// A reply, ready to be written.
pub enum Reply {
    /// No template in it: checked, fitted and serialized at load.
    Literal(Bytes),
    /// JSON with rendered texts between its literal pieces.
    Pieces(Vec<Piece>),
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
}

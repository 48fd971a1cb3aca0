//! A server to ask, ready.

use std::time::Duration;

use super::Piece;
use crate::template::Text;

/// A server to ask.
pub struct Upstream {
    /// `https://api.example.com`, fixed.
    pub origin: String,
    /// Path and query, a template with percent-encoded values.
    pub target: Text,
    /// The method's name.
    pub method: String,
    /// Headers with templates.
    pub headers: Vec<(String, Text)>,
    /// What to send.
    pub body: Body,
    /// Its own time limit.
    pub timeout: Option<Duration>,
    /// Accepted statuses, inclusive ranges.
    pub expect: Vec<(u16, u16)>,
}

/// What to send.
pub enum Body {
    /// Nothing.
    Nothing,
    /// The payload as it came.
    Payload,
    /// JSON with rendered texts in it (`content-type: application/json`).
    Json(Vec<Piece>),
    /// A text (`content-type: text/plain; charset=utf-8`).
    Text(Text),
}

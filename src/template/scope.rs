//! What the templates of one request see.

use std::borrow::Cow;

use serde_json::Value;

/// What a request brings besides its body.
#[derive(Clone, Copy, Debug, Default)]
pub struct RequestInfo<'a> {
    /// The query string, without `?`.
    pub query: &'a str,
    /// When the request came, milliseconds since 1970 (UTC).
    pub at_ms: i64,
}

/// The values of one request's names.
pub struct Scope<'a> {
    /// For the struct's shape until it is written.
    pub(super) _body: &'a [u8],
}

impl<'a> Scope<'a> {
    /// `userRequest.callbackUrl`, byte for byte. Empty and null count as none.
    pub fn callback_url(&self) -> Option<&str> {
        todo!()
    }

    /// `userRequest.user.id`.
    pub fn user_id(&self) -> Option<&str> {
        todo!()
    }

    /// `userRequest.utterance`, trimmed (kept only when a template uses it).
    pub fn utterance(&self) -> Option<Cow<'a, str>> {
        todo!()
    }

    /// Gives the templates their `upstream`.
    pub fn set_upstream(&mut self, answer: Value) {
        let _ = answer;
        todo!()
    }
}

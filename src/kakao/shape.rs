//! The one table: every component, field and limit of Kakao's SkillResponse.

/// How long the text at `path` (in a native SkillResponse) may surely be, in characters, whatever its neighbours hold: within this
/// bound no limit, alone or combined, is broken. `None`: no bound is known or the field is no text (number, bool, URL), so the
/// finished answer has to be checked. `required`: an empty text there is a mistake.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SafeText {
    /// Characters.
    pub max: usize,
    /// Must not be empty.
    pub required: bool,
}

/// See [`SafeText`]. `response` is the whole answer with placeholders where templates stand.
pub fn safe_text(response: &serde_json::Value, path: &super::Path) -> Option<SafeText> {
    let _ = (response, path);
    todo!()
}

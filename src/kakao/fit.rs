//! Making an answer keep Kakao's limits, and saying what was done.

use serde_json::Value;

use super::Violation;

/// What happens to what is over a limit.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Overflow {
    /// Cut at the limit, ending with `…`; extra list items are left out.
    #[default]
    Truncate,
}

/// One thing that was cut.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Applied {
    /// Which limit, as a metric label: `simpleText.text`, `quickReplies`.
    pub limit: &'static str,
    /// Where in the SkillResponse, for people.
    pub at: String,
    /// Characters or items before.
    pub was: usize,
    /// Characters or items after.
    pub now: usize,
}

/// Mends a SkillResponse in place: sets `version`, cuts what is too long or too many at grapheme borders, converts texts
/// that stand for numbers and bools, leaves out empty optional texts and unknown fields that are null.
/// Whatever cannot be mended is the error, and the caller gives the fallback.
pub fn fit(response: &mut Value, overflow: Overflow) -> Result<Vec<Applied>, Violation> {
    let _ = (response, overflow);
    todo!()
}

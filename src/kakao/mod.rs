//! Kakao's protocol as data: no input, no output, no templates.
//!
//! [`shape`] is the one table of components, fields and limits. [`check`] finds everything in a SkillResponse that breaks the
//! table; [`fit`] mends what can be mended (cuts texts and lists) and says what it did. Names of the SkillPayload are in
//! [`payload`], the callback's rules in [`callback`].

pub mod callback;
mod check;
mod fit;
mod limits;
pub mod payload;
mod safe;
#[cfg(test)]
mod sample;
pub mod shape;
mod text;
mod trail;
mod value;

pub use check::{Path, Rule, Seg, Violation, check};
pub use fit::{Applied, Overflow, fit};
pub use text::{cut, length};

//! Kakao's protocol as data: no input, no output, no templates.
//!
//! [`shape`] is the one table of components, fields and limits. [`check`] finds everything in a SkillResponse that breaks the
//! table; [`fit`] mends what can be mended (cuts or splits texts, cuts lists) and says what it did. Names of the SkillPayload are in
//! [`payload`] (those of a parameter validation in [`validation`]), which callback URL may be trusted is said in [`callback`], what Kakao says to a callback in [`receipt`],
//! how a bot speaks first in [`event`].

mod address;
pub mod callback;
mod check;
pub mod event;
mod fit;
mod limits;
mod overflow;
pub mod payload;
pub mod receipt;
mod safe;
#[cfg(test)]
pub(crate) mod sample;
pub mod shape;
mod split;
mod spot;
mod text;
mod trail;
pub mod validation;
mod value;

pub use check::{Path, Rule, Seg, Violation, check};
pub use fit::fit;
pub use overflow::{Applied, Overflow, check_written};
pub use spot::{Spot, spot};
pub use text::{cut, length};

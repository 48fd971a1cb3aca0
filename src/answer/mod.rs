//! Skill + scope (+ the upstream's answer) → the bytes of a SkillResponse. Pure: no clock, no network.
//!
//! Every road ends in [`crate::kakao::fit`], except that of a reply whose rendered texts are all within the bounds that were
//! worked out when the configuration was loaded: its bytes are final as they are written.

mod build;
mod choose;
#[cfg(test)]
mod lists;
mod pass_on;
mod validate;

pub use build::{AnswerError, Built, build_fallback, build_wait, reply};
pub use choose::{Chosen, choose};
pub use pass_on::pass_on;

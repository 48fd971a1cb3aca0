//! Skill + scope (+ the upstream's answer) → the bytes of a SkillResponse. Pure: no clock, no network.

mod build;

pub use build::{AnswerError, Built, build_fallback, build_wait, pass_on, reply};

//! `skills.yaml` as written: text → `*Spec` types that know where each value stood.
//!
//! One file per section of the language (`docs/language.md`). Decoding never stops at the first mistake. What comes out is in
//! Kakao's native form already (short forms are spelled out), with `defaults` filled in and secrets read.

mod load;
mod secret;
mod spec;

pub use load::{Loaded, load};
pub use secret::Secret;
pub use spec::{AnswerSpec, AuthSpec, BodySpec, FileSpec, SkillSpec, Spanned, TemplateFile, UpstreamSpec};

//! `skills.yaml` as written: text → `*Spec` types that know where each value stood.
//!
//! One file per section of the language (`docs/language.md`). Decoding never stops at the first mistake. What comes out is in
//! Kakao's native form already (short forms are spelled out), with `defaults` filled in and secrets read.
#![expect(clippy::disallowed_methods, reason = "the one reader of the configuration's files, and of the environment for `${…}`")]

mod action;
mod auth;
mod callback;
mod cases;
mod component;
mod context;
mod defaults;
mod duration;
mod element;
mod encoding;
mod event;
mod fields;
mod file;
mod files;
mod friendly;
mod header;
mod include;
mod load;
mod overlay;
mod path;
mod pattern;
mod plan;
mod reading;
mod reply;
mod secret;
mod skill;
mod spec;
mod template_file;
#[cfg(test)]
mod testing;
mod tree;
mod trial;
mod upstream;
mod validate;
pub(crate) mod vocabulary;
mod web;
mod when;

pub use element::ElementSpec;
pub use friendly::friendly;
pub use load::{Loaded, load, load_over, load_text};
pub use overlay::{BadOverlay, Overlay};
pub(crate) use path::has_broken_parameter;
pub use path::parameters;
pub use pattern::{Found, Pattern};
pub use secret::Secret;
pub use spec::{
    AnswerSpec, AuthSpec, BodySpec, CallbackMode, CallbackSpec, CaseSpec, EventSpec, FileSpec, Late, PlanSpec, SkillSpec, Spanned,
    TemplateFile, UpstreamSpec, ValidateSpec,
};
pub(crate) use trial::report_strangers;
pub use trial::{Canned, Expect, TrialSpec};
pub use when::{Operator, TestSpec, WhenSpec};

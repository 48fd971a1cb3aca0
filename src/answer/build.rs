//! Writing an answer and fitting it to Kakao's limits.

use bytes::Bytes;

use crate::compile::Skill;
use crate::kakao::{Applied, Violation};
use crate::template::{Engine, RenderError, Scope};

/// A finished SkillResponse.
#[derive(Debug)]
pub struct Built {
    /// Its JSON.
    pub bytes: Bytes,
    /// What was cut.
    pub applied: Vec<Applied>,
}

/// Why there is no answer: for the log; the caller gives the fallback.
#[derive(Debug, thiserror::Error)]
pub enum AnswerError {
    /// A template failed.
    #[error("a template failed: {0}")]
    Template(#[from] RenderError),
    /// A file template wrote something that is not JSON.
    #[error("the template file wrote something that is not JSON: {0}")]
    NotJson(String),
    /// The answer breaks a rule that cutting cannot mend.
    #[error("the answer breaks a rule of Kakao's: {0:?}")]
    Violation(Violation),
    /// What the upstream said is no SkillResponse, outputs array or `{"text": …}`.
    #[error("the upstream's answer is not a SkillResponse")]
    NotAResponse,
}

/// The skill's own answer (reply, response or file template).
pub fn reply(skill: &Skill, engine: &Engine, scope: &Scope<'_>) -> Result<Built, AnswerError> {
    let _ = (skill, engine, scope);
    todo!()
}

/// The upstream's answer passed on: a SkillResponse, an `outputs` array, or `{"text": …}`, through the same limits.
pub fn pass_on(skill: &Skill, upstream: serde_json::Value) -> Result<Built, AnswerError> {
    let _ = (skill, upstream);
    todo!()
}

/// The fallback; never fails (its own failure gives the last resort).
pub fn build_fallback(skill: &Skill, engine: &Engine, scope: Option<&Scope<'_>>) -> Built {
    let _ = (skill, engine, scope);
    todo!()
}

/// The useCallback answer: `{"version":"2.0","useCallback":true,"data":{"text":…}}`.
pub fn build_wait(skill: &Skill, engine: &Engine, scope: &Scope<'_>) -> Built {
    let _ = (skill, engine, scope);
    todo!()
}

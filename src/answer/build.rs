//! Writing an answer and fitting it to Kakao's limits.

use bytes::Bytes;
use serde_json::Value;

use crate::compile::{Answer, Extras, Pieces, Reply, Skill, join, normalise};
use crate::kakao;
use crate::kakao::{Applied, Overflow, Violation};
use crate::template::{Engine, RenderError, Scope, Text};

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
    /// What the upstream or a file template said is no SkillResponse, outputs array or `{"text": …}`.
    #[error("the answer is not a SkillResponse")]
    NotAResponse,
}

/// The skill's own answer (reply, response or file template). A skill that passes its upstream's answer on has none:
/// see [`super::pass_on`].
pub fn reply(skill: &Skill, engine: &Engine, scope: &Scope<'_>) -> Result<Built, AnswerError> {
    match &skill.answer {
        Answer::Reply(reply) => write(reply, skill.overflow, engine, scope),
        Answer::File { template, extras } => file(template, extras.as_ref(), skill.overflow, engine, scope),
        Answer::PassOn => Err(AnswerError::NotAResponse),
    }
}

/// The fallback; never fails (its own failure gives the last resort). `scope` is missing when the payload could not be read.
pub fn build_fallback(skill: &Skill, engine: &Engine, scope: Option<&Scope<'_>>) -> Built {
    let built = match (&skill.fallback, scope) {
        (Reply::Literal(bytes), _) => Some(finished(bytes)),
        (reply, Some(scope)) => write(reply, skill.overflow, engine, scope).ok(),
        (Reply::Pieces(_), None) => None,
    };
    built.unwrap_or_else(|| finished(&skill.last_resort))
}

/// The useCallback answer: `{"version":"2.0","useCallback":true,"data":{"text":…}}`. A text that fails is left out: the user
/// waits all the same.
pub fn build_wait(skill: &Skill, engine: &Engine, scope: &Scope<'_>) -> Built {
    match &skill.wait {
        Reply::Literal(bytes) => finished(bytes),
        Reply::Pieces(pieces) => match pieces.write(engine, scope) {
            Ok(written) => Built { bytes: written.json.into(), applied: Vec::new() },
            Err(_) => finished(&Bytes::from_static(br#"{"version":"2.0","useCallback":true}"#)),
        },
    }
}

/// The last step on every road but the literal one.
pub(super) fn fit(mut response: Value, overflow: Overflow) -> Result<Built, AnswerError> {
    let applied = kakao::fit(&mut response, overflow).map_err(AnswerError::Violation)?;
    Ok(Built { bytes: response.to_string().into(), applied })
}

fn write(reply: &Reply, overflow: Overflow, engine: &Engine, scope: &Scope<'_>) -> Result<Built, AnswerError> {
    match reply {
        Reply::Literal(bytes) => Ok(finished(bytes)),
        Reply::Pieces(pieces) => {
            let written = pieces.write(engine, scope)?;
            if written.safe {
                return Ok(Built { bytes: written.json.into(), applied: Vec::new() });
            }
            fit(parse(&written.json)?, overflow)
        }
    }
}

fn file(
    template: &Text,
    extras: Option<&Extras>,
    overflow: Overflow,
    engine: &Engine,
    scope: &Scope<'_>,
) -> Result<Built, AnswerError> {
    let mut output = String::new();
    template.render(engine, scope, &mut output)?;
    let mut response = normalise(parse(output.as_bytes())?).ok_or(AnswerError::NotAResponse)?;
    match extras {
        None => {}
        Some(Extras::Literal(extras)) => join(&mut response, extras.clone()),
        Some(Extras::Pieces(pieces)) => join(&mut response, rendered(pieces, engine, scope)?),
    }
    fit(response, overflow)
}

fn rendered(pieces: &Pieces, engine: &Engine, scope: &Scope<'_>) -> Result<Value, AnswerError> {
    parse(&pieces.write(engine, scope)?.json)
}

fn parse(json: &[u8]) -> Result<Value, AnswerError> {
    serde_json::from_slice(json).map_err(|error| AnswerError::NotJson(error.to_string()))
}

fn finished(bytes: &Bytes) -> Built {
    Built { bytes: bytes.clone(), applied: Vec::new() }
}

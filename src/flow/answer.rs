//! From a scope to an answer, with the upstream asked on the way where there is one.

use tokio::time::Instant;

use super::{Failure, Request, World, ask};
use crate::answer::{AnswerError, Built, pass_on, reply};
use crate::compile::{Answer, Skill, Snapshot};
use crate::template::Scope;

/// The answer of a skill that asks nobody.
pub(super) fn at_once(snapshot: &Snapshot, skill: &Skill, scope: &Scope<'_>) -> Result<Built, AnswerError> {
    match skill.answer {
        Answer::Reply(_) | Answer::File { .. } => reply(skill, &snapshot.engine, scope),
        // Only loads with an upstream.
        Answer::PassOn => Err(AnswerError::NotAResponse),
    }
}

/// The answer, the upstream's time being up at `until`.
pub(super) async fn after_asking(
    world: &World,
    snapshot: &Snapshot,
    skill: &Skill,
    request: &Request<'_>,
    scope: &mut Scope<'_>,
    until: Instant,
) -> Result<Built, Failure> {
    let Some(upstream) = &skill.upstream else { return Ok(at_once(snapshot, skill, scope)?) };
    let question = ask::write(upstream, &snapshot.engine, scope, request.body, until)?;
    let value = ask::ask(world, skill, upstream, question, until).await?;
    Ok(match skill.answer {
        Answer::PassOn => pass_on(skill, value)?,
        Answer::Reply(_) | Answer::File { .. } => {
            scope.set_upstream(value);
            reply(skill, &snapshot.engine, scope)?
        }
    })
}

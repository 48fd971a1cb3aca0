//! From a scope to an answer, with the upstream asked on the way where there is one.

use tokio::time::Instant;

use super::{Failure, Request, World, ask};
use crate::answer::{AnswerError, Built, choose, pass_on, reply};
use crate::compile::{Answer, Plan, Skill, Snapshot};
use crate::template::Scope;

/// The answer of a plan that asks nobody.
pub(super) fn at_once(snapshot: &Snapshot, plan: &Plan, scope: &Scope<'_>) -> Result<Built, AnswerError> {
    match plan.answer {
        Answer::Reply(_) | Answer::File { .. } | Answer::Cases(_) | Answer::Validate(_) => reply(plan, &snapshot.engine, scope),
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
    let plan = choose(skill, &snapshot.engine, scope);
    let Some(upstream) = &plan.upstream else { return Ok(at_once(snapshot, plan, scope)?) };
    let question = ask::write(upstream, &snapshot.engine, scope, request.body, until)?;
    let value = ask::ask(world, skill, upstream, question, until).await?;
    Ok(match &plan.answer {
        Answer::PassOn => pass_on(plan, value)?,
        Answer::Reply(_) | Answer::File { .. } | Answer::Validate(_) => {
            scope.set_upstream(value);
            reply(plan, &snapshot.engine, scope)?
        }
        Answer::Cases(cases) => {
            let kept = cases.iter().any(|case| matches!(case.plan.answer, Answer::PassOn)).then(|| value.clone());
            scope.set_upstream(value);
            let plan = choose(skill, &snapshot.engine, scope);
            match (&plan.answer, kept) {
                (Answer::PassOn, Some(value)) => pass_on(plan, value)?,
                _ => reply(plan, &snapshot.engine, scope)?,
            }
        }
    })
}

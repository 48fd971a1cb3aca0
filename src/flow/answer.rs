//! From a scope to an answer, with the upstream asked on the way where there is one; and the account of how it came about.

use bytes::Bytes;
use tokio::time::Instant;

use super::{Failure, Request, World, ask};
use crate::answer::{AnswerError, Built, Chosen, choose, pass_on, reply};
use crate::compile::{Answer, Skill, Snapshot};
use crate::kakao::Applied;
use crate::template::Scope;

/// A finished answer.
#[derive(Debug)]
pub(super) struct Answered {
    pub(super) bytes: Bytes,
    pub(super) account: Account,
}

/// How an answer came about.
#[derive(Debug, Default)]
pub struct Account {
    /// What was cut.
    pub applied: Vec<Applied>,
    /// Why it is the fallback; `None`: it is the skill's own answer.
    pub failure: Option<Failure>,
    /// Which of the skill's cases answered, from 1.
    pub case: Option<usize>,
}

impl Answered {
    pub(super) fn of(built: Built, chosen: Chosen<'_>, failure: Option<Failure>) -> Self {
        let Built { bytes, applied } = built;
        Self { bytes, account: Account { applied, failure, case: chosen.case.map(|case| case.number) } }
    }

    /// One that nothing is known of.
    pub(super) fn finished(bytes: Bytes) -> Self {
        Self { bytes, account: Account::default() }
    }

    /// The last resort, because of a mistake of ours: templates may be what failed.
    pub(super) fn panicked(skill: &Skill, why: Failure) -> Self {
        let account = Account { failure: Some(why), ..Account::default() };
        Self { bytes: skill.plan.last_resort.clone(), account }
    }

    /// Whether it is the skill's own, not the fallback.
    pub(super) fn is_own(&self) -> bool {
        self.account.failure.is_none()
    }
}

/// The answer of a plan that asks nobody.
pub(super) fn at_once(snapshot: &Snapshot, chosen: Chosen<'_>, scope: &Scope<'_>) -> Result<Answered, AnswerError> {
    let built = match chosen.plan.answer {
        Answer::Reply(_) | Answer::File { .. } | Answer::Cases(_) | Answer::Validate(_) => {
            reply(chosen.plan, &snapshot.engine, scope)?
        }
        // Only loads with an upstream.
        Answer::PassOn => return Err(AnswerError::NotAResponse),
    };
    Ok(Answered::of(built, chosen, None))
}

/// The answer, the upstream's time being up at `until`.
pub(super) async fn after_asking(
    world: &World,
    snapshot: &Snapshot,
    skill: &Skill,
    request: &Request<'_>,
    scope: &mut Scope<'_>,
    until: Instant,
) -> Result<Answered, Failure> {
    let chosen = choose(skill, &snapshot.engine, scope);
    let plan = chosen.plan;
    let Some(upstream) = &plan.upstream else { return Ok(at_once(snapshot, chosen, scope)?) };
    let question = ask::write(upstream, &snapshot.engine, scope, request.body, until)?;
    let value = ask::ask(world, skill, upstream, question, until).await?;
    let (chosen, built) = match &plan.answer {
        Answer::PassOn => (chosen, pass_on(plan, value)?),
        Answer::Reply(_) | Answer::File { .. } | Answer::Validate(_) => {
            scope.set_upstream(value);
            (chosen, reply(plan, &snapshot.engine, scope)?)
        }
        Answer::Cases(cases) => {
            let kept = cases.iter().any(|case| matches!(case.plan.answer, Answer::PassOn)).then(|| value.clone());
            scope.set_upstream(value);
            let chosen = choose(skill, &snapshot.engine, scope);
            let built = match (&chosen.plan.answer, kept) {
                (Answer::PassOn, Some(value)) => pass_on(chosen.plan, value)?,
                _ => reply(chosen.plan, &snapshot.engine, scope)?,
            };
            (chosen, built)
        }
    };
    Ok(Answered::of(built, chosen, None))
}

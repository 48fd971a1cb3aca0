//! What a skill would answer, for `talkplate render` and the console: not counted, not logged, no secret needed.

use bytes::Bytes;

use super::answer::{self, Account, Answered};
use super::{Request, World};
use crate::answer::{build_fallback, build_wait, choose};
use crate::compile::{Skill, Snapshot};
use crate::config::CallbackMode;
use crate::kakao::Applied;
use crate::template::{PayloadError, RequestInfo};

/// An answer and how it came about.
#[derive(Debug)]
pub struct Rendered {
    /// The SkillResponse. Of a callback skill: what would be posted in the end.
    pub bytes: Bytes,
    /// The useCallback answer that would come before it, where a callback would be promised at once.
    pub deferred: Option<Bytes>,
    /// What was cut.
    pub applied: Vec<Applied>,
    /// Which of the skill's cases answered: its number from 1, and what it is for.
    pub case: Option<(usize, Option<String>)>,
    /// Why it is the fallback, if it is; in the world's language.
    pub failure: Option<String>,
}

/// Renders; the upstream is `world`'s.
pub async fn render(world: &World, snapshot: &Snapshot, skill: &Skill, request: &Request<'_>) -> Result<Rendered, PayloadError> {
    let info = RequestInfo { path: request.path, query: request.query, at_ms: request.received.unix_ms };
    let mut scope = skill.harvest.read(request.body, info)?;
    let plan = choose(skill, &snapshot.engine, &scope).plan;
    let promised =
        plan.callback.mode == CallbackMode::Always && scope.callback_url().is_some_and(|url| world.hosts.check(url).is_ok());
    let deferred = promised.then(|| build_wait(plan, &snapshot.engine, &scope).bytes);
    let until = request.received.at + skill.timeout;
    let answered = match answer::after_asking(world, snapshot, skill, request, &mut scope, until).await {
        Ok(answered) => answered,
        Err(why) => {
            let chosen = choose(skill, &snapshot.engine, &scope);
            Answered::of(build_fallback(chosen.plan, &snapshot.engine, Some(&scope)), chosen, Some(why))
        }
    };
    let Answered { bytes, account: Account { applied, failure, case } } = answered;
    let case = case.map(|number| (number, skill.case(number).and_then(|case| case.description.clone())));
    Ok(Rendered { bytes, deferred, applied, case, failure: failure.map(|why| why.told(world.lang)) })
}

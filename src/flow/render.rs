//! What a skill would answer, for `talkplate render` and the console: not counted, not logged, no secret needed.

use bytes::Bytes;

use super::{Request, World, answer, tell};
use crate::answer::{build_fallback, build_wait, case, choose};
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
    let plan = choose(skill, &snapshot.engine, &scope);
    let promised =
        plan.callback.mode == CallbackMode::Always && scope.callback_url().is_some_and(|url| world.hosts.check(url).is_ok());
    let deferred = promised.then(|| build_wait(plan, &snapshot.engine, &scope).bytes);
    let until = request.received.at + skill.timeout;
    let answered = answer::after_asking(world, snapshot, skill, request, &mut scope, until).await;
    let chosen = case(skill, &snapshot.engine, &scope).map(|case| (case.number, case.description.clone()));
    Ok(match answered {
        Ok(built) => Rendered { bytes: built.bytes, deferred, applied: built.applied, case: chosen, failure: None },
        Err(why) => {
            let built = build_fallback(choose(skill, &snapshot.engine, &scope), &snapshot.engine, Some(&scope));
            Rendered {
                bytes: built.bytes,
                deferred,
                applied: built.applied,
                case: chosen,
                failure: Some(tell::why(world.lang, &why)),
            }
        }
    })
}

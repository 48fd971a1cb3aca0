//! Which plan answers a request.

use crate::compile::{Answer, Case, Plan, Skill};
use crate::template::{Engine, RenderError, Scope};

/// The plan that answers a request, and the case that it belongs to.
#[derive(Clone, Copy)]
pub struct Chosen<'s> {
    /// What is done.
    pub plan: &'s Plan,
    /// The case, if the skill has any and one holds.
    pub case: Option<&'s Case>,
}

/// The plan for this request. A skill with an upstream carries out its own plan first and chooses among its cases afterwards, so this
/// is asked again then. Where no case holds, it is the skill's own plan, which has no answer but a fallback.
pub fn choose<'s>(skill: &'s Skill, engine: &Engine, scope: &Scope<'_>) -> Chosen<'s> {
    let case = case(skill, engine, scope);
    Chosen { plan: case.map_or(&skill.plan, |case| &case.plan), case }
}

fn case<'s>(skill: &'s Skill, engine: &Engine, scope: &Scope<'_>) -> Option<&'s Case> {
    let Answer::Cases(cases) = &skill.plan.answer else { return None };
    let is_time = skill.plan.upstream.is_none() || scope.has_upstream();
    is_time.then(|| first(cases, engine, scope)).and_then(Result::ok).flatten()
}

/// The first case that holds. The error is that of a template in a condition.
pub(super) fn first<'s>(cases: &'s [Case], engine: &Engine, scope: &Scope<'_>) -> Result<Option<&'s Case>, RenderError> {
    for case in cases {
        if case.when.as_ref().map_or(Ok(true), |when| when.holds(engine, scope))? {
            return Ok(Some(case));
        }
    }
    Ok(None)
}

//! The steps of one request, in order; each may answer early.

use std::sync::Arc;

use bytes::Bytes;
use tokio::time::Instant;

use super::{Failure, Job, Promised, World, answer, auth, failure, late, tell};
use crate::answer::{Built, choose};
use crate::compile::{Plan, Skill, Snapshot};
use crate::meter::RequestEnd;
use crate::template::{PayloadError, RequestInfo, Scope};

/// When a request came: on the clock that runs steadily, and on the wall (milliseconds since 1970, UTC).
#[derive(Clone, Copy, Debug)]
pub struct Received {
    /// For time limits.
    pub at: Instant,
    /// For `{{now}}`.
    pub unix_ms: i64,
}

/// A request to a skill, as it came.
#[derive(Clone, Copy, Debug)]
pub struct Request<'a> {
    /// `x-request-id`: what the log's lines about it share.
    pub id: &'a str,
    /// The path as it came, percent-encoded, without the query string: it holds the values of the parameters.
    pub path: &'a str,
    /// The payload.
    pub body: &'a Bytes,
    /// The query string, without `?`.
    pub query: &'a str,
    /// When it came.
    pub received: Received,
}

/// How a request ends.
pub enum Outcome {
    /// A SkillResponse: the skill's own, or its fallback.
    Answered(Bytes),
    /// A useCallback answer; the promise has to be kept.
    Deferred(Bytes, Box<Promised>),
    /// The secret is missing or wrong. Nothing about why.
    Unauthorized,
    /// Not a payload.
    BadRequest(PayloadError),
}

/// How far a request got without waiting.
pub enum Begun {
    /// It is over.
    Ended(Outcome),
    /// The upstream has to be asked first: [`finish`].
    Asks,
    /// There will be, or may be, a callback: [`Job::first`].
    Defers(Box<Job>),
}

/// Everything that needs no waiting. `header` gives a request header's value by its lower-case name.
pub fn begin<'h>(
    world: &World,
    snapshot: &Arc<Snapshot>,
    skill: &Arc<Skill>,
    request: &Request<'_>,
    header: impl Fn(&str) -> Option<&'h [u8]>,
) -> Begun {
    if skill.auth.as_ref().is_some_and(|auth| !auth::holds(auth, header(&auth.header))) {
        return Begun::Ended(ended(skill, request, RequestEnd::Unauthorized, Outcome::Unauthorized));
    }
    // Without a callback the payload is read when the upstream is asked, not twice.
    if skill.plan.upstream.is_some() && !skill.plan.callback.is_on() {
        return Begun::Asks;
    }
    let scope = match read(skill, request) {
        Ok(scope) => scope,
        Err(error) => return Begun::Ended(bad(skill, request, error)),
    };
    let plan = choose(skill, &snapshot.engine, &scope);
    if plan.callback.is_on()
        && let Some(url) = trusted_callback(world, skill, request, &scope)
    {
        return Begun::Defers(Box::new(Job::new(world, snapshot, skill, plan, request, &scope, url)));
    }
    let asks = plan.upstream.is_some() || (skill.keeps_late() && world.journal.has_late());
    if asks { Begun::Asks } else { Begun::Ended(at_once(world, snapshot, skill, plan, request, &scope)) }
}

/// Asks the upstream and answers, within the skill's time.
pub async fn finish(world: &World, snapshot: &Snapshot, skill: &Skill, request: &Request<'_>) -> Outcome {
    let mut scope = match read(skill, request) {
        Ok(scope) => scope,
        Err(error) => return bad(skill, request, error),
    };
    if let Some(bytes) = late::take(world, skill, late::key(skill, &scope).as_ref()).await {
        return ended(skill, request, RequestEnd::Late, Outcome::Answered(bytes));
    }
    let until = request.received.at + skill.timeout;
    match answer::after_asking(world, snapshot, skill, request, &mut scope, until).await {
        Ok(built) => answered(skill, request, built),
        Err(why) => fell_back(world, snapshot, skill, request, Some(&scope), &why),
    }
}

/// The whole of it.
///
/// ```
/// use std::sync::Arc;
///
/// use talkplate::compile::load;
/// use talkplate::flow::{Outcome, Received, Request, World, request};
/// use talkplate::kakao::callback::HostRules;
/// use talkplate::meter::Meters;
/// use talkplate::outbound::Scripted;
///
/// # let folder = tempfile::tempdir().unwrap();
/// # let file = folder.path().join("skills.yaml");
/// std::fs::write(&file, "skills: { /skill/hello: '안녕하세요, {{params.name}}!' }").unwrap();
/// let snapshot = Arc::new(load(&file, &Meters::default()).snapshot.unwrap());
/// let skill = snapshot.skill("/skill/hello").unwrap();
/// let world = Arc::new(World::new(Arc::new(Scripted::nothing()), HostRules::default()));
/// # let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap();
/// # runtime.block_on(async {
///
/// let body = r#"{"action":{"params":{"name":"길동"}}}"#.into();
/// let received = Received { at: tokio::time::Instant::now(), unix_ms: 0 };
/// let asked = Request { id: "1", path: "/skill/hello", body: &body, query: "", received };
/// let Outcome::Answered(response) = request(&world, &snapshot, skill, &asked, |_header| None).await else { panic!() };
/// assert!(std::str::from_utf8(&response).unwrap().contains("안녕하세요, 길동!"));
/// # });
/// ```
pub async fn request<'h>(
    world: &Arc<World>,
    snapshot: &Arc<Snapshot>,
    skill: &Arc<Skill>,
    request: &Request<'_>,
    header: impl Fn(&str) -> Option<&'h [u8]>,
) -> Outcome {
    match begin(world, snapshot, skill, request, header) {
        Begun::Ended(outcome) => outcome,
        Begun::Asks => finish(world, snapshot, skill, request).await,
        Begun::Defers(job) => job.first(world).await,
    }
}

/// A mistake of ours ended the request: the user gets the fallback all the same.
pub fn panicked(world: &World, skill: &Skill, request: &Request<'_>, thrown: &(dyn std::any::Any + Send)) -> Outcome {
    // Templates may be what failed: the last resort needs none.
    let why = Failure::panicked(thrown);
    tell::panicked(world.lang, request.id, &skill.path, &why);
    ended(skill, request, RequestEnd::Fallback, Outcome::Answered(skill.plan.last_resort.clone()))
}

fn read<'a>(skill: &'a Skill, request: &Request<'a>) -> Result<Scope<'a>, PayloadError> {
    skill.harvest.read(request.body, RequestInfo { path: request.path, query: request.query, at_ms: request.received.unix_ms })
}

fn bad(skill: &Skill, request: &Request<'_>, error: PayloadError) -> Outcome {
    ended(skill, request, RequestEnd::BadRequest, Outcome::BadRequest(error))
}

fn at_once(world: &World, snapshot: &Snapshot, skill: &Skill, plan: &Plan, request: &Request<'_>, scope: &Scope<'_>) -> Outcome {
    match answer::at_once(snapshot, plan, scope) {
        Ok(built) => answered(skill, request, built),
        Err(error) => fell_back(world, snapshot, skill, request, Some(scope), &error.into()),
    }
}

fn answered(skill: &Skill, request: &Request<'_>, built: Built) -> Outcome {
    count_limits(skill, &built);
    ended(skill, request, RequestEnd::Ok, Outcome::Answered(built.bytes))
}

fn fell_back(
    world: &World,
    snapshot: &Snapshot,
    skill: &Skill,
    request: &Request<'_>,
    scope: Option<&Scope<'_>>,
    why: &Failure,
) -> Outcome {
    let built = failure::fall_back(world, snapshot, skill, request.id, scope, why);
    ended(skill, request, RequestEnd::Fallback, Outcome::Answered(built.bytes))
}

fn ended(skill: &Skill, request: &Request<'_>, end: RequestEnd, outcome: Outcome) -> Outcome {
    skill.meter.request(end, request.received.at.elapsed());
    outcome
}

pub(super) fn count_limits(skill: &Skill, built: &Built) {
    for applied in &built.applied {
        skill.meter.limit(applied.limit);
        tracing::debug!(skill = skill.path, at = applied.at, was = applied.was, now = applied.now, "cut to Kakao's limit");
    }
}

/// The callback URL when there is one and it may be used. The URL holds a one-time token: no log line shows it.
fn trusted_callback<'s>(world: &World, skill: &Skill, request: &Request<'_>, scope: &'s Scope<'_>) -> Option<&'s str> {
    let Some(url) = scope.callback_url() else {
        if world.may_warn("off", &skill.path) {
            tell::callback_is_off(world.lang, request.id, &skill.path);
        }
        return None;
    };
    match world.hosts.check(url) {
        Ok(()) => Some(url),
        Err(why) => {
            if world.may_warn("untrusted", &skill.path) {
                tell::callback_url_is_not_trusted(world.lang, request.id, &skill.path, why);
            }
            None
        }
    }
}

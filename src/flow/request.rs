//! The steps of one request, in order; each may answer early.

use std::sync::Arc;
use std::time::{SystemTime, UNIX_EPOCH};

use bytes::Bytes;
use tokio::time::Instant;

use super::answer::{self, Account, Answered};
use super::{Failure, Job, Promised, World, auth, failure, late, tell};
use crate::answer::{Chosen, choose};
use crate::compile::{Skill, Snapshot};
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

impl Received {
    /// Just now.
    pub fn now() -> Self {
        let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        Self { at: Instant::now(), unix_ms: i64::try_from(since.as_millis()).unwrap_or(i64::MAX) }
    }
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
    if world.counted && skill.auth.as_ref().is_some_and(|auth| !auth::holds(auth, header(&auth.header))) {
        return Begun::Ended(world.refused(skill, request, RequestEnd::Unauthorized, Outcome::Unauthorized));
    }
    // Without a callback the payload is read when the upstream is asked, not twice.
    if skill.plan.upstream.is_some() && !skill.plan.callback.is_on() {
        return Begun::Asks;
    }
    let scope = match read(skill, request) {
        Ok(scope) => scope,
        Err(error) => return Begun::Ended(bad(world, skill, request, error)),
    };
    let chosen = choose(skill, &snapshot.engine, &scope);
    let plan = chosen.plan;
    if plan.callback.is_on()
        && let Some(url) = trusted_callback(world, skill, request, &scope)
    {
        return Begun::Defers(Box::new(Job::new(world, snapshot, skill, plan, request, &scope, url)));
    }
    let asks = plan.upstream.is_some() || (skill.keeps_late() && world.journal.has_late());
    if asks { Begun::Asks } else { Begun::Ended(at_once(world, snapshot, skill, chosen, request, &scope)) }
}

/// Asks the upstream and answers, within the skill's time.
pub async fn finish(world: &World, snapshot: &Snapshot, skill: &Skill, request: &Request<'_>) -> Outcome {
    let mut scope = match read(skill, request) {
        Ok(scope) => scope,
        Err(error) => return bad(world, skill, request, error),
    };
    if let Some(bytes) = late::take(world, skill, late::key(skill, &scope).as_ref()).await {
        world.ended(skill, request, RequestEnd::Late, &bytes, &Account::default(), None);
        return Outcome::Answered(bytes);
    }
    let until = request.received.at + skill.timeout;
    match answer::after_asking(world, snapshot, skill, request, &mut scope, until).await {
        Ok(answered) => answered,
        Err(why) => failure::fall_back(world, snapshot, skill, request.id, Some(&scope), why),
    }
    .ends(world, skill, request)
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
    Answered::panicked(skill, why).ends(world, skill, request)
}

fn read<'a>(skill: &'a Skill, request: &Request<'a>) -> Result<Scope<'a>, PayloadError> {
    skill.harvest.read(request.body, RequestInfo { path: request.path, query: request.query, at_ms: request.received.unix_ms })
}

fn bad(world: &World, skill: &Skill, request: &Request<'_>, error: PayloadError) -> Outcome {
    world.refused(skill, request, RequestEnd::BadRequest, Outcome::BadRequest(error))
}

fn at_once(
    world: &World,
    snapshot: &Snapshot,
    skill: &Skill,
    chosen: Chosen<'_>,
    request: &Request<'_>,
    scope: &Scope<'_>,
) -> Outcome {
    match answer::at_once(snapshot, chosen, scope) {
        Ok(answered) => answered,
        Err(error) => failure::fall_back(world, snapshot, skill, request.id, Some(scope), error.into()),
    }
    .ends(world, skill, request)
}

impl Answered {
    /// The request ends with it.
    pub(super) fn ends(self, world: &World, skill: &Skill, request: &Request<'_>) -> Outcome {
        let end = if self.is_own() { RequestEnd::Ok } else { RequestEnd::Fallback };
        world.ended(skill, request, end, &self.bytes, &self.account, None);
        Outcome::Answered(self.bytes)
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

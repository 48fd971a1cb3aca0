//! The public listener: one service, no routes and no layers below it, because that is what most of a request's time went into.
//!
//! A request's steps: read the body, load the snapshot (once), find the skill, `flow::begin`; only a skill that asks an upstream goes on
//! as a boxed future, and one that a callback may follow as a job beside the workers.

use std::future::{Future, Ready, ready};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::Pin;
use std::rc::Rc;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::task::{Context, Poll};

use actix_http::header::HeaderMap;
use actix_http::{HttpMessage, Method, Request as HttpRequest, Response, StatusCode};
use actix_web::dev::{AppConfig, Service, ServiceFactory};
use bytes::Bytes;
use futures_util::FutureExt;
use percent_encoding::percent_decode_str;

use super::body::{Body, BodyError};
use super::dispatcher::First;
use super::event::{self, Sending};
use super::request_id::{RequestId, RequestIds, X_REQUEST_ID};
use super::response::{Answer, error, json, not_allowed, probe, without_reading};
use super::{Shared, tell};
use crate::compile::{Event, Skill, Snapshot};
use crate::diag::nearest;
use crate::flow;
use crate::flow::{Begun, EventAnswer, Job, Outcome, Received};
use crate::meter::RequestEnd;
use crate::outbound::HOP;

/// Longer paths are no slips, bytes.
const LONGEST_TOLD: usize = 300;
/// An unknown path is compared with this many skills at most.
const MOST_COMPARED: usize = 1_000;
/// And no more often than this.
const COMPARE_EVERY_MS: i64 = 1_000;

/// Makes the service, once for each worker.
pub(super) struct Public(pub(super) Arc<Shared>);

/// One worker's service.
pub(super) struct Worker(Rc<Own>);

struct Own {
    shared: Arc<Shared>,
    ids: RequestIds,
}

impl ServiceFactory<HttpRequest> for Public {
    type Response = Response<Answer>;
    type Error = actix_web::Error;
    type Config = AppConfig;
    type Service = Worker;
    type InitError = ();
    type Future = Ready<Result<Worker, ()>>;

    fn new_service(&self, _: AppConfig) -> Self::Future {
        ready(Ok(Worker(Rc::new(Own { shared: Arc::clone(&self.0), ids: RequestIds::new() }))))
    }
}

impl Service<HttpRequest> for Worker {
    type Response = Response<Answer>;
    type Error = actix_web::Error;
    type Future = Turn;

    fn poll_ready(&self, _: &mut Context<'_>) -> Poll<Result<(), Self::Error>> {
        Poll::Ready(Ok(()))
    }

    fn call(&self, mut request: HttpRequest) -> Turn {
        let received = Received::now();
        let payload = request.take_payload();
        let id = self.0.ids.of(request.headers());
        let body = Body::new(payload, request.head(), self.0.shared.max_body);
        Turn { own: Rc::clone(&self.0), request, received, id: Some(id), stage: Stage::Reading(body) }
    }
}

/// One request under way.
pub(super) struct Turn {
    own: Rc<Own>,
    request: HttpRequest,
    received: Received,
    id: Option<RequestId>,
    stage: Stage,
}

/// The rest of a request that has to wait.
type Asking = Pin<Box<dyn Future<Output = First>>>;

enum Stage {
    Reading(Body),
    Asking(Asking),
}

impl Future for Turn {
    type Output = Result<Response<Answer>, actix_web::Error>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let turn = &mut *self;
        let mut response = match &mut turn.stage {
            Stage::Reading(body) if turn.request.method() != Method::POST => {
                let unread = body.give_up();
                match turn.without_body() {
                    Step::Answered(response) => without_reading(response, unread),
                    Step::Asks(mut asking) => match asking.as_mut().poll(cx) {
                        Poll::Ready(first) => without_reading(turn.finished(first), unread),
                        Poll::Pending => {
                            turn.stage = Stage::Asking(asking);
                            return Poll::Pending;
                        }
                    },
                }
            }
            Stage::Reading(body) => match body.poll_read(cx) {
                Poll::Pending => return Poll::Pending,
                Poll::Ready(Err(why)) => {
                    let unread = body.give_up();
                    without_reading(turn.no_body(why), unread)
                }
                Poll::Ready(Ok(body)) => match turn.answer(body) {
                    Step::Answered(response) => response,
                    Step::Asks(mut asking) => match asking.as_mut().poll(cx) {
                        Poll::Ready(first) => turn.finished(first),
                        Poll::Pending => {
                            turn.stage = Stage::Asking(asking);
                            return Poll::Pending;
                        }
                    },
                },
            },
            Stage::Asking(asking) => match asking.as_mut().poll(cx) {
                Poll::Ready(first) => turn.finished(first),
                Poll::Pending => return Poll::Pending,
            },
        };
        if let Some(id) = turn.id.take() {
            response.headers_mut().insert(X_REQUEST_ID, id.into_header());
        }
        Poll::Ready(Ok(response))
    }
}

enum Step {
    Answered(Response<Answer>),
    Asks(Asking),
}

impl Turn {
    /// A POST whose body is here.
    fn answer(&self, body: Bytes) -> Step {
        let shared = &self.own.shared;
        let snapshot = shared.services.snapshots.load();
        let Some(snapshot) = &*snapshot else {
            let message = "no configuration has loaded yet";
            return Step::Answered(error(StatusCode::SERVICE_UNAVAILABLE, "not_ready", message));
        };
        let Some(skill) = skill(snapshot, self.request.path()) else {
            let event = snapshot.event(self.request.path());
            return event.map_or_else(|| Step::Answered(self.nothing_here()), |event| self.sending(snapshot, event, body));
        };
        let request = flow::Request {
            id: self.id(),
            path: self.request.path(),
            body: &body,
            query: self.request.uri().query().unwrap_or_default(),
            received: self.received,
        };
        let headers = self.request.headers();
        if header(headers, HOP).is_some_and(|hop| shared.services.world.outbound.sent(hop)) {
            return Step::Answered(self.own_request(skill));
        }
        let begun = catch_unwind(AssertUnwindSafe(|| {
            flow::begin(&shared.services.world, snapshot, skill, &request, |name| header(headers, name))
        }));
        match begun {
            Ok(Begun::Ended(outcome)) => Step::Answered(self.finished(First::Answered(outcome))),
            Ok(Begun::Defers(job)) => Step::Asks(self.deferring(job, Arc::clone(skill), body)),
            Ok(Begun::Asks) => Step::Asks(self.asking(Arc::clone(snapshot), Arc::clone(skill), body)),
            Err(thrown) => {
                let outcome = flow::panicked(&shared.services.world, skill, &request, thrown.as_ref());
                Step::Answered(self.finished(First::Answered(outcome)))
            }
        }
    }

    /// The rest of a request that asks an upstream. It owns what it needs: a reload may come in between.
    fn asking(&self, snapshot: Arc<Snapshot>, skill: Arc<Skill>, body: Bytes) -> Asking {
        let world = Arc::clone(&self.own.shared.services.world);
        let (id, received) = (self.id().to_owned(), self.received);
        let path = self.request.path().to_owned();
        let query = self.request.uri().query().unwrap_or_default().to_owned();
        Box::pin(async move {
            let request = flow::Request { id: &id, path: &path, body: &body, query: &query, received };
            First::Answered(match AssertUnwindSafe(flow::finish(&world, &snapshot, &skill, &request)).catch_unwind().await {
                Ok(outcome) => outcome,
                Err(thrown) => flow::panicked(&world, &skill, &request, thrown.as_ref()),
            })
        })
    }

    /// A request that sends an event.
    fn sending(&self, snapshot: &Arc<Snapshot>, event: &Arc<Event>, body: Bytes) -> Step {
        if let Some(refused) = self.refused(event) {
            return refused;
        }
        let sending = Sending {
            snapshot: Arc::clone(snapshot),
            event: Arc::clone(event),
            id: self.id().to_owned(),
            path: self.request.path().to_owned(),
            query: self.request.uri().query().unwrap_or_default().to_owned(),
            body,
            received: self.received,
        };
        Step::Asks(Box::pin(sending.start(&self.own.shared).map(First::Event)))
    }

    /// A request that asks for the result of an event's task. `None`: it does not.
    fn looking_up(&self, snapshot: &Snapshot) -> Option<Step> {
        let (path, task) = self.request.path().rsplit_once('/')?;
        let event = snapshot.event(path)?;
        let answer = || Step::Asks(Box::pin(event::look_up(&self.own.shared, event, task, self.received).map(First::Event)));
        Some(self.refused(event).unwrap_or_else(answer))
    }

    /// 401, when the event's secret did not come with the request.
    fn refused(&self, event: &Event) -> Option<Step> {
        let headers = self.request.headers();
        if flow::may_send(event, |name| header(headers, name)) {
            return None;
        }
        event.meter.request(RequestEnd::Unauthorized, self.received.at.elapsed());
        Some(Step::Answered(self.finished(First::Event(Some(EventAnswer::Unauthorized)))))
    }

    /// The first answer of a request that a callback may follow. The job runs elsewhere, and on when this worker ends.
    fn deferring(&self, job: Box<Job>, skill: Arc<Skill>, body: Bytes) -> Asking {
        let first = self.own.shared.jobs.start(job);
        let world = Arc::clone(&self.own.shared.services.world);
        let (id, received) = (self.id().to_owned(), self.received);
        Box::pin(async move {
            first.await.unwrap_or_else(|gone| {
                let request = flow::Request { id: &id, path: "", body: &body, query: "", received };
                First::Answered(flow::panicked(&world, &skill, &request, &gone.to_string()))
            })
        })
    }

    fn finished(&self, first: First) -> Response<Answer> {
        if tracing::enabled!(tracing::Level::DEBUG) {
            self.log(&first);
        }
        match first {
            First::Deferred(bytes, hand_over) => {
                hand_over.now();
                json(bytes)
            }
            First::Event(answer) => event::response(answer, &self.own.shared, self.id()),
            First::Answered(Outcome::Answered(bytes) | Outcome::Deferred(bytes, _)) => json(bytes),
            First::Answered(Outcome::Unauthorized) => error(StatusCode::UNAUTHORIZED, "unauthorized", "unauthorized"),
            First::Answered(Outcome::BadRequest(why)) => error(StatusCode::BAD_REQUEST, "bad_request", &why.to_string()),
        }
    }

    #[cold]
    fn log(&self, first: &First) {
        let end = match first {
            First::Answered(Outcome::Answered(_)) => "answered",
            First::Deferred(..) | First::Answered(Outcome::Deferred(..)) => "deferred",
            First::Answered(Outcome::Unauthorized) => "unauthorized",
            First::Answered(Outcome::BadRequest(_)) => "bad request",
            First::Event(_) => "event",
        };
        let micros = u64::try_from(self.received.at.elapsed().as_micros()).unwrap_or(u64::MAX);
        tracing::debug!(request = self.id(), path = self.request.path(), end, micros, "request");
    }

    /// Another method than POST: probes, the result of an event, or a mistake.
    #[cold]
    fn without_body(&self) -> Step {
        let path = self.request.path();
        let reads = matches!(*self.request.method(), Method::GET | Method::HEAD);
        let shared = &self.own.shared;
        let snapshot = shared.services.snapshots.load();
        if *self.request.method() == Method::GET
            && let Some(snapshot) = &*snapshot
            && snapshot.skill(path).is_none()
            && let Some(step) = self.looking_up(snapshot)
        {
            return step;
        }
        Step::Answered(match path {
            "/readyz" if reads && shared.stopping.load(Ordering::Relaxed) => probe(StatusCode::SERVICE_UNAVAILABLE, "stopping"),
            "/readyz" if reads && snapshot.is_none() => probe(StatusCode::SERVICE_UNAVAILABLE, "no configuration"),
            "/healthz" | "/readyz" if reads => probe(StatusCode::OK, "ok"),
            "/healthz" | "/readyz" => not_allowed("GET, HEAD"),
            _ => match snapshot.as_ref().and_then(|snapshot| skill(snapshot, path)) {
                Some(skill) => {
                    self.refuse(Some(skill), RequestEnd::Method);
                    not_allowed("POST")
                }
                None if snapshot.as_ref().is_some_and(|snapshot| snapshot.event(path).is_some()) => not_allowed("POST"),
                None => self.nothing_here(),
            },
        })
    }

    /// 508: who asked is this server, and answers its own user with the fallback.
    #[cold]
    fn own_request(&self, skill: &Skill) -> Response<Answer> {
        tell::asked_itself(self.own.shared.services.world.lang, self.id(), &skill.path);
        self.refuse(Some(skill), RequestEnd::Loop);
        error(StatusCode::LOOP_DETECTED, "loop", "this server was asked by itself: an upstream has its address")
    }

    #[cold]
    fn nothing_here(&self) -> Response<Answer> {
        if matches!(self.request.path(), "/healthz" | "/readyz") {
            return not_allowed("GET, HEAD");
        }
        self.refuse(None, RequestEnd::NotFound);
        if self.request.method() == Method::POST {
            self.tell_the_nearest();
        }
        error(StatusCode::NOT_FOUND, "not_found", "no skill has this path")
    }

    /// Whoever wrote a skill's address into Kakao's admin centre with a slip has only the log to find it out. Scanners ask for paths
    /// that are near to none, and are not told of.
    fn tell_the_nearest(&self) {
        let (services, path) = (&self.own.shared.services, self.request.path());
        let (last, now) = (self.own.shared.compared.load(Ordering::Relaxed), self.received.unix_ms);
        if path.len() > LONGEST_TOLD || now.saturating_sub(last) < COMPARE_EVERY_MS {
            return;
        }
        self.own.shared.compared.store(now, Ordering::Relaxed);
        let snapshot = services.snapshots.load();
        let paths = snapshot.iter().flat_map(|snapshot| &snapshot.skills).take(MOST_COMPARED).map(|skill| skill.path.as_str());
        let asked = percent_decode_str(path).decode_utf8_lossy();
        let near = nearest(&asked, paths.clone()).or_else(|| paths.clone().find(|path| path.len() > 1 && asked.ends_with(path)));
        if let Some(near) = near.filter(|near| services.world.may_warn("no skill", near)) {
            let shown: String = asked.chars().map(|c| if c.is_control() { '?' } else { c }).collect();
            tell::no_skill(services.world.lang, &shown, near);
        }
    }

    #[cold]
    fn no_body(&self, why: BodyError) -> Response<Answer> {
        let (status, code, message, end) = match why {
            BodyError::TooLarge => {
                (StatusCode::PAYLOAD_TOO_LARGE, "too_large", "the body is over the limit (--max-body)", RequestEnd::TooLarge)
            }
            BodyError::Slow => {
                (StatusCode::REQUEST_TIMEOUT, "slow_body", "the body did not come within 5 seconds", RequestEnd::SlowBody)
            }
            BodyError::Broken => (StatusCode::BAD_REQUEST, "bad_request", "the body broke off", RequestEnd::BadRequest),
        };
        let services = &self.own.shared.services;
        let snapshot = services.snapshots.load();
        let skill = snapshot.as_ref().and_then(|snapshot| skill(snapshot, self.request.path()));
        self.refuse(skill.map(AsRef::as_ref), end);
        error(status, code, message)
    }

    /// Ends a request that no skill looks at.
    fn refuse(&self, skill: Option<&Skill>, end: RequestEnd) {
        let services = &self.own.shared.services;
        let meter = skill.map_or_else(|| services.meters.nowhere(), |skill| &skill.meter);
        let (path, query) = (self.request.path(), self.request.uri().query().unwrap_or_default());
        let request = flow::Request { id: self.id(), path, body: &Bytes::new(), query, received: self.received };
        services.world.refuse(meter, skill, &request, end);
    }

    fn id(&self) -> &str {
        self.id.as_ref().map(RequestId::as_str).unwrap_or_default()
    }
}

/// The skill of a path, unless it is disabled.
fn skill<'s>(snapshot: &'s Snapshot, path: &str) -> Option<&'s Arc<Skill>> {
    snapshot.skill(path).filter(|skill| skill.enabled)
}

fn header<'h>(headers: &'h HeaderMap, name: &str) -> Option<&'h [u8]> {
    headers.get(name).map(actix_http::header::HeaderValue::as_bytes)
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::AtomicBool;

    use actix_http::test::TestRequest;
    use tokio::runtime::Handle;

    use super::*;
    use crate::flow::fixture::{callback_skill, snapshot, world};
    use crate::meter::Meters;
    use crate::outbound::Scripted;
    use crate::serve::Services;
    use crate::serve::dispatcher::Dispatcher;

    #[tokio::test]
    async fn readyz_says_when_the_server_is_stopping() {
        let (world, meters) = (Arc::new(world(Scripted::nothing())), Meters::default());
        let jobs = Arc::new(Dispatcher::new(Handle::current(), Arc::clone(&world), meters.clone()));
        let snapshots = Arc::new(arc_swap::ArcSwapOption::from(Some(snapshot(&callback_skill("true")))));
        let services = Services { snapshots, world, meters, live: None, log: None };
        let shared = Arc::new(Shared { services, jobs, max_body: 1024, compared: 0.into(), stopping: AtomicBool::new(false) });
        let worker = Worker(Rc::new(Own { shared: Arc::clone(&shared), ids: RequestIds::new() }));
        let status = async |path: &str| worker.call(TestRequest::with_uri(path).finish()).await.unwrap().status();
        assert_eq!((status("/readyz").await, status("/healthz").await), (StatusCode::OK, StatusCode::OK));
        shared.stopping.store(true, Ordering::Relaxed);
        assert_eq!((status("/readyz").await, status("/healthz").await), (StatusCode::SERVICE_UNAVAILABLE, StatusCode::OK));
    }
}

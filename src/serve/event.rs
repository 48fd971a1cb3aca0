//! Events on the public listener: sending one, and asking what became of it.

use std::sync::Arc;

use actix_http::{Response, StatusCode};
use bytes::Bytes;

use super::response::{Answer, error, json};
use super::{Shared, tell};
use crate::compile::{Event, Snapshot};
use crate::flow;
use crate::flow::{EventAnswer, Received};
use crate::meter::RequestEnd;

/// A request that sends an event, owned.
pub(super) struct Sending {
    pub(super) snapshot: Arc<Snapshot>,
    pub(super) event: Arc<Event>,
    pub(super) id: String,
    pub(super) path: String,
    pub(super) query: String,
    pub(super) body: Bytes,
    pub(super) received: Received,
}

impl Sending {
    /// Runs to its end also when the connection or the worker ends before: half of the users would have their message, and nobody
    /// would know which half. `None`: a mistake of ours.
    pub(super) fn start(self, shared: &Arc<Shared>) -> impl Future<Output = Option<EventAnswer>> + use<> {
        let world = Arc::clone(&shared.services.world);
        let sent = shared.jobs.run(async move {
            let Self { snapshot, event, id, path, query, body, received } = self;
            let request = flow::Request { id: &id, path: &path, body: &body, query: &query, received };
            flow::send_event(&world, &snapshot, &event, &request).await
        });
        async move { sent.await.ok() }
    }
}

/// Asks for the result of a task.
pub(super) fn look_up(
    shared: &Arc<Shared>,
    event: &Arc<Event>,
    task: &str,
    received: Received,
) -> impl Future<Output = Option<EventAnswer>> + use<> {
    let (world, event, task) = (Arc::clone(&shared.services.world), Arc::clone(event), task.to_owned());
    let found = shared.jobs.run(async move {
        let answer = flow::look_up(&world, &event, &task).await;
        let end = if matches!(answer, EventAnswer::BadRequest(_)) { RequestEnd::BadRequest } else { RequestEnd::Ok };
        event.meter.request(end, received.at.elapsed());
        answer
    });
    async move { found.await.ok() }
}

/// The answer in HTTP. Only 200 means that anything may have been sent, and so does 500, a mistake of ours.
pub(super) fn response(answer: Option<EventAnswer>, shared: &Shared, id: &str) -> Response<Answer> {
    match answer {
        Some(EventAnswer::Report(bytes)) => json(bytes),
        Some(EventAnswer::Unauthorized) => error(StatusCode::UNAUTHORIZED, "unauthorized", "unauthorized"),
        Some(EventAnswer::BadRequest(why)) => error(StatusCode::BAD_REQUEST, "bad_request", &why),
        Some(EventAnswer::NoTask) => error(StatusCode::NOT_FOUND, "not_found", "Kakao knows no such task"),
        Some(EventAnswer::NoAnswer(why)) => error(StatusCode::BAD_GATEWAY, "kakao", &why),
        None => {
            tell::event_broke_off(shared.services.world.lang, id);
            let message = "a mistake of the server: it is not known whether anything was sent, see the log";
            error(StatusCode::INTERNAL_SERVER_ERROR, "internal", message)
        }
    }
}

//! Sending an event.

use std::time::Duration;

use bytes::Bytes;
use serde_json::{Map, Value};
use tokio::time::{Instant, sleep};

use super::report::Report;
use super::{EventAnswer, read};
use crate::compile::{Event, Reply, Snapshot};
use crate::flow::{Request, World, tell};
use crate::kakao::event::{MOST_USERS, Receipt, Status, User, body};
use crate::meter::RequestEnd;
use crate::outbound::{Ask, OutboundError, Retries};
use crate::template::RequestInfo;

/// Time for one call.
const CALL: Duration = Duration::from_secs(15);
/// The pauses before a call that did not reach Kakao is made again.
const PAUSES: [Duration; 2] = [Duration::from_millis(200), Duration::from_secs(1)];

/// Looks at the request, and makes the calls one after the other. One that fails does not keep the next from being made. Whoever may
/// send was asked for the secret before.
pub async fn send_event(world: &World, snapshot: &Snapshot, event: &Event, request: &Request<'_>) -> EventAnswer {
    let (users, data) = match read::users(request.body).and_then(|users| Ok((users, data(world, snapshot, event, request)?))) {
        Ok(read) => read,
        Err(why) => {
            event.meter.request(RequestEnd::BadRequest, request.received.at.elapsed());
            return EventAnswer::BadRequest(why);
        }
    };
    let until = request.received.at + event.timeout;
    let mut report = Report::default();
    for users in users.chunks(MOST_USERS) {
        let body = body(&event.name, &data, users).to_string().into();
        report.add(users.len(), without_ids(call(world, event, body, until).await, users));
    }
    report.count_on(&event.meter);
    event.meter.request(RequestEnd::Ok, request.received.at.elapsed());
    tell::event_sent(world.lang, request.id, &event.path, report.counts(), &report.tasks(), report.first_trouble());
    EventAnswer::Report(report.json())
}

/// The event's `data` with this request's values.
fn data(world: &World, snapshot: &Snapshot, event: &Event, request: &Request<'_>) -> Result<Map<String, Value>, String> {
    let info = RequestInfo { path: request.path, query: request.query, at_ms: request.received.unix_ms };
    let scope = event.harvest.read(request.body, info).map_err(|why| why.to_string())?;
    let json = match &event.data {
        Reply::Literal(bytes) => bytes.clone(),
        Reply::Pieces(pieces) => {
            let written = pieces.write(&snapshot.engine, &scope);
            written.map_err(|why| format!("the event's data could not be written: {}", why.told(world.lang)))?.json.into()
        }
    };
    serde_json::from_slice(&json).map_err(|why| why.to_string())
}

/// One call; again only while it is certain that Kakao got nothing of it.
async fn call(world: &World, event: &Event, body: Bytes, until: Instant) -> Receipt {
    let mut pauses = PAUSES.into_iter();
    loop {
        let left = until.saturating_duration_since(Instant::now());
        if left.is_zero() {
            return not_sent("the event's time (timeout) was over before this call");
        }
        match world.outbound.once(ask(world, event, body.clone(), left.min(CALL))).await {
            Ok(reply) => return said(Receipt::read(reply.status, &reply.body)),
            Err(why) if !why.nothing_was_sent() => return unknown(&why.to_string()),
            Err(why) => match pauses.next().filter(|_| may_pass(&why)) {
                Some(pause) => sleep(pause).await,
                None => return not_sent(&why.to_string()),
            },
        }
    }
}

fn ask(world: &World, event: &Event, body: Bytes, timeout: Duration) -> Ask {
    Ask {
        url: format!("{}{}", world.event_api(event.bot.reveal()), event.talk_path()),
        method: "POST".to_owned(),
        headers: vec![
            ("authorization".to_owned(), event.authorization.reveal().to_owned()),
            ("content-type".to_owned(), "application/json".to_owned()),
        ],
        body: Some(body),
        timeout,
        retries: Retries::default(),
    }
}

/// A certificate does not get better in a moment, nor does a request.
fn may_pass(why: &OutboundError) -> bool {
    matches!(why, OutboundError::ConnectTimeout | OutboundError::Dns(_) | OutboundError::Connect(_))
}

fn not_sent(why: &str) -> Receipt {
    let message = format!("nothing was sent, so it is safe to send it again: {why}");
    Receipt { status: Status::NotSent, task_id: None, message }
}

fn unknown(why: &str) -> Receipt {
    let message = format!(
        "Kakao may have taken it: look for the event in the admin centre before sending it again, or it may be paid twice ({why})"
    );
    Receipt { status: Status::Unknown, task_id: None, message }
}

fn said(receipt: Receipt) -> Receipt {
    match receipt.status {
        Status::Unknown => {
            let why = if receipt.message.is_empty() { "the answer is not Kakao's JSON" } else { &receipt.message };
            Receipt { task_id: receipt.task_id, ..unknown(why) }
        }
        _ => receipt,
    }
}

/// A message of Kakao's goes to the log, where no user is named.
fn without_ids(mut receipt: Receipt, users: &[User]) -> Receipt {
    for user in users.iter().filter(|user| user.id.len() > 3) {
        if receipt.message.contains(&user.id) {
            receipt.message = receipt.message.replace(&user.id, "***");
        }
    }
    receipt
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use serde_json::json;

    use super::*;
    use crate::compile::testing::snapshot;
    use crate::flow::Received;
    use crate::kakao::callback::HostRules;
    use crate::outbound::{Fault, Reply as Said, Scripted};

    const YAML: &str =
        "events:\n  /e: { bot: b, event: shipped, key: k, auth: { header: A, value: b }, data: { order: '{{data.order}}' } }\n";

    async fn send(outbound: Scripted, users: usize) -> (Value, usize) {
        let outbound = Arc::new(outbound);
        let world = World::new(Arc::<Scripted>::clone(&outbound), HostRules::default());
        let snapshot = snapshot(YAML, &[]);
        let users: Vec<String> = (0..users).map(|number| format!("user-{number}")).collect();
        let body = json!({"users": users, "data": {"order": "A-1"}}).to_string().into();
        let received = Received { at: Instant::now(), unix_ms: 0 };
        let request = Request { id: "1", path: "/e", body: &body, query: "", received };
        let answer = send_event(&world, &snapshot, snapshot.event("/e").unwrap(), &request).await;
        let EventAnswer::Report(bytes) = answer else { panic!("{answer:?}") };
        (serde_json::from_slice(&bytes).unwrap(), outbound.take_asked().len())
    }

    fn fails(why: OutboundError) -> Scripted {
        Scripted::with(Err(why))
    }

    #[tokio::test(start_paused = true)]
    async fn each_hundred_users_is_a_call() {
        let (report, calls) = send(Scripted::answer(r#"{"taskId":"t","status":"SUCCESS","message":"","timestamp":1}"#), 250).await;
        assert_eq!(calls, 3);
        let users: Vec<_> = report["results"].as_array().unwrap().iter().map(|call| call["users"].as_u64().unwrap()).collect();
        assert_eq!(users, [100, 100, 50]);
        assert_eq!((&report["sent"], &report["failed"], &report["unknown"]), (&json!(250), &json!(0), &json!(0)));
    }

    #[tokio::test(start_paused = true)]
    async fn only_what_never_arrived_is_sent_again() {
        for (why, calls, status) in [
            (OutboundError::Connect(Fault::Refused), 3, "NOT_SENT"),
            (OutboundError::ConnectTimeout, 3, "NOT_SENT"),
            (OutboundError::Dns("no such name".to_owned()), 3, "NOT_SENT"),
            (OutboundError::Tls("expired".to_owned()), 1, "NOT_SENT"),
            (OutboundError::Broken(Fault::Reset), 1, "UNKNOWN"),
            (OutboundError::Timeout, 1, "UNKNOWN"),
            (OutboundError::TooLarge, 1, "UNKNOWN"),
        ] {
            let (report, asked) = send(fails(why.clone()), 1).await;
            assert_eq!((asked, report["results"][0]["status"].as_str()), (calls, Some(status)), "{why:?}");
        }
    }

    #[tokio::test(start_paused = true)]
    async fn a_gateways_error_is_not_sent_again_either() {
        let page = Said { status: 502, content_type: "text/html".to_owned(), body: "<html>".into() };
        let (report, calls) = send(Scripted::with(Ok(page)), 1).await;
        assert_eq!((calls, &report["results"][0]["status"], &report["unknown"]), (1, &json!("UNKNOWN"), &json!(1)));
    }

    #[tokio::test(start_paused = true)]
    async fn when_the_time_is_over_nothing_more_is_sent() {
        // Each call takes 1.2 s of pauses before it is given up; a minute is enough for fifty of them.
        let (report, _) = send(fails(OutboundError::Connect(Fault::Refused)), 10_000).await;
        let last = &report["results"][99];
        assert_eq!((&last["status"], &report["failed"]), (&json!("NOT_SENT"), &json!(10_000)));
        assert!(last["message"].as_str().unwrap().contains("timeout"), "{last}");
    }

    #[tokio::test(start_paused = true)]
    async fn kakaos_message_names_no_user() {
        let (report, _) = send(Scripted::answer(r#"{"status":"FAIL","message":"no user-0 here"}"#), 1).await;
        assert_eq!(report["results"][0]["message"], "no *** here");
    }
}

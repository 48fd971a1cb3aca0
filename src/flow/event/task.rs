//! Asking Kakao what became of a task.

use std::time::Duration;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};
use serde_json::Value;

use super::EventAnswer;
use crate::compile::Event;
use crate::flow::World;
use crate::kakao::event::task_path;
use crate::outbound::{Ask, Retries};

/// Longer ids are none, in characters.
const LONGEST: usize = 200;
/// What stays as it is in a part of a path (RFC 3986, 2.3).
const KEPT: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'_').remove(b'.').remove(b'~');
/// Time for the answer.
const PATIENCE: Duration = Duration::from_secs(10);

/// Passes on what Kakao says of a task. `task`: the last part of the request's path, as it came.
pub async fn look_up(world: &World, event: &Event, task: &str) -> EventAnswer {
    let Some(task) = task_id(task) else {
        return EventAnswer::BadRequest("this can be no taskId".to_owned());
    };
    let ask = Ask {
        url: format!("{}{}", world.event_api(event.bot.reveal()), task_path(&task)),
        method: "GET".to_owned(),
        headers: vec![("authorization".to_owned(), event.authorization.reveal().to_owned())],
        body: None,
        timeout: PATIENCE,
        retries: Retries::default(),
    };
    let reply = match world.outbound.once(ask).await {
        Ok(reply) => reply,
        Err(why) => return EventAnswer::NoAnswer(format!("Kakao could not be asked: {why}")),
    };
    match serde_json::from_slice::<Value>(&reply.body) {
        Ok(Value::Object(_)) if (200..300).contains(&reply.status) => EventAnswer::Report(reply.body),
        _ if reply.status == 404 => EventAnswer::NoTask,
        _ => EventAnswer::NoAnswer(format!("Kakao answered with HTTP {}", reply.status)),
    }
}

/// The id, percent-encoded in one way. `None`: it would be another path.
fn task_id(part: &str) -> Option<String> {
    let id = percent_decode_str(part).decode_utf8().ok()?;
    let bad = id.is_empty() || id == "." || id == ".." || id.chars().count() > LONGEST;
    let odd = id.chars().any(|c| c.is_control() || c.is_whitespace() || matches!(c, '/' | '\\' | '?' | '#' | '%'));
    (!bad && !odd).then(|| utf8_percent_encode(&id, KEPT).to_string())
}

#[cfg(test)]
mod tests {
    use super::task_id;

    #[test]
    fn a_task_cannot_lead_to_another_path() {
        assert_eq!(task_id("5f1a-2b_3.c").as_deref(), Some("5f1a-2b_3.c"));
        assert_eq!(task_id("a%3Ab").as_deref(), Some("a%3Ab"));
        for part in ["", ".", "..", "%2e%2e", "a%2fb", "a%5Cb", "a%3Fb", "a%23", "a%20b", "%ff", "a%0d%0ab", "a%252e"] {
            assert_eq!(task_id(part), None, "{part}");
        }
        assert_eq!(task_id(&"x".repeat(201)), None);
    }
}

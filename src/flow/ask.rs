//! Asking an upstream: its request from the templates, its answer as a value.

use bytes::Bytes;
use serde_json::Value;
use tokio::time::{Instant, timeout_at};

use super::World;
use super::failure::{Unusable, UpstreamError};
use crate::compile::{RenderedAsk, Skill, Upstream};
use crate::meter::UpstreamEnd;
use crate::outbound::{Ask, OutboundError, Reply, Retries};
use crate::template::{Engine, Scope};

/// What a gateway says of a server that may be there again in a moment.
const UNAVAILABLE: [u16; 3] = [502, 503, 504];

/// Sends a finished request and reads the answer, counted; nothing is sent while too many are under way. `until`: when the skill or
/// the callback needs its time back.
pub(super) async fn ask(
    world: &World,
    skill: &Skill,
    upstream: &Upstream,
    ask: Ask,
    until: Instant,
) -> Result<Value, UpstreamError> {
    let began = Instant::now();
    let Some(_under_way) = skill.meter.upstream_begins(upstream.concurrency) else {
        world.upstream_ended(skill, UpstreamEnd::Busy, began);
        return Err(UpstreamError::Busy(upstream.concurrency));
    };
    let reply = match timeout_at(until, world.outbound.ask(ask)).await {
        Ok(reply) => reply.map_err(UpstreamError::from),
        Err(_) => Err(OutboundError::Timeout.into()),
    };
    let answer = reply.and_then(|reply| expected(upstream, reply)).and_then(|reply| value(&reply).map_err(UpstreamError::Unusable));
    world.upstream_ended(skill, answer.as_ref().map_or_else(UpstreamError::end, |_| UpstreamEnd::Ok), began);
    answer
}

/// The request as the templates write it.
pub(super) fn write(
    upstream: &Upstream,
    engine: &Engine,
    scope: &Scope<'_>,
    payload: &Bytes,
    until: Instant,
) -> Result<Ask, UpstreamError> {
    let RenderedAsk { url, headers, body } = upstream.render(engine, scope, payload)?;
    let left = until.saturating_duration_since(Instant::now());
    let timeout = upstream.timeout.map_or(left, |own| own.min(left));
    let statuses = UNAVAILABLE.into_iter().filter(|status| !upstream.accepts(*status)).collect();
    let retries = Retries { times: upstream.retries, statuses };
    Ok(Ask { url, method: upstream.method.clone(), headers, body, timeout, retries })
}

fn expected(upstream: &Upstream, reply: Reply) -> Result<Reply, UpstreamError> {
    if upstream.accepts(reply.status) { Ok(reply) } else { Err(UpstreamError::Status(reply.status)) }
}

/// JSON as JSON (whatever its type is said to be), anything else as text; but neither broken JSON nor a web page, which would end up in
/// a bubble.
fn value(reply: &Reply) -> Result<Value, Unusable> {
    let body = reply.body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&reply.body);
    if let Ok(value) = serde_json::from_slice(body) {
        return Ok(value);
    }
    if reply.content_type.starts_with("text/html") {
        return Err(Unusable::WebPage);
    }
    // How gzip begins (RFC 1952, 2.3.1). Nobody asked for it: a few bytes may unpack to gigabytes.
    if body.starts_with(b"\x1f\x8b") {
        return Err(Unusable::Compressed);
    }
    let text = std::str::from_utf8(body).map_err(|_| Unusable::NotText)?;
    let meant_as_json = reply.content_type.contains("json") || begins_like_json(text);
    if meant_as_json && !text.trim().is_empty() {
        return Err(Unusable::BrokenJson);
    }
    if text.trim_start().starts_with('<') {
        return Err(Unusable::WebPage);
    }
    Ok(Value::String(text.to_owned()))
}

/// Whether a list or map of JSON begins here; a text may begin with `[공지]` as well.
fn begins_like_json(text: &str) -> bool {
    let mut signs = text.chars().filter(|c| !c.is_ascii_whitespace());
    match (signs.next(), signs.next()) {
        (Some('{'), after) => after.is_none_or(|c| matches!(c, '"' | '}')),
        (Some('['), after) => after.is_none_or(|c| matches!(c, '{' | '[' | '"' | ']')),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;
    use serde_json::{Value, json};

    use super::{Reply, value};

    fn read(content_type: &str, body: impl AsRef<[u8]>) -> Option<Value> {
        let body = bytes::Bytes::copy_from_slice(body.as_ref());
        value(&Reply { status: 200, content_type: content_type.to_owned(), body }).ok()
    }

    #[rstest]
    #[case("application/json", r#"{"a":1}"#, json!({"a": 1}))]
    #[case("", "\u{feff}[1]", json!([1]))]
    #[case("text/plain", "네, 열려 있어요", json!("네, 열려 있어요"))]
    #[case("application/json", "", json!(""))]
    #[case("text/plain", "[공지] 오늘은 쉬어요", json!("[공지] 오늘은 쉬어요"))]
    #[case("text/html; charset=utf-8", r#"{"a":1}"#, json!({"a": 1}))]
    fn json_is_json_and_anything_else_is_text(#[case] content_type: &str, #[case] body: &str, #[case] expected: Value) {
        assert_eq!(read(content_type, body), Some(expected));
    }

    #[rstest]
    #[case("text/html; charset=utf-8", "hello")]
    #[case("", "<!doctype html><title>502</title>")]
    #[case("application/json", "oops")]
    #[case("", r#"{"a":"#)]
    #[case("text/plain", r#"[{"a":1},"#)]
    fn what_would_look_broken_in_a_bubble_is_a_failure(#[case] content_type: &str, #[case] body: &str) {
        assert_eq!(read(content_type, body), None);
    }

    #[test]
    fn nesting_that_could_end_the_process_is_a_failure() {
        assert_eq!(read("application/json", "[".repeat(200_000)), None);
        assert_eq!(read("text/plain", b"\xff\xfe"), None);
    }
}

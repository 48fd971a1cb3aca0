//! `upstream`: a server to ask first.

use std::time::Duration;

use url::Url;

use super::fields::Fields;
use super::reading::Reading;
use super::{BodySpec, Secret, Spanned, UpstreamSpec, duration, header, secret, web};
use crate::diag::{Code, Diagnostic, Span};
use crate::yaml::{Kind, Node};

pub(crate) const KEYS: &[&str] = &["url", "method", "headers", "body", "timeout", "expect", "retries", "concurrency"];
pub(crate) const METHODS: &[&str] = &["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD"];
const SHORTEST: Duration = Duration::from_millis(1);
/// `retries`: more would only keep a server down that is down.
pub(crate) const MOST_RETRIES: u32 = 5;
/// `concurrency` unless said: more than a chatbot's block is ever asked at once, and far less than what fills the memory.
const CONCURRENCY: usize = 256;
pub(crate) const MOST_CONCURRENCY: u32 = 100_000;

/// Reads `upstream`, short (a URL) or long. `longest`: the time that the skill or its callback has in all.
pub(super) fn read(node: &Node, longest: Duration, reading: &mut Reading<'_>) -> Option<UpstreamSpec> {
    if matches!(node.kind, Kind::Text(_)) {
        let (origin, target) = address(node, reading)?;
        return Some(short(origin, target));
    }
    let fields = Fields::open(node, "upstream", KEYS, reading)?;
    if fields.entry("url").is_none() {
        reading.missing(node.span, "url", "upstream");
    }
    let url = fields.text_node("url", reading).and_then(|node| address(node, reading));
    let method = fields.text_node("method", reading).map_or(Some("POST".to_owned()), |node| method(node, reading));
    let headers = fields.value("headers", reading).map_or_else(Vec::new, |node| headers(node, reading));
    let sends_body = !matches!(method.as_deref(), Some("GET" | "HEAD"));
    let body = match fields.entry("body") {
        Some(entry) if !sends_body => {
            reading.no_effect(entry.key_span, "body", "GET");
            Some(BodySpec::Nothing)
        }
        Some(_) => fields.value("body", reading).and_then(|node| body(node, reading)),
        None if sends_body => Some(BodySpec::Payload),
        None => Some(BodySpec::Nothing),
    };
    let timeout = fields.value("timeout", reading).and_then(|node| {
        if node.as_text().is_none() {
            return duration::read(node, "timeout", (SHORTEST, longest), reading);
        }
        let filled = secret::fill(node, false, reading)?;
        duration::read_filled(node, &filled, "timeout", (SHORTEST, longest), reading)
    });
    let expect = fields.value("expect", reading).map_or(Some(vec![(200, 299)]), |node| statuses(node, reading));
    // A request that changes nothing may be sent again without being asked to.
    let unasked = u8::from(!sends_body);
    let retries = match fields.value("retries", reading) {
        Some(node) => count(node, "retries", (0, MOST_RETRIES), reading).and_then(|times| u8::try_from(times).ok()),
        None => Some(unasked),
    };
    let concurrency = match fields.value("concurrency", reading) {
        Some(node) => count(node, "concurrency", (1, MOST_CONCURRENCY), reading).and_then(|most| usize::try_from(most).ok()),
        None => Some(CONCURRENCY),
    };
    let (origin, target) = url?;
    Some(UpstreamSpec {
        origin,
        target,
        method: method?,
        headers,
        body: body?,
        timeout,
        expect: expect?,
        retries: retries?,
        concurrency: concurrency?,
    })
}

/// What stands in for an upstream that could not be read, so that the texts that use its answer are still checked. Never asked: the
/// mistake is an error.
pub(super) fn stand_in(span: Span) -> UpstreamSpec {
    short("https://upstream.invalid".to_owned(), Spanned { value: Secret::new(""), span })
}

/// The short form: POST the payload as it came.
fn short(origin: String, target: Spanned<Secret>) -> UpstreamSpec {
    UpstreamSpec {
        origin,
        target,
        method: "POST".to_owned(),
        headers: Vec::new(),
        body: BodySpec::Payload,
        timeout: None,
        expect: vec![(200, 299)],
        retries: 0,
        concurrency: CONCURRENCY,
    }
}

/// A whole number between the bounds.
fn count(node: &Node, what: &str, (min, max): (u32, u32), reading: &mut Reading<'_>) -> Option<u32> {
    if node.as_text().is_none() {
        reading.wrong_kind(node, what, "number");
        return None;
    }
    let filled = secret::fill(node, false, reading)?;
    let Ok(number) = filled.trim().parse::<i64>() else {
        reading.wrong_kind(node, what, "number");
        return None;
    };
    let within = u32::try_from(number).ok().filter(|number| (min..=max).contains(number));
    if within.is_none() {
        let out = Diagnostic::new(Code::OutOfRange).at(node.span).arg("what", what);
        let out = out.arg("min", min.to_string()).arg("max", max.to_string());
        reading.report.push(out.arg("found", node.as_text().unwrap_or_default()));
    }
    within
}

/// Scheme, host and port, and what follows them.
fn address(node: &Node, reading: &mut Reading<'_>) -> Option<(String, Spanned<Secret>)> {
    let written = node.as_text()?.trim();
    let filled = secret::fill(node, true, reading)?;
    let filled = filled.trim();
    let scheme_end = filled.find("://").map_or(0, |at| at + 3);
    let after = filled.get(scheme_end..).unwrap_or_default();
    let host_end = after.find(['/', '?', '#', '\\']).unwrap_or(after.len());
    let host = after.get(..host_end).unwrap_or_default();
    // `{{a/b}}` holds a slash itself, so an expression that merely begins before the first slash counts too.
    if host.contains("{{") || filled.get(..scheme_end).is_some_and(|scheme| scheme.contains("{{")) {
        reading.report.push(Diagnostic::new(Code::TemplateInHost).at(node.span).arg("url", written));
        return None;
    }
    let base = filled.get(..scheme_end + host_end).unwrap_or_default();
    // Name and password in a URL would show up in logs; they belong in `headers`.
    let parsed = Url::parse(base).ok().filter(|_| web::is_web(base) && !host.contains('@'));
    let Some(parsed) = parsed else {
        reading.report.push(web::bad(node.span, written));
        return None;
    };
    let rest = after.get(host_end..).unwrap_or_default();
    let target = if rest.is_empty() || rest.starts_with('/') { rest.to_owned() } else { format!("/{rest}") };
    Some((parsed.origin().ascii_serialization(), Spanned { value: Secret::new(target), span: node.span }))
}

fn method(node: &Node, reading: &mut Reading<'_>) -> Option<String> {
    let method = secret::fill(node, false, reading)?.trim().to_ascii_uppercase();
    if METHODS.contains(&method.as_str()) {
        return Some(method);
    }
    reading.not_one_of(node, "method", METHODS);
    None
}

fn headers(node: &Node, reading: &mut Reading<'_>) -> Vec<(String, Spanned<Secret>)> {
    let Kind::Map(map) = &node.kind else {
        reading.wrong_kind(node, "headers", "map");
        return Vec::new();
    };
    let mut headers: Vec<(String, Spanned<Secret>)> = Vec::new();
    for entry in &map.entries {
        secret::forbid_in_key(&entry.key, entry.key_span, reading);
        let name = header::sent_name(&entry.key, entry.key_span, reading);
        if let Some(first) = map.entries.iter().find(|other| other.key.eq_ignore_ascii_case(&entry.key) && other.key != entry.key)
            && first.key_span.start < entry.key_span.start
        {
            let twice = Diagnostic::new(Code::DuplicateKey).at(entry.key_span).arg("key", &entry.key);
            reading.report.push(twice.also(first.key_span, "처음 쓴 곳이에요", "first used here"));
            continue;
        }
        if entry.value.as_text().is_none() {
            reading.wrong_kind(&entry.value, &entry.key, "text");
            continue;
        }
        let value = secret::fill(&entry.value, true, reading);
        let (Some(name), Some(value)) = (name, value) else { continue };
        if header::value_is_proper(&value, &entry.key, entry.value.span, reading) {
            headers.push((name, Spanned { value: Secret::new(value), span: entry.value.span }));
        }
    }
    headers
}

fn body(node: &Node, reading: &mut Reading<'_>) -> Option<BodySpec> {
    match node.kind {
        Kind::Text(_) => {
            let text = secret::fill(node, true, reading)?;
            Some(BodySpec::Text(Spanned { value: Secret::new(text), span: node.span }))
        }
        _ => secret::fill_tree(node, reading).map(BodySpec::Json),
    }
}

/// `2xx`, `204`, `200-299`, or a list of them.
fn statuses(node: &Node, reading: &mut Reading<'_>) -> Option<Vec<(u16, u16)>> {
    let items = match &node.kind {
        Kind::List(items) if items.is_empty() => {
            reading.empty_value(node.span, "expect");
            return None;
        }
        Kind::List(items) => items.as_slice(),
        _ => std::slice::from_ref(node),
    };
    let ranges: Vec<Option<(u16, u16)>> = items.iter().map(|item| status(item, reading)).collect();
    ranges.into_iter().collect()
}

fn status(node: &Node, reading: &mut Reading<'_>) -> Option<(u16, u16)> {
    if node.as_text().is_none() {
        reading.wrong_kind(node, "expect", "text");
        return None;
    }
    let text = secret::fill(node, false, reading)?;
    let range = parse_status(text.trim());
    if range.is_none() {
        reading.not_one_of(node, "expect", &["2xx", "200", "200-299"]);
    }
    range
}

fn parse_status(text: &str) -> Option<(u16, u16)> {
    let number = |text: &str| text.trim().parse::<u16>().ok().filter(|status| (100..=599).contains(status));
    if let Some(class) = text.to_ascii_lowercase().strip_suffix("xx") {
        let first = number(&format!("{class}00"))?;
        return Some((first, first + 99));
    }
    match text.split_once('-') {
        Some((from, to)) => Some((number(from)?, number(to)?)).filter(|(from, to)| from <= to),
        None => number(text).map(|status| (status, status)),
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{findings_of, fix_of, skill};
    use super::{BodySpec, UpstreamSpec, parse_status};

    fn upstream(yaml: &str) -> UpstreamSpec {
        skill(&format!("skills:\n  /a:\n    upstream: {yaml}\n")).plan.upstream.unwrap()
    }

    fn mistakes(yaml: &str) -> Vec<String> {
        findings_of(&format!("skills:\n  /a:\n    upstream: {yaml}\n"))
    }

    #[test]
    fn the_short_form_posts_the_payload() {
        let upstream = upstream("https://api.example.com/answer?x={{utterance}}");
        assert_eq!(upstream.origin, "https://api.example.com");
        assert_eq!(upstream.target.value.reveal(), "/answer?x={{utterance}}");
        assert_eq!((upstream.method.as_str(), upstream.expect.as_slice()), ("POST", [(200, 299)].as_slice()));
        assert!(matches!(upstream.body, BodySpec::Payload));
    }

    #[test]
    fn the_long_form_is_read_whole() {
        let upstream = upstream(
            "{ url: 'http://127.0.0.1:9000?q={{utterance}}', method: put, headers: { X-Key: 5 }, body: { a: [1, 가] }, timeout: 3s, expect: [2xx, 404, 500-502] }",
        );
        assert_eq!(upstream.origin, "http://127.0.0.1:9000");
        assert_eq!(upstream.target.value.reveal(), "/?q={{utterance}}");
        assert_eq!(upstream.method, "PUT");
        assert_eq!((upstream.headers[0].0.as_str(), upstream.headers[0].1.value.reveal()), ("x-key", "5"));
        assert!(matches!(&upstream.body, BodySpec::Json(node) if node.to_json() == serde_json::json!({"a": [1, "가"]})));
        assert_eq!(upstream.timeout.unwrap().as_secs(), 3);
        assert_eq!(upstream.expect, [(200, 299), (404, 404), (500, 502)]);
    }

    #[test]
    fn get_sends_no_body() {
        assert!(matches!(upstream("{ url: 'https://a.kr', method: GET }").body, BodySpec::Nothing));
        assert_eq!(mistakes("{ url: 'https://a.kr', method: GET, body: x }"), ["E036 body"]);
    }

    #[test]
    fn what_changes_nothing_is_asked_again_unless_said_otherwise() {
        let retries = |yaml: &str| upstream(yaml).retries;
        assert_eq!((retries("{ url: 'https://a.kr', method: GET }"), retries("{ url: 'https://a.kr', method: head }")), (1, 1));
        assert_eq!((retries("https://a.kr"), retries("{ url: 'https://a.kr', method: PUT }")), (0, 0));
        assert_eq!(
            (retries("{ url: 'https://a.kr', retries: 5 }"), retries("{ url: 'https://a.kr', method: GET, retries: 0 }")),
            (5, 0)
        );
        assert_eq!(upstream("https://a.kr").concurrency, 256);
        assert_eq!(upstream("{ url: 'https://a.kr', concurrency: \"1\" }").concurrency, 1);
        for (wrong, found) in [
            ("retries: 6", "E039 6"),
            ("retries: -1", "E039 -1"),
            ("retries: 1.5", "E012 1.5"),
            ("retries: true", "E012 true"),
            ("concurrency: 0", "E039 0"),
            ("concurrency: 100001", "E039 100001"),
            ("concurrency: 많이", "E012 많이"),
            ("concurrency: [1]", "E012 [1]"),
        ] {
            assert_eq!(mistakes(&format!("{{ url: 'https://a.kr', {wrong} }}")), [found], "{wrong}");
        }
    }

    #[test]
    fn the_origin_is_fixed_text() {
        for url in ["'https://{{params.host}}/x'", "'{{vars.api}}/x'", "'https://a.kr:{{params.port}}'", "'{{x}}://a.kr'"] {
            assert_eq!(mistakes(url), [format!("E045 {url}")], "{url}");
        }
    }

    #[test]
    fn what_is_no_address_is_refused() {
        assert_eq!(mistakes("api.example.com/answer"), ["E037 api.example.com/answer"]);
        assert_eq!(
            fix_of("skills:\n  /a: { upstream: api.example.com/answer }\n").as_deref(),
            Some("https://api.example.com/answer")
        );
        assert_eq!(mistakes("'https://user:pass@a.kr/x'"), ["E037 'https://user:pass@a.kr/x'"]);
        assert_eq!(mistakes("'ftp://a.kr'"), ["E037 'ftp://a.kr'"]);
    }

    #[test]
    fn mistakes_of_the_long_form_are_found_together() {
        let yaml = "\n      url: https://a.kr\n      metod: GET\n      method: GTE\n      timeout: 5s\n      expect: ok\n      headers: { Host: x, 'a b': y, K: [z] }\n";
        assert_eq!(mistakes(yaml), ["E011 metod", "E047 GTE", "E039 5s", "E047 ok", "E044 Host", "E044 'a b'", "E012 [z]"]);
        assert_eq!(mistakes("{ method: GET }"), ["E073 { method: GET }"]);
        assert_eq!(mistakes("{ url: 'https://a.kr', headers: { A: 1, a: 2 } }"), ["E010 a"]);
    }

    #[test]
    fn a_callback_may_wait_longer() {
        let yaml = "skills:\n  /a: { callback: true, reply: 네, upstream: { url: 'https://a.kr', timeout: 45s } }\n";
        assert_eq!(findings_of(yaml), [""; 0]);
    }

    #[test]
    fn statuses_are_single_ranges_or_classes() {
        assert_eq!(parse_status("2xx"), Some((200, 299)));
        assert_eq!(parse_status("204"), Some((204, 204)));
        assert_eq!(parse_status("200-204"), Some((200, 204)));
        for text in ["", "xx", "6xx", "20x", "99", "204-200", "2xx-3xx"] {
            assert_eq!(parse_status(text), None, "{text}");
        }
    }
}

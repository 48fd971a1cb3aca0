//! A server to ask, ready.

use std::time::Duration;

use bytes::Bytes;

use super::Pieces;
use super::texts::{Place, Texts};
use super::tree::Tree;
use crate::config::{BodySpec, Secret, Spanned, UpstreamSpec};
use crate::diag::{Code, Diagnostic};
use crate::template::{Engine, Escape, RenderError, Scope, Text};

/// A server to ask.
pub struct Upstream {
    /// `https://api.example.com`, fixed.
    pub origin: String,
    /// Path and query, a template with percent-encoded values.
    pub target: Text,
    /// The method's name.
    pub method: String,
    /// Headers with templates; the content type of the body is among them.
    pub headers: Vec<(String, Text)>,
    /// What to send.
    pub body: Body,
    /// Its own time limit.
    pub timeout: Option<Duration>,
    /// Accepted statuses, inclusive ranges.
    pub expect: Vec<(u16, u16)>,
    /// How often it is asked again at most.
    pub retries: u8,
    /// How many of the skill's requests to it may be under way.
    pub concurrency: usize,
}

/// What to send.
pub enum Body {
    /// Nothing.
    Nothing,
    /// The payload as it came.
    Payload,
    /// JSON with rendered texts in it (`content-type: application/json`).
    Json(Pieces),
    /// A text (`content-type: text/plain; charset=utf-8`).
    Text(Text),
}

/// A request to an upstream with every template rendered.
#[derive(Clone, PartialEq, Eq)]
pub struct RenderedAsk {
    /// The whole URL.
    pub url: String,
    /// Header names (lower case) and values.
    pub headers: Vec<(String, String)>,
    /// The body, if one is sent.
    pub body: Option<Bytes>,
}

/// Why an upstream cannot be asked: for the log, without the values that were refused.
#[derive(Debug, thiserror::Error)]
pub enum AskError {
    /// A template failed.
    #[error("a template of the upstream failed: {0}")]
    Template(#[from] RenderError),
    /// A header's value would hold a line break or another control character.
    #[error("the value for the header {header} holds a line break or control character")]
    Header {
        /// The header's name.
        header: String,
    },
    /// A value would lead out of the path it stands in.
    #[error("a value would put a `.` or `..` segment into the upstream's path")]
    DotSegment,
}

impl Upstream {
    /// Compiles an `upstream:`. `None` when it holds an error, which is reported.
    pub(super) fn compile(spec: UpstreamSpec, texts: &mut Texts<'_>) -> Option<Self> {
        let target = secret(&spec.target, Escape::Percent, texts);
        let (content_type, body) = match spec.body {
            BodySpec::Nothing => ("", Some(Body::Nothing)),
            BodySpec::Payload => ("application/json", Some(Body::Payload)),
            BodySpec::Json(node) => {
                let tree = Tree::gather_secret(&node, texts);
                ("application/json", tree.map(|tree| Body::Json(Pieces::new(tree.into_plain_pieces()))))
            }
            BodySpec::Text(text) => ("text/plain; charset=utf-8", secret(&text, Escape::None, texts).map(Body::Text)),
        };
        let mut headers = Vec::with_capacity(spec.headers.len() + 1);
        if !content_type.is_empty() && !spec.headers.iter().any(|(name, _)| name == "content-type") {
            let fixed = Spanned { value: Secret::new(content_type), span: spec.target.span };
            headers.push(("content-type".to_owned(), secret(&fixed, Escape::None, texts)));
        }
        for (name, value) in spec.headers {
            let text = secret(&value, Escape::None, texts);
            if text.as_ref().and_then(Text::literal).is_some_and(|literal| literal.chars().any(breaks_header)) {
                let diagnostic = Diagnostic::new(Code::BadHeader).at(value.span);
                texts.report.push(diagnostic.arg("name", &name).arg("reason", "line break"));
            }
            headers.push((name, text));
        }
        Some(Self {
            origin: spec.origin,
            target: target?,
            method: spec.method,
            headers: headers.into_iter().map(|(name, text)| Some((name, text?))).collect::<Option<_>>()?,
            body: body?,
            timeout: spec.timeout,
            expect: spec.expect,
            retries: spec.retries,
            concurrency: spec.concurrency,
        })
    }

    /// Renders the URL, the headers and the body. `payload`: the request's body as it came.
    pub fn render(&self, engine: &Engine, scope: &Scope<'_>, payload: &Bytes) -> Result<RenderedAsk, AskError> {
        let mut url = self.origin.clone();
        self.target.render(engine, scope, &mut url)?;
        if self.target.literal().is_none() && url.get(self.origin.len()..).is_some_and(has_dot_segment) {
            return Err(AskError::DotSegment);
        }
        let mut headers = Vec::with_capacity(self.headers.len());
        for (name, template) in &self.headers {
            let mut value = String::new();
            template.render(engine, scope, &mut value)?;
            if value.chars().any(breaks_header) {
                return Err(AskError::Header { header: name.clone() });
            }
            headers.push((name.clone(), value));
        }
        let body = match &self.body {
            Body::Nothing => None,
            Body::Payload => Some(payload.clone()),
            Body::Json(pieces) => Some(pieces.write(engine, scope)?.json.into()),
            Body::Text(template) => {
                let mut text = String::new();
                template.render(engine, scope, &mut text)?;
                Some(text.into())
            }
        };
        Ok(RenderedAsk { url, headers, body })
    }

    /// Whether an answer of this status is an answer.
    pub fn accepts(&self, status: u16) -> bool {
        self.expect.iter().any(|(first, last)| (*first..=*last).contains(&status))
    }
}

fn secret(text: &Spanned<Secret>, escape: Escape, texts: &mut Texts<'_>) -> Option<Text> {
    texts.text(text.value.reveal(), escape, Place::Secret(text.span))
}

fn breaks_header(c: char) -> bool {
    c.is_control() && c != '\t'
}

/// URL parsers resolve these segments, also percent-encoded: a value of `..` would ask another address than the one written.
fn has_dot_segment(target: &str) -> bool {
    let path = target.split(['?', '#']).next().unwrap_or_default();
    path.split(['/', '\\']).any(|segment| matches!(segment.to_ascii_lowercase().replace("%2e", ".").as_str(), "." | ".."))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::compile::testing::{load_files, mistakes, only_skill, payload, scope, snapshot};

    fn ask(upstream: &str, utterance: &str) -> Result<RenderedAsk, AskError> {
        let snapshot = snapshot(&format!("skills:\n  /a:\n    upstream: {upstream}\n"), &[]);
        let skill = only_skill(&snapshot);
        let payload = payload(utterance, &json!({"city": utterance}));
        let scope = scope(skill, &payload);
        skill.plan.upstream.as_ref().unwrap().render(&snapshot.engine, &scope, &Bytes::from(payload.clone()))
    }

    #[test]
    fn the_short_form_posts_the_payload_as_it_came() {
        let rendered = ask("https://api.example.com/answer", "안녕").unwrap_or_else(|error| panic!("{error}"));
        assert_eq!(rendered.url, "https://api.example.com/answer");
        assert_eq!(rendered.headers, [("content-type".to_owned(), "application/json".to_owned())]);
        assert_eq!(rendered.body.unwrap(), payload("안녕", &json!({"city": "안녕"})).as_bytes());
    }

    #[test]
    fn values_cannot_change_the_address() {
        let upstream = "{ url: \"https://api.example.com/stores/{{params.city}}?q={{utterance}}\", method: GET }";
        let rendered = ask(upstream, "a/b?c=d&e#f").unwrap_or_else(|error| panic!("{error}"));
        assert_eq!(rendered.url, "https://api.example.com/stores/a%2Fb%3Fc%3Dd%26e%23f?q=a%2Fb%3Fc%3Dd%26e%23f");
        assert_eq!(rendered.body, None);
        assert!(matches!(ask(upstream, ".."), Err(AskError::DotSegment)));
    }

    #[test]
    fn a_line_break_in_a_header_is_refused() {
        let upstream = "{ url: \"https://api.example.com/\", headers: { X-Said: \"<{{utterance}}>\" } }";
        let said = |utterance| ask(upstream, utterance).map(|rendered| rendered.headers);
        assert!(said("네").unwrap_or_else(|error| panic!("{error}")).contains(&("x-said".to_owned(), "<네>".to_owned())));
        assert!(matches!(said("a\r\nX-Evil: 1"), Err(AskError::Header { header }) if header == "x-said"));
    }

    #[test]
    fn a_body_stays_json_whatever_is_said() {
        let upstream = "{ url: \"https://api.example.com/\", body: { model: m, stream: false, messages: [ { role: user, content: \"{{utterance}}\" } ] } }";
        let said = "\"}],\"admin\":true,\"x\":[{\"\\\n{{bot.id}}";
        let body = ask(upstream, said).unwrap_or_else(|error| panic!("{error}")).body.unwrap();
        let body: serde_json::Value = serde_json::from_slice(&body).unwrap();
        assert_eq!(body, json!({"model": "m", "stream": false, "messages": [{"role": "user", "content": said}]}));
    }

    #[test]
    fn a_mistake_beside_a_secret_shows_nothing_of_it() {
        for secret in ["hunter2", "hunter2}}", "{hunter2", "{hunter2}"] {
            let yaml = "skills:\n  /a:\n    upstream:\n      url: https://api.example.com/\n      headers: { A: \"{${file:key}}\", B: \"${file:key} {{nope x}}\" }\n      body: { b: \"{${file:key}}\" }\n";
            let loaded = load_files(yaml, &[("key", secret)]);
            assert!(loaded.snapshot.is_none());
            assert!(!format!("{:?}", loaded.report.sorted()).contains("hunter2"), "{secret}: {:?}", mistakes(&loaded));
        }
    }

    #[test]
    fn dot_segments_are_seen_in_every_spelling() {
        for target in ["/stores/..", "/stores/%2e%2E/x", "/./x", "/stores/..?q=1", "/a\\..\\b"] {
            assert!(has_dot_segment(target), "{target}");
        }
        for target in ["", "/stores/a..b", "/v1.0/x", "/x?q=..", "/...", "/x?q=/../"] {
            assert!(!has_dot_segment(target), "{target}");
        }
    }
}

//! "What loads, works": each skill is rendered once with a made-up payload.
//!
//! What a template writes depends on what it is given, so only what no request can mend is reported. A helper that dislikes a
//! made-up value, a text that is empty now, a block that is not entered: none of these proves anything.

use bytes::Bytes;
use serde_json::{Map, Value};

use super::{Answer, AskError, Body, Extras, Reply, Upstream, When};
use crate::diag::{Code, Diagnostic, Lang, Span};
use crate::template::{Engine, Harvest, RenderError, RequestInfo, Scope, Text};

/// A SkillPayload as Kakao sends it.
const SAMPLE: &str = r#"{"intent":{"id":"b1","name":"블록"},"userRequest":{"timezone":"Asia/Seoul","params":{"surface":"Kakaotalk.plusfriend"},"block":{"id":"b1","name":"블록"},"utterance":"안녕하세요","lang":"ko","user":{"id":"u1","type":"botUserKey","properties":{"botUserKey":"u1"}}},"bot":{"id":"bot","name":"봇"},"contexts":[],"flow":{"trigger":{"type":"TEXT_INPUT"}},"action":{"id":"a1","name":"스킬","params":{},"detailParams":{},"clientExtra":{}}}"#;
/// When it came: 2026-01-01 in Seoul.
const SAMPLE_AT_MS: i64 = 1_767_193_200_000;

/// The made-up request, as a skill's templates see it.
pub(super) struct Trial<'a> {
    pub(super) engine: &'a Engine,
    scope: Scope<'a>,
}

impl<'a> Trial<'a> {
    /// `None` never happens: the sample is a payload.
    pub(super) fn new(engine: &'a Engine, harvest: &'a Harvest) -> Option<Self> {
        let mut scope = harvest.read(SAMPLE.as_bytes(), RequestInfo { path: "", query: "", at_ms: SAMPLE_AT_MS }).ok()?;
        scope.set_upstream(Value::Object(Map::new()));
        Some(Self { engine, scope })
    }

    /// What a text becomes, unless it fails.
    pub(super) fn render(&self, text: &Text) -> Result<String, RenderError> {
        let mut output = String::new();
        text.render(self.engine, &self.scope, &mut output).map(|()| output)
    }

    /// Why a reply can never be written.
    pub(super) fn reply(&self, reply: &Reply, span: Span) -> Option<Diagnostic> {
        match reply {
            Reply::Literal(_) => None,
            Reply::Pieces(pieces) => certain(&pieces.write(self.engine, &self.scope).err()?, span),
        }
    }

    /// Why an answer can never be written; a file is looked at by itself.
    pub(super) fn answer(&self, answer: &Answer, span: Span) -> Option<Diagnostic> {
        match answer {
            Answer::Reply(reply) => self.reply(reply, span),
            Answer::File { extras: Some(Extras::Pieces(pieces)), .. } => {
                certain(&pieces.write(self.engine, &self.scope).err()?, span)
            }
            Answer::Validate(validation) => {
                let failed = self.when(&validation.when, span).or_else(|| self.reply(&validation.success, span));
                failed.or_else(|| self.reply(&validation.failure, span))
            }
            Answer::File { .. } | Answer::Cases(_) | Answer::PassOn => None,
        }
    }

    /// Why a condition can never be looked at.
    pub(super) fn when(&self, when: &When, span: Span) -> Option<Diagnostic> {
        certain(&when.holds(self.engine, &self.scope).err()?, span)
    }

    /// Why an upstream can never be asked. Nobody is.
    pub(super) fn upstream(&self, upstream: &Upstream, span: Span) -> Option<Diagnostic> {
        let is_fixed = upstream.target.literal().is_some()
            && upstream.headers.iter().all(|(_, value)| value.literal().is_some())
            && matches!(upstream.body, Body::Nothing | Body::Payload);
        if is_fixed {
            return None;
        }
        match upstream.render(self.engine, &self.scope, &Bytes::from_static(SAMPLE.as_bytes())) {
            Err(AskError::Template(error)) => certain(&error, span),
            _ => None,
        }
    }
}

/// A failure that does not come from a made-up value.
pub(super) fn certain(error: &RenderError, span: Span) -> Option<Diagnostic> {
    (!error.is_by_value()).then(|| {
        Diagnostic::new(Code::TrialFailed).at(span).arg("reason", error.told(Lang::Ko)).arg("reason_en", error.told(Lang::En))
    })
}

#[cfg(test)]
mod tests {
    use crate::compile::testing::{load_files, mistakes};

    #[test]
    fn no_template_fails_for_want_of_a_real_request() {
        for text in [
            "{{won params.price}} {{number upstream.count}}",
            "{{date params.day 'M월 D일'}} {{date now 'YYYY-MM-DD'}}",
            "{{#each upstream.items}}{{this.name}} {{@index}}{{/each}}",
            "{{#with upstream.store}}{{name}}{{/with}}",
            "{{lookup upstream.list 0}} {{lookup upstream.list params.at}} {{lookup vars.menu 7}}",
            "{{len upstream.items}} {{#if (gt params.n 3)}}많아요{{/if}}",
            "{{join upstream.tags ', '}} {{join (split params.tags ',') '·'}}",
            "{{truncate params.text 5}} {{replace params.text 'a' 'b'}} {{trim params.text}} {{upper params.text}}",
            "{{josa params.name '이/가'}} {{urlencode params.q}} {{json upstream}} {{params.a.b.c}}",
        ] {
            let yaml = format!(
                "vars: {{ menu: [라떼] }}\nskills:\n  /a:\n    upstream: https://api.example.com/x\n    reply: \"x{{{{vars.menu.[0]}}}} {text}\"\n"
            );
            assert_eq!(mistakes(&load_files(&yaml, &[])), Vec::<String>::new(), "{text}");
        }
    }

    #[test]
    fn what_no_request_can_mend_is_an_error() {
        let loop_in_loop = "{{#each vars.l}}{{#each ../vars.l}}{{#each ../vars.l}}{{@root.utterance}}{{/each}}{{/each}}{{/each}}";
        let list = "가나다라마바사아자차, ".repeat(60);
        let yaml = format!("vars:\n  l: [{list}끝]\nskills:\n  /a: \"{}\"\n", loop_in_loop.replace("../vars", "@root.vars"));
        let loaded = load_files(&yaml, &[]);
        assert!(mistakes(&loaded).iter().any(|mistake| mistake.starts_with("E066 ")), "{:?}", mistakes(&loaded));
        assert!(loaded.snapshot.is_none());
    }
}

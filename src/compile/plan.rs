//! What a skill does with a request, ready.

use bytes::Bytes;
use serde_json::Value;

use super::texts::{Known, Texts};
use super::trial::Trial;
use super::{Case, Piece, Pieces, Reply, Upstream, Validation, file, wait};
use crate::config::{AnswerSpec, CallbackSpec, PlanSpec};
use crate::diag::{Code, Diagnostic, Report, Span};
use crate::kakao::{Overflow, validation};
use crate::template::Text;
use crate::yaml::Node;

/// How a request is answered.
pub struct Plan {
    /// What answers.
    pub answer: Answer,
    /// Whom to ask first.
    pub upstream: Option<Upstream>,
    /// `callback`.
    pub callback: CallbackSpec,
    /// The useCallback answer, with its `data.text`.
    pub wait: Reply,
    /// When anything fails.
    pub fallback: Reply,
    /// The fallback of the fallback, which cannot fail: a finished SkillResponse.
    pub last_resort: Bytes,
    /// What happens past a limit.
    pub overflow: Overflow,
}

/// What answers.
pub enum Answer {
    /// A reply or response.
    Reply(Reply),
    /// A file template that writes JSON, and what goes with it.
    File {
        /// The template (escape: JSON).
        template: Text,
        /// Where the file stands among the sources: for trying it out.
        place: Span,
        /// quickReplies, context, data.
        extras: Option<Extras>,
    },
    /// The first of these whose `when` holds.
    Cases(Vec<Case>),
    /// Whether a parameter's value is taken: no SkillResponse.
    Validate(Validation),
    /// The upstream's answer as it is.
    PassOn,
}

/// What goes with a file template's answer: a SkillResponse without outputs.
pub enum Extras {
    /// No template in it.
    Literal(Value),
    /// JSON with rendered texts.
    Pieces(Pieces),
}

/// The fallback unless the skill says another; it needs nothing and cannot fail.
pub const LAST_RESORT: &str = r#"{"version":"2.0","template":{"outputs":[{"simpleText":{"text":"죄송해요. 지금은 답변을 드릴 수 없어요. 잠시 후 다시 시도해 주세요."}}]}}"#;

impl Plan {
    /// Compiles what a plan says; every mistake in it is reported, and `None` given when there is too little left of it. `asked`:
    /// whether an upstream was asked before, by the skill of which this is a case.
    pub(super) fn compile(spec: PlanSpec, asked: Known, texts: &mut Texts<'_>) -> Option<Self> {
        let asks = if spec.upstream.is_some() { Known::Yes } else { asked };
        texts.upstream = Known::No;
        let wait = wait::compile(&spec, texts);
        texts.upstream = Known::No;
        let upstream = spec.upstream.map(|upstream| Upstream::compile(upstream, texts));

        texts.upstream = asks;
        let last_resort = if matches!(spec.answer, AnswerSpec::Validate(_)) { validation::UNABLE } else { LAST_RESORT };
        if let AnswerSpec::Cases(cases) = &spec.answer
            && spec.fallback.is_none()
            && let Some(last) = cases.last().filter(|_| cases.iter().all(|case| case.when.is_some()))
        {
            texts.report.push(Diagnostic::new(Code::NoOtherwise).at(last.span));
        }
        let answer = compile_answer(spec.answer, spec.overflow, asks, texts);

        texts.upstream = Known::Perhaps;
        let fallback = spec.fallback.as_ref().map_or_else(
            || Some(Reply::Literal(Bytes::from_static(last_resort.as_bytes()))),
            |fallback| compile_fallback(fallback, spec.overflow, texts),
        );

        let upstream = upstream.map_or(Some(None), |upstream| upstream.map(Some));
        let (answer, wait, fallback, upstream) = (answer?, wait?, fallback?, upstream?);
        Some(Self {
            answer,
            upstream,
            callback: spec.callback,
            wait,
            last_resort: match &fallback {
                Reply::Literal(bytes) => bytes.clone(),
                Reply::Pieces(_) => Bytes::from_static(last_resort.as_bytes()),
            },
            fallback,
            overflow: spec.overflow,
        })
    }

    /// Tries it out with a made-up payload; what can never work is reported at `span`, a file's mistakes in the file.
    pub(super) fn try_out(&self, trial: &Trial<'_>, span: Span, report: &mut Report) {
        if let Answer::File { template, place, .. } = &self.answer {
            file::try_out(*place, template, trial, report);
        }
        if let Answer::Cases(cases) = &self.answer {
            for case in cases {
                case.try_out(trial, span, report);
            }
        }
        let failures = [trial.answer(&self.answer, span), trial.reply(&self.wait, span), trial.reply(&self.fallback, span)];
        let upstream = self.upstream.as_ref().and_then(|upstream| trial.upstream(upstream, span));
        failures.into_iter().chain([upstream]).flatten().for_each(|failure| report.push(failure));
    }

    /// Whether nothing in it depends on a request.
    pub(super) fn is_literal(&self) -> bool {
        matches!(
            (&self.answer, &self.wait, &self.fallback, &self.upstream),
            (Answer::Reply(Reply::Literal(_)) | Answer::PassOn, Reply::Literal(_), Reply::Literal(_), None)
        )
    }
}

/// Warns of a fallback that needs a number which a text may not be.
fn compile_fallback(fallback: &Node, overflow: Overflow, texts: &mut Texts<'_>) -> Option<Reply> {
    let reply = Reply::compile(fallback, overflow, texts)?;
    if matches!(&reply, Reply::Pieces(pieces) if pieces.pieces.iter().any(|piece| matches!(piece, Piece::Number { .. }))) {
        texts.report.push(Diagnostic::new(Code::FallbackCanFail).at(fallback.span));
    }
    Some(reply)
}

fn compile_answer(spec: AnswerSpec, overflow: Overflow, asks: Known, texts: &mut Texts<'_>) -> Option<Answer> {
    match spec {
        AnswerSpec::Response(node) => Reply::compile(&node, overflow, texts).map(Answer::Reply),
        AnswerSpec::File { file, extras } => file::compile(&file, extras.as_ref(), overflow, texts),
        AnswerSpec::Cases(cases) => Case::compile(cases, asks, texts).map(Answer::Cases),
        AnswerSpec::Validate(spec) => Validation::compile(&spec, texts).map(Answer::Validate),
        AnswerSpec::PassOn => Some(Answer::PassOn),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compile::testing::{load_files, mistakes, only_skill, snapshot, under_caret};

    const ASKING: &str = "    upstream: https://api.example.com/x\n";

    #[test]
    fn a_fallback_that_needs_the_upstream_is_a_warning() {
        let yaml = format!("skills:\n  /a:\n{ASKING}    reply: \"{{{{upstream.a}}}}\"\n    fallback: \"{{{{upstream.b}}}}\"\n");
        let loaded = load_files(&yaml, &[]);
        assert_eq!(mistakes(&loaded), ["W005 5:18"]);
        assert!(loaded.snapshot.is_some());
    }

    #[test]
    fn a_fallback_that_can_fail_is_a_warning_where_it_can() {
        let found = |fallback: &str| {
            mistakes(&load_files(
                &format!("vars: {{ p: 5 }}\nskills:\n  /a: {{ reply: '{{{{vars.p}}}}', fallback: {fallback} }}\n"),
                &[],
            ))
        };
        assert_eq!(found("'값: {{won params.p}}'"), ["W011 3:44"]);
        assert_eq!(found("'{{#if (gt (number params.p) 3)}}네{{/if}}'"), ["W011 3:41"]);
        assert_eq!(
            found("{ commerceCard: { price: '{{params.p}}', thumbnails: 'https://a.kr/1.png', title: 가 } }"),
            ["W011 3:40"]
        );
        for sure in
            ["'{{won 5}} {{won vars.p}}'", "\"{{date now 'HH:mm'}} {{default params.p '가'}}\"", "\"{{josa params.p '이/가'}}\""]
        {
            assert_eq!(found(sure), [""; 0], "{sure}");
        }
    }

    #[test]
    fn upstream_is_no_name_where_nothing_is_asked() {
        let loaded = load_files("skills:\n  /a: \"{{upstream.a}}\"\n", &[]);
        assert_eq!(mistakes(&loaded), ["W008 2:10"]);
    }

    #[test]
    fn what_is_said_while_waiting_cannot_use_the_answer() {
        let yaml = format!("skills:\n  /a:\n{ASKING}    callback: true\n    wait: \"{{{{upstream.a}}}}\"\n");
        assert_eq!(under_caret(&load_files(&yaml, &[]), "W008"), "upstream");
    }

    #[test]
    fn the_last_resort_is_a_finished_answer() {
        let mine = snapshot("skills:\n  /a: { reply: 네, fallback: 잠시 뒤에 다시요 }\n", &[]);
        assert!(std::str::from_utf8(&only_skill(&mine).plan.last_resort).unwrap().contains("잠시 뒤에 다시요"));
        let built_in = snapshot("skills:\n  /a: { reply: 네, fallback: \"{{utterance}}\" }\n", &[]);
        let response: Value = serde_json::from_slice(&only_skill(&built_in).plan.last_resort).unwrap();
        assert_eq!(crate::kakao::check(&response), []);
    }

    #[test]
    fn the_built_in_sentences_keep_the_rules() {
        let response: Value = serde_json::from_str(LAST_RESORT).unwrap();
        assert_eq!(crate::kakao::check(&response), []);
    }
}

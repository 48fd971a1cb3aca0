//! Writing an answer and fitting it to Kakao's limits.

use bytes::Bytes;
use serde_json::Value;

use super::{choose, validate};
use crate::compile::{Answer, Extras, Plan, Reply, is_promise, join, normalise};
use crate::kakao;
use crate::kakao::{Applied, Overflow, Violation};
use crate::template::{Engine, RenderError, Scope, Text};

/// A finished SkillResponse.
#[derive(Debug)]
pub struct Built {
    /// Its JSON.
    pub bytes: Bytes,
    /// What was cut.
    pub applied: Vec<Applied>,
}

impl Built {
    /// With what was left out before it was fitted.
    fn after(mut self, mut before: Vec<Applied>) -> Self {
        before.append(&mut self.applied);
        Self { applied: before, ..self }
    }
}

/// Why there is no answer: for the log; the caller gives the fallback.
#[derive(Debug, thiserror::Error)]
pub enum AnswerError {
    /// A template failed.
    #[error("a template failed: {0}")]
    Template(#[from] RenderError),
    /// A file template wrote something that is not JSON.
    #[error("the template file wrote something that is not JSON: {0}")]
    NotJson(String),
    /// The answer breaks a rule that cutting cannot mend.
    #[error("the answer breaks a rule of Kakao's ({}: {:?})", .0.at, .0.rule)]
    Violation(Violation),
    /// None of the cases holds.
    #[error("none of the cases holds")]
    NoCase,
    /// What the upstream or a file template said is no SkillResponse, outputs array or `{"text": …}`.
    #[error("the answer is not a SkillResponse")]
    NotAResponse,
    /// It says `useCallback` instead of answering.
    #[error(
        "there is useCallback: true and no answer: the callback is sent from here, so answer at once, and write callback: true in the skill where that takes long"
    )]
    Promise,
}

/// The skill's own answer (reply, response or file template). A skill that passes its upstream's answer on has none:
/// see [`super::pass_on`].
pub fn reply(plan: &Plan, engine: &Engine, scope: &Scope<'_>) -> Result<Built, AnswerError> {
    match &plan.answer {
        Answer::Reply(reply) => write(reply, plan.overflow, engine, scope),
        Answer::File { template, extras, .. } => file(template, extras.as_ref(), plan.overflow, engine, scope),
        // Such a plan is only carried out when none of them was chosen.
        Answer::Cases(cases) => {
            Err(choose::first(cases, engine, scope).map_or_else(AnswerError::Template, |_| AnswerError::NoCase))
        }
        Answer::Validate(validation) => validate::validate(validation, engine, scope),
        Answer::PassOn => Err(AnswerError::NotAResponse),
    }
}

/// The fallback; never fails (its own failure gives the last resort). `scope` is missing when the payload could not be read.
pub fn build_fallback(plan: &Plan, engine: &Engine, scope: Option<&Scope<'_>>) -> Built {
    let built = match (&plan.fallback, scope) {
        (Reply::Literal(bytes), _) => Some(finished(bytes)),
        (reply, Some(scope)) => write(reply, plan.overflow.of_fallback(), engine, scope).ok(),
        (Reply::Pieces(_), None) => None,
    };
    built.unwrap_or_else(|| finished(&plan.last_resort))
}

/// The useCallback answer: `{"version":"2.0","useCallback":true,"data":{"text":…}}`, perhaps with contexts. When one of its texts
/// fails all of them are left out: the user waits all the same.
pub fn build_wait(plan: &Plan, engine: &Engine, scope: &Scope<'_>) -> Built {
    write(&plan.wait, plan.overflow, engine, scope)
        .unwrap_or_else(|_| finished(&Bytes::from_static(br#"{"version":"2.0","useCallback":true}"#)))
}

/// The last step on every road but the literal one.
pub(super) fn fit(mut response: Value, overflow: Overflow) -> Result<Built, AnswerError> {
    let applied = kakao::fit(&mut response, overflow).map_err(AnswerError::Violation)?;
    Ok(Built { bytes: response.to_string().into(), applied })
}

/// The SkillResponse that an upstream or a file template wrote, in whichever form.
pub(super) fn response(output: Value) -> Result<Value, AnswerError> {
    if is_promise(&output) {
        return Err(AnswerError::Promise);
    }
    normalise(output).ok_or(AnswerError::NotAResponse)
}

fn write(reply: &Reply, overflow: Overflow, engine: &Engine, scope: &Scope<'_>) -> Result<Built, AnswerError> {
    match reply {
        Reply::Literal(bytes) => Ok(finished(bytes)),
        Reply::Pieces(pieces) => {
            let written = pieces.write(engine, scope)?;
            if written.safe {
                return Ok(Built { bytes: written.json.into(), applied: Vec::new() });
            }
            let built = fit(parse(&written.json)?, overflow)?;
            Ok(built.after(written.applied))
        }
    }
}

fn file(
    template: &Text,
    extras: Option<&Extras>,
    overflow: Overflow,
    engine: &Engine,
    scope: &Scope<'_>,
) -> Result<Built, AnswerError> {
    let mut output = String::new();
    template.render(engine, scope, &mut output)?;
    let mut response = response(parse(output.as_bytes())?)?;
    let mut left_out = Vec::new();
    match extras {
        None => {}
        Some(Extras::Literal(extras)) => join(&mut response, extras.clone()),
        Some(Extras::Pieces(pieces)) => {
            let written = pieces.write(engine, scope)?;
            join(&mut response, parse(&written.json)?);
            left_out = written.applied;
        }
    }
    Ok(fit(response, overflow)?.after(left_out))
}

fn parse(json: &[u8]) -> Result<Value, AnswerError> {
    serde_json::from_slice(json).map_err(|error| AnswerError::NotJson(error.to_string()))
}

fn finished(bytes: &Bytes) -> Built {
    Built { bytes: bytes.clone(), applied: Vec::new() }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use proptest::test_runner::{Config, TestRunner};
    use serde_json::json;

    use super::*;
    use crate::compile::Snapshot;
    use crate::compile::testing::{only_skill, payload, scope, snapshot};

    fn answer(snapshot: &Snapshot, utterance: &str, params: &Value) -> Result<(Value, Vec<Applied>), AnswerError> {
        let skill = only_skill(snapshot);
        let payload = payload(utterance, params);
        let built = reply(&skill.plan, &snapshot.engine, &scope(skill, &payload))?;
        Ok((serde_json::from_slice(&built.bytes).unwrap(), built.applied))
    }

    #[test]
    fn a_value_is_written_as_it_was_said() {
        let snapshot = snapshot("skills:\n  /a: \"'{{utterance}}' {{params.name}}\"\n", &[]);
        let (response, applied) = answer(&snapshot, "a\"b\\\nc{{x}}", &json!({"name": "길동"})).unwrap();
        assert_eq!(response["template"]["outputs"][0]["simpleText"]["text"], "'a\"b\\\nc{{x}}' 길동");
        assert_eq!(applied, []);
    }

    #[test]
    fn a_text_over_its_limit_is_cut_and_told() {
        let snapshot = snapshot("skills:\n  /a: \"{{params.long}}\"\n", &[]);
        let (response, applied) = answer(&snapshot, "", &json!({"long": "가".repeat(1500)})).unwrap();
        let text = response["template"]["outputs"][0]["simpleText"]["text"].as_str().unwrap().to_owned();
        assert_eq!(text.chars().count(), 1000);
        assert!(text.ends_with('…'));
        assert_eq!((applied[0].limit, applied[0].was, applied[0].now), ("simpleText.text", 1500, 1000));
    }

    #[test]
    fn an_empty_bubble_is_a_failure_and_not_an_answer() {
        let snapshot = snapshot("skills:\n  /a: \"{{params.nothing}}\"\n", &[]);
        assert!(matches!(answer(&snapshot, "", &json!({})), Err(AnswerError::Violation(_))));
    }

    #[test]
    fn one_whole_expression_may_be_a_number() {
        let yaml = "skills:\n  /a:\n    reply:\n      commerceCard: { price: \"{{params.price}}\", thumbnails: \"https://example.com/a.png\", title: 라떼 }\n";
        let snapshot = snapshot(yaml, &[]);
        let (response, _) = answer(&snapshot, "", &json!({"price": "4500"})).unwrap();
        assert_eq!(response["template"]["outputs"][0]["commerceCard"]["price"], 4500);
        assert!(matches!(answer(&snapshot, "", &json!({"price": "비싸요"})), Err(AnswerError::Violation(_))));
    }

    #[test]
    fn a_file_template_is_joined_with_what_goes_with_it() {
        let yaml = "skills:\n  /a:\n    template: t.json.hbs\n    quickReplies: [\"{{params.next}}\"]\n    data: { said: \"{{utterance}}\" }\n";
        let file = r#"{"outputs":[{"simpleText":{"text":"{{utterance}}"}}],"quickReplies":[{"label":"하나","action":"message","messageText":"하나"}]}"#;
        let snapshot = snapshot(yaml, &[("t.json.hbs", file)]);
        let (response, _) = answer(&snapshot, "a\"b", &json!({"next": "둘"})).unwrap();
        assert_eq!(response["template"]["outputs"][0]["simpleText"]["text"], "a\"b");
        let labels: Vec<_> = response["template"]["quickReplies"].as_array().unwrap().iter().map(|q| q["label"].clone()).collect();
        assert_eq!(labels, ["하나", "둘"]);
        assert_eq!(response["data"], json!({"said": "a\"b"}));
    }

    #[test]
    fn a_file_that_writes_no_json_this_time_fails() {
        let file = "{\"outputs\": {{#if params.x}}[{\"simpleText\":{\"text\":\"네\"}}]{{/if}} }";
        let snapshot = snapshot("skills:\n  /a: { template: t.json.hbs }\n", &[("t.json.hbs", file)]);
        assert!(matches!(answer(&snapshot, "", &json!({})), Err(AnswerError::NotJson(_))));
        assert!(answer(&snapshot, "", &json!({"x": "1"})).is_ok());
    }

    #[test]
    fn a_fallback_never_fails() {
        let snapshot = snapshot("skills:\n  /a: { reply: 네, fallback: \"{{params.nothing}}\" }\n", &[]);
        let skill = only_skill(&snapshot);
        let payload = payload("", &json!({}));
        let scope = scope(skill, &payload);
        assert_eq!(build_fallback(&skill.plan, &snapshot.engine, Some(&scope)).bytes, skill.plan.last_resort);
        assert_eq!(build_fallback(&skill.plan, &snapshot.engine, None).bytes, skill.plan.last_resort);
    }

    #[test]
    fn the_wait_text_is_rendered_with_the_request() {
        let yaml =
            "skills:\n  /a:\n    upstream: https://api.example.com/\n    callback: true\n    wait: \"'{{utterance}}' 찾는 중\"\n";
        let snapshot = snapshot(yaml, &[]);
        let skill = only_skill(&snapshot);
        let payload = payload("a\"b", &json!({}));
        let built = build_wait(&skill.plan, &snapshot.engine, &scope(skill, &payload));
        let response: Value = serde_json::from_slice(&built.bytes).unwrap();
        assert_eq!(response, json!({"version": "2.0", "useCallback": true, "data": {"text": "'a\"b' 찾는 중"}}));
    }

    #[test]
    fn what_the_bot_remembers_without_the_answer_is_told_while_the_user_waits() {
        let yaml = "skills:\n  /a:\n    upstream: https://api.example.com/\n    callback: true\n    reply: \"{{upstream.a}}\"\n    contexts:\n      - { name: asked, lifeSpan: \"{{params.n}}\", params: { said: \"{{utterance}}\" } }\n      - { name: fixed, lifeSpan: 2 }\n      - { name: answered, lifeSpan: 1, params: { a: \"{{upstream.a}}\" } }\n";
        let snapshot = snapshot(yaml, &[]);
        let skill = only_skill(&snapshot);
        let payload = payload("안녕", &json!({"n": "3"}));
        let built = build_wait(&skill.plan, &snapshot.engine, &scope(skill, &payload));
        let response: Value = serde_json::from_slice(&built.bytes).unwrap();
        let values = json!([{"name": "asked", "lifeSpan": 3, "params": {"said": "안녕"}}, {"name": "fixed", "lifeSpan": 2}]);
        assert_eq!((&response["context"]["values"], &response["useCallback"]), (&values, &json!(true)));
        assert_eq!(kakao::check(&response), []);
    }

    /// Whatever is said: valid JSON, within the limits, the exact text or its beginning, and not one field more.
    #[test]
    fn any_request_gives_an_answer_that_kakao_takes() {
        let yaml = "skills:\n  /a:\n    reply:\n      - \"<{{utterance}}>\"\n      - textCard: { title: \"<{{params.name}}>\", description: \"<{{utterance}}>\" }\n";
        let snapshot = snapshot(yaml, &[]);
        let said = prop_oneof![any::<String>(), "[\"\\\\\n\t{}<>&가-힣\u{300}\u{200d}👩]{0,1300}"];
        let name = prop_oneof![any::<String>(), "[가-힣{}\"]{0,80}"];
        let mut runner = TestRunner::new(Config { cases: 300, failure_persistence: None, ..Config::default() });
        let outcome = runner.run(&(said, name), |(said, name)| {
            let (response, applied) = answer(&snapshot, &said, &json!({"name": name})).unwrap();
            prop_assert_eq!(kakao::check(&response), []);
            let text = |pointer: &str| response.pointer(pointer).and_then(Value::as_str).unwrap_or_default();
            let bubble = text("/template/outputs/0/simpleText/text");
            let title = text("/template/outputs/1/textCard/title");
            let description = text("/template/outputs/1/textCard/description");
            let whole = format!("<{}>", said.trim());
            for (written, meant) in [(bubble, &whole), (title, &format!("<{name}>")), (description, &whole)] {
                let cut = written.strip_suffix('…').is_some_and(|start| meant.starts_with(start.trim_end()));
                prop_assert!(written == meant || cut && !applied.is_empty(), "{:?} became {:?}", meant, written);
            }
            let nothing_more = json!({"version": "2.0", "template": {"outputs": [
                {"simpleText": {"text": bubble}}, {"textCard": {"title": title, "description": description}},
            ]}});
            prop_assert_eq!(&response, &nothing_more);
            Ok(())
        });
        outcome.unwrap_or_else(|error| panic!("{error}"));
    }
}

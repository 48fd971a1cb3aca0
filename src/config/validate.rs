//! `validate`: whether a parameter's value is taken, and what is said when it is not.

use super::fields::Fields;
use super::reading::Reading;
use super::when::{WhenSpec, operator};
use super::{Spanned, ValidateSpec, reply, tree};
use crate::kakao::validation;
use crate::yaml::{Kind, Node};

pub(crate) const KEYS: &[&str] = &[
    "when", "value", "message", "data", "is", "not", "in", "contains", "starts", "ends", "matches", "gt", "gte", "lt", "lte",
    "exists", "empty",
];
/// What the operators beside these keys look at.
const ORIGIN: &str = "value.origin";
/// The value unless the skill says another: as Kakao understood it, else as it was said.
const VALUE: &str = "{{default value.resolved (trim value.origin)}}";
/// What is said when the value is refused, unless the skill says it.
const MESSAGE: &str = "다시 확인해서 입력해 주세요.";

/// Reads the value of `validate`. `None`: reported.
pub(super) fn read(node: &Node, reading: &mut Reading<'_>) -> Option<ValidateSpec> {
    let fields = Fields::open(node, "validate", KEYS, reading)?;
    let Kind::Map(map) = &node.kind else { return None };
    let tested = map.entries.iter().find(|entry| operator(&entry.key).is_some());
    let tests = WhenSpec::tests(map, &mut reading.report);
    let when = fields.value("when", reading).and_then(|when| WhenSpec::read(when, &mut reading.report));
    if tested.is_none() && fields.entry("when").is_none() && !fields.any_unknown() {
        reading.missing(node.span, "matches", "validate");
    }
    let of_value = tested.map(|entry| {
        let name = Spanned { value: ORIGIN.to_owned(), span: entry.key_span };
        WhenSpec::Value { name, tests }
    });
    let text = |key, usual: &str, reading: &mut Reading<'_>| {
        fields.text_node(key, reading).map_or_else(|| tree::word(node.span, usual), tree::as_text)
    };
    let value = text("value", VALUE, reading);
    let message = text("message", MESSAGE, reading);
    let data = fields.value("data", reading).and_then(|node| reply::data(node, reading));
    let answer = |status: &str, key: &str, said: Node| {
        let mut entries = vec![tree::entry("status", tree::word(node.span, status)), tree::entry(key, said)];
        entries.extend(data.clone().map(|data| tree::entry("data", data)));
        tree::map(node.span, entries)
    };
    Some(ValidateSpec {
        when: WhenSpec::All(of_value.into_iter().chain(when).collect()),
        success: answer(validation::SUCCESS, "value", value),
        failure: answer(validation::FAIL, "message", message),
    })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::testing::{argument, findings, findings_of, load, skill};
    use crate::config::AnswerSpec;

    #[test]
    fn both_answers_are_complete_whatever_is_said() {
        let skill = skill("skills:\n  /v: { validate: { matches: '^\\d+$' } }\n");
        let AnswerSpec::Validate(spec) = skill.plan.answer else { panic!("no validation") };
        assert_eq!(spec.success.to_json()["status"], "SUCCESS");
        assert!(spec.success.to_json()["value"].as_str().unwrap().contains("value.resolved"));
        assert_eq!(spec.failure.to_json(), json!({"status": "FAIL", "message": super::MESSAGE}));
    }

    #[test]
    fn what_a_skill_response_has_does_nothing_in_a_validation() {
        for key in ["fallback: 나", "quickReplies: [나]", "data: { k: 1 }", "overflow: truncate", "wait: 나", "callback: true"] {
            let loaded = load(&format!("skills:\n  /v: {{ validate: {{ is: 가 }}, {key} }}\n"));
            assert_eq!(findings(&loaded.report), [format!("E036 {}", key.split(':').next().unwrap())]);
            assert_eq!(argument(&loaded.report, "reason"), "validate");
        }
    }

    #[test]
    fn slips_are_found() {
        let found = |validate: &str| findings_of(&format!("skills:\n  /v: {{ validate: {validate} }}\n"));
        assert_eq!(found("{ message: 가 }"), ["E073 { message: 가 }"]);
        assert_eq!(found("{ match: '^a' }"), ["E011 match"]);
        assert_eq!(load("skills:\n  /v: { validate: { match: a } }\n").report.sorted()[0].suggestion.as_deref(), Some("matches"));
        assert_eq!(found("가"), ["E012 가"]);
        assert_eq!(found("{ is: 가, message: '' }"), ["E020 ''"]);
        assert_eq!(found("{ is: 가, reply: 나 }"), ["E011 reply"]);
        assert_eq!(findings_of("skills:\n  /v: { validate: { is: 가 }, reply: 나 }\n"), ["E034 reply"]);
        assert_eq!(findings_of("skills:\n  /v: { cases: [{ validate: { is: 가 }, reply: 나 }] }\n"), ["E036 validate"]);
        assert_eq!(findings_of("defaults: { fallback: 가, callback: true }\nskills:\n  /v: { validate: { is: 가 } }\n"), [""; 0]);
    }
}

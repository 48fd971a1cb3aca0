//! `cases`: answers for different requests; the first whose `when` holds is given.

use super::fields::Fields;
use super::plan::{self, Inherited, Owner};
use super::reading::Reading;
use super::template_file::TemplateFiles;
use super::{CaseSpec, WhenSpec, skill};
use crate::diag::Span;
use crate::yaml::{Kind, Node};

/// The keys of a case.
pub(crate) const KEYS: &[&str] = &[
    "when",
    "description",
    "reply",
    "response",
    "template",
    "quickReplies",
    "contexts",
    "data",
    "upstream",
    "callback",
    "wait",
    "fallback",
    "overflow",
];
/// What has been done by the time that a case is chosen, when the skill itself asks an upstream.
const BEFORE: &[&str] = &["upstream", "callback", "wait"];

/// Reads the list. `skill`: what its cases inherit. `None`: nothing is left of it; reported.
pub(super) fn read(
    node: &Node,
    owner: &Owner<'_>,
    skill: &Inherited,
    files: &mut TemplateFiles,
    reading: &mut Reading<'_>,
) -> Option<Vec<CaseSpec>> {
    let Kind::List(items) = &node.kind else {
        reading.wrong_kind(node, "cases", "list");
        return None;
    };
    if items.is_empty() {
        reading.empty_value(node.span, "cases");
    }
    let mut cases: Vec<_> = items.iter().filter_map(|item| case(item, owner, skill, files, reading)).collect();
    let last = cases.len().saturating_sub(1);
    for (case, unsure) in cases.iter_mut().take(last) {
        // An unknown key may have been its `when`: the cases after it are not judged by it.
        if *unsure && case.when.is_none() {
            case.when = Some(WhenSpec::Any(Vec::new()));
        }
    }
    let cases: Vec<_> = cases.into_iter().map(|(case, _)| case).collect();
    (!cases.is_empty()).then_some(cases)
}

/// One case, and whether it has a key that is unknown.
fn case(
    item: &Node,
    owner: &Owner<'_>,
    skill: &Inherited,
    files: &mut TemplateFiles,
    reading: &mut Reading<'_>,
) -> Option<(CaseSpec, bool)> {
    let spelled = skill::spell_out(item, item.span, "cases", reading)?;
    let known = without_misplaced(spelled, skill, reading);
    let fields = Fields::open(&known, "cases", KEYS, reading)?;
    let span = first_key(&known);
    let when = fields.value("when", reading).and_then(|when| WhenSpec::read(when, &mut reading.report));
    // A broken `when` is reported; it does not make of this a case that always answers.
    let when = when.or_else(|| fields.entry("when").map(|_| WhenSpec::Any(Vec::new())));
    let description = fields.text("description", reading).map(|text| text.value);
    let plan = plan::read(&fields, &Owner { span, ..*owner }, skill, files, reading);
    Some((CaseSpec { when, span, description, plan }, fields.any_unknown()))
}

/// Takes out keys that say something of the whole skill, or of what was done before; they are reported.
fn without_misplaced(mut case: Node, skill: &Inherited, reading: &mut Reading<'_>) -> Node {
    if let Kind::Map(map) = &mut case.kind {
        map.entries.retain(|entry| {
            let reason = match entry.key.as_str() {
                "cases" => "cases in a case",
                "path" => "of the skill",
                key if skill::KEYS.contains(&key) && !KEYS.contains(&key) => "of the skill",
                key if skill.asked && BEFORE.contains(&key) => "asked before",
                _ => return true,
            };
            reading.no_effect(entry.key_span, &entry.key, reason);
            false
        });
    }
    case
}

/// Where a case begins.
fn first_key(case: &Node) -> Span {
    match &case.kind {
        Kind::Map(map) => map.entries.first().map_or(case.span, |entry| entry.key_span),
        _ => case.span,
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{argument, findings, findings_of, load, skill};
    use crate::config::{AnswerSpec, CallbackSpec, CaseSpec};

    fn cases(skill_keys: &str, cases: &str) -> Vec<CaseSpec> {
        match skill(&format!("skills:\n  /a: {{ {skill_keys} cases: [{cases}] }}\n")).plan.answer {
            AnswerSpec::Cases(cases) => cases,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn a_case_is_a_map_or_as_short_as_a_skill() {
        let cases = cases("", "{ when: { params.a: 1 }, description: 하나, reply: 가 }, 나, { textCard: { title: 다 } }, [라, 마]");
        assert_eq!(cases.len(), 4);
        assert_eq!((cases[0].when.is_some(), cases[0].description.as_deref()), (true, Some("하나")));
        assert!(cases.iter().skip(1).all(|case| case.when.is_none()));
        assert!(cases.iter().all(|case| matches!(case.plan.answer, AnswerSpec::Response(_))));
    }

    #[test]
    fn a_case_inherits_what_it_does_not_say() {
        let skill = "fallback: 실패, quickReplies: [처음], data: { k: 1 }, callback: true, wait: 잠깐,";
        let cases = cases(
            skill,
            "{ when: { params.a: 1 }, reply: 가, quickReplies: [], fallback: 나 }, { reply: 다, upstream: 'https://a.kr' }",
        );
        let text = |node: &crate::yaml::Node| node.to_json().to_string();
        let response = |case: &CaseSpec| match &case.plan.answer {
            AnswerSpec::Response(node) => node.to_json(),
            other => panic!("{other:?}"),
        };
        assert_eq!(response(&cases[0])["template"]["quickReplies"], serde_json::json!([]));
        assert_eq!(response(&cases[1])["template"]["quickReplies"][0]["label"], "처음");
        assert_eq!(response(&cases[1])["data"]["k"], 1);
        assert!(text(cases[0].plan.fallback.as_ref().unwrap()).contains("나"));
        assert!(text(cases[1].plan.fallback.as_ref().unwrap()).contains("실패"));
        // Only what asks can answer later.
        assert_eq!((cases[0].plan.callback, cases[1].plan.callback), (CallbackSpec::OFF, CallbackSpec::ALWAYS));
        assert!(cases[1].plan.wait.is_some());
    }

    #[test]
    fn a_case_without_an_answer_passes_on_what_the_skill_asked() {
        let cases =
            cases("upstream: 'https://a.kr',", "{ when: { upstream.ok: false }, reply: 가 }, { when: { upstream.ok: true } }");
        assert!(matches!(cases[1].plan.answer, AnswerSpec::PassOn));
        assert_eq!(findings_of("skills:\n  /a: { cases: [{ when: { params.a: 1 } }, 나] }\n"), ["E033 when"]);
    }

    #[test]
    fn data_of_a_case_is_its_answer_once_the_skill_has_asked() {
        let cases = cases(
            "upstream: 'https://a.kr', data: { of: skill },",
            "{ when: { upstream.stock: 0 }, data: { state: 품절 } }, { when: { upstream.ok: true } }, { contexts: [{ name: c, lifeSpan: 1 }] }",
        );
        let json = |case: &CaseSpec| match &case.plan.answer {
            AnswerSpec::Response(node) => node.to_json(),
            other => panic!("{other:?}"),
        };
        assert_eq!(json(&cases[0]), serde_json::json!({"version": "2.0", "data": {"state": "품절"}}));
        // What only the skill says is for its cases' replies.
        assert!(matches!(cases[1].plan.answer, AnswerSpec::PassOn));
        assert_eq!(json(&cases[2])["context"]["values"][0]["name"], "c");
    }

    #[test]
    fn keys_that_do_nothing_in_a_case_are_errors() {
        for (skill, case, found, reason) in [
            ("", "timeout: 1s, reply: 가", "timeout", "of the skill"),
            ("", "auth: false, reply: 가", "auth", "of the skill"),
            ("", "cases: [나], reply: 가", "cases", "cases in a case"),
            ("", "wait: 나, reply: 가", "wait", "callback"),
            ("", "response: { template: { outputs: [가] } }, data: { k: 1 }", "data", "response"),
            ("upstream: 'https://a.kr',", "upstream: 'https://b.kr', reply: 가", "upstream", "asked before"),
            ("upstream: 'https://a.kr', callback: true,", "callback: true, reply: 가", "callback", "asked before"),
            ("upstream: 'https://a.kr', callback: true,", "wait: 나, reply: 가", "wait", "asked before"),
            ("upstream: 'https://a.kr',", "quickReplies: [나]", "quickReplies", "no reply"),
            ("upstream: 'https://a.kr',", "data: { k: 1 }, quickReplies: [나]", "quickReplies", "no bubbles"),
            ("", "upstream: 'https://a.kr', data: { k: 1 }", "data", "passed on"),
        ] {
            let loaded = load(&format!("skills:\n  /a: {{ {skill} cases: [{{ {case} }}] }}\n"));
            assert_eq!(findings(&loaded.report), [format!("E036 {found}")], "{case}");
            assert_eq!(argument(&loaded.report, "reason"), reason, "{case}");
        }
    }

    #[test]
    fn what_the_skill_says_for_its_cases_needs_one_that_takes_it() {
        for (skill, found) in [("callback: true,", "E035 callback"), ("timeout: 2s,", "E036 timeout"), ("wait: 나,", "E036 wait")]
        {
            assert_eq!(findings_of(&format!("skills:\n  /a: {{ {skill} cases: [가] }}\n")), [found]);
        }
        let asks = "{ when: { params.a: 1 }, upstream: 'https://a.kr' }, 나";
        assert_eq!(findings_of(&format!("skills:\n  /a: {{ callback: true, timeout: 2s, wait: 다, cases: [{asks}] }}\n")), [""; 0]);
    }

    #[test]
    fn mistakes_of_all_cases_are_found_at_once() {
        assert_eq!(findings_of("skills:\n  /a: { cases: [] }\n"), ["E020 []"]);
        assert_eq!(findings_of("skills:\n  /a: { cases: 가 }\n"), ["E012 가"]);
        assert_eq!(findings_of("skills:\n  /a: { reply: 가, cases: [나] }\n"), ["E034 cases"]);
        assert_eq!(
            findings_of(
                "skills:\n  /a: { cases: [{ whn: { a: 1 }, reply: 가 }, { when: { utterance: { contain: 가 } }, replu: 나 }, { when: ~, reply: 다 }] }\n"
            ),
            ["E011 whn", "E011 contain", "E011 replu", "E020 when"]
        );
        for slip in ["if: { params.a: 1 }", "params.a: 1"] {
            assert_eq!(findings_of(&format!("skills:\n  /a: {{ cases: [{{ {slip}, reply: 가 }}, 나] }}\n")).len(), 1, "{slip}");
        }
        assert_eq!(findings_of("skills:\n  /a: { cases: [{ when: { params.a: '${A}' }, reply: 가 }] }\n"), ["E040 ${A}"]);
        assert_eq!(
            findings_of("skills:\n  /a: { cases: [{ upstream: { url: 'https://a.kr', headers: { K: '${A:-b}' } } }] }\n"),
            [""; 0]
        );
    }
}

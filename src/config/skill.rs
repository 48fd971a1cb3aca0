//! One skill: a path and what stands below it.

use std::time::Duration;

use super::auth::{self, Auth};
use super::defaults::Defaults;
use super::fields::{Fields, is_private};
use super::plan::Owner;
use super::reading::Reading;
use super::template_file::TemplateFiles;
use super::{AuthSpec, SkillSpec, path, plan, reply, tree};
use crate::diag::Span;
use crate::yaml::{Entry, Kind, Node};

/// The keys of a skill.
pub(crate) const KEYS: &[&str] = &[
    "description",
    "enabled",
    "reply",
    "response",
    "template",
    "cases",
    "validate",
    "quickReplies",
    "contexts",
    "data",
    "upstream",
    "callback",
    "wait",
    "fallback",
    "overflow",
    "auth",
    "timeout",
];
/// Shortest and longest `timeout`: Kakao waits 5 seconds, the network takes some of them.
pub(crate) const TIME: (Duration, Duration) = (Duration::from_millis(1), Duration::from_millis(4_900));
/// `timeout` unless said.
const USUAL_TIME: Duration = Duration::from_secs(4);

/// Reads one entry of `skills`. `None`: it could not be decoded far enough to go on; the reasons are reported.
pub(super) fn read(entry: &Entry, defaults: &Defaults, files: &mut TemplateFiles, reading: &mut Reading<'_>) -> Option<SkillSpec> {
    let path = path::read(&entry.key, entry.key_span, reading);
    let spelled = spell_out(&entry.value, entry.key_span, &entry.key, reading)?;
    let fields = Fields::open(&spelled, &entry.key, KEYS, reading)?;
    let timeout = fields.duration("timeout", TIME, reading).or(defaults.timeout).unwrap_or(USUAL_TIME);
    let owner = Owner { path: &entry.key, span: entry.key_span, timeout };
    Some(SkillSpec {
        path,
        description: fields.text("description", reading).map(|text| text.value),
        enabled: fields.flag("enabled", reading).unwrap_or(true),
        auth: skill_auth(&fields, defaults, reading),
        timeout,
        plan: plan::read(&fields, &owner, &defaults.plan, files, reading),
    })
}

/// The long form of a skill or a case: a text, a list or one component is its `reply`; a whole SkillResponse is its `response`.
/// `key` at `span`: what it stands under.
pub(super) fn spell_out(node: &Node, span: Span, key: &str, reading: &mut Reading<'_>) -> Option<Node> {
    match &node.kind {
        Kind::Null => {
            reading.empty_value(span, key);
            None
        }
        Kind::Map(map) => {
            let mut keys = map.entries.iter().map(|entry| entry.key.as_str()).filter(|key| !is_private(key)).peekable();
            if keys.peek().is_none() {
                reading.empty_value(span, key);
                return None;
            }
            let is_map = |key: &str| map.get(key).is_some_and(|entry| matches!(entry.value.kind, Kind::Map(_)));
            // Kakao's guide has answers of `data` alone, for the block's own text.
            let pasted = is_map("template") || map.get("version").is_some() && (is_map("data") || is_map("context"));
            if keys.clone().all(reply::is_component_key) {
                Some(tree::wrap("reply", node.clone()))
            } else if pasted && keys.all(|key| reply::RESPONSE_KEYS.contains(&key)) {
                Some(tree::wrap("response", node.clone()))
            } else {
                Some(node.clone())
            }
        }
        _ => Some(tree::wrap("reply", node.clone())),
    }
}

/// `auth` of the skill, or what it inherits.
fn skill_auth(fields: &Fields<'_>, defaults: &Defaults, reading: &mut Reading<'_>) -> Option<AuthSpec> {
    match fields.value("auth", reading).map(|node| auth::read(node, true, reading)) {
        Some(Some(Auth::Open)) => None,
        Some(Some(Auth::Required(auth))) => Some(auth),
        // A broken `auth` is reported; meanwhile the skill keeps what the file says.
        Some(None) | None => defaults.auth.clone(),
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use serde_json::json;

    use super::super::testing::{Folder, answer, argument, findings, findings_of, fix_of, load, skill};
    use crate::config::{AnswerSpec, CallbackSpec};
    use crate::kakao::Overflow;

    #[test]
    fn the_shortest_skill_is_a_text() {
        let skill = skill("skills:\n  /skill/hello: 안녕하세요!\n");
        assert_eq!(skill.path.value, "/skill/hello");
        assert_eq!((skill.enabled, skill.plan.callback, skill.timeout), (true, CallbackSpec::OFF, Duration::from_secs(4)));
        assert_eq!(
            answer(&skill).to_json(),
            json!({"version": "2.0", "template": {"outputs": [{"simpleText": {"text": "안녕하세요!"}}]}})
        );
    }

    #[test]
    fn a_list_or_a_component_under_the_path_is_the_reply() {
        let outputs = |yaml: &str| answer(&skill(yaml)).to_json()["template"]["outputs"].as_array().unwrap().len();
        assert_eq!(outputs("skills:\n  /a: [가, 나]\n"), 2);
        assert_eq!(outputs("skills:\n  /a: { image: 'https://a.kr/1.png', alt: 가 }\n"), 1);
        assert_eq!(outputs("skills:\n  /a: { textCard: { title: 가 } }\n"), 1);
    }

    #[test]
    fn a_pasted_skill_response_is_the_response() {
        let pasted = r#"{"version": "2.0", "template": {"outputs": [{"simpleText": {"text": "안녕"}}]}}"#;
        let native: serde_json::Value = serde_json::from_str(pasted).unwrap();
        assert_eq!(answer(&skill(&format!("skills:\n  /a: {pasted}\n"))).to_json(), native);
        assert_eq!(answer(&skill(&format!("skills:\n  /a: {{ response: {pasted} }}\n"))).to_json(), native);
        let without_version = pasted.replace(r#""version": "2.0", "#, "");
        assert_eq!(answer(&skill(&format!("skills:\n  /a: {without_version}\n"))).to_json(), native);
        let as_number = pasted.replace("\"2.0\"", "2.0");
        assert_eq!(answer(&skill(&format!("skills:\n  /a: {as_number}\n"))).to_json(), native);
    }

    #[test]
    fn what_goes_with_a_reply_is_part_of_the_answer() {
        let skill = skill(
            "skills:\n  /a:\n    reply: 네\n    quickReplies: [처음]\n    contexts: [{ name: c, lifeSpan: 1 }]\n    data: { k: 1 }\n",
        );
        let json = answer(&skill).to_json();
        assert_eq!(json["template"]["quickReplies"][0]["messageText"], "처음");
        assert_eq!(json["context"]["values"][0]["name"], "c");
        assert_eq!(json["data"], json!({"k": 1}));
    }

    #[test]
    fn leaves_keep_the_place_of_what_was_written() {
        let loaded = load("skills:\n  /a: { textCard: { title: 제목 } }\n");
        let skill = &loaded.spec.unwrap().skills[0];
        let mut node = answer(skill);
        for key in ["template", "outputs"] {
            let crate::yaml::Kind::Map(map) = &node.kind else { panic!("{key}") };
            node = &map.get(key).unwrap().value;
        }
        let crate::yaml::Kind::List(outputs) = &node.kind else { panic!("outputs") };
        let crate::yaml::Kind::Map(card) = &outputs[0].kind else { panic!("card") };
        let crate::yaml::Kind::Map(body) = &card.get("textCard").unwrap().value.kind else { panic!("body") };
        let title = body.get("title").unwrap();
        assert_eq!(loaded.report.sources.position(title.value.span).column, 28);
        assert_eq!(loaded.report.sources.position(title.key_span).column, 21);
    }

    #[test]
    fn exactly_one_answer() {
        assert_eq!(findings_of("skills:\n  /a: { description: 가 }\n"), ["E033 /a"]);
        assert_eq!(findings_of("skills:\n  /a: { reply: 가, response: { template: { outputs: [나] } } }\n"), ["E034 response"]);
        assert_eq!(findings_of("skills:\n  /a:\n"), ["E020 /a"]);
        assert_eq!(findings_of("skills:\n  /a: { reply: }\n"), ["E020 reply"]);
        assert_eq!(findings_of("skills:\n  /a: ''\n"), ["E020 ''"]);
        assert_eq!(findings_of("skills:\n  /a: { reply: [] }\n").len(), 1);
    }

    #[test]
    fn an_upstream_alone_is_passed_on() {
        assert!(matches!(skill("skills:\n  /a: { upstream: 'https://a.kr' }\n").plan.answer, AnswerSpec::PassOn));
    }

    #[test]
    fn data_or_contexts_alone_are_an_answer_for_the_block() {
        let pasted = r#"{"version":"2.0","data":{"msg":"HI","name":"Ryan"}}"#;
        for alone in [pasted, "{ response: { data: { msg: HI, name: Ryan } } }", "{ data: { msg: HI, name: Ryan } }"] {
            let yaml = format!("defaults: {{ quickReplies: [처음] }}\nskills:\n  /a: {alone}\n");
            assert_eq!(
                answer(&skill(&yaml)).to_json(),
                json!({"version": "2.0", "data": {"msg": "HI", "name": "Ryan"}}),
                "{alone}"
            );
        }
        assert_eq!(
            answer(&skill("skills:\n  /a: { contexts: [{ name: c, lifeSpan: 1 }] }\n")).to_json(),
            json!({"version": "2.0", "context": {"values": [{"name": "c", "lifeSpan": 1}]}})
        );
        let asked = skill("skills:\n  /a: { upstream: 'https://a.kr', data: { price: '{{upstream.price}}' } }\n");
        assert_eq!(answer(&asked).to_json(), json!({"version": "2.0", "data": {"price": "{{upstream.price}}"}}));
        for uses in [
            "data: { a: '{{won (default upstream.price 0)}}원' }",
            "data: { a: '{{~#if upstream}}네{{/if}}' }",
            "data: { a: '{{{@root.upstream.a}}}' }",
            "contexts: [{ when: { any: [{ upstream.a: 1 }] }, name: c, lifeSpan: 1 }]",
            "contexts: { each: upstream.items, do: { name: '{{this}}', lifeSpan: 1 } }",
            "contexts: { each: '{{upstream.items}}', do: { name: '{{this}}', lifeSpan: 1 } }",
            "data: { none: '{{^upstream.items}}없어요{{/upstream.items}}' }",
        ] {
            let skill = skill(&format!("skills:\n  /a: {{ upstream: 'https://a.kr', {uses} }}\n"));
            assert!(matches!(skill.plan.answer, AnswerSpec::Response(_)), "{uses}");
        }
        // A partial may name it.
        let partial = "skills:\n  /a: { upstream: 'https://a.kr', data: { a: [{ b: '{{> _price}}' }] } }\n";
        assert!(Folder::new(partial).with("templates/_price.hbs", "{{upstream.price}}").load().report.is_empty());
        assert_eq!(findings_of("skills:\n  /a: { data: { a: 1 }, quickReplies: [나] }\n"), ["E036 quickReplies"]);
        assert_eq!(findings_of("skills:\n  /a: { data: {} }\n"), ["E033 /a"]);
    }

    #[test]
    fn a_callback_without_bubbles_is_warned_of_where_it_is_written() {
        let of_the_upstream = "data: { price: '{{upstream.price}}' }";
        let contexts = "contexts: [{ name: c, lifeSpan: '{{upstream.n}}' }]";
        for (keys, told) in [
            (format!("callback: true, {of_the_upstream}"), "W015 data"),
            (format!("callback: auto, {contexts}"), "W015 contexts"),
            ("callback: true, response: { data: { a: 1 } }".to_owned(), "W015 response"),
            ("callback: true, cases: [{ when: { upstream.a: 1 }, data: { a: 1 } }, 네]".to_owned(), "W015 data"),
        ] {
            assert_eq!(findings_of(&format!("skills:\n  /a: {{ upstream: 'https://a.kr', {keys} }}\n")), [told], "{keys}");
        }
        let inherited =
            format!("defaults: {{ callback: true }}\nskills:\n  /a: {{ upstream: 'https://a.kr', {of_the_upstream} }}\n");
        assert_eq!(findings_of(&inherited), ["W015 data"]);
        for keys in [
            of_the_upstream.to_owned(),
            format!("callback: false, {of_the_upstream}"),
            format!("callback: true, reply: 네, {of_the_upstream}"),
            "callback: true, cases: [{ when: { upstream.a: 1 }, reply: 네, data: { a: 1 } }, 네]".to_owned(),
        ] {
            assert_eq!(findings_of(&format!("skills:\n  /a: {{ upstream: 'https://a.kr', {keys} }}\n")), [""; 0], "{keys}");
        }
        // Nobody is asked, so that no callback is promised.
        assert_eq!(findings_of("defaults: { callback: true }\nskills:\n  /a: { data: { a: 1 } }\n"), [""; 0]);
    }

    #[test]
    fn a_promise_of_a_later_answer_needs_somebody_who_keeps_it() {
        let pasted = r#"{"version":"2.0","useCallback":true,"data":{"text":"잠시만요"}}"#;
        assert_eq!(findings_of(&format!("skills:\n  /a: {pasted}\n")), ["E035 \"useCallback\""]);
        let posted_by_the_server = format!("skills:\n  /a: {{ upstream: 'https://a.kr', response: {pasted} }}\n");
        assert_eq!(findings_of(&posted_by_the_server), [""; 0]);
    }

    #[test]
    fn keys_without_effect_are_errors() {
        for (keys, found, reason) in [
            ("response: { template: { outputs: [가] } }, quickReplies: [나]", "quickReplies", "response"),
            ("response: { template: { outputs: [가] } }, data: { k: 1 }", "data", "response"),
            ("upstream: 'https://a.kr', contexts: [{ name: c, lifeSpan: 1 }]", "contexts", "passed on"),
            ("upstream: 'https://a.kr', data: { k: upstream에서 }", "data", "passed on"),
            ("upstream: 'https://a.kr', data: { k: '{{params.upstream}} upstream.a' }", "data", "passed on"),
            ("upstream: 'https://a.kr', data: { upstream: 1 }", "data", "passed on"),
            ("upstream: 'https://a.kr', quickReplies: [나]", "quickReplies", "no reply"),
            ("reply: 가, wait: 나", "wait", "callback"),
            ("reply: 가, callback: false, wait: 나", "wait", "callback"),
            ("reply: 가, timeout: 3s", "timeout", "no upstream"),
        ] {
            let loaded = load(&format!("skills:\n  /a: {{ {keys} }}\n"));
            assert_eq!(findings(&loaded.report), [format!("E036 {found}")], "{keys}");
            assert_eq!(argument(&loaded.report, "reason"), reason, "{keys}");
        }
    }

    #[test]
    fn a_callback_needs_an_upstream() {
        assert_eq!(findings_of("skills:\n  /a: { reply: 가, callback: true, wait: 나 }\n"), ["E035 callback"]);
        assert_eq!(findings_of("skills:\n  /a: { upstream: 'https://a.kr', callback: auto, wait: 가 }\n"), [""; 0]);
        assert_eq!(findings_of("skills:\n  /a: { upstream: 'https://a.kr', callback: true, wait: 나, reply: 다 }\n"), [""; 0]);
    }

    #[test]
    fn unknown_key_suggests_the_nearest() {
        let yaml = "skills:\n  /a: { reply: 가, quickReply: [나], x-note: 다 }\n";
        assert_eq!(findings_of(yaml), ["E011 quickReply"]);
        assert_eq!(load(yaml).report.sorted()[0].suggestion.as_deref(), Some("quickReplies"));
        assert_eq!(fix_of("skills:\n  /a: { replu: 가, reply: 나 }\n").as_deref(), Some("reply"));
        assert_eq!(fix_of("skills:\n  /a: { replies: 가 }\n").as_deref(), Some("reply"));
    }

    #[test]
    fn timeouts_are_bounded_and_slips_are_corrected() {
        let timeout = |text: &str| format!("skills:\n  /a: {{ upstream: 'https://a.kr', timeout: {text} }}\n");
        assert_eq!(skill(&timeout("4.9s")).timeout, Duration::from_millis(4_900));
        assert_eq!(skill(&timeout("2")).timeout, Duration::from_secs(2));
        for text in ["5s", "0", "1m"] {
            assert_eq!(findings_of(&timeout(text)), [format!("E039 {text}")]);
        }
        assert_eq!(findings_of(&timeout("soon")), ["E038 soon"]);
        assert_eq!(findings_of(&timeout("[4s]")), ["E012 [4s]"]);
        assert_eq!(fix_of(&timeout("4초")).as_deref(), Some("4s"));
    }

    #[test]
    fn an_overflow_is_one_of_three_words() {
        for (word, overflow) in [("truncate", Overflow::Truncate), ("split", Overflow::Split), ("error", Overflow::Error)] {
            assert_eq!(skill(&format!("skills:\n  /a: {{ reply: 가, overflow: {word} }}\n")).plan.overflow, overflow);
            assert_eq!(skill(&format!("defaults: {{ overflow: {word} }}\nskills: {{ /a: 가 }}\n")).plan.overflow, overflow);
        }
        assert_eq!(findings_of("skills:\n  /a: { reply: 가, overflow: truncat }\n"), ["E047 truncat"]);
        assert_eq!(fix_of("skills:\n  /a: { reply: 가, overflow: truncat }\n").as_deref(), Some("truncate"));
    }

    #[test]
    fn mistakes_of_all_skills_are_found_at_once() {
        let yaml = "version: 2\nskils: {}\nskills:\n  a: 가\n  /b: { repl: 나 }\n  /c: { reply: [가, { txt: 나 }], enabled: yes }\n  /d: { template: nope.hbs }\n";
        assert_eq!(findings_of(yaml), ["E025 2", "E011 skils", "E030 a", "E011 repl", "E078 txt", "E012 yes", "E048 nope.hbs"]);
    }

    #[test]
    fn a_template_file_brings_its_extras() {
        let folder =
            Folder::new("skills:\n  /a: { template: a.hbs, quickReplies: [가] }\n  /b: { template: a.hbs }\n").with("a.hbs", "[]");
        let skills = folder.load().spec.unwrap().skills;
        let AnswerSpec::File { file, extras } = &skills[0].plan.answer else { panic!("no file") };
        assert_eq!((file.text.as_str(), file.name.as_str()), ("[]", "a.hbs"));
        let extras = extras.as_ref().unwrap().to_json();
        assert_eq!(extras["template"]["quickReplies"][0]["label"], "가");
        assert!(extras["template"].get("outputs").is_none());
        assert!(matches!(&skills[1].plan.answer, AnswerSpec::File { extras: None, .. }));
    }
}

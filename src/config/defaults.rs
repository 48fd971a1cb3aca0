//! `defaults`: what skills may say under the same keys, said once.

use std::time::Duration;

use super::auth::{self, Auth};
use super::fields::{Fields, is_private};
use super::plan::Inherited;
use super::reading::Reading;
use super::{AuthSpec, callback, plan, reply, skill};
use crate::diag::Span;
use crate::yaml::{Kind, Map, Node};

/// The keys that mean the same for every skill.
pub(crate) const KEYS: &[&str] = &["fallback", "timeout", "overflow", "callback", "wait", "quickReplies", "auth"];

/// What a skill inherits.
#[derive(Clone, Default)]
pub(super) struct Defaults {
    /// How it answers.
    pub(super) plan: Inherited,
    /// How long a skill with an upstream may take.
    pub(super) timeout: Option<Duration>,
    /// Who may ask; also holds the file's own `auth`.
    pub(super) auth: Option<AuthSpec>,
    /// Where `auth` stands in `defaults`.
    pub(super) auth_key: Option<Span>,
}

impl Defaults {
    /// What an included file does not say, the file that includes it says. Who may ask is `file`'s matter.
    pub(super) fn or(self, outer: &Self) -> Self {
        Self { plan: self.plan.or(&outer.plan), timeout: self.timeout.or(outer.timeout), auth: self.auth, auth_key: self.auth_key }
    }
}

/// Reads `defaults`.
pub(super) fn read(node: &Node, reading: &mut Reading<'_>) -> Defaults {
    let Some(known) = without_skill_keys(node, reading) else { return Defaults::default() };
    let Some(fields) = Fields::open(&known, "defaults", KEYS, reading) else { return Defaults::default() };
    let auth = fields.value("auth", reading).and_then(|node| auth::read(node, false, reading));
    let quick_replies = fields.value("quickReplies", reading).and_then(|node| reply::quick_replies(node, reading));
    Defaults {
        plan: Inherited {
            extras: reply::Extras { quick_replies, ..reply::Extras::default() },
            fallback: fields.value("fallback", reading).and_then(|node| reply::fallback(node, reading)),
            overflow: plan::overflow(&fields, reading),
            callback: callback::read(&fields, reading),
            wait: plan::wait(&fields, reading),
            ..Inherited::default()
        },
        timeout: fields.duration("timeout", skill::TIME, reading),
        auth: auth.and_then(|auth| match auth {
            Auth::Required(auth) => Some(auth),
            Auth::Open => None,
        }),
        auth_key: fields.entry("auth").map(|entry| entry.key_span),
    }
}

/// Takes out the keys that belong to single skills, which are reported as such and not as unknown.
fn without_skill_keys(node: &Node, reading: &mut Reading<'_>) -> Option<Node> {
    let Kind::Map(map) = &node.kind else {
        reading.wrong_kind(node, "defaults", "map");
        return None;
    };
    let mut known = Map::default();
    for entry in &map.entries {
        let of_a_skill = skill::KEYS.contains(&entry.key.as_str()) && !KEYS.contains(&entry.key.as_str());
        if of_a_skill && !is_private(&entry.key) {
            reading.no_effect(entry.key_span, &entry.key, "defaults");
        } else {
            known.entries.push(entry.clone());
        }
    }
    Some(Node { span: node.span, kind: Kind::Map(known) })
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::super::testing::{answer, argument, findings_of, load};

    #[test]
    fn skills_inherit_what_they_do_not_say() {
        let loaded = load(
            "defaults:\n  fallback: 잠시 후\n  timeout: 2s\n  quickReplies: [처음]\nskills:\n  /a: 가\n  /b: { reply: 나, quickReplies: [], fallback: 다 }\n  /c: { response: { template: { outputs: [라] } } }\n",
        );
        assert!(!loaded.report.has_errors(), "{:?}", loaded.report.sorted());
        let skills = loaded.spec.unwrap().skills;
        let fallback = |at: usize| {
            skills[at].plan.fallback.as_ref().unwrap().to_json()["template"]["outputs"][0]["simpleText"]["text"].clone()
        };
        let replies = |at: usize| answer(&skills[at]).to_json()["template"]["quickReplies"].as_array().map(Vec::len);
        assert_eq!((fallback(0), fallback(1)), ("잠시 후".into(), "다".into()));
        assert_eq!((replies(0), replies(1), replies(2)), (Some(1), Some(0), None));
        assert_eq!(skills[0].timeout, Duration::from_secs(2));
    }

    #[test]
    fn keys_of_single_skills_have_no_effect_here() {
        let loaded = load("defaults: { reply: 가 }\nskills: { /a: 가 }\n");
        assert_eq!(argument(&loaded.report, "reason"), "defaults");
        assert_eq!(findings_of("defaults: { fallbak: 가 }\nskills: { /a: 가 }\n"), ["E011 fallbak"]);
    }

    #[test]
    fn auth_is_said_once() {
        let auth = "{ header: K, value: v }";
        let yaml = format!("auth: {auth}\ndefaults: {{ auth: {auth} }}\nskills: {{ /a: 가 }}\n");
        assert_eq!(findings_of(&yaml), ["E036 auth"]);
        let loaded = load(&format!("defaults: {{ auth: {auth} }}\nskills: {{ /a: 가 }}\n"));
        assert!(loaded.spec.unwrap().skills[0].auth.is_some());
    }
}

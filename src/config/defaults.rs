//! `defaults`: what skills may say under the same keys, said once.

use std::time::Duration;

use super::auth::{self, Auth};
use super::fields::{Fields, is_private};
use super::reading::Reading;
use super::{AuthSpec, reply, skill};
use crate::diag::Span;
use crate::kakao::Overflow;
use crate::yaml::{Kind, Map, Node};

/// The keys that mean the same for every skill.
const KEYS: &[&str] = &["fallback", "timeout", "overflow", "wait", "quickReplies", "auth"];

/// What a skill inherits.
#[derive(Default)]
pub(super) struct Defaults {
    /// A native SkillResponse.
    pub(super) fallback: Option<Node>,
    /// How long a skill with an upstream may take.
    pub(super) timeout: Option<Duration>,
    /// What happens past a limit.
    pub(super) overflow: Option<Overflow>,
    /// The text while a callback runs.
    pub(super) wait: Option<Node>,
    /// Native quick replies, for skills with `reply` or `template`.
    pub(super) quick_replies: Option<Node>,
    /// Who may ask; also holds the file's own `auth`.
    pub(super) auth: Option<AuthSpec>,
    /// Where `auth` stands in `defaults`.
    pub(super) auth_key: Option<Span>,
}

/// Reads `defaults`.
pub(super) fn read(node: &Node, reading: &mut Reading<'_>) -> Defaults {
    let Some(known) = without_skill_keys(node, reading) else { return Defaults::default() };
    let Some(fields) = Fields::open(&known, "defaults", KEYS, reading) else { return Defaults::default() };
    let auth = fields.value("auth", reading).and_then(|node| auth::read(node, false, reading));
    Defaults {
        fallback: fields.value("fallback", reading).and_then(|node| reply::fallback(node, reading)),
        timeout: fields.duration("timeout", skill::TIME, reading),
        overflow: skill::overflow(&fields, reading),
        wait: skill::wait(&fields, reading),
        quick_replies: fields.value("quickReplies", reading).and_then(|node| reply::quick_replies(node, reading)),
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

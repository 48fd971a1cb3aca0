//! One skill, ready.

use std::time::Duration;

use bytes::Bytes;

use super::{Reply, Upstream};
use crate::kakao::Overflow;
use crate::meter::SkillMeter;
use crate::template::{Harvest, Text};

/// One skill, ready to answer.
pub struct Skill {
    /// Its path.
    pub path: String,
    /// For the console.
    pub description: Option<String>,
    /// Disabled skills answer 404.
    pub enabled: bool,
    /// Who may ask.
    pub auth: Option<Auth>,
    /// Which names its templates take from a payload.
    pub harvest: Harvest,
    /// What answers.
    pub answer: Answer,
    /// Whom to ask first.
    pub upstream: Option<Upstream>,
    /// `callback: true`.
    pub callback: bool,
    /// The useCallback answer's `data.text`, a template rendered with the request.
    pub wait: Text,
    /// When anything fails.
    pub fallback: Reply,
    /// The fallback of the fallback, which cannot fail: a finished SkillResponse.
    pub last_resort: Bytes,
    /// What happens past a limit.
    pub overflow: Overflow,
    /// Time to answer.
    pub timeout: Duration,
    /// Its counters.
    pub meter: SkillMeter,
}

/// What answers.
pub enum Answer {
    /// A reply or response.
    Reply(Reply),
    /// A file template that writes JSON, and what goes with it.
    File {
        /// The template (escape: JSON).
        template: Text,
        /// quickReplies, context, data.
        extras: Option<Reply>,
    },
    /// The upstream's answer as it is.
    PassOn,
}

/// A header that must hold a secret. Both sides are hashed and compared in constant time.
pub struct Auth {
    /// The header's name, lower case.
    pub header: String,
    /// SHA-256 of what it must hold.
    pub digest: [u8; 32],
}

//! What went wrong inside, and what the user gets then. The user never sees why; the log does, once.

use super::answer::Answered;
use super::{World, tell};
use crate::answer::{AnswerError, Chosen, build_fallback, choose};
use crate::compile::{AskError, Skill, Snapshot};
use crate::diag::Lang;
use crate::meter::UpstreamEnd;
use crate::outbound::OutboundError;
use crate::template::{PayloadError, Scope};

/// Why the fallback was given.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    /// The answer could not be made.
    #[error(transparent)]
    Answer(#[from] AnswerError),
    /// The upstream gave nothing usable.
    #[error("upstream: {0}")]
    Upstream(#[from] UpstreamError),
    /// The payload could be read once and not again.
    #[error(transparent)]
    Payload(#[from] PayloadError),
    /// A mistake of ours.
    #[error("talkplate itself failed (please report this): {0}")]
    Panicked(String),
}

/// Why there is nothing from the upstream.
#[derive(Debug, thiserror::Error)]
pub enum UpstreamError {
    /// A template of the request failed.
    #[error(transparent)]
    Request(#[from] AskError),
    /// Nothing came back.
    #[error(transparent)]
    Outbound(#[from] OutboundError),
    /// Not asked: as many of the skill's requests were under way as may be.
    #[error("{0} requests of this skill wait for it already, more are not sent (upstream.concurrency)")]
    Busy(usize),
    /// A status outside `expect`.
    #[error("it answered status {0}")]
    Status(u16),
    /// Something that is no answer for a chat.
    #[error("its answer is unusable: {0}")]
    Unusable(Unusable),
}

/// Why an answer is no answer for a chat.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unusable {
    /// HTML, mostly of a proxy in between.
    #[error("a web page or XML")]
    WebPage,
    /// Begins as gzip does.
    #[error("compressed, which was not asked for")]
    Compressed,
    /// Neither JSON nor text.
    #[error("neither JSON nor UTF-8 text")]
    NotText,
    /// Meant as JSON.
    #[error("broken or too deeply nested JSON")]
    BrokenJson,
}

impl UpstreamError {
    pub(super) fn end(&self) -> UpstreamEnd {
        match self {
            Self::Outbound(OutboundError::Timeout | OutboundError::ConnectTimeout) => UpstreamEnd::Timeout,
            Self::Outbound(
                OutboundError::Dns(_)
                | OutboundError::NotPublic
                | OutboundError::Connect(_)
                | OutboundError::NoTrust(_)
                | OutboundError::Tls(_)
                | OutboundError::Broken(_),
            ) => UpstreamEnd::Connect,
            Self::Outbound(OutboundError::TooLarge | OutboundError::HeadTooLarge) => UpstreamEnd::TooLarge,
            Self::Busy(_) => UpstreamEnd::Busy,
            Self::Status(_) => UpstreamEnd::Status,
            Self::Outbound(OutboundError::NotHttp(_) | OutboundError::BadRequest(_)) | Self::Request(_) | Self::Unusable(_) => {
                UpstreamEnd::Invalid
            }
        }
    }
}

impl Failure {
    /// In words.
    pub fn told(&self, lang: Lang) -> String {
        tell::why(lang, self)
    }

    /// What was thrown by a panic, as text.
    pub fn panicked(thrown: &(dyn std::any::Any + Send)) -> Self {
        let text = thrown.downcast_ref::<&str>().map(|text| (*text).to_owned());
        Self::Panicked(text.or_else(|| thrown.downcast_ref::<String>().cloned()).unwrap_or_else(|| "panic".to_owned()))
    }
}

/// The fallback, and the one line in the log.
pub(super) fn fall_back(
    world: &World,
    snapshot: &Snapshot,
    skill: &Skill,
    id: &str,
    scope: Option<&Scope<'_>>,
    why: Failure,
) -> Answered {
    if world.counted {
        let user = scope.and_then(Scope::user_id).map(masked).unwrap_or_default();
        tell::fell_back(world.lang, id, &skill.path, &user, &why);
    }
    let own = Chosen { plan: &skill.plan, case: None };
    let chosen = scope.map_or(own, |scope| choose(skill, &snapshot.engine, scope));
    Answered::of(build_fallback(chosen.plan, &snapshot.engine, scope), chosen, Some(why))
}

/// Enough of a user's id to find two lines of the same user, too little to be the id.
pub(super) fn masked(user: &str) -> String {
    let mut kept: String = user.chars().take((user.chars().count() / 2).min(4)).collect();
    kept.push_str("***");
    kept
}

#[cfg(test)]
mod tests {
    use super::masked;

    #[test]
    fn a_masked_user_id_is_never_the_whole_id() {
        assert_eq!(masked("b7c1d2e3f4"), "b7c1***");
        assert_eq!(masked("ab"), "a***");
        assert_eq!(masked("가나다"), "가***");
        assert_eq!(masked(""), "***");
    }
}

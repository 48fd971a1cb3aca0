//! The words and bounds of the language, for those who describe it to people.

pub(crate) use super::callback::{DEADLINES, LATES, LATEST};
pub(crate) use super::element::MOST as MOST_ENTRIES;
pub(crate) use super::event::TIME as EVENT_TIME;
pub(crate) use super::plan::OVERFLOWS;
pub(crate) use super::skill::TIME;
pub(crate) use super::upstream::{METHODS, MOST_CONCURRENCY, MOST_RETRIES};

/// What each map of the language may hold, by the name that the schema gives it.
#[cfg(test)]
pub(crate) fn keys() -> Vec<(&'static str, Vec<&'static str>)> {
    use super::{
        action, auth, callback, cases, component, context, defaults, element, event, file, skill, trial, upstream, validate, when,
    };

    vec![
        ("file", file::KEYS.to_vec()),
        ("defaults", defaults::KEYS.to_vec()),
        ("auth", auth::KEYS.to_vec()),
        ("skill.long", skill::KEYS.to_vec()),
        ("case.long", cases::KEYS.to_vec()),
        ("callback", callback::KEYS.to_vec()),
        ("validate", validate::KEYS.to_vec()),
        ("upstream", upstream::KEYS.to_vec()),
        ("event", event::KEYS.to_vec()),
        ("test", trial::KEYS.to_vec()),
        ("with", trial::WITH.to_vec()),
        ("expect", trial::EXPECT.to_vec()),
        ("when.tests", when::operators().collect()),
        ("outputs.each", element::KEYS.to_vec()),
        ("output", [component::NAMES, component::SHORT].concat()),
        ("carousel", component::CAROUSEL.to_vec()),
        ("button", action::OF_BUTTONS.to_vec()),
        ("quickReply", action::OF_QUICK_REPLIES.to_vec()),
        ("context.values", context::KEYS.to_vec()),
    ]
}

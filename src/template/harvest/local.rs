//! What a template sees of the entry that an `each` of a list has come to.

use serde_json::Value;

use crate::template::names::step;
use crate::template::slot::Slot;

/// One thing that is seen of an entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::template) enum Local {
    /// `this`, or what stands under it.
    This(Vec<String>),
    /// `@key`: its name, where a map is walked.
    Key,
    /// `@index`: its place in the list, from 0.
    Index,
    /// `@number`: which of the shown ones it is, from 1.
    Number,
    /// `@first`: whether it is the first that is shown.
    First,
    /// `@last`: whether it is the last one.
    Last,
}

/// An entry of a list or a map.
#[derive(Clone, Copy, Debug)]
pub struct Entry<'v> {
    /// Its name, in a map.
    pub(in crate::template) key: Option<&'v str>,
    /// What it is.
    pub(in crate::template) value: &'v Value,
}

/// Where an entry stands.
#[derive(Clone, Copy, Debug)]
pub struct Round {
    /// In the list, from 0.
    pub index: usize,
    /// Among those that are shown, from 1.
    pub number: usize,
    /// Whether it is the last of them.
    pub last: bool,
}

impl Local {
    /// What a name after `@` stands for.
    pub(in crate::template) fn named(name: &str) -> Option<Self> {
        Some(match name {
            "key" => Self::Key,
            "index" => Self::Index,
            "number" => Self::Number,
            "first" => Self::First,
            "last" => Self::Last,
            _ => return None,
        })
    }

    /// Its value in one round.
    pub(in crate::template) fn slot<'v>(&self, entry: Entry<'v>, round: Round) -> Slot<'v> {
        match self {
            Self::This(path) => {
                path.iter().try_fold(entry.value, |value, key| step(value, key)).map_or(Slot::Missing, Slot::borrowed)
            }
            Self::Key => entry.key.map_or_else(|| Slot::Number(round.index.into()), |key| Slot::Text(key.into())),
            Self::Index => Slot::Number(round.index.into()),
            Self::Number => Slot::Number(round.number.into()),
            Self::First => Slot::Bool(round.number == 1),
            Self::Last => Slot::Bool(round.last),
        }
    }
}

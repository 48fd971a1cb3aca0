//! Where a walk through a SkillResponse stands, without an allocation per step: most walks never need the path as a value.

use super::Rule;
use super::check::{Path, Seg, Violation};

/// A step of a walk and those before it.
#[derive(Clone, Copy)]
pub(super) struct Trail<'a> {
    parent: Option<&'a Trail<'a>>,
    step: Step<'a>,
}

#[derive(Clone, Copy)]
enum Step<'a> {
    Root,
    Key(&'a str),
    Index(usize),
}

impl<'a> Trail<'a> {
    /// The whole response.
    pub(super) const ROOT: Self = Self { parent: None, step: Step::Root };

    /// A field of this object.
    pub(super) fn key(&'a self, key: &'a str) -> Self {
        Self { parent: Some(self), step: Step::Key(key) }
    }

    /// An element of this list.
    pub(super) fn index(&'a self, index: usize) -> Self {
        Self { parent: Some(self), step: Step::Index(index) }
    }

    /// The path as a value.
    pub(super) fn path(&self) -> Path {
        let mut path = self.parent.map(Trail::path).unwrap_or_default();
        match self.step {
            Step::Root => {}
            Step::Key(key) => path.0.push(Seg::Key(key.to_owned())),
            Step::Index(index) => path.0.push(Seg::Index(index)),
        }
        path
    }

    /// A rule broken here.
    pub(super) fn breaks(&self, rule: Rule) -> Violation {
        Violation { at: self.path(), rule }
    }
}

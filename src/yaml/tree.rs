//! What pass 1 gives: the structure of the file as written, aliases not yet expanded, with the size that expanding would have.

use std::borrow::Cow;
use std::ops::Range;

use super::node::Style;

/// Bytes of the text.
pub(super) type Bytes = Range<usize>;

/// A node of [`Tree`].
pub(super) type Id = usize;

/// Most levels of lists and maps in each other, aliases expanded.
pub(super) const MAX_DEPTH: usize = 40;
/// Most keys and values, aliases expanded.
const MAX_NODES: u64 = 1_000_000;
/// Most bytes of keys and values, aliases expanded.
const MAX_BYTES: u64 = 32 * 1024 * 1024;

/// How much a value holds when every alias in it is expanded.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Size {
    nodes: u64,
    bytes: u64,
    /// Levels of lists and maps, 0 for a scalar.
    pub(super) depth: usize,
}

impl Size {
    /// One scalar.
    pub(super) fn scalar(bytes: usize) -> Self {
        Self { nodes: 1, bytes: bytes as u64, depth: 0 }
    }

    /// A list or map with nothing in it yet.
    pub(super) fn collection() -> Self {
        Self { nodes: 1, bytes: 0, depth: 1 }
    }

    /// Counts a child of this collection. Sums saturate: nine levels of nine aliases are many.
    pub(super) fn add(&mut self, child: Self) {
        self.nodes = self.nodes.saturating_add(child.nodes);
        self.bytes = self.bytes.saturating_add(child.bytes);
        self.depth = self.depth.max(child.depth + 1);
    }

    /// Whether this is more than a file may be.
    pub(super) fn over_budget(self) -> bool {
        self.nodes > MAX_NODES || self.bytes > MAX_BYTES
    }
}

/// A value as written.
#[derive(Debug)]
pub(super) struct Raw<'t> {
    pub(super) at: Bytes,
    pub(super) kind: RawKind<'t>,
    pub(super) size: Size,
}

/// What a value is, as far as its form says.
#[derive(Debug)]
pub(super) enum RawKind<'t> {
    /// Any scalar, unescaped; what it means, pass 2 says.
    Scalar(Cow<'t, str>, Style),
    List(Vec<Id>),
    Map(Vec<RawEntry<'t>>),
    /// `*name`: the value of that anchor.
    Alias(Id),
    /// `{{utterance}}` without quotes: YAML sees maps, the operator means this text. Already reported.
    Unquoted(&'t str),
}

/// A key and its value.
#[derive(Debug)]
pub(super) struct RawEntry<'t> {
    pub(super) key: Cow<'t, str>,
    pub(super) key_at: Bytes,
    pub(super) value: Id,
    /// Reported as wrong (a repeated key, a key that is no text): pass 2 walks over it.
    pub(super) skip: bool,
    /// `<<` without quotes.
    pub(super) merge: bool,
}

/// All values of a document.
#[derive(Debug, Default)]
pub(super) struct Tree<'t> {
    nodes: Vec<Raw<'t>>,
}

impl<'t> Tree<'t> {
    /// Adds a value.
    pub(super) fn push(&mut self, raw: Raw<'t>) -> Id {
        self.nodes.push(raw);
        self.nodes.len() - 1
    }

    /// The value of an id that this tree gave.
    pub(super) fn get(&self, id: Id) -> Option<&Raw<'t>> {
        self.nodes.get(id)
    }

    /// The value behind an alias, or the value itself.
    pub(super) fn resolve(&self, id: Id) -> Option<&Raw<'t>> {
        let mut raw = self.get(id)?;
        // An alias names an anchor that stands before it, so this ends.
        while let RawKind::Alias(target) = raw.kind {
            raw = self.get(target)?;
        }
        Some(raw)
    }

    /// Whether the tree has more values than a file may have, before any alias is expanded.
    pub(super) fn too_many(&self) -> bool {
        self.nodes.len() as u64 > MAX_NODES
    }
}

//! The paths to take from a payload, as a tree.

/// A tree that paths are still added to.
#[derive(Debug, Default)]
pub(in crate::template) struct Seed {
    key: String,
    slot: Option<usize>,
    opens: bool,
    kids: Vec<Seed>,
}

/// The finished tree. The pass compares each key of the payload with the few keys of one node.
#[derive(Debug)]
pub(super) struct Node {
    pub(super) key: Box<str>,
    /// The key as a number in a list.
    pub(super) index: Option<usize>,
    /// Where the value goes, when it is wanted whole.
    pub(super) slot: Option<usize>,
    /// Whether a JSON object in a text is looked into.
    pub(super) opens: bool,
    pub(super) kids: Box<[Node]>,
    /// All slots of this node and under it: a key that comes again takes back what the first gave.
    pub(super) below: Box<[usize]>,
}

impl Seed {
    /// Wants the value at `path` in `slot`.
    pub(in crate::template) fn insert(&mut self, path: &[&str], slot: usize) {
        self.at(path).slot = Some(slot);
    }

    /// Wants a JSON object in a text at `path` to be looked into.
    pub(in crate::template) fn open_texts(&mut self, path: &[&str]) {
        self.at(path).opens = true;
    }

    fn at(&mut self, path: &[&str]) -> &mut Self {
        let mut node = self;
        for key in path {
            let known = node.kids.iter().position(|kid| kid.key == *key);
            let at = known.unwrap_or_else(|| {
                node.kids.push(Self { key: (*key).to_owned(), ..Self::default() });
                node.kids.len() - 1
            });
            #[expect(clippy::indexing_slicing, reason = "the position was found or made two lines above")]
            {
                node = &mut node.kids[at];
            }
        }
        node
    }

    pub(super) fn finish(self) -> Node {
        let kids: Box<[Node]> = self.kids.into_iter().map(Self::finish).collect();
        let below = self.slot.into_iter().chain(kids.iter().flat_map(|kid| kid.below.iter().copied())).collect();
        Node { index: self.key.parse().ok(), key: self.key.into(), slot: self.slot, opens: self.opens, kids, below }
    }
}

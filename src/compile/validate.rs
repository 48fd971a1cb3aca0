//! `validate`, ready.

use super::texts::Texts;
use super::tree::Tree;
use super::{Pieces, Reply, When};
use crate::config::ValidateSpec;
use crate::yaml::Node;

/// Whether a parameter's value is taken, and what Kakao is told then.
pub struct Validation {
    /// When it is taken.
    pub when: When,
    /// `{"status":"SUCCESS","value":…}`.
    pub success: Reply,
    /// `{"status":"FAIL","message":…}`.
    pub failure: Reply,
}

impl Validation {
    /// Compiles it; every mistake in it is reported, and `None` given when there is one.
    pub(super) fn compile(spec: &ValidateSpec, texts: &mut Texts<'_>) -> Option<Self> {
        let when = When::compile(&spec.when, texts);
        let (success, failure) = (document(&spec.success, texts), document(&spec.failure, texts));
        Some(Self { when: when?, success: success?, failure: failure? })
    }
}

/// JSON with templates in it, to which Kakao's limits for bubbles do not apply.
fn document(node: &Node, texts: &mut Texts<'_>) -> Option<Reply> {
    let tree = Tree::gather(node, texts)?;
    if tree.holes.is_empty() {
        return Some(Reply::Literal(tree.value.to_string().into()));
    }
    Some(Reply::Pieces(Pieces::new(tree.into_plain_pieces())))
}

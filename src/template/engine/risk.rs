//! Calls that fail where a request's value is not what the helper needs: a fallback had better have none.

use std::ops::Range;

use crate::template::helper;
use crate::template::syntax::{Call, Node, Param};

/// The first call that some requests make fail. Values of `vars`, and the time, are known to fit when the file loads.
pub(super) fn find(nodes: &[Node]) -> Option<Range<usize>> {
    nodes.iter().find_map(|node| match node {
        Node::Print(print) => in_value(&print.value).then(|| print.range.clone()),
        Node::Block(block) => {
            let in_arms =
                block.arms.iter().find_map(|arm| if in_call(&arm.call) { Some(arm.range.clone()) } else { find(&arm.body) });
            in_arms.or_else(|| block.otherwise.as_ref().and_then(|otherwise| find(&otherwise.body)))
        }
        Node::Partial(_) | Node::Text { .. } | Node::Comment => None,
    })
}

fn in_value(value: &Param) -> bool {
    matches!(value, Param::Call(call) if in_call(call))
}

fn in_call(call: &Call) -> bool {
    let values = || call.params.iter().chain(call.hash.iter().map(|hash| &hash.value));
    let needs = helper::needs(&call.name).iter().filter_map(|at| call.params.get(*at));
    needs.into_iter().any(|value| !is_known(value)) || values().any(in_value)
}

fn is_known(value: &Param) -> bool {
    match value {
        Param::Literal(_) => true,
        Param::Path(path) => {
            path.up == 0 && !path.this && path.segs.first().is_some_and(|seg| ["vars", "now"].contains(&seg.name.as_str()))
        }
        Param::Call(_) => false,
    }
}

//! `auth`: the shared secret that Kakao sends in a header.

use super::fields::Fields;
use super::reading::Reading;
use super::{AuthSpec, Secret, header, secret};
use crate::yaml::{Kind, Node};

/// What `auth` says where it stands.
pub(super) enum Auth {
    /// A header and its secret.
    Required(AuthSpec),
    /// `false`: none, whatever the file says.
    Open,
}

/// Reads `auth`. `may_be_open`: whether `false` is allowed here. `None`: wrong and reported.
pub(super) fn read(node: &Node, may_be_open: bool, reading: &mut Reading<'_>) -> Option<Auth> {
    if may_be_open && matches!(node.kind, Kind::Bool(false)) {
        return Some(Auth::Open);
    }
    let fields = Fields::open(node, "auth", &["header", "value"], reading)?;
    for key in ["header", "value"] {
        if fields.entry(key).is_none() {
            reading.missing(node.span, key, "auth");
        }
    }
    let name = fields.text_node("header", reading);
    let name = name.and_then(|node| header::name(&secret::fill(node, false, reading)?, node.span, reading));
    let value = fields.text_node("value", reading);
    let value = value.and_then(|node| Some((secret::fill(node, false, reading)?, node.span)));
    let (name, (value, span)) = (name?, value?);
    // A blank at either end never arrives: HTTP takes it off.
    let value = value.trim().to_owned();
    if value.is_empty() {
        reading.empty_value(span, "value");
        return None;
    }
    header::value_is_proper(&value, &name, span, reading)
        .then(|| Auth::Required(AuthSpec { header: name, value: Secret::new(value) }))
}

//! `auth`: the shared secret that Kakao sends in a header.

use super::fields::Fields;
use super::reading::Reading;
use super::{AuthSpec, Secret, header, secret};
use crate::yaml::{Kind, Node};

pub(crate) const KEYS: &[&str] = &["header", "value"];

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
    let fields = Fields::open(node, "auth", KEYS, reading)?;
    for key in KEYS {
        if fields.entry(key).is_none() {
            reading.missing(node.span, key, "auth");
        }
    }
    let name = fields.text_node("header", reading);
    let name = name.and_then(|node| header::name(&secret::fill(node, false, reading)?, node.as_text()?, node.span, reading));
    let value = fields.text_node("value", reading);
    let value = value.and_then(|node| Some((secret::fill(node, false, reading)?, node.span)));
    let shown = fields.entry("header").and_then(|entry| entry.value.as_text()).unwrap_or("header");
    let (name, (value, span)) = (name?, value?);
    // A blank at either end never arrives: HTTP takes it off.
    let value = value.trim().to_owned();
    if value.is_empty() {
        reading.empty_value(span, "value");
        return None;
    }
    header::value_is_proper(&value, shown, span, reading)
        .then(|| Auth::Required(AuthSpec { header: name, value: Secret::new(value) }))
}

#[cfg(test)]
mod tests {
    use super::super::testing::{Folder, findings, findings_of, load};

    #[test]
    fn skills_inherit_the_files_auth_unless_they_say_otherwise() {
        let loaded = load(
            "auth: { header: X-Key, value: one }\nskills:\n  /a: 하나\n  /b: { reply: 둘, auth: false }\n  /c: { reply: 셋, auth: { header: x-own, value: two } }\n",
        );
        let skills = loaded.spec.unwrap().skills;
        let seen: Vec<_> = skills.iter().map(|s| s.auth.as_ref().map(|a| (a.header.as_str(), a.value.reveal()))).collect();
        assert_eq!(seen, [Some(("x-key", "one")), None, Some(("x-own", "two"))]);
    }

    #[test]
    fn what_auth_needs_and_what_http_refuses_is_reported() {
        assert_eq!(findings_of("auth: { header: X-Key }\nskills: { /a: 네 }\n"), ["E073 { header: X-Key }"]);
        assert_eq!(findings_of("auth: { header: X Key, value: a }\nskills: { /a: 네 }\n"), ["E044 X Key"]);
        assert_eq!(findings_of("auth: false\nskills: { /a: 네 }\n"), ["E012 false"]);
        assert_eq!(findings_of("auth: { header: X-Key, value: '' }\nskills: { /a: 네 }\n"), ["E020 ''"]);
    }

    #[test]
    fn a_secret_with_a_line_break_is_refused_unseen() {
        let folder = Folder::new("auth: { header: X-Key, value: '${S}' }\nskills: { /a: 네 }\n");
        let loaded = folder.load_with_env(&[("S", "top\nsecret")]);
        assert_eq!(findings(&loaded.report), ["E044 '${S}'"]);
        assert!(!format!("{loaded:?}").contains("secret\""), "{loaded:?}");
    }
}

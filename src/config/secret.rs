//! The only reader of `${…}`, and the type that never shows what it holds.
//!
//! `${NAME}`, `${NAME:-default}` and `${file:/run/secrets/x}` are filled in only in `auth`, `upstream` and an event's `bot` and `key`; anywhere else
//! [`forbid`] reports them, so that no secret can end up in a bubble. Diagnostics show the text as written, never what was filled in.

use std::fmt;
use std::ops::Range;

use super::fields::is_private;
use super::files::{io_reason, part_of};
use super::reading::Reading;
use crate::diag::{Code, Diagnostic, Span};
use crate::yaml::{Kind, Map, Node};

/// What the names of the program's own settings begin with: the admin token, the URL of Redis with its password.
const OWN: &str = "TALKPLATE_";

/// Where `${NAME}` comes from: the process's environment, or a test's.
pub(super) type Env<'a> = &'a dyn Fn(&str) -> Option<String>;

/// A text that may hold a secret; prints as `***`.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(String);

impl Secret {
    /// Wraps a text.
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// The text itself, for the one place that sends or compares it.
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("***")
    }
}

/// One `${…}` in a text.
struct Reference<'t> {
    /// From `$` to `}`.
    range: Range<usize>,
    /// What stands between; `None` when the end is missing.
    inner: Option<&'t str>,
}

/// What `${…}` asks for.
enum Wanted<'t> {
    Variable { name: &'t str, default: Option<&'t str> },
    File(&'t str),
}

/// Fills in every `${…}` of a text. `template`: the text is compiled as a template afterwards, so what is filled in must not hold
/// `{{`, and `${…}` must not stand inside an expression (a message about the expression would show it).
/// `None` when something is missing; it is reported.
pub(super) fn fill(node: &Node, template: bool, reading: &mut Reading<'_>) -> Option<String> {
    let text = node.as_text()?;
    let mut filled = String::with_capacity(text.len());
    let mut complete = true;
    let mut done = 0;
    for reference in references(text) {
        filled.push_str(text.get(done..reference.range.start).unwrap_or_default());
        done = reference.range.end;
        let value = if template && inside_expression(text, reference.range.start) {
            refuse(node, &reference, text, Code::EnvNotAllowed, reading);
            None
        } else {
            value_of(node, &reference, text, template, reading)
        };
        complete &= value.is_some();
        filled.push_str(&value.unwrap_or_default());
    }
    filled.push_str(text.get(done..).unwrap_or_default());
    complete.then_some(filled)
}

/// The same for all texts of a JSON body.
pub(super) fn fill_tree(node: &Node, reading: &mut Reading<'_>) -> Option<Node> {
    let kind = match &node.kind {
        Kind::Text(text) => {
            let mut text = text.clone();
            text.value = fill(node, true, reading)?;
            Kind::Text(text)
        }
        Kind::List(items) => {
            let filled: Vec<Option<Node>> = items.iter().map(|item| fill_tree(item, reading)).collect();
            Kind::List(filled.into_iter().collect::<Option<_>>()?)
        }
        Kind::Map(map) => {
            let mut filled = Map::default();
            let mut complete = true;
            for entry in &map.entries {
                let value = fill_tree(&entry.value, reading);
                complete &= value.is_some();
                if let Some(value) = value {
                    let mut entry = entry.clone();
                    entry.value = value;
                    filled.entries.push(entry);
                }
            }
            complete.then_some(Kind::Map(filled))?
        }
        other => other.clone(),
    };
    Some(Node { span: node.span, kind })
}

/// Reports every `${…}` in the texts and keys below `node`.
pub(super) fn forbid(node: &Node, reading: &mut Reading<'_>) {
    match &node.kind {
        Kind::Text(text) => {
            for reference in references(&text.value) {
                refuse(node, &reference, &text.value, Code::EnvNotAllowed, reading);
            }
        }
        Kind::List(items) => {
            for item in items {
                forbid(item, reading);
            }
        }
        Kind::Map(map) => {
            for entry in map.entries.iter().filter(|entry| !is_private(&entry.key)) {
                forbid_in_key(&entry.key, entry.key_span, reading);
                forbid(&entry.value, reading);
            }
        }
        Kind::Null | Kind::Bool(_) | Kind::Number(..) => {}
    }
}

/// Reports `${…}` in a key.
pub(super) fn forbid_in_key(key: &str, span: Span, reading: &mut Reading<'_>) {
    if let Some(reference) = references(key).first() {
        let text = key.get(reference.range.clone()).unwrap_or_default();
        reading.report.push(Diagnostic::new(Code::EnvNotAllowed).at(span).arg("text", text));
    }
}

/// Reports every `${…}` in a template file.
pub(super) fn forbid_in_file(text: &str, whole: Span, reading: &mut Reading<'_>) {
    for reference in references(text) {
        let at = part_of(whole, &reference.range);
        let text = text.get(reference.range).unwrap_or_default();
        reading.report.push(Diagnostic::new(Code::EnvNotAllowed).at(at).arg("text", text));
    }
}

/// All `${…}` of a text. `$` or `${` before anything but a name is plain text; a `${NAME` that never ends is a reference without end.
fn references(text: &str) -> Vec<Reference<'_>> {
    let mut found = Vec::new();
    let mut from = 0;
    while let Some(at) = text.get(from..).and_then(|rest| rest.find("${")).map(|at| from + at) {
        let rest = text.get(at + 2..).unwrap_or_default();
        from = at + 2;
        // Blanks before the name are a slip, and must not send `${ KEY }` as it is.
        if !rest.trim_start().starts_with(|c: char| c.is_ascii_alphanumeric() || c == '_') {
            continue;
        }
        let end = rest.find(['}', '\n']).filter(|end| rest[*end..].starts_with('}'));
        let (inner, until) = match end {
            Some(end) => (rest.get(..end), at + 2 + end + 1),
            None => (None, at + 2 + rest.find([' ', '\n', '"']).unwrap_or(rest.len())),
        };
        found.push(Reference { range: at..until, inner });
        from = until;
    }
    found
}

/// Whether a `{{` before `at` is still open there.
fn inside_expression(text: &str, at: usize) -> bool {
    let before = text.get(..at).unwrap_or_default();
    match (before.rfind("{{"), before.rfind("}}")) {
        (Some(open), Some(close)) => open > close,
        (open, _) => open.is_some(),
    }
}

/// What stands for one `${…}`.
fn value_of(node: &Node, reference: &Reference<'_>, text: &str, template: bool, reading: &mut Reading<'_>) -> Option<String> {
    let Some(wanted) = reference.inner.and_then(parse) else {
        refuse(node, reference, text, Code::BadEnvSyntax, reading);
        return None;
    };
    let at = node.locate(&reading.report.sources, reference.range.clone());
    let value = match wanted {
        Wanted::Variable { name, .. } if name.starts_with(OWN) => {
            reading.report.push(Diagnostic::new(Code::OwnSetting).at(at).arg("name", name));
            return None;
        }
        // Empty counts as unset: an empty secret would let everybody in.
        Wanted::Variable { name, default } => {
            let set = (reading.env)(name).filter(|value| !value.is_empty());
            match (set, default) {
                (Some(value), _) => kept(value, reading),
                // It stands in the file for everybody to read.
                (None, Some(default)) => default.to_owned(),
                (None, None) => {
                    reading.report.push(Diagnostic::new(Code::EnvNotSet).at(at).arg("name", name));
                    return None;
                }
            }
        }
        Wanted::File(path) => match reading.files.secret(path) {
            Ok(value) => kept(value, reading),
            Err(error) => {
                let unreadable = Diagnostic::new(Code::SecretFileUnreadable).at(at).arg("path", path);
                reading.report.push(unreadable.arg("reason", io_reason(&error)));
                return None;
            }
        },
    };
    if template && value.contains("{{") {
        reading.report.push(Diagnostic::new(Code::SecretWithBraces).at(at).arg("text", shown(text, reference)));
        return None;
    }
    Some(value)
}

/// Notes a value, so that it can be hidden where it comes back from outside.
fn kept(value: String, reading: &mut Reading<'_>) -> String {
    if reading.secrets.iter().all(|known| known.reveal() != value) {
        reading.secrets.push(Secret::new(value.clone()));
    }
    value
}

fn refuse(node: &Node, reference: &Reference<'_>, text: &str, code: Code, reading: &mut Reading<'_>) {
    let at = node.locate(&reading.report.sources, reference.range.clone());
    reading.report.push(Diagnostic::new(code).at(at).arg("text", shown(text, reference)));
}

fn shown<'t>(text: &'t str, reference: &Reference<'_>) -> &'t str {
    text.get(reference.range.clone()).unwrap_or_default()
}

/// `NAME`, `NAME:-default`, `file:PATH`.
fn parse(inner: &str) -> Option<Wanted<'_>> {
    if let Some(path) = inner.strip_prefix("file:") {
        return (!path.trim().is_empty()).then_some(Wanted::File(path.trim()));
    }
    let (name, default) = match inner.split_once(":-") {
        Some((name, default)) => (name, Some(default)),
        None => (inner, None),
    };
    let proper = !name.starts_with(|c: char| c.is_ascii_digit()) && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
    (proper && !name.is_empty()).then_some(Wanted::Variable { name, default })
}

#[cfg(test)]
mod tests {
    use super::super::testing::{Folder, findings, findings_of};
    use super::Secret;
    use crate::config::Loaded;
    use crate::diag::{Lang, render};

    const ENV: &[(&str, &str)] =
        &[("TALKPLATE_ADMIN_TOKEN", "hush-hush"), ("KEY", "hush-hush"), ("EMPTY", ""), ("BRACES", "{{hush-hush}}")];

    fn with_value(value: &str) -> Loaded {
        Folder::new(&format!("auth: {{ header: X-Key, value: {value} }}\nskills: {{ /a: 네 }}\n")).load_with_env(ENV)
    }

    fn secret(value: &str) -> String {
        let loaded = with_value(value);
        assert_eq!(findings(&loaded.report), [""; 0], "{value}");
        loaded.spec.unwrap().skills[0].auth.as_ref().unwrap().value.reveal().to_owned()
    }

    #[test]
    fn variables_and_their_defaults_are_filled_in() {
        assert_eq!(secret("'${KEY}'"), "hush-hush");
        assert_eq!(secret("'a ${KEY} b ${KEY}'"), "a hush-hush b hush-hush");
        assert_eq!(secret("'${NOPE:-plain}'"), "plain");
        assert_eq!(secret("'${EMPTY:-plain}'"), "plain");
        assert_eq!(secret("'${KEY:-plain}'"), "hush-hush");
        assert_eq!(secret("'$KEY $ ${} ${-}'"), "$KEY $ ${} ${-}");
    }

    #[test]
    fn a_secret_file_is_read_without_its_last_line_end_and_is_watched() {
        let folder = Folder::new("auth: { header: X-Key, value: '${file:token}' }\nskills: { /a: 네 }\n").with("token", "hush\r\n");
        let loaded = folder.load();
        assert_eq!(loaded.spec.unwrap().skills[0].auth.as_ref().unwrap().value.reveal(), "hush");
        assert!(loaded.files.contains(&folder.path().join("token")));
    }

    #[cfg(unix)]
    #[test]
    fn no_way_leads_to_the_environment_of_a_process() {
        for path in ["/proc/self/comm", "/dev/../proc/self/comm", "link/self/comm", "/tmp/../proc/self/comm"] {
            let yaml = format!("auth: {{ header: X-Key, value: '${{file:{path}}}' }}\nskills: {{ /a: 네 }}\n");
            let folder = Folder::new(&yaml);
            std::os::unix::fs::symlink("/proc", folder.path().join("link")).unwrap();
            let loaded = folder.load();
            assert_eq!(findings(&loaded.report), [format!("E042 ${{file:{path}}}")]);
            assert!(render::human(&loaded.report, Lang::En, false).contains("a folder of the system"), "{path}");
        }
    }

    #[test]
    fn what_was_filled_in_is_known_once_and_a_default_is_no_secret() {
        let yaml =
            "auth: { header: X-Key, value: '${KEY}' }\nskills: { /a: { upstream: { url: 'https://a.kr/${KEY}/${PLACE:-kr}' } } }\n";
        let loaded = Folder::new(yaml).load_with_env(&[("KEY", "hush")]);
        let secrets: Vec<_> = loaded.spec.as_ref().unwrap().secrets.iter().map(Secret::reveal).collect();
        assert_eq!(secrets, ["hush"]);
        assert!(!format!("{loaded:?}").contains("hush"));
    }

    #[test]
    fn what_is_missing_is_reported_at_its_place() {
        for (value, finding) in [
            ("'${NOPE}'", "E041 ${NOPE}"),
            ("'${EMPTY}'", "E041 ${EMPTY}"),
            ("'a ${file:nope}'", "E042 ${file:nope}"),
            ("'${file:.}'", "E042 ${file:.}"),
            ("'${KEY'", "E043 ${KEY"),
            ("'${KEY:x}'", "E043 ${KEY:x}"),
            ("'${ KEY }'", "E043 ${ KEY }"),
            ("'${9KEY}'", "E043 ${9KEY}"),
            ("'${TALKPLATE_ADMIN_TOKEN}'", "E084 ${TALKPLATE_ADMIN_TOKEN}"),
            ("'${TALKPLATE_NOPE:-x}'", "E084 ${TALKPLATE_NOPE:-x}"),
            ("'${file:/proc/self/environ}'", "E042 ${file:/proc/self/environ}"),
        ] {
            assert_eq!(findings(&with_value(value).report), [finding], "{value}");
        }
    }

    #[test]
    fn outside_of_auth_and_upstream_nothing_is_filled_in() {
        let yaml = "vars: { a: '${KEY}' }\ndefaults: { fallback: '${KEY}', wait: '${KEY:-x}' }\nskills:\n  /a: 'b ${KEY}'\n  /b:\n    reply: { textCard: { title: '${file:x}' } }\n    data: { k: ['${KEY}'] }\n";
        let loaded = Folder::new(yaml).load_with_env(ENV);
        let found = findings(&loaded.report);
        assert_eq!(found, ["E040 ${KEY}", "E040 ${KEY}", "E040 ${KEY:-x}", "E040 ${KEY}", "E040 ${file:x}", "E040 ${KEY}"]);
    }

    #[test]
    fn template_files_may_not_name_secrets_either() {
        let folder = Folder::new("skills: { /a: { template: a.hbs } }\n").with("a.hbs", "[{\"text\": \"${KEY}\"}]");
        assert_eq!(findings(&folder.load_with_env(ENV).report), ["E040 ${KEY}"]);
    }

    #[test]
    fn private_keys_may_hold_them_for_aliases() {
        let yaml = "x-auth: &auth { header: X-Key, value: '${KEY}' }\nauth: *auth\nskills: { /a: 네 }\n";
        let loaded = Folder::new(yaml).load_with_env(ENV);
        assert_eq!(loaded.spec.unwrap().skills[0].auth.as_ref().unwrap().value.reveal(), "hush-hush");
    }

    #[test]
    fn a_secret_never_enters_an_expression() {
        let upstream = |value: &str| {
            let yaml = format!("skills:\n  /a: {{ upstream: {{ url: 'https://a.kr', headers: {{ K: '{value}' }} }} }}\n");
            Folder::new(&yaml).load_with_env(ENV)
        };
        assert_eq!(findings(&upstream("{{default x ${KEY}}}").report), ["E040 ${KEY}"]);
        assert_eq!(findings(&upstream("${BRACES}").report), ["E083 ${BRACES}"]);
        assert_eq!(findings(&upstream("{{x}} ${KEY}").report), [""; 0]);
    }

    #[test]
    fn a_filled_in_value_is_in_no_message_and_no_debug_output() {
        // Every mistake that can stand beside a secret, all in one file.
        let yaml = "auth: { header: 'X ${KEY}', value: '${KEY}' }\nskills:\n  /a:\n    upstream:\n      url: '${KEY}/x'\n      method: '${KEY}'\n      timeout: '${KEY}'\n      expect: '${KEY}'\n      headers: { 'a b': '${KEY}', Host: '${KEY}' }\n      body: { k: '${KEY}', n: ['${BRACES}'] }\n  /b:\n    auth: { header: K, value: '${KEY}' }\n    upstream: { url: 'https://a.kr/${KEY}', body: { k: '${KEY}' }, headers: { K: '${KEY}' } }\n  /c:\n    upstream: { url: 'https://a.kr', body: 'k ${KEY}' }\n";
        let loaded = Folder::new(yaml).load_with_env(ENV);
        assert_eq!(loaded.spec.as_ref().unwrap().skills.len(), 3);
        let mut shown = format!("{loaded:?}");
        for lang in [Lang::Ko, Lang::En] {
            shown += &render::human(&loaded.report, lang, false);
            shown += &render::json(&loaded.report, lang).to_string();
        }
        assert!(findings(&loaded.report).len() >= 7, "{:?}", findings(&loaded.report));
        assert!(!shown.contains("hush-hush"), "{shown}");
    }

    #[test]
    fn a_secret_prints_as_stars() {
        assert_eq!(format!("{:?}", Secret::new("hush")), "***");
    }

    #[test]
    fn plain_dollars_are_no_secrets() {
        assert_eq!(findings_of("skills: { /a: '가격은 $5, ${{vars.x}} 입니다' }\n"), [""; 0]);
    }
}

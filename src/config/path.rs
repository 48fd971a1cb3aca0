//! Skill paths: what Kakao is told to call. A part between slashes may be a parameter, `{branch}`.

use std::collections::HashMap;

use super::Spanned;
use super::reading::Reading;
use crate::diag::{Code, Diagnostic, Span};

/// Paths that the server answers itself.
const RESERVED: &[&str] = &["/healthz", "/readyz"];

/// Checks a path. It comes back with a slash in front even when that was forgotten (and reported), so that the rest is read.
pub(super) fn read(text: &str, span: Span, reading: &mut Reading<'_>) -> Spanned<String> {
    if let Some(wrong) = wrong_parameter(text) {
        let bad = Diagnostic::new(Code::BadParameter).at(span).arg("text", wrong.part).arg("reason", wrong.reason);
        reading.report.push(match wrong.meant {
            Some(meant) => bad.suggest(Some(&meant)).fix(span, meant),
            None => bad,
        });
        return Spanned { value: text.to_owned(), span };
    }
    if let Some(reason) = impossible(text) {
        reading.report.push(Diagnostic::new(Code::BadPath).at(span).arg("path", text).arg("reason", reason));
        return Spanned { value: text.to_owned(), span };
    }
    if text.starts_with('/') {
        return Spanned { value: text.to_owned(), span };
    }
    let fixed = format!("/{text}");
    reading.report.push(Diagnostic::new(Code::PathWithoutSlash).at(span).arg("path", text).fix(span, fixed.clone()));
    Spanned { value: fixed, span }
}

/// The parameters of a path: which part between slashes (from 0), and the name in its braces.
pub fn parameters(path: &str) -> impl Iterator<Item = (usize, &str)> {
    path.split('/').enumerate().filter_map(|(at, part)| Some((at, name_in_braces(part)?)))
}

/// Whether something in a path looks like a parameter and is none; reported when it was read.
pub(crate) fn has_broken_parameter(path: &str) -> bool {
    wrong_parameter(path).is_some()
}

/// Reports paths that the same requests have. Inside of one `skills` or `events` the parser has found those that are spelled the same.
pub(super) fn report_twins<'s>(paths: impl Iterator<Item = &'s Spanned<String>>, reading: &mut Reading<'_>) {
    let mut known: HashMap<String, &Spanned<String>> = HashMap::new();
    for path in paths {
        let parts = path.value.split('/').map(|part| if part.starts_with('{') { "{}" } else { part });
        let first = *known.entry(parts.collect::<Vec<_>>().join("/")).or_insert(path);
        if first.span == path.span {
            continue;
        }
        let (ko, en) = ("처음 나온 곳", "first used here");
        reading.report.push(if first.value == path.value {
            Diagnostic::new(Code::DuplicatePath).at(path.span).arg("path", &path.value).also(first.span, ko, en)
        } else {
            let twins = Diagnostic::new(Code::AmbiguousPath).at(path.span).arg("path", &path.value).arg("other", &first.value);
            twins.also(first.span, ko, en)
        });
    }
}

/// A part of a path that is no parameter and looks like one.
struct WrongParameter<'p> {
    part: &'p str,
    /// A short stable word.
    reason: &'static str,
    /// The whole path as it was probably meant.
    meant: Option<String>,
}

fn wrong_parameter(path: &str) -> Option<WrongParameter<'_>> {
    let parts: Vec<&str> = path.split('/').collect();
    parts.iter().enumerate().find_map(|(at, part)| {
        let (before, after) = parts.split_at_checked(at)?;
        let name = name_in_braces(part);
        let (reason, meant) = match name {
            Some(name) if is_name(name) && before.contains(part) => ("twice", Some(format!("{{{name}{at}}}"))),
            Some(name) if is_name(name) => return None,
            Some("") => ("no name", None),
            Some(name) if name.starts_with('{') => ("two braces", braced(name)),
            Some(name) => ("parameter name", braced(name)),
            None if part.starts_with(':') || (part.starts_with('<') && part.ends_with('>')) => ("other style", braced(part)),
            None if *part == "*" => ("other style", None),
            None if part.contains(['{', '}']) => ("beside braces", None),
            None => return None,
        };
        let rest = after.get(1..).unwrap_or_default();
        let meant = meant.map(|meant| [before, &[meant.as_str()], rest].concat().join("/"));
        Some(WrongParameter { part, reason, meant })
    })
}

fn name_in_braces(part: &str) -> Option<&str> {
    part.strip_prefix('{').and_then(|rest| rest.strip_suffix('}'))
}

/// What can stand in braces and after `path.`
fn is_name(name: &str) -> bool {
    name.starts_with(|c: char| c.is_alphabetic() || c == '_') && name.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-'))
}

/// `<branch name>` → `{branch_name}`, when a name is left of it.
fn braced(text: &str) -> Option<String> {
    let bare = text.trim_matches(|c: char| !c.is_alphanumeric() && c != '_');
    let name: String = bare.chars().map(|c| if c.is_alphanumeric() || matches!(c, '_' | '-') { c } else { '_' }).collect();
    is_name(&name).then(|| format!("{{{name}}}"))
}

/// Why no request can ever have this path; a short stable word that the messages translate.
fn impossible(path: &str) -> Option<&'static str> {
    if RESERVED.contains(&path) {
        return Some("the server's own");
    }
    if path.contains("://") {
        return Some("whole address");
    }
    let fixed = path.split('/').filter(|part| !part.starts_with('{'));
    let of_char = fixed.flat_map(str::chars).find_map(|c| match c {
        c if c.is_whitespace() => Some("space"),
        '?' => Some("?"),
        '#' => Some("#"),
        '%' => Some("%"),
        '\\' => Some("\\"),
        '"' | '<' | '>' | '^' | '`' | '|' => Some("character"),
        c if c.is_control() => Some("character"),
        _ => None,
    });
    // Clients take these out before they ask, so the path would never arrive.
    let dots = || path.split('/').any(|part| part == "." || part == "..").then_some("dots");
    of_char.or_else(dots).or_else(|| path.contains("//").then_some("//"))
}

#[cfg(test)]
mod tests {
    use super::super::testing::{argument, findings_of, fix_of, load};
    use super::{impossible, parameters};
    use crate::diag::Code;

    #[test]
    fn a_forgotten_slash_is_put_in_front() {
        let yaml = "skills:\n  skill/hello: 안녕\n";
        assert_eq!(findings_of(yaml), ["E030 skill/hello"]);
        assert_eq!(fix_of(yaml).as_deref(), Some("/skill/hello"));
    }

    #[test]
    fn impossible_paths_say_why() {
        for (path, reason) in [
            ("/healthz", "the server's own"),
            ("/readyz", "the server's own"),
            ("https://a.kr/b", "whole address"),
            ("/a b", "space"),
            ("/a?b=c", "?"),
            ("/a#b", "#"),
            ("/%EA%B0%80", "%"),
            ("/a//b", "//"),
            ("/a/../b", "dots"),
        ] {
            assert_eq!(impossible(path), Some(reason), "{path}");
            let loaded = load(&format!("skills:\n  '{path}': 안녕\n"));
            assert_eq!(argument(&loaded.report, "reason"), reason, "{path}");
        }
    }

    #[test]
    fn ordinary_paths_are_possible() {
        for path in ["/", "/a", "/skill/주문", "/skill/a.b", "/a/", "/a-b_c~d", "/a/{b}", "/{지점}/{b-c_1}/x"] {
            assert_eq!(impossible(path), None, "{path}");
        }
    }

    #[test]
    fn parameters_are_found_by_their_braces() {
        let found = |path| parameters(path).collect::<Vec<_>>();
        assert_eq!(found("/skill/{branch}/{지점}"), [(2, "branch"), (3, "지점")]);
        assert_eq!(found("/skill/a"), []);
    }

    #[test]
    fn what_only_looks_like_a_parameter_says_how_to_write_one() {
        for (path, reason, fix) in [
            ("/a/{}", "no name", None),
            ("/a/{b c}/d", "parameter name", Some("/a/{b_c}/d")),
            ("/a/{1st}", "parameter name", None),
            ("/a/{*rest}", "parameter name", Some("/a/{rest}")),
            ("/a/{{b}}", "two braces", Some("/a/{b}")),
            ("/a/:b/c", "other style", Some("/a/{b}/c")),
            ("/a/<b>", "other style", Some("/a/{b}")),
            ("/a/*", "other style", None),
            ("/a/b{c}", "beside braces", None),
            ("/{a}/{a}", "twice", Some("/{a}/{a2}")),
        ] {
            let yaml = format!("skills:\n  '{path}': 안녕\n");
            let loaded = load(&yaml);
            assert_eq!(argument(&loaded.report, "reason"), reason, "{path}");
            assert_eq!(fix_of(&yaml).as_deref(), fix, "{path}");
        }
    }

    #[test]
    fn two_paths_of_one_shape_name_both_places() {
        let loaded = load("skills:\n  /a/{x}: 하나\n  /a/{y}: 둘\n  /a/b: 셋\n  /{z}/b: 넷\n");
        assert_eq!(argument(&loaded.report, "other"), "/a/{x}");
        let found = loaded.report.sorted();
        assert_eq!((found[0].code, found[0].labels.len()), (Code::AmbiguousPath, 1));
        assert_eq!(findings_of("skills:\n  /a: 하나\n  a: 둘\n"), ["E030 a", "E032 a"]);
    }

    #[test]
    fn the_same_path_twice_is_a_duplicate_path_naming_both_places() {
        let loaded = load("skills:\n  /a: 하나\n  /b: 둘\n  /a: 셋\n");
        assert_eq!(argument(&loaded.report, "path"), "/a");
        let found = loaded.report.sorted();
        assert_eq!((found[0].code.id(), found[0].labels.len()), ("E032", 1));
    }
}

//! From the path of a request to its skill.
//!
//! A path without parameters is found in a map, decoded. Only what is not there is matched against the paths with parameters, part by
//! part: both sides are decoded and encoded again in one way, so that an encoded slash stays inside of its value.

use std::borrow::Cow;
use std::collections::HashMap;

use matchit::Router;
use percent_encoding::{NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};

use crate::config::parameters;

/// Which skill has which path.
pub(super) struct Routes {
    fixed: HashMap<String, usize>,
    /// `None` where no path has parameters, so that nothing is matched for nothing.
    patterns: Option<Router<usize>>,
}

impl Routes {
    /// Of the skills' paths, in the order of the skills. `config` has seen that no two of them are the same.
    pub(super) fn new<'p>(paths: impl Iterator<Item = &'p str>) -> Self {
        let mut routes = Self { fixed: HashMap::new(), patterns: None };
        for (skill, path) in paths.enumerate() {
            if parameters(path).next().is_none() {
                routes.fixed.insert(path.to_owned(), skill);
            } else {
                // What conflicts has the same shape, which is reported at load.
                let _ = routes.patterns.get_or_insert_default().insert(pattern(path), skill);
            }
        }
        routes
    }

    /// The skill of a path as it came, percent-encoded. A fixed path wins over one with parameters.
    pub(super) fn find(&self, path: &str) -> Option<usize> {
        let decoded = decoded(path)?;
        if let Some(skill) = self.fixed.get(&*decoded) {
            return Some(*skill);
        }
        let patterns = self.patterns.as_ref()?;
        patterns.at(&encoded_again(path)?).ok().map(|found| *found.value)
    }
}

/// Percent-encoding undone, where there is any. `None`: what is encoded is not UTF-8, so no skill has that path.
fn decoded(path: &str) -> Option<Cow<'_, str>> {
    if path.contains('%') { percent_decode_str(path).decode_utf8().ok() } else { Some(Cow::Borrowed(path)) }
}

/// The path in the router's words. What a parameter is called does not matter to it.
fn pattern(path: &str) -> String {
    let parameters: Vec<usize> = parameters(path).map(|(part, _)| part).collect();
    let parts = path.split('/').enumerate().map(|(at, part)| {
        if parameters.contains(&at) { format!("{{p{at}}}") } else { utf8_percent_encode(part, NON_ALPHANUMERIC).to_string() }
    });
    parts.collect::<Vec<_>>().join("/")
}

/// The same path, encoded in the one way of [`pattern`].
fn encoded_again(path: &str) -> Option<String> {
    let mut again = String::with_capacity(path.len() + 16);
    for (at, part) in path.split('/').enumerate() {
        if at > 0 {
            again.push('/');
        }
        again.extend(utf8_percent_encode(&decoded(part)?, NON_ALPHANUMERIC));
    }
    Some(again)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(paths: &[&'static str], asked: &str) -> Option<&'static str> {
        Routes::new(paths.iter().copied()).find(asked).map(|at| paths[at])
    }

    #[test]
    fn korean_paths_are_decoded_once() {
        assert_eq!(found(&["/skill/안녕"], "/skill/%EC%95%88%EB%85%95"), Some("/skill/안녕"));
        assert_eq!(found(&["/skill/a%20b"], "/skill/a%2520b"), Some("/skill/a%20b"));
        assert_eq!(found(&["/skill/a+b"], "/skill/a+b"), Some("/skill/a+b"));
        assert_eq!(found(&["/skill/a"], "/skill/%ff"), None);
    }

    #[test]
    fn a_parameter_is_one_part_that_is_not_empty() {
        let paths = &["/skill/{branch}/hours"];
        for asked in [
            "/skill/pangyo/hours",
            "/skill/%ED%8C%90%EA%B5%90/hours",
            "/skill/판교/hours",
            "/skill/a%2Fb/hours",
            "/skill/{x}/hours",
        ] {
            assert_eq!(found(paths, asked), Some(paths[0]), "{asked}");
        }
        for asked in
            ["/skill//hours", "/skill/a/b/hours", "/skill/a/hours/", "/skill/a", "/skill/%ff/hours", "/skill/a%2Fhours", ""]
        {
            assert_eq!(found(paths, asked), None, "{asked}");
        }
    }

    #[test]
    fn the_more_a_path_says_itself_the_sooner_it_is_taken() {
        let paths = &["/a/{x}/c", "/a/b/{y}", "/a/b/c", "/{z}/b/d", "/a/{x}", "/a/{x}/{y}"];
        for (asked, right) in [
            ("/a/b/c", "/a/b/c"),
            ("/a/q/c", "/a/{x}/c"),
            ("/a/b/q", "/a/b/{y}"),
            ("/q/b/d", "/{z}/b/d"),
            ("/a/b/d", "/a/b/{y}"),
            ("/a/q", "/a/{x}"),
            ("/a/q/r", "/a/{x}/{y}"),
        ] {
            assert_eq!(found(paths, asked), Some(right), "{asked}");
        }
    }

    #[test]
    fn fixed_parts_may_hold_what_means_something_to_the_router() {
        let paths = &["/가게:본점/{x}", "/a*b/{x}"];
        assert_eq!(found(paths, "/%EA%B0%80%EA%B2%8C:본점/1"), Some(paths[0]));
        assert_eq!(found(paths, "/a*b/1"), Some(paths[1]));
        assert_eq!(found(paths, "/axb/1"), None);
    }
}

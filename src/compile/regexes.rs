//! The regular expressions of a whole configuration: each pattern is compiled once, and all of them together stay within a budget.

use std::collections::HashMap;

use regex::{Regex, RegexBuilder};

/// A compiled regular expression may take this many bytes: one over it is nobody's condition.
const MOST: usize = 1 << 20;
/// Where trying begins. What an expression takes is not to be had from its compiler, only whether it stays within a size.
const LEAST: usize = 1 << 12;
/// All of a configuration together, in bytes: each counts as the size within which it stays, one that is too complex as [`MOST`].
const ALL: usize = 128 << 20;
/// What is said of an expression that has no room beside the others.
const TOO_MANY: &str = "too many";
/// What is said of one over [`MOST`].
const TOO_COMPLEX: &str = "too complex";
/// Groups are nested at most this deep.
const DEPTH: u32 = 50;

/// The regular expressions so far.
pub(super) struct Regexes {
    known: HashMap<String, Result<Regex, String>>,
    left: usize,
}

impl Default for Regexes {
    fn default() -> Self {
        Self { known: HashMap::new(), left: ALL }
    }
}

impl Regexes {
    /// Compiles a pattern. The error is a short stable word, or what the parser says.
    pub(super) fn compile(&mut self, pattern: &str) -> Result<Regex, String> {
        if let Some(known) = self.known.get(pattern) {
            return known.clone();
        }
        let built = self.build(pattern);
        self.known.insert(pattern.to_owned(), built.clone());
        built
    }

    fn build(&mut self, pattern: &str) -> Result<Regex, String> {
        let mut size = LEAST;
        while size <= MOST {
            let Some(left) = self.left.checked_sub(size) else { return Err(TOO_MANY.to_owned()) };
            match RegexBuilder::new(pattern).size_limit(size).dfa_size_limit(MOST).nest_limit(DEPTH).build() {
                Ok(regex) => {
                    self.left = left;
                    return Ok(regex);
                }
                Err(regex::Error::CompiledTooBig(_)) => size *= 4,
                Err(error) => return Err(reason(&error)),
            }
        }
        self.left = self.left.saturating_sub(MOST);
        Err(TOO_COMPLEX.to_owned())
    }
}

/// Whether an expression was refused for its size and not for how it is written.
pub(super) fn is_limit(reason: &str) -> bool {
    [TOO_MANY, TOO_COMPLEX].contains(&reason)
}

/// The last line of what the parser says; the lines before it draw the pattern.
fn reason(error: &regex::Error) -> String {
    let said = error.to_string();
    let last = said.lines().last().unwrap_or_default().trim();
    last.strip_prefix("error: ").unwrap_or(last).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn many_expressions_find_room_and_complex_ones_come_to_an_end() {
        let mut regexes = Regexes::default();
        for n in 0..1_000 {
            assert!(regexes.compile(&format!("환불{n}|취소")).is_ok(), "{n}");
        }
        regexes.left = 8 * MOST;
        let told: Vec<_> = (0..20).filter_map(|n| regexes.compile(&format!("(\\w{{200}}){{9}}{n}")).err()).collect();
        assert_eq!(told.iter().filter(|told| *told == "too complex").count(), 8);
        assert_eq!(told.iter().filter(|told| *told == "too many").count(), 12);
    }

    #[test]
    fn a_pattern_that_stands_in_many_places_counts_once() {
        let mut regexes = Regexes::default();
        assert!(regexes.compile("(\\w{200}){9}").is_err());
        let left = regexes.left;
        for _ in 0..1_000 {
            assert_eq!(regexes.compile("(\\w{200}){9}").unwrap_err(), "too complex");
        }
        assert_eq!(regexes.left, left);
    }
}

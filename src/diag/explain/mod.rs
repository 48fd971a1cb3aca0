//! Each mistake explained to someone who has never met it: why it matters, how it looks, how it should look.
//!
//! `talkplate explain E012` and `docs/mistakes.md` are made of these entries; a test loads every `wrong` and every `right`.

mod event;
mod file;
mod include;
mod limit;
mod list;
mod page;
mod skill;
mod template;
mod trial;
mod warning;
mod when;
mod yaml;

pub use page::page;

use super::{Code, Lang};

/// One mistake explained.
#[derive(Clone, Copy, Debug)]
pub struct Explanation {
    /// Which.
    pub code: Code,
    /// Why it is one: Korean, English.
    pub why: (&'static str, &'static str),
    /// A file that holds it.
    pub wrong: &'static str,
    /// The same file mended.
    pub right: &'static str,
}

impl Explanation {
    /// Of a code. Each has one; a test checks it.
    pub fn of(code: Code) -> Option<&'static Self> {
        Self::all().find(|explanation| explanation.code == code)
    }

    /// All of them, in no particular order.
    pub fn all() -> impl Iterator<Item = &'static Self> {
        [
            file::ENTRIES,
            include::ENTRIES,
            yaml::ENTRIES,
            skill::ENTRIES,
            when::ENTRIES,
            template::ENTRIES,
            trial::ENTRIES,
            event::ENTRIES,
            limit::ENTRIES,
            list::ENTRIES,
            warning::ENTRIES,
        ]
        .into_iter()
        .flatten()
    }

    /// Why, in one language.
    pub fn why(&self, lang: Lang) -> &'static str {
        lang.of(self.why)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_is_explained_once() {
        for code in Code::ALL {
            let found = Explanation::all().filter(|explanation| explanation.code == *code).count();
            assert_eq!(found, 1, "{}", code.id());
        }
    }

    #[test]
    fn an_explanation_shows_two_different_files() {
        for Explanation { code, why, wrong, right } in Explanation::all() {
            assert_ne!(wrong, right, "{}", code.id());
            assert!(why.0.chars().any(|c| ('가'..='힣').contains(&c)) && why.1.is_ascii(), "{}", code.id());
        }
    }
}

//! Unsaved edits: texts that stand in the place of files' contents while a configuration is loaded.
//!
//! They go the whole way of a file's bytes. A name that no file has counts as a file wherever one would be looked for: where it is
//! named, and where a pattern of `include` fits it. Secret files are never overlaid: `${file:…}` always reads the disk.

use std::collections::BTreeMap;
use std::path::{Component, Path};

use crate::diag::Lang;

/// The most bytes of all texts together.
const MAX_BYTES: usize = 8 * 1024 * 1024;

/// Texts by name, as sources are named: below the configuration's folder, with `/`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Overlay {
    texts: BTreeMap<String, String>,
}

/// Why texts cannot stand in the place of files.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BadOverlay {
    /// More than is loaded at once.
    #[error("the texts have {size} bytes together, more than {MAX_BYTES}")]
    TooLarge {
        /// Bytes of all of them.
        size: usize,
    },
    /// A name that no source of a configuration has.
    #[error("not the name of a file below the configuration's folder: {0}")]
    Name(String),
}

impl BadOverlay {
    /// What is wrong.
    pub fn told(&self, lang: Lang) -> String {
        let most = MAX_BYTES / (1024 * 1024);
        match (self, lang) {
            (Self::TooLarge { .. }, Lang::Ko) => format!("내용이 모두 합해서 {most}MiB보다 커요. 나누어 저장해 주세요."),
            (Self::TooLarge { .. }, Lang::En) => format!("The texts are over {most} MiB together: save them one by one."),
            (Self::Name(name), Lang::Ko) => format!("설정 폴더 안에 있는 파일의 이름이 아니에요: {name}"),
            (Self::Name(name), Lang::En) => format!("Not the name of a file below the configuration's folder: {name}"),
        }
    }
}

impl Overlay {
    /// These texts, by their files' names.
    pub fn new(texts: BTreeMap<String, String>) -> Result<Self, BadOverlay> {
        let size = texts.values().map(String::len).sum();
        if size > MAX_BYTES {
            return Err(BadOverlay::TooLarge { size });
        }
        match texts.keys().find(|name| !is_plain(name)) {
            Some(name) => Err(BadOverlay::Name(name.clone())),
            None => Ok(Self { texts }),
        }
    }

    /// The text that stands in this file's place.
    pub(super) fn text(&self, name: &str) -> Option<&str> {
        self.texts.get(name).map(String::as_str)
    }

    /// The names of all of them, sorted.
    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        self.texts.keys().map(String::as_str)
    }
}

/// Whether a name goes down, and only down, from the configuration's folder.
fn is_plain(name: &str) -> bool {
    let whole = Path::new(name).components().all(|part| matches!(part, Component::Normal(_)));
    whole
        && !name.is_empty()
        && !name.contains(['\\', '\0'])
        && !name.contains("//")
        && !name.contains("/./")
        && !name.ends_with('/')
}

#[cfg(test)]
mod tests {
    use super::super::testing::{Folder, findings};
    use super::*;
    use crate::config::Loaded;

    fn load(folder: &Folder, edits: &[(&str, &str)]) -> Loaded {
        let texts = edits.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect();
        super::super::load_over(&folder.path().join("skills.yaml"), Overlay::new(texts).unwrap())
    }

    fn paths(loaded: &Loaded) -> Vec<&str> {
        assert!(!loaded.report.has_errors(), "{:?}", loaded.report.sorted());
        loaded.spec.as_ref().unwrap().skills.iter().map(|skill| skill.path.value.as_str()).collect()
    }

    #[test]
    fn an_edit_is_read_in_the_place_of_its_file_and_the_rest_from_the_disk() {
        let folder = Folder::new("include: teams/*.yaml\nskills: { /main: { template: t.hbs } }\n")
            .with("teams/a.yaml", "skills: { /a: 네 }\n")
            .with("t.hbs", "[{\"simpleText\":{\"text\":\"가\"}}]");
        assert_eq!(paths(&load(&folder, &[])), ["/main", "/a"]);
        let loaded = load(&folder, &[("teams/a.yaml", "skills: { /b: 네 }\n"), ("t.hbs", "[]{{now}}")]);
        assert_eq!(paths(&loaded), ["/main", "/b"]);
        let texts: Vec<_> = loaded.report.sources.files().iter().map(|file| (file.name.as_str(), file.text.as_str())).collect();
        assert!(texts.contains(&("t.hbs", "[]{{now}}")), "{texts:?}");
        assert_eq!(paths(&folder.load()), ["/main", "/a"], "nothing was written");
    }

    #[test]
    fn a_mistake_in_an_edit_stands_at_its_place_in_the_edit() {
        let folder = Folder::new("skills: { /a: 네 }\n");
        let loaded = load(&folder, &[("skills.yaml", "\u{feff}skills:\n  /a: { replyy: 네 }\n")]);
        assert_eq!(findings(&loaded.report), ["W001 ", "E011 replyy"]);
    }

    #[test]
    fn an_edit_without_a_file_is_there_where_it_is_named_and_where_a_pattern_fits() {
        let folder = Folder::new("").with("teams/a.yaml", "skills: { /a: 네 }\n");
        let main = ("skills.yaml", "include: [new.yaml, 'teams/**/*.yaml']\nskills: { /main: { template: t.hbs } }\n");
        let edits = [
            main,
            ("new.yaml", "skills: { /new: 네 }\n"),
            ("teams/b/c.yaml", "skills: { /c: '{{> _p}}' }\n"),
            ("teams/.hidden.yaml", "skills: { /hidden: 네 }\n"),
            ("teams/a.txt", "nothing that is read"),
            ("t.hbs", "[{\"simpleText\":{\"text\":\"가\"}}]"),
            ("templates/_p.hbs", "나"),
        ];
        assert_eq!(paths(&load(&folder, &edits)), ["/main", "/new", "/a", "/c"]);
        assert_eq!(findings(&load(&folder, &[main]).report), ["E132 new.yaml", "E048 t.hbs"]);
    }

    #[test]
    fn a_secret_file_is_read_from_the_disk() {
        let yaml = "auth: { header: x-secret, value: '${file:key}' }\nskills: { /a: 네 }\n";
        let folder = Folder::new(yaml).with("key", "the real one");
        let loaded = load(&folder, &[("key", "made up")]);
        let skill = &loaded.spec.as_ref().unwrap().skills[0];
        assert_eq!(skill.auth.as_ref().unwrap().value.reveal(), "the real one");
    }

    #[test]
    fn names_that_lead_elsewhere_and_too_much_text_are_refused() {
        let overlay = |name: &str, text: String| Overlay::new(BTreeMap::from([(name.to_owned(), text)]));
        for name in ["", "/etc/passwd", "../a.yaml", "a/../b.yaml", "./a.yaml", "a//b.yaml", "a/", "a\\b.yaml", "a\0"] {
            assert_eq!(overlay(name, String::new()), Err(BadOverlay::Name(name.to_owned())));
        }
        assert!(overlay("a/b.yaml", "#".repeat(MAX_BYTES)).is_ok());
        assert_eq!(overlay("a.yaml", "#".repeat(MAX_BYTES + 1)), Err(BadOverlay::TooLarge { size: MAX_BYTES + 1 }));
    }
}

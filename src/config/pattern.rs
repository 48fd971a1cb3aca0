//! `skills/*.yaml`: which files a pattern names, now. The one place that lists folders for it, for loading and for watching alike.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use glob::{MatchOptions, Pattern as Glob};

/// At most this many entries of folders are looked at for one pattern: `**` may stand above anything.
const MAX_ENTRIES: usize = 20_000;
/// Hidden names (`.a.yaml.swp`, `..data`) are only named by a pattern that has the dot too.
const OPTIONS: MatchOptions =
    MatchOptions { case_sensitive: true, require_literal_separator: true, require_literal_leading_dot: true };

/// A pattern of file names below a folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pattern {
    folder: PathBuf,
    parts: Vec<Part>,
    /// The files it named when the configuration was loaded.
    found: BTreeSet<PathBuf>,
}

/// What stands between two slashes.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Part {
    /// A plain name.
    Name(String),
    /// `*.yaml`.
    Glob(Glob),
    /// `**`: folders, however deep, or none.
    Folders,
}

/// What a look at the folders gives.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Found {
    /// The files, sorted.
    pub files: BTreeSet<PathBuf>,
    /// The folders in which a new file would be one of them: what to watch.
    pub folders: BTreeSet<PathBuf>,
    /// Whether there was too much to look at.
    pub cut: bool,
}

impl Pattern {
    /// Of a text with `/` between its parts, none of them `..`. `None`: it has no `*`, `?` or `[`, so it is the name of one file.
    /// The error: it is no pattern.
    pub(super) fn parse(folder: &Path, text: &str) -> Result<Option<Self>, glob::PatternError> {
        if !text.contains(['*', '?', '[']) {
            return Ok(None);
        }
        let part = |part: &str| {
            Ok(match part {
                "**" => Part::Folders,
                name if name.contains(['*', '?', '[']) => Part::Glob(Glob::new(name)?),
                name => Part::Name(name.to_owned()),
            })
        };
        let parts = text.split('/').map(part).collect::<Result<_, glob::PatternError>>()?;
        Ok(Some(Self { folder: folder.to_owned(), parts, found: BTreeSet::new() }))
    }

    /// The same, with the files it names now noted.
    pub(super) fn noted(mut self) -> (Self, Found) {
        let found = self.look();
        self.found.clone_from(&found.files);
        (self, found)
    }

    /// Whether it names a file of this name below its folder, were there one. Links are nothing a name can tell of.
    pub(super) fn fits(&self, name: &str) -> bool {
        // Which parts may come next: all ways at once, because several `**` give more of them than there is time for.
        let mut next = skip_folders(&self.parts, BTreeSet::from([0]));
        for name in name.split('/') {
            let after = next.into_iter().filter_map(|at| match self.parts.get(at)? {
                Part::Name(wanted) => (wanted == name).then_some(at + 1),
                Part::Glob(glob) => glob.matches_with(name, OPTIONS).then_some(at + 1),
                Part::Folders => (!name.starts_with('.')).then_some(at),
            });
            next = skip_folders(&self.parts, after.collect());
        }
        is_yaml(Path::new(name)) && next.contains(&self.parts.len())
    }

    /// What it is called: a path that no file has.
    pub fn name(&self) -> PathBuf {
        let parts = self.parts.iter().map(|part| match part {
            Part::Name(name) => name.as_str(),
            Part::Glob(glob) => glob.as_str(),
            Part::Folders => "**",
        });
        parts.fold(self.folder.clone(), |path, part| path.join(part))
    }

    /// The files it named when the configuration was loaded.
    pub fn found(&self) -> &BTreeSet<PathBuf> {
        &self.found
    }

    /// The files it names now: YAML files that are not hidden.
    pub fn look(&self) -> Found {
        let mut search = Search { left: MAX_ENTRIES, found: Found::default() };
        search.below(&self.folder, &self.parts);
        search.found
    }
}

/// `**` may stand for no folder at all.
fn skip_folders(parts: &[Part], mut at: BTreeSet<usize>) -> BTreeSet<usize> {
    for (place, part) in parts.iter().enumerate() {
        if matches!(part, Part::Folders) && at.contains(&place) {
            at.insert(place + 1);
        }
    }
    at
}

struct Search {
    left: usize,
    found: Found,
}

impl Search {
    fn below(&mut self, folder: &Path, parts: &[Part]) {
        let Some((part, rest)) = parts.split_first() else { return };
        self.found.folders.insert(folder.to_owned());
        match part {
            Part::Name(name) => self.step(folder.join(name), rest),
            Part::Glob(glob) => {
                for name in self.names_in(folder).into_iter().filter(|name| glob.matches_with(name, OPTIONS)) {
                    self.step(folder.join(name), rest);
                }
            }
            Part::Folders => {
                self.below(folder, rest);
                for name in self.names_in(folder).into_iter().filter(|name| !name.starts_with('.')) {
                    let inner = folder.join(name);
                    // A link that leads back up would never end.
                    if inner.is_dir() && !inner.is_symlink() {
                        self.below(&inner, parts);
                    }
                }
            }
        }
    }

    /// A path that fits so far.
    fn step(&mut self, path: PathBuf, rest: &[Part]) {
        if !rest.is_empty() {
            if path.is_dir() {
                self.below(&path, rest);
            }
        } else if is_yaml(&path) && path.is_file() {
            self.found.files.insert(path);
        }
    }

    fn names_in(&mut self, folder: &Path) -> Vec<String> {
        let Ok(entries) = fs::read_dir(folder) else { return Vec::new() };
        let mut names = Vec::new();
        for entry in entries.flatten() {
            let Some(left) = self.left.checked_sub(1) else {
                self.found.cut = true;
                break;
            };
            self.left = left;
            names.extend(entry.file_name().into_string());
        }
        names
    }
}

/// Whether an editor's or a person's other files (`a.yaml~`, `README.md`) are left out.
pub(super) fn is_yaml(path: &Path) -> bool {
    path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("yaml") || ending.eq_ignore_ascii_case("yml"))
}

#[cfg(test)]
mod tests {
    use super::super::testing::Folder;
    use super::*;

    fn look(folder: &Folder, pattern: &str) -> Found {
        Pattern::parse(folder.path(), pattern).unwrap().unwrap().look()
    }

    fn files(folder: &Folder, pattern: &str) -> Vec<String> {
        let name = |path: &PathBuf| path.strip_prefix(folder.path()).unwrap().display().to_string();
        look(folder, pattern).files.iter().map(name).collect()
    }

    #[test]
    fn only_yaml_files_that_are_not_hidden_are_named_in_the_order_of_their_names() {
        let mut folder = Folder::new("");
        for name in [
            "b.yaml",
            "a.yml",
            "C.YAML",
            "a.yaml~",
            ".a.yaml.swp",
            ".hidden.yaml",
            "README.md",
            "a.yaml.bak",
            "d.yaml/x",
            "#a.yaml#",
        ] {
            folder = folder.with(&format!("skills/{name}"), "");
        }
        assert_eq!(files(&folder, "skills/*"), ["skills/C.YAML", "skills/a.yml", "skills/b.yaml"]);
        assert_eq!(files(&folder, "skills/*.yaml"), ["skills/b.yaml"]);
        assert_eq!(files(&folder, "skills/[ab].y*ml"), ["skills/a.yml", "skills/b.yaml"]);
        assert_eq!(files(&folder, "nothing/*.yaml"), [""; 0]);
    }

    #[test]
    fn folders_are_walked_and_hidden_ones_are_not() {
        let folder =
            Folder::new("").with("t/a/s.yaml", "").with("t/b/c/s.yaml", "").with("t/..data/s.yaml", "").with("t/s.yaml", "");
        assert_eq!(files(&folder, "t/*/s.yaml"), ["t/a/s.yaml"]);
        assert_eq!(files(&folder, "t/**/*.yaml"), ["t/a/s.yaml", "t/b/c/s.yaml", "t/s.yaml"]);
        assert_eq!(files(&folder, "**/c/*.yaml"), ["t/b/c/s.yaml"]);
    }

    #[test]
    fn what_to_watch_is_every_folder_where_a_file_could_come() {
        let folder = Folder::new("").with("t/a/s.yaml", "");
        let folders = |pattern| look(&folder, pattern).folders.len();
        assert_eq!(folders("t/*/*.yaml"), 3);
        assert_eq!(folders("later/*.yaml"), 1);
    }

    #[cfg(unix)]
    #[test]
    fn links_to_files_are_followed_and_circles_of_links_end() {
        use std::os::unix::fs::symlink;
        let folder = Folder::new("").with("s/..v1/a.yaml", "");
        symlink("..v1", folder.path().join("s/..data")).unwrap();
        symlink("..data/a.yaml", folder.path().join("s/a.yaml")).unwrap();
        symlink(".", folder.path().join("s/self")).unwrap();
        assert_eq!(files(&folder, "s/*.yaml"), ["s/a.yaml"]);
        assert_eq!(files(&folder, "**/*.yaml"), ["s/a.yaml", "skills.yaml"]);
    }

    #[test]
    fn a_name_fits_where_the_file_would_be_found() {
        let folder = Folder::new("");
        let fits = |pattern: &str, name: &str| Pattern::parse(folder.path(), pattern).unwrap().unwrap().fits(name);
        for name in ["t/s.yaml", "t/a/s.yaml", "t/a/b/s.yml"] {
            assert!(fits("t/**/*", name) && fits("**/*", name), "{name}");
        }
        for name in ["s.yaml", "t/.a/s.yaml", "t/.s.yaml", "t/s.txt", "u/t/s.yaml"] {
            assert!(!fits("t/**/*", name), "{name}");
        }
        assert!(fits("t/*.yaml", "t/s.yaml") && !fits("t/*.yaml", "t/a/s.yaml") && !fits("t/*/s.yaml", "t/s.yaml"));
        let deep = format!("{}b.yaml", "a/".repeat(200));
        assert!(!fits(&format!("{}a.yaml", "**/".repeat(50)), &deep));
    }

    #[test]
    fn a_name_is_no_pattern_and_a_broken_one_is_an_error() {
        assert_eq!(Pattern::parse(Path::new("."), "a.yaml").unwrap(), None);
        assert!(Pattern::parse(Path::new("."), "a[.yaml").is_err());
        assert!(Pattern::parse(Path::new("."), "a**.yaml").is_err());
    }
}

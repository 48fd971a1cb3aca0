//! `include`: the other files of a configuration, in the order in which they are named.
//!
//! Each file is read and parsed on its own, so that one that is broken does not hide the mistakes of the others.

use std::path::{Path, PathBuf};

use super::files::Place;
use super::load::parse;
use super::pattern::{Pattern, is_yaml};
use super::reading::Reading;
use crate::diag::{Code, Diagnostic, FileId, Span, nearest};
use crate::yaml::{Kind, Node};

/// Files that include files that include files, at most.
const MAX_DEPTH: usize = 8;
/// Files in all, at most.
const MAX_FILES: usize = 1_000;
/// Bytes in all files together, at most.
const MAX_BYTES: usize = 64 * 1024 * 1024;

/// One file of the configuration, parsed.
pub(super) struct Part {
    pub(super) root: Node,
    /// The folder that its paths start at, seen from the configuration's: empty or `teams/a`.
    pub(super) base: String,
    /// Which part includes it; `None` for the configuration itself.
    pub(super) parent: Option<usize>,
}

/// Reads the configuration and what it includes.
pub(super) fn gather(path: &Path, reading: &mut Reading<'_>) -> Vec<Part> {
    let name = path.file_name().map_or_else(|| path.display().to_string(), |name| name.to_string_lossy().into_owned());
    let mut gathering = Gathering { reading, parts: Vec::new(), known: Vec::new(), chain: Vec::new(), bytes: 0, told: false };
    if let Ok(real) = path.canonicalize() {
        gathering.known.push(real);
    }
    if let Some(id) = gathering.reading.files.read(path, &name, None, &mut gathering.reading.report) {
        gathering.take(id, &name, None);
    }
    gathering.parts
}

struct Gathering<'g, 'r> {
    reading: &'g mut Reading<'r>,
    parts: Vec<Part>,
    /// With all links followed, which tells files apart.
    known: Vec<PathBuf>,
    /// The names from the configuration to the file at hand.
    chain: Vec<String>,
    bytes: usize,
    /// That there are too many files is said once.
    told: bool,
}

impl Gathering<'_, '_> {
    /// Parses a file that was read, and goes on with what it includes.
    fn take(&mut self, id: FileId, name: &str, parent: Option<usize>) {
        self.bytes += self.reading.report.sources.get(id).text.len();
        let Some(root) = parse(id, &mut self.reading.report) else {
            self.reading.lost = true;
            return;
        };
        let includes = includes(&root, self.reading);
        let base = name.rsplit_once('/').map_or("", |(base, _)| base).to_owned();
        let part = self.parts.len();
        self.parts.push(Part { root, base: base.clone(), parent });
        self.chain.push(name.to_owned());
        for (written, span) in includes {
            self.reading.files.enter(&base);
            self.follow(&written, span, part);
        }
        self.chain.pop();
    }

    fn follow(&mut self, written: &str, span: Span, parent: usize) {
        let Some(name) = self.reading.files.name_of(written) else {
            self.reading.lost = true;
            self.reading.report.push(Diagnostic::new(Code::OutsideFolder).at(span).arg("path", written));
            return;
        };
        match Pattern::parse(self.reading.files.folder(), &name) {
            Err(_) => self.reading.report.push(Diagnostic::new(Code::BadPattern).at(span).arg("text", written)),
            Ok(None) => self.named(&name, written, span, parent),
            Ok(Some(pattern)) => self.matching(pattern, written, span, parent),
        }
    }

    /// All files of a pattern. Those that led here are no mistake: `*.yaml` names its own file too.
    fn matching(&mut self, pattern: Pattern, written: &str, span: Span, parent: usize) {
        let overlaid =
            self.reading.files.overlaid().filter(|name| pattern.fits(name)).map(|name| self.reading.files.folder().join(name));
        let overlaid: Vec<PathBuf> = overlaid.collect();
        let (pattern, mut found) = pattern.noted();
        found.files.extend(overlaid);
        self.reading.patterns.push(pattern);
        if found.cut {
            return self.too_many(span);
        }
        let others = found.files.iter().any(|file| file.canonicalize().ok().is_none_or(|real| Some(&real) != self.known.first()));
        if !others {
            self.reading.report.push(Diagnostic::new(Code::IncludesNothing).at(span).arg("text", written));
        }
        for file in found.files {
            let name =
                file.strip_prefix(self.reading.files.folder()).ok().and_then(Path::to_str).map(|name| name.replace('\\', "/"));
            if let Some(name) = name {
                match self.reading.files.place_below(name.clone()) {
                    Place::Inside { real, .. } if self.known.contains(&real) => {}
                    Place::Inside { real, .. } => self.read(&name, real, span, parent),
                    Place::Outside => self.reading.report.push(Diagnostic::new(Code::OutsideFolder).at(span).arg("path", &name)),
                    // Removed just now: the next look sees it.
                    Place::Missing { .. } => {}
                }
            }
        }
    }

    /// One file that was named as such.
    fn named(&mut self, name: &str, written: &str, span: Span, parent: usize) {
        match self.reading.files.place_below(name.to_owned()) {
            Place::Inside { .. } if self.chain.iter().any(|before| before == name) => {
                let from = self.chain.iter().position(|before| before == name).unwrap_or_default();
                let circle = self.chain.iter().skip(from).map(String::as_str).chain([name]);
                let circle = circle.collect::<Vec<_>>().join(" → ");
                self.reading.report.push(Diagnostic::new(Code::IncludeCircle).at(span).arg("names", circle));
            }
            Place::Inside { real, .. } if real.is_dir() => {
                let meant = format!("{}/*.yaml", written.trim_end_matches('/'));
                self.not_found(written, span, Some(meant));
            }
            Place::Inside { real, .. } if self.known.contains(&real) => {}
            Place::Inside { real, .. } => self.read(name, real, span, parent),
            Place::Outside => self.reading.report.push(Diagnostic::new(Code::OutsideFolder).at(span).arg("path", written)),
            Place::Missing { .. } => {
                let meant = self.near(name, written);
                self.not_found(written, span, meant);
            }
        }
    }

    fn read(&mut self, name: &str, real: PathBuf, span: Span, parent: usize) {
        if self.chain.len() > MAX_DEPTH || self.known.len() >= MAX_FILES || self.bytes > MAX_BYTES {
            return self.too_many(span);
        }
        self.known.push(real);
        let path = self.reading.files.folder().join(name);
        match self.reading.files.read(&path, name, Some(span), &mut self.reading.report) {
            Some(id) => self.take(id, name, Some(parent)),
            None => self.reading.lost = true,
        }
    }

    fn too_many(&mut self, span: Span) {
        self.reading.lost = true;
        if !std::mem::replace(&mut self.told, true) {
            let too_many = Diagnostic::new(Code::TooManyIncludes).at(span).arg("depth", MAX_DEPTH);
            self.reading.report.push(too_many.arg("max", MAX_FILES).arg("size", MAX_BYTES / (1024 * 1024)));
        }
    }

    fn not_found(&mut self, written: &str, span: Span, meant: Option<String>) {
        self.reading.lost = true;
        let missing = Diagnostic::new(Code::IncludeNotFound).at(span).arg("path", written).suggest(meant.clone());
        self.reading.report.push(match meant {
            Some(meant) => missing.fix(span, meant),
            None => missing,
        });
    }

    /// A file that was probably meant, written as seen from the file at hand.
    fn near(&self, name: &str, written: &str) -> Option<String> {
        let slashes = written.replace('\\', "/");
        if slashes != written {
            return Some(slashes);
        }
        let (below, own) = name.rsplit_once('/').unwrap_or(("", name));
        let names = self.reading.files.names_in(below);
        let names: Vec<&str> =
            names.iter().filter(|name| is_yaml(Path::new(name))).filter_map(|name| name.rsplit('/').next()).collect();
        let near = nearest(own, names)?;
        Some(written.rsplit_once('/').map_or_else(|| near.to_owned(), |(before, _)| format!("{before}/{near}")))
    }
}

/// What stands in `include`: a text or a list of texts.
fn includes(root: &Node, reading: &mut Reading<'_>) -> Vec<(String, Span)> {
    let Kind::Map(map) = &root.kind else { return Vec::new() };
    let Some(entry) = map.get("include") else { return Vec::new() };
    let items = match &entry.value.kind {
        Kind::Null => {
            reading.empty_value(entry.key_span, "include");
            return Vec::new();
        }
        Kind::List(items) => items.as_slice(),
        _ => std::slice::from_ref(&entry.value),
    };
    let mut texts = Vec::new();
    for item in items {
        match &item.kind {
            Kind::Text(text) if text.value.trim().is_empty() => reading.empty_value(item.span, "include"),
            Kind::Text(text) => texts.push((text.value.trim().to_owned(), item.span)),
            _ => reading.wrong_kind(item, "include", "text"),
        }
    }
    texts
}

#[cfg(test)]
mod tests {
    use super::super::testing::{Folder, argument, findings};
    use crate::config::Loaded;

    fn load(files: &[(&str, &str)]) -> Loaded {
        files.iter().fold(Folder::new(""), |folder, (name, text)| folder.with(name, text)).load()
    }

    fn paths(loaded: &Loaded) -> Vec<&str> {
        loaded.spec.as_ref().unwrap().skills.iter().map(|skill| skill.path.value.as_str()).collect()
    }

    /// `teams/a.yaml E011 replyy`, for each mistake.
    fn found(loaded: &Loaded) -> Vec<String> {
        let name = |diagnostic: &crate::diag::Diagnostic| {
            diagnostic.span.map_or("", |span| loaded.report.sources.get(span.file).name.as_str()).to_owned()
        };
        let names = loaded.report.sorted().into_iter().map(name);
        names.zip(findings(&loaded.report)).map(|(name, finding)| format!("{name} {finding}")).collect()
    }

    #[test]
    fn files_are_read_in_the_order_of_the_list_and_of_their_names() {
        let loaded = load(&[
            ("skills.yaml", "include: [extra.yaml, 'teams/*.yaml', 'teams/b.yaml']\nskills: { /main: 네 }\n"),
            ("extra.yaml", "skills: { /extra: 네 }\n"),
            ("teams/b.yaml", "skills: { /b: 네 }\n"),
            ("teams/a.yaml", "skills: { /a: 네 }\ninclude: deep/*.yaml\n"),
            ("teams/deep/d.yaml", "skills: { /d: 네 }\n"),
        ]);
        assert_eq!(found(&loaded), [""; 0]);
        assert_eq!(paths(&loaded), ["/main", "/extra", "/a", "/d", "/b"]);
        let names: Vec<_> = loaded.report.sources.files().iter().map(|source| source.name.as_str()).collect();
        assert_eq!(names, ["skills.yaml", "extra.yaml", "teams/a.yaml", "teams/deep/d.yaml", "teams/b.yaml"]);
    }

    #[test]
    fn the_configuration_itself_may_hold_nothing_but_includes() {
        let loaded = load(&[("skills.yaml", "include: a.yaml\n"), ("a.yaml", "vars: { x: 1 }\nskills: { /a: '{{vars.x}}' }\n")]);
        assert_eq!(found(&loaded), [""; 0]);
        let loaded = load(&[("skills.yaml", "include: a.yaml\n"), ("a.yaml", "vars: { x: 1 }\n")]);
        assert_eq!(loaded.report.sorted()[0].code.id(), "E021");
    }

    #[test]
    fn every_file_shows_its_own_mistakes_also_beside_one_that_cannot_be_parsed() {
        let loaded = load(&[
            ("skills.yaml", "include: '*.yaml'\nskills: { /main: { replyy: 네 } }\n"),
            ("a.yaml", "skills: { /a: [네 }\n"),
            ("b.yaml", "skills: { /b: { replyy: 네 } }\n"),
            ("c.yaml", "skills: { /c: 'x {{#if a}}' }\nvars: { k: '${KEY}' }\n"),
        ]);
        let found = found(&loaded);
        assert_eq!(found.len(), 4, "{found:?}");
        assert!(found[0].starts_with("skills.yaml E011") && found[1].starts_with("a.yaml E0"), "{found:?}");
        assert_eq!(found[2..], ["b.yaml E011 replyy", "c.yaml E040 ${KEY}"]);
    }

    #[test]
    fn vars_and_paths_are_everybodys_and_stand_once() {
        let loaded = load(&[
            ("skills.yaml", "include: '*.yaml'\nvars: { shop: 도담 }\nskills: { /a: 네, '/x/{p}': 네 }\n"),
            ("a.yaml", "vars: { shop: 다른, tel: 1 }\nskills: { /a: 네 }\n"),
            ("b.yaml", "skills: { '/x/{q}': 네 }\n"),
        ]);
        assert_eq!(found(&loaded), ["a.yaml E136 shop", "a.yaml E032 /a", "b.yaml E131 '/x/{q}'"]);
        for diagnostic in loaded.report.sorted() {
            let first = diagnostic.labels[0].span.file;
            assert_eq!(loaded.report.sources.get(first).name, "skills.yaml");
        }
    }

    #[test]
    fn defaults_and_auth_are_for_the_files_own_skills_and_those_it_includes() {
        let loaded = load(&[
            (
                "skills.yaml",
                "include: [a.yaml, b.yaml, c.yaml]\nauth: { header: K, value: main }\ndefaults: { fallback: 위, timeout: 1s }\nskills: { /main: 네 }\n",
            ),
            ("a.yaml", "skills: { /a: 네 }\n"),
            ("b.yaml", "include: b/inner.yaml\nauth: { header: K, value: b }\ndefaults: { fallback: 아래 }\nskills: { /b: 네 }\n"),
            ("b/inner.yaml", "skills: { /inner: 네 }\n"),
            ("c.yaml", "auth: false\nskills: { /c: 네 }\n"),
        ]);
        assert_eq!(found(&loaded), [""; 0]);
        let skills = loaded.spec.unwrap().skills;
        let seen = skills.iter().map(|skill| {
            let fallback = skill.plan.fallback.as_ref().unwrap().to_json()["template"]["outputs"][0]["simpleText"]["text"].clone();
            let auth = skill.auth.as_ref().map(|auth| auth.value.reveal().to_owned());
            (skill.path.value.clone(), auth, fallback.as_str().unwrap().to_owned(), skill.timeout.as_secs())
        });
        let row =
            |path: &str, auth: Option<&str>, fallback: &str| (path.to_owned(), auth.map(str::to_owned), fallback.to_owned(), 1);
        assert_eq!(
            seen.collect::<Vec<_>>(),
            [
                row("/main", Some("main"), "위"),
                row("/a", Some("main"), "위"),
                row("/b", Some("b"), "아래"),
                row("/inner", Some("b"), "아래"),
                row("/c", None, "위"),
            ]
        );
    }

    #[test]
    fn paths_start_at_the_file_that_names_them_and_partials_are_shared() {
        let loaded = load(&[
            ("skills.yaml", "include: teams/a/skills.yaml\n"),
            (
                "teams/a/skills.yaml",
                "auth: { header: K, value: '${file:key}' }\nskills:\n  /a: { template: t.hbs }\n  /b: { template: ../../shared/s.hbs }\n  /c: { template: t.hb }\n",
            ),
            ("teams/a/t.hbs", "[{{> _foot}}]"),
            ("teams/a/key", "hush"),
            ("shared/s.hbs", "[]"),
            ("templates/_foot.hbs", ""),
        ]);
        assert_eq!(found(&loaded), ["teams/a/skills.yaml E048 t.hb"]);
        assert_eq!(loaded.report.sorted()[0].suggestion.as_deref(), Some("t.hbs"));
        let names: Vec<_> = loaded.report.sources.files().iter().skip(2).map(|source| source.name.as_str()).collect();
        assert_eq!(names, ["teams/a/t.hbs", "shared/s.hbs", "templates/_foot.hbs"]);
        let loaded = load(&[
            ("skills.yaml", "include: a/s.yaml\n"),
            ("a/s.yaml", "skills: { /a: { template: menu.hbs } }\n"),
            ("templates/menu.hbs", "[]"),
        ]);
        assert_eq!(loaded.report.sorted()[0].suggestion.as_deref(), Some("../templates/menu.hbs"));
    }

    #[test]
    fn what_cannot_be_included_says_why() {
        let written = |include: &str| {
            load(&[
                ("skills.yaml", &format!("include: {include}\nskills: {{ /a: 네 }}\n")),
                ("teams/menu.yaml", "skills: { /m: 네 }\n"),
            ])
        };
        for (include, finding, meant) in [
            ("teams/meny.yaml", "E132 teams/meny.yaml", Some("teams/menu.yaml")),
            ("teams", "E132 teams", Some("teams/*.yaml")),
            ("'teams\\menu.yaml'", "E132 'teams\\menu.yaml'", Some("teams/menu.yaml")),
            ("../a.yaml", "E049 ../a.yaml", None),
            ("/etc/*.yaml", "E049 /etc/*.yaml", None),
            ("'teams/[.yaml'", "E135 'teams/[.yaml'", None),
            ("'nowhere/*.yaml'", "W030 'nowhere/*.yaml'", None),
            ("{ a: b }", "E012 { a: b }", None),
            ("", "E020 include", None),
        ] {
            let loaded = written(include);
            assert_eq!(findings(&loaded.report), [finding], "{include}");
            assert_eq!(loaded.report.sorted()[0].suggestion.as_deref(), meant, "{include}");
        }
    }

    #[cfg(unix)]
    #[test]
    fn a_link_cannot_lead_out_of_the_folder() {
        let outside = tempfile::TempDir::new().unwrap();
        std::fs::write(outside.path().join("x.yaml"), "skills: { /x: top secret }\n").unwrap();
        let folder = Folder::new("include: ['s/*.yaml']\nskills: { /a: 네 }\n").with("s/..v1/a.yaml", "skills: { /s: 네 }\n");
        std::os::unix::fs::symlink("..v1/a.yaml", folder.path().join("s/a.yaml")).unwrap();
        assert_eq!(paths(&folder.load()), ["/a", "/s"]);
        std::os::unix::fs::symlink(outside.path().join("x.yaml"), folder.path().join("s/x.yaml")).unwrap();
        let loaded = folder.load();
        assert_eq!(found(&loaded), ["skills.yaml E049 's/*.yaml'"]);
        assert!(!format!("{loaded:?}").contains("top secret"));
    }

    #[test]
    fn files_that_include_each_other_are_told_as_a_chain() {
        let loaded = load(&[
            ("skills.yaml", "include: a/a.yaml\nskills: { /m: 네 }\n"),
            ("a/a.yaml", "include: b.yaml\nskills: { /a: 네 }\n"),
            ("a/b.yaml", "include: a.yaml\nskills: { /b: 네 }\n"),
        ]);
        assert_eq!(argument(&loaded.report, "names"), "a/a.yaml → a/b.yaml → a/a.yaml");
        let own = load(&[("skills.yaml", "include: skills.yaml\nskills: { /m: 네 }\n")]);
        assert_eq!(argument(&own.report, "names"), "skills.yaml → skills.yaml");
        let starred = load(&[("skills.yaml", "include: '*.yaml'\nskills: { /m: 네 }\n")]);
        assert_eq!(findings(&starred.report), ["W030 '*.yaml'"]);
    }

    #[test]
    fn includes_go_only_so_deep() {
        let mut folder = Folder::new("include: 1.yaml\nskills: { /m: 네 }\n");
        for at in 1..12 {
            folder = folder.with(&format!("{at}.yaml"), format!("include: {}.yaml\nskills: {{ /{at}: 네 }}\n", at + 1));
        }
        let loaded = folder.load();
        assert_eq!(found(&loaded), ["8.yaml E134 9.yaml"]);
    }

    #[test]
    fn a_file_without_a_letter_is_one_being_written_and_one_of_comments_is_none() {
        let with = |text: &str| load(&[("skills.yaml", "include: a.yaml\nskills: { /m: 네 }\n"), ("a.yaml", text)]);
        assert_eq!(found(&with("  \n")), ["a.yaml E021 "]);
        assert_eq!(found(&with("# skills: 나중에\n")), [""; 0]);
        assert_eq!(found(&with("skills:\n")), ["a.yaml E021 skills"]);
        assert_eq!(found(&with("/x: 네\n")), ["a.yaml E021 /x"]);
    }
}

//! `template:` files and the partials that any template names.

use std::collections::HashMap;
use std::ops::Range;
use std::path::{Path, PathBuf};

use super::TemplateFile;
use super::fields::is_private;
use super::files::{self, Place};
use super::reading::Reading;
use super::secret;
use crate::diag::{Code, Diagnostic, Span, nearest};
use crate::template::Engine;
use crate::yaml::{Kind, Node};

/// The folder of partials, and of templates by custom.
const TEMPLATES: &str = "templates";

/// Template files that were read, by where they really are.
#[derive(Default)]
pub(super) struct TemplateFiles {
    read: Vec<TemplateFile>,
    /// Which of `read`; `None` for a file that cannot be used.
    known: HashMap<PathBuf, Option<usize>>,
}

impl TemplateFiles {
    /// The file that the text at `node` names. A file that several skills name is read once. `None`: reported.
    pub(super) fn named(&mut self, node: &Node, reading: &mut Reading<'_>) -> Option<TemplateFile> {
        let written = node.as_text()?;
        match reading.files.place(written) {
            Place::Inside { real, name } => self.open(&real, &name, &name, node.span, reading),
            Place::Outside => {
                reading.report.push(Diagnostic::new(Code::OutsideFolder).at(node.span).arg("path", written));
                None
            }
            Place::Missing { .. } => {
                let near = near_file(written, reading);
                let mut diagnostic =
                    Diagnostic::new(Code::TemplateFileNotFound).at(node.span).arg("path", written).suggest(near.clone());
                if let Some(near) = near {
                    diagnostic = diagnostic.fix(node.span, near);
                }
                reading.report.push(diagnostic);
                None
            }
        }
    }

    /// All partials that the texts below `roots` and the files read so far name, and those that they name in turn.
    pub(super) fn partials<'n>(&mut self, roots: impl Iterator<Item = &'n Node>, reading: &mut Reading<'_>) -> Vec<TemplateFile> {
        let mut wanted = Vec::new();
        roots.for_each(|root| names_below(root, reading, &mut wanted));
        for file in &self.read {
            names_in_file(file, &mut wanted);
        }
        let mut partials: Vec<TemplateFile> = Vec::new();
        let mut missing: Vec<String> = Vec::new();
        while let Some((name, at)) = wanted.pop() {
            if partials.iter().any(|partial| partial.name == name) {
                continue;
            }
            let file = (!missing.contains(&name)).then(|| self.partial(&name, at, reading)).flatten();
            if let Some(file) = file {
                names_in_file(&file, &mut wanted);
                partials.push(file);
            } else {
                missing.push(name);
            }
        }
        partials.sort_by(|a, b| a.name.cmp(&b.name));
        partials
    }

    fn partial(&mut self, name: &str, at: Span, reading: &mut Reading<'_>) -> Option<TemplateFile> {
        let written = format!("{TEMPLATES}/{name}.hbs");
        let plain = !name.contains(['/', '\\']) && !name.starts_with('.');
        match reading.files.place_below(written.clone()) {
            Place::Inside { real, .. } if plain => self.open(&real, &written, name, at, reading),
            Place::Missing { .. } if plain => {
                let known: Vec<String> = partial_names(reading);
                let near = nearest(name, known.iter().map(String::as_str)).map(ToOwned::to_owned);
                let not_found = Diagnostic::new(Code::PartialNotFound).at(at).arg("name", name).arg("path", written);
                reading.report.push(not_found.suggest(near));
                None
            }
            _ => {
                reading.report.push(Diagnostic::new(Code::OutsideFolder).at(at).arg("path", written));
                None
            }
        }
    }

    /// Reads a file that is inside the folder, unless it was read before.
    fn open(&mut self, real: &Path, shown: &str, name: &str, asked: Span, reading: &mut Reading<'_>) -> Option<TemplateFile> {
        if let Some(known) = self.known.get(real) {
            let file = known.and_then(|at| self.read.get(at))?;
            return Some(TemplateFile { name: name.to_owned(), ..file.clone() });
        }
        let path = reading.files.folder().join(shown);
        let Some(id) = reading.files.read(&path, shown, Some(asked), &mut reading.report) else {
            self.known.insert(real.to_owned(), None);
            return None;
        };
        let (span, text) = files::whole(id, &reading.report);
        secret::forbid_in_file(&text, span, reading);
        let file = TemplateFile { name: name.to_owned(), span, text };
        self.known.insert(real.to_owned(), Some(self.read.len()));
        self.read.push(file.clone());
        Some(file)
    }
}

/// Warns of files in the templates folder that nothing named. Which those are is known only where nothing is broken.
pub(super) fn report_unused(reading: &mut Reading<'_>) {
    if reading.report.has_errors() {
        return;
    }
    let is_template = |name: &String| Path::new(name).extension().is_some_and(|ending| ending.eq_ignore_ascii_case("hbs"));
    let mut unused: Vec<String> = reading.files.names_in(TEMPLATES).into_iter().filter(is_template).collect();
    unused.retain(|name| !reading.files.was_asked_for(name));
    for name in unused {
        reading.report.push(Diagnostic::new(Code::UnusedTemplate).arg("path", name));
    }
}

/// The partials that the texts of the configuration name, each with its place.
fn names_below(node: &Node, reading: &Reading<'_>, wanted: &mut Vec<(String, Span)>) {
    match &node.kind {
        Kind::Text(text) => {
            for (name, range) in names_in(&text.value) {
                wanted.push((name, node.locate(&reading.report.sources, range)));
            }
        }
        Kind::List(items) => items.iter().for_each(|item| names_below(item, reading, wanted)),
        Kind::Map(map) => {
            for entry in map.entries.iter().filter(|entry| !is_private(&entry.key)) {
                names_below(&entry.value, reading, wanted);
            }
        }
        Kind::Null | Kind::Bool(_) | Kind::Number(..) => {}
    }
}

fn names_in_file(file: &TemplateFile, wanted: &mut Vec<(String, Span)>) {
    wanted.extend(names_in(&file.text).into_iter().map(|(name, range)| (name, files::part_of(file.span, &range))));
}

/// Most texts name no partial; they need no closer look.
fn names_in(text: &str) -> Vec<(String, Range<usize>)> {
    if text.contains("{{") && text.contains('>') { Engine::partials_of(text) } else { Vec::new() }
}

fn partial_names(reading: &Reading<'_>) -> Vec<String> {
    let files = reading.files.names_in(TEMPLATES);
    let stem = |path: &String| path.strip_prefix(TEMPLATES)?.strip_prefix('/')?.strip_suffix(".hbs").map(ToOwned::to_owned);
    files.iter().filter_map(stem).filter(|name| name.starts_with('_')).collect()
}

/// A file that was probably meant: the same name elsewhere, `/` for `\`, or a name that differs little.
fn near_file(written: &str, reading: &Reading<'_>) -> Option<String> {
    let written = reading.files.name_of(&written.replace('\\', "/"))?;
    let (below, name) = written.rsplit_once('/').unwrap_or(("", &written));
    let mut candidates = reading.files.names_in(below);
    if below != TEMPLATES {
        candidates.extend(reading.files.names_in(TEMPLATES));
    }
    candidates.retain(|path| has_ending(path));
    let name_of = |path: &str| path.rsplit('/').next().unwrap_or_default().to_owned();
    if let Some(same) = candidates.iter().find(|path| name_of(path) == name) {
        return Some(reading.files.as_written_here(same));
    }
    let names: Vec<String> = candidates.iter().map(|path| name_of(path)).collect();
    let near = nearest(name, names.iter().map(String::as_str))?;
    candidates.iter().find(|path| name_of(path) == near).map(|path| reading.files.as_written_here(path))
}

fn has_ending(path: &str) -> bool {
    Path::new(path).extension().is_some_and(|ending| ending.eq_ignore_ascii_case("hbs") || ending.eq_ignore_ascii_case("json"))
}

#[cfg(test)]
mod tests {
    use super::super::testing::{Folder, findings};

    fn skill(template: &str) -> Folder {
        Folder::new(&format!("skills:\n  /a: {{ template: {template} }}\n"))
    }

    #[test]
    fn a_file_of_several_skills_is_read_once() {
        let yaml = "skills:\n  /a: { template: t/a.hbs }\n  /b: { template: ./t/a.hbs }\n";
        let loaded = Folder::new(yaml).with("t/a.hbs", "[]").load();
        assert_eq!(loaded.report.sources.files().len(), 2);
        assert_eq!(loaded.report.sources.files()[1].name, "t/a.hbs");
        assert_eq!(loaded.spec.unwrap().skills.len(), 2);
    }

    #[test]
    fn a_missing_file_suggests_a_near_one_and_is_watched() {
        for (written, near) in [
            ("templates/menus.hbs", Some("templates/menu.hbs")),
            ("menu.hbs", Some("templates/menu.hbs")),
            ("'templates\\menu.hbs'", Some("templates/menu.hbs")),
            ("templates/other.hbs", None),
        ] {
            let folder = skill(written).with("templates/menu.hbs", "[]");
            let loaded = folder.load();
            assert_eq!(findings(&loaded.report), [format!("E048 {written}")]);
            assert_eq!(loaded.report.sorted()[0].suggestion.as_deref(), near, "{written}");
            assert_eq!(loaded.files.len(), 2);
        }
    }

    #[test]
    fn a_path_cannot_leave_the_folder() {
        for written in ["../secret.hbs", "/etc/passwd", "templates/../../x.hbs"] {
            let loaded = skill(written).load();
            assert_eq!(findings(&loaded.report), [format!("E049 {written}")]);
            assert_eq!(loaded.report.sources.files().len(), 1);
        }
        assert_eq!(findings(&skill("t/../a.hbs").with("a.hbs", "[]").with("t/b", "").load().report), [""; 0]);
    }

    #[cfg(unix)]
    #[test]
    fn a_link_cannot_leave_the_folder_either_but_may_stay_inside() {
        let outside = tempfile::TempDir::new().unwrap();
        std::fs::write(outside.path().join("x.hbs"), "top secret").unwrap();
        let folder = skill("x.hbs").with("..data/real.hbs", "[]");
        std::os::unix::fs::symlink(outside.path().join("x.hbs"), folder.path().join("x.hbs")).unwrap();
        let loaded = folder.load();
        assert_eq!(findings(&loaded.report), ["E049 x.hbs"]);
        assert!(!format!("{loaded:?}").contains("top secret"));

        let inside = skill("y.hbs").with("..data/real.hbs", "[]");
        std::os::unix::fs::symlink("..data/real.hbs", inside.path().join("y.hbs")).unwrap();
        assert_eq!(findings(&inside.load().report), [""; 0]);
    }

    #[test]
    fn a_folder_or_a_file_in_another_encoding_is_no_template() {
        assert_eq!(findings(&skill("t").with("t/a", "").load().report), ["E001 t"]);
        assert_eq!(findings(&skill("a.hbs").with("a.hbs", b"[\"\xbe\xc8\xb3\xe7\"]").load().report), ["E002 \u{fffd}"]);
        assert_eq!(findings(&skill("a.hbs").with("a.hbs", "\u{feff}[]").load().report), ["W001 "]);
    }

    #[test]
    fn partials_are_found_in_texts_and_files_and_in_each_other() {
        let yaml = "skills:\n  /a: 'x {{> _one}}'\n  /b: { template: b.hbs }\n";
        let folder = Folder::new(yaml)
            .with("b.hbs", "[\"{{> _two}}\"]")
            .with("templates/_one.hbs", "{{> _three}}")
            .with("templates/_two.hbs", "2")
            .with("templates/_three.hbs", "3{{> _one}}");
        let loaded = folder.load();
        assert_eq!(findings(&loaded.report), [""; 0]);
        let names: Vec<_> = loaded.spec.unwrap().partials.into_iter().map(|partial| partial.name).collect();
        assert_eq!(names, ["_one", "_three", "_two"]);
        assert!(loaded.files.contains(&folder.path().join("templates/_three.hbs")));
    }

    #[test]
    fn a_template_that_nobody_names_is_a_warning() {
        let used = Folder::new("skills:\n  /a: { template: templates/a.json.hbs }\n")
            .with("templates/a.json.hbs", "[\"{{> _a}}\"]")
            .with("templates/_a.hbs", "가");
        assert_eq!(findings(&used.load().report), [""; 0]);
        let unused = used.with("templates/b.json.hbs", "[]").with("templates/_b.hbs", "나").with("templates/note.md", "");
        let report = unused.load().report;
        let paths: Vec<_> = report.sorted().iter().map(|found| (found.code.id(), found.args[0].1.clone())).collect();
        assert_eq!(paths, [("W012", "templates/_b.hbs".to_owned()), ("W012", "templates/b.json.hbs".to_owned())]);
    }

    #[test]
    fn a_missing_partial_is_reported_where_it_is_named() {
        let folder = Folder::new("skills:\n  /a: 'x {{> _foter}}'\n").with("templates/_footer.hbs", "");
        let loaded = folder.load();
        let found = loaded.report.sorted();
        assert_eq!((found[0].code.id(), found[0].suggestion.as_deref()), ("E059", Some("_footer")));
    }
}

//! Reads the file and everything it names.

use std::path::{Path, PathBuf};

use super::files::Files;
use super::include::Part;
use super::pattern::Pattern;
use super::reading::Reading;
use super::secret::Env;
use super::{FileSpec, Overlay, file, include, template_file};
use crate::diag::{Code, Diagnostic, FileId, Report, Span};
use crate::yaml::{self, Kind, Node};

/// What a load gives, whether it succeeded or not.
#[derive(Debug, Default)]
pub struct Loaded {
    /// The configuration, as far as it could be decoded. Use it only when the report has no errors; with errors it still serves
    /// to find more of them.
    pub spec: Option<FileSpec>,
    /// Every mistake so far, and the sources.
    pub report: Report,
    /// Every file that was read or looked for (also missing ones): what to watch.
    pub files: Vec<PathBuf>,
    /// Every pattern of `include`: a file that one of them names later belongs to the configuration as well.
    pub patterns: Vec<Pattern>,
}

/// Reads `skills.yaml` at `path`, what it includes, and the templates that these name.
pub fn load(path: &Path) -> Loaded {
    load_over(path, Overlay::default())
}

/// The same, with these texts in the place of some of the files.
pub fn load_over(path: &Path, overlay: Overlay) -> Loaded {
    load_with(path, overlay, &|name| std::env::var(name).ok())
}

/// Reads a configuration that is not in a file and includes none; messages show it as `name`, and templates are looked for beside that.
pub fn load_text(name: &str, text: String) -> Loaded {
    let env = |name: &str| std::env::var(name).ok();
    let mut reading = Reading {
        report: Report::default(),
        env: &env,
        files: Files::of(Path::new(name)),
        patterns: Vec::new(),
        home: None,
        secrets: Vec::new(),
        lost: false,
    };
    let id = reading.report.sources.add(name, name, text);
    let root = parse(id, &mut reading.report);
    let parts: Vec<Part> = root.into_iter().map(|root| Part { root, base: String::new(), parent: None }).collect();
    let spec = file::read(&parts, &mut reading);
    Loaded { spec, report: reading.report, files: reading.files.into_seen(), patterns: reading.patterns }
}

/// The same with another environment.
pub(super) fn load_with(path: &Path, overlay: Overlay, env: Env<'_>) -> Loaded {
    let files = Files::of(path).under(overlay);
    let mut reading =
        Reading { report: Report::default(), env, files, patterns: Vec::new(), secrets: Vec::new(), home: None, lost: false };
    reading.files.note(path.to_owned());
    let parts = include::gather(path, &mut reading);
    let spec = file::read(&parts, &mut reading);
    template_file::report_unused(&mut reading);
    Loaded { spec, report: reading.report, files: reading.files.into_seen(), patterns: reading.patterns }
}

/// Parses the file. The parser knows keys, not paths: a key that stands twice directly in `skills` or `events` is a duplicate path.
pub(super) fn parse(id: FileId, report: &mut Report) -> Option<Node> {
    let mut parsed = std::mem::take(report);
    let root = yaml::read(id, &mut parsed);
    let homes = root.as_ref().map(homes_of_paths).unwrap_or_default();
    for diagnostic in parsed.sorted() {
        report.push(as_path(diagnostic, &homes));
    }
    report.sources = parsed.sources;
    root
}

fn homes_of_paths(root: &Node) -> Vec<Span> {
    let Kind::Map(map) = &root.kind else { return Vec::new() };
    ["skills", "events"].iter().filter_map(|key| map.get(key)).map(|entry| entry.value.span).collect()
}

fn as_path(diagnostic: &Diagnostic, homes: &[Span]) -> Diagnostic {
    let mut diagnostic = diagnostic.clone();
    let key = diagnostic.args.iter().find(|(name, _)| *name == "key").map(|(_, key)| key.clone());
    let (Code::DuplicateKey, Some(key), Some(at)) = (diagnostic.code, key, diagnostic.span) else {
        return diagnostic;
    };
    if key.starts_with('/') && homes.iter().any(|home| home.start <= at.start && at.end <= home.end) {
        diagnostic.code = Code::DuplicatePath;
        diagnostic.args = vec![("path", key)];
    }
    diagnostic
}

#[cfg(test)]
mod tests {
    use std::fs;

    use proptest::collection::vec;
    use proptest::prelude::{Strategy, prop_assert, prop_oneof, proptest};
    use proptest::sample::select;
    use proptest::test_runner::Config;

    use super::super::files::Files;
    use super::super::include::Part;
    use super::super::reading::Reading;
    use super::super::testing::{Folder, argument, findings, load};
    use crate::diag::Report;

    #[test]
    fn a_missing_file_or_a_folder_cannot_be_read_but_is_watched() {
        let folder = Folder::new("skills: { /a: 가 }\n");
        let path = folder.path().join("skills.yaml");
        fs::remove_file(&path).unwrap();
        let loaded = folder.load();
        assert_eq!(
            (findings(&loaded.report), argument(&loaded.report, "reason")),
            (vec!["E001 ".to_owned()], "not found".to_owned())
        );
        assert_eq!(loaded.files, std::slice::from_ref(&path));
        fs::create_dir(&path).unwrap();
        assert_eq!(argument(&folder.load().report, "reason"), "a folder");
    }

    #[test]
    fn a_file_over_16_mib_is_not_read() {
        let folder = Folder::new("").with("skills.yaml", vec![b'#'; 16 * 1024 * 1024 + 1]);
        assert_eq!(argument(&folder.load().report, "size"), (16 * 1024 * 1024 + 1).to_string());
    }

    #[test]
    fn a_file_in_cp949_says_the_line() {
        let folder = Folder::new("").with("skills.yaml", b"skills:\n  /a: \xbe\xc8\xb3\xe7\n");
        let loaded = folder.load();
        assert_eq!(findings(&loaded.report), ["E002 \u{fffd}"]);
        assert_eq!(loaded.report.sorted()[0].args, [("line", "2".to_owned()), ("encoding", "CP949".to_owned())]);
    }

    #[test]
    fn a_byte_order_mark_is_only_a_warning_and_moves_no_place() {
        let loaded = load("\u{feff}skills:\n  a: 가\n");
        assert_eq!(findings(&loaded.report), ["W001 ", "E030 a"]);
    }

    #[test]
    fn every_example_of_the_language_document_loads() {
        let document = include_str!("../../docs/language.md");
        let mut blocks = 0;
        for (block, wrong) in super::super::testing::yaml_blocks(document) {
            blocks += 1;
            let report = load(block).report;
            assert_eq!(report.has_errors(), wrong, "{block}\n{:?}", report.sorted());
        }
        assert!(blocks > 10);
    }

    const KEYS: &[&str] = &[
        "/a",
        "b",
        "reply",
        "response",
        "template",
        "outputs",
        "quickReplies",
        "contexts",
        "context",
        "values",
        "data",
        "upstream",
        "url",
        "headers",
        "body",
        "method",
        "expect",
        "timeout",
        "callback",
        "wait",
        "fallback",
        "auth",
        "header",
        "value",
        "enabled",
        "overflow",
        "textCard",
        "basicCard",
        "listCard",
        "itemCard",
        "commerceCard",
        "carousel",
        "cards",
        "items",
        "type",
        "buttons",
        "label",
        "message",
        "block",
        "share",
        "action",
        "itemList",
        "itemListSummary",
        "thumbnail",
        "thumbnails",
        "head",
        "link",
        "text",
        "image",
        "alt",
        "extra",
        "x-a",
        "params",
        "name",
        "lifespan",
        "simpleText",
        "profile",
    ];
    const LEAVES: &[&str] = &[
        "null",
        "true",
        "010",
        "1.5",
        "\"\"",
        "\"안녕\"",
        "\"4초\"",
        "\"{{x}}\"",
        "\"{{> _p}}\"",
        "\"${A}\"",
        "\"${A\"",
        "\"{{x ${A}}}\"",
        "\"https://a.kr/{{x}}\"",
        "\"http://a.kr\"",
        "\"a.kr\"",
        "\"/x\"",
        "\"${file:x}\"",
        "\"GET\"",
        "\"2xx\"",
        "\"textCard\"",
        "[]",
        "{}",
    ];

    /// Any value, written as JSON, with the language's keys in places where they may or may not belong.
    fn value() -> impl Strategy<Value = String> {
        select(LEAVES).prop_map(str::to_owned).prop_recursive(6, 60, 5, |inner| {
            let entry = (select(KEYS), inner.clone()).prop_map(|(key, value)| format!("\"{key}\": {value}"));
            prop_oneof![
                vec(inner, 0..4).prop_map(|items| format!("[{}]", items.join(", "))),
                vec(entry, 0..6).prop_map(|entries| format!("{{{}}}", entries.join(", "))),
            ]
        })
    }

    proptest! {
        #![proptest_config(Config::with_cases(200))]
        /// Every value at every place is read or refused; places lie in the file, and no secret is told.
        #[test]
        fn any_value_is_read_or_refused(skill in value(), defaults in value(), auth in value()) {
            let text = format!("auth: {auth}\ndefaults: {defaults}\nskills:\n  /a: {skill}\n");
            let mut report = Report::default();
            let id = report.sources.add("skills.yaml", "skills.yaml", &text);
            let root = super::parse(id, &mut report);
            let folder = std::path::Path::new("/nowhere/skills.yaml");
            let env = |_: &str| Some("hush-hush".to_owned());
            let mut reading = Reading { report, env: &env, files: Files::of(folder), patterns: Vec::new(), secrets: Vec::new(), home: None, lost: false };
            let parts: Vec<Part> = root.into_iter().map(|root| Part { root, base: String::new(), parent: None }).collect();
            let spec = super::file::read(&parts, &mut reading);
            findings(&reading.report);
            prop_assert!(!format!("{spec:?}{:?}", reading.report).contains("hush-hush"), "{text}");
            prop_assert!(spec.is_some_and(|spec| spec.skills.len() == 1) || reading.report.has_errors(), "{text}");
        }
    }
}

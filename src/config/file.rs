//! The top of a file: `version`, `vars`, `include`, `auth`, `defaults`, `skills`, `events`, `tests`, `gate`.
//!
//! Included files have the same keys. Vars, skills, events and partials are everybody's; `auth` and `defaults` are for the file's own skills and
//! for those of the files that it includes.

use serde_json::{Number, Value};

use super::auth::{self, Auth};
use super::defaults::{self, Defaults};
use super::fields::{Fields, is_private};
use super::include::Part;
use super::reading::Reading;
use super::template_file::TemplateFiles;
use super::{FileSpec, SkillSpec, Spanned, event, path, secret, skill, trial};
use crate::diag::{Code, Diagnostic};
use crate::yaml::{Entry, Kind, Node};

pub(crate) const KEYS: &[&str] = &["version", "vars", "include", "auth", "defaults", "skills", "events", "tests", "gate"];
/// The language version that this program speaks.
const VERSION: u64 = 1;

/// Decodes the configuration and what it includes, in this order. `None`: there is nothing to decode.
pub(super) fn read(parts: &[Part], reading: &mut Reading<'_>) -> Option<FileSpec> {
    let mut files = TemplateFiles::default();
    let mut spec = FileSpec::default();
    let mut inherited: Vec<Defaults> = Vec::new();
    for part in parts {
        reading.files.enter(&part.base);
        let outer = part.parent.map(|parent| inherited.get(parent).cloned().unwrap_or_default());
        inherited.push(section(&part.root, outer.as_ref(), &mut spec, &mut files, reading).unwrap_or_default());
    }
    let first = parts.first()?;
    if spec.skills.is_empty() && spec.events.is_empty() && !reading.report.has_errors() {
        reading.report.push(Diagnostic::new(Code::NoSkills).at(first.root.span));
    }
    spec.lost = reading.lost;
    spec.secrets = std::mem::take(&mut reading.secrets);
    path::report_twins(spec.skills.iter().map(|skill| &skill.path).chain(event::paths(&spec.events)), reading);
    spec.partials = files.partials(parts.iter().map(|part| &part.root), reading);
    Some(spec)
}

/// Decodes one file; `outer`: what it inherits when another includes it. Gives what the files that it includes inherit.
fn section(
    root: &Node,
    outer: Option<&Defaults>,
    spec: &mut FileSpec,
    files: &mut TemplateFiles,
    reading: &mut Reading<'_>,
) -> Option<Defaults> {
    if matches!(root.kind, Kind::Null) {
        // A file in which everything is commented out may be included; one without a letter is being written, or was emptied by mistake.
        if outer.is_none() || reading.report.sources.get(root.span.file).text.trim().is_empty() {
            reading.report.push(Diagnostic::new(Code::NoSkills).at(root.span));
        }
        return None;
    }
    let fields = Fields::open_without(root, "file", KEYS, |key| key.starts_with('/'), reading)?;
    reading.home = fields.entry("skills").map(|entry| entry.key_span);
    reading.lost |= fields.meant_any(&["vars", "include"]);
    forbid_secrets(root, reading);
    check_version(&fields, reading);
    if let Some(node) = fields.value("vars", reading) {
        vars(node, spec, reading);
    }
    let defaults = defaults(&fields, outer, reading);
    if let Some(node) = fields.value("tests", reading) {
        trial::read(node, spec, reading);
    }
    match fields.entry("gate") {
        Some(entry) if outer.is_some() => reading.no_effect(entry.key_span, "gate", "included"),
        Some(entry) => spec.gate = trial::gate(&fields, reading).then_some(entry.key_span),
        None => {}
    }
    if let Some(node) = fields.value("events", reading) {
        spec.events.extend(event::read(node, reading));
    }
    let may_lack = outer.is_some() || ["include", "events"].iter().any(|key| fields.entry(key).is_some());
    spec.skills.extend(skills(&fields, may_lack, &defaults, files, reading));
    Some(defaults)
}

/// `defaults` and `auth`, with what the file inherits.
fn defaults(fields: &Fields<'_>, outer: Option<&Defaults>, reading: &mut Reading<'_>) -> Defaults {
    let auth = fields.value("auth", reading).and_then(|node| auth::read(node, outer.is_some(), reading));
    let own = fields.value("defaults", reading).map_or_else(Defaults::default, |node| defaults::read(node, reading));
    let mut defaults = outer.map_or_else(|| own.clone(), |outer| own.clone().or(outer));
    match (auth, own.auth_key) {
        (_, Some(key)) if fields.entry("auth").is_some() => reading.no_effect(key, "auth", "auth above"),
        (_, Some(_)) => {}
        (Some(Auth::Required(auth)), None) => defaults.auth = Some(auth),
        (Some(Auth::Open), None) => defaults.auth = None,
        (None, None) => defaults.auth = outer.and_then(|outer| outer.auth.clone()),
    }
    defaults
}

fn check_version(fields: &Fields<'_>, reading: &mut Reading<'_>) {
    let Some(node) = fields.value("version", reading) else { return };
    match &node.kind {
        Kind::Number(number, _) if number.as_u64() == Some(VERSION) => {}
        // Kakao's own "2.0" is the likely slip; it is a number out of reach all the same.
        _ if node.as_text().is_some() => {
            let found = node.as_text().unwrap_or_default();
            let unsupported = Diagnostic::new(Code::UnsupportedVersion).at(node.span).arg("found", found).arg("max", VERSION);
            reading.report.push(unsupported.fix(node.span, VERSION.to_string()));
        }
        _ => reading.wrong_kind(node, "version", "number"),
    }
}

fn vars(node: &Node, spec: &mut FileSpec, reading: &mut Reading<'_>) {
    let Kind::Map(map) = &node.kind else {
        return reading.wrong_kind(node, "vars", "map");
    };
    for entry in &map.entries {
        if entry.key.starts_with('/') {
            reading.skill_elsewhere(entry.key_span, &entry.key);
        } else if matches!(entry.value.kind, Kind::Null) {
            reading.empty_value(entry.key_span, &entry.key);
            // Its name is known; only the value is missing.
            spec.vars.insert(entry.key.clone(), Value::from("…"));
        } else if spec.vars.contains_key(&entry.key) {
            let again = Diagnostic::new(Code::DuplicateVar).at(entry.key_span).arg("name", &entry.key);
            let first = spec.var_keys.iter().find(|known| known.value == entry.key);
            reading.report.push(match first {
                Some(first) => again.also(first.span, "처음 나온 곳", "first used here"),
                None => again,
            });
        } else {
            spec.vars.insert(entry.key.clone(), plain(&entry.value));
            spec.var_keys.push(Spanned { value: entry.key.clone(), span: entry.key_span });
        }
    }
}

/// JSON in which a number that would print otherwise than it is written (`010-1234`, `1.10`, `02`) is a text.
fn plain(node: &Node) -> Value {
    match &node.kind {
        Kind::Number(number, raw) => as_written(number, raw),
        Kind::List(items) => items.iter().map(plain).collect(),
        Kind::Map(map) => Value::Object(map.entries.iter().map(|e| (e.key.clone(), plain(&e.value))).collect()),
        _ => node.to_json(),
    }
}

fn as_written(number: &Number, raw: &str) -> Value {
    if number.to_string() == raw { Value::Number(number.clone()) } else { Value::String(raw.to_owned()) }
}

/// `skills`. `may_lack`: another file may hold them.
fn skills(
    fields: &Fields<'_>,
    may_lack: bool,
    defaults: &Defaults,
    files: &mut TemplateFiles,
    reading: &mut Reading<'_>,
) -> Vec<SkillSpec> {
    let outside = outside(fields);
    let Some(entry) = fields.entry("skills") else {
        // A misspelt `skills` is reported as such.
        if !(fields.meant_any(&["skills"]) || may_lack && outside.is_empty()) {
            let place = outside.first().map_or(fields.node().span, |path| path.key_span);
            reading.report.push(Diagnostic::new(Code::NoSkills).at(place));
        }
        return Vec::new();
    };
    for path in &outside {
        // Moved in, it would belong to the section above it.
        if section_above(fields, path).is_some_and(|section| section.key == "skills") {
            reading.not_indented(path);
        } else {
            reading.skill_elsewhere(path.key_span, &path.key);
        }
    }
    let map = match &entry.value.kind {
        Kind::Map(map) => map,
        Kind::Null if !outside.is_empty() => return Vec::new(),
        Kind::Null => {
            reading.report.push(Diagnostic::new(Code::NoSkills).at(entry.key_span));
            return Vec::new();
        }
        _ => {
            reading.wrong_kind(&entry.value, "skills", "map");
            return Vec::new();
        }
    };
    if map.entries.iter().all(|entry| is_private(&entry.key)) && !reading.report.has_error_in(entry.value.span) {
        reading.report.push(Diagnostic::new(Code::NoSkills).at(entry.key_span));
    }
    let mut skills = Vec::new();
    let mut entries = map.entries.iter().filter(|entry| !is_private(&entry.key)).peekable();
    while let Some(entry) = entries.next() {
        // `reply:` below a path and not further in: all keys of the skill are, and telling it of the first is enough.
        let next = entries.next_if(|next| skill::KEYS.contains(&next.key.as_str()));
        if let Some(key) = next {
            reading.not_indented(key);
            while entries.next_if(|next| skill::KEYS.contains(&next.key.as_str())).is_some() {}
        }
        if next.is_none() || !matches!(entry.value.kind, Kind::Null) {
            skills.extend(skill::read(entry, defaults, files, reading));
        }
    }
    skills
}

/// Skills that stand at the left edge, beside `skills:`.
fn outside<'n>(fields: &Fields<'n>) -> Vec<&'n Entry> {
    let Kind::Map(map) = &fields.node().kind else { return Vec::new() };
    map.entries.iter().filter(|entry| entry.key.starts_with('/')).collect()
}

/// The section that a skill at the left edge stands behind.
fn section_above<'n>(fields: &Fields<'n>, path: &Entry) -> Option<&'n Entry> {
    let Kind::Map(map) = &fields.node().kind else { return None };
    let before = map.entries.iter().take_while(|entry| entry.key_span.start < path.key_span.start);
    before.filter(|entry| !entry.key.starts_with('/')).last()
}

/// Reports `${…}` wherever it is not filled in: everywhere but below `auth`, `upstream` and parts of `events`.
fn forbid_secrets(root: &Node, reading: &mut Reading<'_>) {
    let Kind::Map(top) = &root.kind else { return };
    for entry in top.entries.iter().filter(|entry| !is_private(&entry.key) && entry.key != "auth") {
        match (entry.key.as_str(), &entry.value.kind) {
            ("defaults", Kind::Map(defaults)) => {
                defaults.entries.iter().filter(|entry| entry.key != "auth").for_each(|e| secret::forbid(&e.value, reading));
            }
            ("skills", Kind::Map(skills)) => {
                for skill in &skills.entries {
                    secret::forbid_in_key(&skill.key, skill.key_span, reading);
                    forbid_in_skill(&skill.value, reading);
                }
            }
            ("events", _) => event::forbid_secrets(&entry.value, reading),
            _ => secret::forbid(&entry.value, reading),
        }
    }
}

fn forbid_in_skill(skill: &Node, reading: &mut Reading<'_>) {
    let Kind::Map(map) = &skill.kind else { return secret::forbid(skill, reading) };
    let open = map.entries.iter().filter(|entry| !is_private(&entry.key) && !["auth", "upstream"].contains(&entry.key.as_str()));
    open.for_each(|entry| match (entry.key.as_str(), &entry.value.kind) {
        ("cases", Kind::List(cases)) => cases.iter().for_each(|case| forbid_in_skill(case, reading)),
        _ => secret::forbid(&entry.value, reading),
    });
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::testing::{findings, findings_of, fix_of, load};
    use crate::diag::Lang;

    #[test]
    fn vars_keep_their_spelling() {
        let loaded =
            load("vars: { tel: 010, price: 4500, ratio: 1.10, shop: 도담, menu: [{ n: 02 }], open: true }\nskills: { /a: 가 }\n");
        assert_eq!(
            serde_json::Value::Object(loaded.spec.unwrap().vars),
            json!({"tel": "010", "price": 4500, "ratio": "1.10", "shop": "도담", "menu": [{"n": "02"}], "open": true})
        );
    }

    #[test]
    fn a_file_without_skills_says_so() {
        assert_eq!(findings_of("version: 1\n").len(), 1);
        assert_eq!(findings_of("skils: { /a: 가 }\n"), ["E011 skils"]);
        assert_eq!(findings_of("/a: 가\n/b: 나\n"), ["E021 /a"]);
        assert!(findings_of("version: 1\n")[0].starts_with("E021"));
        assert_eq!(findings_of("skills:\n"), ["E021 skills"]);
        assert_eq!(findings_of("skills: {}\n"), ["E021 skills"]);
        assert!(findings_of("")[0].starts_with("E021"));
        assert!(findings_of("# 메모\n")[0].starts_with("E021"));
    }

    #[test]
    fn a_skill_that_is_not_indented_is_told_once_and_moved_in() {
        assert_eq!(findings_of("skills:\n/a: 가\n"), ["E006 /a"]);
        assert_eq!(fix_of("skills:\n/a: 가\n").as_deref(), Some("  "));
        assert_eq!(findings_of("skills:\n  /a:\n  reply: 가\n  wait: 나\n  /b: 다\n"), ["E006 reply"]);
        assert_eq!(findings_of("skills:\n  /a:\n    reply: 가\n  wait: 나\n"), ["E006 wait"]);
        assert_eq!(findings_of("skills:\n  /a:\n  /b: 다\n"), ["E020 /a"]);
    }

    #[test]
    fn a_skill_in_another_section_is_told_where_it_belongs() {
        for (yaml, found) in [
            ("tests:\n  /b: 나\n", "E137 /b"),
            ("tests:\n  - skill: /a\n    expect: { text: 가 }\n    /b: 나\n", "E137 /b"),
            ("tests:\n  - skill: /a\n    expect: { text: 가 }\n  /b: 나\n", "E137 /b: 나"),
            ("tests:\n  - skill: /a\n    expect: { text: 가 }\n/b: 나\n", "E137 /b"),
            ("vars:\n  shop: 도담\n  /b: '{{vars.shop}}'\n", "E137 /b"),
            ("defaults:\n  fallback: 죄송해요.\n  /b: { reply: 나 }\n", "E137 /b"),
            ("events:\n  /b: 나\n", "E137 /b"),
            ("events:\n  /b: { reply: 나, quickReplies: [다] }\n", "E137 /b"),
        ] {
            let loaded = load(&format!("skills:\n  /a: 가\n{yaml}"));
            assert_eq!(findings(&loaded.report), [found], "{yaml}");
        }
        assert_eq!(findings_of("skills:\n  /a:\n    reply: 가\n    /b: 나\n"), ["E137 /b"]);
        let report = load("skills:\n  /a: 가\nvars:\n  /b: 나\n").report;
        let help = report.sorted()[0].help(Lang::Ko);
        assert!(help.ends_with("skills:\n  /b: 나"), "{help}");
    }

    #[test]
    fn the_top_of_the_file_is_a_map() {
        assert_eq!(findings_of("- /a: 가\n").len(), 1);
        assert_eq!(findings_of("skills: [가]\n"), ["E012 [가]"]);
    }

    #[test]
    fn only_the_first_version_is_known() {
        assert_eq!(findings_of("version: 1\nskills: { /a: 가 }\n"), [""; 0]);
        assert_eq!(findings_of("version: '2.0'\nskills: { /a: 가 }\n"), ["E025 '2.0'"]);
        assert_eq!(fix_of("version: 3\nskills: { /a: 가 }\n").as_deref(), Some("1"));
    }
}

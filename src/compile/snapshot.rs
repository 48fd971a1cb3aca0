//! One version of the configuration, ready to serve.

use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use sha2::{Digest, Sha256};

use super::route::Routes;
use super::texts::{Common, diagnose, within};
use super::{Event, Skill};
use crate::config;
use crate::config::{Overlay, Pattern, Secret, TemplateFile, TrialSpec, report_strangers};
use crate::diag::{Code, Diagnostic, Report, SourceMap};
use crate::meter::Meters;
use crate::template::Engine;

/// One version of the configuration. Requests, and the callbacks that follow them, hold the one they began with.
pub struct Snapshot {
    /// SHA-256 over all source names and texts, hex, first 16 characters.
    pub hash: String,
    /// The skills, in the order of the file.
    pub skills: Vec<Arc<Skill>>,
    /// The events, in the order of the file.
    pub events: Vec<Arc<Event>>,
    /// Helpers and partials for the skills' templates.
    pub engine: Engine,
    /// `tests`, in the order of the files.
    pub tests: Vec<TrialSpec>,
    /// Whether the tests have to hold before this is served.
    pub gated: bool,
    /// What stands for its `${…}`: to be hidden wherever it comes back from outside.
    pub secrets: Vec<Secret>,
    /// Of the skills and, behind them, of the events.
    routes: Routes,
}

/// What a load gives: a snapshot when there is no error, and the report and the files to watch in any case.
pub struct Loaded {
    /// The snapshot.
    pub snapshot: Option<Snapshot>,
    /// Mistakes and warnings, and the sources.
    pub report: Report,
    /// What to watch.
    pub files: Vec<PathBuf>,
    /// Which other files would belong to it if they came.
    pub patterns: Vec<Pattern>,
}

/// Reads and compiles a configuration: the one way in for `serve`, `check` and `render`.
/// `meters`: where the skills' counters are registered, once all of them are right.
///
/// ```no_run
/// use talkplate::{compile, meter::Meters};
///
/// let loaded = compile::load("skills.yaml".as_ref(), &Meters::default());
/// match loaded.snapshot {
///     Some(snapshot) => println!("{} skills", snapshot.skills.len()),
///     None => println!("{} mistakes", loaded.report.sorted().len()),
/// }
/// ```
pub fn load(path: &Path, meters: &Meters) -> Loaded {
    compile(config::load(path), meters)
}

/// The same with unsaved edits in the place of some of the files; see [`Overlay`].
pub fn load_over(path: &Path, overlay: Overlay, meters: &Meters) -> Loaded {
    compile(config::load_over(path, overlay), meters)
}

/// The same for a configuration that is not in a file; see [`config::load_text`].
pub fn load_text(name: &str, text: String, meters: &Meters) -> Loaded {
    compile(config::load_text(name, text), meters)
}

fn compile(loaded: config::Loaded, meters: &Meters) -> Loaded {
    let config::Loaded { spec, mut report, files, patterns } = loaded;
    let Some(spec) = spec else { return Loaded { snapshot: None, report, files, patterns } };

    let engine = compile_partials(&spec.partials, &mut report);
    let mut skills = Vec::with_capacity(spec.skills.len());
    if !spec.tests.is_empty() {
        let routes = Routes::new(spec.skills.iter().map(|skill| skill.path.value.as_str()));
        report_strangers(&spec, |path| routes.find(path).is_some(), &mut report);
    }
    let vars = Arc::new(spec.vars);
    let mut common = Common::default();
    for skill in spec.skills {
        skills.extend(Skill::compile(skill, &engine, (&vars, spec.lost), &mut common, &mut report));
    }
    let mut events = Vec::with_capacity(spec.events.len());
    for event in spec.events {
        events.extend(Event::compile(event, &engine, (&vars, spec.lost), &mut common, &mut report));
    }
    if report.has_errors() {
        return Loaded { snapshot: None, report, files, patterns };
    }
    // Only now: a template that could not be read may use any of them.
    for key in spec.var_keys.iter().filter(|key| !common.used_vars.contains(&key.value)) {
        report.push(Diagnostic::new(Code::UnusedVar).at(key.span).arg("name", &key.value));
    }
    let mut snapshot = Snapshot::new(hash(&report.sources), skills, events, engine, meters);
    (snapshot.tests, snapshot.gated, snapshot.secrets) = (spec.tests, spec.gate.is_some(), spec.secrets);
    if let Some(gate) = spec.gate.filter(|_| snapshot.tests.is_empty()) {
        report.push(Diagnostic::new(Code::GateWithoutTests).at(gate));
    }
    for test in &snapshot.tests {
        let skill = snapshot.skill(test.skill.value.split('?').next().unwrap_or_default());
        if let Some(key) =
            test.upstream_key.filter(|_| skill.is_some_and(|skill| skill.plans().all(|plan| plan.upstream.is_none())))
        {
            report.push(Diagnostic::new(Code::NoEffect).at(key).arg("key", "upstream").arg("reason", "no upstream"));
        }
    }
    if report.has_errors() {
        return Loaded { snapshot: None, report, files, patterns };
    }
    Loaded { snapshot: Some(snapshot), report, files, patterns }
}

impl Snapshot {
    fn new(hash: String, skills: Vec<Skill>, events: Vec<Event>, engine: Engine, meters: &Meters) -> Self {
        let skills: Vec<_> = skills
            .into_iter()
            .map(|mut skill| {
                skill.meter = meters.skill(&skill.path);
                Arc::new(skill)
            })
            .collect();
        let events: Vec<_> = events
            .into_iter()
            .map(|mut event| {
                event.meter = meters.skill(&event.path);
                Arc::new(event)
            })
            .collect();
        let paths = skills.iter().map(|skill| skill.path.as_str()).chain(events.iter().map(|event| event.path.as_str()));
        let routes = Routes::new(paths);
        Self { hash, skills, events, engine, tests: Vec::new(), gated: false, secrets: Vec::new(), routes }
    }

    /// The skill of a path as it came (percent-encoded, without query), enabled or not.
    pub fn skill(&self, path: &str) -> Option<&Arc<Skill>> {
        self.routes.find(path).and_then(|at| self.skills.get(at))
    }

    /// The event of a path as it came (percent-encoded, without query).
    pub fn event(&self, path: &str) -> Option<&Arc<Event>> {
        self.routes.find(path).and_then(|at| self.events.get(at.checked_sub(self.skills.len())?))
    }
}

fn compile_partials(partials: &[TemplateFile], report: &mut Report) -> Engine {
    let sources: Vec<_> = partials.iter().map(|partial| (partial.name.clone(), partial.text.clone())).collect();
    let mut faults = Vec::new();
    let engine = Engine::new(&sources, &mut faults);
    for (at, fault) in faults {
        if let Some(partial) = partials.get(at) {
            report.push(diagnose(fault, |range| within(partial.span, range)));
        }
    }
    engine
}

fn hash(sources: &SourceMap) -> String {
    let mut hasher = Sha256::new();
    for source in sources.files() {
        for text in [&source.name, &source.text] {
            hasher.update((text.len() as u64).to_le_bytes());
            hasher.update(text.as_bytes());
        }
    }
    let mut hash = String::with_capacity(16);
    for byte in hasher.finalize().iter().take(8) {
        // Writing to a String cannot fail.
        let _ = write!(hash, "{byte:02x}");
    }
    hash
}

#[cfg(test)]
mod tests {
    use crate::compile::testing::{load_files, mistakes, snapshot, under_caret};

    #[test]
    fn the_hash_tells_configurations_apart() {
        let hash = |yaml: &str| snapshot(yaml, &[]).hash;
        assert_eq!(hash("skills: { /a: 네 }\n"), hash("skills: { /a: 네 }\n"));
        assert_ne!(hash("skills: { /a: 네 }\n"), hash("skills: { /a: 예 }\n"));
        let hash = hash("skills: { /a: 네 }\n");
        assert!(hash.len() == 16 && hash.bytes().all(|b| b.is_ascii_hexdigit()), "{hash}");
    }

    #[test]
    fn the_hash_covers_template_files() {
        let hash = |file: &str| snapshot("skills: { /a: { template: t.json.hbs } }\n", &[("t.json.hbs", file)]).hash;
        assert_ne!(hash(r#"[{"simpleText":{"text":"네"}}]"#), hash(r#"[{"simpleText":{"text":"예"}}]"#));
    }

    #[test]
    fn a_skill_is_found_by_its_path() {
        let snapshot = snapshot("skills: { /a: 네, /b: { reply: 예, enabled: false } }\n", &[]);
        assert_eq!(snapshot.skill("/b").map(|skill| skill.enabled), Some(false));
        assert!(snapshot.skill("/c").is_none());
    }

    #[test]
    fn a_test_says_an_upstreams_answer_only_where_one_is_asked() {
        let yaml = "skills:\n  /a: 네\n  /{b}/c: { upstream: 'https://a.kr/' }\ntests:\n  - { skill: /a, upstream: 네, expect: { text: 네 } }\n  - { skill: /b/c, upstream: 네, expect: { text: 네 } }\n";
        assert_eq!(mistakes(&load_files(yaml, &[])), ["E036 5:18 key=upstream reason=no upstream"]);
    }

    #[test]
    fn a_var_that_nothing_uses_is_a_warning() {
        let loaded = load_files("vars:\n  shop: 도담카페\n  tel: 02-123-4567\nskills:\n  /a: \"{{vars.shop}}\"\n", &[]);
        assert_eq!(mistakes(&loaded), ["W007 3:3 name=tel"]);
        assert_eq!(under_caret(&loaded, "W007"), "tel");
    }

    #[test]
    fn a_var_may_be_used_by_a_computed_name_or_a_partial() {
        let loaded = load_files("vars: { a: 1, b: 2 }\nskills: { /a: \"{{lookup vars params.key}}!\" }\n", &[]);
        assert_eq!(mistakes(&loaded), Vec::<String>::new());
        let files = [("t.json.hbs", r#"[{"simpleText":{"text":"{{> _tel}}"}}]"#), ("templates/_tel.hbs", "{{vars.tel}}")];
        let loaded = load_files("vars: { tel: 1 }\nskills: { /a: { template: t.json.hbs } }\n", &files);
        assert_eq!(mistakes(&loaded), Vec::<String>::new());
    }

    #[test]
    fn a_name_is_not_doubted_when_what_defines_it_could_not_be_read() {
        for (yaml, files, told) in [
            ("include: b.yaml\nskills: { /a: '{{vars.tel}}' }\n", &[][..], "E132"),
            ("include: b.yaml\nskills: { /a: '{{vars.tel}}' }\n", &[("b.yaml", "vars: { tel: \"1 }\n")][..], "E008"),
            ("var: { tel: 1 }\nskills: { /a: '{{vars.tel}}' }\n", &[], "E011"),
            ("vars: { tel: }\nskills: { /a: '{{vars.tel}}' }\n", &[], "E020"),
            ("skills:\n  '/{a b}': '{{path.a}}'\n", &[], "E130"),
            ("vars: { tel: 1 }\nskills: { /a: '{{vars.tell}}{{vars.tel}}', /b: '{{vars.tell}}' }\n", &[], "W003 W003"),
        ] {
            let loaded = load_files(yaml, files);
            let codes: Vec<String> = mistakes(&loaded).iter().map(|mistake| mistake[..4].to_owned()).collect();
            assert_eq!(codes.join(" "), told, "{yaml}");
        }
    }

    #[test]
    fn a_mistake_in_a_partial_is_shown_in_its_file() {
        let files = [("t.json.hbs", "[{{> _bubble}}]"), ("templates/_bubble.hbs", "{{#if x}}")];
        let loaded = load_files("skills: { /a: { template: t.json.hbs } }\n", &files);
        assert!(loaded.snapshot.is_none());
        let report = loaded.report.sorted();
        let names: Vec<_> = report.iter().filter_map(|d| d.span).map(|s| &loaded.report.sources.get(s.file).name).collect();
        assert!(names.iter().any(|name| name.ends_with("_bubble.hbs")), "{:?}", mistakes(&loaded));
    }
}

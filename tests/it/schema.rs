//! `skills.schema.json` and `talkplate schema`: what the program takes, an editor takes; what it refuses by shape, an editor marks.

use std::fs;
use std::path::{Path, PathBuf};

use jsonschema::Validator;
use serde_json::Value;
use talkplate::diag::{Lang, Report};
use talkplate::schema::schema;
use talkplate::yaml;

use crate::binary::Stage;
use crate::handbook;

const FILE: &str = "skills.schema.json";

fn judge() -> Validator {
    let schema: Value = serde_json::from_str(&schema(Lang::Ko)).unwrap();
    jsonschema::draft7::meta::validate(&schema).unwrap();
    jsonschema::draft7::new(&schema).unwrap()
}

/// The file as an editor sees it: YAML, read as JSON. `None`: it is no YAML.
fn read(text: &str) -> Option<Value> {
    let mut report = Report::default();
    let file = report.sources.add("skills.yaml", "skills.yaml", text.trim_start_matches('\u{feff}'));
    let node = yaml::read(file, &mut report)?;
    (!report.has_errors()).then(|| node.to_json())
}

/// Every mistake, with its place.
fn mistakes(judge: &Validator, file: &Value) -> Vec<String> {
    judge.iter_errors(file).map(|error| format!("{}: {error}", error.instance_path())).collect()
}

fn files_named(folder: &str, name: &str) -> Vec<PathBuf> {
    let mut files: Vec<PathBuf> =
        fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path().join(name)).filter(|path| path.is_file()).collect();
    files.sort();
    files
}

#[test]
fn the_projects_schema_is_what_the_program_prints() {
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        fs::write(FILE, schema(Lang::Ko)).unwrap();
    }
    assert!(fs::read_to_string(FILE).unwrap_or_default() == schema(Lang::Ko), "run UPDATE_GOLDEN=1 cargo test --test it schema::");
    let stage = Stage::empty();
    assert_eq!(stage.run(&["schema"]).out, schema(Lang::Ko));
    assert_eq!(stage.run(&["schema", "--lang", "en"]).out, schema(Lang::En));
}

#[test]
fn every_file_that_loads_is_valid() {
    let judge = judge();
    let mut files: Vec<(String, String)> = handbook::right_yaml();
    assert!(files.len() > 20, "{}", files.len());
    let warnings = files_named("tests/mistakes", "skills.yaml").into_iter().filter(|path| path.starts_with_code('W'));
    let on_disk = files_named("tests/replies", "reply.yaml").into_iter().chain(warnings).chain([PathBuf::from("skills.yaml")]);
    files.extend(on_disk.map(|path| (path.display().to_string(), fs::read_to_string(&path).unwrap())));
    let mut wrong = Vec::new();
    for (name, text) in &files {
        let Some(file) = read(text) else { continue };
        let found = mistakes(&judge, &file);
        if !found.is_empty() {
            wrong.push(format!("{name}\n  {}", found.join("\n  ")));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

trait Coded {
    fn starts_with_code(&self, letter: char) -> bool;
}

impl Coded for Path {
    fn starts_with_code(&self, letter: char) -> bool {
        self.parent().and_then(Path::file_name).and_then(|name| name.to_str()).is_some_and(|name| name.starts_with(letter))
    }
}

/// Mistakes of shape, which an editor can mark while they are made.
const MARKED: &[&str] = &["E011", "E012", "E030", "E047", "E077", "E078"];
/// What these folders show hangs on more than the shape.
const UNMARKED: &[&str] = &[];

#[test]
fn mistakes_of_shape_are_marked() {
    let judge = judge();
    let mut missed = Vec::new();
    let mut seen = 0;
    for path in files_named("tests/mistakes", "skills.yaml") {
        let name = path.display().to_string();
        if !MARKED.iter().any(|code| name.contains(&format!("/{code}-"))) || UNMARKED.iter().any(|folder| name.contains(folder)) {
            continue;
        }
        let Some(file) = read(&fs::read_to_string(&path).unwrap()) else { continue };
        seen += 1;
        if judge.is_valid(&file) {
            missed.push(name);
        }
    }
    assert!(seen >= MARKED.len(), "{seen}");
    assert_eq!(missed, [""; 0]);
}

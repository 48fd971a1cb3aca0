//! A case of `tests/effects`: where it is written, and how the key is taken out of its file.

use std::collections::BTreeMap;
use std::fs;

use serde_json::{Map, Value, json};
use talkplate::diag::Report;
use talkplate::yaml;

/// One key, what is asked, and what must be seen.
#[derive(Debug)]
pub(super) struct Case {
    /// `section.key`.
    pub(super) key: String,
    /// Which file of `tests/effects`.
    pub(super) place: String,
    /// skills.yaml.
    pub(super) file: Value,
    /// Other files beside it.
    pub(super) files: BTreeMap<String, String>,
    /// Where the key stands in the file: the end of its path, `.` between; the key alone where there is only one of its name.
    at: String,
    /// What stands there instead; nothing: the key is taken out.
    instead: Option<Value>,
    /// What is asked, and how.
    pub(super) ask: Asked,
    /// Where to look in what is seen.
    pub(super) see: String,
    /// What is seen there with the key, and without it.
    pub(super) with: Value,
    pub(super) without: Value,
}

/// A request, and the neighbours it meets.
#[derive(Debug, Default)]
pub(super) struct Asked {
    /// The path.
    pub(super) path: String,
    /// Laid over the payload of [`crate::app::says`].
    pub(super) payload: Value,
    /// The whole body, instead.
    pub(super) body: Value,
    /// Through the real server; else the skill alone.
    pub(super) served: bool,
    /// Headers of the request.
    pub(super) headers: Vec<(String, String)>,
    /// What the upstream says, and with which status; nothing: it cannot be reached.
    pub(super) upstream: Value,
    pub(super) status: u16,
    /// How long the upstream takes, in milliseconds.
    pub(super) after: u64,
    /// How often it is asked at once.
    pub(super) times: usize,
}

const GROUP: &[&str] =
    &["of", "in", "keys", "file", "files", "ask", "payload", "body", "served", "headers", "upstream", "status", "after", "times"];
const CASE: &[&str] = &[
    "at", "instead", "see", "with", "without", "file", "files", "ask", "payload", "body", "served", "headers", "upstream",
    "status", "after", "times",
];

/// Every case of every file.
pub(super) fn all() -> Vec<Case> {
    let mut cases = Vec::new();
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/effects");
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let place = path.file_name().unwrap().to_string_lossy().into_owned();
        for group in list(&read(&place, &fs::read_to_string(&path).unwrap())) {
            let group = map(group, GROUP, &place);
            for (key, own) in map(&group["keys"], &[], &place) {
                let key = format!("{}.{key}", text(group, "of"));
                let own = long(own);
                cases.push(case(&key, &place, group, map(&own, CASE, &key)));
            }
        }
    }
    cases
}

/// `[SEEN]` is what is seen with the key, and nothing without it; `[SEEN, OTHER]`: with the other value that one is seen.
fn long(own: &Value) -> Value {
    match own.as_array().map(Vec::as_slice) {
        Some([with]) => json!({ "with": with }),
        Some([with, other]) => json!({ "with": with, "instead": other, "without": other }),
        _ => own.clone(),
    }
}

fn case(key: &str, place: &str, group: &Map<String, Value>, own: &Map<String, Value>) -> Case {
    let either = |name: &str| own.get(name).or_else(|| group.get(name)).cloned().unwrap_or_default();
    let texts = |name: &str| -> BTreeMap<String, String> {
        let value = either(name);
        value.as_object().into_iter().flatten().map(|(name, text)| (name.clone(), text.as_str().unwrap().to_owned())).collect()
    };
    let name = key.rsplit('.').next().unwrap();
    let inside = text(group, "in");
    let below = own.get("see").map_or(name, |see| see.as_str().unwrap());
    // A place that begins at the root says so.
    let see = match below.strip_prefix('/') {
        Some(see) => see.to_owned(),
        None => [inside, below].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("."),
    };
    let path = either("ask");
    let ask = Asked {
        path: path.as_str().unwrap_or("/x").to_owned(),
        payload: either("payload"),
        body: either("body"),
        served: either("served") == true,
        headers: texts("headers").into_iter().collect(),
        upstream: either("upstream"),
        status: either("status").as_u64().map_or(200, |status| u16::try_from(status).unwrap()),
        after: either("after").as_u64().unwrap_or(0),
        times: either("times").as_u64().map_or(1, |times| usize::try_from(times).unwrap()),
    };
    Case {
        key: key.to_owned(),
        place: place.to_owned(),
        file: either("file"),
        files: texts("files"),
        at: own.get("at").map_or(name, |at| at.as_str().unwrap()).to_owned(),
        instead: own.get("instead").cloned(),
        ask,
        see,
        with: own.get("with").unwrap_or_else(|| panic!("{key}: says nothing about `with`")).clone(),
        without: own.get("without").cloned().unwrap_or_default(),
    }
}

impl Case {
    /// The file without the key, or with the other value under it.
    pub(super) fn file_without(&self) -> Result<Value, String> {
        let wanted: Vec<&str> = self.at.split('.').collect();
        let mut file = self.file.clone();
        match change(&mut file, &mut Vec::new(), &wanted, self.instead.as_ref()) {
            1 => Ok(file),
            number => Err(format!("`{}` stands {number} times in the file", self.at)),
        }
    }
}

/// Changes whatever stands at a path that ends like this; how many there were.
fn change(value: &mut Value, path: &mut Vec<String>, wanted: &[&str], instead: Option<&Value>) -> usize {
    let names: Vec<String> = match value {
        Value::Object(map) => map.keys().cloned().collect(),
        Value::Array(items) => (0..items.len()).map(|at| at.to_string()).collect(),
        _ => return 0,
    };
    let mut changed = 0;
    for name in names {
        path.push(name.clone());
        if path.iter().rev().zip(wanted.iter().rev()).filter(|(one, other)| one == *other).count() == wanted.len() {
            changed += 1;
            match (&mut *value, instead) {
                (Value::Object(map), Some(other)) => drop(map.insert(name, other.clone())),
                (Value::Object(map), None) => drop(map.shift_remove(&name)),
                (Value::Array(items), _) => drop(items.remove(name.parse::<usize>().unwrap())),
                _ => {}
            }
        } else if let Some(inner) = member(value, &name) {
            changed += change(inner, path, wanted, instead);
        }
        path.pop();
    }
    changed
}

fn member<'v>(value: &'v mut Value, name: &str) -> Option<&'v mut Value> {
    match value {
        Value::Object(map) => map.get_mut(name),
        Value::Array(items) => items.get_mut(name.parse::<usize>().ok()?),
        _ => None,
    }
}

/// What stands at a place, `.` between the steps; null where there is nothing.
pub(super) fn at<'v>(value: &'v Value, place: &str) -> &'v Value {
    static NOTHING: Value = Value::Null;
    let mut found = value;
    for step in place.split('.') {
        found = match found {
            Value::Array(items) => step.parse::<usize>().ok().and_then(|at| items.get(at)).unwrap_or(&NOTHING),
            other => other.get(step).unwrap_or(&NOTHING),
        };
    }
    found
}

/// As the program reads YAML.
fn read(name: &str, yaml: &str) -> Value {
    let mut report = Report::default();
    let file = report.sources.add(name, name, yaml);
    let node = yaml::read(file, &mut report);
    assert!(!report.has_errors(), "{}", talkplate::diag::render::human(&report, talkplate::diag::Lang::En, false));
    node.unwrap().to_json()
}

fn list(value: &Value) -> &[Value] {
    value.as_array().expect("a list of groups")
}

/// A map that has no other keys than these; none: any.
fn map<'v>(value: &'v Value, keys: &[&str], place: &str) -> &'v Map<String, Value> {
    let map = value.as_object().unwrap_or_else(|| panic!("{place}: {value} is no map"));
    let unknown: Vec<&String> = map.keys().filter(|key| !keys.is_empty() && !keys.contains(&key.as_str())).collect();
    assert!(unknown.is_empty(), "{place}: {unknown:?}");
    map
}

fn text<'v>(map: &'v Map<String, Value>, name: &str) -> &'v str {
    map.get(name).and_then(Value::as_str).unwrap_or_default()
}

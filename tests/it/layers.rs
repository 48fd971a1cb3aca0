//! The house rules that a machine can check: who may import whom, where third-party crates live, how long a file may be.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// Longest file, in lines. Tables are exempt.
const LONGEST: usize = 600;
const TABLES: &[&str] = &["src/kakao/shape.rs"];

/// Crates with one home: a folder, or one file.
const HOMES: &[(&str, &[&str])] = &[
    ("actix_web", &["src/serve/", "src/console/"]),
    ("rust_embed", &["src/console/assets.rs"]),
    ("actix_http", &["src/serve/"]),
    ("actix_rt", &["src/serve/"]),
    ("ureq_proto", &["src/outbound/"]),
    ("tokio_rustls", &["src/outbound/"]),
    ("rustls_platform_verifier", &["src/outbound/"]),
    ("socket2", &["src/outbound/"]),
    ("httpdate", &["src/outbound/"]),
    ("notify", &["src/live/watch.rs"]),
    ("handlebars", &["src/template/"]),
    ("pulldown_cmark", &["src/template/helper/plain/"]),
    ("regex", &["src/compile/"]),
    ("granit_parser", &["src/yaml/"]),
    ("glob", &["src/config/pattern.rs"]),
    ("quick_junit", &["src/cli/"]),
    ("similar", &["src/cli/"]),
    ("matchit", &["src/compile/route.rs"]),
    ("serde_yaml", &["src/yaml/"]),
    ("clap", &["src/cli/"]),
    ("tracing_subscriber", &["src/cli/"]),
    ("prometheus_client", &["src/meter/"]),
    ("redb", &["src/store/disk/"]),
    ("postcard", &["src/store/record.rs"]),
    ("redis", &["src/store/redis/"]),
    ("jsonschema", &["src/schema/tests.rs"]),
    ("annotate_snippets", &["src/diag/render/"]),
];

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Every source file: its name below the project, and its lines without comments.
fn sources() -> Vec<(String, Vec<String>)> {
    let mut folders = vec![root().join("src")];
    let mut files = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|ending| ending == "rs") {
                files.push(path);
            }
        }
    }
    files.sort();
    assert!(files.len() > 50, "the sources are looked for in the wrong place");
    files.into_iter().map(|path: PathBuf| (path.strip_prefix(root()).unwrap().display().to_string(), code_of(&path))).collect()
}

fn code_of(path: &Path) -> Vec<String> {
    let text = fs::read_to_string(path).unwrap();
    text.lines().map(|line| if line.trim_start().starts_with("//") { String::new() } else { line.to_owned() }).collect()
}

/// The table in the crate's documentation: folder → layer.
fn layers() -> BTreeMap<String, usize> {
    let text = fs::read_to_string(root().join("src/lib.rs")).unwrap();
    let rows = text.lines().filter_map(|line| line.strip_prefix("//! | ")).filter_map(|row| row.split_once(" | "));
    let mut layers = BTreeMap::new();
    for (layer, folders) in rows.filter_map(|(layer, folders)| Some((layer.parse::<usize>().ok()?, folders))) {
        for folder in folders.trim_end_matches('|').split(',') {
            layers.insert(folder.trim().trim_matches('`').to_owned(), layer);
        }
    }
    layers
}

/// `src/serve/app.rs` → `serve`; `None` for the crate's own files.
fn folder_of(file: &str) -> Option<&str> {
    file.strip_prefix("src/")?.split_once('/').map(|(folder, _)| folder)
}

/// The folders that a line names after `crate::`, also in `crate::{a, b::C}`.
fn named(line: &str) -> Vec<String> {
    let mut names = Vec::new();
    for after in line.split("crate::").skip(1) {
        let first = |text: &str| text.trim().chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect::<String>();
        match after.strip_prefix('{') {
            Some(list) => names.extend(top_level(list).iter().map(|item| first(item))),
            None => names.push(first(after)),
        }
    }
    names
}

/// `a, b::{C, D}, e}` → `a`, `b::{C, D}`, `e`.
fn top_level(list: &str) -> Vec<String> {
    let (mut items, mut item, mut depth) = (Vec::new(), String::new(), 0);
    for c in list.chars() {
        match c {
            '}' if depth == 0 => break,
            '{' => depth += 1,
            '}' => depth -= 1,
            ',' if depth == 0 => {
                items.push(std::mem::take(&mut item));
                continue;
            }
            _ => {}
        }
        item.push(c);
    }
    items.push(item);
    items
}

#[test]
fn a_folder_imports_only_folders_of_a_lower_layer() {
    let layers = layers();
    let mut wrong = Vec::new();
    for (file, lines) in sources() {
        let Some(folder) = folder_of(&file) else { continue };
        let own = *layers.get(folder).unwrap_or_else(|| panic!("{folder} is not in the table of src/lib.rs"));
        for (at, line) in lines.iter().enumerate() {
            for name in named(line) {
                if name != folder && layers.get(&name).is_some_and(|layer| *layer >= own) {
                    wrong.push(format!("{file}:{}: {folder} ({own}) must not import {name} ({})", at + 1, layers[&name]));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_folder_is_in_the_table_and_every_row_is_a_folder() {
    let layers = layers();
    let there: Vec<String> = fs::read_dir(root().join("src"))
        .unwrap()
        .map(|entry| entry.unwrap())
        .filter(|entry| entry.path().is_dir())
        .map(|entry| entry.file_name().into_string().unwrap())
        .collect();
    for folder in &there {
        assert!(layers.contains_key(folder), "{folder} has no layer");
    }
    for folder in layers.keys() {
        assert!(there.contains(folder), "{folder} is in the table and not in src");
    }
}

#[test]
fn third_party_crates_stay_at_home() {
    let mut wrong = Vec::new();
    for (file, lines) in sources() {
        for (at, line) in lines.iter().enumerate() {
            for (name, homes) in HOMES {
                let used = line.match_indices(&format!("{name}::")).any(|(start, _)| {
                    let before = line.get(..start).unwrap_or_default().chars().next_back();
                    !before.is_some_and(|c| c.is_alphanumeric() || c == '_' || c == ':')
                });
                if used && !homes.iter().any(|home| file.starts_with(home)) {
                    wrong.push(format!("{file}:{}: {name} lives in {}", at + 1, homes.join(", ")));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn no_file_is_longer_than_a_reader_can_keep_in_mind() {
    for (file, lines) in sources() {
        assert!(lines.len() <= LONGEST || TABLES.contains(&file.as_str()), "{file} has {} lines, more than {LONGEST}", lines.len());
    }
}

#[test]
fn every_file_begins_by_saying_what_it_is() {
    for (file, _) in sources() {
        let text = fs::read_to_string(root().join(&file)).unwrap();
        assert!(text.starts_with("//! "), "{file} has no module documentation");
    }
}

#[test]
fn imports_are_read_in_every_form() {
    assert_eq!(named("use crate::diag::{Lang, Report};"), ["diag"]);
    assert_eq!(named("use crate::{diag, yaml::{Node, Kind}, kakao};"), ["diag", "yaml", "kakao"]);
    assert_eq!(named("fn f(x: &crate::meter::Meters) -> crate::diag::Span {"), ["meter", "diag"]);
}

//! Several files, seen from outside: whatever happens to one of them is noticed, and none of them can take the others down.

use std::fs;
use std::os::unix::fs::symlink;
use std::path::Path;
use std::time::Duration;

use rstest::rstest;

use crate::binary::{Running, Stage, request, until};

const MAIN: &str = "include: teams/**/*.yaml\nskills:\n  /main: 본점\n";

fn says(path: &str, text: &str) -> String {
    format!("skills:\n  {path}: {text}\n")
}

fn gone(server: &Running, path: &str) {
    until(path, || (request(server.public, "POST", path, "{}").0 == 404).then_some(())).unwrap();
}

#[rstest]
fn an_included_file_may_come_change_move_break_and_go(#[values("auto", "poll")] watch: &str) {
    let stage = Stage::with(MAIN);
    let server = stage.serve(&["--watch", watch]);
    assert_eq!(server.ask("/main"), "본점");

    stage.write("teams/delivery.yaml", &says("/a", "하나"));
    server.wait_answer("/a", "하나");
    stage.write("teams/pangyo/hall.yaml", &says("/b", "둘"));
    server.wait_answer("/b", "둘");
    stage.write("teams/pangyo/hall.yaml", &says("/b", "셋"));
    server.wait_answer("/b", "셋");

    fs::rename(stage.path("teams/delivery.yaml"), stage.path("teams/pangyo/delivery.yaml")).unwrap();
    let generation = server.generation();
    until("the new name", || (server.generation() > generation).then_some(())).unwrap();
    assert_eq!(server.ask("/a"), "하나");

    stage.write("teams/pangyo/hall.yaml", "skills:\n  /b: { replyy: 넷 }\n");
    let error = server.wait_error();
    assert_eq!(error["diagnostics"][0]["file"], "teams/pangyo/hall.yaml", "{error}");
    assert_eq!((server.ask("/a"), server.ask("/b")), ("하나".to_owned(), "셋".to_owned()));
    stage.write("teams/pangyo/hall.yaml", &says("/b", "다섯"));
    server.wait_answer("/b", "다섯");
    assert!(server.status()["lastError"].is_null());

    fs::remove_file(stage.path("teams/pangyo/delivery.yaml")).unwrap();
    gone(&server, "/a");
    assert_eq!(server.ask("/b"), "다섯");
    fs::remove_dir_all(stage.path("teams")).unwrap();
    gone(&server, "/b");
    assert_eq!(server.ask("/main"), "본점");
}

#[test]
fn a_file_in_a_new_folder_is_live_at_once_where_there_are_file_events() {
    let stage = Stage::with(MAIN);
    stage.write("teams/a/s.yaml", &says("/a", "가"));
    let server = stage.serve(&[]);
    let mut times: Vec<Duration> = (1..=5)
        .map(|at| {
            stage.write(&format!("teams/new{at}/s.yaml"), &says(&format!("/new{at}"), "새로"));
            server.wait_answer(&format!("/new{at}"), "새로")
        })
        .collect();
    times.sort();
    assert!(times[2] < Duration::from_millis(400), "it took {times:?}");
}

#[test]
fn other_files_beside_the_included_ones_are_no_change() {
    let stage = Stage::with("include: teams/*\nskills:\n  /main: 본점\n");
    stage.write("teams/a.yaml", &says("/a", "하나"));
    let server = stage.serve(&[]);
    for name in ["teams/.a.yaml.swp", "teams/a.yaml~", "teams/4913", "teams/README.md", "teams/a.yaml.bak"] {
        stage.write(name, "skills: [");
    }
    stage.write("teams/a.yaml", &says("/a", "둘"));
    server.wait_answer("/a", "둘");
    assert_eq!(server.generation(), 2);
}

#[test]
fn a_file_that_is_deleted_and_made_again_never_loses_its_skills() {
    let stage = Stage::with(MAIN);
    stage.write("teams/a.yaml", &says("/a", "0"));
    let server = stage.serve(&[]);
    for at in 1..=5 {
        fs::remove_file(stage.path("teams/a.yaml")).unwrap();
        // The removal is noticed, and waited out.
        let begun = std::time::Instant::now();
        while begun.elapsed() < Duration::from_millis(150) {
            assert_eq!(request(server.public, "POST", "/a", "{}").0, 200);
        }
        stage.write("teams/a.yaml", &says("/a", &at.to_string()));
        server.wait_answer("/a", &at.to_string());
    }
}

/// As kubelet fills a folder from a `ConfigMap`: new links are made, `..data` is swapped, stale links are removed.
fn config_map(folder: &Path, version: &str, files: &[(&str, &str)]) {
    let data = folder.join(format!("..{version}"));
    fs::create_dir_all(&data).unwrap();
    for (name, text) in files {
        fs::write(data.join(name), text).unwrap();
    }
    symlink(format!("..{version}"), folder.join("..data_tmp")).unwrap();
    fs::rename(folder.join("..data_tmp"), folder.join("..data")).unwrap();
    for (name, _) in files {
        if !folder.join(name).is_symlink() {
            symlink(format!("..data/{name}"), folder.join(name)).unwrap();
        }
    }
    for entry in fs::read_dir(folder).unwrap() {
        let entry = entry.unwrap();
        let name = entry.file_name().into_string().unwrap();
        if !name.starts_with("..") && !files.iter().any(|(file, _)| *file == name) {
            fs::remove_file(entry.path()).unwrap();
        }
    }
}

#[rstest]
fn a_config_map_may_hold_the_included_files(#[values("auto", "poll")] watch: &str) {
    let stage = Stage::with("include: teams/*.yaml\nskills:\n  /main: 본점\n");
    let teams = stage.path("teams");
    config_map(&teams, "v1", &[("a.yaml", &says("/a", "하나")), ("b.yaml", &says("/b", "둘"))]);
    let server = stage.serve(&["--watch", watch]);
    assert_eq!((server.ask("/a"), server.ask("/b")), ("하나".to_owned(), "둘".to_owned()));
    config_map(&teams, "v2", &[("a.yaml", &says("/a", "셋")), ("c.yaml", &says("/c", "넷"))]);
    server.wait_answer("/c", "넷");
    server.wait_answer("/a", "셋");
    gone(&server, "/b");
}

#[test]
fn a_restart_with_a_broken_include_serves_all_files_of_the_last_good_configuration() {
    let stage = Stage::with("include: [teams/*.yaml]\nskills:\n  /main: 본점\n");
    stage.write(
        "teams/a.yaml",
        "auth: { header: X-Key, value: \"${file:key}\" }\nskills:\n  /a: { template: ../t/a.hbs, auth: false }\n  /s: 비밀\n",
    );
    stage.write("teams/key", "열려라");
    stage.write("t/a.hbs", r#"{"outputs":[{"simpleText":{"text":"좋았던 답"}}]}"#);
    let server = stage.serve(&[]);
    assert_eq!(server.ask("/a"), "좋았던 답");
    server.kill();

    stage.write("teams/a.yaml", "skills: [");
    fs::remove_file(stage.path("t/a.hbs")).unwrap();
    let server = stage.serve(&[]);
    assert_eq!((server.ask("/a"), server.ask("/main")), ("좋았던 답".to_owned(), "본점".to_owned()));
    assert_eq!(request(server.public, "POST", "/s", "{}").0, 401, "the copy finds the secret beside the file that names it");
    assert_eq!(server.wait_error()["diagnostics"][0]["file"], "teams/a.yaml");
    stage.write("teams/a.yaml", &says("/a", "고쳤어요"));
    server.wait_answer("/a", "고쳤어요");
}

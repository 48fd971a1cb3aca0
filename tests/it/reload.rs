//! Reloading, seen from outside: every way of saving, every way of getting it wrong, and what survives a crash.

use std::fs;
use std::os::unix::fs::symlink;
use std::path::Path;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use rstest::rstest;

use crate::binary::{Running, Stage, files_below, request, try_request, until};

const BROKEN: &str = "skills:\n  /a:\n    replyy: 안녕\n    reply: 안녕\n";

fn says(text: &str) -> String {
    format!("skills:\n  /a: {text}\n")
}

/// How an editor, a shell or a deployment puts new content where the file is.
type Save = fn(&Path, &str);

fn in_place(file: &Path, text: &str) {
    fs::write(file, text).unwrap();
}

fn by_rename(file: &Path, text: &str) {
    let new = file.with_file_name(".skills.yaml.new");
    fs::write(&new, text).unwrap();
    fs::rename(new, file).unwrap();
}

fn deleted_and_made_again(file: &Path, text: &str) {
    fs::remove_file(file).unwrap();
    fs::write(file, text).unwrap();
}

/// As vim does with `backupcopy=no`.
fn old_one_moved_away(file: &Path, text: &str) {
    fs::rename(file, file.with_file_name("skills.yaml~")).unwrap();
    fs::write(file, text).unwrap();
}

/// As kubelet updates a ConfigMap: the file is a link through `..data`, which is swapped.
fn config_map(file: &Path, text: &str) {
    let folder = file.parent().unwrap();
    let version = folder.join(format!("..v{}", uniquely()));
    fs::create_dir(&version).unwrap();
    fs::write(version.join("skills.yaml"), text).unwrap();
    symlink(version.file_name().unwrap(), folder.join("..data_tmp")).unwrap();
    fs::rename(folder.join("..data_tmp"), folder.join("..data")).unwrap();
    if !file.is_symlink() {
        fs::remove_file(file).unwrap();
        symlink("..data/skills.yaml", file).unwrap();
    }
}

/// As a checkout or a re-created mount does.
fn folder_made_again(file: &Path, text: &str) {
    let folder = file.parent().unwrap();
    fs::rename(folder, folder.with_file_name(format!("old-{}", uniquely()))).unwrap();
    fs::create_dir(folder).unwrap();
    fs::write(file, text).unwrap();
}

fn uniquely() -> usize {
    static NEXT: AtomicUsize = AtomicUsize::new(0);
    NEXT.fetch_add(1, Ordering::Relaxed)
}

#[rstest]
fn every_way_of_saving_goes_live_and_no_mistake_ends_the_watching(
    #[values(in_place, by_rename, deleted_and_made_again, old_one_moved_away, config_map, folder_made_again)] save: Save,
    #[values("auto", "poll")] watch: &str,
) {
    let stage = Stage::empty();
    stage.write("bot/skills.yaml", &says("하나"));
    let file = stage.path("bot/skills.yaml");
    let server = stage.serve(&["--config", "bot/skills.yaml", "--watch", watch]);
    assert_eq!(server.ask("/a"), "하나");

    save(&file, &says("둘"));
    server.wait_answer("/a", "둘");
    save(&file, &says("셋"));
    server.wait_answer("/a", "셋");

    save(&file, BROKEN);
    let error = server.wait_error();
    assert_eq!(error["diagnostics"][0]["line"], 3, "{error}");
    assert_eq!(server.ask("/a"), "셋", "a mistake leaves what is served alone");
    server.wait_log("replyy", 1);

    save(&file, "");
    assert_eq!(server.ask("/a"), "셋", "an empty file is one being saved");

    save(&file, &says("넷"));
    server.wait_answer("/a", "넷");
    assert!(server.status()["lastError"].is_null());
    assert_eq!(server.generation(), 4);
}

/// Saves five times and says how long the third slowest took: without events, nearly all of them would take a second.
fn usual_time(server: &Running, save: impl Fn(&str)) -> Duration {
    let mut times: Vec<Duration> = (1..=5)
        .map(|n| {
            save(&format!("{n}번째"));
            server.wait_answer("/a", &format!("{n}번째"))
        })
        .collect();
    times.sort();
    times[2]
}

#[test]
fn a_save_is_live_at_once_where_there_are_file_events() {
    let stage = Stage::with(&says("0"));
    let server = stage.serve(&[]);
    let usual = usual_time(&server, |text| by_rename(&stage.path("skills.yaml"), &says(text)));
    assert!(usual < Duration::from_millis(300), "it took {usual:?}");
}

#[test]
fn a_folder_that_is_named_later_gives_events_too() {
    let stage = Stage::with(&says("0"));
    let server = stage.serve(&[]);
    let answer = |text: &str| format!(r#"{{"outputs":[{{"simpleText":{{"text":"{text}"}}}}]}}"#);
    stage.write("templates/a.json.hbs", &answer("틀"));
    stage.write("skills.yaml", "skills:\n  /a: { template: templates/a.json.hbs }\n");
    server.wait_answer("/a", "틀");
    let usual = usual_time(&server, |text| by_rename(&stage.path("templates/a.json.hbs"), &answer(text)));
    assert!(usual < Duration::from_millis(300), "it took {usual:?}");
}

#[test]
fn the_same_content_again_is_no_reload() {
    let stage = Stage::with(&says("하나"));
    let server = stage.serve(&[]);
    for save in [in_place, by_rename, deleted_and_made_again] {
        save(&stage.path("skills.yaml"), &says("하나"));
    }
    by_rename(&stage.path("skills.yaml"), &says("둘"));
    server.wait_answer("/a", "둘");
    assert_eq!(server.generation(), 2);
}

#[test]
fn templates_and_partials_are_watched_too() {
    let stage = Stage::with("skills:\n  /a: { template: templates/a.json.hbs }\n");
    stage.write("templates/a.json.hbs", r#"{"outputs":[{"simpleText":{"text":"하나 {{> _foot}}"}}]}"#);
    stage.write("templates/_foot.hbs", "꼬리");
    let server = stage.serve(&[]);
    assert_eq!(server.ask("/a"), "하나 꼬리");
    stage.write("templates/a.json.hbs", r#"{"outputs":[{"simpleText":{"text":"둘 {{> _foot}}"}}]}"#);
    server.wait_answer("/a", "둘 꼬리");
    by_rename(&stage.path("templates/_foot.hbs"), "발");
    server.wait_answer("/a", "둘 발");
}

#[test]
fn a_file_that_a_refused_configuration_asked_for_heals_it_when_it_comes() {
    let stage = Stage::with(&says("하나"));
    let server = stage.serve(&[]);
    stage.write("skills.yaml", "skills:\n  /a: { template: templates/late.json.hbs }\n");
    server.wait_error();
    assert_eq!(server.ask("/a"), "하나");
    stage.write("templates/late.json.hbs", r#"{"outputs":[{"simpleText":{"text":"왔어요"}}]}"#);
    server.wait_answer("/a", "왔어요");
    assert!(server.status()["lastError"].is_null());
}

#[test]
fn without_watching_a_signal_and_the_api_reload() {
    let stage = Stage::with(&says("하나"));
    let server = stage.serve(&["--watch", "off"]);
    stage.write("skills.yaml", &says("둘"));
    server.signal("HUP");
    server.wait_answer("/a", "둘");

    stage.write("skills.yaml", &says("셋"));
    let (status, body) = server.reload();
    assert_eq!(status, 200, "{body}");
    assert_eq!(server.ask("/a"), "셋", "the answer to the call comes when it is live");

    stage.write("skills.yaml", BROKEN);
    let (status, body) = server.reload();
    assert_eq!(status, 422);
    assert!(body.contains("replyy"), "{body}");
    assert_eq!(server.ask("/a"), "셋");

    stage.write("skills.yaml", &says("셋"));
    let (status, _) = server.reload();
    assert_eq!(status, 200);
    assert!(server.status()["lastError"].is_null(), "mended");
    assert_eq!(server.generation(), 3, "what is served already is not swapped");
}

#[test]
fn a_file_that_is_gone_for_long_is_told_and_waited_for() {
    let stage = Stage::with(&says("하나"));
    let server = stage.serve(&["--lang", "en"]);
    fs::remove_file(stage.path("skills.yaml")).unwrap();
    server.wait_log("missing or empty for more than 5 seconds", 1);
    assert_eq!(server.ask("/a"), "하나");
    server.wait_error();
    stage.write("skills.yaml", &says("하나"));
    until("no error", || server.status()["lastError"].is_null().then_some(())).unwrap();
    stage.write("skills.yaml", &says("둘"));
    server.wait_answer("/a", "둘");
    assert_eq!(server.log().matches("missing or empty").count(), 1, "told once");
}

#[test]
fn a_crash_and_a_broken_file_leave_the_last_good_configuration() {
    let stage = Stage::with("skills:\n  /a: { template: templates/a.json.hbs }\n");
    stage.write("templates/a.json.hbs", r#"{"outputs":[{"simpleText":{"text":"좋았던 답"}}]}"#);
    let server = stage.serve(&[]);
    assert_eq!(server.ask("/a"), "좋았던 답");
    server.kill();

    stage.write("skills.yaml", BROKEN);
    stage.write("templates/a.json.hbs", "{");
    let server = stage.serve(&[]);
    assert_eq!(server.ask("/a"), "좋았던 답");
    server.wait_log("마지막 정상 설정", 1);
    server.wait_log("replyy", 1);
    assert_eq!(server.wait_error()["diagnostics"][0]["file"], "skills.yaml");
    assert_eq!(request(server.public, "GET", "/readyz", "").0, 200);

    stage.write("skills.yaml", &says("고쳤어요"));
    server.wait_answer("/a", "고쳤어요");
    assert!(server.status()["lastError"].is_null());
}

#[test]
fn a_crash_while_the_file_is_missing_leaves_the_last_good_configuration() {
    let stage = Stage::with(&says("하나"));
    stage.serve(&[]).kill();
    fs::remove_file(stage.path("skills.yaml")).unwrap();
    let server = stage.serve(&[]);
    assert_eq!(server.ask("/a"), "하나");
    stage.write("skills.yaml", &says("둘"));
    server.wait_answer("/a", "둘");
}

#[test]
fn a_broken_file_without_a_copy_or_with_a_damaged_one_ends_the_start() {
    let stage = Stage::with(BROKEN);
    let ran = stage.run(&["serve", "--listen", "127.0.0.1:0", "--admin", "off"]);
    assert_eq!(ran.code, 1);
    assert!(ran.err.contains("replyy") && ran.err.contains("skills.yaml"), "{}", ran.err);

    stage.write("skills.yaml", &says("하나"));
    stage.serve(&[]).kill();
    for file in files_below(stage.state.path()) {
        fs::write(file, "{").unwrap();
    }
    stage.write("skills.yaml", BROKEN);
    let ran = stage.run(&["serve", "--listen", "127.0.0.1:0", "--admin", "off"]);
    assert_eq!(ran.code, 1, "{}", ran.err);
}

#[test]
fn a_state_folder_that_cannot_be_written_is_told_and_does_no_harm() {
    let stage = Stage::with(&says("하나"));
    stage.write("file", "");
    let server = stage.serve(&["--state-dir", "file/state", "--lang", "en"]);
    server.wait_log("no copy of the configuration could be kept", 1);
    assert_eq!(server.ask("/a"), "하나");
}

#[test]
fn secrets_reach_neither_the_copy_nor_the_log() {
    let skills = "auth: { header: X-Key, value: \"${file:keys/secret}\" }\nskills:\n  /a:\n    reply: 안녕\n    auth: { header: X-Key, value: \"${TOKEN}\" }\n  /b: { auth: false, reply: 열림 }\n";
    let stage = Stage::with(skills);
    stage.write("keys/secret", "비밀번호1234\n");
    let serve = |stage: &Stage| {
        let args = ["serve", "--listen", "127.0.0.1:0", "--admin", "127.0.0.1:0"];
        Running::start(stage.command(&args).env("TOKEN", "토큰5678").env("RUST_LOG", "trace"))
    };
    let server = serve(&stage);
    assert_eq!(request(server.public, "POST", "/a", "{}").0, 401);
    let status = server.status().to_string();
    let log = server.log();
    server.kill();
    for file in files_below(stage.state.path()) {
        let kept = if file.is_symlink() { Vec::new() } else { fs::read(&file).unwrap() };
        // The journal is no text.
        let kept = String::from_utf8_lossy(&kept);
        assert!(!kept.contains("비밀번호1234") && !kept.contains("토큰5678"), "{}", file.display());
    }
    for text in [&status, &log] {
        assert!(!text.contains("비밀번호1234") && !text.contains("토큰5678"), "{text}");
    }

    stage.write("skills.yaml", BROKEN);
    let server = serve(&stage);
    assert_eq!(server.ask("/b"), "열림", "the copy finds the secret's file where it always was");
    assert_eq!(request(server.public, "POST", "/a", "{}").0, 401);
}

#[test]
fn a_changed_secret_file_is_a_changed_configuration() {
    let stage = Stage::with("auth: { header: X-Key, value: \"${file:secret}\" }\nskills:\n  /a: 안녕\n");
    stage.write("secret", "하나");
    let server = stage.serve(&[]);
    assert_eq!(server.generation(), 1);
    stage.write("secret", "둘");
    until("the new secret", || (server.generation() == 2).then_some(())).unwrap();
}

#[test]
fn no_request_fails_or_mixes_versions_while_the_file_is_saved_again_and_again() {
    let reloads: usize = std::env::var("TALKPLATE_TEST_RELOADS").ok().and_then(|n| n.parse().ok()).unwrap_or(15);
    let both = |n: usize| format!("skills:\n  /a: [\"하나 {n}\", \"둘 {n}\"]\n");
    let stage = Stage::with(&both(0));
    let server = stage.serve(&[]);
    let (done, asked) = (AtomicBool::new(false), AtomicUsize::new(0));
    std::thread::scope(|scope| {
        for _ in 0..3 {
            scope.spawn(|| {
                while !done.load(Ordering::Relaxed) {
                    let (status, body) = try_request(server.public, "POST", "/a", "{}").unwrap();
                    assert_eq!(status, 200, "{body}");
                    let response: serde_json::Value = serde_json::from_str(&body).unwrap();
                    let version = |at: usize| {
                        let text = response["template"]["outputs"][at]["simpleText"]["text"].as_str().unwrap();
                        text.rsplit(' ').next().unwrap().to_owned()
                    };
                    assert_eq!(version(0), version(1), "half old, half new");
                    asked.fetch_add(1, Ordering::Relaxed);
                }
            });
        }
        for n in 1..=reloads {
            by_rename(&stage.path("skills.yaml"), &both(n));
            server.wait_answer("/a", &format!("하나 {n}\""));
        }
        done.store(true, Ordering::Relaxed);
    });
    assert_eq!(server.generation(), reloads as u64 + 1);
    assert!(asked.load(Ordering::Relaxed) > reloads);
}

#[test]
fn a_requests_own_file_noise_does_not_reload() {
    let stage = Stage::with(&says("하나"));
    let server = stage.serve(&[]);
    let begun = Instant::now();
    while begun.elapsed() < Duration::from_millis(200) {
        stage.write("access.log", "a line\n");
    }
    stage.write("skills.yaml", &says("둘"));
    server.wait_answer("/a", "둘");
    assert_eq!(server.generation(), 2);
}

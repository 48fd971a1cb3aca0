//! The command line: what each command prints, where, and with which exit code.

use std::net::TcpListener;

use rstest::rstest;
use serde_json::Value;

use crate::binary::{Running, Stage, request};

const GOOD: &str = "skills:\n  /skill/hello: '안녕하세요, {{default params.name \"손님\"}}! {{utterance}}'\n";
const BROKEN: &str = "skills:\n  /a:\n    replyy: 안녕\n    reply: 안녕\n  /b:\n    reply: 안녕\n    timeot: 3s\n";
const WARNED: &str = "skills:\n  /a: '{{parms.name}}님'\n";

#[test]
fn check_of_a_good_file_says_so_and_exits_0() {
    let ran = Stage::with(GOOD).run(&["check"]);
    assert_eq!((ran.code, ran.out.as_str(), ran.err.as_str()), (0, "skills.yaml: 스킬 1개, 문제없어요.\n", ""));
    let ran = Stage::with(GOOD).run(&["check", "--lang", "en"]);
    assert_eq!(ran.out, "skills.yaml: 1 skill, no problems\n");
}

#[test]
fn check_and_test_take_the_file_by_itself_too() {
    let stage = Stage::with(BROKEN);
    std::fs::write(stage.path("good.yaml"), GOOD).unwrap();
    assert_eq!(stage.run(&["check"]).code, 1);
    let ran = stage.run(&["check", "good.yaml"]);
    assert_eq!((ran.code, ran.out.contains("good.yaml")), (0, true), "{}", ran.out);
    assert_eq!(stage.run(&["check", "good.yaml", "--config", "nowhere.yaml"]).code, 0);
    assert_eq!(stage.run(&["test", "good.yaml"]).code, 0);
    assert_eq!(stage.run(&["test"]).code, 1);
}

#[test]
fn check_shows_every_mistake_and_counts_them() {
    let ran = Stage::with(BROKEN).run(&["check"]);
    assert_eq!(ran.code, 1);
    assert!(ran.out.contains("replyy") && ran.out.contains("timeot"), "{}", ran.out);
    assert!(ran.out.ends_with("skills.yaml: 오류 2개. 고쳐야 쓸 수 있어요.\n"), "{}", ran.out);
    assert!(!ran.out.contains('\u{1b}'), "no colours in a pipe");
}

#[test]
fn check_for_programs_is_one_json_object() {
    let ran = Stage::with(BROKEN).run(&["check", "--format", "json", "--lang", "en"]);
    assert_eq!(ran.code, 1);
    let told: Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!(told["ok"], false);
    let first = &told["diagnostics"][0];
    assert_eq!(
        (first["file"].as_str(), first["line"].as_u64(), first["severity"].as_str()),
        (Some("skills.yaml"), Some(3), Some("error"))
    );
    for key in ["code", "message", "help", "column"] {
        assert!(!first[key].is_null(), "{key} in {first}");
    }

    let ran = Stage::with(GOOD).run(&["check", "--format", "json"]);
    let told: Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!((ran.code, &told["ok"], &told["skills"]), (0, &Value::from(true), &Value::from(1)));
}

#[test]
fn warnings_pass_unless_they_are_denied() {
    let stage = Stage::with(WARNED);
    let ran = stage.run(&["check"]);
    assert_eq!(ran.code, 0, "{}", ran.out);
    assert!(ran.out.contains("params") && ran.out.contains("경고 1개"), "{}", ran.out);
    assert_eq!(stage.run(&["check", "--deny-warnings"]).code, 1);
}

#[rstest]
#[case(&["check"], 2)]
#[case(&["check", "--config", "elsewhere/bot.yaml"], 2)]
#[case(&["render", "/a"], 1)]
#[case(&["serve", "--listen", "127.0.0.1:0", "--admin", "off"], 1)]
fn a_missing_file_is_named_without_a_panic(#[case] args: &[&str], #[case] code: i32) {
    let ran = Stage::empty().run(args);
    let told = format!("{}{}", ran.out, ran.err);
    assert_eq!(ran.code, code, "{told}");
    assert!(told.contains("skills.yaml") || told.contains("bot.yaml"), "{told}");
    assert!(!told.contains("panicked") && !told.contains("Os {"), "{told}");
}

#[test]
fn a_file_that_is_not_utf_8_cannot_be_read() {
    let stage = Stage::empty();
    std::fs::write(stage.path("skills.yaml"), b"skills:\n  /a: \xbe\xc8\xb3\xe7\n").unwrap();
    assert_eq!(stage.run(&["check"]).code, 2);
}

#[test]
fn render_prints_the_response_alone_on_stdout() {
    let ran = Stage::with(GOOD).run(&["render", "/skill/hello", "--utterance", "반가워", "--param", "name=길동"]);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    let response: Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!(response["version"], "2.0");
    assert_eq!(response["template"]["outputs"][0]["simpleText"]["text"], "안녕하세요, 길동! 반가워");
}

#[test]
fn render_takes_a_whole_payload_and_adds_to_it() {
    let stage = Stage::with(GOOD);
    stage.write("payload.json", r#"{"action":{"params":{"name":"철수"}},"userRequest":{"utterance":"네\n"}}"#);
    let ran = stage.run(&["render", "/skill/hello", "--payload", "payload.json"]);
    assert!(ran.out.contains("안녕하세요, 철수! 네"), "{}{}", ran.out, ran.err);
    let ran = stage.run(&["render", "/skill/hello", "--payload", "payload.json", "--param", "name=영희"]);
    assert!(ran.out.contains("영희"), "{}{}", ran.out, ran.err);
}

#[test]
fn render_says_what_was_cut() {
    let long = "가".repeat(1_200);
    let ran = Stage::with("skills:\n  /a: '{{utterance}}'\n").run(&["render", "/a", "--utterance", &long]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert!(ran.err.contains("simpleText.text") && ran.err.contains("1200") && ran.err.contains("1000"), "{}", ran.err);
}

#[test]
fn render_asks_no_upstream_but_takes_its_answer_from_a_file() {
    let stage = Stage::with(
        "skills:\n  /a:\n    upstream: https://api.example.com/x\n    reply: '{{upstream.answer}}'\n    fallback: 다음에요\n",
    );
    stage.write("answer.json", r#"{"answer":"네"}"#);
    let ran = stage.run(&["render", "/a", "--upstream", "answer.json"]);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    assert!(ran.out.contains("네"), "{}", ran.out);
    let ran = stage.run(&["render", "/a"]);
    assert_eq!(ran.code, 1);
    assert!(ran.err.contains("--upstream") && ran.out.contains("다음에요"), "{}{}", ran.out, ran.err);
}

#[test]
fn render_of_an_unknown_path_suggests_the_nearest() {
    let ran = Stage::with(GOOD).run(&["render", "/skill/helo"]);
    assert_eq!(ran.code, 1);
    assert!(ran.err.contains("혹시 /skill/hello 아닌가요?"), "{}", ran.err);
}

#[test]
fn render_of_a_broken_file_shows_its_mistakes() {
    let ran = Stage::with(BROKEN).run(&["render", "/b"]);
    assert_eq!((ran.code, ran.out.as_str()), (1, ""));
    assert!(ran.err.contains("replyy"), "{}", ran.err);
}

#[rstest]
#[case(&["--listn", "1"], "--listen")]
#[case(&["chek"], "check")]
#[case(&["serve", "--listen", "here"], "0.0.0.0:8080")]
#[case(&["serve", "--admin", "0.0.0.0:9090"], "--admin-token")]
#[case(&["serve", "--max-body", "much"], "256KiB")]
#[case(&["serve", "--callback-hosts", "ht!tp"], "--callback-hosts")]
#[case(&["check", "--lang", "fr"], "ko")]
#[case(&["render", "/skill/hello", "--param", "name"], "--param")]
fn what_is_not_asked_right_is_explained_with_exit_2(#[case] args: &[&str], #[case] helps: &str, #[values("ko", "en")] lang: &str) {
    let mut command = Stage::with(GOOD).command(args);
    // The folder of the stage is gone by now; wrong arguments are found before any file is read, except by `render`.
    let stage = Stage::with(GOOD);
    let output = command.current_dir(stage.config.path()).env("TALKPLATE_LANG", lang).output().unwrap();
    let told = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(2), "{told}");
    assert!(told.contains(helps), "{told}");
    let lead = if lang == "ko" || args.contains(&"fr") { "오류" } else { "error" };
    assert!(told.starts_with(lead) || args.contains(&"fr"), "{told}");
}

#[test]
fn an_address_in_use_is_named_and_exits_1() {
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    let stage = Stage::with(GOOD);
    for flags in [["--listen", &address, "--admin", "off"], ["--listen", "127.0.0.1:0", "--admin", &address]] {
        let ran = stage.run(&[&["serve"], flags.as_slice()].concat());
        assert_eq!(ran.code, 1, "{}", ran.err);
        assert!(ran.err.contains(&address) && ran.err.contains("이미 쓰고 있어요"), "{}", ran.err);
    }
}

#[test]
fn serve_is_the_default_and_prints_a_line_for_each_listener() {
    let stage = Stage::with(GOOD);
    let server = Running::start(&mut stage.command(&["--listen", "127.0.0.1:0", "--admin", "127.0.0.1:0"]));
    assert_eq!(server.out, format!("스킬 서버: http://{}\n관리 화면: http://{}\n", server.public, server.admin));
    assert_eq!(request(server.public, "GET", "/readyz", "").0, 200);
}

#[test]
fn every_setting_can_come_from_the_environment() {
    let stage = Stage::empty();
    stage.write("elsewhere/bot.yaml", GOOD);
    let mut command = stage.command(&[]);
    let set = [
        ("CONFIG", "elsewhere/bot.yaml"),
        ("LISTEN", "127.0.0.1:0"),
        ("ADMIN", "127.0.0.1:0"),
        ("ADMIN_TOKEN", "t"),
        ("LANG", "en"),
        ("LOG_FORMAT", "json"),
        ("WORKERS", "1"),
        ("WATCH", "poll"),
        ("MAX_BODY", "1KiB"),
        ("CALLBACK_HOSTS", "kakao.com"),
    ];
    for (name, value) in set {
        command.env(format!("TALKPLATE_{name}"), value);
    }
    let server = Running::start(&mut command);
    assert!(server.out.starts_with("skills: http://"), "{}", server.out);
    assert_eq!(request(server.admin, "GET", "/api/status", "").0, 401);
    assert_eq!(request(server.public, "POST", "/skill/hello", &" ".repeat(2_000)).0, 413);
    server.wait_log("\"message\":\"the configuration is loaded\"", 1);
    let log = server.log();
    assert!(log.lines().all(|line| serde_json::from_str::<Value>(line).is_ok()), "{log}");
}

#[test]
fn the_language_is_korean_unless_the_system_speaks_another() {
    let stage = Stage::with(GOOD);
    for (locale, expected) in
        [("C", "문제없어요"), ("C.UTF-8", "문제없어요"), ("ko_KR.UTF-8", "문제없어요"), ("en_US.UTF-8", "no problems")]
    {
        let output = stage.command(&["check"]).env("LANG", locale).output().unwrap();
        assert!(String::from_utf8(output.stdout).unwrap().contains(expected), "{locale}");
    }
}

#[test]
fn healthcheck_follows_the_server() {
    let stage = Stage::with(GOOD);
    let mut server = stage.serve(&[]);
    let url = format!("http://{}", server.public);
    assert_eq!(stage.run(&["healthcheck", &url]).code, 0);
    let by_variable = stage.command(&["healthcheck"]).env("TALKPLATE_LISTEN", server.public.to_string()).status().unwrap();
    assert!(by_variable.success());
    let by_port = stage.command(&["healthcheck"]).env("PORT", server.public.port().to_string()).status().unwrap();
    assert!(by_port.success());
    server.signal("TERM");
    assert_eq!(server.wait_end().code(), Some(0), "a graceful end is no failure");
    let ran = stage.run(&["healthcheck", &url]);
    assert_eq!(ran.code, 1);
    assert!(ran.err.contains(&url), "{}", ran.err);
}

#[rstest]
#[case("TERM")]
#[case("INT")]
fn signals_end_it_with_exit_0(#[case] signal: &str) {
    let stage = Stage::with(GOOD);
    let mut server = stage.serve(&[]);
    server.signal(signal);
    assert_eq!(server.wait_end().code(), Some(0));
}

#[test]
fn help_names_every_command_and_the_version_is_the_packages() {
    let stage = Stage::empty();
    let ran = stage.run(&["--help"]);
    assert_eq!(ran.code, 0);
    for name in ["serve", "check", "render", "healthcheck", "TALKPLATE_LISTEN"] {
        assert!(ran.out.contains(name), "{name} in\n{}", ran.out);
    }
    assert_eq!(stage.run(&["--version"]).out.trim(), concat!("talkplate ", env!("CARGO_PKG_VERSION")));
}

/// What a skill of a file answers.
fn rendered(stage: &Stage, path: &str) -> Value {
    let ran = stage.run(&["render", path]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    serde_json::from_str(&ran.out).unwrap()
}

#[test]
fn an_imported_answer_is_a_skill_that_gives_it() {
    let replies = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/replies");
    let stage = Stage::empty();
    for folder in std::fs::read_dir(replies).unwrap() {
        let file = folder.unwrap().path().join("response.json");
        let answer: Value = serde_json::from_slice(&std::fs::read(&file).unwrap()).unwrap();
        let ran = stage.run(&["import", file.to_str().unwrap(), "--path", "/skill/menu"]);
        assert_eq!(ran.code, 0, "{}: {}", file.display(), ran.err);
        assert!(ran.out.starts_with("# ") && ran.out.contains("talkplate render /skill/menu"), "{}", ran.out);
        stage.write("skills.yaml", &ran.out);
        assert_eq!(stage.run(&["check"]).code, 0, "{}", ran.out);
        assert_eq!(rendered(&stage, "/skill/menu"), answer, "{}", ran.out);
    }
}

#[test]
fn an_answer_is_imported_from_stdin_too() {
    let stage = Stage::empty();
    stage.write("answer.json", r#"[{"simpleText": {"text": "{{#webhook.name}}님"}}]"#);
    let stdin = std::fs::File::open(stage.path("answer.json")).unwrap();
    let output = stage.command(&["import", "-", "--lang", "en"]).stdin(stdin).output().unwrap();
    let yaml = String::from_utf8(output.stdout).unwrap();
    assert!(yaml.starts_with("# The skill of stdin.\n"), "{yaml}");
    assert!(yaml.ends_with("skills:\n  /skill/imported: '{{kakao \"webhook.name\"}}님'\n"), "{yaml}");
}

#[test]
fn what_cannot_be_imported_is_told_in_words() {
    let stage = Stage::empty();
    stage.write("long.json", &format!("[{{\"simpleText\": {{\"text\": \"{}\"}}}}]", "가".repeat(1001)));
    let ran = stage.run(&["import", "long.json"]);
    assert_eq!(ran.code, 1);
    assert!(ran.err.contains("E070") && ran.err.contains("1001") && ran.err.contains("옮긴 YAML"), "{}", ran.err);
    assert!(ran.out.contains("/skill/imported:"), "what is to be mended is written all the same");

    stage.write("other.json", "{\"ok\": true}");
    let ran = stage.run(&["import", "other.json", "--lang", "en"]);
    assert_eq!((ran.code, ran.out.as_str()), (1, ""));
    assert!(ran.err.contains("no SkillResponse"), "{}", ran.err);

    let ran = stage.run(&["import", "nowhere.json"]);
    assert_eq!((ran.code, ran.out.as_str()), (2, ""));
    assert!(ran.err.contains("nowhere.json: 파일을 읽을 수 없어요"), "{}", ran.err);
    let ran = stage.run(&["import", "long.json", "--path", "no slash"]);
    assert_eq!(ran.code, 1, "{}", ran.err);
}

#[test]
fn render_tells_what_was_cut_and_what_was_split() {
    let stage = Stage::with("skills:\n  /cut: '{{utterance}}'\n  /split: { reply: '{{utterance}}', overflow: split }\n");
    let said = "가".repeat(1200);
    let ran = stage.run(&["render", "/cut", "--utterance", &said]);
    assert!(ran.err.contains("잘랐어요") && ran.err.contains("1200 → 1000"), "{}", ran.err);
    let ran = stage.run(&["render", "/split", "--utterance", &said]);
    assert!(ran.err.contains("말풍선 2개로 나눴어요") && ran.err.contains("1200 → 1200"), "{}", ran.err);
}

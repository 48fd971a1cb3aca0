//! `talkplate init`: what it writes works, and it never takes anything away.

use std::fs;

use rstest::rstest;
use serde_json::Value;

use crate::binary::{Stage, request};

const FILES: &[&str] = &[
    "skills.yaml",
    "templates/menu.json.hbs",
    "templates/_footer.hbs",
    "skills.schema.json",
    ".vscode/settings.json",
    ".vscode/extensions.json",
];

#[rstest]
#[case("ko", "만들었어요", "talkplate check                   틀린 곳")]
#[case("en", "written", "talkplate check                   show every mistake")]
fn what_init_writes_passes_the_check(#[case] lang: &str, #[case] written: &str, #[case] next: &str) {
    let stage = Stage::empty();
    let ran = stage.run(&["init", "--lang", lang]);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    assert_eq!(ran.out.matches(written).count(), FILES.len(), "{}", ran.out);
    assert!(ran.out.contains(next) && !ran.out.contains("cd "), "{}", ran.out);
    for name in FILES {
        assert!(stage.path(name).is_file(), "{name}");
    }
    assert_eq!(stage.run(&["check", "--deny-warnings"]).code, 0);
    let skills = fs::read_to_string(stage.path("skills.yaml")).unwrap();
    assert!(skills.starts_with("# yaml-language-server: $schema=./skills.schema.json\n"), "{skills}");
    let schema = fs::read_to_string(stage.path("skills.schema.json")).unwrap();
    assert_eq!(schema, stage.run(&["schema", "--lang", lang]).out);
    for name in FILES.iter().filter(|name| name.contains(".json") && !name.contains(".hbs")) {
        let _: Value = serde_json::from_str(&fs::read_to_string(stage.path(name)).unwrap()).unwrap();
    }
    // The example that is commented out is right as well.
    let (top, _) = skills.split_once("skills:\n").unwrap();
    let ask = skills.lines().skip_while(|line| !line.contains("# /skill/ask:")).map(|line| line.replacen("# ", "", 1) + "\n");
    stage.write("ask.yaml", &format!("{top}skills:\n{}", ask.collect::<String>()));
    let ran = stage.run(&["check", "--config", "ask.yaml"]);
    assert_eq!(ran.code, 0, "{}", ran.out);
}

#[test]
fn what_init_writes_serves() {
    let stage = Stage::empty();
    assert_eq!(stage.run(&["init"]).code, 0);
    let server = stage.serve(&[]);
    let greeting = "안녕하세요, 손님! 우리 가게예요. 무엇을 도와드릴까요?";
    assert_eq!(server.ask("/skill/hello"), greeting);
    for (path, part) in [("/skill/menu", "4,500원"), ("/skill/order", "아메리카노를"), ("/skill/store", "02-123-4567")] {
        let (status, answer) = request(server.public, "POST", path, "{}");
        assert!(status == 200 && answer.contains(part), "{path}: {answer}");
    }
}

#[test]
fn init_makes_the_folder_and_leaves_what_is_there() {
    let stage = Stage::empty();
    stage.write("my bot/skills.yaml", "skills: { /a: 내 것 }\n");
    let ran = stage.run(&["init", "my bot"]);
    assert_eq!(ran.code, 0);
    assert!(ran.out.contains("  skills.yaml  이미 있어서 그대로 두었어요\n") && ran.out.contains("  cd 'my bot'\n"), "{}", ran.out);
    assert_eq!(fs::read_to_string(stage.path("my bot/skills.yaml")).unwrap(), "skills: { /a: 내 것 }\n");
    let again = stage.run(&["init", "my bot"]);
    assert_eq!((again.code, again.out.matches("그대로").count()), (0, FILES.len()), "{}", again.out);
    assert_eq!(stage.run(&["init", "a/b/c"]).code, 0);
    assert!(stage.path("a/b/c/skills.yaml").is_file());
}

#[test]
fn init_says_where_it_cannot_write() {
    let stage = Stage::empty();
    stage.write("file", "");
    let ran = stage.run(&["init", "file"]);
    assert_eq!((ran.code, ran.out.as_str()), (1, ""));
    assert!(ran.err.starts_with("오류: file/skills.yaml 파일을 만들 수 없어요."), "{}", ran.err);
}

//! `talkplate test` and `gate: tests`, seen from outside.

use crate::binary::Stage;

const SKILLS: &str = r#"gate: tests
skills:
  /skill/hello: "안녕하세요, {{default params.name '손님'}}!"
tests:
  - name: 이름을 부른다
    skill: /skill/hello
    with: { params: { name: 길동 } }
    expect: { text: "안녕하세요, 길동!" }
  - name: 이름이 없으면 손님이다
    skill: /skill/hello
    expect: { contains: 손님 }
"#;

fn wrong() -> String {
    SKILLS.replace("안녕하세요, {{default", "반가워요, {{default")
}

#[test]
fn tests_that_hold_are_counted() {
    let ran = Stage::with(SKILLS).run(&["test"]);
    assert_eq!(
        (ran.code, ran.out.as_str()),
        (0, "✓ 이름을 부른다\n✓ 이름이 없으면 손님이다\n테스트 2개가 모두 맞아요.\n"),
        "{}",
        ran.err
    );
    let ran = Stage::with("skills: { /a: 네 }\n").run(&["test", "--lang", "en"]);
    assert_eq!((ran.code, ran.out.as_str()), (0, "there are no tests; write some under tests: in skills.yaml\n"));
}

#[test]
fn one_that_fails_is_shown_with_what_is_different() {
    let stage = Stage::with(&wrong());
    let ran = stage.run(&["test", "--lang", "en"]);
    assert_eq!(ran.code, 1);
    let told = "✗ 이름을 부른다\n    text (skills.yaml:8; - expected, + found)\n    - 안녕하세요, 길동!\n    + 반가워요, 길동!\n\n✓ 이름이 없으면 손님이다\n1 of 2 tests fail\n";
    assert_eq!(ran.out, told);
    assert_eq!(stage.run(&["test", "--filter", "손님"]).code, 0);
    assert_eq!(stage.run(&["test", "--filter", "없는 이름"]).code, 2);
}

#[test]
fn junit_is_what_ci_reads() {
    let ran = Stage::with(&wrong()).run(&["test", "--format", "junit", "--lang", "en"]);
    assert_eq!(ran.code, 1);
    assert!(ran.out.starts_with("<?xml version=\"1.0\" encoding=\"UTF-8\"?>"), "{}", ran.out);
    for part in [
        "tests=\"2\"",
        "failures=\"1\"",
        "<testcase name=\"이름을 부른다\" classname=\"/skill/hello\"",
        "<failure message=\"text\" type=\"expect\">",
        "+ 반가워요, 길동!",
    ] {
        assert!(ran.out.contains(part), "{part}\n{}", ran.out);
    }
}

#[test]
fn a_file_with_mistakes_or_none_at_all_is_not_tested() {
    let stage = Stage::with("skills: { /a: { replyy: 네 } }\n");
    let ran = stage.run(&["test"]);
    assert!(ran.code == 1 && ran.err.contains("replyy"), "{}", ran.err);
    assert_eq!(stage.run(&["test", "--config", "nothing.yaml"]).code, 2);
}

#[test]
fn behind_a_gate_a_file_whose_tests_fail_changes_nothing() {
    let stage = Stage::with(SKILLS);
    let server = stage.serve(&[]);
    assert_eq!(server.ask("/skill/hello"), "안녕하세요, 손님!");
    stage.write("skills.yaml", &wrong());
    let error = server.wait_error();
    assert_eq!((&error["diagnostics"][0]["code"], &error["diagnostics"][0]["line"]), (&"E141".into(), &8.into()), "{error}");
    assert_eq!(server.ask("/skill/hello"), "안녕하세요, 손님!");
    assert_eq!(stage.run(&["check"]).code, 1, "check says what the server would do");

    stage.write("skills.yaml", &wrong().replace("gate: tests\n", ""));
    server.wait_answer("/skill/hello", "반가워요, 손님!");
    assert_eq!(stage.run(&["check"]).code, 0);
}

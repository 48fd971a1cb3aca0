//! `talkplate import response.json`: an answer from Kakao's guide or an old server becomes a skill in the friendly form.

use std::path::Path;
use std::process::ExitCode;

use serde_json::{Value, json};

use super::args::ImportArgs;
use super::problem::Problem;
use super::{log, print, read, write_error};
use crate::compile::{self, normalise};
use crate::config::friendly;
use crate::diag::{Lang, render};
use crate::kakao::{self, Overflow};
use crate::meter::Meters;
use crate::yaml;

/// What messages about the YAML call it.
const NAME: &str = "skills.yaml";

/// Prints the YAML to stdout, what is wrong with it to stderr. Exit 0 right or warnings only, 1 errors, 2 when the file cannot be read.
pub(super) fn run(args: &ImportArgs, lang: Lang) -> Result<ExitCode, Problem> {
    let content = read(&args.file).map_err(|error| {
        let file = args.file.display();
        Problem::usage(format!("{file}: 파일을 읽을 수 없어요 ({error})"), format!("{file}: cannot be read ({error})"))
    })?;
    let yaml = format!("{}{}", heading(&args.file, &args.path, lang), skill(&parse(&content)?, &args.path)?);
    let loaded = compile::load_text(NAME, yaml.clone(), &Meters::default());
    print(&yaml);
    let drawn = render::human(&loaded.report, lang, log::coloured(&std::io::stderr()));
    if loaded.report.has_errors() {
        let ko = "옮긴 YAML에 고칠 곳이 있어요. 위의 줄은 방금 적은 YAML의 줄이에요.";
        return Err(Problem::diagnostics(&drawn, ko, "the YAML that was written has mistakes; the lines above are its lines"));
    }
    if !drawn.trim().is_empty() {
        write_error(drawn.trim_end());
    }
    Ok(ExitCode::SUCCESS)
}

fn parse(content: &[u8]) -> Result<Value, Problem> {
    let content = content.strip_prefix("\u{feff}".as_bytes()).unwrap_or(content);
    serde_json::from_slice(content).map_err(|error| {
        let (line, column) = (error.line(), error.column());
        Problem::failed(
            format!("JSON이 아니에요: {line}번째 줄 {column}번째 칸에서 읽을 수 없어요 ({error})"),
            format!("this is not JSON: {error}"),
        )
    })
}

/// `skills:` with the one skill that gives this answer.
fn skill(answer: &Value, path: &str) -> Result<String, Problem> {
    if answer.get("useCallback").is_some_and(|value| value == &Value::Bool(true)) {
        return Err(Problem::failed(
            "useCallback 답은 \"나중에 답할게요\"라는 뜻이라서 옮길 말풍선이 없어요. callbackUrl로 보내던 답을 옮기고, 그 스킬에 upstream과 callback: true를 적어 주세요.",
            "a useCallback answer only says that the real one comes later: import what was posted to the callbackUrl, and give that skill an upstream and callback: true",
        ));
    }
    let mut answer = answer.clone();
    if let Value::Object(fields) = &mut answer {
        // Whoever imports it says that it is one.
        fields.entry("version").or_insert_with(|| Value::from("2.0"));
    }
    let mut response = normalise(answer).ok_or_else(|| {
        Problem::failed(
            "카카오의 답(SkillResponse)이 아니에요. {\"version\": \"2.0\", \"template\": {\"outputs\": [...]}}나 {\"version\": \"2.0\", \"data\": {...}} 모양이어야 해요.",
            "this is no SkillResponse: it looks like {\"version\": \"2.0\", \"template\": {\"outputs\": [...]}} or {\"version\": \"2.0\", \"data\": {...}}",
        )
    })?;
    // Nulls, empty texts and known misspellings go; where a rule is broken the answer stays as it came, for the check to show.
    let mut mended = response.clone();
    if kakao::fit(&mut mended, Overflow::Error).is_ok() {
        response = mended;
    }
    Ok(yaml::write(&json!({ "skills": { path: friendly(&response) } })))
}

/// What the file is and what to do with it.
fn heading(file: &Path, path: &str, lang: Lang) -> String {
    // A name with a line break would end the comment.
    let file = file.display().to_string().replace(char::is_control, " ");
    let source = match (file.as_str(), lang) {
        ("-", Lang::Ko) => "표준 입력".to_owned(),
        ("-", Lang::En) => "stdin".to_owned(),
        _ => file,
    };
    match lang {
        Lang::Ko => format!(
            "# {source}에서 옮긴 스킬이에요.\n# 글 안에 {{{{params.이름}}}}처럼 적으면 물어볼 때마다 다른 답이 돼요.\n# 미리 보기: talkplate render {path}\n"
        ),
        Lang::En => format!(
            "# The skill of {source}.\n# Write {{{{params.name}}}} into a text and the answer depends on the request.\n# Preview: talkplate render {path}\n"
        ),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::answer;
    use crate::compile::testing::{mistakes, only_skill, payload, scope};
    use crate::kakao::{Rule, sample};

    /// What a YAML's skill answers, and what is wrong with it.
    fn answered(yaml: &str) -> Result<Value, Vec<String>> {
        let loaded = compile::load_text(NAME, yaml.to_owned(), &Meters::default());
        let found = mistakes(&loaded);
        let Some(snapshot) = loaded.snapshot else { return Err(found) };
        let skill = only_skill(&snapshot);
        let payload = payload("안녕", &json!({}));
        let built =
            answer::reply(&skill.plan, &snapshot.engine, &scope(skill, &payload)).map_err(|error| vec![error.to_string()])?;
        Ok(serde_json::from_slice(&built.bytes).unwrap())
    }

    #[test]
    fn an_answer_becomes_what_an_operator_would_write() {
        let buttons = json!([{"label": "지도", "action": "webLink", "webLinkUrl": "https://example.com"}]);
        let outputs = json!([{"simpleText": {"text": "{{#webhook.name}}님\n안녕하세요"}}, {"textCard": {"title": "010", "buttons": buttons}}]);
        let replies = json!([{"label": "메뉴", "action": "message", "messageText": "메뉴"}]);
        let response = json!({"version": "2.0", "template": {"outputs": outputs, "quickReplies": replies}});
        let expected = "skills:\n  /skill/a:\n    reply:\n    - |-\n      {{kakao \"webhook.name\"}}님\n      안녕하세요\n    - textCard:\n        title: '010'\n        buttons:\n        - label: 지도\n          url: https://example.com\n    quickReplies:\n    - 메뉴\n";
        let yaml = skill(&response, "/skill/a").unwrap();
        assert_eq!(yaml, expected);
        assert_eq!(answered(&yaml).unwrap(), response);
    }

    #[test]
    fn an_answer_without_bubbles_is_data_for_the_block() {
        let response = json!({"version": "2.0", "data": {"msg": "HI", "name": "{{#webhook.x}}", "n": 1}});
        let yaml = skill(&response, "/a").unwrap();
        assert_eq!(yaml, "skills:\n  /a:\n    data:\n      msg: HI\n      name: '{{kakao \"webhook.x\"}}'\n      n: 1\n");
        assert_eq!(answered(&yaml).unwrap(), response);
        let remembered = json!({"context": {"values": [{"name": "order", "lifeSpan": 3, "params": {"menu": "라떼"}}]}});
        let yaml = skill(&remembered, "/a").unwrap();
        assert_eq!(answered(&yaml).unwrap(), json!({"version": "2.0", "context": remembered["context"]}));
    }

    #[test]
    fn what_a_server_left_empty_is_left_out() {
        let answer = json!({"template": {"outputs": [{"simpleImage": {"imageUrl": "https://example.com/a.png", "altText": null}}], "quickReplies": null}});
        assert_eq!(skill(&answer, "/a").unwrap(), "skills:\n  /a:\n    reply:\n      image: https://example.com/a.png\n");
    }

    #[test]
    fn what_is_no_answer_says_so() {
        for (answer, word) in
            [(json!({"a": 1}), "SkillResponse"), (json!("네"), "SkillResponse"), (json!({"useCallback": true}), "useCallback")]
        {
            assert!(skill(&answer, "/a").unwrap_err().text(Lang::Ko).contains(word));
        }
        assert!(parse(b"{\n  'a': 1\n}").unwrap_err().text(Lang::Ko).contains("2번째 줄"));
        assert_eq!(parse("\u{feff}{}".as_bytes()).unwrap(), json!({}));
    }

    #[test]
    fn over_a_limit_the_check_finds_it() {
        let yaml = skill(&json!([{"simpleText": {"text": "가".repeat(1001)}}]), "/a").unwrap();
        assert_eq!(answered(&yaml).unwrap_err(), ["E070 2:7 field=simpleText.text max=1000 found=1001"]);
    }

    /// Puts other texts where the sample has its own.
    fn replace_texts(value: &mut Value, texts: &mut impl Iterator<Item = String>) {
        match value {
            Value::Object(fields) => {
                let free = ["text", "title", "description", "label", "messageText", "altText", "nickname", "a", "b"];
                for (key, value) in fields {
                    match value {
                        Value::String(text) if free.contains(&key.as_str()) => {
                            let room = text.chars().count().min(14);
                            if let Some(other) = texts.next().map(|other| other.chars().take(room).collect::<String>()) {
                                *text = if other.trim().is_empty() { "네".to_owned() } else { other };
                            }
                        }
                        value => replace_texts(value, texts),
                    }
                }
            }
            Value::Array(items) => items.iter_mut().for_each(|item| replace_texts(item, texts)),
            _ => {}
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(200))]

        #[test]
        fn an_imported_answer_is_the_same_answer(
            dice in proptest::collection::vec(any::<u8>(), 0..400),
            alone in proptest::bool::weighted(0.2),
            texts in proptest::collection::vec("(\\PC|[가-힣]|\\{\\{#webhook\\.x\\}\\}|[{}]{1,4}|\\$\\{A|\\\\|\"|'|: |# |\n|\r\n| |- |[0-9]|~|true|👩🏽‍💻){0,14}", 0..12),
        ) {
            let mut response = sample::response(&dice);
            replace_texts(&mut response, &mut texts.into_iter().cycle());
            if alone {
                response.as_object_mut().unwrap().shift_remove("template");
            }
            // `false` says as much as nothing.
            if response.get("useCallback") == Some(&json!(false)) {
                response.as_object_mut().unwrap().shift_remove("useCallback");
            }
            let mut expected = response.clone();
            let is_clean = kakao::check(&response).iter().all(|broken| matches!(broken.rule, Rule::Misspelled { .. }));
            if is_clean && response.get("useCallback").is_none() && kakao::fit(&mut expected, Overflow::Error).is_ok() {
                let yaml = skill(&response, "/a").unwrap();
                match answered(&yaml) {
                    Ok(answered) => prop_assert_eq!(answered, expected, "{}", yaml),
                    Err(found) => prop_assert!(false, "{found:?}\n{yaml}"),
                }
            }
        }
    }
}

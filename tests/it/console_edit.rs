//! Editing the configuration in the console: saving, what is refused, and the way back.

use std::fs;

use serde_json::{Value, json};

use crate::app::{Answer, PATIENCE, TestApp, says};

const HELLO: &str = "skills:\n  /skill/hello: 안녕하세요\n";

fn editor(yaml: &str) -> TestApp {
    TestApp::with(yaml).console(|options| options.edit = true).start()
}

async fn open(app: &TestApp, name: &str) -> (String, String) {
    let file = app.admin_get(&format!("/api/file?name={name}")).await.json();
    (file["text"].as_str().unwrap().to_owned(), file["hash"].as_str().unwrap().to_owned())
}

async fn save(app: &TestApp, name: &str, text: &str, base: &str) -> Answer {
    app.admin_put("/api/file?lang=en", &json!({ "name": name, "text": text, "base": base })).await
}

fn codes(diagnostics: &Value) -> Vec<&str> {
    diagnostics.as_array().unwrap().iter().map(|diagnostic| diagnostic["code"].as_str().unwrap()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_save_is_answered_when_the_bot_answers_by_it() {
    let app = editor(HELLO);
    let (text, base) = open(&app, "skills.yaml").await;
    let saved = save(&app, "skills.yaml", &text.replace("안녕하세요", "반가워요"), &base).await;
    assert_eq!((saved.status, &saved.json()["outcome"], &saved.json()["diagnostics"]), (200, &json!("in_service"), &json!([])));
    assert_eq!(app.post("/skill/hello", &says("가")).await.bubble(), "반가워요");
    let again = save(&app, "skills.yaml", &text.replace("안녕하세요", "반가워요"), saved.json()["hash"].as_str().unwrap()).await;
    assert_eq!(again.json()["outcome"], "unchanged");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_changed_on_the_disk_after_a_check_counts_for_the_save_and_soon_for_checks() {
    let app = editor(HELLO);
    let folder = app.config().parent().unwrap().to_owned();
    let good = r#"[{"simpleText":{"text":"네"}}]"#;
    fs::write(folder.join("a.hbs"), good).unwrap();
    let text = "skills: { /b: { template: a.hbs } }\n";
    let edits = json!({ "files": { "skills.yaml": text } });
    let (_, base) = open(&app, "skills.yaml").await;
    assert_eq!(app.admin_post("/api/check", &edits).await.json()["ok"], true);
    fs::write(folder.join("a.hbs"), "{{#if}}").unwrap();
    assert_eq!(save(&app, "skills.yaml", text, &base).await.error(422), "config");
    fs::write(folder.join("a.hbs"), good).unwrap();
    let mended = async { while app.admin_post("/api/check", &edits).await.json()["ok"] != true {} };
    tokio::time::timeout(PATIENCE, mended).await.expect("the check sees the mended file");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_refused_is_told_in_the_pages_language() {
    let app = TestApp::with(HELLO).start();
    let off = app.admin_post("/api/check?lang=ko", &json!({ "files": {} })).await;
    assert_eq!((off.error(403).as_str(), off.text.contains("--edit을 붙여")), ("read_only", true));
    let app = editor(HELLO);
    for (path, told) in [
        ("/api/file?name=b.yaml", ["이 이름은 없어요", "not read from a file"]),
        ("/api/version?name=skills.yaml&id=1", ["보관하고 있지 않아요", "not kept any more"]),
        ("/api/chat/1?a=b", ["오래됐어요", "too long ago"]),
    ] {
        for (lang, told) in ["ko", "en"].into_iter().zip(told) {
            let refused = app.admin_get(&format!("{path}&lang={lang}")).await;
            assert!(refused.status == 404 && refused.text.contains(told), "{}", refused.text);
        }
    }
    let elsewhere = app.admin_post("/api/check?lang=ko", &json!({ "files": { "../a.yaml": "" } })).await;
    assert!(elsewhere.status == 400 && elsewhere.text.contains("설정 폴더 안에 있는 파일의 이름이 아니에요"), "{}", elsewhere.text);
}

#[tokio::test(flavor = "multi_thread")]
async fn any_version_can_be_had_again() {
    let app = editor(HELLO);
    for word in ["하나", "둘"] {
        let (_, base) = open(&app, "skills.yaml").await;
        assert_eq!(save(&app, "skills.yaml", &HELLO.replace("안녕하세요", word), &base).await.status, 200);
    }
    let versions = app.admin_get("/api/versions?name=skills.yaml").await.json()["versions"].as_array().unwrap().clone();
    assert_eq!(versions.len(), 3);
    let mut texts = Vec::new();
    for version in &versions {
        let version = app.admin_get(&format!("/api/version?name=skills.yaml&id={}", version["id"].as_str().unwrap())).await.json();
        texts.push(version["text"].as_str().unwrap().trim().rsplit(' ').next().unwrap().to_owned());
    }
    assert_eq!(texts, ["둘", "하나", "안녕하세요"]);
    let (_, base) = open(&app, "skills.yaml").await;
    assert_eq!(save(&app, "skills.yaml", HELLO, &base).await.json()["outcome"], "in_service");
    assert_eq!(app.post("/skill/hello", &says("가")).await.bubble(), "안녕하세요");
    assert_eq!(app.admin_get("/api/version?name=skills.yaml&id=..%2F..%2Fskills.yaml").await.error(404), "no_such_version");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_changed_elsewhere_meanwhile_is_not_written_over() {
    let app = editor(HELLO);
    let (_, base) = open(&app, "skills.yaml").await;
    let elsewhere = HELLO.replace("안녕하세요", "밖에서");
    fs::write(app.config(), &elsewhere).unwrap();
    let refused = save(&app, "skills.yaml", "skills: { /a: 네 }\n", &base).await;
    assert_eq!((refused.error(409).as_str(), &refused.json()["text"]), ("changed", &json!(elsewhere)));
    assert_eq!(fs::read_to_string(app.config()).unwrap(), elsewhere);
    let present = refused.json()["hash"].as_str().unwrap().to_owned();
    assert_eq!(save(&app, "skills.yaml", "skills: { /a: 네 }\n", &present).await.status, 200);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_text_with_errors_is_saved_only_when_that_is_insisted_on() {
    let app = editor(HELLO);
    let (_, base) = open(&app, "skills.yaml").await;
    let wrong = "skills:\n  /skill/hello: { replyy: 네 }\n";
    let refused = save(&app, "skills.yaml", wrong, &base).await;
    assert_eq!(refused.error(422), "config");
    let (diagnostic, diagnostics) = (&refused.json()["diagnostics"][0], &refused.json()["diagnostics"]);
    assert_eq!(codes(diagnostics)[0], "E011");
    assert_eq!((&diagnostic["file"], &diagnostic["line"], &diagnostic["column"]), (&json!("skills.yaml"), &json!(2), &json!(19)));
    assert_eq!(fs::read_to_string(app.config()).unwrap(), HELLO);
    let forced = json!({ "name": "skills.yaml", "text": wrong, "base": base, "force": true });
    let saved = app.admin_put("/api/file", &forced).await;
    assert_eq!((saved.status, &saved.json()["outcome"], codes(&saved.json()["diagnostics"])[0]), (200, &json!("kept"), "E011"));
    assert_eq!(fs::read_to_string(app.config()).unwrap(), wrong);
    assert_eq!(app.post("/skill/hello", &says("가")).await.bubble(), "안녕하세요");
}

#[tokio::test(flavor = "multi_thread")]
async fn only_the_configurations_own_files_can_be_opened() {
    let app = editor("skills: { /a: 네 }\n");
    let folder = app.config().parent().unwrap().to_owned();
    fs::create_dir(folder.join("templates")).unwrap();
    fs::write(folder.join("b.yaml"), "skills: { /b: { template: templates/b.json.hbs } }\n").unwrap();
    fs::write(folder.join("templates/b.json.hbs"), "[{\"simpleText\":{\"text\":\"가\"}}]").unwrap();
    fs::write(folder.join("key"), "hush-hush").unwrap();
    fs::write(folder.join("other.yaml"), "a: 1\n").unwrap();
    let (_, base) = open(&app, "skills.yaml").await;
    let yaml = "include: b.yaml\nauth: { header: x-key, value: '${file:key}' }\nskills: { /a: 네 }\n";
    assert_eq!(save(&app, "skills.yaml", yaml, &base).await.json()["outcome"], "in_service");
    let files = app.admin_get("/api/files").await.json();
    let names: Vec<_> = files["files"]
        .as_array()
        .unwrap()
        .iter()
        .map(|file| (file["name"].as_str().unwrap(), file["main"].as_bool().unwrap()))
        .collect();
    assert_eq!(names, [("skills.yaml", true), ("b.yaml", false), ("templates/b.json.hbs", false)]);
    let (_, base) = open(&app, "templates%2Fb.json.hbs").await;
    let text = "[{\"simpleText\":{\"text\":\"나\"}}]";
    assert_eq!(save(&app, "templates/b.json.hbs", text, &base).await.json()["outcome"], "in_service");
    for name in ["key", "other.yaml", "..%2Fskills.yaml", "%2Fetc%2Fpasswd", "templates%2F..%2Fkey", ""] {
        assert_eq!(app.admin_get(&format!("/api/file?name={name}")).await.error(404), "no_such_file", "{name}");
        assert_eq!(app.admin_get(&format!("/api/versions?name={name}")).await.error(404), "no_such_file", "{name}");
    }
    for name in ["key", "new.yaml", "../skills.yaml", "/tmp/x"] {
        assert_eq!(save(&app, name, "x", "").await.error(404), "no_such_file", "{name}");
    }
    // A file that is taken away can still be written anew; one that now leads elsewhere cannot be read.
    fs::remove_file(folder.join("b.yaml")).unwrap();
    std::os::unix::fs::symlink("/etc/hostname", folder.join("b.yaml")).unwrap();
    assert_eq!(app.admin_get("/api/file?name=b.yaml").await.error(403), "outside");
    assert_eq!(save(&app, "b.yaml", "x: 1\n", "").await.error(403), "outside");
}

#[tokio::test(flavor = "multi_thread")]
async fn without_edit_nothing_of_it_is_there() {
    let app = TestApp::with(HELLO).start();
    for path in ["/api/files", "/api/file?name=skills.yaml", "/api/versions?name=skills.yaml", "/api/version?name=skills.yaml&id=1"]
    {
        assert_eq!(app.admin_get(path).await.error(403), "read_only", "{path}");
    }
    let files = json!({ "skills.yaml": HELLO });
    assert_eq!(app.admin_post("/api/check", &json!({ "files": files })).await.error(403), "read_only");
    assert_eq!(save(&app, "skills.yaml", "", "").await.error(403), "read_only");
    let draft = json!({ "path": "/skill/hello", "draft": { "files": files } });
    assert_eq!(app.admin_post("/api/chat", &draft).await.error(403), "read_only");
    let off = TestApp::with(HELLO).console(|options| (options.page, options.edit) = (false, true)).start();
    assert_eq!(off.admin_get("/api/files").await.error(404), "not_found");
    assert_eq!(off.admin_post("/api/chat", &json!({ "path": "/skill/hello" })).await.error(404), "not_found");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_check_says_what_saving_would_and_saves_nothing() {
    let app = editor("skills: { /a: 네 }\ngate: tests\ntests: [{ skill: /a, expect: { text: 네 } }]\n");
    let check = |text: &str| json!({ "files": { "skills.yaml": text } });
    let good = app.admin_post("/api/check", &check("skills: { /a: 네, /b: 예 }\n")).await.json();
    assert_eq!(good, json!({ "ok": true, "diagnostics": [], "skills": ["/a", "/b"] }));
    let wrong = app.admin_post("/api/check?lang=ko", &check("skills:\n  /a: { replyy: 네 }\n")).await.json();
    assert_eq!((&wrong["ok"], codes(&wrong["diagnostics"])[0], &wrong["skills"]), (&json!(false), "E011", &json!([])));
    assert!(wrong["diagnostics"][0]["fix"][0]["text"].as_str().unwrap().contains("reply:"), "{wrong}");
    // The gate is passed as well.
    let failing = "skills: { /a: 아니요 }\ngate: tests\ntests: [{ skill: /a, expect: { text: 네 } }]\n";
    assert_eq!(app.admin_post("/api/check", &check(failing)).await.json()["ok"], false);
    assert_eq!(app.admin_post("/api/check", &json!({ "files": { "../x": "" } })).await.error(400), "bad_request");
    assert_eq!(app.post("/b", &says("가")).await.status, 404);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_hostile_draft_ends_in_a_message() {
    let app = editor(HELLO);
    let level = |n: usize| format!("a{n}: &a{n} [{}]\n", format!("*a{}, ", n - 1).repeat(10));
    let bomb = format!("a0: &a0 [x, x, x, x]\n{}", (1..12).map(level).collect::<String>());
    let (long, deep) = ("- \"{{#if a}}\"\n".repeat(500_000), format!("skills: {}", "[".repeat(4_000_000)));
    for text in [bomb, long, deep, "x".repeat(8 * 1024 * 1024)] {
        let checked = app.admin_post("/api/check", &json!({ "files": { "skills.yaml": text } })).await;
        assert_eq!((checked.status, &checked.json()["ok"]), (200, &json!(false)));
    }
    let too_large = json!({ "files": { "skills.yaml": "x".repeat(8 * 1024 * 1024 + 1) } });
    assert_eq!(app.admin_post("/api/check", &too_large).await.error(413), "too_large");
    assert_eq!(app.post("/skill/hello", &says("가")).await.bubble(), "안녕하세요");
}

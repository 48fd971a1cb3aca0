//! What the README, the docs and the example promise is true: every YAML block loads, the example answers every payload that
//! was seen in the field, and the README's commands are the ones that work.

use std::fs;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use serde_json::Value;
use talkplate::kakao;

const BIN: &str = env!("CARGO_BIN_EXE_talkplate");

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The files whose YAML is loaded.
fn pages() -> Vec<PathBuf> {
    let mut pages = vec![root().join("README.md")];
    pages.extend(
        fs::read_dir(root().join("docs"))
            .unwrap()
            .map(|entry| entry.unwrap().path())
            .filter(|path| path.extension().is_some_and(|e| e == "md")),
    );
    pages.sort();
    pages
}

/// The fenced blocks of a page whose info string begins with `language`: (line number, info string, text without the fence's indent).
fn blocks(page: &Path, language: &str) -> Vec<(usize, String, String)> {
    let text = fs::read_to_string(page).unwrap();
    let mut blocks = Vec::new();
    let mut lines = text.lines().enumerate();
    while let Some((at, line)) = lines.next() {
        let Some(info) = line.trim_start().strip_prefix("```") else { continue };
        let indent = line.len() - line.trim_start().len();
        let body: Vec<&str> = lines
            .by_ref()
            .map(|(_, line)| line)
            .take_while(|line| !line.trim_start().starts_with("```"))
            .map(|line| line.get(indent..).unwrap_or(""))
            .collect();
        if info.split_whitespace().next() == Some(language) {
            blocks.push((at + 1, info.trim().to_owned(), body.join("\n") + "\n"));
        }
    }
    blocks
}

/// Environment variables that the examples of the docs read.
fn with_example_secrets(command: &mut Command) -> &mut Command {
    command.env("SKILL_SECRET", "s").env("API_KEY", "k").env("LANG", "C")
}

#[test]
fn every_yaml_block_of_the_docs_loads_or_is_marked_wrong() {
    let mut loaded = 0;
    for page in pages() {
        for (line, info, text) in blocks(&page, "yaml") {
            let folder = tempfile::tempdir().unwrap();
            fs::write(folder.path().join("skills.yaml"), &text).unwrap();
            copy_templates(folder.path());
            let output = with_example_secrets(Command::new(BIN).arg("check").current_dir(folder.path())).output().unwrap();
            let said = [output.stdout, output.stderr].map(|said| String::from_utf8_lossy(&said).into_owned()).concat();
            let wanted = if info.contains("wrong") { Some(1) } else { Some(0) };
            assert_eq!(output.status.code(), wanted, "{}:{line} ({info})\n{text}\n{said}", page.display());
            loaded += 1;
        }
    }
    assert!(loaded >= 3, "the README alone has three YAML blocks, found {loaded}");
}

/// What a heading is called in a link: `## 말풍선 · Components` → `말풍선--components`.
fn slug(heading: &str) -> String {
    let kept = heading.trim().to_lowercase().replace(' ', "-");
    kept.chars().filter(|c| c.is_alphanumeric() || matches!(c, '-' | '_')).collect()
}

#[test]
fn every_link_and_picture_of_the_docs_leads_somewhere() {
    for page in pages() {
        let text = fs::read_to_string(&page).unwrap();
        let links = text.split("](").skip(1).filter_map(|rest| rest.split(')').next());
        let pictures = text.split("<img src=\"").skip(1).filter_map(|rest| rest.split('"').next());
        for target in links.chain(pictures) {
            if target.starts_with("http") {
                continue;
            }
            let (file, heading) = target.split_once('#').unwrap_or((target, ""));
            let file = if file.is_empty() { page.clone() } else { page.parent().unwrap().join(file) };
            assert!(file.exists(), "{}: nothing is at {target}", page.display());
            if !heading.is_empty() {
                let there = fs::read_to_string(&file).unwrap();
                let mut headings =
                    there.lines().filter(|line| line.starts_with('#')).map(|line| slug(line.trim_start_matches('#')));
                assert!(headings.any(|known| known == heading), "{}: no heading for {target}", page.display());
            }
        }
    }
}

/// The YAML of the docs that loads: where it stands, and the text.
pub(crate) fn right_yaml() -> Vec<(String, String)> {
    let blocks = pages().into_iter().flat_map(|page| {
        let place = page.display().to_string();
        blocks(&page, "yaml").into_iter().map(move |(line, info, text)| (format!("{place}:{line}"), info, text))
    });
    blocks.filter(|(_, info, _)| !info.contains("wrong")).map(|(place, _, text)| (place, text)).collect()
}

fn copy_templates(folder: &Path) {
    fs::create_dir(folder.join("templates")).unwrap();
    for entry in fs::read_dir(root().join("templates")).unwrap() {
        let path = entry.unwrap().path();
        fs::copy(&path, folder.join("templates").join(path.file_name().unwrap())).unwrap();
    }
}

#[test]
fn the_readme_begins_with_the_two_commands_and_they_exist() {
    let readme = root().join("README.md");
    let (_, _, first) = blocks(&readme, "sh").into_iter().next().unwrap();
    let commands: Vec<&str> = first.lines().map(|line| line.split('#').next().unwrap().trim()).collect();
    assert_eq!(commands, ["cargo run --release", "scripts/test.sh"]);
    let ci = fs::read_to_string(root().join(".ci/run")).unwrap();
    assert!(ci.lines().any(|line| line.trim() == "scripts/test.sh"), "CI runs the README's test command:\n{ci}");
}

/// The example served as the README's first command serves it: no arguments, in the project's folder.
struct Example {
    server: Child,
    address: String,
    _state: tempfile::TempDir,
}

impl Example {
    fn serve() -> Self {
        let state = tempfile::tempdir().unwrap();
        let mut server = with_example_secrets(&mut Command::new(BIN))
            .current_dir(root())
            .env("TALKPLATE_LISTEN", "127.0.0.1:0")
            .env("TALKPLATE_ADMIN", "off")
            .env("TALKPLATE_STATE_DIR", state.path())
            // Nobody listens there, whatever else this machine runs.
            .env("STOCK_API", "http://127.0.0.1:1")
            .env("ANSWER_API", "http://127.0.0.1:1")
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(server.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let address = line
            .split_whitespace()
            .find_map(|word| word.strip_prefix("http://"))
            .unwrap_or_else(|| panic!("no address in {line:?}"))
            .to_owned();
        Self { server, address, _state: state }
    }

    async fn ask(&self, path: &str, payload: &[u8]) -> Value {
        let answer =
            crate::app::client().post(format!("http://{}{path}", self.address)).body(payload.to_vec()).send().await.unwrap();
        assert_eq!(answer.status(), 200, "{path}");
        assert_eq!(answer.headers()["content-type"], "application/json; charset=utf-8");
        answer.json().await.unwrap()
    }
}

impl Drop for Example {
    fn drop(&mut self) {
        let _ = self.server.kill();
        let _ = self.server.wait();
    }
}

fn payload(name: &str) -> Vec<u8> {
    fs::read(root().join("tests/payloads").join(name).with_extension("json")).unwrap()
}

/// The texts of all bubbles.
fn said(answer: &Value) -> String {
    answer["template"]["outputs"]
        .as_array()
        .unwrap()
        .iter()
        .filter_map(|output| output["simpleText"]["text"].as_str())
        .collect::<Vec<_>>()
        .join("\n")
}

#[tokio::test]
async fn the_example_answers_every_payload_within_kakaos_limits() {
    let example = Example::serve();
    let text = fs::read_to_string(root().join("skills.yaml")).unwrap();
    let skills: Vec<&str> = text
        .lines()
        .filter_map(|line| line.strip_prefix("  /"))
        .filter_map(|line| line.split(':').next())
        .filter(|path| *path != "skill/event")
        .collect();
    assert!(skills.len() >= 14, "{skills:?}");
    for entry in fs::read_dir(root().join("tests/payloads")).unwrap() {
        let file = entry.unwrap().path();
        for skill in &skills {
            let answer = example.ask(&format!("/{skill}"), &fs::read(&file).unwrap()).await;
            assert_eq!(answer["version"], "2.0", "/{skill} {}", file.display());
            assert_eq!(kakao::check(&answer), [], "/{skill} {}: {answer}", file.display());
        }
    }
}

#[tokio::test]
async fn the_example_says_what_its_comments_say() {
    let example = Example::serve();
    let hello = example.ask("/skill/hello", &payload("full")).await;
    assert_eq!(said(&hello), "안녕하세요, 홍길동! 도담카페예요. 무엇을 도와드릴까요?");
    assert_eq!(
        hello["template"]["quickReplies"][0],
        serde_json::json!({"label": "메뉴 보기", "action": "message", "messageText": "메뉴 보기"})
    );
    assert!(said(&example.ask("/skill/hello", &payload("minimal")).await).starts_with("안녕하세요, 손님!"));
    assert!(said(&example.ask("/skill/hello", &payload("hostile-values")).await).starts_with("안녕하세요, 길\"동\\!"));

    let order = example.ask("/skill/order", &payload("system-entity")).await;
    assert!(said(&order).starts_with("아메리카노를 주문하셨어요.\n금액: 9,000원\n준비: "), "{order}");
    assert_eq!(order["context"]["values"][0]["params"]["menu"], "아메리카노");

    let menu = example.ask("/skill/menu", &payload("minimal")).await;
    let items = menu["template"]["outputs"][0]["listCard"]["items"].as_array().unwrap();
    assert_eq!(items[2], serde_json::json!({"title": "유자차", "description": "5,500원"}));
    assert_eq!(said(&menu), "주문은 02-123-4567로 전화하셔도 돼요.");

    let card = example.ask("/skill/card", &payload("minimal")).await;
    assert_eq!(
        card["template"]["outputs"][0]["basicCard"]["buttons"][1],
        serde_json::json!({"label": "전화하기", "action": "phone", "phoneNumber": "02-123-4567"})
    );
}

#[tokio::test]
async fn an_upstream_that_is_not_there_gives_the_fallback_never_an_error() {
    let example = Example::serve();
    let answer = example.ask("/skill/stock", &payload("system-entity")).await;
    assert_eq!(said(&answer), "지금은 재고를 확인할 수 없어요. 02-123-4567로 전화해 주세요.");
}

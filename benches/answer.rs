//! Payload bytes → response bytes, without HTTP: what a request costs beside the server itself.
#![allow(
    missing_docs,
    clippy::expect_used,
    clippy::disallowed_methods,
    reason = "criterion's macros write undocumented functions; a benchmark may stop, and writes what it loads"
)]

use std::fs;
use std::time::Duration;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use talkplate::meter::Meters;
use talkplate::template::RequestInfo;
use talkplate::{answer, compile};

const PAYLOAD: &str = r#"{"intent":{"id":"65f0c1d2a3b4c5d6e7f80912","name":"주문 조회 블록","extra":{"reason":{"code":1,"message":"OK"}}},"userRequest":{"timezone":"Asia/Seoul","params":{"surface":"Kakaotalk.plusfriend","ignoreMe":"true"},"block":{"id":"65f0c1d2a3b4c5d6e7f80912","name":"주문 조회 블록"},"utterance":"주문 조회","lang":"ko","user":{"id":"8f1d4c0ab7e24f6f9d55c0a1e2b3d4f5a6978812c3d4e5f60718293a4b5c6d7e8f","type":"botUserKey","properties":{"plusfriendUserKey":"sKf8w2QzXr1L","appUserId":"2839104756","isFriend":true,"botUserKey":"8f1d4c0ab7e24f6f9d55c0a1e2b3d4f5a6978812c3d4e5f60718293a4b5c6d7e8f"}}},"bot":{"id":"65efb00c1a2b3c4d5e6f7081","name":"도담카페 봇"},"contexts":[],"flow":{"trigger":{"type":"TEXT_INPUT"},"lastBlock":{"id":"65f0c1d2a3b4c5d6e7f80900","name":"웰컴 블록"}},"action":{"name":"hello","clientExtra":{},"params":{"name":"홍길동","sys_date":"내일","menu":"라떼","size":"톨","branch":"판교점"},"id":"65f0c2e9b8a7c6d5e4f30211","detailParams":{"name":{"origin":"홍길동","value":"홍길동","groupName":""},"sys_date":{"origin":"내일","value":"{\"dateTag\":\"tomorrow\",\"date\":\"2026-01-02\"}","groupName":""}}}}"#;

const CONFIGURATION: &str = r#"
skills:
  /literal: 영업시간은 오전 9시부터 오후 8시까지예요.
  /text:
    reply: "안녕하세요, {{params.name}}님! '{{utterance}}'라고 하셨네요."
    quickReplies: [주문 조회, 배송 조회, 상담원 연결]
  /card:
    reply:
      - itemCard:
          head: { title: "{{params.branch}}" }
          itemList:
            - { title: 이름, description: "{{params.name}}" }
            - { title: 메뉴, description: "{{params.menu}}" }
            - { title: 크기, description: "{{params.size}}" }
            - { title: 날짜, description: "{{params.sys_date}}" }
            - { title: 말씀, description: "{{utterance}}" }
            - { title: 블록, description: "{{intent.name}}" }
            - { title: 봇, description: "{{bot.name}}" }
          buttons:
            - { label: 확인, message: "{{params.menu}} 주문" }
            - { label: 취소, message: "{{params.menu}} 취소" }
  /file:
    template: templates/card.json.hbs
"#;

const FILE: &str = r#"{
  "outputs": [
    { "textCard": { "title": "{{default params.name "손님"}}", "description": "{{utterance}}" } }
    {{#if params.menu}},{ "simpleText": { "text": "{{params.menu}}{{josa params.menu "을/를"}} 준비할게요." } }{{/if}}
  ]
}
"#;

fn answers(c: &mut Criterion) {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("skills.yaml");
    fs::create_dir(folder.path().join("templates")).expect("a folder");
    fs::write(&path, CONFIGURATION).expect("a file");
    fs::write(folder.path().join("templates/card.json.hbs"), FILE).expect("a file");
    let loaded = compile::load(&path, &Meters::default());
    let diagnostics = format!("{:?}", loaded.report.sorted());
    let snapshot = loaded.snapshot.expect(&diagnostics);

    let mut group = c.benchmark_group("answer");
    group.sample_size(50).warm_up_time(Duration::from_secs(1)).measurement_time(Duration::from_secs(4));
    group.throughput(Throughput::Bytes(PAYLOAD.len() as u64));
    for name in ["literal", "text", "card", "file"] {
        let skill = snapshot.skill(&format!("/{name}")).expect("the skill");
        group.bench_function(name, |b| {
            b.iter(|| {
                let info = RequestInfo { at_ms: 1_767_225_600_000, ..RequestInfo::default() };
                let scope = skill.harvest.read(PAYLOAD.as_bytes(), info).expect("a payload");
                answer::reply(&skill.plan, &snapshot.engine, &scope).expect("an answer").bytes
            });
        });
    }
    group.finish();
}

criterion_group!(benches, answers);
criterion_main!(benches);

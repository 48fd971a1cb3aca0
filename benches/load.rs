//! `skills.yaml` of 10, 1,000 and 10,000 skills → a snapshot ready to serve. Goal: 10,000 in well under two seconds.
#![allow(
    missing_docs,
    clippy::expect_used,
    clippy::disallowed_methods,
    reason = "criterion's macros write undocumented functions; a benchmark may stop, and writes what it loads"
)]

use std::fmt::Write;
use std::fs;
use std::time::Duration;

use criterion::{BenchmarkId, Criterion, criterion_group, criterion_main};
use talkplate::compile;
use talkplate::meter::Meters;

/// A shop's usual mixture: a literal text, a text with values, a card, and one skill that asks a server.
fn configuration(skills: usize) -> String {
    let mut yaml = String::from("vars: { shop: 도담카페 }\nskills:\n");
    for i in 0..skills {
        let written = match i % 4 {
            0 => writeln!(yaml, "  /skill/{i}: 영업시간은 오전 9시부터 오후 8시까지예요."),
            1 => writeln!(
                yaml,
                "  /skill/{i}:\n    reply: \"{{{{default params.name '손님'}}}}, {{{{vars.shop}}}}예요. {{{{utterance}}}}\"\n    quickReplies: [메뉴, 주문]"
            ),
            2 => writeln!(
                yaml,
                "  /skill/{i}:\n    reply:\n      - basicCard:\n          title: 판교점\n          description: \"{{{{params.menu}}}} 준비됐어요\"\n          thumbnail: https://example.com/{i}.png\n          buttons:\n            - {{ label: 지도, url: https://example.com/map }}"
            ),
            _ => writeln!(
                yaml,
                "  /skill/{i}:\n    upstream: {{ url: \"https://api.example.com/{i}?q={{{{utterance}}}}\", method: GET }}\n    reply: \"{{{{upstream.answer}}}}\"\n    fallback: 잠시 후 다시 시도해 주세요."
            ),
        };
        written.expect("a String takes everything");
    }
    yaml
}

fn load(c: &mut Criterion) {
    let folder = tempfile::tempdir().expect("a folder");
    let mut group = c.benchmark_group("load");
    group.sample_size(10).warm_up_time(Duration::from_millis(500)).measurement_time(Duration::from_secs(4));
    for skills in [10, 1_000, 10_000] {
        let path = folder.path().join(format!("{skills}.yaml"));
        fs::write(&path, configuration(skills)).expect("a file");
        let loaded = compile::load(&path, &Meters::default());
        assert_eq!(loaded.snapshot.map(|snapshot| snapshot.skills.len()), Some(skills), "{:?}", loaded.report.sorted());
        group.bench_with_input(BenchmarkId::from_parameter(skills), &path, |b, path| {
            b.iter(|| compile::load(path, &Meters::default()));
        });
    }
    group.finish();
}

criterion_group!(benches, load);
criterion_main!(benches);

//! Any bytes as a request's body: refused as no payload, or answered with a SkillResponse within Kakao's limits.
#![no_main]

use std::sync::{Arc, LazyLock};

use libfuzzer_sys::fuzz_target;
use talkplate::compile::Snapshot;

#[path = "../harness.rs"]
mod harness;

static SNAPSHOT: LazyLock<Arc<Snapshot>> = LazyLock::new(|| harness::example(include_str!("../seeds/payload.yaml")));

fuzz_target!(|bytes: &[u8]| harness::answer_each(&SNAPSHOT, bytes));

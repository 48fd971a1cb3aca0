//! For this crate's unit tests: a world without a network, and snapshots from YAML text.

use std::sync::Arc;

use super::World;
use crate::compile::{Snapshot, load};
use crate::diag::{Lang, render};
use crate::kakao::callback::HostRules;
use crate::meter::Meters;
use crate::outbound::Outbound;

/// Calls go to `outbound`; the usual hosts are trusted.
pub(crate) fn world(outbound: impl Outbound + 'static) -> World {
    World::new(Arc::new(outbound), HostRules::default())
}

/// The configuration that this YAML makes.
#[expect(clippy::disallowed_methods, reason = "the stage of a test")]
pub(crate) fn snapshot(yaml: &str) -> Arc<Snapshot> {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("skills.yaml");
    std::fs::write(&file, yaml).unwrap();
    let loaded = load(&file, &Meters::default());
    let report = || render::human(&loaded.report, Lang::En, false);
    assert!(!loaded.report.has_errors(), "{}", report());
    Arc::new(loaded.snapshot.unwrap())
}

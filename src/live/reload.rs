//! The state machine of reloading: one thread, one event at a time.
//!
//! ```text
//! something woke it → do the watched files differ from the last load? → do two looks agree? → load, compile
//!    ready  → swap the pointer, keep a copy on disk        Swapped
//!    ready, but what is served already                     Unchanged
//!    report → tell, keep what is served                    Kept
//! a watched file is missing or empty → somebody saves it   Saving (after 5 s it is told, and loaded as it is)
//! ```

use std::collections::HashSet;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant, SystemTime};

use super::prints::{Content, Look, Prints, Reader, Watched};
use super::tell;
use super::{Failure, Gate, Outcome, Shared, Status};
use crate::compile::{self, Snapshot};
use crate::config::Pattern;
use crate::diag::{Lang, Report, Source, SourceMap, render};
use crate::meter::Meters;
use crate::store::LastGood;

/// How long a missing or empty file counts as one that is being saved.
pub(super) const SAVING: Duration = Duration::from_secs(5);
/// How long an included file may be away before its skills are: an editor may remove it and write it anew.
const AWAY: Duration = Duration::from_secs(1);
/// A file that is written over and over is loaded as it is after this long.
const RESTLESS: Duration = Duration::from_secs(1);

/// What to look at, and how long to wait between two looks that must agree.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Cause {
    /// The regular look found or may find a change. No event says when the writing ended, so the looks lie further apart.
    Time,
    /// A file event.
    Hint,
    /// A signal or the API: load even if nothing differs.
    Asked,
}

/// What the machine may touch, and the moments it waits.
pub(super) struct Machine {
    /// The configuration's file.
    pub(super) path: PathBuf,
    /// The language of what it tells.
    pub(super) lang: Lang,
    /// For the skills' counters.
    pub(super) meters: Meters,
    /// Where good configurations are kept.
    pub(super) store: LastGood,
    /// What requests and the status read.
    pub(super) shared: Arc<Shared>,
    /// What a load has to pass before it counts.
    pub(super) gate: Gate,
    reader: Reader,
    /// What the last load saw, failed or not.
    seen: Prints,
    /// What the load saw whose snapshot is served.
    served: Prints,
    /// What the last load was read from, failed or not.
    watched: Watched,
    gone: Option<Gone>,
    /// Two looks at a file lie this far apart after an event.
    quiet: Duration,
}

/// Files that hold nothing, and since when.
struct Gone {
    since: Instant,
    told: bool,
}

/// One load, judged.
enum Judged {
    Good(Box<Snapshot>, Report),
    Bad(Failure),
}

impl Machine {
    pub(super) fn new(path: PathBuf, lang: Lang, meters: Meters, store: LastGood, shared: Arc<Shared>) -> Self {
        Self {
            watched: path.clone().into(),
            path,
            lang,
            meters,
            store,
            shared,
            gate: |_, _| (),
            reader: Reader::default(),
            seen: Prints::default(),
            served: Prints::default(),
            gone: None,
            quiet: Duration::from_millis(25),
        }
    }

    /// What has to be watched: what the last load was read from.
    pub(super) fn watched(&self) -> &Watched {
        &self.watched
    }

    /// The load at start: nothing is served yet.
    pub(super) fn first(&mut self) -> Outcome {
        let before = self.reader.look(&self.watched, Look::Thorough);
        match self.load(before) {
            Judged::Good(snapshot, report) => {
                let outcome = self.swap(*snapshot, &report);
                tell::loaded(self.lang, &self.shared.status());
                tell::warnings(&report, self.lang);
                outcome
            }
            Judged::Bad(failure) => self.keep(failure),
        }
    }

    /// Serves the kept copy of an earlier configuration, because the real one does not load: `failure` says why, and is given
    /// back when there is no copy that can serve.
    pub(super) fn serve_copy(&mut self, failure: &Arc<Failure>) -> Result<(), Arc<Failure>> {
        let copy = match self.store.find() {
            Ok(Some(copy)) => copy,
            Ok(None) => return Err(Arc::clone(failure)),
            Err(error) => {
                tell::copy_unusable(self.lang, &error.to_string());
                return Err(Arc::clone(failure));
            }
        };
        let Some(loaded) = self.guarded_load(&copy) else { return Err(Arc::clone(failure)) };
        let Some(snapshot) = loaded.snapshot else {
            tell::copy_unusable(self.lang, &render::human(&loaded.report, self.lang, false));
            return Err(Arc::clone(failure));
        };
        self.publish(snapshot, true, None);
        tell::serving_copy(self.lang, &self.path, failure);
        Ok(())
    }

    /// One event, one outcome. `now` says what time it is.
    pub(super) fn step(&mut self, cause: Cause, now: Instant) -> Outcome {
        let first_look = if cause == Cause::Hint { Look::Quick } else { Look::Regular };
        let prints = self.reader.look(&self.watched, first_look);
        if prints == self.seen && cause != Cause::Asked {
            self.gone = None;
            return Outcome::Unchanged;
        }
        let prints = self.settle(prints, cause);
        if prints == self.seen && cause != Cause::Asked {
            self.gone = None;
            return Outcome::Unchanged;
        }
        if cause != Cause::Asked && self.is_being_saved(&prints, now) && self.needs_gone(&prints, now) {
            return Outcome::Saving;
        }
        self.reload(prints, cause)
    }

    /// Looks until two looks agree.
    fn settle(&mut self, mut earlier: Prints, cause: Cause) -> Prints {
        let pause = if cause == Cause::Time { self.quiet * 6 } else { self.quiet };
        let begun = Instant::now();
        loop {
            std::thread::sleep(pause);
            let prints = self.reader.look(&self.watched, Look::Thorough);
            if prints == earlier || begun.elapsed() > RESTLESS {
                return prints;
            }
            earlier = prints;
        }
    }

    /// Whether a file that held something holds nothing, not yet for too long.
    fn is_being_saved(&mut self, prints: &Prints, now: Instant) -> bool {
        let files = prints.gone_since(&self.seen);
        if files.is_empty() {
            self.gone = None;
            return false;
        }
        let gone = self.gone.get_or_insert(Gone { since: now, told: false });
        if now.duration_since(gone.since) < SAVING {
            return true;
        }
        if !std::mem::replace(&mut gone.told, true) {
            tell::still_gone(self.lang, &files);
        }
        false
    }

    /// Whether what is gone is part of the configuration as it stands now. A template that was renamed or is no longer used is not,
    /// and an included file that is away for longer is not either.
    fn needs_gone(&self, prints: &Prints, now: Instant) -> bool {
        let gone = prints.gone_since(&self.seen);
        let lately = self.gone.as_ref().is_some_and(|gone| now.duration_since(gone.since) < AWAY);
        let Some(loaded) = self.guarded_load(&self.path) else { return true };
        let Some(snapshot) = loaded.snapshot else { return true };
        loaded.files.iter().any(|file| gone.contains(&file.as_path())) || (lately && self.would_lose_skills(&snapshot))
    }

    fn would_lose_skills(&self, next: &Snapshot) -> bool {
        let kept: HashSet<&str> = next.skills.iter().map(|skill| skill.path.as_str()).collect();
        let served = self.shared.current.load();
        served.as_ref().is_some_and(|served| served.skills.iter().any(|skill| !kept.contains(skill.path.as_str())))
    }

    fn reload(&mut self, mut before: Prints, cause: Cause) -> Outcome {
        let begun = Instant::now();
        loop {
            match self.load(before) {
                Judged::Good(snapshot, report) => return self.accept(*snapshot, &report, begun),
                Judged::Bad(failure) => {
                    // Half a file is the usual reason: before anybody is alarmed, see whether the rest comes.
                    std::thread::sleep(self.quiet * 4);
                    let prints = self.reader.look(&self.watched, Look::Thorough);
                    let still_written = prints != self.seen && prints.gone_since(&self.seen).is_empty();
                    if !still_written || begun.elapsed() > RESTLESS {
                        return self.refuse(failure, cause);
                    }
                    before = prints;
                }
            }
        }
    }

    fn accept(&mut self, snapshot: Snapshot, report: &Report, begun: Instant) -> Outcome {
        self.gone = None;
        let mended = self.shared.status().last_error.is_some();
        if self.seen == self.served {
            if mended {
                self.shared.change(|status| status.last_error = None);
                self.meters.config_loaded(self.shared.status().generation, SystemTime::now());
                tell::mended(self.lang);
            }
            return Outcome::Unchanged;
        }
        let outcome = self.swap(snapshot, report);
        tell::swapped(self.lang, &self.shared.status(), begun.elapsed());
        tell::warnings(report, self.lang);
        outcome
    }

    fn refuse(&mut self, failure: Failure, cause: Cause) -> Outcome {
        let told = self.gone.as_ref().is_some_and(|gone| gone.told)
            || self.shared.status().last_error.is_some_and(|last| last.text == failure.text);
        if !told || cause == Cause::Asked {
            tell::kept(self.lang, &failure);
        }
        self.keep(failure)
    }

    /// Loads the file. A load counts when the looks before and after it agree; otherwise it may have read half of a change.
    fn load(&mut self, mut before: Prints) -> Judged {
        let path = self.path.clone();
        let mut tries = 0;
        loop {
            tries += 1;
            let Some(loaded) = self.guarded_load(&path) else {
                self.seen = before;
                return Judged::Bad(Failure::internal(self.lang));
            };
            self.shared.read_from(&loaded.report.sources, loaded.snapshot.is_none());
            if !loaded.files.is_empty() {
                self.watched = Watched { files: loaded.files, patterns: loaded.patterns };
            }
            self.reader.forget_others(&self.watched.files);
            let after = self.reader.look(&self.watched, Look::Thorough);
            let agree = agree(&before, &after, &loaded.report.sources, &self.watched.patterns);
            if !agree && tries < 5 {
                before = after;
                continue;
            }
            // With looks that never agree, the next regular look tries again.
            self.seen = if agree { after } else { before };
            return match loaded.snapshot {
                Some(snapshot) => Judged::Good(Box::new(snapshot), loaded.report),
                None => Judged::Bad(Failure::of(loaded.report, self.lang)),
            };
        }
    }

    /// A panic in a load would end the thread and with it all watching.
    fn guarded_load(&self, path: &Path) -> Option<compile::Loaded> {
        let load = || {
            let mut loaded = compile::load(path, &self.meters);
            (self.gate)(&mut loaded, self.lang);
            loaded
        };
        catch_unwind(AssertUnwindSafe(load)).ok()
    }

    fn swap(&mut self, snapshot: Snapshot, report: &Report) -> Outcome {
        self.served = self.seen.clone();
        let warnings = (!report.is_empty()).then(|| Arc::new(report.clone()));
        let generation = self.publish(snapshot, false, warnings);
        if let Err(error) = self.store.save(&report.sources, &self.path, &self.watched.files) {
            tell::not_kept(self.lang, &error);
        }
        Outcome::Swapped { generation }
    }

    /// The one place where what is served changes.
    fn publish(&self, snapshot: Snapshot, from_copy: bool, warnings: Option<Arc<Report>>) -> u64 {
        let mut generation = 0;
        self.shared.change(|status| {
            generation = status.generation + 1;
            *status = Status {
                generation,
                hash: snapshot.hash.clone(),
                loaded_at: Some(SystemTime::now()),
                skills: snapshot.skills.len(),
                last_error: status.last_error.take().filter(|_| from_copy),
                warnings,
                from_copy,
            };
        });
        self.shared.current.store(Some(Arc::new(snapshot)));
        if !from_copy {
            self.meters.config_loaded(generation, SystemTime::now());
        }
        generation
    }

    fn keep(&self, failure: Failure) -> Outcome {
        let failure = Arc::new(failure);
        self.shared.change(|status| status.last_error = Some(Arc::clone(&failure)));
        self.meters.config_refused(failure.at);
        Outcome::Kept(failure)
    }
}

/// Whether a load between these two looks has read what both saw. A file that only the load named has no earlier look: there, what
/// was read is compared, and of a pattern the files that it named.
fn agree(before: &Prints, after: &Prints, sources: &SourceMap, patterns: &[Pattern]) -> bool {
    let named =
        |name: &Path| patterns.iter().find(|pattern| pattern.name() == name).map(|pattern| Content::of_names(pattern.found()));
    after.iter().all(|(file, content)| match before.get(file) {
        Some(earlier) => earlier == content,
        None if matches!(content, Content::Names(_)) => named(file) == Some(content),
        None => !content.is_read() || read_as(file, sources) == Some(content),
    })
}

/// What a load read of a file. Links are followed, because a source may stand under its real path.
fn read_as(file: &Path, sources: &SourceMap) -> Option<Content> {
    let real = file.canonicalize().ok();
    let is_it = |source: &&Source| source.path == file || Some(&source.path) == real.as_ref();
    sources.files().iter().find(is_it).map(|source| Content::of(source.text.as_bytes()))
}

impl Failure {
    fn of(report: Report, lang: Lang) -> Self {
        let (text, diagnostics) = (render::human(&report, lang, false), render::json(&report, lang));
        Self { at: SystemTime::now(), text, diagnostics, report }
    }

    /// A defect of the program, not of the file.
    fn internal(lang: Lang) -> Self {
        Self::without_place(tell::internal_error(lang))
    }

    /// Nothing could be watched or reloaded.
    pub(super) fn no_thread(lang: Lang, error: &std::io::Error) -> Self {
        Self::without_place(tell::no_thread(lang, error))
    }

    fn without_place(text: String) -> Self {
        Self { at: SystemTime::now(), diagnostics: serde_json::json!([]), text, report: Report::default() }
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use tempfile::TempDir;

    use super::*;

    const GOOD: &str = "skills:\n  /a: 하나\n";
    const BETTER: &str = "skills:\n  /a: 둘\n";
    const BROKEN: &str = "skills:\n  /a: { reply: 하나, replyy: 둘 }\n";

    struct Bench {
        folder: TempDir,
        machine: Machine,
        clock: Instant,
    }

    impl Bench {
        fn with(text: &str) -> Self {
            let folder = tempfile::tempdir().unwrap();
            let path = folder.path().join("skills.yaml");
            fs::write(&path, text).unwrap();
            let store = LastGood::new(&folder.path().join("state"));
            let mut machine = Machine::new(path, Lang::En, Meters::default(), store, Arc::default());
            machine.quiet = Duration::from_millis(1);
            Self { folder, machine, clock: Instant::now() }
        }

        fn write(&self, name: &str, text: &str) {
            fs::write(self.folder.path().join(name), text).unwrap();
        }

        fn remove(&self) {
            fs::remove_file(self.folder.path().join("skills.yaml")).unwrap();
        }

        fn look(&mut self) -> Outcome {
            self.machine.step(Cause::Time, self.clock)
        }

        fn status(&self) -> Status {
            self.machine.shared.status()
        }
    }

    #[test]
    fn a_change_is_swapped_once() {
        let mut bench = Bench::with(GOOD);
        assert!(matches!(bench.machine.first(), Outcome::Swapped { generation: 1 }));
        assert!(matches!(bench.look(), Outcome::Unchanged));
        bench.write("skills.yaml", BETTER);
        assert!(matches!(bench.look(), Outcome::Swapped { generation: 2 }));
        assert!(matches!(bench.look(), Outcome::Unchanged));
        assert_eq!(bench.status().skills, 1);
    }

    #[test]
    fn a_failed_load_keeps_the_old_snapshot_and_the_next_save_is_seen() {
        let mut bench = Bench::with(GOOD);
        let _ = bench.machine.first();
        let before = bench.machine.shared.current.load_full().unwrap();
        bench.write("skills.yaml", BROKEN);
        let Outcome::Kept(failure) = bench.look() else { panic!("it has a mistake") };
        assert!(failure.text.contains("replyy"), "{}", failure.text);
        assert!(Arc::ptr_eq(&before, &bench.machine.shared.current.load_full().unwrap()));
        assert!(matches!(bench.look(), Outcome::Unchanged), "the same mistake is told once");
        bench.write("skills.yaml", BETTER);
        assert!(matches!(bench.look(), Outcome::Swapped { generation: 2 }));
        assert!(bench.status().last_error.is_none());
    }

    #[test]
    fn taking_a_mistake_back_is_no_new_generation() {
        let mut bench = Bench::with(GOOD);
        let _ = bench.machine.first();
        bench.write("skills.yaml", BROKEN);
        assert!(matches!(bench.look(), Outcome::Kept(_)));
        bench.write("skills.yaml", GOOD);
        assert!(matches!(bench.look(), Outcome::Unchanged));
        assert_eq!((bench.status().generation, bench.status().last_error.is_none()), (1, true));
    }

    #[test]
    fn asking_loads_also_what_has_not_changed() {
        let mut bench = Bench::with(GOOD);
        let _ = bench.machine.first();
        let now = bench.clock;
        assert!(matches!(bench.machine.step(Cause::Asked, now), Outcome::Unchanged));
        bench.remove();
        assert!(matches!(bench.machine.step(Cause::Asked, now), Outcome::Kept(_)), "who asks gets the diagnostics at once");
    }

    #[test]
    fn a_missing_or_empty_file_is_one_being_saved_for_five_seconds() {
        let mut bench = Bench::with(GOOD);
        let _ = bench.machine.first();
        bench.remove();
        assert!(matches!(bench.look(), Outcome::Saving));
        bench.write("skills.yaml", "");
        bench.clock += Duration::from_secs(4);
        assert!(matches!(bench.look(), Outcome::Saving));
        assert!(bench.status().last_error.is_none());
        bench.clock += Duration::from_secs(1);
        assert!(matches!(bench.look(), Outcome::Kept(_)));
        bench.write("skills.yaml", BETTER);
        assert!(matches!(bench.look(), Outcome::Swapped { generation: 2 }));
        bench.remove();
        assert!(matches!(bench.look(), Outcome::Saving), "the next save has its own five seconds");
    }

    #[test]
    fn a_template_that_is_no_longer_named_may_go_at_once() {
        let answer = r#"{"outputs":[{"simpleText":{"text":"안녕"}}]}"#;
        let mut bench = Bench::with("skills:\n  /a: { template: a.json.hbs }\n");
        bench.write("a.json.hbs", answer);
        let _ = bench.machine.first();
        fs::remove_file(bench.folder.path().join("a.json.hbs")).unwrap();
        assert!(matches!(bench.look(), Outcome::Saving), "it is still named");
        bench.write("b.json.hbs", answer);
        bench.write("skills.yaml", "skills:\n  /a: { template: b.json.hbs }\n");
        assert!(matches!(bench.look(), Outcome::Swapped { generation: 2 }));
    }

    #[test]
    fn an_included_file_that_is_gone_takes_its_skills_along_after_a_second() {
        let mut bench = Bench::with("include: '*.yaml'\nskills:\n  /a: 하나\n");
        bench.write("b.yaml", "skills:\n  /b: 둘\n");
        assert!(matches!(bench.machine.first(), Outcome::Swapped { generation: 1 }));
        assert!(matches!(bench.look(), Outcome::Unchanged), "the pattern is no change either");
        let b = bench.folder.path().join("b.yaml");
        fs::remove_file(&b).unwrap();
        assert!(matches!(bench.look(), Outcome::Saving));
        bench.write("b.yaml", "skills:\n  /b: 셋\n");
        assert!(matches!(bench.look(), Outcome::Swapped { generation: 2 }));
        fs::rename(&b, bench.folder.path().join("c.yaml")).unwrap();
        assert!(matches!(bench.look(), Outcome::Swapped { generation: 3 }), "no skill is lost, so nothing is waited for");
        fs::remove_file(bench.folder.path().join("c.yaml")).unwrap();
        assert!(matches!(bench.look(), Outcome::Saving));
        bench.clock += AWAY;
        assert!(matches!(bench.look(), Outcome::Swapped { generation: 4 }));
        assert_eq!(bench.status().skills, 1);
    }

    #[test]
    fn a_file_that_only_a_refused_configuration_names_is_watched() {
        let mut bench = Bench::with(GOOD);
        let _ = bench.machine.first();
        bench.write("skills.yaml", "skills:\n  /a: { template: late.json.hbs }\n");
        assert!(matches!(bench.look(), Outcome::Kept(_)));
        bench.write("late.json.hbs", r#"{"outputs":[{"simpleText":{"text":"왔어요"}}]}"#);
        assert!(matches!(bench.look(), Outcome::Swapped { generation: 2 }));
    }

    #[test]
    fn a_template_that_the_first_load_named_is_no_change() {
        let mut bench = Bench::with("skills:\n  /a: { template: a.json.hbs }\n");
        bench.write("a.json.hbs", r#"{"outputs":[{"simpleText":{"text":"안녕"}}]}"#);
        assert!(matches!(bench.machine.first(), Outcome::Swapped { generation: 1 }));
        assert!(matches!(bench.look(), Outcome::Unchanged));
    }

    #[test]
    fn a_secret_beside_the_file_is_loaded_once_and_watched() {
        let mut bench = Bench::with("auth: { header: x-key, value: \"${file:secret}\" }\nskills:\n  /a: 하나\n");
        bench.write("secret", "one");
        assert!(matches!(bench.machine.first(), Outcome::Swapped { generation: 1 }));
        assert!(matches!(bench.look(), Outcome::Unchanged));
        bench.write("secret", "two");
        assert!(matches!(bench.look(), Outcome::Swapped { generation: 2 }));
    }

    #[test]
    fn a_file_that_is_not_utf_8_is_loaded_once() {
        let mut bench = Bench::with(GOOD);
        let _ = bench.machine.first();
        fs::write(bench.folder.path().join("skills.yaml"), b"skills:\n  /a: \xbe\xc8\xb3\xe7\n").unwrap();
        assert!(matches!(bench.look(), Outcome::Kept(_)));
        assert!(matches!(bench.look(), Outcome::Unchanged));
        bench.write("skills.yaml", BETTER);
        assert!(matches!(bench.look(), Outcome::Swapped { generation: 2 }));
    }

    #[test]
    fn the_kept_copy_serves_until_the_file_is_mended() {
        let mut bench = Bench::with(GOOD);
        let _ = bench.machine.first();
        let copied = bench.machine.store.clone();
        let mut next = Bench::with(BROKEN);
        next.machine.store = copied;
        let Outcome::Kept(failure) = next.machine.first() else { panic!("it has a mistake") };
        assert!(next.machine.serve_copy(&failure).is_ok());
        assert!(next.status().from_copy && next.status().last_error.is_some());
        assert!(matches!(next.look(), Outcome::Unchanged));
        next.write("skills.yaml", GOOD);
        assert!(matches!(next.look(), Outcome::Swapped { generation: 2 }));
        assert!(!next.status().from_copy && next.status().last_error.is_none());
    }

    #[test]
    fn without_a_copy_the_failure_comes_back() {
        let mut bench = Bench::with(BROKEN);
        let Outcome::Kept(failure) = bench.machine.first() else { panic!("it has a mistake") };
        assert!(bench.machine.serve_copy(&failure).is_err());
        assert!(bench.machine.shared.current.load_full().is_none());
    }

    #[test]
    fn a_load_between_two_different_looks_does_not_count() {
        let print = |text: &str| {
            let mut prints = Prints::default();
            prints.set("skills.yaml".into(), Content::of(text.as_bytes()));
            prints
        };
        let mut sources = SourceMap::default();
        sources.add("skills.yaml", "skills.yaml", "하나");
        assert!(agree(&print("하나"), &print("하나"), &sources, &[]));
        assert!(!agree(&print("하나"), &print("둘"), &sources, &[]));
        assert!(agree(&Prints::default(), &print("하나"), &sources, &[]), "a new file counts when it holds what was read");
        assert!(!agree(&Prints::default(), &print("둘"), &sources, &[]));
    }
}

//! The last configuration that loaded, kept in the state folder.
//!
//! ```text
//! <state-dir>/last-good/current.json      which copy is the whole one, and the hash of each of its files
//! <state-dir>/last-good/<hash>/…          the files, laid out as they were, so that relative template paths resolve
//! ```
//!
//! A copy is written beside the old one and becomes current by one rename; a process that is killed at any moment leaves either
//! the old copy or the new one. A copy whose files do not have the hashes that were noted is none.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Component, Path, PathBuf};

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::StoreError;
use super::private::{create_private_folder, io_error};
use crate::diag::SourceMap;

const CURRENT: &str = "current.json";

/// Where the last good configuration is kept.
#[derive(Clone, Debug)]
pub struct LastGood {
    folder: PathBuf,
}

/// `current.json`.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Manifest {
    /// The copy's folder: the hash over names and contents.
    copy: String,
    /// The files, the configuration itself first.
    files: Vec<Kept>,
}

#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Kept {
    name: String,
    sha256: String,
}

impl LastGood {
    /// The copy inside of a state folder, which need not exist yet.
    pub fn new(state_dir: &Path) -> Self {
        Self { folder: state_dir.join("last-good") }
    }

    /// Keeps these sources in place of what was kept before. The first one is the configuration, which stands at `config`, the
    /// others are what it names. Of `files` those that are no sources, secrets, are never copied: a link leads to where they are.
    pub fn save(&self, sources: &SourceMap, config: &Path, files: &[PathBuf]) -> Result<(), StoreError> {
        let manifest = Manifest::of(sources)?;
        if self.read_manifest().is_ok_and(|kept| kept == manifest) && self.verify(&manifest).is_ok() {
            return Ok(());
        }
        create_private_folder(&self.folder)?;
        let copy = self.folder.join(&manifest.copy);
        // What stands there already is half a copy: a whole one would have been current.
        remove_folder(&copy)?;
        create_private_folder(&copy)?;
        for (source, kept) in sources.files().iter().zip(&manifest.files) {
            let file = copy.join(&kept.name);
            if let Some(parent) = file.parent() {
                create_private_folder(parent)?;
            }
            write_through(&file, source.text.as_bytes())?;
        }
        link_secrets(&copy, config, files);
        sync_folder(&copy);
        self.make_current(&manifest)?;
        self.remove_all_but(&manifest.copy);
        Ok(())
    }

    /// The kept configuration's file; `None` when nothing has been kept.
    pub fn find(&self) -> Result<Option<PathBuf>, StoreError> {
        let manifest = match self.read_manifest() {
            Ok(manifest) => manifest,
            Err(StoreError::Io { source, .. }) if source.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(error),
        };
        self.verify(&manifest)?;
        let Some(first) = manifest.files.first() else { return Ok(None) };
        Ok(Some(self.folder.join(&manifest.copy).join(&first.name)))
    }

    fn read_manifest(&self) -> Result<Manifest, StoreError> {
        let path = self.folder.join(CURRENT);
        let text = fs::read(&path).map_err(io_error(&path))?;
        serde_json::from_slice(&text).map_err(|_| StoreError::Damaged(path))
    }

    fn verify(&self, manifest: &Manifest) -> Result<(), StoreError> {
        for kept in std::iter::once(&manifest.copy).chain(manifest.files.iter().map(|kept| &kept.name)) {
            inside(kept)?;
        }
        for kept in &manifest.files {
            let path = self.folder.join(&manifest.copy).join(&kept.name);
            let content = fs::read(&path).map_err(|_| StoreError::Damaged(path.clone()))?;
            if hex(&Sha256::digest(&content)) != kept.sha256 {
                return Err(StoreError::Damaged(path));
            }
        }
        Ok(())
    }

    fn make_current(&self, manifest: &Manifest) -> Result<(), StoreError> {
        let path = self.folder.join(CURRENT);
        let next = self.folder.join(format!("{CURRENT}.{}", std::process::id()));
        let text = serde_json::to_vec_pretty(manifest).map_err(|error| io_error(&next)(error.into()))?;
        write_through(&next, &text)?;
        fs::rename(&next, &path).map_err(io_error(&path))?;
        sync_folder(&self.folder);
        Ok(())
    }

    /// Old copies are only clutter: what cannot be removed now is removed the next time.
    fn remove_all_but(&self, copy: &str) {
        let Ok(entries) = fs::read_dir(&self.folder) else { return };
        for entry in entries.flatten() {
            if entry.file_name() != copy && entry.file_type().is_ok_and(|kind| kind.is_dir()) {
                let _ = fs::remove_dir_all(entry.path());
            }
        }
    }
}

impl Manifest {
    fn of(sources: &SourceMap) -> Result<Self, StoreError> {
        let mut whole = Sha256::new();
        let mut files = Vec::new();
        for source in sources.files() {
            let name = inside(&source.name)?.to_owned();
            let sha256 = hex(&Sha256::digest(source.text.as_bytes()));
            whole.update(name.as_bytes());
            whole.update([0]);
            whole.update(sha256.as_bytes());
            files.push(Kept { name, sha256 });
        }
        Ok(Self { copy: hex(&whole.finalize()), files })
    }
}

/// A relative name that stays below the folder it is joined to.
pub(super) fn inside(name: &str) -> Result<&str, StoreError> {
    let mut depth = 0_i32;
    let stays = Path::new(name).components().all(|part| {
        match part {
            Component::Normal(_) => depth += 1,
            Component::ParentDir => depth -= 1,
            Component::CurDir => {}
            Component::RootDir | Component::Prefix(_) => depth = -1,
        }
        depth >= 0
    });
    (stays && depth > 0).then_some(name).ok_or_else(|| StoreError::Outside(name.to_owned()))
}

/// `${file:…}` with a relative path is looked for beside the configuration, so beside its copy something must lead there.
/// Where that cannot be done, the copy does not load and counts as none.
fn link_secrets(copy: &Path, config: &Path, files: &[PathBuf]) {
    let Some(folder) = config.parent() else { return };
    for file in files {
        let Some(name) = file.strip_prefix(folder).ok().and_then(Path::to_str).and_then(|name| inside(name).ok()) else { continue };
        let (link, Ok(target)) = (copy.join(name), std::path::absolute(file)) else { continue };
        if link.exists() || !target.exists() {
            continue;
        }
        let _ = link.parent().map(create_private_folder);
        #[cfg(unix)]
        let _ = std::os::unix::fs::symlink(target, link);
    }
}

pub(super) fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        for half in [byte >> 4, byte & 15] {
            text.push(char::from_digit(u32::from(half), 16).unwrap_or('0'));
        }
        text
    })
}

fn remove_folder(path: &Path) -> Result<(), StoreError> {
    match fs::remove_dir_all(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(io_error(path)(error)),
        _ => Ok(()),
    }
}

/// Writes and waits until it is on the disk: a power cut must not leave a current copy without its contents.
pub(super) fn write_through(path: &Path, content: &[u8]) -> Result<(), StoreError> {
    let write = || {
        let mut file = File::create(path)?;
        file.write_all(content)?;
        file.sync_all()
    };
    write().map_err(io_error(path))
}

/// Some file systems cannot; the contents are safe in any case.
pub(super) fn sync_folder(path: &Path) {
    let _ = File::open(path).and_then(|folder| folder.sync_all());
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sources(files: &[(&str, &str)]) -> SourceMap {
        let mut map = SourceMap::default();
        for (name, text) in files {
            map.add(*name, *name, *text);
        }
        map
    }

    #[test]
    fn what_was_kept_is_found_with_its_layout() {
        let state = tempfile::tempdir().unwrap();
        let store = LastGood::new(state.path());
        store.save(&sources(&[("skills.yaml", "가"), ("templates/menu.json.hbs", "나")]), Path::new("skills.yaml"), &[]).unwrap();
        let main = store.find().unwrap().unwrap();
        assert_eq!(fs::read_to_string(&main).unwrap(), "가");
        assert_eq!(fs::read_to_string(main.with_file_name("templates").join("menu.json.hbs")).unwrap(), "나");
    }

    #[test]
    fn only_the_newest_copy_stays() {
        let state = tempfile::tempdir().unwrap();
        let store = LastGood::new(state.path());
        for text in ["1", "2", "2", "3"] {
            store.save(&sources(&[("skills.yaml", text)]), Path::new("skills.yaml"), &[]).unwrap();
        }
        assert_eq!(fs::read_to_string(store.find().unwrap().unwrap()).unwrap(), "3");
        assert_eq!(fs::read_dir(state.path().join("last-good")).unwrap().count(), 2, "current.json and one copy");
    }

    #[test]
    fn nothing_kept_is_none() {
        let state = tempfile::tempdir().unwrap();
        assert!(LastGood::new(state.path()).find().unwrap().is_none());
        assert!(LastGood::new(&state.path().join("not/there")).find().unwrap().is_none());
    }

    #[test]
    fn a_changed_copy_is_not_served_and_is_replaced_by_the_next_good_one() {
        let state = tempfile::tempdir().unwrap();
        let store = LastGood::new(state.path());
        let good = sources(&[("skills.yaml", "좋아요")]);
        store.save(&good, Path::new("skills.yaml"), &[]).unwrap();
        fs::write(store.find().unwrap().unwrap(), "망가짐").unwrap();
        assert!(matches!(store.find(), Err(StoreError::Damaged(_))));
        store.save(&good, Path::new("skills.yaml"), &[]).unwrap();
        assert_eq!(fs::read_to_string(store.find().unwrap().unwrap()).unwrap(), "좋아요");
    }

    #[test]
    fn a_manifest_that_is_no_json_is_damage() {
        let state = tempfile::tempdir().unwrap();
        let store = LastGood::new(state.path());
        store.save(&sources(&[("skills.yaml", "가")]), Path::new("skills.yaml"), &[]).unwrap();
        fs::write(state.path().join("last-good/current.json"), "{").unwrap();
        assert!(matches!(store.find(), Err(StoreError::Damaged(_))));
    }

    #[test]
    fn a_kill_between_copy_and_manifest_leaves_the_old_copy() {
        let state = tempfile::tempdir().unwrap();
        let store = LastGood::new(state.path());
        store.save(&sources(&[("skills.yaml", "옛것")]), Path::new("skills.yaml"), &[]).unwrap();
        let half = state.path().join("last-good").join(Manifest::of(&sources(&[("skills.yaml", "새것")])).unwrap().copy);
        fs::create_dir_all(&half).unwrap();
        fs::write(half.join("skills.yaml"), "새").unwrap();
        assert_eq!(fs::read_to_string(store.find().unwrap().unwrap()).unwrap(), "옛것");
        store.save(&sources(&[("skills.yaml", "새것")]), Path::new("skills.yaml"), &[]).unwrap();
        assert_eq!(fs::read_to_string(store.find().unwrap().unwrap()).unwrap(), "새것");
    }

    #[cfg(unix)]
    #[test]
    fn a_secret_beside_the_configuration_is_linked_and_not_copied() {
        let (config, state) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let (yaml, secret) = (config.path().join("skills.yaml"), config.path().join("keys/secret"));
        fs::create_dir(config.path().join("keys")).unwrap();
        fs::write(&secret, "비밀").unwrap();
        let store = LastGood::new(state.path());
        store.save(&sources(&[("skills.yaml", "가")]), &yaml, &[yaml.clone(), secret, "/etc/hostname".into()]).unwrap();
        let copied = store.find().unwrap().unwrap().with_file_name("keys").join("secret");
        assert!(copied.is_symlink());
        assert_eq!(fs::read_to_string(copied).unwrap(), "비밀");
    }

    #[test]
    fn names_that_leave_the_folder_are_refused() {
        let state = tempfile::tempdir().unwrap();
        let store = LastGood::new(state.path());
        for name in ["../skills.yaml", "/etc/skills.yaml", "a/../../b", ""] {
            assert!(
                matches!(store.save(&sources(&[(name, "x")]), Path::new("skills.yaml"), &[]), Err(StoreError::Outside(_))),
                "{name}"
            );
        }
        assert!(!state.path().join("last-good").exists());
    }

    #[test]
    fn a_state_folder_that_cannot_be_written_is_an_error_that_names_it() {
        let state = tempfile::tempdir().unwrap();
        let file = state.path().join("file");
        fs::write(&file, "").unwrap();
        let error = LastGood::new(&file).save(&sources(&[("skills.yaml", "가")]), Path::new("skills.yaml"), &[]).unwrap_err();
        assert!(error.to_string().contains("last-good"), "{error}");
    }

    #[cfg(unix)]
    #[test]
    fn only_the_owner_can_look_into_the_copy() {
        use std::os::unix::fs::PermissionsExt;
        let state = tempfile::tempdir().unwrap();
        LastGood::new(state.path()).save(&sources(&[("skills.yaml", "가")]), Path::new("skills.yaml"), &[]).unwrap();
        let mode = fs::metadata(state.path().join("last-good")).unwrap().permissions().mode();
        assert_eq!(mode & 0o077, 0);
    }
}

//! A folder with a configuration, saved into as an operator would.

use std::os::unix::fs::{PermissionsExt, symlink};

use tempfile::TempDir;

use super::*;
use crate::diag::Lang;

/// A configuration's folder and a state folder.
struct Desk {
    folder: TempDir,
    state: TempDir,
    versions: Versions,
}

impl Desk {
    fn with(text: &str) -> Self {
        let (folder, state) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        fs::write(folder.path().join("skills.yaml"), text).unwrap();
        let versions = Versions::new(state.path());
        Self { folder, state, versions }
    }

    fn path(&self) -> PathBuf {
        self.folder.path().join("skills.yaml")
    }

    fn file(&self, name: &str) -> TextFile {
        TextFile { name: name.to_owned(), path: self.folder.path().join(name), within: Some(self.folder.path().to_owned()) }
    }

    fn now(&self) -> Present {
        self.file("skills.yaml").read().unwrap()
    }

    fn save(&self, base: &str, text: &str) -> Result<Present, SaveError> {
        self.versions.save(&self.file("skills.yaml"), base, text)
    }

    /// The texts of all versions, newest first.
    fn kept(&self) -> Vec<String> {
        let versions = self.versions.list("skills.yaml").unwrap();
        versions.iter().map(|version| self.versions.read("skills.yaml", &version.id).unwrap().unwrap().text).collect()
    }

    fn names(&self) -> Vec<String> {
        let mut names: Vec<_> =
            fs::read_dir(self.folder.path()).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }
}

#[test]
fn a_save_replaces_the_file_and_keeps_what_stood_there() {
    let desk = Desk::with("하나");
    let saved = desk.save(&desk.now().hash, "둘").unwrap();
    assert_eq!((fs::read_to_string(desk.path()).unwrap().as_str(), saved), ("둘", desk.now()));
    assert_eq!(desk.kept(), ["둘", "하나"]);
    assert_eq!(desk.names(), ["skills.yaml"]);
}

#[test]
fn a_file_that_was_changed_meanwhile_stays_and_is_shown() {
    let desk = Desk::with("하나");
    let base = desk.now().hash;
    fs::write(desk.path(), "밖에서 고침").unwrap();
    let Err(SaveError::Changed(Some(present))) = desk.save(&base, "둘") else { panic!("it was saved") };
    assert_eq!((present.text.as_str(), &present), ("밖에서 고침", &desk.now()));
    desk.save(&present.hash, "둘").unwrap();
    assert_eq!(desk.kept(), ["둘", "밖에서 고침"]);
}

#[test]
fn what_was_saved_can_be_had_again_after_another_program_wrote_over_it() {
    let desk = Desk::with("하나");
    desk.save(&desk.now().hash, "둘").unwrap();
    fs::write(desk.path(), "밖").unwrap();
    desk.save(&desk.now().hash, "셋").unwrap();
    assert_eq!(desk.kept(), ["셋", "밖", "둘", "하나"]);
}

#[test]
fn a_removed_file_is_told_and_can_be_written_anew() {
    let desk = Desk::with("하나");
    let base = desk.now().hash;
    fs::remove_file(desk.path()).unwrap();
    assert!(matches!(desk.save(&base, "둘"), Err(SaveError::Changed(None))));
    desk.save("", "둘").unwrap();
    assert_eq!(desk.now().text, "둘");
}

#[test]
fn the_last_twenty_versions_are_kept_and_the_same_again_is_none() {
    let desk = Desk::with("0");
    for n in 1..=30 {
        desk.save(&desk.now().hash, &n.to_string()).unwrap();
        desk.save(&desk.now().hash, &n.to_string()).unwrap();
    }
    let expected: Vec<String> = (11..=30).rev().map(|n| n.to_string()).collect();
    assert_eq!(desk.kept(), expected);
    let versions = desk.versions.list("skills.yaml").unwrap();
    assert!(versions.windows(2).all(|pair| pair[0].at > pair[1].at) && versions[0].bytes == 2);
}

#[test]
fn versions_are_for_the_owner_alone() {
    let desk = Desk::with("하나");
    desk.save(&desk.now().hash, "둘").unwrap();
    for folder in ["versions", "versions/skills.yaml"] {
        let mode = fs::metadata(desk.state.path().join(folder)).unwrap().permissions().mode();
        assert_eq!(mode & 0o077, 0, "{folder}");
    }
}

#[test]
fn a_kill_between_writing_and_renaming_leaves_the_file_and_the_next_save_cleans_up() {
    let desk = Desk::with("하나");
    fs::write(replace::beside(&desk.path()), "둘의 반").unwrap();
    assert_eq!(desk.now().text, "하나");
    desk.save(&desk.now().hash, "셋").unwrap();
    assert_eq!((desk.now().text.as_str(), desk.names()), ("셋", vec!["skills.yaml".to_owned()]));
    assert!(replace::beside(&desk.path()).file_name().unwrap().to_str().unwrap().starts_with('.'), "no pattern fits it");
}

#[test]
fn a_change_at_the_last_moment_is_not_written_over() {
    let desk = Desk::with("하나");
    let refused = replace::replace(&desk.path(), b"x", || Err(SaveError::Changed(None)));
    assert!(matches!(refused, Err(SaveError::Changed(None))));
    assert_eq!((desk.now().text.as_str(), desk.names()), ("하나", vec!["skills.yaml".to_owned()]));
}

#[test]
fn the_mode_is_kept_and_a_link_stays_a_link() {
    let desk = Desk::with("하나");
    let target = desk.folder.path().join("real.yaml");
    fs::rename(desk.path(), &target).unwrap();
    fs::set_permissions(&target, fs::Permissions::from_mode(0o640)).unwrap();
    symlink("real.yaml", desk.path()).unwrap();
    desk.save(&desk.now().hash, "둘").unwrap();
    assert!(desk.path().is_symlink());
    assert_eq!(fs::read_to_string(&target).unwrap(), "둘");
    assert_eq!(fs::metadata(&target).unwrap().permissions().mode() & 0o777, 0o640);
}

#[test]
fn a_link_out_of_the_folder_is_neither_read_nor_written() {
    let (desk, outside) = (Desk::with("하나"), tempfile::tempdir().unwrap());
    let secret = outside.path().join("secret");
    fs::write(&secret, "비밀").unwrap();
    symlink(&secret, desk.folder.path().join("a.yaml")).unwrap();
    symlink(outside.path(), desk.folder.path().join("b")).unwrap();
    for name in ["a.yaml", "b/secret", "../skills.yaml", "b/new.yaml"] {
        let file = desk.file(name);
        assert!(matches!(file.read(), Err(ReadError::Outside)), "{name}");
        assert!(matches!(desk.versions.save(&file, "", "x"), Err(SaveError::Unreadable(ReadError::Outside))), "{name}");
    }
    assert_eq!(fs::read_to_string(&secret).unwrap(), "비밀");
    let named = TextFile { within: None, ..desk.file("a.yaml") };
    assert_eq!(named.read().unwrap().text, "비밀", "the configuration itself may be a link to anywhere");
}

#[test]
fn line_ends_of_windows_stay_and_a_byte_order_mark_goes() {
    let desk = Desk::with("\u{feff}하나\r\n둘\r\n");
    assert_eq!(desk.now().text, "하나\r\n둘\r\n");
    let saved = desk.save(&desk.now().hash, "하나\n셋\n").unwrap();
    assert_eq!((fs::read_to_string(desk.path()).unwrap().as_str(), saved), ("하나\r\n셋\r\n", desk.now()));
    let mixed = Desk::with("하나\r\n둘\n");
    mixed.save(&mixed.now().hash, "하나\n").unwrap();
    assert_eq!(mixed.now().text, "하나\n");
}

#[test]
fn what_is_no_text_or_too_large_is_refused() {
    let desk = Desk::with("");
    fs::write(desk.path(), b"\xbe\xc8\xb3\xe7").unwrap();
    assert!(matches!(desk.file("skills.yaml").read(), Err(ReadError::NotText)));
    fs::write(desk.path(), vec![b'#'; MAX_TEXT + 1]).unwrap();
    assert!(matches!(desk.file("skills.yaml").read(), Err(ReadError::TooLarge)));
    assert!(matches!(desk.save("", &"#".repeat(MAX_TEXT + 1)), Err(SaveError::TooLarge)));
}

#[test]
fn a_state_folder_that_cannot_be_written_saves_nothing_and_says_why() {
    let desk = Desk::with("하나");
    fs::write(desk.state.path().join("versions"), "in the way").unwrap();
    let refused = desk.save(&desk.now().hash, "둘").unwrap_err();
    assert!(matches!(refused, SaveError::NotKept(_)));
    assert!(refused.told(Lang::Ko).contains("보관하지 못해서 저장하지 않았어요"), "{}", refused.told(Lang::Ko));
    assert_eq!((desk.now().text.as_str(), desk.names()), ("하나", vec!["skills.yaml".to_owned()]));
}

#[test]
fn the_reason_is_told_in_words_that_help() {
    let refused =
        |kind: io::ErrorKind| SaveError::NotWritten { path: "skills.yaml".into(), source: std::sync::Arc::new(kind.into()) };
    for (kind, ko, en) in [
        (io::ErrorKind::StorageFull, "자리를 비우고", "disk is full"),
        (io::ErrorKind::ReadOnlyFilesystem, ":ro를 빼", "take :ro off"),
        (io::ErrorKind::PermissionDenied, "쓰기 권한을", "no permission"),
    ] {
        let refused = refused(kind);
        assert!(refused.told(Lang::Ko).contains(ko) && refused.told(Lang::En).contains(en), "{}", refused.told(Lang::En));
    }
}

#[test]
fn a_mount_point_is_written_in_its_place() {
    let desk = Desk::with("하나, 둘");
    let inode = |desk: &Desk| std::os::unix::fs::MetadataExt::ino(&fs::metadata(desk.path()).unwrap());
    let before = inode(&desk);
    let busy = |_: &Path, _: &Path| Err(io::ErrorKind::ResourceBusy.into());
    replace::replace_by(busy, &desk.path(), "셋".as_bytes(), || Ok(())).unwrap();
    assert_eq!((desk.now().text.as_str(), inode(&desk), desk.names().len()), ("셋", before, 1));
}

#[test]
fn a_disk_that_fails_leaves_the_file_as_it_was() {
    let desk = Desk::with("하나");
    let full = |_: &Path, _: &Path| Err(io::ErrorKind::StorageFull.into());
    let refused = replace::replace_by(full, &desk.path(), b"x", || Ok(()));
    assert!(matches!(refused, Err(SaveError::NotWritten { .. })));
    assert_eq!((desk.now().text.as_str(), desk.names().len()), ("하나", 1));
    fs::create_dir(replace::beside(&desk.path())).unwrap();
    assert!(matches!(desk.save(&desk.now().hash, "셋"), Err(SaveError::NotWritten { .. })), "something stands beside it");
    assert_eq!(desk.now().text, "하나");
}

#[test]
fn ids_that_are_none_lead_nowhere() {
    let desk = Desk::with("하나");
    desk.save(&desk.now().hash, "둘").unwrap();
    for id in ["", "..", "../skills.yaml", "half", "1-x", "0000000000000-0123456789abcdef"] {
        assert_eq!(desk.versions.read("skills.yaml", id).unwrap(), None, "{id}");
    }
    assert!(matches!(desk.versions.read("../x", "0000000000000-0123456789abcdef"), Err(StoreError::Outside(_))));
    assert_eq!(desk.versions.list("other.yaml").unwrap(), []);
}

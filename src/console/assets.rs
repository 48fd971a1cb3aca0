//! The files of the page: built into the program, under one version of all of them, or read from a folder while somebody works on them.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::{Component, Path, PathBuf};
use std::sync::LazyLock;

use bytes::Bytes;
use rust_embed::RustEmbed;
use sha2::{Digest, Sha256};

/// The page itself; it is served at `/`, not among the files.
const PAGE: &str = "index.html";
/// What stands in the page for the folder of its files.
const FOLDER: &str = "{{assets}}";
/// The version of files that change.
const UNDER_WORK: &str = "now";

/// Every file below `web`: a new one is in the program without a word here.
#[derive(RustEmbed)]
#[folder = "src/console/web"]
struct Embedded;

/// Where the files come from.
pub(super) enum Assets {
    /// The program; made ready when somebody opens the page, because most processes show it to nobody.
    Embedded(LazyLock<Served>),
    /// A folder.
    Folder(PathBuf),
}

/// The files as they are sent.
pub(super) struct Served {
    /// A hash of all of them: whoever asks for another version gets nothing, so that old and new files never meet.
    version: String,
    page: Option<Bytes>,
    files: BTreeMap<String, Bytes>,
}

impl Assets {
    pub(super) const fn embedded() -> Self {
        Self::Embedded(LazyLock::new(Served::embedded))
    }

    pub(super) fn in_folder(folder: PathBuf) -> Self {
        Self::Folder(folder)
    }

    /// The page, which names its files by their version.
    pub(super) fn page(&self) -> Option<Bytes> {
        match self {
            Self::Embedded(files) => files.page.clone(),
            Self::Folder(folder) => read(folder, PAGE).map(|page| with_folder(&page, UNDER_WORK)),
        }
    }

    /// A file of this version; `name` is its path below the folder.
    pub(super) fn file(&self, version: &str, name: &str) -> Option<Bytes> {
        match self {
            Self::Embedded(files) => (version == files.version).then(|| files.files.get(name).cloned())?,
            Self::Folder(folder) => (version == UNDER_WORK).then(|| read(folder, name))?,
        }
    }

    /// Whether a browser may keep the files for good.
    pub(super) fn keep(&self) -> bool {
        matches!(self, Self::Embedded(_))
    }
}

impl Served {
    fn embedded() -> Self {
        let file = |name: &str| Embedded::get(name).map(|file| (name.to_owned(), brief(name, file.data)));
        let mut files: BTreeMap<String, Bytes> = Embedded::iter().filter_map(|name| file(&name)).collect();
        let version = version(&files);
        let page = files.remove(PAGE).map(|page| with_folder(&page, &version));
        Self { version, page, files }
    }
}

/// A script or a style sheet without its comments and spare spaces. One that cannot be read so is sent as it is.
fn brief(name: &str, bytes: Cow<'static, [u8]>) -> Bytes {
    let text = str::from_utf8(&bytes).unwrap_or_default();
    let brief = match name.rsplit('.').next() {
        Some("js") => minifier::js::minify(text).map(|script| script.to_string()).ok(),
        Some("css") => minifier::css::minify(text).map(|style| style.to_string()).ok(),
        _ => None,
    };
    // Both leave the semicolon before a closing brace. No text of ours holds one there, and no loop of ours is without a body.
    let brief = brief.map(|text| text.replace(";}", "}"));
    match (brief, bytes) {
        (Some(brief), _) => Bytes::from(brief),
        (None, Cow::Borrowed(bytes)) => Bytes::from_static(bytes),
        (None, Cow::Owned(bytes)) => Bytes::from(bytes),
    }
}

fn version(files: &BTreeMap<String, Bytes>) -> String {
    let mut all = Sha256::new();
    for (name, bytes) in files {
        for part in [name.as_bytes(), bytes] {
            all.update(u64::try_from(part.len()).unwrap_or(u64::MAX).to_le_bytes());
            all.update(part);
        }
    }
    all.finalize().iter().take(8).fold(String::with_capacity(16), |mut hex, byte| {
        // Writing to a String cannot fail.
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}

fn with_folder(page: &[u8], version: &str) -> Bytes {
    String::from_utf8_lossy(page).replace(FOLDER, &format!("/assets/{version}")).into()
}

#[expect(clippy::disallowed_methods, reason = "only for whoever works on the page, who names the folder")]
fn read(folder: &Path, name: &str) -> Option<Bytes> {
    let below = Path::new(name).components().all(|part| matches!(part, Component::Normal(_)));
    below.then(|| std::fs::read(folder.join(name)).ok())?.map(Bytes::from)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_names_its_files_by_a_version_that_any_change_changes() {
        let files = |text: &str| BTreeMap::from([("a".to_owned(), Bytes::from(text.to_owned())), ("b".to_owned(), Bytes::new())]);
        assert_ne!(version(&files("1")), version(&files("2")));
        let assets = Assets::embedded();
        let Assets::Embedded(files) = &assets else { panic!("not embedded") };
        let version = &files.version;
        let page = String::from_utf8(assets.page().unwrap().to_vec()).unwrap();
        assert!(page.contains(&format!("/assets/{version}/app.js")) && !page.contains(FOLDER), "{page}");
        assert!(assets.file(version, "app.js").is_some() && assets.file("0123456789abcdef", "app.js").is_none());
        // It would be the page without its own policy.
        assert_eq!(assets.file(version, PAGE), None);
    }

    /// Issue 5's limit for all views together, in units of 1,024 bytes.
    #[test]
    fn the_page_weighs_less_than_150_kb() {
        let Served { page, files, .. } = Served::embedded();
        let bytes: usize = page.iter().chain(files.values()).map(Bytes::len).sum();
        assert!(bytes < 150 * 1024, "{bytes} bytes");
    }

    #[test]
    fn nothing_outside_the_folder_is_read() {
        let assets = Assets::in_folder(PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/src/console/web")));
        assert!(assets.page().is_some() && assets.file(UNDER_WORK, "app.js").is_some());
        for name in ["../mod.rs", "/etc/hostname", "", ".."] {
            assert_eq!(assets.file(UNDER_WORK, name), None, "{name}");
        }
    }
}

//! Notices a bind mount of the single file, which can never show a file that is replaced by a rename.

use std::path::Path;

/// Whether the file itself is a mount point. `false` where there is no mount table to read.
pub(super) fn is_mount_point(file: &Path) -> bool {
    let Ok(table) = std::fs::read_to_string("/proc/self/mountinfo") else { return false };
    let absolute = file.parent().map(|folder| if folder.as_os_str().is_empty() { Path::new(".") } else { folder });
    let Some((folder, name)) = absolute.and_then(|folder| folder.canonicalize().ok()).zip(file.file_name()) else { return false };
    is_named(&table, &folder.join(name))
}

/// Whether `path` is the fifth field of a line, where spaces and the like are written in octal (`\040`).
fn is_named(table: &str, path: &Path) -> bool {
    let named = |line: &str| line.split(' ').nth(4).is_some_and(|point| Path::new(&unescape(point)) == path);
    table.lines().any(named)
}

fn unescape(field: &str) -> String {
    let mut bytes = Vec::with_capacity(field.len());
    let mut rest = field.as_bytes();
    while let Some((&first, after)) = rest.split_first() {
        let octal = after.get(..3).filter(|_| first == b'\\').and_then(|digits| std::str::from_utf8(digits).ok());
        let escaped = octal.and_then(|digits| u8::from_str_radix(digits, 8).ok());
        bytes.push(escaped.unwrap_or(first));
        rest = if escaped.is_some() { after.get(3..).unwrap_or_default() } else { after };
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    const TABLE: &str = "22 1 0:20 / / rw,relatime shared:1 - overlay overlay rw\n\
        36 22 254:1 /home/me/skills.yaml /config/skills.yaml ro,relatime - ext4 /dev/vda rw\n\
        37 22 254:1 /home/me/x /config/\\353\\217\\204\\353\\213\\264\\040bot.yaml ro - ext4 /dev/vda rw\n";

    #[test]
    fn a_file_that_is_mounted_is_found_and_its_folder_is_not() {
        assert!(is_named(TABLE, Path::new("/config/skills.yaml")));
        assert!(!is_named(TABLE, Path::new("/config")));
        assert!(!is_named(TABLE, Path::new("/config/other.yaml")));
    }

    #[test]
    fn hangul_and_spaces_are_read_back() {
        assert!(is_named(TABLE, Path::new("/config/도담 bot.yaml")));
    }

    #[test]
    fn an_ordinary_file_is_none() {
        let folder = tempfile::tempdir().unwrap();
        assert!(!is_mount_point(&folder.path().join("skills.yaml")));
        assert!(!is_mount_point(Path::new("skills.yaml")));
    }
}

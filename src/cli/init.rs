//! `talkplate init`: a small working configuration, and what an editor needs to help with it. Nothing that is there is touched.

use std::fmt::Write as _;
use std::fs::{self, OpenOptions};
use std::io::{self, ErrorKind, Write as _};
use std::path::Path;
use std::process::ExitCode;

use super::print;
use super::problem::Problem;
use crate::diag::Lang;
use crate::schema::schema;

/// Writes what is missing in the folder. Exit 0 also when all of it was there.
pub(super) fn run(folder: &Path, lang: Lang) -> Result<ExitCode, Problem> {
    let mut told = String::new();
    for (name, text) in files(lang) {
        let written = write_new(&folder.join(name), &text).map_err(|error| cannot_write(&folder.join(name), &error))?;
        let said = match (lang, written) {
            (Lang::Ko, true) => "만들었어요",
            (Lang::Ko, false) => "이미 있어서 그대로 두었어요",
            (Lang::En, true) => "written",
            (Lang::En, false) => "is there already: left as it is",
        };
        // Writing to a String cannot fail.
        let _ = writeln!(told, "  {name}  {said}");
    }
    print(&format!("{told}{}", next_steps(folder, lang)));
    Ok(ExitCode::SUCCESS)
}

/// Each file below the folder, and what stands in it.
fn files(lang: Lang) -> [(&'static str, String); 6] {
    let (skills, menu, footer) = match lang {
        Lang::Ko => {
            (include_str!("init/ko/skills.yaml"), include_str!("init/ko/menu.json.hbs"), include_str!("init/ko/_footer.hbs"))
        }
        Lang::En => {
            (include_str!("init/en/skills.yaml"), include_str!("init/en/menu.json.hbs"), include_str!("init/en/_footer.hbs"))
        }
    };
    [
        ("skills.yaml", skills.to_owned()),
        ("templates/menu.json.hbs", menu.to_owned()),
        ("templates/_footer.hbs", footer.to_owned()),
        ("skills.schema.json", schema(lang)),
        (".vscode/settings.json", include_str!("init/settings.json").to_owned()),
        (".vscode/extensions.json", include_str!("init/extensions.json").to_owned()),
    ]
}

/// Whether it was written; a file, folder or link of that name stays as it is.
fn write_new(path: &Path, text: &str) -> io::Result<bool> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    match OpenOptions::new().write(true).create_new(true).open(path) {
        Ok(mut file) => file.write_all(text.as_bytes()).map(|()| true),
        Err(error) if error.kind() == ErrorKind::AlreadyExists => Ok(false),
        Err(error) => Err(error),
    }
}

fn cannot_write(path: &Path, error: &io::Error) -> Problem {
    let path = path.display();
    Problem::failed(
        format!("{path} 파일을 만들 수 없어요. 이 폴더에 쓸 수 있는지, 자리가 남았는지 확인해 주세요. ({error})"),
        format!("cannot write {path}: {error}. Check that the folder may be written to and the disk is not full."),
    )
}

fn next_steps(folder: &Path, lang: Lang) -> String {
    let enter = if folder == Path::new(".") { String::new() } else { format!("  cd {}\n", quoted(&folder.display().to_string())) };
    match lang {
        Lang::Ko => format!(
            "\n이렇게 시작해 보세요.\n{enter}  talkplate                         서버를 켜요. skills.yaml을 고치고 저장하면 바로 반영돼요\n  talkplate render /skill/hello     답을 미리 봐요\n  talkplate check                   틀린 곳을 모두 알려 줘요\n\nVS Code로 이 폴더를 열고 YAML 확장(redhat.vscode-yaml)을 설치하면, 키를 적을 때 알맞은 것을 골라 주고 뜻을 보여 줘요.\n"
        ),
        Lang::En => format!(
            "\nWhat to do next:\n{enter}  talkplate                         start the server; edits of skills.yaml go live when saved\n  talkplate render /skill/hello     preview an answer\n  talkplate check                   show every mistake\n\nOpen the folder in VS Code with the YAML extension (redhat.vscode-yaml): it completes and explains every key.\n"
        ),
    }
}

/// For a shell, when it would take the name apart.
fn quoted(name: &str) -> String {
    let plain = name.chars().all(|c| c.is_alphanumeric() || "/._-\\:".contains(c));
    if plain { name.to_owned() } else { format!("'{}'", name.replace('\'', r"'\''")) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_with_a_blank_is_quoted() {
        assert_eq!(quoted("my-bot/새폴더"), "my-bot/새폴더");
        assert_eq!(quoted("my bot"), "'my bot'");
        assert_eq!(quoted("it's"), r"'it'\''s'");
    }

    #[test]
    fn what_is_there_stays_as_it_is() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a/b.txt");
        assert!(write_new(&path, "one").unwrap());
        assert!(!write_new(&path, "two").unwrap());
        assert_eq!(fs::read_to_string(&path).unwrap(), "one");
    }
}

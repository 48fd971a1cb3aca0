//! `talkplate explain E011`: what a message means, with a wrong and a right file.

use std::fmt::Write;
use std::process::ExitCode;

use super::args::ExplainArgs;
use super::print;
use super::problem::Problem;
use crate::diag::explain::{Explanation, page};
use crate::diag::{Code, Lang, nearest};

/// Explains one code, or lists all of them.
pub(super) fn run(args: &ExplainArgs, lang: Lang) -> Result<ExitCode, Problem> {
    let text = match &args.code {
        _ if args.all => page(),
        None => list(lang),
        Some(code) => find(code).map(|found| explain(found, lang)).ok_or_else(|| unknown(code))?,
    };
    print(&text);
    Ok(ExitCode::SUCCESS)
}

/// The explanation of `E011`, `e011` or `e11`.
fn find(code: &str) -> Option<&'static Explanation> {
    let code = code.trim().to_ascii_uppercase();
    let (letter, number) = code.split_at_checked(1)?;
    let number: u16 = number.parse().ok()?;
    let id = format!("{letter}{number:03}");
    Code::ALL.iter().find(|code| code.id() == id).and_then(|code| Explanation::of(*code))
}

fn explain(found: &Explanation, lang: Lang) -> String {
    let (wrong, right) = match lang {
        Lang::Ko => ("틀림", "맞음"),
        Lang::En => ("wrong", "right"),
    };
    let help = found.help(lang).map(|help| format!("{help}\n\n")).unwrap_or_default();
    format!(
        "{} {}\n\n{}\n\n{help}{wrong}:\n{}\n{right}:\n{}",
        found.code.id(),
        found.title(lang),
        found.why(lang),
        indented(found.wrong),
        indented(found.right)
    )
}

fn indented(text: &str) -> String {
    text.lines().fold(String::new(), |text, line| text + "    " + line + "\n")
}

fn list(lang: Lang) -> String {
    let mut list = String::new();
    for explanation in Code::ALL.iter().filter_map(|code| Explanation::of(*code)) {
        // Writing to a String cannot fail.
        let _ = writeln!(list, "{} {}", explanation.code.id(), explanation.title(lang));
    }
    list
}

fn unknown(code: &str) -> Problem {
    let (ko, en) = match nearest(code, Code::ALL.iter().map(|code| code.id())) {
        Some(near) => (format!(" 혹시 {near} 아닌가요?"), format!(" Did you mean {near}?")),
        None => (" 모두 보려면: talkplate explain".to_owned(), " To see them all: talkplate explain".to_owned()),
    };
    Problem::usage(format!("{code} 코드의 메시지는 없어요.{ko}"), format!("there is no message with the code {code}.{en}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_may_be_written_as_it_comes_to_mind() {
        for code in ["E011", "e011", "E11", " e11 "] {
            assert_eq!(find(code).map(|found| found.code), Some(Code::UnknownKey), "{code}");
        }
        for code in ["", "E", "E999", "011", "가나다", "E0111111111"] {
            assert!(find(code).is_none(), "{code}");
        }
    }

    #[test]
    fn an_explanation_shows_what_is_wrong_and_how_it_looks_mended() {
        let text = explain(find("E011").unwrap(), Lang::Ko);
        for part in ["E011 `…` 키는 여기에서 쓸 수 없어요", "틀림:\n    skills:", "        replay: 안녕하세요!", "맞음:\n"]
        {
            assert!(text.contains(part), "{part}: {text}");
        }
    }
}

//! Wrong arguments, explained in the operator's language. In English the argument parser's own words do.

use std::process::ExitCode;

use clap::error::{ContextKind, ContextValue, ErrorKind};

use crate::diag::Lang;

/// Prints what is wrong (or the help that was asked for) and gives the exit code.
pub(super) fn explain(error: &clap::Error, lang: Lang) -> ExitCode {
    let sentence = match lang {
        Lang::Ko => korean(error),
        Lang::En => None,
    };
    match sentence {
        None => {
            let _ = error.print();
        }
        Some(sentence) => super::write_error(&format!("오류: {sentence}\n쓸 수 있는 옵션은 talkplate --help 로 볼 수 있어요.")),
    }
    ExitCode::from(u8::try_from(error.exit_code()).unwrap_or(2))
}

/// `None` for help, the version, and what has no sentence of its own.
fn korean(error: &clap::Error) -> Option<String> {
    let about = |kind| error.get(kind).map(text_of).filter(|text| !text.is_empty());
    let arg = || about(ContextKind::InvalidArg).unwrap_or_default();
    let near = |kind| about(kind).map(|near| format!(" 혹시 {near} 아닌가요?")).unwrap_or_default();
    Some(match error.kind() {
        ErrorKind::UnknownArgument => format!("{}: 이런 옵션은 없어요.{}", arg(), near(ContextKind::SuggestedArg)),
        ErrorKind::InvalidSubcommand => {
            let name = about(ContextKind::InvalidSubcommand).unwrap_or_default();
            format!("{name}: 이런 명령은 없어요.{}", near(ContextKind::SuggestedSubcommand))
        }
        ErrorKind::InvalidValue => match about(ContextKind::InvalidValue) {
            None => format!("{}: 값을 함께 적어 주세요.", arg()),
            Some(value) => {
                let valid = about(ContextKind::ValidValue).unwrap_or_default();
                format!("{}: {value:?} 값은 쓸 수 없어요. 쓸 수 있는 값: {valid}", arg())
            }
        },
        ErrorKind::MissingRequiredArgument => format!("{}: 빠졌어요. 적어 주세요.", arg()),
        ErrorKind::ArgumentConflict => format!("{}: 두 번 적었거나, 함께 쓸 수 없어요.", arg()),
        ErrorKind::InvalidUtf8 => "옵션에 읽을 수 없는 글자(UTF-8이 아닌 글자)가 있어요.".to_owned(),
        _ => return None,
    })
}

fn text_of(value: &ContextValue) -> String {
    match value {
        ContextValue::String(text) => text.clone(),
        ContextValue::Strings(texts) => texts.join(", "),
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use clap::Parser;
    use rstest::rstest;

    use super::super::args::Cli;
    use super::*;

    #[rstest]
    #[case(&["--listn", "1"], "--listn", "--listen")]
    #[case(&["chek"], "chek", "check")]
    #[case(&["check", "--format", "xml"], "xml", "json")]
    #[case(&["render"], "<PATH>", "빠졌어요")]
    #[case(&["serve", "--listen"], "--listen", "값을")]
    #[case(&["serve", "--lang", "ko", "--lang", "en"], "--lang", "두 번")]
    fn korean_names_what_is_wrong_and_what_helps(#[case] args: &[&str], #[case] wrong: &str, #[case] helps: &str) {
        let error = Cli::try_parse_from(std::iter::once(&"talkplate").chain(args)).unwrap_err();
        let sentence = korean(&error).unwrap();
        assert!(sentence.contains(wrong) && sentence.contains(helps), "{sentence}");
    }

    #[test]
    fn help_and_version_are_no_mistakes() {
        for flag in ["--help", "--version"] {
            let error = Cli::try_parse_from(["talkplate", flag]).unwrap_err();
            assert!(korean(&error).is_none());
            assert_eq!(error.exit_code(), 0);
        }
    }
}

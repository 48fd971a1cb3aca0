//! Which language messages are in: `--lang`, else the system's, else Korean.

use std::env;

use super::problem::Problem;
use crate::diag::Lang;

/// By the flag (or its variable), else by the system.
pub(super) fn choose(flag: Option<&str>) -> Result<Lang, Problem> {
    match flag.map(str::trim).filter(|flag| !flag.is_empty()) {
        None => Ok(of_system(|name| env::var(name).ok())),
        Some(flag) => named(flag).ok_or_else(|| {
            Problem::usage(format!("--lang에는 ko나 en을 적어 주세요: {flag}"), format!("--lang takes ko or en, not {flag}"))
        }),
    }
}

/// For messages about arguments that could not be parsed: what `--lang` seems to say.
pub(super) fn before_parsing() -> Lang {
    let args: Vec<String> = env::args_os().map(|arg| arg.to_string_lossy().into_owned()).collect();
    let after = args.iter().position(|arg| arg == "--lang").and_then(|at| args.get(at + 1));
    let joined = args.iter().find_map(|arg| arg.strip_prefix("--lang="));
    let said = after.map(String::as_str).or(joined).map(str::to_owned).or_else(|| env::var("TALKPLATE_LANG").ok());
    said.and_then(|said| named(&said)).unwrap_or_else(|| of_system(|name| env::var(name).ok()))
}

/// `C` and `POSIX` are what a container or a service has when nobody chose.
fn of_system(variable: impl Fn(&str) -> Option<String>) -> Lang {
    let locale = ["LC_ALL", "LC_MESSAGES", "LANG"].into_iter().find_map(|name| variable(name).filter(|value| !value.is_empty()));
    match locale.as_deref().map(|locale| locale.split(['.', '@']).next().unwrap_or_default()) {
        None | Some("" | "C" | "POSIX") => Lang::Ko,
        Some(locale) if locale.starts_with("ko") => Lang::Ko,
        Some(_) => Lang::En,
    }
}

/// `ko`, `en`, also with a region: `ko_KR.UTF-8`, `en-US`.
fn named(text: &str) -> Option<Lang> {
    match text.trim().split(['_', '-', '.']).next()?.to_ascii_lowercase().as_str() {
        "ko" => Some(Lang::Ko),
        "en" => Some(Lang::En),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case(&[], Lang::Ko)]
    #[case(&[("LANG", "C")], Lang::Ko)]
    #[case(&[("LANG", "C.UTF-8")], Lang::Ko)]
    #[case(&[("LC_ALL", "POSIX"), ("LANG", "en_US.UTF-8")], Lang::Ko)]
    #[case(&[("LANG", "ko_KR.UTF-8")], Lang::Ko)]
    #[case(&[("LANG", "en_US.UTF-8")], Lang::En)]
    #[case(&[("LC_ALL", ""), ("LANG", "ja_JP.UTF-8")], Lang::En)]
    #[case(&[("LC_ALL", "ko_KR"), ("LANG", "en_US")], Lang::Ko)]
    fn the_system_decides_when_no_flag_does(#[case] set: &[(&str, &str)], #[case] expected: Lang) {
        let lookup = |name: &str| set.iter().find(|(key, _)| *key == name).map(|(_, value)| (*value).to_owned());
        assert_eq!(of_system(lookup), expected);
    }

    #[test]
    fn the_flag_takes_regions_and_refuses_others() {
        assert_eq!(choose(Some("en_US.UTF-8")).unwrap(), Lang::En);
        assert_eq!(choose(Some("KO")).unwrap(), Lang::Ko);
        assert!(choose(Some("fr")).unwrap_err().text(Lang::En).contains("fr"));
    }
}

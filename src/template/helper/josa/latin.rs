//! How Latin letters sound at their end when a Korean reads them: a unit after a number, an abbreviation letter by letter, or a word in
//! its usual Korean spelling.
//!
//! An abbreviation is a word without a vowel, a single letter, up to four capitals (MBTI; not those of [`CAPITALS`]), or what ends with
//! two capitals or more (macOS, `ChatGPT`). The names of L, M, N and R have a final sound: 엘, 엠, 엔, 알.

use super::sound::Ending::{self, Consonant, Rieul, Vowel};

/// The ending of the Latin word at the end of a text.
pub(super) fn ending(text: &str) -> Ending {
    let (before, word) =
        text.split_at_checked(text.trim_end_matches(|c: char| c.is_ascii_alphabetic()).len()).unwrap_or(("", text));
    if before.trim_end().ends_with(|c: char| c.is_ascii_digit())
        && let Some(ending) = unit(word)
    {
        return ending;
    }
    let capitals = word.len() - word.trim_end_matches(|c: char| c.is_ascii_uppercase()).len();
    let lower = word.to_ascii_lowercase();
    let has_vowel = lower.contains(['a', 'e', 'i', 'o', 'u', 'y']);
    let is_spelled_out = !has_vowel
        || word.len() == 1
        || if capitals == word.len() { word.len() < 5 && !CAPITALS.contains(&lower.as_str()) } else { capitals >= 2 };
    if is_spelled_out { letter(lower.chars().next_back().unwrap_or('a')) } else { english(&lower) }
}

/// 엘 엠 엔 알; all other names of letters end with a vowel.
fn letter(c: char) -> Ending {
    match c {
        'l' | 'r' => Rieul,
        'm' | 'n' => Consonant,
        _ => Vowel,
    }
}

/// What a unit after a number ends like.
fn unit(word: &str) -> Option<Ending> {
    Some(match word {
        // 그램, 톤, 시간, 분.
        "g" | "kg" | "mg" | "t" | "h" | "min" => Consonant,
        // 데시벨, 픽셀.
        "dB" | "px" => Rieul,
        // 미터, 리터, 바이트, 헤르츠, 칼로리, 초, 인치.
        "m" | "km" | "cm" | "mm" | "L" | "l" | "ml" | "mL" | "KB" | "MB" | "GB" | "TB" | "Hz" | "kHz" | "MHz" | "GHz" | "cal"
        | "kcal" | "s" | "sec" | "in" => Vowel,
        _ => return None,
    })
}

/// Short words that are read as words also in capitals, where it makes a difference.
const CAPITALS: [&str; 24] = [
    "line", "sale", "home", "shop", "stop", "step", "book", "game", "time", "name", "map", "app", "web", "top", "pop", "tip",
    "hot", "zip", "job", "tab", "mac", "club", "pick", "talk",
];

/// Words that the rules of [`english`] would get wrong, with what they end like.
const EXCEPTIONS: [(&str, Ending); 24] = [
    ("talk", Consonant),
    ("kakaotalk", Consonant),
    ("type", Consonant),
    ("group", Consonant),
    ("good", Consonant),
    ("bag", Consonant),
    ("big", Consonant),
    ("one", Consonant),
    ("scoop", Consonant),
    ("quick", Consonant),
    ("check", Vowel),
    ("set", Vowel),
    ("hit", Vowel),
    ("kit", Vowel),
    ("bit", Vowel),
    ("bat", Vowel),
    ("mat", Vowel),
    ("hub", Vowel),
    ("github", Vowel),
    ("scout", Vowel),
    ("me", Vowel),
    ("acme", Vowel),
    ("anime", Vowel),
    ("chile", Vowel),
];

/// The usual Korean spelling of an English word, by its last letters (in small letters).
fn english(word: &str) -> Ending {
    if let Some((_, ending)) = EXCEPTIONS.iter().find(|(known, _)| *known == word) {
        return *ending;
    }
    let ends = |endings: &[&str]| endings.iter().any(|ending| word.ends_with(ending));
    // 메일, 구글, 스타일
    if ends(&["l", "le"]) {
        return Rieul;
    }
    // 팀, 폰, 디자인, 게임, 라인, 삼성, 폭탄의 "bomb"; 레이아웃
    if ends(&["m", "n", "ng", "me", "ne", "mb", "out"]) {
        return Consonant;
    }
    let stem = word.trim_end_matches(['b', 'p', 't', 'k', 'c']);
    let stops = word.len() - stem.len();
    if stops == 0 || (stops > 1 && !word.ends_with("ck") && !ends(&["pp", "tt"])) {
        return Vowel;
    }
    // A short vowel closes its syllable (샵, 북, 티켓); after a long one or a consonant comes 으 (시트, 헬프).
    let mut before = stem.chars().rev();
    let is_vowel = |c: Option<char>| matches!(c, Some('a' | 'e' | 'i' | 'o' | 'u' | 'y'));
    let is_short = is_vowel(before.next()) && !is_vowel(before.next());
    if is_short || ends(&["ook"]) { Consonant } else { Vowel }
}

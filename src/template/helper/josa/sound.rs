//! The last sound of a word as a Korean reads it aloud.

use Ending::{Consonant, Rieul, Unknown, Vowel};

/// What a word ends with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Ending {
    /// A vowel.
    Vowel,
    /// ㄹ, which 으로/로 treats as a vowel.
    Rieul,
    /// Any other consonant.
    Consonant,
    /// Nobody can tell (Chinese characters, emoji).
    Unknown,
}

/// The sound at the end of a text. Quotes, brackets, emoji and full stops after the word are silent, and so is a remark in round
/// brackets: 카페(판교점) ends like 카페.
pub(super) fn ending(text: &str) -> Ending {
    let word = spoken_part(text);
    let Some(last) = word.chars().next_back() else { return Unknown };
    match last {
        '가'..='힣' => syllable(last),
        '0'..='9' => number(word),
        'a'..='z' | 'A'..='Z' => latin(word),
        _ => sign(last).unwrap_or(Unknown),
    }
}

/// More of a text than this is not looked at: its end decides.
const TAIL: usize = 80;

/// The text up to the last character that is spoken.
fn spoken_part(text: &str) -> &str {
    let text = text.trim_end();
    let start = text.char_indices().rev().nth(TAIL).map_or(0, |(at, _)| at);
    let mut rest = text.get(start..).unwrap_or_default();
    loop {
        if let Some(before) = before_remark(rest) {
            rest = before;
            continue;
        }
        match rest.chars().next_back() {
            Some(last) if !is_spoken(last) => rest = rest.strip_suffix(last).unwrap_or_default(),
            _ => return rest,
        }
    }
}

/// The word before a remark in round brackets that ends the text.
fn before_remark(text: &str) -> Option<&str> {
    let mut depth = 0_usize;
    for (at, c) in text.char_indices().rev() {
        match c {
            ')' | '）' => depth += 1,
            '(' | '（' => depth = depth.checked_sub(1)?,
            _ => {}
        }
        if depth == 0 {
            let before = text.get(..at)?.trim_end();
            return (c == '(' || c == '（').then_some(before).filter(|word| word.chars().any(is_spoken));
        }
    }
    None
}

fn is_spoken(c: char) -> bool {
    c.is_alphanumeric() || sign(c).is_some()
}

/// A Hangul syllable: 28 finals for each pair of initial and vowel.
fn syllable(c: char) -> Ending {
    match (u32::from(c) - u32::from('가')) % 28 {
        0 => Vowel,
        8 => Rieul,
        _ => Consonant,
    }
}

/// Single jamo and the signs that are read as words.
fn sign(c: char) -> Option<Ending> {
    Some(match c {
        // 리을, the final ㄹ of a decomposed syllable; 일, 칠, 팔.
        'ㄹ' | '\u{11af}' | '①' | '⑦' | '⑧' => Rieul,
        // 기역, 니은 …, the other finals of decomposed syllables; 샵, 원, 킬로그램, 밀리그램; 삼, 육, 십.
        'ㄱ'..='ㅎ' | '\u{11a8}'..='\u{11ff}' | '#' | '₩' | '㎏' | '㎎' | '③' | '⑥' | '⑩' => Consonant,
        // Vowels by themselves; 퍼센트, 도, 플러스, 앤드, 골뱅이, 달러, 미터 …; 이, 사, 오, 구.
        'ㅏ'..='ㅣ'
        | '\u{1161}'..='\u{11a7}'
        | '%'
        | '％'
        | '°'
        | '℃'
        | '℉'
        | '+'
        | '&'
        | '@'
        | '$'
        | '㎞'
        | '㎝'
        | '㎜'
        | '㎡'
        | '②'
        | '④'
        | '⑤'
        | '⑨' => Vowel,
        _ => return None,
    })
}

/// 영 일 이 삼 사 오 육 칠 팔 구.
fn digit(c: char) -> Ending {
    match c {
        '1' | '7' | '8' => Rieul,
        '0' | '3' | '6' => Consonant,
        _ => Vowel,
    }
}

/// The number at the end of a word. After a decimal point digits are read one by one; a whole number ends with its last digit that is
/// not 0, or with the unit of that place: 십 백 천 만 억 조 경 해.
fn number(word: &str) -> Ending {
    let start = word.rfind(|c: char| !c.is_ascii_digit() && !matches!(c, ',' | '.')).map_or(0, |at| at + last_len(word, at));
    let number = word.get(start..).unwrap_or_default();
    let last = digit(number.chars().next_back().unwrap_or('0'));
    let (whole, has_fraction) = number.rsplit_once('.').map_or((number, false), |(_, fraction)| (fraction, true));
    let digits: String = whole.chars().filter(char::is_ascii_digit).collect();
    let zeros = digits.len() - digits.trim_end_matches('0').len();
    if has_fraction || zeros == 0 || zeros == digits.len() {
        return last;
    }
    match zeros / 4 {
        // 조 and 해 end with a vowel; 십 백 천, 만, 억, 경 do not.
        3 | 5 => Vowel,
        _ => Consonant,
    }
}

fn last_len(word: &str, at: usize) -> usize {
    word.get(at..).and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8)
}

/// The Latin word at the end: a unit after a number, an abbreviation read letter by letter, or a word.
fn latin(text: &str) -> Ending {
    let start = text.rfind(|c: char| !c.is_ascii_alphabetic()).map_or(0, |at| at + last_len(text, at));
    let (before, word) = text.split_at_checked(start).unwrap_or(("", text));
    if before.trim_end().ends_with(|c: char| c.is_ascii_digit())
        && let Some(ending) = unit(word)
    {
        return ending;
    }
    // 유튜브 in "YouTube", but 오에스 in "macOS": capitals at the end of a mixed word are letters.
    let capitals = word.len() - word.trim_end_matches(|c: char| c.is_ascii_uppercase()).len();
    let lower = word.to_ascii_lowercase();
    let has_vowel = lower.contains(['a', 'e', 'i', 'o', 'u', 'y']);
    let is_spelled_out = !has_vowel || word.len() == 1 || if capitals == word.len() { word.len() < 5 } else { capitals >= 2 };
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

/// 킬로그램, 미터, 리터, 기가바이트.
fn unit(word: &str) -> Option<Ending> {
    match word {
        "g" | "kg" | "mg" => Some(Consonant),
        "m" | "km" | "cm" | "mm" | "L" | "l" | "ml" | "mL" | "KB" | "MB" | "GB" | "TB" | "Hz" | "kHz" | "MHz" | "GHz" => {
            Some(Vowel)
        }
        _ => None,
    }
}

/// Words that the rules of [`english`] would get wrong, with what they end like.
const EXCEPTIONS: [(&str, Ending); 16] = [
    ("talk", Consonant),
    ("kakaotalk", Consonant),
    ("type", Consonant),
    ("group", Consonant),
    ("good", Consonant),
    ("bag", Consonant),
    ("big", Consonant),
    ("check", Vowel),
    ("set", Vowel),
    ("hit", Vowel),
    ("kit", Vowel),
    ("hub", Vowel),
    ("github", Vowel),
    ("me", Vowel),
    ("one", Consonant),
    ("acme", Vowel),
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
    // 팀, 폰, 디자인, 게임, 라인, 삼성, 폭탄의 "bomb"
    if ends(&["m", "n", "ng", "me", "ne", "mb"]) {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn silent_signs_are_skipped() {
        for text in ["길동", "길동\"", "길동」", "길동!?", "길동 ", "길동(본명)", "길동(a(b))", "(길동)", "길동 😀"]
        {
            assert_eq!(ending(text), Consonant, "{text}");
        }
        for text in ["", "!", "()", "漢", "ありがとう"] {
            assert_eq!(ending(text), Unknown, "{text}");
        }
    }

    #[test]
    fn nested_and_broken_brackets_end() {
        assert_eq!(ending("((((("), Unknown);
        assert_eq!(ending("가)))))"), Vowel);
        assert_eq!(ending(&"(가)".repeat(2000)), Vowel);
    }

    #[test]
    fn large_numbers_end_with_their_unit() {
        assert_eq!(number("10000000000000000"), Consonant);
        assert_eq!(number("100000000000000000000"), Vowel);
        assert_eq!(number("1000000000000"), Vowel);
        assert_eq!(number("0"), Consonant);
        assert_eq!(number("0.10"), Consonant);
    }
}

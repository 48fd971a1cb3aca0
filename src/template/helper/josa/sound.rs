//! The last sound of a text as a Korean reads it aloud.

use std::borrow::Cow;

use Ending::{Consonant, Rieul, Unknown, Vowel};

use super::latin;
use super::number;

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

/// The sound at the end of a text. Quotes, emoji and full stops after the word are silent. A remark in round or square brackets is
/// not read with the sentence, so the particle follows the word before it, as the National Institute of Korean Language advises:
/// 카페(판교점)가. A text that is nothing but a bracket ends like what stands in it.
pub(super) fn ending(text: &str) -> Ending {
    let word = narrow(spoken_part(text));
    let Some(last) = word.chars().next_back() else { return Unknown };
    match last {
        '가'..='힣' => syllable(last),
        '0'..='9' => number::ending(&word),
        'a'..='z' | 'A'..='Z' => latin::ending(&word),
        'ㄱ'..='ㅎ' if word.chars().rev().nth(1).is_some_and(|before| matches!(before, 'ㄱ'..='ㅎ')) => shorthand(last),
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

/// The word before a remark in brackets that ends the text.
fn before_remark(text: &str) -> Option<&str> {
    let mut depth = 0_usize;
    for (at, c) in text.char_indices().rev() {
        let opens = matches!(c, '(' | '（' | '[' | '［' | '〔');
        match c {
            ')' | '）' | ']' | '］' | '〕' => depth += 1,
            _ if opens => depth = depth.checked_sub(1)?,
            _ => {}
        }
        if depth == 0 {
            let before = text.get(..at)?.trim_end();
            return opens.then_some(before).filter(|word| word.chars().any(is_spoken));
        }
    }
    None
}

/// Wide digits and letters (１, Ａ) as the usual ones.
fn narrow(text: &str) -> Cow<'_, str> {
    let is_wide = |c: char| matches!(c, '０'..='９' | 'Ａ'..='Ｚ' | 'ａ'..='ｚ');
    if !text.contains(is_wide) {
        return Cow::Borrowed(text);
    }
    // The wide forms stand 0xFEE0 behind those of ASCII.
    text.chars().map(|c| if is_wide(c) { char::from_u32(u32::from(c) - 0xFEE0).unwrap_or(c) } else { c }).collect()
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

/// Several consonant letters are a word in short, not the names of the letters: ㅋㅋ 크크, ㅎㅎ 흐흐, ㄱㅅ 감사, ㅊㅋ 추카, but ㅇㅇ 응.
fn shorthand(last: char) -> Ending {
    if last == 'ㅇ' { Consonant } else { Vowel }
}

/// Single jamo and the signs that are read as words.
fn sign(c: char) -> Option<Ending> {
    Some(match c {
        // 리을, the final ㄹ of a decomposed syllable; 일, 칠, 팔; 퍼밀.
        'ㄹ' | '\u{11af}' | '①' | '⑦' | '⑧' | 'Ⅰ' | 'Ⅶ' | 'Ⅷ' | '‰' => Rieul,
        // 기역, 니은 …, the other finals of decomposed syllables; 샵, 원, 킬로그램, 밀리그램; 삼, 육, 십; 엡실론, 오미크론, 입실론.
        'ㄱ'..='ㅎ'
        | '\u{11a8}'..='\u{11ff}'
        | '#'
        | '₩'
        | '￦'
        | '㎏'
        | '㎎'
        | '③'
        | '⑥'
        | '⑩'
        | 'Ⅲ'
        | 'Ⅵ'
        | 'Ⅹ'
        | 'ε'
        | 'ο'
        | 'υ' => Consonant,
        // Vowels by themselves; 퍼센트, 도, 플러스, 앤드, 골뱅이, 달러, 유로; 미터, 제곱미터, 리터, 시시; 이, 사, 오, 구; 알파, 베타, 오메가 …
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
        | '€'
        | '㎞'
        | '㎝'
        | '㎜'
        | '㎡'
        | '㎥'
        | '²'
        | '³'
        | '㎖'
        | 'ℓ'
        | '㏄'
        | '②'
        | '④'
        | '⑤'
        | '⑨'
        | 'Ⅱ'
        | 'Ⅳ'
        | 'Ⅴ'
        | 'Ⅸ'
        | 'α'..='ω'
        | 'Α'..='Ω' => Vowel,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn silent_signs_are_skipped() {
        for text in ["길동", "길동\"", "길동」", "길동!?", "길동 ", "길동(본명)", "길동(a(b))", "(길동)", "길동 😀", "길동[吉童]"]
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
        assert_eq!(ending(&"[(".repeat(2000)), Unknown);
    }
}

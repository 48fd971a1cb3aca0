//! How a number sounds at its end.

use super::sound::Ending::{self, Consonant, Rieul, Vowel};

/// 영 일 이 삼 사 오 육 칠 팔 구.
fn digit(c: char) -> Ending {
    match c {
        '1' | '7' | '8' => Rieul,
        '0' | '3' | '6' => Consonant,
        _ => Vowel,
    }
}

/// The number at the end of a word. After a decimal point digits are read one by one; a whole number ends with its last digit that is
/// not 0, or with the unit of that place: 십 백 천 만 억 조 경 해. A sign of money in front is read behind: $10 is 십 달러. The minutes of
/// a clock end with 분, a full hour with 시.
pub(super) fn ending(word: &str) -> Ending {
    let start = word.rfind(|c: char| !c.is_ascii_digit() && !matches!(c, ',' | '.'));
    let start = start.map_or(0, |at| at + word.get(at..).and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8));
    let (before, number) = word.split_at_checked(start).unwrap_or(("", word));
    match before.chars().next_back() {
        Some('$' | '€' | '£') => return Vowel,
        Some('₩' | '￦' | '¥') => return Consonant,
        Some(':') if is_clock(before, number) => return if number == "00" { Vowel } else { Consonant },
        _ => {}
    }
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

/// `09:` and `30`.
fn is_clock(before: &str, minutes: &str) -> bool {
    minutes.len() == 2 && before.strip_suffix(':').is_some_and(|hours| hours.ends_with(|c: char| c.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn large_numbers_end_with_their_unit() {
        assert_eq!(ending("10000000000000000"), Consonant);
        assert_eq!(ending("100000000000000000000"), Vowel);
        assert_eq!(ending("1000000000000"), Vowel);
        assert_eq!(ending("0"), Consonant);
        assert_eq!(ending("0.10"), Consonant);
    }
}

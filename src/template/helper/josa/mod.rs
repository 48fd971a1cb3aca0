//! `josa 이름 "이/가"`: the word with the particle that fits its last sound: 길동이, 철수가.

mod latin;
mod number;
mod sound;

use serde_json::Value;

use super::definition::{Call, Definition, Escapes, Misuse};
use super::error::{Expected, HelperError};
use super::print::printed;
use sound::{Ending, ending};

pub(super) const HELPER: Definition = Definition {
    name: "josa",
    usage: "{{josa params.name \"이/가\"}}",
    params: (2, 2),
    hashes: &[],
    literals,
    escapes: Escapes::Nothing,
    run,
};

const WORD: Expected = Expected { ko: "낱말이", en: "a word" };
const PARTICLES: Expected = Expected { ko: "이/가 같은 조사 한 쌍이", en: "a pair of particles such as 이/가" };

/// After a consonant, after a vowel.
const PAIRS: [(&str, &str); 27] = [
    ("은", "는"),
    ("이", "가"),
    ("을", "를"),
    ("과", "와"),
    ("으로", "로"),
    ("이에요", "예요"),
    ("아", "야"),
    ("이나", "나"),
    ("이라", "라"),
    ("이랑", "랑"),
    ("이든", "든"),
    ("이든지", "든지"),
    ("이여", "여"),
    ("이야", "야"),
    ("이며", "며"),
    ("이면", "면"),
    ("이죠", "죠"),
    ("이네요", "네요"),
    ("이었어요", "였어요"),
    ("이라고", "라고"),
    ("이라는", "라는"),
    ("이란", "란"),
    ("으로서", "로서"),
    ("으로써", "로써"),
    ("으로부터", "로부터"),
    ("으로는", "로는"),
    ("으로도", "로도"),
];

/// The pair that a text names, in either order.
fn pair(text: &str) -> Option<(&'static str, &'static str)> {
    let (a, b) = text.split_once('/')?;
    let (a, b) = (a.trim(), b.trim());
    PAIRS.into_iter().find(|pair| *pair == (a, b) || *pair == (b, a))
}

/// The pair that was meant: 은는, 은(는), (으)로, 을,를, or one of the two alone.
fn meant(text: &str) -> Option<(&'static str, &'static str)> {
    let letters: String = text.chars().filter(|c| c.is_alphabetic()).collect();
    PAIRS
        .into_iter()
        .find(|(a, b)| letters == *a || letters == *b || letters.strip_prefix(a) == Some(b) || letters.strip_prefix(b) == Some(a))
}

fn literals(params: &[Option<&Value>]) -> Option<Misuse> {
    let particle = printed((*params.get(1)?)?);
    if pair(&particle).is_some() {
        return None;
    }
    let known = PAIRS.iter().map(|(a, b)| format!("{a}/{b}")).collect::<Vec<_>>().join(", ");
    Some(match meant(&particle) {
        Some((a, b)) => Misuse::new(
            format!("조사는 두 가지를 빗금으로 나눠 적어요. 혹시 \"{a}/{b}\" 아닌가요?"),
            format!("a particle is written in both forms with a slash between; did you mean \"{a}/{b}\"?"),
        ),
        None => Misuse::new(format!("조사는 이 가운데 하나예요: {known}"), format!("a particle is one of {known}")),
    })
}

/// The particle stands right behind the word, also when white space came along. An empty word gives nothing at all: a lone particle
/// would be worse than a gap.
fn run(call: &Call<'_, '_>) -> Result<Value, HelperError> {
    if let list_or_map @ (Value::Array(_) | Value::Object(_)) = call.value(0) {
        return Err(HelperError::value("josa", list_or_map, WORD));
    }
    let (word, particle) = (call.text(0), call.text(1));
    let pair = pair(&particle).ok_or_else(|| HelperError::value("josa", call.value(1), PARTICLES))?;
    let word = word.trim_end();
    if word.is_empty() {
        return Ok(Value::Null);
    }
    Ok(Value::from(format!("{word}{}", choose(pair, ending(word)))))
}

/// The particle for an ending. An unknown sound gets both, as official letters write them: 은(는), (으)로.
fn choose((consonant, vowel): (&str, &str), ending: Ending) -> String {
    match ending {
        Ending::Vowel => vowel.to_owned(),
        // 서울로, not 서울으로.
        Ending::Rieul if consonant.starts_with("으로") => vowel.to_owned(),
        Ending::Rieul | Ending::Consonant => consonant.to_owned(),
        Ending::Unknown => match consonant.strip_suffix(vowel) {
            Some(extra) => format!("({extra}){vowel}"),
            None => format!("{consonant}({vowel})"),
        },
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::super::check_call;
    use super::super::tests::{fails, render, try_render};
    use super::PAIRS;

    fn josa(word: &str, particle: &str) -> String {
        render(&format!("{{{{josa word \"{particle}\"}}}}"), &json!({"word": word}))
    }

    /// Each line of `cases.txt`: the pair, and the words as they come out.
    fn cases() -> impl Iterator<Item = (&'static str, &'static str)> {
        let lines = include_str!("cases.txt").lines().filter(|line| !line.is_empty() && !line.starts_with("# "));
        lines.flat_map(|line| {
            let (pair, words) = line.split_once(": ").unwrap();
            words.split(", ").map(move |word| (pair, word))
        })
    }

    #[test]
    fn particles_follow_the_last_sound() {
        assert!(cases().count() >= 200, "{}", cases().count());
        let mut wrong = Vec::new();
        for (particle, expected) in cases() {
            let (a, b) = particle.split_once('/').unwrap();
            let both = [format!("{a}({b})"), format!("({}){b}", a.strip_suffix(b).unwrap_or("-"))];
            let forms = [a, b, &both[0], &both[1]];
            let word = forms.iter().filter_map(|form| expected.strip_suffix(form)).min_by_key(|word| word.len()).unwrap();
            let found = josa(word, particle);
            if found != expected {
                wrong.push(format!("{particle}: {found}, not {expected}"));
            }
        }
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    }

    #[test]
    fn a_particle_that_is_none_is_told_with_the_right_pair() {
        let misuse = |particle: &str| check_call("josa", &[None, Some(&json!(particle))], &[]).unwrap().en;
        for (particle, pair) in
            [("은는", "은/는"), ("은(는)", "은/는"), ("(으)로", "으로/로"), ("을, 를", "을/를"), ("가", "이/가"), ("이가", "이/가")]
        {
            assert!(misuse(particle).ends_with(&format!("did you mean \"{pair}\"?")), "{particle}: {}", misuse(particle));
        }
        assert!(misuse("이/를").contains("one of 은/는, 이/가"), "{}", misuse("이/를"));
    }

    /// 1234 → 천이백삼십사.
    fn read_aloud(number: u64) -> String {
        let digits: Vec<u32> = number.to_string().chars().map(|c| c.to_digit(10).unwrap()).collect();
        let mut text = String::new();
        let mut group_has = false;
        for (at, digit) in digits.iter().enumerate() {
            let place = digits.len() - 1 - at;
            group_has |= *digit > 0;
            if *digit > 0 {
                if *digit > 1 || place.is_multiple_of(4) {
                    text.push("영일이삼사오육칠팔구".chars().nth(*digit as usize).unwrap());
                }
                text.push_str(["", "십", "백", "천"][place % 4]);
            }
            if place.is_multiple_of(4) {
                text.push_str(if group_has { ["", "만", "억", "조"][place / 4] } else { "" });
                group_has = false;
            }
        }
        text
    }

    #[test]
    fn decomposed_hangul_sounds_the_same() {
        assert_eq!(josa("\u{1100}\u{1175}\u{11af}", "으로/로"), "\u{1100}\u{1175}\u{11af}로");
        assert_eq!(josa("\u{1100}\u{1175}", "이/가"), "\u{1100}\u{1175}가");
    }

    #[test]
    fn white_space_after_the_word_goes() {
        assert_eq!(josa("길동 \n", "이/가"), "길동이");
    }

    #[test]
    fn an_unknown_sound_gets_both_particles() {
        assert_eq!(josa("東京", "이/가"), "東京이(가)");
        assert_eq!(josa("😀", "으로/로"), "😀(으)로");
        assert_eq!(josa("東京", "이라고/라고"), "東京(이)라고");
    }

    #[test]
    fn an_empty_word_gives_nothing() {
        assert_eq!(josa("", "이/가"), "");
        assert_eq!(render("[{{josa none \"은/는\"}}]", &json!({})), "[]");
    }

    #[test]
    fn numbers_are_words_too() {
        assert_eq!(render("{{josa n \"이/가\"}} {{josa (won 12000) \"을/를\"}}", &json!({"n": 3})), "3이 12,000원을");
    }

    #[test]
    fn what_nobody_reads_aloud_fails() {
        for (value, found) in [(json!(["라떼", "모카"]), "a list"), (json!({"name": "라떼"}), "a map")] {
            assert_eq!(fails("{{josa x \"을/를\"}}", &json!({"x": value})), format!("josa: {found} is not a word"));
        }
        assert_eq!(render("{{josa (join x \", \") \"을/를\"}}", &json!({"x": ["라떼", "모카"]})), "라떼, 모카를");
    }

    #[test]
    fn an_unknown_pair_fails() {
        assert!(try_render("{{josa w \"이/를\"}}", &json!({"w": "물"})).is_err());
    }

    proptest! {
        #[test]
        fn a_syllable_decides_whatever_is_silent_behind_it(
            word in "[가-힣]{1,6}",
            silent in "[ .!?~\"')\\]」』…☕]{0,4}|\\([가-힣a-z0-9]{1,5}\\)",
            pair in prop::sample::select(PAIRS.to_vec()),
        ) {
            let last = u32::from(word.chars().next_back().unwrap()) - u32::from('가');
            let takes_vowel = last % 28 == 0 || (last % 28 == 8 && pair.0.starts_with("으로"));
            let text = format!("{word}{silent}");
            for order in [format!("{}/{}", pair.0, pair.1), format!("{}/{}", pair.1, pair.0)] {
                let expected = format!("{}{}", text.trim_end(), if takes_vowel { pair.1 } else { pair.0 });
                prop_assert_eq!(josa(&text, &order), expected);
            }
        }

        #[test]
        fn a_whole_number_sounds_as_it_does_in_hangul(number in 1_u64..10_000_000_000_000_000) {
            let commas = render("{{number n}}", &json!({"n": number}));
            for particle in ["이/가", "으로/로"] {
                let ending = |word: &str| josa(word, particle).strip_prefix(word).unwrap().to_owned();
                prop_assert_eq!(ending(&number.to_string()), ending(&read_aloud(number)));
                prop_assert_eq!(ending(&commas), ending(&read_aloud(number)));
            }
        }

        #[test]
        fn any_word_keeps_its_text_and_gets_one_of_the_particles(word in "\\PC{0,20}") {
            let text = josa(&word, "으로/로");
            if word.trim().is_empty() {
                prop_assert_eq!(text, "");
            } else {
                let is_one_of_them = ["으로", "로", "(으)로"].iter().any(|form| text == format!("{}{form}", word.trim_end()));
                prop_assert!(is_one_of_them);
            }
        }
    }
}

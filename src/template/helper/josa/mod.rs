//! `josa 이름 "이/가"`: the word with the particle that fits its last sound: 길동이, 철수가.

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

const PARTICLES: Expected = Expected { ko: "이/가 같은 조사 한 쌍이", en: "a pair of particles such as 이/가" };

/// After a consonant, after a vowel.
const PAIRS: [(&str, &str); 18] = [
    ("은", "는"),
    ("이", "가"),
    ("을", "를"),
    ("과", "와"),
    ("으로", "로"),
    ("으로서", "로서"),
    ("으로써", "로써"),
    ("으로부터", "로부터"),
    ("이에요", "예요"),
    ("이라고", "라고"),
    ("이라는", "라는"),
    ("이라", "라"),
    ("이란", "란"),
    ("이며", "며"),
    ("아", "야"),
    ("이나", "나"),
    ("이랑", "랑"),
    ("이든", "든"),
];

/// The pair that a text names, in either order.
fn pair(text: &str) -> Option<(&'static str, &'static str)> {
    let (a, b) = text.split_once('/')?;
    let (a, b) = (a.trim(), b.trim());
    PAIRS.into_iter().find(|pair| *pair == (a, b) || *pair == (b, a))
}

fn literals(params: &[Option<&Value>]) -> Option<Misuse> {
    let particle = (*params.get(1)?)?;
    pair(&printed(particle)).is_none().then(|| {
        let known = PAIRS.iter().map(|(a, b)| format!("{a}/{b}")).collect::<Vec<_>>().join(", ");
        Misuse::new(format!("조사는 이 가운데 하나예요: {known}"), format!("a particle is one of {known}"))
    })
}

/// The particle stands right behind the word, also when white space came along. An empty word gives nothing at all: a lone particle
/// would be worse than a gap.
fn run(call: &Call<'_, '_>) -> Result<Value, HelperError> {
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

    use super::super::tests::{render, try_render};

    fn josa(word: &str, particle: &str) -> String {
        render(&format!("{{{{josa word \"{particle}\"}}}}"), &json!({"word": word}))
    }

    #[test]
    fn particles_follow_the_last_sound() {
        for (particle, words) in [
            // Hangul
            ("이/가", "길동이 철수가 한글이 여덟이 값이 카페가 쌀이"),
            ("은/는", "길동은 철수는 서울은 부산은 제주는"),
            ("을/를", "물을 커피를 닭을 주스를"),
            ("과/와", "빵과 우유와 딸과"),
            ("으로/로", "집으로 학교로 서울로 지하철로 부산으로 부엌으로 여덟으로 삶으로"),
            ("이에요/예요", "길동이에요 철수예요 서울이에요"),
            ("이라고/라고", "길동이라고 철수라고"),
            ("아/야", "길동아 철수야"),
            ("이나/나", "빵이나 커피나"),
            ("이랑/랑", "빵이랑 커피랑"),
            // the other order
            ("가/이", "길동이 철수가"),
            ("로/으로", "서울로 집으로"),
            // digits, one by one
            ("이/가", "0이 1이 2가 3이 4가 5가 6이 7이 8이 9가"),
            ("으로/로", "1로 2로 3으로 6으로 7로 8로 9로 0으로"),
            // numbers: 십, 백, 천, 만, 십만, 억, 조
            ("이/가", "10이 100이 1000이 10000이 100000이 1,000,000이 100000000이 1000000000000가 12가 21이 105가 010이"),
            ("으로/로", "10으로 21로 1,008로 2026으로"),
            ("은/는", "3.5는 3.0은 1.7은 -5는"),
            // numbers with units
            ("이/가", "3개가 10km가 5kg이 500ml가 20GB가 15%가 23℃가 5G가 A4가"),
            // letters
            ("이/가", "A가 B가 F가 L이 M이 N이 R이 S가 X가 Z가"),
            ("으로/로", "L로 R로 M으로 N으로"),
            // abbreviations
            ("이/가", "KTX가 SKT가 IBM이 CGV가 VIP가 ATM이 URL이 USB가 LG가 KBS가 html이 sql이"),
            // words
            ("이/가", "Apple이 Google이 mail이 hotel이 school이 style이 sale이"),
            ("으로/로", "Google로 email로 Naver로 iPhone으로 Instagram으로"),
            ("이/가", "team이 game이 phone이 Samsung이 iPhone이 design이 film이"),
            ("이/가", "computer가 star가 store가 coffee가 cafe가 Naver가 Kakao가 Galaxy가 NAVER가 KAKAO가"),
            ("이/가", "book이 Facebook이 shop이 app이 map이 ticket이 TikTok이 music이 web이 club이 KakaoTalk이"),
            (
                "이/가",
                "cake가 site가 point가 event가 test가 link가 seat가 week가 help가 card가 food가 tag가 box가 bus가 Netflix가 GitHub가 YouTube가",
            ),
            ("은/는", "iOS는 macOS는 WiFi는 PayPal은"),
            // jamo
            ("이/가", "ㄱ이 ㄹ이 ㅏ가 ㅋㅋ이"),
            ("으로/로", "ㄹ로 ㄴ으로"),
            // signs after the word
            (
                "이/가",
                "카페(판교점)가 길동(남)이 \u{201c}길동\u{201d}이 '철수'가 〈토지〉가 [서울점]이 길동님!이 커피☕가 길동...이",
            ),
        ] {
            for expected in words.split(' ') {
                let forms: Vec<&str> = particle.split('/').collect();
                let word = forms.iter().filter_map(|form| expected.strip_suffix(form)).min_by_key(|word| word.len()).unwrap();
                assert_eq!(josa(word, particle), expected, "{particle}");
            }
        }
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
    fn an_unknown_pair_fails() {
        assert!(try_render("{{josa w \"이/를\"}}", &json!({"w": "물"})).is_err());
    }

    proptest! {
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

//! `mask x`: the first and the last character, stars between them: 홍*동.

use serde_json::Value;
use unicode_segmentation::UnicodeSegmentation;

use super::definition::{Call, Definition, Escapes, any_literals};
use super::error::HelperError;

pub(super) const HELPER: Definition = Definition {
    name: "mask",
    usage: "{{mask params.name}}",
    params: (1, 1),
    hashes: &[],
    literals: any_literals,
    escapes: Escapes::Nothing,
    run,
};

/// Of two characters only the first is kept (김*), of one none: what is short must not show itself whole.
fn run(call: &Call<'_, '_>) -> Result<Value, HelperError> {
    let text = call.text(0);
    // A decomposed syllable or a joined emoji is one character to whoever reads it.
    let mut letters = text.trim().graphemes(true);
    let (first, last) = (letters.next(), letters.next_back());
    Ok(match (first, last, letters.next()) {
        (None, _, _) => Value::Null,
        (Some(_), None, _) => Value::from("*"),
        (Some(first), Some(_), None) => Value::from(format!("{first}*")),
        (Some(first), Some(last), Some(_)) => Value::from(format!("{first}{}{last}", "*".repeat(letters.count() + 1))),
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::super::tests::render;

    fn mask(text: &str) -> String {
        render("{{mask x}}", &json!({"x": text}))
    }

    #[test]
    fn the_first_and_the_last_character_stay() {
        for (text, masked) in [
            ("홍길동", "홍*동"),
            ("남궁민수", "남**수"),
            ("김구", "김*"),
            ("김", "*"),
            ("", ""),
            (" 홍길동 ", "홍*동"),
            ("010-1234-5678", "0***********8"),
            ("a@b.com", "a*****m"),
            ("👨‍👩‍👧가나", "👨‍👩‍👧*나"),
            (
                "\u{1112}\u{1169}\u{11bc}\u{1100}\u{1175}\u{11af}\u{1103}\u{1169}\u{11bc}",
                "\u{1112}\u{1169}\u{11bc}*\u{1103}\u{1169}\u{11bc}",
            ),
        ] {
            assert_eq!(mask(text), masked);
        }
        assert_eq!(render("{{mask x}}[{{mask none}}]", &json!({"x": 12345})), "1***5[]");
    }

    proptest! {
        #[test]
        fn never_all_of_a_text_is_shown(text in "[가-힣a-z0-9]{1,20}") {
            let masked = mask(&text);
            prop_assert_eq!(masked.chars().count(), text.chars().count());
            prop_assert!(masked.contains('*'));
            prop_assert_eq!(masked.chars().filter(|c| *c == '*').count(), (text.chars().count().max(3) - 2).min(text.chars().count()));
        }
    }
}

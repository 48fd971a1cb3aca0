//! Counting and cutting texts as Kakao does: lengths are Unicode characters (scalar values), borders are those of graphemes.

use unicode_segmentation::UnicodeSegmentation;

/// What a cut text ends with: one character.
pub(super) const ELLIPSIS: char = '…';

/// A line that is not kept whole may cost at most this part of the room.
const LINE_SHARE: usize = 5;

/// How long Kakao takes a text to be, in characters.
pub fn length(text: &str) -> usize {
    text.chars().count()
}

/// The text cut to at most `max` characters, the last one `…`; `None` when it is not longer than that. No grapheme (a family emoji, a
/// decomposed syllable) is cut in two, and no white space stays before the `…`.
pub fn cut(text: &str, max: usize) -> Option<String> {
    let mut kept = beginning(text, max)?.trim_end().to_owned();
    if max > 0 {
        kept.push(ELLIPSIS);
    }
    Some(kept)
}

/// The same, but a line that cannot be kept whole is left out when that costs little: the `…` then has a line of its own.
pub(super) fn cut_lines(text: &str, max: usize) -> Option<String> {
    let kept = beginning(text, max)?;
    let whole = kept.rfind('\n').and_then(|at| kept.get(..=at)).filter(|lines| length(lines) >= max - max / LINE_SHARE);
    match whole {
        Some(lines) => Some(format!("{lines}{ELLIPSIS}")),
        None => cut(text, max),
    }
}

/// As many whole graphemes as leave room for one more character in `max`; `None` when the text is not longer than `max`.
fn beginning(text: &str, max: usize) -> Option<&str> {
    if text.len() <= max || length(text) <= max {
        return None;
    }
    let mut room = max.saturating_sub(1);
    let mut end = 0;
    // Graphemes of the part that can matter: a hostile text is a megabyte long.
    for (at, grapheme) in text.grapheme_indices(true) {
        let size = length(grapheme);
        if size > room {
            break;
        }
        room -= size;
        end = at + grapheme.len();
    }
    text.get(..end)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_short_text_is_left_alone() {
        assert_eq!(cut("안녕하세요", 5), None);
        assert_eq!(cut("", 0), None);
    }

    #[test]
    fn a_long_text_ends_with_an_ellipsis_inside_the_limit() {
        assert_eq!(cut("안녕하세요", 4).as_deref(), Some("안녕하…"));
        assert_eq!(cut("안녕 하세요", 4).as_deref(), Some("안녕…"));
        assert_eq!(cut("안녕", 1).as_deref(), Some("…"));
        assert_eq!(cut("안녕", 0).as_deref(), Some(""));
    }

    #[test]
    fn a_grapheme_is_never_cut_in_two() {
        // A family of four: seven characters, one grapheme.
        assert_eq!(cut("가👨‍👩‍👧‍👦나다", 6).as_deref(), Some("가…"));
        // Decomposed: 한 in three characters.
        assert_eq!(cut("\u{1112}\u{1161}\u{11ab}\u{1100}\u{1173}\u{11af}", 5).as_deref(), Some("\u{1112}\u{1161}\u{11ab}…"));
    }

    #[test]
    fn whole_lines_are_kept_where_that_costs_little() {
        let menu = "아메리카노 3,500원\n라떼 4,500원\n바닐라라떼 5,000원";
        assert_eq!(cut_lines(menu, 24).as_deref(), Some("아메리카노 3,500원\n라떼 4,500원\n…"));
        assert_eq!(cut_lines(menu, 35), None);
        assert_eq!(cut_lines("제목\n아주 긴 한 줄로만 이어지는 글이에요", 14).as_deref(), Some("제목\n아주 긴 한 줄로만…"));
        assert_eq!(cut_lines("네\n\n\n\n아니요", 5).as_deref(), Some("네\n\n\n…"));
        assert_eq!(cut_lines("가\n나", 0).as_deref(), Some(""));
    }

    proptest! {
        #[test]
        fn a_cut_text_is_a_prefix_at_a_grapheme_border(text in "(\\PC|[가-힣]|👩🏽‍💻| |\n|e\u{301}){0,40}", max in 0_usize..20) {
            for cut in [cut(&text, max), cut_lines(&text, max)] {
                let Some(cut) = cut else {
                    prop_assert!(length(&text) <= max);
                    continue;
                };
                prop_assert!(length(&text) > max);
                prop_assert!(length(&cut) <= max);
                let kept = cut.strip_suffix(ELLIPSIS).unwrap_or(&cut);
                prop_assert!(text.starts_with(kept));
                prop_assert!(text.grapheme_indices(true).any(|(at, _)| at == kept.len()));
            }
        }
    }
}

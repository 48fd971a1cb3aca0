//! A long text in several bubbles: parted where a reader would pause.

use unicode_segmentation::UnicodeSegmentation;

use super::text::{cut, length};

/// Parts a text into at most `most` bubbles of at most `max` characters each: after a paragraph, else a line, else a sentence, else a
/// word, else anywhere between graphemes. A pause is taken when it fills at least half of a bubble and leaves no more than the bubbles
/// after it can hold, so that nothing is lost as long as there is room. The white space at the seams goes; what is too long even for
/// all bubbles is cut, and the last one ends with `…`.
///
/// A text of nothing but white space has no bubbles.
pub(super) fn split(text: &str, max: usize, most: usize) -> Vec<String> {
    let mut bubbles = Vec::new();
    let mut rest = without_leading_space(text.trim_end());
    while !rest.is_empty() {
        let after = most.saturating_sub(bubbles.len() + 1);
        let seam = if after == 0 { None } else { seam(rest, max, after) };
        let Some((bubble, next)) = seam.and_then(|seam| rest.split_at_checked(seam)) else {
            bubbles.push(cut(rest, max).unwrap_or_else(|| rest.to_owned()));
            break;
        };
        bubbles.push(bubble.to_owned());
        rest = without_leading_space(next);
    }
    bubbles
}

/// Where to part a text, in bytes, so that at most `max` characters stand before it. `None`: it fits, or begins with a single grapheme
/// of more than `max` characters. `after`: how many bubbles may follow.
fn seam(text: &str, max: usize, after: usize) -> Option<usize> {
    let all = length(text);
    if all <= max {
        return None;
    }
    let fewest = (max / 2).max(all.saturating_sub(capacity(text, all, max, after)));
    // Only between graphemes, and only as far as the bubble reaches.
    let mut taken = 0;
    let reached = text.grapheme_indices(true).map(|(at, grapheme)| {
        taken += length(grapheme);
        (at + grapheme.len(), taken)
    });
    let mut borders: Vec<(usize, usize)> = reached.take_while(|(_, taken)| *taken <= max).collect();
    let (last, _) = *borders.last()?;
    borders.retain(|(_, taken)| *taken >= fewest);
    let (first, _) = *borders.first().unwrap_or(&(last, max));
    let best = |pauses: &mut dyn Iterator<Item = usize>| {
        let near = pauses.skip_while(|at| *at < first).take_while(|at| *at <= last);
        near.filter(|at| borders.binary_search_by_key(at, |(border, _)| *border).is_ok()).last()
    };
    best(&mut paragraphs(text))
        .or_else(|| best(&mut lines(text)))
        .or_else(|| best(&mut sentences(text)))
        .or_else(|| best(&mut words(text)))
        .or(Some(last))
}

/// How many characters the next `after` bubbles surely hold: a wide grapheme may not fit in the end of each. Endless where all that
/// is left is too much for them anyway, so that the text is at least parted well.
fn capacity(text: &str, all: usize, max: usize, after: usize) -> usize {
    if all > max.saturating_mul(after + 1) {
        return usize::MAX;
    }
    let widest = text.graphemes(true).map(length).max().unwrap_or(1);
    (max + 1).saturating_sub(widest).saturating_mul(after)
}

/// The ends of the lines that an empty line follows.
fn paragraphs(text: &str) -> impl Iterator<Item = usize> {
    line_ends(text).filter(|(_, next)| next.trim_start_matches([' ', '\t', '\r']).starts_with('\n')).map(|(at, _)| at)
}

fn lines(text: &str) -> impl Iterator<Item = usize> {
    line_ends(text).map(|(at, _)| at)
}

/// Where the writing of each line ends, and what follows the line.
fn line_ends(text: &str) -> impl Iterator<Item = (usize, &str)> {
    text.match_indices('\n').filter_map(|(at, _)| Some((text.get(..at)?.trim_end().len(), text.get(at + 1..)?)))
}

/// The ends of the sentences, as Unicode finds them: also `。`, also before a closing quote, not inside of `3.5`. A number and a full
/// stop (`1. 아메리카노`, `2026. 11. 22.`) end none.
fn sentences(text: &str) -> impl Iterator<Item = usize> {
    text.split_sentence_bound_indices().filter_map(|(at, sentence)| {
        let said = sentence.trim_end();
        let is_number = said.strip_suffix('.').is_some_and(|said| said.ends_with(|c: char| c.is_ascii_digit()));
        (!is_number).then_some(at + said.len())
    })
}

fn words(text: &str) -> impl Iterator<Item = usize> {
    text.match_indices(char::is_whitespace).map(|(at, _)| at)
}

/// The text from its first grapheme on that is more than white space: a mark may sit on a space.
fn without_leading_space(text: &str) -> &str {
    let written = text.grapheme_indices(true).find(|(_, grapheme)| !grapheme.trim().is_empty());
    written.and_then(|(at, _)| text.get(at..)).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_text_is_parted_where_a_reader_pauses() {
        for (text, bubbles) in [
            ("첫 문단이에요.\n둘째 줄\n\n다음 문단이에요. 끝", &["첫 문단이에요.\n둘째 줄", "다음 문단이에요. 끝"][..]),
            ("첫 줄이에요. 아직\n둘째 줄이에요. 끝났어요", &["첫 줄이에요. 아직", "둘째 줄이에요. 끝났어요"]),
            ("문장 하나예요. 문장이 둘이에요. 셋", &["문장 하나예요.", "문장이 둘이에요. 셋"]),
            ("낱말만 이어지는 아주 긴 글이 있어요", &["낱말만 이어지는 아주 긴", "글이 있어요"]),
            ("붙여쓰기만하는사람의글입니다하하하", &["붙여쓰기만하는사람의글입니다하", "하하"]),
            ("Is it 3.5 km? Yes it is now.", &["Is it 3.5 km?", "Yes it is now."]),
            ("이것은 「말이에요。」그래요 정말", &["이것은 「말이에요。」", "그래요 정말"]),
            ("오늘은 좋아요 1. 라떼 2. 모카", &["오늘은 좋아요 1. 라떼", "2. 모카"]),
        ] {
            assert_eq!(split(text, 15, 3), bubbles);
        }
    }

    #[test]
    fn a_pause_too_near_the_beginning_is_not_taken() {
        assert_eq!(split("네.\n\n가나다라 마바사아자 차카", 14, 3), ["네.\n\n가나다라 마바사아자", "차카"]);
    }

    #[test]
    fn nothing_is_lost_as_long_as_there_is_room() {
        // Paragraphs of three: 5 + 5 + 5 would need four bubbles.
        assert_eq!(split("가나다\n\n라마바\n\n사아자\n\n차카타", 6, 3), ["가나다\n\n라", "마바\n\n사아", "자\n\n차카타"]);
    }

    #[test]
    fn what_is_too_long_for_all_bubbles_is_cut() {
        assert_eq!(split("가나 다라 마바 사아 자", 5, 2), ["가나 다라", "마바 사…"]);
        assert_eq!(split("가나 다라", 3, 1), ["가나…"]);
    }

    #[test]
    fn white_space_alone_has_no_bubbles() {
        assert_eq!(split(&" \n".repeat(9), 3, 3), [""; 0]);
    }

    #[test]
    fn a_letter_may_draw_the_ellipsis_into_its_grapheme() {
        assert_eq!(split("\u{1193f}\r\n👩🏽‍💻𝓅", 4, 1), ["\u{1193f}…"]);
    }

    proptest! {
        #[test]
        fn bubbles_keep_the_limit_and_lose_only_white_space(
            text in "(\\PC|[가-힣]{1,6}|[a-z]{1,6}|👩🏽‍💻| | \u{301}|\n|\r\n|\n\n|[.!?。] ?|e\u{301}){0,60}",
            max in 4_usize..40,
            most in 1_usize..4,
        ) {
            let bubbles = split(&text, max, most);
            prop_assert!(bubbles.len() <= most);
            prop_assert!(bubbles.iter().all(|bubble| !bubble.trim().is_empty() && length(bubble) <= max));
            let graphemes: Vec<&str> = text.graphemes(true).filter(|grapheme| !grapheme.trim().is_empty()).collect();
            let mut shown: Vec<&str> = bubbles.iter().flat_map(|bubble| bubble.graphemes(true)).filter(|grapheme| !grapheme.trim().is_empty()).collect();
            let longest = graphemes.iter().map(|grapheme| length(grapheme)).max().unwrap_or_default();
            if shown != graphemes {
                // Some letters draw the sign behind them into their grapheme.
                let cut = shown.pop().and_then(|last| last.strip_suffix('…'));
                prop_assert!(cut.is_some(), "{:?}", bubbles);
                shown.extend(cut.filter(|letter| !letter.is_empty()));
                prop_assert!(graphemes.starts_with(&shown), "{:?}", bubbles);
                prop_assert!(length(&text) + most * longest > max * most, "lost without need: {:?}", bubbles);
            }
        }
    }
}

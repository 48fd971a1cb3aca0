//! The running text of one block, and the signs that are Markdown to one reader and a text's own to another.

/// What is gathered for one paragraph, heading or cell.
#[derive(Default)]
pub(super) struct Prose {
    text: String,
    /// Where `*` and `~` stand that the parser took for no mark, in order.
    leftover: Vec<usize>,
    /// Where the first and the last of it stand in the source.
    pub(super) first: Option<usize>,
    pub(super) last: usize,
}

impl Prose {
    pub(super) fn len(&self) -> usize {
        self.text.len()
    }

    /// What was gathered from `from` on.
    pub(super) fn since(&self, from: usize) -> &str {
        self.text.get(from..).unwrap_or_default()
    }

    pub(super) fn truncate(&mut self, to: usize) {
        self.text.truncate(to);
        let kept = self.leftover.partition_point(|at| *at < to);
        self.leftover.truncate(kept);
    }

    /// Code, addresses: nothing of it is a mark.
    pub(super) fn push(&mut self, text: &str) {
        self.text.push_str(text);
    }

    /// Words.
    pub(super) fn push_words(&mut self, words: &str) {
        let start = self.text.len();
        self.leftover.extend(words.match_indices(['*', '~']).map(|(at, _)| start + at));
        self.text.extend(words.chars().map(|c| if c == '\u{a0}' { ' ' } else { c }));
    }

    /// A new line, unless one has just begun.
    pub(super) fn break_line(&mut self, indent: &str) {
        if !self.text.ends_with('\n') {
            self.text.push('\n');
            self.text.push_str(indent);
        }
    }

    /// Gives what was gathered, and begins anew.
    pub(super) fn finish(&mut self) -> String {
        let text = if self.leftover.len() < 4 { std::mem::take(&mut self.text) } else { self.without_pairs() };
        *self = Self::default();
        text
    }

    /// Markdown lets no `**` end between a sign and a letter, but Korean particles follow their word without a space:
    /// `**"강조"**는`. Such pairs are marks all the same.
    fn without_pairs(&self) -> String {
        let runs = self.runs();
        let mut text = String::with_capacity(self.text.len());
        let (mut from, mut at) = (0, 0);
        while let Some(open) = runs.get(at) {
            at += 1;
            let Some(close) = runs.get(at).filter(|close| self.is_pair(open, close)) else { continue };
            at += 1;
            text.push_str(self.text.get(from..open.start).unwrap_or_default());
            text.push_str(self.text.get(open.end..close.start).unwrap_or_default());
            from = close.end;
        }
        text.push_str(self.text.get(from..).unwrap_or_default());
        text
    }

    /// Signs that stand together.
    fn runs(&self) -> Vec<std::ops::Range<usize>> {
        let mut runs: Vec<std::ops::Range<usize>> = Vec::new();
        let sign = |at: usize| self.text.as_bytes().get(at);
        for &at in &self.leftover {
            match runs.last_mut().filter(|run| run.end == at && sign(run.start) == sign(at)) {
                Some(run) => run.end += 1,
                None => runs.push(at..at + 1),
            }
        }
        runs
    }

    fn is_pair(&self, open: &std::ops::Range<usize>, close: &std::ops::Range<usize>) -> bool {
        let (sign, marks) = (self.text.get(open.clone()), self.text.get(close.clone()));
        let Some(inside) = self.text.get(open.end..close.start) else { return false };
        let before = self.text.get(..open.start).and_then(|text| text.chars().next_back());
        let after = self.text.get(close.end..).and_then(|text| text.chars().next());
        let is_glued = |letter: Option<char>, sign: Option<char>| {
            letter.is_some_and(|c| !c.is_ascii() && c.is_alphanumeric())
                && sign.is_some_and(|c| !c.is_alphanumeric() && !c.is_whitespace())
        };
        sign == marks
            && open.len() == 2
            && !inside.is_empty()
            && !inside.contains('\n')
            && !inside.starts_with(char::is_whitespace)
            && !inside.ends_with(char::is_whitespace)
            && (is_glued(before, inside.chars().next()) || is_glued(after, inside.chars().next_back()))
    }
}

/// Whether a `*` or `**` at `at` stands inside of a word, so that it is the text's own: 3*4*5, 홍*동, 김**님. `**` between Hangul
/// may still be a mark (아주**중요**해요), except behind a single syllable, as names are masked.
pub(super) fn is_inside_word(source: &str, at: usize, marks: usize) -> bool {
    let before = source.get(..at).unwrap_or_default();
    let mut letters = before.chars().rev();
    let (Some(last), second) = (letters.next(), letters.next()) else { return false };
    let next = source.get(at + marks..).and_then(|after| after.chars().next());
    if !last.is_alphanumeric() || !next.is_some_and(char::is_alphanumeric) {
        return false;
    }
    marks == 1 || last.is_ascii() || !second.is_some_and(char::is_alphanumeric)
}

/// `__init__`: a name of Python's.
pub(super) fn is_dunder(marked: &str) -> bool {
    marked.bytes().all(|b| b.is_ascii_lowercase() || b == b'_')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tidied(text: &str) -> String {
        let mut prose = Prose::default();
        prose.push_words(text);
        prose.finish()
    }

    #[test]
    fn marks_around_quoted_korean_words_go() {
        assert_eq!(tidied("**\"강조\"**는 **(중요)**하고 ~~'취소'~~는"), "\"강조\"는 (중요)하고 '취소'는");
        assert_eq!(tidied("이것은**(중요)** 하다"), "이것은(중요) 하다");
    }

    #[test]
    fn other_signs_stay() {
        for text in ["010-**34-**78", "2**3**4", "** 주의 **", "****", "a ** b ** c", "**\"가\n나\"**는"] {
            assert_eq!(tidied(text), text);
        }
    }

    #[test]
    fn a_star_inside_of_a_word_is_no_mark() {
        for (source, at, marks) in [("3*4*5", 1, 1), ("홍*동", 3, 1), ("김**님", 3, 2), ("a**b", 1, 2), ("(a*b)", 2, 1)] {
            assert!(is_inside_word(source, at, marks), "{source}");
        }
        for (source, at, marks) in [("*가", 0, 1), ("가 **나", 4, 2), ("아주**중요**", 6, 2), ("가**\"나\"**", 3, 2)] {
            assert!(!is_inside_word(source, at, marks), "{source}");
        }
    }
}

//! Template text → text and tags.

use std::ops::Range;

use super::Trim;
use crate::diag::Code;
use crate::template::Fault;

/// A piece of a template's text.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Token {
    /// Literal text.
    Text { range: Range<usize>, text: String },
    /// `{{! … }}`.
    Comment { range: Range<usize> },
    /// `{{ … }}`; `inner` is what stands between braces and `~`.
    Tag { range: Range<usize>, inner: Range<usize>, trim: Trim, triple: bool },
}

/// How a tag ends.
enum End {
    /// At these bytes, which are `}}` or `}}}`.
    Closed(usize),
    /// A single `}` at this byte.
    Single(usize),
    /// Another `{{` at this byte.
    Opened(usize),
    /// Nowhere.
    Never,
}

/// Cuts a template into text and tags. Mistakes of the braces go to `faults`; `check_braces`: whether `}}` in the text is one
/// (in a file that writes JSON it is none).
pub(super) fn scan(source: &str, check_braces: bool, faults: &mut Vec<Fault>) -> Vec<Token> {
    let mut scanner =
        Scanner { source, tokens: Vec::new(), from: 0, text: String::new(), braces: check_braces.then_some(0), faults };
    scanner.run();
    scanner.tokens
}

struct Scanner<'s, 'f> {
    source: &'s str,
    tokens: Vec<Token>,
    /// Where the text that is being gathered began.
    from: usize,
    text: String,
    /// How many `{` are open in the text, when that is of interest.
    braces: Option<usize>,
    faults: &'f mut Vec<Fault>,
}

impl Scanner<'_, '_> {
    fn run(&mut self) {
        let mut at = 0;
        while let Some(found) = self.rest(at).find("{{") {
            let open = at + found;
            let backslashes = self.rest(at).get(..found).map_or(0, |text| text.len() - text.trim_end_matches('\\').len());
            if backslashes == 1 {
                // `\{{` is literal, and so is a third and fourth brace after it.
                self.push_text(at..open - 1);
                let end = open + if self.rest(open + 2).starts_with("{{") { 4 } else { 2 };
                self.text.push_str(self.source.get(open..end).unwrap_or(""));
                self.braces = self.braces.map(|braces| braces + end - open);
                at = end;
                continue;
            }
            self.push_text(at..open - usize::from(backslashes > 1));
            at = self.tag(open);
        }
        self.push_text(at..self.source.len());
        self.flush(self.source.len());
    }

    fn rest(&self, at: usize) -> &str {
        self.source.get(at..).unwrap_or("")
    }

    fn push_text(&mut self, range: Range<usize>) {
        let text = self.source.get(range.clone()).unwrap_or("");
        self.text.push_str(text);
        let Some(open) = self.braces.as_mut() else { return };
        let mut chars = text.char_indices().peekable();
        while let Some((at, c)) = chars.next() {
            match c {
                '{' => *open += 1,
                '}' if *open < 2 && chars.peek().is_some_and(|(_, next)| *next == '}') => {
                    chars.next();
                    let end = range.start + at + 2;
                    // `{name}}` is shown whole.
                    let start = text.get(..at).and_then(|before| before.rfind('{')).filter(|_| *open == 1);
                    let start = start.map_or(range.start + at, |start| range.start + start);
                    *open = 0;
                    let shown = self.source.get(start..end).unwrap_or("");
                    let mut fault = Fault::new(Code::SingleBrace, start..end).arg("text", shown);
                    if shown.starts_with('{') {
                        fault = fault.fix(format!("{{{shown}"));
                    }
                    self.faults.push(fault);
                }
                '}' => *open = open.saturating_sub(1),
                _ => {}
            }
        }
    }

    /// Ends the text that is being gathered.
    fn flush(&mut self, end: usize) {
        if end > self.from {
            self.tokens.push(Token::Text { range: self.from..end, text: std::mem::take(&mut self.text) });
        }
        self.text.clear();
    }

    /// Reads the tag at `open` and returns where the text goes on.
    fn tag(&mut self, open: usize) -> usize {
        self.flush(open);
        let end = if self.rest(open).starts_with("{{!") { self.comment(open) } else { self.expression(open) };
        self.from = end;
        end
    }

    fn comment(&mut self, open: usize) -> usize {
        let rest = self.rest(open);
        let long = rest.starts_with("{{!--").then(|| rest.get(5..).and_then(|inner| inner.find("--}}")).map(|at| at + 9)).flatten();
        match long.or_else(|| rest.find("}}").map(|at| at + 2)) {
            Some(length) => {
                self.tokens.push(Token::Comment { range: open..open + length });
                open + length
            }
            None => self.unclosed(open, self.source.len()),
        }
    }

    fn expression(&mut self, open: usize) -> usize {
        let rest = self.rest(open);
        if rest.starts_with("{{{{") {
            // Handlebars' raw blocks: not part of the language.
            let end = rest.find("}}}}").map_or(self.source.len(), |at| open + at + 4);
            let shown = self.source.get(open..end).unwrap_or("");
            self.faults.push(Fault::new(Code::TemplateSyntax, open..end).arg("detail", shown));
            return end;
        }
        let triple = rest.starts_with("{{{");
        let braces = if triple { 3 } else { 2 };
        let inner = open + braces;
        match self.find_end(inner) {
            End::Closed(close) if !triple || self.rest(close).starts_with("}}}") => {
                let text = self.source.get(inner..close).unwrap_or("");
                let trim = Trim { before: text.starts_with('~'), after: text.len() > 1 && text.ends_with('~') };
                let inner = inner + usize::from(trim.before)..close - usize::from(trim.after);
                self.tokens.push(Token::Tag { range: open..close + braces, inner, trim, triple });
                close + braces
            }
            End::Closed(close) => self.single(open, close + 2, "}"),
            End::Single(at) => self.single(open, at + 1, if triple { "}}" } else { "}" }),
            End::Opened(at) => self.unclosed(open, at),
            End::Never => self.unclosed(open, self.source.len()),
        }
    }

    /// Where the tag ends whose inside begins at `from`: braces in quotes and in `[…]` do not count.
    fn find_end(&self, from: usize) -> End {
        let mut at = from;
        let bytes = self.source.as_bytes();
        while let Some(byte) = bytes.get(at) {
            let next = bytes.get(at + 1).copied();
            match byte {
                b'}' if next == Some(b'}') => return End::Closed(at),
                b'}' => return End::Single(at),
                b'{' if next == Some(b'{') => return End::Opened(at),
                b'"' | b'\'' => at = closing_quote(bytes, at).unwrap_or(at),
                b'[' => {
                    at = bytes.iter().skip(at).position(|b| matches!(b, b']' | b'}' | b'\n')).map_or(at, |length| at + length - 1);
                }
                _ => {}
            }
            at += 1;
        }
        End::Never
    }

    /// `{{name}`.
    fn single(&mut self, open: usize, end: usize, missing: &str) -> usize {
        let shown = self.source.get(open..end).unwrap_or("");
        self.faults.push(Fault::new(Code::SingleBrace, open..end).arg("text", shown).fix(format!("{shown}{missing}")));
        end
    }

    /// `{{` without `}}`: shown up to the end of its line.
    fn unclosed(&mut self, open: usize, end: usize) -> usize {
        let shown = self.source.get(open..end).unwrap_or("");
        let line = shown.find('\n').map_or(shown, |at| shown.get(..at).unwrap_or(shown)).trim_end();
        self.faults.push(Fault::new(Code::UnclosedExpression, open..open + line.len().max(2)));
        end
    }
}

/// Where the quote that opens at `from` is closed.
fn closing_quote(bytes: &[u8], from: usize) -> Option<usize> {
    let quote = bytes.get(from)?;
    let mut at = from + 1;
    loop {
        match bytes.get(at)? {
            b'\\' => at += 2,
            // A text in a tag stands on one line: the quote was none, or its partner was forgotten.
            b'\n' => return None,
            byte if byte == quote => return Some(at),
            _ => at += 1,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn faults(source: &str) -> Vec<(Code, &str)> {
        let mut faults = Vec::new();
        scan(source, true, &mut faults);
        faults.iter().map(|fault| (fault.code, &source[fault.range.clone()])).collect()
    }

    fn pieces(source: &str) -> Vec<String> {
        let mut faults = Vec::new();
        let tokens = scan(source, true, &mut faults);
        assert!(faults.is_empty(), "{faults:?}");
        tokens
            .iter()
            .map(|token| match token {
                Token::Text { text, .. } => text.clone(),
                Token::Comment { range } => format!("!{}", &source[range.clone()]),
                Token::Tag { inner, .. } => format!("<{}>", &source[inner.clone()]),
            })
            .collect()
    }

    #[test]
    fn text_and_tags_are_told_apart() {
        assert_eq!(pieces("안녕, {{ name }}!"), ["안녕, ", "< name >", "!"]);
        assert_eq!(pieces("{{{x}}}{{~y~}}{{!-- }} --}}z"), ["<x>", "<y>", "!{{!-- }} --}}", "z"]);
    }

    #[test]
    fn a_backslash_keeps_braces_literal() {
        assert_eq!(pieces(r"a\{{b}} {{c}}"), [r"a{{b}} ", "<c>"]);
        assert_eq!(pieces(r"a\\{{c}}"), [r"a\", "<c>"]);
    }

    #[test]
    fn braces_in_quotes_do_not_end_a_tag() {
        assert_eq!(pieces(r#"{{default x "}}"}}!"#), [r#"<default x "}}">"#, "!"]);
    }

    #[test]
    fn single_braces_are_found_where_they_stand() {
        assert_eq!(faults("안녕 {{name} 님"), [(Code::SingleBrace, "{{name}")]);
        assert_eq!(faults("안녕 {name}} 님"), [(Code::SingleBrace, "{name}}")]);
        assert_eq!(faults("안녕 }} 님"), [(Code::SingleBrace, "}}")]);
        assert_eq!(faults("{{{x}} {{y}}"), [(Code::SingleBrace, "{{{x}}")]);
    }

    #[test]
    fn balanced_json_in_a_text_is_no_mistake() {
        assert!(faults(r#"{"a":{"b":"{{x}}"}}"#).is_empty());
        assert!(faults("{ 하나 } :}").is_empty());
    }

    #[test]
    fn every_unclosed_tag_is_found() {
        assert_eq!(faults("가 {{a 나\n{{b}} {{c"), [(Code::UnclosedExpression, "{{a 나"), (Code::UnclosedExpression, "{{c")]);
    }
}

//! Which quotes and brackets are open at a place: for explaining why a parser lost its way.

use super::line::Line;

/// Something opened and not closed: the character and where it stands.
pub(super) type Opened = (char, usize);

/// What a walk over a piece of text found.
#[derive(Debug, Default)]
pub(super) struct Walk {
    /// Open brackets, outermost first.
    pub(super) brackets: Vec<Opened>,
    /// A quote whose end was not met.
    pub(super) quote: Option<Opened>,
    /// The last quoted text that did end: its quote and where it began.
    pub(super) last_quoted: Option<Opened>,
}

/// Walks over `text[from..to]`, where `from` is outside of any quotes.
pub(super) fn walk(text: &str, from: usize, to: usize) -> Walk {
    let mut walk = Walk::default();
    let piece = text.get(from..to).unwrap_or_default();
    // A quote or bracket means something only where a value can begin (or, for a closing one, where brackets are open).
    let mut fresh = true;
    let mut chars = piece.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let at = from + at;
        match c {
            '"' | '\'' if fresh => {
                walk.quote = Some((c, at));
                while let Some((_, inner)) = chars.next() {
                    let doubled = c == '\'' && inner == c && chars.peek().is_some_and(|(_, next)| *next == c);
                    if doubled || (c == '"' && inner == '\\') {
                        chars.next();
                    } else if inner == c {
                        walk.last_quoted = walk.quote.take();
                        break;
                    }
                }
                fresh = false;
            }
            '[' | '{' if fresh || !walk.brackets.is_empty() => {
                walk.brackets.push((c, at));
                fresh = true;
            }
            ']' | '}' => {
                walk.brackets.pop();
                fresh = false;
            }
            '#' if text.get(..at).is_some_and(|before| before.is_empty() || before.ends_with([' ', '\t', '\n'])) => {
                while chars.next_if(|(_, c)| *c != '\n').is_some() {}
            }
            ',' if !walk.brackets.is_empty() => fresh = true,
            ':' | '-' | '?' => fresh = chars.peek().is_none_or(|(_, next)| next.is_whitespace()) || !walk.brackets.is_empty(),
            '\n' => fresh = true,
            c if c.is_whitespace() => {}
            _ => fresh = false,
        }
    }
    walk
}

/// Whether the bracket at `open` is closed before the text goes on, at the same or a lower indentation, with something else.
pub(super) fn is_closed(text: &str, open: usize) -> bool {
    let mut end = Line::at(text, open);
    let indent = end.indent_width();
    while let Some(next) = end.after() {
        let closing = next.text(next.content..next.end).starts_with([']', '}']);
        if next.indent_width() <= indent && !closing {
            break;
        }
        end = next;
    }
    walk(text, open, end.end).brackets.is_empty()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_open_is_known_and_what_only_looks_so_is_not() {
        let open = |text: &str| {
            let walk = walk(text, 0, text.len());
            let brackets: String = walk.brackets.iter().map(|(bracket, _)| *bracket).collect();
            (brackets, walk.quote.map(|(quote, _)| quote))
        };
        assert_eq!(open("a: [가, {b: \"]\", c"), ("[{".to_owned(), None));
        assert_eq!(open("a: 'it''s' # [ \"\nb: it's [fine\nc: \"열린\\\""), (String::new(), Some('"')));
        assert_eq!(open("a: {b: [1, 2]}"), (String::new(), None));
    }

    #[test]
    fn a_bracket_is_closed_only_before_the_next_entry() {
        assert!(is_closed("a: [1\n  2]\nb: 3\n", 3));
        assert!(is_closed("a: {\n  b: 1\n}\nc: 3\n", 3));
        assert!(!is_closed("a: [1\nb: 2]\n", 3));
    }
}

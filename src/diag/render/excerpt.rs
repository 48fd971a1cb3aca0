//! The few lines of a file that a message shows, with long lines cut to what is around the place.

use std::ops::Range;

use crate::diag::{Source, Span};

/// How many characters of a line stay before and after the marked place when the line is long.
const AROUND: usize = 60;
/// A line up to this many bytes is shown whole.
const LONG: usize = 240;
/// Places further apart than this many lines get excerpts of their own.
const FAR: usize = 40;

/// Some lines of a file, as they will be shown.
pub(super) struct Excerpt {
    /// The lines.
    pub(super) text: String,
    /// The first line's number, from 1.
    pub(super) first_line: usize,
    /// Where each of the places stands in `text`, in the order they were given.
    pub(super) places: Vec<Range<usize>>,
    /// Whether a line was cut.
    pub(super) cut: bool,
}

/// The lines of these places, which stand in one file. `None` when they are too far apart for one excerpt.
pub(super) fn excerpt(source: &Source, spans: &[Span]) -> Option<Excerpt> {
    let places: Vec<Range<usize>> = spans.iter().map(|span| first_line_of(source, *span)).collect();
    let first = places.iter().map(|place| place.start).min()?;
    let last = places.iter().map(|place| place.end).max()?;
    let (first_line, last_line) = (source.line_of(first), source.line_of(last));
    if last_line - first_line > FAR {
        return None;
    }
    let mut excerpt = Excerpt { text: String::new(), first_line, places: places.clone(), cut: false };
    for line in first_line..=last_line {
        let whole = source.line(line);
        let here: Vec<usize> =
            (0..places.len()).filter(|at| whole.start <= places[*at].start && places[*at].start <= whole.end).collect();
        let around = here.iter().map(|at| places[*at].clone()).reduce(|a, b| a.start.min(b.start)..a.end.max(b.end));
        let kept = keep(&source.text, &whole, around);
        if !excerpt.text.is_empty() || line > first_line {
            excerpt.text.push('\n');
        }
        if kept.start > whole.start {
            excerpt.text.push('…');
            excerpt.cut = true;
        }
        let shift = excerpt.text.len();
        excerpt.text.push_str(source.text.get(kept.clone()).unwrap_or_default());
        for at in here {
            let place = &places[at];
            let moved = |byte: usize| byte.clamp(kept.start, kept.end) - kept.start + shift;
            if let Some(slot) = excerpt.places.get_mut(at) {
                *slot = moved(place.start)..moved(place.end);
            }
        }
        if kept.end < whole.end {
            excerpt.text.push('…');
            excerpt.cut = true;
        }
    }
    Some(excerpt)
}

/// The part of a span that stands on its first line: a caret under twenty lines shows nothing.
fn first_line_of(source: &Source, span: Span) -> Range<usize> {
    let start = floor(&source.text, span.start as usize);
    let line = source.line(source.line_of(start));
    // A place within the line break counts as the end of the line.
    let start = start.min(line.end);
    let end = floor(&source.text, span.end as usize).clamp(start, line.end);
    start..end
}

/// What of a line is shown.
fn keep(text: &str, line: &Range<usize>, around: Option<Range<usize>>) -> Range<usize> {
    if line.len() <= LONG {
        return line.clone();
    }
    let around = around.unwrap_or(line.start..line.start);
    let before = text.get(line.start..around.start.max(line.start)).unwrap_or_default();
    let start = before.char_indices().rev().take(AROUND).last().map_or(around.start, |(at, _)| line.start + at);
    let middle = text.get(around.start..around.end.min(line.end)).unwrap_or_default();
    let middle_end = around.start + middle.char_indices().nth(AROUND).map_or(middle.len(), |(at, _)| at);
    let after = text.get(middle_end..line.end).unwrap_or_default();
    let end = middle_end + after.char_indices().nth(AROUND).map_or(after.len(), |(at, _)| at);
    start..end
}

/// The nearest character border at or before a byte.
fn floor(text: &str, byte: usize) -> usize {
    let mut byte = byte.min(text.len());
    while !text.is_char_boundary(byte) {
        byte -= 1;
    }
    byte
}

//! Lists whose elements are there only under a condition, or once for each entry of another list.

use super::pieces::{Piece, Writing};
use super::texts::Texts;
use super::when::When;
use crate::config::{ElementSpec, Spanned};
use crate::diag::{Code, Diagnostic};
use crate::kakao::{Applied, Spot};
use crate::template::{Entry, RenderError, Round, Scope, ValueSlot};

/// Most entries that are looked at for one list: what a user waits for has to end.
const MAX_ENTRIES: usize = 10_000;
/// Most elements of a list that Kakao sets no limit to.
const MAX_ELEMENTS: usize = 100;

/// A list of an answer, written anew for each request.
pub struct List {
    elements: Vec<Element>,
    /// How many elements Kakao takes.
    room: usize,
    /// Which limit that is, as metrics show it.
    limit: &'static str,
    /// Where the list stands, for people.
    at: String,
}

/// An element and when it is there.
pub(super) struct Element {
    pub(super) presence: Presence,
    pub(super) pieces: Vec<Piece>,
}

/// When, and how often, an element is there: by itself always once.
#[derive(Default)]
pub(super) struct Presence {
    each: Option<Each>,
    when: Option<When>,
    /// Of an `each` in an `each`: the inner one.
    inner: Option<Box<Presence>>,
}

/// A list that is walked.
struct Each {
    list: ValueSlot,
    /// At most so many of its entries.
    limit: Option<usize>,
    /// How many lists are walked with this one.
    depth: usize,
}

/// What an element says of itself, while its own texts are compiled.
pub(super) struct Opening {
    presence: Presence,
    is_right: bool,
    entered: bool,
}

impl Opening {
    /// `inner`: what the element in it says of itself. `None` when there was a mistake, which is reported.
    pub(super) fn close(self, inner: Option<Presence>, texts: &mut Texts<'_>) -> Option<Presence> {
        if self.entered {
            texts.names.leave();
        }
        self.is_right.then_some(Presence { inner: inner.map(Box::new), ..self.presence })
    }
}

impl Presence {
    /// Compiles what an element says of itself, before its own texts: they see what it walks until [`Opening::close`].
    pub(super) fn open(spec: &ElementSpec<'_>, texts: &mut Texts<'_>) -> Opening {
        let list = spec.each.as_ref().map(|name| list(name, texts));
        let depth = spec.each.as_ref().map(|_| texts.names.enter());
        let when = spec.when.map(|node| When::from_node(node, texts));
        let is_right = !matches!(list, Some(None)) && !matches!(when, Some(None));
        let each = list.flatten().zip(depth).map(|(list, depth)| Each { list, limit: spec.limit, depth });
        Opening { presence: Self { each, when: when.flatten(), inner: None }, is_right, entered: depth.is_some() }
    }

    /// Whether it is there for every request, an `each` taken to have an entry.
    pub(super) fn is_certain(&self) -> bool {
        self.when.is_none() && self.inner.as_ref().is_none_or(|inner| inner.is_certain())
    }

    /// How often it may be there.
    pub(super) fn most(&self) -> usize {
        let inner = self.inner.as_ref().map_or(1, |inner| inner.most());
        self.each.as_ref().map_or(1, |each| each.limit.unwrap_or(usize::MAX)).saturating_mul(inner)
    }

    fn is_repeated(&self) -> bool {
        self.each.is_some() || self.inner.as_ref().is_some_and(|inner| inner.is_repeated())
    }

    fn holds(&self, writing: &Writing<'_>, scope: &Scope<'_>) -> Result<bool, RenderError> {
        self.when.as_ref().map_or(Ok(true), |when| when.holds(writing.engine, scope))
    }
}

/// The list under a name. `None`: it is none, which is reported.
fn list(name: &Spanned<String>, texts: &mut Texts<'_>) -> Option<ValueSlot> {
    let list = texts.value(name)?;
    // What is not there at all was warned of with its name.
    let is_scalar = list.constant().is_some_and(|value| !value.is_null());
    if is_scalar || ["utterance", "now"].contains(&name.value.as_str()) {
        texts.report.push(Diagnostic::new(Code::NotAList).at(name.span).arg("name", &name.value));
        return None;
    }
    Some(list)
}

/// What one writing of a list has come to.
struct Row {
    written: usize,
    /// How many more elements the list can hold.
    room: usize,
    /// How many were left out for want of room.
    over: usize,
    /// How many entries were looked at.
    looked: usize,
}

impl List {
    pub(super) fn new(elements: Vec<Element>, spot: Option<Spot>, at: String) -> Self {
        let (room, limit) = spot.map_or((MAX_ELEMENTS, "list"), |spot| (spot.max.min(MAX_ELEMENTS), spot.field.label));
        Self { elements, room, limit, at }
    }

    /// Writes the elements that are there, between brackets. Entries of lists give way to the other elements.
    pub(super) fn write(&self, writing: &mut Writing<'_>, scope: &Scope<'_>) -> Result<(), RenderError> {
        let single = |element: &&Element| !element.presence.is_repeated();
        let mut fixed = 0;
        for element in self.elements.iter().filter(single) {
            fixed += usize::from(element.is_there(writing, scope)?);
        }
        let mut row = Row { written: 0, room: self.room.saturating_sub(fixed), over: 0, looked: 0 };
        writing.json.push(b'[');
        for element in &self.elements {
            if element.presence.is_repeated() {
                element.repeat(&element.presence, writing, scope, &mut row)?;
            } else if element.is_there(writing, scope)? {
                element.write(writing, scope, &mut row)?;
            }
        }
        writing.json.push(b']');
        if row.over > 0 {
            let (was, now) = (row.written + row.over, row.written);
            writing.applied.push(Applied { limit: self.limit, at: self.at.clone(), was, now, bubbles: 1 });
        }
        Ok(())
    }
}

impl Element {
    /// For an element that is not repeated.
    fn is_there(&self, writing: &Writing<'_>, scope: &Scope<'_>) -> Result<bool, RenderError> {
        let mut presence = Some(&self.presence);
        while let Some(this) = presence {
            if !this.holds(writing, scope)? {
                return Ok(false);
            }
            presence = this.inner.as_deref();
        }
        Ok(true)
    }

    fn repeat(&self, presence: &Presence, writing: &mut Writing<'_>, scope: &Scope<'_>, row: &mut Row) -> Result<(), RenderError> {
        let Some(each) = &presence.each else {
            return if presence.holds(writing, scope)? { self.inside(presence, writing, scope, row) } else { Ok(()) };
        };
        let entries = scope.entries(&each.list)?;
        let entries = entries.first(MAX_ENTRIES.saturating_sub(row.looked));
        row.looked += entries.len();
        let mut shown = each.shown(presence, &entries, writing, scope)?;
        if presence.inner.is_none() {
            let kept = shown.len().min(row.room);
            row.over += shown.len() - kept;
            shown.truncate(kept);
        }
        let last = shown.len();
        for (at, (index, entry)) in shown.into_iter().enumerate() {
            let scope = scope.entered(each.depth, entry, Round { index, number: at + 1, last: at + 1 == last });
            self.inside(presence, writing, &scope, row)?;
        }
        Ok(())
    }

    fn inside(&self, presence: &Presence, writing: &mut Writing<'_>, scope: &Scope<'_>, row: &mut Row) -> Result<(), RenderError> {
        match &presence.inner {
            Some(inner) if inner.is_repeated() => self.repeat(inner, writing, scope, row),
            Some(inner) if !inner.holds(writing, scope)? => Ok(()),
            _ if row.room == 0 => {
                row.over += 1;
                Ok(())
            }
            _ => {
                row.room -= 1;
                self.write(writing, scope, row)
            }
        }
    }

    fn write(&self, writing: &mut Writing<'_>, scope: &Scope<'_>, row: &mut Row) -> Result<(), RenderError> {
        if row.written > 0 {
            writing.json.push(b',');
        }
        row.written += 1;
        writing.pieces(&self.pieces, scope)
    }
}

impl Each {
    /// The entries whose condition holds, with their places, as many as are wanted.
    fn shown<'v>(
        &self,
        presence: &Presence,
        entries: &[Entry<'v>],
        writing: &Writing<'_>,
        scope: &Scope<'_>,
    ) -> Result<Vec<(usize, Entry<'v>)>, RenderError> {
        let wanted = self.limit.unwrap_or(usize::MAX);
        let mut shown = Vec::new();
        for (index, entry) in entries.iter().enumerate() {
            if shown.len() == wanted {
                break;
            }
            let round = Round { index, number: shown.len() + 1, last: index + 1 == entries.len() };
            if presence.when.is_none() || presence.holds(writing, &scope.entered(self.depth, *entry, round))? {
                shown.push((index, *entry));
            }
        }
        Ok(shown)
    }
}

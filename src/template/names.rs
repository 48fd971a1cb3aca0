//! The names that one skill's templates use, and where their values come from.

use std::collections::BTreeSet;
use std::sync::Arc;

use serde_json::{Map, Value};

use super::harvest::{Late, Local, Seed};
use super::syntax::{Path, Start};
use super::value::{Source, ValueSlot};
use super::{Fault, Harvest, lint, syntax};
use crate::kakao::payload::ROOTS;
use crate::kakao::validation;

/// Collects the names; every template of one skill is compiled against the same one.
pub struct Names {
    places: &'static Places,
    /// The file's, shared by all its skills.
    vars: Arc<Map<String, Value>>,
    used_vars: BTreeSet<String>,
    /// The paths to take from the payload.
    seed: Seed,
    slots: Vec<Origin>,
    entries: Vec<Entry>,
    /// How many `each` are around the templates that are compiled now.
    depth: usize,
    /// The roots beside the payload's own, when a template wants everything.
    derived: Vec<(&'static str, usize, View)>,
    /// The parameters of the skill's path: which part between slashes, and its name.
    parameters: Vec<(usize, String)>,
}

/// Where the value of a slot comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Origin {
    /// The pass over the payload.
    Payload(Vec<String>),
    /// Everything else is made after it.
    Late(Late),
    /// An entry of the list that an `each` walks, the outermost being at depth 1.
    Local { depth: usize, local: Local },
}

/// How a slot's value is seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum View {
    /// As it is.
    Plain,
    /// Without surrounding white space.
    Trimmed,
    /// `null` in a text counts as nothing (clientExtra).
    NotNull,
    /// A JSON object in a text is that object.
    Opened,
    /// A map, each value of it opened.
    AllOpened,
    /// The payload and all derived roots.
    Everything,
}

/// One value for Handlebars: `@root.s<index>`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Entry {
    pub(super) slot: usize,
    pub(super) view: View,
    /// Whether a template that enters Handlebars uses it.
    pub(super) wanted: bool,
}

/// What a rooted name stands for.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Named {
    /// The same for every request.
    Constant(Value),
    /// An entry, by its number.
    Entry(usize),
}

/// The slots that every harvest has.
pub(super) const CALLBACK_URL: usize = 0;
/// See [`CALLBACK_URL`].
pub(super) const USER_ID: usize = 1;

/// The names that are there whatever the payload holds.
pub(super) const DERIVED: [&str; 11] =
    ["utterance", "params", "origin", "user", "extra", "context", "vars", "path", "query", "upstream", "now"];

/// Where the payload has what templates see under shorter names.
struct Places {
    of: Asked,
    utterance: &'static [&'static str],
    params: &'static [&'static str],
    user: &'static [&'static str],
    timezone: &'static [&'static str],
}

/// What is asked.
#[derive(PartialEq, Eq)]
enum Asked {
    Skill,
    Validation,
    Event,
}

/// In a SkillPayload.
static OF_SKILLS: Places = Places {
    of: Asked::Skill,
    utterance: &["userRequest", "utterance"],
    params: &["action", "params"],
    user: &["userRequest", "user"],
    timezone: &["userRequest", "timezone"],
};
/// In what a parameter validation is asked.
static OF_VALIDATIONS: Places =
    Places { of: Asked::Validation, utterance: &["utterance"], params: &["params"], user: &["user"], timezone: &["timezone"] };
/// In the request that sends an event, which has only `data` of its own: these are never there.
static OF_EVENTS: Places =
    Places { of: Asked::Event, utterance: &["utterance"], params: &["params"], user: &["user"], timezone: &["timezone"] };

impl Names {
    /// For a skill of a file with these `vars`.
    pub fn new(vars: Arc<Map<String, Value>>) -> Self {
        Self::of(vars, &OF_SKILLS)
    }

    /// For a skill that validates a parameter.
    pub fn for_validation(vars: Arc<Map<String, Value>>) -> Self {
        Self::of(vars, &OF_VALIDATIONS)
    }

    /// For an event.
    pub fn for_event(vars: Arc<Map<String, Value>>) -> Self {
        Self::of(vars, &OF_EVENTS)
    }

    /// Whether the payload is that of a parameter validation.
    pub(super) fn is_validation(&self) -> bool {
        self.places.of == Asked::Validation
    }

    /// Whether what is read is the request that sends an event.
    pub(super) fn is_event(&self) -> bool {
        self.places.of == Asked::Event
    }

    fn of(vars: Arc<Map<String, Value>>, places: &'static Places) -> Self {
        let mut names = Self {
            places,
            vars,
            used_vars: BTreeSet::new(),
            seed: Seed::default(),
            slots: Vec::new(),
            entries: Vec::new(),
            depth: 0,
            derived: Vec::new(),
            parameters: Vec::new(),
        };
        names.payload(&["userRequest", "callbackUrl"]);
        names.payload(&[places.user, &["id"]].concat());
        names
    }

    /// For a skill whose path has these parameters: which part between slashes, and its name.
    #[must_use]
    pub fn with_parameters<'p>(mut self, parameters: impl Iterator<Item = (usize, &'p str)>) -> Self {
        self.parameters = parameters.map(|(part, name)| (part, name.to_owned())).collect();
        self
    }

    /// The `vars` that a template has named so far.
    pub fn used_vars(&self) -> impl Iterator<Item = &str> {
        self.used_vars.iter().map(String::as_str)
    }

    /// The value under a name as templates write it (`params.size`, `upstream.items.0`, `this.price`). Warnings about the name go to
    /// `faults`; `None` when it is no name at all.
    pub fn value(&mut self, source: &str, faults: &mut Vec<Fault>) -> Option<ValueSlot> {
        let path = syntax::path(source)?;
        let named = match self.of_entry(&path) {
            Some((depth, local)) => self.local(depth, local),
            None if path.segs.is_empty() => return None,
            None => {
                let warning = lint::lint(&path, self);
                faults.extend(warning);
                let names: Vec<&str> = path.segs.iter().map(|seg| seg.name.as_str()).collect();
                if path.start == Start::Local { Named::Constant(Value::Null) } else { self.named(&names, false) }
            }
        };
        Some(ValueSlot(match named {
            Named::Constant(value) => Source::Constant(value),
            Named::Entry(entry) => self.entry(entry).map(|(slot, view)| Source::Slot { slot, view })?,
        }))
    }

    /// What a name outside of all blocks takes from the entry of a list around it.
    fn of_entry(&self, path: &Path) -> Option<(usize, Local)> {
        let depth = self.depth.checked_sub(path.up).filter(|depth| *depth > 0)?;
        match path.start {
            Start::Local => Some((depth, Local::named(&path.segs.first()?.name)?)),
            Start::Here if path.this || path.up > 0 => {
                Some((depth, Local::This(path.segs.iter().map(|seg| seg.name.clone()).collect())))
            }
            Start::Here | Start::Root => None,
        }
    }

    /// The templates that come now see one entry of a list, until [`Names::leave`]. Gives how many lists are walked then: the depth
    /// that [`super::Scope::entered`] wants to know.
    pub fn enter(&mut self) -> usize {
        self.depth += 1;
        self.depth
    }

    /// See [`Names::enter`].
    pub fn leave(&mut self) {
        self.depth = self.depth.saturating_sub(1);
    }

    /// Whether a path can begin with this name.
    pub fn is_root(&self, name: &str) -> bool {
        match name {
            "this" => self.depth() > 0,
            _ if self.is_event() => lint::OF_EVENTS.contains(&name),
            _ if self.is_validation() => validation::ROOTS.contains(&name) || lint::OF_VALIDATIONS.contains(&name),
            _ => DERIVED.contains(&name) || ROOTS.contains(&name),
        }
    }

    /// Where a var or a parameter of the path is found: `vars` or `path`.
    pub fn owner(&self, name: &str) -> Option<&'static str> {
        let is_parameter = || self.parameters().any(|parameter| parameter == name).then_some("path");
        self.vars.contains_key(name).then_some("vars").or_else(is_parameter)
    }

    /// How many lists are walked around the templates that come now.
    pub(super) fn depth(&self) -> usize {
        self.depth
    }

    /// The file's vars.
    pub(super) fn vars(&self) -> &Map<String, Value> {
        &self.vars
    }

    /// The names of the path's parameters.
    pub(super) fn parameters(&self) -> impl Iterator<Item = &str> {
        self.parameters.iter().map(|(_, name)| name.as_str())
    }

    /// The finished pass over the payload.
    pub fn finish(self) -> Harvest {
        let (mut late, mut locals) = (Vec::new(), Vec::new());
        for (slot, origin) in self.slots.iter().enumerate() {
            match origin {
                Origin::Late(from) => late.push((slot, from.clone())),
                Origin::Local { depth, local } => locals.push((slot, *depth, local.clone())),
                Origin::Payload(_) => {}
            }
        }
        Harvest::new(self.seed, self.slots.len(), late, locals, self.entries, self.derived, self.vars)
    }

    /// The entry of a rooted path. `opened`: whether a JSON object in a text is wanted as that object.
    pub(super) fn named(&mut self, path: &[&str], opened: bool) -> Named {
        let view = |opened: bool| if opened { View::Opened } else { View::Plain };
        match path {
            [] => self.everything(),
            ["utterance"] => self.entry_of(self.places.utterance, View::Trimmed),
            ["params"] => self.entry_of(self.places.params, if opened { View::AllOpened } else { View::Plain }),
            ["params", rest @ ..] => {
                let path = [self.places.params, rest].concat();
                if rest.len() > 1 {
                    self.seed.open_texts(path.get(..=self.places.params.len()).unwrap_or(&path));
                }
                self.entry_of(&path, if rest.len() == 1 { view(opened) } else { View::Plain })
            }
            ["value", "resolved", _, ..] if self.is_validation() => {
                self.seed.open_texts(&["value", "resolved"]);
                self.entry_of(path, View::Plain)
            }
            ["origin"] => {
                let from = self.payload(&["action", "detailParams"]);
                self.late(Late::Origins { from })
            }
            ["origin", name, rest @ ..] => {
                let path: Vec<&str> = ["action", "detailParams", name, "origin"].iter().chain(rest).copied().collect();
                self.entry_of(&path, View::Plain)
            }
            ["user", rest @ ..] => self.entry_of(&[self.places.user, rest].concat(), View::Plain),
            ["extra", rest @ ..] => {
                let path: Vec<&str> = ["action", "clientExtra"].iter().chain(rest).copied().collect();
                self.entry_of(&path, if rest.is_empty() { View::NotNull } else { View::Plain })
            }
            ["context", rest @ ..] => {
                let from = self.payload(&["contexts"]);
                self.late(Late::Context { from, path: owned(rest) })
            }
            ["vars", rest @ ..] => self.var(rest),
            ["query", rest @ ..] => self.late(Late::Query { path: owned(rest) }),
            ["upstream", rest @ ..] => self.late(Late::Upstream { path: owned(rest) }),
            ["now"] => {
                let zone = self.payload(self.places.timezone);
                self.late(Late::Now { zone })
            }
            ["path"] => self.late(Late::Parameters { all: self.parameters.clone() }),
            ["path", name] => match self.parameters.iter().find(|(_, known)| known == name) {
                Some((part, _)) => self.late(Late::Parameter { part: *part }),
                None => self.late(Late::Constant(Value::Null)),
            },
            ["path" | "now" | "utterance", ..] => Named::Constant(Value::Null),
            other => self.entry_of(other, View::Plain),
        }
    }

    /// What is seen of the entry that the `each` at `depth` has come to.
    pub(super) fn local(&mut self, depth: usize, local: Local) -> Named {
        let slot = self.slot(Origin::Local { depth, local });
        self.entry_at(slot, View::Plain)
    }

    /// Marks an entry as needed inside of Handlebars.
    pub(super) fn want(&mut self, entry: usize) {
        if let Some(entry) = self.entries.get_mut(entry) {
            entry.wanted = true;
        }
    }

    /// Slot and view of an entry.
    pub(super) fn entry(&self, entry: usize) -> Option<(usize, View)> {
        self.entries.get(entry).map(|entry| (entry.slot, entry.view))
    }

    /// The value of an entry that is the same for every request.
    pub(super) fn constant(&self, entry: usize) -> Option<&Value> {
        match self.slots.get(self.entries.get(entry)?.slot)? {
            Origin::Late(Late::Constant(value)) => Some(value),
            _ => None,
        }
    }

    fn var(&mut self, path: &[&str]) -> Named {
        if let Some(name) = path.first() {
            self.used_vars.insert((*name).to_owned());
        } else {
            self.used_vars.extend(self.vars.keys().cloned());
        }
        let mut keys = path.iter();
        let value = match keys.next() {
            None => Some(Value::Object(Map::clone(&self.vars))),
            Some(name) => keys.try_fold(self.vars.get(*name), |value, key| Some(step(value?, key))).flatten().cloned(),
        };
        match value {
            // Lists and maps stay values, so that blocks can walk them.
            Some(value @ (Value::Array(_) | Value::Object(_))) => self.late(Late::Constant(value)),
            Some(value) => Named::Constant(value),
            // Warned of with its name: a text must not be found empty at load as well.
            None => self.late(Late::Constant(Value::Null)),
        }
    }

    fn everything(&mut self) -> Named {
        let slot = self.payload(&[]);
        if self.derived.is_empty() {
            // `vars` stand as they are.
            for root in DERIVED.into_iter().filter(|root| *root != "vars") {
                if let Named::Entry(entry) = self.named(&[root], true)
                    && let Some((slot, view)) = self.entry(entry)
                {
                    self.derived.push((root, slot, view));
                }
            }
        }
        self.entry_at(slot, View::Everything)
    }

    fn entry_of(&mut self, path: &[&str], view: View) -> Named {
        let slot = self.payload(path);
        self.entry_at(slot, view)
    }

    fn late(&mut self, late: Late) -> Named {
        let slot = self.slot(Origin::Late(late));
        self.entry_at(slot, View::Plain)
    }

    fn payload(&mut self, path: &[&str]) -> usize {
        let slot = self.slot(Origin::Payload(owned(path)));
        self.seed.insert(path, slot);
        slot
    }

    fn slot(&mut self, origin: Origin) -> usize {
        self.slots.iter().position(|known| *known == origin).unwrap_or_else(|| {
            self.slots.push(origin);
            self.slots.len() - 1
        })
    }

    fn entry_at(&mut self, slot: usize, view: View) -> Named {
        let known = self.entries.iter().position(|entry| entry.slot == slot && entry.view == view);
        Named::Entry(known.unwrap_or_else(|| {
            self.entries.push(Entry { slot, view, wanted: false });
            self.entries.len() - 1
        }))
    }
}

fn owned(path: &[&str]) -> Vec<String> {
    path.iter().map(|name| (*name).to_owned()).collect()
}

/// One step down into a value: a key of a map or a number in a list.
pub(super) fn step<'v>(value: &'v Value, key: &str) -> Option<&'v Value> {
    match value {
        Value::Object(map) => map.get(key),
        Value::Array(list) => list.get(key.parse::<usize>().ok()?),
        _ => None,
    }
}

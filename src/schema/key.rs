//! How the tables of this folder are written: a key, what may stand under it, and what an editor says about it.

use std::time::Duration;

use serde_json::{Map, Value, json};

use crate::diag::{Lang, Report};
use crate::yaml;

/// A text in Korean and English.
pub(super) type Said = (&'static str, &'static str);

/// One key of a map of the language.
#[derive(Clone, Copy, Debug)]
pub(super) struct Key {
    pub(super) name: &'static str,
    pub(super) is: Is,
    pub(super) said: Said,
    default: Option<&'static str>,
    pub(super) examples: &'static [&'static str],
    required: bool,
}

/// What may stand under a key.
#[derive(Clone, Copy, Debug)]
pub(super) enum Is {
    /// Whatever YAML can say.
    Anything,
    /// A text. Numbers and bools count as the text they are written as.
    Text,
    /// A text that this pattern finds something in.
    Like(&'static str),
    /// A text with `{{ }}`.
    Template,
    /// `true` or `false`.
    Flag,
    /// `false` alone.
    False,
    /// One of these texts.
    Words(&'static [&'static str]),
    /// A whole number.
    Whole { min: u32, max: u32 },
    /// A number.
    Number,
    /// `4s`, `500ms`, `1m`, or seconds as a plain number.
    Time(Duration, Duration),
    /// An http(s) address.
    Address,
    /// A definition of the schema.
    Of(&'static str),
    /// A list of these.
    List(&'static Is),
    /// A map with free keys.
    Map(&'static Is),
    /// A map whose keys are paths.
    Paths(&'static Is),
    /// One of several.
    Either(&'static [Is]),
    /// Or a text with `${…}` in it.
    OrFilled(&'static Is),
}

/// A map of the language: its name as a definition, what it is, and its keys.
#[derive(Clone, Copy, Debug)]
pub(super) struct Section {
    pub(super) name: &'static str,
    pub(super) said: Said,
    pub(super) keys: &'static [Key],
}

pub(super) const fn key(name: &'static str, is: Is, ko: &'static str, en: &'static str) -> Key {
    Key { name, is, said: (ko, en), default: None, examples: &[], required: false }
}

impl Key {
    /// What holds where the key is not written.
    pub(super) const fn default(mut self, default: &'static str) -> Self {
        self.default = Some(default);
        self
    }

    /// How it may look, as YAML in one line; the first one is shown.
    pub(super) const fn examples(mut self, examples: &'static [&'static str]) -> Self {
        self.examples = examples;
        self
    }

    pub(super) const fn required(mut self) -> Self {
        self.required = true;
        self
    }

    /// The schema of the key's value.
    pub(super) fn schema(&self, lang: Lang) -> Value {
        let mut schema = self.is.schema();
        schema["description"] = self.description(lang).into();
        if let Some(default) = self.default.and_then(parse) {
            schema["default"] = default;
        }
        let examples: Vec<Value> = self.examples.iter().filter_map(|example| parse(example)).collect();
        if !examples.is_empty() {
            schema["examples"] = examples.into();
        }
        schema
    }

    /// What it is, then the default, the bounds and an example, a line each.
    fn description(&self, lang: Lang) -> String {
        let mut lines = vec![pick(self.said, lang).to_owned()];
        let mut line = |(ko, en): Said, text: String| lines.push(format!("{}{text}", pick((ko, en), lang)));
        if let Some(default) = self.default {
            line(("기본값: ", "Default: "), default.to_owned());
        }
        if let Some((least, most)) = self.is.bounds() {
            line(("범위: ", "Range: "), format!("{least} ~ {most}"));
        }
        if let Some(example) = self.examples.first() {
            line(("예) ", "Example: "), format!("{}: {example}", self.name));
        }
        lines.join("\n")
    }
}

impl Is {
    /// As JSON Schema.
    pub(super) fn schema(self) -> Value {
        match self {
            Self::Anything => json!({}),
            Self::Text => json!({ "type": ["string", "number", "boolean"] }),
            Self::Like(pattern) => json!({ "type": ["string", "number"], "pattern": pattern }),
            Self::Template => json!({ "type": "string", "pattern": r"\{\{" }),
            Self::Flag => json!({ "type": "boolean" }),
            Self::False => json!({ "const": false }),
            Self::Words(words) => json!({ "enum": words }),
            Self::Whole { min, max } => json!({ "type": "integer", "minimum": min, "maximum": max }),
            Self::Number => json!({ "type": ["number", "string"], "pattern": r"^\s*[+-]?[0-9][0-9,.]*\s*$|\{\{" }),
            Self::Time(..) => json!({ "type": ["string", "number"], "pattern": r"^\s*[0-9]+(\.[0-9]+)?(ms|s|m)?\s*$" }),
            Self::Address => json!({ "type": "string", "pattern": r"^\s*[Hh][Tt][Tt][Pp][Ss]?://|\{\{" }),
            Self::Of(name) => reference(name),
            Self::List(of) => json!({ "type": "array", "items": of.schema() }),
            Self::Map(of) => json!({ "type": "object", "additionalProperties": of.schema(), "patternProperties": { "^x-": {} } }),
            Self::Paths(of) => {
                json!({ "type": "object", "additionalProperties": false, "patternProperties": { "^/": of.schema(), "^x-": {} } })
            }
            Self::Either(several) => any_of(several.iter().map(|one| one.schema())),
            Self::OrFilled(of) => any_of([of.schema(), json!({ "type": "string", "pattern": r"\$\{" })]),
        }
    }

    /// The least and the most, where the pattern of a value does not say it.
    fn bounds(self) -> Option<(String, String)> {
        match self {
            Self::Whole { min, max } => Some((min.to_string(), max.to_string())),
            Self::Time(min, max) => Some((time(min), time(max))),
            Self::OrFilled(of) => of.bounds(),
            _ => None,
        }
    }
}

impl Section {
    pub(super) fn schema(&self, lang: Lang) -> Value {
        self.with(&[], lang)
    }

    /// With more keys than its own.
    pub(super) fn with(&self, more: &[Key], lang: Lang) -> Value {
        let required = self.keys.iter().filter(|key| key.required).map(|key| key.name).collect();
        object(pick(self.said, lang), self.keys.iter().chain(more).map(|key| (key.name, key.schema(lang))), required)
    }
}

/// A map with these keys and no others but those for anchors and notes.
pub(super) fn object(said: &str, properties: impl Iterator<Item = (&'static str, Value)>, required: Vec<&str>) -> Value {
    let properties: Map<String, Value> = properties.map(|(name, schema)| (name.to_owned(), schema)).collect();
    let mut object = json!({
        "type": "object",
        "description": said,
        "properties": properties,
        "patternProperties": { "^x-": {} },
        "additionalProperties": false,
    });
    if !required.is_empty() {
        object["required"] = required.into();
    }
    object
}

pub(super) fn any_of(several: impl IntoIterator<Item = Value>) -> Value {
    json!({ "anyOf": several.into_iter().collect::<Vec<_>>() })
}

pub(super) fn reference(name: &str) -> Value {
    json!({ "$ref": format!("#/definitions/{name}") })
}

pub(super) fn pick((ko, en): Said, lang: Lang) -> &'static str {
    match lang {
        Lang::Ko => ko,
        Lang::En => en,
    }
}

/// A line of YAML as JSON; `None` when it is no YAML (a test looks).
pub(super) fn parse(text: &str) -> Option<Value> {
    let mut report = Report::default();
    let file = report.sources.add("example", "example", text);
    yaml::read(file, &mut report).map(|node| node.to_json())
}

/// In the language's own words.
fn time(time: Duration) -> String {
    match time.as_millis() {
        millis if millis < 1_000 => format!("{millis}ms"),
        millis if millis % 60_000 == 0 => format!("{}m", millis / 60_000),
        _ => format!("{}s", time.as_secs_f64()),
    }
}

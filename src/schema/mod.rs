//! The JSON Schema (draft-07) of `skills.yaml`, with which editors complete and explain its keys.
//!
//! The language is written down here once more, as tables for people: [`file`], [`skill`], [`upstream`] and [`when`] have a row for each key
//! with its sentences in Korean and English; [`answer`] makes Kakao's components from the same table that checks them. Words and
//! bounds are the readers' own ([`crate::config::vocabulary`]). Tests hold both sides together: a key that is read is described, and
//! what is valid is valid here. Why it is not derived from the readers' types: `docs/decisions/0010-a-schema-of-tables.md`.

mod answer;
mod field;
mod file;
mod key;
mod skill;
#[cfg(test)]
mod tests;
mod upstream;
mod when;

use serde_json::{Map, Value, json};

use self::key::{Is, Section, any_of, pick, reference};
use crate::diag::Lang;

/// Maps that stand as they are written in their table.
const SECTIONS: &[Section] = &[
    file::AUTH,
    file::DEFAULTS,
    file::EVENT,
    file::TEST,
    file::WITH,
    file::EXPECT,
    skill::SKILL,
    skill::CASE,
    skill::CALLBACK_LONG,
    upstream::UPSTREAM,
];

/// The schema, as indented JSON with a line break at the end.
pub fn schema(lang: Lang) -> String {
    format!("{:#}\n", value(lang))
}

fn value(lang: Lang) -> Value {
    let mut schema = json!({ "$schema": "http://json-schema.org/draft-07/schema#", "title": "skills.yaml" });
    if let (Value::Object(schema), Value::Object(file)) = (&mut schema, file::FILE.schema(lang)) {
        schema.extend(file);
    }
    schema["definitions"] = Value::Object(definitions(lang));
    schema
}

fn definitions(lang: Lang) -> Map<String, Value> {
    let mut definitions: Map<String, Value> =
        SECTIONS.iter().map(|section| (section.name.to_owned(), section.schema(lang))).collect();
    definitions.insert(skill::VALIDATION.name.to_owned(), skill::VALIDATION.with(when::OPERATORS, lang));
    // The short forms: a text, a list or one component is the reply; a whole SkillResponse is the response.
    for (name, section) in [("skill", skill::SKILL), ("case", skill::CASE)] {
        let forms =
            [reference(section.name), Is::Text.schema(), reference("outputs"), reference("output"), reference("SkillResponse")];
        let mut short = any_of(forms);
        short["description"] = pick(section.said, lang).into();
        definitions.insert(name.to_owned(), short);
    }
    definitions.extend(when::definitions(lang));
    definitions.extend(answer::definitions(lang));
    definitions
}

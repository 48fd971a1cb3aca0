//! Handlebars as we run it: our helpers, the few that lowering writes, and an output with an end.

use std::io;

use handlebars::template::Template;
use handlebars::{
    BlockContext, Context, Handlebars, Helper, HelperDef, HelperResult, Output, RenderContext, RenderError, Renderable, ScopedJson,
};
use serde_json::Value;

use super::Escape;
use super::escape::escaped;
use crate::template::MAX_OUTPUT_BYTES;
use crate::template::budget::{Limit, charge_value};
use crate::template::harvest::RAW;
use crate::template::helper::{self, Chance};
use crate::template::names::step;

/// Prints a value: `{{$ x}}`.
pub(super) const PRINT: &str = "$";
/// Counts a round of `each`.
pub(super) const TICK: &str = "{{$tick 0}}";
/// `@number` in an `each` of a template: `@index`, counted from 1.
pub(super) const NUMBER: &str = "$number";
/// Most pieces of output and rounds of one rendering.
const MAX_STEPS: usize = 100_000;

/// A registry for places of one kind. It holds no template.
pub(super) fn new(escape: Escape, chance: &Chance) -> Handlebars<'static> {
    let mut registry = Handlebars::new();
    helper::register(&mut registry, chance);
    registry.register_escape_fn(move |text| escaped(text, escape));
    registry.register_helper("lookup", Box::new(Lookup));
    registry.register_helper(PRINT, Box::new(Print(escape)));
    registry.register_helper("$raw", Box::new(Raw));
    registry.register_helper("$in", Box::new(In));
    registry.register_helper(NUMBER, Box::new(Number));
    registry.register_helper("$tick", Box::new(Tick));
    registry
}

/// Appends what a template writes. Past [`MAX_OUTPUT_BYTES`] or [`MAX_STEPS`] it is an error.
pub(super) fn render(
    template: &Template,
    registry: &Handlebars<'static>,
    context: &Context,
    out: &mut String,
) -> Result<(), super::RenderError> {
    let mut limited = Limited { end: out.len() + MAX_OUTPUT_BYTES, out, steps: 0 };
    Ok(template.render(registry, context, &mut RenderContext::new(None), &mut limited)?)
}

struct Limited<'o> {
    out: &'o mut String,
    end: usize,
    steps: usize,
}

impl Output for Limited<'_> {
    fn write(&mut self, text: &str) -> io::Result<()> {
        self.steps += 1;
        if self.steps > MAX_STEPS {
            return Err(io::Error::other(Limit::Steps(MAX_STEPS)));
        }
        if self.out.len() + text.len() > self.end {
            return Err(io::Error::other(Limit::Bytes(MAX_OUTPUT_BYTES)));
        }
        self.out.push_str(text);
        Ok(())
    }
}

/// The text that an opened parameter was, by the parameter's path in the context.
fn raw<'rc>(context: &'rc Context, path: &[String]) -> Option<&'rc Value> {
    let raw = context.data().get(RAW)?;
    match path {
        [entry] => raw.get(entry).filter(|raw| raw.is_string()),
        [entry, name] => raw.get(entry)?.get(name),
        _ => None,
    }
}

/// Texts as they are, nothing for null, lists and maps as compact JSON, an opened parameter as its text; escaped for the place.
struct Print(Escape);

impl HelperDef for Print {
    fn call<'reg: 'rc, 'rc>(
        &self,
        helper: &Helper<'rc>,
        _: &'reg Handlebars<'reg>,
        context: &'rc Context,
        _: &mut RenderContext<'reg, 'rc>,
        out: &mut dyn Output,
    ) -> HelperResult {
        let Some(param) = helper.param(0) else { return Ok(()) };
        let mut value = param.value();
        if let (Value::Object(_), Some(path)) = (value, param.context_path()) {
            value = raw(context, path).unwrap_or(value);
        }
        match value {
            Value::Null => {}
            Value::String(text) if self.0 == Escape::None => out.write(text)?,
            Value::String(text) => out.write(&escaped(text, self.0))?,
            value => out.write(&escaped(&value.to_string(), self.0))?,
        }
        Ok(())
    }
}

/// An opened parameter as its text, for helpers that look at it whole.
struct Raw;

impl HelperDef for Raw {
    fn call_inner<'reg: 'rc, 'rc>(
        &self,
        helper: &Helper<'rc>,
        _: &'reg Handlebars<'reg>,
        context: &'rc Context,
        _: &mut RenderContext<'reg, 'rc>,
    ) -> Result<ScopedJson<'rc>, RenderError> {
        let Some(param) = helper.param(0) else { return Ok(ScopedJson::Missing) };
        let value = param.context_path().filter(|_| param.value().is_object()).and_then(|path| raw(context, path));
        let value = value.unwrap_or(param.value());
        charge_value(value)?;
        Ok(ScopedJson::Derived(value.clone()))
    }
}

/// Handlebars' own copies the value and forgets where it was; a number may be a text, and nothing is ever an error.
struct Lookup;

impl HelperDef for Lookup {
    fn call_inner<'reg: 'rc, 'rc>(
        &self,
        helper: &Helper<'rc>,
        _: &'reg Handlebars<'reg>,
        context: &'rc Context,
        _: &mut RenderContext<'reg, 'rc>,
    ) -> Result<ScopedJson<'rc>, RenderError> {
        let (Some(from), Some(key)) = (helper.param(0), helper.param(1)) else { return Ok(ScopedJson::Missing) };
        let key = match key.value() {
            Value::String(key) => key.clone(),
            Value::Number(key) => key.to_string(),
            _ => return Ok(ScopedJson::Missing),
        };
        if let Some(path) = from.context_path() {
            let path: Vec<String> = path.iter().cloned().chain([key]).collect();
            let value = path.iter().try_fold(context.data(), |value, key| step(value, key));
            return Ok(value.map_or(ScopedJson::Missing, |value| ScopedJson::Context(value, path)));
        }
        let Some(value) = step(from.value(), &key) else { return Ok(ScopedJson::Missing) };
        charge_value(value)?;
        Ok(ScopedJson::Derived(value.clone()))
    }
}

/// The place that a partial's call gives it: like `with`, also when there is nothing.
struct In;

impl HelperDef for In {
    fn call<'reg: 'rc, 'rc>(
        &self,
        helper: &Helper<'rc>,
        registry: &'reg Handlebars<'reg>,
        context: &'rc Context,
        render: &mut RenderContext<'reg, 'rc>,
        out: &mut dyn Output,
    ) -> HelperResult {
        let (Some(param), Some(template)) = (helper.param(0), helper.template()) else { return Ok(()) };
        let mut block = BlockContext::new();
        if let Some(path) = param.context_path() {
            block.base_path_mut().clone_from(path);
        } else {
            charge_value(param.value())?;
            block.set_base_value(param.value().clone());
        }
        if let Some(parent) = render.block() {
            block.local_variables_mut().clone_from(parent.local_variables());
        }
        render.push_block(block);
        let result = template.render(registry, context, render, out);
        render.pop_block();
        result
    }
}

/// What is counted from 0, counted from 1.
struct Number;

impl HelperDef for Number {
    fn call_inner<'reg: 'rc, 'rc>(
        &self,
        helper: &Helper<'rc>,
        _: &'reg Handlebars<'reg>,
        _: &'rc Context,
        _: &mut RenderContext<'reg, 'rc>,
    ) -> Result<ScopedJson<'rc>, RenderError> {
        let index = helper.param(0).and_then(|param| param.value().as_u64());
        Ok(index.map_or(ScopedJson::Missing, |index| ScopedJson::Derived(Value::from(index + 1))))
    }
}

/// A round of `each`: an empty piece of output, which is counted.
struct Tick;

impl HelperDef for Tick {
    fn call<'reg: 'rc, 'rc>(
        &self,
        _: &Helper<'rc>,
        _: &'reg Handlebars<'reg>,
        _: &'rc Context,
        _: &mut RenderContext<'reg, 'rc>,
        out: &mut dyn Output,
    ) -> HelperResult {
        Ok(out.write("")?)
    }
}

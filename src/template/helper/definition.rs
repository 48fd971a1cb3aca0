//! What a helper is: its name, what it takes, how it is written, and a function from values to a value.
//!
//! Handlebars calls helpers in two ways: as a sub-expression it wants a value, standing alone it wants text in the output. Our
//! helpers only know values; this file prints them, so that the escape of the place applies and a list or map shows as JSON.

use std::borrow::Cow;
use std::cell::Cell;

use handlebars::{
    Context, Handlebars, Helper, HelperDef, HelperResult, JsonTruthy, Output, RenderContext, RenderError, RenderErrorReason,
    Renderable, ScopedJson,
};
use serde_json::Value;

use super::error::HelperError;
use super::print::printed;
use super::random::Chance;
use crate::template::budget::{charge_call, charge_value};

/// One of our helpers.
pub(super) struct Definition {
    /// Its name in templates.
    pub(super) name: &'static str,
    /// A call as it should look.
    pub(super) usage: &'static str,
    /// Fewest and most values after the name.
    pub(super) params: (usize, usize),
    /// Names that may stand before `=`.
    pub(super) hashes: &'static [&'static str],
    /// What literal values are wrong, beyond their count.
    pub(super) literals: fn(&[Option<&Value>]) -> Option<Misuse>,
    /// Which characters it escapes by itself: in a place with the same escape its text goes out as it is.
    pub(super) escapes: Escapes,
    /// The helper itself.
    pub(super) run: fn(&Call<'_, '_>) -> Result<Value, HelperError>,
}

/// What a helper's text is already safe for.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Escapes {
    /// For no special place.
    Nothing,
    /// It is JSON: in a JSON file it stands outside of quotes.
    Json,
    /// It is percent-encoded.
    Percent,
}

/// A call that cannot work, in the words of both languages.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::template) struct Misuse {
    /// Korean.
    pub(in crate::template) ko: String,
    /// English.
    pub(in crate::template) en: String,
    /// A call as it should look, with braces.
    pub(in crate::template) usage: &'static str,
}

impl Misuse {
    /// A mistake whose usage [`super::check_call`] fills in.
    pub(super) fn new(ko: impl Into<String>, en: impl Into<String>) -> Self {
        Self { ko: ko.into(), en: en.into(), usage: "" }
    }
}

/// The longest text that a helper makes of several, in bytes: as long as an upstream's answer. A user chooses both the text and what is
/// put into it, so their product has to end somewhere.
pub(super) const MAX_TEXT_BYTES: usize = 1024 * 1024;

/// One call's values.
pub(super) struct Call<'a, 'rc> {
    helper: &'a Helper<'rc>,
    pub(super) chance: &'a Chance,
}

impl Call<'_, '_> {
    /// The value at a position; what is not there is null.
    pub(super) fn value(&self, at: usize) -> &Value {
        self.helper.param(at).map_or(&Value::Null, handlebars::PathAndJson::value)
    }

    /// The text of the value at a position.
    pub(super) fn text(&self, at: usize) -> Cow<'_, str> {
        printed(self.value(at))
    }

    /// How many values there are.
    pub(super) fn count(&self) -> usize {
        self.helper.params().len()
    }

    /// The value of `name=`.
    pub(super) fn hash(&self, name: &str) -> Option<&Value> {
        self.helper.hash_get(name).map(handlebars::PathAndJson::value)
    }
}

/// Literal values are checked by nothing but their count.
pub(super) fn any_literals(_: &[Option<&Value>]) -> Option<Misuse> {
    None
}

/// A definition as Handlebars takes it.
pub(super) struct Function {
    pub(super) definition: &'static Definition,
    pub(super) chance: Chance,
}

impl Function {
    fn run(&self, helper: &Helper<'_>) -> Result<Value, RenderError> {
        charge_call()?;
        for param in helper.params().iter().chain(helper.hash().values()) {
            charge_value(param.value())?;
        }
        let value = (self.definition.run)(&Call { helper, chance: &self.chance });
        let value = value.map_err(|error| RenderErrorReason::NestedError(Box::new(error)))?;
        charge_value(&value)?;
        Ok(value)
    }

    /// Whether this place escapes as the helper already did. The registry does not say which escape it has, so it is asked to escape
    /// one character.
    fn is_at_home(&self, registry: &Handlebars<'_>) -> bool {
        match self.definition.escapes {
            Escapes::Nothing => false,
            Escapes::Json => registry.get_escape_fn()("\"") == "\\\"",
            Escapes::Percent => registry.get_escape_fn()(" ") == "%20",
        }
    }
}

impl HelperDef for Function {
    fn call_inner<'reg: 'rc, 'rc>(
        &self,
        helper: &Helper<'rc>,
        _: &'reg Handlebars<'reg>,
        _: &'rc Context,
        _: &mut RenderContext<'reg, 'rc>,
    ) -> Result<ScopedJson<'rc>, RenderError> {
        self.run(helper).map(ScopedJson::Derived)
    }

    fn call<'reg: 'rc, 'rc>(
        &self,
        helper: &Helper<'rc>,
        registry: &'reg Handlebars<'reg>,
        context: &'rc Context,
        render: &mut RenderContext<'reg, 'rc>,
        out: &mut dyn Output,
    ) -> HelperResult {
        let value = self.run(helper)?;
        if helper.is_block() {
            let branch = if value.is_truthy(false) { helper.template() } else { helper.inverse() };
            return branch.map_or(Ok(()), |template| template.render(registry, context, render, out));
        }
        let text = match value {
            Value::String(text) => text,
            other => printed(&other).into_owned(),
        };
        let escaped_before = render.is_disable_escape();
        render.set_disable_escape(escaped_before || self.is_at_home(registry));
        let result = Printed(Cell::new(text)).call(helper, registry, context, render, out);
        render.set_disable_escape(escaped_before);
        result
    }
}

/// A finished text. Handlebars' own way of writing a value knows escapes and the indentation of partials, and is only to be had
/// through [`HelperDef::call`].
struct Printed(Cell<String>);

impl HelperDef for Printed {
    fn call_inner<'reg: 'rc, 'rc>(
        &self,
        _: &Helper<'rc>,
        _: &'reg Handlebars<'reg>,
        _: &'rc Context,
        _: &mut RenderContext<'reg, 'rc>,
    ) -> Result<ScopedJson<'rc>, RenderError> {
        Ok(ScopedJson::Derived(Value::String(self.0.take())))
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::tests::{render, render_in};

    #[test]
    fn lists_and_maps_print_as_json() {
        let data = json!({"a": {"x": [1, "둘"]}});
        assert_eq!(render("{{default a 1}}", &data), r#"{"x":[1,"둘"]}"#);
        assert_eq!(render("{{trim a.x}}", &data), r#"[1,"둘"]"#);
    }

    #[test]
    fn values_keep_their_kind_in_sub_expressions() {
        let data = json!({"list": ["ㄱ", "ㄴ"]});
        assert_eq!(render("{{#each (default list none)}}{{this}};{{/each}}", &data), "ㄱ;ㄴ;");
        assert_eq!(render("{{#each (split \"a,b\" \",\")}}{{@index}}{{this}} {{/each}}", &data), "0a 1b ");
        assert_eq!(render("{{upper (trim (default none \" a \"))}}", &data), "A");
    }

    #[test]
    fn helpers_are_escaped_like_plain_values() {
        let data = json!({"a": "그는 \"네\""});
        let quote = |text: &str| text.replace('"', "\\\"");
        assert_eq!(render_in("{{trim a}}", &data, quote), r#"그는 \"네\""#);
        assert_eq!(render_in("{{{trim a}}}", &data, quote), r#"그는 "네""#);
    }

    #[test]
    fn helpers_work_as_blocks() {
        let data = json!({"a": " "});
        assert_eq!(render("{{#trim a}}있음{{else}}없음{{/trim}}", &data), "없음");
        assert_eq!(render("{{#eq 1 1}}같음{{/eq}}", &data), "같음");
    }
}

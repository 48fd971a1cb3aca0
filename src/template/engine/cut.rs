//! A compiled template → parts: what never has to enter Handlebars is taken out of it.

use handlebars::template::TemplateElement as Element;
use handlebars::template::{HelperTemplate, Parameter, Template};
use handlebars::{Context, Handlebars, Path};
use serde_json::{Map, Value};

use super::lower::Lowered;
use super::text::{Choice, Part};
use super::{RenderError, registry};
use crate::template::budget::Budget;
use crate::template::harvest::key;
use crate::template::{Names, helper};

impl Lowered {
    /// Compiles the template with its partials pasted in. The error is Handlebars': our own reading should have found it.
    pub(super) fn compile(&self) -> Result<Template, ()> {
        self.assemble(&self.source)
    }

    fn assemble(&self, source: &str) -> Result<Template, ()> {
        let mut template = Template::compile(source).map_err(|_| ())?;
        self.paste(&mut template)?;
        Ok(template)
    }

    fn paste(&self, template: &mut Template) -> Result<(), ()> {
        let mut elements = Vec::with_capacity(template.elements.len());
        for element in std::mem::take(&mut template.elements) {
            match element {
                Element::PartialExpression(call) => {
                    let name = call.name.as_name().and_then(|name| name.strip_prefix('p')?.parse::<usize>().ok());
                    let source = name.and_then(|at| self.pastes.get(at)).ok_or(())?;
                    // Handlebars takes the white space in front away only from a tag with a line to itself, and notes it always.
                    let stays =
                        |indent: &String| matches!(elements.last(), Some(Element::RawString(text)) if text.ends_with(indent));
                    let indent = call.indent.filter(|indent| !stays(indent));
                    elements.extend(indent.map(Element::RawString));
                    elements.extend(self.assemble(source)?.elements);
                }
                Element::HelperBlock(mut block) => {
                    for branch in [&mut block.template, &mut block.inverse].into_iter().flatten() {
                        self.paste(branch)?;
                    }
                    if let (Some("each"), Some(body)) = (block.name.as_name(), &mut block.template) {
                        // Counted each time, so that rounds that write nothing come to an end too.
                        body.elements.extend(Template::compile(registry::TICK).map_err(|_| ())?.elements);
                    }
                    elements.push(Element::HelperBlock(block));
                }
                element => elements.push(element),
            }
        }
        // Places in the lowered text help nobody, and no longer belong to the elements.
        template.mapping.clear();
        template.elements = elements;
        Ok(())
    }
}

/// Cuts a template. Entries that Handlebars needs are marked in `names`. What is the same for every request is written now;
/// what fails now would always fail, and is an error.
pub(super) fn cut(template: Template, registry: &Handlebars<'static>, names: &mut Names) -> Result<Vec<Part>, RenderError> {
    let mut parts = Parts::default();
    for element in template.elements {
        match &element {
            Element::RawString(text) => {
                parts.literal.push_str(text);
                continue;
            }
            Element::Comment(_) => continue,
            Element::Expression(call) => {
                if let Some(part) = plain(call, names).or_else(|| default(call, names)) {
                    parts.push(part);
                    continue;
                }
            }
            _ => {}
        }
        let mut entries = Vec::new();
        gather(&element, &mut entries);
        let is_settled = !varies(&element);
        let mut template = Template::new();
        template.elements.push(element);
        if let Some(context) = constants(&entries, names).filter(|_| is_settled) {
            Budget::default().spend(|| registry::render(&template, registry, &context, &mut parts.literal))?;
        } else {
            for entry in entries {
                names.want(entry);
            }
            parts.push(Part::Dynamic(Box::new(template)));
        }
    }
    Ok(parts.finish())
}

/// Whether an element may write something else each time.
fn varies(element: &Element) -> bool {
    let (Element::Expression(call) | Element::HelperBlock(call)) = element else { return false };
    let branches = [&call.template, &call.inverse].into_iter().flatten();
    call.name.as_name().is_some_and(helper::varies)
        || call.params.iter().chain(call.hash.values()).any(|param| match param {
            Parameter::Subexpression(inner) => varies(inner.as_element()),
            _ => false,
        })
        || branches.flat_map(|branch| &branch.elements).any(varies)
}

/// What Handlebars sees of entries that are the same for every request, if all are.
fn constants(entries: &[usize], names: &Names) -> Option<Context> {
    let values = entries.iter().map(|entry| Some((key(*entry), names.constant(*entry)?.clone())));
    values.collect::<Option<Map<String, Value>>>().map(|values| Context::from(Value::Object(values)))
}

#[derive(Default)]
struct Parts {
    done: Vec<Part>,
    literal: String,
}

impl Parts {
    fn push(&mut self, part: Part) {
        if !self.literal.is_empty() {
            self.done.push(Part::literal(&std::mem::take(&mut self.literal)));
        }
        self.done.push(part);
    }

    fn finish(mut self) -> Vec<Part> {
        if !self.literal.is_empty() {
            self.done.push(Part::literal(&self.literal));
        }
        self.done
    }
}

/// `{{$ @root.s3}}`.
fn plain(call: &HelperTemplate, names: &Names) -> Option<Part> {
    match call.params.as_slice() {
        [Parameter::Path(path)] if call.name.as_name() == Some(registry::PRINT) => {
            names.entry(entry(path)?).map(|(slot, view)| Part::Slot { slot, view })
        }
        _ => None,
    }
}

/// `{{default @root.s3 "text"}}`: the first value that is not nothing, which is the first that prints as something.
fn default(call: &HelperTemplate, names: &Names) -> Option<Part> {
    if call.name.as_name() != Some("default") || !call.hash.is_empty() {
        return None;
    }
    let choices = call.params.iter().map(|param| match param {
        Parameter::Path(path) => names.entry(entry(path)?).map(|(slot, view)| Choice::Slot { slot, view }),
        Parameter::Literal(Value::String(text)) => Some(Choice::Text(text.as_str().into())),
        Parameter::Literal(Value::Null) => Some(Choice::Text("".into())),
        Parameter::Literal(value) => Some(Choice::Text(value.to_string().into())),
        _ => None,
    });
    // Without a name it is the same for every request, and becomes literal text.
    let choices = choices.collect::<Option<Box<[Choice]>>>()?;
    choices.iter().any(|choice| matches!(choice, Choice::Slot { .. })).then_some(Part::First(choices))
}

fn entry(path: &Path) -> Option<usize> {
    match path {
        Path::Relative((_, raw)) => raw.strip_prefix("@root.s")?.parse().ok(),
        Path::Local(_) => None,
    }
}

/// The entries that an element names.
fn gather(element: &Element, entries: &mut Vec<usize>) {
    let (Element::Expression(call) | Element::HelperBlock(call)) = element else { return };
    for param in call.params.iter().chain(call.hash.values()) {
        match param {
            Parameter::Path(path) => entries.extend(entry(path)),
            Parameter::Subexpression(inner) => gather(inner.as_element(), entries),
            _ => {}
        }
    }
    for branch in [&call.template, &call.inverse].into_iter().flatten() {
        branch.elements.iter().for_each(|element| gather(element, entries));
    }
}

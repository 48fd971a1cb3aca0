//! A compiled template → parts: what never has to enter Handlebars is taken out of it.

use handlebars::template::TemplateElement as Element;
use handlebars::template::{HelperTemplate, Parameter, Template};
use handlebars::{Context, Handlebars, Path};

use super::lower::Lowered;
use super::registry;
use super::text::Part;
use crate::template::Names;

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

/// Cuts a template. Entries that Handlebars needs are marked in `names`.
pub(super) fn cut(template: Template, registry: &Handlebars<'static>, names: &mut Names) -> Vec<Part> {
    let mut parts = Parts::default();
    for element in template.elements {
        match element {
            Element::RawString(text) => parts.literal(&text),
            Element::Comment(_) => {}
            Element::Expression(call) => match plain(&call).and_then(|entry| names.entry(entry)) {
                Some((slot, view)) => parts.push(Part::Slot { slot, view }),
                None => match constant(&call, registry) {
                    Some(text) => parts.literal(&text),
                    None => parts.dynamic(Element::Expression(call), names),
                },
            },
            element => parts.dynamic(element, names),
        }
    }
    parts.finish()
}

#[derive(Default)]
struct Parts {
    done: Vec<Part>,
    literal: String,
}

impl Parts {
    fn literal(&mut self, text: &str) {
        self.literal.push_str(text);
    }

    fn push(&mut self, part: Part) {
        if !self.literal.is_empty() {
            self.done.push(Part::literal(&std::mem::take(&mut self.literal)));
        }
        self.done.push(part);
    }

    fn dynamic(&mut self, element: Element, names: &mut Names) {
        want_element(&element, names);
        let mut template = Template::new();
        template.elements.push(element);
        self.push(Part::Dynamic(Box::new(template)));
    }

    fn finish(mut self) -> Vec<Part> {
        if !self.literal.is_empty() {
            self.done.push(Part::literal(&self.literal));
        }
        self.done
    }
}

/// The entry of `{{$ @root.s3}}`.
fn plain(call: &HelperTemplate) -> Option<usize> {
    match call.params.as_slice() {
        [Parameter::Path(path)] if call.name.as_name() == Some(registry::PRINT) => entry(path),
        _ => None,
    }
}

fn entry(path: &Path) -> Option<usize> {
    match path {
        Path::Relative((_, raw)) => raw.strip_prefix("@root.s")?.parse().ok(),
        Path::Local(_) => None,
    }
}

/// What an expression without names writes, when it can be written now.
fn constant(call: &HelperTemplate, registry: &Handlebars<'static>) -> Option<String> {
    if !is_constant(call) {
        return None;
    }
    let mut template = Template::new();
    template.elements.push(Element::Expression(Box::new(call.clone())));
    let mut out = String::new();
    registry::render(&template, registry, &Context::null(), &mut out).ok()?;
    Some(out)
}

fn is_constant(call: &HelperTemplate) -> bool {
    call.params.iter().chain(call.hash.values()).all(|param| match param {
        Parameter::Literal(_) => true,
        Parameter::Subexpression(inner) => matches!(inner.as_element(), Element::Expression(call) if is_constant(call)),
        _ => false,
    })
}

fn want_element(element: &Element, names: &mut Names) {
    if let Element::Expression(call) | Element::HelperBlock(call) = element {
        want_call(call, names);
    }
}

fn want_call(call: &HelperTemplate, names: &mut Names) {
    for param in call.params.iter().chain(call.hash.values()) {
        match param {
            Parameter::Path(path) => entry(path).into_iter().for_each(|entry| names.want(entry)),
            Parameter::Subexpression(inner) => want_element(inner.as_element(), names),
            _ => {}
        }
    }
    for branch in [&call.template, &call.inverse].into_iter().flatten() {
        branch.elements.iter().for_each(|element| want_element(element, names));
    }
}

//! Vars that no template uses.

use std::collections::HashSet;

use crate::config::{AnswerSpec, BodySpec, FileSpec, SkillSpec};
use crate::yaml::{Kind, Node};

/// The names under `vars` that texts mention.
#[derive(Default)]
pub(super) struct UsedVars {
    names: HashSet<String>,
    /// `vars` is handed on as a whole (`lookup vars key`): any of them may be meant.
    all: bool,
}

impl UsedVars {
    /// Looks through every text that may be a template.
    pub(super) fn of(spec: &FileSpec) -> Self {
        let mut used = Self::default();
        spec.partials.iter().for_each(|partial| used.text(&partial.text));
        spec.skills.iter().for_each(|skill| used.skill(skill));
        used
    }

    /// Whether some text may use this var.
    pub(super) fn contains(&self, name: &str) -> bool {
        self.all || self.names.contains(name)
    }

    fn skill(&mut self, skill: &SkillSpec) {
        match &skill.answer {
            AnswerSpec::Response(node) => self.node(node),
            AnswerSpec::File { file, extras } => {
                self.text(&file.text);
                if let Some(extras) = extras {
                    self.node(extras);
                }
            }
            AnswerSpec::PassOn => {}
        }
        skill.wait.iter().chain(&skill.fallback).for_each(|node| self.node(node));
        if let Some(upstream) = &skill.upstream {
            self.text(upstream.target.value.reveal());
            upstream.headers.iter().for_each(|(_, value)| self.text(value.value.reveal()));
            match &upstream.body {
                BodySpec::Json(node) => self.node(node),
                BodySpec::Text(text) => self.text(text.value.reveal()),
                BodySpec::Nothing | BodySpec::Payload => {}
            }
        }
    }

    fn node(&mut self, node: &Node) {
        match &node.kind {
            Kind::Text(text) => self.text(&text.value),
            Kind::List(items) => items.iter().for_each(|item| self.node(item)),
            Kind::Map(map) => map.entries.iter().for_each(|entry| self.node(&entry.value)),
            _ => {}
        }
    }

    /// Notes `vars.name`, `vars.[name]` and `vars/name`; any other `vars` in a template may reach all of them.
    fn text(&mut self, text: &str) {
        if !text.contains("{{") {
            return;
        }
        for (at, root) in text.match_indices("vars") {
            let rest = text.get(at + root.len()..).unwrap_or_default();
            let Some(rest) = rest.strip_prefix(['.', '/']) else {
                self.all |= !rest.starts_with(is_name) && !text.get(..at).is_some_and(|before| before.ends_with(is_name));
                continue;
            };
            let bracketed = rest.strip_prefix('[').and_then(|rest| rest.split(']').next());
            let name = bracketed.or_else(|| rest.split(|c| !is_name(c)).next());
            self.names.extend(name.map(str::to_owned));
        }
    }
}

fn is_name(c: char) -> bool {
    c.is_alphanumeric() || c == '_' || c == '-'
}

#[cfg(test)]
mod tests {
    use super::*;

    fn used(text: &str) -> UsedVars {
        let mut used = UsedVars::default();
        used.text(text);
        used
    }

    #[test]
    fn a_var_is_used_when_a_template_names_it() {
        assert!(used("{{vars.shop}}").contains("shop"));
        assert!(used("{{#if @root.vars.가게}}열림{{/if}}").contains("가게"));
        assert!(used("{{vars.[two words]}}").contains("two words"));
        assert!(!used("{{vars.shop}}").contains("tel"));
        assert!(!used("vars.shop").contains("shop"));
    }

    #[test]
    fn a_dynamic_lookup_may_mean_any_var() {
        assert!(used("{{lookup vars params.key}}").contains("shop"));
        assert!(used("{{#with vars}}{{shop}}{{/with}}").contains("shop"));
        assert!(!used("{{params.myvars}}").contains("shop"));
    }
}

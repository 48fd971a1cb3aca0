//! Which names that a bot's makers chose a skill looks at: what somebody who tries it has to fill in.

use super::{Harvest, Late, Node};

/// Names, each once, in the order in which the templates use them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Uses<'h> {
    /// Of `params`.
    pub params: Vec<&'h str>,
    /// Of `extra`.
    pub extra: Vec<&'h str>,
    /// Of contexts.
    pub contexts: Vec<&'h str>,
    /// Of the query string.
    pub query: Vec<&'h str>,
}

impl Harvest {
    /// The names that are looked at. A template that takes all of something names nothing of it.
    pub fn uses(&self) -> Uses<'_> {
        let below = |path: &[&str]| below(&self.root, path).unwrap_or_default();
        let mut uses = Uses { params: below(&["action", "params"]), extra: below(&["action", "clientExtra"]), ..Uses::default() };
        for name in below(&["action", "detailParams"]).into_iter().chain(below(&["params"])) {
            add(&mut uses.params, name);
        }
        for (_, late) in &self.late {
            match late {
                Late::Context { path, .. } => path.first().into_iter().for_each(|name| add(&mut uses.contexts, name)),
                Late::Query { path } => path.first().into_iter().for_each(|name| add(&mut uses.query, name)),
                _ => {}
            }
        }
        uses
    }
}

/// The keys that are looked at under a path.
fn below<'h>(root: &'h Node, path: &[&str]) -> Option<Vec<&'h str>> {
    let node = path.iter().try_fold(root, |node, key| node.kids.iter().find(|kid| *kid.key == **key))?;
    Some(node.kids.iter().map(|kid| &*kid.key).collect())
}

fn add<'h>(names: &mut Vec<&'h str>, name: &'h str) {
    if !names.contains(&name) {
        names.push(name);
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::template::Names;

    #[test]
    fn the_names_of_all_templates_are_listed_once() {
        let mut names = Names::new(Arc::default());
        for name in [
            "params.menu",
            "params.size.value",
            "params.menu",
            "origin.date",
            "extra.from",
            "context.order.params.id",
            "query.q",
            "utterance",
        ] {
            names.value(name, &mut Vec::new()).unwrap();
        }
        let harvest = names.finish();
        let expected =
            Uses { params: vec!["menu", "size", "date"], extra: vec!["from"], contexts: vec!["order"], query: vec!["q"] };
        assert_eq!(harvest.uses(), expected);
        let mut names = Names::for_validation(Arc::default());
        names.value("params.menu", &mut Vec::new()).unwrap();
        assert_eq!(names.finish().uses().params, ["menu"]);
    }
}

//! The partials of a configuration, and who calls whom.

use super::check;
use crate::diag::Code;
use crate::template::Fault;
use crate::template::syntax::{self, Node, Partial, Tree};

/// All partials.
pub(super) struct Partials {
    sources: Vec<Source>,
    circle: bool,
}

/// One partial.
pub(super) struct Source {
    name: String,
    pub(super) text: String,
    pub(super) tree: Tree,
}

impl Partials {
    /// Reads and checks all of them.
    pub(super) fn new(sources: &[(String, String)], faults: &mut Vec<(usize, Fault)>) -> Self {
        let mut read = Vec::with_capacity(sources.len());
        for (at, (name, text)) in sources.iter().enumerate() {
            let mut found = Vec::new();
            // What it is used in is not known here: JSON is the milder of the two.
            let tree = syntax::parse(text, true, &mut found);
            check::check(&tree.nodes, text, true, |name| sources.iter().any(|source| source.0 == name), &mut found);
            found.sort_by_key(|fault| fault.range.start);
            faults.extend(found.into_iter().map(|fault| (at, fault)));
            read.push(Source { name: name.clone(), text: text.clone(), tree });
        }
        let mut partials = Self { sources: read, circle: false };
        partials.refuse_circles(faults);
        partials
    }

    /// The partial of a name.
    pub(super) fn get(&self, name: &str) -> Option<&Source> {
        self.sources.iter().find(|source| source.name == name)
    }

    /// Whether what these nodes write is unknown because some partials, reported already, call each other in a circle.
    pub(super) fn are_unknown_in(&self, nodes: &[Node]) -> bool {
        let mut calls_any = false;
        calls(nodes, &mut |_| calls_any = true);
        self.circle && calls_any
    }

    /// Reports each call that closes a circle, and empties the partials of circles, so that nothing ever follows one.
    fn refuse_circles(&mut self, faults: &mut Vec<(usize, Fault)>) {
        let edges: Vec<Vec<(usize, std::ops::Range<usize>)>> = self.sources.iter().map(|source| self.edges(source)).collect();
        let mut in_circle = Vec::new();
        let mut state = vec![State::New; edges.len()];
        for from in 0..edges.len() {
            if state.get(from) != Some(&State::New) {
                continue;
            }
            // A walk without recursion: each step is a partial and how many of its calls have been followed.
            let mut path: Vec<(usize, usize)> = vec![(from, 0)];
            set(&mut state, from, State::Open);
            while let Some((at, followed)) = path.last_mut() {
                let at = *at;
                let Some((to, range)) = edges.get(at).and_then(|edges| edges.get(*followed)) else {
                    set(&mut state, at, State::Done);
                    path.pop();
                    continue;
                };
                *followed += 1;
                match state.get(*to) {
                    Some(State::New) => {
                        set(&mut state, *to, State::Open);
                        path.push((*to, 0));
                    }
                    Some(State::Open) => {
                        let circle = path.iter().map(|(at, _)| *at).skip_while(|at| at != to);
                        let circle: Vec<usize> = circle.chain([*to]).collect();
                        let names: Vec<&str> = circle.iter().filter_map(|at| Some(self.sources.get(*at)?.name.as_str())).collect();
                        faults.push((at, Fault::new(Code::PartialCircle, range.clone()).arg("names", names.join(" → "))));
                        in_circle.extend(circle);
                    }
                    _ => {}
                }
            }
        }
        self.circle = !in_circle.is_empty();
        for at in in_circle {
            if let Some(source) = self.sources.get_mut(at) {
                source.tree = Tree::default();
            }
        }
    }

    fn edges(&self, source: &Source) -> Vec<(usize, std::ops::Range<usize>)> {
        let mut edges = Vec::new();
        calls(&source.tree.nodes, &mut |partial| {
            let to = self.sources.iter().position(|source| source.name == partial.name);
            edges.extend(to.map(|to| (to, partial.name_range.clone())));
        });
        edges
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    New,
    Open,
    Done,
}

fn set(state: &mut [State], at: usize, value: State) {
    if let Some(state) = state.get_mut(at) {
        *state = value;
    }
}

/// All calls of partials in a template.
pub(super) fn calls<'t>(nodes: &'t [Node], found: &mut impl FnMut(&'t Partial)) {
    for node in nodes {
        match node {
            Node::Partial(partial) => found(partial),
            Node::Block(block) => {
                for arm in &block.arms {
                    calls(&arm.body, &mut *found);
                }
                if let Some(otherwise) = &block.otherwise {
                    calls(&otherwise.body, &mut *found);
                }
            }
            Node::Text { .. } | Node::Comment | Node::Print(_) => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn faults(sources: &[(&str, &str)]) -> Vec<(usize, Code, String)> {
        let sources: Vec<(String, String)> = sources.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect();
        let mut faults = Vec::new();
        Partials::new(&sources, &mut faults);
        faults.into_iter().map(|(at, fault)| (at, fault.code, fault.args.into_iter().map(|arg| arg.1).collect())).collect()
    }

    #[test]
    fn partials_that_call_each_other_in_a_circle_are_refused() {
        let circle = faults(&[("a", "{{> b}}"), ("b", "{{#if x}}{{> c}}{{/if}}"), ("c", "{{> a}}")]);
        assert_eq!(circle, [(2, Code::PartialCircle, "a → b → c → a".to_owned())]);
        assert_eq!(faults(&[("a", "{{> a}}")]), [(0, Code::PartialCircle, "a → a".to_owned())]);
    }

    #[test]
    fn a_partial_that_is_not_there_is_named_with_its_file() {
        assert_eq!(faults(&[("a", "{{> b}}")]), [(0, Code::PartialNotFound, "btemplates/b.hbs".to_owned())]);
    }

    #[test]
    fn a_partial_used_twice_is_no_circle() {
        assert!(faults(&[("a", "{{> c}}{{> b}}"), ("b", "{{> c}}"), ("c", "x")]).is_empty());
    }
}

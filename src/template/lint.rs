//! Names that can never be, found in all branches of a template.
//!
//! Only names that begin at the request's own names are judged; inside of `each` and `with` a name is one of the value there.

use serde_json::{Map, Value};

use super::Fault;
use super::names::DERIVED;
use super::syntax::Path;
use crate::diag::{Code, nearest};

/// The payload's own roots.
const PAYLOAD: [&str; 6] = ["intent", "userRequest", "bot", "action", "contexts", "flow"];

/// What is wrong with a rooted path.
pub(super) fn lint(path: &Path, vars: &Map<String, Value>) -> Option<Fault> {
    let root = path.segs.first()?;
    if !DERIVED.contains(&root.name.as_str()) && !PAYLOAD.contains(&root.name.as_str()) {
        let near = nearest(&root.name, DERIVED.into_iter().chain(PAYLOAD)).map(str::to_owned);
        let guess = near.or_else(|| (path.segs.len() == 1).then(|| format!("params.{}", root.name)));
        let mut fault = Fault::new(Code::UnknownName, root.range.clone()).arg("name", &root.name);
        fault.fix.clone_from(&guess);
        return Some(fault.suggest(guess));
    }
    if root.name == "vars" {
        let field = path.segs.get(1)?;
        if vars.contains_key(&field.name) {
            return None;
        }
        let near = nearest(&field.name, vars.keys().map(String::as_str)).map(str::to_owned);
        let mut fault = Fault::new(Code::UnknownField, field.range.clone()).arg("name", &field.name).arg("root", "vars");
        fault.fix.clone_from(&near);
        return Some(fault.suggest(near));
    }
    None
}

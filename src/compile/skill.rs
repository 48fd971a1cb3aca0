//! One skill, ready.

use std::sync::Arc;
use std::time::Duration;

use serde_json::{Map, Value};
use sha2::{Digest, Sha256};

use super::texts::{Common, Known, Texts, unsure};
use super::trial::Trial;
use super::{Answer, Case, Plan};
use crate::config::{AnswerSpec, AuthSpec, Late, SkillSpec, parameters};
use crate::diag::Report;
use crate::meter::SkillMeter;
use crate::template::{Engine, Harvest, Names};

/// One skill, ready to answer.
pub struct Skill {
    /// Its path, as written: with `{name}` where it has parameters.
    pub path: String,
    /// For the console.
    pub description: Option<String>,
    /// Disabled skills answer 404.
    pub enabled: bool,
    /// Who may ask.
    pub auth: Option<Auth>,
    /// Which names its templates take from a payload.
    pub harvest: Harvest,
    /// What it does.
    pub plan: Plan,
    /// Time to answer.
    pub timeout: Duration,
    /// Its counters.
    pub meter: SkillMeter,
}

/// A header that must hold a secret. Both sides are hashed and compared in constant time.
pub struct Auth {
    /// The header's name, lower case.
    pub header: String,
    /// SHA-256 of what it must hold.
    pub digest: [u8; 32],
}

impl Skill {
    /// Compiles one skill; every mistake in it is reported, and `None` given when there is too little left of it. `lost`:
    /// whether there may be more vars than these. `common` gathers those that its templates name.
    pub(super) fn compile(
        spec: SkillSpec,
        engine: &Engine,
        (vars, lost): (&Arc<Map<String, Value>>, bool),
        common: &mut Common,
        report: &mut Report,
    ) -> Option<Self> {
        let validates = matches!(spec.plan.answer, AnswerSpec::Validate(_));
        let names = if validates { Names::for_validation(Arc::clone(vars)) } else { Names::new(Arc::clone(vars)) };
        let names = names.with_parameters(parameters(&spec.path.value));
        let unsure = unsure(&spec.path.value, lost);
        let mut texts = Texts { engine, names, report, common, upstream: Known::No, unsure };
        let plan = Plan::compile(spec.plan, Known::No, &mut texts);
        texts.common.used_vars.extend(texts.names.used_vars().map(str::to_owned));
        let harvest = texts.names.finish();
        let plan = plan?;
        if !plan.is_literal()
            && let Some(trial) = Trial::new(engine, &harvest)
        {
            plan.try_out(&trial, spec.path.span, report);
        }
        Some(Self {
            path: spec.path.value,
            description: spec.description,
            enabled: spec.enabled,
            auth: spec.auth.map(Auth::new),
            harvest,
            plan,
            timeout: spec.timeout,
            meter: SkillMeter::default(),
        })
    }
}

impl Skill {
    /// Whether an answer of this skill may be kept for a user's next request.
    pub fn keeps_late(&self) -> bool {
        self.plans().any(|plan| plan.callback.late == Late::Keep)
    }

    /// All that it may do: its own plan and those of its cases.
    pub fn plans(&self) -> impl Iterator<Item = &Plan> {
        std::iter::once(&self.plan).chain(self.cases().iter().map(|case| &case.plan))
    }

    /// Its cases, if it has any.
    pub fn cases(&self) -> &[Case] {
        match &self.plan.answer {
            Answer::Cases(cases) => cases,
            _ => &[],
        }
    }

    /// The case with this number.
    pub fn case(&self, number: usize) -> Option<&Case> {
        self.cases().get(number.checked_sub(1)?)
    }
}

impl Auth {
    pub(super) fn new(spec: AuthSpec) -> Self {
        Self { header: spec.header, digest: Sha256::digest(spec.value.reveal().as_bytes()).into() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compile::testing::{only_skill, snapshot};

    #[test]
    fn a_secret_is_kept_as_its_digest() {
        let yaml = "auth: { header: X-Skill-Secret, value: 열려라 }\nskills:\n  /a: 네\n";
        let snapshot = snapshot(yaml, &[]);
        let auth = only_skill(&snapshot).auth.as_ref().unwrap();
        assert_eq!(auth.header, "x-skill-secret");
        assert_eq!(auth.digest, <[u8; 32]>::from(Sha256::digest("열려라".as_bytes())));
    }
}

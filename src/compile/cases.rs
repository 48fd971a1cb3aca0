//! `cases`, ready: plans of which one is chosen for each request.

use super::texts::{Known, Texts};
use super::trial::Trial;
use super::{Plan, When};
use crate::config::CaseSpec;
use crate::diag::{Code, Diagnostic, Report, Span};

/// One of the `cases` of a skill.
pub struct Case {
    /// When it answers; always without one.
    pub when: Option<When>,
    /// Which of the cases it is, from 1.
    pub number: usize,
    /// For people.
    pub description: Option<String>,
    /// What it does.
    pub plan: Plan,
}

impl Case {
    /// Compiles the cases of a skill; every mistake in them is reported, and `None` given when there is one. `asked`: whether the
    /// skill has asked an upstream by then. Cases that can never be chosen are warned of.
    pub(super) fn compile(specs: Vec<CaseSpec>, asked: Known, texts: &mut Texts<'_>) -> Option<Vec<Self>> {
        let mut cases = Vec::with_capacity(specs.len());
        let mut always: Option<Span> = None;
        for (at, spec) in specs.into_iter().enumerate() {
            if let Some(before) = always {
                let never = Diagnostic::new(Code::NeverChosen).at(spec.span);
                texts.report.push(never.also(before, "이 case가 항상 답해요", "this case always answers"));
            }
            if spec.when.is_none() {
                always = always.or(Some(spec.span));
            }
            texts.upstream = asked;
            let when = spec.when.as_ref().map_or(Some(None), |when| When::compile(when, texts).map(Some));
            let plan = Plan::compile(spec.plan, asked, texts);
            cases.push(when.zip(plan).map(|(when, plan)| Self { when, number: at + 1, description: spec.description, plan }));
        }
        cases.into_iter().collect()
    }

    /// Tries it out with a made-up payload.
    pub(super) fn try_out(&self, trial: &Trial<'_>, span: Span, report: &mut Report) {
        if let Some(failure) = self.when.as_ref().and_then(|when| trial.when(when, span)) {
            report.push(failure);
        }
        self.plan.try_out(trial, span, report);
    }
}

//! What is counted: the metrics that dashboards rely on, with handles kept per skill so that a request looks nothing up.

/// The registry and the metrics that belong to no skill. One per process; cheap to clone.
#[derive(Clone, Default)]
pub struct Meters {}

/// The handles of one skill. A skill of the same path in the next snapshot gets the same counters.
#[derive(Clone, Default)]
pub struct SkillMeter {}

impl Meters {
    /// The handles of a skill.
    pub fn skill(&self, path: &str) -> SkillMeter {
        let _ = path;
        SkillMeter::default()
    }
}

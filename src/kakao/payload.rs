//! The names of the SkillPayload, for templates and their lint.

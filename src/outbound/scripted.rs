//! Canned answers for `render` and tests: nothing leaves the machine.

/// Answers from memory.
pub struct Scripted {}

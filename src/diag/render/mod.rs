//! Drawing diagnostics: for people ([`human()`]) and for programs ([`json()`]).

mod excerpt;
mod human;
mod json;

pub use human::human;
pub use json::json;

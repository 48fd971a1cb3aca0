//! Drawing diagnostics: for people ([`human()`]), for programs ([`json()`]) and for the console's page ([`page()`]).

mod correction;
mod excerpt;
mod human;
mod json;
mod page;

pub use human::human;
pub use json::json;
pub use page::page;

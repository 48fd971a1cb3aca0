//! The console in a real browser: Debian's Chromium, driven through `ChromeDriver`.

mod chat;
mod config;
mod driver;
mod edit;
mod flood;
mod page;
mod pictures;
mod requests;
mod shell;
mod sign_in;
mod smoke;

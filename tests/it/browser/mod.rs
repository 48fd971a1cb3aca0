//! The console in a real browser: Debian's Chromium, driven through `ChromeDriver`.

mod config;
mod driver;
mod flood;
mod page;
mod requests;
mod shell;
mod sign_in;
mod smoke;

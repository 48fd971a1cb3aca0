//! The console in a real browser: Debian's Chromium, driven through `ChromeDriver`.

mod driver;
mod page;
mod smoke;

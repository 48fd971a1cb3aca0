//! All integration tests in one binary: linking is what takes the time.
#![allow(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "tests set the stage and say what they saw"
)]

mod admin;
mod ai_chatbot;
mod app;
mod binary;
mod browser;
mod callback;
mod cases;
mod cli;
mod console;
mod console_chat;
mod console_edit;
mod effects;
mod event;
mod explain;
mod handbook;
mod hostile;
mod include;
mod init;
mod journal;
mod kakao;
mod layers;
mod lists;
mod mistakes;
mod neighbour;
mod path;
mod privacy;
mod reload;
mod replies;
mod restart;
mod schema;
mod skill;
mod trial;
mod upstream;
mod validate;

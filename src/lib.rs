//! Talkplate serves KakaoTalk chatbot skills from a YAML file.
//!
//! Two journeys run through the crate, each in one direction:
//!
//! * **A configuration** travels from a file to a [`compile::Snapshot`]: [`config::load`] reads the file and
//!   what it names into a [`diag::SourceMap`], [`yaml`] finds where everything stands, [`config`] decodes the language
//!   into `*Spec` types, [`compile`] makes them ready, [`live`] swaps the one pointer that requests read.
//! * **A request** travels from bytes to bytes: [`serve`] hands the body and the snapshot to [`flow`], which
//!   harvests the names that the skill's templates use, asks the upstream if there is one, builds the answer
//!   ([`answer`]), fits it to Kakao's limits ([`kakao`]) and returns it; a callback is a job that goes on afterwards.
//!
//! A folder imports only folders of a lower layer; `tests/it/layers.rs` checks it:
//!
//! | layer | folders |
//! |---|---|
//! | 0 | `diag` |
//! | 1 | `yaml`, `kakao`, `meter` |
//! | 2 | `template` |
//! | 3 | `config` |
//! | 4 | `compile`, `schema` |
//! | 5 | `answer`, `outbound`, `store` |
//! | 6 | `flow`, `live` |
//! | 7 | `console`, `trial` |
//! | 8 | `serve` |
//! | 9 | `cli` |

pub mod answer;
pub mod cli;
pub mod compile;
pub mod config;
pub mod console;
pub mod diag;
pub mod flow;
pub mod kakao;
pub mod live;
pub mod meter;
pub mod outbound;
pub mod schema;
pub mod serve;
pub mod store;
pub mod template;
pub mod trial;
pub mod yaml;

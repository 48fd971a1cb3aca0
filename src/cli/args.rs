//! What may stand on the command line. Values are taken as texts here and read in [`super::settings`], so that a wrong value
//! in a flag and in an environment variable gives the same message, in the operator's language.

use std::ffi::OsString;
use std::path::PathBuf;

use clap::builder::FalseyValueParser;
use clap::{Args, Parser, Subcommand, ValueEnum};

/// Serves KakaoTalk chatbot skills from a YAML file
#[derive(Debug, Parser)]
#[command(name = "talkplate", version, args_conflicts_with_subcommands = true, after_help = EXAMPLES)]
pub(super) struct Cli {
    #[command(subcommand)]
    pub(super) command: Option<Command>,
    #[command(flatten)]
    pub(super) serve: ServeArgs,
}

const EXAMPLES: &str = "Examples:
  talkplate init mybot                        write a first skills.yaml into the folder mybot
  talkplate                                   serve skills.yaml on 0.0.0.0:8080 (same as `talkplate serve`)
  talkplate check                             show every mistake in skills.yaml
  talkplate render /skill/hello --param name=길동   show what a skill would answer";

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Serve the skills; edits of the file go live at once (the default command)
    Serve(ServeArgs),
    /// Show every mistake in the file: exit 0 clean or warnings only, 1 errors, 2 cannot be read
    Check(CheckArgs),
    /// Print the `SkillResponse` that a skill would give; limits that were applied go to stderr
    Render(RenderArgs),
    /// Turn a `SkillResponse` (from Kakao's guide or an old server) into a skill, as YAML on stdout: exit 0 done, 1 it has mistakes, 2
    /// cannot be read
    Import(ImportArgs),
    /// Run the file's own tests: exit 0 all hold, 1 one fails or the file has mistakes, 2 it cannot be read
    Test(TestArgs),
    /// Write a small working skills.yaml with what an editor needs to help; what is there already stays as it is
    Init(InitArgs),
    /// Print the JSON Schema of skills.yaml, with which editors complete and explain its keys
    Schema(SchemaArgs),
    /// Explain a message by its code, with a wrong and a right file; without a code, list them all
    Explain(ExplainArgs),
    /// Ask a running server whether it is ready: exit 0 yes, 1 no
    Healthcheck(HealthcheckArgs),
}

#[derive(Debug, Args)]
pub(super) struct Common {
    /// The configuration file
    #[arg(long, value_name = "FILE", env = "TALKPLATE_CONFIG", hide_env_values = true, default_value = "skills.yaml")]
    pub(super) config: PathBuf,
    /// Language of messages: ko or en [default: by `LC_ALL` and `LANG`, else ko]
    #[arg(long, value_name = "LANG", env = "TALKPLATE_LANG", hide_env_values = true)]
    pub(super) lang: Option<String>,
}

#[derive(Debug, Args)]
pub(super) struct ServeArgs {
    #[command(flatten)]
    pub(super) common: Common,
    /// Address of the public listener; the variable PORT alone sets the port [default: 0.0.0.0:8080]
    #[arg(long, value_name = "ADDRESS", env = "TALKPLATE_LISTEN", hide_env_values = true)]
    pub(super) listen: Option<String>,
    /// Address of the admin listener, or `off` [default: 127.0.0.1:9090]
    #[arg(long, value_name = "ADDRESS", env = "TALKPLATE_ADMIN", hide_env_values = true)]
    pub(super) admin: Option<String>,
    /// Token for the admin listener; needed when its address is not loopback
    #[arg(long, value_name = "TOKEN", env = "TALKPLATE_ADMIN_TOKEN", hide_env_values = true)]
    pub(super) admin_token: Option<String>,
    /// The operator's page on the admin listener: on or off [default: on]
    #[arg(long, value_name = "HOW", env = "TALKPLATE_CONSOLE", hide_env_values = true)]
    pub(super) console: Option<String>,
    /// Lets the operator's page change the configuration's files; whoever may edit can read every secret that this server can: on
    /// a shared machine set --admin-token too
    #[arg(long, env = "TALKPLATE_EDIT", hide_env_values = true, value_parser = FalseyValueParser::new())]
    pub(super) edit: bool,
    /// Lets the operator's page show what users wrote in their last requests; user ids stay masked
    #[arg(long, env = "TALKPLATE_LOG_UTTERANCES", hide_env_values = true, value_parser = FalseyValueParser::new())]
    pub(super) log_utterances: bool,
    /// The operator's page is read from this folder each time, for whoever works on it
    #[arg(long, value_name = "FOLDER", env = "TALKPLATE_CONSOLE_ASSETS", hide = true)]
    pub(super) console_assets: Option<PathBuf>,
    /// Folder for the last good configuration and for promised callbacks [default: ./.talkplate]
    #[arg(long, value_name = "FOLDER", env = "TALKPLATE_STATE_DIR", hide_env_values = true)]
    pub(super) state_dir: Option<PathBuf>,
    /// A Redis in which several replicas share promised callbacks and late answers: <redis://HOST:6379>
    #[arg(long, value_name = "URL", env = "TALKPLATE_REDIS", hide_env_values = true)]
    pub(super) redis: Option<String>,
    /// Worker threads of the public listener [default: one for each core]
    #[arg(long, value_name = "N", env = "TALKPLATE_WORKERS", hide_env_values = true)]
    pub(super) workers: Option<String>,
    /// Hosts that a callbackUrl may have, comma separated; `http://127.0.0.1:9000` allows plain http to that one loopback
    /// address, for tests [default: kakao.com,*.kakao.com]
    #[arg(long, value_name = "HOSTS", env = "TALKPLATE_CALLBACK_HOSTS", hide_env_values = true)]
    pub(super) callback_hosts: Option<String>,
    /// How changes are noticed: auto (file events and a look every second), poll (the look alone), off [default: auto]
    #[arg(long, value_name = "HOW", env = "TALKPLATE_WATCH", hide_env_values = true)]
    pub(super) watch: Option<String>,
    /// Format of the log on stderr: text or json [default: text]
    #[arg(long, value_name = "FORMAT", env = "TALKPLATE_LOG_FORMAT", hide_env_values = true)]
    pub(super) log_format: Option<String>,
    /// Largest request body: 4096, 256KiB, 1MiB [default: 256KiB]
    #[arg(long, value_name = "SIZE", env = "TALKPLATE_MAX_BODY", hide_env_values = true)]
    pub(super) max_body: Option<String>,
}

impl Common {
    /// The configuration file: the one that stands alone on the command line, else that of the flag or the environment.
    pub(super) fn config<'a>(&'a self, file: Option<&'a PathBuf>) -> &'a PathBuf {
        file.unwrap_or(&self.config)
    }
}

#[derive(Debug, Args)]
pub(super) struct CheckArgs {
    #[command(flatten)]
    pub(super) common: Common,
    /// The configuration file, in place of --config
    #[arg(value_name = "FILE")]
    pub(super) file: Option<PathBuf>,
    /// For people or for programs
    #[arg(long, value_enum, default_value_t = CheckFormat::Human)]
    pub(super) format: CheckFormat,
    /// Warnings fail the check too
    #[arg(long)]
    pub(super) deny_warnings: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum CheckFormat {
    /// Lines and carets.
    Human,
    /// One JSON object.
    Json,
}

#[derive(Debug, Args)]
pub(super) struct TestArgs {
    #[command(flatten)]
    pub(super) common: Common,
    /// The configuration file, in place of --config
    #[arg(value_name = "FILE")]
    pub(super) file: Option<PathBuf>,
    /// Only the tests that have this in their name or path
    #[arg(long, value_name = "TEXT")]
    pub(super) filter: Option<String>,
    /// For people, or `JUnit` XML for GitLab and Jenkins
    #[arg(long, value_enum, default_value_t = TestFormat::Human)]
    pub(super) format: TestFormat,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum TestFormat {
    /// A line for each test, and what is different.
    Human,
    /// XML.
    Junit,
}

#[derive(Debug, Args)]
pub(super) struct RenderArgs {
    #[command(flatten)]
    pub(super) common: Common,
    /// The skill's path, with a query string if you like: /skill/hello
    pub(super) path: String,
    /// What the user says
    #[arg(long, value_name = "TEXT")]
    pub(super) utterance: Option<String>,
    /// A parameter of the block; may be repeated
    #[arg(long = "param", value_name = "NAME=VALUE")]
    pub(super) params: Vec<String>,
    /// A whole `SkillPayload` instead of the made-up one; `-` reads it from stdin
    #[arg(long, value_name = "FILE")]
    pub(super) payload: Option<PathBuf>,
    /// What the upstream would answer (JSON or text): nothing is asked for real
    #[arg(long, value_name = "FILE")]
    pub(super) upstream: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub(super) struct InitArgs {
    /// The folder, made if it is not there [default: the current one]
    #[arg(value_name = "DIR", default_value = ".", hide_default_value = true)]
    pub(super) folder: PathBuf,
    /// Language of the examples and messages: ko or en
    #[arg(long, value_name = "LANG", env = "TALKPLATE_LANG", hide_env_values = true)]
    pub(super) lang: Option<String>,
}

#[derive(Debug, Args)]
pub(super) struct SchemaArgs {
    /// Language of the descriptions: ko or en
    #[arg(long, value_name = "LANG", env = "TALKPLATE_LANG", hide_env_values = true)]
    pub(super) lang: Option<String>,
}

#[derive(Debug, Args)]
pub(super) struct ExplainArgs {
    /// The code that stands before the message: E011, W003
    pub(super) code: Option<String>,
    /// All of them as one page (this is how docs/mistakes.md is made)
    #[arg(long, conflicts_with = "code")]
    pub(super) all: bool,
    /// Language of the explanation: ko or en
    #[arg(long, value_name = "LANG", env = "TALKPLATE_LANG", hide_env_values = true)]
    pub(super) lang: Option<String>,
}

#[derive(Debug, Args)]
pub(super) struct ImportArgs {
    /// The file with the `SkillResponse`; `-` reads it from stdin
    pub(super) file: PathBuf,
    /// The path of the skill to write
    #[arg(long, value_name = "PATH", default_value = "/skill/imported")]
    pub(super) path: String,
    /// Language of messages and comments: ko or en
    #[arg(long, value_name = "LANG", env = "TALKPLATE_LANG", hide_env_values = true)]
    pub(super) lang: Option<String>,
}

#[derive(Debug, Args)]
pub(super) struct HealthcheckArgs {
    /// The address to ask [default: /readyz on the port of `TALKPLATE_LISTEN` or PORT]
    pub(super) url: Option<OsString>,
    /// Language of messages: ko or en
    #[arg(long, value_name = "LANG", env = "TALKPLATE_LANG", hide_env_values = true)]
    pub(super) lang: Option<String>,
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;

    #[test]
    fn the_definition_holds_together() {
        Cli::command().debug_assert();
    }

    #[test]
    fn no_command_means_serve_with_its_flags() {
        let cli = Cli::try_parse_from(["talkplate", "--listen", "127.0.0.1:0"]).unwrap();
        assert!(cli.command.is_none());
        assert_eq!(cli.serve.listen.as_deref(), Some("127.0.0.1:0"));
    }

    #[test]
    fn a_flag_in_front_of_a_command_is_refused_rather_than_lost() {
        assert!(Cli::try_parse_from(["talkplate", "--config", "a.yaml", "check"]).is_err());
    }

    #[test]
    fn every_flag_of_serve_has_its_environment_variable() {
        let command = Cli::command();
        let serve = command.find_subcommand("serve").unwrap();
        for flag in serve.get_arguments().filter(|flag| flag.get_id() != "help") {
            let expected = format!("TALKPLATE_{}", flag.get_long().unwrap().replace('-', "_").to_uppercase());
            assert_eq!(flag.get_env().and_then(|name| name.to_str()), Some(expected.as_str()));
        }
    }
}

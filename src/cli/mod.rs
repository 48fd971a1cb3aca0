//! The command line: one command, one file. Only here are problems turned into sentences on stderr and exit codes: 0 done,
//! 1 it did not work, 2 it was not asked right (or, for `check`, the file cannot be read).
#![expect(clippy::disallowed_methods, reason = "settings come from the environment, and `render` reads the files it is given")]

mod args;
mod check;
mod explain;
mod healthcheck;
mod import;
mod init;
mod lang;
mod log;
mod payload;
mod problem;
mod render;
mod schema;
mod serve;
mod settings;
mod test;
mod usage;

use std::io::{self, Read, Write};
use std::path::Path;
use std::process::ExitCode;

use clap::Parser;

use self::args::{Cli, Command};
use self::problem::Problem;
use crate::diag::Lang;

/// Runs the command that the arguments name.
pub fn run() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => return usage::explain(&error, lang::before_parsing()),
    };
    let lang_flag = match &cli.command {
        None => &cli.serve.common.lang,
        Some(Command::Serve(args)) => &args.common.lang,
        Some(Command::Check(args)) => &args.common.lang,
        Some(Command::Render(args)) => &args.common.lang,
        Some(Command::Import(args)) => &args.lang,
        Some(Command::Test(args)) => &args.common.lang,
        Some(Command::Init(args)) => &args.lang,
        Some(Command::Schema(args)) => &args.lang,
        Some(Command::Explain(args)) => &args.lang,
        Some(Command::Healthcheck(args)) => &args.lang,
    };
    let lang = match lang::choose(lang_flag.as_deref()) {
        Ok(lang) => lang,
        Err(problem) => return tell(&problem, lang::before_parsing()),
    };
    let done = match cli.command {
        None => serve::run(&cli.serve, lang),
        Some(Command::Serve(args)) => serve::run(&args, lang),
        Some(Command::Check(args)) => Ok(check::run(&args, lang)),
        Some(Command::Render(args)) => render::run(&args, lang),
        Some(Command::Import(args)) => import::run(&args, lang),
        Some(Command::Test(args)) => test::run(&args, lang),
        Some(Command::Init(args)) => init::run(&args.folder, lang),
        Some(Command::Schema(_)) => Ok(schema::run(lang)),
        Some(Command::Explain(args)) => explain::run(&args, lang),
        Some(Command::Healthcheck(args)) => healthcheck::run(&args),
    };
    done.unwrap_or_else(|problem| tell(&problem, lang))
}

/// Says on stderr what is wrong.
fn tell(problem: &Problem, lang: Lang) -> ExitCode {
    write_error(&format!("{}{}", problem.lead(lang), problem.text(lang).trim_end()));
    ExitCode::from(problem.code())
}

/// Where even stderr is closed, the exit code has to do.
fn write_error(text: &str) {
    let _ = writeln!(std::io::stderr(), "{text}");
}

/// Writes a command's result. A reader that has seen enough (`| head`) is no failure.
fn print(text: &str) {
    let mut out = std::io::stdout().lock();
    let _ = out.write_all(text.as_bytes()).and_then(|()| out.flush());
}

/// What a file holds, or what comes on stdin for `-`.
fn read(file: &Path) -> io::Result<Vec<u8>> {
    if file != Path::new("-") {
        return std::fs::read(file);
    }
    let mut content = Vec::new();
    io::stdin().lock().read_to_end(&mut content)?;
    Ok(content)
}

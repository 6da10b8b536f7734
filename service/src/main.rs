//! `samverkan-service`: the service and what its operator needs beside it.

mod check;
mod copies;

use clap::{Parser, Subcommand};
use samverkan_service::{
    api,
    clock::{self, Clock},
    config::Config,
    demo::{self, Options},
    secrets::{base64url, sha256},
    start,
    store::Database,
    telemetry,
    usecase::{
        Role,
        access::{TokenRequest, create_token_offline},
        sign_in::invite_offline,
    },
};
use std::{
    path::{Path, PathBuf},
    process::ExitCode,
    time::Duration,
};
use tokio::signal::unix::{Signal, SignalKind, signal};

/// Course enrolment, mixed-profession cohorts and calendar feeds.
#[derive(Parser)]
#[command(version, about, long_about = None)]
struct Arguments {
    /// Settings file; default: samverkan.toml if there is one. SAMVERKAN_* variables win over it.
    #[arg(long, global = true, env = "SAMVERKAN_CONFIG")]
    config: Option<PathBuf>,
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Subcommand)]
enum Command {
    /// Serve (the default)
    Serve,
    /// Show everything on invented people: imports, enrolment, cohorts, calendars
    Demo {
        /// Port to listen on; 0 takes a free one. Default: 8080, or a free one if that is taken
        #[arg(long)]
        port: Option<u16>,
        /// Stop when the demonstration is done; the folder stays
        #[arg(long)]
        exit: bool,
        /// Folder to use; a demonstration that was cut off goes on there
        #[arg(long)]
        dir: Option<PathBuf>,
        /// Also a large offering: 1 400 people to make 200 cohorts of
        #[arg(long)]
        large: bool,
        /// sv or en; default by LANG
        #[arg(long, value_parser = ["sv", "en"])]
        lang: Option<String>,
    },
    /// Bring the database's schema up to date
    Migrate,
    /// Check settings, database and mail relay, and name every problem
    Check,
    /// Copy the whole database into a file while the service runs, and read the copy through
    Backup {
        /// The file; FILE.json beside it says what it holds. Neither may exist
        file: PathBuf,
    },
    /// Make a new database, at the address in the settings, of a backup, and hold it against FILE.json
    Restore { file: PathBuf },
    /// Print the OpenAPI document
    Spec {
        /// Write schemas/openapi.json and schemas/config.json instead
        #[arg(long)]
        write: bool,
    },
    /// Make somebody staff on the site, and print the link to make a first passkey with
    Staff {
        /// The person's e-mail address; give the link another way
        #[arg(long)]
        email: String,
        /// administrator, officer, auditor or archivist
        #[arg(long, default_value = "administrator", value_parser = parse_role)]
        role: Role,
    },
    /// Make an access token for staff and print it
    Token {
        /// What it is for
        #[arg(long, default_value = "operator")]
        name: String,
        /// administrator, officer, auditor, archivist, programme_responsible or technician
        #[arg(long, default_value = "administrator", value_parser = parse_role)]
        role: Role,
        /// Days until it expires, at most 90
        #[arg(long, default_value_t = 30)]
        days: i64,
        /// Code of a programme, for programme_responsible; may be repeated
        #[arg(long = "programme", value_name = "CODE")]
        programmes: Vec<String>,
    },
}

fn parse_role(word: &str) -> Result<Role, String> {
    serde_json::from_value(serde_json::Value::String(word.to_owned())).map_err(|_| {
        "choose administrator, officer, auditor, archivist, programme_responsible or technician"
            .to_owned()
    })
}

type Failure = Box<dyn std::error::Error>;

#[tokio::main]
async fn main() -> ExitCode {
    let arguments = Arguments::parse();
    match run(arguments).await {
        Ok(code) => code,
        Err(error) => {
            complain(&*error);
            ExitCode::FAILURE
        }
    }
}

#[expect(clippy::print_stderr, reason = "the last word of a command")]
fn complain(error: &dyn std::error::Error) {
    eprintln!("error: {error}");
    let mut said = error.to_string();
    let mut source = error.source();
    while let Some(error) = source {
        let text = error.to_string();
        // Some errors repeat their source in their own words.
        if !said.contains(&text) {
            eprintln!("  because: {text}");
        }
        said = text;
        source = error.source();
    }
}

async fn run(arguments: Arguments) -> Result<ExitCode, Failure> {
    if let Some(Command::Spec { write }) = arguments.command {
        return spec(write);
    }
    let config = Config::load(arguments.config.as_deref(), std::env::vars())?;
    match arguments.command.unwrap_or(Command::Serve) {
        Command::Serve => serve(&config).await,
        Command::Demo {
            port,
            exit,
            dir,
            large,
            lang,
        } => {
            let folder = dir.unwrap_or_else(|| demo_folder(&config));
            let english = lang.map_or_else(english_locale, |lang| lang == "en");
            demonstrate(
                &config,
                &Options {
                    folder,
                    port,
                    english,
                    large,
                },
                exit,
            )
            .await
        }
        Command::Migrate => {
            Database::connect(&config.database_url)
                .await?
                .migrate()
                .await?;
            say("The schema is up to date.");
            Ok(ExitCode::SUCCESS)
        }
        Command::Backup { file } => copies::back_up(&config, &file).await,
        Command::Restore { file } => copies::restore(&config, &file).await,
        Command::Check => check::check(&config).await,
        Command::Token {
            name,
            role,
            days,
            programmes,
        } => {
            let app = start::assemble(&config, ([127, 0, 0, 1], 0).into()).await?;
            let request = TokenRequest {
                name,
                role,
                days,
                programmes,
            };
            let made = create_token_offline(&app, &request).await?;
            say(&made.token);
            Ok(ExitCode::SUCCESS)
        }
        Command::Staff { email, role } => {
            let app = start::assemble(&config, ([127, 0, 0, 1], 0).into()).await?;
            say(&invite_offline(&app, &email, role).await?.address);
            Ok(ExitCode::SUCCESS)
        }
        Command::Spec { .. } => unreachable!("handled above"),
    }
}

#[expect(clippy::print_stdout, reason = "a command's answer")]
fn say(text: &str) {
    println!("{text}");
}

async fn serve(config: &Config) -> Result<ExitCode, Failure> {
    telemetry::start(&config.log, config.log_format);
    let listener = start::listen(config).await?;
    let address = listener.local_addr()?;
    let app = start::assemble(config, address).await?;
    tracing::info!(%address, public_url = %app.public_url, engine = app.database.engine(), "listening");
    let stop = AskedToStop::listen()?;
    let running = start::run(app, listener, address);
    stop.wait().await;
    tracing::info!("stopping");
    running
        .leave(Duration::from_secs(config.drain_seconds.into()))
        .await;
    running.stop().await;
    Ok(ExitCode::SUCCESS)
}

async fn demonstrate(config: &Config, options: &Options, exit: bool) -> Result<ExitCode, Failure> {
    telemetry::start("warn", config.log_format);
    let running = demo::run(config, options, say).await?;
    if !exit {
        say(if options.english {
            "\nRunning. Stop with Ctrl-C."
        } else {
            "\nKör. Avsluta med Ctrl-C."
        });
        AskedToStop::listen()?.wait().await;
    }
    running.stop().await;
    Ok(ExitCode::SUCCESS)
}

/// A fresh folder for a database of the demonstration's own. For another database always the same
/// one: the key to its data is kept there.
fn demo_folder(config: &Config) -> PathBuf {
    if config.database_url == Config::default().database_url {
        let now = Clock::System.now().to_zoned_datetime(clock::stockholm());
        return PathBuf::from(now.strftime("samverkan-demo-%Y%m%d-%H%M%S").to_string());
    }
    let name = base64url(&sha256(config.database_url.as_bytes())[..6]);
    PathBuf::from(format!("samverkan-demo-{name}"))
}

/// Swedish if the locale says so or says nothing, English otherwise.
fn english_locale() -> bool {
    let locale = ["LC_ALL", "LC_MESSAGES", "LANG"]
        .into_iter()
        .filter_map(|name| std::env::var(name).ok())
        .find(|value| !value.is_empty());
    locale.is_some_and(|locale| !locale.starts_with("sv"))
}

/// Ctrl-C and SIGTERM, heard from here on: made before anything is served, so that none of them ends the process at once.
struct AskedToStop(Signal, Signal);

impl AskedToStop {
    fn listen() -> std::io::Result<Self> {
        let (interrupt, terminate) = (SignalKind::interrupt(), SignalKind::terminate());
        Ok(Self(signal(interrupt)?, signal(terminate)?))
    }

    /// Completes when asked.
    async fn wait(mut self) {
        tokio::select! {
            _ = self.0.recv() => {}
            _ = self.1.recv() => {}
        }
    }
}

fn spec(write: bool) -> Result<ExitCode, Failure> {
    let document = serde_json::to_string_pretty(&api::document::document(&api::service()))?;
    if !write {
        say(&document);
        return Ok(ExitCode::SUCCESS);
    }
    let schema = serde_json::to_string_pretty(&schemars::schema_for!(Config))?;
    for (path, text) in [
        ("schemas/openapi.json", document),
        ("schemas/config.json", schema),
    ] {
        std::fs::write(Path::new(path), text + "\n")?;
        say(&format!("wrote {path}"));
    }
    Ok(ExitCode::SUCCESS)
}

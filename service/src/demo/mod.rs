//! The demonstration: a newcomer's first run, every step through the public API.
//!
//! Each step may have been done before: a demonstration that was cut off goes on where it was, in
//! the same folder, and nothing is there twice.

mod account;
mod cohorts;
mod enrolments;
pub mod http;
pub mod large;
pub mod mailbox;
mod meetings;
mod schedule;
mod steps;
mod timetables;
mod words;

use crate::{
    config::Config,
    private_file::write_private,
    start::{self, Running},
    usecase::{
        Role,
        access::{TokenRequest, create_token_offline},
    },
};
use account::Account;
use http::{CallError, Client};
use std::{
    path::{Path, PathBuf},
    time::Duration,
};
use words::Words;

/// The port, unless another is asked for; a free one if it is taken.
const PORT: u16 = 8080;

/// How to demonstrate.
#[derive(Debug, Clone)]
pub struct Options {
    /// Folder for database, key and mail; made if it is missing.
    pub folder: PathBuf,
    /// `None`: the usual port, or a free one if that is taken.
    pub port: Option<u16>,
    pub english: bool,
    /// Also a large offering: 1 400 people to make 200 cohorts of.
    pub large: bool,
}

/// Why the demonstration stopped.
#[derive(Debug, thiserror::Error)]
pub enum DemoError {
    #[error("cannot prepare the folder {folder}: {source}")]
    Folder {
        folder: PathBuf,
        source: std::io::Error,
    },
    #[error(transparent)]
    Start(#[from] start::StartError),
    #[error(transparent)]
    Call(#[from] CallError),
    #[error("a step of the demonstration failed: {0}")]
    Step(String),
    #[error(transparent)]
    UseCase(#[from] crate::error::Error),
}

pub type Result<T> = std::result::Result<T, DemoError>;

/// What every step needs.
pub(in crate::demo) struct Demo {
    pub client: Client,
    pub admin: Client,
    pub mail: PathBuf,
    pub folder: PathBuf,
    pub words: Words,
    pub say: fn(&str),
}

/// Starts the service and carries the demonstration through; gives the running service. `say`
/// prints a line.
pub async fn run(config: &Config, options: &Options, say: fn(&str)) -> Result<Running> {
    let folder = &options.folder;
    let failed = |source| DemoError::Folder {
        folder: folder.clone(),
        source,
    };
    std::fs::create_dir_all(folder).map_err(failed)?;
    let mut config = settings(config, folder);
    let listener = match options.port {
        Some(port) => {
            config.listen = format!("127.0.0.1:{port}");
            start::listen(&config).await?
        }
        None => match start::listen(&config).await {
            Ok(listener) => listener,
            Err(_) => {
                config.listen = "127.0.0.1:0".to_owned();
                start::listen(&config).await?
            }
        },
    };
    let address = listener.local_addr().map_err(failed)?;
    let app = start::assemble(&config, address).await?;
    let engine = app.database.engine();
    let running = start::run(app, listener, address);
    let client = Client::new(format!("http://{address}"));
    let words = Words {
        english: options.english,
    };
    let token = admin_token(&running, &client, folder).await?;
    let admin = client.with_token(&token);
    let mail = config.mail_dir.clone();
    let demo = Demo {
        client,
        admin,
        mail,
        folder: folder.clone(),
        words,
        say,
    };
    say(&words.title(engine, folder));
    let account = carry_through(&demo).await?;
    account.print(&demo, &token);
    if options.large {
        large::load(&demo).await?;
    }
    Ok(running)
}

/// Settings of the demonstration: all it writes is in its folder. A database of one's own, given
/// by SAMVERKAN_DATABASE_URL, is used instead of the embedded one.
fn settings(given: &Config, folder: &Path) -> Config {
    let own_database = given.database_url != Config::default().database_url;
    Config {
        database_url: if own_database {
            given.database_url.clone()
        } else {
            format!("sqlite:{}", folder.join("samverkan.db").display())
        },
        listen: format!("127.0.0.1:{PORT}"),
        public_url: None,
        smtp_url: None,
        mail_dir: folder.join("mail"),
        secret_key_file: folder.join("samverkan.key"),
        ..given.clone()
    }
}

/// The administrator's token: the one from last time if it still works, else a new one.
async fn admin_token(running: &Running, client: &Client, folder: &Path) -> Result<String> {
    if let Some(token) = kept_token(client, folder, "administrator").await {
        return Ok(token);
    }
    let request = TokenRequest {
        name: "demo".to_owned(),
        role: Role::Administrator,
        days: 30,
        programmes: Vec::new(),
    };
    let made = create_token_offline(&running.app, &request).await?;
    keep_token(folder, "administrator", &made.token)?;
    Ok(made.token)
}

fn token_file(folder: &Path, whose: &str) -> PathBuf {
    folder.join(format!("{whose}.token"))
}

/// The token kept for somebody in an earlier run, if it still works.
async fn kept_token(client: &Client, folder: &Path, whose: &str) -> Option<String> {
    let token = std::fs::read_to_string(token_file(folder, whose)).ok()?;
    let reply = client.with_token(&token).get("/api/v1/tokens").await.ok()?;
    reply.status.is_success().then_some(token)
}

fn keep_token(folder: &Path, whose: &str, token: &str) -> Result<()> {
    write_private(&token_file(folder, whose), token).map_err(|source| DemoError::Folder {
        folder: folder.to_owned(),
        source,
    })
}

async fn carry_through(demo: &Demo) -> Result<Account> {
    let catalogue = steps::catalogue(demo).await?;
    let imports = steps::imports(demo).await?;
    timetables::import(demo).await?;
    let enrolled = enrolments::self_enrolments(demo, &catalogue).await?;
    let cohorts = cohorts::divide(demo).await?;
    timetables::find_time(demo).await?;
    meetings::place(demo).await?;
    let feeds = steps::feeds(demo, &cohorts, &enrolled).await?;
    let schedule = schedule::schedule(demo, &feeds).await?;
    (demo.say)(&demo.words.feeds(&feeds));
    let mail = steps::mail(demo).await?;
    steps::next_term(demo, &catalogue).await?;
    Ok(Account {
        imports,
        enrolled,
        cohorts,
        schedule,
        feeds,
        mail,
    })
}

/// Asks again and again until there is an answer, for a while.
async fn wait_for<T>(what: &str, mut ask: impl AsyncFnMut() -> Result<Option<T>>) -> Result<T> {
    const ASKS: u32 = 600;
    const PAUSE: Duration = Duration::from_millis(50);
    for _ in 0..ASKS {
        if let Some(answer) = ask().await? {
            return Ok(answer);
        }
        tokio::time::sleep(PAUSE).await;
    }
    Err(DemoError::Step(format!("{what} did not happen in time")))
}

//! Starting the service from its settings.

use crate::{
    app::{App, Guards, TwoPeople},
    clock::Clock,
    config::Config,
    feeds::FeedCache,
    fetch::Fetcher,
    issuer::Issuers,
    jobs,
    mail::{FileMailer, MailSettings, Mailer, SmtpMailer},
    seeds::Seeds,
    server,
    store::Database,
    throttle::{Throttle, Throttles},
    traces::{BadTraces, Traces},
    usecase::registers,
};
use samverkan_domain::limits;
use std::{
    net::SocketAddr,
    sync::{Arc, atomic::Ordering},
    time::Duration,
};
use tokio::{
    net::TcpListener,
    sync::{Notify, watch},
    task::JoinHandle,
};

/// Why the service cannot start. Each says what to do.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    #[error(transparent)]
    Config(#[from] crate::config::ConfigError),
    #[error("cannot use the database: {0}")]
    Database(#[from] crate::store::StoreError),
    #[error("cannot listen on {address}: {source}")]
    Listen {
        address: String,
        source: std::io::Error,
    },
    #[error(
        "this database's secrets are sealed with another key; give that one as \
         SAMVERKAN_SECRET_KEY or SAMVERKAN_SECRET_KEY_FILE"
    )]
    WrongKey,
    #[error("settings: {0}")]
    Issuer(#[from] crate::issuer::BadIssuer),
    #[error("mail settings: {0}")]
    Mail(String),
    #[error("settings: {0}")]
    Traces(#[from] BadTraces),
    #[error("cannot prepare the registers: {0}")]
    Prepare(#[from] crate::error::Error),
}

/// A service that is running.
pub struct Running {
    pub app: App,
    pub address: SocketAddr,
    stop: watch::Sender<bool>,
    server: JoinHandle<()>,
    worker: JoinHandle<()>,
    following: JoinHandle<()>,
    fetching: JoinHandle<()>,
}

/// Listens at the configured address, so that the port is known before anything else is made.
pub async fn listen(config: &Config) -> Result<TcpListener, StartError> {
    TcpListener::bind(&config.listen)
        .await
        .map_err(|source| StartError::Listen {
            address: config.listen.clone(),
            source,
        })
}

/// Connects and migrates, and puts the parts together.
pub async fn assemble(config: &Config, address: SocketAddr) -> Result<App, StartError> {
    let seeds = Seeds::default();
    let secrets = config.secret_key(&seeds)?;
    let database = Database::connect(&config.database_url).await?;
    database.undamaged().await?;
    database.migrate().await?;
    let public_url = config
        .public_url
        .clone()
        .unwrap_or_else(|| format!("http://{address}"));
    let public_url: Arc<str> = public_url.trim_end_matches('/').into();
    let mail = MailSettings {
        from_name: config.mail_from_name.clone(),
        from_address: config.mail_from.clone(),
        reply_to: config.mail_reply_to.clone(),
        public_url: public_url.to_string(),
    };
    mail.check()
        .map_err(|error| StartError::Mail(error.to_string()))?;
    let mailer = mailer(config, &mail)?;
    let issuers = Issuers::new(&config.issuers, &public_url)?;
    let traces = Traces::start(&config.traces(), &address.to_string())?;
    let app = App {
        database,
        mailer: Arc::new(mailer),
        clock: Clock::System,
        seeds,
        secrets,
        public_url,
        operator: config.operator.as_str().into(),
        operator_en: config.operator_en().into(),
        feeds: Arc::new(FeedCache::default()),
        rush: Arc::default(),
        tokens: Arc::default(),
        sign_ins: Arc::default(),
        issuers: Arc::new(issuers),
        searches: Arc::default(),
        imports: Arc::default(),
        throttles: Arc::new(throttles(config)),
        fetcher: Arc::new(Fetcher::new(config.calendars_from_loopback)),
        digest_at: config.notice_digest_at,
        work: Arc::new(Notify::new()),
        worked: Arc::default(),
        leaving: Arc::default(),
        two_people: TwoPeople {
            retention: config.two_people_retention,
            selection: config.two_people_selection,
        },
        traces,
        guards: Guards::default(),
    };
    check_key(&app).await?;
    registers::ensure_professions(&app).await?;
    Ok(app)
}

/// Refuses to work with another key than the database's: identity numbers would not be found
/// again, and everybody would be imported twice.
async fn check_key(app: &App) -> Result<(), StartError> {
    let mut tx = app.write_as_service().await?;
    let sealed = app.secrets.seal(&app.seeds, b"samverkan");
    tx.insert_key_check(&sealed).await?;
    let kept = tx.key_check().await?.unwrap_or_default();
    tx.commit().await?;
    app.secrets
        .open(&kept)
        .map(|_| ())
        .map_err(|_| StartError::WrongKey)
}

fn mailer(config: &Config, settings: &MailSettings) -> Result<Mailer, StartError> {
    match &config.smtp_url {
        Some(url) => SmtpMailer::from_url(url, settings.clone())
            .map(Mailer::Smtp)
            .map_err(|error| StartError::Mail(error.to_string())),
        None => FileMailer::new(&config.mail_dir, settings.clone())
            .map(Mailer::File)
            .map_err(|error| StartError::Mail(format!("mail_dir: {error}"))),
    }
}

fn throttles(config: &Config) -> Throttles {
    Throttles {
        applications: Throttle::new(config.applications_per_person),
        applications_from: Throttle::new(config.applications_per_address),
        sign_ins_from: Throttle::new(config.sign_ins_per_address),
        codes_from: Throttle::new(config.sign_ins_per_address),
        sign_ins_together: Throttle::new(config.sign_ins_together),
        calendars: Throttle::new(limits::CALENDARS_PER_PERSON),
        messages_from: Throttle::new(limits::MESSAGES_PER_ADDRESS),
        address_in: config.client_address_header.clone(),
    }
}

/// Starts serving and working.
pub fn run(app: App, listener: TcpListener, address: SocketAddr) -> Running {
    let (stop, stopped) = watch::channel(false);
    let worker = tokio::spawn(jobs::work(app.clone(), stopped.clone()));
    let following = tokio::spawn(jobs::follow_calendars(app.clone(), stopped.clone()));
    let fetching = tokio::spawn(jobs::fetch_calendars(app.clone(), stopped.clone()));
    let endpoint = crate::api::endpoint(app.clone());
    metrics::gauge!("process_start_time_seconds").set(app.clock.now().as_second() as f64);
    let mut stopped = stopped;
    let shutdown = async move {
        // An error means that the sender is gone, which is a reason to stop as well.
        let _ = stopped.wait_for(|stop| *stop).await;
    };
    let server = tokio::spawn(server::serve(
        listener,
        endpoint,
        server::Patience::default(),
        shutdown,
    ));
    Running {
        app,
        address,
        stop,
        server,
        worker,
        following,
        fetching,
    }
}

impl Running {
    /// Is ready no more, and serves as before for so long: a proxy in front that asks meanwhile sends nobody any more to
    /// what is about to stop.
    pub async fn leave(&self, notice: Duration) {
        self.app.leaving.store(true, Ordering::Relaxed);
        tokio::time::sleep(notice).await;
    }

    /// Lets requests and the letter under way finish, then closes the database.
    pub async fn stop(self) {
        self.app.leaving.store(true, Ordering::Relaxed);
        self.stop.send_replace(true);
        self.app.work.notify_one();
        let _ = self.server.await;
        // Whoever has gone away meanwhile is decided on all the same.
        self.app.rush.drain().await;
        let _ = self.worker.await;
        let _ = self.following.await;
        let _ = self.fetching.await;
        self.app.database.close().await;
        self.app.traces.stop().await;
    }
}

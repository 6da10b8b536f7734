//! The composition root: everything a use case needs, in one value that is cheap to clone.

use crate::{
    clock::Clock,
    feeds::FeedCache,
    fetch::Fetcher,
    mail::Mailer,
    secrets::SecretKey,
    seeds::Seeds,
    store::Database,
    throttle::Throttles,
    usecase::{access::Tokens, cohorts::Searches, enrolment::Rush},
};
use jiff::civil::Time;
use std::sync::Arc;
use tokio::sync::Notify;

/// What holds the service together.
#[derive(Clone)]
pub struct App {
    pub database: Database,
    pub mailer: Arc<Mailer>,
    pub clock: Clock,
    pub seeds: Seeds,
    pub secrets: SecretKey,
    /// Where people reach the service: `https://…`, without a slash at the end.
    pub public_url: Arc<str>,
    /// Who is responsible for the service, as the site names them.
    pub operator: Arc<str>,
    pub feeds: Arc<FeedCache>,
    /// Requests to enrol that wait for their offering's writer.
    pub rush: Arc<Rush>,
    /// Tokens that wait to be looked up.
    pub tokens: Arc<Tokens>,
    /// Searches for cohorts that are under way.
    pub searches: Arc<Searches>,
    pub throttles: Arc<Throttles>,
    /// Goes to the addresses that calendars are fetched from.
    pub fetcher: Arc<Fetcher>,
    /// When the daily digest of change notices goes, in Stockholm.
    pub digest_at: Time,
    /// Wakes the worker after a commit that left it something to do.
    pub work: Arc<Notify>,
    pub guards: Guards,
}

/// Guards that a negative control in the tests can switch off to show that a test would notice.
/// A service that is started by its own binary always has them all.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Guards {
    /// Decide on an application under the offering's lock.
    pub lock_enrolment: bool,
    /// Decide on what has queued up in one transaction. Off, each request has one of its own: what
    /// the benchmark compares with.
    pub batch_enrolment: bool,
}

impl Default for Guards {
    fn default() -> Self {
        Self {
            lock_enrolment: true,
            batch_enrolment: true,
        }
    }
}

impl App {
    /// The host people reach the service by, without port: what UIDs of sessions end in.
    pub fn host(&self) -> &str {
        let rest = self
            .public_url
            .split_once("://")
            .map_or(&*self.public_url, |(_, rest)| rest);
        rest.split(['/', ':']).next().unwrap_or("localhost")
    }
}

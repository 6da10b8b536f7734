//! The composition root: everything a use case needs, in one value that is cheap to clone.

use crate::{
    clock::Clock,
    feeds::FeedCache,
    fetch::Fetcher,
    issuer::Issuers,
    mail::Mailer,
    secrets::SecretKey,
    seeds::Seeds,
    store::Database,
    throttle::Throttles,
    traces::Traces,
    usecase::{
        access::Tokens, cohorts::Searches, enrolment::Rush, imports::progress::Imports,
        operations::Worked, sign_in::SignIns,
    },
};
use jiff::civil::Time;
use std::sync::{Arc, atomic::AtomicBool};
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
    /// The same in English.
    pub operator_en: Arc<str>,
    pub feeds: Arc<FeedCache>,
    /// Requests to enrol that wait for their offering's writer.
    pub rush: Arc<Rush>,
    /// Tokens that wait to be looked up.
    pub tokens: Arc<Tokens>,
    /// Whose sign-ins on the web site have been used.
    pub sign_ins: Arc<SignIns>,
    /// Who else vouches for people.
    pub issuers: Arc<Issuers>,
    /// Searches for cohorts that are under way.
    pub searches: Arc<Searches>,
    pub imports: Arc<Imports>,
    pub throttles: Arc<Throttles>,
    /// Goes to the addresses that calendars are fetched from.
    pub fetcher: Arc<Fetcher>,
    /// When the daily digest of change notices goes, in Stockholm.
    pub digest_at: Time,
    /// Wakes the worker after a commit that left it something to do.
    pub work: Arc<Notify>,
    /// How the worker fared last.
    pub worked: Arc<Worked>,
    /// Soon to stop: ready no more, while all is served as before; letters that wait are left to others.
    pub leaving: Arc<AtomicBool>,
    /// What one person may not do alone.
    pub two_people: TwoPeople,
    /// Where it is told what took how long, if anywhere.
    pub traces: Traces,
    pub guards: Guards,
}

/// What a second person has to approve before it is done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TwoPeople {
    /// Weeding by a plan.
    pub retention: bool,
    /// Publishing a selection: its draft is reviewed by somebody else than who made it.
    pub selection: bool,
}

impl Default for TwoPeople {
    fn default() -> Self {
        Self {
            retention: true,
            selection: false,
        }
    }
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
    /// Where pages are, as browsers say it: scheme, host and port.
    pub fn origin(&self) -> String {
        url::Url::parse(&self.public_url)
            .map_or_else(|_| String::new(), |url| url.origin().ascii_serialization())
    }

    /// Whether the service is tried out on this very machine, over http: then, and only then, cookies
    /// are not marked Secure.
    pub fn is_tried_out(&self) -> bool {
        let Ok(url) = url::Url::parse(&self.public_url) else {
            return false;
        };
        let here = match url.host() {
            Some(url::Host::Ipv4(ip)) => ip.is_loopback(),
            Some(url::Host::Ipv6(ip)) => ip.is_loopback(),
            Some(url::Host::Domain(name)) => name == "localhost",
            None => false,
        };
        url.scheme() == "http" && here
    }

    /// The host people reach the service by, without port: what UIDs of sessions end in.
    pub fn host(&self) -> &str {
        let rest = self
            .public_url
            .split_once("://")
            .map_or(&*self.public_url, |(_, rest)| rest);
        rest.split(['/', ':']).next().unwrap_or("localhost")
    }
}

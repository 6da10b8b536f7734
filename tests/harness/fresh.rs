//! The service as tests have it, before anybody speaks to it.

use crate::{NOW, fetcher};
use samverkan_service::{
    app::{App, Guards, TwoPeople},
    clock::Clock,
    feeds::FeedCache,
    mail::{MailSettings, Mailer, MemoryMailer},
    secrets::SecretKey,
    seeds::Seeds,
    store::Database,
    traces::Traces,
};
use std::sync::Arc;
use tokio::sync::Notify;

/// A service on this database, its clock at [`NOW`], with a memory of its own.
pub fn app(database: Database, mailer: Arc<Mailer>, seeds: Seeds, public_url: &str) -> App {
    App {
        database,
        mailer,
        clock: Clock::fixed(NOW.parse().expect("an instant")),
        secrets: SecretKey::generate(&seeds),
        seeds,
        public_url: public_url.into(),
        operator: "Övningsmyndigheten".into(),
        operator_en: "The Exercise Authority".into(),
        feeds: Arc::new(FeedCache::default()),
        rush: Arc::default(),
        tokens: Arc::default(),
        sign_ins: Arc::default(),
        issuers: Arc::default(),
        searches: Arc::default(),
        imports: Arc::default(),
        throttles: Arc::default(),
        fetcher: Arc::new(fetcher()),
        digest_at: samverkan_domain::notice::DIGEST,
        work: Arc::new(Notify::new()),
        worked: Arc::default(),
        leaving: Arc::default(),
        two_people: TwoPeople::default(),
        traces: Traces::default(),
        guards: Guards::default(),
    }
}

/// Letters stay in memory, and lead to this address.
pub fn mailer(public_url: &str) -> MemoryMailer {
    MemoryMailer::new(MailSettings {
        from_name: "Samverkan".to_owned(),
        from_address: "samverkan@example.org".to_owned(),
        reply_to: "kursadministration@example.org".to_owned(),
        public_url: public_url.to_owned(),
    })
}

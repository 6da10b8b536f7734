//! Statements over many rows at once: a JSON array goes in, one statement a table.
//!
//! This is the one place where the SQL of the two engines differs; each text stands in a file of
//! its own, side by side in name. The JSON is the same for both: ids and octets in hexadecimal,
//! instants in microseconds since 1970.

mod postgres;
mod rows;
mod sqlite;

use super::{
    At, Conn, Database, Result, Tx,
    access::TokenRow,
    application::ApplicationRow,
    audit::AuditRow,
    decision::AdmissionRow,
    import_entry::ImportEntryRow,
    merit::{HoldingRow, MeritRow},
    outbox::NewMessage,
    person::PersonRow,
    told::NewTold,
};
use crate::faults::Moment;
use jiff::Timestamp;
use rows::{
    AdmissionJson, AnswerJson, ApplicationJson, AskingJson, AuditJson, EntryJson, MessageJson,
    ToldJson, UseJson, hex, json,
};
use samverkan_domain::id::{OfferingId, TokenId};
use uuid::Uuid;

/// Runs the statement of this name on whichever engine the transaction is on.
macro_rules! many {
    ($tx:expr, $name:ident $(, $arg:expr)+) => {{
        $tx.before_statement().await?;
        match &mut $tx.conn {
            Conn::Sqlite(c) => {
                sqlx::query(sqlite::$name)$(.bind($arg))+.execute(&mut **c).await?;
            }
            Conn::Postgres(c) => {
                sqlx::query(postgres::$name)$(.bind($arg))+.execute(&mut **c).await?;
            }
        }
        Ok(())
    }};
}

/// One request of a batch, as far as the database must know it.
#[derive(Debug, Clone)]
pub struct Asking<'a> {
    pub person: Uuid,
    /// Hash of the Idempotency-Key, if there is one.
    pub key_hash: Option<&'a [u8]>,
}

/// What is stored about one request of a batch: the person, the application that is alive on the
/// offering already, and the answer kept under the key.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct Asker {
    /// Which request of the batch, counted from 0.
    pub n: i64,
    #[sqlx(flatten)]
    pub person: PersonRow,
    pub active_id: Option<Uuid>,
    pub active_channel: Option<Uuid>,
    pub active_state: Option<String>,
    pub active_group: Option<String>,
    pub active_position: Option<i64>,
    pub active_since: Option<At>,
    pub kept_fingerprint: Option<Vec<u8>>,
    pub kept_answer: Option<String>,
    /// The family of the profession, or else of the programme.
    pub family: Option<String>,
    pub credits_tenths: Option<i64>,
    /// JSON arrays; absent for who has stated nothing.
    pub degrees: Option<String>,
    pub courses: Option<String>,
    pub employer: Option<String>,
    pub verified_at: Option<At>,
}

/// An answer to be kept under its key.
#[derive(Debug, Clone)]
pub struct NewAnswer<'a> {
    pub key_hash: &'a [u8],
    pub fingerprint: &'a [u8],
    pub status: i64,
    pub answer: &'a str,
}

impl Tx {
    /// All that is stored about the requests of a batch. People who do not exist are left out.
    pub async fn askers(
        &mut self,
        offering: OfferingId,
        asking: &[Asking<'_>],
    ) -> Result<Vec<Asker>> {
        self.before_statement().await?;
        let rows = json(asking.iter().enumerate().map(|(n, asking)| AskingJson {
            n,
            person: hex(asking.person.as_bytes()),
            key: asking.key_hash.map(hex),
        }));
        let found = match &mut self.conn {
            Conn::Sqlite(c) => {
                let query = sqlx::query_as(sqlite::ASKERS);
                query.bind(rows).bind(offering.0).fetch_all(&mut **c).await
            }
            Conn::Postgres(c) => {
                let query = sqlx::query_as(postgres::ASKERS);
                query.bind(rows).bind(offering.0).fetch_all(&mut **c).await
            }
        };
        Ok(found?)
    }

    /// Places that people have on other offerings of the offering's term.
    pub async fn holdings(
        &mut self,
        offering: OfferingId,
        people: &[Uuid],
    ) -> Result<Vec<HoldingRow>> {
        self.before_statement().await?;
        let rows = json(people.iter().map(|id| hex(id.as_bytes())));
        let found = match &mut self.conn {
            Conn::Sqlite(c) => {
                let query = sqlx::query_as(sqlite::HOLDINGS);
                query.bind(rows).bind(offering.0).fetch_all(&mut **c).await
            }
            Conn::Postgres(c) => {
                let query = sqlx::query_as(postgres::HOLDINGS);
                query.bind(rows).bind(offering.0).fetch_all(&mut **c).await
            }
        };
        Ok(found?)
    }

    /// The merits of people, of those who have stated any.
    pub async fn merits(&mut self, people: &[Uuid]) -> Result<Vec<MeritRow>> {
        self.before_statement().await?;
        let rows = json(people.iter().map(|id| hex(id.as_bytes())));
        let found = match &mut self.conn {
            Conn::Sqlite(c) => {
                let query = sqlx::query_as(sqlite::MERITS);
                query.bind(rows).fetch_all(&mut **c).await
            }
            Conn::Postgres(c) => {
                let query = sqlx::query_as(postgres::MERITS);
                query.bind(rows).fetch_all(&mut **c).await
            }
        };
        Ok(found?)
    }

    /// Inserts applications, all with revision 1.
    pub async fn insert_applications(&mut self, rows: &[ApplicationRow]) -> Result<()> {
        let rows = json(rows.iter().map(ApplicationJson::from));
        many!(self, APPLICATIONS, rows)
    }

    /// Writes what can change in applications; says how many still had the revision of their row.
    pub async fn update_applications(&mut self, rows: &[ApplicationRow]) -> Result<u64> {
        self.before_statement().await?;
        let rows = json(rows.iter().map(ApplicationJson::from));
        Ok(match &mut self.conn {
            Conn::Sqlite(c) => {
                let query = sqlx::query(sqlite::APPLICATIONS_CHANGED).bind(rows);
                query
                    .bind(self.now)
                    .execute(&mut **c)
                    .await?
                    .rows_affected()
            }
            Conn::Postgres(c) => {
                let query = sqlx::query(postgres::APPLICATIONS_CHANGED).bind(rows);
                query
                    .bind(self.now)
                    .execute(&mut **c)
                    .await?
                    .rows_affected()
            }
        })
    }

    pub async fn insert_admissions(&mut self, rows: &[AdmissionRow]) -> Result<()> {
        let rows = json(rows.iter().map(AdmissionJson::from));
        many!(self, ADMISSIONS, rows)
    }

    /// Puts letters in the outbox.
    pub async fn enqueue_all(&mut self, new: &[NewMessage<'_>]) -> Result<()> {
        let rows = json(new.iter().map(MessageJson::from));
        many!(self, OUTBOX, rows, self.now)
    }

    /// Notes who is told of what, and by which letter.
    pub async fn insert_told(&mut self, told: &[NewTold]) -> Result<()> {
        let rows = json(told.iter().map(|told| ToldJson {
            notice: hex(told.notice.0.as_bytes()),
            person: hex(told.person.0.as_bytes()),
            message: told.message.as_ref().map(|id| hex(id.as_bytes())),
        }));
        many!(self, TOLD, rows)
    }

    /// Keeps answers under keys that nobody has used: the offering's lock is held, and the keys
    /// belong to the offering.
    pub async fn keep_answers(&mut self, answers: &[NewAnswer<'_>]) -> Result<()> {
        let rows = json(answers.iter().map(|new| AnswerJson {
            key: hex(new.key_hash),
            fingerprint: hex(new.fingerprint),
            status: new.status,
            answer: new.answer,
        }));
        many!(self, ANSWERS, rows, self.now)
    }

    /// Appends rows of the audit trail.
    pub(in crate::store) async fn insert_audit(&mut self, rows: &[AuditRow]) -> Result<()> {
        let rows = json(rows.iter().map(AuditJson::from));
        many!(self, AUDIT, rows)
    }

    /// Notes what an import made and changed.
    pub async fn insert_import_entries(&mut self, rows: &[ImportEntryRow]) -> Result<()> {
        let rows = json(rows.iter().map(EntryJson::from));
        many!(self, ENTRIES, rows)
    }

    /// Notes when tokens were last used.
    pub async fn touch_tokens(&mut self, used: &[(TokenId, Timestamp)]) -> Result<()> {
        let rows = json(used.iter().map(|(token, at)| UseJson {
            token: hex(token.0.as_bytes()),
            at: At::from(*at).0.as_microsecond(),
        }));
        many!(self, TOKENS_USED, rows)
    }
}

impl Database {
    /// A transaction for a batch of requests to enrol; the actor is told with each fact.
    pub async fn rush(&self, now: Timestamp) -> Result<Tx> {
        let mut tx = self.write_with(postgres::BEGIN, now).await?;
        "service".clone_into(&mut tx.actor);
        Ok(tx)
    }

    /// The tokens with these hashes, as they are now: one statement, which needs no transaction.
    pub async fn tokens_by_hash(&self, hashes: &[Vec<u8>]) -> Result<Vec<TokenRow>> {
        let found = match self {
            Self::Sqlite {
                readers, faults, ..
            } => {
                faults
                    .at(Moment::Statement)
                    .await
                    .map_err(sqlx::Error::from)?;
                let rows = json(hashes.iter().map(|hash| hex(hash)));
                let query = sqlx::query_as(sqlite::TOKENS);
                query.bind(rows).fetch_all(readers).await
            }
            Self::Postgres(pool) => {
                // Planned anew each time: a plan kept from when the table was small reads it whole.
                let query = sqlx::query_as(postgres::TOKENS).persistent(false);
                query.bind(hashes).fetch_all(pool).await
            }
        };
        Ok(found?)
    }
}

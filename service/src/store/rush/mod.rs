//! Statements over many rows at once: a JSON array goes in, one statement a table.
//!
//! This is the one place where the SQL of the two engines differs; each text stands in a file of
//! its own, side by side in name. The JSON is the same for both: ids and octets in hexadecimal,
//! instants in microseconds since 1970.

mod postgres;
mod sqlite;

pub(in crate::store) use postgres::BEGIN as BEGIN_POSTGRES;

use super::{
    At, Conn, Database, Result, Tx,
    access::TokenRow,
    application::ApplicationRow,
    audit::AuditRow,
    decision::AdmissionRow,
    merit::{HoldingRow, MeritRow},
    outbox::NewMessage,
    person::PersonRow,
};
use jiff::Timestamp;
use samverkan_domain::id::{OfferingId, TokenId};
use serde::{Serialize, Serializer};
use uuid::Uuid;

/// Runs the statement of this name on whichever engine the transaction is on.
macro_rules! many {
    ($tx:expr, $name:ident $(, $arg:expr)+) => {{
        $tx.statements += 1;
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
        self.statements += 1;
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
        self.statements += 1;
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
        self.statements += 1;
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

    pub async fn insert_admissions(&mut self, rows: &[AdmissionRow]) -> Result<()> {
        let rows = json(rows.iter().map(AdmissionJson::from));
        many!(self, ADMISSIONS, rows)
    }

    /// Puts letters in the outbox.
    pub async fn enqueue_all(&mut self, new: &[NewMessage<'_>]) -> Result<()> {
        let rows = json(new.iter().map(MessageJson::from));
        many!(self, OUTBOX, rows, self.now)
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
    /// The tokens with these hashes, as they are now: one statement, which needs no transaction.
    pub async fn tokens_by_hash(&self, hashes: &[Vec<u8>]) -> Result<Vec<TokenRow>> {
        let found = match self {
            Self::Sqlite { readers, .. } => {
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

/// Octets in hexadecimal, without a copy on the way.
struct Hex<'a>(&'a [u8]);

fn hex(octets: &[u8]) -> Hex<'_> {
    Hex(octets)
}

impl Serialize for Hex<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error> {
        const DIGITS: &[u8; 16] = b"0123456789abcdef";
        let digit = |nibble: u8| char::from(DIGITS[usize::from(nibble & 15)]);
        let mut text = String::with_capacity(self.0.len() * 2);
        for octet in self.0 {
            text.push(digit(octet >> 4));
            text.push(digit(*octet));
        }
        serializer.serialize_str(&text)
    }
}

/// Writes rows as one JSON array.
fn json<T: Serialize>(rows: impl Iterator<Item = T>) -> String {
    let rows: Vec<T> = rows.collect();
    serde_json::to_string(&rows).expect("rows of texts and numbers can be written as JSON")
}

fn micros(at: At) -> i64 {
    at.0.as_microsecond()
}

#[derive(Serialize)]
struct AskingJson<'a> {
    n: usize,
    person: Hex<'a>,
    key: Option<Hex<'a>>,
}

#[derive(Serialize)]
struct ApplicationJson<'a> {
    id: Hex<'a>,
    offering_id: Hex<'a>,
    channel_id: Hex<'a>,
    person_id: Hex<'a>,
    superseded_by: Option<Hex<'a>>,
    keeps: Option<Hex<'a>>,
    created_at: i64,
    changed_at: i64,
    answer_by: Option<i64>,
    answered_at: Option<i64>,
    interest_asked_at: Option<i64>,
    interested_at: Option<i64>,
    state: &'a str,
    selection_group: &'a Option<String>,
    merit_tenths: Option<i64>,
    reserve_position: Option<i64>,
    condition_text: &'a Option<String>,
    condition_due_on: &'a Option<String>,
    condition_met: bool,
    registration_kind: &'a str,
    programme: &'a Option<String>,
    profession: &'a Option<String>,
    workplace: &'a Option<String>,
    modality: &'a Option<String>,
    contract: &'a Option<String>,
    invoice_reference: &'a Option<String>,
    head_email: &'a Option<String>,
    substitute_allowed: Option<bool>,
    standing: &'a str,
    findings: &'a Option<String>,
    joint_code: &'a Option<String>,
    deferred_to: &'a Option<String>,
    deputy_email: &'a Option<String>,
}

impl<'a> From<&'a ApplicationRow> for ApplicationJson<'a> {
    fn from(row: &'a ApplicationRow) -> Self {
        Self {
            id: hex(row.id.as_bytes()),
            offering_id: hex(row.offering_id.as_bytes()),
            channel_id: hex(row.channel_id.as_bytes()),
            person_id: hex(row.person_id.as_bytes()),
            superseded_by: row.superseded_by.as_ref().map(|id| hex(id.as_bytes())),
            keeps: row.keeps.as_ref().map(|id| hex(id.as_bytes())),
            created_at: micros(row.created_at),
            changed_at: micros(row.changed_at),
            answer_by: row.answer_by.map(micros),
            answered_at: row.answered_at.map(micros),
            interest_asked_at: row.interest_asked_at.map(micros),
            interested_at: row.interested_at.map(micros),
            state: &row.state,
            selection_group: &row.selection_group,
            merit_tenths: row.merit_tenths,
            reserve_position: row.reserve_position,
            condition_text: &row.condition_text,
            condition_due_on: &row.condition_due_on,
            condition_met: row.condition_met,
            registration_kind: &row.registration_kind,
            programme: &row.programme,
            profession: &row.profession,
            workplace: &row.workplace,
            modality: &row.modality,
            contract: &row.contract,
            invoice_reference: &row.invoice_reference,
            head_email: &row.head_email,
            substitute_allowed: row.substitute_allowed,
            standing: &row.standing,
            findings: &row.findings,
            joint_code: &row.joint_code,
            deferred_to: &row.deferred_to,
            deputy_email: &row.deputy_email,
        }
    }
}

#[derive(Serialize)]
struct AdmissionJson<'a> {
    id: Hex<'a>,
    application_id: Hex<'a>,
    selection_id: Option<Hex<'a>>,
    decided_at: i64,
    outcome: &'a str,
    selection_group: &'a Option<String>,
    reserve_position: Option<i64>,
    condition_text: &'a Option<String>,
    decided_by: &'a str,
    automatic: bool,
    reason: &'a Option<String>,
    template_version: i64,
    diarienummer: &'a Option<String>,
    findings: &'a Option<String>,
}

impl<'a> From<&'a AdmissionRow> for AdmissionJson<'a> {
    fn from(row: &'a AdmissionRow) -> Self {
        Self {
            id: hex(row.id.as_bytes()),
            application_id: hex(row.application_id.as_bytes()),
            selection_id: row.selection_id.as_ref().map(|id| hex(id.as_bytes())),
            decided_at: micros(row.decided_at),
            outcome: &row.outcome,
            selection_group: &row.selection_group,
            reserve_position: row.reserve_position,
            condition_text: &row.condition_text,
            decided_by: &row.decided_by,
            automatic: row.automatic,
            reason: &row.reason,
            template_version: row.template_version,
            diarienummer: &row.diarienummer,
            findings: &row.findings,
        }
    }
}

#[derive(Serialize)]
struct MessageJson<'a> {
    id: Hex<'a>,
    person: Option<Hex<'a>>,
    to_name: &'a str,
    to_address: &'a str,
    language: &'a str,
    letter: &'a str,
}

impl<'a> From<&'a NewMessage<'a>> for MessageJson<'a> {
    fn from(new: &'a NewMessage<'a>) -> Self {
        Self {
            id: hex(new.id.0.as_bytes()),
            person: new.person.as_ref().map(|person| hex(person.0.as_bytes())),
            to_name: new.to_name,
            to_address: new.to_address,
            language: new.language,
            letter: new.letter,
        }
    }
}

#[derive(Serialize)]
struct AnswerJson<'a> {
    key: Hex<'a>,
    fingerprint: Hex<'a>,
    status: i64,
    answer: &'a str,
}

#[derive(Serialize)]
struct AuditJson<'a> {
    seq: i64,
    at: i64,
    actor: &'a str,
    action: &'a str,
    subject_kind: &'a str,
    subject: Hex<'a>,
    before: &'a Option<String>,
    after: &'a Option<String>,
    reason: &'a Option<String>,
    hash: Hex<'a>,
}

impl<'a> From<&'a AuditRow> for AuditJson<'a> {
    fn from(row: &'a AuditRow) -> Self {
        Self {
            seq: row.seq,
            at: micros(row.at),
            actor: &row.actor,
            action: &row.action,
            subject_kind: &row.subject_kind,
            subject: hex(row.subject_id.as_bytes()),
            before: &row.before,
            after: &row.after,
            reason: &row.reason,
            hash: hex(&row.hash),
        }
    }
}

#[derive(Serialize)]
struct UseJson<'a> {
    token: Hex<'a>,
    at: i64,
}

//! Mail to be sent: a row in the same transaction as its cause, claimed by lease.

use super::{At, Result, Tx};
use jiff::{SignedDuration, Timestamp};
use samverkan_domain::{
    id::{MessageId, PersonId},
    limits,
};
use uuid::Uuid;

#[derive(Clone, PartialEq, sqlx::FromRow)]
pub struct OutboxRow {
    pub id: Uuid,
    pub person_id: Option<Uuid>,
    pub to_name: String,
    pub to_address: String,
    pub language: String,
    pub letter: String,
    pub created_at: At,
    pub due_at: At,
    pub attempts: i64,
    pub done_at: Option<At>,
    pub failed_at: Option<At>,
    pub last_error: Option<String>,
    pub urgent: bool,
    /// When it was last tried.
    pub tried_at: Option<At>,
    /// When a relay told that it did not arrive after all.
    pub bounced_at: Option<At>,
}

pub struct NewMessage<'a> {
    pub id: MessageId,
    pub person: Option<PersonId>,
    pub to_name: &'a str,
    pub to_address: &'a str,
    pub language: &'a str,
    /// JSON of the letter.
    pub letter: &'a str,
    /// Somebody waits for it at a screen: it goes before all else.
    pub urgent: bool,
}

/// How many messages are in which state.
#[derive(Debug, Clone, Copy, PartialEq, Eq, sqlx::FromRow)]
pub struct OutboxCounts {
    pub waiting: i64,
    pub delivered: i64,
    pub failed: i64,
}

/// The statement that looks for messages. What `$leads` it is what an index is searched for.
macro_rules! looked_for {
    ($leads:literal, $and:expr, $limit:literal) => {
        concat!(
            "SELECT id, person_id, to_name, to_address, language, letter, created_at, due_at,
                    attempts, done_at, failed_at, last_error, urgent, tried_at, bounced_at
             FROM outbox
             WHERE ",
            $leads,
            "      ($1 IS NULL OR person_id = $1) AND ($2 IS NULL OR id < $2)",
            $and,
            " ORDER BY id DESC LIMIT ",
            $limit
        )
    };
}

macro_rules! in_state {
    () => {
        " AND $3 = CASE
                   WHEN bounced_at IS NOT NULL THEN 'bounced'
                   WHEN done_at IS NOT NULL THEN 'delivered'
                   WHEN failed_at IS NOT NULL THEN 'failed'
                   WHEN last_error IS NOT NULL THEN 'retrying' ELSE 'waiting' END"
    };
}

impl Tx {
    pub async fn enqueue(&mut self, new: &NewMessage<'_>) -> Result<()> {
        execute!(
            self,
            "INSERT INTO outbox (id, person_id, to_name, to_address, language, letter, created_at,
                                 due_at, lease_until, attempts, urgent)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $7, $7, 0, $8)",
            new.id.0,
            new.person.map(|person| person.0),
            new.to_name,
            new.to_address,
            new.language,
            new.letter,
            self.now,
            new.urgent
        )?;
        Ok(())
    }

    /// Claims due messages until `lease_until`, urgent ones first. The guard stands again outside the sub-select:
    /// without it two workers on PostgreSQL claim the same rows. What waits for longer than anything may was put off,
    /// claimed or written by a clock that has been put back since: it is due.
    pub async fn claim_messages(
        &mut self,
        lease_until: Timestamp,
        limit: i64,
    ) -> Result<Vec<OutboxRow>> {
        let most = self.now() + SignedDuration::from_hours(limits::MAIL_WAIT_MOST_HOURS);
        let claimed: Result<Vec<OutboxRow>> = fetch_all!(
            self,
            OutboxRow,
            "UPDATE outbox SET lease_until = $2, attempts = attempts + 1, tried_at = $1
             WHERE id IN (SELECT id FROM outbox
                          WHERE done_at IS NULL AND failed_at IS NULL
                            AND (due_at <= $1 OR due_at > $4) AND (lease_until <= $1 OR lease_until > $4)
                          ORDER BY urgent DESC, due_at, id LIMIT $3)
               AND done_at IS NULL AND failed_at IS NULL AND (lease_until <= $1 OR lease_until > $4)
             RETURNING id, person_id, to_name, to_address, language, letter, created_at, due_at,
                       attempts, done_at, failed_at, last_error, urgent, tried_at, bounced_at",
            self.now,
            At::from(lease_until),
            limit,
            At::from(most)
        );
        let mut claimed = claimed?;
        // What is returned comes in any order.
        claimed.sort_by_key(|row| (!row.urgent, row.due_at, row.id));
        Ok(claimed)
    }

    /// Gives a claim back: nothing has been tried.
    pub async fn message_not_tried(&mut self, id: MessageId) -> Result<()> {
        execute!(
            self,
            "UPDATE outbox SET lease_until = $2, attempts = attempts - 1 WHERE id = $1",
            id.0,
            self.now
        )?;
        Ok(())
    }

    pub async fn message_delivered(&mut self, id: MessageId) -> Result<()> {
        execute!(
            self,
            "UPDATE outbox SET done_at = $2, last_error = NULL WHERE id = $1",
            id.0,
            self.now
        )?;
        Ok(())
    }

    pub async fn message_retry(&mut self, id: MessageId, due: Timestamp, why: &str) -> Result<()> {
        execute!(
            self,
            "UPDATE outbox SET due_at = $2, lease_until = $2, last_error = $3 WHERE id = $1",
            id.0,
            At::from(due),
            why
        )?;
        Ok(())
    }

    pub async fn message_failed(&mut self, id: MessageId, why: &str) -> Result<()> {
        execute!(
            self,
            "UPDATE outbox SET failed_at = $2, last_error = $3 WHERE id = $1",
            id.0,
            self.now,
            why
        )?;
        Ok(())
    }

    pub async fn outbox_counts(&mut self) -> Result<OutboxCounts> {
        fetch_one!(
            self,
            OutboxCounts,
            "SELECT COUNT(CASE WHEN done_at IS NULL AND failed_at IS NULL THEN 1 END) AS waiting,
                    COUNT(done_at) AS delivered, COUNT(failed_at) AS failed
             FROM outbox"
        )
    }

    /// How many messages wait, and since when the first of them was or is due: by the index of those
    /// that wait, however many have been delivered.
    pub async fn outbox_waiting(&mut self) -> Result<(i64, Option<Timestamp>)> {
        let (waiting, due): (i64, Option<At>) = fetch_one!(
            self,
            (i64, Option<At>),
            "SELECT COUNT(*), MIN(due_at) FROM outbox WHERE done_at IS NULL AND failed_at IS NULL"
        )?;
        Ok((waiting, due.map(|due| due.0)))
    }

    /// Messages that were given up, the latest first.
    pub async fn failed_messages(&mut self, limit: i64) -> Result<Vec<OutboxRow>> {
        fetch_all!(
            self,
            OutboxRow,
            "SELECT id, person_id, to_name, to_address, language, letter, created_at, due_at,
                    attempts, done_at, failed_at, last_error, urgent, tried_at, bounced_at
             FROM outbox WHERE failed_at IS NOT NULL ORDER BY failed_at DESC, id DESC LIMIT $1",
            limit
        )
    }

    /// Messages, newest first.
    pub async fn messages(
        &mut self,
        person: Option<Uuid>,
        before: Option<Uuid>,
        limit: i64,
    ) -> Result<Vec<OutboxRow>> {
        let sql = match person {
            Some(_) => looked_for!("person_id = $1 AND", "", "$3"),
            None => looked_for!("", "", "$3"),
        };
        fetch_all!(self, OutboxRow, sql, person, before, limit)
    }

    /// Messages in a state, as `usecase::messages` names it, newest first.
    pub async fn messages_in_state(
        &mut self,
        person: Option<Uuid>,
        state: &str,
        before: Option<Uuid>,
        limit: i64,
    ) -> Result<Vec<OutboxRow>> {
        let sql = match person {
            Some(_) => looked_for!("person_id = $1 AND", in_state!(), "$4"),
            None => looked_for!("", in_state!(), "$4"),
        };
        fetch_all!(self, OutboxRow, sql, person, before, state, limit)
    }

    pub async fn message(&mut self, id: MessageId) -> Result<Option<OutboxRow>> {
        fetch_optional!(
            self,
            OutboxRow,
            "SELECT id, person_id, to_name, to_address, language, letter, created_at, due_at,
                    attempts, done_at, failed_at, last_error, urgent, tried_at, bounced_at
             FROM outbox WHERE id = $1",
            id.0
        )
    }

    /// Lets a message that did not arrive go once more, now, to this address; says no if it has arrived,
    /// or is being tried.
    pub async fn message_again(&mut self, id: MessageId, address: &str) -> Result<bool> {
        let again = execute!(
            self,
            "UPDATE outbox SET to_address = $3, failed_at = NULL, done_at = NULL, bounced_at = NULL,
                    due_at = $2, lease_until = $2, attempts = 0
             WHERE id = $1 AND letter <> ''
               AND (failed_at IS NOT NULL OR bounced_at IS NOT NULL
                    OR (done_at IS NULL AND lease_until <= $2))",
            id.0,
            self.now,
            address
        )?;
        Ok(again == 1)
    }

    /// Notes that an address takes no letters.
    pub async fn address_failed(&mut self, address_key: &str, why: &str) -> Result<()> {
        execute!(
            self,
            "UPDATE email SET failed_at = $2, failure = $3 WHERE address_key = $1",
            address_key,
            self.now,
            why
        )?;
        Ok(())
    }

    /// Notes that an address takes letters after all.
    pub async fn address_works(&mut self, address_key: &str) -> Result<()> {
        execute!(
            self,
            "UPDATE email SET failed_at = NULL, failure = NULL
             WHERE address_key = $1 AND failed_at IS NOT NULL",
            address_key
        )?;
        Ok(())
    }

    /// Notes that a message that was handed over did not arrive.
    pub async fn message_bounced(&mut self, id: MessageId, why: &str) -> Result<bool> {
        let noted = execute!(
            self,
            "UPDATE outbox SET bounced_at = $2, last_error = $3
             WHERE id = $1 AND done_at IS NOT NULL",
            id.0,
            self.now,
            why
        )?;
        Ok(noted == 1)
    }
}

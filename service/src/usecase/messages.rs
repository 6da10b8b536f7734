//! What has been written to whom, and whether it arrived.

use super::{Caller, Page, Permission, letters, people};
use crate::{
    app::App,
    error::Result,
    store::outbox::{OutboxCounts, OutboxRow},
    texts::Texts,
};
use jiff::Timestamp;
use samverkan_domain::{
    id::{MessageId, PersonId},
    person::Language,
};
use uuid::Uuid;

/// A letter without its text.
#[derive(Debug, Clone)]
pub struct MessageView {
    pub id: MessageId,
    pub person: Option<PersonId>,
    pub subject: String,
    pub state: &'static str,
    pub created_at: Timestamp,
    pub delivered_at: Option<Timestamp>,
    pub attempts: i64,
    pub last_error: Option<String>,
}

/// Letters, newest first: a participant's own, or all for who may read them.
pub async fn list(
    app: &App,
    caller: &Caller,
    person: Option<Uuid>,
    cursor: Option<&str>,
    limit: i64,
) -> Result<Page<MessageView>> {
    let person = match caller {
        Caller::Participant { person, .. } => Some(person.0),
        _ => {
            caller.require(Permission::ReadMail)?;
            person
        }
    };
    let before = match cursor {
        Some(cursor) => Some(Uuid::parse_str(cursor).map_err(|_| people::bad_cursor())?),
        None => None,
    };
    let rows = app
        .read()
        .await?
        .messages(person, before, limit + 1)
        .await?;
    let page = Page::cut(rows, limit, |row| row.id.to_string());
    let items = page.items.iter().map(|row| view(app, caller, row));
    let items = items.collect::<Result<_>>()?;
    Ok(Page {
        items,
        next: page.next,
    })
}

fn view(app: &App, caller: &Caller, row: &OutboxRow) -> Result<MessageView> {
    let language = if row.language == "en" {
        Language::En
    } else {
        Language::Sv
    };
    let state = match (row.done_at, row.failed_at) {
        (Some(_), _) => "delivered",
        (None, Some(_)) => "failed",
        (None, None) => "waiting",
    };
    Ok(MessageView {
        id: MessageId(row.id),
        person: row.person_id.map(PersonId),
        subject: match letters::open_kept(app, row)? {
            Some(letter) => letter.subject(language),
            None => Texts::of_language(language).letter_weeded().to_owned(),
        },
        state,
        created_at: row.created_at.0,
        delivered_at: row.done_at.map(|at| at.0),
        attempts: row.attempts,
        // The reason may quote an address: for those who may see addresses.
        last_error: row
            .last_error
            .clone()
            .filter(|_| caller.may(Permission::SeeProtected)),
    })
}

/// How the mail of the whole service fares.
#[derive(Debug, Clone)]
pub struct Health {
    pub counts: OutboxCounts,
    /// Letters that were given up, the latest first.
    pub failed: Vec<MessageView>,
}

pub async fn health(app: &App, caller: &Caller, failed: i64) -> Result<Health> {
    caller.require(Permission::ReadMail)?;
    let mut tx = app.read().await?;
    let counts = tx.outbox_counts().await?;
    let rows = tx.failed_messages(failed).await?;
    let failed = rows.iter().map(|row| view(app, caller, row));
    Ok(Health {
        counts,
        failed: failed.collect::<Result<_>>()?,
    })
}

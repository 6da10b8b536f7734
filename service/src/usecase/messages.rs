//! What has been written to whom, and whether it arrived.

use super::{Caller, Page, Permission, letters, people};
use crate::{
    app::App,
    error::{Error, Result},
    store::{
        Tx, as_word,
        outbox::{OutboxCounts, OutboxRow},
    },
    texts::Texts,
};
use jiff::Timestamp;
use samverkan_domain::{
    bounce::{self, NoBounce},
    fact::Fact,
    id::{MessageId, PersonId},
    person::Language,
    text::{email_key, plain_line},
};
use serde::Serialize;
use serde_json::json;
use uuid::Uuid;

/// How a letter fares, for who asks for some.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum MessageState {
    Waiting,
    Retrying,
    Delivered,
    Failed,
    Bounced,
}

/// Longest reason kept (characters).
const WHY_CHARS: usize = 300;

/// A letter without its text.
#[derive(Debug, Clone)]
pub struct MessageView {
    pub id: MessageId,
    pub person: Option<PersonId>,
    pub subject: String,
    pub state: &'static str,
    pub created_at: Timestamp,
    pub delivered_at: Option<Timestamp>,
    /// When it was last tried; when it is tried next, if it is.
    pub tried_at: Option<Timestamp>,
    pub due_at: Option<Timestamp>,
    pub attempts: i64,
    pub last_error: Option<String>,
}

/// Letters, newest first: a participant's own, or all for who may read them.
pub async fn list(
    app: &App,
    caller: &Caller,
    person: Option<Uuid>,
    state: Option<MessageState>,
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
    let mut tx = app.read().await?;
    let rows = match state {
        Some(state) => {
            tx.messages_in_state(person, &as_word(state), before, limit + 1)
                .await?
        }
        None => tx.messages(person, before, limit + 1).await?,
    };
    drop(tx);
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
    let state = state(row);
    let under_way = matches!(state, "waiting" | "retrying");
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
        tried_at: row.tried_at.map(|at| at.0),
        due_at: under_way.then_some(row.due_at.0),
        attempts: row.attempts,
        // The reason may quote an address: for those who may see addresses.
        last_error: row
            .last_error
            .clone()
            .filter(|_| caller.may(Permission::SeeProtected)),
    })
}

/// How a letter fares: waits, waits for another try, has been handed over, was given up, or was handed
/// over and did not arrive.
fn state(row: &OutboxRow) -> &'static str {
    match (row.done_at, row.failed_at) {
        _ if row.bounced_at.is_some() => "bounced",
        (Some(_), _) => "delivered",
        (None, Some(_)) => "failed",
        (None, None) if row.last_error.is_some() => "retrying",
        (None, None) => "waiting",
    }
}

/// One letter with what it says, without its links.
#[derive(Debug, Clone)]
pub struct LetterShown {
    pub message: MessageView,
    /// To whom; of a protected person the alias, and no address.
    pub to_name: String,
    pub to_address: Option<String>,
    /// What it says; nothing of a code, of a protected person's letter, or of one that is weeded.
    pub text: Option<String>,
}

/// One letter.
pub async fn get(app: &App, caller: &Caller, id: MessageId) -> Result<LetterShown> {
    caller.require(Permission::ReadMail)?;
    let mut tx = app.read().await?;
    let row = tx.message(id).await?;
    let row = row.ok_or(Error::NotFound { what: "message" })?;
    shown(app, &mut tx, caller, &row).await
}

async fn shown(app: &App, tx: &mut Tx, caller: &Caller, row: &OutboxRow) -> Result<LetterShown> {
    // A letter to an address that is nobody's may be to anybody's head: as to a protected person.
    let person = match row.person_id {
        Some(id) => tx.person(PersonId(id)).await?,
        None => None,
    };
    let seen = match &person {
        Some(person) => people::sees(caller, person),
        None => caller.may(Permission::SeeProtected),
    };
    let mut message = view(app, caller, row)?;
    if seen {
        message.last_error.clone_from(&row.last_error);
    }
    let letter = letters::open_kept(app, row)?.filter(|_| seen);
    // Whoever has become protected since is called by the alias.
    let to_name = match &person {
        _ if seen => row.to_name.clone(),
        Some(person) => person.shown_name(),
        None => String::new(),
    };
    Ok(LetterShown {
        message,
        to_name,
        to_address: seen.then(|| row.to_address.clone()),
        text: letter.and_then(|letter| letter.said(letters::language_word(&row.language))),
    })
}

/// Tries a letter once more that did not arrive, or that waits for another try: to the person's address
/// as it is now.
pub async fn retry(app: &App, caller: &Caller, id: MessageId) -> Result<LetterShown> {
    caller.require(Permission::EditMail)?;
    let mut tx = app.write(caller).await?;
    let row = tx.message(id).await?;
    let row = row.ok_or(Error::NotFound { what: "message" })?;
    let person = match row.person_id {
        Some(id) => tx.person(PersonId(id)).await?,
        None => None,
    };
    let address = person.and_then(|person| person.address);
    let address = address.unwrap_or_else(|| row.to_address.clone());
    if letters::open_kept(app, &row)?.is_some_and(|letter| letter.is_urgent()) {
        return Err(Error::refused(
            "letter-is-a-code",
            "Brevet är en kod som inte längre gäller. Den som vill logga in ber om en ny.",
            "The letter is a code that is no longer good. Whoever wants to sign in asks for a new one.",
        ));
    }
    if !tx.message_again(id, &address).await? {
        return Err(Error::refused(
            "letter-not-to-retry",
            "Brevet har kommit fram, skickas just nu eller är gallrat.",
            "The letter has arrived, is being sent just now, or has been weeded.",
        ));
    }
    tx.record(Fact::new("message.retried", "message", id.0).after(json!({
        "state_before": state(&row), "address_changed": address != row.to_address,
    })));
    let row = tx.message(id).await?;
    let row = row.ok_or(Error::NotFound { what: "message" })?;
    let again = shown(app, &mut tx, caller, &row).await?;
    app.commit(tx).await?;
    Ok(again)
}

/// What was read of a notification about a letter.
#[derive(Debug, Clone)]
pub struct Bounced {
    pub message: MessageId,
    /// Else it is only late, and nothing is changed.
    pub permanent: bool,
    pub why: String,
}

/// Reads another server's notification that a letter did not arrive; flags the letter and the address.
pub async fn bounce(app: &App, caller: &Caller, text: &str) -> Result<Bounced> {
    caller.require(Permission::EditMail)?;
    let from = &app.mailer.settings().from_address;
    let domain = from.trim().rsplit('@').next().unwrap_or_default();
    let read = bounce::read(text, domain).map_err(|fault| match fault {
        NoBounce::NotANotice => Error::refused(
            "no-bounce",
            "Det här är inget meddelande om ett brev som inte kom fram. Spara hela mejlet med sina bilagor som en fil.",
            "This is no notification of a letter that did not arrive. Save the whole mail with its attachments as a file.",
        ),
        NoBounce::NotOurs => Error::refused(
            "bounce-not-ours",
            "Meddelandet handlar inte om ett brev härifrån.",
            "The notification is not about a letter from here.",
        ),
    })?;
    let id = MessageId(read.message);
    let mut tx = app.write(caller).await?;
    let row = tx.message(id).await?;
    let row = row.ok_or(Error::NotFound { what: "message" })?;
    let why: String = plain_line(&read.why).chars().take(WHY_CHARS).collect();
    if read.permanent && row.bounced_at.is_none() && tx.message_bounced(id, &why).await? {
        if let Some(key) = email_key(&row.to_address) {
            tx.address_failed(&key, &why).await?;
        }
        tx.record(Fact::new("message.bounced", "message", id.0));
    }
    app.commit(tx).await?;
    Ok(Bounced {
        message: id,
        permanent: read.permanent,
        why,
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

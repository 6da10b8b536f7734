//! Change notices: what people are to be told about sessions, when, and who has been.
//!
//! A change of a session writes one row in its own transaction, however many attend: what they
//! know and what it became (`note`). Edits that come before anybody has been told are the same
//! row. The worker makes letters of what is due ([`send`]); administrators look, hurry and discard
//! ([`list`], [`preview`], [`decide`]).

mod compose;
pub mod decide;
pub mod list;
pub mod preview;
pub mod send;

use crate::{
    app::App,
    error::{Error, Result},
    store::{At, Tx, as_word, notice::NoticeRow, person::PersonRow},
};
use jiff::Timestamp;
use samverkan_domain::{
    id::{NoticeId, PersonId},
    notice::{self, Due, Edits, News, Way},
    schedule::Session,
};
use uuid::Uuid;

/// Whether people are told when the rules say, or now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Haste {
    Usual,
    Now,
}

/// What people will be told, and when.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Forecast {
    pub id: NoticeId,
    pub news: News,
    pub due: Due,
}

/// A stored notice, read.
#[derive(Debug, Clone)]
struct Notice {
    id: NoticeId,
    news: News,
    before: Option<Session>,
    after: Session,
    edits: Edits,
    /// Who attended at the last edit, in order; `None`: everybody is told.
    audience: Option<Vec<PersonId>>,
}

impl Notice {
    fn read(row: &NoticeRow) -> Result<Self> {
        let corrupt = |what: &str| Error::internal(format!("table notice, row {}: {what}", row.id));
        let session = |text: &String| {
            serde_json::from_str::<Session>(text).map_err(|_| corrupt("not a session"))
        };
        let audience = row.audience.as_ref().map(|octets| {
            let ids = octets.chunks(16).map(Uuid::from_slice);
            let ids = ids.map(|id| id.map(PersonId).map_err(|_| corrupt("not people")));
            ids.collect::<Result<Vec<_>>>()
        });
        Ok(Self {
            id: NoticeId(row.id),
            news: word(&row.news)?,
            before: row.session_before.as_ref().map(session).transpose()?,
            after: session(&row.session_after)?,
            edits: Edits {
                first: row.created_at.0,
                run: row.run_at.0,
                last: row.edited_at.0,
            },
            audience: audience.transpose()?,
        })
    }

    /// Whether a person who attends now is told.
    fn is_for(&self, person: PersonId) -> bool {
        let known = self.audience.as_ref();
        known.is_none_or(|audience| audience.binary_search(&person).is_ok())
    }

    /// Who is told, as things are now.
    async fn people(&self, tx: &mut Tx) -> Result<Vec<PersonRow>> {
        let mut people = tx.attending(self.after.offering, self.after.cohort).await?;
        people.retain(|row| self.is_for(row.person()));
        Ok(people)
    }
}

fn word<T: serde::de::DeserializeOwned>(word: &str) -> Result<T> {
    serde_json::from_value(word.into()).map_err(Error::internal)
}

fn json(session: &Session) -> Result<String> {
    serde_json::to_string(session).map_err(Error::internal)
}

/// Notes what people are to be told about a session that has just been written, in the transaction
/// that wrote it and under the offering's lock. `before`: the session as it was; `None` for a new
/// one. Gives what will be told, if anything.
pub(super) async fn note(
    app: &App,
    tx: &mut Tx,
    before: Option<&Session>,
    after: &Session,
    haste: Haste,
) -> Result<Option<Forecast>> {
    let now = tx.now();
    if let Some(row) = tx.pending_notice(after.id).await? {
        match merge(app, tx, row, after, haste).await? {
            Merged::Waits(forecast) => return Ok(Some(forecast)),
            Merged::Undone => return Ok(None),
            Merged::Gone => {}
        }
    }
    let Some(news) = notice::news(before, after) else {
        return Ok(None);
    };
    let edits = Edits::one(At::from(now).0);
    let due = due(app, news, before, after, edits, haste);
    let id = app.seeds.id(now);
    let row = NoticeRow {
        id,
        offering_id: after.offering.0,
        session_id: after.id.0,
        state: "pending".to_owned(),
        news: as_word(news),
        session_before: before.map(json).transpose()?,
        session_after: json(after)?,
        way: as_word(due.way),
        due_at: due.at.into(),
        created_at: edits.first.into(),
        run_at: edits.run.into(),
        edited_at: edits.last.into(),
        edits: 1,
        edited_by: tx.actor().to_owned(),
        audience: audience(tx, news, after).await?,
        settled_at: None,
        settled_by: None,
        reason: None,
        revision: 1,
    };
    tx.insert_notice(&row).await?;
    let id = NoticeId(id);
    Ok(Some(Forecast { id, news, due }))
}

/// What became of what waits, with one more edit.
enum Merged {
    Waits(Forecast),
    /// The session is again as people know it: there is nothing to tell.
    Undone,
    /// It has gone out meanwhile: the edit is news of its own.
    Gone,
}

/// Makes a further edit part of what waits.
async fn merge(
    app: &App,
    tx: &mut Tx,
    mut row: NoticeRow,
    after: &Session,
    haste: Haste,
) -> Result<Merged> {
    let now = tx.now();
    let waiting = Notice::read(&row)?;
    let before = waiting.before.as_ref();
    let news = notice::news(before, after);
    row.session_after = json(after)?;
    row.edits += 1;
    tx.actor().clone_into(&mut row.edited_by);
    let edits = waiting.edits.and(At::from(now).0);
    (row.run_at, row.edited_at) = (edits.run.into(), edits.last.into());
    let merged = match news {
        Some(news) => {
            let due = due(app, news, before, after, edits, haste);
            row.news = as_word(news);
            (row.way, row.due_at) = (as_word(due.way), due.at.into());
            row.audience = audience(tx, news, after).await?;
            let id = waiting.id;
            Merged::Waits(Forecast { id, news, due })
        }
        None => {
            settle(&mut row, "undone", now, tx.actor());
            Merged::Undone
        }
    };
    let written = tx.update_notice(&row).await?;
    Ok(if written { merged } else { Merged::Gone })
}

fn due(
    app: &App,
    news: News,
    before: Option<&Session>,
    after: &Session,
    edits: Edits,
    haste: Haste,
) -> Due {
    match haste {
        Haste::Usual => notice::due(news, before, after, edits, app.digest_at),
        Haste::Now => Due {
            at: edits.last,
            way: Way::AtOnce,
        },
    }
}

/// The ids of who attends now, one after the other, where only they are told.
async fn audience(tx: &mut Tx, news: News, session: &Session) -> Result<Option<Vec<u8>>> {
    if !news.is_for_those_before() {
        return Ok(None);
    }
    let people = tx.attending_ids(session.offering, session.cohort).await?;
    Ok(Some(
        people.iter().flat_map(|id| *id.0.as_bytes()).collect(),
    ))
}

/// Ends a notice, one way or another. Who attended is then no longer needed.
fn settle(row: &mut NoticeRow, state: &str, at: Timestamp, by: &str) {
    state.clone_into(&mut row.state);
    row.settled_at = Some(at.into());
    row.settled_by = Some(by.to_owned());
    row.audience = None;
}

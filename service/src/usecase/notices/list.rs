//! What waits to be told, what has been, and who has been told.

use super::{Notice, word};
use crate::{
    app::App,
    error::{Error, Result},
    store::{
        Tx, as_word,
        notice::{NoticeFilter, NoticeRow},
        person::PersonRow,
        told::ToldCounts,
    },
    usecase::{Caller, Page, Permission, catalogue::find_offering, people},
};
use jiff::Timestamp;
use samverkan_domain::{
    id::{CohortId, NoticeId, OfferingId, PersonId},
    notice::{self, News, Way},
    schedule::{Change, Session},
};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, btree_map::Entry};
use uuid::Uuid;

/// Where a notice stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NoticeState {
    /// Waits for its time.
    Pending,
    Sent,
    /// An administrator has decided that nobody is told.
    Discarded,
    /// The edits were taken back before anybody was told.
    Undone,
}

/// A piece of news, for who looks after the schedule.
#[derive(Debug, Clone)]
pub struct NoticeView {
    pub id: NoticeId,
    pub offering_code: String,
    pub cohort_code: Option<String>,
    /// The session as it became.
    pub session: Session,
    pub state: NoticeState,
    pub news: News,
    /// What became different, for what was known before.
    pub changes: Vec<Change>,
    pub way: Way,
    pub due_at: Timestamp,
    pub created_at: Timestamp,
    pub edited_at: Timestamp,
    pub edits: i64,
    pub edited_by: String,
    pub settled_at: Option<Timestamp>,
    pub settled_by: Option<String>,
    /// Why it is not told.
    pub reason: Option<String>,
    /// Of one that waits, how many would be told now; of one that was sent, how its letters fare.
    pub told: ToldCounts,
    pub revision: i64,
}

/// One who is told, or would be.
#[derive(Debug, Clone)]
pub struct Recipient {
    pub person: PersonId,
    /// Name, or alias.
    pub name: String,
    /// `pending`, `waiting`, `delivered`, `failed` or `no_address`.
    pub state: &'static str,
    pub message: Option<Uuid>,
    pub delivered_at: Option<Timestamp>,
}

/// Ids of who attends, by offering and cohort: asked for once.
#[derive(Default)]
pub(super) struct Attending(BTreeMap<(OfferingId, Option<CohortId>), Vec<PersonId>>);

impl Attending {
    pub(super) async fn of(&mut self, tx: &mut Tx, session: &Session) -> Result<&[PersonId]> {
        let key = (session.offering, session.cohort);
        Ok(match self.0.entry(key) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(place) => place.insert(tx.attending_ids(key.0, key.1).await?),
        })
    }

    /// How many would be told.
    async fn count(&mut self, tx: &mut Tx, notice: &Notice) -> Result<i64> {
        let people = self.of(tx, &notice.after).await?;
        let told = people.iter().filter(|person| notice.is_for(**person));
        Ok(i64::try_from(told.count()).unwrap_or(i64::MAX))
    }
}

/// Notices, newest first; of one offering, or of all.
pub async fn list(
    app: &App,
    caller: &Caller,
    offering: Option<&str>,
    state: Option<NoticeState>,
    cursor: Option<&str>,
    limit: i64,
) -> Result<Page<NoticeView>> {
    caller.require(Permission::EditSchedule)?;
    let mut tx = app.read().await?;
    let offering = match offering {
        Some(offering) => Some(find_offering(&mut tx, offering).await?.id),
        None => None,
    };
    let filter = NoticeFilter {
        offering,
        state: state.map(as_word),
        before: after(cursor)?,
    };
    let rows = tx.notices(&filter, limit + 1).await?;
    let page = Page::cut(rows, limit, |row| row.id.to_string());
    let (mut items, mut attending) = (Vec::new(), Attending::default());
    for row in page.items {
        items.push(view(&mut tx, row, &mut attending).await?);
    }
    Ok(Page {
        items,
        next: page.next,
    })
}

fn after(cursor: Option<&str>) -> Result<Option<Uuid>> {
    let parse = |cursor| Uuid::parse_str(cursor).map_err(|_| people::bad_cursor());
    cursor.map(parse).transpose()
}

/// One notice.
pub async fn get(app: &App, caller: &Caller, id: NoticeId) -> Result<NoticeView> {
    caller.require(Permission::EditSchedule)?;
    let mut tx = app.read().await?;
    let row = find(&mut tx, id).await?;
    view(&mut tx, row, &mut Attending::default()).await
}

pub(super) async fn find(tx: &mut Tx, id: NoticeId) -> Result<NoticeRow> {
    let row = tx.notice(id).await?;
    row.ok_or(Error::NotFound { what: "notice" })
}

pub(super) async fn view(
    tx: &mut Tx,
    row: NoticeRow,
    attending: &mut Attending,
) -> Result<NoticeView> {
    let notice = Notice::read(&row)?;
    let missing = Error::NotFound { what: "offering" };
    let offering = tx.offering_by_id(notice.after.offering).await?;
    let cohort_code = match notice.after.cohort {
        Some(cohort) => tx.cohort(cohort).await?.map(|cohort| cohort.code),
        None => None,
    };
    let told = match &*row.state {
        "pending" => ToldCounts {
            people: attending.count(tx, &notice).await?,
            ..ToldCounts::default()
        },
        _ => tx.told_counts(notice.id).await?,
    };
    let known = notice.before.as_ref();
    let known = known.filter(|_| notice.news != News::Published);
    Ok(NoticeView {
        id: notice.id,
        offering_code: offering.ok_or(missing)?.code,
        cohort_code,
        changes: notice::changes(known, &notice.after),
        session: notice.after,
        state: word(&row.state)?,
        news: notice.news,
        way: word(&row.way)?,
        due_at: row.due_at.0,
        created_at: row.created_at.0,
        edited_at: row.edited_at.0,
        edits: row.edits,
        edited_by: row.edited_by,
        settled_at: row.settled_at.map(|at| at.0),
        settled_by: row.settled_by,
        reason: row.reason,
        told,
        revision: row.revision,
    })
}

/// Who has been told, and whether it arrived; of a notice that waits, who would be told now.
pub async fn recipients(
    app: &App,
    caller: &Caller,
    id: NoticeId,
    cursor: Option<&str>,
    limit: i64,
) -> Result<Page<Recipient>> {
    caller.require(Permission::EditSchedule)?;
    caller.require(Permission::ReadPeople)?;
    let mut tx = app.read().await?;
    let row = find(&mut tx, id).await?;
    let after = after(cursor)?;
    let items: Vec<Recipient> = if row.state == "pending" {
        let people = Notice::read(&row)?.people(&mut tx).await?;
        let rest = people
            .iter()
            .filter(|row| after.is_none_or(|id| row.id > id));
        let most = usize::try_from(limit + 1).unwrap_or_default();
        rest.take(most).map(|row| to_be_told(caller, row)).collect()
    } else {
        let told = tx.told(id, after, limit + 1).await?;
        let recipient = |row: &crate::store::told::ToldRow| Recipient {
            state: match (row.message_id, row.done_at, row.failed_at) {
                (None, ..) => "no_address",
                (_, Some(_), _) => "delivered",
                (_, None, Some(_)) => "failed",
                (_, None, None) => "waiting",
            },
            message: row.message_id,
            delivered_at: row.done_at.map(|at| at.0),
            ..to_be_told(caller, &row.person)
        };
        told.iter().map(recipient).collect()
    };
    Ok(Page::cut(items, limit, |one| one.person.to_string()))
}

fn to_be_told(caller: &Caller, row: &PersonRow) -> Recipient {
    Recipient {
        person: row.person(),
        name: if people::sees(caller, row) {
            row.full_name()
        } else {
            row.shown_name()
        },
        state: if row.address.is_some() {
            "pending"
        } else {
            "no_address"
        },
        message: None,
        delivered_at: None,
    }
}

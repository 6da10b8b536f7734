//! Calendar feeds: making, rotating and revoking addresses, and what an address shows.

mod shown;

pub use shown::{Opened, opened, view};

use super::{
    Caller, Page, Permission,
    once::{Claim, Once},
    people,
    registers::register_subject,
    validate::Faults,
};
use crate::{
    app::App,
    error::{Error, Result},
    secrets::{new_feed_token, sha256},
    store::{
        Tx, as_word,
        feed::{FeedFilter, FeedRow},
    },
};
use jiff::Timestamp;
use samverkan_domain::{
    fact::Fact,
    id::{CohortId, FeedId, OfferingId, PersonId},
    limits,
    person::Language,
};
use serde::{Deserialize, Serialize};
use serde_json::json;
use uuid::Uuid;

/// What a feed shows the schedule of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FeedKind {
    Person,
    Cohort,
    Offering,
    /// A teacher, as sessions name them.
    Teacher,
    /// A room, as sessions name it.
    Room,
}

#[derive(Debug, Clone, Serialize)]
pub struct FeedRequest {
    pub kind: FeedKind,
    /// The person's, cohort's or offering's id; for one's own feed it may be left out.
    pub subject: Option<Uuid>,
    /// The teacher or the room.
    pub named: Option<String>,
    pub name: String,
    pub language: Language,
}

/// A feed as it is listed: without its address.
#[derive(Debug, Clone)]
pub struct FeedListing {
    pub id: FeedId,
    pub kind: FeedKind,
    pub subject: Uuid,
    /// The teacher or the room.
    pub named: Option<String>,
    pub name: String,
    pub language: Language,
    pub created_at: Timestamp,
    pub last_used_at: Option<Timestamp>,
    pub revoked_at: Option<Timestamp>,
}

/// A new feed with its address. The only time the address is seen.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct NewFeed {
    pub id: FeedId,
    pub url: String,
}

/// The address as a link that opens the calendar program of a telephone or a computer.
pub fn webcal(url: &str) -> String {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    format!("webcal://{rest}")
}

/// Makes a feed. A participant makes feeds of herself and of the cohorts she is in or leads; staff of anything
/// but a person they may not see.
pub async fn create(
    app: &App,
    caller: &Caller,
    request: &FeedRequest,
    once: Option<&Once>,
) -> Result<NewFeed> {
    let mut faults = Faults::default();
    let name = faults.line("/name", &request.name, limits::LINE_CHARS);
    faults.finish()?;
    let mut tx = app.write(caller).await?;
    if let Claim::Done(answer) = Once::claim(once, app, &mut tx).await? {
        return Ok(answer);
    }
    let subject = match request.kind {
        FeedKind::Teacher | FeedKind::Room => named_subject(&mut tx, caller, request).await?,
        _ => Subject::of(allowed_subject(&mut tx, caller, request).await?),
    };
    let owner = match caller {
        Caller::Participant { person, .. } => Some(person.0),
        _ => (request.kind == FeedKind::Person).then_some(subject.id),
    };
    let new = insert(
        app,
        &mut tx,
        request.kind,
        &subject,
        owner,
        &name,
        request.language,
    )
    .await?;
    tx.record(
        Fact::new("feed.created", "feed", new.id.0)
            .after(json!({ "kind": request.kind, "subject": subject.id })),
    );
    Once::keep(once, app, &mut tx, &new).await?;
    app.commit(tx).await?;
    Ok(new)
}

/// Whether the caller may have a feed of this; gives the subject.
async fn allowed_subject(tx: &mut Tx, caller: &Caller, request: &FeedRequest) -> Result<Uuid> {
    let missing = || {
        let (sv, en) = ("Ange vad flödet ska visa.", "Say what the feed is to show.");
        Error::invalid("/subject", "required", sv, en)
    };
    if let Caller::Participant { person, .. } = caller {
        let subject = match request.kind {
            FeedKind::Person => request.subject.unwrap_or(person.0),
            _ => request.subject.ok_or_else(missing)?,
        };
        let own = match request.kind {
            FeedKind::Person => subject == person.0,
            FeedKind::Cohort => {
                let own = tx.memberships(*person).await?;
                own.iter().any(|member| member.cohort_id == subject)
                    || tx.leads(*person, CohortId(subject)).await?
            }
            FeedKind::Offering => tx.takes_part(*person, OfferingId(subject)).await?,
            FeedKind::Teacher | FeedKind::Room => false,
        };
        return if own {
            Ok(subject)
        } else {
            Err(Error::NotFound {
                what: "feed subject",
            })
        };
    }
    caller.require(Permission::ManageFeeds)?;
    let subject = request.subject.ok_or_else(missing)?;
    let exists = match request.kind {
        FeedKind::Person => {
            let row = tx.person(PersonId(subject)).await?;
            row.is_some_and(|row| people::sees(caller, &row))
        }
        FeedKind::Cohort => tx.cohort(CohortId(subject)).await?.is_some(),
        FeedKind::Offering => tx.offering_by_id(OfferingId(subject)).await?.is_some(),
        FeedKind::Teacher | FeedKind::Room => false,
    };
    if exists {
        Ok(subject)
    } else {
        Err(Error::NotFound {
            what: "feed subject",
        })
    }
}

/// What a feed is of: an id, made from the name where there is nothing but a name.
struct Subject {
    id: Uuid,
    name: Option<String>,
}

impl Subject {
    const fn of(id: Uuid) -> Self {
        Self { id, name: None }
    }
}

/// A teacher or a room that some session names: a slip of the pen would be an empty calendar for
/// ever.
async fn named_subject(tx: &mut Tx, caller: &Caller, request: &FeedRequest) -> Result<Subject> {
    caller.require(Permission::ManageFeeds)?;
    let mut faults = Faults::default();
    let given = request.named.as_deref().unwrap_or_default();
    let name = faults.line("/named", given, limits::LINE_CHARS);
    faults.finish()?;
    if shown::sessions_naming(tx, request.kind, &name)
        .await?
        .is_empty()
    {
        return Err(Error::invalid(
            "/named",
            "unknown-name",
            format!("Inget tillfälle har {name}. Skriv det som det står i schemat."),
            format!("No session has {name}. Write it as it stands in the schedule."),
        ));
    }
    Ok(Subject {
        id: register_subject(&as_word(request.kind), &name),
        name: Some(name),
    })
}

async fn insert(
    app: &App,
    tx: &mut Tx,
    kind: FeedKind,
    subject: &Subject,
    owner: Option<Uuid>,
    name: &str,
    language: Language,
) -> Result<NewFeed> {
    let token = new_feed_token(&app.seeds);
    let now = tx.now();
    let id = FeedId(app.seeds.id(now));
    tx.insert_feed(&FeedRow {
        id: id.0,
        kind: as_word(kind),
        subject_id: subject.id,
        subject_name: subject.name.clone(),
        owner_id: owner,
        name: name.to_owned(),
        language: as_word(language),
        token_hash: sha256(token.as_bytes()).to_vec(),
        created_at: now.into(),
        revoked_at: None,
        last_used_at: None,
        content_hash: None,
        modified_at: now.into(),
    })
    .await?;
    Ok(NewFeed {
        id,
        url: format!("{}/calendar/{token}.ics", app.public_url),
    })
}

/// Feeds: one's own for a participant, any for who manages them.
pub async fn list(
    app: &App,
    caller: &Caller,
    kind: Option<FeedKind>,
    subject: Option<Uuid>,
    cursor: Option<&str>,
    limit: i64,
) -> Result<Page<FeedListing>> {
    let owner = match caller {
        Caller::Participant { person, .. } => Some(person.0),
        _ => {
            caller.require(Permission::ManageFeeds)?;
            None
        }
    };
    let after = match cursor {
        Some(cursor) => Some(Uuid::parse_str(cursor).map_err(|_| people::bad_cursor())?),
        None => None,
    };
    let filter = FeedFilter {
        kind: kind.map(as_word),
        subject,
        owner,
        after,
    };
    let rows = app.read().await?.feeds(&filter, limit + 1).await?;
    let page = Page::cut(rows, limit, |row| row.id.to_string());
    let items = page.items.iter().map(listing).collect::<Result<_>>()?;
    Ok(Page {
        items,
        next: page.next,
    })
}

fn listing(row: &FeedRow) -> Result<FeedListing> {
    Ok(FeedListing {
        id: FeedId(row.id),
        kind: kind_of(row)?,
        subject: row.subject_id,
        named: row.subject_name.clone(),
        name: row.name.clone(),
        language: language_of(row),
        created_at: row.created_at.0,
        last_used_at: row.last_used_at.map(|at| at.0),
        revoked_at: row.revoked_at.map(|at| at.0),
    })
}

fn kind_of(row: &FeedRow) -> Result<FeedKind> {
    serde_json::from_value(json!(row.kind)).map_err(Error::internal)
}

fn language_of(row: &FeedRow) -> Language {
    if row.language == "en" {
        Language::En
    } else {
        Language::Sv
    }
}

/// The caller's feed, alive or not.
async fn own_feed(tx: &mut Tx, caller: &Caller, id: FeedId) -> Result<FeedRow> {
    let row = tx.feed(id).await?.ok_or(Error::NotFound { what: "feed" })?;
    match caller {
        Caller::Participant { person, .. } if row.owner_id != Some(person.0) => {
            Err(Error::NotFound { what: "feed" })
        }
        Caller::Participant { .. } => Ok(row),
        _ => caller.require(Permission::ManageFeeds).map(|()| row),
    }
}

/// Ends an address and gives a new one for the same thing.
pub async fn rotate(
    app: &App,
    caller: &Caller,
    id: FeedId,
    once: Option<&Once>,
) -> Result<NewFeed> {
    let mut tx = app.write(caller).await?;
    if let Claim::Done(answer) = Once::claim(once, app, &mut tx).await? {
        return Ok(answer);
    }
    let row = own_feed(&mut tx, caller, id).await?;
    if !tx.revoke_feed(id).await? {
        return Err(Error::refused(
            "feed-revoked",
            "Adressen är redan avslutad. Skapa en ny prenumeration i stället.",
            "The address has ended already. Make a new feed instead.",
        ));
    }
    let (kind, language) = (kind_of(&row)?, language_of(&row));
    let subject = Subject {
        id: row.subject_id,
        name: row.subject_name,
    };
    let new = insert(
        app,
        &mut tx,
        kind,
        &subject,
        row.owner_id,
        &row.name,
        language,
    )
    .await?;
    tx.record(Fact::new("feed.rotated", "feed", id.0).after(json!({ "new": new.id })));
    tx.bump_calendar().await?;
    Once::keep(once, app, &mut tx, &new).await?;
    app.commit(tx).await?;
    Ok(new)
}

/// Ends an address for good. Ending it twice is fine.
pub async fn revoke(app: &App, caller: &Caller, id: FeedId) -> Result<()> {
    let mut tx = app.write(caller).await?;
    own_feed(&mut tx, caller, id).await?;
    if tx.revoke_feed(id).await? {
        tx.record(Fact::new("feed.revoked", "feed", id.0));
        tx.bump_calendar().await?;
    }
    app.commit(tx).await
}

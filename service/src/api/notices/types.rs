//! Change notices as they are written on the wire.

use crate::{
    api::{
        sessions::SessionChangeView,
        types::{Instant, Language, NoticeNews, NoticeState, NoticeWay},
    },
    usecase::notices::{
        list::{NoticeView, Recipient},
        preview::LetterView,
    },
};
use poem_openapi::Object;
use serde::Deserialize;
use uuid::Uuid;

/// What people are to be told about a session, or have been (besked).
#[derive(Debug, Object)]
#[oai(skip_serializing_if_is_none)]
pub struct Notice {
    pub id: Uuid,
    /// Code of the offering.
    pub offering: String,
    pub cohort_code: Option<String>,
    pub session: Uuid,
    /// The session as it became.
    pub title: String,
    /// Wall time in Stockholm.
    pub starts: String,
    pub ends: String,
    pub state: NoticeState,
    pub news: NoticeNews,
    /// From what people knew to what it became; empty for a session that is new to them.
    pub changes: Vec<SessionChangeView>,
    pub way: NoticeWay,
    /// When it goes, or was to go.
    pub due_at: Instant,
    /// The first edit.
    pub created_at: Instant,
    /// The last edit.
    pub edited_at: Instant,
    pub edits: i64,
    /// Who made the last edit: `token:…`.
    pub edited_by: String,
    /// When it was sent or given up.
    pub settled_at: Option<Instant>,
    pub settled_by: Option<String>,
    /// Why nobody is told.
    pub reason: Option<String>,
    pub told: NoticeTold,
    pub revision: i64,
}

/// How many are told, and how the letters fare.
#[derive(Debug, Object)]
pub struct NoticeTold {
    /// Of a notice that waits: who would be told now.
    pub people: i64,
    pub waiting: i64,
    pub delivered: i64,
    pub failed: i64,
}

/// One who is told of a notice, or would be.
#[derive(Debug, Object)]
#[oai(skip_serializing_if_is_none)]
pub struct NoticeRecipient {
    pub person: Uuid,
    /// Name; of a person with protected identity, the alias.
    pub name: String,
    /// `pending`, `waiting`, `delivered`, `failed` or `no_address`.
    pub state: String,
    /// The letter.
    pub message: Option<Uuid>,
    pub delivered_at: Option<Instant>,
}

/// A letter as one person reads it.
#[derive(Debug, Object)]
pub struct NoticeLetter {
    pub subject: String,
    pub body: String,
    pub language: Language,
    /// How many notices it tells of.
    pub notices: i64,
    /// Whether it has been sent; else it is what would be sent now.
    pub sent: bool,
}

/// Why nobody is told.
#[derive(Debug, Object, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DiscardNotice {
    /// Kept in the audit trail.
    pub reason: String,
}

/// How many notices are on their way.
#[derive(Debug, Object)]
pub struct NoticesSent {
    pub notices: i64,
}

impl From<NoticeView> for Notice {
    fn from(view: NoticeView) -> Self {
        let wall = |time: samverkan_domain::schedule::WallTime| {
            time.wall().strftime("%Y-%m-%dT%H:%M").to_string()
        };
        Self {
            id: view.id.0,
            offering: view.offering_code,
            cohort_code: view.cohort_code,
            session: view.session.id.0,
            starts: wall(view.session.starts),
            ends: wall(view.session.ends),
            title: view.session.title,
            state: view.state.into(),
            news: view.news.into(),
            changes: view.changes.into_iter().map(Into::into).collect(),
            way: view.way.into(),
            due_at: view.due_at.into(),
            created_at: view.created_at.into(),
            edited_at: view.edited_at.into(),
            edits: view.edits,
            edited_by: view.edited_by,
            settled_at: view.settled_at.map(Into::into),
            settled_by: view.settled_by,
            reason: view.reason,
            told: NoticeTold {
                people: view.told.people,
                waiting: view.told.waiting,
                delivered: view.told.delivered,
                failed: view.told.failed,
            },
            revision: view.revision,
        }
    }
}

impl From<Recipient> for NoticeRecipient {
    fn from(one: Recipient) -> Self {
        Self {
            person: one.person.0,
            name: one.name,
            state: one.state.to_owned(),
            message: one.message,
            delivered_at: one.delivered_at.map(Into::into),
        }
    }
}

impl From<LetterView> for NoticeLetter {
    fn from(view: LetterView) -> Self {
        Self {
            subject: view.subject,
            body: view.body,
            language: view.language.into(),
            notices: i64::try_from(view.notices).unwrap_or(i64::MAX),
            sent: view.sent,
        }
    }
}

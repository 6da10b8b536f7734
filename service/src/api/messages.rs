//! Letters, and what became of them.

use super::{
    Tags,
    body::Body,
    caller::{AppData, Auth},
    mail_words::MessageState,
    problem::{ReadFailure, WriteFailure},
    respond::{Listed, limit, listed},
    types::Instant,
};
use crate::usecase::messages::{self, LetterShown, MessageView};
use poem::Request;
use poem_openapi::{
    Object, OpenApi,
    param::{Path, Query},
    payload::Json,
};
use samverkan_domain::id::MessageId;
use serde::Deserialize;
use uuid::Uuid;

/// A letter, and what became of it. What it says is not shown.
#[derive(Debug, Object)]
#[oai(skip_serializing_if_is_none)]
pub struct Message {
    pub id: Uuid,
    pub person: Option<Uuid>,
    /// Subject line, in the language it was written in.
    pub subject: String,
    /// `waiting`, `retrying`, `delivered`, `failed` or `bounced`.
    pub state: String,
    pub created_at: Instant,
    pub delivered_at: Option<Instant>,
    pub tried_at: Option<Instant>,
    /// When it is tried next.
    pub due_at: Option<Instant>,
    pub attempts: i64,
    /// What the other server said last.
    pub last_error: Option<String>,
}

/// A letter with what it says.
#[derive(Debug, Object)]
#[oai(skip_serializing_if_is_none)]
pub struct MessageLetter {
    pub message: Message,
    /// Of a person with protected identity, the alias.
    pub to_name: String,
    pub to_address: Option<String>,
    /// Without links; missing of codes, and where who it is to is not shown.
    pub text: Option<String>,
}

impl From<MessageView> for Message {
    fn from(view: MessageView) -> Self {
        Self {
            id: view.id.0,
            person: view.person.map(|person| person.0),
            subject: view.subject,
            state: view.state.to_owned(),
            created_at: view.created_at.into(),
            delivered_at: view.delivered_at.map(Into::into),
            tried_at: view.tried_at.map(Into::into),
            due_at: view.due_at.map(Into::into),
            attempts: view.attempts,
            last_error: view.last_error,
        }
    }
}

impl From<LetterShown> for MessageLetter {
    fn from(shown: LetterShown) -> Self {
        Self {
            message: shown.message.into(),
            to_name: shown.to_name,
            to_address: shown.to_address,
            text: shown.text,
        }
    }
}

/// Another server's notification that a letter did not arrive (RFC 3464), as it came.
#[derive(Debug, Object, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NewBounce {
    pub text: String,
}

/// What was read of it.
#[derive(Debug, Object)]
pub struct BounceRead {
    pub message: Uuid,
    /// Else it is only late, and nothing is changed.
    pub permanent: bool,
    /// The other server's words.
    pub why: String,
}

pub struct MessagesApi;

#[OpenApi(tag = "Tags::Audit")]
impl MessagesApi {
    /// Letters and whether they were delivered, newest first
    #[oai(path = "/messages", method = "get", operation_id = "list_messages")]
    #[expect(clippy::too_many_arguments, reason = "one argument a query parameter")]
    async fn list_messages(
        &self,
        app: AppData<'_>,
        auth: Auth,
        request: &Request,
        person: Query<Option<Uuid>>,
        state: Query<Option<MessageState>>,
        /// From the page before.
        cursor: Query<Option<String>>,
        /// Rows on the page, at most 200.
        #[oai(name = "limit")]
        rows: Query<Option<i64>>,
    ) -> Result<Listed<Message>, ReadFailure> {
        let page = messages::list(
            &app,
            auth.caller(),
            person.0,
            state.0.map(Into::into),
            cursor.as_deref(),
            limit(rows.0),
        )
        .await?;
        let items = page.items.into_iter().map(Into::into).collect();
        Ok(listed(items, page.next, request))
    }

    /// One letter, with what it says
    #[oai(
        path = "/messages/:message",
        method = "get",
        operation_id = "get_message"
    )]
    async fn get_message(
        &self,
        app: AppData<'_>,
        auth: Auth,
        message: Path<Uuid>,
    ) -> Result<Json<MessageLetter>, ReadFailure> {
        let shown = messages::get(&app, auth.caller(), MessageId(message.0)).await?;
        Ok(Json(shown.into()))
    }

    /// Try a letter once more that did not arrive, to the person's address as it is now
    #[oai(
        path = "/messages/:message/retry",
        method = "post",
        operation_id = "retry_message"
    )]
    async fn retry_message(
        &self,
        app: AppData<'_>,
        auth: Auth,
        message: Path<Uuid>,
    ) -> Result<Json<MessageLetter>, WriteFailure> {
        let again = messages::retry(&app, auth.caller(), MessageId(message.0)).await?;
        Ok(Json(again.into()))
    }

    /// Note that a letter did not arrive, by the notification of another server
    ///
    /// The letter and the address are flagged. Who gets a letter again, or proves the address, is no longer.
    #[oai(
        path = "/message-bounces",
        method = "post",
        operation_id = "note_bounce"
    )]
    async fn note_bounce(
        &self,
        app: AppData<'_>,
        auth: Auth,
        Body(body): Body<NewBounce>,
    ) -> Result<Json<BounceRead>, WriteFailure> {
        let read = messages::bounce(&app, auth.caller(), &body.text).await?;
        Ok(Json(BounceRead {
            message: read.message.0,
            permanent: read.permanent,
            why: read.why,
        }))
    }
}

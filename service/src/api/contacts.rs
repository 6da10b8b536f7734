//! Reaching those who wait: the log of attempts, and "still interested?".

use super::{
    Tags,
    body::Body,
    caller::{AppData, Auth, once},
    problem::{ReadFailure, WriteFailure},
    respond::{Created, created},
    types::{ContactOutcome, ContactWay, Instant},
};
use crate::usecase::reserves::{self, ContactRequest};
use poem_openapi::{
    Object, OpenApi,
    param::{Header, Path},
    payload::Json,
};
use samverkan_domain::id::ApplicationId;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// An attempt to reach somebody, just made.
#[derive(Debug, Object, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NewContact {
    pub way: ContactWay,
    pub outcome: ContactOutcome,
}

/// An attempt to reach somebody.
#[derive(Debug, Object)]
pub struct Contact {
    pub id: Uuid,
    pub way: ContactWay,
    pub outcome: ContactOutcome,
    pub made_at: Instant,
    pub made_by: String,
}

/// How many were asked whether they are still interested.
#[derive(Debug, Object)]
pub struct InterestAsked {
    pub asked: i64,
}

fn contact(contact: reserves::Contact) -> Contact {
    Contact {
        id: contact.id,
        way: contact.way.into(),
        outcome: contact.outcome.into(),
        made_at: contact.made_at.into(),
        made_by: contact.made_by,
    }
}

pub struct ContactsApi;

#[OpenApi(tag = "Tags::Applications")]
impl ContactsApi {
    /// Write down an attempt to reach somebody
    #[oai(
        path = "/applications/:application/contacts",
        method = "post",
        operation_id = "add_contact"
    )]
    async fn add_contact(
        &self,
        app: AppData<'_>,
        auth: Auth,
        application: Path<Uuid>,
        #[oai(name = "Idempotency-Key")] key: Header<Option<String>>,
        Body(body): Body<NewContact>,
    ) -> Result<Created<Contact>, WriteFailure> {
        let route = format!("add_contact {}", application.0);
        let once = once(auth.caller(), &route, key.as_deref(), &body)?;
        let request = ContactRequest {
            way: body.way.into(),
            outcome: body.outcome.into(),
        };
        let id = ApplicationId(application.0);
        let made = reserves::add_contact(&app, auth.caller(), id, request, once.as_ref()).await?;
        let location = format!("/api/v1/applications/{id}/contacts");
        Ok(created(contact(made), location))
    }

    /// Attempts to reach somebody, oldest first
    #[oai(
        path = "/applications/:application/contacts",
        method = "get",
        operation_id = "list_contacts"
    )]
    async fn list_contacts(
        &self,
        app: AppData<'_>,
        auth: Auth,
        application: Path<Uuid>,
    ) -> Result<Json<Vec<Contact>>, ReadFailure> {
        let id = ApplicationId(application.0);
        let contacts = reserves::contacts(&app, auth.caller(), id).await?;
        Ok(Json(contacts.into_iter().map(contact).collect()))
    }

    /// Ask all reserves of a channel whether they are still interested
    ///
    /// Who says no leaves the list. Who does not answer stays.
    #[oai(
        path = "/channels/:channel/interest",
        method = "post",
        operation_id = "ask_interest"
    )]
    async fn ask_interest(
        &self,
        app: AppData<'_>,
        auth: Auth,
        channel: Path<String>,
        #[oai(name = "Idempotency-Key")] key: Header<Option<String>>,
    ) -> Result<Json<InterestAsked>, WriteFailure> {
        let route = format!("ask_interest {}", channel.0);
        let once = once(auth.caller(), &route, key.as_deref(), &())?;
        let asked = reserves::ask_interest(&app, auth.caller(), &channel, once.as_ref()).await?;
        Ok(Json(InterestAsked { asked: asked.asked }))
    }
}

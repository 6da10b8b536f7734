//! Approvals: what heads have been asked about nominations.

use super::{
    Tags,
    body::Body,
    caller::{AppData, Auth, seen},
    problem::{ReadFailure, WriteFailure},
    respond::{Tagged, tagged},
    types::Instant,
};
use crate::usecase::approvals::{self, ApprovalView, RenominationRequest};
use poem_openapi::{
    Object, OpenApi,
    param::{Header, Path},
    payload::Json,
};
use samverkan_domain::id::ApplicationId;
use serde::Deserialize;
use uuid::Uuid;

/// A question to a head, and perhaps a deputy, about somebody nominated.
#[derive(Debug, Object)]
#[oai(skip_serializing_if_is_none)]
pub struct Approval {
    pub id: Uuid,
    pub application: Uuid,
    /// Name, or alias.
    pub person_name: String,
    /// Left out where you may not see the person.
    pub head_email: Option<String>,
    pub deputy_email: Option<String>,
    pub asked_at: Instant,
    pub reminded_at: Option<Instant>,
    /// The first instant that is too late.
    pub expires_at: Instant,
    /// `approved`, `refused`, `expired` or `cancelled`; left out while nobody has answered.
    pub outcome: Option<String>,
    /// `head` or `deputy`.
    pub answered_as: Option<String>,
    pub ended_at: Option<Instant>,
    /// Revision of the application.
    pub revision: i64,
}

/// Whom to ask this time. What is left out is as it was.
#[derive(Debug, Object, Deserialize)]
#[serde(deny_unknown_fields)]
#[oai(skip_serializing_if_is_none)]
pub struct Renomination {
    #[serde(default)]
    pub head_email: Option<String>,
    #[serde(default)]
    pub deputy_email: Option<String>,
}

impl From<ApprovalView> for Approval {
    fn from(view: ApprovalView) -> Self {
        let row = view.row;
        Self {
            id: row.id,
            application: row.application_id,
            person_name: view.person_name,
            head_email: view.head_email,
            deputy_email: view.deputy_email,
            asked_at: Instant(row.asked_at.0),
            reminded_at: row.reminded_at.map(|at| Instant(at.0)),
            expires_at: Instant(row.expires_at.0),
            outcome: row.outcome,
            answered_as: row.answered_as,
            ended_at: row.ended_at.map(|at| Instant(at.0)),
            revision: view.revision,
        }
    }
}

pub struct ApprovalsApi;

#[OpenApi(tag = "Tags::Applications")]
impl ApprovalsApi {
    /// What heads have been asked in a channel, the latest first (at most 500)
    #[oai(
        path = "/channels/:channel/approvals",
        method = "get",
        operation_id = "list_approvals"
    )]
    async fn list_approvals(
        &self,
        app: AppData<'_>,
        auth: Auth,
        channel: Path<String>,
    ) -> Result<Json<Vec<Approval>>, ReadFailure> {
        let views = approvals::list(&app, auth.caller(), &channel).await?;
        Ok(Json(views.into_iter().map(Into::into).collect()))
    }

    /// Nominate anew somebody whose head has said no, or nothing
    ///
    /// A new round: the head is asked again, and what was decided before stays on record. Needs a
    /// place in the contract.
    #[oai(
        path = "/applications/:application/renomination",
        method = "post",
        operation_id = "renominate"
    )]
    async fn renominate(
        &self,
        app: AppData<'_>,
        auth: Auth,
        application: Path<Uuid>,
        #[oai(name = "If-Match")] if_match: Header<Option<String>>,
        Body(body): Body<Renomination>,
    ) -> Result<Tagged<Approval>, WriteFailure> {
        let (id, seen) = (ApplicationId(application.0), seen(if_match.as_deref()));
        let request = RenominationRequest {
            head_email: body.head_email,
            deputy_email: body.deputy_email,
        };
        let view = approvals::renominate(&app, auth.caller(), id, seen, &request).await?;
        let revision = view.revision;
        Ok(tagged(view.into(), revision))
    }

    /// Ask the head anew
    ///
    /// At the addresses there are now. Links in earlier letters stop working.
    #[oai(
        path = "/applications/:application/approval/resend",
        method = "post",
        operation_id = "resend_approval"
    )]
    async fn resend_approval(
        &self,
        app: AppData<'_>,
        auth: Auth,
        application: Path<Uuid>,
        #[oai(name = "If-Match")] if_match: Header<Option<String>>,
    ) -> Result<Tagged<Approval>, WriteFailure> {
        let (id, seen) = (ApplicationId(application.0), seen(if_match.as_deref()));
        let view = approvals::resend(&app, auth.caller(), id, seen).await?;
        let revision = view.revision;
        Ok(tagged(view.into(), revision))
    }
}

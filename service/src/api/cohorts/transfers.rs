//! Wishes to be moved to another cohort (gruppbyte).

use crate::{
    api::{
        Tags,
        body::Body,
        caller::{AppData, Auth, once, seen},
        problem::{ReadFailure, WriteFailure},
        respond::{Created, Tagged, created, tagged},
        types::Instant,
    },
    usecase::cohorts::{self, TransferRequest, TransferView},
};
use poem_openapi::{
    Object, OpenApi,
    param::{Header, Path},
    payload::Json,
};
use samverkan_domain::id::{CohortId, TransferId};
use serde::Deserialize;
use uuid::Uuid;

/// A participant's wish to be moved to another cohort, and what came of it.
#[derive(Debug, Object)]
#[oai(skip_serializing_if_is_none)]
pub struct CohortTransfer {
    pub id: Uuid,
    pub person: Uuid,
    /// Name, or alias.
    pub person_name: String,
    /// Code of the offering whose cohorts they are.
    pub offering: String,
    /// Name of the partition.
    pub set_name: String,
    /// Code of the cohort to leave.
    pub from: String,
    /// Code of the cohort that is wished for; left out if any other will do.
    pub wanted: Option<String>,
    /// In the person's own words. Left out where you may not see the person.
    pub reason: Option<String>,
    /// `waiting`, `approved`, `refused` or `withdrawn`.
    pub state: String,
    /// Code of the cohort that the person was moved to.
    pub to: Option<String>,
    /// What the person was told.
    pub answer: Option<String>,
    pub asked_at: Instant,
    pub decided_at: Option<Instant>,
    pub revision: i64,
}

/// What a participant asks for.
#[derive(Debug, Object, Deserialize)]
#[serde(deny_unknown_fields)]
#[oai(skip_serializing_if_is_none)]
pub struct NewCohortTransfer {
    /// The cohort to leave.
    pub cohort: Uuid,
    /// Code of the cohort that is wished for; any other, if left out.
    #[serde(default)]
    pub wanted: Option<String>,
    /// Why. No health data.
    pub reason: String,
}

/// Where to move somebody.
#[derive(Debug, Object, Deserialize)]
#[serde(deny_unknown_fields)]
#[oai(skip_serializing_if_is_none)]
pub struct TransferApproval {
    /// Code of a cohort of the same partition.
    pub cohort: String,
    /// To the person, in the letter.
    #[serde(default)]
    pub message: Option<String>,
}

/// Why somebody is not moved.
#[derive(Debug, Object, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TransferRefusal {
    /// To the person, in the letter.
    pub reason: String,
}

impl From<TransferView> for CohortTransfer {
    fn from(view: TransferView) -> Self {
        Self {
            id: view.id.0,
            person: view.person.0,
            person_name: view.person_name,
            offering: view.offering_code,
            set_name: view.set_name,
            from: view.from,
            wanted: view.wanted,
            reason: view.reason,
            state: view.state,
            to: view.to,
            answer: view.answer,
            asked_at: Instant(view.asked_at),
            decided_at: view.decided_at.map(Instant),
            revision: view.revision,
        }
    }
}

fn answer(view: TransferView) -> Tagged<CohortTransfer> {
    let revision = view.revision;
    tagged(view.into(), revision)
}

pub struct TransfersApi;

#[OpenApi(tag = "Tags::Cohorts")]
impl TransfersApi {
    /// Wishes to change cohort in an offering, those that wait first (at most 200)
    ///
    /// Where the offering's people are placed in another's cohorts, the wishes about those.
    #[oai(
        path = "/offerings/:offering/cohort-transfers",
        method = "get",
        operation_id = "list_cohort_transfers"
    )]
    async fn list_cohort_transfers(
        &self,
        app: AppData<'_>,
        auth: Auth,
        offering: Path<String>,
    ) -> Result<Json<Vec<CohortTransfer>>, ReadFailure> {
        let views = cohorts::transfers(&app, auth.caller(), &offering).await?;
        Ok(Json(views.into_iter().map(Into::into).collect()))
    }

    /// Your own wishes to change cohort, the latest first
    #[oai(
        path = "/me/cohort-transfers",
        method = "get",
        operation_id = "list_my_cohort_transfers"
    )]
    async fn list_my_cohort_transfers(
        &self,
        app: AppData<'_>,
        auth: Auth,
    ) -> Result<Json<Vec<CohortTransfer>>, ReadFailure> {
        let views = cohorts::my_transfers(&app, auth.caller()).await?;
        Ok(Json(views.into_iter().map(Into::into).collect()))
    }

    /// Ask to be moved to another cohort, and say why
    #[oai(
        path = "/me/cohort-transfers",
        method = "post",
        operation_id = "ask_cohort_transfer"
    )]
    async fn ask_cohort_transfer(
        &self,
        app: AppData<'_>,
        auth: Auth,
        #[oai(name = "Idempotency-Key")] key: Header<Option<String>>,
        Body(new): Body<NewCohortTransfer>,
    ) -> Result<Created<CohortTransfer>, WriteFailure> {
        let wanted = TransferRequest {
            cohort: CohortId(new.cohort),
            wanted: new.wanted,
            reason: new.reason,
        };
        let once = once(
            auth.caller(),
            "ask_cohort_transfer",
            key.as_deref(),
            &wanted,
        )?;
        let view = cohorts::ask_transfer(&app, auth.caller(), &wanted, once.as_ref()).await?;
        Ok(created(
            view.into(),
            "/api/v1/me/cohort-transfers".to_owned(),
        ))
    }

    /// One wish: your own, or any for administrators
    #[oai(
        path = "/cohort-transfers/:transfer",
        method = "get",
        operation_id = "get_cohort_transfer"
    )]
    async fn get_cohort_transfer(
        &self,
        app: AppData<'_>,
        auth: Auth,
        transfer: Path<Uuid>,
    ) -> Result<Tagged<CohortTransfer>, ReadFailure> {
        let id = TransferId(transfer.0);
        Ok(answer(cohorts::transfer(&app, auth.caller(), id).await?))
    }

    /// Take your own wish back while it waits
    #[oai(
        path = "/cohort-transfers/:transfer/withdraw",
        method = "post",
        operation_id = "withdraw_cohort_transfer"
    )]
    async fn withdraw_cohort_transfer(
        &self,
        app: AppData<'_>,
        auth: Auth,
        transfer: Path<Uuid>,
    ) -> Result<Tagged<CohortTransfer>, WriteFailure> {
        let id = TransferId(transfer.0);
        let view = cohorts::withdraw_transfer(&app, auth.caller(), id).await?;
        Ok(answer(view))
    }

    /// Move somebody who has asked for it
    ///
    /// At once, as a commit of its own that can be undone, unless it breaks a rule that must not be
    /// broken. The person is told by letter.
    #[oai(
        path = "/cohort-transfers/:transfer/approve",
        method = "post",
        operation_id = "approve_cohort_transfer"
    )]
    async fn approve_cohort_transfer(
        &self,
        app: AppData<'_>,
        auth: Auth,
        transfer: Path<Uuid>,
        #[oai(name = "If-Match")] if_match: Header<Option<String>>,
        Body(body): Body<TransferApproval>,
    ) -> Result<Tagged<CohortTransfer>, WriteFailure> {
        let (id, seen) = (TransferId(transfer.0), seen(if_match.as_deref()));
        let (to, said) = (&*body.cohort, body.message.as_deref());
        let view = cohorts::approve_transfer(&app, auth.caller(), id, to, said, seen).await?;
        Ok(answer(view))
    }

    /// Say no to somebody who has asked to change cohort
    ///
    /// The person is told by letter, with the reason.
    #[oai(
        path = "/cohort-transfers/:transfer/refuse",
        method = "post",
        operation_id = "refuse_cohort_transfer"
    )]
    async fn refuse_cohort_transfer(
        &self,
        app: AppData<'_>,
        auth: Auth,
        transfer: Path<Uuid>,
        #[oai(name = "If-Match")] if_match: Header<Option<String>>,
        Body(body): Body<TransferRefusal>,
    ) -> Result<Tagged<CohortTransfer>, WriteFailure> {
        let (id, seen) = (TransferId(transfer.0), seen(if_match.as_deref()));
        let caller = auth.caller();
        let view = cohorts::refuse_transfer(&app, caller, id, &body.reason, seen).await?;
        Ok(answer(view))
    }
}

//! Requests to have one's data erased (begäran om radering), and the decisions on them.

use super::{
    Tags,
    body::Body,
    caller::{AppData, Auth, once, seen},
    problem::{ReadFailure, WriteFailure},
    respond::{Created, Tagged, created, tagged},
    types::{ErasureGround, ErasureOutcome, Instant},
};
use crate::usecase::erasure::{self, ErasureDecision, ErasureView};
use poem_openapi::{
    Object, OpenApi,
    param::{Header, Path},
    payload::Json,
};
use samverkan_domain::id::ErasureId;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// A request to have data erased, and what was decided.
#[derive(Debug, Object)]
#[oai(skip_serializing_if_is_none)]
pub struct ErasureRequest {
    pub id: Uuid,
    pub person: Uuid,
    /// Name, or alias.
    pub person_name: String,
    /// In the person's own words. Left out where you may not see the person.
    pub what: Option<String>,
    /// `waiting`, `granted`, `partly`, `refused` or `withdrawn`.
    pub state: String,
    pub ground: Option<ErasureGround>,
    /// What the person was told.
    pub answer: Option<String>,
    pub asked_at: Instant,
    pub decided_at: Option<Instant>,
    pub revision: i64,
}

/// What a participant wants erased.
#[derive(Debug, Object, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct NewErasureRequest {
    pub what: String,
}

/// A decision on a request.
#[derive(Debug, Object, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NewErasureDecision {
    pub outcome: ErasureOutcome,
    pub ground: ErasureGround,
    /// What is decided and why, to the person.
    pub reason: String,
}

impl From<ErasureView> for ErasureRequest {
    fn from(view: ErasureView) -> Self {
        Self {
            id: view.id.0,
            person: view.person.0,
            person_name: view.person_name,
            what: view.what,
            state: view.state,
            ground: view.ground.map(Into::into),
            answer: view.answer,
            asked_at: Instant(view.asked_at),
            decided_at: view.decided_at.map(Instant),
            revision: view.revision,
        }
    }
}

fn answer(view: ErasureView) -> Tagged<ErasureRequest> {
    let revision = view.revision;
    tagged(view.into(), revision)
}

pub struct ErasuresApi;

#[OpenApi(tag = "Tags::People")]
impl ErasuresApi {
    /// Requests to have data erased, those that wait first (at most 200)
    #[oai(
        path = "/erasure-requests",
        method = "get",
        operation_id = "list_erasure_requests"
    )]
    async fn list_erasure_requests(
        &self,
        app: AppData<'_>,
        auth: Auth,
    ) -> Result<Json<Vec<ErasureRequest>>, ReadFailure> {
        let views = erasure::list(&app, auth.caller()).await?;
        Ok(Json(views.into_iter().map(Into::into).collect()))
    }

    /// Your own requests to have data erased, the latest first
    #[oai(
        path = "/me/erasure-requests",
        method = "get",
        operation_id = "list_my_erasure_requests"
    )]
    async fn list_my_erasure_requests(
        &self,
        app: AppData<'_>,
        auth: Auth,
    ) -> Result<Json<Vec<ErasureRequest>>, ReadFailure> {
        let views = erasure::mine(&app, auth.caller()).await?;
        Ok(Json(views.into_iter().map(Into::into).collect()))
    }

    /// Ask to have your data, or some of them, erased
    #[oai(
        path = "/me/erasure-requests",
        method = "post",
        operation_id = "ask_erasure"
    )]
    async fn ask_erasure(
        &self,
        app: AppData<'_>,
        auth: Auth,
        #[oai(name = "Idempotency-Key")] key: Header<Option<String>>,
        Body(new): Body<NewErasureRequest>,
    ) -> Result<Created<ErasureRequest>, WriteFailure> {
        let caller = auth.caller();
        let once = once(caller, "ask_erasure", key.as_deref(), &new)?;
        let view = erasure::ask(&app, caller, &new.what, once.as_ref()).await?;
        let place = "/api/v1/me/erasure-requests".to_owned();
        Ok(created(view.into(), place))
    }

    /// One request: your own, or any for administrators
    #[oai(
        path = "/erasure-requests/:erasure",
        method = "get",
        operation_id = "get_erasure_request"
    )]
    async fn get_erasure_request(
        &self,
        app: AppData<'_>,
        auth: Auth,
        erasure: Path<Uuid>,
    ) -> Result<Tagged<ErasureRequest>, ReadFailure> {
        let id = ErasureId(erasure.0);
        Ok(answer(erasure::get(&app, auth.caller(), id).await?))
    }

    /// Take your own request back while it waits
    #[oai(
        path = "/erasure-requests/:erasure/withdraw",
        method = "post",
        operation_id = "withdraw_erasure_request"
    )]
    async fn withdraw_erasure_request(
        &self,
        app: AppData<'_>,
        auth: Auth,
        erasure: Path<Uuid>,
    ) -> Result<Tagged<ErasureRequest>, WriteFailure> {
        let id = ErasureId(erasure.0);
        Ok(answer(erasure::withdraw(&app, auth.caller(), id).await?))
    }

    /// Decide a request, on a ground in law
    ///
    /// The person is told by letter, with how to appeal where something is kept. Nothing is erased by
    /// the decision itself.
    #[oai(
        path = "/erasure-requests/:erasure/decide",
        method = "post",
        operation_id = "decide_erasure_request"
    )]
    async fn decide_erasure_request(
        &self,
        app: AppData<'_>,
        auth: Auth,
        erasure: Path<Uuid>,
        #[oai(name = "If-Match")] if_match: Header<Option<String>>,
        Body(body): Body<NewErasureDecision>,
    ) -> Result<Tagged<ErasureRequest>, WriteFailure> {
        let (id, seen) = (ErasureId(erasure.0), seen(if_match.as_deref()));
        let decision = ErasureDecision {
            outcome: body.outcome.into(),
            ground: body.ground.into(),
            reason: body.reason,
        };
        let view = erasure::decide(&app, auth.caller(), id, &decision, seen).await?;
        Ok(answer(view))
    }
}

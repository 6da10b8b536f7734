//! Applications: asking for a place, and what becomes of it.

mod types;

pub use types::{Application, Decision};

use super::{
    Tags,
    body::Body,
    caller::{AppData, Auth, once, seen},
    problem::{ReadFailure, WriteFailure},
    rates,
    respond::{Created, Listed, Tagged, created, limit, listed, tagged},
    types::{ApplicationState, Instant},
};
use crate::{
    error::Error,
    usecase::enrolment::{self, ApplicationView, ListRequest, Wish},
};
use poem::Request;
use poem_openapi::{
    Object, OpenApi,
    param::{Header, Path, Query},
};
use samverkan_domain::id::{ApplicationId, PersonId};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// A request for a place.
#[derive(Debug, Object, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NewApplication {
    /// Id or code of an open channel of the offering.
    pub channel: String,
    /// For whom: administrators only, for somebody who has applied on paper or by telephone.
    #[serde(default)]
    #[oai(skip_serializing_if_is_none)]
    pub person: Option<Uuid>,
    /// Ask for a decision even if you are not eligible: a written refusal can be appealed.
    #[serde(default)]
    #[oai(default)]
    pub insist: bool,
    /// The same for colleagues who want to be admitted together or not at all; only where places
    /// are drawn or ranked.
    #[serde(default)]
    #[oai(skip_serializing_if_is_none)]
    pub joint_code: Option<String>,
    /// Your place on another offering, which you keep until you get this one.
    #[serde(default)]
    #[oai(skip_serializing_if_is_none)]
    pub keeps: Option<Uuid>,
}

/// The answer to a request for a place.
#[derive(Debug, Object)]
#[oai(skip_serializing_if_is_none)]
pub struct Receipt {
    pub application: Uuid,
    pub state: ApplicationState,
    /// The group of the seat or of the reserve list, if the channel has groups.
    pub selection_group: Option<String>,
    /// Place in the queue, counted from 1, for who got no seat.
    pub reserve_position: Option<i64>,
    pub received_at: Instant,
    /// Whether this request made the application; a repeat gives the one there is.
    pub is_new: bool,
}

/// Why somebody is admitted out of turn.
#[derive(Debug, Object, Deserialize)]
#[serde(deny_unknown_fields)]
#[oai(skip_serializing_if_is_none)]
pub struct Admit {
    /// Needed to pass somebody who stands before; kept in the decision.
    #[serde(default)]
    pub reason: Option<String>,
}

/// A registration.
#[derive(Debug, Object, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Register {
    /// Confirms that the condition of the admission is met.
    #[serde(default)]
    #[oai(default)]
    pub condition_met: bool,
}

/// An exit: återbud, tidigt or sent avbrott, by the dates.
#[derive(Debug, Object, Deserialize)]
#[serde(deny_unknown_fields)]
#[oai(skip_serializing_if_is_none)]
pub struct Withdraw {
    /// Whether the person has a passed result: then it is never an early exit. Staff only.
    #[serde(default)]
    #[oai(default)]
    pub passed_result: bool,
    #[serde(default)]
    pub reason: Option<String>,
}

pub(super) fn answer(view: ApplicationView) -> Result<Tagged<Application>, Error> {
    let revision = view.row.revision;
    Ok(tagged(view.try_into()?, revision))
}

pub struct ApplicationsApi;

#[OpenApi(tag = "Tags::Applications")]
impl ApplicationsApi {
    /// Ask for a place on an open channel
    ///
    /// First come, first served; when the seats are taken you get a number on the reserve list.
    /// Sending the same request again is harmless.
    #[oai(
        path = "/offerings/:offering/applications",
        method = "post",
        operation_id = "apply"
    )]
    async fn apply(
        &self,
        app: AppData<'_>,
        auth: Auth,
        request: &Request,
        offering: Path<String>,
        #[oai(name = "Idempotency-Key")] key: Header<Option<String>>,
        Body(new): Body<NewApplication>,
    ) -> Result<Created<Receipt>, WriteFailure> {
        rates::may_apply(&app, auth.caller(), request)?;
        let route = format!("apply {}", offering.0);
        let once = once(auth.caller(), &route, key.as_deref(), &new)?;
        let wish = Wish {
            person: new.person,
            insist: new.insist,
            joint_code: new.joint_code,
            keeps: new.keeps,
        };
        let receipt = enrolment::apply(
            &app,
            auth.caller(),
            &offering,
            &new.channel,
            wish,
            once.as_ref(),
        )
        .await?;
        let location = format!("/api/v1/applications/{}", receipt.application);
        let receipt = Receipt {
            application: receipt.application,
            state: receipt.state.into(),
            selection_group: receipt.selection_group,
            reserve_position: receipt.reserve_position,
            received_at: receipt.received_at.into(),
            is_new: receipt.is_new,
        };
        Ok(created(receipt, location))
    }

    /// Applications: your own, or anybody's for who may read them
    #[oai(
        path = "/applications",
        method = "get",
        operation_id = "list_applications"
    )]
    #[expect(clippy::too_many_arguments, reason = "one argument a query parameter")]
    async fn list_applications(
        &self,
        app: AppData<'_>,
        auth: Auth,
        request: &Request,
        /// Id or code of the offering.
        offering: Query<Option<String>>,
        /// Id or code of the channel.
        channel: Query<Option<String>>,
        person: Query<Option<Uuid>>,
        state: Query<Option<ApplicationState>>,
        /// Selection group: `TPAV`.
        selection_group: Query<Option<String>>,
        /// From the page before.
        cursor: Query<Option<String>>,
        /// Rows on the page, at most 200.
        #[oai(name = "limit")]
        rows: Query<Option<i64>>,
    ) -> Result<Listed<Application>, ReadFailure> {
        let wanted = ListRequest {
            offering: offering.0,
            channel: channel.0,
            person: person.0.map(PersonId),
            state: state.0.map(Into::into),
            selection_group: selection_group.0,
            cursor: cursor.0,
            limit: limit(rows.0),
        };
        let page = enrolment::list(&app, auth.caller(), wanted).await?;
        let items = page
            .items
            .into_iter()
            .map(TryInto::try_into)
            .collect::<Result<_, _>>()?;
        Ok(listed(items, page.next, request))
    }

    /// One application with its decisions
    #[oai(
        path = "/applications/:application",
        method = "get",
        operation_id = "get_application"
    )]
    async fn get_application(
        &self,
        app: AppData<'_>,
        auth: Auth,
        application: Path<Uuid>,
    ) -> Result<Tagged<Application>, ReadFailure> {
        let id = ApplicationId(application.0);
        Ok(answer(enrolment::get(&app, auth.caller(), id).await?)?)
    }

    /// Admit
    #[oai(
        path = "/applications/:application/admit",
        method = "post",
        operation_id = "admit"
    )]
    async fn admit(
        &self,
        app: AppData<'_>,
        auth: Auth,
        application: Path<Uuid>,
        #[oai(name = "If-Match")] if_match: Header<Option<String>>,
        Body(body): Body<Admit>,
    ) -> Result<Tagged<Application>, WriteFailure> {
        let (id, seen) = (ApplicationId(application.0), seen(if_match.as_deref()));
        Ok(answer(
            enrolment::admit(&app, auth.caller(), id, seen, body.reason).await?,
        )?)
    }

    /// Register
    #[oai(
        path = "/applications/:application/register",
        method = "post",
        operation_id = "register"
    )]
    async fn register(
        &self,
        app: AppData<'_>,
        auth: Auth,
        application: Path<Uuid>,
        #[oai(name = "If-Match")] if_match: Header<Option<String>>,
        Body(body): Body<Register>,
    ) -> Result<Tagged<Application>, WriteFailure> {
        let (id, seen) = (ApplicationId(application.0), seen(if_match.as_deref()));
        Ok(answer(
            enrolment::register(&app, auth.caller(), id, seen, body.condition_met).await?,
        )?)
    }

    /// Withdraw
    ///
    /// A participant withdraws her own application and needs no If-Match.
    #[oai(
        path = "/applications/:application/withdraw",
        method = "post",
        operation_id = "withdraw"
    )]
    async fn withdraw(
        &self,
        app: AppData<'_>,
        auth: Auth,
        application: Path<Uuid>,
        #[oai(name = "If-Match")] if_match: Header<Option<String>>,
        Body(body): Body<Withdraw>,
    ) -> Result<Tagged<Application>, WriteFailure> {
        let (id, seen) = (ApplicationId(application.0), seen(if_match.as_deref()));
        let (caller, passed) = (auth.caller(), body.passed_result);
        let view = enrolment::withdraw(&app, caller, id, seen, passed, body.reason).await?;
        Ok(answer(view)?)
    }
}

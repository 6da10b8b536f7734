//! Steps by decision, substitution, and coming back.

use super::{
    Tags,
    applications::{Application, answer},
    body::Body,
    caller::{AppData, Auth, once, seen},
    problem::WriteFailure,
    respond::{Created, Tagged, created},
    types::{Day, StepKind},
};
use crate::usecase::enrolment::{
    come_back::{self, ReturnRequest},
    steps::{self, StepRequest},
    substitute::{self, SubstituteRequest},
};
use poem_openapi::{
    Object, OpenApi,
    param::{Header, Path},
};
use samverkan_domain::id::ApplicationId;
use serde::Deserialize;
use uuid::Uuid;

/// A step. What a step has no use for must be left out.
#[derive(Debug, Object, Deserialize)]
#[serde(deny_unknown_fields)]
#[oai(skip_serializing_if_is_none)]
pub struct NewStep {
    pub step: StepKind,
    /// Why; the person reads it. `refuse`, `strike`, `defer` and `refuse_deferral` need at least
    /// one reason, here or in `reasons`.
    #[serde(default)]
    pub reason: Option<String>,
    /// Several reasons, a sentence each.
    #[serde(default)]
    #[oai(default)]
    pub reasons: Vec<String>,
    /// The same reasons in English, as many and in the same order, for those who read English.
    #[serde(default)]
    #[oai(default)]
    pub reasons_en: Vec<String>,
    /// Needed for `defer`: the term the place is kept for, as HT2027.
    #[serde(default)]
    pub until_term: Option<String>,
    /// For `complete`: the day of the last passed result. Left out: today.
    #[serde(default)]
    pub on: Option<Day>,
    /// For `refuse`: whether it is about eligibility, which can be appealed. Left out: yes.
    #[serde(default)]
    pub about_eligibility: Option<bool>,
    #[serde(default)]
    pub diarienummer: Option<String>,
}

/// Who comes instead: `person`, or name, address and profession of somebody who may be new.
#[derive(Debug, Object, Deserialize)]
#[serde(deny_unknown_fields)]
#[oai(skip_serializing_if_is_none)]
pub struct Substitute {
    #[serde(default)]
    pub person: Option<Uuid>,
    #[serde(default)]
    pub given_name: Option<String>,
    #[serde(default)]
    pub family_name: Option<String>,
    #[serde(default)]
    pub email: Option<String>,
    /// Code in the register of professions.
    #[serde(default)]
    pub profession: Option<String>,
    #[serde(default)]
    pub reason: Option<String>,
}

/// Who came instead.
#[derive(Debug, Object)]
pub struct Substituted {
    /// The newcomer's.
    pub application: Uuid,
    pub person: Uuid,
    /// The application that gave up its place.
    pub replaced: Uuid,
}

/// Where somebody comes back.
#[derive(Debug, Object, Deserialize)]
#[serde(deny_unknown_fields)]
#[oai(skip_serializing_if_is_none)]
pub struct Return {
    /// Id or code of a later offering of the same course.
    pub offering: String,
    /// Id or code of a channel of it.
    pub channel: String,
    #[serde(default)]
    pub reason: Option<String>,
    #[serde(default)]
    pub diarienummer: Option<String>,
}

/// The new place.
#[derive(Debug, Object)]
pub struct Returned {
    pub application: Uuid,
    /// `first` after deferral, `again` by re-registration (OM).
    pub registration_kind: String,
    /// The place was kept by deferral, and given whether or not a seat was free.
    pub kept: bool,
    /// The channel now has more people than seats, because the place was kept.
    pub over_seats: bool,
    pub seats: i64,
    pub seats_taken: i64,
}

pub struct StepsApi;

#[OpenApi(tag = "Tags::Applications")]
impl StepsApi {
    /// Refuse, strike, defer, refuse deferral, mark as not started or as completed
    ///
    /// What may follow on what is the table of docs/anmalans-gang.md. A decision is written once,
    /// with its reasons, and the person is told; who no longer takes part leaves the cohort.
    #[oai(
        path = "/applications/:application/steps",
        method = "post",
        operation_id = "take_step"
    )]
    async fn take_step(
        &self,
        app: AppData<'_>,
        auth: Auth,
        application: Path<Uuid>,
        #[oai(name = "If-Match")] if_match: Header<Option<String>>,
        Body(body): Body<NewStep>,
    ) -> Result<Tagged<Application>, WriteFailure> {
        let (id, seen) = (ApplicationId(application.0), seen(if_match.as_deref()));
        let mut reasons: Vec<String> = body.reason.into_iter().collect();
        reasons.extend(body.reasons);
        let request = StepRequest {
            step: body.step.into(),
            reasons,
            reasons_en: body.reasons_en,
            until_term: body.until_term,
            on: body.on.map(|day| day.0),
            about_eligibility: body.about_eligibility,
            diarienummer: body.diarienummer,
        };
        Ok(answer(
            steps::take(&app, auth.caller(), id, seen, request).await?,
        )?)
    }

    /// Let somebody else take a named person's place
    ///
    /// Until the last day that the contract says. The place in a cohort is not taken over.
    #[oai(
        path = "/applications/:application/substitute",
        method = "post",
        operation_id = "substitute"
    )]
    async fn substitute(
        &self,
        app: AppData<'_>,
        auth: Auth,
        application: Path<Uuid>,
        #[oai(name = "If-Match")] if_match: Header<Option<String>>,
        #[oai(name = "Idempotency-Key")] key: Header<Option<String>>,
        Body(body): Body<Substitute>,
    ) -> Result<Created<Substituted>, WriteFailure> {
        let (id, seen) = (ApplicationId(application.0), seen(if_match.as_deref()));
        let request = SubstituteRequest {
            person: body.person,
            given_name: body.given_name,
            family_name: body.family_name,
            email: body.email,
            profession: body.profession,
            reason: body.reason,
        };
        let route = format!("substitute {}", application.0);
        let once = once(auth.caller(), &route, key.as_deref(), &request)?;
        let caller = auth.caller();
        let done = substitute::substitute(&app, caller, id, seen, request, once.as_ref()).await?;
        let location = format!("/api/v1/applications/{}", done.application);
        let done = Substituted {
            application: done.application,
            person: done.person,
            replaced: done.replaced,
        };
        Ok(created(done, location))
    }

    /// Come back to a later offering: after deferral, or re-registered if there is a seat
    #[oai(
        path = "/applications/:application/return",
        method = "post",
        operation_id = "return_to_course"
    )]
    async fn return_to_course(
        &self,
        app: AppData<'_>,
        auth: Auth,
        application: Path<Uuid>,
        #[oai(name = "If-Match")] if_match: Header<Option<String>>,
        #[oai(name = "Idempotency-Key")] key: Header<Option<String>>,
        Body(body): Body<Return>,
    ) -> Result<Created<Returned>, WriteFailure> {
        let (id, seen) = (ApplicationId(application.0), seen(if_match.as_deref()));
        let request = ReturnRequest {
            offering: body.offering,
            channel: body.channel,
            reason: body.reason,
            diarienummer: body.diarienummer,
        };
        let route = format!("return {}", application.0);
        let once = once(auth.caller(), &route, key.as_deref(), &request)?;
        let caller = auth.caller();
        let done = come_back::come_back(&app, caller, id, seen, request, once.as_ref()).await?;
        let location = format!("/api/v1/applications/{}", done.application);
        let done = Returned {
            application: done.application,
            registration_kind: done.registration_kind,
            kept: done.kept,
            over_seats: done.seats_taken > done.seats,
            seats: done.seats,
            seats_taken: done.seats_taken,
        };
        Ok(created(done, location))
    }
}

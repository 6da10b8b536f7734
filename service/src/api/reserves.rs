//! Reserves: who waits, and calling the next.

use super::{
    Tags,
    body::Body,
    caller::{AppData, Auth, once},
    edge::language,
    problem::{ReadFailure, WriteFailure},
    respond::Done,
    types::{Day, Instant},
};
use crate::usecase::reserves::{self, GroupView, ReservesView};
use poem::Request;
use poem_openapi::{
    Object, OpenApi,
    param::{Header, Path},
    payload::Json,
};
use samverkan_domain::{admission::CallReason, id::ReserveCallId, person::Language};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// The reserve lists of a channel, and who is next.
#[derive(Debug, Object)]
#[oai(skip_serializing_if_is_none)]
pub struct Reserves {
    pub channel_code: String,
    pub seats: i64,
    /// Seats taken, also those above `seats` after överintag.
    pub taken: i64,
    /// Calls that are not answered.
    pub offered: i64,
    /// Seats to call somebody to.
    pub free: i64,
    /// Last day on which anybody is called.
    pub until: Option<Day>,
    /// Whether the service calls the next as soon as a seat comes free.
    pub automatic: bool,
    pub groups: Vec<ReserveGroup>,
    /// Calls that are not answered, the first to run out first; at most 200.
    pub calls: Vec<ReserveCall>,
    /// Who would be called now; left out: nobody.
    pub next: Option<NextInLine>,
    /// Why these are next, or nobody is: a sentence each, in the order the rules were tried.
    pub reasons: Vec<String>,
}

/// One reserve list.
#[derive(Debug, Object)]
pub struct ReserveGroup {
    /// Empty where the channel has no groups.
    pub group: String,
    pub places: i64,
    pub taken: i64,
    pub offered: i64,
    /// How many wait.
    pub waiting: i64,
    /// The first who wait, in order; at most 200.
    pub first: Vec<Reserve>,
}

/// Somebody who waits.
#[derive(Debug, Object)]
#[oai(skip_serializing_if_is_none)]
pub struct Reserve {
    pub application: Uuid,
    pub person: Uuid,
    /// Name, or alias.
    pub person_name: String,
    /// Number on the list.
    pub position: Option<i64>,
    /// The same for those who are called together.
    pub joint_code: Option<String>,
    /// Groups the person belongs to, where the channel has several.
    pub groups: Vec<String>,
    pub interest_asked_at: Option<Instant>,
    /// When the person last said "still interested".
    pub interested_at: Option<Instant>,
}

/// Somebody who is called and has not answered (or waits for those called together).
#[derive(Debug, Object)]
#[oai(skip_serializing_if_is_none)]
pub struct ReserveCall {
    pub id: Uuid,
    pub application: Uuid,
    /// Name, or alias.
    pub person_name: String,
    pub position: Option<i64>,
    pub called_at: Instant,
    pub reminded_at: Option<Instant>,
    /// The first instant that is too late.
    pub answer_by: Instant,
    /// When the person said yes; the place is given when all who are called together have.
    pub answered_at: Option<Instant>,
}

/// Who would be called now.
#[derive(Debug, Object)]
pub struct NextInLine {
    pub group: String,
    /// The group whose place it is.
    pub place_of: String,
    pub positions: Vec<i64>,
    pub applications: Vec<Uuid>,
}

/// How many free places to offer.
#[derive(Debug, Object, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NewCalls {
    /// 1–200. Those who applied together count as one.
    pub count: i64,
}

/// Who was called.
#[derive(Debug, Object)]
pub struct CallsMade {
    pub calls: Vec<Uuid>,
    pub applications: Vec<Uuid>,
    /// Why nobody more was called, where fewer were than asked for.
    pub reasons: Vec<String>,
}

/// Why a call is taken back.
#[derive(Debug, Object, Deserialize)]
#[serde(deny_unknown_fields)]
#[oai(skip_serializing_if_is_none)]
pub struct CancelCall {
    /// Kept in the record.
    #[serde(default)]
    pub reason: Option<String>,
}

fn sentences(reasons: &[CallReason], language: Language) -> Vec<String> {
    let sentence = |reason: &CallReason| reason.sentence(language);
    reasons.iter().map(sentence).collect()
}

impl From<GroupView> for ReserveGroup {
    fn from(view: GroupView) -> Self {
        let first = view.first.into_iter().map(|waiting| Reserve {
            application: waiting.row.id,
            person: waiting.row.person_id,
            person_name: waiting.person_name,
            position: waiting.row.reserve_position,
            joint_code: waiting.row.joint_code,
            groups: waiting.groups,
            interest_asked_at: waiting.row.interest_asked_at.map(|at| Instant(at.0)),
            interested_at: waiting.row.interested_at.map(|at| Instant(at.0)),
        });
        Self {
            group: view.group,
            places: view.places,
            taken: view.taken,
            offered: view.offered,
            waiting: view.waiting,
            first: first.collect(),
        }
    }
}

fn reserves(view: ReservesView, language: Language) -> Reserves {
    let calls = view.calls.into_iter().map(|call| ReserveCall {
        id: call.id,
        application: call.row.id,
        person_name: call.person_name,
        position: call.row.reserve_position,
        called_at: call.called_at.into(),
        reminded_at: call.reminded_at.map(Into::into),
        answer_by: call.answer_by.into(),
        answered_at: call.row.answered_at.map(|at| Instant(at.0)),
    });
    Reserves {
        channel_code: view.channel.code,
        seats: view.channel.seats,
        taken: view.taken,
        offered: view.offered,
        free: view.free,
        until: view.until.map(Into::into),
        automatic: view.automatic,
        groups: view.groups.into_iter().map(Into::into).collect(),
        calls: calls.collect(),
        next: view.next.map(|next| NextInLine {
            group: next.group,
            place_of: next.place_of,
            positions: next.positions,
            applications: next.applications,
        }),
        reasons: sentences(&view.reasons, language),
    }
}

pub struct ReservesApi;

#[OpenApi(tag = "Tags::Applications")]
impl ReservesApi {
    /// The reserves of a channel, what is free, and who is next
    #[oai(
        path = "/channels/:channel/reserves",
        method = "get",
        operation_id = "list_reserves"
    )]
    async fn list_reserves(
        &self,
        app: AppData<'_>,
        auth: Auth,
        request: &Request,
        channel: Path<String>,
    ) -> Result<Json<Reserves>, ReadFailure> {
        let view = reserves::list(&app, auth.caller(), &channel).await?;
        Ok(Json(reserves(view, language(request))))
    }

    /// Offer free seats to the next in line
    ///
    /// Those called have until a deadline in working hours to answer, by the link in their letter
    /// or signed in. Who does not is struck.
    #[oai(
        path = "/channels/:channel/calls",
        method = "post",
        operation_id = "call_reserves"
    )]
    async fn call_reserves(
        &self,
        app: AppData<'_>,
        auth: Auth,
        request: &Request,
        channel: Path<String>,
        #[oai(name = "Idempotency-Key")] key: Header<Option<String>>,
        Body(body): Body<NewCalls>,
    ) -> Result<Json<CallsMade>, WriteFailure> {
        let route = format!("call_reserves {}", channel.0);
        let once = once(auth.caller(), &route, key.as_deref(), &body)?;
        let called =
            reserves::call_next(&app, auth.caller(), &channel, body.count, once.as_ref()).await?;
        Ok(Json(CallsMade {
            calls: called.calls,
            applications: called.applications,
            reasons: sentences(&called.stopped, language(request)),
        }))
    }

    /// Take a call back; the reserve keeps the number
    #[oai(
        path = "/calls/:call/cancel",
        method = "post",
        operation_id = "cancel_call"
    )]
    async fn cancel_call(
        &self,
        app: AppData<'_>,
        auth: Auth,
        call: Path<Uuid>,
        Body(body): Body<CancelCall>,
    ) -> Result<Done, WriteFailure> {
        reserves::cancel_call(&app, auth.caller(), ReserveCallId(call.0), body.reason).await?;
        Ok(Done::Done)
    }
}

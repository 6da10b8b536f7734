//! The three-week control.

use super::{
    Tags,
    body::Body,
    caller::{AppData, Auth},
    edge::language,
    problem::{ReadFailure, WriteFailure},
    types::{Day, Instant, Presence},
};
use crate::usecase::enrolment::follow_up;
use poem::Request;
use poem_openapi::{Object, OpenApi, param::Path, payload::Json};
use serde::Deserialize;
use uuid::Uuid;

/// One registered person in the control.
#[derive(Debug, Object)]
#[oai(skip_serializing_if_is_none)]
pub struct FollowedPerson {
    pub application: Uuid,
    pub person: Uuid,
    /// Name, or alias.
    pub person_name: String,
    pub presence: Presence,
    pub last_seen: Option<Day>,
    /// Three weeks after the start, or after a later registration.
    pub due_on: Day,
    pub due: bool,
    /// When the person was last asked.
    pub asked_at: Option<Instant>,
}

/// The control of an offering: who is registered and has not been seen.
#[derive(Debug, Object)]
pub struct FollowUp {
    pub offering_code: String,
    pub starts_on: Day,
    pub due_on: Day,
    /// The outcome in a sentence.
    pub summary: String,
    /// The silent first, then those not seen for two weeks, then the rest.
    pub people: Vec<FollowedPerson>,
}

/// Whom to ask whether they still take part.
#[derive(Debug, Object, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NewFollowUp {
    /// Registered applications of the offering.
    pub applications: Vec<Uuid>,
    /// Also those who have been asked before.
    #[serde(default)]
    #[oai(default)]
    pub again: bool,
}

/// How many were asked.
#[derive(Debug, Object)]
pub struct FollowUpSent {
    pub sent: i64,
    /// Left out, because they had been asked before.
    pub asked_before: i64,
    /// The last day of early withdrawal, or a week from today when that has passed.
    pub answer_by: Day,
}

pub struct FollowUpApi;

#[OpenApi(tag = "Tags::Applications")]
impl FollowUpApi {
    /// The three-week control: how the registered have been seen
    #[oai(
        path = "/offerings/:offering/follow-up",
        method = "get",
        operation_id = "get_follow_up"
    )]
    async fn get_follow_up(
        &self,
        app: AppData<'_>,
        auth: Auth,
        request: &Request,
        offering: Path<String>,
    ) -> Result<Json<FollowUp>, ReadFailure> {
        let view = follow_up::show(&app, auth.caller(), &offering).await?;
        let people = view.people.into_iter().map(|one| FollowedPerson {
            application: one.row.id,
            person: one.row.person_id,
            person_name: one.name,
            presence: one.followed.presence.into(),
            last_seen: one.followed.last_seen.map(Day),
            due_on: Day(one.followed.due_on),
            due: one.followed.due,
            asked_at: one.asked_at.map(Instant),
        });
        Ok(Json(FollowUp {
            offering_code: view.offering.code,
            starts_on: Day(view.outcome.starts_on),
            due_on: Day(view.outcome.due_on),
            summary: view.outcome.sentence(language(request)),
            people: people.collect(),
        }))
    }

    /// Ask registered people whether they still take part: once each, unless `again`
    #[oai(
        path = "/offerings/:offering/follow-up",
        method = "post",
        operation_id = "send_follow_up"
    )]
    async fn send_follow_up(
        &self,
        app: AppData<'_>,
        auth: Auth,
        offering: Path<String>,
        Body(body): Body<NewFollowUp>,
    ) -> Result<Json<FollowUpSent>, WriteFailure> {
        let caller = auth.caller();
        let asked = follow_up::ask(&app, caller, &offering, &body.applications, body.again).await?;
        Ok(Json(FollowUpSent {
            sent: asked.sent,
            asked_before: asked.asked_before,
            answer_by: Day(asked.answer_by),
        }))
    }
}

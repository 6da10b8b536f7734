//! For how long what is kept (gallringsregler), and what is held.

use super::{
    Tags,
    body::Body,
    caller::{AppData, Auth},
    problem::{ReadFailure, WriteFailure},
    respond::{Created, created},
    types::{Instant, RetentionCategory, RetentionEvent},
};
use crate::usecase::retention::{self, HoldView, NewHold, NewRule, RuleView};
use poem_openapi::{Object, OpenApi, param::Path, payload::Json};
use samverkan_domain::id::PersonId;
use serde::Deserialize;
use uuid::Uuid;

/// A category of what is kept. Without a rule nothing of it is weeded.
#[derive(Debug, Object)]
#[oai(skip_serializing_if_is_none)]
pub struct RetentionCategoryRule {
    pub category: RetentionCategory,
    /// What the time is counted from.
    pub counted_from: RetentionEvent,
    /// For how long, as ISO 8601 has it: `P10Y`, `P6M`.
    pub keep_for: Option<String>,
    /// The decision that the rule follows.
    pub decision: Option<String>,
    pub set_by: Option<String>,
    pub set_at: Option<Instant>,
}

/// A rule as it is set.
#[derive(Debug, Object, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NewRetentionRule {
    /// For how long, as ISO 8601 has it: `P10Y`, `P6M`.
    pub keep_for: String,
    /// The decision that the rule follows: diarienummer, or what else names it.
    pub decision: String,
}

/// What is not weeded, whatever the rules say.
#[derive(Debug, Object)]
#[oai(skip_serializing_if_is_none)]
pub struct RetentionHold {
    pub id: Uuid,
    pub person: Option<Uuid>,
    /// Code of the offering.
    pub offering: Option<String>,
    /// Left out where it is about a person and you may not read people.
    pub reason: Option<String>,
    pub reference: String,
    pub set_by: String,
    pub set_at: Instant,
    pub released_at: Option<Instant>,
}

/// A hold as it is set: on a person or on an offering.
#[derive(Debug, Object, Deserialize)]
#[serde(deny_unknown_fields)]
#[oai(skip_serializing_if_is_none)]
pub struct NewRetentionHold {
    #[serde(default)]
    pub person: Option<Uuid>,
    /// Code or id of the offering.
    #[serde(default)]
    pub offering: Option<String>,
    pub reason: String,
    /// Diarienummer of the matter.
    pub reference: String,
}

impl From<RuleView> for RetentionCategoryRule {
    fn from(view: RuleView) -> Self {
        let (keep_for, decision, set_by, set_at) = match view.rule {
            Some(rule) => (
                Some(rule.keep_for),
                Some(rule.decision),
                Some(rule.set_by),
                Some(Instant(rule.set_at)),
            ),
            None => (None, None, None, None),
        };
        Self {
            category: view.category.into(),
            counted_from: view.counted_from.into(),
            keep_for,
            decision,
            set_by,
            set_at,
        }
    }
}

impl From<HoldView> for RetentionHold {
    fn from(view: HoldView) -> Self {
        Self {
            id: view.id,
            person: view.person.map(|person| person.0),
            offering: view.offering,
            reason: view.reason,
            reference: view.reference,
            set_by: view.set_by,
            set_at: Instant(view.set_at),
            released_at: view.released_at.map(Instant),
        }
    }
}

pub struct RetentionApi;

#[OpenApi(tag = "Tags::Retention")]
impl RetentionApi {
    /// Every category of what is kept, with its rule where there is one
    #[oai(path = "/retention", method = "get", operation_id = "list_retention")]
    async fn list_retention(
        &self,
        app: AppData<'_>,
        auth: Auth,
    ) -> Result<Json<Vec<RetentionCategoryRule>>, ReadFailure> {
        let views = retention::rules(&app, auth.caller()).await?;
        Ok(Json(views.into_iter().map(Into::into).collect()))
    }

    /// Set for how long a category is kept, or another time in its place
    ///
    /// Plans that have been made by the rule before can no longer be executed.
    #[oai(
        path = "/retention/:category",
        method = "put",
        operation_id = "put_retention_rule"
    )]
    async fn put_retention_rule(
        &self,
        app: AppData<'_>,
        auth: Auth,
        category: Path<RetentionCategory>,
        Body(body): Body<NewRetentionRule>,
    ) -> Result<Json<RetentionCategoryRule>, WriteFailure> {
        let new = NewRule {
            keep_for: body.keep_for,
            decision: body.decision,
        };
        let view = retention::set_rule(&app, auth.caller(), category.0.into(), &new).await?;
        Ok(Json(view.into()))
    }

    /// End a rule: nothing of the category is weeded from now on
    #[oai(
        path = "/retention/:category",
        method = "delete",
        operation_id = "end_retention_rule"
    )]
    async fn end_retention_rule(
        &self,
        app: AppData<'_>,
        auth: Auth,
        category: Path<RetentionCategory>,
    ) -> Result<Json<RetentionCategoryRule>, WriteFailure> {
        let view = retention::end_rule(&app, auth.caller(), category.0.into()).await?;
        Ok(Json(view.into()))
    }

    /// Holds (gallringsstopp), those in force first
    #[oai(
        path = "/retention-holds",
        method = "get",
        operation_id = "list_retention_holds"
    )]
    async fn list_retention_holds(
        &self,
        app: AppData<'_>,
        auth: Auth,
    ) -> Result<Json<Vec<RetentionHold>>, ReadFailure> {
        let views = retention::holds(&app, auth.caller()).await?;
        Ok(Json(views.into_iter().map(Into::into).collect()))
    }

    /// Hold a person or an offering: nothing of it is weeded until the hold is released
    ///
    /// A hold that is set after a plan was made is honoured when the plan is executed.
    #[oai(
        path = "/retention-holds",
        method = "post",
        operation_id = "create_retention_hold"
    )]
    async fn create_retention_hold(
        &self,
        app: AppData<'_>,
        auth: Auth,
        Body(body): Body<NewRetentionHold>,
    ) -> Result<Created<RetentionHold>, WriteFailure> {
        let new = NewHold {
            person: body.person.map(PersonId),
            offering: body.offering,
            reason: body.reason,
            reference: body.reference,
        };
        let view = retention::hold(&app, auth.caller(), &new).await?;
        Ok(created(view.into(), "/api/v1/retention-holds".to_owned()))
    }

    /// Release a hold
    #[oai(
        path = "/retention-holds/:hold/release",
        method = "post",
        operation_id = "release_retention_hold"
    )]
    async fn release_retention_hold(
        &self,
        app: AppData<'_>,
        auth: Auth,
        hold: Path<Uuid>,
    ) -> Result<Json<RetentionHold>, WriteFailure> {
        let view = retention::release(&app, auth.caller(), hold.0).await?;
        Ok(Json(view.into()))
    }
}

//! Plans for weeding (gallring), their execution and their protocols.

use super::{
    Tags,
    caller::{AppData, Auth},
    problem::{ReadFailure, WriteFailure},
    respond::{Created, created},
    types::{Day, Instant, RetentionCategory, WeedingState},
};
use crate::usecase::retention::{self, Done, PlanView, Protocol, Step};
use poem_openapi::{Object, OpenApi, param::Path, payload::Json};
use samverkan_domain::retention::InForce;
use uuid::Uuid;

/// A rule as it was when the plan was made.
#[derive(Debug, Object)]
pub struct WeedingRule {
    pub category: RetentionCategory,
    pub keep_for: String,
    pub decision: String,
}

/// How much of a category, in an offering where it belongs to one.
#[derive(Debug, Object)]
#[oai(skip_serializing_if_is_none)]
pub struct WeedingCount {
    pub category: RetentionCategory,
    /// Code of the offering.
    pub offering: Option<String>,
    pub things: i64,
    pub people: i64,
    /// What the time is counted from: the first day and the last.
    pub first: Day,
    pub last: Day,
}

/// Who did something with the plan: as the audit trail says it, and as what.
#[derive(Debug, Object)]
pub struct WeedingStep {
    pub by: String,
    pub role: String,
    pub at: Instant,
}

/// A plan for weeding: what is due by the rules, minus what is held.
#[derive(Debug, Object)]
#[oai(skip_serializing_if_is_none)]
pub struct WeedingPlan {
    pub id: Uuid,
    pub state: WeedingState,
    /// The day that everything in it was due on.
    pub as_of: Day,
    /// SHA-256 over the rules and everything in the plan.
    pub digest: String,
    pub rules: Vec<WeedingRule>,
    pub counts: Vec<WeedingCount>,
    /// Things that were due and are held.
    pub held: i64,
    /// Whether a second person has to approve it.
    pub needs_approval: bool,
    pub planned: WeedingStep,
    pub approved: Option<WeedingStep>,
    pub executed: Option<WeedingStep>,
}

/// Gallringsprotokoll: what was weeded. Names nobody; kept for ever.
#[derive(Debug, Object)]
#[oai(skip_serializing_if_is_none)]
pub struct WeedingProtocol {
    pub plan: Uuid,
    pub as_of: Day,
    pub digest: String,
    pub rules: Vec<WeedingRule>,
    /// What was weeded.
    pub weeded: Vec<WeedingCount>,
    /// Planned, and left because it was held since.
    pub held: i64,
    /// Planned, and left because something has happened with it since.
    pub no_longer_due: i64,
    pub planned: WeedingStep,
    pub approved: Option<WeedingStep>,
    pub executed: WeedingStep,
}

fn number(count: u64) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

impl From<InForce> for WeedingRule {
    fn from(rule: InForce) -> Self {
        Self {
            category: rule.category.into(),
            keep_for: rule.keep_for,
            decision: rule.decision,
        }
    }
}

impl From<Done> for WeedingCount {
    fn from(done: Done) -> Self {
        Self {
            category: done.count.category.into(),
            offering: done.offering_code,
            things: number(done.count.things),
            people: number(done.count.people),
            first: Day(done.count.first),
            last: Day(done.count.last),
        }
    }
}

impl From<Step> for WeedingStep {
    fn from(step: Step) -> Self {
        Self {
            by: step.by,
            role: step.role,
            at: Instant(step.at),
        }
    }
}

fn all<A, B: From<A>>(from: Vec<A>) -> Vec<B> {
    from.into_iter().map(Into::into).collect()
}

impl From<PlanView> for WeedingPlan {
    fn from(view: PlanView) -> Self {
        Self {
            id: view.id,
            state: view.state.into(),
            as_of: Day(view.as_of),
            digest: view.digest,
            rules: all(view.rules),
            counts: all(view.counts),
            held: number(view.held),
            needs_approval: view.needs_approval,
            planned: view.planned.into(),
            approved: view.approved.map(Into::into),
            executed: view.executed.map(Into::into),
        }
    }
}

impl From<Protocol> for WeedingProtocol {
    fn from(protocol: Protocol) -> Self {
        Self {
            plan: protocol.plan,
            as_of: Day(protocol.as_of),
            digest: protocol.digest,
            rules: all(protocol.rules),
            weeded: all(protocol.weeded),
            held: number(protocol.held),
            no_longer_due: number(protocol.no_longer_due),
            planned: protocol.planned.into(),
            approved: protocol.approved.map(Into::into),
            executed: protocol.executed.into(),
        }
    }
}

pub struct WeedingApi;

#[OpenApi(tag = "Tags::Retention")]
impl WeedingApi {
    /// Plan what is due today by the rules in force; nothing is weeded by it
    #[oai(
        path = "/weeding-plans",
        method = "post",
        operation_id = "plan_weeding"
    )]
    async fn plan_weeding(
        &self,
        app: AppData<'_>,
        auth: Auth,
    ) -> Result<Created<WeedingPlan>, WriteFailure> {
        let view = retention::plan(&app, auth.caller()).await?;
        let place = format!("/api/v1/weeding-plans/{}", view.id);
        Ok(created(view.into(), place))
    }

    /// Plans, the latest first (at most 200)
    #[oai(
        path = "/weeding-plans",
        method = "get",
        operation_id = "list_weeding_plans"
    )]
    async fn list_weeding_plans(
        &self,
        app: AppData<'_>,
        auth: Auth,
    ) -> Result<Json<Vec<WeedingPlan>>, ReadFailure> {
        Ok(Json(all(retention::plans(&app, auth.caller()).await?)))
    }

    /// One plan: how much of what, in which offering, from when
    #[oai(
        path = "/weeding-plans/:weeding",
        method = "get",
        operation_id = "get_weeding_plan"
    )]
    async fn get_weeding_plan(
        &self,
        app: AppData<'_>,
        auth: Auth,
        weeding: Path<Uuid>,
    ) -> Result<Json<WeedingPlan>, ReadFailure> {
        let view = retention::plan_of(&app, auth.caller(), weeding.0).await?;
        Ok(Json(view.into()))
    }

    /// Approve a plan, as somebody else than who made it
    #[oai(
        path = "/weeding-plans/:weeding/approve",
        method = "post",
        operation_id = "approve_weeding"
    )]
    async fn approve_weeding(
        &self,
        app: AppData<'_>,
        auth: Auth,
        weeding: Path<Uuid>,
    ) -> Result<Json<WeedingPlan>, WriteFailure> {
        let view = retention::approve(&app, auth.caller(), weeding.0).await?;
        Ok(Json(view.into()))
    }

    /// Weed what the plan says, minus what is held since or no longer due
    ///
    /// What is weeded cannot be had back. Refused where a rule has changed since the plan was made, and
    /// until a second person has approved it where the settings ask for that.
    #[oai(
        path = "/weeding-plans/:weeding/execute",
        method = "post",
        operation_id = "execute_weeding"
    )]
    async fn execute_weeding(
        &self,
        app: AppData<'_>,
        auth: Auth,
        weeding: Path<Uuid>,
    ) -> Result<Json<WeedingProtocol>, WriteFailure> {
        let protocol = retention::execute(&app, auth.caller(), weeding.0).await?;
        Ok(Json(protocol.into()))
    }

    /// The protocol of a plan that has been executed (gallringsprotokoll)
    #[oai(
        path = "/weeding-plans/:weeding/protocol",
        method = "get",
        operation_id = "get_weeding_protocol"
    )]
    async fn get_weeding_protocol(
        &self,
        app: AppData<'_>,
        auth: Auth,
        weeding: Path<Uuid>,
    ) -> Result<Json<WeedingProtocol>, ReadFailure> {
        let protocol = retention::protocol(&app, auth.caller(), weeding.0).await?;
        Ok(Json(protocol.into()))
    }
}

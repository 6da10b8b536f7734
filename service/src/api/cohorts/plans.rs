//! Plans: proposed, read, compared, decided, undone.

use super::{
    new_plan::NewCohortPlan,
    types::{CohortPlan, CohortPlanSummary, MovedPerson, Score, count, plan, score, summary},
};
use crate::{
    api::{
        Tags,
        body::Body,
        caller::{AppData, Auth, once, seen},
        edge::language,
        problem::{ReadFailure, WriteFailure},
        respond::{Created, Tagged, created, tagged},
    },
    error::Error,
    usecase::cohorts::{self, Comparison, PlanView, Side},
};
use poem::Request;
use poem_openapi::{
    Object, OpenApi,
    param::{Header, Path},
    payload::Json,
};
use samverkan_domain::{id::CohortPlanId, person::Language};
use serde_json::Value;
use uuid::Uuid;

/// Plans listed at most.
const PLANS: i64 = 50;

/// One of two plans compared.
#[derive(Debug, Object)]
pub struct ComparedPlan {
    pub id: Uuid,
    pub score: Score,
    /// How far from the best possible, in words.
    pub quality: String,
    pub cohorts: i64,
    pub people: i64,
}

/// A cohort of one plan and the cohort of another that shares most members with it.
#[derive(Debug, Object)]
pub struct CohortTwins {
    pub first: String,
    pub second: String,
}

/// How two plans differ.
#[derive(Debug, Object)]
pub struct PlanComparison {
    pub first: ComparedPlan,
    pub second: ComparedPlan,
    /// Who is in another cohort in the second, cohorts being told apart by their members.
    pub moves: Vec<MovedPerson>,
    /// Which cohort of the second each cohort of the first is taken to be.
    pub twins: Vec<CohortTwins>,
    /// Names of those who are in the first plan only.
    pub only_first: Vec<String>,
    /// Names of those who are in the second plan only.
    pub only_second: Vec<String>,
    /// Pairs of people who share a cohort in the first plan.
    pub pairs: i64,
    /// How many of them do so in the second.
    pub pairs_kept: i64,
}

fn side(side: &Side, language: Language) -> ComparedPlan {
    ComparedPlan {
        id: side.plan.0,
        score: score(&side.score),
        quality: side.quality.words(language),
        cohorts: count(side.cohorts),
        people: count(side.people),
    }
}

fn comparison(found: &Comparison, language: Language) -> PlanComparison {
    let names = |people: &[_]| people.iter().map(|p| found.names.of(*p)).collect();
    let moved = found.moves.iter().map(|moved| MovedPerson {
        person: Some(moved.person.0),
        name: found.names.of(moved.person),
        from: moved.from.clone(),
        to: moved.to.clone(),
    });
    let pairs = |pairs: u64| i64::try_from(pairs).unwrap_or(i64::MAX);
    PlanComparison {
        first: side(&found.sides[0], language),
        second: side(&found.sides[1], language),
        moves: moved.collect(),
        twins: found
            .twins
            .iter()
            .map(|(first, second)| CohortTwins {
                first: first.clone(),
                second: second.clone(),
            })
            .collect(),
        only_first: names(&found.only_first),
        only_second: names(&found.only_second),
        pairs: pairs(found.pairs.0),
        pairs_kept: pairs(found.pairs.1),
    }
}

pub(super) fn answer(view: &PlanView, request: &Request) -> Tagged<CohortPlan> {
    tagged(plan(view, language(request)), view.revision)
}

pub struct PlansApi;

#[OpenApi(tag = "Tags::Cohorts")]
impl PlansApi {
    /// Propose a partition of everybody who has a place
    #[oai(
        path = "/offerings/:offering/cohort-plans",
        method = "post",
        operation_id = "propose_cohort_plan"
    )]
    async fn propose_cohort_plan(
        &self,
        app: AppData<'_>,
        auth: Auth,
        request: &Request,
        offering: Path<String>,
        #[oai(name = "Idempotency-Key")] key: Header<Option<String>>,
        Body(new): Body<NewCohortPlan>,
    ) -> Result<Created<CohortPlan>, WriteFailure> {
        let wanted = new.request()?;
        let route = format!("propose_cohort_plan {}", offering.0);
        let once = once(auth.caller(), &route, key.as_deref(), &wanted)?;
        let view = cohorts::propose(&app, auth.caller(), &offering, &wanted, once.as_ref()).await?;
        let location = format!("/api/v1/cohort-plans/{}", view.id);
        Ok(created(plan(&view, language(request)), location))
    }

    /// Plans of an offering, newest first
    #[oai(
        path = "/offerings/:offering/cohort-plans",
        method = "get",
        operation_id = "list_cohort_plans"
    )]
    async fn list_cohort_plans(
        &self,
        app: AppData<'_>,
        auth: Auth,
        request: &Request,
        offering: Path<String>,
    ) -> Result<Json<Vec<CohortPlanSummary>>, ReadFailure> {
        let views = cohorts::list(&app, auth.caller(), &offering, PLANS).await?;
        let language = language(request);
        Ok(Json(
            views.iter().map(|view| summary(view, language)).collect(),
        ))
    }

    /// One plan, explained per cohort and per person
    #[oai(
        path = "/cohort-plans/:plan",
        method = "get",
        operation_id = "get_cohort_plan"
    )]
    async fn get_cohort_plan(
        &self,
        app: AppData<'_>,
        auth: Auth,
        request: &Request,
        plan: Path<Uuid>,
    ) -> Result<Tagged<CohortPlan>, ReadFailure> {
        let view = cohorts::get(&app, auth.caller(), CohortPlanId(plan.0)).await?;
        Ok(answer(&view, request))
    }

    /// What a plan was made with, for making it again (cohort-plan-record/1)
    ///
    /// People are positions; the instance within is in the format cohort-instance/1.
    #[oai(
        path = "/cohort-plans/:plan/record",
        method = "get",
        operation_id = "get_cohort_plan_record"
    )]
    async fn get_cohort_plan_record(
        &self,
        app: AppData<'_>,
        auth: Auth,
        plan: Path<Uuid>,
    ) -> Result<Json<Value>, ReadFailure> {
        let record = cohorts::record(&app, auth.caller(), CohortPlanId(plan.0)).await?;
        Ok(Json(serde_json::to_value(record).map_err(Error::internal)?))
    }

    /// How another plan of the offering differs from this one
    #[oai(
        path = "/cohort-plans/:plan/compare/:other",
        method = "get",
        operation_id = "compare_cohort_plans"
    )]
    async fn compare_cohort_plans(
        &self,
        app: AppData<'_>,
        auth: Auth,
        request: &Request,
        plan: Path<Uuid>,
        other: Path<Uuid>,
    ) -> Result<Json<PlanComparison>, ReadFailure> {
        let (plan, other) = (CohortPlanId(plan.0), CohortPlanId(other.0));
        let found = cohorts::compare(&app, auth.caller(), plan, other).await?;
        Ok(Json(comparison(&found, language(request))))
    }

    /// Put a plan into force
    #[oai(
        path = "/cohort-plans/:plan/commit",
        method = "post",
        operation_id = "commit_cohort_plan"
    )]
    async fn commit_cohort_plan(
        &self,
        app: AppData<'_>,
        auth: Auth,
        request: &Request,
        plan: Path<Uuid>,
        #[oai(name = "If-Match")] if_match: Header<Option<String>>,
    ) -> Result<Tagged<CohortPlan>, WriteFailure> {
        let (id, seen) = (CohortPlanId(plan.0), seen(if_match.as_deref()));
        let view = cohorts::commit(&app, auth.caller(), id, seen).await?;
        Ok(answer(&view, request))
    }

    /// Undo the commit of a plan: what it replaced is put back, as a plan of its own
    #[oai(
        path = "/cohort-plans/:plan/undo",
        method = "post",
        operation_id = "undo_cohort_plan"
    )]
    async fn undo_cohort_plan(
        &self,
        app: AppData<'_>,
        auth: Auth,
        request: &Request,
        plan: Path<Uuid>,
        #[oai(name = "If-Match")] if_match: Header<Option<String>>,
    ) -> Result<Tagged<CohortPlan>, WriteFailure> {
        let (id, seen) = (CohortPlanId(plan.0), seen(if_match.as_deref()));
        let view = cohorts::undo(&app, auth.caller(), id, seen).await?;
        Ok(answer(&view, request))
    }

    /// Throw a plan away
    #[oai(
        path = "/cohort-plans/:plan/discard",
        method = "post",
        operation_id = "discard_cohort_plan"
    )]
    async fn discard_cohort_plan(
        &self,
        app: AppData<'_>,
        auth: Auth,
        request: &Request,
        plan: Path<Uuid>,
        #[oai(name = "If-Match")] if_match: Header<Option<String>>,
    ) -> Result<Tagged<CohortPlan>, WriteFailure> {
        let (id, seen) = (CohortPlanId(plan.0), seen(if_match.as_deref()));
        let view = cohorts::discard(&app, auth.caller(), id, seen).await?;
        Ok(answer(&view, request))
    }
}

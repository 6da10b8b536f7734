//! Changing a plan by hand.

use super::types::{CohortPlan, Score, plan, score};
use crate::{
    api::{
        Tags,
        body::Body,
        caller::{AppData, Auth, seen},
        edge::language,
        problem::WriteFailure,
        respond::{Tagged, tagged},
    },
    error::Error,
    usecase::cohorts::{self, PlanView, Rearrangement},
};
use poem::Request;
use poem_openapi::{
    Object, OpenApi,
    param::{Header, Path, Query},
};
use samverkan_domain::{
    cohort::MoveEffect,
    id::{CohortPlanId, PersonId},
};
use serde::Deserialize;
use uuid::Uuid;

/// A person to move.
#[derive(Debug, Object, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NewMove {
    pub person: Uuid,
    /// Code of the cohort to move to.
    pub cohort: String,
}

/// Two people to exchange.
#[derive(Debug, Object, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NewSwap {
    pub person: Uuid,
    pub with: Uuid,
}

/// People to hold in the cohorts they are in, or to let go.
#[derive(Debug, Object, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NewLocks {
    pub people: Vec<Uuid>,
    pub locked: bool,
}

/// What a move does to the score.
#[derive(Debug, Object)]
pub struct MoveResult {
    pub before: Score,
    pub after: Score,
    /// Soft points added; below zero is better.
    pub points: i64,
    /// Hard rules the move would break; then it is not carried out.
    pub breaks: Vec<String>,
    pub plan: CohortPlan,
}

fn moved(effect: &MoveEffect, view: &PlanView, request: &Request) -> MoveResult {
    MoveResult {
        before: score(&effect.before),
        after: score(&effect.after),
        points: effect.delta_soft,
        breaks: cohorts::broken_rules(effect),
        plan: plan(view, language(request)),
    }
}

pub struct PlanChangesApi;

#[OpenApi(tag = "Tags::Cohorts")]
impl PlanChangesApi {
    /// Move one person in a plan, or see what it would do to the score
    #[oai(
        path = "/cohort-plans/:plan/moves",
        method = "post",
        operation_id = "move_in_cohort_plan"
    )]
    #[expect(clippy::too_many_arguments, reason = "one argument a parameter")]
    async fn move_in_cohort_plan(
        &self,
        app: AppData<'_>,
        auth: Auth,
        request: &Request,
        plan: Path<Uuid>,
        /// Show the effect only.
        dry_run: Query<Option<bool>>,
        /// Needed unless it is a dry run.
        #[oai(name = "If-Match")]
        if_match: Header<Option<String>>,
        Body(new): Body<NewMove>,
    ) -> Result<Tagged<MoveResult>, WriteFailure> {
        let wanted = Rearrangement::Move {
            person: PersonId(new.person),
            cohort: new.cohort,
        };
        let (id, dry) = (CohortPlanId(plan.0), dry_run.0.unwrap_or(false));
        let seen = seen(if_match.as_deref());
        let (view, effect) =
            cohorts::rearrange(&app, auth.caller(), id, &wanted, dry, seen).await?;
        Ok(tagged(moved(&effect, &view, request), view.revision))
    }

    /// Exchange two people of a plan, or see what it would do to the score
    #[oai(
        path = "/cohort-plans/:plan/swaps",
        method = "post",
        operation_id = "swap_in_cohort_plan"
    )]
    #[expect(clippy::too_many_arguments, reason = "one argument a parameter")]
    async fn swap_in_cohort_plan(
        &self,
        app: AppData<'_>,
        auth: Auth,
        request: &Request,
        plan: Path<Uuid>,
        /// Show the effect only.
        dry_run: Query<Option<bool>>,
        /// Needed unless it is a dry run.
        #[oai(name = "If-Match")]
        if_match: Header<Option<String>>,
        Body(new): Body<NewSwap>,
    ) -> Result<Tagged<MoveResult>, WriteFailure> {
        let wanted = Rearrangement::Swap {
            person: PersonId(new.person),
            with: PersonId(new.with),
        };
        let (id, dry) = (CohortPlanId(plan.0), dry_run.0.unwrap_or(false));
        let seen = seen(if_match.as_deref());
        let (view, effect) =
            cohorts::rearrange(&app, auth.caller(), id, &wanted, dry, seen).await?;
        Ok(tagged(moved(&effect, &view, request), view.revision))
    }

    /// Hold people in the cohorts where a plan has them, or let them go
    #[oai(
        path = "/cohort-plans/:plan/locks",
        method = "post",
        operation_id = "lock_in_cohort_plan"
    )]
    async fn lock_in_cohort_plan(
        &self,
        app: AppData<'_>,
        auth: Auth,
        request: &Request,
        plan: Path<Uuid>,
        #[oai(name = "If-Match")] if_match: Header<Option<String>>,
        Body(new): Body<NewLocks>,
    ) -> Result<Tagged<CohortPlan>, WriteFailure> {
        if new.people.is_empty() {
            let (sv, en) = ("Ange minst en person.", "Name at least one person.");
            return Err(Error::invalid("/people", "required", sv, en).into());
        }
        let people: Vec<_> = new.people.into_iter().map(PersonId).collect();
        let (id, seen) = (CohortPlanId(plan.0), seen(if_match.as_deref()));
        let view = cohorts::set_locks(&app, auth.caller(), id, &people, new.locked, seen).await?;
        Ok(super::plans::answer(&view, request))
    }
}

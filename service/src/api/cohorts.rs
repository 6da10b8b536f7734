//! Cohorts, plans and rules about who goes with whom.

use super::{
    Tags,
    body::Body,
    caller::{AppData, Auth, once, seen},
    problem::{ReadFailure, WriteFailure},
    respond::{Created, Done, Tagged, created, tagged},
    types::{Family, Instant, PlanStart, RuleKind, WorkplacePolicy},
};
use crate::usecase::cohorts::{
    self, CohortView, Lock, PlanRequest, PlanView, RuleRequest, RuleView,
};
use poem::Request;
use poem_openapi::{
    Object, OpenApi,
    param::{Header, Path, Query},
    payload::Json,
};
use samverkan_domain::{
    cohort::{CohortExplanation, MoveEffect},
    id::{CohortPlanId, PersonId},
    person::Language,
};
use serde::Deserialize;
use std::collections::BTreeMap;
use uuid::Uuid;

/// Plans listed at most.
const PLANS: i64 = 50;

/// A cohort in force (grupp).
#[derive(Debug, Object)]
pub struct Cohort {
    pub id: Uuid,
    /// Name of the partition the cohort is part of.
    pub set_name: String,
    pub code: String,
    pub seats_min: i64,
    pub seats_max: i64,
    /// Members per profession family.
    pub mix: Vec<FamilyShare>,
    pub members: Vec<Member>,
}

/// How many of a family there are.
#[derive(Debug, Object)]
pub struct FamilyShare {
    pub family: Family,
    /// What the family is called.
    pub label: String,
    pub count: i64,
}

/// A member of a cohort.
#[derive(Debug, Object)]
#[oai(skip_serializing_if_is_none)]
pub struct Member {
    pub person: Uuid,
    /// Name, or alias.
    pub name: String,
    pub family: Option<Family>,
    /// Held here when cohorts are balanced anew.
    pub locked: bool,
}

/// What a plan is to be like.
#[derive(Debug, Object, Deserialize)]
#[serde(deny_unknown_fields)]
#[oai(skip_serializing_if_is_none)]
pub struct NewCohortPlan {
    /// Name of the partition; an offering may have several. Default: `Grupper`.
    #[serde(default)]
    pub set_name: Option<String>,
    /// Default: `rebalance`.
    #[serde(default)]
    pub start: Option<PlanStart>,
    /// Cohorts of about this many people; default: the offering's.
    #[serde(default)]
    pub size: Option<u32>,
    /// Default: `spread`.
    #[serde(default)]
    pub workplaces: Option<WorkplacePolicy>,
    /// The same seed gives the same plan. Default: 1.
    #[serde(default)]
    pub seed: Option<u64>,
    /// Codes of the cohorts in which people with protected data may be placed.
    #[serde(default)]
    pub protected_ok: Vec<String>,
    /// People to hold in a cohort.
    #[serde(default)]
    pub locks: Vec<CohortLock>,
}

/// A person held in a cohort.
#[derive(Debug, Object, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CohortLock {
    pub person: Uuid,
    /// Code of the cohort.
    pub cohort: String,
}

/// A proposed partition (förslag till gruppindelning).
#[derive(Debug, Object)]
pub struct CohortPlan {
    pub id: Uuid,
    pub offering: Uuid,
    pub set_name: String,
    /// `proposed`, `committed` or `discarded`.
    pub state: String,
    pub seed: u64,
    pub score: Score,
    pub cohorts: Vec<PlannedCohort>,
    pub people: Vec<PlannedPerson>,
    /// How many change cohort against those in force.
    pub moves: i64,
    pub created_at: Instant,
    pub revision: i64,
}

/// How good a partition is: no hard violation, and few soft points.
#[derive(Debug, Object)]
pub struct Score {
    /// Hard rules broken.
    pub hard: i64,
    /// Soft points; 0 is perfect.
    pub soft: i64,
    /// Points per criterion.
    pub criteria: BTreeMap<String, i64>,
}

/// A cohort of a plan.
#[derive(Debug, Object)]
pub struct PlannedCohort {
    pub code: String,
    pub size: u32,
    pub mix: Vec<FamilyShare>,
    /// Why it looks as it does.
    pub explanation: String,
}

/// A person in a plan.
#[derive(Debug, Object)]
#[oai(skip_serializing_if_is_none)]
pub struct PlannedPerson {
    pub person: Uuid,
    /// Name, or alias.
    pub name: String,
    /// Code of the cohort.
    pub cohort: String,
    /// Code of the cohort in force, if it is another.
    pub moved_from: Option<String>,
    /// Why here, and what the next best place would cost.
    pub explanation: String,
}

/// A person to move.
#[derive(Debug, Object, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NewMove {
    pub person: Uuid,
    /// Code of the cohort to move to.
    pub cohort: String,
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

/// A rule about two people.
#[derive(Debug, Object)]
pub struct CohortRule {
    pub id: Uuid,
    pub kind: RuleKind,
    pub person: Uuid,
    pub person_name: String,
    pub other: Uuid,
    pub other_name: String,
    pub reason: String,
}

/// A rule as written.
#[derive(Debug, Object, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NewCohortRule {
    pub kind: RuleKind,
    pub person: Uuid,
    pub other: Uuid,
    /// Why, for those who decide later. No health data.
    pub reason: String,
}

/// The id of a rule.
#[derive(Debug, Object)]
pub struct MadeRule {
    pub id: Uuid,
}

fn score(score: &samverkan_domain::cohort::Score) -> Score {
    Score {
        hard: i64::try_from(score.hard_total()).unwrap_or(i64::MAX),
        soft: score.soft_total(),
        criteria: score.soft.clone(),
    }
}

fn planned(cohort: &CohortExplanation, language: Language) -> PlannedCohort {
    let mix = cohort.families.iter().map(|family| FamilyShare {
        family: family.family.into(),
        label: family.family.label(language).to_owned(),
        count: family.count,
    });
    PlannedCohort {
        code: cohort.code.clone(),
        size: cohort.size,
        mix: mix.collect(),
        explanation: cohort.sentence(language),
    }
}

fn plan(view: &PlanView, language: Language) -> CohortPlan {
    let plan = &view.content.plan;
    let people = plan.people.iter().map(|person| {
        let moved = view
            .moves
            .iter()
            .find(|moved| moved.person == person.person);
        PlannedPerson {
            person: person.person.0,
            name: view.names.get(&person.person).cloned().unwrap_or_default(),
            cohort: person.code.clone(),
            moved_from: moved.and_then(|moved| moved.from.clone()),
            explanation: person.sentence(language),
        }
    });
    CohortPlan {
        id: view.id.0,
        offering: view.offering.0,
        set_name: view.content.request.set_name.clone(),
        state: view.state.clone(),
        seed: view.content.request.seed,
        score: score(&plan.score),
        cohorts: plan
            .cohorts
            .iter()
            .map(|cohort| planned(cohort, language))
            .collect(),
        people: people.collect(),
        moves: i64::try_from(view.moves.len()).unwrap_or(i64::MAX),
        created_at: view.created_at.into(),
        revision: view.revision,
    }
}

fn answer(view: &PlanView, request: &Request) -> Tagged<CohortPlan> {
    tagged(plan(view, super::edge::language(request)), view.revision)
}

fn cohort(view: CohortView, language: Language) -> Cohort {
    let mix = view.mix.into_iter().map(|(family, count)| FamilyShare {
        family: family.into(),
        label: family.label(language).to_owned(),
        count: i64::from(count),
    });
    Cohort {
        id: view.row.id,
        set_name: view.set_name,
        code: view.row.code,
        seats_min: view.row.seats_min,
        seats_max: view.row.seats_max,
        mix: mix.collect(),
        members: view
            .members
            .into_iter()
            .map(|member| Member {
                person: member.person.0,
                name: member.name,
                family: member.family.map(Into::into),
                locked: member.locked,
            })
            .collect(),
    }
}

fn rule(view: RuleView) -> CohortRule {
    CohortRule {
        id: view.id,
        kind: view.kind.into(),
        person: view.person.0,
        person_name: view.person_name,
        other: view.other.0,
        other_name: view.other_name,
        reason: view.reason,
    }
}

fn moved(effect: &MoveEffect, view: &PlanView, language: Language) -> MoveResult {
    MoveResult {
        before: score(&effect.before),
        after: score(&effect.after),
        points: effect.delta_soft,
        breaks: cohorts::broken_rules(effect),
        plan: plan(view, language),
    }
}

pub struct CohortsApi;

#[OpenApi(tag = "Tags::Cohorts")]
impl CohortsApi {
    /// Cohorts in force, with members
    #[oai(
        path = "/offerings/:offering/cohorts",
        method = "get",
        operation_id = "list_cohorts"
    )]
    async fn list_cohorts(
        &self,
        app: AppData<'_>,
        auth: Auth,
        request: &Request,
        offering: Path<String>,
    ) -> Result<Json<Vec<Cohort>>, ReadFailure> {
        let views = cohorts::cohorts(&app, auth.caller(), &offering).await?;
        let language = super::edge::language(request);
        Ok(Json(
            views
                .into_iter()
                .map(|view| cohort(view, language))
                .collect(),
        ))
    }

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
        let locks = new.locks.into_iter();
        let wanted = PlanRequest {
            set_name: new.set_name.unwrap_or_else(|| "Grupper".to_owned()),
            start: new.start.unwrap_or(PlanStart::Rebalance).into(),
            size: new.size,
            workplaces: new.workplaces.unwrap_or(WorkplacePolicy::Spread).into(),
            seed: new.seed.unwrap_or(1),
            protected_ok: new.protected_ok,
            locks: locks
                .map(|l| Lock {
                    person: PersonId(l.person),
                    cohort: l.cohort,
                })
                .collect(),
        };
        let route = format!("propose_cohort_plan {}", offering.0);
        let once = once(auth.caller(), &route, key.as_deref(), &wanted)?;
        let view = cohorts::propose(&app, auth.caller(), &offering, &wanted, once.as_ref()).await?;
        let location = format!("/api/v1/cohort-plans/{}", view.id);
        Ok(created(
            plan(&view, super::edge::language(request)),
            location,
        ))
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
    ) -> Result<Json<Vec<CohortPlan>>, ReadFailure> {
        let views = cohorts::list(&app, auth.caller(), &offering, PLANS).await?;
        let language = super::edge::language(request);
        Ok(Json(
            views.iter().map(|view| plan(view, language)).collect(),
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
        let (id, person) = (CohortPlanId(plan.0), PersonId(new.person));
        let seen = seen(if_match.as_deref());
        let dry_run = dry_run.0.unwrap_or(false);
        let (view, effect) =
            cohorts::move_person(&app, auth.caller(), id, person, &new.cohort, dry_run, seen)
                .await?;
        let language = super::edge::language(request);
        Ok(tagged(moved(&effect, &view, language), view.revision))
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
        Ok(answer(
            &cohorts::commit(&app, auth.caller(), id, seen).await?,
            request,
        ))
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
        Ok(answer(
            &cohorts::discard(&app, auth.caller(), id, seen).await?,
            request,
        ))
    }

    /// Rules about who must, or must not, share a cohort
    #[oai(
        path = "/offerings/:offering/cohort-rules",
        method = "get",
        operation_id = "list_cohort_rules"
    )]
    async fn list_cohort_rules(
        &self,
        app: AppData<'_>,
        auth: Auth,
        offering: Path<String>,
    ) -> Result<Json<Vec<CohortRule>>, ReadFailure> {
        let views = cohorts::rules(&app, auth.caller(), &offering).await?;
        Ok(Json(views.into_iter().map(rule).collect()))
    }

    /// Add a rule about two people
    #[oai(
        path = "/offerings/:offering/cohort-rules",
        method = "post",
        operation_id = "create_cohort_rule"
    )]
    async fn create_cohort_rule(
        &self,
        app: AppData<'_>,
        auth: Auth,
        offering: Path<String>,
        #[oai(name = "Idempotency-Key")] key: Header<Option<String>>,
        Body(new): Body<NewCohortRule>,
    ) -> Result<Created<MadeRule>, WriteFailure> {
        let wanted = RuleRequest {
            kind: new.kind.into(),
            person: PersonId(new.person),
            other: PersonId(new.other),
            reason: new.reason,
        };
        let route = format!("create_cohort_rule {}", offering.0);
        let once = once(auth.caller(), &route, key.as_deref(), &wanted)?;
        let id =
            cohorts::create_rule(&app, auth.caller(), &offering, &wanted, once.as_ref()).await?;
        Ok(created(
            MadeRule { id },
            format!("/api/v1/offerings/{}/cohort-rules", offering.0),
        ))
    }

    /// Remove a rule
    #[oai(
        path = "/offerings/:offering/cohort-rules/:rule",
        method = "delete",
        operation_id = "delete_cohort_rule"
    )]
    async fn delete_cohort_rule(
        &self,
        app: AppData<'_>,
        auth: Auth,
        offering: Path<String>,
        rule: Path<Uuid>,
    ) -> Result<Done, WriteFailure> {
        cohorts::delete_rule(&app, auth.caller(), &offering, rule.0).await?;
        Ok(Done::Done)
    }
}

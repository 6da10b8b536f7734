//! Explanations: one person, one cohort.

use super::types::{FamilyShare, mix};
use crate::{
    api::{
        Tags,
        caller::{AppData, Auth},
        edge::language,
        problem::ReadFailure,
    },
    usecase::cohorts::{self, PersonReasons},
};
use poem::Request;
use poem_openapi::{Object, OpenApi, param::Path, payload::Json};
use samverkan_domain::{
    cohort::Alternative,
    id::{CohortPlanId, PersonId},
    person::Language,
};
use std::collections::BTreeMap;
use uuid::Uuid;

/// Another cohort, and what it would cost.
#[derive(Debug, Object)]
pub struct OtherCohort {
    pub code: String,
    /// Points by which the plan would become worse; below zero is better.
    pub points: i64,
    /// Hard rules that would be broken; then no points make it good.
    pub breaks: Vec<String>,
    /// The points by criterion.
    pub criteria: BTreeMap<String, i64>,
    /// The same in words.
    pub explanation: String,
}

/// Why a person is where they are.
#[derive(Debug, Object)]
#[oai(skip_serializing_if_is_none)]
pub struct PersonExplained {
    pub person: Uuid,
    /// Name, or alias.
    pub name: String,
    pub cohort: String,
    /// Missing for who is explained to nobody.
    pub explanation: Option<String>,
    /// Every other cohort, the best first; none if there is no choice.
    pub others: Vec<OtherCohort>,
}

/// Why a cohort is as it is.
#[derive(Debug, Object)]
pub struct CohortExplained {
    pub code: String,
    pub size: u32,
    /// Soft points of this cohort alone.
    pub points: i64,
    pub mix: Vec<FamilyShare>,
    pub explanation: String,
    /// What is not as wished, most important first.
    pub problems: Vec<String>,
    pub members: Vec<PersonExplained>,
}

fn other(other: &Alternative, language: Language) -> OtherCohort {
    OtherCohort {
        code: other.code.clone(),
        points: other.points,
        breaks: cohorts::rule_words(other.hard_broken.iter().copied()),
        criteria: other.criteria.clone(),
        explanation: other.cost(language),
    }
}

fn explained(found: &PersonReasons, language: Language) -> PersonExplained {
    let reasons = found.explained.as_ref();
    PersonExplained {
        person: found.person.0,
        name: found.name.clone(),
        cohort: found.code.clone(),
        explanation: reasons.map(|(person, _)| person.sentence(language)),
        others: reasons.map_or_else(Vec::new, |(_, others)| {
            others.iter().map(|o| other(o, language)).collect()
        }),
    }
}

pub struct PlanExplanationsApi;

#[OpenApi(tag = "Tags::Cohorts")]
impl PlanExplanationsApi {
    /// Why a person is where a plan has them, and what every other cohort would cost
    #[oai(
        path = "/cohort-plans/:plan/people/:person",
        method = "get",
        operation_id = "explain_person_in_plan"
    )]
    async fn explain_person_in_plan(
        &self,
        app: AppData<'_>,
        auth: Auth,
        request: &Request,
        plan: Path<Uuid>,
        person: Path<Uuid>,
    ) -> Result<Json<PersonExplained>, ReadFailure> {
        let (plan, person) = (CohortPlanId(plan.0), PersonId(person.0));
        let found = cohorts::explain_person(&app, auth.caller(), plan, person).await?;
        Ok(Json(explained(&found, language(request))))
    }

    /// Why a cohort of a plan is as it is, with its members
    #[oai(
        path = "/cohort-plans/:plan/cohorts/:cohort",
        method = "get",
        operation_id = "explain_cohort_in_plan"
    )]
    async fn explain_cohort_in_plan(
        &self,
        app: AppData<'_>,
        auth: Auth,
        request: &Request,
        plan: Path<Uuid>,
        /// Code of the cohort.
        cohort: Path<String>,
    ) -> Result<Json<CohortExplained>, ReadFailure> {
        let plan = CohortPlanId(plan.0);
        let found = cohorts::explain_cohort(&app, auth.caller(), plan, &cohort).await?;
        let language = language(request);
        let problems = found
            .cohort
            .notes
            .iter()
            .map(|note| note.sentence(language));
        let members = found
            .members
            .iter()
            .map(|member| explained(member, language));
        Ok(Json(CohortExplained {
            code: found.cohort.code.clone(),
            size: found.cohort.size,
            points: found.cohort.points,
            mix: mix(&found.cohort.families, language),
            explanation: found.cohort.sentence(language),
            problems: problems.collect(),
            members: members.collect(),
        }))
    }
}

//! Cohorts in force, and rules about who goes with whom. Plans are in `plans`.

pub mod availability;
pub mod change;
pub mod company;
pub mod explain;
pub mod facilitators;
pub mod leaders;
pub mod new_plan;
pub mod plans;
pub mod rebalance;
pub mod searches;
pub mod transfers;
pub mod types;
pub mod what_if;

use super::{
    Tags,
    body::Body,
    caller::{AppData, Auth, once},
    problem::{ReadFailure, WriteFailure},
    respond::{Created, Done, created},
    types::{Family, Language, RuleKind},
};
use crate::usecase::cohorts::{self, CohortView, RuleRequest, RuleView};
use poem::Request;
use poem_openapi::{
    Object, OpenApi,
    param::{Header, Path},
    payload::Json,
};
use samverkan_domain::{cohort::Times, id::PersonId, person};
use serde::Deserialize;
use types::{FamilyShare, times};
use uuid::Uuid;

/// A cohort in force (grupp).
#[derive(Debug, Object)]
#[oai(skip_serializing_if_is_none)]
pub struct Cohort {
    pub id: Uuid,
    /// Name of the partition the cohort is part of.
    pub set_name: String,
    pub code: String,
    pub seats_min: i64,
    pub seats_max: i64,
    /// Weekly times at which it meets, such as `mon10`.
    pub meets: Vec<String>,
    pub language: Option<Language>,
    /// The profession family it is for, in expert groups.
    pub family: Option<Family>,
    /// Members per profession family.
    pub mix: Vec<FamilyShare>,
    /// Who leads it.
    pub facilitators: Vec<CohortFacilitator>,
    pub members: Vec<Member>,
}

/// Somebody who leads a cohort.
#[derive(Debug, Object)]
pub struct CohortFacilitator {
    pub person: Uuid,
    /// Name, or alias.
    pub name: String,
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

fn cohort(view: CohortView, language: person::Language) -> Cohort {
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
        meets: times(Times::from_bits(view.row.times).unwrap_or_default()),
        language: view.language.map(Into::into),
        family: view.family.map(Into::into),
        mix: mix.collect(),
        facilitators: view
            .leaders
            .into_iter()
            .map(|(person, name)| CohortFacilitator {
                person: person.0,
                name,
            })
            .collect(),
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

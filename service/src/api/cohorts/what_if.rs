//! What would be if.

use super::{
    new_plan::CohortLock,
    types::{FamilyShare, MovedPerson, Score, mix, score},
};
use crate::{
    api::{
        Tags,
        body::Body,
        caller::{AppData, Auth},
        edge::language,
        problem::WriteFailure,
        types::Family,
    },
    error::{Error, Text},
    usecase::cohorts::{self, After, Newcomer, Stop, WhatIf, WhatIfRequest},
};
use poem::Request;
use poem_openapi::{Object, OpenApi, param::Path, payload::Json};
use samverkan_domain::{
    cohort::CohortExplanation,
    id::{CohortPlanId, PersonId},
    person::Language,
};
use serde::Deserialize;
use std::collections::BTreeMap;
use uuid::Uuid;

/// Somebody who might come: a known person, or somebody of a family.
#[derive(Debug, Object, Deserialize)]
#[serde(deny_unknown_fields)]
#[oai(skip_serializing_if_is_none)]
pub struct SupposedNewcomer {
    #[serde(default)]
    pub person: Option<Uuid>,
    #[serde(default)]
    pub family: Option<Family>,
}

/// What to suppose of a plan.
#[derive(Debug, Object, Deserialize)]
#[serde(deny_unknown_fields)]
#[oai(skip_serializing_if_is_none)]
pub struct Supposition {
    /// Who comes; placed without moving anybody.
    #[serde(default)]
    #[oai(default)]
    pub add: Vec<SupposedNewcomer>,
    /// Who leaves.
    #[serde(default)]
    #[oai(default)]
    pub drop: Vec<Uuid>,
    /// Who is moved where.
    #[serde(default)]
    #[oai(default)]
    pub moves: Vec<CohortLock>,
    /// Who is held where, and moved there first.
    #[serde(default)]
    #[oai(default)]
    pub locks: Vec<CohortLock>,
    /// Weights that are other than the plan's, by name.
    #[serde(default)]
    #[oai(default)]
    pub weights: BTreeMap<String, i64>,
    /// Also search for the best plan then.
    #[serde(default)]
    #[oai(default)]
    pub rebalance: bool,
    /// Changes to try in that search; default: by size.
    #[serde(default)]
    pub iterations: Option<u64>,
    /// Longest search (seconds).
    #[serde(default)]
    pub time_limit: Option<u32>,
}

/// A cohort before and after.
#[derive(Debug, Object)]
pub struct CohortChange {
    pub code: String,
    pub size_before: u32,
    pub size_after: u32,
    pub before: Vec<FamilyShare>,
    pub after: Vec<FamilyShare>,
    /// Soft points of the cohort alone.
    pub points_before: i64,
    pub points_after: i64,
}

/// How it would be.
#[derive(Debug, Object)]
pub struct Supposed {
    pub score: Score,
    /// Rules that would be broken, in words.
    pub breaks: Vec<String>,
    /// Who would be in another cohort.
    pub moves: Vec<MovedPerson>,
    /// Names of those who would become the only one of their family in their cohort.
    pub alone: Vec<String>,
    /// Cohorts that would be otherwise.
    pub cohorts: Vec<CohortChange>,
}

/// A supposition and what comes of it; nothing is written.
#[derive(Debug, Object)]
#[oai(skip_serializing_if_is_none)]
pub struct SuppositionResult {
    pub before: Score,
    /// With nobody else moved.
    pub after: Supposed,
    /// With everybody free to move, if that was asked for.
    pub rebalanced: Option<Supposed>,
}

impl Supposition {
    fn request(self) -> crate::error::Result<WhatIfRequest> {
        let newcomer =
            |(i, newcomer): (usize, &SupposedNewcomer)| match (newcomer.person, newcomer.family) {
                (Some(person), None) => Ok(Newcomer::Known(PersonId(person))),
                (None, Some(family)) => Ok(Newcomer::Of(family.into())),
                _ => Err(Error::invalid(
                    format!("/add/{i}"),
                    "person-or-family",
                    "Ange antingen en person eller en yrkesfamilj.",
                    "Name either a person or a profession family.",
                )),
            };
        Ok(WhatIfRequest {
            add: self
                .add
                .iter()
                .enumerate()
                .map(newcomer)
                .collect::<Result<_, _>>()?,
            drop: self.drop.into_iter().map(PersonId).collect(),
            moves: self.moves.into_iter().map(Into::into).collect(),
            locks: self.locks.into_iter().map(Into::into).collect(),
            weights: self.weights.into_iter().collect(),
            rebalance: self.rebalance,
            stop: Stop {
                iterations: self.iterations,
                points: None,
                seconds: self.time_limit,
            },
        })
    }
}

fn said(text: &Text, language: Language) -> String {
    text.in_language(language).to_owned()
}

fn supposed(after: &After, before: &[CohortExplanation], language: Language) -> Supposed {
    let moves = after.affected.iter().map(|affected| MovedPerson {
        person: affected.person.map(|person| person.0),
        name: said(&affected.name, language),
        from: affected.from.clone(),
        to: affected.to.clone(),
    });
    let changed = before.iter().zip(&after.cohorts).filter(|(old, new)| {
        let counts = |cohort: &CohortExplanation| {
            let families = cohort.families.iter();
            families
                .map(|f| (f.family, f.count))
                .collect::<BTreeMap<_, _>>()
        };
        (old.size, old.points, counts(old)) != (new.size, new.points, counts(new))
    });
    Supposed {
        score: score(&after.score),
        breaks: after
            .broken
            .iter()
            .map(|text| said(text, language))
            .collect(),
        moves: moves.collect(),
        alone: after.alone.clone(),
        cohorts: changed
            .map(|(old, new)| CohortChange {
                code: new.code.clone(),
                size_before: old.size,
                size_after: new.size,
                before: mix(&old.families, language),
                after: mix(&new.families, language),
                points_before: old.points,
                points_after: new.points,
            })
            .collect(),
    }
}

fn result(found: &WhatIf, language: Language) -> SuppositionResult {
    let told = |after: &After| supposed(after, &found.cohorts, language);
    SuppositionResult {
        before: score(&found.before),
        after: told(&found.after),
        rebalanced: found.rebalanced.as_ref().map(told),
    }
}

pub struct WhatIfApi;

#[OpenApi(tag = "Tags::Cohorts")]
impl WhatIfApi {
    /// What a plan would be like if; writes nothing
    #[oai(
        path = "/cohort-plans/:plan/what-if",
        method = "post",
        operation_id = "what_if_cohort_plan"
    )]
    async fn what_if_cohort_plan(
        &self,
        app: AppData<'_>,
        auth: Auth,
        request: &Request,
        plan: Path<Uuid>,
        Body(new): Body<Supposition>,
    ) -> Result<Json<SuppositionResult>, WriteFailure> {
        let wanted = new.request()?;
        let id = CohortPlanId(plan.0);
        let found = cohorts::what_if(&app, auth.caller(), id, &wanted).await?;
        Ok(Json(result(&found, language(request))))
    }
}

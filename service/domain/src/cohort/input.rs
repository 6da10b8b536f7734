//! What a plan is made from: people, cohorts, rules and wishes.

use super::slots::Times;
use super::weights::Weights;
use crate::{
    id::{CohortId, PersonId},
    person::{Language, Modality},
    profession::ProfessionFamily,
};
use serde::{Deserialize, Serialize};

/// What to do with colleagues.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WorkplacePolicy {
    /// Different cohorts where possible.
    #[default]
    Spread,
    /// The same cohort where possible.
    Together,
    /// Two and two (or three): nobody is the only one of a workplace that sends several.
    Pairs,
    None,
}

/// What a partition is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SetKind {
    /// Professions meet.
    #[default]
    Mixed,
    /// Expert groups: one profession family a cohort.
    Expert,
}

/// Everything a plan depends on.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct PlanInput {
    pub people: Vec<PlanPerson>,
    pub cohorts: Vec<PlanCohort>,
    /// Groups who must share a cohort.
    pub together: Vec<Vec<PersonId>>,
    /// Pairs who must not.
    pub apart: Vec<(PersonId, PersonId)>,
    /// Pairs who both wish to share a cohort. It weighs as much as colleagues do.
    #[serde(default)]
    pub wishes: Vec<(PersonId, PersonId)>,
    pub workplace_policy: WorkplacePolicy,
    #[serde(default)]
    pub kind: SetKind,
    #[serde(default)]
    pub weights: Weights,
    /// Who has a cohort stays in it, whatever that costs: only newcomers are placed.
    #[serde(default)]
    pub only_newcomers: bool,
    pub seed: u64,
    /// As [`super::SolveOptions::iterations`]; 0 = by size.
    pub iterations: u64,
}

/// A person to place. `None` = not stated, and then counts nowhere.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlanPerson {
    pub person: PersonId,
    pub family: Option<ProfessionFamily>,
    pub workplace: Option<String>,
    /// Of the workplace.
    #[serde(default)]
    pub municipality: Option<String>,
    #[serde(default)]
    pub programme: Option<String>,
    pub modality: Option<Modality>,
    /// The modality is a need, not a wish.
    #[serde(default)]
    pub modality_strict: bool,
    /// Weekly times this person can never attend.
    #[serde(default)]
    pub cannot: Times,
    /// Weekly times this person would rather not attend.
    #[serde(default)]
    pub avoid: Times,
    /// Languages spoken; `None` = not stated, which counts as all.
    #[serde(default)]
    pub languages: Option<Vec<Language>>,
    /// May only be placed where `protected_ok`.
    pub protected: bool,
    pub locked: Option<CohortId>,
    /// Where the person was. A cohort that is gone counts as none: leaving it is no choice.
    pub previous: Option<CohortId>,
    /// Code of the channel the person came in by.
    pub channel: Option<String>,
}

impl PlanPerson {
    /// Somebody of whom nothing is known.
    pub fn unknown(person: PersonId) -> Self {
        Self {
            person,
            family: None,
            workplace: None,
            municipality: None,
            programme: None,
            modality: None,
            modality_strict: false,
            cannot: Times::default(),
            avoid: Times::default(),
            languages: None,
            protected: false,
            locked: None,
            previous: None,
            channel: None,
        }
    }
}

/// A cohort to fill.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlanCohort {
    pub cohort: CohortId,
    pub code: String,
    pub min: u32,
    pub max: u32,
    pub target: u32,
    /// How it meets; `None` = either, which meets every wish.
    pub modality: Option<Modality>,
    pub protected_ok: bool,
    /// Weekly times at which it meets.
    #[serde(default)]
    pub times: Times,
    /// Language it works in; `None` = everybody understands.
    #[serde(default)]
    pub language: Option<Language>,
    /// The profession family it is for, in a partition of expert groups.
    #[serde(default)]
    pub family: Option<ProfessionFamily>,
    /// Who there must be, at least.
    #[serde(default)]
    pub needs: Vec<FamilyNeed>,
}

impl PlanCohort {
    /// One of about `target` people, one more or less, open to everybody but the protected.
    pub fn about(cohort: CohortId, code: String, target: u32) -> Self {
        Self {
            cohort,
            code,
            min: target.saturating_sub(1).max(1),
            max: target.saturating_add(1),
            target,
            modality: None,
            protected_ok: false,
            times: Times::default(),
            language: None,
            family: None,
            needs: Vec::new(),
        }
    }
}

/// At least `min` members of a family, in every cohort that says so.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct FamilyNeed {
    pub family: ProfessionFamily,
    pub min: u32,
}

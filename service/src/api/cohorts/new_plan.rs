//! What a plan is to be like, on the wire.

use crate::{
    api::types::{
        CohortKind, Family, Language, Modality, PlanStart, WeightPreset, WorkplacePolicy,
    },
    error::{Error, FieldError, Result, Text},
    usecase::cohorts::{CohortWish, Lock, PlanRequest, Start, Stop},
};
use poem_openapi::Object;
use samverkan_domain::{
    cohort::{self, FrontierChoice, Preset, Times, Weights},
    id::PersonId,
    person,
};
use serde::Deserialize;
use std::collections::BTreeMap;
use uuid::Uuid;

pub(super) use crate::usecase::cohorts::USUAL_SET;

/// What a plan is to be like.
#[derive(Debug, Object, Deserialize)]
#[serde(deny_unknown_fields)]
#[oai(skip_serializing_if_is_none)]
pub struct NewCohortPlan {
    /// Name of the partition; an offering may have several. Default: `Grupper`.
    #[serde(default)]
    pub set_name: Option<String>,
    /// What the partition is for. Default: that of the one in force, else `mixed`.
    #[serde(default)]
    pub kind: Option<CohortKind>,
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
    #[oai(default)]
    pub protected_ok: Vec<String>,
    /// People to hold in a cohort.
    #[serde(default)]
    #[oai(default)]
    pub locks: Vec<CohortLock>,
    /// What matters most. Default: `balanced`.
    #[serde(default)]
    pub preset: Option<WeightPreset>,
    /// Single weights on top of the preset, by name, such as `mix.out`.
    #[serde(default)]
    #[oai(default)]
    pub weights: BTreeMap<String, i64>,
    /// Weekly times, dealt to the cohorts in turn. An entry may hold several: `mon10+wed13`.
    #[serde(default)]
    #[oai(default)]
    pub meets: Vec<String>,
    /// Who there must be in every cohort.
    #[serde(default)]
    #[oai(default)]
    pub needs: Vec<CohortNeed>,
    /// What single cohorts are to be like.
    #[serde(default)]
    #[oai(default)]
    pub cohorts: Vec<NewCohortWish>,
    /// For `late`: whom to place; none = everybody without a cohort.
    #[serde(default)]
    #[oai(default)]
    pub people: Vec<Uuid>,
    /// For `rebalance`: draw the curve of moves against points up to so many moves. Default, where
    /// `take_moves` is given: that number or 10.
    #[serde(default)]
    pub most_moves: Option<u32>,
    /// For `rebalance`: the best plan with at most so many moves on that curve. Default, where
    /// `most_moves` is given: that number.
    #[serde(default)]
    pub take_moves: Option<u32>,
    /// Changes to try; default: by size.
    #[serde(default)]
    pub iterations: Option<u64>,
    /// Good enough: stop at so many soft points.
    #[serde(default)]
    pub stop_at: Option<i64>,
    /// Longest search (seconds).
    #[serde(default)]
    pub time_limit: Option<u32>,
    /// An id of one's own making, under which the search can be followed and ended.
    #[serde(default)]
    pub search: Option<Uuid>,
}

/// A person held in a cohort.
#[derive(Debug, Object, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CohortLock {
    pub person: Uuid,
    /// Code of the cohort.
    pub cohort: String,
}

/// At least so many members of a family.
#[derive(Debug, Object, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CohortNeed {
    pub family: Family,
    pub min: u32,
}

/// What one cohort is to be like; what is not said stays as it is.
#[derive(Debug, Object, Deserialize)]
#[serde(deny_unknown_fields)]
#[oai(skip_serializing_if_is_none)]
pub struct NewCohortWish {
    pub code: String,
    /// Weekly times, such as `mon10`; none = as they are.
    #[serde(default)]
    #[oai(default)]
    pub meets: Vec<String>,
    #[serde(default)]
    pub language: Option<Language>,
    #[serde(default)]
    pub modality: Option<Modality>,
    /// Who there must be; none = as it is.
    #[serde(default)]
    #[oai(default)]
    pub needs: Vec<CohortNeed>,
}

impl From<CohortLock> for Lock {
    fn from(lock: CohortLock) -> Self {
        Self {
            person: PersonId(lock.person),
            cohort: lock.cohort,
        }
    }
}

fn need(need: &CohortNeed) -> cohort::FamilyNeed {
    cohort::FamilyNeed {
        family: need.family.into(),
        min: need.min,
    }
}

/// Weekly times as they come; a word that is none is a fault.
pub fn times(words: &[String], pointer: &str) -> Result<Times> {
    Times::parse(&words.join(",")).map_err(|wrong| {
        Error::invalid(
            pointer,
            "no-time",
            format!(
                "{} är ingen mötestid. Skriv dag och start, som mon10 (08, 10, 13, 15, 17).",
                wrong.0
            ),
            format!("{wrong}."),
        )
    })
}

/// The preset with single weights on top.
fn weights(preset: Preset, single: &BTreeMap<String, i64>) -> Result<Weights> {
    let mut weights = preset.weights();
    let mut faults = Vec::new();
    for (name, value) in single {
        if let Err(fault) = weights.set(name, *value) {
            let say = |language| fault.sentence(language);
            let text = Text::new(say(person::Language::Sv), say(person::Language::En));
            faults.push(FieldError::new(format!("/weights/{name}"), "weight", text));
        }
    }
    if faults.is_empty() {
        Ok(weights)
    } else {
        Err(Error::Invalid(faults))
    }
}

fn frontier(most: Option<u32>, take: Option<u32>) -> Option<FrontierChoice> {
    let usual = FrontierChoice::default().most;
    match (most, take) {
        (None, None) => None,
        (Some(most), take) => Some(FrontierChoice {
            most,
            take: take.unwrap_or(most),
        }),
        (None, Some(take)) => Some(FrontierChoice {
            most: usual.max(take),
            take,
        }),
    }
}

impl NewCohortPlan {
    /// The request as the use case takes it.
    pub fn request(self) -> Result<PlanRequest> {
        let preset: Preset = self.preset.map(Into::into).unwrap_or_default();
        let mut dealt = Vec::new();
        for (i, entry) in self.meets.iter().enumerate() {
            dealt.push(times(std::slice::from_ref(entry), &format!("/meets/{i}"))?);
        }
        let mut cohorts = BTreeMap::new();
        for (i, wish) in self.cohorts.into_iter().enumerate() {
            let pointer = format!("/cohorts/{i}/meets");
            let meets = times(&wish.meets, &pointer)?;
            let wanted = CohortWish {
                times: Some(meets).filter(|times| !times.is_empty()),
                language: wish.language.map(Into::into),
                modality: wish.modality.map(Into::into),
                needs: (!wish.needs.is_empty()).then(|| wish.needs.iter().map(need).collect()),
            };
            cohorts.insert(wish.code, wanted);
        }
        Ok(PlanRequest {
            set_name: self.set_name.unwrap_or_else(|| USUAL_SET.to_owned()),
            kind: self.kind.map(Into::into),
            start: self.start.map_or(Start::Rebalance, Into::into),
            size: self.size,
            workplaces: self.workplaces.map(Into::into).unwrap_or_default(),
            seed: self.seed.unwrap_or(1),
            protected_ok: self.protected_ok,
            locks: self.locks.into_iter().map(Into::into).collect(),
            unlocks: Vec::new(),
            preset,
            weights: weights(preset, &self.weights)?,
            times: dealt,
            needs: self.needs.iter().map(need).collect(),
            cohorts,
            late: self.people.into_iter().map(PersonId).collect(),
            frontier: frontier(self.most_moves, self.take_moves),
            stop: Stop {
                iterations: self.iterations,
                points: self.stop_at,
                seconds: self.time_limit,
            },
            search: self.search,
        })
    }
}

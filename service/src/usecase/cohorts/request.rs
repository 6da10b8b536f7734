//! What a proposal is to be like.

use crate::{error::Result, usecase::validate::Faults};
use samverkan_domain::{
    cohort::{FamilyNeed, FrontierChoice, Preset, SetKind, Times, Weights, WorkplacePolicy},
    id::PersonId,
    limits,
    person::{Language, Modality},
};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use uuid::Uuid;

/// The partition that is meant where none is named.
pub const USUAL_SET: &str = "Grupper";
/// Longest search (seconds): a client gives up after five minutes.
pub(super) const SEARCH_SECONDS: u32 = 240;
/// Most changes to try in one search.
pub(super) const SEARCH_ITERATIONS: u64 = 10_000_000_000;

/// Most moves up to which the curve is drawn.
pub(super) const FRONTIER_MOVES: u32 = 200;

/// Where a proposal starts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Start {
    /// From nothing: new cohorts, everybody placed anew.
    New,
    /// From the cohorts there are: as few moves as the mix allows. New where there are none.
    #[default]
    Rebalance,
    /// From the cohorts there are, nobody moved: a plan to move people in by hand.
    Keep,
    /// From the cohorts there are, nobody moved: those without a cohort are placed.
    Late,
}

/// A person held in a cohort.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Lock {
    pub person: PersonId,
    /// Code of the cohort.
    pub cohort: String,
}

/// What one cohort is to be like; what is not said stays as it is.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct CohortWish {
    pub times: Option<Times>,
    pub language: Option<Language>,
    pub modality: Option<Modality>,
    pub needs: Option<Vec<FamilyNeed>>,
}

/// When to stop searching; whatever comes first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Stop {
    /// Changes to try; by size if not said.
    pub iterations: Option<u64>,
    /// Good enough: soft points.
    pub points: Option<i64>,
    pub seconds: Option<u32>,
}

/// What a proposal is to be like.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlanRequest {
    /// Name of the partition; one offering may have several.
    pub set_name: String,
    /// What the partition is for; that of the one in force if not said.
    #[serde(default)]
    pub kind: Option<SetKind>,
    pub start: Start,
    /// Cohorts of about this many; the offering's own size if not said.
    pub size: Option<u32>,
    pub workplaces: WorkplacePolicy,
    pub seed: u64,
    /// Codes of cohorts in which protected people may be placed.
    pub protected_ok: Vec<String>,
    pub locks: Vec<Lock>,
    /// People whose lock in force does not hold here.
    #[serde(default)]
    pub unlocks: Vec<PersonId>,
    #[serde(default)]
    pub preset: Preset,
    /// The preset's weights with the single ones that were said on top.
    #[serde(default)]
    pub weights: Weights,
    /// Weekly times that are dealt to the cohorts in turn.
    #[serde(default)]
    pub times: Vec<Times>,
    /// Who there must be in every cohort.
    #[serde(default)]
    pub needs: Vec<FamilyNeed>,
    /// What single cohorts are to be like, by code.
    #[serde(default)]
    pub cohorts: BTreeMap<String, CohortWish>,
    /// For [`Start::Late`]: whom to place; empty = everybody without a cohort.
    #[serde(default)]
    pub late: Vec<PersonId>,
    /// For [`Start::Rebalance`]: a point of the curve of moves against points.
    #[serde(default)]
    pub frontier: Option<FrontierChoice>,
    #[serde(default)]
    pub stop: Stop,
    /// Under which the progress of the search can be followed.
    #[serde(default)]
    pub search: Option<Uuid>,
}

impl PlanRequest {
    /// All faults of the request that can be told without looking at anything.
    pub fn check(&self) -> Result<()> {
        let mut faults = Faults::default();
        faults.line("/set_name", &self.set_name, limits::LINE_CHARS);
        if let Some(size) = self.size {
            faults.range("/size", i64::from(size), 2, 100);
        }
        if let Some(seconds) = self.stop.seconds {
            faults.range(
                "/time_limit",
                i64::from(seconds),
                1,
                i64::from(SEARCH_SECONDS),
            );
        }
        if let Some(iterations) = self.stop.iterations {
            let iterations = i64::try_from(iterations).unwrap_or(i64::MAX);
            let most = i64::try_from(SEARCH_ITERATIONS).unwrap_or(i64::MAX);
            faults.range("/iterations", iterations, 1, most);
        }
        if let Some(points) = self.stop.points {
            faults.range("/stop_at", points, 0, i64::MAX);
        }
        for (i, need) in self.needs.iter().enumerate() {
            faults.range(&format!("/needs/{i}/min"), i64::from(need.min), 1, 100);
        }
        if self.start != Start::Late && !self.late.is_empty() {
            faults.add(
                "/people",
                "only-late",
                "Personer anges bara när förslaget placerar nytillkomna (start: late).",
                "People are named only when the plan places newcomers (start: late).",
            );
        }
        if let Some(choice) = self.frontier {
            let most = i64::from(choice.most);
            faults.range("/most_moves", most, 0, i64::from(FRONTIER_MOVES));
            faults.range("/take_moves", i64::from(choice.take), 0, most);
        }
        if self.start != Start::Rebalance && self.frontier.is_some() {
            faults.add(
                "/most_moves",
                "only-rebalance",
                "Antal flyttar anges bara vid ombalansering (start: rebalance).",
                "A number of moves is named only when re-balancing (start: rebalance).",
            );
        }
        faults.finish()
    }

    /// Whether everybody who has a cohort stays in it.
    pub fn nobody_moves(&self) -> bool {
        matches!(self.start, Start::Keep | Start::Late)
    }
}

//! What one manual move does to a plan.

use crate::cohort::breach::{Breach, breaches};
use crate::cohort::instance::{Assignment, Instance};
use crate::cohort::score::{Score, WrongLength};
use serde::{Deserialize, Serialize};

/// The score before and after, and the rules the move breaks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MoveEffect {
    pub before: Score,
    pub after: Score,
    /// Points added; below zero = better.
    pub delta_soft: i64,
    /// What breaks after the move under rules that were broken less before it.
    pub hard_broken: Vec<Breach>,
}

/// Why a move cannot be judged.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum MoveError {
    #[error(transparent)]
    Length(#[from] WrongLength),
    #[error("there is no participant {0}")]
    NoParticipant(usize),
    #[error("there is no cohort {0}")]
    NoCohort(u32),
}

/// Judges moving one participant (by position) to a cohort, everybody else staying.
pub fn move_effect(
    plan_instance: &Instance,
    assignment: &Assignment,
    participant_index: usize,
    to_cohort: u32,
) -> Result<MoveEffect, MoveError> {
    if to_cohort as usize >= plan_instance.cohorts.len() {
        return Err(MoveError::NoCohort(to_cohort));
    }
    let mut moved = assignment.clone();
    let place = moved.cohort.get_mut(participant_index);
    *place.ok_or(MoveError::NoParticipant(participant_index))? = Some(to_cohort);
    Ok(assignment_effect(plan_instance, assignment, &moved)?)
}

/// Judges any number of moves at once: what a division becomes against what it was.
pub fn assignment_effect(
    plan_instance: &Instance,
    assignment: &Assignment,
    moved: &Assignment,
) -> Result<MoveEffect, WrongLength> {
    let before = Score::of(plan_instance, assignment)?;
    let after = Score::of(plan_instance, moved)?;
    let old = breaches(plan_instance, assignment);
    let mut hard_broken = breaches(plan_instance, moved);
    hard_broken.retain(|breach| {
        let rule = breach.rule();
        after.hard.get(&rule) > before.hard.get(&rule) && !old.contains(breach)
    });
    let delta_soft = after.soft_total() - before.soft_total();
    Ok(MoveEffect {
        before,
        after,
        delta_soft,
        hard_broken,
    })
}

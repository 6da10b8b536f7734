//! What a plan was made with, so that anybody can make it again and see that it is the same.
//!
//! A record holds the instance, the seed and how long was searched; people are positions, and who
//! they are is kept elsewhere.

use super::find::{ALGORITHM, Solving, find};
use super::instance::{Assignment, Instance};
use super::score::Score;
use super::search::solve::{SolveOptions, Status};
use super::validate::InstanceError;
use serde::{Deserialize, Serialize};

/// The only format of records.
pub const RECORD_FORMAT: &str = "cohort-plan-record/1";

/// Everything needed to make a plan again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlanRecord {
    pub format: String,
    pub instance: Instance,
    /// Missing where nobody searched: everybody stayed, or a commit was undone.
    pub solving: Option<Solving>,
    /// The division of the plan as it is now.
    pub assignment: Assignment,
    pub score: Score,
    pub status: Status,
    pub bound: Option<i64>,
}

/// What came out of making a plan again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(tag = "reproduction", rename_all = "snake_case")]
pub enum Reproduction {
    /// The same division. `by_hand` people have been moved since by hand.
    Same { by_hand: usize },
    /// Nobody searched, so there is nothing to repeat; the score is as stated.
    NothingToRepeat,
    /// The stated score is not that of the division.
    WrongScore,
    /// Made with another version of the search than the one here.
    OtherAlgorithm { made: u32, here: u32 },
    /// Another division: so many people are elsewhere.
    Differs { people: usize },
}

impl PlanRecord {
    /// Searches again, exactly as long, and compares.
    pub fn reproduce(&self) -> Result<Reproduction, Vec<InstanceError>> {
        let score = Score::of(&self.instance, &self.assignment);
        if score.as_ref() != Ok(&self.score) {
            return Ok(Reproduction::WrongScore);
        }
        let Some(solving) = &self.solving else {
            return Ok(Reproduction::NothingToRepeat);
        };
        if solving.algorithm != ALGORITHM {
            let (made, here) = (solving.algorithm, ALGORITHM);
            return Ok(Reproduction::OtherAlgorithm { made, here });
        }
        let mut instance = self.instance.clone();
        for (person, locked) in &solving.locks_then {
            if let Some(participant) = instance.participants.get_mut(*person as usize) {
                participant.locked = *locked;
            }
        }
        let options = SolveOptions {
            seed: solving.seed,
            iterations: solving.planned,
        };
        // A search that was ended early is ended at the same step.
        let again = find(&instance, &options, solving.frontier, |progress| {
            solving.ended_at.is_none_or(|end| progress.iterations < end)
        })?;
        let people = differences(&again.solving.found, &solving.found);
        Ok(match people {
            0 => Reproduction::Same {
                by_hand: differences(&solving.found, &self.assignment),
            },
            people => Reproduction::Differs { people },
        })
    }
}

fn differences(one: &Assignment, other: &Assignment) -> usize {
    let pairs = one.cohort.iter().zip(&other.cohort);
    pairs.filter(|(a, b)| a != b).count() + one.cohort.len().abs_diff(other.cohort.len())
}

//! What `cohort solve` says when no division was found: which rules are in each other's way, and
//! what to drop.

use crate::{error::Result, output::Printer, text::text};
use samverkan_domain::cohort::{
    Conflict, ConflictOptions, Instance, Positions, Score, Solution, Status, Verdict, conflict,
};
use schemars::JsonSchema;
use serde::Serialize;
use std::time::Duration;

/// Why there is no division, for scripts and for people.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct Explained {
    #[serde(flatten)]
    conflict: Conflict,
    /// The same in words.
    sentences: Vec<String>,
}

/// Steps of explanation for each second that the search was given: it then takes no longer than
/// the search, about.
const STEPS_A_SECOND: u64 = 50_000_000;

/// Looks into a solution that breaks rules. Should there be a division after all, it becomes the
/// solution.
pub(super) fn explain(
    instance: &Instance,
    solution: &mut Solution,
    limit: Option<Duration>,
    out: &Printer,
) -> Option<Explained> {
    if solution.status != Status::Infeasible {
        return None;
    }
    let usual = ConflictOptions::default();
    let fitting = limit.map(|limit| (limit.as_secs() + 1).saturating_mul(STEPS_A_SECOND));
    let options = ConflictOptions {
        seed: solution.seed,
        effort: fitting.map_or(usual.effort, |fitting| fitting.min(usual.effort)),
        ..usual
    };
    let mut found = conflict(instance, &options);
    if let Some(division) = found.division.take()
        && let Ok(score) = Score::of(instance, &division)
    {
        solution.assignment = division;
        solution.score = score;
        solution.status = Status::Feasible;
        return None;
    }
    Some(Explained {
        sentences: found.sentences(instance, &Positions(instance), out.lang.language()),
        conflict: found,
    })
}

impl Explained {
    /// The sentences, the first with what is known.
    pub(super) fn show(&self, out: &Printer) -> Result {
        out.raw("\n")?;
        if self.conflict.verdict == Verdict::Proven {
            out.say(&text!(
                "Ingen indelning kan hålla alla regler:",
                "No division can keep every rule:"
            ))?;
        }
        self.sentences
            .iter()
            .try_for_each(|sentence| out.line(&format!("  {sentence}")))
    }
}

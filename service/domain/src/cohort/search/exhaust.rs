//! Tiny instances, tried through: exact, and proven.

use crate::cohort::instance::{Assignment, Instance};
use crate::cohort::score::Score;

/// Most divisions tried; more are left to the search. A division is scored from scratch in some
/// microseconds, so this takes some ten milliseconds.
const DIVISIONS: u64 = 4_096;

/// The best division of an instance small enough to try every one: fewest broken rules, then
/// fewest points, then the first in order. `None` if there are too many.
pub(super) fn exhaust(instance: &Instance) -> Option<Assignment> {
    let cohorts = u32::try_from(instance.cohorts.len()).ok()?;
    let people = u32::try_from(instance.participants.len()).ok()?;
    let divisions = u64::from(cohorts).checked_pow(people)?;
    if divisions == 0 || divisions > DIVISIONS {
        return None;
    }
    (0..divisions)
        .map(|number| division(number, cohorts, people))
        .filter_map(|assignment| {
            let score = Score::of(instance, &assignment).ok()?;
            Some(((score.hard_total(), score.soft_total()), assignment))
        })
        .min_by_key(|(points, _)| *points)
        .map(|(_, assignment)| assignment)
}

/// The division with this number: a numeral with the cohorts as digits.
fn division(number: u64, cohorts: u32, people: u32) -> Assignment {
    let mut rest = number;
    let mut digit = || {
        let digit = rest % u64::from(cohorts);
        rest /= u64::from(cohorts);
        u32::try_from(digit).ok()
    };
    Assignment {
        cohort: (0..people).map(|_| digit()).collect(),
    }
}

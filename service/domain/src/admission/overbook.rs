//! Överintag: how many to admit when some of them will not come.
//!
//! Of those who are admitted some never become active: 22.6 % on freestanding courses and 4.5 % of
//! programme students (UKÄ 2019/20, `domain.md` §4 E11). Each person is taken to come or not
//! independently of the others, with the rate of their part; so the number who come is a sum of
//! binomials, and its distribution is computed exactly (to the precision of `f64`). People who
//! decide together, such as colleagues, come or stay away together: then the real spread is wider.

mod distribution;
mod problem;
#[cfg(test)]
mod tests;

pub use distribution::{Bin, Distribution};
pub use problem::OverbookProblem;

use crate::{course::ChannelKind, limits};
use serde::{Deserialize, Serialize};

/// Inactive of a thousand on freestanding courses (UKÄ 2019/20, `domain.md` §4 E11).
pub const FREESTANDING_INACTIVE_PERMILLE: i64 = 226;
/// Inactive of a thousand programme students (UKÄ 2019/20, `domain.md` §4 E11).
pub const PROGRAMME_INACTIVE_PERMILLE: i64 = 45;
/// How often more may come than the room holds, of a thousand times, when nothing else is said.
pub const TOLERANCE_PERMILLE: i64 = 50;
/// Largest inactive rate that is believed (of a thousand).
pub const INACTIVE_PERMILLE_MOST: i64 = 900;
/// Largest tolerance (of a thousand).
pub const TOLERANCE_PERMILLE_MOST: i64 = 500;
/// Most people admitted in one calculation, and most seats in a room.
pub const PEOPLE: i64 = 5_000;
/// Most parts.
pub const PARTS: usize = 40;

/// The rate to begin with (of a thousand). `None` for an employer's places: nothing is known, and
/// the employer may send somebody else (`domain.md` §2.1).
pub fn default_inactive_permille(channel: ChannelKind, programme_students: bool) -> Option<i64> {
    match (channel, programme_students) {
        (_, true) => Some(PROGRAMME_INACTIVE_PERMILLE),
        (ChannelKind::Imported | ChannelKind::Open, false) => Some(FREESTANDING_INACTIVE_PERMILLE),
        (ChannelKind::Employer, false) => None,
    }
}

/// A part of those admitted, with its own rate.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Part {
    pub channel: ChannelKind,
    /// What the part is called, such as "programstudenter".
    pub label: String,
    /// Its weight among those admitted: seats, persons or per cent, the same for all parts.
    pub share: i64,
    /// Of a thousand admitted, so many never become active.
    pub inactive_permille: i64,
}

/// The question.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Overbooking {
    pub parts: Vec<Part>,
    /// Seats in the room.
    pub room: i64,
    /// How often more may come than the room holds, of a thousand times.
    #[serde(default = "tolerance")]
    pub tolerance_permille: i64,
}

fn tolerance() -> i64 {
    TOLERANCE_PERMILLE
}

/// The answer.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Recommendation {
    /// Persons to admit in each part, in the order of the question.
    pub admit: Vec<i64>,
    /// Persons to admit in all: the most for which the tolerance holds.
    pub total: i64,
    /// The probability that more come than the room holds.
    pub over: f64,
    /// How many come.
    pub coming: Distribution,
    /// For comparison: the rule of expected value.
    pub simple: SimpleRule,
}

/// S/(1−p): admit so many that the room is full on average. Then too many come in almost every
/// second run, which is why it only stands beside the recommendation.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SimpleRule {
    pub admit: Vec<i64>,
    pub total: i64,
    pub over: f64,
}

impl Overbooking {
    /// The most people to admit so that P(more come than the room holds) ≤ the tolerance. They are
    /// spread over the parts by share, one at a time (Sainte-Laguë), so that one person more never
    /// takes a place from another part.
    pub fn recommend(&self) -> Result<Recommendation, OverbookProblem> {
        self.check()?;
        let mut admit = vec![0; self.parts.len()];
        let mut coming = Distribution::nobody();
        let most = self.tolerance_permille as f64 / 1000.0;
        loop {
            let next = self.next_part(&admit);
            let grown = coming.with_one(self.coming_rate(next));
            if grown.over(self.room) > most {
                break;
            }
            admit[next] += 1;
            coming = grown;
            if admit.iter().sum::<i64>() > PEOPLE {
                return Err(OverbookProblem::TooMany);
            }
        }
        Ok(Recommendation {
            total: admit.iter().sum(),
            over: coming.over(self.room),
            simple: self.simple(),
            admit,
            coming,
        })
    }

    /// How many come if so many are admitted in each part, in the order of the parts.
    pub fn coming(&self, admitted: &[i64]) -> Result<Distribution, OverbookProblem> {
        self.check()?;
        if admitted.len() != self.parts.len() {
            return Err(OverbookProblem::Admitted);
        }
        let sound = admitted
            .iter()
            .all(|persons| (0..=PEOPLE).contains(persons));
        if !sound || admitted.iter().sum::<i64>() > PEOPLE {
            return Err(OverbookProblem::TooMany);
        }
        Ok(self.spread(admitted))
    }

    fn spread(&self, admitted: &[i64]) -> Distribution {
        let mut coming = Distribution::nobody();
        for (part, persons) in admitted.iter().enumerate() {
            for _ in 0..*persons {
                coming = coming.with_one(self.coming_rate(part));
            }
        }
        coming
    }

    fn simple(&self) -> SimpleRule {
        let shares: i64 = self.parts.iter().map(|part| part.share).sum();
        let active: i64 = self
            .parts
            .iter()
            .map(|part| part.share * (1000 - part.inactive_permille))
            .sum();
        let total = self.room * 1000 * shares / active;
        let mut admit = vec![0; self.parts.len()];
        for _ in 0..total {
            let next = self.next_part(&admit);
            admit[next] += 1;
        }
        let over = self.spread(&admit).over(self.room);
        SimpleRule { admit, total, over }
    }

    /// The part that the next person belongs to: the highest share / (2n + 1), the first of equals.
    fn next_part(&self, admit: &[i64]) -> usize {
        let mut best = 0;
        for other in 1..self.parts.len() {
            let (a, b) = (self.parts[best].share, self.parts[other].share);
            if b * (2 * admit[best] + 1) > a * (2 * admit[other] + 1) {
                best = other;
            }
        }
        best
    }

    fn coming_rate(&self, part: usize) -> f64 {
        (1000 - self.parts[part].inactive_permille) as f64 / 1000.0
    }

    fn check(&self) -> Result<(), OverbookProblem> {
        if self.parts.is_empty() || self.parts.len() > PARTS {
            return Err(OverbookProblem::Parts);
        }
        if !(1..=PEOPLE).contains(&self.room) {
            return Err(OverbookProblem::Room { room: self.room });
        }
        if !(0..=TOLERANCE_PERMILLE_MOST).contains(&self.tolerance_permille) {
            let permille = self.tolerance_permille;
            return Err(OverbookProblem::Tolerance { permille });
        }
        for (index, part) in self.parts.iter().enumerate() {
            let permille = part.inactive_permille;
            if !(0..=INACTIVE_PERMILLE_MOST).contains(&permille) {
                return Err(OverbookProblem::Inactive { index, permille });
            }
            if !(0..=limits::SEATS).contains(&part.share) {
                return Err(OverbookProblem::Share { index });
            }
            if part.label.chars().count() > limits::LINE_CHARS {
                return Err(OverbookProblem::Label { index });
            }
        }
        if self.parts.iter().all(|part| part.share == 0) {
            return Err(OverbookProblem::Share { index: 0 });
        }
        Ok(())
    }
}

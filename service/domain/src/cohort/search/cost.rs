//! What a division costs, or a difference of such.

use super::state::State;
use crate::cohort::instance::Instance;
use crate::cohort::score::Score;
use std::ops::{Add, AddAssign, Sub};

/// Hard violations and soft points, or a difference of such. Fewer violations beat any points.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub(in crate::cohort) struct Cost {
    pub(in crate::cohort) hard: i64,
    pub(in crate::cohort) soft: i64,
}

impl Cost {
    /// By the slow and plain scorer.
    pub(super) fn of(instance: &Instance, state: &State<'_>) -> Self {
        let score = Score::of(instance, &state.assignment()).unwrap_or_default();
        Self {
            hard: i64::try_from(score.hard_total()).unwrap_or(i64::MAX),
            soft: score.soft_total(),
        }
    }
}

impl Add for Cost {
    type Output = Self;
    #[inline]
    fn add(self, other: Self) -> Self {
        Self {
            hard: self.hard + other.hard,
            soft: self.soft + other.soft,
        }
    }
}

impl Sub for Cost {
    type Output = Self;
    #[inline]
    fn sub(self, other: Self) -> Self {
        Self {
            hard: self.hard - other.hard,
            soft: self.soft - other.soft,
        }
    }
}

impl AddAssign for Cost {
    #[inline]
    fn add_assign(&mut self, other: Self) {
        *self = *self + other;
    }
}

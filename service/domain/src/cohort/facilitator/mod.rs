//! Who leads which cohort: every cohort gets as many facilitators as it wants, who can come when it
//! meets, of at least two families where there are two to choose from; nobody leads more than they
//! may, nor two cohorts that meet at the same time.
//!
//! Without cohorts that meet partly at the same time this is a flow at least cost, and solved as
//! such. Where a facilitator ends up with two cohorts that share some meeting times but not all,
//! both ways out are tried (the one without the first, the one without the second), the cheaper
//! first: branch and bound, exact.

mod assign;
mod bar;
mod cheapest;
mod refusal;
mod staffing;
mod why;

pub use assign::assign;
pub use bar::Bar;
pub use refusal::{Help, Refusal};
pub use staffing::{Candidate, Group, Staffing};
pub use why::Called;

use serde::{Deserialize, Serialize};

/// Somebody who leads cohorts.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Facilitator {
    /// Most cohorts they lead.
    pub most: u32,
    /// Slots in which they can never meet (bit mask).
    #[serde(default)]
    pub cannot: u64,
    /// Their profession family, as a number. Not stated counts as a family of its own.
    #[serde(default)]
    pub family: Option<u32>,
}

/// A cohort that wants facilitators.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Led {
    /// Slots in which it meets (bit mask).
    pub slots: u64,
    /// How many it wants.
    pub wanted: u32,
    /// Those it would like, by position.
    #[serde(default)]
    pub likes: Vec<u32>,
    /// Those it must not have, by position.
    #[serde(default)]
    pub never: Vec<u32>,
    /// Those it cannot have whatever is changed, by position.
    #[serde(default)]
    pub closed: Vec<u32>,
    /// Those it has for certain, by position.
    #[serde(default)]
    pub holds: Vec<u32>,
}

/// Facilitators, cohorts, and what counts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Roles {
    pub facilitators: Vec<Facilitator>,
    pub cohorts: Vec<Led>,
    /// Points for everybody who is liked and does not come.
    pub like_each: u32,
    /// Points for the load of a facilitator, times its square: even loads cost least.
    pub load_each: u32,
    /// Whether a cohort with two or more has at least two families.
    pub two_families: bool,
}

/// Who leads which cohort, at fewest points.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Leaders {
    /// Facilitators of each cohort, by position, in order.
    pub of: Vec<Vec<u32>>,
    pub points: i64,
}

impl Roles {
    /// Whether this facilitator could lead this cohort, other cohorts aside.
    pub fn able(&self, facilitator: u32, cohort: u32) -> bool {
        let (who, led) = (
            &self.facilitators[facilitator as usize],
            &self.cohorts[cohort as usize],
        );
        let out = led.never.contains(&facilitator) || led.closed.contains(&facilitator);
        who.most > 0 && who.cannot & led.slots == 0 && !out
    }

    /// Everybody who could lead this cohort, other cohorts aside.
    pub fn able_to_lead(&self, cohort: u32) -> Vec<u32> {
        let all = (0u32..).take(self.facilitators.len());
        all.filter(|&facilitator| self.able(facilitator, cohort))
            .collect()
    }

    /// The family of a facilitator; one that is not stated is different from all others.
    pub(super) fn family(&self, facilitator: u32) -> (Option<u32>, u32) {
        match self.facilitators[facilitator as usize].family {
            Some(family) => (Some(family), 0),
            None => (None, facilitator),
        }
    }

    /// Whether the rule of two families is for this cohort: it wants two or more, and those who
    /// could lead it are of more than one.
    pub(super) fn mixes(&self, cohort: u32) -> bool {
        let able = self.able_to_lead(cohort);
        let differ = able
            .iter()
            .any(|&other| self.family(other) != self.family(able[0]));
        self.two_families && self.cohorts[cohort as usize].wanted > 1 && differ
    }

    /// Points of a choice, whether or not it keeps the rules.
    pub fn points(&self, of: &[Vec<u32>]) -> i64 {
        let missed = |(led, leaders): (&Led, &Vec<u32>)| {
            led.likes
                .iter()
                .filter(|liked| !leaders.contains(liked))
                .count()
        };
        let missed: usize = self.cohorts.iter().zip(of).map(missed).sum();
        let load = |id: u32| of.iter().filter(|leaders| leaders.contains(&id)).count();
        let all = (0u32..).take(self.facilitators.len());
        let loads: usize = all.map(|id| load(id).pow(2)).sum();
        super::score::int(missed) * i64::from(self.like_each)
            + super::score::int(loads) * i64::from(self.load_each)
    }
}

//! Fakturaunderlag: which places of a contract are filled and charged, what that comes to, and what has changed since
//! the basis before. Amounts are whole numbers of öre. What is charged is what the contract says: a place that is
//! filled, and one that was given back after the last day on which that is free. Nothing is added, no tax either.

mod list;
mod money;

pub use list::{Basis, BasisLine, list};
pub use money::{kronor, parse_kronor};

use crate::{application::ApplicationState, person::Language};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use uuid::Uuid;

/// What a contract says about paying.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Terms {
    pub seats: i64,
    /// Per place, in öre; none: the contract says nothing.
    pub price_ore: Option<i64>,
    /// Last day on which a place can be given back without being charged; none: the contract says nothing.
    pub free_until: Option<Date>,
}

/// One nomination, as far as paying for it goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Nomination {
    pub state: ApplicationState,
    /// Whether the person was ever admitted.
    pub had_place: bool,
    /// When the application came into its state.
    pub since: Date,
    /// Somebody else came instead, in the same place.
    pub replaced: bool,
}

/// How a nomination stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// Not decided.
    Waiting,
    Filled,
    Registered,
    /// Given back on the last free day or before it.
    LeftInTime,
    LeftLate,
    /// Given back, and the contract says no day.
    LeftUnsaid,
    /// Somebody else has the place.
    Replaced,
}

impl Standing {
    pub const ALL: [Self; 7] = [
        Self::Waiting,
        Self::Filled,
        Self::Registered,
        Self::LeftInTime,
        Self::LeftLate,
        Self::LeftUnsaid,
        Self::Replaced,
    ];

    pub fn word(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Filled => "filled",
            Self::Registered => "registered",
            Self::LeftInTime => "left_in_time",
            Self::LeftLate => "left_late",
            Self::LeftUnsaid => "left_unsaid",
            Self::Replaced => "replaced",
        }
    }

    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.word() == word)
    }

    pub fn label(self, language: Language) -> &'static str {
        let (sv, en) = match self {
            Self::Waiting => ("väntar på beslut", "not decided"),
            Self::Filled => ("har plats", "has a place"),
            Self::Registered => ("registrerad", "registered"),
            Self::LeftInTime => ("avbokad i tid", "given back in time"),
            Self::LeftLate => ("avbokad för sent", "given back too late"),
            Self::LeftUnsaid => (
                "avbokad; avtalet säger inget",
                "given back; the contract is silent",
            ),
            Self::Replaced => ("ersatt av någon annan", "replaced by somebody else"),
        };
        match language {
            Language::Sv => sv,
            Language::En => en,
        }
    }

    /// Whether the place is charged.
    pub fn is_charged(self) -> bool {
        matches!(self, Self::Filled | Self::Registered | Self::LeftLate)
    }

    pub fn has_left(self) -> bool {
        matches!(
            self,
            Self::LeftInTime | Self::LeftLate | Self::LeftUnsaid | Self::Replaced
        )
    }
}

/// How a nomination stands under the terms. Nobody who never had a place is in a basis, unless they may still get one.
pub fn standing(nomination: &Nomination, terms: &Terms) -> Option<Standing> {
    use ApplicationState as S;
    Some(match nomination.state {
        S::AwaitingApproval | S::Submitted | S::Reserve | S::Called => Standing::Waiting,
        S::Admitted | S::Accepted => Standing::Filled,
        S::Registered | S::Completed => Standing::Registered,
        S::Refused | S::Superseded => return None,
        S::Declined
        | S::Struck
        | S::NotStarted
        | S::Deferred
        | S::WithdrawnBeforeRegistration
        | S::WithdrawnEarly
        | S::WithdrawnLate => {
            if nomination.replaced {
                Standing::Replaced
            } else if !nomination.had_place {
                return None;
            } else {
                match terms.free_until {
                    None => Standing::LeftUnsaid,
                    Some(day) if nomination.since <= day => Standing::LeftInTime,
                    Some(_) => Standing::LeftLate,
                }
            }
        }
    })
}

/// A contract's places, counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sums {
    pub agreed: i64,
    /// Registered ones too.
    pub filled: i64,
    pub registered: i64,
    pub waiting: i64,
    pub left_in_time: i64,
    pub left_late: i64,
    pub left_unsaid: i64,
    /// Agreed, and neither filled nor waited for.
    pub unfilled: i64,
    pub charged: i64,
    /// None: the contract has no price, or the amount is no number that anybody would pay.
    pub amount_ore: Option<i64>,
}

pub fn sums(terms: &Terms, standings: impl Iterator<Item = Standing> + Clone) -> Sums {
    let count = |wanted: &[Standing]| {
        let found = standings.clone().filter(|one| wanted.contains(one));
        i64::try_from(found.count()).unwrap_or(i64::MAX)
    };
    let filled = count(&[Standing::Filled, Standing::Registered]);
    let waiting = count(&[Standing::Waiting]);
    let charged = standings.clone().filter(|one| one.is_charged()).count();
    let charged = i64::try_from(charged).unwrap_or(i64::MAX);
    Sums {
        agreed: terms.seats,
        filled,
        registered: count(&[Standing::Registered]),
        waiting,
        left_in_time: count(&[Standing::LeftInTime]),
        left_late: count(&[Standing::LeftLate]),
        left_unsaid: count(&[Standing::LeftUnsaid]),
        unfilled: (terms.seats - filled - waiting).max(0),
        charged,
        amount_ore: terms.price_ore.and_then(|price| price.checked_mul(charged)),
    }
}

/// Of whom something has changed since the basis before, and how.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Change {
    pub application: Uuid,
    pub before: Option<Standing>,
    pub after: Option<Standing>,
}

pub fn changes(before: &BTreeMap<Uuid, Standing>, after: &BTreeMap<Uuid, Standing>) -> Vec<Change> {
    let mut all: Vec<Uuid> = before.keys().chain(after.keys()).copied().collect();
    all.sort_unstable();
    all.dedup();
    let changes = all.into_iter().map(|application| Change {
        application,
        before: before.get(&application).copied(),
        after: after.get(&application).copied(),
    });
    changes
        .filter(|change| change.before != change.after)
        .collect()
}

#[cfg(test)]
mod tests;

//! Selection (urval): all applications of a round decided at once.

use super::{
    compete::{Competition, Unit},
    lottery::{DrawSeed, Seed},
    outcome::Outcome,
    policy::Policy,
};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Behörighet, as decided before the selection.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Eligibility {
    /// Behörig.
    Eligible,
    /// Villkorligt behörig: competes as the others, and must meet the condition before registration.
    Conditional,
    /// Obehörig.
    NotEligible,
}

/// One application as the selection sees it. Ordered by pseudonym.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Entrant {
    /// Stands for the person in everything that is published; unique in a selection.
    pub pseudonym: String,
    /// Codes of the groups the person is a member of ([`Policy::groups_of`]). Not read where the
    /// policy has no groups.
    pub groups: Vec<String>,
    /// Tenths of a högskolepoäng.
    pub merit_tenths: i64,
    /// Order of arrival: lower came first. Any numbers.
    pub arrival: i64,
    /// The same for colleagues who want to be admitted together or not at all.
    pub joint: Option<String>,
    pub eligibility: Eligibility,
}

/// Decides all applications of a round.
///
/// Members of a guarantee are admitted first. The other groups are then filled in the order they were
/// declared, each from its members in the order of the method; who is admitted in one group leaves
/// the others. Last, places that a group's members do not fill fall to other groups as the policy
/// says ([`Policy::falls`]), again and again until nothing changes.
///
/// Those who applied together are one unit: it has the groups they have in common, their lowest
/// merit, their latest arrival and one ticket. Where fewer places are free than they are, the unit
/// is passed over and the next in line considered. Who is not eligible is not of the unit.
///
/// Everybody else who is eligible gets a number on the reserve list of one group: the first declared
/// (no guarantee) of those the person is a member of. Numbers of a unit follow each other.
///
/// `as_of`: the day (Stockholm) on which places are or are not still kept for a group. The order of
/// `entrants` does not matter.
pub fn select(
    policy: &Policy,
    seats: i64,
    entrants: &[Entrant],
    seed: &Seed,
    as_of: Date,
) -> Outcome {
    let mut sorted = entrants.to_vec();
    sorted.sort_unstable();
    let draw = DrawSeed::new(seed, sorted.iter().map(|one| one.pseudonym.as_str()));
    let groups = policy.effective_groups();
    let units = units(&sorted, &draw)
        .into_iter()
        .map(|mut unit| {
            unit.groups = groups
                .iter()
                .map(|group| policy.groups.is_empty() || unit.all_in(&sorted, &group.code))
                .collect();
            unit
        })
        .collect();
    let mut competition = Competition::new(policy, groups, units, as_of);
    competition.run(policy.total_places(seats), &draw);
    Outcome::of(&competition, &sorted)
}

/// Those who are eligible, alone or with those they applied with.
fn units(sorted: &[Entrant], draw: &DrawSeed) -> Vec<Unit> {
    let mut joint: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    let mut members: Vec<Vec<usize>> = Vec::new();
    for (index, entrant) in sorted.iter().enumerate() {
        match &entrant.joint {
            _ if entrant.eligibility == Eligibility::NotEligible => {}
            Some(code) => joint.entry(code).or_default().push(index),
            None => members.push(vec![index]),
        }
    }
    members.extend(joint.into_values());
    let unit = |members: Vec<usize>| {
        let of = || members.iter().map(|&index| &sorted[index]);
        let names = || of().map(|one| one.pseudonym.as_str());
        let ticket = match members[..] {
            [alone] => draw.ticket(&sorted[alone].pseudonym),
            _ => draw.joint_ticket(names()),
        };
        Unit {
            merit_tenths: of().map(|one| one.merit_tenths).min().unwrap_or(0),
            arrival: of().map(|one| one.arrival).max().unwrap_or(0),
            ticket,
            groups: Vec::new(),
            admitted: None,
            passed: None,
            members,
        }
    };
    members.into_iter().map(unit).collect()
}

impl Unit {
    fn all_in(&self, sorted: &[Entrant], code: &str) -> bool {
        let is_in = |&index: &usize| sorted[index].groups.iter().any(|group| group == code);
        self.members.iter().all(is_in)
    }
}

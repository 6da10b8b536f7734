//! Facilitators and cohorts as they are told, and the numbers the assignment works on.

use super::{Bar, Facilitator, Led, Roles};
use crate::{cohort::Times, id::PersonId, person::Language, profession::ProfessionFamily};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// Points for everybody who led a cohort and does not any more.
const KEEP_EACH: u32 = 10;
/// Points for the square of a load.
const LOAD_EACH: u32 = 1;

/// Somebody who may lead cohorts of a partition.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Candidate {
    pub person: PersonId,
    /// Most cohorts of this partition they lead: what other partitions leave over.
    pub most: u32,
    /// Weekly times they cannot.
    pub cannot: Times,
    /// Weekly times at which they lead cohorts elsewhere.
    pub busy: Times,
    pub family: Option<ProfessionFamily>,
    /// If not empty: they lead only cohorts with somebody of one of these.
    pub only: Vec<ProfessionFamily>,
    /// They lead no cohort with anybody of one of these.
    pub never: Vec<ProfessionFamily>,
    /// Languages spoken; `None` = not stated, which counts as all.
    pub languages: Option<Vec<Language>>,
    /// Leads only where people with protected data may be placed.
    pub protected: bool,
    /// Codes of the cohorts they are held in.
    pub locked: Vec<String>,
}

/// A cohort that wants facilitators.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Group {
    pub code: String,
    pub times: Times,
    pub language: Option<Language>,
    /// Families of its members, and the one it is for.
    pub families: BTreeSet<ProfessionFamily>,
    pub members: BTreeSet<PersonId>,
    pub protected_ok: bool,
    /// Who leads it now.
    pub led_by: Vec<PersonId>,
}

/// A partition whose cohorts are to be led.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Staffing {
    pub candidates: Vec<Candidate>,
    pub groups: Vec<Group>,
    /// Facilitators of each cohort.
    pub wanted: u32,
    /// Whether a cohort with two or more has at least two families.
    pub two_families: bool,
}

impl Staffing {
    /// Locks to cohorts that the partition does not have.
    pub fn lost_locks(&self) -> Vec<(PersonId, &str)> {
        let there = |code: &str| self.groups.iter().any(|group| group.code == code);
        let locks = self.candidates.iter().flat_map(|who| {
            let codes = who.locked.iter().map(String::as_str);
            codes.map(|code| (who.person, code))
        });
        locks.filter(|(_, code)| !there(code)).collect()
    }

    /// Why a candidate cannot lead a group, other groups aside; empty if they can.
    pub fn bars(&self, candidate: u32, group: u32) -> Vec<Bar> {
        let who = &self.candidates[candidate as usize];
        let group = &self.groups[group as usize];
        let mut bars = who.standing_bars(group);
        if who.most == 0 {
            bars.push(Bar::Full);
        }
        if !who.busy.and(group.times).is_empty() {
            bars.push(Bar::Busy(who.busy.and(group.times)));
        }
        bars
    }

    /// The numbers.
    pub fn roles(&self) -> Roles {
        let facilitators = self.candidates.iter().map(|who| Facilitator {
            most: who.most,
            cannot: u64::from(who.cannot.bits() | who.busy.bits()),
            family: who.family.map(number),
        });
        let groups = (0u32..).zip(&self.groups);
        Roles {
            facilitators: facilitators.collect(),
            cohorts: groups.map(|(id, group)| self.led(id, group)).collect(),
            like_each: KEEP_EACH,
            load_each: LOAD_EACH,
            two_families: self.two_families,
        }
    }

    fn led(&self, id: u32, group: &Group) -> Led {
        let all = || (0u32..).zip(&self.candidates);
        let those = |is: &dyn Fn(u32, &Candidate) -> bool| -> Vec<u32> {
            let found = all().filter(|(id, who)| is(*id, who));
            found.map(|(id, _)| id).collect()
        };
        let holds = those(&|_, who| who.locked.contains(&group.code));
        Led {
            slots: u64::from(group.times.bits()),
            wanted: self
                .wanted
                .max(u32::try_from(holds.len()).unwrap_or(u32::MAX)),
            likes: those(&|_, who| group.led_by.contains(&who.person)),
            never: those(&|candidate, _| self.bars(candidate, id).iter().any(Bar::rules_out)),
            closed: those(&|candidate, _| self.bars(candidate, id).iter().any(Bar::closes)),
            holds,
        }
    }
}

impl Candidate {
    /// What of themselves keeps them from a group, whatever else they lead.
    pub fn standing_bars(&self, group: &Group) -> Vec<Bar> {
        let mut bars = Vec::new();
        let times = self.cannot.and(group.times);
        if !times.is_empty() {
            bars.push(Bar::Times(times));
        }
        let has = |family: &ProfessionFamily| group.families.contains(family);
        if !self.only.is_empty() && !self.only.iter().any(has) {
            bars.push(Bar::OnlyFor(self.only.clone()));
        }
        bars.extend(self.never.iter().copied().filter(has).map(Bar::KeptFrom));
        if let (Some(spoken), Some(language)) = (&self.languages, group.language)
            && !spoken.contains(&language)
        {
            bars.push(Bar::Language(language));
        }
        if group.members.contains(&self.person) {
            bars.push(Bar::Member);
        }
        if self.protected && !group.protected_ok {
            bars.push(Bar::Unsuitable);
        }
        bars
    }
}

fn number(family: ProfessionFamily) -> u32 {
    let known = (0u32..).zip(ProfessionFamily::ALL);
    known
        .filter(|(_, known)| *known == family)
        .map(|(n, _)| n)
        .sum()
}

//! Hard rules, and every place where an assignment breaks one.

use super::instance::{Assignment, Instance};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// The hard rules, in the order reports list them.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum HardRule {
    Unassigned,
    Capacity,
    Together,
    Apart,
    Available,
    Language,
    Modality,
    Protected,
    Locked,
    Needs,
}

impl HardRule {
    pub const ALL: [Self; 10] = [
        Self::Unassigned,
        Self::Capacity,
        Self::Together,
        Self::Apart,
        Self::Available,
        Self::Language,
        Self::Modality,
        Self::Protected,
        Self::Locked,
        Self::Needs,
    ];
}

/// One broken rule. `participant`, `cohort` and the like are positions in the instance.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(tag = "rule", rename_all = "snake_case")]
pub enum Breach {
    Unassigned {
        participant: u32,
    },
    Capacity {
        cohort: u32,
        size: u64,
        min: u32,
        max: u32,
    },
    Together {
        members: Vec<u32>,
        places: u64,
    },
    Apart {
        participants: (u32, u32),
        cohort: u32,
    },
    Available {
        participant: u32,
        cohort: u32,
    },
    Language {
        participant: u32,
        cohort: u32,
    },
    Modality {
        participant: u32,
        cohort: u32,
    },
    Protected {
        participant: u32,
        cohort: u32,
    },
    /// `cohort` is where the participant is (`None` = nowhere), `locked` where they must be.
    Locked {
        participant: u32,
        cohort: Option<u32>,
        locked: u32,
    },
    Needs {
        cohort: u32,
        attr: String,
        value: i64,
        min: u32,
        have: u64,
    },
}

impl Breach {
    pub fn rule(&self) -> HardRule {
        match self {
            Self::Unassigned { .. } => HardRule::Unassigned,
            Self::Capacity { .. } => HardRule::Capacity,
            Self::Together { .. } => HardRule::Together,
            Self::Apart { .. } => HardRule::Apart,
            Self::Available { .. } => HardRule::Available,
            Self::Language { .. } => HardRule::Language,
            Self::Modality { .. } => HardRule::Modality,
            Self::Protected { .. } => HardRule::Protected,
            Self::Locked { .. } => HardRule::Locked,
            Self::Needs { .. } => HardRule::Needs,
        }
    }

    /// How many violations it counts as: people too many or too few, places too many, else 1.
    pub fn count(&self) -> u64 {
        match self {
            Self::Capacity { size, min, max, .. } => {
                size.saturating_sub(u64::from(*max)) + u64::from(*min).saturating_sub(*size)
            }
            Self::Together { places, .. } => places - 1,
            Self::Needs { min, have, .. } => u64::from(*min).saturating_sub(*have),
            _ => 1,
        }
    }
}

/// Every breach of `assignment`, which must have one entry per participant.
pub(super) fn breaches(instance: &Instance, assignment: &Assignment) -> Vec<Breach> {
    let place = |id: u32| placed(instance, assignment, id);
    let mut found = Vec::new();
    for id in 0u32..u32::try_from(instance.participants.len()).unwrap_or(u32::MAX) {
        person_breaches(instance, id, place(id), &mut found);
    }
    cohort_breaches(instance, assignment, &mut found);
    for group in &instance.together {
        // An unassigned member is a place of its own.
        let places: BTreeSet<_> = group
            .iter()
            .map(|&id| place(id).map_or((true, id), |cohort| (false, cohort)))
            .collect();
        if places.len() > 1 {
            found.push(Breach::Together {
                members: group.clone(),
                places: places.len() as u64,
            });
        }
    }
    for &(a, b) in &instance.apart {
        if let Some(cohort) = place(a).filter(|_| place(a) == place(b)) {
            found.push(Breach::Apart {
                participants: (a, b),
                cohort,
            });
        }
    }
    found
}

/// The cohort a participant is in, if there is such a cohort.
pub(super) fn placed(instance: &Instance, assignment: &Assignment, id: u32) -> Option<u32> {
    let cohort = assignment.cohort.get(id as usize).copied().flatten();
    cohort.filter(|&cohort| (cohort as usize) < instance.cohorts.len())
}

fn person_breaches(instance: &Instance, id: u32, place: Option<u32>, found: &mut Vec<Breach>) {
    let (participant, person) = (id, &instance.participants[id as usize]);
    if let Some(locked) = person.locked.filter(|&locked| place != Some(locked)) {
        found.push(Breach::Locked {
            participant,
            cohort: place,
            locked,
        });
    }
    let Some(cohort) = place else {
        found.push(Breach::Unassigned { participant });
        return;
    };
    found.extend(misfits(instance, id, cohort).map(|rule| match rule {
        HardRule::Available => Breach::Available {
            participant,
            cohort,
        },
        HardRule::Language => Breach::Language {
            participant,
            cohort,
        },
        HardRule::Modality => Breach::Modality {
            participant,
            cohort,
        },
        _ => Breach::Protected {
            participant,
            cohort,
        },
    }));
}

/// The rules between one person and one cohort alone that a placement there breaks, locks aside.
pub(super) fn misfits(
    instance: &Instance,
    participant: u32,
    cohort: u32,
) -> impl Iterator<Item = HardRule> + use<> {
    let person = &instance.participants[participant as usize];
    let home = &instance.cohorts[cohort as usize];
    let strict = person.modality_strict && person.modality.is_some();
    [
        (HardRule::Available, person.cannot & home.slots != 0),
        (
            HardRule::Language,
            home.language
                .is_some_and(|language| !person.speaks(language)),
        ),
        (
            HardRule::Modality,
            strict && person.modality != home.modality,
        ),
        (HardRule::Protected, person.protected && !home.protected_ok),
    ]
    .into_iter()
    .filter_map(|(rule, broken)| broken.then_some(rule))
}

fn cohort_breaches(instance: &Instance, assignment: &Assignment, found: &mut Vec<Breach>) {
    let mut members: Vec<Vec<usize>> = vec![Vec::new(); instance.cohorts.len()];
    for (position, id) in (0u32..).enumerate().take(instance.participants.len()) {
        if let Some(cohort) = placed(instance, assignment, id) {
            members[cohort as usize].push(position);
        }
    }
    for (cohort, (home, members)) in (0u32..).zip(instance.cohorts.iter().zip(&members)) {
        let (size, min, max) = (members.len() as u64, home.min, home.max);
        // Not a range test: min above max breaks twice.
        if size > u64::from(max) || size < u64::from(min) {
            found.push(Breach::Capacity {
                cohort,
                size,
                min,
                max,
            });
        }
        for need in &home.needs {
            let value = |id: &&usize| instance.participants[**id].attribute(&need.attr);
            let have = members
                .iter()
                .filter(|id| value(id) == Some(need.value))
                .count() as u64;
            if have < u64::from(need.min) {
                let (attr, value, min) = (need.attr.clone(), need.value, need.min);
                found.push(Breach::Needs {
                    cohort,
                    attr,
                    value,
                    min,
                    have,
                });
            }
        }
    }
}

//! The rules of an instance, one by one: what a conflict is made of.

use super::super::breach::{HardRule, misfits};
use super::super::instance::Instance;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// One rule, with the people and cohorts it is about (positions in the instance).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "rule", rename_all = "snake_case")]
pub enum Rule {
    /// A cohort takes no fewer than `min`.
    AtLeast { cohort: u32, min: u32 },
    /// A cohort takes no more than `max`.
    AtMost { cohort: u32, max: u32 },
    /// A cohort has at least `min` members whose `attr` is `value`.
    Need {
        cohort: u32,
        attr: String,
        value: i64,
        min: u32,
    },
    /// A person is tied to a cohort.
    Locked { participant: u32, cohort: u32 },
    /// People share a cohort.
    Together { members: Vec<u32> },
    /// Two people do not share a cohort.
    Apart { participants: (u32, u32) },
    /// A person takes part in one way of meeting only.
    Modality { participant: u32 },
    /// A person goes where a language is spoken that they speak.
    Language { participant: u32 },
    /// A person goes where they can attend every meeting.
    Available { participant: u32 },
    /// A person goes where the cohort is open to them.
    Protected { participant: u32 },
}

impl Rule {
    /// Which kind of rule it is, in the terms of a score.
    pub fn hard_rule(&self) -> HardRule {
        match self {
            Self::AtLeast { .. } | Self::AtMost { .. } => HardRule::Capacity,
            Self::Need { .. } => HardRule::Needs,
            Self::Locked { .. } => HardRule::Locked,
            Self::Together { .. } => HardRule::Together,
            Self::Apart { .. } => HardRule::Apart,
            Self::Modality { .. } => HardRule::Modality,
            Self::Language { .. } => HardRule::Language,
            Self::Available { .. } => HardRule::Available,
            Self::Protected { .. } => HardRule::Protected,
        }
    }

    /// The people it names.
    pub fn people(&self) -> Vec<u32> {
        match self {
            Self::AtLeast { .. } | Self::AtMost { .. } | Self::Need { .. } => Vec::new(),
            Self::Together { members } => members.clone(),
            Self::Apart {
                participants: (a, b),
            } => vec![*a, *b],
            Self::Locked { participant, .. }
            | Self::Modality { participant }
            | Self::Language { participant }
            | Self::Available { participant }
            | Self::Protected { participant } => vec![*participant],
        }
    }

    /// The cohorts it names: those that a person's own rule closes to them are asked for with
    /// [`Rule::closes`].
    pub fn cohorts(&self) -> Vec<u32> {
        match self {
            Self::AtLeast { cohort, .. }
            | Self::AtMost { cohort, .. }
            | Self::Need { cohort, .. }
            | Self::Locked { cohort, .. } => vec![*cohort],
            _ => Vec::new(),
        }
    }

    /// The cohorts that this rule by itself closes to the person it names.
    pub fn closes(&self, instance: &Instance) -> Vec<u32> {
        let cohorts = (0u32..).take(instance.cohorts.len());
        match self {
            Self::Locked { cohort, .. } => cohorts.filter(|id| id != cohort).collect(),
            Self::Modality { participant }
            | Self::Language { participant }
            | Self::Available { participant }
            | Self::Protected { participant } => {
                let kind = self.hard_rule();
                let closed = |id: &u32| misfits(instance, *participant, *id).any(|m| m == kind);
                cohorts.filter(closed).collect()
            }
            _ => Vec::new(),
        }
    }

    /// The same instance without this rule.
    pub fn dropped_from(&self, instance: &Instance) -> Instance {
        let mut new = instance.clone();
        let people = u32::try_from(instance.participants.len()).unwrap_or(u32::MAX);
        match self {
            Self::AtLeast { cohort, .. } => new.cohorts[*cohort as usize].min = 0,
            Self::AtMost { cohort, .. } => new.cohorts[*cohort as usize].max = people,
            Self::Need {
                cohort,
                attr,
                value,
                ..
            } => {
                let needs = &mut new.cohorts[*cohort as usize].needs;
                needs.retain(|need| (&need.attr, need.value) != (attr, *value));
            }
            Self::Locked { participant, .. } => {
                new.participants[*participant as usize].locked = None;
            }
            Self::Together { members } => {
                let wanted = as_set(members);
                new.together.retain(|group| as_set(group) != wanted);
            }
            Self::Apart { participants } => {
                let wanted = in_order(*participants);
                new.apart.retain(|&pair| in_order(pair) != wanted);
            }
            Self::Modality { participant } => {
                new.participants[*participant as usize].modality_strict = false;
            }
            Self::Language { participant } => {
                new.participants[*participant as usize].languages = None;
            }
            Self::Available { participant } => {
                new.participants[*participant as usize].cannot = 0;
            }
            Self::Protected { participant } => {
                new.participants[*participant as usize].protected = false;
            }
        }
        new
    }
}

/// A rule by its place in the instance. In order of what one would rather do without.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Atom {
    AtLeast(u32),
    AtMost(u32),
    /// Cohort, and number among its needs.
    Need(u32, u32),
    Locked(u32),
    Together(u32),
    Apart(u32),
    Modality(u32),
    Language(u32),
    Available(u32),
    Protected(u32),
}

impl Atom {
    /// Every rule of the instance that can be broken at all.
    pub(super) fn all(instance: &Instance) -> Vec<Self> {
        let mut atoms = Vec::new();
        let people = instance.participants.len();
        for (id, cohort) in (0u32..).zip(&instance.cohorts) {
            if cohort.min > 0 {
                atoms.push(Self::AtLeast(id));
            }
            if (cohort.max as usize) < people {
                atoms.push(Self::AtMost(id));
            }
            let needs = (0u32..).zip(&cohort.needs).filter(|(_, need)| need.min > 0);
            atoms.extend(needs.map(|(number, _)| Self::Need(id, number)));
        }
        let slots = instance.cohorts.iter().fold(0, |all, c| all | c.slots);
        let languages: BTreeSet<u32> = instance.cohorts.iter().filter_map(|c| c.language).collect();
        let closed = instance.cohorts.iter().any(|cohort| !cohort.protected_ok);
        for (id, person) in (0u32..).zip(&instance.participants) {
            if person.locked.is_some() {
                atoms.push(Self::Locked(id));
            }
            if person.modality_strict && person.modality.is_some() {
                atoms.push(Self::Modality(id));
            }
            if languages.iter().any(|&language| !person.speaks(language)) {
                atoms.push(Self::Language(id));
            }
            if person.cannot & slots != 0 {
                atoms.push(Self::Available(id));
            }
            if person.protected && closed {
                atoms.push(Self::Protected(id));
            }
        }
        // What is said twice is one rule.
        let (mut groups, mut pairs) = (BTreeSet::new(), BTreeSet::new());
        for (number, group) in (0u32..).zip(&instance.together) {
            let members = as_set(group);
            if members.len() > 1 && groups.insert(members) {
                atoms.push(Self::Together(number));
            }
        }
        for (number, &pair) in (0u32..).zip(&instance.apart) {
            if pairs.insert(in_order(pair)) {
                atoms.push(Self::Apart(number));
            }
        }
        atoms.sort_unstable();
        atoms
    }

    /// How reluctantly it is dropped: one rule less counts most, then its kind. A person's
    /// protection is the last thing to be weighed.
    pub(super) fn weight(self) -> u64 {
        match self {
            Self::AtLeast(_) => 100,
            Self::AtMost(_) => 101,
            Self::Need(..) => 102,
            Self::Locked(_) => 103,
            Self::Together(_) => 104,
            Self::Apart(_) => 105,
            Self::Modality(_) => 106,
            Self::Language(_) => 107,
            Self::Available(_) => 108,
            Self::Protected(_) => 1_000_000,
        }
    }

    pub(super) fn rule(self, instance: &Instance) -> Rule {
        match self {
            Self::AtLeast(cohort) => Rule::AtLeast {
                cohort,
                min: instance.cohorts[cohort as usize].min,
            },
            Self::AtMost(cohort) => Rule::AtMost {
                cohort,
                max: instance.cohorts[cohort as usize].max,
            },
            Self::Need(cohort, number) => {
                let need = &instance.cohorts[cohort as usize].needs[number as usize];
                let (attr, value, min) = (need.attr.clone(), need.value, need.min);
                Rule::Need {
                    cohort,
                    attr,
                    value,
                    min,
                }
            }
            Self::Locked(participant) => Rule::Locked {
                participant,
                cohort: instance.participants[participant as usize]
                    .locked
                    .unwrap_or_default(),
            },
            Self::Together(number) => Rule::Together {
                members: instance.together[number as usize].clone(),
            },
            Self::Apart(number) => Rule::Apart {
                participants: instance.apart[number as usize],
            },
            Self::Modality(participant) => Rule::Modality { participant },
            Self::Language(participant) => Rule::Language { participant },
            Self::Available(participant) => Rule::Available { participant },
            Self::Protected(participant) => Rule::Protected { participant },
        }
    }
}

fn as_set(members: &[u32]) -> BTreeSet<u32> {
    members.iter().copied().collect()
}

fn in_order((a, b): (u32, u32)) -> (u32, u32) {
    (a.min(b), a.max(b))
}

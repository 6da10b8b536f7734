//! What can be wrong with an instance, said precisely enough to mend it.

use super::instance::{INSTANCE_FORMAT, Instance};
use crate::limits;
use std::{collections::BTreeSet, fmt};

/// Largest weight or tolerance, and largest magnitude of a value under `level`. With
/// [`limits::SEATS`] people every sum then fits 64 bits with room to spare.
pub(super) const LARGEST_NUMBER: i64 = 1_000_000;

/// Keys with a meaning of their own, which are therefore no attributes.
pub(super) const RESERVED: [&str; 6] = [
    "id",
    "cannot",
    "avoid",
    "languages",
    "protected",
    "modality_strict",
];

/// One fault: where, what, and what to do.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct InstanceError {
    /// Such as `participants[3].locked`; empty for the file as a whole.
    pub path: String,
    pub wrong: String,
    pub remedy: String,
}

impl fmt::Display for InstanceError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let colon = if self.path.is_empty() { "" } else { ": " };
        write!(f, "{}{colon}{}; {}", self.path, self.wrong, self.remedy)
    }
}

impl std::error::Error for InstanceError {}

impl Instance {
    /// Reads and validates. A syntax fault, or an unknown kind of criterion, is one error that
    /// names line and column.
    pub fn from_json(bytes: &[u8]) -> Result<Self, Vec<InstanceError>> {
        let instance: Self = serde_json::from_slice(bytes).map_err(|error| {
            vec![InstanceError {
                path: String::new(),
                wrong: error.to_string(),
                remedy: format!("write the file as {INSTANCE_FORMAT} says"),
            }]
        })?;
        instance.validate()?;
        Ok(instance)
    }

    /// All faults at once, so that a file is mended in one go.
    pub fn validate(&self) -> Result<(), Vec<InstanceError>> {
        let mut faults = Faults::default();
        self.check_frame(&mut faults);
        self.check_participants(&mut faults);
        self.check_cohorts(&mut faults);
        self.check_criteria(&mut faults);
        self.check_groups(&mut faults);
        if faults.0.is_empty() {
            Ok(())
        } else {
            Err(faults.0)
        }
    }

    fn check_frame(&self, faults: &mut Faults) {
        if self.format != INSTANCE_FORMAT {
            let wrong = format!("is `{}`", self.format);
            faults.add("format", wrong, format!("write `{INSTANCE_FORMAT}`"));
        }
        if self.slots > 64 {
            faults.add(
                "slots",
                format!("is {}", self.slots),
                "at most 64 slots fit a mask",
            );
        }
        let most = usize::try_from(limits::SEATS).unwrap_or(usize::MAX);
        if self.participants.len() > most {
            let wrong = format!("has {} entries", self.participants.len());
            faults.add(
                "participants",
                wrong,
                format!("split it: at most {most} are solved"),
            );
        }
        if self.cohorts.is_empty() && !self.participants.is_empty() {
            faults.add("cohorts", "is empty", "add at least one cohort");
        }
    }

    fn check_participants(&self, faults: &mut Faults) {
        for (position, person) in self.participants.iter().enumerate() {
            let path = |key: &str| format!("participants[{position}].{key}");
            if person.id as usize != position {
                let wrong = format!("is {}", person.id);
                faults.add(path("id"), wrong, format!("write its position, {position}"));
            }
            for (key, cohort) in [("locked", person.locked), ("previous", person.previous)] {
                if let Some(cohort) = cohort.filter(|&id| id as usize >= self.cohorts.len()) {
                    faults.add(path(key), format!("is {cohort}"), self.cohort_range());
                }
            }
            if person.modality_strict && person.modality.is_none() {
                let wrong = "is set, but `modality` is not stated";
                faults.add(
                    path("modality_strict"),
                    wrong,
                    "state the modality or leave this out",
                );
            }
        }
    }

    fn check_cohorts(&self, faults: &mut Faults) {
        for (position, cohort) in self.cohorts.iter().enumerate() {
            let path = |key: &str| format!("cohorts[{position}].{key}");
            if cohort.id as usize != position {
                let wrong = format!("is {}", cohort.id);
                faults.add(path("id"), wrong, format!("write its position, {position}"));
            }
            if cohort.min > cohort.max {
                let wrong = format!("is {}, above max {}", cohort.min, cohort.max);
                faults.add(path("min"), wrong, "lower min or raise max");
            }
            let mut seen = BTreeSet::new();
            for (number, need) in cohort.needs.iter().enumerate() {
                let path = path(&format!("needs[{number}]"));
                if RESERVED.contains(&need.attr.as_str()) {
                    faults.add(
                        format!("{path}.attr"),
                        reserved(&need.attr),
                        "name an attribute",
                    );
                }
                if !seen.insert((&need.attr, need.value)) {
                    let wrong = format!("repeats {} = {}", need.attr, need.value);
                    faults.add(path, wrong, "keep the larger of the two");
                }
            }
        }
    }

    fn check_groups(&self, faults: &mut Faults) {
        let people = self.participants.len();
        let range = || match people {
            0 => "there are no participants".to_owned(),
            _ => format!("use a participant id, 0 to {}", people - 1),
        };
        for (position, group) in self.together.iter().enumerate() {
            for (place, &id) in group
                .iter()
                .enumerate()
                .filter(|(_, id)| **id as usize >= people)
            {
                faults.add(
                    format!("together[{position}][{place}]"),
                    format!("is {id}"),
                    range(),
                );
            }
        }
        for (key, pairs) in [("apart", &self.apart), ("wishes", &self.wishes)] {
            for (position, &(a, b)) in pairs.iter().enumerate() {
                for (place, id) in [a, b]
                    .into_iter()
                    .enumerate()
                    .filter(|p| p.1 as usize >= people)
                {
                    faults.add(
                        format!("{key}[{position}][{place}]"),
                        format!("is {id}"),
                        range(),
                    );
                }
                if a == b {
                    let wrong = format!("pairs participant {a} with themselves");
                    faults.add(
                        format!("{key}[{position}]"),
                        wrong,
                        "name two people or remove it",
                    );
                }
            }
        }
    }

    fn cohort_range(&self) -> String {
        match self.cohorts.len() {
            0 => "there are no cohorts: leave it out".to_owned(),
            count => format!("use a cohort id, 0 to {}, or leave it out", count - 1),
        }
    }
}

pub(super) fn reserved(key: &str) -> String {
    format!("is `{key}`, which has a meaning of its own")
}

#[derive(Default)]
pub(super) struct Faults(Vec<InstanceError>);

impl Faults {
    pub(super) fn add(
        &mut self,
        path: impl Into<String>,
        wrong: impl Into<String>,
        remedy: impl Into<String>,
    ) {
        self.0.push(InstanceError {
            path: path.into(),
            wrong: wrong.into(),
            remedy: remedy.into(),
        });
    }
}

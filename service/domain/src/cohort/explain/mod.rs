//! Why a plan looks as it does: per cohort and per person, as codes and numbers. The sentences
//! are in `words`, how it is found out in `why`.

pub(super) mod effect;
mod local;
mod notes;
mod person;
pub(super) mod why;
mod words;
mod words_person;

use super::breach::HardRule;
use crate::{
    id::{CohortId, PersonId},
    profession::ProfessionFamily,
};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Teaching, special education and social work should be present in every cohort.
pub const CORE_TRIAD: [ProfessionFamily; 3] = [
    ProfessionFamily::Teaching,
    ProfessionFamily::SpecialEducation,
    ProfessionFamily::SocialWork,
];

/// One cohort of a plan.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CohortExplanation {
    pub cohort: CohortId,
    pub code: String,
    pub size: u32,
    /// Soft points of this cohort alone.
    #[serde(default)]
    pub points: i64,
    /// Members per family that is in the offering at all.
    pub families: Vec<FamilyCount>,
    /// What is not as wished, most important first; empty = everything is.
    pub notes: Vec<CohortNote>,
}

/// How many of a family a cohort has, and how many would be its share.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FamilyCount {
    pub family: ProfessionFamily,
    pub count: i64,
    /// A share below two people may also be nobody, but never one alone.
    pub low: i64,
    pub high: i64,
}

impl CohortExplanation {
    /// The workplaces that its notes name, as people's records have them.
    pub fn workplaces(&self) -> impl Iterator<Item = &str> {
        self.notes.iter().filter_map(|note| match note {
            CohortNote::SharedWorkplace { workplace, .. }
            | CohortNote::SplitWorkplace { workplace, .. } => Some(&**workplace),
            _ => None,
        })
    }

    /// Calls workplaces by these names instead; one that has no name stays as it was.
    pub fn call_workplaces(&mut self, names: &BTreeMap<String, String>) {
        for note in &mut self.notes {
            if let CohortNote::SharedWorkplace { workplace, .. }
            | CohortNote::SplitWorkplace { workplace, .. } = note
                && let Some(name) = names.get(workplace)
            {
                workplace.clone_from(name);
            }
        }
    }
}

/// One wish that a cohort does not meet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "note", rename_all = "snake_case")]
pub enum CohortNote {
    Alone {
        family: ProfessionFamily,
        person: PersonId,
        why: AloneReason,
    },
    CoreFamilyMissing {
        family: ProfessionFamily,
        in_offering: i64,
        cohorts: i64,
    },
    Uneven {
        family: ProfessionFamily,
        count: i64,
        low: i64,
        high: i64,
    },
    /// More colleagues than the even share, `enough`.
    SharedWorkplace {
        workplace: String,
        count: i64,
        enough: i64,
    },
    /// Colleagues who would share a cohort and do not.
    SplitWorkplace {
        workplace: String,
        here: i64,
        elsewhere: i64,
    },
    ModalityUnmet {
        people: Vec<PersonId>,
    },
    /// Members for whom some of the cohort's weekly times are ones to avoid.
    Clashes {
        people: Vec<PersonId>,
        meetings: i64,
    },
    OffTarget {
        size: i64,
        target: i64,
    },
    Moved {
        people: Vec<PersonId>,
    },
}

/// Why somebody is alone of their family in a cohort.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "why", rename_all = "snake_case")]
pub enum AloneReason {
    /// There is nobody else of the family.
    OnlyOneInOffering,
    /// Every move or exchange that would help breaks a rule; these, for the one that breaks
    /// fewest. Empty: nobody who could help is free to move.
    RuleInTheWay { rules: Vec<HardRule> },
    /// The best one that keeps the rules costs this many points elsewhere.
    CostsMoreElsewhere { points: i64 },
    /// One would make the whole so many points better: fewer moves were asked for, or the search
    /// ended early.
    LeftUndone { points: i64 },
}

/// One person of a plan.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PersonExplanation {
    pub person: PersonId,
    pub cohort: CohortId,
    pub code: String,
    /// The strongest first.
    pub reasons: Vec<PlacementReason>,
    /// The second best cohort, those they must be together with moving along; `None` if there
    /// is no choice.
    pub alternative: Option<Alternative>,
}

/// Why somebody is where they are.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "reason", rename_all = "snake_case")]
pub enum PlacementReason {
    Locked,
    /// With this many others who must share the cohort.
    Together {
        others: i64,
    },
    OnlyCohortAllowed,
    /// Their family has `count` members here; an even share is `share_hundredths` / 100.
    BalancesFamily {
        family: ProfessionFamily,
        count: i64,
        share_hundredths: i64,
    },
    /// Kept apart from people who are elsewhere.
    KeptApart {
        from: Vec<PersonId>,
    },
    /// Stays in the cohort they were in.
    Stays,
    /// No wish tells the cohorts apart for this person; here there was room.
    Room,
}

/// Another cohort, and what it would cost.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Alternative {
    pub cohort: CohortId,
    pub code: String,
    /// Points the plan would become worse by (below zero: better).
    pub points: i64,
    /// Rules the move would break; then no points make it good.
    pub hard_broken: Vec<HardRule>,
    /// What weighs most against it.
    pub because: Option<AlternativeReason>,
    /// The points by criterion, zeros left out.
    #[serde(default)]
    pub criteria: BTreeMap<String, i64>,
}

/// What weighs most against an alternative.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AlternativeReason {
    AloneInFamily,
    LeavesOneAlone,
    FamiliesLessEven,
    Colleagues,
    /// Somebody who had better be in the same cohort is not there.
    Company,
    Modality,
    /// Times the person would rather avoid.
    Times,
    /// Something else that cohorts are mixed on or spread by.
    LessEven,
    Size,
    LeavesPrevious,
}

//! What a plan can be told beside its people: weights, times, families, newcomers, moves; and what
//! can be done with it afterwards.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

mod afterwards;
mod rules;

use samverkan_domain::{
    cohort::{Plan, PlanCohort, PlanInput, PlanPerson, cohort_sizes, plan},
    id::{CohortId, PersonId},
    profession::ProfessionFamily,
};
use std::collections::BTreeMap;
use uuid::Uuid;

pub(crate) fn id(number: usize) -> PersonId {
    PersonId(Uuid::from_u128(0x1000 + number as u128))
}

pub(crate) fn cohort_id(number: usize) -> CohortId {
    CohortId(Uuid::from_u128(0x9000 + number as u128))
}

/// `people` of four families in turn, in cohorts of about five.
pub(crate) fn input(people: usize) -> PlanInput {
    let sizes = cohort_sizes(people, 5);
    let person = |number| PlanPerson {
        family: Some(ProfessionFamily::ALL[number % 4]),
        ..PlanPerson::unknown(id(number))
    };
    let cohort = |(number, &target): (usize, &u32)| {
        PlanCohort::about(cohort_id(number), format!("G{:02}", number + 1), target)
    };
    PlanInput {
        people: (0..people).map(person).collect(),
        cohorts: sizes.iter().enumerate().map(cohort).collect(),
        seed: 3,
        iterations: 60_000,
        ..PlanInput::default()
    }
}

pub(crate) fn made(input: &PlanInput) -> Plan {
    plan(input, None, |_| true).unwrap()
}

pub(crate) fn at(plan: &Plan) -> BTreeMap<PersonId, CohortId> {
    plan.places.iter().copied().collect()
}

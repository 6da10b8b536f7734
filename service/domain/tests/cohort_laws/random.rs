//! Small random instances with everything in them, and their optimum by trying every division.

use proptest::prelude::*;
use samverkan_domain::cohort::{
    Assignment, Cohort, Criterion, INSTANCE_FORMAT, Instance, Need, Participant, Score, Solution,
    SolveOptions, solve,
};
use std::collections::BTreeMap;

/// What one person is made of; see [`person`].
type Dice = (u8, u8, u8, u8, u8);
/// What one rule is made of: its kind and the two people.
type Tie = (u8, u8, u8);

/// The dice of an instance.
#[derive(Debug, Clone)]
pub(crate) struct Thrown {
    people: Vec<Dice>,
    ties: Vec<Tie>,
    weights: [u8; 6],
}

/// Dice for as many people as the range says.
pub(crate) fn thrown(people: std::ops::Range<usize>) -> impl Strategy<Value = Thrown> {
    let people = prop::collection::vec(any::<Dice>(), people);
    let ties = prop::collection::vec(any::<Tie>(), 0..5);
    (people, ties, any::<[u8; 6]>()).prop_map(|(people, ties, weights)| Thrown {
        people,
        ties,
        weights,
    })
}

fn person(id: u32, cohorts: u32, (family, work, cannot, avoid, more): Dice) -> Participant {
    let stated = |share: u8, value: i64| (more % share != 0).then_some(value);
    let attributes = [
        ("family", stated(7, i64::from(family % 3))),
        ("work", stated(3, i64::from(work % 4))),
        ("experience", stated(5, i64::from(work % 40))),
    ];
    let attributes = attributes
        .into_iter()
        .filter_map(|(name, value)| Some((name.to_owned(), value?)));
    Participant {
        id,
        // One slot in four for one person in two, so that most instances have a division.
        cannot: u64::from(cannot & 1) << (cannot / 2 % 4),
        avoid: u64::from(avoid & 15),
        modality: stated(4, i64::from(avoid / 16 % 2)),
        modality_strict: more % 4 != 0 && more >= 240,
        languages: (family >= 200).then_some(1),
        protected: more % 16 == 9,
        previous: (work >= 128).then(|| u32::from(work) % cohorts),
        attributes: attributes.collect(),
        ..Participant::default()
    }
}

/// An instance of these dice. It may have no division that keeps every rule.
pub(crate) fn instance(thrown: &Thrown, cohorts: u32) -> Instance {
    let count = u32::try_from(thrown.people.len()).unwrap();
    let people = (0u32..).zip(&thrown.people);
    let home = |id: u32| Cohort {
        id,
        min: (count / cohorts).saturating_sub(1),
        max: count / cohorts + 2,
        target: (id != 1).then_some(count / cohorts),
        slots: 1 << id,
        modality: Some(i64::from(id % 2)),
        language: (id == 1).then_some(1),
        protected_ok: id != 1,
        needs: Vec::new(),
    };
    let mut instance = Instance {
        format: INSTANCE_FORMAT.to_owned(),
        name: None,
        slots: 4,
        labels: BTreeMap::new(),
        participants: people
            .map(|(id, dice)| person(id, cohorts, *dice))
            .collect(),
        cohorts: (0..cohorts).map(home).collect(),
        criteria: criteria(thrown.weights),
        together: Vec::new(),
        apart: Vec::new(),
        wishes: Vec::new(),
    };
    for &(kind, a, b) in &thrown.ties {
        let (a, b) = (u32::from(a) % count, u32::from(b) % count);
        match kind % 8 {
            0 => instance.participants[a as usize].locked = Some(b % cohorts),
            1 if a != b => instance.together.push(vec![a, b]),
            2 | 3 if a != b => instance.apart.push((a, b)),
            4 => {
                // Of one attribute, and now and then of another as well.
                let needs = &mut instance.cohorts[(a % cohorts) as usize].needs;
                let (attr, value) = if kind >= 128 {
                    ("work", b % 4)
                } else {
                    ("family", b % 3)
                };
                needs.retain(|need| need.attr != attr);
                needs.push(Need {
                    attr: attr.to_owned(),
                    value: i64::from(value),
                    min: 1,
                });
            }
            5.. if a != b => instance.wishes.push((a, b)),
            _ => {}
        }
    }
    instance
}

fn criteria(weights: [u8; 6]) -> Vec<Criterion> {
    let [out, alone, excess, per_unit, each, size] = weights.map(|weight| i64::from(weight % 12));
    let named = |attr: &str| attr.to_owned();
    vec![
        Criterion::Mix {
            attr: named("family"),
            out,
            alone,
        },
        Criterion::Spread {
            attr: named("work"),
            excess,
        },
        Criterion::Level {
            attr: named("experience"),
            tolerance: 2,
            per_unit,
        },
        Criterion::Clash { each },
        Criterion::Modality { each: each + 1 },
        Criterion::Wish { each: each + 2 },
        Criterion::Size { each: size },
        Criterion::Move { each: out },
    ]
}

/// The fewest points of a division that keeps every rule, by trying them all.
pub(crate) fn by_brute_force(instance: &Instance) -> Option<i64> {
    let cohorts = u32::try_from(instance.cohorts.len()).unwrap();
    let people = u32::try_from(instance.participants.len()).unwrap();
    let division = |mut code: u32| {
        let mut next = || {
            let cohort = code % cohorts;
            code /= cohorts;
            Some(cohort)
        };
        Assignment {
            cohort: (0..people).map(|_| next()).collect(),
        }
    };
    let scores = (0..cohorts.pow(people))
        .map(|code| Score::of(instance, &division(code)).unwrap())
        .filter(|score| score.hard_total() == 0);
    scores.map(|score| score.soft_total()).min()
}

/// What the solver finds.
pub(crate) fn solved(instance: &Instance, seed: u64) -> Solution {
    let options = SolveOptions {
        seed,
        iterations: 60_000,
    };
    solve(instance, &options, |_| true).unwrap()
}

/// What the solver finds, if it keeps every rule.
pub(crate) fn optimum(instance: &Instance, seed: u64) -> Option<i64> {
    let score = solved(instance, seed).score;
    (score.hard_total() == 0).then(|| score.soft_total())
}

//! Random rounds: policies, seats, entrants and a seed.

use jiff::civil::{Date, date};
use proptest::prelude::*;
use samverkan_domain::admission::{
    Eligibility, Entrant, Group, Method, Outcome, Places, Policy, Seed, select,
};

const CODES: [&str; 4] = ["A", "B", "C", "D"];

pub(crate) fn today() -> Date {
    date(2026, 12, 10)
}

#[derive(Debug, Clone)]
pub(crate) struct Round {
    pub(crate) policy: Policy,
    pub(crate) seats: i64,
    pub(crate) entrants: Vec<Entrant>,
    pub(crate) seed: Seed,
}

impl Round {
    pub(crate) fn select(&self) -> Outcome {
        select(
            &self.policy,
            self.seats,
            &self.entrants,
            &self.seed,
            today(),
        )
    }

    pub(crate) fn entrant(&self, pseudonym: &str) -> &Entrant {
        let is = |one: &&Entrant| one.pseudonym == pseudonym;
        self.entrants.iter().find(is).unwrap()
    }

    pub(crate) fn group(&self, code: &str) -> Group {
        let groups = self.policy.effective_groups();
        groups.into_iter().find(|group| group.code == code).unwrap()
    }

    pub(crate) fn is_member(&self, one: &Entrant, group: &str) -> bool {
        self.policy.groups.is_empty() || one.groups.iter().any(|code| code == group)
    }
}

fn codes() -> impl Strategy<Value = Vec<String>> {
    let codes = prop::sample::subsequence(CODES.to_vec(), 0..=4).prop_shuffle();
    codes.prop_map(|codes| codes.into_iter().map(str::to_owned).collect())
}

fn group() -> impl Strategy<Value = Group> {
    let places = prop_oneof![
        1 => Just(Places::Guarantee),
        3 => (0i64..6).prop_map(Places::Seats),
        3 => (0i64..6_000).prop_map(Places::ShareBasisPoints),
        2 => Just(Places::Rest),
    ];
    let until = prop_oneof![
        3 => Just(None),
        1 => Just(Some(date(2026, 12, 9))),
        1 => Just(Some(date(2026, 12, 10))),
    ];
    let cap = prop::option::weighted(0.3, 0i64..60);
    (places, until, cap, codes()).prop_map(|(places, until, merit_cap_tenths, falls_to)| Group {
        places,
        until,
        merit_cap_tenths,
        falls_to,
        ..Group::default()
    })
}

fn policy() -> impl Strategy<Value = Policy> {
    let method = prop_oneof![
        1 => Just(Method::FirstCome),
        1 => Just(Method::Lottery),
        3 => Just(Method::Ranked)
    ];
    let groups = proptest::collection::vec(group(), 0..=4);
    (method, 0i64..3, groups).prop_map(|(method, overbook, mut groups)| {
        for (group, code) in groups.iter_mut().zip(CODES) {
            code.clone_into(&mut group.code);
        }
        Policy {
            method,
            overbook,
            groups,
        }
    })
}

fn entrant() -> impl Strategy<Value = Entrant> {
    let eligibility = prop_oneof![
        6 => Just(Eligibility::Eligible),
        1 => Just(Eligibility::Conditional),
        1 => Just(Eligibility::NotEligible),
    ];
    let joint = prop::option::weighted(0.3, 0u8..4);
    (codes(), 0i64..7, 0i64..30, joint, eligibility).prop_map(
        |(groups, merit, arrival, joint, eligibility)| Entrant {
            pseudonym: String::new(),
            groups,
            merit_tenths: merit * 10,
            arrival,
            joint: joint.map(|joint| format!("J{joint}")),
            eligibility,
        },
    )
}

pub(crate) fn round() -> impl Strategy<Value = Round> {
    let entrants = proptest::collection::vec(entrant(), 0..25);
    (policy(), 0i64..14, entrants, any::<[u8; 32]>()).prop_map(
        |(policy, seats, mut entrants, seed)| {
            for (number, one) in entrants.iter_mut().enumerate() {
                one.pseudonym = format!("P{number:02}");
            }
            Round {
                policy,
                seats,
                entrants,
                seed: Seed(seed),
            }
        },
    )
}

//! Laws of selection over random policies and entrants, each with a negative control: an outcome
//! that breaks the law must be seen to.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

use jiff::civil::{Date, date};
use proptest::prelude::*;
use samverkan_domain::admission::{
    Eligibility, Entrant, Group, GroupResult, Line, Method, Outcome, Places, Policy, Reason, Seed,
    SelectionResult, select,
};
use std::collections::{BTreeMap, BTreeSet};

const CODES: [&str; 4] = ["A", "B", "C", "D"];

fn today() -> Date {
    date(2026, 12, 10)
}

#[derive(Debug, Clone)]
struct Round {
    policy: Policy,
    seats: i64,
    entrants: Vec<Entrant>,
    seed: Seed,
}

impl Round {
    fn select(&self) -> Outcome {
        select(
            &self.policy,
            self.seats,
            &self.entrants,
            &self.seed,
            today(),
        )
    }

    fn entrant(&self, pseudonym: &str) -> &Entrant {
        let is = |one: &&Entrant| one.pseudonym == pseudonym;
        self.entrants.iter().find(is).unwrap()
    }

    fn group(&self, code: &str) -> Group {
        let groups = self.policy.effective_groups();
        groups.into_iter().find(|group| group.code == code).unwrap()
    }

    fn is_member(&self, one: &Entrant, group: &str) -> bool {
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

fn round() -> impl Strategy<Value = Round> {
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

fn final_places(group: &GroupResult) -> i64 {
    group.places + group.received - group.given
}

/// Never more admitted than places, but for guarantees; no place is made or lost.
fn not_oversold(round: &Round, outcome: &Outcome) -> bool {
    let is_guarantee = |code: &str| round.group(code).places == Places::Guarantee;
    let admitted = |guaranteed: bool| {
        let here = |line: &&Line| {
            let group = line.group.as_deref();
            line.result == SelectionResult::Admitted
                && group.is_some_and(|group| is_guarantee(group) == guaranteed)
        };
        i64::try_from(outcome.lines.iter().filter(here).count()).unwrap()
    };
    let left = (round.policy.total_places(round.seats) - admitted(true)).max(0);
    let others = outcome
        .groups
        .iter()
        .filter(|group| !is_guarantee(&group.group));
    let places: i64 = others.map(final_places).sum();
    admitted(false) <= left
        && places + outcome.unassigned == left
        && outcome
            .groups
            .iter()
            .all(|group| group.admitted <= final_places(group))
}

/// Lower is better.
fn worth(line: &Line) -> (SelectionResult, Option<i64>) {
    (line.result, line.position)
}

fn line<'a>(outcome: &'a Outcome, pseudonym: &str) -> &'a Line {
    let is = |line: &&Line| line.pseudonym == pseudonym;
    outcome.lines.iter().find(is).unwrap()
}

/// Colleagues who are eligible are all admitted, or all wait beside each other, or are all refused.
fn joint_all_or_none(round: &Round, outcome: &Outcome) -> bool {
    let mut units: BTreeMap<&str, Vec<&Line>> = BTreeMap::new();
    for one in &round.entrants {
        if let Some(joint) = one.joint.as_deref()
            && one.eligibility != Eligibility::NotEligible
        {
            units
                .entry(joint)
                .or_default()
                .push(line(outcome, &one.pseudonym));
        }
    }
    units.values().all(|lines| {
        let same = |line: &&Line| (line.result, &line.group) == (lines[0].result, &lines[0].group);
        let positions: BTreeSet<i64> = lines.iter().filter_map(|line| line.position).collect();
        let consecutive = match (positions.first(), positions.last()) {
            (Some(first), Some(last)) => {
                usize::try_from(last - first + 1) == Ok(lines.len())
                    && positions.len() == lines.len()
            }
            _ => true,
        };
        lines.iter().all(same) && consecutive
    })
}

/// The order in a group of one who applied alone.
fn key(round: &Round, one: &Entrant, line: &Line, group: &str) -> (i64, i64, Option<String>) {
    let cap = round.group(group).merit_cap_tenths.unwrap_or(i64::MAX);
    let (merit, arrival) = match round.policy.method {
        Method::Ranked => (one.merit_tenths.min(cap), 0),
        Method::Lottery => (0, 0),
        Method::FirstCome => (0, one.arrival),
    };
    (-merit, arrival, line.ticket.clone())
}

/// Nobody is admitted in a group before a member of it who stands higher, unless that one's
/// colleagues had no room. Nobody waits for a place that is free.
fn nobody_passed_over(round: &Round, outcome: &Outcome) -> bool {
    let unlucky = |line: &&Line| {
        let joint = |reason: &Reason| matches!(reason, Reason::JointNotRoom { .. });
        line.result == SelectionResult::Reserve && !line.reasons.iter().any(joint)
    };
    let by_rank = outcome.lines.iter().filter(unlucky).all(|reserve| {
        let before = |line: &Line| {
            line.result == SelectionResult::Admitted
                && line.group == reserve.group
                && line.rank > reserve.rank
        };
        !outcome.lines.iter().any(before)
    });
    let alone = |one: &&Entrant| one.joint.is_none();
    let by_key = round.entrants.iter().filter(alone).all(|one| {
        let own = line(outcome, &one.pseudonym);
        own.result != SelectionResult::Reserve
            || outcome.groups.iter().all(|group| {
                let code = group.group.as_str();
                if !round.is_member(one, code) {
                    return true;
                }
                let key_of = |who: &Entrant, line: &Line| key(round, who, line, code);
                let after = |other: &Line| {
                    let who = round.entrant(&other.pseudonym);
                    other.result == SelectionResult::Admitted
                        && other.group.as_deref() == Some(code)
                        && who.joint.is_none()
                        && key_of(who, other) > key_of(one, own)
                };
                group.admitted == final_places(group) && !outcome.lines.iter().any(after)
            })
    });
    by_rank && by_key
}

/// Reserve numbers are 1..n in each group, in the order of rank.
fn numbered(outcome: &Outcome) -> bool {
    outcome.groups.iter().all(|group| {
        let in_group = |line: &&Line| line.group.as_deref() == Some(&group.group);
        let mut places: Vec<(i64, i64)> = outcome
            .lines
            .iter()
            .filter(in_group)
            .filter_map(|line| line.position.zip(line.rank))
            .collect();
        places.sort_unstable();
        let ranks_rise = places.is_sorted_by(|a, b| a.1 < b.1);
        let positions: Vec<i64> = places.iter().map(|place| place.0).collect();
        ranks_rise && positions == (1..=group.reserves).collect::<Vec<i64>>()
    })
}

/// One line each; the eligible are refused only for want of a group.
fn complete(round: &Round, outcome: &Outcome) -> bool {
    let right = |one: &Entrant| {
        let line = line(outcome, &one.pseudonym);
        let grouped = outcome
            .groups
            .iter()
            .any(|group| round.is_member(one, &group.group));
        match one.eligibility {
            Eligibility::NotEligible => line.reasons == [Reason::NotEligible],
            _ if !grouped && one.joint.is_none() => line.reasons == [Reason::NoGroup],
            _ => line.result != SelectionResult::Refused || one.joint.is_some(),
        }
    };
    outcome.lines.len() == round.entrants.len() && round.entrants.iter().all(right)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(600))]

    #[test]
    fn the_laws_hold(round in round()) {
        let outcome = round.select();
        prop_assert!(complete(&round, &outcome));
        prop_assert!(not_oversold(&round, &outcome));
        prop_assert!(joint_all_or_none(&round, &outcome));
        prop_assert!(nobody_passed_over(&round, &outcome));
        prop_assert!(numbered(&outcome));
    }

    #[test]
    fn the_order_of_the_entrants_changes_nothing(
        (round, shuffled) in round().prop_flat_map(|round| {
            let entrants = Just(round.entrants.clone()).prop_shuffle();
            (Just(round), entrants)
        }),
    ) {
        let other = Round { entrants: shuffled, ..round.clone() };
        prop_assert_eq!(other.select(), round.select());
    }

    #[test]
    fn more_merit_is_never_worse(round in round(), who in any::<prop::sample::Index>(), more in 1i64..60) {
        prop_assume!(!round.entrants.is_empty());
        let who = who.index(round.entrants.len());
        prop_assert!(!worse_with(&round, who, more, Round::select));
    }
}

/// Whether raising one's merit makes one's result worse.
fn worse_with(round: &Round, who: usize, more: i64, select: impl Fn(&Round) -> Outcome) -> bool {
    let before = select(round);
    let mut raised = round.clone();
    raised.entrants[who].merit_tenths += more;
    let name = &round.entrants[who].pseudonym;
    worth(line(&select(&raised), name)) > worth(line(&before, name))
}

/// One group, five seats, ten people with merits 0, 10, 20, …; the first two applied together.
fn ten() -> Round {
    let entrant = |number: i64| Entrant {
        pseudonym: format!("P{number:02}"),
        groups: Vec::new(),
        merit_tenths: number * 10,
        arrival: number,
        joint: (number < 2).then(|| "J".to_owned()),
        eligibility: Eligibility::Eligible,
    };
    Round {
        policy: Policy {
            method: Method::Ranked,
            ..Policy::default()
        },
        seats: 5,
        entrants: (0..10).map(entrant).collect(),
        seed: Seed([1; 32]),
    }
}

/// An outcome that keeps every law, and what `spoil` makes of it.
fn spoiled(spoil: impl FnOnce(&mut Outcome)) -> (Round, Outcome) {
    let round = ten();
    let mut outcome = round.select();
    assert!(complete(&round, &outcome) && not_oversold(&round, &outcome));
    assert!(joint_all_or_none(&round, &outcome) && numbered(&outcome));
    assert!(nobody_passed_over(&round, &outcome));
    spoil(&mut outcome);
    (round, outcome)
}

#[test]
fn negative_controls_every_law_can_fail() {
    let (round, one_more) = spoiled(|outcome| {
        outcome.lines[4].result = SelectionResult::Admitted;
    });
    assert!(!not_oversold(&round, &one_more));

    let (round, parted) = spoiled(|outcome| {
        outcome.lines[0].result = SelectionResult::Admitted;
    });
    assert!(!joint_all_or_none(&round, &parted));

    let (round, exchanged) = spoiled(|outcome| {
        let (low, high) = (outcome.lines[4].clone(), outcome.lines[5].clone());
        outcome.lines[4] = Line {
            pseudonym: low.pseudonym,
            ..high.clone()
        };
        outcome.lines[5] = Line {
            pseudonym: high.pseudonym,
            ..low
        };
    });
    assert!(!nobody_passed_over(&round, &exchanged));

    let (_, gap) = spoiled(|outcome| outcome.lines[4].position = Some(9));
    assert!(!numbered(&gap));

    let (round, missing) = spoiled(|outcome| {
        outcome.lines[4].result = SelectionResult::Refused;
    });
    assert!(!complete(&round, &missing));
}

#[test]
fn negative_control_a_reversed_ranking_is_not_monotone() {
    let reversed = |round: &Round| {
        let mut round = round.clone();
        for one in &mut round.entrants {
            one.merit_tenths = -one.merit_tenths;
        }
        round.select()
    };
    assert!(worse_with(&ten(), 4, 60, reversed));
    assert!(!worse_with(&ten(), 4, 60, Round::select));
}

#[test]
fn negative_control_arrival_by_place_in_the_file_depends_on_the_order() {
    let by_file = |mut round: Round| {
        round.policy.method = Method::FirstCome;
        for (number, one) in (0..).zip(&mut round.entrants) {
            one.arrival = number;
        }
        round.select()
    };
    let mut turned = ten();
    turned.entrants.reverse();
    assert_ne!(by_file(turned), by_file(ten()));
}

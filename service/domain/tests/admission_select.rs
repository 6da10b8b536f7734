//! Selections by example: guarantees, merit, falling places, colleagues, and what people are told.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

use jiff::civil::{Date, date};
use samverkan_domain::{
    admission::{
        Eligibility, Entrant, Line, Outcome, Policy, Reason, Seed, SelectionResult, select,
    },
    person::Language,
};
use serde_json::{Value, json};

fn policy(value: Value) -> Policy {
    serde_json::from_value(value).unwrap()
}

fn entrant(pseudonym: &str, groups: &[&str], merit_tenths: i64) -> Entrant {
    Entrant {
        pseudonym: pseudonym.to_owned(),
        groups: groups.iter().map(|&code| code.to_owned()).collect(),
        merit_tenths,
        arrival: 0,
        joint: None,
        eligibility: Eligibility::Eligible,
    }
}

fn joint(code: &str, entrant: Entrant) -> Entrant {
    Entrant {
        joint: Some(code.to_owned()),
        ..entrant
    }
}

fn choose(policy: &Policy, seats: i64, entrants: &[Entrant]) -> Outcome {
    choose_on(policy, seats, entrants, date(2026, 12, 10))
}

fn choose_on(policy: &Policy, seats: i64, entrants: &[Entrant], on: Date) -> Outcome {
    select(policy, seats, entrants, &Seed([5; 32]), on)
}

fn line<'a>(outcome: &'a Outcome, pseudonym: &str) -> &'a Line {
    let is = |line: &&Line| line.pseudonym == pseudonym;
    outcome.lines.iter().find(is).unwrap()
}

/// Result, group and reserve number in short: `+TPAV`, `TPAV 2`, `-`.
fn short(outcome: &Outcome) -> Vec<String> {
    let one = |line: &Line| {
        let group = line.group.clone().unwrap_or_default();
        match (line.result, line.position) {
            (SelectionResult::Admitted, _) => format!("+{group}"),
            (SelectionResult::Reserve, Some(position)) => format!("{group} {position}"),
            _ => "-".to_owned(),
        }
    };
    outcome.lines.iter().map(one).collect()
}

#[test]
fn the_groups_of_an_advanced_course() {
    let orebro = Policy::orebro_advanced(vec!["LKP1Y".into()]);
    let entrants = [
        entrant("a", &["PG", "ÖS"], 0),
        entrant("b", &["TPAV", "ÖS"], 3_000),
        entrant("c", &["TPAV", "ÖS"], 2_850),
        entrant("d", &["TPAV", "ÖS"], 1_505),
        entrant("e", &["TPAV", "ÖS"], 1_200),
        entrant("f", &["ÖS"], 0),
    ];
    let outcome = choose(&orebro, 4, &entrants);
    assert_eq!(
        short(&outcome),
        ["+PG", "+TPAV", "+TPAV", "+TPAV", "TPAV 1", "ÖS 1"]
    );
    assert_eq!(
        line(&outcome, "e").reasons[0].sentence(Language::Sv),
        "Du är reserv 1 i TPAV: din merit är 120,0 hp, den sista antagna hade 150,5 hp."
    );
    // Above the cap, merits are equal: 300 credits count as 285.
    let capped = choose(&orebro, 2, &entrants);
    let pair = [line(&capped, "b"), line(&capped, "c")];
    let tie = |line: &Line, admitted| {
        line.reasons.contains(&Reason::TicketDecidedTie {
            group: "TPAV".into(),
            merit_tenths: 2_850,
            admitted,
        })
    };
    let [lucky, other] = if pair[0].ticket < pair[1].ticket {
        pair
    } else {
        [pair[1], pair[0]]
    };
    assert_eq!(lucky.result, SelectionResult::Admitted);
    assert!(tie(lucky, true) && tie(other, false));
    // Room for everybody: what TPAV leaves falls to the others.
    let all = choose(&orebro, 6, &entrants);
    assert_eq!(short(&all)[5], "+ÖS");
    let fell = Reason::FellFrom {
        from: "TPAV".into(),
        group: "ÖS".into(),
    };
    assert!(line(&all, "f").reasons.contains(&fell));
}

#[test]
fn guarantees_come_first_and_may_exceed_the_seats() {
    let orebro = Policy::orebro_advanced(vec!["LKP1Y".into()]);
    let mut entrants: Vec<Entrant> = (0..3)
        .map(|number| entrant(&format!("p{number}"), &["PG", "ÖS"], 0))
        .collect();
    entrants.push(entrant("q", &["TPAV", "ÖS"], 2_000));
    assert_eq!(
        short(&choose(&orebro, 2, &entrants)),
        ["+PG", "+PG", "+PG", "TPAV 1"]
    );
}

#[test]
fn places_are_kept_until_the_day_and_then_fall_through_the_groups() {
    let chain = policy(json!({"method": "ranked", "groups": [
        {"code": "A", "places": {"seats": 2}, "until": "2026-12-10", "falls_to": ["B"]},
        {"code": "B", "places": {"seats": 1}, "falls_to": ["C", "A"]},
        {"code": "C", "places": {"seats": 1}},
    ]}));
    let entrants = [
        entrant("x", &["C"], 30),
        entrant("y", &["C"], 20),
        entrant("z", &["C"], 10),
    ];
    let kept = choose_on(&chain, 4, &entrants, date(2026, 12, 10));
    assert_eq!(short(&kept), ["+C", "+C", "C 1"]);
    assert_eq!((kept.groups[0].admitted, kept.groups[0].given), (0, 0));
    let fallen = choose_on(&chain, 4, &entrants, date(2026, 12, 11));
    assert_eq!(short(&fallen), ["+C", "+C", "+C"]);
    assert_eq!((fallen.groups[0].given, fallen.groups[2].received), (2, 2));
}

#[test]
fn shares_of_ten_seats_make_ten() {
    let shares = policy(json!({"method": "lottery", "groups": [
        {"code": "A", "places": {"share_basis_points": 3600}},
        {"code": "B", "places": {"share_basis_points": 3600}},
        {"code": "C", "places": {"share_basis_points": 2800}},
    ]}));
    assert!(shares.validate(10).is_empty());
    let outcome = choose(&shares, 10, &[]);
    let places: Vec<i64> = outcome.groups.iter().map(|group| group.places).collect();
    assert_eq!(places, [4, 3, 3]);
}

#[test]
fn colleagues_are_admitted_together_or_passed_over_together() {
    let ranked = policy(json!({"method": "ranked"}));
    let entrants = [
        entrant("a", &[], 50),
        joint("j", entrant("b", &[], 90)),
        joint("j", entrant("c", &[], 40)),
        entrant("d", &[], 30),
    ];
    let outcome = choose(&ranked, 2, &entrants);
    assert_eq!(short(&outcome), ["+", " 1", " 2", "+"]);
    let passed = Reason::JointNotRoom {
        group: String::new(),
        members: 2,
        places: 1,
    };
    assert!(line(&outcome, "b").reasons.contains(&passed));
    assert_eq!(line(&outcome, "b").ticket, line(&outcome, "c").ticket);
    assert_eq!(short(&choose(&ranked, 3, &entrants)), ["+", "+", "+", " 1"]);
    // Who is not eligible does not hold the others back.
    let mut one_left = entrants.clone();
    one_left[2].eligibility = Eligibility::NotEligible;
    assert_eq!(short(&choose(&ranked, 2, &one_left)), ["+", "+", "-", " 1"]);
}

#[test]
fn colleagues_compete_in_the_groups_they_share() {
    let two = policy(json!({"method": "ranked", "groups": [
        {"code": "A", "places": {"seats": 2}},
        {"code": "B", "places": {"seats": 2}},
    ]}));
    let apart = [
        joint("j", entrant("a", &["A"], 1)),
        joint("j", entrant("b", &["B"], 1)),
    ];
    let outcome = choose(&two, 4, &apart);
    assert_eq!(short(&outcome), ["-", "-"]);
    assert_eq!(
        line(&outcome, "a").reasons,
        [Reason::JointNoCommonGroup { members: 2 }]
    );
    let common = [
        joint("j", entrant("a", &["A", "B"], 1)),
        joint("j", entrant("b", &["B"], 1)),
    ];
    assert_eq!(short(&choose(&two, 4, &common)), ["+B", "+B"]);
}

#[test]
fn refusals_conditions_and_overbooking() {
    let ranked = policy(json!({"method": "ranked", "overbook": 1, "groups": [{"code": "A"}]}));
    let mut entrants = [
        entrant("a", &["A"], 3),
        entrant("b", &["A"], 2),
        entrant("c", &["A"], 1),
        entrant("d", &[], 9),
        entrant("e", &["A"], 9),
    ];
    entrants[0].eligibility = Eligibility::Conditional;
    entrants[4].eligibility = Eligibility::NotEligible;
    let outcome = choose(&ranked, 1, &entrants);
    assert_eq!(short(&outcome), ["+A", "+A", "A 1", "-", "-"]);
    assert!(line(&outcome, "a").reasons.contains(&Reason::Conditional));
    assert_eq!(line(&outcome, "d").reasons, [Reason::NoGroup]);
    assert_eq!(line(&outcome, "e").reasons, [Reason::NotEligible]);
    assert_eq!(outcome.count(SelectionResult::Refused), 2);
}

#[test]
fn extreme_numbers_are_no_trouble() {
    let wild = Policy {
        overbook: i64::MAX,
        ..policy(json!({"method": "ranked", "groups": [
            {"code": "A", "places": {"seats": i64::MAX}},
            {"code": "B", "places": {"seats": i64::MAX}, "falls_to": ["A"]},
            {"code": "C", "places": {"share_basis_points": i64::MAX}},
            {"code": "D", "places": {"share_basis_points": i64::MAX}},
        ]}))
    };
    let entrants = [
        entrant("a", &["A"], i64::MIN),
        entrant("b", &["B", "D"], i64::MAX),
    ];
    assert_eq!(short(&choose(&wild, i64::MAX, &entrants)), ["+A", "+B"]);
    assert_eq!(
        short(&choose(&Policy::default(), i64::MIN, &entrants)),
        [" 1", " 2"]
    );
    assert!(!wild.validate(10).is_empty());
}

use super::*;
use crate::person::Language;
use proptest::prelude::*;

fn part(label: &str, share: i64, inactive_permille: i64) -> Part {
    Part {
        channel: ChannelKind::Open,
        label: label.to_owned(),
        share,
        inactive_permille,
    }
}

fn question(parts: Vec<Part>, room: i64) -> Overbooking {
    Overbooking {
        parts,
        room,
        tolerance_permille: TOLERANCE_PERMILLE,
    }
}

fn close(one: f64, other: f64) -> bool {
    (one - other).abs() < 1e-12
}

#[test]
fn three_coins_by_hand() {
    let coins = question(vec![part("", 1, 500)], 10).coming(&[3]).unwrap();
    for (persons, eighths) in [(0, 1.0), (1, 3.0), (2, 3.0), (3, 1.0)] {
        assert!(close(coins.exactly(persons), eighths / 8.0));
    }
    assert!(close(coins.over(1), 0.5) && close(coins.under(1), 0.125));
    assert!(close(coins.mean(), 1.5) && close(coins.sd(), 0.75f64.sqrt()));
    assert_eq!((coins.quantile(125), coins.quantile(126)), (0, 1));
    assert_eq!((coins.quantile(500), coins.quantile(1000)), (1, 3));
    assert!(close(coins.over(-1), 1.0) && close(coins.under(4), 1.0));
    assert!(close(coins.over(3), 0.0) && close(coins.exactly(-1), 0.0));
}

#[test]
fn two_parts_by_hand() {
    // One who comes with 1/2 and two who come with 4/5.
    let mixed = question(vec![part("a", 1, 500), part("b", 2, 200)], 10);
    let coming = mixed.coming(&[1, 2]).unwrap();
    for (persons, mass) in [(0, 0.02), (1, 0.18), (2, 0.48), (3, 0.32)] {
        assert!(close(coming.exactly(persons), mass), "{persons}");
    }
    assert!(close(coming.mean(), 2.1) && close(coming.sd(), (0.25f64 + 0.32).sqrt()));
}

#[test]
fn a_small_room_by_hand() {
    // Room for 2, everyone comes with 1/2. Of three admitted, all come in 1/8 of the cases.
    let mut small = question(vec![part("", 1, 500)], 2);
    small.tolerance_permille = 124;
    assert_eq!(small.recommend().unwrap().total, 2);
    small.tolerance_permille = 125;
    let three = small.recommend().unwrap();
    assert_eq!(three.total, 3);
    assert!(close(three.over, 0.125));
    // Of four admitted, more than two come in 5/16.
    small.tolerance_permille = 312;
    assert_eq!(small.recommend().unwrap().total, 3);
    small.tolerance_permille = 313;
    let four = small.recommend().unwrap();
    assert_eq!((four.total, four.simple.total), (4, 4));
    assert!(close(four.simple.over, 5.0 / 16.0));
}

#[test]
fn everyone_comes_or_no_risk_is_taken() {
    assert_eq!(
        question(vec![part("", 1, 0)], 30)
            .recommend()
            .unwrap()
            .total,
        30
    );
    let mut certain = question(vec![part("", 1, 226)], 30);
    certain.tolerance_permille = 0;
    let answer = certain.recommend().unwrap();
    assert_eq!((answer.total, answer.over), (30, 0.0));
}

#[test]
fn the_mixed_course_of_the_dossier() {
    // 60/40 freestanding and programme: 15.4 % expected inactive (domain.md §4).
    let mixed = question(
        vec![
            part("fristående", 60, FREESTANDING_INACTIVE_PERMILLE),
            part("program", 40, PROGRAMME_INACTIVE_PERMILLE),
        ],
        100,
    );
    let answer = mixed.recommend().unwrap();
    assert_eq!(answer.simple.total, 118, "100 / (1 - 0.1536)");
    assert!(answer.simple.over > 0.4, "the simple rule overfills often");
    assert!(answer.over <= 0.05 && answer.total < answer.simple.total);
    let more = mixed.next_part(&answer.admit);
    let mut admit = answer.admit.clone();
    admit[more] += 1;
    assert!(
        mixed.coming(&admit).unwrap().over(100) > 0.05,
        "it is the most"
    );
    assert_eq!(answer.admit.iter().sum::<i64>(), answer.total);
    assert_eq!(answer.admit[0] * 40 / 60, answer.admit[1], "by share");
}

#[test]
fn rates_to_begin_with() {
    use ChannelKind::{Employer, Imported, Open};
    assert_eq!(default_inactive_permille(Open, false), Some(226));
    assert_eq!(default_inactive_permille(Imported, false), Some(226));
    assert_eq!(default_inactive_permille(Imported, true), Some(45));
    assert_eq!(default_inactive_permille(Employer, false), None);
    let read: Overbooking = serde_json::from_str(
        r#"{"room":30,"parts":[{"channel":"open","label":"x","share":1,"inactive_permille":226}]}"#,
    )
    .unwrap();
    assert_eq!(read, question(vec![part("x", 1, 226)], 30));
}

#[test]
fn five_thousand_people_are_no_trouble() {
    let large = question(vec![part("a", 3, 226), part("b", 2, 45)], 4_000);
    let answer = large.recommend().unwrap();
    assert!((4_500..4_800).contains(&answer.total), "{}", answer.total);
    let sum: f64 = (0..=answer.total).map(|k| answer.coming.exactly(k)).sum();
    assert!((sum - 1.0).abs() < 1e-9);
}

#[test]
fn nonsense_is_refused_in_both_languages() {
    let with = |change: &dyn Fn(&mut Overbooking)| {
        let mut question = question(vec![part("", 1, 226)], 30);
        change(&mut question);
        question.recommend().unwrap_err()
    };
    let problems = [
        with(&|q| q.parts.clear()),
        with(&|q| q.room = 0),
        with(&|q| q.room = 5_001),
        with(&|q| q.tolerance_permille = 501),
        with(&|q| q.tolerance_permille = -1),
        with(&|q| q.parts[0].inactive_permille = 901),
        with(&|q| q.parts[0].inactive_permille = -1),
        with(&|q| q.parts[0].share = 0),
        with(&|q| q.parts[0].share = -1),
        with(&|q| q.parts[0].label = "x".repeat(201)),
        with(&|q| q.room = 5_000),
        question(vec![part("", 1, 1)], 1).coming(&[]).unwrap_err(),
        question(vec![part("", 1, 1)], 1).coming(&[-1]).unwrap_err(),
    ];
    for problem in &problems {
        assert_ne!(
            problem.sentence(Language::Sv),
            problem.sentence(Language::En)
        );
        assert!(problem.code().starts_with("overbook_"));
    }
    assert_eq!(
        problems[1].sentence(Language::Sv),
        "Salen kan inte ha 0 platser. Ange 1 till 5000."
    );
}

prop_compose! {
    fn questions()(
        parts in proptest::collection::vec((1i64..50, 0i64..600), 1..4),
        room in 1i64..80, tolerance_permille in 0i64..300,
    ) -> Overbooking {
        let parts = parts.into_iter().map(|(share, rate)| part("", share, rate)).collect();
        Overbooking { parts, room, tolerance_permille }
    }
}

proptest! {
    #[test]
    fn the_distribution_is_one(question in questions(), count in 1i64..30) {
        let answer = question.recommend().unwrap();
        let sum: f64 = (0..=answer.total).map(|k| answer.coming.exactly(k)).sum();
        prop_assert!((sum - 1.0).abs() < 1e-9);
        let bins = answer.coming.bins(count);
        prop_assert!(i64::try_from(bins.len()).unwrap() <= count);
        let sum: f64 = bins.iter().map(|bin| bin.probability).sum();
        prop_assert!((sum - 1.0).abs() < 1e-9);
        prop_assert!(bins.windows(2).all(|pair| pair[0].to + 1 == pair[1].from));
        let expected: f64 = answer.admit.iter().zip(&question.parts)
            .map(|(n, part)| *n as f64 * (1000 - part.inactive_permille) as f64 / 1000.0).sum();
        prop_assert!((answer.coming.mean() - expected).abs() < 1e-9);
        prop_assert!((answer.over + answer.coming.under(question.room + 1) - 1.0).abs() < 1e-9);
    }

    #[test]
    fn a_larger_room_or_more_risk_never_admits_fewer(
        question in questions(), seats in 0i64..20, risk in 0i64..200,
    ) {
        let larger = Overbooking { room: question.room + seats, ..question.clone() };
        let bolder = Overbooking {
            tolerance_permille: question.tolerance_permille + risk, ..question.clone()
        };
        let answer = question.recommend().unwrap();
        prop_assert!(answer.total >= question.room);
        for other in [larger, bolder] {
            let other = other.recommend().unwrap();
            prop_assert!(other.total >= answer.total);
            prop_assert!(other.admit.iter().zip(&answer.admit).all(|(more, less)| more >= less));
        }
    }
}

#[test]
fn negative_control_the_simple_rule_breaks_the_tolerance() {
    let answer = question(vec![part("", 1, 226)], 60).recommend().unwrap();
    assert!(answer.over <= 0.05 && answer.simple.over > 0.05);
}

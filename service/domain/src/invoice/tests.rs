use super::*;
use jiff::civil::date;

const TERMS: Terms = Terms {
    seats: 6,
    price_ore: Some(1_250_050),
    free_until: Some(date(2027, 1, 10)),
};

fn ended(state: ApplicationState, since: Date) -> Nomination {
    Nomination {
        state,
        had_place: true,
        since,
        replaced: false,
    }
}

#[test]
fn the_last_free_day_is_free_and_the_day_after_is_charged() {
    use ApplicationState as S;
    for state in [
        S::Declined,
        S::Struck,
        S::NotStarted,
        S::Deferred,
        S::WithdrawnBeforeRegistration,
        S::WithdrawnEarly,
        S::WithdrawnLate,
    ] {
        let on = |day| standing(&ended(state, day), &TERMS);
        assert_eq!(on(date(2027, 1, 10)), Some(Standing::LeftInTime));
        assert_eq!(on(date(2027, 1, 11)), Some(Standing::LeftLate));
        let silent = Terms {
            free_until: None,
            ..TERMS
        };
        let unsaid = standing(&ended(state, date(2027, 1, 11)), &silent);
        assert_eq!(unsaid, Some(Standing::LeftUnsaid));
        assert!(!Standing::LeftUnsaid.is_charged(), "no law is invented");
    }
}

#[test]
fn every_state_has_its_standing() {
    for state in ApplicationState::ALL {
        let nomination = ended(state, date(2027, 2, 1));
        let standing = standing(&nomination, &TERMS);
        if state.takes_part() {
            assert!(standing.unwrap().is_charged(), "{state:?}");
        }
        let waits = state.is_active() && !state.takes_part();
        assert_eq!(standing == Some(Standing::Waiting), waits, "{state:?}");
    }
}

#[test]
fn a_place_that_somebody_else_has_taken_is_charged_once() {
    let mut gone = ended(
        ApplicationState::WithdrawnBeforeRegistration,
        date(2027, 1, 15),
    );
    gone.replaced = true;
    assert_eq!(standing(&gone, &TERMS), Some(Standing::Replaced));
    let both = [Standing::Replaced, Standing::Filled];
    assert_eq!(sums(&TERMS, both.into_iter()).charged, 1);
}

#[test]
fn who_never_had_a_place_is_not_in_it() {
    let mut gone = ended(
        ApplicationState::WithdrawnBeforeRegistration,
        date(2027, 1, 15),
    );
    gone.had_place = false;
    assert_eq!(standing(&gone, &TERMS), None);
    let refused = ended(ApplicationState::Refused, date(2027, 1, 15));
    assert_eq!(standing(&refused, &TERMS), None);
}

#[test]
fn places_add_up() {
    use Standing as S;
    let all = [
        S::Filled,
        S::Registered,
        S::Registered,
        S::Waiting,
        S::LeftLate,
        S::LeftInTime,
        S::Replaced,
    ];
    let sums = sums(&TERMS, all.into_iter());
    assert_eq!((sums.filled, sums.registered, sums.unfilled), (3, 2, 2));
    assert_eq!((sums.charged, sums.amount_ore), (4, Some(5_000_200)));
    let free = Terms {
        price_ore: None,
        ..TERMS
    };
    assert_eq!(super::sums(&free, all.into_iter()).amount_ore, None);
    let beyond = Terms {
        price_ore: Some(i64::MAX),
        ..TERMS
    };
    assert_eq!(super::sums(&beyond, all.into_iter()).amount_ore, None);
}

#[test]
fn what_has_changed_is_said_and_nothing_else() {
    let ids: Vec<Uuid> = (1..=4).map(Uuid::from_u128).collect();
    let before = BTreeMap::from([
        (ids[0], Standing::Filled),
        (ids[1], Standing::Filled),
        (ids[2], Standing::Waiting),
    ]);
    let after = BTreeMap::from([
        (ids[0], Standing::Filled),
        (ids[1], Standing::LeftLate),
        (ids[3], Standing::Filled),
    ]);
    let changes = changes(&before, &after);
    let said = |change: &Change| (change.application, change.before, change.after);
    assert_eq!(
        changes.iter().map(said).collect::<Vec<_>>(),
        [
            (ids[1], Some(Standing::Filled), Some(Standing::LeftLate)),
            (ids[2], Some(Standing::Waiting), None),
            (ids[3], None, Some(Standing::Filled)),
        ]
    );
    assert!(super::changes(&after, &after).is_empty());
}

#[test]
fn standings_have_distinct_words() {
    for standing in Standing::ALL {
        assert_eq!(Standing::from_word(standing.word()), Some(standing));
    }
}

#[test]
fn the_list_has_a_line_a_nomination_and_a_sum() {
    let lines = vec![
        BasisLine {
            name: "=Anna".into(),
            standing: Standing::Registered,
            left_on: None,
            before: Some(Some(Standing::Filled)),
        },
        BasisLine {
            name: "Deltagare 1".into(),
            standing: Standing::LeftInTime,
            left_on: Some(date(2027, 1, 9)),
            before: None,
        },
    ];
    let basis = Basis {
        contract: "K1".into(),
        employer: "Kommunen".into(),
        offering: "X".into(),
        number: Some(2),
        order_reference: Some("4711".into()),
        invoice_reference: None,
        price_ore: TERMS.price_ore,
        sums: sums(&TERMS, lines.iter().map(|line| line.standing)),
        lines,
    };
    let text = list(&[basis], Language::Sv).csv();
    let rows: Vec<&str> = text.trim_end().split("\r\n").collect();
    assert_eq!(
        rows[1..],
        [
            "K1;2;Kommunen;X;4711;;'=Anna;registrerad;;1;12\u{A0}500,50;12\u{A0}500,50;har plats",
            "K1;2;Kommunen;X;4711;;Deltagare 1;avbokad i tid;2027-01-09;0;12\u{A0}500,50;0,00;",
            "K1;2;Kommunen;X;4711;;Summa;6 avtalade, 1 besatta, 5 lediga;;1;12\u{A0}500,50;12\u{A0}500,50;",
        ]
    );
}

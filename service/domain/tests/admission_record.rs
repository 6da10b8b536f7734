//! Records: whoever changes anything is found out, also one who makes the digest anew.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

use jiff::{Timestamp, civil::date};
use samverkan_domain::{
    admission::{
        DifferingField as Field, Draw, Eligibility, Entrant, Policy, Reason, Seed, SelectionRecord,
        SelectionResult, Unreadable, Verification, canonical, verify,
    },
    person::Language,
};
use serde_json::{Value, json};

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

fn draw() -> Draw {
    let entrant = |pseudonym: &str, group: &str, merit_tenths, arrival| Entrant {
        pseudonym: pseudonym.to_owned(),
        groups: vec![group.to_owned()],
        merit_tenths,
        arrival,
        joint: None,
        eligibility: Eligibility::Eligible,
    };
    Draw {
        offering: "SA123A-V9001V27".into(),
        channel: "open".into(),
        policy: Policy::orebro_advanced(vec![]),
        seats: 2,
        as_of: date(2026, 12, 10),
        closes_at: at("2026-12-09T23:00:00Z"),
        committed_at: at("2026-11-01T09:00:00Z"),
        published_at: at("2026-12-10T09:00:00Z"),
        seed: Seed([9; 32]),
        entrants: vec![
            entrant("K7", "TPAV", 1_505, 1),
            entrant("B2", "TPAV", 2_000, 3),
            entrant("Ö \"\\", "ÖS", 0, 2),
        ],
    }
}

fn record() -> SelectionRecord {
    SelectionRecord::new(draw()).unwrap()
}

/// As one would who changes the record and makes its digest anew.
fn forged(change: impl FnOnce(&mut Value)) -> String {
    let mut value = serde_json::to_value(record()).unwrap();
    change(&mut value);
    let stated = |value: &Value| canonical(value).unwrap();
    // The verification says what the digest should be.
    if let Verification::Differs(found) = verify(&stated(&value))
        && let Some(digest) = found.iter().find(|found| found.field == Field::Digest)
    {
        value["digest"] = json!(digest.computed);
    }
    stated(&value)
}

fn differences(json: &str) -> Vec<(Option<String>, Field)> {
    match verify(json) {
        Verification::Differs(found) => {
            for one in &found {
                let (sv, en) = (one.sentence(Language::Sv), one.sentence(Language::En));
                assert!(
                    sv.ends_with('.') && en.ends_with('.') && sv != en,
                    "{sv} {en}"
                );
            }
            found
                .into_iter()
                .map(|one| (one.entrant, one.field))
                .collect()
        }
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_record_can_be_repeated() {
    let record = record();
    let json = record.to_json().unwrap();
    let verified = Verification::Verified {
        admitted: 2,
        reserves: 1,
        refused: 0,
        digest: record.digest.clone(),
    };
    assert_eq!(verify(&json), verified);
    // White space and the order of fields are nobody's doing.
    assert_eq!(
        verify(&serde_json::to_string_pretty(&record).unwrap()),
        verified
    );
    assert!(json.starts_with(r#"{"algorithm":"samverkan-selection/1","as_of":"2026-12-10","#));
    let again: SelectionRecord = serde_json::from_str(&json).unwrap();
    assert_eq!(again, record);
}

#[test]
fn no_octet_can_be_changed() {
    let json = record().to_json().unwrap();
    assert!(matches!(verify(&json), Verification::Verified { .. }));
    let mut tried = 0;
    for place in 0..json.len() {
        let octet = json.as_bytes()[place];
        let others = [
            octet ^ 1,
            octet ^ 2,
            octet ^ 0x20,
            b' ',
            b'0',
            b'9',
            b'-',
            b'"',
            b',',
            b'\\',
            b'A',
        ];
        for other in others.into_iter().filter(|other| *other != octet) {
            let mut octets = json.clone().into_bytes();
            octets[place] = other;
            if let Ok(changed) = String::from_utf8(octets) {
                tried += 1;
                let outcome = verify(&changed);
                assert!(
                    !matches!(outcome, Verification::Verified { .. }),
                    "octet {place} as {:?}",
                    other as char
                );
            }
        }
    }
    assert!(tried > 10_000, "{tried}");
}

#[test]
fn a_new_digest_does_not_hide_a_changed_decision() {
    let json = forged(|value| {
        let line = value["lines"].as_array_mut().unwrap();
        let line = line
            .iter_mut()
            .find(|line| line["pseudonym"] == "Ö \"\\")
            .unwrap();
        line["result"] = json!("admitted");
        line["position"] = Value::Null;
    });
    let name = Some("Ö \"\\".to_owned());
    assert_eq!(
        differences(&json),
        [(name.clone(), Field::Result), (name, Field::Position)]
    );
}

#[test]
fn a_new_digest_does_not_hide_changed_facts() {
    let merit = forged(|value| value["entrants"][1]["merit_tenths"] = json!(2_500));
    assert!(differences(&merit).contains(&(Some("K7".into()), Field::Reasons)));

    let seed = forged(|value| value["seed"] = json!("00".repeat(32)));
    let found = differences(&seed);
    assert!(found.contains(&(None, Field::SeedHash)));
    assert!(found.contains(&(Some("B2".into()), Field::Ticket)));

    let seats = forged(|value| value["seats"] = json!(3));
    assert!(differences(&seats).contains(&(None, Field::Groups)));

    let added = forged(|value| {
        let mut line = value["lines"][0].clone();
        line["pseudonym"] = json!("Z9");
        value["lines"].as_array_mut().unwrap().push(line);
    });
    assert!(differences(&added).contains(&(Some("Z9".into()), Field::Lines)));

    let doubled = forged(|value| {
        let line = value["lines"][0].clone();
        value["lines"].as_array_mut().unwrap().insert(0, line);
    });
    assert_eq!(differences(&doubled), [(None, Field::Lines)]);

    let turned = forged(|value| value["lines"].as_array_mut().unwrap().reverse());
    assert_eq!(differences(&turned), [(None, Field::Lines)]);

    let twice = forged(|value| value["entrants"][1] = value["entrants"][0].clone());
    assert!(differences(&twice).contains(&(Some("B2".into()), Field::Entrants)));
}

#[test]
fn the_seed_is_fixed_before_the_close_and_used_after() {
    for committed_at in ["2026-12-09T23:00:00Z", "2026-12-09T23:00:01Z"] {
        let late = forged(|value| value["committed_at"] = json!(committed_at));
        assert_eq!(differences(&late), [(None, Field::CommittedAt)]);
    }
    let early = forged(|value| value["published_at"] = json!("2026-12-09T22:59:59Z"));
    assert_eq!(differences(&early), [(None, Field::PublishedAt)]);
}

#[test]
fn what_is_no_record_is_said_to_be_none() {
    let cases = [
        forged(|value| value["note"] = json!("hello")),
        forged(|value| value["policy"]["note"] = json!("hello")),
        forged(|value| value["lines"][0]["reasons"][0]["note"] = json!("hello")),
        forged(|value| value["entrants"][0]["note"] = json!("hello")),
        forged(|value| value["seed"] = json!("AB".repeat(32))),
        forged(|value| value["lines"][0]["rank"] = json!("1")),
        record()
            .to_json()
            .unwrap()
            .replacen('{', r#"{"seats":2,"#, 1),
        "[]".to_owned(),
        String::new(),
    ];
    for json in cases {
        let outcome = verify(&json);
        let right = matches!(
            &outcome,
            Verification::Unreadable(Unreadable::NotARecord(_))
        );
        assert!(right, "{outcome:?} {json}");
    }
    let other = forged(|value| value["format"] = json!("selection-record/2"));
    let Verification::Unreadable(why) = verify(&other) else {
        panic!("a format of the future was read");
    };
    assert_eq!(
        why.sentence(Language::Sv),
        "Formatet är selection-record/2; den här versionen läser selection-record/1."
    );
    let other = forged(|value| value["algorithm"] = json!("x"));
    let algorithm = Verification::Unreadable(Unreadable::Algorithm("x".into()));
    assert_eq!(verify(&other), algorithm);
}

#[test]
fn control_characters_are_refused_when_the_record_is_made() {
    let mut draw = draw();
    draw.entrants[0].pseudonym = "a\nb".into();
    assert!(SelectionRecord::new(draw).is_err());
}

#[test]
fn the_record_holds_what_people_are_told() {
    let record = record();
    let last = record
        .lines
        .iter()
        .find(|line| line.result == SelectionResult::Reserve)
        .unwrap();
    assert_eq!(
        last.reasons,
        [Reason::ListPosition {
            group: "ÖS".into(),
            position: 1,
            merit_tenths: Some(0),
            last_admitted_tenths: None,
        }]
    );
}

/// Records are kept for years: what one of this version means must never change. A change here
/// needs another version of the algorithm or the format.
#[test]
fn the_record_of_version_one_is_as_it_was() {
    let kept = include_str!("admission/record.json");
    assert_eq!(record().to_json().unwrap(), kept.trim_end());
}

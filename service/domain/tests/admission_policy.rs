//! Policies: what JSON means, who is a member, and every fault found where it is.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

use jiff::civil::date;
use samverkan_domain::{
    admission::{Group, Method, Places, Policy, PolicyFault, PolicyFaultKind as Kind, Standing},
    person::Language,
    profession::ProfessionFamily,
};
use serde_json::{Value, json};
use std::collections::HashSet;

fn policy(value: Value) -> Policy {
    serde_json::from_value(value).unwrap()
}

fn faults(value: Value, seats: i64) -> Vec<(String, Kind)> {
    let found = policy(value).validate(seats);
    let pair = |fault: PolicyFault| (fault.pointer, fault.kind);
    found.into_iter().map(pair).collect()
}

#[test]
fn an_empty_policy_is_first_come_in_one_group() {
    let plain = policy(json!({}));
    assert_eq!(plain, Policy::default());
    assert_eq!((plain.method, plain.overbook), (Method::FirstCome, 0));
    assert!(plain.validate(0).is_empty());
    assert_eq!(plain.groups_of(Standing::default()), [""]);
    assert_eq!(
        serde_json::to_string(&plain).unwrap(),
        r#"{"method":"first_come","overbook":0,"groups":[]}"#
    );
}

#[test]
fn a_policy_is_written_as_administrators_read_it() {
    let read = policy(json!({"method": "ranked", "groups": [
        {"code": "PG", "places": "guarantee", "members": {"programmes": ["LKP1Y"], "on_time": true}},
        {"code": "A", "places": {"seats": 4}, "until": "2026-12-01", "falls_to": ["B"]},
        {"code": "B", "places": {"share_basis_points": 3400}, "members": {"families": ["health"]}},
        {"code": "C", "places": "rest", "merit_cap_tenths": 2850},
    ]}));
    let places: Vec<Places> = read.groups.iter().map(|group| group.places).collect();
    let expected = [
        Places::Guarantee,
        Places::Seats(4),
        Places::ShareBasisPoints(3_400),
        Places::Rest,
    ];
    assert_eq!(places, expected);
    assert!(read.validate(10).is_empty());
    let again: Policy = serde_json::from_str(&serde_json::to_string(&read).unwrap()).unwrap();
    assert_eq!(again, read);
    for unknown in [
        json!({"metod": "ranked"}),
        json!({"groups": [{"code": "A", "seats": 4}]}),
        json!({"groups": [{"code": "A", "members": {"programs": []}}]}),
        json!({"groups": [{"code": "A", "places": {"share": 4}}]}),
    ] {
        assert!(
            serde_json::from_value::<Policy>(unknown.clone()).is_err(),
            "{unknown}"
        );
    }
}

#[test]
fn members_meet_every_condition() {
    let orebro = Policy::orebro_advanced(vec!["LKP1Y".into()]);
    assert!(orebro.validate(40).is_empty());
    let of = |credits_tenths, programme, on_time| {
        orebro.groups_of(Standing {
            credits_tenths,
            programme,
            on_time,
            family: None,
        })
    };
    assert_eq!(of(Some(300), None, true), ["TPAV", "ÖS"]);
    assert_eq!(of(Some(299), None, true), ["ÖS"]);
    assert_eq!(of(None, Some("LKP1Y"), true), ["PG", "ÖS"]);
    assert_eq!(of(None, Some("LKP1Y"), false), ["ÖS"]);
    assert!(
        Policy::orebro_advanced(vec![])
            .groups
            .iter()
            .all(|group| group.code != "PG")
    );

    let health = policy(json!({"groups": [{"code": "H", "members": {"families": ["health"]}}]}));
    let family = |family| {
        health
            .groups_of(Standing {
                family,
                ..Standing::default()
            })
            .len()
    };
    assert_eq!(family(Some(ProfessionFamily::Health)), 1);
    assert_eq!(family(Some(ProfessionFamily::Teaching)) + family(None), 0);
}

#[test]
fn places_are_kept_until_the_last_day() {
    let until = Group {
        until: Some(date(2026, 12, 1)),
        ..Group::default()
    };
    let plain = Policy::default();
    assert!(!plain.falls(&until, date(2026, 12, 1)) && plain.falls(&until, date(2026, 12, 2)));
    assert!(!plain.falls(&Group::default(), date(2999, 1, 1)));
    let ranked = policy(json!({"method": "ranked"}));
    assert!(ranked.falls(&Group::default(), date(2026, 1, 1)));
    assert!(!ranked.falls(&until, date(2026, 12, 1)));
}

#[test]
fn every_fault_is_found_where_it_is() {
    let group = |code: &str, places: Value| json!({"code": code, "places": places});
    let of = |groups: Value| json!({"method": "ranked", "groups": groups});
    let long = "x".repeat(201);
    let many: Vec<Value> = (0..21)
        .map(|n| group(&format!("G{n}"), json!({"seats": 1})))
        .collect();
    let cases = [
        (json!({"overbook": -1}), "/overbook", "negative"),
        (json!({"overbook": 100_001}), "/overbook", "too_large"),
        (of(json!(many)), "/groups", "too_many_groups"),
        (
            of(json!([{"code": ""}])),
            "/groups/0/code",
            "bad_group_code",
        ),
        (
            of(json!([{"code": " A"}])),
            "/groups/0/code",
            "bad_group_code",
        ),
        (
            of(json!([{"code": "A\n"}])),
            "/groups/0/code",
            "bad_group_code",
        ),
        (
            of(json!([{"code": "A"}, group("A", json!({"seats": 1}))])),
            "/groups/1/code",
            "duplicate_group",
        ),
        (
            of(json!([{"code": "A", "title_en": long}])),
            "/groups/0/title_en",
            "bad_title",
        ),
        (
            of(json!([{"code": "A", "members": {"programmes": ["LKP1Y", "?"]}}])),
            "/groups/0/members/programmes/1",
            "bad_programme",
        ),
        (
            of(json!([{"code": "A", "falls_to": ["A", "B"]}])),
            "/groups/0/falls_to/1",
            "unknown_group",
        ),
        (
            of(json!([{"code": "A", "falls_to": ["P"]}, group("P", json!("guarantee"))])),
            "/groups/0/falls_to/0",
            "falls_to_guarantee",
        ),
        (
            of(json!([group("A", json!({"seats": 11}))])),
            "/groups",
            "seats_over",
        ),
        (
            of(json!([group("A", json!({"seats": -1})), {"code": "B"}])),
            "/groups/0/places/seats",
            "negative",
        ),
        (
            of(json!([group("A", json!({"share_basis_points": 10_001}))])),
            "/groups/0/places/share_basis_points",
            "too_large",
        ),
        (
            of(json!([
                group("A", json!({"share_basis_points": 6_000})),
                group("B", json!({"share_basis_points": 4_001}))
            ])),
            "/groups",
            "shares_over",
        ),
        (
            of(json!([{"code": "A"}, {"code": "B"}])),
            "/groups/1/places",
            "second_rest",
        ),
        (
            of(json!([group("A", json!({"seats": 9}))])),
            "/groups",
            "places_without_group",
        ),
        (
            of(json!([{"code": "A"}, group("B", json!({"seats": 0}))])),
            "/groups/1/places",
            "nobody_can_enter",
        ),
        (
            of(json!([{"code": "A", "members": {"min_credits_tenths": -1}}])),
            "/groups/0/members/min_credits_tenths",
            "negative",
        ),
        (
            of(json!([{"code": "A", "merit_cap_tenths": -1}])),
            "/groups/0/merit_cap_tenths",
            "negative",
        ),
        (
            json!({"groups": [group("P", json!("guarantee")), {"code": "A"}]}),
            "/groups/0/places",
            "guarantee_in_first_come",
        ),
    ];
    let mut codes = HashSet::new();
    for (value, pointer, code) in cases {
        let found = policy(value.clone()).validate(10);
        let word = |fault: &PolicyFault| serde_json::to_value(fault).unwrap()["code"].clone();
        let hit = found
            .iter()
            .find(|fault| fault.pointer == pointer && word(fault) == code);
        let hit = hit.unwrap_or_else(|| panic!("{code} at {pointer}: {found:?}"));
        let sentences = [hit.sentence(Language::Sv), hit.sentence(Language::En)];
        assert!(sentences.iter().all(|text| text.ends_with('.')) && sentences[0] != sentences[1]);
        codes.insert(code);
    }
    assert_eq!(codes.len(), 15, "a case for every code");
}

#[test]
fn cycles_and_overbooking_are_no_fault_of_themselves() {
    let ring = json!({"method": "lottery", "groups": [
        {"code": "A", "places": {"seats": 5}, "falls_to": ["B", "A"]},
        {"code": "B", "places": {"seats": 5}, "falls_to": ["A"]},
    ]});
    assert_eq!(faults(ring.clone(), 10), []);
    let mut overbooked = ring;
    overbooked["overbook"] = json!(2);
    let nobodys = (
        String::from("/groups"),
        Kind::PlacesWithoutGroup { places: 2 },
    );
    assert_eq!(faults(overbooked, 10), [nobodys]);
}

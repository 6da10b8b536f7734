//! Requirements as they are written: read, described, checked.

use super::*;

#[test]
fn requirements_are_read_strictly_and_described() {
    for wrong in [
        r#"{"rule":"employment","dew":"2027-01-15"}"#,
        r#"{"rule":"min_credits","tenths":300,"due":"15/1"}"#,
        r#"{"rule":"min_credits","tenths":22.5}"#,
        r#"{"rule":"min_credit","tenths":300}"#,
        r#"{"rule":"any_of","of":[],"due":"2027-01-15"}"#,
        r#"{"tenths":300}"#,
    ] {
        assert!(
            serde_json::from_str::<Requirement>(wrong).is_err(),
            "{wrong}"
        );
    }
    let list = rules(CHOICE);
    let written = serde_json::to_string(&list).unwrap();
    assert_eq!(rules(&written), list);
    assert!(written.contains(r#"{"rule":"min_credits","tenths":300,"due":"2027-01-15"}"#));
    assert!(written.contains(r#"{"rule":"employment"}"#));
    assert_eq!(
        describe(&list[0], Sv),
        "Minst ett av detta (minst 30 hp – kan uppfyllas eller visas senast 2027-01-15; \
         allt detta (du läser programmet LKP1Y – kan uppfyllas eller visas senast 2027-02-01; \
         du arbetar i skola eller med barn); inte redan godkänd på kursen PE100G)."
    );
}

#[test]
fn faults_are_found_all_at_once_and_pointed_at() {
    let json = r#"[{"rule":"min_credits","tenths":-1},{"rule":"any_of","of":[]},
        {"rule":"course_passed","code":"sa1"},{"rule":"programme","any_of":["LKP1Y","x"]},
        {"rule":"degree","any_of":[" "]},{"rule":"degree","any_of":[]},
        {"rule":"all_of","of":[{"rule":"any_of","of":[{"rule":"all_of","of":[
            {"rule":"employment"},{"rule":"all_of","of":[{"rule":"employment"}]}]}]}]}]"#;
    let faults = validate(&rules(json));
    let pointers: Vec<&str> = faults.iter().map(|fault| fault.pointer.as_str()).collect();
    assert_eq!(
        pointers,
        [
            "/0/tenths",
            "/1/of",
            "/2/code",
            "/3/any_of/1",
            "/4/any_of/0",
            "/5/any_of",
            "/6/of/0/of/0/of/1/of"
        ]
    );
    assert_eq!(faults[6].kind, FaultKind::TooDeep);
    assert_eq!(
        faults[2].sentence(Sv),
        "”sa1” är ingen kurskod. Skriv till exempel SA123A."
    );
    for fault in &faults {
        assert_ne!(fault.sentence(Sv), fault.sentence(En));
    }
    assert_eq!(
        serde_json::to_string(&faults[0]).unwrap(),
        r#"{"pointer":"/0/tenths","code":"tenths","tenths":-1}"#
    );
    assert_eq!(validate(&rules(CHOICE)), []);
    assert_eq!(
        validate(&vec![Requirement::Employment { due: None }; LEAVES]),
        []
    );
    let many = validate(&vec![Requirement::Employment { due: None }; LEAVES + 1]);
    assert_eq!(many[0].kind, FaultKind::TooManyLeaves { leaves: 41 });
}

#[test]
fn an_appeal_goes_through_the_university_within_three_weeks() {
    let text = appeal(Sv, "ORU 2027/00412");
    for needed in [
        "ORU 2027/00412",
        "ÖNH",
        "tre veckor",
        "fick del av",
        "till oss, inte till nämnden",
    ] {
        assert!(text.contains(needed), "{needed}");
    }
    assert!(appeal(En, "ORU 2027/00412").contains("within three weeks"));
}

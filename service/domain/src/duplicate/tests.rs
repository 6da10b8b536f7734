use super::*;
use crate::person::Language;

fn record(id: u128, given: &str, family: &str, address: &str) -> Record {
    Record {
        id: Uuid::from_u128(id),
        given_name: given.into(),
        family_name: family.into(),
        addresses: vec![address.into()],
        ..Record::default()
    }
}

fn staff(record: Record, workplace: &str, profession: &str) -> Record {
    Record {
        workplace: Some(workplace.into()),
        profession: Some(profession.into()),
        ..record
    }
}

fn found(records: &[Record]) -> Vec<(u32, Vec<Reason>)> {
    let pairs = find(records, &BTreeSet::new()).into_iter();
    pairs.map(|pair| (pair.points, pair.reasons)).collect()
}

#[test]
fn a_student_who_also_works_is_proposed() {
    let student = Record {
        programme: Some("LGF1Y".into()),
        profession: Some("larare".into()),
        ..record(1, "Vera", "Väisänen", "vera.vaisanen@student.example")
    };
    let works = staff(
        record(2, "Vera", "VÄISÄNEN", "vera.vaisanen@kommun.example"),
        "99991002",
        "larare",
    );
    assert_eq!(
        found(&[student, works]),
        [(
            70,
            vec![
                Reason::SameName,
                Reason::SameNameInAddress,
                Reason::SameProfession,
                Reason::StudentAndStaff,
            ]
        )]
    );
}

#[test]
fn the_same_address_in_another_form_is_proposed_whatever_the_name() {
    let one = record(1, "Anna", "Ek", "anna.ek+kurs@post.example");
    let other = record(2, "A", "Berg", "AnnaEk@Post.example");
    assert_eq!(
        found(&[one, other]),
        [(60, vec![Reason::SameAddressOtherwise])]
    );
}

#[test]
fn a_new_family_name_is_proposed_with_something_more() {
    let before = staff(
        record(1, "Åsa", "Ek", "asa.ek@kommun.example"),
        "W1",
        "kurator",
    );
    let longer = staff(
        record(2, "Åsa", "Ek Berg", "asa@post.example"),
        "W1",
        "kurator",
    );
    let other = staff(
        record(3, "Åsa", "Lund", "asa.lund@post.example"),
        "W1",
        "kurator",
    );
    let pairs = found(&[before.clone(), longer.clone()]);
    assert_eq!(pairs[0].0, 45, "{pairs:?}");
    assert!(pairs[0].1.contains(&Reason::FamilyNameExtended));
    // Two colleagues with a given name in common are two people.
    assert!(found(&[before.clone(), other.clone()]).is_empty());
    let said = reasons(&before, &other).expect("a reason");
    assert!(said.contains(&Reason::FamilyNameChanged));
    // With the same name still in the address they may be one.
    let other = Record {
        addresses: vec!["asa.ek@post.example".into()],
        ..other
    };
    assert_eq!(found(&[before, other])[0].0, 60);
}

#[test]
fn a_name_alone_is_not_enough() {
    let pair = [
        record(1, "Anna", "Andersson", "a@x.example"),
        record(2, "Anna", "Andersson", "b@y.example"),
    ];
    assert!(found(&pair).is_empty());
    assert!(reasons(&pair[0], &pair[1]).is_some());
    // Nor is what nobody is called.
    let shared = [
        record(1, "Bo", "Al", "info@x.example"),
        record(2, "Eva", "Öst", "info@y.example"),
    ];
    assert_eq!(reasons(&shared[0], &shared[1]), None);
}

#[test]
fn two_personal_numbers_are_two_people() {
    let mut one = staff(record(1, "Anna", "Ek", "anna.ek@x.example"), "W1", "larare");
    let mut other = staff(record(2, "Anna", "Ek", "anna.ek@y.example"), "W1", "larare");
    one.personal_number = Some(vec![1]);
    assert_eq!(found(&[one.clone(), other.clone()]).len(), 1, "the control");
    other.personal_number = Some(vec![2]);
    assert!(found(&[one, other]).is_empty());
}

#[test]
fn what_is_decided_is_not_asked_again() {
    let pair = [
        record(1, "Anna", "Ek", "anna.ek@x.example"),
        record(2, "Anna", "Ek", "anna.ek@y.example"),
    ];
    assert_eq!(found(&pair).len(), 1);
    let apart = BTreeSet::from([(pair[0].id, pair[1].id)]);
    assert!(find(&pair, &apart).is_empty());
}

#[test]
fn the_order_of_the_records_decides_nothing() {
    let mut all = vec![
        record(3, "Anna", "Ek", "anna.ek@x.example"),
        record(1, "Anna", "Ek", "anna.ek@y.example"),
        record(2, "Anna", "Ek", "annaek@x.example"),
    ];
    let forwards = find(&all, &BTreeSet::new());
    all.reverse();
    assert_eq!(find(&all, &BTreeSet::new()), forwards);
    assert!(forwards.iter().all(|pair| pair.first < pair.second));
    assert_eq!(forwards[0].points, 90, "the likeliest first");
}

#[test]
fn fifty_thousand_take_seconds() {
    // As many of a name as there are in a country where every hundredth is an Andersson.
    let given = [
        "Anna", "Eva", "Maria", "Karin", "Lars", "Karl", "Nils", "Bo", "Åsa", "Ida",
    ];
    let records: Vec<Record> = (0..50_000_u128)
        .map(|n| {
            let name = given[usize::try_from(n % 10).unwrap()];
            let family = format!("Namn{}", n % 977);
            let mut one = record(n, name, &family, &format!("p.{n}.x@ort{}.example", n % 7));
            one.workplace = Some(format!("W{}", n % 5));
            one
        })
        .collect();
    let pairs = find(&records, &BTreeSet::new());
    assert!(!pairs.is_empty());
    // Every pair that is found is one that comparing the two would give.
    for pair in pairs.iter().take(100) {
        let of = |id: Uuid| records.iter().find(|one| one.id == id).expect("a record");
        let said = reasons(of(pair.first), of(pair.second)).expect("reasons");
        assert_eq!(said, pair.reasons);
    }
}

#[test]
fn reasons_are_said_apart() {
    let said = |language| -> BTreeSet<_> { Reason::ALL.map(|one| one.label(language)).into() };
    assert_eq!(said(Language::Sv).len(), Reason::ALL.len());
    assert_eq!(said(Language::En).len(), Reason::ALL.len());
}

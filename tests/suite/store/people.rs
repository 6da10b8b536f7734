//! People and their addresses.

use super::{ODD_TEXT, Store, assert_conflict, instant, now};
use harness::{Engine, on_both_engines};
use samverkan_domain::{
    id::PersonId,
    person::{SecurityMarking, alias},
    text::fold_name,
};
use samverkan_service::store::{
    person::{PersonData, PersonFilter, PersonRow, SealedIdentity},
    registry::{ProfessionRow, ProgrammeRow, WorkplaceRow},
};

on_both_engines!(
    every_column_comes_back,
    people_sort_the_swedish_way_and_pages_follow,
    search_finds_letters_not_patterns,
    protected_people_are_found_by_alias_only,
    addresses_belong_to_one_person,
    identities_belong_to_one_person,
);

async fn every_column_comes_back(engine: Engine) {
    let store = Store::open(engine).await;
    let text = str::to_owned;
    let (code, title, family) = (text("c"), text("t"), text("health"));
    let mut tx = store.write().await;
    tx.put_programme(&ProgrammeRow {
        code: code.clone(),
        title: title.clone(),
        family: family.clone(),
        verified: true,
        revision: 1,
    })
    .await
    .unwrap();
    tx.insert_profession_if_absent(&ProfessionRow {
        code: code.clone(),
        title_sv: title.clone(),
        title_en: title.clone(),
        title_key: title.clone(),
        family,
        source: text("local"),
        revision: 1,
    })
    .await
    .unwrap();
    tx.put_workplace(&WorkplaceRow {
        school_unit_code: code.clone(),
        title: title.clone(),
        municipality_code: title.clone(),
        municipality: title,
        revision: 1,
    })
    .await
    .unwrap();
    let mut data = PersonData {
        language: text("en"),
        modality: Some(text("campus")),
        profession: Some(code.clone()),
        programme: Some(code.clone()),
        workplace: Some(code.clone()),
        ..store.person_data(ODD_TEXT, "")
    };
    let identity = SealedIdentity {
        kind: "coordination",
        sealed: vec![0, 255],
        hash: vec![255, 0],
    };
    tx.insert_person(&data, Some(&identity)).await.unwrap();
    let mut row = PersonRow {
        id: data.id.0,
        given_name: text(ODD_TEXT),
        family_name: String::new(),
        security_marking: text("none"),
        language: text("en"),
        modality: Some(text("campus")),
        profession: Some(code.clone()),
        programme: Some(code.clone()),
        workplace: Some(code),
        identity_kind: Some(text("coordination")),
        identity_sealed: Some(vec![0, 255]),
        identity_hash: Some(vec![255, 0]),
        address: None,
        created_at: now().into(),
        revision: 1,
    };
    assert_eq!(tx.person(data.id).await.unwrap().as_ref(), Some(&row));
    assert_eq!(tx.person(PersonId(store.id())).await.unwrap(), None);
    data.given_name = text("Ö");
    data.family_name = text("Å");
    data.modality = None;
    data.profession = None;
    data.programme = None;
    data.workplace = None;
    assert_eq!(tx.update_person(&data).await.unwrap(), 2);
    row.given_name = text("Ö");
    row.family_name = text("Å");
    (row.modality, row.profession, row.programme, row.workplace) = (None, None, None, None);
    row.revision = 2;
    assert_eq!(tx.lock_person(data.id).await.unwrap().as_ref(), Some(&row));
    assert_eq!(tx.lock_person(PersonId(store.id())).await.unwrap(), None);
    data.profession = Some(text("unknown"));
    assert!(tx.update_person(&data).await.is_err(), "no such profession");
    assert!(
        !format!("{row:?}").contains('Ö'),
        "names do not get into logs"
    );
}

async fn people_sort_the_swedish_way_and_pages_follow(engine: Engine) {
    let store = Store::open(engine).await;
    for name in ["Öberg", "Zander", "Ärlig", "Åberg", "Ek", "de Geer", "Ek"] {
        store.person("A", name).await;
    }
    let mut names = Vec::new();
    let mut filter = PersonFilter::default();
    let mut tx = store.read().await;
    loop {
        let page = tx.people(&filter, 2).await.unwrap();
        let Some(last) = page.last() else { break };
        filter.after = Some((last.sort_key.clone(), last.person.id));
        names.extend(page.into_iter().map(|row| row.person.family_name));
    }
    assert_eq!(
        names,
        ["de Geer", "Ek", "Ek", "Zander", "Åberg", "Ärlig", "Öberg"]
    );
}

async fn search_finds_letters_not_patterns(engine: Engine) {
    let store = Store::open(engine).await;
    let (anna, percent) = (
        store.person("Anna", "Ek").await,
        store.person("100%", "_x\\").await,
    );
    let offering = store.offering("SA123A-V9001V27").await;
    let channel = store.channel(offering, "OPEN").await;
    let row = store.application(offering, channel, anna);
    let mut tx = store.write().await;
    tx.insert_application(&row).await.unwrap();
    let cases = [
        ("ANNA e", vec![anna]),
        ("nn", vec![anna]),
        ("%", vec![percent]),
        ("_", vec![percent]),
        ("\\", vec![percent]),
        ("a%k", vec![]),
        ("'", vec![]),
    ];
    for (name, expected) in cases {
        // Signs that folding takes away find everybody, as an empty search does.
        let expected = if fold_name(name).is_empty() {
            vec![percent, anna]
        } else {
            expected
        };
        let filter = PersonFilter {
            name: Some(name.to_owned()),
            ..PersonFilter::default()
        };
        let found = tx.people(&filter, 9).await.unwrap();
        let mut found: Vec<PersonId> = found.iter().map(|row| row.person.person()).collect();
        let mut expected = expected;
        found.sort();
        expected.sort();
        assert_eq!(found, expected, "{name}");
    }
    let filter = PersonFilter {
        offering: Some(offering.0),
        ..PersonFilter::default()
    };
    let found = tx.people(&filter, 9).await.unwrap();
    assert_eq!((found.len(), found[0].person.id), (1, anna.0));
}

async fn protected_people_are_found_by_alias_only(engine: Engine) {
    let store = Store::open(engine).await;
    let open = store.person("Hemlig", "Person").await;
    let data = PersonData {
        security_marking: SecurityMarking::ProtectedRegistration,
        ..store.person_data("Hemlig", "Person")
    };
    let mut tx = store.write().await;
    tx.insert_person(&data, None).await.unwrap();
    let by = |name: &str| PersonFilter {
        name: Some(name.to_owned()),
        ..PersonFilter::default()
    };
    let found = tx.people(&by("hemlig"), 9).await.unwrap();
    assert_eq!((found.len(), found[0].person.id), (1, open.0));
    let found = tx.people(&by(&alias(data.id)), 9).await.unwrap();
    assert_eq!((found.len(), found[0].person.id), (1, data.id.0));
    assert!(!found[0].sort_key.contains("person"));
    let key = fold_name("Hemlig Person");
    let same = tx.people_by_name_key(&key).await.unwrap();
    assert_eq!((same.len(), same[0].id), (1, open.0));
    let same = tx
        .people_by_name_key(&fold_name(&alias(data.id)))
        .await
        .unwrap();
    assert!(
        same.is_empty(),
        "protected people are never matched by name"
    );
    let row = tx.person(data.id).await.unwrap().unwrap();
    assert!(row.is_protected() && row.shown_name() == alias(data.id));
}

async fn addresses_belong_to_one_person(engine: Engine) {
    let store = Store::open(engine).await;
    let (anna, bo) = (
        store.person("Anna", "Ek").await,
        store.person("Bo", "Al").await,
    );
    let verified = instant("2026-11-23T08:00:00.000001Z");
    let mut tx = store.write().await;
    tx.insert_email(anna, "z@example.org", "Z@example.org", None)
        .await
        .unwrap();
    tx.insert_email(anna, "å@example.org", "Å@example.org", Some(verified))
        .await
        .unwrap();
    let emails = tx.emails(anna).await.unwrap();
    let fields = emails.iter().map(|e| {
        (
            &*e.address_key,
            &*e.address,
            e.person_id,
            e.main,
            e.verified_at,
        )
    });
    let expected = [
        ("z@example.org", "Z@example.org", anna.0, true, None),
        (
            "å@example.org",
            "Å@example.org",
            anna.0,
            false,
            Some(verified.into()),
        ),
    ];
    assert_eq!(fields.collect::<Vec<_>>(), expected);
    assert_eq!(
        tx.person_by_email("å@example.org").await.unwrap(),
        Some(anna)
    );
    assert_eq!(tx.person_by_email("a@example.org").await.unwrap(), None);
    assert_eq!(
        tx.person(anna).await.unwrap().unwrap().address.as_deref(),
        Some("Z@example.org")
    );
    tx.verify_email("z@example.org").await.unwrap();
    tx.verify_email("å@example.org").await.unwrap();
    let emails = tx.emails(anna).await.unwrap();
    assert_eq!(emails[0].verified_at, Some(now().into()));
    assert_eq!(
        emails[1].verified_at,
        Some(verified.into()),
        "the first time counts"
    );
    assert!(tx.emails(bo).await.unwrap().is_empty());
    assert_conflict!(
        tx.insert_email(bo, "z@example.org", "z@example.org", None)
            .await
    );
}

async fn identities_belong_to_one_person(engine: Engine) {
    let store = Store::open(engine).await;
    let (anna, bo) = (
        store.person("Anna", "Ek").await,
        store.person("Bo", "Al").await,
    );
    let identity = |hash: &[u8]| SealedIdentity {
        kind: "personal",
        sealed: vec![1],
        hash: hash.to_vec(),
    };
    let mut tx = store.write().await;
    tx.set_identity(anna, &identity(b"one")).await.unwrap();
    tx.set_identity(anna, &identity(b"two")).await.unwrap();
    assert_eq!(tx.person_by_identity(b"one").await.unwrap(), Some(anna));
    assert_eq!(
        tx.person_by_identity(b"two").await.unwrap(),
        None,
        "given once"
    );
    tx.commit().await.unwrap();
    let mut tx = store.write().await;
    assert_conflict!(tx.set_identity(bo, &identity(b"one")).await);
}

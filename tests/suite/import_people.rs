//! People in imports: whose number it is, how it is kept, and who is protected.

use harness::{
    Engine, both_engines, ok,
    round::{self, demo_file, into_offering},
    sheet::{Sheet, identity},
    text,
};
use hyper::Method;
use serde_json::{Value, json};

both_engines!(
    numbers_are_kept_sealed_and_shown_masked,
    each_kind_of_number_comes_through,
    a_number_finds_its_person_again,
    a_protection_is_never_lifted_by_a_file,
    an_unknown_marking_protects,
    a_namesake_is_a_question,
);

async fn numbers_are_kept_sealed_and_shown_masked(engine: Engine) {
    let (service, _) = round::full(engine).await;
    let stored = service.stored().await;
    let file = demo_file("antagna-vt2027.csv");
    let numbers: Vec<String> = String::from_utf8_lossy(&file)
        .lines()
        .skip(1)
        .map(|line| line.split(';').next().unwrap_or_default().to_owned())
        .collect();
    assert_eq!(numbers.len(), 41);
    for number in &numbers {
        let digits = number.replace('-', "");
        // ASCII digits in hexadecimal, as PostgreSQL writes octets.
        let hex: String = digits.chars().flat_map(|digit| ['3', digit]).collect();
        for spelling in [&**number, &number[2..], &*digits, &digits[2..], &*hex] {
            assert!(!stored.contains(spelling), "a number is stored in clear");
        }
    }
    // Negative control: what is stored in clear is found.
    assert!(stored.contains("hanna.dahlgren@student.example"));

    for person in service.all("/api/v1/people").await {
        if let Some(shown) = person["identity"].as_str() {
            let digits = shown.chars().filter(char::is_ascii_digit).count();
            // The last digit but one would tell the legal sex.
            assert_eq!(digits, 1, "{shown}");
        }
    }
}

async fn each_kind_of_number_comes_through(engine: Engine) {
    let (service, _) = round::full(engine).await;
    let kinds = "SELECT identity_kind FROM person WHERE identity_kind IS NOT NULL ORDER BY 1";
    let kinds = service.sql(kinds).await;
    let count = |kind: &str| kinds.iter().filter(|k| *k == kind).count();
    assert_eq!(
        (count("personal"), count("coordination"), count("interim")),
        (39, 1, 1)
    );
    for (name, kind) in [
        ("Sanna Çetin", "interim"),
        ("Fatima Sjögren", "coordination"),
    ] {
        let person = service.person(name).await;
        let query = format!(
            "SELECT identity_kind FROM person WHERE id = {}",
            match engine {
                Engine::Sqlite => format!("x'{}'", text(&person, "id").replace('-', "")),
                Engine::Postgres => format!("'{}'", text(&person, "id")),
            }
        );
        assert_eq!(service.sql(&query).await, [kind], "{name}");
    }
    let om = service.person("Rebecka Wåhlin").await;
    let application = service.application(&text(&om, "id")).await;
    assert_eq!(text(&application, "registration_kind"), "again");
}

async fn a_number_finds_its_person_again(engine: Engine) {
    let (service, _) = round::empty(engine).await;
    let query = into_offering("admissions");
    let sheet = Sheet::admissions(0, 1);
    service.import(&query, sheet.text()).await;
    let before = service.person("Testsson0").await;
    // Another spelling, name and address; the same human.
    let short = identity(0)[2..].replace('-', "");
    let married = sheet
        .set(0, "Personnummer", &short)
        .set(0, "Efternamn", "Giftsson")
        .set(0, "E-post", "ny@import.example");
    let report = service.import(&query, married.text()).await;
    assert_eq!(report["changed"], 1, "{report}");
    let after = service.person("Giftsson").await;
    assert_eq!(before["id"], after["id"]);
    assert_eq!(service.all("/api/v1/people").await.len(), 1);
}

async fn a_protection_is_never_lifted_by_a_file(engine: Engine) {
    let (service, _) = round::empty(engine).await;
    let query = into_offering("admissions");
    let sheet = Sheet::admissions(0, 2).set(0, "Skyddad", "Sekretessmarkering");
    service.import(&query, sheet.text()).await;
    let marking = async || service.person("Testsson0").await["security_marking"].clone();
    assert_eq!(marking().await, "confidential");
    let report = service
        .import(&query, sheet.clone().set(0, "Skyddad", "Ingen").text())
        .await;
    assert_eq!(marking().await, "confidential");
    assert_eq!(
        (&report["sound"], &report["unchanged"]),
        (&json!(true), &json!(2))
    );
    assert_eq!(report["findings"][0]["code"], "protection-kept");
    // Nor are the real names overwritten.
    let renamed = sheet.clone().set(0, "Efternamn", "Annan");
    service.import(&query, renamed.text()).await;
    assert_eq!(marking().await, "confidential");
    // A file may protect; negative control of the above.
    let both = sheet.set(1, "Skyddad", "Skyddad folkbokföring");
    service.import(&query, both.text()).await;
    let other = service.person("Testsson1").await;
    assert_eq!(other["security_marking"], "protected_registration");
}

async fn an_unknown_marking_protects(engine: Engine) {
    let (service, _) = round::empty(engine).await;
    let query = into_offering("admissions");
    let sheet = Sheet::admissions(0, 4)
        .set(0, "Skyddad", "Hemlig")
        .set(1, "Skyddad", "sekretessmarkering")
        .set(2, "Skyddad", "");
    let report = service.import(&query, sheet.text()).await;
    assert_eq!(
        (&report["sound"], &report["findings"][0]["code"]),
        (&json!(true), &json!("unknown-marking"))
    );
    for n in 0..2 {
        let person = service.person(&format!("Testsson{n}")).await;
        assert_ne!(person["security_marking"], "none", "row {n}");
        let path = format!("/api/v1/people/{}", text(&person, "id"));
        let shown = ok(service.admin.get(&path).await);
        assert!(!shown.to_string().contains("Testsson"), "{shown}");
    }
    // An empty cell says that there is no marking, as `Ingen` does; negative control of the above.
    for n in 2..4 {
        let person = service.person(&format!("Testsson{n}")).await;
        assert_eq!(person["security_marking"], "none", "row {n}");
    }
}

async fn a_namesake_is_a_question(engine: Engine) {
    let (service, _) = round::full(engine).await;
    let query = into_offering("nominations");
    let file = |row: &str| {
        let text = String::from_utf8(demo_file("nominerade-uppdrag-vt2027.csv")).expect("UTF-8");
        format!("{}\r\n{row}\r\n", text.lines().next().expect("a header"))
    };
    // The same name and profession as Ingrid Björkqvist of the admissions, at another address.
    let twin = file(
        "Ingrid;Björkqvist;ingrid@annan.example;Speciallärare/specialpedagog;99991001;\
         Demoskolan Söder;1880;Örebro;UPPDRAG-DEMO-1880;FR1;rektor@orebro.example;Ja",
    );
    let asked = service.import(&query, twin.clone()).await;
    assert_eq!(
        (&asked["sound"], &asked["questions"][0]["row"]),
        (&json!(false), &json!(2))
    );
    let before = service.all("/api/v1/people").await.len();
    let other = service.import(&format!("{query}&new_person=2"), twin).await;
    assert_eq!(other["new"], 1, "{other}");
    assert_eq!(service.all("/api/v1/people").await.len(), before + 1);

    // Somebody protected is never asked about: the question would tell.
    let protected = file(
        "Dragan;Özdemir;dragan@annan.example;Skolpsykolog;99991005;\
         Demoskolan Karlskoga;1883;Karlskoga;UPPDRAG-DEMO-1883;FR2;rektor@karlskoga.example;Ja",
    );
    let report = service.import(&query, protected).await;
    assert_eq!(report["questions"], Value::Array(Vec::new()), "{report}");
    let bad = service
        .admin
        .send(
            Method::POST,
            "/api/v1/imports?kind=nominations&same_person=x",
            &[("content-type", "application/octet-stream")],
            "x",
        )
        .await;
    assert_eq!(harness::problem(bad).0, 422);
}

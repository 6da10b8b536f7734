//! Heads' approval of nominations, from the file to the place.

use harness::{Engine, NOW, TestService, ok, on_both_engines, problem, sql, text};
use hyper::StatusCode;
use serde_json::{Value, json};

on_both_engines!(
    the_first_of_head_and_deputy_decides,
    a_no_and_silence_end_the_nomination,
    nobody_is_named_without_somebody_to_ask,
    asking_anew_takes_the_old_links_back,
    the_head_of_a_protected_person_sees_the_alias,
    an_import_does_not_undo_an_answer,
);

pub(super) const HEAD: &str = "rektor@orebro.example";
pub(super) const DEPUTY: &str = "bitr@orebro.example";
pub(super) const CHANNEL: &str = "UPPDRAG-1880";

/// An employer's channel whose nominations are to be approved, with a contract that names a deputy.
pub(super) async fn employer(engine: Engine, seats: i64) -> TestService {
    let policy = json!({ "nomination": { "approval": true } });
    employer_with(engine, seats, policy).await
}

pub(super) async fn employer_with(engine: Engine, seats: i64, policy: Value) -> TestService {
    let service = TestService::with_channel(engine, NOW, 1, json!({})).await;
    let channel = json!({
        "code": CHANNEL, "kind": "employer", "title_sv": "Örebro", "title_en": "Örebro",
        "seats": seats, "policy": policy,
    });
    let path = "/api/v1/offerings/SA123A-V9001V27/channels";
    ok(service.admin.post(path, &channel).await);
    let mut tx = service.app.read().await.unwrap();
    let row = tx.channel(CHANNEL).await.unwrap().unwrap();
    drop(tx);
    let mut tx = service.app.write_as_service().await.unwrap();
    tx.insert_contract(&samverkan_service::store::contract::ContractRow {
        id: service.app.seeds.id(service.now()),
        channel_id: row.id,
        code: CHANNEL.to_owned(),
        employer: "Örebro kommun".to_owned(),
        // The contract is not what runs out here.
        seats: 9,
        substitute_until: None,
        invoice_reference: None,
        head_email: None,
        deputy_email: Some(DEPUTY.to_owned()),
        revision: 1,
        price_ore: None,
        order_reference: None,
        free_until: None,
    })
    .await
    .unwrap();
    tx.commit().await.unwrap();
    service
}

/// A file that names so many people; `head` is the same for all.
pub(super) fn file(people: usize, head: &str) -> String {
    let mut file =
        "Förnamn;Efternamn;E-post;Titel;Avtal;Fakturareferens;Chef;Ersättare\n".to_owned();
    for n in 1..=people {
        file +=
            &format!("Förnamn{n};Namnet{n};person{n}@example.org;Lärare;{CHANNEL};;{head};Nej\n");
    }
    file
}

pub(super) async fn import(service: &TestService, file: String) -> Value {
    let query = "kind=nominations&offering=SA123A-V9001V27&file_name=test.csv";
    service.import(query, file).await
}

/// The applications of the channel, in the order of the file.
pub(super) async fn named(service: &TestService) -> Vec<String> {
    let path = format!("/api/v1/applications?channel={CHANNEL}");
    let list = ok(service.officer.get(&path).await);
    let items = list["items"].as_array().unwrap();
    items.iter().map(|item| text(item, "id")).collect()
}

async fn the_first_of_head_and_deputy_decides(engine: Engine) {
    let service = employer(engine, 1).await;
    let report = import(&service, file(1, HEAD)).await;
    assert_eq!(report["sound"], true, "{report}");
    let people = named(&service).await;
    assert_eq!(service.state(&people[0]).await, "awaiting_approval");
    let (head, deputy) = (
        service.token_for(HEAD).await,
        service.token_for(DEPUTY).await,
    );
    assert_ne!(head, deputy);
    assert_eq!(
        service.letters_saying(1, "antagen"),
        0,
        "nothing is promised"
    );
    let page = service
        .anyone
        .get(&format!("/svar/{deputy}"))
        .await
        .unwrap();
    for part in [
        "Förnamn1 Namnet1",
        "Örebro kommun",
        "chefens ersättare",
        "<form",
    ] {
        assert!(page.text().contains(part), "{part}: {}", page.text());
    }
    let done = service.sends_form(&deputy, "answer=yes").await;
    assert_eq!(done.status, StatusCode::OK, "{}", done.text());
    assert_eq!(service.state(&people[0]).await, "admitted");
    let late = problem(service.answers(&head, false).await);
    assert_eq!((late.0, &*late.1), (409, "already-answered"));
    let page = service.anyone.get(&format!("/svar/{head}")).await.unwrap();
    assert_eq!(page.status, StatusCode::GONE);
    assert_eq!(service.state(&people[0]).await, "admitted");
    let list = ok(service
        .admin
        .get(&format!("/api/v1/channels/{CHANNEL}/approvals"))
        .await);
    assert_eq!(
        (&list[0]["outcome"], &list[0]["answered_as"]),
        (&json!("approved"), &json!("deputy"))
    );
    // The trail names the office and nobody's address.
    let query = "SELECT actor, COALESCE(after, '') FROM audit WHERE action LIKE 'nomination.%'";
    let facts = sql::rows::<(String, String)>(&service.app.database, query).await;
    assert!(
        facts.iter().any(|(actor, _)| actor == "deputy"),
        "{facts:?}"
    );
    assert!(
        facts
            .iter()
            .all(|(actor, after)| !format!("{actor}{after}").contains('@'))
    );
    // The next one finds no seat.
    import(&service, file(2, HEAD)).await;
    let people = named(&service).await;
    let head = service.token_for(HEAD).await;
    assert_eq!(
        ok(service.answers(&head, true).await)["outcome"],
        "approved"
    );
    let shown = service.shown(&people[1]).await;
    assert_eq!(
        (&shown["state"], &shown["reserve_position"]),
        (&json!("reserve"), &json!(1))
    );
}

async fn a_no_and_silence_end_the_nomination(engine: Engine) {
    let service = employer(engine, 5).await;
    import(&service, file(1, HEAD)).await;
    let head = service.token_for(HEAD).await;
    assert_eq!(
        ok(service.answers(&head, false).await)["outcome"],
        "refused"
    );
    import(&service, file(2, HEAD)).await;
    let people = named(&service).await;
    assert_eq!(service.state(&people[0]).await, "refused");
    assert_eq!(service.state(&people[1]).await, "awaiting_approval");
    // Ninety working hours are ten working days; the reminder comes after five.
    let reminder = |service: &TestService| {
        let mail = service.mail();
        let reminders = mail
            .iter()
            .filter(|kept| kept.body.contains("Vi har inte fått något svar"));
        reminders.count()
    };
    service.clock_to("2026-11-30T09:00:00Z");
    service.tick().await;
    service.tick().await;
    assert_eq!(
        reminder(&service),
        2,
        "one to the head and one to the deputy"
    );
    let token = service.token_for(HEAD).await;
    service.clock_to("2026-12-07T09:00:00Z");
    assert_eq!(
        problem(service.answers(&token, true).await).1,
        "answer-too-late"
    );
    service.tick().await;
    assert_eq!(service.state(&people[1]).await, "refused");
    assert_eq!(service.letters_saying(1, "har inte godkänt"), 1);
    assert_eq!(service.letters_saying(2, "har inte svarat i tid"), 1);
    let decisions = service.shown(&people[1]).await["decisions"].clone();
    assert_eq!(
        (&decisions[0]["outcome"], &decisions[0]["automatic"]),
        (&json!("refused"), &json!(true))
    );
}

async fn nobody_is_named_without_somebody_to_ask(engine: Engine) {
    let service = employer(engine, 5).await;
    service
        .run_sql("UPDATE contract SET deputy_email = NULL")
        .await;
    let report = import(&service, file(1, "")).await;
    assert_eq!(report["sound"], false, "{report}");
    assert!(report.to_string().contains("missing-value"), "{report}");
    assert!(named(&service).await.is_empty());
}

async fn asking_anew_takes_the_old_links_back(engine: Engine) {
    let service = employer(engine, 5).await;
    import(&service, file(1, "fel@orebro.example")).await;
    let people = named(&service).await;
    let wrong = service.token_for("fel@orebro.example").await;
    service
        .run_sql(&format!("UPDATE application SET head_email = '{HEAD}'"))
        .await;
    let asked = ok(service
        .staff_act(&people[0], "approval/resend", &json!({}))
        .await);
    assert_eq!(asked["head_email"], HEAD);
    let stale = problem(service.answers(&wrong, true).await);
    assert_eq!((stale.0, &*stale.1), (409, "no-answer-asked"));
    let right = service.token_for(HEAD).await;
    assert_eq!(ok(service.answers(&right, true).await)["state"], "admitted");
    let done = problem(
        service
            .staff_act(&people[0], "approval/resend", &json!({}))
            .await,
    );
    assert_eq!((done.0, &*done.1), (409, "no-approval-asked"));
}

async fn the_head_of_a_protected_person_sees_the_alias(engine: Engine) {
    let service = employer(engine, 5).await;
    import(&service, file(1, HEAD)).await;
    service
        .run_sql("UPDATE person SET security_marking = 'confidential'")
        .await;
    let token = service.token_for(HEAD).await;
    let page = service.anyone.get(&format!("/svar/{token}")).await.unwrap();
    assert!(!page.text().contains("Namnet1"), "{}", page.text());
    assert!(page.text().contains("Deltagare") || page.text().contains("Medarbetare"));
    let path = format!("/api/v1/channels/{CHANNEL}/approvals");
    let list = ok(service.admin.get(&path).await);
    assert!(list[0].get("head_email").is_none() && !list.to_string().contains("Namnet1"));
    assert_eq!(ok(service.officer.get(&path).await)[0]["head_email"], HEAD);
}

async fn an_import_does_not_undo_an_answer(engine: Engine) {
    let service = employer(engine, 5).await;
    import(&service, file(2, HEAD)).await;
    let people = named(&service).await;
    let letters = service.tick().await.delivered;
    assert_eq!(letters, 4, "two heads' letters and two deputies'");
    let report = import(&service, file(2, HEAD)).await;
    assert_eq!(report["unchanged"], 2, "{report}");
    assert_eq!(service.tick().await.delivered, 0, "nobody is asked twice");
    let token = service.token_for(HEAD).await;
    ok(service.answers(&token, true).await);
    import(&service, file(2, HEAD)).await;
    let states = [
        service.state(&people[0]).await,
        service.state(&people[1]).await,
    ];
    assert!(states.contains(&"admitted".to_owned()), "{states:?}");
    let report = import(&service, file(2, HEAD)).await;
    assert_eq!(report["unchanged"], 2, "{report}");
}

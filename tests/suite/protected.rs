//! People with protected personal data: nobody but the officer learns who they are.

mod sweep;

use harness::{
    Engine, TestService, both_engines,
    calendar::{events, fetch, make_feed},
    ok, problem,
    round::{self, all, into_offering},
    sheet::Sheet,
    text,
};
use hyper::Method;
use samverkan_service::usecase::Role;
use serde_json::json;
use std::collections::BTreeMap;
use sweep::{asks, sweep};

both_engines!(
    nothing_that_is_served_names_them,
    no_letter_to_others_names_them,
    the_officer_sees_them,
    neither_search_nor_order_gives_them_away,
    their_own_calendar_withholds_the_place,
    a_marking_hides_at_once,
    an_administrator_cannot_read_or_change_what_is_hidden,
);

/// What of somebody who is protected may be found nowhere. Each is this person's alone.
const SECRETS: [&str; 6] = [
    "Hemligsson",
    "Zebedeus",
    "zebedeus.h",
    "dold.example",
    "19770612",
    "770612-98",
];
/// Where this person alone studies and works; the registers themselves are public.
const CODES: [&str; 2] = ["99997777", "HEM9X"];
/// The same of the two in the demonstration, as far as they share it with nobody.
const DEMO_SECRETS: [&str; 8] = [
    "Måns Isaksson",
    "Isaksson, Måns",
    "mans.isaksson",
    "800527",
    "Dragan Özdemir",
    "Özdemir, Dragan",
    "dragan.ozdemir",
    "810707",
];
/// And of somebody who is not protected, for the negative control.
const OPEN: [&str; 2] = ["Hanna Dahlgren", "hanna.dahlgren"];

/// The round, with somebody protected of whom every detail is unlike anybody else's.
async fn with_secrets(engine: Engine) -> (TestService, String) {
    let (service, offering) = round::full(engine).await;
    let programmes = "code,name,family,code_is_verified\r\nHEM9X,Hemligt program,PED,false\r\n";
    service.import("kind=programmes", programmes).await;
    let schools = "school_unit_code,name,municipality_code,municipality\r\n99997777,Dolda skolan,1880,Örebro\r\n";
    service.import("kind=workplaces", schools).await;
    let number = format!("19770612-980{}", harness::sheet::check_digit("770612980"));
    let sheet = Sheet::admissions(0, 1)
        .set(0, "Personnummer", &number)
        .set(0, "Efternamn", "Hemligsson")
        .set(0, "Förnamn", "Zebedeus")
        .set(0, "E-post", "zebedeus.h@dold.example")
        .set(0, "Programkod", "HEM9X")
        .set(0, "Skolenhetskod", "99997777")
        .set(0, "Skyddad", "Skyddad folkbokföring");
    let report = service
        .import(&into_offering("admissions"), sheet.text())
        .await;
    assert_eq!(report["sound"], true, "{report}");
    // A later file that knows nothing of it gives a report with a warning.
    service
        .import(
            &into_offering("admissions"),
            sheet.set(0, "Skyddad", "Ingen").text(),
        )
        .await;
    (service, offering)
}

/// The same, with cohorts in force.
async fn placed(engine: Engine) -> (TestService, String) {
    let (service, offering) = with_secrets(engine).await;
    service.commit(&service.propose(1).await).await;
    asks(&service).await;
    (service, offering)
}

/// Where any of these is found.
fn leaks(found: &BTreeMap<String, String>, secrets: &[&str]) -> Vec<String> {
    found
        .iter()
        .flat_map(|(path, body)| {
            let hits = secrets.iter().filter(|secret| body.contains(**secret));
            hits.map(move |secret| format!("{path}: {secret}"))
        })
        .collect()
}

async fn nothing_that_is_served_names_them(engine: Engine) {
    let (service, _) = placed(engine).await;
    let (colleague, _) = service.sign_in("hanna.dahlgren@student.example").await;
    let (stranger, _) = service.participant(1, "larare").await;
    let auditor = service.staff(Role::Auditor).await;
    let technician = service.staff(Role::Technician).await;
    let programme = sweep::programmes(&service).await.remove(0);
    let responsible = service.answers_for(&programme).await;
    let listed = format!("sv /api/v1/programmes/{programme}/applications");
    let callers = [
        ("administrator", &service.admin),
        ("colleague", &colleague),
        ("stranger", &stranger),
        ("auditor", &auditor),
        ("technician", &technician),
        ("responsible", &responsible),
        ("anonymous", &service.anyone),
    ];
    for (name, client) in callers {
        let found = sweep(&service, client).await;
        assert!(found.len() > 40, "{name}: {} answers", found.len());
        assert_eq!(leaks(&found, &SECRETS), Vec::<String>::new(), "{name}");
        assert_eq!(leaks(&found, &DEMO_SECRETS), Vec::<String>::new(), "{name}");
        let codes = leaks(&found, &CODES).into_iter().filter(|leak| {
            let public = "/programmes /timetables /workplaces /audit /tokens";
            !public.split(' ').any(|path| leak.contains(path))
        });
        assert_eq!(codes.collect::<Vec<_>>(), Vec::<String>::new(), "{name}");
        // Negative control: the sweep finds who is not protected, where it should.
        let mut open = leaks(&found, &OPEN);
        open.retain(|leak| !leak.contains("openapi")); // an example there goes by her name
        match name {
            "administrator" => assert!(open.len() > 5, "{open:?}"),
            "colleague" => assert!(!open.is_empty(), "her own"),
            "responsible" => assert!(found[&listed].contains("\"items\""), "{found:?}"),
            _ => assert_eq!(open, Vec::<String>::new(), "{name}"),
        }
        // Nor does anybody but the officer learn that somebody is protected.
        for (path, body) in &found {
            let told =
                body.contains("security_marking\":") || body.contains("protected_registration");
            let only_form = path.contains("openapi") || path.contains("import-mappings");
            assert!(!told || only_form, "{name}: {path}");
        }
    }
    // The trail tells that the registers have the codes, and of nobody who goes by them.
    for row in service.all("/api/v1/audit").await {
        let told = CODES.iter().any(|code| row.to_string().contains(code));
        assert!(!told || matches!(row["subject_kind"].as_str(), Some("register" | "token")));
    }
    let officer = sweep(&service, &service.officer).await;
    assert!(leaks(&officer, &SECRETS).len() > 5);
    // Calendars of others.
    let cohorts = service.cohorts().await;
    for cohort in &cohorts {
        let (_, path) = make_feed(&service.admin, "cohort", &text(cohort, "id")).await;
        let feed = fetch(&service.anyone, &path).await.text();
        assert!(
            SECRETS
                .iter()
                .chain(&DEMO_SECRETS)
                .chain(&OPEN)
                .all(|secret| !feed.contains(secret))
        );
    }
}

async fn no_letter_to_others_names_them(engine: Engine) {
    let (service, _) = placed(engine).await;
    service.tell().await;
    let session = service.sessions().await[0].clone();
    service
        .reschedule(&session, &json!({ "starts": "2027-01-21T11:15" }))
        .await;
    service
        .cancel(&service.sessions().await[1], "Läraren är sjuk")
        .await;
    service.tell().await;
    let secret = text(&service.person("Hemligsson").await, "id");
    service.withdraw(&secret).await;
    service.tick().await;
    let mail = service.mail();
    let own: Vec<_> = mail
        .iter()
        .filter(|kept| kept.to_address == "zebedeus.h@dold.example")
        .collect();
    assert_eq!(
        own.len(),
        6,
        "admitted, placed, a code, the schedule, moved and cancelled, withdrawn"
    );
    for kept in &own {
        // Even the own letter greets by alias: mail lies open in many places.
        let all = format!(
            "{} {} {}",
            kept.subject,
            kept.body,
            String::from_utf8_lossy(&kept.octets)
        );
        assert!(
            !all.contains("Hemligsson") && !all.contains("Zebedeus"),
            "{}",
            kept.subject
        );
        let greets = kept.subject != "Din kod för att logga in";
        assert_eq!(kept.body.contains("Deltagare "), greets, "{}", kept.body);
    }
    let protected = [
        "zebedeus.h@dold.example",
        "mans.isaksson@student.example",
        "dragan.ozdemir@post.example",
    ];
    for kept in mail
        .iter()
        .filter(|kept| !protected.contains(&&*kept.to_address))
    {
        let all = format!("{} {}", kept.subject, kept.body);
        let mut secrets = SECRETS.iter().chain(&CODES).chain(&DEMO_SECRETS);
        assert!(secrets.all(|secret| !all.contains(secret)), "{all}");
        assert!(!all.contains("Deltagare "), "nor by the alias: {all}");
    }
    // Negative control: others are greeted by name.
    assert!(mail.iter().any(|kept| kept.body.contains("Hanna Dahlgren")));
    assert!(mail.len() > 190, "{}", mail.len());
}

async fn the_officer_sees_them(engine: Engine) {
    let (service, _) = with_secrets(engine).await;
    let person = service.person("Hemligsson").await;
    assert_eq!(text(&person, "name"), "Zebedeus Hemligsson");
    assert_eq!(person["security_marking"], "protected_registration");
    assert_eq!(
        (text(&person, "workplace"), text(&person, "programme")),
        ("99997777".into(), "HEM9X".into())
    );
    let application = service.application(&text(&person, "id")).await;
    assert_eq!(text(&application, "person_name"), "Zebedeus Hemligsson");
    assert_eq!(
        service.person("Måns Isaksson").await["security_marking"],
        "confidential"
    );
}

async fn neither_search_nor_order_gives_them_away(engine: Engine) {
    let (service, _) = with_secrets(engine).await;
    for name in [
        "Hemligsson",
        "hemlig",
        "Zebedeus",
        "zebedeus%20hemligsson",
        "Isaksson%20M",
        "ns%20Isaksson",
    ] {
        let found = all(&service.admin, &format!("/api/v1/people?name={name}")).await;
        assert!(found.is_empty(), "{name}: {found:?}");
    }
    // Negative controls: others are found, and so is the alias.
    let hanna = all(&service.admin, "/api/v1/people?name=hanna%20dahlgren").await;
    assert_eq!(hanna.len(), 1);
    let shown = all(&service.admin, "/api/v1/people").await;
    let aliases: Vec<usize> = (0..shown.len())
        .filter(|n| text(&shown[*n], "name").starts_with("Deltagare "))
        .collect();
    assert_eq!(aliases.len(), 3);
    assert_eq!(
        aliases[2] - aliases[0],
        2,
        "together under D, not where their names would stand"
    );
    let family = |n: usize| text(&shown[n], "family_name").to_lowercase();
    assert!(family(aliases[0] - 1).starts_with('d') && family(aliases[2] + 1).starts_with('e'));
    let alias = text(&shown[aliases[0]], "name").replace(' ', "%20");
    assert_eq!(
        all(&service.admin, &format!("/api/v1/people?name={alias}"))
            .await
            .len(),
        1
    );
}

async fn their_own_calendar_withholds_the_place(engine: Engine) {
    let (service, _) = with_secrets(engine).await;
    let (own, person) = service.sign_in("zebedeus.h@dold.example").await;
    let session = service.sessions().await[0].clone();
    service
        .reschedule(
            &session,
            &json!({ "online_url": "https://zoom.example/j/1" }),
        )
        .await;
    let (_, path) = make_feed(&own, "person", &person).await;
    let shown = events(&service.anyone, &path).await;
    assert_eq!(shown.len(), 10);
    for event in shown.values() {
        assert!(
            !event.contains_key("LOCATION")
                && !event.contains_key("URL")
                && !event.contains_key("CONFERENCE")
        );
        assert!(event["DESCRIPTION"].contains("när du är inloggad"));
    }
    let feed = fetch(&service.anyone, &path).await.text();
    assert!(!feed.contains("zoom.example") && !feed.contains("Novahuset"));
    // Signed in, the place is there.
    let sessions = own
        .read(&format!("/api/v1/offerings/{}/sessions", round::OFFERING))
        .await
        .expect("sessions");
    assert!(sessions.to_string().contains("Novahuset"));
    // Negative control: anybody else's calendar has it.
    let hanna = text(&service.person("Hanna Dahlgren").await, "id");
    let (_, path) = make_feed(&service.officer, "person", &hanna).await;
    assert!(
        fetch(&service.anyone, &path)
            .await
            .text()
            .contains("Novahuset")
    );
}

async fn a_marking_hides_at_once(engine: Engine) {
    let (service, _) = with_secrets(engine).await;
    let hanna = service.person("Hanna Dahlgren").await;
    let id = text(&hanna, "id");
    let (own, _) = service.sign_in("hanna.dahlgren@student.example").await;
    let (_, first) = make_feed(&own, "person", &id).await;
    let (_, second) = make_feed(&service.admin, "person", &id).await;
    fetch(&service.anyone, &first).await;
    fetch(&service.anyone, &second).await;
    let path = format!("/api/v1/people/{id}");
    let change = json!({ "security_marking": "confidential" });
    let tag = format!("\"{}\"", hanna["revision"]);
    let headers = [("if-match", &*tag)];
    let reply = service
        .admin
        .send_json(Method::PATCH, &path, &headers, &change)
        .await;
    assert_eq!(problem(reply).0, 403);
    let reply = own
        .send_json(Method::PATCH, "/api/v1/me", &[], &change)
        .await;
    assert_eq!(problem(reply).0, 403);
    fetch(&service.anyone, &first).await;
    ok(service
        .officer
        .send_json(Method::PATCH, &path, &headers, &change)
        .await);
    for feed in [&first, &second] {
        assert_eq!(problem(service.anyone.get(feed).await).0, 410);
    }
    let found = sweep(&service, &service.admin).await;
    let mut open = leaks(&found, &OPEN);
    open.retain(|leak| !leak.contains("openapi"));
    assert_eq!(open, Vec::<String>::new());
    assert!(
        all(&service.admin, "/api/v1/people?name=dahlgren")
            .await
            .iter()
            .all(|p| text(p, "id") != id)
    );
}

async fn an_administrator_cannot_read_or_change_what_is_hidden(engine: Engine) {
    let (service, _) = with_secrets(engine).await;
    let person = service.person("Hemligsson").await;
    let id = text(&person, "id");
    let shown = ok(service.admin.get(&format!("/api/v1/people/{id}")).await);
    for field in [
        "given_name",
        "family_name",
        "email",
        "profession",
        "programme",
        "workplace",
        "identity",
        "security_marking",
    ] {
        assert!(shown.get(field).is_none(), "{field}: {shown}");
    }
    let path = format!("/api/v1/people/{id}");
    let change = json!({ "family_name": "Annan" });
    let reply = service
        .admin
        .send_json(Method::PATCH, &path, &[("if-match", "*")], &change)
        .await;
    assert_eq!(problem(reply).0, 403);
    let new = json!({ "kind": "person", "subject": id, "name": "x", "language": "sv" });
    assert_eq!(
        problem(service.admin.post("/api/v1/feeds", &new).await).0,
        404
    );
    let application = service.application(&id).await;
    let path = format!("/api/v1/applications/{}", text(&application, "id"));
    let shown = ok(service.admin.get(&path).await);
    for field in ["workplace", "profession", "programme"] {
        assert!(shown.get(field).is_none(), "{field}: {shown}");
    }
}

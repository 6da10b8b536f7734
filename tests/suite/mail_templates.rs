//! Letters in administrators' words: kept, used, tried with real data, and taken back.

mod at_work;

use harness::{Client, Engine, TestService, both_engines, ok, problem, sql, text};
use hyper::Method;
use samverkan_service::mail::{Delivery, Mailer};
use serde_json::{Value, json};

both_engines!(
    words_are_kept_used_and_taken_back,
    what_will_not_do_is_refused_with_its_place,
    a_letter_keeps_its_words_and_its_id,
    a_preview_has_real_data_and_sends_nothing,
    nobody_learns_who_is_protected,
    two_who_write_at_once_do_not_overwrite,
);

const TEMPLATES: &str = "/api/v1/offerings/SA123A-V9001V27/mail-templates";

async fn put(
    client: &Client,
    template: &str,
    seen: Option<&str>,
    words: (&str, &str),
) -> Result<samverkan_service::demo::http::Reply, samverkan_service::demo::http::CallError> {
    let headers: Vec<(&str, &str)> = seen.map(|seen| ("if-match", seen)).into_iter().collect();
    let path = format!("{TEMPLATES}/{template}");
    let body = json!({ "subject": words.0, "body": words.1 });
    client.send_json(Method::PUT, &path, &headers, &body).await
}

async fn world(engine: Engine) -> TestService {
    let service = TestService::start(engine).await;
    service.offering().await;
    service.channel("open", "OPEN", 20).await;
    service
}

/// Somebody new applies; gives the letter about it.
async fn receipt(service: &TestService, n: usize) -> (String, String) {
    let (client, _) = service.participant(n, "kurator").await;
    let apply = json!({ "channel": "OPEN" });
    let path = "/api/v1/offerings/SA123A-V9001V27/applications";
    ok(client.post(path, &apply).await);
    service.tick().await;
    let kept = service.mail().pop().expect("a letter");
    (kept.subject, kept.body)
}

async fn words_are_kept_used_and_taken_back(engine: Engine) {
    let service = world(engine).await;
    let (standard, _) = receipt(&service, 1).await;
    let path = format!("{TEMPLATES}/received_admitted/sv");
    let before = ok(service.admin.get(&path).await);
    assert_eq!(
        (&before["built_in"], &before["revision"]),
        (&json!(true), &json!(0))
    );
    assert!(text(&before, "body").contains("{kurs}"), "{before}");

    let words = (
        "Välkommen till {Kurs}",
        "Hej {förnamn}, det ordnar sig.\n\n{course} ({kurstillfälle})\n\n{svarsfråga}",
    );
    let (status, code, _) = problem(put(&service.admin, "received_admitted/sv", None, words).await);
    assert_eq!((status, &*code), (428, "precondition-required"));
    let kept = ok(put(&service.admin, "received_admitted/sv", Some("\"0\""), words).await);
    assert_eq!(
        (&kept["built_in"], &kept["revision"]),
        (&json!(false), &json!(1))
    );
    let (subject, body) = receipt(&service, 2).await;
    assert_eq!(
        subject,
        "Välkommen till Samverkan för att främja skolnärvaro"
    );
    assert!(body.contains("Hej Förnamn2, det ordnar sig.\n\nSamverkan för att främja skolnärvaro (SA123A-V9001V27)\n"), "{body}");
    // No answer is asked for here: the paragraph is left out.
    assert!(
        !body.contains("Vill du ha platsen?") && body.contains("Har du frågor?"),
        "{body}"
    );

    // The same again is no version; a reset is one, and the way back from it is there.
    let again = ok(put(&service.admin, "received_admitted/sv", Some("\"1\""), words).await);
    assert_eq!(again["revision"], 1);
    let stale = [("if-match", "\"0\"")];
    let reset = format!("{path}/reset");
    let late = service.admin.send(Method::POST, &reset, &stale, "").await;
    assert_eq!(problem(late).0, 412);
    let seen = [("if-match", "\"1\"")];
    let back = ok(service.admin.send(Method::POST, &reset, &seen, "").await);
    assert_eq!(
        (&back["built_in"], &back["revision"]),
        (&json!(true), &json!(2))
    );
    let (subject, _) = receipt(&service, 3).await;
    assert_eq!(subject, standard);
    let versions = ok(service.admin.get(&format!("{path}/versions")).await);
    let shown: Vec<(i64, bool)> = versions
        .as_array()
        .unwrap()
        .iter()
        .map(|one| (one["revision"].as_i64().unwrap(), one["built_in"] == true))
        .collect();
    assert_eq!(shown, [(2, true), (1, false)]);
    assert_eq!(text(&versions[1], "subject"), "Välkommen till {Kurs}");
    let trail = ok(service
        .admin
        .get("/api/v1/audit?action=mail_template.saved")
        .await);
    assert!(trail.to_string().contains("received_admitted"), "{trail}");
    // Nothing else has changed: other letters, and this one in English.
    let all = ok(service.admin.get(TEMPLATES).await);
    let own = all
        .as_array()
        .unwrap()
        .iter()
        .filter(|one| one["built_in"] == false);
    assert_eq!(own.count(), 0);
}

/// Pointers and codes of what is wrong.
fn faults(refused: &Value) -> Vec<(String, String)> {
    let errors = refused["errors"].as_array().expect("faults");
    errors
        .iter()
        .map(|one| (text(one, "pointer"), text(one, "code")))
        .collect()
}

async fn what_will_not_do_is_refused_with_its_place(engine: Engine) {
    let service = world(engine).await;
    let try_ = async |template: &str, subject: &str, body: &str| {
        problem(put(&service.admin, template, Some("*"), (subject, body)).await)
    };
    let (status, _, refused) = try_(
        "answer_reminder/sv",
        "Hej {förnamn}",
        "Svara senast {svara_sennast}.\n\n{länk}",
    )
    .await;
    assert_eq!(status, 422);
    assert_eq!(
        faults(&refused),
        [
            ("/subject".into(), "placeholder-not-here".into()),
            ("/body".into(), "unknown-placeholder".into())
        ]
    );
    let said = text(&refused["errors"][1], "detail");
    assert!(said.starts_with("Rad 1, tecken 14:"), "{said}");
    assert!(
        said.contains("Menade du {svara_senast}?") && said.contains("{svarsfråga}"),
        "{said}"
    );
    let (_, _, refused) = try_("answer_reminder/sv", "Svara", "Svara på {länk}.").await;
    assert_eq!(
        faults(&refused),
        [("/body".into(), "placeholder-missing".into())]
    );
    for subject in [
        "Hej\r\nBcc: alla@example.org",
        "Hej\nX-A: b",
        "Hej\u{2028}du",
    ] {
        let (_, _, refused) = try_("answer_accepted/sv", subject, "{standardtext}").await;
        assert_eq!(
            faults(&refused),
            [("/subject".into(), "control-character".into())]
        );
    }
    for (template, missing) in [
        ("sign_in_code/sv", 404),
        ("admitted-x/sv", 404),
        ("admitted/de", 404),
    ] {
        let reply = put(&service.admin, template, Some("*"), ("x", "{standardtext}")).await;
        let status = reply.unwrap().status.as_u16();
        assert!(
            status == missing || status == 422 || status == 400,
            "{template}: {status}"
        );
    }
    assert_eq!(
        sql::number(&service.app.database, "SELECT COUNT(*) FROM mail_template").await,
        0
    );
}

async fn a_letter_keeps_its_words_and_its_id(engine: Engine) {
    let service = world(engine).await;
    let words = ("Först", "Första orden.\n\n{standardtext}");
    ok(put(&service.admin, "received_admitted/sv", Some("*"), words).await);
    let (client, _) = service.participant(1, "kurator").await;
    let Mailer::Memory(mailer) = &*service.app.mailer else {
        unreachable!("tests keep mail in memory")
    };
    mailer.answer_next([Delivery::Retry {
        why: "greylisted".into(),
    }]);
    let before = service.mail().len();
    let apply = json!({ "channel": "OPEN" });
    ok(client
        .post("/api/v1/offerings/SA123A-V9001V27/applications", &apply)
        .await);
    service.tick().await;
    assert_eq!(service.mail().len(), before, "not taken yet");
    let list = ok(service.admin.get("/api/v1/messages").await);
    let id = text(&list["items"][0], "id");
    ok(put(
        &service.admin,
        "received_admitted/sv",
        Some("*"),
        ("Sedan", "{standardtext}"),
    )
    .await);
    service.advance(600);
    service.tick().await;
    let kept = service.mail().pop().unwrap();
    assert_eq!(kept.subject, "Först");
    assert!(kept.body.contains("Första orden."));
    // The same Message-ID at every try: it is the row's id.
    let octets = String::from_utf8(kept.octets).unwrap();
    assert!(
        octets.contains(&format!("Message-ID: <{id}@example.org>")),
        "{octets}"
    );
}

async fn a_preview_has_real_data_and_sends_nothing(engine: Engine) {
    let service = world(engine).await;
    let (client, person) = service.participant(1, "kurator").await;
    let apply = json!({ "channel": "OPEN" });
    let receipt = ok(client
        .post("/api/v1/offerings/SA123A-V9001V27/applications", &apply)
        .await);
    service.tick().await;
    let before = service.mail().len();
    let preview = async |template: &str, body: Value| {
        service
            .admin
            .post(&format!("{TEMPLATES}/{template}/preview"), &body)
            .await
    };
    let shown = ok(preview("received_admitted/sv", json!({ "person": person })).await);
    let body = text(&shown, "body");
    assert!(body.starts_with("Hej Förnamn1 Efternamn1!"), "{body}");
    assert!(
        body.contains(&text(&receipt, "application")) && body.contains("(SA123A-V9001V27)")
            || body.contains("SA123A-V9001V27"),
        "{body}"
    );
    assert!(
        shown["invented"].to_string().contains("answer_by"),
        "{shown}"
    );
    // Links that let somebody in are never real.
    assert!(
        !body.contains("/svar/") && !body.contains("/kvitto/"),
        "{body}"
    );
    let draft = json!({ "person": person, "subject": "Prov", "body": "Hej {first_name}!\n\n{course_start}" });
    let shown = ok(preview("remind_start/en", draft).await);
    assert!(
        text(&shown, "body").contains("Hej Förnamn1!\n\nMonday 18 January 2027"),
        "{shown}"
    );
    let meeting = json!({
        "title": "Träff", "starts": "2027-01-21T10:15", "ends": "2027-01-21T12:00",
        "mode": "online", "compulsory": true, "preliminary": false,
    });
    let sessions = "/api/v1/offerings/SA123A-V9001V27/sessions";
    ok(service.admin.post(sessions, &meeting).await);
    let shown = ok(preview("remind_meeting/sv", json!({ "person": person })).await);
    let body = text(&shown, "body");
    assert!(
        body.contains("Träff, torsdag 21 januari 2027 kl. 10:15–12:00"),
        "{body}"
    );
    let wrong = json!({ "person": person, "body": "{kruset}" });
    assert_eq!(problem(preview("remind_start/sv", wrong).await).0, 422);
    let (_, stranger) = service.participant(2, "kurator").await;
    let (status, code, _) = problem(preview("admitted/sv", json!({ "person": stranger })).await);
    assert_eq!((status, &*code), (409, "not-on-offering"));
    service.tick().await;
    let sent = service.mail().split_off(before);
    assert!(
        sent.iter().all(|kept| kept.subject.contains("kod")),
        "only the stranger's code"
    );
}

async fn nobody_learns_who_is_protected(engine: Engine) {
    let service = world(engine).await;
    let (client, person) = service.participant(1, "kurator").await;
    let marking = json!({ "security_marking": "protected_registration" });
    let path = format!("/api/v1/people/{person}");
    let any = [("if-match", "*")];
    ok(service
        .officer
        .send_json(Method::PATCH, &path, &any, &marking)
        .await);
    let words = ("Hej", "Hej {förnamn}!\n\n{standardtext}");
    ok(put(&service.admin, "received_admitted/sv", Some("*"), words).await);
    let apply = json!({ "channel": "OPEN" });
    ok(client
        .post("/api/v1/offerings/SA123A-V9001V27/applications", &apply)
        .await);
    service.tick().await;
    let kept = service.mail().pop().unwrap();
    let told = String::from_utf8(kept.octets).unwrap();
    assert!(
        !told.contains("Förnamn1") && !told.contains("Efternamn1"),
        "{told}"
    );
    let preview = format!("{TEMPLATES}/received_admitted/sv/preview");
    let asked = json!({ "person": person });
    let (status, code, refused) = problem(service.admin.post(&preview, &asked).await);
    assert_eq!((status, &*code), (409, "person-not-shown"));
    assert!(!refused.to_string().contains("Förnamn1"));
    let shown = ok(service.officer.post(&preview, &asked).await);
    assert!(
        !shown.to_string().contains("Förnamn1"),
        "as in the letter: {shown}"
    );
}

async fn two_who_write_at_once_do_not_overwrite(engine: Engine) {
    let service = world(engine).await;
    let one = put(
        &service.admin,
        "struck/sv",
        Some("\"0\""),
        ("a", "{standardtext}"),
    );
    let two = put(
        &service.officer,
        "struck/sv",
        Some("\"0\""),
        ("b", "{standardtext}"),
    );
    let (one, two) = tokio::join!(one, two);
    let mut statuses = [one.unwrap().status.as_u16(), two.unwrap().status.as_u16()];
    statuses.sort_unstable();
    assert_eq!(statuses, [200, 412]);
    assert_eq!(
        sql::number(&service.app.database, "SELECT COUNT(*) FROM mail_template").await,
        1
    );
}

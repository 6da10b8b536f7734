//! The receipt behind the link in the letter: what it shows, to whom, for how long, and that it can
//! be read only.

use crate::answer_pages::{check_page, get};
use harness::{Engine, NOW, TestService, ok, on_both_engines, problem, sql};
use hyper::{Method, StatusCode};
use serde_json::json;

on_both_engines!(
    the_letter_leads_to_the_receipt,
    the_receipt_follows_the_application,
    a_receipt_of_a_protected_person_shows_the_alias,
    a_receipt_answers_nothing,
    a_receipt_is_shown_until_a_year_after_the_course,
    after_a_selection_it_says_how_to_check_it,
);

/// The address, without host, of the receipt in the letters to participant `n`.
async fn link(service: &TestService, n: usize) -> String {
    service.tick().await;
    let address = format!("person{n}@example.org");
    let mail = service.mail();
    let mut letters = mail.iter().filter(|kept| kept.to_address == address);
    let token = letters.find_map(|kept| {
        let rest = kept.body.split("/kvitto/").nth(1)?;
        Some(rest.split_whitespace().next()?.to_owned())
    });
    format!("/kvitto/{}", token.expect("a letter with a receipt"))
}

async fn the_letter_leads_to_the_receipt(engine: Engine) {
    let policy = json!({
        "answer": { "working_hours": 9 },
        "eligibility": [{ "rule": "employment", "due": "2027-01-10" }],
    });
    let service = TestService::with_channel(engine, NOW, 1, policy).await;
    service.all_applied(2).await;
    let rows = "SELECT COUNT(*) FROM audit";
    let (path, before) = (
        link(&service, 1).await,
        sql::number(&service.app.database, rows).await,
    );
    let page = get(&service, &path, "sv").await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.text());
    check_page(&page, "sv");
    for part in [
        "<h1>Kvitto på din anmälan</h1>",
        "<strong>antagen</strong>",
        "Förnamn1 Efternamn1",
        "Samverkan för att främja skolnärvaro (SA123A-V9001V27)",
        "måndag 23 november 2026 kl. 10:00",
        "före tisdag 24 november 2026 kl. 10:00",
        "<h2>Behörighet</h2>",
        "<h2>Beslut</h2>",
        "name=\"robots\" content=\"noindex\"",
    ] {
        assert!(page.text().contains(part), "{part}: {}", page.text());
    }
    let token = path.rsplit('/').next().unwrap();
    assert!(!page.text().contains(token) && !page.text().contains("<form"));
    let english = get(&service, &format!("{path}?sprak=en"), "sv").await;
    check_page(&english, "en");
    assert!(english.text().contains("<strong>admitted</strong>"));
    let waits = get(&service, &link(&service, 2).await, "sv").await;
    assert!(waits.text().contains("<strong>reserv</strong>"));
    assert!(waits.text().contains("<dt>Reservnummer</dt><dd>1</dd>"));
    let seen = service.anyone.send(Method::HEAD, &path, &[], "").await;
    assert_eq!(seen.unwrap().status, StatusCode::OK);
    let posted = service
        .anyone
        .send(Method::POST, &path, &[], "answer=yes")
        .await;
    assert_eq!(posted.unwrap().status, StatusCode::METHOD_NOT_ALLOWED);
    assert_eq!(
        sql::number(&service.app.database, rows).await,
        before,
        "looking changes nothing"
    );
}

async fn the_receipt_follows_the_application(engine: Engine) {
    let policy = json!({ "answer": { "working_hours": 9 } });
    let service = TestService::with_channel(engine, NOW, 1, policy).await;
    let people = service.all_applied(1).await;
    let path = link(&service, 1).await;
    service.clock_to("2026-11-24T09:00:00Z");
    service.tick().await;
    assert_eq!(service.state(&people[0]).await, "struck");
    for (language, parts) in [
        ("sv", ["<strong>struken</strong>", "Inget svar kom i tid."]),
        ("en", ["<strong>struck</strong>", "No answer came in time."]),
    ] {
        let page = get(&service, &path, language).await;
        check_page(&page, language);
        for part in parts {
            assert!(page.text().contains(part), "{part}: {}", page.text());
        }
        assert!(
            !page.text().contains("före tisdag"),
            "nothing to answer now"
        );
    }
}

async fn a_receipt_of_a_protected_person_shows_the_alias(engine: Engine) {
    let policy = json!({ "eligibility": [{ "rule": "employment", "due": "2027-01-10" }] });
    let service = TestService::with_channel(engine, NOW, 1, policy).await;
    service.all_applied(1).await;
    let path = link(&service, 1).await;
    let open = get(&service, &path, "sv").await;
    assert!(open.text().contains("Efternamn1") && open.text().contains("<h2>Behörighet</h2>"));
    for marking in ["confidential", "protected_registration"] {
        service
            .run_sql(&format!("UPDATE person SET security_marking = '{marking}'"))
            .await;
        for language in ["sv", "en"] {
            let page = get(&service, &path, language).await;
            check_page(&page, language);
            assert!(!page.text().contains("amn1"), "{}", page.text());
            assert!(!page.text().contains("<h2>Behörighet</h2>"));
            assert!(!page.text().contains("<h2>Eligibility</h2>"));
        }
    }
}

async fn a_receipt_answers_nothing(engine: Engine) {
    let policy = json!({ "answer": { "working_hours": 9 } });
    let service = TestService::with_channel(engine, NOW, 1, policy).await;
    let people = service.all_applied(1).await;
    let path = link(&service, 1).await;
    let receipt = path.rsplit('/').next().unwrap();
    let refused = problem(service.answers(receipt, true).await);
    assert_eq!((refused.0, &*refused.1), (404, "unknown-link"));
    let page = service.sends_form(receipt, "answer=yes").await;
    assert_eq!(page.status, StatusCode::NOT_FOUND);
    assert_eq!(service.state(&people[0]).await, "admitted");
    // And what answers is no receipt; nor is what nobody has made.
    let answer = service.token_of(1).await;
    for nobodys in [
        &*answer,
        "x",
        &"a".repeat(43),
        &"a".repeat(76),
        "%C3%A5",
        "%3Cb%3E",
    ] {
        let page = get(&service, &format!("/kvitto/{nobodys}"), "sv").await;
        assert_eq!(page.status, StatusCode::NOT_FOUND, "{nobodys}");
        check_page(&page, "sv");
        assert!(!page.text().contains("Efternamn1"));
    }
    // No link is kept in clear where the letter is: it is sealed.
    let query = "SELECT COUNT(*) FROM outbox WHERE letter LIKE '%kvitto%'";
    assert_eq!(sql::number(&service.app.database, query).await, 0);
}

async fn a_receipt_is_shown_until_a_year_after_the_course(engine: Engine) {
    let service = TestService::with_channel(engine, NOW, 1, json!({})).await;
    service.all_applied(1).await;
    let path = link(&service, 1).await;
    // The course ends on 6 June 2027.
    service.clock_to("2028-06-05T00:00:00Z");
    service.advance(-1);
    assert_eq!(get(&service, &path, "sv").await.status, StatusCode::OK);
    service.advance(1);
    let late = get(&service, &path, "sv").await;
    assert_eq!(late.status, StatusCode::GONE);
    check_page(&late, "sv");
    assert!(
        late.text().contains("gäller inte längre"),
        "{}",
        late.text()
    );
    assert!(!late.text().contains("Efternamn1"));
}

async fn after_a_selection_it_says_how_to_check_it(engine: Engine) {
    let service = TestService::with_channel(engine, "2026-11-23T08:00:00Z", 0, json!({})).await;
    let new = json!({
        "code": "LOTT", "kind": "open", "title_sv": "Lott & tur", "title_en": "Lottery",
        "seats": 1, "opens_at": "2026-11-01T07:00:00Z", "closes_at": NOW,
        "policy": { "selection": { "method": "lottery" } },
    });
    let path = "/api/v1/offerings/SA123A-V9001V27/channels";
    ok(service.admin.post(path, &new).await);
    for n in [1, 2] {
        service.applied_in("LOTT", n).await;
    }
    let path = link(&service, 1).await;
    let before = get(&service, &path, "sv").await;
    assert!(before.text().contains("<strong>anmäld</strong>"));
    assert!(before.text().contains("Lott &#38; tur") && !before.text().contains("Så kontrollerar"));
    service.clock_to(NOW);
    service.publishes("LOTT").await;
    let after = get(&service, &path, "sv").await;
    check_page(&after, "sv");
    for part in [
        "Så kontrollerar du urvalet",
        "Din beteckning",
        "Din lott",
        "<h2>Skäl</h2>",
    ] {
        assert!(after.text().contains(part), "{part}: {}", after.text());
    }
}

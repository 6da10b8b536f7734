//! When and how one can meet, changed after one has applied, and one's own calendar: read, and forgotten.

use super::{leads_to, says, signed_in};
use harness::{
    Engine, NOW, TestService, browsing::csrf, ok, on_both_engines, problem, round::OFFERING,
};
use hyper::{Method, StatusCode};
use serde_json::{Value, json};

on_both_engines!(
    times_are_changed_after_one_has_applied,
    ones_own_calendar_is_forgotten_when_one_says_so,
);

/// The page of an application's times.
fn path(application: &str) -> String {
    format!("/min-sida/anmalan/{application}/tider")
}

async fn noted(service: &TestService) -> Value {
    let path = format!("/api/v1/offerings/{OFFERING}/availability");
    service.admin.read(&path).await.expect("availability")
}

async fn times_are_changed_after_one_has_applied(engine: Engine) {
    let service = TestService::with_channel(engine, NOW, 1, json!({})).await;
    let people = service.all_applied(2).await;
    let here = path(&people[0]);
    let (client, id) = service.participant(1, "larare").await;
    let before = json!({ "cannot": ["mon08"], "modality_strict": false, "languages": ["sv"] });
    let api = format!("/api/v1/offerings/{OFFERING}/availability/{id}");
    ok(client.send_json(Method::PUT, &api, &[], &before).await);
    let mut hers = signed_in(&service, 1).await;
    assert!(hers.get("/min-sida").await.text().contains(&here));
    let page = hers.get(&here).await;
    says(
        &page,
        &["name=\"t0\" value=\"kan-inte\"", "Måndag 8–10: Kan inte"],
    );
    let html = page.text();
    assert_eq!(html.matches("value=\"kan-inte\" aria-label").count(), 25);
    let ticked = html.split("value=\"kan-inte\"").skip(1);
    let ticked = ticked.filter(|rest| rest.split('>').next().unwrap().ends_with(" checked"));
    assert_eq!(ticked.count(), 1);
    // One way only, without saying which: told at its field, and nothing that was filled in is lost.
    let fields = [
        ("t24", "helst-inte"),
        ("bara", "ja"),
        ("sprakkunskap", "en"),
    ];
    let wrong = hers.submit(&page, &here, &fields).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    for kept in [
        "id=\"modality-wrong\"",
        "<title>Fel:",
        "value=\"helst-inte\" aria-label",
        "id=\"english\" value=\"en\" checked",
    ] {
        assert!(wrong.text().contains(kept), "{kept}");
    }
    assert_eq!(noted(&service).await[0]["languages"], json!(["sv"]));
    let fields = [
        ("t0", "kan"),
        ("t24", "helst-inte"),
        ("satt", "distans"),
        ("bara", "ja"),
        ("sprakkunskap", "en"),
    ];
    leads_to(
        &hers.submit(&page, &here, &fields).await,
        "/min-sida?klart=tider",
    );
    says(
        &hers.get("/min-sida?klart=tider").await,
        &["Det är sparat när och hur du kan träffas."],
    );
    let now = noted(&service).await;
    assert_eq!(
        (&now[0]["cannot"], &now[0]["avoid"], &now[0]["languages"]),
        (&json!([]), &json!(["fri17"]), &json!(["en"])),
        "{now}"
    );
    assert_eq!(now[0]["modality_strict"], true, "{now}");
    let own = ok(client
        .get(&format!("/api/v1/me/offerings/{OFFERING}/availability"))
        .await);
    assert_eq!(
        (&own["avoid"], &own["modality_strict"], &own["languages"]),
        (&json!(["fri17"]), &json!(true), &json!(["en"])),
        "{own}"
    );
    let me = ok(client.get("/api/v1/me").await);
    assert_eq!(me["modality"], "distance", "{me}");
    // Thought better of: either does, and any language.
    let page = hers.get(&here).await;
    says(&page, &["id=\"strict\" value=\"ja\" checked"]);
    // Nothing is ticked any more.
    let body = format!("csrf={}&t24=helst-inte&satt=", csrf(&page));
    leads_to(
        &hers.send(Method::POST, &here, &body).await,
        "/min-sida?klart=tider",
    );
    let now = noted(&service).await;
    assert_eq!(
        (&now[0]["modality_strict"], &now[0]["languages"]),
        (&json!(false), &json!([])),
        "{now}"
    );
    let me = ok(client.get("/api/v1/me").await);
    assert_eq!(me.get("modality"), None, "{me}");
    // Another's are nobody's; nor are those of a place that has been left.
    assert_eq!(
        hers.get(&path(&people[1])).await.status,
        StatusCode::NOT_FOUND
    );
    let body = format!("csrf={}&t0=kan-inte", csrf(&page));
    let sent = hers.send(Method::POST, &path(&people[1]), &body).await;
    assert_eq!(sent.status, StatusCode::NOT_FOUND);
    assert_eq!(noted(&service).await.as_array().unwrap().len(), 1);
    service.leaves(&people[0]).await;
    assert_eq!(hers.get(&here).await.status, StatusCode::NOT_FOUND);
}

async fn ones_own_calendar_is_forgotten_when_one_says_so(engine: Engine) {
    let service = TestService::with_channel(engine, NOW, 1, json!({})).await;
    let people = service.all_applied(1).await;
    let here = path(&people[0]);
    let post = format!("{here}/kalender");
    let (client, _) = service.participant(1, "larare").await;
    let mut hers = signed_in(&service, 1).await;
    let page = hers.get(&here).await;
    assert!(!page.text().contains("name=\"sluta\""), "nothing to forget");
    // What is no calendar's address is told at the field.
    let wrong = hers.submit(&page, &post, &[("kalender", "x")]).await;
    assert_eq!(
        wrong.status,
        StatusCode::UNPROCESSABLE_ENTITY,
        "{}",
        wrong.text()
    );
    let html = wrong.text();
    assert!(
        html.contains("id=\"calendar-wrong\"") && html.contains("<title>Fel:"),
        "{html}"
    );
    let calendar = "BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:1\nDTSTART:20270204T120000Z\n\
                    DTEND:20270204T140000Z\nSUMMARY:Tandläkaren\nEND:VEVENT\nEND:VCALENDAR\n";
    let kind = [("content-type", "application/octet-stream")];
    ok(client
        .send(Method::PUT, "/api/v1/me/calendar", &kind, calendar)
        .await);
    let page = hers.get(&here).await;
    says(
        &page,
        &["Din kalender lästes senast", "Sluta läsa min kalender"],
    );
    let sent = hers.submit(&page, &post, &[]).await;
    leads_to(&sent, &format!("{here}?klart=glomd"));
    says(
        &hers.get(&format!("{here}?klart=glomd")).await,
        &["glömt den"],
    );
    assert_eq!(problem(client.get("/api/v1/me/calendar").await).0, 404);
    // Pressed in another window too, it is no error.
    let again = hers.submit(&page, &post, &[]).await;
    leads_to(&again, &format!("{here}?klart=glomd"));
    let trail = ok(service
        .officer
        .get("/api/v1/audit?action=calendar.forgotten")
        .await);
    let facts = trail["items"].as_array().unwrap();
    assert_eq!(facts.len(), 1, "{trail}");
}

//! Practical needs: said by oneself, counted for those who arrange, never named.

use super::plans::twenty;
use harness::{Engine, browsing::Browsing, ok, on_both_engines, problem, round::OFFERING, text};
use hyper::Method;
use serde_json::json;

on_both_engines!(
    needs_are_counted_and_never_named,
    needs_are_changed_on_my_page,
);

async fn needs_are_counted_and_never_named(engine: Engine) {
    let service = twenty(engine).await;
    let people = service.all("/api/v1/people").await;
    let path = format!("/api/v1/offerings/{OFFERING}/needs");
    let mut first = None;
    for (n, person) in people.iter().take(3).enumerate() {
        let (client, id) = service.sign_in(&text(person, "email")).await;
        let needs = if n == 0 {
            json!({ "needs": ["step_free", "hearing_loop", "step_free"] })
        } else {
            json!({ "needs": ["hearing_loop"] })
        };
        let said = client.send_json(Method::PUT, "/api/v1/me/needs", &[], &needs);
        assert_eq!(said.await.unwrap().status, 204);
        assert_eq!(problem(client.get(&path).await).0, 403);
        first.get_or_insert((client, id));
    }
    let (first, id) = first.unwrap();
    let own = ok(first.get("/api/v1/me/needs").await);
    assert_eq!(own, json!({ "needs": ["step_free", "hearing_loop"] }));
    // Somebody without a place is not counted.
    let (stranger, _) = service.participant(1, "larare").await;
    let rest = json!({ "needs": ["place_to_rest"] });
    let said = stranger.send_json(Method::PUT, "/api/v1/me/needs", &[], &rest);
    assert_eq!(said.await.unwrap().status, 204);
    let free = json!({ "needs": ["diabetes"] });
    let said = stranger.send_json(Method::PUT, "/api/v1/me/needs", &[], &free);
    assert!(said.await.unwrap().status.is_client_error());
    let plan = super::plans::propose(&service, json!({})).await;
    service.commit(&plan).await;
    let seen = ok(service.admin.get(&path).await);
    let counts = json!([
        { "need": "step_free", "people": 1 }, { "need": "hearing_loop", "people": 3 },
    ]);
    assert_eq!(seen["needs"], counts);
    assert!(!seen.to_string().contains(&id), "{seen}");
    let code = &super::plans::places(&plan)[&id];
    let cohorts = seen["cohorts"].as_array().unwrap();
    let hers = cohorts.iter().filter(|cohort| {
        let needs = cohort["needs"].as_array().unwrap();
        needs.iter().any(|need| need["need"] == "step_free")
    });
    let hers: Vec<_> = hers.map(|cohort| text(cohort, "cohort")).collect();
    assert_eq!(hers, std::slice::from_ref(code));
    // Sealed at rest; the trail says that, not what.
    let stored = service.stored().await;
    assert!(stored.contains("practical_needs.stated") && !stored.contains("hearing_loop"));
    // Taken back, it is gone.
    let none = json!({ "needs": [] });
    let said = first.send_json(Method::PUT, "/api/v1/me/needs", &[], &none);
    assert_eq!(said.await.unwrap().status, 204);
    let seen = ok(service.admin.get(&path).await);
    assert_eq!(
        seen["needs"],
        json!([{ "need": "hearing_loop", "people": 2 }])
    );
}

async fn needs_are_changed_on_my_page(engine: Engine) {
    let service = twenty(engine).await;
    let people = service.all("/api/v1/people").await;
    let mut hers = Browsing::new(&service.anyone);
    hers.sign_in(&service, &text(&people[0], "email")).await;
    let path = "/min-sida/uppgifter/behov";
    assert!(hers.get("/min-sida/uppgifter").await.text().contains(path));
    let page = hers.get(path).await;
    assert!(page.text().contains("Vi frågar inte varför"));
    let sent = hers.submit(&page, path, &[("behov", "large_print")]).await;
    assert_eq!(sent.header("location"), "/min-sida/uppgifter?klart=sparat");
    let page = hers.get(path).await.text();
    assert!(page.contains("value=\"large_print\" checked"), "{page}");
    assert_eq!(page.matches(" checked").count(), 1);
    let file = hers.get("/min-sida/uppgifter/hamta").await.text();
    assert!(file.contains("\"large_print\""), "{file}");
}

//! In Chromium: how employers' pages look, and answering in every way a journey is walked.

use super::{DESK, nominated, nominated_so_many, signed_in, step};
use crate::approvals::{DEPUTY, HEAD};
use harness::{
    Engine,
    browser::{Browser, Tab, View},
    on_both_engines, on_sqlite,
};

on_both_engines!(heads_approve, a_deputy_refuses_and_says_why);

on_sqlite!(pages_for_employers_work_in_every_way);

async fn pages_for_employers_work_in_every_way(engine: Engine) {
    let (service, people, contract) = nominated(engine).await;
    let deputy = signed_in(&service, DEPUTY).await;
    let pages = [
        ("employer", DESK),
        ("employer-contract", &contract),
        ("employer-approve", &step(&people[0], "godkann")),
        ("employer-refuse", &step(&people[0], "avsla")),
    ];
    let browser = Browser::start().await;
    browser.look_at_as(&service, &deputy, &pages).await;
}

/// Each view has somebody of its own to answer for.
async fn answered_in(
    engine: Engine,
    who: &str,
    answer: impl AsyncFn(&Tab<'_>, &str),
) -> Vec<String> {
    let views = View::journeys(engine);
    let (service, people, _) = nominated_so_many(engine, views.len()).await;
    let who = signed_in(&service, who).await;
    let browser = Browser::start().await;
    let mut states = Vec::new();
    for (n, &view) in views.iter().enumerate() {
        let tab = browser.open_as(view, &service, &who).await;
        tab.go(&service, DESK).await;
        answer(&tab, &format!("Förnamn{} Namnet{}", n + 1, n + 1)).await;
        states.push(service.state(&people[n]).await);
        tab.close().await;
    }
    states
}

async fn a_deputy_refuses_and_says_why(engine: Engine) {
    let states = answered_in(engine, DEPUTY, async |tab, name| {
        tab.follow(&format!("Avslå {name}")).await;
        tab.press("Avslå").await;
        tab.check("employer-refuse-fault").await;
        tab.fill("Varför?", "Vi har inga vikarier").await;
        tab.press("Avslå").await;
        assert_eq!(tab.text("[role=status]").await, "Nomineringen är avslagen.");
    });
    assert!(states.await.iter().all(|state| state == "refused"));
}

async fn heads_approve(engine: Engine) {
    let states = answered_in(engine, HEAD, async |tab, name| {
        tab.follow(&format!("Godkänn {name}")).await;
        // Nothing is decided by looking.
        assert_eq!(tab.count("[role=status]").await, 0);
        tab.press("Godkänn").await;
        assert_eq!(tab.text("[role=status]").await, "Nomineringen är godkänd.");
    });
    assert!(states.await.iter().all(|state| state == "admitted"));
}

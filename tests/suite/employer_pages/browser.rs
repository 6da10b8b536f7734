//! In Chromium: how employers' pages look, and answering by keyboard alone, with and without a script.

use super::{DESK, nominated, signed_in, step};
use crate::approvals::{DEPUTY, HEAD};
use harness::{
    Engine,
    browser::{Browser, View},
    on_sqlite,
};

on_sqlite!(
    pages_for_employers_work_in_every_way,
    heads_approve_in_the_browser,
);

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
    for (view, n) in [(View::PHONE, 0), (View::DESKTOP.without_script(), 1)] {
        let tab = browser.open_as(view, &service, &deputy).await;
        tab.go(&service, DESK).await;
        tab.reach(&format!("Avslå Förnamn{} Namnet{}", n + 1, n + 1))
            .await;
        tab.keys(&["Enter"]).await;
        tab.press("Avslå").await;
        tab.check("employer-refuse-fault").await;
        tab.fill("Varför?", "Vi har inga vikarier").await;
        tab.press("Avslå").await;
        assert_eq!(tab.text("[role=status]").await, "Nomineringen är avslagen.");
        tab.close().await;
        assert_eq!(service.state(&people[n]).await, "refused");
    }
}

async fn heads_approve_in_the_browser(engine: Engine) {
    let (service, people, _) = nominated(engine).await;
    let head = signed_in(&service, HEAD).await;
    let browser = Browser::start().await;
    for (view, n) in [(View::PHONE, 0), (View::DESKTOP.without_script(), 1)] {
        let tab = browser.open_as(view, &service, &head).await;
        tab.go(&service, DESK).await;
        tab.reach(&format!("Godkänn Förnamn{} Namnet{}", n + 1, n + 1))
            .await;
        tab.keys(&["Enter"]).await;
        // Nothing has been decided by looking.
        assert_eq!(service.state(&people[n]).await, "awaiting_approval");
        tab.reach("Godkänn").await;
        tab.keys(&["Enter"]).await;
        assert_eq!(tab.text("[role=status]").await, "Nomineringen är godkänd.");
        tab.close().await;
        assert_eq!(service.state(&people[n]).await, "admitted");
    }
}

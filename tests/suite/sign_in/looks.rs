//! Every state of signing in, looked at in every way.

use super::{ANNA, browsing, issuer::World};
use harness::{
    Engine, TestService,
    browser::{Browser, Tab, View},
    on_sqlite,
};

on_sqlite!(
    every_state_of_signing_in_works_in_every_way,
    ways_in_over_issuers_and_with_passkeys_work_in_every_way,
);

/// Asks for a code on the page.
async fn ask(service: &TestService, tab: &Tab<'_>, address: &str) -> String {
    tab.go(service, "/logga-in").await;
    tab.fill("E-postadress", address).await;
    tab.press("Skicka koden").await;
    service.tick().await;
    service.last_code(address)
}

async fn enter(tab: &Tab<'_>, code: &str) {
    tab.fill("Kod", code).await;
    tab.press("Logga in").await;
}

async fn every_state_of_signing_in_works_in_every_way(engine: Engine) {
    let browser = Browser::start().await;
    for (n, view) in View::ALL.into_iter().enumerate() {
        let service = TestService::start(engine).await;
        let address = format!("person{n}@example.org");
        let tab = browser.open(view).await;
        tab.go(&service, "/logga-in").await;
        tab.check("sign-in").await;
        let code = ask(&service, &tab, &address).await;
        tab.check("sign-in-code").await;
        enter(&tab, "00000000").await;
        assert!(
            tab.text("[role=alert]")
                .await
                .starts_with("Koden stämmer inte")
        );
        tab.check("sign-in-code-wrong").await;
        service.advance(11 * 60);
        enter(&tab, &code).await;
        assert!(
            tab.text("[role=alert]")
                .await
                .starts_with("Koden stämmer inte")
        );
        tab.check("sign-in-code-expired").await;
        let code = ask(&service, &tab, &address).await;
        enter(&tab, &code).await;
        tab.go(&service, "/mina-inloggningar").await;
        tab.check("my-sign-ins-one").await;
        tab.press("Logga ut här").await;
        tab.check("signed-out").await;
        tab.go(&service, "/logga-in/lank/ingen").await;
        tab.check("sign-in-link-nobodys").await;
        tab.close().await;
    }
    // In English.
    let service = TestService::start(engine).await;
    let tab = browser.open(View::PHONE.in_english()).await;
    tab.go(&service, "/logga-in").await;
    tab.check("sign-in").await;
    tab.fill("E-mail address", ANNA).await;
    tab.press("Send the code").await;
    tab.check("sign-in-code").await;
}

async fn ways_in_over_issuers_and_with_passkeys_work_in_every_way(engine: Engine) {
    let browser = Browser::start().await;
    let world = World::start(engine, "").await;
    let base = world.instance.anyone.base();
    let mut hers = browsing(&world.service);
    hers.sign_in(&world.service, ANNA).await;
    for view in View::ALL.into_iter().chain([View::PHONE.in_english()]) {
        let tab = browser.open(view).await;
        for (name, path) in [
            ("sign-in-issuers", "/logga-in"),
            ("sign-in-stronger", "/logga-in?stark=ja"),
        ] {
            tab.go_to(&format!("{base}{path}")).await;
            assert!(tab.count("form[action='/logga-in/via/larosatet']").await > 0);
            tab.check(name).await;
        }
        tab.close().await;
        // One's own, signed in: passkeys are for staff, and that is said.
        let tab = browser.open_as(view, &world.service, &hers).await;
        tab.go(&world.service, "/nycklar").await;
        tab.check("passkeys-not-staff").await;
        tab.close().await;
    }
}

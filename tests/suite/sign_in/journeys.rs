//! Every way to sign in, by hand in Chromium: the mailed code, the mailed link, and an issuer.

use super::{issuer::World, link_to};
use harness::{
    Engine, TestService,
    browser::{Browser, Tab, View},
    on_both_engines,
};

/// In Chromium.
mod browser {
    use super::*;
    on_both_engines!(
        somebody_signs_in_by_code_and_out_again,
        somebody_signs_in_by_the_link_in_the_letter,
        somebody_signs_in_over_an_issuer,
    );
}

/// Fills in the address that is asked for; gives the mailed code.
async fn asks(service: &TestService, tab: &Tab<'_>, address: &str) -> String {
    tab.fill("E-postadress", address).await;
    tab.press("Skicka koden").await;
    service.tick().await;
    service.last_code(address)
}

async fn is_in(tab: &Tab<'_>) {
    tab.heading("Min sida").await;
}

/// Out, as the page of one's own sign-ins offers it.
async fn leaves(tab: &Tab<'_>) {
    tab.follow("Dina inloggningar").await;
    tab.press("Logga ut här").await;
    tab.follow("Logga in").await;
    tab.heading("Logga in").await;
}

async fn somebody_signs_in_by_code_and_out_again(engine: Engine) {
    let browser = Browser::start().await;
    for &view in View::journeys(engine) {
        let service = TestService::start(engine).await;
        let tab = browser.open(view).await;
        tab.go(&service, "/").await;
        tab.follow("Logga in").await;
        let code = asks(&service, &tab, "bo@example.org").await;
        tab.fill("Kod", &code).await;
        tab.press("Logga in").await;
        is_in(&tab).await;
        leaves(&tab).await;
        tab.close().await;
    }
}

async fn somebody_signs_in_by_the_link_in_the_letter(engine: Engine) {
    let browser = Browser::start().await;
    for &view in View::journeys(engine) {
        let service = TestService::start(engine).await;
        let tab = browser.open(view).await;
        // On the way to something: there the link leads, too.
        tab.go(&service, "/min-sida/uppgifter").await;
        drop(asks(&service, &tab, "bo@example.org").await);
        tab.go(&service, &link_to(&service, "bo@example.org")).await;
        // Nothing has happened yet: a program that looks at links must not use it up.
        assert_eq!(tab.text("h1").await, "Logga in");
        tab.press("Logga in").await;
        tab.heading("Dina uppgifter").await;
        tab.close().await;
    }
}

async fn somebody_signs_in_over_an_issuer(engine: Engine) {
    let world = World::start(engine, "").await;
    let base = world.instance.anyone.base();
    let browser = Browser::start().await;
    for (n, &view) in View::journeys(engine).iter().enumerate() {
        let (account, address) = (format!("bo{n}"), format!("bo{n}@example.org"));
        let tab = browser.open(view).await;
        tab.go_to(&format!("{base}/logga-in")).await;
        tab.press("Logga in med Lärosätet").await;
        tab.heading("Lärosätets inloggning").await;
        tab.fill("Ditt konto", &account).await;
        tab.press("Det är jag").await;
        // The first time it is asked who that is here; what the issuer has proved is filled in.
        tab.heading("Vem är du här?").await;
        tab.check("sign-in-issuer-who").await;
        tab.press("Skicka koden").await;
        world.service.tick().await;
        let code = world.service.last_code(&address);
        tab.fill("Kod", &code).await;
        tab.press("Logga in").await;
        is_in(&tab).await;
        leaves(&tab).await;
        // From then on the issuer is enough.
        tab.press("Logga in med Lärosätet").await;
        is_in(&tab).await;
        tab.close().await;
    }
}

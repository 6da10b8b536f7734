//! My page in a real browser: every page in every way it has to work, and what people do there.

use super::signed_in;
use harness::{
    Engine, NOW, TestService,
    browser::{Browser, View},
    browsing::Browsing,
    on_both_engines, on_sqlite, round, text,
};
use serde_json::json;

on_both_engines!(
    a_call_is_answered_and_a_place_left,
    a_calendar_is_subscribed_to,
    an_address_is_changed_by_a_code,
    another_cohort_is_asked_for,
    data_are_asked_to_be_erased,
);

on_sqlite!(
    my_pages_work_in_every_way,
    what_is_printed_has_no_menus_and_is_not_cut,
);

async fn my_pages_work_in_every_way(engine: Engine) {
    let browser = Browser::start().await;
    let (service, _) = round::full(engine).await;
    let plan = service.propose(1).await;
    service.commit(&plan).await;
    let sessions = service.sessions().await;
    let change = json!({ "online_url": "https://zoom.example/j/1", "starts": "2027-02-04T14:15" });
    service.reschedule(&sessions[1], &change).await;
    service.cancel(&sessions[2], "sjukdom").await;
    let mut hers = Browsing::new(&service.anyone);
    // Admitted with a condition.
    hers.sign_in(&service, "rebecka.qvarnstrom@student.example")
        .await;
    let person = text(&service.person("Rebecka Qvarnström").await, "id");
    let page = hers.get("/min-sida/kalender").await;
    hers.submit(&page, "/min-sida/kalender", &[]).await;
    let application = service.application(&person).await;
    let application = text(&application, "id");
    let company = format!("/min-sida/anmalan/{application}/sallskap");
    let here = super::address::HERE;
    let page = hers.get(here).await;
    let asked = hers
        .submit(&page, here, &[("adress", "ny@example.org")])
        .await;
    let code = asked.header("location").to_owned();
    let pages = [
        ("my-company", &*company),
        ("my-needs", "/min-sida/uppgifter/behov"),
        ("my-page", "/min-sida"),
        ("my-schedule", "/min-sida/schema"),
        ("my-feeds", "/min-sida/kalender"),
        ("my-messages", "/min-sida/meddelanden"),
        ("my-data", "/min-sida/uppgifter"),
        ("my-address", "/min-sida/uppgifter/adress"),
        ("my-address-code", &code),
        ("my-erasure", "/min-sida/uppgifter/radera"),
        ("my-sign-ins", "/mina-inloggningar"),
    ];
    browser.look_at_as(&service, &hers, &pages).await;
    let mut nobody = Browsing::new(&service.anyone);
    nobody.sign_in(&service, "anna@example.org").await;
    let pages = [
        ("my-page-empty", "/min-sida"),
        ("my-schedule-empty", "/min-sida/schema"),
        ("my-feeds-empty", "/min-sida/kalender"),
    ];
    browser.look_at_as(&service, &nobody, &pages).await;
}

async fn what_is_printed_has_no_menus_and_is_not_cut(engine: Engine) {
    let browser = Browser::start().await;
    let (service, _) = round::full(engine).await;
    let plan = service.propose(1).await;
    service.commit(&plan).await;
    let mut hers = Browsing::new(&service.anyone);
    hers.sign_in(&service, "hanna.dahlgren@student.example")
        .await;
    let person = text(&service.person("Hanna Dahlgren").await, "id");
    let application = text(&service.application(&person).await, "id");
    let receipt = format!("/min-sida/anmalan/{application}/kvitto");
    let mut faults = Vec::new();
    for view in [View::DESKTOP, View::PHONE.without_script()] {
        let tab = browser.open_as(view, &service, &hers).await;
        for (name, path) in [
            ("my-page", "/min-sida"),
            ("my-schedule", "/min-sida/schema"),
            ("my-receipt", &*receipt),
        ] {
            assert_eq!(tab.go(&service, path).await, 200, "{path}");
            let found = tab.printed(name).await.into_iter();
            faults.extend(found.map(|fault| format!("{path}: {fault}")));
        }
        tab.close().await;
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

async fn a_call_is_answered_and_a_place_left(engine: Engine) {
    let browser = Browser::start().await;
    for &view in View::journeys(engine) {
        let service = TestService::with_channel(engine, NOW, 1, json!({})).await;
        let people = service.all_applied(2).await;
        service.leaves(&people[0]).await;
        service.call(1).await;
        let hers = signed_in(&service, 2).await;
        let tab = browser.open_as(view, &service, &hers).await;
        tab.go(&service, "/min-sida").await;
        tab.check("my-page-called").await;
        tab.follow("Ja, jag vill ha platsen SA123A-V9001V27").await;
        tab.check("my-answer").await;
        tab.press("Ja, jag vill ha platsen").await;
        assert!(
            tab.text("[role=status]")
                .await
                .starts_with("Platsen är din")
        );
        tab.check("my-page-accepted").await;
        tab.follow("Lämna återbud SA123A-V9001V27").await;
        tab.check("my-leave").await;
        tab.press("Lämna återbud").await;
        assert!(
            tab.text("[role=status]")
                .await
                .starts_with("Du har lämnat återbud")
        );
        tab.check("my-page-left").await;
        let state = service.state(&people[1]).await;
        assert_eq!(state, "withdrawn_before_registration");
    }
}

async fn a_calendar_is_subscribed_to(engine: Engine) {
    let browser = Browser::start().await;
    for &view in View::journeys(engine) {
        let service = TestService::with_channel(engine, NOW, 1, json!({})).await;
        service.all_applied(1).await;
        let hers = signed_in(&service, 1).await;
        let tab = browser.open_as(view, &service, &hers).await;
        tab.go(&service, "/min-sida").await;
        tab.follow("Kalendern i telefonen").await;
        tab.press("Skapa prenumeration").await;
        assert_eq!(tab.text("h1").await, "Din kalender är klar");
        assert_eq!(tab.count("a[href^='webcal://']").await, 1);
        assert_eq!(tab.count("svg.qr").await, 1);
        tab.check("my-feed-made").await;
        tab.follow("Kalendern i telefonen").await;
        assert_eq!(tab.text("h3").await, "Mitt schema");
        tab.go(&service, "/min-sida/uppgifter").await;
        tab.fill("Förnamn", &"A".repeat(300)).await;
        tab.press("Spara").await;
        tab.check("my-data-fault").await;
        tab.follow("Ändra Din arbetsplats").await;
        tab.check("my-workplace").await;
        tab.choose("Jag arbetar inte på en skola").await;
        tab.press("Spara").await;
        tab.follow("Se allt vi har om dig").await;
        tab.check("my-everything").await;
    }
}

async fn an_address_is_changed_by_a_code(engine: Engine) {
    let browser = Browser::start().await;
    for &view in View::journeys(engine) {
        let service = TestService::with_channel(engine, NOW, 1, json!({})).await;
        service.all_applied(1).await;
        let hers = signed_in(&service, 1).await;
        let tab = browser.open_as(view, &service, &hers).await;
        tab.go(&service, "/min-sida/uppgifter").await;
        tab.follow("Byt e-postadress").await;
        tab.fill("Ny e-postadress", "ny@exempel").await;
        tab.press("Skicka koden").await;
        tab.check("my-address-fault").await;
        tab.fill("Ny e-postadress", "ny@example.org").await;
        tab.press("Skicka koden").await;
        tab.check("my-address-code").await;
        // A wrong one, then the right one.
        service.tick().await;
        let right = service.last_code("ny@example.org");
        let wrong = if right == "000000" {
            "111111"
        } else {
            "000000"
        };
        for code in [wrong, &right] {
            tab.fill("Kod", code).await;
            tab.press("Byt adress").await;
            if code == wrong {
                tab.check("my-address-code-fault").await;
            }
        }
        assert!(tab.text("[role=status]").await.contains("är bytt"));
        tab.check("my-address-changed").await;
        tab.close().await;
    }
}

async fn another_cohort_is_asked_for(engine: Engine) {
    let browser = Browser::start().await;
    for &view in View::journeys(engine) {
        let service = super::transfer::divided(engine).await;
        let hers = super::transfer::browser(&service, "hanna.dahlgren@student.example").await;
        let tab = browser.open_as(view, &service, &hers).await;
        tab.go(&service, "/min-sida").await;
        tab.follow("Hela schemat och din grupp").await;
        let code = tab.text("#cohorts ~ h3").await;
        tab.check("my-cohort").await;
        tab.press(&format!("Visa mitt namn {code}")).await;
        assert!(tab.text("[role=status]").await.starts_with("Nu ser ni"));
        tab.check("my-cohort-named").await;
        tab.follow(&format!("Be om att byta grupp {code}")).await;
        tab.check("my-transfer").await;
        tab.fill("Varför vill du byta?", "Jag kan bara på tisdagar.")
            .await;
        tab.press("Skicka").await;
        assert!(
            tab.text("[role=status]")
                .await
                .starts_with("Vi har tagit emot")
        );
        tab.check("my-transfer-asked").await;
        tab.follow("Ta tillbaka").await;
        tab.check("my-transfer-back").await;
        tab.press("Ta tillbaka").await;
        assert!(
            tab.text("[role=status]")
                .await
                .starts_with("Du har tagit tillbaka")
        );
        tab.check("my-transfer-withdrawn").await;
        tab.follow("English").await;
        tab.check("my-transfer-english").await;
        tab.close().await;
    }
}

async fn data_are_asked_to_be_erased(engine: Engine) {
    let browser = Browser::start().await;
    for &view in View::journeys(engine) {
        let service = TestService::with_channel(engine, NOW, 1, json!({})).await;
        service.all_applied(1).await;
        let hers = signed_in(&service, 1).await;
        let tab = browser.open_as(view, &service, &hers).await;
        tab.go(&service, "/min-sida/uppgifter").await;
        tab.follow("Begär att uppgifter tas bort").await;
        tab.fill(
            "Vad vill du att vi tar bort?",
            "Att jag ville läsa på distans.",
        )
        .await;
        tab.press("Skicka").await;
        assert!(
            tab.text("[role=status]")
                .await
                .starts_with("Vi har tagit emot")
        );
        tab.check("my-erasure-asked").await;
        tab.follow("Ta tillbaka").await;
        tab.press("Ta tillbaka").await;
        tab.check("my-erasure-withdrawn").await;
        tab.close().await;
    }
}

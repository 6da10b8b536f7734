//! The same in Chromium: the journey in every way it is walked, and each page on the way.

use super::{ANNA, answered, path};
use harness::{
    Engine, TestService,
    browser::{Browser, Tab, View},
    on_both_engines,
    round::{self, OFFERING},
};
use serde_json::json;

on_both_engines!(somebody_applies, schools_are_found_while_typing,);

/// Signs in on the page that is shown.
async fn sign_in(service: &TestService, tab: &Tab<'_>, address: &str) {
    tab.fill("E-postadress", address).await;
    tab.press("Skicka koden").await;
    service.tick().await;
    tab.fill("Kod", &service.last_code(address)).await;
    tab.press("Logga in").await;
}

async fn somebody_applies(engine: Engine) {
    let (service, _) = round::empty(engine).await;
    let policy = json!({
        "code": "LOTT", "kind": "open", "title_sv": "Lottade platser", "title_en": "Drawn places",
        "seats": 5, "policy": { "selection": { "method": "lottery" },
            "eligibility": [{ "rule": "min_credits", "tenths": 300 }, { "rule": "employment" }] },
        "opens_at": (service.now() - jiff::ToSpan::hours(1)).to_string(),
        "closes_at": (service.now() + jiff::ToSpan::hours(48)).to_string(),
    });
    let channels = format!("/api/v1/offerings/{OFFERING}/channels");
    harness::ok(service.admin.post(&channels, &policy).await);
    let browser = Browser::start().await;
    for (n, &view) in View::journeys(engine).iter().enumerate() {
        let tab = browser.open(view).await;
        tab.go(&service, &format!("/kurser/{OFFERING}")).await;
        tab.follow("Anmäl dig").await;
        sign_in(&service, &tab, &format!("person{n}@example.org")).await;
        tab.check("enrol-way").await;
        tab.choose("Lottade platser").await;
        tab.press("Fortsätt").await;
        tab.check("enrol-person").await;
        tab.press("Fortsätt").await;
        tab.check("enrol-person-fault").await;
        tab.fill("Förnamn", "Anna").await;
        tab.fill("Efternamn", "Åberg").await;
        tab.select("Yrke", "Kurator").await;
        tab.press("Fortsätt").await;
        tab.check("enrol-workplace").await;
        tab.fill("Sök skola", "skola").await;
        tab.press("Sök").await;
        tab.press("Fortsätt").await;
        tab.check("enrol-workplace-fault").await;
        tab.choose("En annan arbetsplats").await;
        tab.fill("Arbetsgivare", "Region Örebro län").await;
        tab.press("Fortsätt").await;
        tab.check("enrol-studies").await;
        tab.fill("Avklarade högskolepoäng", "20").await;
        tab.press("Fortsätt").await;
        tab.choose("Måndag 8–10: Kan inte").await;
        tab.choose("Fredag 17–20: Helst inte").await;
        tab.check("enrol-times").await;
        tab.press("Fortsätt").await;
        tab.check("enrol-review-bare").await;
        tab.follow("Lägg till Hur kan du träffas?").await;
        tab.check("enrol-meeting").await;
        tab.choose("På distans").await;
        tab.press("Fortsätt").await;
        tab.follow("Lägg till Önskade gruppkamrater").await;
        tab.fill("E-postadress eller kod: gärna med, person 1", "bo")
            .await;
        tab.press("Fortsätt").await;
        tab.check("enrol-company-fault").await;
        tab.fill(
            "E-postadress eller kod: gärna med, person 1",
            "bo@example.org",
        )
        .await;
        tab.check("enrol-company").await;
        tab.press("Fortsätt").await;
        tab.follow("Lägg till Praktiska behov").await;
        tab.choose("Hörslinga").await;
        tab.check("enrol-needs").await;
        tab.press("Fortsätt").await;
        tab.check("enrol-review-not").await;
        tab.press("Skicka anmälan").await;
        tab.check("enrol-review-fault").await;
        tab.follow("Ändra Studier").await;
        tab.fill("Avklarade högskolepoäng", "180").await;
        tab.press("Fortsätt").await;
        tab.check("enrol-review").await;
        tab.press("Skicka anmälan").await;
        assert_eq!(tab.text("h1").await, "Kvitto på din anmälan");
        tab.check("enrol-receipt").await;
        tab.go(&service, &format!("/anmalan/{OFFERING}")).await;
        tab.check("enrol-applied").await;
        tab.follow("English").await;
        tab.check("enrol-applied-english").await;
        tab.close().await;
    }
}

async fn schools_are_found_while_typing(engine: Engine) {
    let (service, _) = round::empty(engine).await;
    let mut file = "school_unit_code;name;municipality_code;municipality\n".to_owned();
    for (n, name) in ["Östra skolan", "Östermalmsskolan", "Västra skolan"]
        .iter()
        .enumerate()
    {
        file += &format!("1234567{n};{name};1880;Örebro\n");
    }
    service.import("kind=workplaces", file).await;
    let hers = answered(&service, ANNA).await;
    let browser = Browser::start().await;
    for view in [View::PHONE, View::DESKTOP] {
        let tab = browser.open(view).await;
        for (name, value) in &hers.cookies {
            tab.cookie(&service, name, value).await;
        }
        tab.go(&service, &path("arbetsplats")).await;
        tab.reach("Sök skola").await;
        tab.keys(&["östra"]).await;
        tab.sees("Östra skolan, Örebro").await;
        assert_eq!(tab.count("#units input").await, 1);
        assert_eq!(tab.text("#found").await, "En träff.", "said, too");
        tab.check("enrol-workplace-typed").await;
        // What is chosen stays, whatever is typed; the focus has never left the field.
        tab.choose("Östra skolan, Örebro").await;
        tab.reach("Sök skola").await;
        tab.fill("Sök skola", "väst").await;
        tab.sees("Västra skolan, Örebro").await;
        assert_eq!(tab.count("#units input").await, 2);
        assert_eq!(tab.count("#units input:checked").await, 1);
        tab.press("Fortsätt").await;
        assert!(tab.text("h1").await != "Var arbetar du?");
        tab.go(&service, &path("granska")).await;
        assert!(tab.text(".answers").await.contains("Östra skolan"));
        tab.close().await;
    }
}

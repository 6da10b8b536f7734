//! Another e-mail address, by oneself: who reads mail at it, in the browser that asked, once and in time.

use super::{leads_to, says, signed_in};
use harness::{
    Engine, NOW, Reply, TestService, browsing::Browsing, on_both_engines, round, sql, text,
};
use hyper::StatusCode;
use serde_json::json;

on_both_engines!(
    an_address_is_changed_and_the_old_one_told,
    a_code_works_once_in_time_and_where_it_was_asked_for,
    nobody_learns_whose_an_address_is,
);

pub(super) const HERE: &str = "/min-sida/uppgifter/adress";
const OLD: &str = "person1@example.org";
const NEW: &str = "Ny.Adress@example.org";

/// Asks for a new address; gives the page to type the code on.
async fn ask(who: &mut Browsing, address: &str) -> String {
    let page = who.get(HERE).await;
    let sent = who.submit(&page, HERE, &[("adress", address)]).await;
    let place = sent.header("location").to_owned();
    assert!(place.starts_with(HERE), "{}", sent.text());
    place
}

async fn type_code(who: &mut Browsing, place: &str, code: &str) -> Reply {
    let page = who.get(place).await;
    who.submit(&page, place, &[("kod", code)]).await
}

#[track_caller]
fn refused(reply: &Reply) {
    assert_eq!(reply.status, StatusCode::UNPROCESSABLE_ENTITY);
    let html = reply.text();
    assert!(html.contains("Koden stämmer inte, eller så gäller den inte längre"));
}

async fn an_address_is_changed_and_the_old_one_told(engine: Engine) {
    let service = TestService::with_channel(engine, NOW, 1, json!({})).await;
    service.all_applied(1).await;
    let mut hers = signed_in(&service, 1).await;
    assert!(hers.get("/min-sida/uppgifter").await.text().contains(HERE));
    let page = hers.get(HERE).await;
    let wrong = hers.submit(&page, HERE, &[("adress", "ny")]).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    let place = ask(&mut hers, NEW).await;
    says(&hers.get(&place).await, &[NEW]);
    service.tick().await;
    let code = service.last_code(NEW);
    assert!(
        !service.stored().await.contains(&code),
        "only its hash is kept"
    );
    leads_to(
        &type_code(&mut hers, &place, &code).await,
        "/min-sida/uppgifter?klart=adress",
    );
    says(
        &hers.get("/min-sida/uppgifter?klart=adress").await,
        &[NEW, "är bytt"],
    );
    service.tick().await;
    let mail = service.mail();
    let told = mail.iter().rev().find(|kept| kept.to_address == OLD);
    let told = &told.expect("a letter to the old address").body;
    assert!(
        told.contains("Är det inte du") && !told.contains(NEW),
        "{told}"
    );
    let trail = round::all(&service.officer, "/api/v1/audit").await;
    let fact = trail
        .iter()
        .find(|fact| fact["action"] == "person.address_changed");
    let fact = fact.expect("a trace").to_string();
    assert!(!fact.to_lowercase().contains("@example.org"), "{fact}");
    assert_eq!(fact.matches("address_hash").count(), 2, "{fact}");
    // The new one signs the same person in, the old one nobody who is known.
    let person = sql::number(&service.app.database, "SELECT COUNT(*) FROM person");
    let before = person.await;
    let mut again = Browsing::new(&service.anyone);
    again.sign_in(&service, &NEW.to_lowercase()).await;
    says(&again.get("/min-sida").await, &["SA123A-V9001V27"]);
    let after = sql::number(&service.app.database, "SELECT COUNT(*) FROM person").await;
    assert_eq!(before, after);
}

async fn a_code_works_once_in_time_and_where_it_was_asked_for(engine: Engine) {
    let service = TestService::with_channel(engine, NOW, 1, json!({})).await;
    service.all_applied(1).await;
    let mut hers = signed_in(&service, 1).await;
    let mut elsewhere = signed_in(&service, 1).await;
    let place = ask(&mut hers, NEW).await;
    service.tick().await;
    let code = service.last_code(NEW);
    // The same person in another browser.
    assert_eq!(elsewhere.get(&place).await.status, StatusCode::NOT_FOUND);
    let page = elsewhere.get(HERE).await;
    let stolen = elsewhere.submit(&page, &place, &[("kod", &code)]).await;
    assert_eq!(stolen.status, StatusCode::NOT_FOUND);
    // Attempts are limited.
    for _ in 0..samverkan_domain::limits::SIGN_IN_CODE_ATTEMPTS {
        refused(&type_code(&mut hers, &place, "000000").await);
    }
    refused(&type_code(&mut hers, &place, &code).await);
    // Too late.
    let place = ask(&mut hers, NEW).await;
    service.tick().await;
    let code = service.last_code(NEW);
    service.advance(samverkan_domain::limits::SIGN_IN_CODE_MINUTES * 60);
    refused(&type_code(&mut hers, &place, &code).await);
    // Once.
    let place = ask(&mut hers, NEW).await;
    service.tick().await;
    let code = service.last_code(NEW);
    let done = type_code(&mut hers, &place, &code).await;
    leads_to(&done, "/min-sida/uppgifter?klart=adress");
    refused(&type_code(&mut hers, &place, &code).await);
    // So many and no more.
    let mut last = done;
    for n in 0..6 {
        let page = hers.get(HERE).await;
        let address = format!("ny{n}@example.org");
        last = hers.submit(&page, HERE, &[("adress", &address)]).await;
    }
    assert!(last.text().contains("Vänta tio minuter"), "{}", last.text());
}

async fn nobody_learns_whose_an_address_is(engine: Engine) {
    let service = TestService::with_channel(engine, NOW, 2, json!({})).await;
    service.all_applied(2).await;
    let his = "person2@example.org";
    let mut hers = signed_in(&service, 1).await;
    let (free, taken) = (ask(&mut hers, NEW).await, ask(&mut hers, his).await);
    let (free, page) = (hers.get(&free).await.text(), hers.get(&taken).await.text());
    let tokenless = |html: &str, address: &str| {
        let main = html.split("<main").nth(1).unwrap_or_default().to_owned();
        let csrf = main
            .split("name=\"csrf\" value=\"")
            .nth(1)
            .unwrap_or_default();
        let csrf = csrf.split('"').next().unwrap_or_default().to_owned();
        main.replace(address, "").replace(&csrf, "")
    };
    assert_eq!(tokenless(&free, NEW), tokenless(&page, his));
    refused(&type_code(&mut hers, &taken, "000000").await);
    // Only who reads mail there learns that it cannot be had; and it is still his.
    service.tick().await;
    let code = service.last_code(his);
    let told = type_code(&mut hers, &taken, &code).await;
    assert!(
        told.text().contains("går inte att använda"),
        "{}",
        told.text()
    );
    let people = round::all(&service.officer, "/api/v1/people").await;
    let with = people.iter().filter(|person| text(person, "email") == his);
    assert_eq!(with.count(), 1);
    refused(&type_code(&mut hers, &taken, &code).await);
}

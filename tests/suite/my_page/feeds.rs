//! Calendar subscriptions on my page.

use super::{leads_to, says, signed_in};
use harness::{
    Engine, NOW, Reply, TestService,
    browsing::Browsing,
    calendar::{fetch, path_of},
    on_both_engines, problem,
};
use hyper::{Method, StatusCode};
use serde_json::json;

on_both_engines!(
    a_subscription_is_made_changed_and_ended,
    a_subscription_sent_twice_is_one,
    a_new_address_is_shown_again_to_its_owner_for_some_minutes,
    others_subscriptions_do_not_exist,
);

const HERE: &str = "/min-sida/kalender";

/// The page with the new address, to which a form leads.
async fn new(hers: &mut Browsing, sent: &Reply) -> Reply {
    leads_to(sent, "/min-sida/kalender/ny");
    hers.get("/min-sida/kalender/ny").await
}

/// The path of the address that a page shows.
#[track_caller]
fn address(page: &Reply) -> String {
    let html = page.text();
    assert_eq!(page.status, StatusCode::OK, "{html}");
    let rest = html.split("href=\"webcal://").nth(1);
    let rest = rest.unwrap_or_else(|| panic!("no address in {html}"));
    path_of(rest.split('"').next().unwrap())
}

/// The way to something that can be done with the only subscription on the page.
#[track_caller]
fn way(page: &Reply, verb: &str) -> String {
    let html = page.text();
    let mut links = html.split("href=\"").skip(1);
    let found = links.find_map(|link| {
        let link = link.split('"').next()?;
        (link.starts_with(HERE) && link.ends_with(verb)).then(|| link.to_owned())
    });
    found.unwrap_or_else(|| panic!("no way to {verb} in {html}"))
}

async fn a_subscription_is_made_changed_and_ended(engine: Engine) {
    let service = TestService::with_channel(engine, NOW, 1, json!({})).await;
    service.all_applied(1).await;
    let mut hers = signed_in(&service, 1).await;
    let page = hers.get(HERE).await;
    says(
        &page,
        &["Du har ingen prenumeration än", "value=\"Mitt schema\""],
    );
    let sent = hers.submit(&page, HERE, &[("namn", "Jobbet")]).await;
    let made = new(&mut hers, &sent).await;
    says(&hers.get(HERE).await, &["Har du inte kvar adressen?"]);
    says(
        &made,
        &["Din kalender är klar", "class=\"qr\"", "Google Kalender"],
    );
    let first = address(&made);
    fetch(&service.anyone, &first).await;
    let page = hers.get(HERE).await;
    says(&page, &["<h3>Jobbet</h3>", "Senast hämtad: "]);
    let token = first
        .trim_start_matches("/calendar/")
        .trim_end_matches(".ics");
    assert!(!page.text().contains(token), "seen once only");
    // Another address: the old one ends.
    let path = way(&page, "/byt");
    let asked = hers.get(&path).await;
    says(
        &asked,
        &["Byta adress på Jobbet?", "slutar att gälla direkt"],
    );
    fetch(&service.anyone, &first).await;
    let sent = hers.submit(&asked, &path, &[]).await;
    let second = address(&new(&mut hers, &sent).await);
    assert_ne!(first, second);
    fetch(&service.anyone, &second).await;
    assert_eq!(problem(service.anyone.get(&first).await).0, 410);
    // What is sent again gives the same address; the way itself is closed.
    let again = hers.submit(&asked, &path, &[]).await;
    assert_eq!(address(&new(&mut hers, &again).await), second);
    assert_eq!(hers.get(&path).await.status, StatusCode::NOT_FOUND);
    let page = hers.get(HERE).await;
    let path = way(&page, "/avsluta");
    let asked = hers.get(&path).await;
    says(&asked, &["Avsluta Jobbet?"]);
    let ended = hers.submit(&asked, &path, &[]).await;
    leads_to(&ended, "/min-sida/kalender?klart=avslutad");
    let page = hers.get("/min-sida/kalender?klart=avslutad").await;
    says(
        &page,
        &[
            "Prenumerationen är avslutad",
            "Du har ingen prenumeration än",
        ],
    );
    assert_eq!(problem(service.anyone.get(&second).await).0, 410);
}

async fn a_subscription_sent_twice_is_one(engine: Engine) {
    let service = TestService::start(engine).await;
    let mut hers = signed_in(&service, 1).await;
    let page = hers.get(HERE).await;
    let nameless = hers.submit(&page, HERE, &[("namn", " ")]).await;
    assert_eq!(nameless.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(nameless.text().contains("id=\"namn-wrong\""));
    let sent = hers.submit(&page, HERE, &[]).await;
    let first = address(&new(&mut hers, &sent).await);
    let sent = hers.submit(&page, HERE, &[]).await;
    let second = address(&new(&mut hers, &sent).await);
    assert_eq!(first, second);
    let page = hers.get(HERE).await;
    assert_eq!(page.text().matches("<h3>Mitt schema</h3>").count(), 1);
    // The next has a name of its own.
    says(&page, &["value=\"Mitt schema 2\""]);
}

async fn a_new_address_is_shown_again_to_its_owner_for_some_minutes(engine: Engine) {
    let service = TestService::start(engine).await;
    let mut hers = signed_in(&service, 1).await;
    let page = hers.get(HERE).await;
    let sent = hers.submit(&page, HERE, &[]).await;
    let first = address(&new(&mut hers, &sent).await);
    let english = hers.get("/min-sida/kalender/ny?sprak=en").await;
    says(&english, &["Your calendar is ready"]);
    assert_eq!(address(&english), first);
    let sealed = hers.cookies["ny-kalender"].clone();
    let mut his = signed_in(&service, 2).await;
    for planted in [sealed, "x".to_owned()] {
        his.cookies.insert("ny-kalender".to_owned(), planted);
        leads_to(&his.get("/min-sida/kalender/ny").await, HERE);
    }
    service.advance(10 * 60 + 1);
    leads_to(&hers.get("/min-sida/kalender/ny").await, HERE);
}

async fn others_subscriptions_do_not_exist(engine: Engine) {
    let service = TestService::start(engine).await;
    let (mut hers, mut his) = (signed_in(&service, 1).await, signed_in(&service, 2).await);
    let page = hers.get(HERE).await;
    let sent = hers.submit(&page, HERE, &[]).await;
    let made = address(&new(&mut hers, &sent).await);
    let page = hers.get(HERE).await;
    let his_page = his.get(HERE).await;
    let csrf = format!("csrf={}", harness::browsing::csrf(&his_page));
    for verb in ["/byt", "/avsluta"] {
        let path = way(&page, verb);
        assert_eq!(his.get(&path).await.status, StatusCode::NOT_FOUND);
        let sent = his.send(Method::POST, &path, &csrf).await;
        assert_eq!(sent.status, StatusCode::NOT_FOUND);
    }
    let nobody = "0198c000-0000-7000-8000-000000000000";
    let sent = his
        .submit(&his_page, HERE, &[("vad", nobody), ("namn", "x")])
        .await;
    assert_eq!(
        sent.status,
        StatusCode::NOT_FOUND,
        "a cohort that is not his"
    );
    fetch(&service.anyone, &made).await;
}

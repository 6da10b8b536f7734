//! Signing in over an issuer, against a certified provider, with and without faults.

use super::{
    ANNA, count,
    issuer::{STRONG, World, returns},
};
use harness::{Engine, Reply, browsing::Browsing, on_both_engines};
use hyper::{Method, StatusCode};

on_both_engines!(
    a_new_identity_is_linked_by_a_mailed_code,
    who_is_signed_in_links_and_unlinks,
    an_address_alone_finds_nobody,
    an_answer_is_good_once_and_in_one_browser,
    an_identity_token_that_is_too_old_is_refused,
    what_an_issuer_refuses_is_said,
    an_acr_that_the_settings_accept_lets_staff_in,
);

// The engine makes no difference to what is said to a provider.
mod fault {
    use super::*;

    #[tokio::test]
    async fn another_nonce_is_refused() {
        refused_with("other-nonce").await;
    }

    #[tokio::test]
    async fn a_request_without_pkce_is_refused_by_the_provider() {
        let world = World::start(Engine::Sqlite, "no-pkce").await;
        let mut hers = world.browser();
        let back = world.over(&mut hers, "anna").await;
        assert_eq!(back.status, StatusCode::CONFLICT);
        assert!(!hers.is_signed_in().await);
    }

    #[tokio::test]
    async fn an_issuer_that_names_itself_otherwise_is_refused() {
        let world = World::start(Engine::Sqlite, "other-issuer").await;
        let mut hers = world.browser();
        let page = hers.get("/logga-in").await;
        let sent = hers.submit(&page, "/logga-in/via/larosatet", &[]).await;
        assert_eq!(
            sent.status,
            StatusCode::CONFLICT,
            "its own papers name another"
        );
        assert!(sent.text().contains("går inte att nå"));
    }
}

async fn refused_with(fault: &str) {
    let world = World::start(Engine::Sqlite, fault).await;
    let mut hers = world.browser();
    let back = world.over(&mut hers, "anna").await;
    assert_eq!(back.status, StatusCode::CONFLICT, "{fault}");
    assert!(back.text().contains("stämmer inte"), "{}", back.text());
    assert_eq!(count(&world.service, "issuer_identity").await, 0);
    assert!(!hers.is_signed_in().await);
}

/// Types the mailed code on the page that asks who somebody is.
async fn proves(world: &World, browser: &mut Browsing, asked: &Reply, address: &str) -> Reply {
    assert_eq!(asked.status, StatusCode::OK, "{}", asked.text());
    assert!(asked.text().contains("Vem är du här?"), "{}", asked.text());
    let sent = browser
        .submit(asked, "/logga-in", &[("adress", address)])
        .await;
    assert_eq!(sent.status, 303, "{}", sent.text());
    let place = sent.header("location").to_owned();
    world.service.tick().await;
    let code = world.service.last_code(address);
    let page = browser.get(&place).await;
    browser.submit(&page, &place, &[("kod", &code)]).await
}

async fn a_new_identity_is_linked_by_a_mailed_code(engine: Engine) {
    let world = World::start(engine, "").await;
    let mut hers = world.browser();
    let asked = world.over(&mut hers, "anna").await;
    assert!(
        !hers.is_signed_in().await,
        "not before it is known who she is"
    );
    // The provider's verified address is suggested; another may be hers here.
    assert!(asked.text().contains("value=\"anna@example.org\""));
    let done = proves(&world, &mut hers, &asked, "anna.ek@example.org").await;
    assert_eq!(done.status, 303, "{}", done.text());
    assert!(hers.is_signed_in().await);
    // From then on it leads to her at once, in any browser, and to nobody else.
    let mut again = world.browser();
    let back = world.over(&mut again, "anna").await;
    assert_eq!(back.status, 303, "{}", back.text());
    let page = again.get("/mina-inloggningar").await;
    assert!(page.text().contains("anna.ek@example.org"));
    assert_eq!(
        page.text().matches("<dd>Lärosätet</dd>").count(),
        2,
        "{}",
        page.text()
    );
    assert_eq!(
        count(&world.service, "person WHERE given_name = ''").await,
        1
    );
    assert_eq!(
        count(
            &world.service,
            "audit WHERE action = 'person.identity_linked'"
        )
        .await,
        1
    );
    let mut bo = world.browser();
    assert_eq!(
        world.over(&mut bo, "bo").await.status,
        200,
        "another subject is another"
    );
}

/// Presses "link" on the page of one's own sign-ins; the issuer's address that leads to.
async fn goes_to_link(browser: &mut Browsing) -> String {
    let page = browser.get("/mina-inloggningar").await;
    let off = browser
        .submit(&page, "/mina-inloggningar/koppla/larosatet", &[])
        .await;
    let address = off.header("refresh").strip_prefix("0; url=");
    address.unwrap().to_owned()
}

async fn who_is_signed_in_links_and_unlinks(engine: Engine) {
    let world = World::start(engine, "").await;
    let mut hers = world.browser();
    hers.sign_in(&world.service, ANNA).await;
    let address = goes_to_link(&mut hers).await;
    let back = world.at_provider(&address, "someone-else-by-name").await;
    let linked = returns(&mut hers, &back).await;
    assert_eq!(
        (linked.status.as_u16(), linked.header("location")),
        (303, "/mina-inloggningar")
    );
    // What is hers is not linked to another as well.
    let mut bo = world.browser();
    bo.sign_in(&world.service, "bo@example.org").await;
    let address = goes_to_link(&mut bo).await;
    let back = world.at_provider(&address, "someone-else-by-name").await;
    assert_eq!(returns(&mut bo, &back).await.status, StatusCode::CONFLICT);
    // Who signs out meanwhile links nothing.
    let address = goes_to_link(&mut hers).await;
    let back = world.at_provider(&address, "third").await;
    let kept = hers.cookies.remove("inloggad").unwrap();
    assert_eq!(returns(&mut hers, &back).await.status, StatusCode::CONFLICT);
    hers.cookies.insert("inloggad".to_owned(), kept);
    // And away again.
    let page = hers.get("/mina-inloggningar").await;
    let text = page.text();
    let action = text
        .split("action=\"/mina-inloggningar/kopplad/")
        .nth(1)
        .unwrap();
    let id = action.split('/').next().unwrap();
    let action = format!("/mina-inloggningar/kopplad/{id}/ta-bort");
    let bos = bo.get("/mina-inloggningar").await;
    let csrf = harness::browsing::csrf(&bos);
    let refused = bo
        .send(Method::POST, &action, &format!("csrf={csrf}"))
        .await;
    assert_eq!(refused.status, StatusCode::NOT_FOUND);
    assert_eq!(hers.submit(&page, &action, &[]).await.status, 303);
    assert_eq!(count(&world.service, "issuer_identity").await, 0);
}

async fn an_address_alone_finds_nobody(engine: Engine) {
    let world = World::start(engine, "").await;
    world.service.sign_in(ANNA).await;
    // The provider says: verified, and Anna's. It is not enough.
    let mut other = world.browser();
    let asked = world.over(&mut other, "anna").await;
    assert!(asked.text().contains("Vem är du här?"));
    assert!(!other.is_signed_in().await);
    // An address that it has not verified is not even suggested.
    let mut third = world.browser();
    let asked = world.over(&mut third, "unverified-x").await;
    assert!(!asked.text().contains("unverified-x@example.org"));
    // What waits to be linked waits in one browser.
    let key = harness::browsing::form(&asked.text(), "/logga-in")["koppla"].clone();
    let mut hers = world.browser();
    let place = hers.ask_for_code(ANNA).await;
    world.service.tick().await;
    let code = world.service.last_code(ANNA);
    let place = format!("{place}?koppla={key}");
    let page = hers.get(&place).await;
    hers.submit(&page, &place, &[("kod", &code)]).await;
    assert!(hers.is_signed_in().await);
    assert_eq!(count(&world.service, "issuer_identity").await, 0);
}

async fn an_answer_is_good_once_and_in_one_browser(engine: Engine) {
    let world = World::start(engine, "").await;
    let (mut hers, mut his) = (world.browser(), world.browser());
    let asked = world.over(&mut hers, "anna").await;
    proves(&world, &mut hers, &asked, ANNA).await;
    let mut again = world.browser();
    let address = world.off(&mut again).await;
    for part in [
        "response_type=code&",
        "code_challenge_method=S256",
        "scope=openid+email",
        "nonce=",
        "state=",
    ] {
        assert!(address.contains(part), "{part} in {address}");
    }
    let back = world.at_provider(&address, "anna").await;
    // In a browser that did not go there: refused, and not used up.
    his.get("/logga-in").await;
    assert_eq!(returns(&mut his, &back).await.status, StatusCode::CONFLICT);
    assert!(!his.is_signed_in().await);
    // Another state, or none.
    for changed in [
        back.replace("state=", "state=x"),
        back.replace("state=", "stat="),
        "/logga-in/svar".to_owned(),
    ] {
        assert_eq!(
            returns(&mut again, &changed).await.status,
            StatusCode::CONFLICT
        );
    }
    let kept = again.cookies.clone();
    assert_eq!(returns(&mut again, &back).await.status, 303);
    assert!(again.is_signed_in().await);
    // The same again.
    again.cookies = kept;
    assert_eq!(
        returns(&mut again, &back).await.status,
        StatusCode::CONFLICT
    );
    assert!(!again.is_signed_in().await);
    // An answer in another issuer's name is not shown to ours; nor one in nobody's.
    for spoil in ["iss=https%3A%2F%2Felak.example", "is="] {
        let mut third = world.browser();
        let address = world.off(&mut third).await;
        let back = world.at_provider(&address, "anna").await;
        let (before, _) = back.split_once("iss=").unwrap();
        let spoiled = returns(&mut third, &format!("{before}{spoil}")).await;
        assert_eq!(spoiled.status, StatusCode::CONFLICT, "{spoil}");
        assert!(!third.is_signed_in().await);
    }
    // The provider itself takes a code once, and none that is made up.
    let mut fourth = world.browser();
    let address = world.off(&mut fourth).await;
    let back = world.at_provider(&address, "anna").await;
    let made_up = back.replace("code=", "code=x");
    assert_eq!(
        returns(&mut fourth, &made_up).await.status,
        StatusCode::CONFLICT
    );
    let mut fifth = world.browser();
    let address = world.off(&mut fifth).await;
    let own = world.at_provider(&address, "anna").await;
    let code = |path: &str| {
        path.split("code=")
            .nth(1)
            .unwrap()
            .split('&')
            .next()
            .unwrap()
            .to_owned()
    };
    // A code that was made for another visit: PKCE and nonce both say no.
    let stolen = own.replace(&code(&own), &code(&back));
    assert_eq!(
        returns(&mut fifth, &stolen).await.status,
        StatusCode::CONFLICT
    );
    assert!(!fifth.is_signed_in().await);
}

async fn an_identity_token_that_is_too_old_is_refused(engine: Engine) {
    let world = World::start(engine, "").await;
    let mut hers = world.browser();
    let address = world.off(&mut hers).await;
    let back = world.at_provider(&address, "anna").await;
    // The visit is in time; the token, by our clock, is from before or from time to come.
    world.service.advance(-3600);
    let early = returns(&mut hers, &back).await;
    assert_eq!(early.status, StatusCode::CONFLICT);
    assert!(early.text().contains("stämmer inte"), "{}", early.text());
    // Too late: nobody waits for the answer any more.
    world.service.advance(3600);
    let address = world.off(&mut hers).await;
    let back = world.at_provider(&address, "anna").await;
    world.service.advance(600);
    assert_eq!(returns(&mut hers, &back).await.status, StatusCode::CONFLICT);
    // A token that ran out while the visit is fresh.
    world.service.advance(600);
    let address = world.off(&mut hers).await;
    let back = world.at_provider(&address, "anna").await;
    let late = returns(&mut hers, &back).await;
    assert_eq!(late.status, StatusCode::CONFLICT);
    assert!(late.text().contains("stämmer inte"), "{}", late.text());
}

async fn what_an_issuer_refuses_is_said(engine: Engine) {
    let world = World::start(engine, "").await;
    let mut hers = world.browser();
    let cancelled = world.over(&mut hers, "nobody").await;
    assert_eq!(cancelled.status, StatusCode::CONFLICT);
    assert!(cancelled.text().contains("Inloggningen avbröts"));
    // What it writes of its own is not shown.
    let address = world.off(&mut hers).await;
    let state = address
        .split("state=")
        .nth(1)
        .unwrap()
        .split('&')
        .next()
        .unwrap();
    let said = format!("/logga-in/svar?state={state}&error=%3Cscript%3E&error_description=hej");
    let page = returns(&mut hers, &said).await;
    assert_eq!(page.status, StatusCode::CONFLICT);
    assert!(!page.text().contains("<script>") && !page.text().contains("hej<"));
    // An issuer that is not there.
    let none = hers.get("/logga-in").await;
    let sent = hers.submit(&none, "/logga-in/via/larosatet", &[]).await;
    assert_eq!(sent.status, StatusCode::OK);
    let csrf = harness::browsing::csrf(&none);
    let unknown = hers
        .send(Method::POST, "/logga-in/via/annan", &format!("csrf={csrf}"))
        .await;
    assert_eq!(unknown.status, StatusCode::NOT_FOUND);
}

async fn an_acr_that_the_settings_accept_lets_staff_in(engine: Engine) {
    let world = World::start(engine, "").await;
    let mut hers = world.browser();
    let asked = world.over(&mut hers, "anna").await;
    proves(&world, &mut hers, &asked, ANNA).await;
    let role = samverkan_service::usecase::Role::Administrator;
    let app = &world.instance.app;
    samverkan_service::usecase::sign_in::invite_offline(app, ANNA, role)
        .await
        .unwrap();
    let staffs = async |browser: &mut Browsing| browser.get("/personal").await.status == 200;
    let strongly = async |browser: &mut Browsing, who: &str| {
        let address = world.off_strongly(browser).await;
        assert!(address.contains("acr_values="), "{address}");
        let back = world.at_provider(&address, who).await;
        returns(browser, &back).await
    };
    assert!(!staffs(&mut hers).await);
    let mut weak = world.browser();
    strongly(&mut weak, "anna|urn:test:weak").await;
    assert!(weak.is_signed_in().await && !staffs(&mut weak).await);
    let mut strong = world.browser();
    strongly(&mut strong, &format!("anna|{STRONG}")).await;
    assert!(staffs(&mut strong).await);
    // Somebody else's acr makes nobody staff.
    let mut bo = world.browser();
    let asked = strongly(&mut bo, &format!("bo|{STRONG}")).await;
    proves(&world, &mut bo, &asked, "bo@example.org").await;
    assert!(bo.is_signed_in().await && !staffs(&mut bo).await);
}

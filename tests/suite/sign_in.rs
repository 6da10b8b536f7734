//! Signing in on the site, as browsers do it: the code, the link, the sign-in that comes of it, and
//! what is refused.

mod authenticator;
mod browser;
mod ending;
mod forms;
mod issuer;
mod issuers;
mod journeys;
mod looks;
mod office;
mod staff;

use harness::{Client, Engine, Reply, TestService, browsing::Browsing, on_both_engines, sql};
use hyper::{Method, StatusCode};

on_both_engines!(
    a_code_signs_in_once_and_where_it_was_asked_for,
    a_code_is_good_for_ten_minutes_and_five_attempts,
    a_scanner_that_follows_every_link_changes_nothing,
    the_link_signs_in_who_asked_and_elsewhere_asks_for_the_code,
    nobody_learns_on_the_site_who_has_an_address,
    asking_too_often_is_stopped_on_the_site,
    a_sign_in_is_new_each_time_and_never_what_the_browser_brought,
);

const ANNA: &str = "anna@example.org";

/// The link in the last letter to an address, as a path.
fn link_to(service: &TestService, address: &str) -> String {
    let mail = service.mail();
    let mut letters = mail.iter().rev().filter(|kept| kept.to_address == address);
    let link = letters.find_map(|kept| {
        let rest = kept.body.split("/logga-in/lank/").nth(1)?;
        Some(format!(
            "/logga-in/lank/{}",
            rest.split_whitespace().next()?
        ))
    });
    link.expect("a letter with a link")
}

async fn count(service: &TestService, what: &str) -> i64 {
    sql::number(
        &service.app.database,
        &format!("SELECT COUNT(*) FROM {what}"),
    )
    .await
}

async fn a_code_signs_in_once_and_where_it_was_asked_for(engine: Engine) {
    let service = TestService::start(engine).await;
    let (mut hers, mut other) = (browsing(&service), browsing(&service));
    assert!(!hers.is_signed_in().await);
    let place = hers.ask_for_code(ANNA).await;
    service.tick().await;
    let code = service.last_code(ANNA);
    // Another browser has the page's address and even the code, but did not ask.
    let page = other.get(&place).await;
    let refused = other.submit(&page, &place, &[("kod", &code)]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(!other.is_signed_in().await);
    // Pasted with space around it, and in small letters.
    let page = hers.get(&place).await;
    assert!(page.text().contains("autocomplete=\"one-time-code\""));
    let typed = format!(" {} {} ", &code[..4].to_lowercase(), &code[4..]);
    let done = hers.submit(&page, &place, &[("kod", &typed)]).await;
    assert_eq!(
        (done.status.as_u16(), done.header("location")),
        (303, "/min-sida")
    );
    assert!(hers.is_signed_in().await);
    // Used: not even where it was asked for.
    let mut again = browsing(&service);
    again.cookies = hers.cookies.clone();
    let page = again.get(&place).await;
    let refused = again.submit(&page, &place, &[("kod", &code)]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(
        count(&service, "audit WHERE action = 'person.signed_in'").await,
        1
    );
}

fn browsing(service: &TestService) -> Browsing {
    Browsing::new(&service.anyone)
}

async fn a_code_is_good_for_ten_minutes_and_five_attempts(engine: Engine) {
    let service = TestService::start(engine).await;
    let mut hers = browsing(&service);
    for (wrong, seconds, signed_in) in
        [(5, 0, false), (4, 0, true), (0, 600, false), (0, 599, true)]
    {
        hers.cookies.clear();
        let place = hers.ask_for_code(ANNA).await;
        service.tick().await;
        let code = service.last_code(ANNA);
        let page = hers.get(&place).await;
        for _ in 0..wrong {
            let refused = hers.submit(&page, &place, &[("kod", "AAAAAAAA")]).await;
            assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
            assert!(refused.text().contains("role=\"alert\""));
        }
        service.advance(seconds);
        hers.submit(&page, &place, &[("kod", &code)]).await;
        assert_eq!(
            hers.is_signed_in().await,
            signed_in,
            "{wrong} wrong, {seconds} s"
        );
    }
}

async fn a_scanner_that_follows_every_link_changes_nothing(engine: Engine) {
    let service = TestService::start(engine).await;
    let mut hers = browsing(&service);
    let place = hers.ask_for_code(ANNA).await;
    service.tick().await;
    let link = link_to(&service, ANNA);
    let state = async || {
        let attempts = sql::number(
            &service.app.database,
            "SELECT CAST(SUM(attempts_left) AS BIGINT) FROM sign_in",
        );
        (
            attempts.await,
            count(&service, "audit").await,
            count(&service, "web_sign_in").await,
            count(&service, "sign_in WHERE used_at IS NULL").await,
        )
    };
    let before = state().await;
    let mut scanner = browsing(&service);
    for method in [Method::GET, Method::HEAD] {
        for _ in 0..5 {
            let seen = scanner.send(method.clone(), &link, "").await;
            assert_eq!(seen.status, StatusCode::OK);
            assert_eq!(seen.header("cache-control"), "no-store");
            // Some look at the page of the code as well.
            scanner.send(method.clone(), &place, "").await;
        }
    }
    assert_eq!(state().await, before, "looking changes nothing");
    // One that presses the button has neither the cookie nor the code.
    let page = scanner.get(&link).await;
    let pressed = scanner.submit(&page, &link, &[]).await;
    assert_eq!(pressed.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(!scanner.is_signed_in().await);
    // And she still comes in.
    let page = hers.get(&link).await;
    hers.submit(&page, &link, &[]).await;
    assert!(hers.is_signed_in().await);
}

async fn the_link_signs_in_who_asked_and_elsewhere_asks_for_the_code(engine: Engine) {
    let service = TestService::start(engine).await;
    let mut hers = browsing(&service);
    hers.ask_for_code(ANNA).await;
    service.tick().await;
    let (link, code) = (link_to(&service, ANNA), service.last_code(ANNA));
    // On her telephone: the code is asked for, and is enough.
    let mut telephone = browsing(&service);
    let page = telephone.get(&link).await;
    assert!(page.text().contains("name=\"kod\"") && !page.text().contains(&code));
    let wrong = telephone.submit(&page, &link, &[("kod", "AAAAAAAA")]).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    telephone.submit(&page, &link, &[("kod", &code)]).await;
    assert!(telephone.is_signed_in().await);
    // Then the link is used, also where it was asked for.
    let page = hers.get(&link).await;
    assert!(!page.text().contains("name=\"kod\""), "a press is enough");
    hers.submit(&page, &link, &[]).await;
    assert!(!hers.is_signed_in().await);
    // A link of nobody's, or another's with a letter changed.
    let mut changed = link.clone();
    changed.replace_range(20..21, if &link[20..21] == "A" { "B" } else { "A" });
    for none in ["/logga-in/lank/abc", &changed] {
        assert_eq!(hers.get(none).await.status, StatusCode::NOT_FOUND);
    }
}

async fn nobody_learns_on_the_site_who_has_an_address(engine: Engine) {
    let service = TestService::start(engine).await;
    service.sign_in(ANNA).await;
    let mut seen = Vec::new();
    for address in [ANNA, "none@example.org"] {
        let mut browser = browsing(&service);
        let place = browser.ask_for_code(address).await;
        let page = browser.get(&place).await;
        let csrf = harness::browsing::csrf(&page);
        let wrong = browser.submit(&page, &place, &[("kod", "AAAAAAAA")]).await;
        let plain = |reply: &Reply| {
            let text = reply.text().replace(&csrf, "").replace(&place, "");
            let text = text.replace(address, "");
            (reply.status, text)
        };
        seen.push((place.len(), plain(&page), plain(&wrong)));
    }
    assert_eq!(seen[0], seen[1]);
    service.tick().await;
    let letter = |address: &str| {
        let mail = service.mail();
        let kept = mail.iter().rev().find(|kept| kept.to_address == address);
        kept.expect("a letter").body.lines().count()
    };
    assert_eq!(letter(ANNA), letter("none@example.org"));
}

async fn asking_too_often_is_stopped_on_the_site(engine: Engine) {
    let service = TestService::start(engine).await;
    let mut browser = browsing(&service);
    let page = browser.get("/logga-in").await;
    let ask = async |browser: &mut Browsing, address: &str| {
        browser
            .submit(&page, "/logga-in", &[("adress", address)])
            .await
    };
    for _ in 0..10 {
        assert_eq!(ask(&mut browser, ANNA).await.status, 303);
    }
    let stopped = ask(&mut browser, ANNA).await;
    assert_eq!(
        (stopped.status.as_u16(), stopped.header("retry-after")),
        (429, "600")
    );
    assert_eq!(
        ask(&mut browser, "bo@example.org").await.status,
        303,
        "others are not"
    );
    service.advance(601);
    assert_eq!(ask(&mut browser, ANNA).await.status, 303);
    for nonsense in ["", "a", "a@b\r\nBcc: c@example.org", "<script>@x"] {
        let wrong = ask(&mut browser, nonsense).await;
        assert_eq!(
            wrong.status,
            StatusCode::UNPROCESSABLE_ENTITY,
            "{nonsense:?}"
        );
        assert!(!wrong.text().contains("<script>@"));
    }
}

async fn a_sign_in_is_new_each_time_and_never_what_the_browser_brought(engine: Engine) {
    let service = TestService::start(engine).await;
    let planted = "A".repeat(43);
    let mut hers = browsing(&service);
    for name in ["inloggad", "webblasare", "__Host-inloggad"] {
        hers.cookies.insert(name.to_owned(), planted.clone());
    }
    let done = hers.sign_in(&service, ANNA).await;
    let first = hers.cookies["inloggad"].clone();
    assert_ne!(first, planted);
    assert!(
        !hers.cookies.contains_key("webblasare"),
        "what was before is gone"
    );
    // Tried out over http on this very machine: as strict as that can be.
    let cookies: Vec<&str> = done
        .headers
        .get_all("set-cookie")
        .iter()
        .map(|cookie| cookie.to_str().unwrap())
        .collect();
    let expected = format!("inloggad={first}; Path=/; HttpOnly; SameSite=Lax");
    assert_eq!(cookies[0], expected);
    assert_eq!(done.header("cache-control"), "no-store");
    let hashed = format!("web_sign_in WHERE {} = 32", octets(engine, "secret_hash"));
    assert_eq!(count(&service, &hashed).await, 1);
    // Again, in the same browser: the one before ends.
    let mut before = browsing(&service);
    before.cookies = hers.cookies.clone();
    hers.sign_in(&service, ANNA).await;
    assert_ne!(hers.cookies["inloggad"], first);
    assert!(!before.is_signed_in().await && hers.is_signed_in().await);
    // The cookie is not another's key: tokens and feeds know nothing of it.
    let token = hers.cookies["inloggad"].clone();
    let client = service.anyone.with_token(token);
    assert_eq!(client.get("/api/v1/me").await.unwrap().status, 401);
    let mut with_cookie = browsing(&service);
    with_cookie.cookies = hers.cookies.clone();
    assert_eq!(with_cookie.get("/api/v1/me").await.status, 401);
}

fn octets(engine: Engine, column: &str) -> String {
    match engine {
        Engine::Sqlite => format!("LENGTH({column})"),
        Engine::Postgres => format!("OCTET_LENGTH({column})"),
    }
}

/// A client of another address, for who needs it.
fn at(address: &str) -> Client {
    Client::new(address.to_owned())
}

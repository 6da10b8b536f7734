//! Forms and cookies: what another site could try.

use super::{ANNA, at, browsing};
use harness::{Engine, TestService, browsing::Browsing, instance::Instance, on_both_engines};
use hyper::{Method, StatusCode};
use samverkan_service::app::App;

on_both_engines!(
    a_form_from_elsewhere_is_refused,
    a_form_belongs_to_one_browser_and_one_sign_in,
    over_tls_cookies_are_as_strict_as_can_be,
    without_tls_and_not_on_this_machine_nobody_signs_in,
);

async fn a_form_from_elsewhere_is_refused(engine: Engine) {
    let service = TestService::start(engine).await;
    let mut hers = browsing(&service);
    hers.sign_in(&service, ANNA).await;
    let page = hers.get("/mina-inloggningar").await;
    let csrf = harness::browsing::csrf(&page);
    let ours = format!("http://{}", service.address);
    let body = format!("csrf={csrf}");
    let sent = async |headers: &[(&'static str, &str)], body: &str| {
        let mut browser = browsing(&service);
        browser.cookies = hers.cookies.clone();
        let owned = headers
            .iter()
            .map(|(name, value)| (*name, (*value).to_owned()));
        browser.headers = owned.collect();
        let path = "/mina-inloggningar/andra/avsluta";
        browser.send(Method::POST, path, body).await.status
    };
    for headers in [
        &[
            ("sec-fetch-site", "cross-site"),
            ("origin", "https://elak.example"),
        ][..],
        &[("sec-fetch-site", "same-site")],
        &[("origin", "https://elak.example")],
        &[("origin", "null"), ("sec-fetch-site", "cross-site")],
    ] {
        assert_eq!(
            sent(headers, &body).await,
            StatusCode::FORBIDDEN,
            "{headers:?}"
        );
    }
    // From us, but without what a page of ours made for this browser carries.
    for body in ["", "csrf=", "csrf=AAAA", "x=1"] {
        let headers = [("sec-fetch-site", "same-origin")];
        assert_eq!(sent(&headers, body).await, StatusCode::FORBIDDEN, "{body}");
    }
    // The control: this is how it is right, in new browsers and old.
    assert_eq!(sent(&[("sec-fetch-site", "same-origin")], &body).await, 303);
    assert_eq!(sent(&[("origin", &ours)], &body).await, 303);
    assert!(hers.is_signed_in().await);
}

async fn a_form_belongs_to_one_browser_and_one_sign_in(engine: Engine) {
    let service = TestService::start(engine).await;
    let (mut hers, mut his) = (browsing(&service), browsing(&service));
    // Before anybody is signed in: what he got does not work in her browser.
    let page = his.get("/logga-in").await;
    hers.get("/logga-in").await;
    let planted = hers
        .submit(&page, "/logga-in", &[("adress", "bo@example.org")])
        .await;
    assert_eq!(planted.status, StatusCode::FORBIDDEN);
    // A form from before the sign-in is of no use after it, nor another's.
    let before = hers.get("/logga-in").await;
    hers.sign_in(&service, ANNA).await;
    his.sign_in(&service, "bo@example.org").await;
    let page_of_his = his.get("/mina-inloggningar").await;
    for page in [&before, &page_of_his] {
        let csrf = harness::browsing::csrf(page);
        let out = hers
            .send(Method::POST, "/logga-ut", &format!("csrf={csrf}"))
            .await;
        assert_eq!(out.status, StatusCode::FORBIDDEN);
    }
    // Without any cookie there is nothing a form could belong to.
    let mut none = browsing(&service);
    let sent = none.send(Method::POST, "/logga-ut", "csrf=").await;
    assert_eq!(sent.status, StatusCode::FORBIDDEN);
    assert!(hers.is_signed_in().await);
}

/// The same service, under another public address.
async fn known_as(service: &TestService, public_url: &str) -> (Instance, Browsing) {
    let app = App {
        public_url: public_url.into(),
        ..service.app.clone()
    };
    let instance = Instance::serve(app).await;
    let browser = Browsing::new(&at(instance.anyone.base()));
    (instance, browser)
}

async fn over_tls_cookies_are_as_strict_as_can_be(engine: Engine) {
    let service = TestService::start(engine).await;
    let (_instance, mut hers) = known_as(&service, "https://samverkan.example").await;
    let page = hers.get("/logga-in").await;
    let known = page.header("set-cookie");
    assert!(known.starts_with("__Host-webblasare="), "{known}");
    assert!(
        known.ends_with("; Path=/; HttpOnly; SameSite=Lax; Secure"),
        "{known}"
    );
    let done = hers.sign_in(&service, ANNA).await;
    let cookie = done.header("set-cookie");
    assert!(cookie.starts_with("__Host-inloggad="), "{cookie}");
    assert!(
        cookie.ends_with("; Path=/; HttpOnly; SameSite=Lax; Secure"),
        "{cookie}"
    );
    assert!(!cookie.contains("Domain"));
    // The name without the promise is not looked at.
    let value = hers.cookies.remove("__Host-inloggad").unwrap();
    hers.cookies.insert("inloggad".to_owned(), value.clone());
    assert!(!hers.is_signed_in().await);
    hers.cookies.insert("__Host-inloggad".to_owned(), value);
    assert!(hers.is_signed_in().await);
    let page = hers.get("/mina-inloggningar").await;
    assert!(
        page.header("strict-transport-security")
            .contains("max-age=31536000")
    );
    assert!(
        page.header("content-security-policy")
            .contains("form-action 'self'")
    );
    assert!(
        page.header("content-security-policy")
            .contains("frame-ancestors 'none'")
    );
    assert!(!page.header("content-security-policy").contains("unsafe"));
    assert_eq!(page.header("x-content-type-options"), "nosniff");
    assert_eq!(page.header("cache-control"), "no-store");
}

async fn without_tls_and_not_on_this_machine_nobody_signs_in(engine: Engine) {
    let service = TestService::start(engine).await;
    for public_url in ["http://samverkan.example", "http://192.0.2.1:8080"] {
        let (_instance, mut hers) = known_as(&service, public_url).await;
        let page = hers.get("/logga-in").await;
        // A browser does not take it over http: nothing is begun.
        assert!(
            page.header("set-cookie").contains("; Secure"),
            "{public_url}"
        );
        assert!(page.header("set-cookie").starts_with("__Host-"));
    }
}

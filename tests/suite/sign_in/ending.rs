//! How a sign-in ends: by oneself, from elsewhere, and by time.

use super::{ANNA, browsing, count};
use harness::{Engine, TestService, on_both_engines};
use hyper::{Method, StatusCode};
use samverkan_service::jobs;

on_both_engines!(
    signing_out_ends_it_on_the_server,
    a_sign_in_ends_unused_and_in_any_case,
    ones_own_sign_ins_are_listed_and_ended,
    one_person_has_so_many_sign_ins,
    what_has_served_its_time_is_forgotten,
);

async fn signing_out_ends_it_on_the_server(engine: Engine) {
    let service = TestService::start(engine).await;
    let mut hers = browsing(&service);
    hers.sign_in(&service, ANNA).await;
    let mut copy = browsing(&service);
    copy.cookies = hers.cookies.clone();
    let page = hers.get("/mina-inloggningar").await;
    let csrf = harness::browsing::csrf(&page);
    let body = format!("csrf={csrf}");
    assert_eq!(hers.send(Method::GET, "/logga-ut", "").await.status, 405);
    assert!(hers.is_signed_in().await);
    let out = hers.send(Method::POST, "/logga-ut", &body).await;
    assert_eq!(
        (out.status.as_u16(), out.header("location")),
        (303, "/logga-in")
    );
    assert!(hers.cookies.is_empty(), "{:?}", hers.cookies);
    assert!(
        !copy.is_signed_in().await,
        "also for who has copied the cookie"
    );
    let ended = "audit WHERE action = 'person.signed_out'";
    assert_eq!(count(&service, ended).await, 1);
    // Where it was going comes back with it.
    let to = copy.get("/mina-inloggningar?sida=2").await;
    assert_eq!(
        to.header("location"),
        "/logga-in?till=%2Fmina-inloggningar%3Fsida%3D2"
    );
}

async fn a_sign_in_ends_unused_and_in_any_case(engine: Engine) {
    let service = TestService::start(engine).await;
    let mut hers = browsing(&service);
    hers.sign_in(&service, ANNA).await;
    service.advance(8 * 3600 - 1);
    assert!(hers.is_signed_in().await);
    // Known before it is written down, and written down by the worker.
    service.advance(8 * 3600 - 1);
    assert!(hers.is_signed_in().await);
    jobs::tick(&service.app).await.unwrap();
    service.advance(8 * 3600 - 1);
    assert!(hers.is_signed_in().await);
    jobs::tick(&service.app).await.unwrap();
    service.advance(8 * 3600);
    assert!(!hers.is_signed_in().await, "unused for eight hours");
    // Used all the time, it still ends after a week.
    hers.sign_in(&service, ANNA).await;
    let mut hours = 0;
    while hers.is_signed_in().await {
        service.advance(3600);
        hours += 1;
    }
    assert_eq!(hours, 7 * 24);
}

async fn ones_own_sign_ins_are_listed_and_ended(engine: Engine) {
    let service = TestService::start(engine).await;
    let (mut computer, mut telephone) = (browsing(&service), browsing(&service));
    telephone.agent = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Safari/604.1";
    computer.sign_in(&service, ANNA).await;
    service.advance(3600);
    telephone.sign_in(&service, ANNA).await;
    let mut bo = browsing(&service);
    bo.sign_in(&service, "bo@example.org").await;

    let page = computer.get("/mina-inloggningar").await;
    let html = page.text();
    for said in [
        "Firefox, Linux (här)",
        "Safari, iPhone",
        "Kod till din e-post",
        "måndag 23 november 2026 kl. 10:00",
        "måndag 23 november 2026 kl. 11:00",
    ] {
        assert!(html.contains(said), "{said} in {html}");
    }
    let ends: Vec<String> = html
        .split("action=\"")
        .skip(1)
        .map(|rest| rest.split('"').next().unwrap().to_owned())
        .filter(|action| action.ends_with("/avsluta") && !action.contains("andra"))
        .collect();
    assert_eq!(ends.len(), 2);
    // Another's is not there, whoever asks.
    let page_of_bo = bo.get("/mina-inloggningar").await;
    let csrf = harness::browsing::csrf(&page_of_bo);
    for end in &ends {
        let refused = bo.send(Method::POST, end, &format!("csrf={csrf}")).await;
        assert_eq!(refused.status, StatusCode::NOT_FOUND);
    }
    let not_here = ends.iter().find(|end| {
        let form = html.split(&format!("action=\"{end}\"")).nth(1).unwrap();
        !form
            .split("</form>")
            .next()
            .unwrap()
            .contains("Logga ut här")
    });
    let done = computer.submit(&page, not_here.unwrap(), &[]).await;
    assert_eq!(done.status, 303);
    assert!(!telephone.is_signed_in().await && computer.is_signed_in().await);
    // All others at once.
    telephone.sign_in(&service, ANNA).await;
    let page = telephone.get("/mina-inloggningar").await;
    telephone
        .submit(&page, "/mina-inloggningar/andra/avsluta", &[])
        .await;
    assert!(telephone.is_signed_in().await && !computer.is_signed_in().await);
    assert!(bo.is_signed_in().await);
}

async fn one_person_has_so_many_sign_ins(engine: Engine) {
    let service = TestService::start(engine).await;
    let mut first = browsing(&service);
    first.sign_in(&service, ANNA).await;
    for n in 0..20 {
        if n % 8 == 0 {
            service.advance(601);
        }
        browsing(&service).sign_in(&service, ANNA).await;
    }
    assert_eq!(
        count(&service, "web_sign_in WHERE ended_at IS NULL").await,
        20
    );
    assert!(
        !first.is_signed_in().await,
        "the one unused for longest gives way"
    );
}

async fn what_has_served_its_time_is_forgotten(engine: Engine) {
    let service = TestService::start(engine).await;
    let mut hers = browsing(&service);
    hers.sign_in(&service, ANNA).await;
    let tables = async || {
        jobs::sweep(&service.app).await.unwrap();
        (
            count(&service, "sign_in").await,
            count(&service, "web_sign_in").await,
        )
    };
    assert_eq!(tables().await, (1, 1));
    service.advance(25 * 3600);
    assert_eq!(tables().await, (0, 1), "no addresses are kept");
    service.advance(38 * 24 * 3600);
    assert_eq!(tables().await, (0, 0));
}

//! The auditor's page, and that no role ends up nowhere: where each begins leads to what it can do.

use harness::{
    Engine, TestService,
    browser::Browser,
    browsing::Browsing,
    office::{leads_to, says},
    on_both_engines, on_sqlite,
    round::{self, OFFERING},
    sql, text,
};
use hyper::StatusCode;
use samverkan_domain::id::{CohortId, PersonId};
use samverkan_service::usecase::Role;

on_both_engines!(
    the_trail_is_searched,
    a_broken_chain_is_told,
    every_role_has_somewhere_to_begin,
);

on_sqlite!(the_page_works_in_every_way);

const AUDIT: &str = "/personal/granskning";
const CHAIN: &str = "/personal/granskning/kedja";

async fn the_trail_is_searched(engine: Engine) {
    let (service, offering) = round::full(engine).await;
    let mut auditor = service.staff_browser(Role::Auditor).await;
    let page = auditor.get(AUDIT).await;
    says(&page, &["Händelser", "De senaste först", "Äldre händelser"]);
    let html = page.text();
    assert_eq!(html.matches("<tr><th scope=\"row\">").count(), 50);
    // Older ones, once each.
    let older = html.split("href=\"/personal/granskning?fore=").nth(1);
    let older = older.unwrap().split('"').next().unwrap();
    let next = auditor.get(&format!("{AUDIT}?fore={older}")).await;
    let number = |html: &str| {
        let row = html.split("<tr><th scope=\"row\">").nth(1).unwrap();
        row.split('<').next().unwrap().parse::<i64>().unwrap()
    };
    assert_eq!(number(&next.text()), number(&html) - 50);
    // By action, by what it happened to, by day.
    let page = auditor.get(&format!("{AUDIT}?handelse=offering.")).await;
    says(&page, &["<code>offering.created</code>"]);
    assert!(!page.text().contains("<code>person."));
    let page = auditor.get(&format!("{AUDIT}?vad={offering}")).await;
    assert!(page.text().contains("offering.created"));
    says(
        &auditor.get(&format!("{AUDIT}?fran=2037-01-01")).await,
        &["Det finns inga sådana händelser"],
    );
    for wrong in ["vad=x", "fran=x"] {
        let page = auditor.get(&format!("{AUDIT}?{wrong}")).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(page.text().contains("aria-invalid=\"true\""), "{wrong}");
        assert!(!page.text().contains("<tr><th scope=\"row\">"), "{wrong}");
    }
    // The trail holds no names, so neither does the page.
    for search in ["", "?handelse=person.", "?handelse=application."] {
        let html = auditor.get(&format!("{AUDIT}{search}")).await.text();
        for name in ["Hanna", "Dahlgren", "Özdemir", "@student.example"] {
            assert!(!html.contains(name), "{name}");
        }
    }
}

async fn a_broken_chain_is_told(engine: Engine) {
    let service = TestService::start(engine).await;
    service.offering().await;
    let mut auditor = service.staff_browser(Role::Auditor).await;
    says(
        &auditor.get(CHAIN).await,
        &["Loggen är hel.", "Sista kontrollsumman"],
    );
    // Somebody with the key to the cupboard. The chain's head remembers.
    sql::run(&service.app.database, "UPDATE audit_head SET seq = seq + 1")
        .await
        .unwrap();
    let page = auditor.get(CHAIN).await;
    says(&page, &["Loggen är inte hel.", "role=\"alert\""]);
}

/// Every page that a role may begin on, and whether it is let in.
async fn every_role_has_somewhere_to_begin(engine: Engine) {
    let (service, _) = round::full(engine).await;
    let plan = harness::ok(
        service
            .propose_reply(&serde_json::json!({ "seed": 1, "protected_ok": ["G01"] }))
            .await,
    );
    service.commit(&plan).await;
    let (_, leader) = service.participant(91, "larare").await;
    let cohort = text(&service.cohorts().await[0], "id");
    let mut tx = service.app.write_as_service().await.unwrap();
    let cohort = CohortId(cohort.parse().unwrap());
    tx.put_leader(cohort, PersonId(leader.parse().unwrap()))
        .await
        .unwrap();
    tx.commit().await.unwrap();
    let staff = "href=\"/personal\"";
    let pages = [
        "/min-sida",
        "/mina-grupper",
        "/arbetsgivare",
        "/personal",
        "/personal/tillfallen",
        &*format!("/personal/tillfallen/{OFFERING}/grupper"),
        &*format!("/personal/tillfallen/{OFFERING}/upprop"),
        &*format!("/personal/tillfallen/{OFFERING}/oversikt"),
        AUDIT,
        CHAIN,
    ];
    let own = ["/min-sida", "/mina-grupper", "/arbetsgivare"];
    let audits = [AUDIT, CHAIN];
    for role in [Role::Administrator, Role::Officer, Role::Auditor] {
        let mut browser = service.staff_browser(role).await;
        for page in pages {
            let status = browser.get(page).await.status;
            let expected = match (role, page) {
                (Role::Auditor, "/personal") => StatusCode::SEE_OTHER,
                (Role::Auditor, page) if !own.contains(&page) && !audits.contains(&page) => {
                    StatusCode::FORBIDDEN
                }
                _ => StatusCode::OK,
            };
            assert_eq!(status, expected, "{role:?} {page}");
        }
        // Where a sign-in leads, and on from there, nobody is refused.
        let begin = browser.get("/min-sida").await;
        says(&begin, &[staff]);
        assert_eq!(
            begin.text().matches(staff).count(),
            2,
            "in the head and on the page"
        );
        let place = if role == Role::Auditor {
            leads_to(&browser.get("/personal").await, AUDIT);
            AUDIT
        } else {
            "/personal"
        };
        let page = browser.get(place).await;
        let html = page.text();
        says(&page, &[]);
        for link in html.split(" href=\"/personal").skip(1) {
            let link = format!("/personal{}", link.split('"').next().unwrap());
            let followed = browser.get(&link.replace("&amp;", "&")).await;
            let let_in = followed.status == 200 || followed.header("location") == AUDIT;
            assert!(let_in, "{role:?} {link} {}", followed.status);
        }
    }
    // Who is not on the staff sees no way there, and goes none.
    let mut hers = service.browser_of(91).await;
    let begin = hers.get("/min-sida").await;
    says(&begin, &["href=\"/mina-grupper\""]);
    assert!(!begin.text().contains(staff));
    for page in pages {
        let reply = hers.get(page).await;
        if own.contains(&page) {
            assert_eq!(reply.status, StatusCode::OK, "{page}");
        } else {
            assert!(
                reply.header("location").starts_with("/logga-in?stark=ja"),
                "{page}"
            );
        }
    }
    let mut anyone = Browsing::new(&service.anyone);
    for page in pages {
        let sent = anyone.get(page).await;
        assert!(
            sent.header("location").starts_with("/logga-in?till="),
            "{page}"
        );
    }
}

async fn the_page_works_in_every_way(engine: Engine) {
    let service = TestService::start(engine).await;
    service.offering().await;
    let auditor = service.staff_browser(Role::Auditor).await;
    let pages = [
        ("audit", AUDIT),
        ("audit-none", &*format!("{AUDIT}?fran=2037-01-01")),
        ("audit-chain", CHAIN),
    ];
    let browser = Browser::start().await;
    browser.look_at_as(&service, &auditor, &pages).await;
}

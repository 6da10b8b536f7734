//! Not wanting reminders: by a link, without signing in, and the way back.

use super::{RULES, put, reminded, start, until, world};
use harness::{Engine, TestService, both_engines, sql};
use hyper::Method;

both_engines!(
    the_link_is_asked_twice_and_changes_nothing_by_itself,
    a_mail_program_asks_with_one_click,
    a_link_that_is_not_ours_does_nothing,
);

/// The path of the link in the only reminder.
async fn link(service: &TestService) -> String {
    put(&service.admin, &format!("{RULES}/start"), &start(-3)).await;
    until(service, "2026-12-11T08:00:00Z");
    service.tick().await;
    let mut mail = service.mail().into_iter();
    let reminder = mail.rfind(|kept| kept.subject.starts_with("Påminnelse"));
    let body = reminder.expect("a reminder").body;
    let at = body.find("/paminnelser/").expect("a link");
    body[at..].split_whitespace().next().unwrap().to_owned()
}

async fn unsubscribed(service: &TestService) -> i64 {
    sql::number(
        &service.app.database,
        "SELECT COUNT(*) FROM mail_unsubscribed",
    )
    .await
}

const FORM: [(&str, &str); 1] = [("content-type", "application/x-www-form-urlencoded")];

async fn the_link_is_asked_twice_and_changes_nothing_by_itself(engine: Engine) {
    let service = world(engine, 1).await;
    let path = link(&service).await;
    for method in [Method::GET, Method::HEAD, Method::GET] {
        let page = service.anyone.send(method, &path, &[], "").await.unwrap();
        assert_eq!(page.status, 200);
    }
    assert_eq!(unsubscribed(&service).await, 0);
    let page = service.anyone.get(&path).await.unwrap();
    assert!(
        page.text().contains("Sluta skicka påminnelser"),
        "{}",
        page.text()
    );
    for _ in 0..2 {
        let done = service
            .anyone
            .send(Method::POST, &path, &FORM, "reminders=stop")
            .await
            .unwrap();
        assert_eq!(done.status, 200);
        assert_eq!(unsubscribed(&service).await, 1);
    }
    // No more reminders; the trail says by whom, and letters that are needed go on.
    put(&service.admin, &format!("{RULES}/day"), &start(-1)).await;
    until(&service, "2026-12-13T08:00:00Z");
    service.tick().await;
    assert_eq!(reminded(&service).len(), 1);
    let dry = harness::ok(
        service
            .admin
            .get(&format!("{RULES}/day/dry-run?occurrence=course_start"))
            .await,
    );
    assert_eq!(dry["people"][0]["left_out"], "unsubscribed");
    let trail = harness::ok(
        service
            .admin
            .get("/api/v1/audit?action=person.reminders")
            .await,
    );
    assert_eq!(trail["items"].as_array().unwrap().len(), 1);
    let before = service.mail().len();
    service.sign_in("person1@example.org").await;
    assert_eq!(service.mail().len(), before + 1);
    // The way back.
    let page = service.anyone.get(&path).await.unwrap();
    assert!(
        page.text().contains("Skicka påminnelser igen"),
        "{}",
        page.text()
    );
    let again = service
        .anyone
        .send(Method::POST, &path, &FORM, "reminders=again")
        .await
        .unwrap();
    assert_eq!(again.status, 200);
    assert_eq!(unsubscribed(&service).await, 0);
}

async fn a_mail_program_asks_with_one_click(engine: Engine) {
    let service = world(engine, 1).await;
    let path = link(&service).await;
    let octets = service.mail().pop().unwrap().octets;
    let text = String::from_utf8(octets).unwrap().replace("\r\n ", "");
    let header = text
        .lines()
        .find_map(|line| line.strip_prefix("List-Unsubscribe: <"));
    assert!(
        header.unwrap().trim_end().ends_with(&format!("{path}>")),
        "{text}"
    );
    // From another site, as programs on the web do, without a cookie.
    let headers = [
        FORM[0],
        ("origin", "https://mail.example"),
        ("sec-fetch-site", "cross-site"),
    ];
    let body = "List-Unsubscribe=One-Click";
    let done = service
        .anyone
        .send(Method::POST, &path, &headers, body)
        .await
        .unwrap();
    assert_eq!(done.status, 200);
    assert_eq!(unsubscribed(&service).await, 1);
}

async fn a_link_that_is_not_ours_does_nothing(engine: Engine) {
    let service = world(engine, 1).await;
    let path = link(&service).await;
    let mut other = path.clone().into_bytes();
    let last = other.len() - 2;
    other[last] = if other[last] == b'A' { b'B' } else { b'A' };
    let other = String::from_utf8(other).unwrap();
    for path in [&*other, "/paminnelser/x", "/paminnelser/AAAA"] {
        for method in [Method::GET, Method::POST] {
            let page = service
                .anyone
                .send(method, path, &FORM, "reminders=stop")
                .await
                .unwrap();
            assert_eq!(page.status, 404, "{path}");
        }
    }
    assert_eq!(unsubscribed(&service).await, 0);
    // Nor is it an answer to anything.
    let answer = path.replace("/paminnelser/", "/svar/");
    let page = service.anyone.get(&answer).await.unwrap();
    assert_eq!(page.status, 404);
}

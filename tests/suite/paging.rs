//! Lists in pages: the link leads on, the limit holds, and a forged cursor is refused.

use harness::{Engine, TestService, ok, on_both_engines, problem, text};
use serde_json::json;

on_both_engines!(
    pages_follow_the_link,
    bad_cursors_are_refused,
    every_list_gives_everything_once,
);

async fn pages_follow_the_link(engine: Engine) {
    let service = TestService::start(engine).await;
    service.offering().await;
    for n in 2..=7 {
        let body = json!({
            "course": "SA123A", "code": format!("SA123A-V900{n}V27"), "term": "VT2027",
            "starts_on": "2027-01-18", "ends_on": "2027-06-06", "pace_percent": 50,
            "teaching": "distance", "language": "sv", "cohort_size": 7, "demo_note": "",
        });
        ok(service.admin.post("/api/v1/offerings", &body).await);
    }
    let (mut next, mut codes, mut pages) = ("/api/v1/offerings?limit=3".to_owned(), Vec::new(), 0);
    loop {
        let reply = service.anyone.get(&next).await.unwrap();
        let link = reply.header("link").to_owned();
        let page = ok(Ok(reply));
        let items = page["items"].as_array().unwrap();
        assert!(items.len() <= 3);
        codes.extend(items.iter().map(|item| text(item, "code")));
        pages += 1;
        let Some((address, rest)) = link.strip_prefix('<').and_then(|l| l.split_once('>')) else {
            assert_eq!((link.as_str(), page.get("next")), ("", None));
            break;
        };
        assert_eq!(rest, "; rel=\"next\"");
        assert!(address.contains("limit=3"), "{address}");
        next = address.to_owned();
    }
    let expected: Vec<String> = (1..=7).map(|n| format!("SA123A-V900{n}V27")).collect();
    assert_eq!((codes, pages), (expected, 3));
    for (limit, rows) in [("0", 1), ("-5", 1), ("1", 1), ("1000000", 7)] {
        let page = ok(service
            .anyone
            .get(&format!("/api/v1/offerings?limit={limit}"))
            .await);
        assert_eq!(page["items"].as_array().unwrap().len(), rows, "{limit}");
    }
}

async fn bad_cursors_are_refused(engine: Engine) {
    let service = TestService::start(engine).await;
    for list in [
        "people",
        "applications",
        "audit",
        "feeds",
        "messages",
        "imports",
    ] {
        for cursor in ["x", "%27", "AAAA", "%C3%A5"] {
            let path = format!("/api/v1/{list}?cursor={cursor}");
            let (status, _, value) = problem(service.admin.get(&path).await);
            assert_eq!(
                (status, text(&value["errors"][0], "pointer")),
                (422, "?cursor".to_owned()),
                "{path}"
            );
        }
    }
}

/// Other lists: page by page they give what they give at once.
async fn every_list_gives_everything_once(engine: Engine) {
    let service = TestService::start(engine).await;
    service.offering().await;
    service.channel("open", "OPEN", 2).await;
    for n in 0..5 {
        let (client, _) = service.participant(n, "larare").await;
        let path = "/api/v1/offerings/SA123A-V9001V27/applications";
        ok(client.post(path, &json!({ "channel": "OPEN" })).await);
        let feed = json!({ "kind": "person", "name": "F", "language": "sv" });
        ok(client.post("/api/v1/feeds", &feed).await);
    }
    for list in ["people", "applications", "audit", "feeds", "messages"] {
        let whole = ok(service
            .admin
            .get(&format!("/api/v1/{list}?limit=200"))
            .await);
        let whole = whole["items"].as_array().unwrap().clone();
        assert!(whole.len() >= 5, "{list}");
        let (mut found, mut next) = (Vec::new(), Some(format!("/api/v1/{list}?limit=2")));
        while let Some(address) = next {
            let reply = service.admin.get(&address).await.unwrap();
            let link = reply.header("link").to_owned();
            next = link
                .strip_prefix('<')
                .and_then(|l| l.split_once('>'))
                .map(|(l, _)| l.to_owned());
            found.extend(ok(Ok(reply))["items"].as_array().unwrap().clone());
        }
        assert_eq!(found, whole, "{list}");
    }
}

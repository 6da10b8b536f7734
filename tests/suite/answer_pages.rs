//! The pages behind the links in letters: what they say, that looking changes nothing, and that
//! they can be used with any browser.

use harness::{Engine, NOW, Reply, TestService, on_both_engines, sql};
use hyper::{Method, StatusCode};
use serde_json::json;

on_both_engines!(
    looking_changes_nothing,
    a_page_asks_and_takes_the_answer,
    a_page_speaks_the_readers_language,
    links_that_lead_nowhere_say_what_to_do,
);

/// One seat, two people; the second is called. Gives the token of the letter.
pub(super) async fn called(engine: Engine) -> (TestService, String, String) {
    let service = TestService::with_channel(engine, NOW, 1, json!({})).await;
    let people = service.all_applied(2).await;
    service.leaves(&people[0]).await;
    service.call(1).await;
    let token = service.token_of(2).await;
    (service, token, people[1].clone())
}

pub(super) async fn get(service: &TestService, path: &str, language: &str) -> Reply {
    let headers = [("accept-language", language)];
    let reply = service.anyone.send(Method::GET, path, &headers, "").await;
    reply.expect("an answer")
}

/// What is wrong with a page for those who hear it, or use no script.
#[track_caller]
pub(super) fn check_page(reply: &Reply, language: &str) {
    let html = reply.text();
    assert_eq!(reply.header("content-type"), "text/html; charset=utf-8");
    assert!(
        html.contains(&format!("<html lang=\"{language}\">")),
        "{html}"
    );
    assert_eq!(html.matches("<h1>").count(), 1, "{html}");
    assert_eq!(html.matches("<main ").count(), 1);
    assert!(html.contains("<title>") && !html.contains("<title> "));
    // No script but the site's own file; the words for search engines are no script.
    for script in html.split("<script ").skip(1) {
        let ours = script.starts_with("src=\"/assets/");
        assert!(
            ours || script.starts_with("type=\"application/ld+json\""),
            "{html}"
        );
    }
    assert!(!html.contains("<script>") && !html.contains("style="));
    assert!(!html.contains("javascript:") && !html.contains("onclick"));
    // Every field has a label of its own.
    for field in html.split("<input ").skip(1) {
        let id = field
            .split("id=\"")
            .nth(1)
            .unwrap()
            .split('"')
            .next()
            .unwrap();
        assert!(html.contains(&format!("for=\"{id}\"")), "{id} has no label");
    }
    assert_eq!(reply.header("cache-control"), "no-store");
    assert_eq!(reply.header("referrer-policy"), "no-referrer");
    assert!(
        reply
            .header("content-security-policy")
            .contains("default-src 'none'")
    );
}

async fn looking_changes_nothing(engine: Engine) {
    let (service, token, _) = called(engine).await;
    let counts = async || {
        let mut counts = Vec::new();
        for table in ["audit", "outbox", "admission"] {
            let query = format!("SELECT COUNT(*) FROM {table}");
            counts.push(sql::number(&service.app.database, &query).await);
        }
        let query = "SELECT SUM(revision) FROM (SELECT CAST(revision AS INTEGER) AS revision
                     FROM application) AS a";
        counts.push(sql::number(&service.app.database, query).await);
        counts
    };
    let before = counts().await;
    for method in [Method::GET, Method::HEAD] {
        for path in [
            format!("/svar/{token}"),
            format!("/svar/{token}?answer=yes"),
        ] {
            let reply = service.anyone.send(method.clone(), &path, &[], "").await;
            assert_eq!(reply.unwrap().status, StatusCode::OK, "{method}");
        }
    }
    for method in [Method::PUT, Method::DELETE] {
        let path = format!("/svar/{token}");
        let reply = service.anyone.send(method, &path, &[], "answer=yes").await;
        assert_eq!(reply.unwrap().status, StatusCode::METHOD_NOT_ALLOWED);
    }
    assert_eq!(counts().await, before);
}

async fn a_page_asks_and_takes_the_answer(engine: Engine) {
    let (service, token, application) = called(engine).await;
    let asked = get(&service, &format!("/svar/{token}"), "sv").await;
    check_page(&asked, "sv");
    let html = asked.text();
    for part in [
        "<form method=\"post\">",
        "<fieldset>",
        "<legend>Vill du ha platsen?</legend>",
        "<button type=\"submit\">Skicka svaret</button>",
        "onsdag 25 november 2026 kl. 10:00",
        "Samverkan för att främja skolnärvaro (SA123A-V9001V27)",
        "måndag 18 januari 2027",
    ] {
        assert!(html.contains(part), "{part} is missing in {html}");
    }
    assert!(
        !html.contains("Förnamn") && !html.contains(&token),
        "nobody's name, no token"
    );
    let style = service.anyone.get("/assets/samverkan.css").await.unwrap();
    assert_eq!(style.header("content-type"), "text/css; charset=utf-8");
    // Nothing chosen: asked again, and nothing has happened.
    let nothing = service.sends_form(&token, "").await;
    assert_eq!(nothing.status, StatusCode::UNPROCESSABLE_ENTITY);
    check_page(&nothing, "sv");
    assert!(nothing.text().contains("role=\"alert\""));
    assert_eq!(service.state(&application).await, "called");
    let done = service.sends_form(&token, "answer=yes").await;
    assert_eq!(done.status, StatusCode::OK);
    check_page(&done, "sv");
    assert!(done.text().contains("role=\"status\""));
    assert_eq!(service.state(&application).await, "accepted");
    // Used: the page and the form both say so.
    let used = get(&service, &format!("/svar/{token}"), "sv").await;
    assert_eq!(used.status, StatusCode::GONE);
    check_page(&used, "sv");
    assert!(!used.text().contains("<form"));
    let again = service.sends_form(&token, "answer=no").await;
    assert_eq!(again.status, StatusCode::GONE);
    check_page(&again, "sv");
    assert_eq!(service.state(&application).await, "accepted");
}

async fn a_page_speaks_the_readers_language(engine: Engine) {
    let (service, token, _) = called(engine).await;
    let path = format!("/svar/{token}");
    let english = get(&service, &path, "en-GB,sv;q=0.5").await;
    check_page(&english, "en");
    assert!(english.text().contains("Do you want the place?"));
    assert!(english.text().contains("href=\"?sprak=sv\" lang=\"sv\""));
    let chosen = get(&service, &format!("{path}?sprak=sv"), "en").await;
    check_page(&chosen, "sv");
    assert!(chosen.text().contains("href=\"?sprak=en\" lang=\"en\""));
}

async fn links_that_lead_nowhere_say_what_to_do(engine: Engine) {
    let (service, token, application) = called(engine).await;
    for nobodys in ["x", &"a".repeat(43), "%C3%A5", "%3Cscript%3E"] {
        let reply = get(&service, &format!("/svar/{nobodys}"), "sv").await;
        assert_eq!(reply.status, StatusCode::NOT_FOUND, "{nobodys}");
        check_page(&reply, "sv");
        let reply = service.sends_form(nobodys, "answer=yes").await;
        assert_eq!(reply.status, StatusCode::NOT_FOUND, "{nobodys}");
    }
    service.clock_to("2026-11-25T09:00:00Z");
    for reply in [
        get(&service, &format!("/svar/{token}"), "sv").await,
        service.sends_form(&token, "answer=yes").await,
    ] {
        assert_eq!(reply.status, StatusCode::GONE);
        assert!(reply.text().contains("Svarstiden"), "{}", reply.text());
        check_page(&reply, "sv");
    }
    assert_eq!(
        service.state(&application).await,
        "called",
        "until it is swept"
    );
}

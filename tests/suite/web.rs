//! The participants' site over HTTP: what the catalogue says, in which language, and how the pages
//! are sent.

use crate::answer_pages::{check_page, get};
use harness::{
    Engine, Reply, TestService, ok, on_both_engines,
    round::{self, OFFERING},
    text,
};
use hyper::{Method, StatusCode};
use serde_json::{Value, json};

on_both_engines!(
    the_catalogue_says_what_is_offered,
    places_are_told_as_they_are,
    programs_read_the_catalogue,
    a_message_reaches_whoever_answers_mail,
    the_language_is_the_readers,
    what_is_not_there_is_a_page_for_people,
    pages_are_sent_safely,
);

pub(super) const PUBLIC: [&str; 6] = [
    "/",
    "/kurser",
    "/kurser/SA123A",
    "/kurser/SA123A-V9001V27",
    "/tillganglighet",
    "/om",
];

async fn ask(service: &TestService, path: &str, headers: &[(&str, &str)]) -> Reply {
    let reply = service.anyone.send(Method::GET, path, headers, "").await;
    reply.expect("an answer")
}

async fn the_catalogue_says_what_is_offered(engine: Engine) {
    let service = TestService::start(engine).await;
    // Nothing yet: said, and no dead end.
    for path in ["/", "/kurser"] {
        let empty = get(&service, path, "sv").await;
        check_page(&empty, "sv");
        assert!(empty.text().contains("Inga kurser än."), "{}", empty.text());
    }
    service.offering().await;
    for path in PUBLIC {
        for language in ["sv", "en"] {
            let page = get(&service, path, language).await;
            assert_eq!(page.status, StatusCode::OK, "{path}");
            check_page(&page, language);
            let html = page.text();
            assert!(
                html.contains("<meta name=\"description\" content=\"") && !html.contains("noindex")
            );
            assert!(html.contains("hreflang=\"x-default\""), "{html}");
            // No text was left empty or without what it needs.
            assert!(!html.contains("{ $") && !html.contains("<p></p>"), "{html}");
        }
    }
    let front = get(&service, "/", "sv").await.text();
    assert!(
        front.contains("href=\"/kurser/SA123A-V9001V27\">Samverkan för att främja skolnärvaro</a>")
    );
    let page = get(&service, "/kurser/SA123A-V9001V27", "sv").await.text();
    for part in [
        "18 januari – 6 juni 2027",
        "15 hp, avancerad nivå (A1N)",
        "ungefär 20 timmar i veckan i 20 veckor",
        "Undervisningen är delvis på plats och delvis på distans.",
        "Tiderna är inte bestämda än.",
        "en grupp på ungefär 7 personer",
        "måndag 18 januari 2027",
    ] {
        assert!(page.contains(part), "{part}: {page}");
    }
    // Over: on the list still, on the front page no more.
    service.clock_to("2027-06-07T09:00:00Z");
    assert!(!get(&service, "/", "sv").await.text().contains("V9001V27"));
    assert!(
        get(&service, "/kurser", "sv")
            .await
            .text()
            .contains("Avslutat")
    );
}

async fn places_are_told_as_they_are(engine: Engine) {
    let service = TestService::start(engine).await;
    service.offering().await;
    service.channel("imported", "IN", 3).await;
    service.channel("employer", "UPPDRAG", 1).await;
    let new = json!({
        "code": "LOTT", "kind": "open", "title_sv": "Lotten", "title_en": "The lot", "seats": 1,
        "opens_at": "2026-11-20T09:00:00Z", "closes_at": "2026-12-01T09:00:00Z",
        "policy": {
            "selection": { "method": "lottery" },
            "eligibility": [
                { "rule": "min_credits", "tenths": 300, "due": "2027-01-10" },
                { "rule": "employment" },
            ],
            "answer": { "working_hours": 18 },
        },
    });
    let path = format!("/api/v1/offerings/{OFFERING}/channels");
    ok(service.admin.post(&path, &new).await);
    service.channel("open", "TUR", 1).await;
    let page = get(&service, &format!("/kurser/{OFFERING}"), "sv").await;
    check_page(&page, "sv");
    let html = page.text();
    let path = format!("/api/v1/offerings/{OFFERING}");
    let offering = service.anyone.read(&path).await.expect("the offering");
    let channels = offering["channels"].as_array().expect("channels");
    let lottery = channels.iter().find(|one| one["code"] == "LOTT");
    let hash = text(lottery.expect("the lottery"), "seed_hash");
    for part in [
        "Så söker du",
        "2 platser att söka till tisdag 1 december 2026 kl. 10:00",
        "Du behöver inte anmäla dig här",
        "Fråga din chef, som anmäler dig.",
        "Sök på antagning.se.",
        "0 av 3 platser är tagna.",
        "Din arbetsgivare betalar och anmäler dig.",
        "UPPDRAG: 0 av 1 plats är tagen.",
        "Platserna lottas bland alla som har anmält sig i tid.",
        "Anmälan är öppen till tisdag 1 december 2026 kl. 10:00.",
        "minst 30 avklarade högskolepoäng (senast 10 januari 2027)",
        "att du arbetar i skolan eller med barn och unga",
        "svarar du inom 2 arbetsdagar, annars går platsen vidare.",
        "Platserna ges i den ordning anmälningarna kommer in.",
        "0 av 1 plats är tagen.",
        "Ingen står på reservlistan.",
    ] {
        assert!(html.contains(part), "{part}: {html}");
    }
    assert!(html.contains(&hash), "the promise is public");
    // One takes the place, one waits.
    for n in 1..=2 {
        let (client, _) = service.participant(n, "larare").await;
        let asked = json!({ "channel": "TUR" });
        ok(client
            .post(
                &format!("/api/v1/offerings/{OFFERING}/applications"),
                &asked,
            )
            .await);
    }
    let html = get(&service, &format!("/kurser/{OFFERING}"), "en")
        .await
        .text();
    assert!(
        html.contains("Join the queue") && html.contains(">Apply<"),
        "{html}"
    );
    assert!(html.contains("1 free place until"), "{html}");
    assert!(html.contains("1 of 1 place is taken."), "{html}");
    assert!(html.contains("1 is on the reserve list."), "{html}");
    assert!(!html.contains("amn1"), "nobody's name");
    service.clock_to("2026-12-01T09:00:00Z");
    let html = get(&service, &format!("/kurser/{OFFERING}"), "sv")
        .await
        .text();
    assert!(
        html.contains("Anmälan stängde tisdag 1 december 2026"),
        "{html}"
    );
}

/// The schema.org words of a page.
fn data(html: &str) -> Value {
    let (_, rest) = html
        .split_once("<script type=\"application/ld+json\">")
        .expect("data");
    let (json, _) = rest.split_once("</script>").expect("its end");
    serde_json::from_str(json).expect("JSON")
}

async fn programs_read_the_catalogue(engine: Engine) {
    let (service, _) = round::empty(engine).await;
    let html = get(&service, &format!("/kurser/{OFFERING}"), "en")
        .await
        .text();
    let course = data(&html);
    assert_eq!(course["@type"], "Course");
    assert_eq!(course["courseCode"], "SA123A");
    assert_eq!(course["numberOfCredits"]["value"], 15);
    assert_eq!(course["provider"]["name"], "The Exercise Authority");
    let instance = &course["hasCourseInstance"][0];
    assert_eq!(instance["courseMode"], "Blended");
    assert_eq!(instance["startDate"], "2027-01-18");
    assert_eq!(instance["maximumAttendeeCapacity"], 64);
    let event = ok(service
        .anyone
        .get(&format!("/education-events/{OFFERING}"))
        .await);
    assert_eq!(text(&event, "identifier"), OFFERING);
    assert_eq!(event["title"]["strings"][0]["lang"], "swe");
    assert_eq!(
        event["execution"],
        json!({ "start": "2027-01-18", "end": "2027-06-06" })
    );
    assert_eq!(event["paceOfStudy"]["percentage"], 50);
    assert_eq!(event["places"], 64);
    assert_eq!(event["distance"], true);
    let all = ok(service.anyone.get("/education-events").await);
    assert_eq!(all, json!([event]));
    let none = service.anyone.get("/education-events/NONE").await.unwrap();
    assert_eq!(none.status, StatusCode::NOT_FOUND);
}

async fn a_message_reaches_whoever_answers_mail(engine: Engine) {
    let service = TestService::start(engine).await;
    let send = async |body: &str, headers: &[(&str, &str)]| {
        let kind = ("content-type", "application/x-www-form-urlencoded");
        let headers = [headers, &[kind, ("accept-language", "sv")]].concat();
        let sent = service
            .anyone
            .send(Method::POST, "/tillganglighet", &headers, body.to_owned());
        sent.await.expect("an answer")
    };
    let nothing = send("vad=+&sida=/kurser&epost=fel", &[]).await;
    assert_eq!(nothing.status, StatusCode::UNPROCESSABLE_ENTITY);
    check_page(&nothing, "sv");
    let html = nothing.text();
    for part in [
        "<title>Fel: ",
        "<a href=\"#vad\">Skriv vad som inte fungerar.</a>",
        "aria-describedby=\"vad-hint vad-wrong\" aria-invalid=\"true\"",
        "id=\"epost-wrong\"",
        "value=\"/kurser\"",
        "value=\"fel\"",
    ] {
        assert!(html.contains(part), "{part}: {html}");
    }
    // From another site: no.
    let foreign = send("vad=Hej", &[("sec-fetch-site", "cross-site")]).await;
    assert_eq!(foreign.status, StatusCode::FORBIDDEN);
    service.tick().await;
    assert!(service.mail().is_empty(), "nothing was sent");
    let body = "vad=Knappen+syns+inte.%0D%0ABcc:+a@b.se&sida=/kurser&epost=a@example.org";
    let sent = send(body, &[("sec-fetch-site", "same-origin")]).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER);
    assert_eq!(sent.header("location"), "/tillganglighet?skickat=ja");
    let thanks = get(&service, "/tillganglighet?skickat=ja", "sv").await;
    check_page(&thanks, "sv");
    assert!(thanks.text().contains("role=\"status\""));
    service.tick().await;
    let mail = service.mail();
    assert_eq!(mail.len(), 1);
    assert_eq!(mail[0].to_address, "kursadministration@example.org");
    assert_eq!(mail[0].subject, "Meddelande om tillgängligheten");
    for part in [
        "Knappen syns inte. / Bcc: a@b.se",
        "Det gäller: /kurser",
        "a@example.org",
    ] {
        assert!(mail[0].body.contains(part), "{part}: {}", mail[0].body);
    }
    // Not without end from one address.
    let mut last = sent.status;
    for _ in 0..30 {
        last = send("vad=Hej", &[]).await.status;
    }
    assert_eq!(last, StatusCode::TOO_MANY_REQUESTS);
}

async fn the_language_is_the_readers(engine: Engine) {
    let service = TestService::start(engine).await;
    service.offering().await;
    let path = format!("/kurser/{OFFERING}?visa=allt");
    let swedish = get(&service, &path, "sv").await;
    check_page(&swedish, "sv");
    assert_eq!(swedish.header("content-language"), "sv");
    assert!(swedish.header("vary").contains("Accept-Language"));
    assert!(
        !swedish.headers.contains_key("set-cookie"),
        "nothing was chosen"
    );
    // The other language is one link away, on the same page, and is remembered.
    assert!(
        swedish
            .text()
            .contains("href=\"?visa=allt&#38;sprak=en\" lang=\"en\""),
        "{}",
        swedish.text()
    );
    let english = get(&service, &format!("{path}&sprak=en"), "sv").await;
    check_page(&english, "en");
    let cookie = english.header("set-cookie");
    assert_eq!(
        cookie,
        "sprak=en; Path=/; HttpOnly; SameSite=Lax; Max-Age=31536000"
    );
    let later = [("accept-language", "sv"), ("cookie", "sprak=en")];
    check_page(&ask(&service, "/om", &later).await, "en");
    let html = english.text();
    let url = format!(
        "http://{}/kurser/{OFFERING}?visa=allt&#38;sprak=sv",
        service.address
    );
    assert!(
        html.contains(&format!("hreflang=\"sv\" href=\"{url}\"")),
        "{html}"
    );
}

async fn what_is_not_there_is_a_page_for_people(engine: Engine) {
    let service = TestService::start(engine).await;
    let browser = [("accept", "text/html,*/*;q=0.8"), ("accept-language", "sv")];
    for path in [
        "/ingenting",
        "/kurser/XX999X",
        "/kurser/%00",
        "/kurser/%3Cscript%3E",
    ] {
        let reply = ask(&service, path, &browser).await;
        check_page(&reply, "sv");
        let status = if path.contains("%00") { 400 } else { 404 };
        assert_eq!(reply.status, status, "{path}");
        assert!(reply.text().contains("Till startsidan"), "no dead end");
    }
    // Programs get the problem.
    let reply = service.anyone.get("/ingenting").await.unwrap();
    assert_eq!(reply.header("content-type"), "application/problem+json");
    let reply = ask(&service, "/api/v1/nothing", &browser).await;
    assert_eq!(reply.header("content-type"), "application/problem+json");
    let kind = ask(&service, "/problems/invalid", &browser).await;
    check_page(&kind, "sv");
    // The database is gone: said, with a number to give us, and the rest of the frame.
    service.app.database.close().await;
    let reply = ask(&service, "/kurser", &browser).await;
    assert!(reply.status.is_server_error(), "{}", reply.status);
    check_page(&reply, "sv");
    let number = reply.header("x-request-id").to_owned();
    assert!(reply.text().contains(&number), "{}", reply.text());
}

async fn pages_are_sent_safely(engine: Engine) {
    let service = TestService::start(engine).await;
    service.offering().await;
    for path in PUBLIC
        .into_iter()
        .chain(["/svar/x", "/kvitto/x", "/calendar/x"])
    {
        let reply = get(&service, path, "sv").await;
        let policy = reply.header("content-security-policy").to_owned();
        for part in [
            "default-src 'none'",
            "script-src 'self'",
            "style-src 'self'",
            "object-src 'none'",
            "base-uri 'none'",
            "frame-ancestors 'none'",
            "form-action 'self'",
        ] {
            assert!(policy.contains(part), "{path}: {policy}");
        }
        assert!(!policy.contains("unsafe"), "{path}: {policy}");
        assert_eq!(reply.header("x-content-type-options"), "nosniff");
        assert_eq!(reply.header("cross-origin-opener-policy"), "same-origin");
        assert!(
            reply
                .header("strict-transport-security")
                .contains("max-age=31536000")
        );
    }
    // Files are named by what is in them, so they may be kept for ever.
    let html = get(&service, "/", "sv").await.text();
    let (_, rest) = html
        .split_once("<link rel=\"stylesheet\" href=\"")
        .expect("styles");
    let (address, _) = rest.split_once('"').expect("its end");
    let style = service.anyone.get(address).await.unwrap();
    assert!(
        style.header("cache-control").contains("immutable"),
        "{address}"
    );
    let style = service.anyone.get("/assets/samverkan.css").await.unwrap();
    assert!(!style.header("cache-control").contains("immutable"));
}

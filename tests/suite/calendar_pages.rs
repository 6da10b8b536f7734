//! Calendars in other forms: JSON, pages to read and to print, and whose calendars there can be.

use crate::answer_pages::{check_page, get};
use harness::{
    Engine, TestService, both_engines,
    calendar::{events, fetch, make_feed, path_of, probes, read},
    ok, problem, round, text,
};
use hyper::{Method, StatusCode};
use serde_json::{Value, json};
use std::{collections::BTreeSet, path::PathBuf};

both_engines!(
    json_says_what_the_lines_say,
    teachers_and_rooms_have_calendars,
    a_page_says_how_to_subscribe,
    a_schedule_can_be_printed,
    pages_withhold_what_calendars_withhold,
);

/// ical.js, an independent reader of both forms.
fn reader() -> Vec<PathBuf> {
    let found = probes().into_iter().find(|(name, _)| *name == "ical.js");
    found.expect("ical.js").1
}

/// The file as ical.js writes it as jCal.
async fn as_jcal(octets: &[u8]) -> Value {
    let mut probe = reader();
    probe.push("--jcal".into());
    let mut found = read(&probe, octets).await.expect("jCal").remove(0);
    // It does not know NAME yet, which is text (RFC 7986 §5.1).
    let properties = found[1].as_array_mut().expect("properties");
    let name = properties.iter_mut().find(|one| one[0] == "name");
    name.expect("a name")[2] = json!("text");
    found
}

async fn json_says_what_the_lines_say(engine: Engine) {
    let (service, offering) = round::full(engine).await;
    service
        .schedule(&json!({
            "title": "Två; rader,\nmed \\ och 👩🏽‍🏫", "place": "Hörsal M, \"hus\" L", "mode": "hybrid",
            "starts": "2027-03-28T01:30", "ends": "2027-03-28T03:30", "preliminary": true,
            "online_url": "https://zoom.example/j/1?pwd=a;b,c", "compulsory": true,
        }))
        .await;
    let first = service.sessions().await.remove(0);
    service.cancel(&first, "sjukdom").await;
    let (_, path) = make_feed(&service.admin, "offering", &offering).await;
    let lines = fetch(&service.anyone, &path).await;
    let address = path.replace(".ics", ".json");
    let reply = fetch(&service.anyone, &address).await;
    assert_eq!(reply.header("content-type"), "application/calendar+json");
    let found: Value = serde_json::from_slice(&reply.body).expect("JSON");
    // ical.js reads the lines and writes them as JSON: the same.
    assert_eq!(found, as_jcal(&lines.body).await);
    // And reads the same meetings in both.
    let probe = reader();
    let sessions = read(&probe, &lines.body).await.expect("sessions");
    assert!(sessions.len() > 9);
    assert_eq!(read(&probe, &reply.body).await.expect("sessions"), sessions);
    // Negative control: one digit more, and it is noticed.
    let other = reply.text().replacen("2027-", "2028-", 1);
    let other: Value = serde_json::from_str(&other).expect("JSON");
    assert_ne!(other, as_jcal(&lines.body).await);
    // An unchanged copy is not sent again; the tag of the one form is not that of the other.
    let tag = reply.header("etag").to_owned();
    let again = [("if-none-match", &*tag)];
    let unchanged = service.anyone.send(Method::GET, &address, &again, "").await;
    assert_eq!(unchanged.expect("an answer").status, 304);
    let as_lines = service.anyone.send(Method::GET, &path, &again, "").await;
    assert_eq!(as_lines.expect("an answer").status, 200);
    let (status, ..) = problem(service.anyone.get("/calendar/nobody.json").await);
    assert_eq!(status, 404);
}

async fn named(service: &TestService, kind: &str, name: &str) -> Result<String, Value> {
    let new = json!({ "kind": kind, "named": name, "name": name, "language": "sv" });
    let reply = service.admin.post("/api/v1/feeds", &new).await;
    let reply = reply.expect("an answer");
    let answer: Value = serde_json::from_slice(&reply.body).expect("JSON");
    if reply.status.is_success() {
        Ok(path_of(&text(&answer, "url")))
    } else {
        Err(answer)
    }
}

async fn titles(service: &TestService, path: &str) -> BTreeSet<String> {
    let events = events(&service.anyone, path).await.into_values();
    let title = |event: harness::calendar::Event| event["SUMMARY"][1..].to_owned();
    events.map(title).collect()
}

async fn teachers_and_rooms_have_calendars(engine: Engine) {
    let (service, _) = round::empty(engine).await;
    let mut made = Vec::new();
    for (n, (teacher, place)) in [
        ("Lars Lärarsson", "L103"),
        ("Lars Lärarsson, Eva Ek", "L103, L105"),
        ("Eva Ek; Lars Lärarsson", "L1034"),
        ("Lars Lärarssonsson", "L105"),
    ]
    .into_iter()
    .enumerate()
    {
        made.push(service
            .schedule(&json!({
                "title": format!("Möte {n}"), "mode": "hybrid", "teacher": teacher, "place": place,
                "starts": format!("2027-02-1{n}T09:15"), "ends": format!("2027-02-1{n}T10:00"),
                "online_url": "https://zoom.example/j/1", "compulsory": true,
            }))
            .await);
    }
    let called = |numbers: &[u32]| -> BTreeSet<String> {
        let title = |n: &u32| format!("Möte {n} (SA123A)").replace(',', "\\,");
        numbers.iter().map(title).collect()
    };
    let teacher = named(&service, "teacher", "Lars Lärarsson")
        .await
        .expect("a feed");
    assert_eq!(titles(&service, &teacher).await, called(&[0, 1, 2]));
    let room = named(&service, "room", "L103").await.expect("a feed");
    assert_eq!(titles(&service, &room).await, called(&[0, 1]));
    let octets = fetch(&service.anyone, &room).await.text();
    assert!(
        !octets.contains("zoom"),
        "who stands at the door does not take part"
    );
    let octets = fetch(&service.anyone, &teacher).await.text();
    assert!(
        octets.contains("zoom") && !octets.contains("Ek"),
        "and nobody's name"
    );
    // What no session has is refused: it would be empty for ever.
    let refused = named(&service, "room", "l103").await.expect_err("refused");
    assert_eq!(refused["errors"][0]["pointer"], "/named");
    assert!(named(&service, "teacher", "").await.is_err());
    let (anna, person) = service.participant(1, "larare").await;
    let new = json!({ "kind": "room", "named": "L103", "subject": person, "name": "A", "language": "sv" });
    let (status, ..) = problem(anna.post("/api/v1/feeds", &new).await);
    assert_eq!(status, 403, "these are for staff");
    // Another teacher: out of the one calendar, at once.
    let session = service.sessions().await.remove(0);
    service
        .reschedule(&session, &json!({ "teacher": "Eva Ek" }))
        .await;
    assert_eq!(titles(&service, &teacher).await, called(&[1, 2]));
    // Named, listed with their last use, rotated and ended one by one.
    service.tick().await;
    let list = ok(service.admin.get("/api/v1/feeds?kind=room").await);
    assert_eq!(list["items"][0]["named"], "L103");
    assert!(list["items"][0]["last_used_at"].is_string());
    let id = text(&list["items"][0], "id");
    let rotated = ok(service
        .admin
        .post(&format!("/api/v1/feeds/{id}/rotate"), &json!({}))
        .await);
    assert_eq!(
        titles(&service, &path_of(&text(&rotated, "url"))).await,
        called(&[0, 1])
    );
    let (status, ..) = problem(service.anyone.get(&room).await);
    assert_eq!(status, 410);
}

/// What a camera sees of the code on a page: text, read by an independent reader.
fn decoded(html: &str) -> String {
    let side: usize = between(html, "viewBox=\"0 0 ", " ")
        .parse()
        .expect("a number");
    let mut dark = vec![false; side * side];
    let path = html.split("fill=\"#000\" d=\"").nth(1).expect("the code");
    let path = path.split('"').next().expect("its end");
    for bar in path.split('M').skip(1) {
        let x: usize = between(bar, "", " ").parse().expect("a number");
        let y: usize = between(bar, " ", "h").parse().expect("a number");
        let length: usize = between(bar, "h", "v").parse().expect("a number");
        dark[y * side + x..][..length].fill(true);
    }
    let dot = 4;
    let shade = |x: usize, y: usize| {
        if dark[y / dot * side + x / dot] {
            0
        } else {
            255
        }
    };
    let mut image = rqrr::PreparedImage::prepare_from_greyscale(side * dot, side * dot, shade);
    let grids = image.detect_grids();
    assert_eq!(grids.len(), 1);
    grids[0].decode().expect("a sound code").1
}

fn between<'a>(text: &'a str, from: &str, to: &str) -> &'a str {
    let start = text.find(from).expect(from) + from.len();
    let end = text[start..].find(to).expect(to);
    &text[start..start + end]
}

async fn a_page_says_how_to_subscribe(engine: Engine) {
    let (service, offering) = round::empty(engine).await;
    let new = json!({ "kind": "offering", "subject": offering, "name": "Kursen & <jag>", "language": "sv" });
    let made = ok(service.admin.post("/api/v1/feeds", &new).await);
    let (url, page) = (text(&made, "url"), text(&made, "page"));
    assert_eq!(format!("{page}.ics"), url);
    assert_eq!(text(&made, "webcal"), url.replacen("http", "webcal", 1));
    let path = path_of(&page);
    for (language, title, words) in [
        (
            "sv",
            "Prenumerera på Kursen",
            "Öppna calendar.google.com på en dator",
        ),
        (
            "en",
            "Subscribe to Kursen",
            "Open calendar.google.com on a computer",
        ),
    ] {
        let reply = get(&service, &path, language).await;
        assert_eq!(reply.status, StatusCode::OK, "{}", reply.text());
        check_page(&reply, language);
        let html = reply.text();
        for part in [
            title,
            words,
            "Kursen &#38; &#60;jag&#62;",
            "Apple",
            "Outlook",
            "Thunderbird",
            "ICSx5",
        ] {
            assert!(html.contains(part), "{part}: {html}");
        }
        assert!(html.contains(&format!("href=\"{}\"", text(&made, "webcal"))));
        assert!(html.contains(&format!(">{url}</code>")));
        assert_eq!(decoded(&html), page, "the code leads to this page");
        assert!(
            !html.contains("src=\"http"),
            "nothing is fetched from anywhere"
        );
    }
    // Looking at the page is no use of the calendar.
    service.tick().await;
    let list = ok(service.admin.get("/api/v1/feeds").await);
    assert!(list["items"][0]["last_used_at"].is_null());
    let id = text(&list["items"][0], "id");
    ok(service
        .admin
        .send(Method::DELETE, &format!("/api/v1/feeds/{id}"), &[], "")
        .await);
    for (path, status) in [
        (path.clone(), StatusCode::GONE),
        (format!("{path}.html"), StatusCode::GONE),
        ("/calendar/nobody".to_owned(), StatusCode::NOT_FOUND),
        ("/calendar/nobody.html".to_owned(), StatusCode::NOT_FOUND),
        (
            format!("/calendar/{}", "x".repeat(90)),
            StatusCode::NOT_FOUND,
        ),
    ] {
        let reply = get(&service, &path, "en").await;
        assert_eq!(reply.status, status, "{path}");
        check_page(&reply, "en");
    }
}

async fn a_schedule_can_be_printed(engine: Engine) {
    let (service, offering) = round::full(engine).await;
    service
        .schedule(&json!({
            "title": "<b>Fet</b>", "mode": "campus", "place": "Sal & hus", "teacher": "Lars Lärarsson",
            "starts": "2027-01-04T09:15", "ends": "2027-01-04T10:00", "preliminary": true, "compulsory": true,
        }))
        .await;
    let last = service.sessions().await.pop().expect("a session");
    service.cancel(&last, "läraren är sjuk").await;
    let (_, path) = make_feed(&service.admin, "offering", &offering).await;
    let path = path.replace(".ics", ".html");
    let swedish = get(&service, &path, "sv").await;
    check_page(&swedish, "sv");
    let html = swedish.text();
    let rows = html.matches("<tr").count() - 1;
    assert_eq!(rows, service.sessions().await.len());
    // The first week of 2027 begins on 4 January; the first row is the earliest meeting.
    let first = between(&html, "<tbody>\n", "</tr>");
    for part in [
        "<td>1</td>",
        "måndag 4 januari 2027",
        "09:15–10:00",
        "Preliminärt: &#60;b&#62;Fet&#60;/b&#62;",
        "Obligatoriskt moment.",
        "Sal &#38; hus",
    ] {
        assert!(first.contains(part), "{part}: {first}");
    }
    assert!(html.contains("INSTÄLLT: ") && html.contains("class=\"cancelled\""));
    assert!(
        !html.contains("Lärarsson") && !html.contains("sjuk"),
        "nobody's name, no reason"
    );
    let english = get(&service, &format!("{path}?sprak=en"), "sv").await;
    check_page(&english, "en");
    assert!(english.text().contains("Monday 4 January 2027"));
    assert!(english.text().contains("<th scope=\"col\">Week</th>"));
}

async fn pages_withhold_what_calendars_withhold(engine: Engine) {
    let (service, _) = round::full(engine).await;
    let open = service.person("Hanna Dahlgren").await;
    let (_, path) = make_feed(&service.officer, "person", &text(&open, "id")).await;
    let page = path.replace(".ics", ".html");
    // Control: of somebody who is not protected, the place is shown.
    assert!(
        get(&service, &page, "sv")
            .await
            .text()
            .contains("Novahuset")
    );
    let people = service.all("/api/v1/people").await;
    let protected = people
        .iter()
        .find(|person| person["security_marking"] != "none");
    let protected = text(protected.expect("somebody protected"), "id");
    let (_, path) = make_feed(&service.officer, "person", &protected).await;
    for ending in [".html", ".json"] {
        let reply = get(&service, &path.replace(".ics", ending), "sv").await;
        assert_eq!(reply.status, StatusCode::OK);
        let said = reply.text();
        assert!(
            said.contains("Plats och länk visas när du är inloggad."),
            "{said}"
        );
        assert!(!said.contains("Novahuset"), "{said}");
    }
}

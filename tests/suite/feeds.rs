//! Calendar feeds over HTTP: what calendar programs get, and when.

use harness::{
    Engine, TestService, both_engines,
    calendar::{check, events, fetch, grown, make_feed, path_of},
    instance::Instance,
    ok, problem, round, text,
};
use hyper::Method;
use serde_json::json;
use std::io::Read as _;

both_engines!(
    every_kind_of_feed_keeps_the_rules,
    an_unchanged_copy_is_not_sent_again,
    each_encoding_has_its_own_tag,
    changes_grow_and_cancelled_sessions_stay_a_while,
    nothing_changed_means_no_octet_changed,
    addresses_end,
    the_last_use_is_shown,
    a_change_is_seen_at_once,
    a_second_instance_follows,
    leaving_empties_the_feed_and_moves_last_modified,
);

async fn offering_feed(engine: Engine) -> (TestService, String, String) {
    let (service, offering) = round::full(engine).await;
    let (id, path) = make_feed(&service.admin, "offering", &offering).await;
    (service, id, path)
}

async fn every_kind_of_feed_keeps_the_rules(engine: Engine) {
    let (service, offering) = round::full(engine).await;
    service.commit(&service.propose(1).await).await;
    let cohorts = service.cohorts().await;
    let (cohort, other) = (text(&cohorts[0], "id"), text(&cohorts[1], "id"));
    let member = text(&cohorts[0]["members"][0], "person");
    for (n, id) in [&cohort, &other].into_iter().enumerate() {
        service
            .schedule(&json!({
                "cohort": id, "title": "Gruppmöte", "mode": "online", "teacher": "Lärare Lärarsson",
                "starts": format!("2027-02-1{n}T09:15"), "ends": format!("2027-02-1{n}T10:00"),
                "online_url": "https://zoom.example/j/1", "compulsory": true,
            }))
            .await;
    }
    for (kind, subject, count) in [
        ("offering", &offering, 10),
        ("cohort", &cohort, 11),
        ("person", &member, 11),
    ] {
        let client = if kind == "person" {
            &service.officer
        } else {
            &service.admin
        };
        let (_, path) = make_feed(client, kind, subject).await;
        let reply = fetch(&service.anyone, &path).await;
        let events = check(&reply.body).unwrap_or_else(|fault| panic!("{kind}: {fault}"));
        assert_eq!(events.len(), count, "{kind}");
        assert!(
            !reply.text().contains("Lärarsson"),
            "{kind}: somebody's name"
        );
        for (header, value) in [
            ("content-type", "text/calendar; charset=utf-8"),
            ("cache-control", "private, max-age=300"),
            ("x-robots-tag", "noindex"),
            ("referrer-policy", "no-referrer"),
            ("vary", "Accept-Encoding"),
            ("set-cookie", ""),
            ("www-authenticate", ""),
        ] {
            assert_eq!(reply.header(header), value, "{kind}: {header}");
        }
        assert_eq!(reply.header("content-length"), reply.body.len().to_string());
    }
    // Whoever has no place has a sound feed without events, not an error.
    let (anna, person) = service.participant(1, "larare").await;
    let (_, path) = make_feed(&anna, "person", &person).await;
    assert!(events(&service.anyone, &path).await.is_empty());
    let robots = ok_text(&service, "/robots.txt").await;
    assert!(!robots.contains("/calendar"), "{robots}");
    // Negative controls: the checker sees each fault.
    let long = json!({ "title": "Föreläsning ".repeat(9), "mode": "campus", "starts": "2027-02-12T09:15", "ends": "2027-02-12T10:00" });
    service.schedule(&long).await;
    let (_, path) = make_feed(&service.admin, "offering", &offering).await;
    let sound = fetch(&service.anyone, &path).await.text();
    for (from, to) in [
        ("\r\nUID:", "\r\nATTENDEE:mailto:a@b.example\r\nUID:"),
        ("\r\nCALSCALE", "\r\nMETHOD:PUBLISH\r\nCALSCALE"),
        ("\r\n ", "\r\n"),
        ("\r\n ", "\r\n \r\n "),
        ("\r\nSEQUENCE", "\nSEQUENCE"),
        ("BEGIN:VCALENDAR", "\u{FEFF}BEGIN:VCALENDAR"),
        (";TZID=Europe/Stockholm:", ":"),
        (
            "SUMMARY:",
            "SUMMARY:ååååååååååååååååååååååååååååååååååååååååå",
        ),
        ("SUMMARY:", "SUMMARY:\u{2028}"),
    ] {
        assert!(sound.contains(from), "{from:?}");
        assert!(
            check(sound.replacen(from, to, 1).as_bytes()).is_err(),
            "{to:?}"
        );
    }
    assert!(
        check(
            sound
                .replace("TZID:Europe/Stockholm", "TZID:Europe/Oslo")
                .as_bytes()
        )
        .is_err()
    );
}

async fn ok_text(service: &TestService, path: &str) -> String {
    let reply = service.anyone.get(path).await.expect("an answer");
    assert_eq!(reply.status, 200);
    reply.text()
}

async fn an_unchanged_copy_is_not_sent_again(engine: Engine) {
    let (service, _, path) = offering_feed(engine).await;
    let whole = fetch(&service.anyone, &path).await;
    let (tag, since) = (whole.etag(), whole.header("last-modified"));
    assert!(
        tag.starts_with('"') && since.ends_with(" GMT"),
        "{tag} {since}"
    );
    let past = "Mon, 01 Jan 2024 00:00:00 GMT";
    let cases: [(&[(&str, &str)], u16); 8] = [
        (&[("if-none-match", tag)], 304),
        (&[("if-none-match", "\"x\", *")], 304),
        (&[("if-none-match", "\"other\"")], 200),
        (&[("if-modified-since", since)], 304),
        (&[("if-modified-since", past)], 200),
        // The tag decides alone where there is one.
        (
            &[("if-none-match", "\"other\""), ("if-modified-since", since)],
            200,
        ),
        (&[("if-none-match", tag), ("if-modified-since", past)], 304),
        (&[("if-modified-since", "yesterday")], 200),
    ];
    for (headers, status) in cases {
        for method in [Method::GET, Method::HEAD] {
            let reply = service
                .anyone
                .send(method.clone(), &path, headers, "")
                .await
                .expect("an answer");
            assert_eq!(reply.status.as_u16(), status, "{method} {headers:?}");
            assert_eq!(
                (reply.etag(), reply.header("last-modified")),
                (tag, since),
                "{headers:?}"
            );
            let empty = status == 304 || method == Method::HEAD;
            assert_eq!(reply.body.is_empty(), empty, "{method} {headers:?}");
        }
    }
}

async fn each_encoding_has_its_own_tag(engine: Engine) {
    let (service, _, path) = offering_feed(engine).await;
    let plain = fetch(&service.anyone, &path).await;
    let ask = async |headers: &[(&str, &str)]| {
        service
            .anyone
            .send(Method::GET, &path, headers, "")
            .await
            .expect("an answer")
    };
    let gzip = ask(&[("accept-encoding", "br, gzip")]).await;
    assert_eq!(
        (gzip.header("content-encoding"), gzip.header("vary")),
        ("gzip", "Accept-Encoding")
    );
    assert_ne!(gzip.etag(), plain.etag());
    let mut opened = Vec::new();
    flate2::read::GzDecoder::new(&gzip.body[..])
        .read_to_end(&mut opened)
        .expect("gzip");
    assert_eq!(opened, plain.body);
    assert!(gzip.body.len() < plain.body.len() / 2);
    for refused in ["identity", "gzip;q=0", "br"] {
        let reply = ask(&[("accept-encoding", refused)]).await;
        assert_eq!(
            (reply.header("content-encoding"), reply.etag()),
            ("", plain.etag()),
            "{refused}"
        );
    }
    let known = ask(&[("accept-encoding", "gzip"), ("if-none-match", gzip.etag())]).await;
    assert_eq!((known.status.as_u16(), known.etag()), (304, gzip.etag()));
    let again = ask(&[("accept-encoding", "gzip")]).await;
    assert_eq!(again.body, gzip.body);
}

async fn changes_grow_and_cancelled_sessions_stay_a_while(engine: Engine) {
    let (mut service, _, path) = offering_feed(engine).await;
    let day = 24 * 3600;
    let mut modified = Vec::new();
    let mut last = events(&service.anyone, &path).await;
    let session = service.sessions().await[0].clone();
    let uid = text(&session, "uid");
    // Several changes within one second of the clock.
    let moved = service
        .reschedule(&session, &json!({ "place": "Långhuset L1" }))
        .await;
    for step in 0..3 {
        match step {
            0 => {}
            1 => {
                service
                    .reschedule(&moved, &json!({ "starts": "2027-01-21T11:15" }))
                    .await;
            }
            _ => {
                let now = service.sessions().await[0].clone();
                service.cancel(&now, "Sjuk").await;
            }
        }
        let reply = fetch(&service.anyone, &path).await;
        modified.push(http_seconds(reply.header("last-modified")));
        let now = check(&reply.body).expect("a sound feed");
        assert_ne!(now, last, "step {step}");
        grown(&last, &now).unwrap_or_else(|fault| panic!("step {step}: {fault}"));
        // Negative control: backwards is no growth.
        assert!(grown(&now, &last).is_err());
        assert_eq!(now.len(), 10, "step {step}");
        last = now;
    }
    let cancelled = &last[&uid];
    assert_eq!(cancelled["STATUS"], ":CANCELLED");
    assert!(
        cancelled["SUMMARY"].starts_with(":INSTÄLLT: "),
        "{}",
        cancelled["SUMMARY"]
    );
    assert!(!cancelled.contains_key("DESCRIPTION") || !cancelled["DESCRIPTION"].contains("Sjuk"));

    // From 2026-11-23T09:00Z to one minute before, and then to, the end of its fourteen days.
    let end = service.sessions().await[0]["ends_at"]
        .as_str()
        .expect("an end")
        .parse::<jiff::Timestamp>()
        .expect("an instant");
    let until = end.as_second() + 14 * day;
    service.advance(until - service.now().as_second() - 60);
    assert!(events(&service.anyone, &path).await.contains_key(&uid));
    let before = fetch(&service.anyone, &path).await;
    service.advance(60);
    let after = fetch(&service.anyone, &path).await;
    let now = check(&after.body).expect("a sound feed");
    assert!(!now.contains_key(&uid) && now.len() == 9);
    assert_ne!(before.etag(), after.etag());
    modified.push(http_seconds(after.header("last-modified")));
    assert!(modified.is_sorted_by(|a, b| a < b), "{modified:?}");
    let since = [("if-modified-since", before.header("last-modified"))];
    let asked = service
        .anyone
        .send(Method::GET, &path, &since, "")
        .await
        .expect("an answer");
    assert_eq!(asked.status, 200);
    service.sign_staff_in_again().await;
}

pub(crate) fn http_seconds(date: &str) -> i64 {
    let time = jiff::fmt::strtime::parse("%a, %d %b %Y %H:%M:%S GMT", date).expect("a date");
    let wall = time.to_datetime().expect("a date");
    wall.to_zoned_datetime(jiff::tz::TimeZone::UTC)
        .expect("an instant")
        .timestamp()
        .as_second()
}

async fn nothing_changed_means_no_octet_changed(engine: Engine) {
    let (service, _, path) = offering_feed(engine).await;
    let first = fetch(&service.anyone, &path).await;
    service.advance(3600);
    // Something that no calendar shows.
    service.participant(1, "larare").await;
    let session = service.sessions().await[0].clone();
    service
        .reschedule(&session, &json!({ "place": session["place"] }))
        .await;
    service.tick().await;
    let later = fetch(&service.anyone, &path).await;
    let same = |other: &harness::Reply| {
        assert_eq!(first.body, other.body);
        assert_eq!(first.etag(), other.etag());
        assert_eq!(first.header("last-modified"), other.header("last-modified"));
    };
    same(&later);
    // Nor does a restart change it: nothing of it lives in memory only.
    let again = Instance::beside(&service).await;
    same(&fetch(&again.anyone, &path).await);
}

async fn addresses_end(engine: Engine) {
    let (service, _, _) = offering_feed(engine).await;
    for unknown in [
        "/calendar/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA.ics",
        "/calendar/x.ics",
        "/calendar/.ics",
        "/calendar/x.txt",
    ] {
        let (status, _, _) = problem(service.anyone.get(unknown).await);
        assert_eq!(status, 404, "{unknown}");
    }
    let (anna, person) = service.participant(1, "larare").await;
    let (bo, _) = service.participant(2, "larare").await;
    let (id, path) = make_feed(&anna, "person", &person).await;
    fetch(&service.anyone, &path).await;
    // Others' feeds do not exist.
    let feed = format!("/api/v1/feeds/{id}");
    let reply = bo.send(Method::DELETE, &feed, &[], "").await;
    assert_eq!(problem(reply).0, 404);
    let new = json!({ "kind": "person", "subject": person, "name": "x", "language": "sv" });
    assert_eq!(problem(bo.post("/api/v1/feeds", &new).await).0, 404);

    let made = ok(anna.post(&format!("{feed}/rotate"), &json!({})).await);
    let (second, rotated) = (text(&made, "id"), path_of(&text(&made, "url")));
    assert_eq!(problem(service.anyone.get(&path).await).0, 410);
    assert_eq!(fetch(&service.anyone, &rotated).await.status, 200);
    let feed = format!("/api/v1/feeds/{second}");
    for _ in 0..2 {
        let reply = anna
            .send(Method::DELETE, &feed, &[], "")
            .await
            .expect("an answer");
        assert_eq!(reply.status, 204);
        assert_eq!(problem(service.anyone.get(&rotated).await).0, 410);
    }
    assert_eq!(
        problem(anna.post(&format!("{feed}/rotate"), &json!({})).await).0,
        409
    );
    // The token is nowhere in the database.
    let token = rotated
        .trim_start_matches("/calendar/")
        .trim_end_matches(".ics");
    assert!(!service.stored().await.contains(token));
}

async fn the_last_use_is_shown(engine: Engine) {
    let (service, id, path) = offering_feed(engine).await;
    service.advance(60);
    fetch(&service.anyone, &path).await;
    service.advance(60);
    let used = service.now().to_string();
    fetch(&service.anyone, &path).await;
    service.advance(60);
    service.tick().await;
    let feeds = service.all("/api/v1/feeds").await;
    let feed = feeds
        .iter()
        .find(|feed| text(feed, "id") == id)
        .expect("the feed");
    assert_eq!(text(feed, "last_used_at"), used);
}

async fn a_change_is_seen_at_once(engine: Engine) {
    let (service, _, path) = offering_feed(engine).await;
    fetch(&service.anyone, &path).await;
    let session = service.sessions().await[0].clone();
    // The background worker does not run here: whoever asks next must see it all the same.
    service
        .reschedule(&session, &json!({ "title": "Upprop i ny sal" }))
        .await;
    assert!(
        fetch(&service.anyone, &path)
            .await
            .text()
            .contains("Upprop i ny sal")
    );
}

async fn a_second_instance_follows(engine: Engine) {
    let (service, _, path) = offering_feed(engine).await;
    let second = Instance::beside(&service).await;
    second.tick().await;
    assert!(
        !fetch(&second.anyone, &path)
            .await
            .text()
            .contains("Uppropet")
    );
    let session = service.sessions().await[0].clone();
    service
        .reschedule(&session, &json!({ "title": "Uppropet" }))
        .await;
    second.tick().await;
    let followed = fetch(&second.anyone, &path).await;
    assert!(followed.text().contains("Uppropet"));
    assert_eq!(followed.body, fetch(&service.anyone, &path).await.body);
}

async fn leaving_empties_the_feed_and_moves_last_modified(engine: Engine) {
    let (service, _) = round::full(engine).await;
    let person = text(&service.person("Hanna Dahlgren").await, "id");
    let (_, path) = make_feed(&service.admin, "person", &person).await;
    let before = fetch(&service.anyone, &path).await;
    assert_eq!(check(&before.body).expect("a sound feed").len(), 10);
    service.advance(1);
    service.withdraw(&person).await;
    let after = fetch(&service.anyone, &path).await;
    assert!(check(&after.body).expect("a sound feed").is_empty());
    assert!(
        http_seconds(after.header("last-modified")) > http_seconds(before.header("last-modified"))
    );
}

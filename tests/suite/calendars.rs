//! Feeds through three independent parsers: each reads what the API says, instant by instant.

use harness::{
    Engine, TestService, both_engines,
    calendar::{check, fetch, make_feed, probes, read},
    round::{self, OFFERING},
    term, text,
};
use serde_json::{Value, json};

both_engines!(
    three_parsers_read_what_the_api_says,
    three_parsers_read_a_cohort_feed,
    each_parser_would_notice,
);

async fn compare(service: &TestService, path: &str, sessions: &[Value]) {
    let octets = fetch(&service.anyone, path).await.body;
    check(&octets).unwrap_or_else(|fault| panic!("{fault}"));
    let expected = term::events(sessions);
    for (name, probe) in probes() {
        let found = read(&probe, &octets)
            .await
            .unwrap_or_else(|error| panic!("{name}: {error}"));
        assert_eq!(found, expected, "{name}");
    }
}

/// Sessions where calendars go wrong: at both edges of summer time, and with text that is code.
async fn hostile(service: &TestService) {
    let long = "Å".repeat(190);
    for (n, (title, place)) in [
        ("Ett\r\nATTENDEE:mailto:ond@example.org", "Sal;A,B\\C"),
        (
            "Två \u{2028}rader\u{2029} \u{7}ljud",
            "\\n är inget radbyte",
        ),
        ("Emoji 👩🏽‍🏫🎉 och ;,\\\"", "Hörsal \u{202E}M"),
        (&*long, &*long),
        ("BEGIN:VEVENT", "END:VCALENDAR"),
        ("Blandat: å ä ö é ß 漢字", "\u{FEFF}Rum  1"),
    ]
    .into_iter()
    .enumerate()
    {
        service.schedule(&json!({
            "title": title, "place": place, "mode": "hybrid", "preliminary": n == 5,
            "starts": format!("2027-03-0{}T08:15", n + 1), "ends": format!("2027-03-0{}T10:00", n + 1),
            "online_url": "https://zoom.example/j/1?pwd=a;b,c", "compulsory": true,
        })).await;
    }
    for (starts, ends, folds) in [
        ("2027-03-27T23:30", "2027-03-28T03:30", None),
        ("2027-03-28T01:59", "2027-03-28T03:00", None),
        (
            "2026-10-25T01:30",
            "2026-10-25T02:30",
            Some((None, Some("earlier"))),
        ),
        (
            "2026-10-25T02:30",
            "2026-10-25T02:15",
            Some((Some("earlier"), Some("later"))),
        ),
        (
            "2026-10-25T02:15",
            "2026-10-25T03:00",
            Some((Some("later"), None)),
        ),
        (
            "2027-10-31T02:30",
            "2027-10-31T02:45",
            Some((Some("later"), Some("later"))),
        ),
        ("2027-07-01T12:00", "2027-07-01T13:00", None),
    ] {
        let mut new = json!({ "title": format!("Kant {starts}"), "mode": "online", "starts": starts, "ends": ends });
        if let Some((first, last)) = folds {
            first.inspect(|fold| new["starts_fold"] = json!(fold));
            last.inspect(|fold| new["ends_fold"] = json!(fold));
        }
        service.schedule(&new).await;
    }
}

async fn three_parsers_read_what_the_api_says(engine: Engine) {
    let (service, offering) = round::full(engine).await;
    hostile(&service).await;
    let sessions = service.sessions().await;
    service.cancel(&sessions[3], "Sjuk").await;
    service
        .reschedule(&sessions[4], &json!({ "place": "" }))
        .await;
    let sessions = service.sessions().await;
    assert_eq!(sessions.len(), 23);
    let (_, path) = make_feed(&service.admin, "offering", &offering).await;
    compare(&service, &path, &sessions).await;
    let octets = fetch(&service.anyone, &path).await.text();
    assert!(!octets.contains("\r\nATTENDEE") && octets.contains("\\;A\\,B\\\\C"));
}

async fn three_parsers_read_a_cohort_feed(engine: Engine) {
    let (service, _) = round::full(engine).await;
    service.commit(&service.propose(1).await).await;
    let cohort = text(&service.cohorts().await[2], "id");
    service
        .schedule(&json!({
            "cohort": cohort, "title": "Gruppmöte", "mode": "campus", "place": "G3",
            "starts": "2027-03-28T01:30", "ends": "2027-03-28T04:00",
        }))
        .await;
    let (_, path) = make_feed(&service.admin, "cohort", &cohort).await;
    let sessions = service.sessions().await;
    assert_eq!(sessions.len(), 11);
    compare(&service, &path, &sessions).await;
    // What the public is told of the same sessions agrees with the calendar too.
    let public = service
        .anyone
        .read(&format!("/api/v1/offerings/{OFFERING}/sessions"))
        .await
        .expect("sessions");
    assert_eq!(public.as_array().expect("a list").len(), 10);
}

async fn each_parser_would_notice(engine: Engine) {
    let (service, offering) = round::full(engine).await;
    let (_, path) = make_feed(&service.admin, "offering", &offering).await;
    let sound = fetch(&service.anyone, &path).await.text();
    let expected = term::events(&service.sessions().await);
    for (what, broken) in [
        ("an hour later", sound.replacen("T101500", "T111500", 1)),
        ("another place", sound.replacen("Novahuset", "Långhuset", 1)),
        (
            "another number",
            sound.replacen("SEQUENCE:0", "SEQUENCE:1", 1),
        ),
        ("cut", sound[..sound.len() / 2].to_owned()),
        ("floating", sound.replace(";TZID=Europe/Stockholm:", ":")),
        (
            "no zone",
            sound.replace("TZID:Europe/Stockholm", "TZID:Europe/Oslo"),
        ),
    ] {
        assert_ne!(broken, sound, "{what}");
        for (name, probe) in probes() {
            let found = read(&probe, broken.as_bytes()).await;
            assert_ne!(
                found.as_ref(),
                Ok(&expected),
                "{name} does not notice: {what}"
            );
        }
    }
}

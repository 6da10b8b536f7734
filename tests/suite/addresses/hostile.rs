//! Servers that mean ill: none harms, and of each it is said what it did.

use super::{PATH, give, known, refresh, timetable};
use harness::{
    Engine,
    hostile::{Act, Hostile},
    ok, problem, round,
};
use serde_json::{Value, json};
use std::time::{Duration, Instant};

harness::both_engines!(
    a_hostile_server_harms_nothing,
    the_first_time_it_is_said_at_once
);

/// Longest that anything here may take: the fetcher's second, and the machine's.
const LONGEST: Duration = Duration::from_secs(8);

/// What a server does, and what is said of it.
fn acts(server: &Hostile) -> Vec<(&'static str, Act, &'static str)> {
    let address = server.address;
    let to = |url: &str| Act::redirect(url);
    let bomb = vec![b' '; 64 * 1024 * 1024];
    let spoilt = timetable().replacen("DTSTART:20270118T071500Z", "DTSTART:20270118T251500Z", 1);
    let fields = "x-a: b\r\n".repeat(5_000);
    server.set("/b", to("/c"));
    server.set("/c", to("/b"));
    server.set("/one", to("/two"));
    server.set("/two", to("/three"));
    server.set("/three", to("/four"));
    server.set("/four", Act::page(timetable()));
    vec![
        ("a head in drips", Act::DripHead, "too_slow"),
        ("a body in drips", Act::DripBody, "too_slow"),
        ("a body without end", Act::Endless, "too_large"),
        (
            "a length too large",
            Act::Octets(b"HTTP/1.1 200 OK\r\ncontent-length: 99999999\r\n\r\n".to_vec()),
            "too_large",
        ),
        ("a gzip bomb", Act::gzip(&bomb), "too_large"),
        (
            "a head without measure",
            Act::answer("200 OK", &fields, timetable()),
            "garbled",
        ),
        (
            "no HTTP",
            Act::Octets(b"\x16\x03\x01 hello\r\n\r\n".to_vec()),
            "garbled",
        ),
        ("nothing", Act::Octets(Vec::new()), "garbled"),
        (
            "half of what was promised",
            Act::Octets(
                b"HTTP/1.1 200 OK\r\ncontent-length: 500\r\n\r\nBEGIN:VCALENDAR\r\n".to_vec(),
            ),
            "garbled",
        ),
        ("a redirect to itself", to("/b"), "too_many_redirects"),
        ("four redirects", to("/one"), "too_many_redirects"),
        (
            "a redirect inside",
            to("https://10.0.0.1/a.ics"),
            "not_public",
        ),
        (
            "a redirect to a cloud's secrets",
            to("https://169.254.169.254/latest"),
            "not_public",
        ),
        (
            "a redirect inside in disguise",
            to("https://[64:ff9b::7f00:1]/"),
            "not_public",
        ),
        (
            "a redirect to http",
            to("http://schema.example.org/a.ics"),
            "bad_redirect",
        ),
        (
            "a redirect with a password",
            to(&format!("http://a:b@{address}/four")),
            "bad_redirect",
        ),
        (
            "a redirect to a file",
            to("file:///etc/passwd"),
            "bad_redirect",
        ),
        (
            "a redirect nowhere",
            Act::answer("302 Found", "", ""),
            "bad_redirect",
        ),
        (
            "unchanged, though nobody asked",
            Act::Octets(b"HTTP/1.1 304 Not Modified\r\n\r\n".to_vec()),
            "status",
        ),
        (
            "a part",
            Act::answer("206 Partial Content", "", timetable()),
            "status",
        ),
        (
            "a sign-in",
            Act::answer("401 Unauthorized", "", ""),
            "status",
        ),
        (
            "a fault",
            Act::answer("500 Internal Server Error", "", ""),
            "status",
        ),
        (
            "a page to sign in",
            Act::page("<!doctype html><form action=login>"),
            "malformed",
        ),
        ("a line that is no line", Act::page(spoilt), "malformed"),
        (
            "a calendar cut off",
            Act::page(&timetable()[..4000]),
            "malformed",
        ),
        (
            "nothing in it",
            Act::page("BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n"),
            "empty",
        ),
        (
            "packed in some other way",
            Act::answer("200 OK", "content-encoding: br\r\n", timetable()),
            "packing",
        ),
        (
            "packed twice",
            Act::answer(
                "200 OK",
                "content-encoding: gzip\r\ncontent-encoding: gzip\r\n",
                "x",
            ),
            "packing",
        ),
        (
            "called packed",
            Act::answer("200 OK", "content-encoding: gzip\r\n", timetable()),
            "packing",
        ),
    ]
}

async fn a_hostile_server_harms_nothing(engine: Engine) {
    let (service, _) = round::empty(engine).await;
    let server = Hostile::start().await;
    let url = server.set("/a.ics", Act::page(timetable()));
    ok(give(&service.admin, &format!("{PATH}/address"), &url).await);
    let before = known(&service).await;
    let acts = acts(&server);
    let mut failures = 0;
    for (what, act, code) in acts {
        server.set("/a.ics", act);
        let started = Instant::now();
        let after = refresh(&service.admin, PATH).await;
        assert!(
            started.elapsed() < LONGEST,
            "{what} took {:?}",
            started.elapsed()
        );
        failures += 1;
        let address = &after["address"];
        assert_eq!(address["problem_code"], code, "{what}: {address}");
        assert_eq!(address["failures"], failures, "{what}");
        assert!(
            address["problem"]
                .as_str()
                .is_some_and(|said| said.len() > 10),
            "{what}"
        );
        for field in ["events", "first", "last", "read_at"] {
            assert_eq!(after[field], before[field], "{what}: {field}");
        }
    }
    // The line is said, in either language.
    let spoilt = timetable().replacen("DTSTART:20270118T071500Z", "DTSTART:20270118T251500Z", 1);
    server.set("/a.ics", Act::page(spoilt));
    let said = refresh(&service.admin, PATH).await["address"]["problem"].clone();
    assert!(
        said.as_str().is_some_and(|said| said.starts_with("Rad 7:")),
        "{said}"
    );
    // The control: three redirects, and a calendar that is packed as it should be.
    server.set("/a.ics", Act::redirect("/two"));
    assert_eq!(
        refresh(&service.admin, PATH).await["address"]["failures"],
        0
    );
    server.set("/a.ics", Act::gzip(timetable().as_bytes()));
    let well = refresh(&service.admin, PATH).await;
    assert_eq!(
        (&well["address"]["failures"], &well["events"]),
        (&json!(0), &json!(155))
    );
}

async fn the_first_time_it_is_said_at_once(engine: Engine) {
    let (service, _) = round::empty(engine).await;
    let server = Hostile::start().await;
    let path = format!("{PATH}/address");
    let refused = async |act: Act| -> (u16, String, Value) {
        let url = server.set("/a.ics", act);
        problem(give(&service.admin, &path, &url).await)
    };
    let (status, code, answer) = refused(Act::DripHead).await;
    assert_eq!((status, &*code), (409, "calendar-not-fetched"));
    assert_eq!(answer["detail"], "Servern blev inte klar på 1 sekunder.");
    let (_, _, answer) = refused(Act::page("<html>")).await;
    assert_eq!(answer["detail"], "Svaret är ingen kalender.");
    assert_eq!(known(&service).await.get("address"), None);
}

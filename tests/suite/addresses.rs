//! Timetables fetched from addresses, from servers that mean well and servers that do not.

mod clock;
mod hostile;
mod private;
mod turns;

use harness::{
    Client, Engine, Reply, TestService,
    hostile::{Act, Hostile},
    ok, problem,
    round::{self, demo_file},
};
use hyper::Method;
use samverkan_service::{
    demo::http::CallError,
    usecase::timetables::{Fetches, fetch_due},
};
use serde_json::{Value, json};

harness::both_engines!(
    a_timetable_is_fetched_again_and_again,
    failures_are_answered_with_patience,
    what_is_gone_is_asked_for_no_more,
    not_every_address_is_taken,
    an_address_can_be_tried_and_taken_away
);

const HOUR: i64 = 3_600;
const PATH: &str = "/api/v1/timetables/LKP1Y";

/// Gives an address; gives whatever comes back.
async fn give(client: &Client, path: &str, url: &str) -> Result<Reply, CallError> {
    let body = json!({ "url": url });
    client.send_json(Method::PUT, path, &[], &body).await
}

async fn refresh(client: &Client, path: &str) -> Value {
    ok(client.post(&format!("{path}/refresh"), &json!({})).await)
}

/// What is known of the programme's timetable.
async fn known(service: &TestService) -> Value {
    let all = service
        .admin
        .read("/api/v1/timetables")
        .await
        .expect("a list");
    let mut all = all.as_array().expect("a list").iter();
    all.find(|one| one["programme"] == "LKP1Y")
        .expect("the programme")
        .clone()
}

async fn due(service: &TestService) -> Fetches {
    fetch_due(&service.app).await.expect("a round of fetching")
}

fn timetable() -> String {
    String::from_utf8(demo_file("schema-LKP1Y-vt2027.ics")).expect("text")
}

/// One event on a day, for two hours from noon.
fn one_event(day: &str, title: &str) -> String {
    format!(
        "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:{day}\r\nDTSTART:{day}T120000Z\r\n\
         DTEND:{day}T140000Z\r\nSUMMARY:{title}\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
    )
}

fn tagged(etag: &str, body: String) -> Act {
    Act::Tagged {
        etag: format!("\"{etag}\""),
        body,
    }
}

async fn a_timetable_is_fetched_again_and_again(engine: Engine) {
    let (mut service, _) = round::empty(engine).await;
    let server = Hostile::start().await;
    let url = server.set("/hemlig/LKP1Y.ics", tagged("1", timetable()));
    let report = ok(give(&service.admin, &format!("{PATH}/address"), &url).await);
    assert_eq!(
        (&report["sound"], &report["used"]),
        (&json!(true), &json!(155))
    );
    let first = known(&service).await;
    assert_eq!(first["events"], 155);
    assert_eq!(first["address"]["host"], "127.0.0.1");
    assert!(
        !first.to_string().contains("hemlig"),
        "the address is not shown again"
    );
    // Asked as a stranger asks: nothing but what is needed is said.
    let heads = server.heads("/hemlig/LKP1Y.ics");
    let head = heads[0].to_lowercase();
    for never in [
        "cookie",
        "authorization",
        "referer",
        "if-none-match",
        "origin",
    ] {
        assert!(!head.contains(never), "{head}");
    }
    // Not due: nobody is asked. Due and unchanged: asked with what the server said, and read so.
    assert_eq!(due(&service).await, Fetches::default());
    service.advance(5 * HOUR);
    let done = due(&service).await;
    assert_eq!((done.read, done.changed, done.failed), (1, 0, 0));
    let heads = server.heads("/hemlig/LKP1Y.ics");
    assert_eq!(heads.len(), 2);
    assert!(
        heads[1].to_lowercase().contains("if-none-match: \"1\"\r\n"),
        "{}",
        heads[1]
    );
    let unchanged = known(&service).await;
    assert_eq!(
        unchanged["read_at"], first["read_at"],
        "the content is as old as before"
    );
    assert_ne!(unchanged["address"]["read_at"], first["address"]["read_at"]);
    assert_eq!(
        unchanged["address"]["changed_at"],
        first["address"]["changed_at"]
    );
    // Changed: taken over whole, on the days that it is about.
    server.set(
        "/hemlig/LKP1Y.ics",
        tagged("2", one_event("20270901", "Föreläsning")),
    );
    service.advance(5 * HOUR);
    assert_eq!(due(&service).await.changed, 1);
    let changed = known(&service).await;
    assert_eq!(
        (&changed["events"], &changed["last"]),
        (&json!(156), &json!("2027-09-01"))
    );
    assert_ne!(
        changed["address"]["changed_at"],
        first["address"]["changed_at"]
    );
    // The same once more under another name is nothing new, and leaves no trace.
    let trail = service.sql("SELECT action FROM audit").await.len();
    server.set(
        "/hemlig/LKP1Y.ics",
        tagged("3", one_event("20270901", "Föreläsning")),
    );
    service.advance(5 * HOUR);
    assert_eq!(due(&service).await.changed, 0);
    assert_eq!(service.sql("SELECT action FROM audit").await.len(), trail);
    // After a month it is read whole even if it is unchanged: repetitions go on.
    service.advance(31 * 24 * HOUR);
    due(&service).await;
    let last = server.heads("/hemlig/LKP1Y.ics").pop().expect("a request");
    assert!(!last.to_lowercase().contains("if-none-match"), "{last}");
    service.sign_staff_in_again().await;
    // A redirect is followed, and each hop is asked for by itself.
    let old = server.set("/old", Act::redirect("/hemlig/LKP1Y.ics"));
    ok(give(&service.admin, &format!("{PATH}/address"), &old).await);
    assert!(
        !service.stored().await.contains("hemlig"),
        "addresses are sealed"
    );
}

async fn failures_are_answered_with_patience(engine: Engine) {
    let (service, _) = round::empty(engine).await;
    let server = Hostile::start().await;
    let url = server.set("/a.ics", Act::page(timetable()));
    ok(give(&service.admin, &format!("{PATH}/address"), &url).await);
    server.set("/a.ics", Act::answer("503 Service Unavailable", "", ""));
    service.advance(5 * HOUR);
    assert_eq!(due(&service).await.failed, 1);
    let failed = known(&service).await;
    assert_eq!(failed["events"], 155, "what was read before stands");
    let address = &failed["address"];
    assert_eq!(
        (&address["problem_code"], &address["failures"]),
        (&json!("status"), &json!(1))
    );
    assert_eq!(address["problem"], "Servern svarade 503.");
    // A quarter of an hour, then twice as long each time, and never more than a day.
    service.advance(14 * 60);
    assert_eq!(due(&service).await, Fetches::default());
    service.advance(5 * 60);
    assert_eq!(due(&service).await.failed, 1);
    service.advance(29 * 60);
    assert_eq!(due(&service).await, Fetches::default());
    service.advance(8 * 60);
    assert_eq!(due(&service).await.failed, 1);
    for _ in 0..7 {
        service.advance(24 * HOUR);
        assert_eq!(due(&service).await.failed, 1);
    }
    assert_eq!(known(&service).await["address"]["failures"], 10);
    // Well again, and all is forgotten.
    server.set("/a.ics", Act::page(timetable()));
    service.advance(24 * HOUR);
    assert_eq!(due(&service).await.read, 1);
    let well = known(&service).await;
    assert_eq!(
        (&well["address"]["failures"], well["address"].get("problem")),
        (&json!(0), None)
    );
    // A server may ask to be left alone for longer.
    server.set(
        "/a.ics",
        Act::answer("429 Too Many Requests", "retry-after: 7200\r\n", ""),
    );
    service.advance(5 * HOUR);
    assert_eq!(due(&service).await.failed, 1);
    service.advance(2 * HOUR - 60);
    assert_eq!(due(&service).await, Fetches::default());
    service.advance(HOUR / 2);
    assert_eq!(due(&service).await.failed, 1);
}

async fn what_is_gone_is_asked_for_no_more(engine: Engine) {
    let (service, _) = round::empty(engine).await;
    let server = Hostile::start().await;
    let url = server.set("/a.ics", Act::page(timetable()));
    ok(give(&service.admin, &format!("{PATH}/address"), &url).await);
    // Not found may be a mistake: flagged, kept, asked for again.
    server.set("/a.ics", Act::answer("404 Not Found", "", ""));
    let missing = refresh(&service.admin, PATH).await;
    assert_eq!(
        missing["address"]["problem"],
        "Servern säger att kalendern inte finns (404)."
    );
    assert!(missing["address"]["next_at"].is_string());
    // Gone is a word.
    server.set("/a.ics", Act::answer("410 Gone", "", ""));
    let gone = refresh(&service.admin, PATH).await;
    assert_eq!(gone["address"]["problem_code"], "gone");
    assert_eq!(gone["address"].get("next_at"), None);
    assert_eq!(gone["events"], 155);
    let asked = server.heads("/a.ics").len();
    service.advance(7 * 24 * HOUR);
    assert_eq!(due(&service).await, Fetches::default());
    assert_eq!(server.heads("/a.ics").len(), asked);
    // Somebody who knows better can have it read all the same.
    server.set("/a.ics", Act::page(timetable()));
    let back = refresh(&service.admin, PATH).await;
    assert!(back["address"]["next_at"].is_string(), "{back}");
    service.advance(5 * HOUR);
    assert_eq!(due(&service).await.read, 1);
}

async fn not_every_address_is_taken(engine: Engine) {
    let (service, _) = round::empty(engine).await;
    let path = format!("{PATH}/address");
    for bad in [
        "http://schema.example.org/a.ics",
        "https://anna:hemligt@schema.example.org/a.ics",
        "schema.example.org",
        "file:///etc/passwd",
        "",
    ] {
        let (status, _, answer) = problem(give(&service.admin, &path, bad).await);
        assert_eq!(
            (status, &answer["errors"][0]["pointer"]),
            (422, &json!("/url")),
            "{bad}"
        );
        assert!(!answer.to_string().contains("hemligt"));
    }
    for inside in [
        "https://10.0.0.1/a",
        "https://169.254.169.254/a",
        "https://[::ffff:10.0.0.1]/a",
    ] {
        let (status, code, answer) = problem(give(&service.admin, &path, inside).await);
        assert_eq!((status, &*code), (409, "calendar-not-fetched"), "{inside}");
        assert_eq!(
            answer["detail"],
            "Adressen leder inte till det öppna nätet, och dit går inte tjänsten."
        );
    }
    let unknown = give(
        &service.admin,
        "/api/v1/timetables/XXX1X/address",
        "https://10.0.0.1/",
    )
    .await;
    assert_eq!(problem(unknown).0, 404);
    assert_eq!(
        known(&service).await.get("address"),
        None,
        "nothing is kept"
    );
}

async fn an_address_can_be_tried_and_taken_away(engine: Engine) {
    let (service, _) = round::empty(engine).await;
    let server = Hostile::start().await;
    let path = format!("{PATH}/address");
    let url = server.set("/a.ics", Act::page(timetable()));
    let dry = ok(give(&service.admin, &format!("{path}?dry_run=true"), &url).await);
    assert_eq!((&dry["dry_run"], &dry["used"]), (&json!(true), &json!(155)));
    let known_now = known(&service).await;
    assert_eq!(
        (&known_now["events"], known_now.get("address")),
        (&json!(0), None)
    );
    // A line that is not understood: nothing is read, and the address is not kept.
    let spoilt = timetable().replacen("DTSTART:20270118T071500Z", "DTSTART:20270118T251500Z", 1);
    let wrong = server.set("/wrong.ics", Act::page(spoilt));
    let refused = ok(give(&service.admin, &path, &wrong).await);
    assert_eq!(
        (&refused["sound"], &refused["faults"][0]["line"]),
        (&json!(false), &json!(7))
    );
    assert_eq!(known(&service).await.get("address"), None);
    ok(give(&service.admin, &path, &url).await);
    let gone = service.admin.send(Method::DELETE, &path, &[], "").await;
    assert_eq!(gone.expect("an answer").status.as_u16(), 204);
    let left = known(&service).await;
    assert_eq!((&left["events"], left.get("address")), (&json!(155), None));
    service.advance(5 * HOUR);
    assert_eq!(due(&service).await, Fetches::default());
    let again = service.admin.send(Method::DELETE, &path, &[], "").await;
    assert_eq!(problem(again).0, 404);
    assert_eq!(
        problem(
            service
                .admin
                .post(&format!("{PATH}/refresh"), &json!({}))
                .await
        )
        .0,
        404
    );
}

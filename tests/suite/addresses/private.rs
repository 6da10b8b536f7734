//! A person's own calendar, fetched: the address is the person's secret, and only times are kept.

use super::{HOUR, due, give, one_event, tagged};
use harness::{
    Client, Engine, Reply, TestService,
    hostile::{Act, Hostile},
    ok, problem,
    round::{self, OFFERING},
};
use hyper::Method;
use samverkan_service::demo::http::CallError;
use serde_json::{Value, json};

harness::both_engines!(
    an_address_is_given_read_and_taken_away,
    nothing_but_times_is_kept_of_what_is_fetched,
    one_person_cannot_have_the_service_knock_on_doors,
    of_a_protected_person_nothing_is_told
);

const MINE: &str = "/api/v1/me/calendar";

async fn delete(client: &Client) -> Result<Reply, CallError> {
    client.send(Method::DELETE, MINE, &[], "").await
}

async fn put_file(client: &Client, file: String) -> Value {
    let kind = [("content-type", "text/calendar")];
    ok(client.send(Method::PUT, MINE, &kind, file).await)
}

fn busy(calendar: &Value) -> usize {
    calendar["busy"].as_array().expect("times").len()
}

async fn rows(service: &TestService) -> (usize, usize) {
    let count = async |table: &str| {
        let query =
            format!("SELECT CAST(revision AS TEXT) FROM {table} WHERE person_id IS NOT NULL");
        service.sql(&query).await.len()
    };
    (count("busy_source").await, count("busy_address").await)
}

async fn an_address_is_given_read_and_taken_away(engine: Engine) {
    let (service, _) = round::empty(engine).await;
    let (anna, _) = service.participant(1, "larare").await;
    let (bo, _) = service.participant(2, "kurator").await;
    let server = Hostile::start().await;
    let url = server.set("/anna.ics", tagged("1", one_event("20270204", "x")));
    assert_eq!(
        problem(anna.post(&format!("{MINE}/refresh"), &json!({})).await).0,
        404
    );
    let mine = ok(give(&anna, MINE, &url).await);
    assert_eq!(
        (busy(&mine), &mine["address"]["host"]),
        (1, &json!("127.0.0.1"))
    );
    assert_eq!(problem(bo.get(MINE).await).0, 404);
    assert_eq!(problem(give(&service.admin, MINE, &url).await).0, 403);
    // Fetched again, and followed.
    server.set("/anna.ics", tagged("2", one_event("20270205", "x")));
    service.advance(5 * HOUR);
    assert_eq!(due(&service).await.changed, 1);
    let followed = ok(anna.get(MINE).await);
    assert_eq!(followed["busy"][0]["starts_at"], "2027-02-05T12:00:00Z");
    // What goes wrong is said, and the times stand.
    server.set("/anna.ics", Act::page("<html>Sign in</html>"));
    service.advance(5 * HOUR);
    assert_eq!(due(&service).await.failed, 1);
    let wrong = ok(anna.get(MINE).await);
    assert_eq!(
        (busy(&wrong), &wrong["address"]["problem"]),
        (1, &json!("Svaret är ingen kalender."))
    );
    // An emptied calendar is no fault: nobody is busy.
    server.set("/anna.ics", Act::page("BEGIN:VCALENDAR\nEND:VCALENDAR\n"));
    let empty = ok(anna.post(&format!("{MINE}/refresh"), &json!({})).await);
    assert_eq!(
        (busy(&empty), &empty["address"]["failures"]),
        (0, &json!(0))
    );
    // A file takes the place of the address.
    let file = put_file(&anna, one_event("20270206", "x")).await;
    assert_eq!((busy(&file), file.get("address")), (1, None));
    assert_eq!(rows(&service).await, (1, 0));
    // Taken away, everything is gone.
    service.advance(60);
    ok(give(&anna, MINE, &url).await);
    assert_eq!(rows(&service).await, (1, 1));
    assert_eq!(delete(&anna).await.expect("an answer").status.as_u16(), 204);
    assert_eq!(rows(&service).await, (0, 0));
    assert_eq!(problem(delete(&anna).await).0, 404);
}

async fn nothing_but_times_is_kept_of_what_is_fetched(engine: Engine) {
    let (service, _) = round::empty(engine).await;
    let (anna, _) = service.participant(1, "larare").await;
    let server = Hostile::start().await;
    let url = server.set(
        "/p/qzsecret.ics?k=qzkey",
        tagged("qzetag", one_event("20270204", "Qztitle")),
    );
    let answer = give(&anna, MINE, &url).await.expect("an answer");
    assert!(
        !answer.text().contains("qz"),
        "not even the person gets it back: {}",
        answer.text()
    );
    // A line that cannot be read must not be quoted into what is kept.
    server.set(
        "/p/qzsecret.ics?k=qzkey",
        Act::page("BEGIN:VCALENDAR\nQztitle utan namn\nEND:VCALENDAR\n"),
    );
    let wrong = ok(anna.post(&format!("{MINE}/refresh"), &json!({})).await);
    assert_eq!(wrong["address"]["problem"], "Rad 2 går inte att förstå.");
    // A title that the reader would quote as no time, likewise.
    let odd = one_event("20270204", "x").replace("DTSTART:20270204T120000Z", "DTSTART:Qztitle");
    server.set("/p/qzsecret.ics?k=qzkey", Act::page(odd));
    ok(anna.post(&format!("{MINE}/refresh"), &json!({})).await);
    let stored = service.stored().await.to_lowercase();
    assert!(
        stored.contains("calendar.address_given"),
        "this is where it would be"
    );
    for secret in ["qzsecret", "qzkey", "qzetag", "qztitle"] {
        assert!(!stored.contains(secret), "{secret} is kept");
    }
    let host = service.address.ip().to_string();
    let rows = service
        .sql("SELECT COALESCE(failure, '') FROM busy_address")
        .await;
    assert!(rows.iter().all(|row| !row.contains(&host)), "{rows:?}");
}

async fn one_person_cannot_have_the_service_knock_on_doors(engine: Engine) {
    let (service, _) = round::empty(engine).await;
    let (anna, _) = service.participant(1, "larare").await;
    let (bo, _) = service.participant(2, "kurator").await;
    let server = Hostile::start().await;
    for n in 0..6 {
        let url = server.set(&format!("/{n}"), Act::page("<html>"));
        assert_eq!(
            problem(give(&anna, MINE, &url).await).1,
            "calendar-not-fetched"
        );
    }
    let url = server.set("/7", Act::page("<html>"));
    let (status, code, _) = problem(give(&anna, MINE, &url).await);
    assert_eq!((status, &*code), (429, "too-many-attempts"));
    assert_eq!(server.heads("/7").len(), 0);
    // Each person by itself, and only for a while.
    assert_eq!(
        problem(give(&bo, MINE, &url).await).1,
        "calendar-not-fetched"
    );
    service.advance(60);
    assert_eq!(
        problem(give(&anna, MINE, &url).await).1,
        "calendar-not-fetched"
    );
}

async fn of_a_protected_person_nothing_is_told(engine: Engine) {
    let (service, _) = round::empty(engine).await;
    let (anna, person) = service.participant(1, "larare").await;
    let apply = json!({ "channel": "OPEN-DEMO" });
    ok(anna
        .post(
            &format!("/api/v1/offerings/{OFFERING}/applications"),
            &apply,
        )
        .await);
    let seen = service
        .officer
        .read(&format!("/api/v1/people/{person}"))
        .await
        .expect("a person");
    let tag = format!("\"{}\"", seen["revision"]);
    let marking = json!({ "security_marking": "confidential" });
    let path = format!("/api/v1/people/{person}");
    ok(service
        .officer
        .send_json(Method::PATCH, &path, &[("if-match", &tag)], &marking)
        .await);
    let server = Hostile::start().await;
    let url = server.set("/anna.ics", Act::page(one_event("20270204", "Hemligt")));
    ok(give(&anna, MINE, &url).await);
    service
        .schedule(&json!({
            "title": "Träff", "starts": "2027-02-04T13:15", "ends": "2027-02-04T15:00",
            "mode": "online", "compulsory": true, "preliminary": false,
        }))
        .await;
    // That somebody cannot come counts; by what, and from where, is nobody's business.
    let clashes = format!("/api/v1/offerings/{OFFERING}/clashes");
    let told = service.admin.read(&clashes).await.expect("clashes");
    let blocked = &told[0]["blocked"][0];
    assert_eq!(blocked["by"], json!([]), "{told}");
    for all in [
        &told,
        &service
            .admin
            .read("/api/v1/timetables")
            .await
            .expect("a list"),
    ] {
        assert!(!all.to_string().contains("127.0.0.1"));
    }
    // The control: of somebody else it is said that it is a private calendar.
    let (bo, _) = service.participant(2, "kurator").await;
    ok(bo
        .post(
            &format!("/api/v1/offerings/{OFFERING}/applications"),
            &apply,
        )
        .await);
    ok(give(&bo, MINE, &url).await);
    let told = service
        .admin
        .read(&clashes)
        .await
        .expect("clashes")
        .to_string();
    assert!(told.contains("\"private\""), "{told}");
}

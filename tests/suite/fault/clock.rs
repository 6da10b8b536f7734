//! A clock that is wrong, and put right: F8. (When windows open on the nights on which clocks change:
//! `enrolment::windows_follow_the_clock_change`; that the machine's own time zone is never asked: `tidy`.)

use super::super::feeds::http_seconds;
use harness::{
    Engine, TestService, both_engines,
    calendar::{check, events, fetch, grown, make_feed},
    ok, problem, round, text,
};
use jiff::SignedDuration;
use samverkan_service::{
    jobs,
    mail::{Delivery, Mailer},
};
use serde_json::{Value, json};

both_engines!(
    calendars_go_on_when_the_clock_goes_back,
    what_has_ended_does_not_begin_again,
    a_year_too_far_and_back_loses_nobody,
    what_waits_waits_for_no_clock,
);

const DAY: i64 = 24 * 3600;
const YEAR: i64 = 365 * DAY;

/// The trail holds, although its times do not grow.
async fn trail_holds(service: &TestService) {
    let verified = ok(service.admin.get("/api/v1/audit/verification").await);
    assert_eq!(verified["sound"], true, "{verified}");
}

/// A calendar takes no change that is older than what it has: SEQUENCE, LAST-MODIFIED and Last-Modified must grow with each
/// change, whatever the clock says.
async fn calendars_go_on_when_the_clock_goes_back(engine: Engine) {
    let (mut service, offering) = round::full(engine).await;
    let (_, path) = make_feed(&service.admin, "offering", &offering).await;
    let mut last = events(&service.anyone, &path).await;
    let first = fetch(&service.anyone, &path).await;
    let mut modified = http_seconds(first.header("last-modified"));
    for (step, seconds) in [DAY, -DAY, -DAY, 1, YEAR, -YEAR].into_iter().enumerate() {
        service.advance(seconds);
        service.sign_staff_in_again().await;
        let session = service.sessions().await[0].clone();
        let moved = json!({ "place": format!("Sal {step}") });
        service.reschedule(&session, &moved).await;
        let reply = fetch(&service.anyone, &path).await;
        let now = check(&reply.body).expect("a sound feed");
        grown(&last, &now).unwrap_or_else(|fault| panic!("step {step}: {fault}"));
        assert!(grown(&now, &last).is_err(), "control");
        let later = http_seconds(reply.header("last-modified"));
        assert!(later > modified, "step {step}: {later} after {modified}");
        (last, modified) = (now, later);
    }
    trail_holds(&service).await;
}

async fn what_has_ended_does_not_begin_again(engine: Engine) {
    let mut service = TestService::start(engine).await;
    let new = json!({ "name": "short", "role": "auditor", "days": 1 });
    let made = ok(service.admin.post("/api/v1/tokens", &new).await);
    let token = service.anyone.with_token(text(&made, "token"));
    let (person, _) = service.sign_in("anna@example.se").await;
    ok(token.get("/api/v1/audit").await);
    ok(person.get("/api/v1/me").await);
    // The worker notes what has ended.
    service.advance(YEAR);
    jobs::sweep(&service.app).await.expect("swept");
    assert_eq!(problem(token.get("/api/v1/audit").await).0, 401, "ended");
    assert_eq!(problem(person.get("/api/v1/me").await).0, 401, "ended");
    service.advance(-YEAR);
    assert_eq!(problem(token.get("/api/v1/audit").await).0, 401, "revived");
    assert_eq!(problem(person.get("/api/v1/me").await).0, 401, "revived");
    // A code that has been used is used, whatever the time.
    let code = service.last_code("anna@example.se");
    service.sign_in("anna@example.se").await;
    assert_ne!(service.last_code("anna@example.se"), code, "another");
    service.sign_staff_in_again().await;
    trail_holds(&service).await;
}

/// Deadlines that seem to have passed do what passing does, once, and what was decided stands when the clock is put right.
async fn a_year_too_far_and_back_loses_nobody(engine: Engine) {
    let (mut service, _) = round::full(engine).await;
    let places = async |service: &TestService| {
        let path = "/api/v1/applications?state=admitted";
        let admitted: Vec<Value> = round::all(&service.admin, path).await;
        admitted.len()
    };
    service.tick().await;
    let (before, letters) = (places(&service).await, service.mail().len());
    assert!(before > 0 && letters > 0, "control");
    service.advance(-DAY);
    service.tick().await;
    assert_eq!(places(&service).await, before);
    assert_eq!(service.mail().len(), letters, "nothing is said twice");
    service.advance(DAY + YEAR);
    service.sign_staff_in_again().await;
    service.tick().await;
    let later = places(&service).await;
    let letters = service.mail().len();
    service.advance(-YEAR);
    service.sign_staff_in_again().await;
    service.tick().await;
    service.tick().await;
    assert_eq!(places(&service).await, later, "what was decided stands");
    assert_eq!(service.mail().len(), letters, "nothing is said twice");
    trail_holds(&service).await;
}

/// What was written, put off or taken while the clock was ahead goes when it is put right, and not when that time comes.
async fn what_waits_waits_for_no_clock(engine: Engine) {
    let (mut service, _) = round::full(engine).await;
    service.advance(YEAR);
    service.sign_staff_in_again().await;
    let people = ["putoff@example.se", "taken@example.se", "new@example.se"];
    let ask = async |service: &TestService, email: &str| {
        let asked = json!({ "email": email, "language": "sv" });
        ok(service.anyone.post("/api/v1/sign-ins", &asked).await);
    };
    let came = |service: &TestService| {
        let mail = service.mail();
        people.map(|email| mail.iter().filter(|kept| kept.to_address == email).count())
    };
    let Mailer::Memory(relay) = &*service.app.mailer else {
        unreachable!("tests keep mail in memory")
    };
    relay.answer_next([Delivery::Retry {
        why: "451 greylisted".to_owned(),
    }]);
    ask(&service, people[0]).await;
    assert_eq!(service.tick().await.postponed, 1, "the code goes first");
    ask(&service, people[1]).await;
    // A worker takes it, and dies.
    let mut tx = service.app.write_as_service().await.expect("a transaction");
    let lease = service.now() + SignedDuration::from_mins(15);
    let claimed = tx.claim_messages(lease, 50).await.expect("a letter");
    tx.commit().await.expect("a commit");
    assert_eq!(claimed.len(), 1);
    ask(&service, people[2]).await;
    let session = service.sessions().await[0].clone();
    service
        .reschedule(&session, &json!({ "place": "Sal 1" }))
        .await;
    assert_eq!(service.notices("pending").await.len(), 1);
    assert_eq!(came(&service), [0; 3], "control");
    service.advance(-YEAR);
    service.sign_staff_in_again().await;
    service.tick().await;
    assert_eq!(came(&service), [1; 3]);
    assert_eq!(service.notices("pending").await.len(), 0);
    service.advance(YEAR);
    service.tick().await;
    assert_eq!(came(&service), [1; 3], "nothing is said twice");
}

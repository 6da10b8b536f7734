//! A clock that was ahead, and is put right: calendars are fetched again, and show the days that are near.

use super::{HOUR, due, give, one_event, tagged};
use harness::{
    Engine, TestService,
    hostile::{Act, Hostile},
    ok, problem, round,
};
use serde_json::{Value, json};

harness::both_engines!(
    calendars_wait_for_no_clock,
    what_a_clock_ahead_has_read_is_read_whole
);

const MINE: &str = "/api/v1/me/calendar";
const YEAR: i64 = 365 * 24 * HOUR;

/// A worker takes a calendar that is due, and dies.
async fn take_one(service: &TestService) {
    let mut tx = service.app.write_as_service().await.expect("a transaction");
    let lease = service.now() + jiff::SignedDuration::from_mins(5);
    let taken = tx.claim_busy_addresses(lease, 1).await.expect("a claim");
    tx.commit().await.expect("a commit");
    assert_eq!(taken.len(), 1);
}

async fn calendars_wait_for_no_clock(engine: Engine) {
    let (mut service, _) = round::empty(engine).await;
    let server = Hostile::start().await;
    service.advance(YEAR);
    service.sign_staff_in_again().await;
    for n in 1..=3 {
        let (person, _) = service.participant(n, "larare").await;
        let url = server.set(&format!("/{n}"), Act::page(one_event("20270204", "x")));
        ok(give(&person, MINE, &url).await);
    }
    // A worker takes one, and dies; another is put off since its server is ill.
    server.set("/2", Act::answer("503 Service Unavailable", "", ""));
    service.advance(5 * HOUR);
    take_one(&service).await;
    let round = due(&service).await;
    assert_eq!(round.read + round.failed, 2, "control: one is taken");
    service.advance(-YEAR);
    server.set("/2", Act::page(one_event("20270205", "x")));
    assert_eq!(due(&service).await.read, 3);
    assert_eq!(due(&service).await.read, 0, "and then no more");
}

/// The times of a person's calendar.
async fn times(service: &TestService) -> Value {
    let (anna, _) = service.participant(1, "larare").await;
    ok(anna.get(MINE).await)["busy"].clone()
}

async fn what_a_clock_ahead_has_read_is_read_whole(engine: Engine) {
    let (service, _) = round::empty(engine).await;
    let server = Hostile::start().await;
    let url = server.set("/anna.ics", tagged("1", one_event("20270204", "x")));
    service.advance(3 * YEAR);
    let (anna, _) = service.participant(1, "larare").await;
    ok(give(&anna, MINE, &url).await);
    assert_eq!(times(&service).await, json!([]), "control: long past");
    // Somebody who asks is not told that it is being fetched, until that time comes.
    service.advance(5 * HOUR);
    take_one(&service).await;
    let refresh = format!("{MINE}/refresh");
    service.advance(-3 * YEAR - 5 * HOUR);
    let (anna, _) = service.participant(1, "larare").await;
    // The server would say "unchanged" to whoever has read it.
    let mine = ok(anna.post(&refresh, &json!({})).await);
    assert_eq!(mine["busy"][0]["starts_at"], "2027-02-04T12:00:00Z");
    let (bo, _) = service.participant(2, "larare").await;
    assert_eq!(problem(bo.post(&refresh, &json!({})).await).0, 404);
}

//! Whose turn it is: one instance a calendar, and nobody waits for a slow server.

use super::{HOUR, PATH, give, known, one_event, timetable};
use harness::{
    Client, Engine, TestService,
    hostile::{Act, Hostile},
    instance::Instance,
    ok, problem, round,
};
use hyper::Method;
use samverkan_domain::fetching::AT_A_SERVER;
use samverkan_service::{
    app::App,
    fetch::{Fetcher, Patience},
    usecase::timetables::fetch_due,
};
use serde_json::json;
use std::{sync::Arc, time::Duration};
use tokio::sync::Semaphore;

harness::both_engines!(
    two_instances_never_ask_for_the_same,
    a_slow_server_holds_up_nobody,
    a_server_is_asked_about_few_at_a_time,
    what_is_taken_away_meanwhile_stays_away
);

const MINE: &str = "/api/v1/me/calendar";

/// The same service, but patient.
fn patient(service: &TestService) -> App {
    let second = Duration::from_secs(1);
    let patience = Patience {
        connect: second,
        whole: 20 * second,
    };
    App {
        fetcher: Arc::new(Fetcher::new(true).with_patience(patience)),
        ..service.app.clone()
    }
}

/// People with a calendar each, at `/0`, `/1`, ….
async fn people(service: &TestService, server: &Hostile, count: usize) -> Vec<Client> {
    let mut people = Vec::new();
    for n in 0..count {
        let (person, _) = service.participant(n, "larare").await;
        let url = server.set(&format!("/{n}"), Act::page(one_event("20270204", "x")));
        ok(give(&person, MINE, &url).await);
        people.push(person);
    }
    people
}

async fn two_instances_never_ask_for_the_same(engine: Engine) {
    let (service, _) = round::empty(engine).await;
    let server = Hostile::start().await;
    people(&service, &server, 12).await;
    let other = Instance::beside(&service).await;
    service.advance(5 * HOUR);
    let (one, two) = tokio::join!(fetch_due(&service.app), fetch_due(&other.app));
    let (one, two) = (one.expect("a round"), two.expect("a round"));
    assert_eq!((one.read + two.read, one.failed + two.failed), (12, 0));
    for n in 0..12 {
        assert_eq!(
            server.heads(&format!("/{n}")).len(),
            2,
            "once each time: {n}"
        );
    }
    // The control: without the claim, which here is taken away, it would be asked for again.
    let until = Arc::new(Semaphore::new(0));
    let body = one_event("20270204", "x");
    let hold = Act::Hold {
        until: Arc::clone(&until),
        body,
    };
    server.set("/0", hold);
    service.advance(5 * HOUR);
    let first = patient(&service);
    let first = tokio::spawn(async move { fetch_due(&first).await.expect("a round") });
    wait_until(|| server.heads("/0").len() == 3).await;
    fetch_due(&other.app).await.expect("a round");
    assert_eq!(server.heads("/0").len(), 3, "claimed");
    service.advance(HOUR);
    let second = other.app.clone();
    let second = tokio::spawn(async move { fetch_due(&second).await.expect("a round") });
    // The claim has run out.
    wait_until(|| server.heads("/0").len() == 4).await;
    until.add_permits(2);
    second.await.expect("the second");
    first.await.expect("the first");
}

async fn wait_until(mut is_so: impl FnMut() -> bool) {
    for _ in 0..500 {
        if is_so() {
            return;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    panic!("it never came to that");
}

async fn a_slow_server_holds_up_nobody(engine: Engine) {
    let (service, _) = round::empty(engine).await;
    let server = Hostile::start().await;
    let all = people(&service, &server, 12).await;
    let until = Arc::new(Semaphore::new(0));
    let body = one_event("20270204", "x");
    server.set(
        "/0",
        Act::Hold {
            until: Arc::clone(&until),
            body,
        },
    );
    service.advance(5 * HOUR);
    let app = patient(&service);
    let fetching = tokio::spawn(async move { fetch_due(&app).await.expect("a round") });
    // The eleven others are read, more than have a place at a time, while one keeps its place.
    wait_until(|| (1..12).all(|n| server.heads(&format!("/{n}")).len() == 2)).await;
    assert!(!fetching.is_finished());
    // Letters go out, and people are answered.
    service.tick().await;
    service.sign_in("vaken@example.org").await;
    ok(all[0].get(MINE).await);
    // Somebody who wants the same now is told that it is being fetched.
    let wanted = all[0].post(&format!("{MINE}/refresh"), &json!({})).await;
    assert_eq!(problem(wanted).1, "calendar-being-fetched");
    until.add_permits(1);
    let done = fetching.await.expect("a round");
    assert_eq!((done.read, done.failed), (12, 0));
}

/// Calendars of many people stand at one server, and those of others elsewhere.
async fn a_server_is_asked_about_few_at_a_time(engine: Engine) {
    const MANY: usize = 14;
    let (service, _) = round::empty(engine).await;
    let server = Hostile::start().await;
    let all = people(&service, &server, MANY).await;
    let elsewhere = Hostile::start().await;
    for n in 0..3 {
        let (person, _) = service.participant(MANY + n, "larare").await;
        let url = elsewhere.set(&format!("/{n}"), Act::page(one_event("20270204", "x")));
        // Another server: another name. That it is the same machine is not known.
        let url = url.replace("127.0.0.1", "localhost");
        ok(give(&person, MINE, &url).await);
    }
    let until = Arc::new(Semaphore::new(0));
    for n in 0..MANY {
        let (until, body) = (Arc::clone(&until), one_event("20270204", "x"));
        server.set(&format!("/{n}"), Act::Hold { until, body });
    }
    let asked = || -> usize {
        let paths = (0..MANY).map(|n| format!("/{n}"));
        paths.map(|path| server.heads(&path).len()).sum::<usize>() - MANY
    };
    service.advance(5 * HOUR);
    let app = patient(&service);
    let fetching = tokio::spawn(async move { fetch_due(&app).await.expect("a round") });
    // More than have a place wait for the one server, and the other's are read meanwhile.
    wait_until(|| (0..3).all(|n| elsewhere.heads(&format!("/{n}")).len() == 2)).await;
    wait_until(|| asked() == AT_A_SERVER).await;
    for done in 1..=MANY {
        until.add_permits(1);
        wait_until(|| asked() == (AT_A_SERVER + done).min(MANY)).await;
        // The others go on in between, and no third is asked for.
        service.tick().await;
        ok(all[0].get(MINE).await);
        assert_eq!(asked(), (AT_A_SERVER + done).min(MANY));
    }
    let done = fetching.await.expect("a round");
    assert_eq!((done.read, done.failed), (MANY + 3, 0));
}

async fn what_is_taken_away_meanwhile_stays_away(engine: Engine) {
    let (service, _) = round::empty(engine).await;
    let server = Hostile::start().await;
    let anna = people(&service, &server, 1).await.remove(0);
    let url = server.set("/a.ics", Act::page(timetable()));
    ok(give(&service.admin, &format!("{PATH}/address"), &url).await);
    let until = Arc::new(Semaphore::new(0));
    let late = one_event("20270909", "x");
    for path in ["/0", "/a.ics"] {
        let (until, body) = (Arc::clone(&until), late.clone());
        server.set(path, Act::Hold { until, body });
    }
    service.advance(5 * HOUR);
    let app = patient(&service);
    let fetching = tokio::spawn(async move { fetch_due(&app).await.expect("a round") });
    wait_until(|| server.heads("/0").len() == 2 && server.heads("/a.ics").len() == 2).await;
    // Meanwhile the person takes the calendar away, and the programme gets another address.
    let gone = anna.send(Method::DELETE, MINE, &[], "").await;
    assert_eq!(gone.expect("an answer").status.as_u16(), 204);
    let url = server.set("/b.ics", Act::page(timetable()));
    ok(give(&service.admin, &format!("{PATH}/address"), &url).await);
    until.add_permits(2);
    assert_eq!(
        fetching.await.expect("a round").read,
        0,
        "nothing of it is kept"
    );
    assert_eq!(problem(anna.get(MINE).await).0, 404);
    assert_eq!(known(&service).await["last"], "2027-06-04");
}

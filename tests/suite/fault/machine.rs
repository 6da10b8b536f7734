//! The machine's own clock jumps under the running service, in whichever time zone the machine is: F8.

use super::folder;
use harness::{
    Client, Engine, TestDatabase,
    calendar::{check, events, fetch, grown, make_feed},
    machine::Machine,
    ok, on_both_engines, problem,
    served::{APPLY, Served, free_port, prepare},
};
use hyper::Method;
use serde_json::{Value, json};

on_both_engines!(
    calendars_grow_and_the_ended_stays_ended_when_the_clock_jumps,
    windows_open_at_their_instant_wherever_the_machine_is,
);

const BEGIN: &str = "2026-11-23T10:00:00Z";
const OFFERING: &str = "/api/v1/offerings/SA123A-V9001V27";

async fn serve(machine: &Machine, url: &str, port: u16, zone: &str) -> Served {
    let mut service = Served::of(machine.program(url, port, zone).arg("serve"), port);
    service.ready().await;
    service
}

pub(super) async fn change(admin: &Client, session: &mut Value, place: &str) {
    let path = format!(
        "/api/v1/sessions/{}",
        session["id"].as_str().expect("an id")
    );
    let tag = format!("\"{}\"", session["revision"]);
    let any = [("if-match", &*tag)];
    let body = json!({ "place": place });
    let changed = admin.send_json(Method::PATCH, &path, &any, &body).await;
    *session = ok(changed)["session"].clone();
}

async fn calendars_grow_and_the_ended_stays_ended_when_the_clock_jumps(engine: Engine) {
    let database = TestDatabase::create(engine).await;
    prepare(&database.url, 5, 1).await;
    let (machine, port) = (Machine::new(folder()), free_port());
    machine.show(BEGIN);
    let mut service = serve(&machine, &database.url, port, "Pacific/Auckland").await;
    let mut admin = machine.admin(&database.url, &service.client(), 90);
    let short = machine.admin(&database.url, &service.client(), 1);
    let new = json!({
        "title": "Seminarium 1", "starts": "2027-02-04T13:15", "ends": "2027-02-04T16:00",
        "mode": "campus", "place": "Sal 0",
    });
    let mut session = ok(admin.post(&format!("{OFFERING}/sessions"), &new).await);
    session = session.get("session").cloned().unwrap_or(session);
    let offering = ok(admin.get(OFFERING).await);
    let subject = offering["id"].as_str().expect("an id");
    let (_, path) = make_feed(&admin, "offering", subject).await;
    let mut last = events(&service.client(), &path).await;
    ok(short.get("/api/v1/audit").await);
    // A day back; a year ahead, where the service is started anew; back again; the night on which clocks change.
    for (place, at) in [
        ("Sal 1", "2026-11-22T10:00:00Z"),
        ("Sal 2", "2027-11-23T10:00:00Z"),
        ("Sal 3", BEGIN),
        ("Sal 4", "2027-03-28T00:59:58Z"),
        ("Sal 5", "2026-10-25T00:59:58Z"),
    ] {
        machine.show(at);
        if place == "Sal 2" {
            // What has ended is noted when a service starts, and every ten minutes.
            service.stop().await;
            service = serve(&machine, &database.url, port, "America/Caracas").await;
        }
        admin = machine.admin(&database.url, &service.client(), 90);
        let health = service.client().get("/readyz").await.expect("an answer");
        assert_eq!(health.status, 200, "at {at}");
        change(&admin, &mut session, place).await;
        let reply = fetch(&service.client(), &path).await;
        let now = check(&reply.body).expect("a sound feed");
        grown(&last, &now).unwrap_or_else(|fault| panic!("at {at}: {fault}"));
        assert!(grown(&now, &last).is_err(), "control");
        last = now;
        let lives = short.get("/api/v1/audit").await;
        match place {
            "Sal 1" => drop(ok(lives)),
            _ => assert_eq!(problem(lives).0, 401, "at {at}"),
        }
    }
    // A clock that goes ten times as fast: each change is still later than the one before.
    machine.run(BEGIN, 10);
    for place in ["Sal 6", "Sal 7", "Sal 8"] {
        change(&admin, &mut session, place).await;
        let now = events(&service.client(), &path).await;
        grown(&last, &now).unwrap_or_else(|fault| panic!("ten times as fast: {fault}"));
        last = now;
    }
    let verified = ok(admin.get("/api/v1/audit/verification").await);
    assert_eq!(verified["sound"], true, "{verified}");
    service.stop().await;
}

async fn windows_open_at_their_instant_wherever_the_machine_is(engine: Engine) {
    let database = TestDatabase::create(engine).await;
    let mut people = prepare(&database.url, 5, 6).await;
    let (machine, port) = (Machine::new(folder()), free_port());
    // The hour that comes twice, and the hour that never comes, in Stockholm.
    for (night, shut, opens) in [
        ("OCT", "2026-10-25T00:59:50Z", "2026-10-25T01:00:00Z"),
        ("MAR", "2027-03-28T00:59:50Z", "2027-03-28T01:00:00Z"),
    ] {
        machine.show(shut);
        let mut service = serve(&machine, &database.url, port, "UTC").await;
        let admin = machine.admin(&database.url, &service.client(), 90);
        let channel = json!({
            "code": night, "kind": "open", "title_sv": "Ö", "title_en": "O", "seats": 9,
            "opens_at": opens, "closes_at": "2027-12-01T00:00:00Z",
        });
        ok(admin.post(&format!("{OFFERING}/channels"), &channel).await);
        let apply = json!({ "channel": night });
        for zone in ["UTC", "Europe/Stockholm", "Pacific/Auckland"] {
            service.stop().await;
            machine.show(shut);
            service = serve(&machine, &database.url, port, zone).await;
            let token = people.pop().expect("a person");
            let person = service.client().with_token(&token);
            machine.show(shut);
            let (_, code, _) = problem(person.post(APPLY, &apply).await);
            assert_eq!(code, "channel-not-open-yet", "{night} {zone}");
            machine.show(opens);
            ok(person.post(APPLY, &apply).await);
        }
        service.stop().await;
    }
}

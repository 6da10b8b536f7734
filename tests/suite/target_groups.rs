//! Target groups over time, over HTTP: places kept for a group until a day and then for others, in
//! a first-come channel; and reserves called group by group after a selection.

use harness::{Engine, NOW, TestService, ok, on_both_engines, text};
use hyper::Method;
use serde_json::{Value, json};

on_both_engines!(
    places_are_kept_until_the_day_is_over,
    who_waits_is_called_when_places_fall,
    a_place_that_fell_is_its_groups_again,
    after_a_selection_each_list_is_called_for_its_own_places,
);

const OFFERING: &str = "/api/v1/offerings/SA123A-V9001V27";
const CHANNEL: &str = "/api/v1/channels/GRUPP";

/// A channel with places for teachers, kept until a day and then for counsellors, who have one.
async fn channel(engine: Engine, now: &str, teachers: i64, until: &str) -> TestService {
    let service = TestService::with_channel(engine, now, 0, json!({})).await;
    let policy = json!({ "selection": { "groups": [
        { "code": "SKOLA", "members": { "families": ["teaching"] },
          "places": { "seats": teachers }, "until": until, "falls_to": ["SOC"] },
        { "code": "SOC", "members": { "families": ["social_work"] }, "places": { "seats": 1 } },
    ] } });
    service.open_channel("GRUPP", teachers + 1, policy).await;
    service
}

/// Applies as participant `n`; gives application, state and group.
async fn applies(service: &TestService, n: usize, profession: &str) -> (String, String, String) {
    let (client, _) = service.participant(n, profession).await;
    let path = format!("{OFFERING}/applications");
    let receipt = ok(client.post(&path, &json!({ "channel": "GRUPP" })).await);
    let word = |field| text(&receipt, field);
    (word("application"), word("state"), word("selection_group"))
}

async fn reserves(service: &TestService) -> Value {
    ok(service.admin.get(&format!("{CHANNEL}/reserves")).await)
}

async fn calls(service: &TestService) -> Value {
    let path = format!("{CHANNEL}/calls");
    ok(service.admin.post(&path, &json!({ "count": 1 })).await)
}

fn is(of: &(String, String, String), state: &str, group: &str) -> bool {
    (&*of.1, &*of.2) == (state, group)
}

/// The last second of the day in Stockholm and the first of the next, in winter and in summer time
/// and over the change. What the channel's writer remembers is of the day before.
async fn places_are_kept_until_the_day_is_over(engine: Engine) {
    for (until, last_second) in [
        ("2026-11-25", "2026-11-25T22:59:59Z"),
        ("2026-10-24", "2026-10-24T21:59:59Z"),
        ("2026-10-25", "2026-10-25T22:59:59Z"),
    ] {
        let service = channel(engine, "2026-10-20T09:00:00Z", 3, until).await;
        service.clock_to(last_second);
        let first = applies(&service, 1, "kurator").await;
        assert!(is(&first, "admitted", "SOC"), "{first:?}");
        let teacher = applies(&service, 2, "larare").await;
        assert!(is(&teacher, "admitted", "SKOLA"), "{teacher:?}");
        service.advance(1);
        let second = applies(&service, 3, "kurator").await;
        assert!(
            is(&second, "admitted", "SOC"),
            "{until}: it fell: {second:?}"
        );
        let third = applies(&service, 4, "kurator").await;
        assert!(is(&third, "admitted", "SOC"), "{third:?}");
        let none_left = applies(&service, 5, "larare").await;
        assert!(is(&none_left, "reserve", "SKOLA"), "{none_left:?}");
    }
    // A second before, the same counsellor waits.
    let service = channel(engine, NOW, 3, "2026-11-25").await;
    service.clock_to("2026-11-25T22:59:59Z");
    applies(&service, 1, "kurator").await;
    let waits = applies(&service, 3, "kurator").await;
    assert!(is(&waits, "reserve", "SOC"), "{waits:?}");
}

async fn who_waits_is_called_when_places_fall(engine: Engine) {
    let service = channel(engine, NOW, 2, "2026-11-25").await;
    let mut people = Vec::new();
    for (n, profession) in [
        (1, "larare"),
        (2, "kurator"),
        (3, "kurator"),
        (4, "kurator"),
    ] {
        people.push(applies(&service, n, profession).await);
    }
    assert!(is(&people[2], "reserve", "SOC") && is(&people[3], "reserve", "SOC"));
    // One of the teachers' places is free, and kept.
    let kept = reserves(&service).await;
    assert_eq!(
        (&kept["free"], kept.get("next")),
        (&json!(1), None),
        "{kept}"
    );
    assert!(
        kept.to_string().contains("2026-11-25"),
        "until when: {kept}"
    );
    let nobody = calls(&service).await;
    assert_eq!(nobody["applications"], json!([]), "{nobody}");
    service.clock_to("2026-11-25T22:59:59Z");
    assert_eq!(calls(&service).await["applications"], json!([]));
    // It has fallen; who comes now does not overtake those who wait for it.
    service.advance(1);
    let late = applies(&service, 5, "kurator").await;
    assert!(is(&late, "reserve", "SOC"), "{late:?}");
    let open = reserves(&service).await;
    assert_eq!(open["next"]["place_of"], "SKOLA", "{open}");
    assert_eq!(open["next"]["positions"], json!([1]), "{open}");
    assert_eq!(calls(&service).await["applications"], json!([people[2].0]));
    assert_eq!(
        calls(&service).await["applications"],
        json!([]),
        "one place"
    );
    let token = service.token_of(3).await;
    assert_eq!(ok(service.answers(&token, true).await)["state"], "accepted");
    // A teacher who comes now finds it taken.
    let teacher = applies(&service, 6, "larare").await;
    assert!(is(&teacher, "reserve", "SKOLA"), "{teacher:?}");
}

async fn a_place_that_fell_is_its_groups_again(engine: Engine) {
    let service = channel(engine, NOW, 1, "2026-11-23").await;
    let own = applies(&service, 1, "kurator").await;
    service.clock_to("2026-11-23T23:00:00Z");
    let fallen = applies(&service, 2, "kurator").await;
    assert!(is(&own, "admitted", "SOC") && is(&fallen, "admitted", "SOC"));
    let teacher = applies(&service, 3, "larare").await;
    let counsellor = applies(&service, 4, "kurator").await;
    assert!(is(&teacher, "reserve", "SKOLA") && is(&counsellor, "reserve", "SOC"));
    service.leaves(&fallen.0).await;
    let open = reserves(&service).await;
    assert_eq!(
        (&open["next"]["group"], &open["next"]["place_of"]),
        (&json!("SKOLA"), &json!("SKOLA")),
        "{open}"
    );
    assert_eq!(calls(&service).await["applications"], json!([teacher.0]));
    // A no, and then it falls to the other list.
    let token = service.token_of(3).await;
    ok(service.answers(&token, false).await);
    assert_eq!(calls(&service).await["applications"], json!([counsellor.0]));
}

/// Three teachers and four counsellors for two places each; the first two of each get them.
async fn after_a_selection_each_list_is_called_for_its_own_places(engine: Engine) {
    let service = TestService::with_channel(engine, "2026-11-23T08:00:00Z", 0, json!({})).await;
    let new = json!({
        "code": "GRUPP", "kind": "open", "title_sv": "G", "title_en": "G", "seats": 4,
        "opens_at": "2026-11-01T07:00:00Z", "closes_at": NOW,
        "policy": { "selection": { "method": "ranked", "groups": [
            { "code": "SKOLA", "members": { "families": ["teaching"] },
              "places": { "seats": 2 }, "until": "2026-11-25", "falls_to": ["SOC"] },
            { "code": "SOC", "members": { "families": ["social_work"] } },
        ] } },
    });
    ok(service
        .admin
        .post(&format!("{OFFERING}/channels"), &new)
        .await);
    let mut people = Vec::new();
    for (n, profession) in [
        (1, "larare"),
        (2, "larare"),
        (3, "larare"),
        (4, "kurator"),
        (5, "kurator"),
        (6, "kurator"),
        (7, "kurator"),
    ] {
        let (client, _) = service.participant(n, profession).await;
        let merits = json!({ "credits_tenths": 3_000 - 100 * n });
        ok(client
            .send_json(Method::PUT, "/api/v1/me/merits", &[], &merits)
            .await);
        let path = format!("{OFFERING}/applications");
        let receipt = ok(client.post(&path, &json!({ "channel": "GRUPP" })).await);
        people.push(text(&receipt, "application"));
    }
    service.clock_to(NOW);
    service.publishes("GRUPP").await;
    let mut states = Vec::new();
    for application in &people {
        states.push(service.state(application).await);
    }
    let expected = [
        "admitted", "admitted", "reserve", "admitted", "admitted", "reserve", "reserve",
    ];
    assert_eq!(states, expected);
    assert_eq!(
        calls(&service).await["applications"],
        json!([]),
        "all seats are taken"
    );
    // A teacher's place goes to the teacher who waits, and a counsellor's to the first of those.
    for (leaves, called, place_of) in [(1, 3, "SKOLA"), (4, 6, "SOC")] {
        service.leaves(&people[leaves - 1]).await;
        let open = reserves(&service).await;
        assert_eq!(open["next"]["place_of"], place_of, "{open}");
        let called = &people[called - 1];
        assert_eq!(calls(&service).await["applications"], json!([called]));
    }
    // The teacher says no: the place is kept until the day is over, and then falls.
    let token = service.token_of(3).await;
    ok(service.answers(&token, false).await);
    assert_eq!(calls(&service).await["applications"], json!([]));
    service.clock_to("2026-11-25T22:59:59Z");
    assert_eq!(calls(&service).await["applications"], json!([]));
    service.advance(1);
    service.tick().await;
    let open = reserves(&service).await;
    // Number six had two days to answer and is struck, so there are two places, one of each group.
    assert_eq!(open["free"], 2, "{open}");
    assert_eq!(calls(&service).await["applications"], json!([people[6]]));
    assert_eq!(
        calls(&service).await["applications"],
        json!([]),
        "nobody waits"
    );
}

//! Calendars followed through a whole term of edits: by a real subscription, vdirsyncer and khal,
//! and by three parsers, instant by instant after every edit.

use harness::{
    Engine, both_engines,
    calendar::{check, events, fetch, grown, probes, read},
    hostile::{Act, Hostile},
    subscription::{Subscription, expected},
    term::{self, Followed, Term},
};
use serde_json::Value;
use std::collections::BTreeMap;

both_engines!(three_parsers_follow_every_generation);

async fn subscribe(term: &Term) -> Subscription {
    let address = |feed: &Followed| format!("http://{}{}", term.service.address, feed.path);
    let calendars: Vec<_> = term.feeds.iter().map(|f| (f.name, address(f))).collect();
    Subscription::to(&calendars).await
}

/// What each calendar must show now, by name.
async fn wanted(term: &Term, form: fn(&[Value]) -> Vec<Value>) -> BTreeMap<String, Vec<Value>> {
    let sessions = term.sessions().await;
    let mut wanted = BTreeMap::new();
    for feed in &term.feeds {
        let shown = form(&term.shown(&feed.sees, &sessions).await);
        wanted.insert(feed.name.to_owned(), shown);
    }
    wanted.retain(|_, events| !events.is_empty());
    wanted
}

/// On one engine: what the other writes is the same, octet by octet (below).
#[tokio::test]
async fn a_subscription_follows_every_generation() {
    let mut term = Term::begin(Engine::Sqlite).await;
    let subscription = subscribe(&term).await;
    subscription.sync(false).await.expect("the first fetch");
    let mut before = wanted(&term, expected).await;
    assert_eq!(subscription.all().await, before, "at the start");
    let mut edits = 0;
    while let Some(what) = term.edit(edits).await {
        edits += 1;
        let wanted = wanted(&term, expected).await;
        // The control: each edit is one that a subscription which has not followed would show wrongly.
        assert_ne!(wanted, before, "{edits}, {what}: changes something");
        let done = subscription.sync(false).await;
        done.unwrap_or_else(|error| panic!("{edits}, {what}: {error}"));
        assert_eq!(subscription.all().await, wanted, "{edits}, {what}");
        before = wanted;
    }
    assert_eq!(edits, 20);
    // Who leaves has an empty calendar. vdirsyncer asks before it empties one.
    term.end().await;
    let refused = subscription
        .sync(false)
        .await
        .expect_err("an empty calendar");
    assert!(refused.contains("--force-delete"), "{refused}");
    subscription.sync(true).await.expect("emptied");
    let wanted = wanted(&term, expected).await;
    assert!(!wanted.contains_key("person") && wanted.len() == 4);
    assert_eq!(subscription.all().await, wanted, "who has left");
}

async fn three_parsers_follow_every_generation(engine: Engine) {
    let mut term = Term::begin(engine).await;
    let mut before = BTreeMap::new();
    let mut edits = 0;
    loop {
        let sessions = term.sessions().await;
        for (n, feed) in term.feeds.iter().enumerate() {
            let octets = fetch(&term.service.anyone, &feed.path).await.body;
            let now =
                check(&octets).unwrap_or_else(|fault| panic!("{edits}, {}: {fault}", feed.name));
            if let Some(last) = before.insert(feed.name, now.clone()) {
                grown(&last, &now)
                    .unwrap_or_else(|fault| panic!("{edits}, {}: {fault}", feed.name));
            }
            // The course's calendar is read by all three every time, the others by turns.
            let wanted = term::events(&term.shown(&feed.sees, &sessions).await);
            for (m, (name, probe)) in probes().into_iter().enumerate() {
                if n == 0 || (n, m) == (1 + edits % 4, edits % 3) {
                    let found = read(&probe, &octets).await;
                    assert_eq!(
                        found.as_ref(),
                        Ok(&wanted),
                        "{edits}, {}: {name}",
                        feed.name
                    );
                }
            }
        }
        if term.edit(edits).await.is_none() {
            break;
        }
        edits += 1;
    }
    term.end().await;
    let left = events(&term.service.anyone, &term.feeds[3].path).await;
    assert!(left.is_empty(), "nothing is left for who has left");
}

/// What two engines write of the same term is the same, octet by octet, when each session is called by
/// its number instead of by its id.
#[tokio::test]
async fn both_engines_write_the_same_octets() {
    let mut terms = Vec::new();
    for engine in Engine::ALL {
        terms.push(Term::begin(engine).await);
    }
    let mut last = Vec::new();
    for n in 0.. {
        let mut written = Vec::new();
        for term in &terms {
            // Which people are in a cohort, and so its code, may differ.
            let (course, room) = (&term.feeds[0], &term.feeds[4]);
            let mut both = fetch(&term.service.anyone, &course.path).await.text();
            both += &fetch(&term.service.anyone, &room.path).await.text();
            for (n, uid) in term.uids().await.iter().enumerate() {
                both = both.replace(uid, &format!("session-{n}"));
            }
            written.push(both);
        }
        assert_eq!(written[0], written[1], "before edit {n}");
        // The control: an edit is seen in the octets, but for those about cohorts.
        last.push(written.remove(0));
        let (one, two) = (terms[0].edit(n).await, terms[1].edit(n).await);
        assert_eq!(one, two);
        if one.is_none() {
            break;
        }
    }
    let changed = last.windows(2).filter(|pair| pair[0] != pair[1]).count();
    assert!(changed > 12, "{changed}");
}

/// Negative controls: a calendar that says something else is not the one that is expected.
#[tokio::test]
async fn a_subscription_would_notice() {
    let term = Term::begin(Engine::Sqlite).await;
    let sound = fetch(&term.service.anyone, &term.feeds[0].path)
        .await
        .text();
    let sessions = term.sessions().await;
    let wanted = expected(&term.shown(&term.feeds[0].sees, &sessions).await);
    let event = |n: usize| {
        let start = sound
            .match_indices("BEGIN:VEVENT")
            .nth(n)
            .expect("an event")
            .0;
        let end = start + sound[start..].find("END:VEVENT\r\n").expect("its end");
        sound[start..end + "END:VEVENT\r\n".len()].to_owned()
    };
    let broken = [
        ("sound", sound.clone()),
        ("later", sound.replacen("T101500", "T111500", 1)),
        ("elsewhere", sound.replacen("Novahuset", "Långhuset", 1)),
        ("renamed", sound.replacen("Seminarium 3", "Seminarium 8", 1)),
        (
            "cancelled",
            sound.replacen("STATUS:CONFIRMED", "STATUS:CANCELLED", 1),
        ),
        ("floating", sound.replace(";TZID=Europe/Stockholm:", ":")),
        ("missing", sound.replace(&event(4), "")),
        (
            "more",
            sound.replacen(
                &event(4),
                &(event(4)
                    + &event(5)
                        .replace("UID:", "UID:x")
                        .replace("SUMMARY:", "SUMMARY:x")),
                1,
            ),
        ),
    ];
    let server = Hostile::start().await;
    let calendars: Vec<_> = broken
        .iter()
        .map(|(name, text)| {
            (
                *name,
                server.set(&format!("/{name}.ics"), Act::page(text.as_str())),
            )
        })
        .collect();
    let subscription = Subscription::to(&calendars).await;
    subscription.sync(false).await.expect("fetched");
    let all = subscription.all().await;
    assert_eq!(all.len(), broken.len());
    for (name, text) in &broken {
        assert_eq!(*name == "sound", *text == sound, "{name}");
        assert_eq!(
            *name == "sound",
            all[*name] == wanted,
            "{name}: {:#?}",
            all[*name]
        );
    }
    // A server that fails, or says nothing of worth, takes nothing away from who subscribes.
    server.set(
        "/sound.ics",
        Act::answer("500 Internal Server Error", "", ""),
    );
    subscription.sync(false).await.expect_err("not fetched");
    assert_eq!(subscription.listed("sound").await, wanted);
}

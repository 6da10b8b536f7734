//! The schedule: people are told of it, one session is moved and one cancelled, and how soon every
//! calendar and letter follows is measured.

use super::{
    Demo, DemoError, Result,
    steps::{Feeds, OFFERING, delivered, items},
    wait_for,
};
use hyper::Method;
use samverkan_domain::calendar::content_lines::unfolded;
use serde_json::{Value, json};
use std::time::{Duration, Instant};

pub(super) struct Schedule {
    pub sessions: usize,
    /// Title and new time of the session that was moved.
    pub moved: String,
    pub moved_followed: Followed,
    /// Title of the one that was cancelled.
    pub cancelled: String,
    pub cancelled_followed: Followed,
}

/// How long after a change was asked for it was seen.
#[derive(Clone, Copy)]
pub(super) struct Followed {
    /// In the last of the calendars.
    pub feeds: Duration,
    /// In the last of the letters about it, delivered.
    pub letters: Duration,
}

/// Tells people that the schedule is there, moves one seminar to a later hour and cancels another:
/// calendars and letters follow. What was done before changes nothing and tells nobody.
pub(super) async fn schedule(demo: &Demo, feeds: &Feeds) -> Result<Schedule> {
    let send = format!("{OFFERING}/notices/send");
    demo.admin
        .write(Method::POST, &send, &[], &json!({}))
        .await?;
    told(demo).await?;
    delivered(demo).await?;
    let sessions = demo.admin.read(&format!("{OFFERING}/sessions")).await?;
    let on = |day: &str| {
        let mut found = items(&sessions);
        let found = found.find(|s| s["starts"].as_str().is_some_and(|at| at.starts_with(day)));
        found.ok_or_else(|| DemoError::Step(format!("no session on {day}")))
    };
    let (moved, cancelled) = (on("2027-04-08")?, on("2027-05-05")?);
    let title = |session: &Value| session["title"].as_str().unwrap_or_default().to_owned();
    let path = session_path(moved);
    let etag = demo.admin.get(&path).await?.etag().to_owned();
    let change = json!({ "starts": "2027-04-08T14:15", "ends": "2027-04-08T17:00" });
    let (path, seen) = (format!("{path}?now=true"), [("if-match", &*etag)]);
    let since = Instant::now();
    demo.admin
        .write(Method::PATCH, &path, &seen, &change)
        .await?;
    // What waits together is told in one letter, and whether it does depends on the moment.
    let moved_followed = followed(demo, feeds, since, moved, "20270408T141500").await?;
    let since = Instant::now();
    if cancelled["state"] != "cancelled" {
        let path = session_path(cancelled);
        let etag = demo.admin.get(&path).await?.etag().to_owned();
        let (path, seen) = (format!("{path}/cancel?now=true"), [("if-match", &*etag)]);
        let why = json!({ "reason": "Läraren är sjuk" });
        demo.admin.write(Method::POST, &path, &seen, &why).await?;
    }
    let cancelled_followed = followed(demo, feeds, since, cancelled, "STATUS:CANCELLED").await?;
    let schedule = Schedule {
        sessions: items(&sessions).count(),
        moved: format!("{}: 13:15 → 14:15", title(moved)),
        moved_followed,
        cancelled: title(cancelled),
        cancelled_followed,
    };
    (demo.say)(&demo.words.scheduled(&schedule));
    Ok(schedule)
}

/// Waits until every calendar shows `wanted` of a session and every letter about it is delivered.
async fn followed(
    demo: &Demo,
    feeds: &Feeds,
    since: Instant,
    session: &Value,
    wanted: &str,
) -> Result<Followed> {
    let uid = format!("UID:{}\r\n", session["uid"].as_str().unwrap_or_default());
    for url in [&feeds.person, &feeds.cohort, &feeds.offering] {
        wait_for("the change in a calendar", async || {
            let calendar = unfolded(&demo.client.get(url).await?.text());
            let mut events = calendar.split("BEGIN:VEVENT\r\n");
            let event = events.find(|event| event.starts_with(&uid));
            Ok(event.filter(|event| event.contains(wanted)).map(|_| ()))
        })
        .await?;
    }
    let feeds = since.elapsed();
    told(demo).await?;
    delivered(demo).await?;
    Ok(Followed {
        feeds,
        letters: since.elapsed(),
    })
}

fn session_path(session: &Value) -> String {
    let id = session["id"].as_str().unwrap_or_default();
    format!("/api/v1/sessions/{id}")
}

/// Waits until nothing waits to be told.
async fn told(demo: &Demo) -> Result<()> {
    wait_for("the letters about the schedule", async || {
        let path = "/api/v1/notices?offering=SA123A-V9001V27&state=pending";
        let waiting = demo.admin.read(path).await?;
        Ok((items(&waiting["items"]).count() == 0).then_some(()))
    })
    .await
}

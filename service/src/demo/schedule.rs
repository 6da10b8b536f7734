//! The schedule: people are told of it, one session is moved and one cancelled.

use super::{
    Demo, DemoError, Result,
    steps::{OFFERING, items},
    wait_for,
};
use hyper::Method;
use serde_json::{Value, json};

pub(super) struct Schedule {
    pub sessions: usize,
    /// Title and new time of the session that was moved.
    pub moved: String,
    /// Title of the one that was cancelled.
    pub cancelled: String,
}

/// Tells people that the schedule is there, moves one seminar to a later hour and cancels another:
/// calendars and letters follow. What was done before changes nothing and tells nobody.
pub(super) async fn schedule(demo: &Demo) -> Result<Schedule> {
    let send = format!("{OFFERING}/notices/send");
    demo.admin
        .write(Method::POST, &send, &[], &json!({}))
        .await?;
    told(demo).await?;
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
    demo.admin
        .write(Method::PATCH, &path, &seen, &change)
        .await?;
    // What waits together is told in one letter, and whether it does depends on the moment.
    told(demo).await?;
    if cancelled["state"] != "cancelled" {
        let path = session_path(cancelled);
        let etag = demo.admin.get(&path).await?.etag().to_owned();
        let (path, seen) = (format!("{path}/cancel?now=true"), [("if-match", &*etag)]);
        let why = json!({ "reason": "Läraren är sjuk" });
        demo.admin.write(Method::POST, &path, &seen, &why).await?;
    }
    told(demo).await?;
    let schedule = Schedule {
        sessions: items(&sessions).count(),
        moved: format!("{}: 13:15 → 14:15", title(moved)),
        cancelled: title(cancelled),
    };
    (demo.say)(&demo.words.scheduled(&schedule));
    Ok(schedule)
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

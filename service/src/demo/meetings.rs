//! Each cohort's own meetings, at the time when most of its people can come.

use super::{
    Demo, DemoError, Result,
    steps::{OFFERING, items},
};
use hyper::Method;
use jiff::{ToSpan as _, civil::Time};
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// Between the seminars; one week is in the practicum of a programme.
const WEEKS: &str = "6, 11, 15, 19";
const MINUTES: i64 = 75;

pub(super) struct Meetings {
    pub count: i64,
    /// Weekly times that cohorts meet at.
    pub times: usize,
    /// People who cannot come to a meeting of their cohort, all meetings together.
    pub blocked: usize,
}

/// Finds a time for each cohort within working hours, and schedules its meetings then. Done before,
/// it schedules nothing.
pub(super) async fn place(demo: &Demo) -> Result<Meetings> {
    let wanted = json!({
        "each_cohort": true, "weeks": WEEKS, "minutes": MINUTES, "most": 1,
        "starts": ["08:15", "10:15", "13:15", "15:15"],
    });
    let path = format!("{OFFERING}/find-time");
    let found = demo.admin.write(Method::POST, &path, &[], &wanted).await?;
    let (mut count, mut times) = (0, BTreeSet::new());
    for one in items(&found) {
        let best = &one["patterns"][0];
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        let (cohort, weekday, starts) = (
            text(&one["cohort"]),
            text(&best["weekday"]),
            text(&best["start"]),
        );
        let ends = starts
            .parse::<Time>()
            .and_then(|at| at.checked_add(MINUTES.minutes()));
        let ends = ends.map_err(|_| DemoError::Step(format!("no time for {cohort}: {one}")))?;
        let series = json!({
            "title": "Gruppmöte", "mode": "online", "cohort": cohort, "weekday": weekday,
            "starts": starts, "ends": ends.strftime("%H:%M").to_string(), "weeks": WEEKS,
            "online_url": format!("https://motesrum.example/{cohort}"),
        });
        let key = format!("demo-meetings-{cohort}");
        let once = [("idempotency-key", key.as_str())];
        let path = format!("{OFFERING}/session-series");
        let made = demo
            .admin
            .write(Method::POST, &path, &once, &series)
            .await?;
        count += made["count"].as_i64().unwrap_or_default();
        times.insert((weekday, starts));
    }
    let clashes = demo.admin.read(&format!("{OFFERING}/clashes")).await?;
    let ours = items(&clashes).filter(|one| one.get("cohort").is_some());
    let meetings = Meetings {
        count,
        times: times.len(),
        blocked: ours.map(|one| items(&one["blocked"]).count()).sum(),
    };
    (demo.say)(&demo.words.meetings(&meetings));
    Ok(meetings)
}

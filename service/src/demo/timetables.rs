//! The demonstration's timetables: imported for every programme, and used to find a time.

use super::{
    Demo, DemoError, Result,
    steps::{OFFERING, items},
};
use hyper::Method;
use serde_json::json;

/// Timetables of the spring by programme code.
const TIMETABLES: [(&str, &[u8]); 7] = [
    (
        "LAG9Y",
        include_bytes!("../../demo/data/schema-LAG9Y-vt2027.ics"),
    ),
    (
        "LFL9Y",
        include_bytes!("../../demo/data/schema-LFL9Y-vt2027.ics"),
    ),
    (
        "LGM9Y",
        include_bytes!("../../demo/data/schema-LGM9Y-vt2027.ics"),
    ),
    (
        "LKP1Y",
        include_bytes!("../../demo/data/schema-LKP1Y-vt2027.ics"),
    ),
    (
        "LSP9A",
        include_bytes!("../../demo/data/schema-LSP9A-vt2027.ics"),
    ),
    (
        "PSY9Y",
        include_bytes!("../../demo/data/schema-PSY9Y-vt2027.ics"),
    ),
    (
        "SOC9Y",
        include_bytes!("../../demo/data/schema-SOC9Y-vt2027.ics"),
    ),
];

/// Imports all timetables, and notes the practicum of one programme. Done before, it changes
/// nothing.
pub(super) async fn import(demo: &Demo) -> Result<()> {
    let mut events = 0;
    for (programme, file) in TIMETABLES {
        let path = format!("/api/v1/timetables/{programme}");
        let kind = [("content-type", "application/octet-stream")];
        let reply = demo
            .admin
            .send(Method::POST, &path, &kind, file.to_vec())
            .await?;
        let report = reply.json(&path)?;
        if report["sound"] != true {
            return Err(DemoError::Step(format!(
                "{programme}: {}",
                report["faults"]
            )));
        }
        events += report["used"].as_i64().unwrap_or_default();
    }
    let practicum = json!({ "term": "VT2027", "weeks": "10-14" });
    let path = "/api/v1/timetables/LKP1Y/practicum";
    demo.admin.write(Method::PUT, path, &[], &practicum).await?;
    (demo.say)(&demo.words.timetables(TIMETABLES.len(), events));
    Ok(())
}

/// Asks for the best time for six seminars, and says it.
pub(super) async fn find_time(demo: &Demo) -> Result<()> {
    let wanted = json!({
        "weeks": "5, 7, 10, 12, 14, 16, 18, 20", "meetings": 6, "minutes": 165, "most": 1,
    });
    let path = format!("{OFFERING}/find-time");
    let language = [(
        "accept-language",
        if demo.words.english { "en" } else { "sv" },
    )];
    let found = demo
        .admin
        .write(Method::POST, &path, &language, &wanted)
        .await?;
    let best = &found[0]["patterns"][0];
    let reason = items(&best["reasons"])
        .next()
        .and_then(|reason| reason.as_str());
    let (Some(reason), Some(day), Some(start)) =
        (reason, best["weekday"].as_str(), best["start"].as_str())
    else {
        return Err(DemoError::Step(format!("no time was found: {found}")));
    };
    (demo.say)(&demo.words.best_time(demo.words.weekday(day), start, reason));
    Ok(())
}

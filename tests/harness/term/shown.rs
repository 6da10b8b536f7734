//! Sessions as calendars must say them.

use crate::text;
use serde_json::{Value, json};

/// A session as a calendar must say it: the form in which the probes print events.
pub fn event(session: &Value) -> Value {
    let state = text(session, "state");
    let (prefix, status) = match &*state {
        "cancelled" => ("INSTÄLLT: ", "CANCELLED"),
        "preliminary" => ("Preliminärt: ", "TENTATIVE"),
        _ => ("", "CONFIRMED"),
    };
    let codes = match session["cohort_code"].as_str() {
        Some(cohort) => format!("SA123A, {cohort}"),
        None => "SA123A".to_owned(),
    };
    json!({
        "uid": session["uid"], "start": session["starts_at"], "end": session["ends_at"],
        "summary": format!("{prefix}{} ({codes})", plain(&text(session, "title"))),
        "location": session["place"].as_str().map(plain),
        "status": status, "sequence": session["sequence"],
    })
}

/// Text without what no calendar may be given: marks that turn the direction of writing.
fn plain(text: &str) -> String {
    text.chars()
        .filter(|c| !matches!(c, '\u{202A}'..='\u{202E}'))
        .collect()
}

/// What the probes must print for these sessions, in the order they print it.
pub fn events(sessions: &[Value]) -> Vec<Value> {
    let mut events: Vec<Value> = sessions.iter().map(event).collect();
    events.sort_by_key(|event| (text(event, "start"), text(event, "uid")));
    events
}

pub(super) fn has(cohort: &Value, person: &str) -> bool {
    let members = cohort["members"].as_array().expect("members");
    members.iter().any(|member| member["person"] == *person)
}

pub(super) fn without_link(session: &Value) -> Value {
    let mut session = session.clone();
    session
        .as_object_mut()
        .expect("a session")
        .remove("online_url");
    session
}

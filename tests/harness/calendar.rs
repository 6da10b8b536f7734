//! Feeds as a strict reader sees them: octet by octet, and through three independent parsers.

use crate::{Client, Reply, ok, text};
use serde_json::{Value, json};
use std::{
    collections::{BTreeMap, BTreeSet},
    env, fs,
    path::{Path, PathBuf},
};
use tokio::process::Command;
use uuid::Uuid;

/// One VEVENT: its lines by name, parameters and all.
pub type Event = BTreeMap<String, String>;

/// Makes a feed; gives its id and the path of its address.
pub async fn make_feed(client: &Client, kind: &str, subject: &str) -> (String, String) {
    let new = json!({ "kind": kind, "subject": subject, "name": "Kursen", "language": "sv" });
    let made = ok(client.post("/api/v1/feeds", &new).await);
    (text(&made, "id"), path_of(&text(&made, "url")))
}

/// The path of a feed's address: tests reach the service by another name than the public one.
pub fn path_of(url: &str) -> String {
    let at = url.find("/calendar/").expect("a calendar's address");
    url[at..].to_owned()
}

/// Fetches a feed that must answer 200.
pub async fn fetch(client: &Client, path: &str) -> Reply {
    let reply = client.get(path).await.expect("an answer");
    assert_eq!(reply.status, 200, "{}", reply.text());
    reply
}

/// Fetches a feed and checks it; gives its events by UID.
pub async fn events(client: &Client, path: &str) -> BTreeMap<String, Event> {
    let reply = fetch(client, path).await;
    check(&reply.body).unwrap_or_else(|fault| panic!("{fault}\n{}", reply.text()))
}

/// Holds a feed to the rules (standards.md §2.4); gives the events by UID.
pub fn check(octets: &[u8]) -> Result<BTreeMap<String, Event>, String> {
    let lines = unfolded(octets)?;
    let (top, zones, events) = components(&lines)?;
    for wanted in [
        "VERSION:2.0",
        "CALSCALE:GREGORIAN",
        "X-WR-TIMEZONE:Europe/Stockholm",
        "REFRESH-INTERVAL;VALUE=DURATION:PT1H",
        "X-PUBLISHED-TTL:PT1H",
    ] {
        need(
            top.iter().filter(|line| *line == wanted).count() == 1,
            wanted,
        )?;
    }
    for wanted in ["PRODID:", "NAME:", "X-WR-CALNAME:"] {
        let found = top.iter().filter(|line| line.starts_with(wanted)).count();
        need(found == 1, wanted)?;
    }
    need(zones == ["TZID:Europe/Stockholm"], "exactly one VTIMEZONE")?;
    let mut by_uid = BTreeMap::new();
    for event in events {
        let uid = check_event(&event)?;
        need(by_uid.insert(uid, event).is_none(), "each UID once")?;
    }
    Ok(by_uid)
}

fn need(holds: bool, what: &str) -> Result<(), String> {
    if holds {
        Ok(())
    } else {
        Err(format!("the feed breaks: {what}"))
    }
}

/// The content lines, each within 75 octets and folded between characters.
fn unfolded(octets: &[u8]) -> Result<Vec<String>, String> {
    need(!octets.starts_with(b"\xEF\xBB\xBF"), "no BOM")?;
    need(octets.ends_with(b"\r\n"), "ends in CRLF")?;
    let mut lines: Vec<String> = Vec::new();
    for line in octets[..octets.len() - 2].split(|byte| *byte == b'\n') {
        let line = line.strip_suffix(b"\r").unwrap_or(line);
        need(!line.contains(&b'\r'), "no bare CR")?;
        need(line.len() <= 75, "75 octets a line")?;
        let line = std::str::from_utf8(line).map_err(|_| "folded inside a character")?;
        let forbidden = |c: char| {
            c.is_control()
                || matches!(c, '\u{2028}' | '\u{2029}' | '\u{FEFF}')
                || matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{200E}' | '\u{200F}')
        };
        need(!line.contains(forbidden), "no control characters")?;
        if let (Some(rest), Some(last)) = (line.strip_prefix(' '), lines.last_mut()) {
            need(!rest.is_empty(), "no empty continuation")?;
            last.push_str(rest);
        } else {
            need(!line.is_empty(), "no empty line")?;
            lines.push(line.to_owned());
        }
    }
    // As many line feeds with a carriage return as without asking for one.
    let text = String::from_utf8_lossy(octets);
    let pairs = text.matches("\r\n").count();
    need(pairs == text.matches('\n').count(), "CRLF everywhere")?;
    Ok(lines)
}

/// Lines of the calendar itself, names of its zones, and its events.
type Components = (Vec<String>, Vec<String>, Vec<Event>);

fn components(lines: &[String]) -> Result<Components, String> {
    let (mut top, mut zones, mut events) = (Vec::new(), Vec::new(), Vec::<Event>::new());
    let mut open: Vec<String> = Vec::new();
    for line in lines {
        if let Some(name) = line.strip_prefix("BEGIN:") {
            need(name != "VALARM", "no VALARM")?;
            if name == "VEVENT" {
                events.push(Event::new());
            }
            open.push(name.to_owned());
        } else if let Some(name) = line.strip_prefix("END:") {
            need(open.pop().as_deref() == Some(name), "components nest")?;
        } else {
            match open.iter().map(String::as_str).collect::<Vec<_>>()[..] {
                ["VCALENDAR"] => top.push(line.clone()),
                ["VCALENDAR", "VTIMEZONE"] => zones.push(line.clone()),
                ["VCALENDAR", "VTIMEZONE", _] => {}
                ["VCALENDAR", "VEVENT"] => {
                    let end = line.find([':', ';']).ok_or("a line has a name")?;
                    let event = events.last_mut().ok_or("an event")?;
                    let before = event.insert(line[..end].to_owned(), line[end..].to_owned());
                    need(before.is_none(), "each property once")?;
                }
                _ => return Err(format!("the feed breaks: nothing outside: {line}")),
            }
        }
    }
    need(open.is_empty(), "components are closed")?;
    need(
        lines.last().is_some_and(|line| line == "END:VCALENDAR"),
        "one calendar",
    )?;
    need(
        !top.iter().any(|line| line.starts_with("METHOD")),
        "no METHOD",
    )?;
    zones.retain(|line| line.starts_with("TZID"));
    Ok((top, zones, events))
}

fn check_event(event: &Event) -> Result<String, String> {
    let known: BTreeSet<&str> = BTreeSet::from([
        "UID",
        "DTSTAMP",
        "CREATED",
        "LAST-MODIFIED",
        "SEQUENCE",
        "DTSTART",
        "DTEND",
        "SUMMARY",
        "LOCATION",
        "URL",
        "CONFERENCE",
        "DESCRIPTION",
        "STATUS",
        "TRANSP",
    ]);
    for name in event.keys() {
        need(known.contains(&**name), &format!("no {name} in an event"))?;
    }
    let get = |name: &str| {
        let value = event.get(name).map(String::as_str);
        value.ok_or_else(|| format!("the feed breaks: every event has {name}"))
    };
    let uid = get("UID")?.trim_start_matches(':').to_owned();
    let (id, host) = uid.split_once('@').ok_or("a UID has a host")?;
    need(
        Uuid::parse_str(id).is_ok() && !host.is_empty(),
        "an opaque UID",
    )?;
    need(
        get("DTSTAMP")? == get("LAST-MODIFIED")?,
        "DTSTAMP is LAST-MODIFIED",
    )?;
    for time in ["DTSTART", "DTEND"] {
        let value = get(time)?;
        let zoned = value.starts_with(";TZID=Europe/Stockholm:") && !value.ends_with('Z');
        // The repeated hour of October cannot be told by a wall time.
        let utc = value.starts_with(':') && value.ends_with('Z');
        need(zoned || utc, "times have a zone")?;
    }
    let sequence = get("SEQUENCE")?.trim_start_matches(':').parse::<u32>();
    need(sequence.is_ok_and(|n| n < 1 << 31), "SEQUENCE below 2³¹")?;
    let status = get("STATUS")?;
    need(
        matches!(status, ":TENTATIVE" | ":CONFIRMED" | ":CANCELLED"),
        "a known STATUS",
    )?;
    let free = event.get("TRANSP").map(String::as_str) == Some(":TRANSPARENT");
    need(
        free == (status == ":CANCELLED"),
        "only what is cancelled is free time",
    )?;
    get("SUMMARY")?;
    Ok(uid)
}

/// Holds a later version of a feed against an earlier one: what differs has grown.
pub fn grown(
    before: &BTreeMap<String, Event>,
    after: &BTreeMap<String, Event>,
) -> Result<(), String> {
    for (uid, new) in after {
        let Some(old) = before.get(uid).filter(|old| *old != new) else {
            continue;
        };
        let number = |event: &Event| event["SEQUENCE"][1..].parse::<u32>().unwrap_or_default();
        need(number(new) > number(old), "SEQUENCE grows")?;
        // In UTC, the order of the texts is the order of the instants.
        need(
            new["LAST-MODIFIED"] > old["LAST-MODIFIED"],
            "LAST-MODIFIED grows",
        )?;
    }
    Ok(())
}

/// The three parsers by name. `tests/run` installs them.
pub fn probes() -> Vec<(&'static str, Vec<PathBuf>)> {
    let tools = PathBuf::from(env::var("SAMVERKAN_TOOLS").expect("SAMVERKAN_TOOLS; use tests/run"));
    let sources = Path::new(env!("CARGO_MANIFEST_DIR")).join("calendar");
    vec![
        (
            "icalendar",
            vec![
                tools.join("venv/bin/python"),
                sources.join("probe_icalendar.py"),
            ],
        ),
        (
            "ical.js",
            vec!["node".into(), sources.join("probe_icaljs.mjs")],
        ),
        ("libical", vec![tools.join("probe_libical")]),
    ]
}

/// What one parser reads in a file; the error is what it says against it.
pub async fn read(probe: &[PathBuf], octets: &[u8]) -> Result<Vec<Value>, String> {
    let tools = env::var("SAMVERKAN_TOOLS").expect("SAMVERKAN_TOOLS");
    let file = env::temp_dir().join(format!("samverkan-feed-{}.ics", fresh_name()));
    fs::write(&file, octets).expect("a file for the probe");
    let done = Command::new(&probe[0])
        .args(&probe[1..])
        .arg(&file)
        // What the machine itself believes must not matter.
        .env("TZ", "Pacific/Auckland")
        .env("SAMVERKAN_NODE_MODULES", format!("{tools}/node_modules"))
        .output()
        .await
        .expect("the probe runs");
    let _ = fs::remove_file(&file);
    if !done.status.success() {
        return Err(String::from_utf8_lossy(&done.stderr).into_owned());
    }
    let text = String::from_utf8(done.stdout).map_err(|error| error.to_string())?;
    text.lines()
        .map(|line| serde_json::from_str(line).map_err(|error| error.to_string()))
        .collect()
}

#[expect(
    clippy::disallowed_methods,
    reason = "no two processes may choose the same name"
)]
fn fresh_name() -> String {
    Uuid::new_v4().simple().to_string()
}

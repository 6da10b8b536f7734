//! A reader of feeds that knows only the RFC, to check the renderer by.

use crate::now;
use jiff::{Timestamp, civil::DateTime};
use samverkan_domain::calendar::{FeedView, content_lines::unfolded, render, zone};
use std::collections::BTreeSet;

/// Every property a feed may hold. Anything else has got in through a text.
const PROPERTIES: &str = "BEGIN END VERSION PRODID CALSCALE NAME X-WR-CALNAME X-WR-TIMEZONE REFRESH-INTERVAL \
    X-PUBLISHED-TTL TZID DTSTART TZOFFSETFROM TZOFFSETTO TZNAME RRULE UID DTSTAMP CREATED \
    LAST-MODIFIED SEQUENCE DTEND SUMMARY LOCATION URL CONFERENCE DESCRIPTION STATUS TRANSP";
/// What every event must hold.
const REQUIRED: &str = "UID DTSTAMP CREATED LAST-MODIFIED SEQUENCE DTSTART DTEND SUMMARY STATUS";

/// What is wrong with a calendar, octet by octet, by RFC 5545 §3.1 and the rules of our feeds.
pub(crate) fn faults(bytes: &[u8]) -> Vec<String> {
    let mut faults = Vec::new();
    let Some(body) = bytes.strip_suffix(b"\r\n") else {
        return vec!["no CR LF at the end".to_owned()];
    };
    let Ok(body) = str::from_utf8(body) else {
        return vec!["not UTF-8".to_owned()];
    };
    for line in body.split("\r\n") {
        if line.len() > 75 {
            faults.push(format!("{} octets: {line}", line.len()));
        }
        if line.trim().is_empty() {
            faults.push("empty line".to_owned());
        }
        if line.contains(|c: char| {
            c.is_control() || ('\u{2028}'..='\u{202E}').contains(&c) || c == '\u{FEFF}'
        }) {
            faults.push(format!("control character: {line:?}"));
        }
    }
    let whole = unfolded(body);
    for line in whole.split("\r\n") {
        let name = line.split([':', ';']).next().unwrap_or_default();
        if !PROPERTIES.split(' ').any(|known| known == name) || line.starts_with(' ') {
            faults.push(format!("unexpected property: {line}"));
        }
    }
    for event in whole.split("BEGIN:VEVENT\r\n").skip(1) {
        let event = event.split("\r\nEND:VEVENT").next().unwrap_or_default();
        let names: Vec<_> = event
            .split("\r\n")
            .map(|l| l.split([':', ';']).next().unwrap_or_default())
            .collect();
        if names.len() != names.iter().collect::<BTreeSet<_>>().len() {
            faults.push(format!("a property twice: {event}"));
        }
        if let Some(missing) = REQUIRED.split(' ').find(|name| !names.contains(name)) {
            faults.push(format!("no {missing}: {event}"));
        }
        if names.contains(&"RRULE") || names.contains(&"BEGIN") {
            faults.push(format!("not a single plain event: {event}"));
        }
    }
    faults
}

pub(crate) fn text_of(feed: &FeedView) -> String {
    let bytes = render(feed, now()).bytes;
    assert_eq!(faults(&bytes), [""; 0]);
    unfolded(&String::from_utf8(bytes).expect("UTF-8"))
}

/// The values of a property, in the order of the file, with the parameters before the colon.
pub(crate) fn values<'a>(text: &'a str, name: &str) -> Vec<(&'a str, &'a str)> {
    text.split("\r\n")
        .filter_map(|line| line.strip_prefix(name))
        .filter(|rest| rest.starts_with([':', ';']))
        .filter_map(|rest| rest.split_once(':'))
        .collect()
}

/// The instant a reader of the file understands.
pub(crate) fn instant(parameters: &str, value: &str) -> Timestamp {
    let civil: DateTime = value.trim_end_matches('Z').parse().expect("a time");
    if parameters.is_empty() {
        assert!(value.ends_with('Z'), "floating: {value}");
        return jiff::tz::Offset::UTC.to_timestamp(civil).expect("in range");
    }
    assert_eq!(parameters, ";TZID=Europe/Stockholm");
    zone::by_rules(civil).expect("the rules say")
}

//! The same calendar as JSON (jCal, RFC 7265), made from the very lines that are served as
//! iCalendar: nothing can be in the one that is not in the other.

use super::{content_lines::unfolded, text::unescaped};
use serde_json::{Map, Value, json};

/// A component on the way: name, properties, components within.
type Component = (String, Vec<Value>, Vec<Value>);

/// The calendar as jCal. `calendar` is what [`super::render`] gives; `None` if it is no calendar.
pub fn jcal(calendar: &[u8]) -> Option<Value> {
    let lines = unfolded(str::from_utf8(calendar).ok()?);
    let mut open: Vec<Component> = Vec::new();
    for line in lines.split_terminator("\r\n") {
        let (name, params, value) = split(line)?;
        match name.as_str() {
            "begin" => open.push((value.to_lowercase(), Vec::new(), Vec::new())),
            "end" => {
                let (name, properties, within) = open.pop()?;
                let done = json!([name, properties, within]);
                match open.last_mut() {
                    Some((_, _, components)) => components.push(done),
                    None => return Some(done),
                }
            }
            _ => {
                let (_, properties, _) = open.last_mut()?;
                properties.push(property(&name, params, value));
            }
        }
    }
    None
}

/// Name in lower case, parameters, and the value as it stands.
fn split(line: &str) -> Option<(String, Map<String, Value>, &str)> {
    let mut quoted = false;
    let colon = line.char_indices().find(|(_, c)| {
        quoted ^= *c == '"';
        *c == ':' && !quoted
    });
    let (head, value) = line.split_at(colon?.0);
    let mut parts = head.split(';');
    let name = parts.next()?.to_lowercase();
    let mut params = Map::new();
    for part in parts {
        let (name, value) = part.split_once('=')?;
        let value = value.trim_matches('"');
        params.insert(name.to_lowercase(), Value::from(value));
    }
    Some((name, params, &value[1..]))
}

fn property(name: &str, mut params: Map<String, Value>, value: &str) -> Value {
    let stated = params.remove("value");
    let stated = stated.as_ref().and_then(Value::as_str);
    let kind = stated.map_or_else(|| usual(name).to_owned(), str::to_lowercase);
    let value = match kind.as_str() {
        "date-time" => Value::from(date_time(value)),
        "utc-offset" => Value::from(offset(value)),
        "integer" => value.parse::<i64>().map_or(Value::from(value), Value::from),
        "recur" => recurrence(value),
        "text" => Value::from(unescaped(value)),
        _ => Value::from(value),
    };
    json!([name, params, kind, value])
}

/// The type of a property where it does not say (RFC 7265 §3.5.1); what is not registered has none.
fn usual(name: &str) -> &'static str {
    match name {
        "dtstart" | "dtend" | "dtstamp" | "created" | "last-modified" => "date-time",
        "sequence" => "integer",
        "tzoffsetfrom" | "tzoffsetto" => "utc-offset",
        "rrule" => "recur",
        "url" | "conference" => "uri",
        "refresh-interval" => "duration",
        name if name.starts_with("x-") => "unknown",
        _ => "text",
    }
}

/// `20270121T101500` as `2027-01-21T10:15:00`, with the `Z` it has.
fn date_time(value: &str) -> String {
    match (
        value.get(..4),
        value.get(4..6),
        value.get(6..11),
        value.get(11..13),
        value.get(13..),
    ) {
        (Some(year), Some(month), Some(day_hour), Some(minute), Some(rest)) => {
            format!("{year}-{month}-{day_hour}:{minute}:{rest}")
        }
        _ => value.to_owned(),
    }
}

/// `+0100` as `+01:00`.
fn offset(value: &str) -> String {
    match (value.get(..3), value.get(3..)) {
        (Some(hours), Some(minutes)) => format!("{hours}:{minutes}"),
        _ => value.to_owned(),
    }
}

/// `FREQ=YEARLY;BYMONTH=3` as an object.
fn recurrence(value: &str) -> Value {
    let parts = value.split(';').filter_map(|part| part.split_once('='));
    let parts = parts.map(|(name, value)| {
        let number = value.parse::<i64>().map(Value::from);
        (name.to_lowercase(), number.unwrap_or_else(|_| value.into()))
    });
    Value::Object(parts.collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_have_the_forms_of_json() {
        let calendar = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nX-WR-CALNAME:A\\, b\r\n\
            REFRESH-INTERVAL;VALUE=DURATION:PT1H\r\nBEGIN:VEVENT\r\nSUMMARY:Två: a\\, b\\nc d\r\n e\r\n\
            DTSTART;TZID=Europe/Stockholm:20270121T101500\r\nDTEND:20270121T091500Z\r\n\
            SEQUENCE:2\r\nCONFERENCE;VALUE=URI;FEATURE=\"A:B\":https://a.example/?x=1;y\r\n\
            END:VEVENT\r\nEND:VCALENDAR\r\n";
        let expected = json!(["vcalendar", [
            ["version", {}, "text", "2.0"],
            ["x-wr-calname", {}, "unknown", "A\\, b"],
            ["refresh-interval", {}, "duration", "PT1H"],
        ], [["vevent", [
            ["summary", {}, "text", "Två: a, b\nc de"],
            ["dtstart", { "tzid": "Europe/Stockholm" }, "date-time", "2027-01-21T10:15:00"],
            ["dtend", {}, "date-time", "2027-01-21T09:15:00Z"],
            ["sequence", {}, "integer", 2],
            ["conference", { "feature": "A:B" }, "uri", "https://a.example/?x=1;y"],
        ], []]]]);
        assert_eq!(jcal(calendar.as_bytes()), Some(expected));
        assert_eq!(recurrence("FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU")["bymonth"], 3);
        assert_eq!(offset("-0130"), "-01:30");
    }

    #[test]
    fn what_is_no_calendar_is_none() {
        for nonsense in [
            "",
            "BEGIN:VCALENDAR\r\n",
            "END:VCALENDAR\r\n",
            "A\r\n",
            "VERSION:2.0\r\n",
        ] {
            assert_eq!(jcal(nonsense.as_bytes()), None, "{nonsense:?}");
        }
        assert_eq!(jcal(b"\xFF"), None);
    }
}

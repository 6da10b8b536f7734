//! One session as one VEVENT (RFC 5545 §3.6.1).

use super::{SessionView, Standing, content_lines::Lines, text, zone};
use crate::person::Language;
use std::io::Write as _;

/// Writes the event of a session. A calendar takes a change when SEQUENCE and LAST-MODIFIED grow;
/// DTSTAMP equals LAST-MODIFIED rather than the time of rendering, so that nothing changed means
/// no byte changed.
pub(super) fn write(lines: &mut Lines, session: &SessionView, language: Language) {
    lines.whole("BEGIN:VEVENT\r\n");
    lines.property("UID", |line| text::escape_into(line, &session.uid));
    let modified = |line: &mut Vec<u8>| zone::utc_into(line, session.modified_at);
    lines.property("DTSTAMP", modified);
    lines.property("CREATED", |line| zone::utc_into(line, session.created_at));
    lines.property("LAST-MODIFIED", modified);
    lines.property("SEQUENCE", |line| {
        // Writing to memory cannot fail.
        let _ = write!(line, "{}", session.sequence);
    });
    zone::date_time(lines, &zone::START, session.starts);
    zone::date_time(lines, &zone::END, session.ends);
    let summary = session.summary(language);
    lines.property("SUMMARY", |line| text::escape_into(line, &summary));
    if let Some(place) = &session.place {
        shown(lines, "LOCATION", place);
    }
    if let Some(url) = &session.url {
        let url = text::uri(url);
        if !url.is_empty() {
            lines.plain("URL", &url);
            lines.plain("CONFERENCE;FEATURE=VIDEO;VALUE=URI", &url);
        }
    }
    if !session.description.is_empty() {
        shown(lines, "DESCRIPTION", &session.description.join("\n"));
    }
    lines.whole(match session.standing {
        Standing::Preliminary => "STATUS:TENTATIVE\r\n",
        Standing::Confirmed => "STATUS:CONFIRMED\r\n",
        Standing::Cancelled => "STATUS:CANCELLED\r\nTRANSP:TRANSPARENT\r\n",
    });
    lines.whole("END:VEVENT\r\n");
}

/// Writes text, unless nothing of it can be shown.
fn shown(lines: &mut Lines, head: &str, said: &str) {
    let clean = text::clean(said);
    if !clean.is_empty() {
        lines.property(head, |line| text::escape_into(line, &clean));
    }
}

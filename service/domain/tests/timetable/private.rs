//! Private calendars: only when somebody is busy is kept.

use super::{calendar, spring};
use samverkan_domain::{clash::instant_of, timetable::read_busy};

fn busy(lines: &str) -> Vec<String> {
    let read = read_busy(&calendar(lines), spring()).unwrap();
    assert_eq!(read.faults, []);
    assert!(!format!("{read:?}").contains("Hemligt"));
    let span = |(from, to)| format!("{} {}", instant_of(from), instant_of(to));
    read.spans.iter().map(span).collect()
}

fn event(lines: &str) -> String {
    format!(
        "BEGIN:VEVENT\nUID:1\nSUMMARY:Hemligt\nDTSTART:20270118T100000Z\nDTEND:20270118T110000Z\n{lines}\nEND:VEVENT"
    )
}

#[test]
fn what_takes_up_no_time_does_not_count() {
    for (lines, is_busy) in [
        ("STATUS:CONFIRMED", true),
        ("STATUS:TENTATIVE", true),
        ("STATUS:CANCELLED", false),
        ("TRANSP:OPAQUE", true),
        ("TRANSP:TRANSPARENT", false),
        ("TRANSP:TRANSPARENT\nX-MICROSOFT-CDO-BUSYSTATUS:OOF", true),
        ("X-MICROSOFT-CDO-BUSYSTATUS:FREE", false),
        ("X-MICROSOFT-CDO-BUSYSTATUS:TENTATIVE", true),
        (
            "BEGIN:VALARM\nTRANSP:TRANSPARENT\nSTATUS:CANCELLED\nEND:VALARM",
            true,
        ),
    ] {
        assert_eq!(busy(&event(lines)).len(), usize::from(is_busy), "{lines}");
    }
}

#[test]
fn days_last_from_midnight_to_midnight_in_sweden() {
    let day = |lines: &str| busy(&format!("BEGIN:VEVENT\nUID:1\n{lines}\nEND:VEVENT"));
    let one = ["2027-01-17T23:00:00Z 2027-01-18T23:00:00Z"];
    assert_eq!(
        day("DTSTART;VALUE=DATE:20270118\nDTEND;VALUE=DATE:20270119"),
        one
    );
    assert_eq!(day("DTSTART;VALUE=DATE:20270118"), one);
    assert_eq!(
        day("DTSTART;VALUE=DATE:20270118\nDTEND;VALUE=DATE:20270118"),
        one
    );
    assert_eq!(day("DTSTART;VALUE=DATE:20270118\nDURATION:P1D"), one);
    // The day in March has 23 hours.
    let short = ["2027-03-27T23:00:00Z 2027-03-28T22:00:00Z"];
    assert_eq!(day("DTSTART;VALUE=DATE:20270328"), short);
    assert_eq!(
        day("DTSTART:20270118T100000Z"),
        [""; 0],
        "no end is no time"
    );
}

#[test]
fn free_busy_components_are_read() {
    let lines = "BEGIN:VFREEBUSY\nUID:1\nFREEBUSY;FBTYPE=BUSY:20270118T100000Z/20270118T110000Z,20270119T100000Z/PT2H\n\
                 FREEBUSY;FBTYPE=FREE:20270120T100000Z/PT2H\nFREEBUSY:20270118T103000Z/20270118T120000Z\nEND:VFREEBUSY";
    assert_eq!(
        busy(lines),
        [
            "2027-01-18T10:00:00Z 2027-01-18T12:00:00Z",
            "2027-01-19T10:00:00Z 2027-01-19T12:00:00Z"
        ]
    );
}

#[test]
fn one_event_that_is_not_understood_hides_no_other() {
    let lines = format!(
        "{}\nBEGIN:VEVENT\nUID:2\nDTSTART;TZID=Ankeborg:20270119T100000\nEND:VEVENT\n\
         BEGIN:VEVENT\nUID:3\nDTSTART:20270119T100000Z\nDTEND:20270118T100000Z\nEND:VEVENT\n\
         BEGIN:VEVENT\nUID:4\nSUMMARY:x\nEND:VEVENT\n\
         BEGIN:VEVENT\nUID:5\nDTSTART:20270101T000000Z\nDTEND:20290101T000000Z\nEND:VEVENT",
        event("")
    );
    let read = read_busy(&calendar(&lines), spring()).unwrap();
    assert_eq!(
        (read.account.read, read.account.used, read.account.faulty),
        (5, 1, 4)
    );
    let faults: Vec<_> = read
        .faults
        .iter()
        .map(|f| (f.line, f.what.code()))
        .collect();
    assert_eq!(
        faults,
        [
            (13, "calendar_zone"),
            (15, "calendar_ends_too_early"),
            (20, "calendar_missing"),
            (24, "calendar_too_long"),
        ]
    );
}

#[test]
fn a_file_that_is_no_calendar_is_refused_with_its_line() {
    for (file, line, code) in [
        (&b""[..], 0, "calendar_not_a_calendar"),
        (b"<html>\n", 1, "calendar_not_a_line"),
        (b"Name:x\n", 1, "calendar_not_a_calendar"),
        (b"BEGIN:VCARD\nEND:VCARD\n", 1, "calendar_not_a_calendar"),
        (
            b"BEGIN:VCALENDAR\nBEGIN:VEVENT\nEND:VCALENDAR\n",
            3,
            "calendar_nesting",
        ),
        (b"BEGIN:VCALENDAR\nBEGIN:VEVENT\n", 2, "calendar_unclosed"),
        (b"END:VCALENDAR\n", 1, "calendar_nesting"),
        (
            b"BEGIN:VCALENDAR\nEND:VCALENDAR\nX:1\n",
            3,
            "calendar_not_a_calendar",
        ),
    ] {
        let fault = read_busy(file, spring()).unwrap_err();
        assert_eq!((fault.line, fault.what.code()), (line, code), "{file:?}");
    }
    let empty = read_busy(b"BEGIN:VCALENDAR\nEND:VCALENDAR\n", spring()).unwrap();
    assert_eq!(empty.account.read, 0);
    let deep = format!("BEGIN:VCALENDAR\n{}", "BEGIN:X\n".repeat(20));
    let fault = read_busy(deep.as_bytes(), spring()).unwrap_err();
    assert_eq!((fault.line, fault.what.code()), (9, "calendar_too_deep"));
    let large = vec![b'x'; 8 * 1024 * 1024 + 1];
    assert_eq!(
        read_busy(&large, spring()).unwrap_err().what.code(),
        "calendar_too_large"
    );
}

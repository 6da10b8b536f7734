//! Timetables and private calendars from outside: the demo's files, repetitions against another
//! implementation, writing and reading back, and files that are broken on purpose.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

mod files;
mod laws;
mod private;
mod recurrence;
mod writing;

use jiff::civil::date;
use samverkan_domain::timetable::Window;

/// The spring term of 2027.
fn spring() -> Window {
    Window {
        first: date(2027, 1, 18),
        last: date(2027, 6, 6),
    }
}

/// The demo's timetables by programme code.
const FILES: [(&str, &[u8]); 7] = [
    (
        "LAG9Y",
        include_bytes!("../../../demo/data/schema-LAG9Y-vt2027.ics"),
    ),
    (
        "LFL9Y",
        include_bytes!("../../../demo/data/schema-LFL9Y-vt2027.ics"),
    ),
    (
        "LGM9Y",
        include_bytes!("../../../demo/data/schema-LGM9Y-vt2027.ics"),
    ),
    (
        "LKP1Y",
        include_bytes!("../../../demo/data/schema-LKP1Y-vt2027.ics"),
    ),
    (
        "LSP9A",
        include_bytes!("../../../demo/data/schema-LSP9A-vt2027.ics"),
    ),
    (
        "PSY9Y",
        include_bytes!("../../../demo/data/schema-PSY9Y-vt2027.ics"),
    ),
    (
        "SOC9Y",
        include_bytes!("../../../demo/data/schema-SOC9Y-vt2027.ics"),
    ),
];

/// A calendar of these lines.
fn calendar(lines: &str) -> Vec<u8> {
    format!("BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:-//x//x//EN\n{lines}\nEND:VCALENDAR\n")
        .into_bytes()
}

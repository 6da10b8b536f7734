//! Writes a timetable as KronoX would, for reading it back.

use samverkan_domain::timetable::TimetableEvent;

/// How a file may be written without meaning anything else.
#[derive(Debug, Clone, Copy)]
pub(super) struct Style {
    pub(super) language: usize,
    pub(super) order: usize,
    pub(super) crlf: bool,
    pub(super) bom: bool,
    /// Octets in a line before it is folded, even within a character.
    pub(super) fold: usize,
    pub(super) entities: bool,
}

/// Programme, course, signature, title, activity.
pub(super) const LABELS: [[&str; 5]; 3] = [
    ["Program", "Kurs.grp", "Sign", "Moment", "Aktivitetstyp"],
    [
        "Programme",
        "Coursegrp",
        "Sign",
        "Description",
        "Activity type",
    ],
    [
        "Studieprogram",
        "Emne.grp",
        "Lærer",
        "Beskrivelse",
        "Aktivitetstype",
    ],
];
const ORDERS: [[usize; 5]; 4] = [
    [0, 1, 2, 3, 4],
    [1, 2, 3, 0, 4],
    [4, 3, 2, 1, 0],
    [2, 0, 4, 3, 1],
];

pub(super) fn write(events: &[TimetableEvent], style: Style) -> Vec<u8> {
    let mut lines = vec![
        "BEGIN:VCALENDAR".to_owned(),
        "PRODID:-//KronoX gruppen//KronoX 5.4.0.build-8407//EN".to_owned(),
    ];
    for event in events {
        lines.push("BEGIN:VEVENT".to_owned());
        lines.push(format!("UID:{}", event.uid));
        for (name, time) in [("DTSTART", event.starts), ("DTEND", event.ends)] {
            lines.push(format!(
                "{name}:{}",
                time.instant().strftime("%Y%m%dT%H%M%SZ")
            ));
        }
        lines.push(format!(
            "LOCATION:{}",
            escaped(&event.rooms.join(" "), style)
        ));
        lines.push(format!(
            "SUMMARY:{}",
            escaped(&summary(event, style), style)
        ));
        lines.push("END:VEVENT".to_owned());
    }
    lines.push("END:VCALENDAR".to_owned());
    let mut bytes = if style.bom {
        b"\xEF\xBB\xBF".to_vec()
    } else {
        Vec::new()
    };
    let end: &[u8] = if style.crlf { b"\r\n" } else { b"\n" };
    for line in lines {
        for (n, piece) in line.as_bytes().chunks(style.fold).enumerate() {
            if n > 0 {
                bytes.extend_from_slice(end);
                bytes.push(b' ');
            }
            bytes.extend_from_slice(piece);
        }
        bytes.extend_from_slice(end);
    }
    bytes
}

fn summary(event: &TimetableEvent, style: Style) -> String {
    let programmes = event.programmes.iter().map(|name| format!("{name}-"));
    let programmes: Vec<String> = programmes.collect();
    let values = [
        programmes.join(" "),
        event.courses.join(" "),
        "abc Anna-Lena Ek".to_owned(),
        event.title.clone(),
        "Okänd".to_owned(),
    ];
    let parts =
        ORDERS[style.order].map(|at| format!("{}: {}", LABELS[style.language][at], values[at]));
    parts.join(" ")
}

fn escaped(text: &str, style: Style) -> String {
    let text = if style.entities {
        text.replace('&', "&amp;").replace('ö', "&ouml;")
    } else {
        text.replace('&', "&amp;")
    };
    text.replace('\\', "\\\\")
        .replace(';', "\\;")
        .replace(',', "\\,")
}

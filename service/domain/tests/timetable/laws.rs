//! Properties: what is written is read back, and nothing whatever makes the reader panic or lie.
//! `just fuzz` runs them for long.

use super::{
    FILES, spring,
    writing::{Style, write},
};
use jiff::{ToSpan, civil::date};
use proptest::{prelude::*, sample::Index};
use samverkan_domain::{
    calendar::wall_time::WallTime,
    timetable::{Account, Kind, TimetableEvent, read_busy, read_timetable},
};

const TITLES: [(&str, Kind); 6] = [
    ("Föreläsning", Kind::Teaching),
    ("Seminarium, grupp A; del 2", Kind::Teaching),
    ("VFU-förberedelse & mer", Kind::Teaching),
    ("Salstentamen", Kind::Exam),
    ("VFU", Kind::Practicum),
    ("Kl 10:15 i Örebro", Kind::Teaching),
];

fn event() -> impl Strategy<Value = TimetableEvent> {
    let rooms: &'static [&str] = &[
        "T129",
        "Hörsal M",
        "NI:A0411",
        "ZOOM",
        "Lecture hall 1",
        "L103",
    ];
    let programmes: &'static [&str] = &[
        "Socionomprogrammet åk 3",
        "Grundlärarprogrammet, årskurs 4-6 åk 1",
    ];
    (
        0..140i64,
        0..80i64,
        1..300i64,
        0..TITLES.len(),
        proptest::sample::subsequence(rooms, 0..4),
        proptest::sample::subsequence(programmes, 1..=2),
        "[A-ZÅÄÖ][a-zåäö]{2,12} & [a-z]{3,9} VT27",
    )
        .prop_map(
            |(day, quarter, minutes, title, rooms, programmes, course)| {
                let wall = date(2027, 1, 18).at(3, 0, 0, 0);
                let wall = wall
                    .saturating_add(day.days())
                    .saturating_add((quarter * 15).minutes());
                let starts = WallTime::new(wall, None).unwrap();
                let ends = starts.instant().saturating_add(minutes.minutes()).unwrap();
                let owned = |list: Vec<&str>| list.into_iter().map(str::to_owned).collect();
                TimetableEvent {
                    uid: String::new(),
                    starts,
                    ends: WallTime::at(ends).unwrap(),
                    whole_day: false,
                    kind: TITLES[title].1,
                    title: TITLES[title].0.to_owned(),
                    programmes: owned(programmes),
                    courses: vec![course],
                    rooms: owned(rooms),
                }
            },
        )
}

fn style() -> impl Strategy<Value = Style> {
    (
        0..3usize,
        0..4usize,
        any::<bool>(),
        any::<bool>(),
        1..200usize,
        any::<bool>(),
    )
        .prop_map(|(language, order, crlf, bom, fold, entities)| Style {
            language,
            order,
            crlf,
            bom,
            fold,
            entities,
        })
}

proptest! {
    #[test]
    fn what_is_written_is_read_back(
        mut events in proptest::collection::vec(event(), 0..20),
        style in style(),
    ) {
        for (n, event) in events.iter_mut().enumerate() {
            event.uid = format!("BokningsId_{n:09}");
        }
        events.retain(|event| event.starts.wall().date() < date(2027, 6, 5));
        events.sort_by_key(|e| (e.starts.instant(), e.ends.instant(), e.uid.clone()));
        let read = read_timetable(&write(&events, style), spring()).unwrap();
        prop_assert_eq!(&read.events, &events);
        let shown = format!("{read:?}");
        prop_assert!(!shown.contains("Anna-Lena"));
    }

    /// Real files with pieces changed, doubled, moved and cut away.
    #[test]
    fn a_mangled_file_is_read_or_refused(
        file in any::<Index>(),
        cuts in proptest::collection::vec((any::<Index>(), 0..200usize, any::<Index>(), 0..6u8), 1..12),
        junk in proptest::collection::vec(any::<u8>(), 0..40),
    ) {
        let mut bytes = file.get(&FILES).1[..12_000].to_vec();
        for (at, length, to, how) in cuts {
            let at = at.index(bytes.len().max(1)).min(bytes.len());
            let end = (at + length).min(bytes.len());
            let piece = bytes[at..end].to_vec();
            match how {
                0 => drop(bytes.drain(at..end)),
                1 => drop(bytes.splice(at..at, piece)),
                2 => drop(bytes.splice(at..end, junk.iter().copied())),
                3 => {
                    let to = to.index(bytes.len() + 1);
                    drop(bytes.splice(to..to, piece));
                }
                4 => drop(bytes.splice(at..at, b"\r\nRRULE:FREQ=DAILY;COUNT=500\r\n".iter().copied())),
                _ => drop(bytes.splice(at..at, b"END:VEVENT\r\nBEGIN:VEVENT\r\n".iter().copied())),
            }
        }
        check(&bytes)?;
        check(&[&bytes[..], b"\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"].concat())?;
    }

    #[test]
    fn any_octets_are_read_or_refused(bytes in proptest::collection::vec(any::<u8>(), 0..600)) {
        check(&bytes)?;
        check(&super::calendar(&String::from_utf8_lossy(&bytes)))?;
    }

    /// Calendars whose every line is of the format and whose values are not.
    #[test]
    fn any_values_are_read_or_refused(
        lines in proptest::collection::vec(
            ("DTSTART|DTEND|DURATION|RRULE|EXDATE|RDATE|FREEBUSY|RECURRENCE-ID|UID|SUMMARY|LOCATION",
             "(;TZID=(Europe/Stockholm|UTC|x)|;VALUE=(DATE|PERIOD))?",
             "(FREQ=(DAILY|WEEKLY|MONTHLY|YEARLY);(BYDAY=-?[0-9]{0,3}(MO|SU)|COUNT=[0-9]{1,9}|INTERVAL=[0-9]{1,4}|BYMONTHDAY=-?[0-9]{1,2}|UNTIL=99991231|BYSETPOS=-1))|[0-9]{8}(T[0-9]{6}Z?)?(/P[0-9]{1,18}[DWMY]|/PT[0-9]{1,18}[HMS])?|P[0-9]{1,19}W|(Sign|Moment|:|&#x?[0-9]{1,9};|å| ){0,30}|\\PC{0,30}"),
            0..12,
        ),
    ) {
        let lines: Vec<String> = lines.iter().map(|(a, b, c)| format!("{a}{b}:{c}\n")).collect();
        let lines = lines.concat();
        for part in ["VEVENT", "VFREEBUSY"] {
            check(&super::calendar(&format!("BEGIN:{part}\nDTSTART:20270118T100000Z\n{lines}END:{part}")))?;
        }
    }
}

/// Whatever the octets: no panic, an account that adds up, times in order and in the window.
fn check(bytes: &[u8]) -> Result<(), TestCaseError> {
    if let Ok(read) = read_timetable(bytes, spring()) {
        adds_up(read.account)?;
        prop_assert_eq!(read.events.len(), read.account.occurrences);
        for event in &read.events {
            prop_assert!(event.starts.instant() < event.ends.instant());
            prop_assert!(event.title.chars().count() <= 200);
        }
    }
    if let Ok(read) = read_busy(bytes, spring()) {
        adds_up(read.account)?;
        let spans: Vec<_> = read.spans.iter().collect();
        prop_assert!(spans.windows(2).all(|pair| pair[0].1 < pair[1].0));
    }
    Ok(())
}

fn adds_up(account: Account) -> Result<(), TestCaseError> {
    let sum = account.used + account.cancelled + account.free + account.outside + account.faulty;
    prop_assert_eq!(account.read, sum);
    Ok(())
}

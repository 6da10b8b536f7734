//! Times as people in Sweden read them: Europe/Stockholm, exact, never an "academic quarter".

use super::Slot;
use jiff::{Timestamp, ZonedDateTime, civil::Date, tz::TimeZone};
use samverkan_domain::person::Language;

/// Monday first.
const WEEKDAYS: [(&str, &str); 7] = [
    ("måndag", "Monday"),
    ("tisdag", "Tuesday"),
    ("onsdag", "Wednesday"),
    ("torsdag", "Thursday"),
    ("fredag", "Friday"),
    ("lördag", "Saturday"),
    ("söndag", "Sunday"),
];
const MONTHS: [(&str, &str); 12] = [
    ("januari", "January"),
    ("februari", "February"),
    ("mars", "March"),
    ("april", "April"),
    ("maj", "May"),
    ("juni", "June"),
    ("juli", "July"),
    ("augusti", "August"),
    ("september", "September"),
    ("oktober", "October"),
    ("november", "November"),
    ("december", "December"),
];

/// "torsdag 21 januari 2027", "Thursday 21 January 2027".
pub fn day(date: Date, language: Language) -> String {
    let weekday = word(&WEEKDAYS, date.weekday().to_monday_zero_offset(), language);
    let month = word(&MONTHS, date.month() - 1, language);
    format!("{weekday} {} {month} {}", date.day(), date.year())
}

/// "torsdag 21 januari 2027 kl. 10:15", "Thursday 21 January 2027 at 10:15".
pub fn moment(at: Timestamp, language: Language) -> String {
    let local = local(at);
    format!(
        "{} {} {}",
        day(local.date(), language),
        at_word(language),
        clock(&local)
    )
}

/// "torsdag 21 januari 2027 kl. 10:15–12:00", "Thursday 21 January 2027, 10:15–12:00".
pub(super) fn span(slot: Slot, language: Language) -> String {
    let (start, end) = (local(slot.starts_at), local(slot.ends_at));
    if start.date() != end.date() {
        return format!(
            "{} – {}",
            moment(slot.starts_at, language),
            moment(slot.ends_at, language)
        );
    }
    let day = day(start.date(), language);
    let joint = match language {
        Language::Sv => " kl. ",
        Language::En => ", ",
    };
    format!("{day}{joint}{}–{}", clock(&start), clock(&end))
}

fn word(words: &[(&'static str, &'static str)], index: i8, language: Language) -> &'static str {
    let found = usize::try_from(index)
        .ok()
        .and_then(|index| words.get(index));
    found.map_or("", |(swedish, english)| match language {
        Language::Sv => swedish,
        Language::En => english,
    })
}

fn at_word(language: Language) -> &'static str {
    match language {
        Language::Sv => "kl.",
        Language::En => "at",
    }
}

fn clock(local: &ZonedDateTime) -> String {
    format!("{:02}:{:02}", local.hour(), local.minute())
}

fn local(at: Timestamp) -> ZonedDateTime {
    at.to_zoned_datetime(
        TimeZone::get("Europe/Stockholm").expect("the time zone database is built in"),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn slot(starts_at: &str, ends_at: &str) -> Slot {
        Slot {
            starts_at: starts_at.parse().unwrap(),
            ends_at: ends_at.parse().unwrap(),
        }
    }

    #[test]
    fn winter_and_summer_time() {
        let winter = "2027-01-21T09:15:00Z".parse().unwrap();
        assert_eq!(
            moment(winter, Language::Sv),
            "torsdag 21 januari 2027 kl. 10:15"
        );
        assert_eq!(
            moment(winter, Language::En),
            "Thursday 21 January 2027 at 10:15"
        );
        // The clocks went forward in the night to 28 March.
        let summer = "2027-03-28T22:05:00Z".parse().unwrap();
        assert_eq!(
            moment(summer, Language::Sv),
            "måndag 29 mars 2027 kl. 00:05"
        );
    }

    #[test]
    fn from_until() {
        let meeting = slot("2027-01-21T09:15:00Z", "2027-01-21T11:00:00Z");
        assert_eq!(
            span(meeting, Language::Sv),
            "torsdag 21 januari 2027 kl. 10:15–12:00"
        );
        assert_eq!(
            span(meeting, Language::En),
            "Thursday 21 January 2027, 10:15–12:00"
        );
        let night = slot("2027-12-31T22:00:00Z", "2027-12-31T23:30:00Z");
        assert_eq!(
            span(night, Language::Sv),
            "fredag 31 december 2027 kl. 23:00 – lördag 1 januari 2028 kl. 00:30"
        );
    }
}

//! Why a pattern stands where it stands, in words.

use super::{
    find::{Meeting, Pattern},
    people::{Cause, People},
    spans::minute_of,
};
use crate::person::Language::{self, En, Sv};
use jiff::civil::Weekday;
use std::collections::{BTreeMap, BTreeSet};

/// `måndag`, `Monday`.
pub fn weekday_name(day: Weekday, language: Language) -> &'static str {
    let names = match language {
        Sv => [
            "måndag", "tisdag", "onsdag", "torsdag", "fredag", "lördag", "söndag",
        ],
        En => [
            "Monday",
            "Tuesday",
            "Wednesday",
            "Thursday",
            "Friday",
            "Saturday",
            "Sunday",
        ],
    };
    names[usize::from(day.to_monday_zero_offset().unsigned_abs())]
}

/// The reasons for a pattern's place, what weighs most first; each a whole sentence.
pub fn reasons(people: &People, pattern: &Pattern, language: Language) -> Vec<String> {
    let mut reasons: Vec<String> = Vec::new();
    let meetings = &pattern.meetings;
    reasons.extend(meetings.iter().filter_map(|one| not_held(one, language)));
    reasons.push(blocked(people, meetings, language));
    reasons.extend(meetings.iter().filter_map(|one| families(one, language)));
    reasons.extend(meetings.iter().filter_map(|one| rooms(one, language)));
    if pattern.cost.on_holiday > 0 {
        reasons.push(holidays(meetings, language));
    }
    if pattern.cost.avoided > 0 {
        let n = pattern.cost.avoided;
        reasons.push(match language {
            Sv => format!("{n} gånger helst inte, enligt vad deltagarna har sagt."),
            En => format!("{n} times rather not, by what people have said."),
        });
    }
    reasons
}

fn not_held(meeting: &Meeting, language: Language) -> Option<String> {
    let (week, date) = (meeting.week.label(language), meeting.date);
    if let Some(red) = meeting.red_day {
        return Some(match language {
            Sv => format!("{week}: {date} är {}.", red.sv),
            En => format!("{week}: {date} is {}.", red.en),
        });
    }
    if !meeting.teachers.is_empty() {
        let who = meeting.teachers.join(", ");
        return Some(match language {
            Sv => format!("{week}: {who} är upptagen."),
            En => format!("{week}: {who} is taken."),
        });
    }
    meeting.times.is_none().then(|| match language {
        Sv => format!("{week}: klockan ställs om och tiden finns inte eller kommer två gånger."),
        En => format!("{week}: the clock changes; the time does not exist or comes twice."),
    })
}

fn blocked(people: &People, meetings: &[Meeting], language: Language) -> String {
    let mut hindered = BTreeSet::new();
    let mut by: BTreeMap<Cause, BTreeSet<_>> = BTreeMap::new();
    let mut worst: Option<(usize, &Meeting)> = None;
    for meeting in meetings {
        let Some((starts, ends)) = meeting.times else {
            continue;
        };
        let blocked = people.blocked(minute_of(starts.instant()), minute_of(ends.instant()));
        let n = blocked.people.len();
        if n > 0 && worst.is_none_or(|(most, _)| n > most) {
            worst = Some((n, meeting));
        }
        for (person, sets) in blocked.people {
            hindered.insert(person);
            for set in sets {
                by.entry(people.set(set).cause).or_default().insert(person);
            }
        }
    }
    let all = people.members().len();
    let Some((most, meeting)) = worst else {
        return match language {
            Sv => format!("Alla {all} kan komma varje gång."),
            En => format!("All {all} can come every time."),
        };
    };
    let causes: Vec<String> = by
        .iter()
        .map(|(cause, people)| format!("{} {}", cause.name(language), people.len()))
        .collect();
    let (n, week, causes) = (
        hindered.len(),
        meeting.week.label(language),
        causes.join(", "),
    );
    match language {
        Sv => format!("{n} av {all} missar någon gång ({causes}); flest {week}: {most}."),
        En => format!("{n} of {all} miss some time ({causes}); most in {week}: {most}."),
    }
}

fn families(meeting: &Meeting, language: Language) -> Option<String> {
    let names: Vec<&str> = meeting
        .families_missing
        .iter()
        .map(|family| family.label(language))
        .collect();
    let week = meeting.week.label(language);
    (!names.is_empty()).then(|| match language {
        Sv => format!("{week}: ingen från {} kan komma.", names.join(" eller ")),
        En => format!("{week}: nobody from {} can come.", names.join(" or ")),
    })
}

fn rooms(meeting: &Meeting, language: Language) -> Option<String> {
    let (rooms, week) = (meeting.rooms.join(", "), meeting.week.label(language));
    (!rooms.is_empty()).then(|| match language {
        Sv => format!("{week}: {rooms} är upptagen."),
        En => format!("{week}: {rooms} is taken."),
    })
}

fn holidays(meetings: &[Meeting], language: Language) -> String {
    let weeks: Vec<String> = meetings
        .iter()
        .filter(|meeting| meeting.cost.on_holiday > 0)
        .map(|meeting| {
            format!(
                "{} ({})",
                meeting.week.label(language),
                meeting.cost.on_holiday
            )
        })
        .collect();
    match language {
        Sv => format!("Skollov hos deltagare: {}.", weeks.join(", ")),
        En => format!("School holidays of people: {}.", weeks.join(", ")),
    }
}

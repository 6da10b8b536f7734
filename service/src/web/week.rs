//! When one can meet: a week to fill in, and one's own calendar; asked when one applies, and on my page.

use super::form::Form;
use crate::{
    app::App,
    error::{Error, Result, Text},
    texts::Texts,
    usecase::{Caller, letters::moment, timetables},
};
use askama::Template;
use samverkan_domain::cohort::Times;

/// Periods of a day, and days.
const PERIODS: usize = 5;
const DAYS: usize = 5;
/// What a time is, as forms say it.
const CAN: &str = "kan";
const RATHER_NOT: &str = "helst-inte";
const CANNOT: &str = "kan-inte";

/// A week to fill in.
#[derive(Template)]
#[template(path = "week_fields.html")]
pub(super) struct Week {
    days: Vec<Day>,
    answers: [(&'static str, &'static str); 3],
}

struct Day {
    name: &'static str,
    periods: Vec<Period>,
}

struct Period {
    field: String,
    hours: &'static str,
    answer: &'static str,
}

fn days(t: Texts) -> [&'static str; DAYS] {
    [
        t.enrol_monday(),
        t.enrol_tuesday(),
        t.enrol_wednesday(),
        t.enrol_thursday(),
        t.enrol_friday(),
    ]
}

const HOURS: [&str; PERIODS] = ["8–10", "10–12", "13–15", "15–17", "17–20"];

fn has(times: Times, bit: usize) -> bool {
    times.bits() & (1 << bit) != 0
}

impl Week {
    pub(super) fn new(t: Texts, cannot: Times, avoid: Times) -> Self {
        let answer = |bit| {
            if has(cannot, bit) {
                CANNOT
            } else if has(avoid, bit) {
                RATHER_NOT
            } else {
                CAN
            }
        };
        let period = |bit: usize| Period {
            field: format!("t{bit}"),
            hours: HOURS[bit % PERIODS],
            answer: answer(bit),
        };
        let days = days(t).into_iter().enumerate().map(|(day, name)| Day {
            name,
            periods: (day * PERIODS..(day + 1) * PERIODS).map(period).collect(),
        });
        Self {
            days: days.collect(),
            answers: [
                (CAN, t.enrol_times_can()),
                (RATHER_NOT, t.enrol_times_rather_not()),
                (CANNOT, t.enrol_times_cannot()),
            ],
        }
    }
}

/// What a form says: the times one cannot, and those one would rather not.
pub(super) fn read(form: &Form) -> (Times, Times) {
    let (mut cannot, mut avoid) = (0, 0);
    for bit in 0..DAYS * PERIODS {
        match form.value(&format!("t{bit}")) {
            CANNOT => cannot |= 1 << bit,
            RATHER_NOT => avoid |= 1 << bit,
            _ => {}
        }
    }
    let times = |bits| Times::from_bits(bits).unwrap_or_default();
    (times(cannot), times(avoid))
}

/// Times in words: "måndag 8–10, fredag kväll".
pub(super) fn words(t: Texts, times: Times) -> String {
    let days = days(t);
    let said = (0..DAYS * PERIODS)
        .filter(|bit| has(times, *bit))
        .map(|bit| format!("{} {}", days[bit / PERIODS], HOURS[bit % PERIODS]));
    said.collect::<Vec<_>>().join(", ")
}

/// When the caller's own calendar was read, if we read one.
pub(super) async fn calendar_read(app: &App, caller: &Caller, t: Texts) -> Result<Option<String>> {
    match timetables::private(app, caller).await {
        Ok(calendar) => Ok(Some(
            t.enrol_calendar_read(moment(calendar.read_at, t.language())),
        )),
        Err(Error::NotFound { .. }) => Ok(None),
        Err(error) => Err(error),
    }
}

/// Reads the caller's calendar at an address, at once: whether it is a calendar's shows only so. Gives
/// what is wrong with it.
pub(super) async fn read_calendar(
    app: &App,
    caller: &Caller,
    address: &str,
) -> Result<Option<Text>> {
    let text = match timetables::put_private_address(app, caller, address).await {
        Ok(_) => return Ok(None),
        Err(Error::Invalid(faults)) => faults.into_iter().next().map(|fault| fault.text),
        Err(Error::Refused { text, .. }) => Some(text),
        Err(Error::TooMany { .. }) => Some(Texts::both(Texts::sign_in_too_many)),
        Err(error) => return Err(error),
    };
    Ok(Some(text.unwrap_or_else(|| {
        Texts::both(Texts::enrol_calendar_wrong)
    })))
}

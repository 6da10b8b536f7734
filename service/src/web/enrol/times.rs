//! When one can meet: a week to fill in, or one's own calendar to read.

use super::{
    step::Step,
    visit::{Asked, Fault, Visit},
};
use crate::{
    error::{Error, FieldError, Result},
    texts::Texts,
    usecase::{letters::moment, timetables},
    web::form::Form,
};
use askama::Template;
use poem::Response;
use samverkan_domain::cohort::Times;

/// Periods of a day, and days.
const PERIODS: usize = 5;
const DAYS: usize = 5;
/// What a time is, as forms say it.
const CAN: &str = "kan";
const RATHER_NOT: &str = "helst-inte";
const CANNOT: &str = "kan-inte";

#[derive(Template)]
#[template(path = "enrol_times.html")]
struct Week<'a> {
    q: Asked<'a>,
    days: Vec<Day>,
    answers: [(&'static str, &'static str); 3],
    /// The calendar that is read already.
    read: Option<String>,
    address: String,
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

pub(super) fn days(t: Texts) -> [&'static str; DAYS] {
    [
        t.enrol_monday(),
        t.enrol_tuesday(),
        t.enrol_wednesday(),
        t.enrol_thursday(),
        t.enrol_friday(),
    ]
}

pub(super) fn hours(t: Texts) -> [&'static str; PERIODS] {
    ["8–10", "10–12", "13–15", "15–17", t.enrol_evening()]
}

fn has(times: Times, bit: usize) -> bool {
    times.bits() & (1 << bit) != 0
}

/// Times in words: "måndag 8–10, fredag kväll".
pub(in crate::web) fn words(t: Texts, times: Times) -> String {
    let (days, hours) = (days(t), hours(t));
    let said = (0..DAYS * PERIODS)
        .filter(|bit| has(times, *bit))
        .map(|bit| format!("{} {}", days[bit / PERIODS], hours[bit % PERIODS]));
    said.collect::<Vec<_>>().join(", ")
}

pub(super) async fn ask(visit: &Visit<'_>, faults: Vec<Fault>) -> Result<Response> {
    let (t, draft) = (visit.t(), &visit.draft);
    let answer = |bit| {
        if has(draft.cannot, bit) {
            CANNOT
        } else if has(draft.avoid, bit) {
            RATHER_NOT
        } else {
            CAN
        }
    };
    let hours = hours(t);
    let period = |bit: usize| Period {
        field: format!("t{bit}"),
        hours: hours[bit % PERIODS],
        answer: answer(bit),
    };
    let days = days(t).into_iter().enumerate().map(|(day, name)| Day {
        name,
        periods: (day * PERIODS..(day + 1) * PERIODS).map(period).collect(),
    });
    let read = match timetables::private(visit.app, &visit.caller).await {
        Ok(calendar) => Some(moment(calendar.read_at, t.language())),
        Err(Error::NotFound { .. }) => None,
        Err(error) => return Err(error),
    };
    let page = visit.page(Step::Times, t.enrol_times_title(), &faults);
    Ok(page.lead(t.enrol_times_lead()).wide().show(&Week {
        q: visit.asked(faults),
        days: days.collect(),
        answers: [
            (CAN, t.enrol_times_can()),
            (RATHER_NOT, t.enrol_times_rather_not()),
            (CANNOT, t.enrol_times_cannot()),
        ],
        read: read.map(|when| t.enrol_calendar_read(when)),
        address: visit.calendar.clone(),
    }))
}

pub(super) async fn read(visit: &mut Visit<'_>, form: &Form) -> Result<()> {
    let (mut cannot, mut avoid) = (0, 0);
    for bit in 0..DAYS * PERIODS {
        match form.value(&format!("t{bit}")) {
            CANNOT => cannot |= 1 << bit,
            RATHER_NOT => avoid |= 1 << bit,
            _ => {}
        }
    }
    visit.draft.cannot = Times::from_bits(cannot).unwrap_or_default();
    visit.draft.avoid = Times::from_bits(avoid).unwrap_or_default();
    form.value("kalender").clone_into(&mut visit.calendar);
    if visit.calendar.is_empty() {
        return Ok(());
    }
    // Read at once: whether an address is a calendar's shows only so, and it is not kept in the browser.
    let given = timetables::put_private_address(visit.app, &visit.caller, &visit.calendar).await;
    let text = match given {
        Ok(_) => return Ok(()),
        Err(Error::Invalid(faults)) => faults.into_iter().next().map(|fault| fault.text),
        Err(Error::Refused { text, .. }) => Some(text),
        Err(Error::TooMany { .. }) => Some(Texts::both(Texts::sign_in_too_many)),
        Err(error) => return Err(error),
    };
    let text = text.unwrap_or_else(|| Texts::both(Texts::enrol_calendar_wrong));
    Err(Error::Invalid(vec![FieldError::new(
        "/calendar",
        "calendar",
        text,
    )]))
}

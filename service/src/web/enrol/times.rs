//! When one can meet: a week to fill in, or one's own calendar to read.

use super::{
    step::Step,
    visit::{Asked, Fault, Visit},
};
use crate::{
    error::{Error, FieldError, Result},
    web::{
        form::Form,
        week::{self, Week},
    },
};
use askama::Template;
use poem::Response;

#[derive(Template)]
#[template(path = "enrol_times.html")]
struct Times<'a> {
    q: Asked<'a>,
    /// Every time will do so far: that is said with one press.
    untouched: bool,
    week: Week,
    /// The calendar that is read already.
    read: Option<String>,
    address: String,
}

pub(super) async fn ask(visit: &Visit<'_>, faults: Vec<Fault>) -> Result<Response> {
    let (t, draft) = (visit.t(), &visit.draft);
    let read = week::calendar_read(visit.app, &visit.caller, t).await?;
    let page = visit.page(Step::Times, t.enrol_times_title(), &faults);
    Ok(page.lead(t.enrol_times_lead()).wide().show(&Times {
        q: visit.asked(faults),
        untouched: draft.cannot.is_empty() && draft.avoid.is_empty(),
        week: Week::new(t, draft.cannot, draft.avoid),
        read,
        address: visit.calendar.clone(),
    }))
}

pub(super) async fn read(visit: &mut Visit<'_>, form: &Form) -> Result<()> {
    (visit.draft.cannot, visit.draft.avoid) = week::read(form);
    form.value("kalender").clone_into(&mut visit.calendar);
    if visit.calendar.is_empty() {
        return Ok(());
    }
    // Its address is not kept in the browser.
    let wrong = week::read_calendar(visit.app, &visit.caller, &visit.calendar).await?;
    match wrong {
        None => Ok(()),
        Some(text) => Err(Error::Invalid(vec![FieldError::new(
            "/calendar",
            "calendar",
            text,
        )])),
    }
}

//! What one needs of rooms and material; answered or not.

use super::{
    step::Step,
    visit::{Asked, Visit},
};
use crate::web::{
    form::Form,
    needs::{self, Fields},
};
use askama::Template;
use poem::Response;

#[derive(Template)]
#[template(path = "enrol_needs.html")]
struct Needs<'a> {
    q: Asked<'a>,
    fields: Fields,
}

pub(super) fn ask(visit: &Visit<'_>) -> Response {
    let t = visit.t();
    let page = visit.page(Step::Needs, t.needs_title(), &[]);
    page.lead(t.needs_lead()).show(&Needs {
        q: visit.asked(Vec::new()),
        fields: Fields::new(t, &visit.draft.needs),
    })
}

pub(super) fn read(visit: &mut Visit<'_>, form: &Form) {
    visit.draft.needs = needs::read(form);
}

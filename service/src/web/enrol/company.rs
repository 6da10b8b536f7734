//! With whom one wishes to be in a cohort, and without whom; answered or not. Whether anybody is here
//! is told to nobody.

use super::{
    step::Step,
    visit::{Asked, Fault, Visit},
};
use crate::{
    error::Result,
    web::{
        company::{self, Fields},
        form::Form,
    },
};
use askama::Template;
use poem::Response;

#[derive(Template)]
#[template(path = "enrol_company.html")]
struct Company<'a> {
    q: Asked<'a>,
    fields: Fields,
}

pub(super) fn ask(visit: &Visit<'_>, faults: Vec<Fault>) -> Response {
    let (t, draft) = (visit.t(), &visit.draft);
    let page = visit.page(Step::Company, t.company_title(), &faults);
    let q = visit.asked(faults);
    page.lead(t.company_lead()).show(&Company {
        fields: Fields::new(t, &draft.wishes(), visit.company_code.clone(), |id| {
            q.wrong(id).map(str::to_owned)
        }),
        q,
    })
}

pub(super) fn read(visit: &mut Visit<'_>, form: &Form) -> Result<()> {
    let wish = company::read(form);
    visit.draft.company.clone_from(&wish.with);
    visit.draft.without.clone_from(&wish.without);
    wish.check()
}

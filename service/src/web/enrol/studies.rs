//! What one has studied, where the way asks for it.

use super::{
    draft::tenths,
    step::Step,
    visit::{Asked, Fault, Visit, wrong},
};
use crate::{
    error::{Error, Result},
    usecase::merits::{self, MeritStatement},
    web::form::Form,
};
use askama::Template;
use poem::Response;

#[derive(Template)]
#[template(path = "enrol_studies.html")]
struct Studies<'a> {
    q: Asked<'a>,
    credits: &'a str,
}

pub(super) fn ask(visit: &Visit<'_>, faults: Vec<Fault>) -> Response {
    let t = visit.t();
    let page = visit.page(Step::Studies, t.enrol_studies_title(), &faults);
    page.lead(t.enrol_studies_lead()).show(&Studies {
        q: visit.asked(faults),
        credits: &visit.draft.credits,
    })
}

pub(super) fn read(visit: &mut Visit<'_>, form: &Form) -> Result<()> {
    let draft = &mut visit.draft;
    draft.credits = form.value("poang").chars().take(20).collect();
    let credits_tenths = tenths(&draft.credits);
    if credits_tenths.is_none() && !draft.credits.is_empty() {
        let fault = wrong("credits_tenths", crate::texts::Texts::enrol_studies_wrong);
        return Err(Error::Invalid(vec![fault]));
    }
    merits::check(&MeritStatement {
        credits_tenths,
        ..MeritStatement::default()
    })
}

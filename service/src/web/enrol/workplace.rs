//! Where one works: a school unit of the register, or an employer in words.

use super::{
    step::Step,
    visit::{Asked, Fault, Visit, wrong},
};
use crate::{
    error::{Error, Result},
    texts::Texts,
    usecase::{merits, merits::MeritStatement, registers},
    web::{
        form::Form,
        workplace::{self, Find, LOOK, NONE, Units},
    },
};
use askama::Template;
use poem::Response;

/// What is chosen, if it is another employer than a school.
const OTHER: &str = "annan";

#[derive(Template)]
#[template(path = "enrol_workplace.html")]
struct Workplace<'a> {
    q: Asked<'a>,
    find: Find<'a>,
    units: Units,
    chosen: &'a str,
    employer: &'a str,
    none: &'static str,
    other: &'static str,
}

pub(super) async fn ask(visit: &Visit<'_>, sought: &str, faults: Vec<Fault>) -> Result<Response> {
    let (t, draft) = (visit.t(), &visit.draft);
    let kept = match (&*draft.workplace, &*draft.employer) {
        ("", "") if draft.done.contains(&Step::Workplace) => NONE,
        ("", "") => "",
        ("", _) => OTHER,
        (code, _) => code,
    };
    let chosen = visit.workplace.as_deref().unwrap_or(kept);
    // The school that was chosen before stays in the list.
    let school = match chosen {
        NONE | OTHER | "" => &draft.workplace,
        code => code,
    };
    let (mut units, said) = workplace::find(visit.app, t, sought, school).await?;
    chosen.clone_into(&mut units.chosen);
    let page = visit.page(Step::Workplace, t.enrol_workplace_title(), &faults);
    let find = Find {
        t,
        sought,
        look: LOOK,
        said,
    };
    Ok(page
        .lead(t.enrol_workplace_lead())
        .scripted()
        .fetching()
        .show(&Workplace {
            q: visit.asked(faults),
            find,
            units,
            chosen,
            employer: &draft.employer,
            none: NONE,
            other: OTHER,
        }))
}

/// What is chosen and written so far, whatever comes of it. Who writes an employer and chooses nothing has another
/// workplace.
pub(super) fn keep(visit: &mut Visit<'_>, form: &Form) {
    let employer = form.value("arbetsgivare");
    employer.clone_into(&mut visit.draft.employer);
    let chosen = match form.value("arbetsplats") {
        "" if !employer.is_empty() => OTHER,
        chosen => chosen,
    };
    visit.workplace = Some(chosen.to_owned());
}

pub(super) async fn read(visit: &mut Visit<'_>, form: &Form) -> Result<()> {
    keep(visit, form);
    let missing = || wrong("workplace", Texts::enrol_workplace_missing);
    let mut employer = String::new();
    let mut workplace = String::new();
    match visit.workplace.as_deref().unwrap_or_default() {
        "" => return Err(Error::Invalid(vec![missing()])),
        NONE => {}
        OTHER => {
            visit.draft.employer.clone_into(&mut employer);
            let statement = MeritStatement {
                employer: Some(employer.clone()),
                ..MeritStatement::default()
            };
            merits::check(&statement)?;
            if employer.is_empty() {
                let fault = wrong("employer", Texts::enrol_employer_missing);
                return Err(Error::Invalid(vec![fault]));
            }
        }
        code => match registers::workplace(visit.app, code).await? {
            Some(row) => workplace = row.school_unit_code,
            None => return Err(Error::Invalid(vec![missing()])),
        },
    }
    (visit.draft.workplace, visit.draft.employer) = (workplace, employer);
    Ok(())
}

//! Where one works: a school unit of the register, or an employer in words.

use super::{
    step::Step,
    visit::{Asked, Fault, Visit, wrong},
};
use crate::{
    error::{Error, Result},
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
    let (units, said) = workplace::find(visit.app, t, sought, &draft.workplace).await?;
    let chosen = match (&*draft.workplace, &*draft.employer) {
        ("", "") if draft.done.contains(&Step::Workplace) => NONE,
        ("", "") => "",
        ("", _) => OTHER,
        (code, _) => code,
    };
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

/// What is chosen and written so far, while a school is looked for.
pub(super) fn keep(visit: &mut Visit<'_>, form: &Form) {
    let draft = &mut visit.draft;
    form.value("arbetsgivare").clone_into(&mut draft.employer);
    match form.value("arbetsplats") {
        NONE | OTHER | "" => draft.workplace.clear(),
        code => code.clone_into(&mut draft.workplace),
    }
}

pub(super) async fn read(visit: &mut Visit<'_>, form: &Form) -> Result<()> {
    let (chosen, employer) = (form.value("arbetsplats"), form.value("arbetsgivare"));
    let draft = &mut visit.draft;
    draft.workplace.clear();
    draft.employer.clear();
    let fault = match chosen {
        "" => Some(wrong(
            "workplace",
            crate::texts::Texts::enrol_workplace_missing,
        )),
        NONE => None,
        OTHER => {
            employer.clone_into(&mut draft.employer);
            let statement = MeritStatement {
                employer: Some(employer.to_owned()),
                ..MeritStatement::default()
            };
            merits::check(&statement)?;
            employer
                .is_empty()
                .then(|| wrong("employer", crate::texts::Texts::enrol_employer_missing))
        }
        code => match registers::workplace(visit.app, code).await? {
            Some(row) => {
                draft.workplace = row.school_unit_code;
                None
            }
            None => Some(wrong(
                "workplace",
                crate::texts::Texts::enrol_workplace_missing,
            )),
        },
    };
    fault.map_or(Ok(()), |fault| Err(Error::Invalid(vec![fault])))
}

//! Where one works: a school unit of the register, or an employer in words.

use super::{
    step::Step,
    visit::{Asked, Fault, Visit, wrong},
};
use crate::{
    error::{Error, Result},
    usecase::{merits, merits::MeritStatement, registers},
    web::form::Form,
};
use askama::Template;
use poem::Response;

/// The field of what is looked for.
pub(super) const SOUGHT: &str = "sok";
/// What is chosen, if it is no school unit.
const NONE: &str = "ingen";
const OTHER: &str = "annan";
/// Most matches on a page.
const MOST: usize = 20;

#[derive(Template)]
#[template(path = "enrol_workplace.html")]
struct Workplace<'a> {
    q: Asked<'a>,
    sought: &'a str,
    found: Vec<Unit>,
    /// How the search went, in words.
    said: String,
    chosen: String,
    employer: &'a str,
    none: &'static str,
    other: &'static str,
}

struct Unit {
    code: String,
    title: String,
    municipality: String,
}

pub(super) async fn ask(visit: &Visit<'_>, sought: &str, faults: Vec<Fault>) -> Result<Response> {
    let (t, draft) = (visit.t(), &visit.draft);
    let (mut rows, count) = registers::find_workplaces(visit.app, sought, MOST).await?;
    let said = match (sought.is_empty(), count) {
        (true, _) => String::new(),
        (_, 0) => t.enrol_workplace_found_none(sought),
        (_, count) if count > MOST => {
            t.enrol_workplace_found_many(MOST.to_string(), count.to_string())
        }
        (_, count) => t.enrol_workplace_found(count),
    };
    if !draft.workplace.is_empty()
        && !rows
            .iter()
            .any(|row| row.school_unit_code == draft.workplace)
    {
        let known = registers::workplace(visit.app, &draft.workplace).await?;
        rows.splice(0..0, known);
    }
    let chosen = match (&*draft.workplace, &*draft.employer) {
        ("", "") if draft.done.contains(&Step::Workplace) => NONE,
        ("", "") => "",
        ("", _) => OTHER,
        (code, _) => code,
    };
    let page = visit.page(Step::Workplace, t.enrol_workplace_title(), &faults);
    Ok(page
        .lead(t.enrol_workplace_lead())
        .scripted()
        .fetching()
        .show(&Workplace {
            q: visit.asked(faults),
            sought,
            found: rows
                .into_iter()
                .map(|row| Unit {
                    code: row.school_unit_code,
                    title: row.title,
                    municipality: row.municipality,
                })
                .collect(),
            said,
            chosen: chosen.to_owned(),
            employer: &draft.employer,
            none: NONE,
            other: OTHER,
        }))
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

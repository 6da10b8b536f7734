//! Who one is: name, profession or programme.

use super::{
    step::Step,
    visit::{Asked, Fault, Visit, wrong},
};
use crate::{
    error::{Error, FieldError, Result},
    usecase::{people, registers},
    web::form::Form,
};
use askama::Template;
use poem::Response;
use samverkan_domain::text::fold_name;

#[derive(Template)]
#[template(path = "enrol_name.html")]
struct NameQuestion<'a> {
    q: Asked<'a>,
    given_name: &'a str,
    family_name: &'a str,
}

#[derive(Template)]
#[template(path = "enrol_work.html")]
struct Work<'a> {
    q: Asked<'a>,
    professions: Vec<(String, String)>,
    profession: &'a str,
    programmes: Vec<(String, String)>,
    programme: &'a str,
}

pub(super) fn ask_name(visit: &Visit<'_>, faults: Vec<Fault>) -> Response {
    let t = visit.t();
    let page = visit.page(Step::Name, t.enrol_name_title(), &faults);
    page.lead(t.enrol_name_lead()).show(&NameQuestion {
        q: visit.asked(faults),
        given_name: &visit.draft.given_name,
        family_name: &visit.draft.family_name,
    })
}

/// What use cases say of the person's fields, those of one question alone.
async fn checked(visit: &Visit<'_>, fields: &[&str]) -> Result<()> {
    let checked = people::check_me(visit.app, &visit.caller, visit.draft.profile()).await;
    let Err(Error::Invalid(mut faults)) = checked else {
        return checked;
    };
    faults.retain(|fault| fields.contains(&&*fault.pointer));
    said(faults)
}

fn said(faults: Vec<FieldError>) -> Result<()> {
    if faults.is_empty() {
        Ok(())
    } else {
        Err(Error::Invalid(faults))
    }
}

pub(super) async fn read_name(visit: &mut Visit<'_>, form: &Form) -> Result<()> {
    let draft = &mut visit.draft;
    form.value("fornamn").clone_into(&mut draft.given_name);
    form.value("efternamn").clone_into(&mut draft.family_name);
    let mut faults = Vec::new();
    if draft.given_name.is_empty() {
        faults.push(wrong(
            "given_name",
            crate::texts::Texts::enrol_name_given_missing,
        ));
    }
    if draft.family_name.is_empty() {
        faults.push(wrong(
            "family_name",
            crate::texts::Texts::enrol_name_family_missing,
        ));
    }
    said(faults)?;
    checked(visit, &["/given_name", "/family_name"]).await
}

pub(super) async fn ask_work(visit: &Visit<'_>, faults: Vec<Fault>) -> Result<Response> {
    let t = visit.t();
    let professions = registers::professions(visit.app).await?.into_iter();
    let mut professions: Vec<(String, String)> = professions
        .map(|row| (row.code, t.of(row.title_sv, row.title_en)))
        .collect();
    professions.sort_by_cached_key(|(_, title)| fold_name(title));
    let programmes = registers::programmes(visit.app).await?.into_iter();
    let mut programmes: Vec<(String, String)> = programmes
        .map(|row| {
            let title = format!("{} ({})", row.title, row.code);
            (row.code, title)
        })
        .collect();
    programmes.sort_by_cached_key(|(_, title)| fold_name(title));
    let page = visit.page(Step::Work, t.enrol_work_title(), &faults);
    Ok(page.lead(t.enrol_work_lead()).show(&Work {
        q: visit.asked(faults),
        professions,
        profession: &visit.draft.profession,
        programmes,
        programme: &visit.draft.programme,
    }))
}

pub(super) async fn read_work(visit: &mut Visit<'_>, form: &Form) -> Result<()> {
    let draft = &mut visit.draft;
    form.value("yrke").clone_into(&mut draft.profession);
    form.value("program").clone_into(&mut draft.programme);
    if draft.profession.is_empty() && draft.programme.is_empty() {
        said(vec![wrong(
            "profession",
            crate::texts::Texts::enrol_work_missing,
        )])?;
    }
    checked(visit, &["/profession", "/programme"]).await
}

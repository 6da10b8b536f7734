//! Who one is: name, profession or programme.

use super::{
    step::Step,
    visit::{Asked, Fault, Visit, wrong},
};
use crate::{
    error::{Error, Result},
    texts::Texts,
    usecase::{people, registers},
    web::form::Form,
};
use askama::Template;
use poem::Response;
use samverkan_domain::text::fold_name;

#[derive(Template)]
#[template(path = "enrol_person.html")]
struct Person<'a> {
    q: Asked<'a>,
    given_name: &'a str,
    family_name: &'a str,
    professions: Vec<(String, String)>,
    profession: &'a str,
    programmes: Vec<(String, String)>,
    programme: &'a str,
}

fn by_title(mut rows: Vec<(String, String)>) -> Vec<(String, String)> {
    rows.sort_by_cached_key(|(_, title)| fold_name(title));
    rows
}

pub(super) async fn ask(visit: &Visit<'_>, faults: Vec<Fault>) -> Result<Response> {
    let (t, draft) = (visit.t(), &visit.draft);
    let professions = registers::professions(visit.app).await?.into_iter();
    let professions = professions.map(|row| (row.code, t.of(row.title_sv, row.title_en)));
    let programmes = registers::programmes(visit.app).await?.into_iter();
    let programmes = programmes.map(|row| {
        let title = format!("{} ({})", row.title, row.code);
        (row.code, title)
    });
    let page = visit.page(Step::Person, t.enrol_person_title(), &faults);
    Ok(page.lead(t.enrol_person_lead()).show(&Person {
        q: visit.asked(faults),
        given_name: &draft.given_name,
        family_name: &draft.family_name,
        professions: by_title(professions.collect()),
        profession: &draft.profession,
        programmes: by_title(programmes.collect()),
        programme: &draft.programme,
    }))
}

/// Takes every answer, and says everything that is wrong with them at once.
pub(super) async fn read(visit: &mut Visit<'_>, form: &Form) -> Result<()> {
    let draft = &mut visit.draft;
    form.value("fornamn").clone_into(&mut draft.given_name);
    form.value("efternamn").clone_into(&mut draft.family_name);
    form.value("yrke").clone_into(&mut draft.profession);
    form.value("program").clone_into(&mut draft.programme);
    let mut faults = Vec::new();
    if draft.given_name.is_empty() {
        faults.push(wrong("given_name", Texts::enrol_name_given_missing));
    }
    if draft.family_name.is_empty() {
        faults.push(wrong("family_name", Texts::enrol_name_family_missing));
    }
    if draft.profession.is_empty() && draft.programme.is_empty() {
        faults.push(wrong("profession", Texts::enrol_work_missing));
    }
    let checked = people::check_me(visit.app, &visit.caller, draft.profile()).await;
    match checked {
        Err(Error::Invalid(said)) => {
            let here = ["/given_name", "/family_name", "/profession", "/programme"];
            for fault in said {
                let known = faults.iter().any(|one| one.pointer == fault.pointer);
                if !known && here.contains(&&*fault.pointer) {
                    faults.push(fault);
                }
            }
        }
        Err(error) => return Err(error),
        Ok(()) => {}
    }
    if faults.is_empty() {
        Ok(())
    } else {
        Err(Error::Invalid(faults))
    }
}

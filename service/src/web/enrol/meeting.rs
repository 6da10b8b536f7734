//! How one can meet: what is a need, not why; and with whom one wants to be admitted.

use super::{
    step::Step,
    visit::{Asked, Fault, Visit, wrong},
};
use crate::{
    error::{Error, Result},
    web::form::Form,
};
use askama::Template;
use poem::Response;
use samverkan_domain::{
    limits,
    person::{Language, Modality},
};

#[derive(Template)]
#[template(path = "enrol_meeting.html")]
struct Meeting<'a> {
    q: Asked<'a>,
    modality: &'static str,
    strict: bool,
    swedish: bool,
    english: bool,
    /// Places are drawn or ranked: colleagues may be admitted together.
    together: bool,
    joint_code: &'a str,
}

pub(super) fn ask(visit: &Visit<'_>, faults: Vec<Fault>) -> Result<Response> {
    let (t, draft) = (visit.t(), &visit.draft);
    let page = visit.page(Step::Meeting, t.enrol_meeting_title(), &faults);
    Ok(page.lead(t.enrol_meeting_lead()).show(&Meeting {
        q: visit.asked(faults),
        modality: match draft.modality {
            Some(Modality::Campus) => "campus",
            Some(Modality::Distance) => "distans",
            None => "",
        },
        strict: draft.strict,
        swedish: draft.languages.contains(&Language::Sv),
        english: draft.languages.contains(&Language::En),
        together: visit.policy()?.selects(),
        joint_code: &draft.joint_code,
    }))
}

pub(super) fn read(visit: &mut Visit<'_>, form: &Form) -> Result<()> {
    let draft = &mut visit.draft;
    let given = match form.value("satt") {
        "campus" => Some(Modality::Campus),
        "distans" => Some(Modality::Distance),
        _ => None,
    };
    draft.modality = given;
    draft.strict = form.value("bara") == "ja";
    let languages = form.values("sprakkunskap").filter_map(|word| match word {
        "sv" => Some(Language::Sv),
        "en" => Some(Language::En),
        _ => None,
    });
    draft.languages = languages.collect();
    draft.languages.dedup();
    let joint = form.value("gemensam").chars();
    draft.joint_code = joint.take(limits::JOINT_CODE_CHARS + 1).collect();
    let mut faults = Vec::new();
    if draft.strict && given.is_none() {
        faults.push(wrong(
            "modality",
            crate::texts::Texts::enrol_meeting_strict_of_what,
        ));
    }
    if draft.joint_code.chars().count() > limits::JOINT_CODE_CHARS {
        let most = limits::JOINT_CODE_CHARS.to_string();
        faults.push(wrong("joint_code", |t| t.enrol_meeting_joint_long(&most)));
    }
    if faults.is_empty() {
        Ok(())
    } else {
        Err(Error::Invalid(faults))
    }
}

//! How one can meet: what is a need, not why; and with whom one wants to be admitted.

use super::{
    step::Step,
    visit::{Asked, Fault, Visit, wrong},
};
use crate::{
    error::{Error, Result},
    texts::Texts,
    web::{
        form::Form,
        meeting::{Fields, Meeting, question},
    },
};
use askama::Template;
use poem::Response;
use samverkan_domain::limits;

#[derive(Template)]
#[template(path = "enrol_meeting.html")]
struct Page<'a> {
    q: Asked<'a>,
    fields: Fields,
    /// Places are drawn or ranked: colleagues may be admitted together.
    together: bool,
    joint_code: &'a str,
}

pub(super) fn ask(visit: &Visit<'_>, faults: Vec<Fault>) -> Result<Response> {
    let (t, draft) = (visit.t(), &visit.draft);
    let (title, lead) = title(visit);
    let page = visit.page(Step::Meeting, title, &faults);
    let q = visit.asked(faults);
    let said = Meeting {
        modality: draft.modality,
        strict: draft.strict,
        languages: draft.languages.clone(),
    };
    Ok(page.lead(lead).show(&Page {
        fields: Fields::new(
            t,
            visit.has_both_ways(),
            &said,
            q.wrong("modality").map(str::to_owned),
        ),
        q,
        together: visit.policy()?.selects(),
        joint_code: &draft.joint_code,
    }))
}

pub(super) fn title(visit: &Visit<'_>) -> (&'static str, &'static str) {
    question(visit.t(), visit.has_both_ways())
}

pub(super) fn read(visit: &mut Visit<'_>, form: &Form) -> Result<()> {
    let ways = visit.has_both_ways();
    let draft = &mut visit.draft;
    let said = Meeting::read(form);
    let mut faults = Vec::new();
    if said.says_not_which() {
        faults.push(wrong("modality", Texts::enrol_meeting_strict_of_what));
    }
    if ways {
        (draft.modality, draft.strict) = (said.modality, said.strict);
    } else {
        draft.strict = false;
    }
    draft.languages = said.languages;
    let joint = form.value("gemensam").chars();
    draft.joint_code = joint.take(limits::JOINT_CODE_CHARS + 1).collect();
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

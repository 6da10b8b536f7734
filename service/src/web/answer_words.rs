//! What the answer pages ask, and what they say after an answer.

use super::notice::{Facts, filled};
use crate::{
    texts::Texts,
    usecase::{
        answers::{AnswerOutcome, Question, QuestionKind, Standing},
        letters::{day, moment},
    },
};

/// A question in words.
pub(super) struct Asked {
    pub(super) title: &'static str,
    /// What has happened, and what yes, no and silence mean.
    pub(super) said: Vec<String>,
    pub(super) legend: String,
    pub(super) yes: &'static str,
    pub(super) no: &'static str,
}

fn course(t: Texts, question: &Question) -> &str {
    t.of(&question.course_sv, &question.course_en)
}

pub(super) fn question(t: Texts, question: &Question) -> Asked {
    let name = course(t, question);
    match question.kind {
        QuestionKind::Call => {
            let mut said = vec![t.answer_call_said(name), t.answer_call_means().to_owned()];
            if question.together {
                said.push(t.answer_call_together().to_owned());
            }
            place(t, t.answer_call_title(), said)
        }
        QuestionKind::Admission => {
            let means = t.answer_admission_means().to_owned();
            let said = vec![t.answer_admission_said(name), means];
            place(t, t.answer_admission_title(), said)
        }
        QuestionKind::Interest => Asked {
            title: t.answer_interest_title(),
            said: vec![
                t.answer_interest_said(name),
                t.answer_interest_means().to_owned(),
            ],
            legend: t.answer_interest_legend().to_owned(),
            yes: t.answer_interest_yes(),
            no: t.answer_interest_no(),
        },
        QuestionKind::Approval => approval(t, name, question),
    }
}

fn place(t: Texts, title: &'static str, said: Vec<String>) -> Asked {
    Asked {
        title,
        said,
        legend: t.answer_place_legend().to_owned(),
        yes: t.answer_place_yes(),
        no: t.answer_place_no(),
    }
}

fn approval(t: Texts, course: &str, question: &Question) -> Asked {
    let nomination = question.nomination.as_ref();
    let employee = nomination.map_or("", |nomination| nomination.employee.as_str());
    let said = if nomination.is_some_and(|nomination| nomination.as_deputy) {
        t.answer_approval_as_deputy(course, employee)
    } else {
        t.answer_approval_as_head(course, employee)
    };
    Asked {
        title: t.answer_approval_title(),
        said: vec![said, t.answer_approval_means().to_owned()],
        legend: t.answer_approval_legend(employee),
        yes: t.answer_approval_yes(),
        no: t.answer_approval_no(),
    }
}

pub(super) fn facts(t: Texts, question: &Question, open: bool) -> Facts {
    let (from, to) = (question.starts_on, question.ends_on);
    let language = t.language();
    let mut facts = vec![
        (
            t.answer_course(),
            format!("{} ({})", course(t, question), question.offering_code),
        ),
        (
            t.answer_runs(),
            format!("{} – {}", day(from, language), day(to, language)),
        ),
    ];
    if open {
        facts.push((t.answer_before(), moment(question.answer_by, language)));
    }
    let waits = [QuestionKind::Call, QuestionKind::Interest].contains(&question.kind);
    if let Some(position) = question.position.filter(|_| waits) {
        let position = match &question.group {
            Some(group) => format!("{position} ({group})"),
            None => position.to_string(),
        };
        facts.push((t.answer_reserve_number(), position));
    }
    if let Some(nomination) = &question.nomination {
        facts.push((t.answer_employee(), nomination.employee.clone()));
        facts.push((t.answer_employer(), nomination.employer.clone()));
        facts.push((t.answer_contract(), nomination.contract.clone()));
    }
    filled(facts)
}

/// What is said after an answer.
pub(super) fn outcome(t: Texts, question: &Question, outcome: AnswerOutcome) -> String {
    let name = course(t, question);
    match outcome {
        AnswerOutcome::Accepted => t.answer_accepted(name),
        AnswerOutcome::Declined => t.answer_declined(name),
        AnswerOutcome::WaitsForOthers => t.answer_waits_for_others().to_owned(),
        AnswerOutcome::StillInterested => t.answer_still_interested().to_owned(),
        AnswerOutcome::LeftTheList => t.answer_left_the_list().to_owned(),
        AnswerOutcome::Approved => t.answer_approved().to_owned(),
        AnswerOutcome::Refused => t.answer_refused().to_owned(),
    }
}

/// Title and text of a question that cannot be answered.
pub(super) fn closed(t: Texts, standing: Standing) -> (&'static str, &'static str) {
    match standing {
        Standing::Answered => (t.answer_already_title(), t.answer_already()),
        Standing::TooLate => (t.answer_late_title(), t.answer_late()),
        Standing::Open | Standing::TakenBack => {
            (t.answer_taken_back_title(), t.answer_taken_back())
        }
    }
}

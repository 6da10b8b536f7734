//! What an applicant is told when a selection is published.

use super::gather::{Candidate, Gathered};
use crate::{
    app::App,
    mail::letter::{Letter, Outcome},
    store::{application::ApplicationRow, selection::SelectionRow},
    usecase::{answers, enrolment::course_title, letters::language_of},
};
use samverkan_domain::admission::{Line, SelectionResult, eligibility::refusal};

pub(super) fn letter(
    app: &App,
    selection: &SelectionRow,
    gathered: &Gathered,
    candidate: &Candidate,
    row: &ApplicationRow,
    line: &Line,
) -> Letter {
    let language = language_of(&candidate.person);
    let course = course_title(&gathered.offering, &candidate.person);
    let offering_code = gathered.offering.code.clone();
    let grounds: Vec<String> = line
        .reasons
        .iter()
        .map(|reason| reason.sentence(language))
        .collect();
    let outcome = match line.result {
        SelectionResult::Admitted => Outcome::Admitted,
        SelectionResult::Reserve => Outcome::Reserve {
            group: row.selection_group.clone().unwrap_or_default(),
            position: u32::try_from(row.reserve_position.unwrap_or_default()).unwrap_or(u32::MAX),
        },
        SelectionResult::Refused => {
            let mut reasons = refusal(&candidate.assessment.findings, language);
            let not_eligible = !reasons.is_empty();
            reasons.extend(grounds.into_iter().filter(|_| !not_eligible));
            return Letter::NotAdmitted {
                reference: row.id.to_string(),
                course,
                offering_code,
                reasons,
                // A ranking cannot be appealed; that somebody is not eligible can (HF 12:2).
                how_to_appeal: not_eligible,
            };
        }
    };
    Letter::SelectionResult {
        course,
        offering_code,
        outcome,
        grounds,
        answer_by: row.answer_by.map(|at| at.0),
        answer_link: answers::answer_link(app, row),
        pseudonym: line.pseudonym.clone(),
        record_url: format!(
            "{}/api/v1/selections/{}/record",
            app.public_url, selection.id
        ),
        condition: row.condition_text.clone(),
    }
}

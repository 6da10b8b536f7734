//! What the page of a receipt says.

use super::notice::{Facts, filled};
use crate::{
    texts::Texts,
    usecase::{
        letters::{day, moment},
        selections::{Drawn, LinkedReceipt, ReceiptView},
    },
};
use samverkan_domain::application::ApplicationState;

/// What the reader needs to do now, if anything.
pub(super) fn what_to_do(t: Texts, linked: &LinkedReceipt) -> Option<String> {
    let row = &linked.receipt.application.row;
    let waits = row.state == ApplicationState::Admitted.as_str();
    let by = row.answer_by.filter(|_| waits)?;
    Some(t.receipt_answer_by(moment(by.0, t.language())))
}

pub(super) fn facts(t: Texts, linked: &LinkedReceipt) -> Facts {
    let view = &linked.receipt.application;
    let (row, language) = (&view.row, t.language());
    let course = linked.course.in_language(language);
    let (from, to) = (linked.starts_on, linked.ends_on);
    let position = row.reserve_position.filter(|_| waits(row.state.as_str()));
    filled(vec![
        (t.receipt_name(), view.person_name.clone()),
        (
            t.answer_course(),
            format!("{course} ({})", view.offering_code),
        ),
        (
            t.answer_runs(),
            format!("{} – {}", day(from, language), day(to, language)),
        ),
        (
            t.receipt_admission(),
            linked.channel.in_language(language).to_owned(),
        ),
        (t.receipt_received(), moment(row.created_at.0, language)),
        (
            t.receipt_group(),
            row.selection_group.clone().unwrap_or_default(),
        ),
        (
            t.answer_reserve_number(),
            position.map_or_else(String::new, |position| position.to_string()),
        ),
        (
            t.receipt_condition(),
            row.condition_text.clone().unwrap_or_default(),
        ),
        (t.receipt_number(), row.id.to_string()),
    ])
}

/// Whether a reserve number still means anything.
fn waits(state: &str) -> bool {
    [ApplicationState::Reserve, ApplicationState::Called]
        .iter()
        .any(|waiting| waiting.as_str() == state)
}

/// Each requirement and how it is met.
pub(super) fn findings(t: Texts, receipt: &ReceiptView) -> Vec<String> {
    let findings = receipt.findings.iter();
    findings
        .map(|finding| finding.sentence.in_language(t.language()).to_owned())
        .collect()
}

/// Each decision, the latest first.
pub(super) fn decisions(t: Texts, receipt: &ReceiptView) -> Vec<String> {
    let decisions = receipt.application.decisions.iter().rev();
    decisions
        .map(|decision| {
            let outcome = outcome(t, &decision.outcome, decision.reserve_position);
            let mut said = format!("{}: {outcome}", moment(decision.decided_at.0, t.language()));
            if let Some(number) = &decision.diarienummer {
                said += &format!(", {}", t.receipt_case_number(number));
            }
            said
        })
        .collect()
}

fn outcome(t: Texts, word: &str, position: Option<i64>) -> String {
    let said = match word {
        "admitted" => t.receipt_admitted(),
        "reserve" => match position {
            Some(position) => return t.receipt_reserve_at(position.to_string()),
            None => t.receipt_reserve(),
        },
        "refused" => t.receipt_refused(),
        "struck" => t.receipt_struck(),
        "deferred" => t.receipt_deferred(),
        "deferral_refused" => t.receipt_deferral_refused(),
        "reregistered" => t.receipt_reregistered(),
        other => other,
    };
    said.to_owned()
}

pub(super) fn drawn(t: Texts, drawn: &Drawn) -> Facts {
    filled(vec![
        (t.receipt_pseudonym(), drawn.pseudonym.clone()),
        (
            t.receipt_ticket(),
            drawn.line.ticket.clone().unwrap_or_default(),
        ),
        (t.receipt_record(), drawn.selection.to_string()),
        (t.receipt_digest(), drawn.digest.clone()),
        (t.receipt_seed(), drawn.seed_hash.clone()),
    ])
}

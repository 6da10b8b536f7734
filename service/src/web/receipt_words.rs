//! What the page of a receipt says, in Swedish and English.

use super::page::pick;
use crate::usecase::{
    letters::{day, moment},
    selections::{Drawn, LinkedReceipt, ReceiptView},
};
use samverkan_domain::{application::ApplicationState, person::Language};

/// What the reader needs to do now, if anything.
pub(super) fn what_to_do(language: Language, linked: &LinkedReceipt) -> Option<String> {
    let row = &linked.receipt.application.row;
    let by = row.answer_by.filter(|_| waits_for_answer(linked))?;
    let by = moment(by.0, language);
    Some(pick(
        language,
        format!(
            "Svara på om du vill ha platsen, före {by}. Länken finns i vårt mejl till dig; du kan också svara när du har loggat in."
        ),
        format!(
            "Say whether you want the place, before {by}. The link is in our e-mail to you; you can also answer when you have signed in."
        ),
    ))
}

fn waits_for_answer(linked: &LinkedReceipt) -> bool {
    linked.receipt.application.row.state == ApplicationState::Admitted.as_str()
}

/// Names and values; empty values are not shown.
pub(super) fn facts(language: Language, linked: &LinkedReceipt) -> Vec<(&'static str, String)> {
    let view = &linked.receipt.application;
    let row = &view.row;
    let course = linked.course.in_language(language);
    let (from, to) = (linked.starts_on, linked.ends_on);
    let position = row.reserve_position.map(|position| position.to_string());
    vec![
        (pick(language, "Namn", "Name"), view.person_name.clone()),
        (
            pick(language, "Kurs", "Course"),
            format!("{course} ({})", view.offering_code),
        ),
        (
            pick(language, "Kursen pågår", "The course runs"),
            format!("{} – {}", day(from, language), day(to, language)),
        ),
        (
            pick(language, "Antagning", "Admission"),
            linked.channel.in_language(language).to_owned(),
        ),
        (
            pick(language, "Anmälan kom in", "Application received"),
            moment(row.created_at.0, language),
        ),
        (
            pick(language, "Anmälans nummer", "Application number"),
            row.id.to_string(),
        ),
        (
            pick(language, "Urvalsgrupp", "Selection group"),
            row.selection_group.clone().unwrap_or_default(),
        ),
        (
            pick(language, "Reservnummer", "Reserve number"),
            position
                .filter(|_| waits(row.state.as_str()))
                .unwrap_or_default(),
        ),
        (
            pick(language, "Villkor", "Condition"),
            row.condition_text.clone().unwrap_or_default(),
        ),
    ]
}

/// Whether a reserve number still means anything.
fn waits(state: &str) -> bool {
    [ApplicationState::Reserve, ApplicationState::Called]
        .iter()
        .any(|waiting| waiting.as_str() == state)
}

/// Each requirement and how it is met.
pub(super) fn findings(language: Language, receipt: &ReceiptView) -> Vec<String> {
    let findings = receipt.findings.iter();
    findings
        .map(|finding| finding.sentence.in_language(language).to_owned())
        .collect()
}

/// Each decision, the latest first.
pub(super) fn decisions(language: Language, receipt: &ReceiptView) -> Vec<String> {
    let decisions = receipt.application.decisions.iter().rev();
    decisions
        .map(|decision| {
            let outcome = outcome(language, &decision.outcome);
            let at = moment(decision.decided_at.0, language);
            let number = decision.diarienummer.as_deref();
            let number = number.map(|number| {
                let label = pick(language, "diarienummer", "case number");
                format!(", {label} {number}")
            });
            let group = decision.reserve_position.zip(Some(&decision.outcome));
            let group = group.filter(|(_, outcome)| *outcome == "reserve");
            let position = group.map(|(position, _)| format!(" {position}"));
            format!(
                "{at}: {outcome}{}{}",
                position.unwrap_or_default(),
                number.unwrap_or_default()
            )
        })
        .collect()
}

fn outcome(language: Language, word: &str) -> &str {
    match word {
        "admitted" => pick(language, "antagen", "admitted"),
        "reserve" => pick(language, "reserv", "reserve"),
        "refused" => pick(language, "ej antagen", "not admitted"),
        "struck" => pick(language, "struken", "struck"),
        "deferred" => pick(language, "anstånd beviljat", "deferral granted"),
        "deferral_refused" => pick(language, "anstånd avslaget", "deferral refused"),
        "reregistered" => pick(language, "omregistrerad", "re-registered"),
        other => other,
    }
}

pub(super) fn withheld(language: Language) -> &'static str {
    pick(
        language,
        "Hur behörigheten har bedömts visas bara för dig som har loggat in.",
        "How eligibility was judged is shown only when you have signed in.",
    )
}

pub(super) fn checking(language: Language) -> &'static str {
    pick(
        language,
        "Urvalet finns i ett protokoll utan namn, som vem som helst kan räkna om. Din rad har beteckningen här nedanför. Den som känner till den kan se vilken rad som är din, så behåll den för dig själv.",
        "The selection is in a record without names, which anybody can compute again. Your line has the designation below. Whoever knows it can see which line is yours, so keep it to yourself.",
    )
}

pub(super) fn drawn(language: Language, drawn: &Drawn) -> Vec<(&'static str, String)> {
    let ticket = drawn.line.ticket.clone().unwrap_or_default();
    vec![
        (
            pick(language, "Din beteckning", "Your designation"),
            drawn.pseudonym.clone(),
        ),
        (pick(language, "Din lott", "Your ticket"), ticket),
        (
            pick(language, "Protokollets nummer", "Number of the record"),
            drawn.selection.to_string(),
        ),
        (
            pick(
                language,
                "Protokollets kontrollsumma",
                "Checksum of the record",
            ),
            drawn.digest.clone(),
        ),
        (
            pick(language, "Frötalets kontrollsumma", "Checksum of the seed"),
            drawn.seed_hash.clone(),
        ),
    ]
}

pub(super) fn refused_title(language: Language, code: &str) -> &'static str {
    match code {
        "link-expired" => pick(
            language,
            "Länken gäller inte längre",
            "The link has expired",
        ),
        "unknown-link" => pick(language, "Länken finns inte", "No such link"),
        _ => pick(
            language,
            "Kvittot kan inte visas nu",
            "The receipt cannot be shown now",
        ),
    }
}

pub(super) fn try_later(language: Language) -> &'static str {
    pick(
        language,
        "Tjänsten kan inte visa kvittot just nu. Försök igen om en stund.",
        "The service cannot show the receipt now. Try again in a while.",
    )
}

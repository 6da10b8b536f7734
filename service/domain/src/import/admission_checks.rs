//! The cells of an admission that have rules of their own, and the rules between them.

use super::admissions::{
    AdmissionStatus, CONDITION, Condition, EMAIL, GROUP, IDENTITY, MARKING, MERIT, PROFESSION,
    PROGRAMME, RESERVE,
};
use super::cells::Cells;
use super::check::Rule;
use super::form::{closing_date, iso_date, ordinal, tenths};
use super::report::{Code, Words};
use crate::code::is_programme_code;
use crate::identity::IdentityNumber;
use crate::limits::TEXT_CHARS;
use crate::person::SecurityMarking;
use crate::text::email_key;

pub(super) fn read_email(cells: &mut Cells<'_>) -> Option<String> {
    if cells.is_blank(&EMAIL) {
        cells.tell(
            &EMAIL,
            Code::MissingEmail,
            (
                "E-postadressen saknas. Personen läses in men kan inte nås eller logga in.",
                "The e-mail address is missing. The person is imported but cannot be reached or \
                 sign in.",
            ),
            (
                "Lägg till en adress när den är känd.",
                "Add an address when it is known.",
            ),
        );
        return None;
    }
    cells.email(&EMAIL)
}

pub(super) fn read_merit(cells: &mut Cells<'_>) -> Option<i64> {
    let line = cells.plain(&MERIT)?;
    let merit = tenths(&line);
    if merit.is_none() {
        cells.tell(
            &MERIT,
            Code::BadNumber,
            (
                "Meritvärdet är inget tal med högst en decimal.",
                "The merit is not a number with at most one decimal.",
            ),
            ("Skriv det som 37,5.", "Write it like 37,5."),
        );
    }
    merit
}

pub(super) fn read_reserve_number(cells: &mut Cells<'_>) -> Option<u32> {
    let line = cells.plain(&RESERVE)?;
    let number = ordinal(&line);
    if number.is_none() {
        cells.tell(
            &RESERVE,
            Code::BadNumber,
            (
                "Reservnumret är inget heltal från 1.",
                "The reserve number is no number from 1 up.",
            ),
            ("Skriv det som 1, 2, 3 …", "Write it like 1, 2, 3 …"),
        );
    }
    number
}

pub(super) fn read_condition(cells: &mut Cells<'_>) -> Option<Condition> {
    let text = cells.text(&CONDITION, TEXT_CHARS)?;
    let written = closing_date(&text);
    let deadline = written.and_then(iso_date);
    if written.is_some() && deadline.is_none() {
        cells.bad_date(&CONDITION);
    } else if deadline.is_none() {
        cells.tell(
            &CONDITION,
            Code::ConditionWithoutDate,
            (
                "Villkoret slutar inte med något datum, så ingen påminnelse kan skickas.",
                "The condition does not end with a date, so no reminder can be sent.",
            ),
            (
                "Avsluta texten med ett datum som 2027-01-15.",
                "End the text with a date like 2027-01-15.",
            ),
        );
    }
    Some(Condition { text, deadline })
}

/// Programme code and profession: what the person is studying to be, or works as.
pub(super) fn read_background(cells: &mut Cells<'_>) -> (Option<String>, Option<String>) {
    let programme_code = cells.code(&PROGRAMME, is_programme_code, "LKP1Y");
    let profession = cells.profession(&PROFESSION);
    match (cells.is_blank(&PROGRAMME), cells.is_blank(&PROFESSION)) {
        (true, true) => cells.tell(
            &PROGRAMME,
            Code::NoProgrammeOrProfession,
            (
                "Både programkod och yrkestitel saknas, så personen kan inte placeras i en grupp.",
                "Both programme code and profession are missing, so the person cannot be placed in \
                 a cohort.",
            ),
            ("Fyll i en av dem.", "Fill in one of them."),
        ),
        (false, false) => cells.tell(
            &PROGRAMME,
            Code::ProgrammeAndProfession,
            (
                "Både programkod och yrkestitel är ifyllda. Yrkestiteln avgör yrkesfamiljen.",
                "Both programme code and profession are filled in. The profession decides the \
                 family.",
            ),
            (
                "Kontrollera vad personen deltar som.",
                "Check as what the person takes part.",
            ),
        ),
        _ => {}
    }
    (programme_code, profession)
}

pub(super) fn read_marking(cells: &mut Cells<'_>) -> SecurityMarking {
    let line = cells.plain(&MARKING).unwrap_or_default();
    let marking = SecurityMarking::parse(&line);
    if marking == SecurityMarking::ProtectedRegistration && line != "Skyddad folkbokföring" {
        cells.tell(
            &MARKING,
            Code::UnknownMarking,
            (
                "Markeringen är inte känd. Personen behandlas som skyddad.",
                "The marking is not known. The person is treated as protected.",
            ),
            (
                "Skriv Ingen, Sekretessmarkering eller Skyddad folkbokföring.",
                "Write Ingen, Sekretessmarkering or Skyddad folkbokföring.",
            ),
        );
    }
    marking
}

/// A reserve has a number and a group; nobody else has a number.
pub(super) fn check_reserve(cells: &mut Cells<'_>, status: AdmissionStatus, has_group: bool) {
    let has_number = !cells.is_blank(&RESERVE);
    if status == AdmissionStatus::Reserve {
        let remedy = Words::new(
            "Hämta reservlistan på nytt.",
            "Fetch the reserve list again.",
        );
        if !has_number {
            let message = Words::new(
                "Reserven saknar reservnummer.",
                "The reserve has no reserve number.",
            );
            cells.find(
                &RESERVE,
                Code::ReserveWithoutNumber,
                message,
                remedy.clone(),
            );
        }
        if !has_group {
            let message = Words::new(
                "Reserven saknar urvalsgrupp.",
                "The reserve has no selection group.",
            );
            cells.find(&GROUP, Code::ReserveWithoutGroup, message, remedy);
        }
    } else if has_number {
        cells.tell(
            &RESERVE,
            Code::NumberWithoutReserve,
            (
                "Raden har ett reservnummer, men personen är inte reserv.",
                "The row has a reserve number but the person is no reserve.",
            ),
            (
                "Rätta statusen eller ta bort numret.",
                "Correct the status or remove the number.",
            ),
        );
    }
}

pub(super) fn claim_person(
    cells: &mut Cells<'_>,
    identity: Option<&IdentityNumber>,
    course: Option<&str>,
    channel: Option<&str>,
    email: Option<&str>,
) {
    let Some(identity) = identity.map(IdentityNumber::canonical) else {
        return;
    };
    if let (Some(course), Some(channel)) = (course, channel) {
        cells.claim(Rule::Key, &IDENTITY, &[course, channel, identity], "");
    }
    if let Some(key) = email.and_then(email_key) {
        cells.claim(Rule::Email, &EMAIL, &[&key], identity);
    }
}

//! Lists of admitted and reserves from the national admission system (NyA).

use super::cells::Cells;
use super::check::Rule;
use super::form::{
    closing_date, is_course_code, is_programme_code, is_school_unit_code, iso_date, ordinal, tenths,
};
use super::mapping::Field;
use super::report::{Code, Words};
use super::{ImportKind, ImportRow};
use crate::identity::IdentityNumber;
use crate::limits::{LINE_CHARS, NAME_CHARS, TEXT_CHARS};
use crate::person::{Modality, SecurityMarking};
use crate::text::email_key;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::fmt;

const IDENTITY: Field = Field::required("identity_number", "Personnummer");
const FAMILY_NAME: Field = Field::required("family_name", "Efternamn");
const GIVEN_NAME: Field = Field::required("given_name", "Förnamn");
const EMAIL: Field = Field::required("email", "E-post");
const COURSE: Field = Field::required("course_code", "Kurskod");
const CHANNEL: Field = Field::required("channel_code", "Anmälningskod");
const GROUP: Field = Field::required("selection_group", "Urvalsgrupp");
const MERIT: Field = Field::optional("merit", "Meritvärde");
const STATUS: Field = Field::required("status", "Status");
const RESERVE: Field = Field::optional("reserve_number", "Reservnummer");
const CONDITION: Field = Field::optional("condition", "Villkor");
const PROGRAMME: Field = Field::optional("programme_code", "Programkod");
const PROFESSION: Field = Field::optional("profession", "Yrkestitel");
const UNIT: Field = Field::optional("school_unit_code", "Skolenhetskod");
/// Required: without the column nobody would be protected.
const MARKING: Field = Field::required("security_marking", "Skyddad");
const REGISTRATION: Field = Field::optional("registration_type", "Registreringstyp");
const MODALITY: Field = Field::optional("modality", "Studieform");

/// What the admission system decided.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AdmissionStatus {
    /// Antagen, with a condition or without.
    Admitted,
    /// Reserv.
    Reserve,
    /// Struken.
    Struck,
    /// Obehörig.
    NotEligible,
}

const STATUSES: [(&str, AdmissionStatus); 4] = [
    ("Antagen", AdmissionStatus::Admitted),
    ("Reserv", AdmissionStatus::Reserve),
    ("Struken", AdmissionStatus::Struck),
    ("Obehörig", AdmissionStatus::NotEligible),
];

/// Registreringstyp in Ladok.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RegistrationType {
    /// FFG: förstagångsregistrering.
    First,
    /// FO: fortsättningsregistrering.
    Continuation,
    /// OM: omregistrering.
    Again,
}

const REGISTRATIONS: [(&str, RegistrationType); 3] = [
    ("FFG", RegistrationType::First),
    ("FO", RegistrationType::Continuation),
    ("OM", RegistrationType::Again),
];

const MODALITIES: [(&str, Modality); 2] = [
    ("Campus", Modality::Campus),
    ("Distans", Modality::Distance),
];

/// What an admitted person must still show.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Condition {
    pub text: String,
    /// The date the text ends with, if it does.
    pub deadline: Option<Date>,
}

/// One person on one channel of one course. Not `Serialize`: it holds an identity number.
#[derive(Clone, PartialEq, Eq)]
pub struct AdmissionRow {
    pub identity: IdentityNumber,
    pub family_name: String,
    pub given_name: String,
    /// As written. Somebody without an address is admitted all the same.
    pub email: Option<String>,
    pub course_code: String,
    /// Anmälningskod: the offering and channel in the admission system.
    pub channel_code: String,
    pub selection_group: Option<String>,
    /// Meritvärde in tenths: 37,5 is 375.
    pub merit_tenths: Option<i64>,
    pub status: AdmissionStatus,
    /// Set exactly if the person is a reserve; counted within the selection group.
    pub reserve_number: Option<u32>,
    pub condition: Option<Condition>,
    pub programme_code: Option<String>,
    /// The code of a profession in the registry.
    pub profession: Option<String>,
    pub school_unit_code: Option<String>,
    pub marking: SecurityMarking,
    /// FFG where the file says nothing.
    pub registration: RegistrationType,
    pub modality: Option<Modality>,
}

/// Tells no more than a log may hold.
impl fmt::Debug for AdmissionRow {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AdmissionRow")
            .field("channel_code", &self.channel_code)
            .field("status", &self.status)
            .finish_non_exhaustive()
    }
}

/// Course, channel and person.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct AdmissionKey {
    pub course_code: String,
    pub channel_code: String,
    pub identity: IdentityNumber,
}

impl ImportRow for AdmissionRow {
    type Key = AdmissionKey;

    const KIND: ImportKind = ImportKind::Admissions;
    const FIELDS: &'static [Field] = &[
        IDENTITY,
        FAMILY_NAME,
        GIVEN_NAME,
        EMAIL,
        COURSE,
        CHANNEL,
        GROUP,
        MERIT,
        STATUS,
        RESERVE,
        CONDITION,
        PROGRAMME,
        PROFESSION,
        UNIT,
        MARKING,
        REGISTRATION,
        MODALITY,
    ];

    fn read(cells: &mut Cells<'_>) -> Option<Self> {
        let identity = cells.identity(&IDENTITY);
        let family_name = cells.required_text(&FAMILY_NAME, NAME_CHARS);
        let given_name = cells.required_text(&GIVEN_NAME, NAME_CHARS);
        let email = read_email(cells);
        let course_code = cells.required_code(&COURSE, is_course_code, "SA123A");
        let channel_code = cells.required_text(&CHANNEL, LINE_CHARS);
        let selection_group = cells.text(&GROUP, LINE_CHARS);
        let merit_tenths = read_merit(cells);
        let status = cells.required_word(&STATUS, &STATUSES);
        let reserve_number = read_reserve_number(cells);
        let condition = read_condition(cells);
        let (programme_code, profession) = read_background(cells);
        let school_unit_code = cells.code(&UNIT, is_school_unit_code, "99991000");
        let marking = read_marking(cells);
        let registration = cells.word(&REGISTRATION, &REGISTRATIONS);
        let modality = cells.word(&MODALITY, &MODALITIES);
        if let Some(status) = status {
            check_reserve(cells, status, selection_group.is_some());
        }
        claim_person(
            cells,
            identity.as_ref(),
            course_code.as_deref(),
            channel_code.as_deref(),
            email.as_deref(),
        );
        if let (Some(channel), Some(group), Some(number)) =
            (&channel_code, &selection_group, reserve_number)
        {
            let number = number.to_string();
            cells.claim(
                Rule::ReserveNumber,
                &RESERVE,
                &[channel, group, &number],
                "",
            );
        }
        Some(Self {
            identity: identity?,
            family_name: family_name?,
            given_name: given_name?,
            email,
            course_code: course_code?,
            channel_code: channel_code?,
            selection_group,
            merit_tenths,
            status: status?,
            reserve_number,
            condition,
            programme_code,
            profession,
            school_unit_code,
            marking,
            registration: registration.unwrap_or(RegistrationType::First),
            modality,
        })
    }

    fn key(&self) -> AdmissionKey {
        AdmissionKey {
            course_code: self.course_code.clone(),
            channel_code: self.channel_code.clone(),
            identity: self.identity.clone(),
        }
    }
}

fn read_email(cells: &mut Cells<'_>) -> Option<String> {
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

fn read_merit(cells: &mut Cells<'_>) -> Option<i64> {
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

fn read_reserve_number(cells: &mut Cells<'_>) -> Option<u32> {
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

fn read_condition(cells: &mut Cells<'_>) -> Option<Condition> {
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
fn read_background(cells: &mut Cells<'_>) -> (Option<String>, Option<String>) {
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

fn read_marking(cells: &mut Cells<'_>) -> SecurityMarking {
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
fn check_reserve(cells: &mut Cells<'_>, status: AdmissionStatus, has_group: bool) {
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

fn claim_person(
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

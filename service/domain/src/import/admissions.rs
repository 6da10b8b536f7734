//! Lists of admitted and reserves from the national admission system (NyA).

use super::admission_checks::{
    check_reserve, claim_person, read_background, read_condition, read_email, read_marking,
    read_merit, read_reserve_number,
};
use super::cells::Cells;
use super::check::Rule;
use super::mapping::Field;
use super::{ImportKind, ImportRow};
use crate::code::{is_course_code, is_school_unit_code};
use crate::identity::IdentityNumber;
use crate::limits::{LINE_CHARS, NAME_CHARS};
use crate::person::{Modality, SecurityMarking};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::fmt;

pub(super) const IDENTITY: Field = Field::required("identity_number", "Personnummer");
const FAMILY_NAME: Field = Field::required("family_name", "Efternamn");
const GIVEN_NAME: Field = Field::required("given_name", "Förnamn");
pub(super) const EMAIL: Field = Field::required("email", "E-post");
const COURSE: Field = Field::required("course_code", "Kurskod");
const CHANNEL: Field = Field::required("channel_code", "Anmälningskod");
pub(super) const GROUP: Field = Field::required("selection_group", "Urvalsgrupp");
pub(super) const MERIT: Field = Field::optional("merit", "Meritvärde");
const STATUS: Field = Field::required("status", "Status");
pub(super) const RESERVE: Field = Field::optional("reserve_number", "Reservnummer");
pub(super) const CONDITION: Field = Field::optional("condition", "Villkor");
pub(super) const PROGRAMME: Field = Field::optional("programme_code", "Programkod");
pub(super) const PROFESSION: Field = Field::optional("profession", "Yrkestitel");
const UNIT: Field = Field::optional("school_unit_code", "Skolenhetskod");
/// Required: without the column nobody would be protected.
pub(super) const MARKING: Field = Field::required("security_marking", "Skyddad");
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

pub(super) const MODALITIES: [(&str, Modality); 2] = [
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

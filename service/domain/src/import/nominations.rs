//! Staff that an employer has named for places under a contract (uppdragsutbildning).

use super::cells::Cells;
use super::check::Rule;
use super::mapping::Field;
use super::{ImportKind, ImportRow};
use crate::code::{is_municipality_code, is_school_unit_code};
use crate::limits::{LINE_CHARS, NAME_CHARS};
use crate::text::{email_key, fold_name};
use std::fmt;

const GIVEN_NAME: Field = Field::required("given_name", "Förnamn");
const FAMILY_NAME: Field = Field::required("family_name", "Efternamn");
const EMAIL: Field = Field::required("email", "E-post");
const PROFESSION: Field = Field::required("profession", "Titel");
const UNIT_CODE: Field = Field::optional("school_unit_code", "Skolenhetskod");
const UNIT: Field = Field::optional("school_unit", "Skolenhet");
const MUNICIPALITY_CODE: Field = Field::optional("municipality_code", "Kommunkod");
const MUNICIPALITY: Field = Field::optional("municipality", "Kommun");
const CONTRACT: Field = Field::required("contract", "Avtal");
const INVOICE: Field = Field::optional("invoice_reference", "Fakturareferens");
const HEAD: Field = Field::optional("head_email", "Chef");
const SUBSTITUTE: Field = Field::optional("substitute_allowed", "Ersättare");

pub(super) const YES_NO: [(&str, bool); 4] = [
    ("Ja", true),
    ("Nej", false),
    ("true", true),
    ("false", false),
];

/// One named person.
#[derive(Clone, PartialEq, Eq)]
pub struct NominationRow {
    pub given_name: String,
    pub family_name: String,
    /// As written.
    pub email: String,
    /// The code of a profession in the registry.
    pub profession: String,
    /// Empty for those who do not work at a school.
    pub school_unit_code: Option<String>,
    pub school_unit: Option<String>,
    pub municipality_code: Option<String>,
    pub municipality: Option<String>,
    pub contract: String,
    pub invoice_reference: Option<String>,
    pub head_email: Option<String>,
    /// Whether the employer may send somebody else instead. No, where the file says nothing.
    pub substitute_allowed: bool,
}

/// Tells no more than a log may hold.
impl fmt::Debug for NominationRow {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("NominationRow")
            .field("contract", &self.contract)
            .finish_non_exhaustive()
    }
}

/// Contract and address.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NominationKey {
    pub contract: String,
    pub email_key: String,
}

impl ImportRow for NominationRow {
    type Key = NominationKey;

    const KIND: ImportKind = ImportKind::Nominations;
    const FIELDS: &'static [Field] = &[
        GIVEN_NAME,
        FAMILY_NAME,
        EMAIL,
        PROFESSION,
        UNIT_CODE,
        UNIT,
        MUNICIPALITY_CODE,
        MUNICIPALITY,
        CONTRACT,
        INVOICE,
        HEAD,
        SUBSTITUTE,
    ];

    fn read(cells: &mut Cells<'_>) -> Option<Self> {
        let given_name = cells.required_text(&GIVEN_NAME, NAME_CHARS);
        let family_name = cells.required_text(&FAMILY_NAME, NAME_CHARS);
        let email = cells.required_email(&EMAIL);
        let profession = cells.required_profession(&PROFESSION);
        let school_unit_code = cells.code(&UNIT_CODE, is_school_unit_code, "99991000");
        let school_unit = cells.text(&UNIT, LINE_CHARS);
        let municipality_code = cells.code(&MUNICIPALITY_CODE, is_municipality_code, "1880");
        let municipality = cells.text(&MUNICIPALITY, LINE_CHARS);
        let contract = cells.required_text(&CONTRACT, LINE_CHARS);
        let invoice_reference = cells.text(&INVOICE, LINE_CHARS);
        let head_email = cells.email(&HEAD);
        let substitute_allowed = cells.word(&SUBSTITUTE, &YES_NO).unwrap_or(false);
        if let Some(key) = email.as_deref().and_then(email_key) {
            if let Some(contract) = &contract {
                cells.claim(Rule::Key, &EMAIL, &[contract, &key], "");
            }
            if let (Some(given), Some(family)) = (&given_name, &family_name) {
                let holder = format!("{} {}", fold_name(given), fold_name(family));
                cells.claim(Rule::Email, &EMAIL, &[&key], &holder);
            }
        }
        Some(Self {
            given_name: given_name?,
            family_name: family_name?,
            email: email?,
            profession: profession?,
            school_unit_code,
            school_unit,
            municipality_code,
            municipality,
            contract: contract?,
            invoice_reference,
            head_email,
            substitute_allowed,
        })
    }

    fn key(&self) -> NominationKey {
        NominationKey {
            contract: self.contract.clone(),
            email_key: email_key(&self.email).unwrap_or_default(),
        }
    }
}

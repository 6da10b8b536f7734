//! What a verification found, with sentences.

use super::{reason::Reason, words::pick};
use crate::person::Language;
use schemars::JsonSchema;
use serde::Serialize;

/// What differs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum DifferingField {
    /// The digest of the whole.
    Digest,
    /// The seed is not the one whose hash was published.
    SeedHash,
    /// The hash was published when the window had closed, which was at `computed`.
    CommittedAt,
    /// The selection was made before the window closed, which was at `computed`.
    PublishedAt,
    /// Entrants are not in order, or one is there twice. `computed` is who stands before.
    Entrants,
    /// Figures of the groups.
    Groups,
    Unassigned,
    /// A line is missing, doubled, out of order, or about nobody.
    Lines,
    Result,
    Group,
    Position,
    Rank,
    Ticket,
    Reasons,
}

/// One thing in the record that does not follow from the facts in it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Difference {
    /// The pseudonym of the person it is about; none for the record as a whole.
    pub entrant: Option<String>,
    pub field: DifferingField,
    /// What the record says (JSON, or text where it is a text).
    pub stated: String,
    /// What follows from the facts.
    pub computed: String,
}

impl Difference {
    pub fn sentence(&self, language: Language) -> String {
        let Self {
            stated, computed, ..
        } = self;
        let sentence = match self.field {
            DifferingField::CommittedAt => (
                format!("Fröets hash publicerades {stated}, inte före stängningen {computed}."),
                format!(
                    "The hash of the seed was published at {stated}, not before the close at {computed}."
                ),
            ),
            DifferingField::PublishedAt => (
                format!("Urvalet gjordes {stated}, före stängningen {computed}."),
                format!("The selection was made at {stated}, before the close at {computed}."),
            ),
            DifferingField::Entrants => (
                format!("{stated} står efter {computed} bland de sökande."),
                format!("{stated} stands after {computed} among the entrants."),
            ),
            field => {
                let (sv, en) = field.name();
                let [stated, computed] = [stated, computed].map(|text| field.show(language, text));
                (
                    format!("{sv}: {stated} i protokollet, men {computed} följer av uppgifterna."),
                    format!("{en}: {stated} in the record, but {computed} follows from the facts."),
                )
            }
        };
        let sentence = pick(language, sentence.0, sentence.1);
        match &self.entrant {
            Some(entrant) => format!("{entrant}: {sentence}"),
            None => sentence,
        }
    }
}

impl DifferingField {
    /// A value as people read it.
    fn show(self, language: Language, value: &str) -> String {
        let result = |sv: &str, en: &str| pick(language, sv, en).to_owned();
        match (self, value) {
            (Self::Result, "admitted") => result("antagen", "admitted"),
            (Self::Result, "reserve") => result("reserv", "reserve"),
            (Self::Result, "refused") => result("struken", "refused"),
            (Self::Reasons, json) => match serde_json::from_str::<Vec<Reason>>(json) {
                Ok(reasons) => {
                    let said: Vec<String> =
                        reasons.iter().map(|one| one.sentence(language)).collect();
                    format!("”{}”", said.join(" "))
                }
                Err(_) => value.to_owned(),
            },
            _ => value.to_owned(),
        }
    }

    fn name(self) -> (&'static str, &'static str) {
        match self {
            Self::Digest => ("Kontrollsumman", "Digest"),
            Self::SeedHash => ("Fröets hash", "Hash of the seed"),
            Self::CommittedAt | Self::PublishedAt => ("Tiden", "Time"),
            Self::Entrants => ("De sökandes ordning", "Order of the entrants"),
            Self::Groups => ("Gruppernas siffror", "Figures of the groups"),
            Self::Unassigned => (
                "Antalet platser utan grupp",
                "Number of places without group",
            ),
            Self::Lines => ("Beslutsraden", "Line of the decision"),
            Self::Result => ("Beslutet", "Result"),
            Self::Group => ("Gruppen", "Group"),
            Self::Position => ("Reservnumret", "Reserve number"),
            Self::Rank => ("Platsen i ordningen", "Rank"),
            Self::Ticket => ("Lotten", "Ticket"),
            Self::Reasons => ("Skälen", "Reasons"),
        }
    }
}

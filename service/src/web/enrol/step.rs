//! The questions, in their order.

use serde::{Deserialize, Serialize};

/// A question, which has a page of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(super) enum Step {
    /// Which of several ways to a place.
    Way,
    /// Name, profession or programme.
    Person,
    Workplace,
    /// Credits, where the way asks for them.
    Studies,
    /// When one can meet.
    Times,
    /// How one can meet.
    Meeting,
    /// With whom one wishes to be in a cohort.
    Company,
    /// What one needs of rooms and material.
    Needs,
}

impl Step {
    pub(super) const ALL: [Self; 8] = [
        Self::Way,
        Self::Person,
        Self::Workplace,
        Self::Studies,
        Self::Times,
        Self::Meeting,
        Self::Company,
        Self::Needs,
    ];

    /// Whether it is left to the reader to answer it, from the look at the answers: neither a place nor a cohort
    /// needs it.
    pub(super) fn is_optional(self) -> bool {
        matches!(self, Self::Meeting | Self::Company | Self::Needs)
    }

    /// The last part of its address.
    pub(super) fn path(self) -> &'static str {
        match self {
            Self::Way => "vag",
            Self::Person => "du",
            Self::Workplace => "arbetsplats",
            Self::Studies => "studier",
            Self::Times => "tider",
            Self::Meeting => "traffas",
            Self::Company => "sallskap",
            Self::Needs => "behov",
        }
    }

    pub(super) fn parse(path: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|step| step.path() == path)
    }
}

//! Why two records may be one human, and what each reason weighs.

use crate::person::Language;

/// Why two records may be one human.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Reason {
    /// The same given and family names, however they are spelt.
    SameName,
    /// The same given name, and family names that share a part: Ek and Ek Berg.
    FamilyNameExtended,
    /// The same given name, and another family name.
    FamilyNameChanged,
    /// The same address, written otherwise: a dot more, a tag after a plus sign.
    SameAddressOtherwise,
    /// The same name before the @, at another place.
    SameNameInAddress,
    SameWorkplace,
    SameProgramme,
    SameProfession,
    /// One studies here and the other comes from an employer.
    StudentAndStaff,
}

impl Reason {
    pub const ALL: [Self; 9] = [
        Self::SameName,
        Self::FamilyNameExtended,
        Self::FamilyNameChanged,
        Self::SameAddressOtherwise,
        Self::SameNameInAddress,
        Self::SameWorkplace,
        Self::SameProgramme,
        Self::SameProfession,
        Self::StudentAndStaff,
    ];

    /// Its stable name, for programs.
    pub fn word(self) -> &'static str {
        match self {
            Self::SameName => "same_name",
            Self::FamilyNameExtended => "family_name_extended",
            Self::FamilyNameChanged => "family_name_changed",
            Self::SameAddressOtherwise => "same_address_otherwise",
            Self::SameNameInAddress => "same_name_in_address",
            Self::SameWorkplace => "same_workplace",
            Self::SameProgramme => "same_programme",
            Self::SameProfession => "same_profession",
            Self::StudentAndStaff => "student_and_staff",
        }
    }

    /// What it weighs. A name alone is not enough, and neither is all that colleagues share.
    pub fn points(self) -> u32 {
        match self {
            Self::SameAddressOtherwise => 60,
            Self::SameName => 30,
            Self::SameNameInAddress => 25,
            Self::FamilyNameExtended => 20,
            Self::SameWorkplace => 15,
            Self::SameProfession | Self::FamilyNameChanged | Self::SameProgramme => 10,
            Self::StudentAndStaff => 5,
        }
    }

    pub fn label(self, language: Language) -> &'static str {
        let (sv, en) = match self {
            Self::SameName => ("samma namn", "the same name"),
            Self::FamilyNameExtended => (
                "samma förnamn, efternamnen delar en del",
                "the same given name, family names that share a part",
            ),
            Self::FamilyNameChanged => (
                "samma förnamn, annat efternamn",
                "the same given name, another family name",
            ),
            Self::SameAddressOtherwise => (
                "samma e-postadress, skriven på annat sätt",
                "the same e-mail address, written otherwise",
            ),
            Self::SameNameInAddress => (
                "samma namn före @ i e-postadressen",
                "the same name before the @ of the address",
            ),
            Self::SameWorkplace => ("samma arbetsplats", "the same workplace"),
            Self::SameProgramme => ("samma program", "the same programme"),
            Self::SameProfession => ("samma yrke", "the same profession"),
            Self::StudentAndStaff => (
                "en är student, den andra anställd",
                "one is a student, the other an employee",
            ),
        };
        match language {
            Language::Sv => sv,
            Language::En => en,
        }
    }
}

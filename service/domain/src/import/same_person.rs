//! Are these two one human? People come in as students and as employees, with two addresses.
//!
//! Only an identity number or an address proves it. Everything else is a question to somebody:
//! merging two people by mistake shows one the other's data.

use crate::text::{email_key, fold_name};
use serde::{Deserialize, Serialize};

/// What is known of a person, as keys. The service fills it in for people and rows alike. Leave
/// `workplace` and `municipality` out for a protected person: they must not be matched on.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct PersonTraits {
    /// Given and family name, folded together. Empty never matches.
    pub folded_name: String,
    pub email_keys: Vec<String>,
    /// The keyed hash of the canonical identity number.
    pub identity_hash: Option<Vec<u8>>,
    /// The code of a profession in the registry.
    pub profession: Option<String>,
    /// School unit code, or another key of the workplace.
    pub workplace: Option<String>,
    pub municipality: Option<String>,
}

impl PersonTraits {
    pub fn new(given_name: &str, family_name: &str) -> Self {
        let (given, family) = (fold_name(given_name), fold_name(family_name));
        let complete = !given.is_empty() && !family.is_empty();
        let folded_name = if complete {
            format!("{given} {family}")
        } else {
            String::new()
        };
        Self {
            folded_name,
            ..Self::default()
        }
    }

    /// Adds an address; what is none is left out.
    #[must_use]
    pub fn with_email(mut self, address: &str) -> Self {
        self.email_keys.extend(email_key(address));
        self
    }
}

/// What two people have in common.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SharedFact {
    IdentityNumber,
    Email,
    FullName,
    Profession,
    Workplace,
    Municipality,
}

/// How much it says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Strength {
    /// The same name and nothing else that tells: many have that.
    Weak,
    /// Worth asking: the same name, and the same profession or workplace.
    Question,
    /// One human: the same identity number or address.
    Strong,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Evidence {
    pub strength: Strength,
    /// Everything shared, in the order of [`SharedFact`].
    pub facts: Vec<SharedFact>,
}

/// Compares two people. `None`: nothing suggests that they are one. Symmetric.
///
/// Two different identity numbers prove two people only if no address is shared: somebody may
/// have had an interim number before a real one, so a shared name then remains weak evidence.
pub fn evidence(a: &PersonTraits, b: &PersonTraits) -> Option<Evidence> {
    fn same<T: PartialEq>(a: Option<&T>, b: Option<&T>) -> bool {
        a.is_some() && a == b
    }
    let identity = same(a.identity_hash.as_ref(), b.identity_hash.as_ref());
    let email = a.email_keys.iter().any(|key| b.email_keys.contains(key));
    let name = !a.folded_name.is_empty() && a.folded_name == b.folded_name;
    let profession = same(a.profession.as_ref(), b.profession.as_ref());
    let workplace = same(a.workplace.as_ref(), b.workplace.as_ref());
    let municipality = same(a.municipality.as_ref(), b.municipality.as_ref());
    let numbers_differ = !identity && a.identity_hash.is_some() && b.identity_hash.is_some();
    let strength = match (identity || email, name) {
        (true, _) => Strength::Strong,
        (false, true) if (profession || workplace) && !numbers_differ => Strength::Question,
        (false, true) => Strength::Weak,
        (false, false) => return None,
    };
    let facts = [
        (identity, SharedFact::IdentityNumber),
        (email, SharedFact::Email),
        (name, SharedFact::FullName),
        (profession, SharedFact::Profession),
        (workplace, SharedFact::Workplace),
        (municipality, SharedFact::Municipality),
    ];
    let facts = facts
        .into_iter()
        .filter(|(shared, _)| *shared)
        .map(|(_, fact)| fact)
        .collect();
    Some(Evidence { strength, facts })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn vera() -> PersonTraits {
        PersonTraits::new("Vera", "Väisänen")
    }

    #[test]
    fn a_name_with_a_profession_is_a_question() {
        let applicant = PersonTraits {
            identity_hash: Some(vec![1]),
            profession: Some("fritidspedagog".into()),
            workplace: Some("99991002".into()),
            ..vera().with_email("vera.vaisanen@post.example")
        };
        let nominated = PersonTraits {
            profession: Some("fritidspedagog".into()),
            workplace: Some("99991007".into()),
            ..vera().with_email("celik.martensson@lekeberg.example")
        };
        let found = evidence(&applicant, &nominated).expect("the same name");
        assert_eq!(found.strength, Strength::Question);
        assert_eq!(found.facts, [SharedFact::FullName, SharedFact::Profession]);
        assert_eq!(evidence(&nominated, &applicant), Some(found));
    }

    #[test]
    fn numbers_and_addresses_prove_names_do_not() {
        let strength = |a: &PersonTraits, b: &PersonTraits| evidence(a, b).map(|e| e.strength);
        let number = |hash: u8| PersonTraits {
            identity_hash: Some(vec![hash]),
            profession: Some("larare".into()),
            ..vera()
        };
        assert_eq!(strength(&number(1), &number(1)), Some(Strength::Strong));
        assert_eq!(strength(&number(1), &number(2)), Some(Strength::Weak));
        assert_eq!(strength(&vera(), &vera()), Some(Strength::Weak));
        let other = PersonTraits::new("Bo", "Ek").with_email(" VERA@Post.example ");
        assert_eq!(
            strength(&vera().with_email("vera@post.example"), &other),
            Some(Strength::Strong)
        );
        assert_eq!(strength(&vera(), &PersonTraits::new("Bo", "Ek")), None);
        assert_eq!(
            strength(&PersonTraits::new("", "Ek"), &PersonTraits::new("", "Ek")),
            None
        );
        let colleagues = |name| PersonTraits {
            workplace: Some("99991002".into()),
            ..PersonTraits::new(name, "Ek")
        };
        assert_eq!(strength(&colleagues("Bo"), &colleagues("Åsa")), None);
    }
}

//! What each wish of a plan weighs: named presets, and single weights on top of them.

use crate::person::Language;
use serde::{Deserialize, Serialize};
use std::{collections::BTreeMap, fmt};

/// Heaviest weight (points per person or pair). Lighter than the engine's own limit, so that sums
/// stay readable.
pub const HEAVIEST: i64 = 1_000;

/// Something known of people that cohorts can be mixed on, or spread by. Gender is not stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Attribute {
    /// Profession family.
    Family,
    Workplace,
    /// Of the workplace.
    Municipality,
    /// The channel by which a person came in.
    Channel,
    /// The programme a student reads.
    Programme,
}

impl Attribute {
    pub const ALL: [Self; 5] = [
        Self::Family,
        Self::Workplace,
        Self::Municipality,
        Self::Channel,
        Self::Programme,
    ];

    /// The key in weights and in an instance.
    pub fn key(self) -> &'static str {
        match self {
            Self::Family => "family",
            Self::Workplace => "workplace",
            Self::Municipality => "municipality",
            Self::Channel => "channel",
            Self::Programme => "programme",
        }
    }

    fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|known| known.key() == key)
    }
}

/// A set of weights with a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Preset {
    /// Jämn blandning: professions before everything else.
    #[default]
    Balanced,
    /// Tillgänglighet först: times and ways of meeting before the mix.
    Availability,
    /// Minsta möjliga flytt: nobody changes cohort without a strong reason.
    FewestMoves,
}

impl Preset {
    pub fn label(self, language: Language) -> &'static str {
        match (self, language) {
            (Self::Balanced, Language::Sv) => "jämn blandning",
            (Self::Balanced, Language::En) => "even mix",
            (Self::Availability, Language::Sv) => "tillgänglighet först",
            (Self::Availability, Language::En) => "availability first",
            (Self::FewestMoves, Language::Sv) => "minsta möjliga flytt",
            (Self::FewestMoves, Language::En) => "fewest moves",
        }
    }

    pub fn weights(self) -> Weights {
        let balanced = Weights::default();
        match self {
            Self::Balanced => balanced,
            Self::Availability => Weights {
                clash: 20,
                modality: 15,
                ..balanced
            },
            Self::FewestMoves => Weights {
                moved: 60,
                ..balanced
            },
        }
    }
}

/// Points per person outside the fair share, and extra for being the only one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct MixWeight {
    pub out: i64,
    pub alone: i64,
}

/// Soft points per unit of everything that a plan wishes for. 0 = no matter.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Weights {
    pub mix: BTreeMap<Attribute, MixWeight>,
    /// Per person above an even share of an attribute other than the workplace.
    pub spread: BTreeMap<Attribute, i64>,
    /// Colleagues, as the workplace policy says: per person too many (spread), pair split
    /// (together), or person alone of the workplace (pairs).
    pub colleagues: i64,
    /// Per meeting at a time that a member would rather avoid.
    pub clash: i64,
    /// Per unmet wish for campus or distance.
    pub modality: i64,
    /// Per person off the target size.
    pub size: i64,
    /// Per person who changes cohort.
    pub moved: i64,
}

impl Default for Weights {
    fn default() -> Self {
        let family = MixWeight { out: 10, alone: 20 };
        Self {
            mix: BTreeMap::from([(Attribute::Family, family)]),
            spread: BTreeMap::new(),
            colleagues: 4,
            clash: 5,
            modality: 4,
            size: 1,
            moved: 8,
        }
    }
}

/// Why a weight cannot be set.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum WeightFault {
    Unknown { name: String },
    TooHeavy { name: String, value: i64 },
}

impl WeightFault {
    pub fn sentence(&self, language: Language) -> String {
        let sv = language == Language::Sv;
        let known = Weights::names();
        match self {
            Self::Unknown { name } if sv => {
                format!("Det finns ingen vikt som heter {name}. Välj bland {known}.")
            }
            Self::Unknown { name } => format!("No weight is called {name}. Choose one of {known}."),
            Self::TooHeavy { name, value } if sv => {
                format!("Vikten {name} är {value}, men ska ligga mellan 0 och {HEAVIEST}.")
            }
            Self::TooHeavy { name, value } => {
                format!("The weight {name} is {value}; it must lie between 0 and {HEAVIEST}.")
            }
        }
    }
}

impl Weights {
    /// Sets one weight by its name: `mix.out` (family is understood), `mix.channel.alone`,
    /// `spread.municipality`, `colleagues`, `clash`, `modality`, `size`, `move`.
    pub fn set(&mut self, name: &str, value: i64) -> Result<(), WeightFault> {
        if !(0..=HEAVIEST).contains(&value) {
            let name = name.to_owned();
            return Err(WeightFault::TooHeavy { name, value });
        }
        let unknown = || WeightFault::Unknown {
            name: name.to_owned(),
        };
        let attribute = |key: &str| Attribute::from_key(key).ok_or_else(unknown);
        let parts: Vec<&str> = name.split('.').collect();
        match parts[..] {
            ["mix", what] => self
                .set_mix(Attribute::Family, what, value)
                .ok_or_else(unknown)?,
            ["mix", key, what] => self
                .set_mix(attribute(key)?, what, value)
                .ok_or_else(unknown)?,
            ["spread", key] => match attribute(key)? {
                Attribute::Workplace => self.colleagues = value,
                other => {
                    self.spread.insert(other, value);
                }
            },
            ["colleagues"] => self.colleagues = value,
            ["clash"] => self.clash = value,
            ["modality"] => self.modality = value,
            ["size"] => self.size = value,
            ["move"] => self.moved = value,
            _ => return Err(unknown()),
        }
        Ok(())
    }

    fn set_mix(&mut self, attribute: Attribute, what: &str, value: i64) -> Option<()> {
        let mix = self.mix.entry(attribute).or_default();
        match what {
            "out" => mix.out = value,
            "alone" => mix.alone = value,
            _ => return None,
        }
        Some(())
    }

    /// Every weight by its name, as [`Weights::set`] takes it.
    pub fn listed(&self) -> BTreeMap<String, i64> {
        let mut all = BTreeMap::new();
        for (attribute, mix) in &self.mix {
            let name = match attribute {
                Attribute::Family => "mix".to_owned(),
                other => format!("mix.{}", other.key()),
            };
            all.insert(format!("{name}.out"), mix.out);
            all.insert(format!("{name}.alone"), mix.alone);
        }
        for (attribute, value) in &self.spread {
            all.insert(format!("spread.{}", attribute.key()), *value);
        }
        for (name, value) in [
            ("colleagues", self.colleagues),
            ("clash", self.clash),
            ("modality", self.modality),
            ("size", self.size),
            ("move", self.moved),
        ] {
            all.insert(name.to_owned(), value);
        }
        all
    }

    /// What can be set, for people to choose from.
    pub fn names() -> String {
        let attributes = Attribute::ALL.map(Attribute::key).join("|");
        format!(
            "mix.out, mix.alone, mix.ATTR.out, mix.ATTR.alone, spread.ATTR, colleagues, clash, \
             modality, size, move (ATTR: {attributes})"
        )
    }
}

impl fmt::Display for Attribute {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.key())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_weight_that_is_set_is_listed_under_the_same_name() {
        for name in [
            "mix.out",
            "mix.alone",
            "mix.channel.out",
            "spread.municipality",
            "colleagues",
            "clash",
            "modality",
            "size",
            "move",
        ] {
            let mut weights = Preset::Balanced.weights();
            weights.set(name, 77).unwrap();
            assert_eq!(weights.listed()[name], 77, "{name}");
        }
        let mut weights = Weights::default();
        weights.set("mix.family.out", 3).unwrap();
        weights.set("spread.workplace", 9).unwrap();
        assert_eq!((weights.listed()["mix.out"], weights.colleagues), (3, 9));
    }

    #[test]
    fn nonsense_is_refused() {
        for name in [
            "",
            "mix",
            "mix.gender.out",
            "mix.out.more",
            "spread",
            "Move",
        ] {
            let fault = Weights::default().set(name, 1).unwrap_err();
            assert!(fault.sentence(Language::Sv).contains("mix.out"), "{name}");
        }
        for value in [-1, HEAVIEST + 1] {
            assert!(Weights::default().set("size", value).is_err());
        }
    }
}

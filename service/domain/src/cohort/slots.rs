//! Weekly meeting times: five days of five periods, as bits, and what else is told with such bits.
//!
//! An instance knows people and cohorts by masks of meeting slots. The first 25 are times of the
//! week. The rest are virtual: "meets on campus", "meets at a distance", and one a profession
//! family, so that a cohort of one profession is a rule the engine already has: nobody else "can
//! attend" it.

use crate::{
    person::{Language, Modality},
    profession::ProfessionFamily,
};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _};
use std::{fmt, str::FromStr};

const DAYS_EN: [&str; 5] = ["mon", "tue", "wed", "thu", "fri"];
const DAYS_SV: [&str; 5] = ["mån", "tis", "ons", "tor", "fre"];
/// Start of each period; the last is the evening.
const PERIODS: [&str; 5] = ["08", "10", "13", "15", "17"];
/// Number of times in a week.
pub const TIMES: u32 = 25;
/// All times of the week.
pub(super) const ALL_TIMES: u64 = (1 << TIMES) - 1;
const CAMPUS: u32 = TIMES;
const DISTANCE: u32 = TIMES + 1;
const FAMILIES: u32 = TIMES + 2;
/// Families, and one slot for who has none.
const FAMILY_SLOTS: u32 = 6;
/// Slots of every instance made from people.
pub(super) const SLOTS: u32 = FAMILIES + FAMILY_SLOTS;

/// A set of weekly times; on the wire a list of names such as `mon10`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Times(u32);

/// A word that names no weekly time.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0} is no weekly time: write a day and a start, such as mon10 (08, 10, 13, 15, 17)")]
pub struct NoTime(pub String);

impl Times {
    pub fn from_bits(bits: i64) -> Option<Self> {
        let bits = u32::try_from(bits).ok()?;
        (u64::from(bits) <= ALL_TIMES).then_some(Self(bits))
    }

    /// Bit 5·day + period, days from Monday, periods from 08.
    pub fn bits(self) -> u32 {
        self.0
    }

    pub fn is_empty(self) -> bool {
        self.0 == 0
    }

    #[must_use]
    pub fn without(self, other: Self) -> Self {
        Self(self.0 & !other.0)
    }

    #[must_use]
    pub fn and(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }

    /// Each time by itself, from Monday morning on.
    pub fn each(self) -> impl Iterator<Item = Self> {
        (0..TIMES)
            .map(|bit| Self(1 << bit))
            .filter(move |one| self.0 & one.0 != 0)
    }

    /// The names, in the words of a language: `mån10` or `mon10`.
    pub fn names(self, language: Language) -> Vec<String> {
        let days = match language {
            Language::Sv => DAYS_SV,
            Language::En => DAYS_EN,
        };
        let name = |one: Self| {
            let bit = one.0.trailing_zeros() as usize;
            format!("{}{}", days[bit / 5], PERIODS[bit % 5])
        };
        self.each().map(name).collect()
    }

    /// A list such as `mån10, ons13` or `mon10+wed13`; empty = no time.
    pub fn parse(text: &str) -> Result<Self, NoTime> {
        let words = text.split([',', '+', ' ']).map(str::trim);
        words
            .filter(|word| !word.is_empty())
            .try_fold(Self::default(), |all, word| {
                Ok(Self(all.0 | word.parse::<Self>()?.0))
            })
    }
}

/// One time; Swedish and English days are both understood, and `kväll` or `eve` for 17.
impl FromStr for Times {
    type Err = NoTime;

    fn from_str(word: &str) -> Result<Self, NoTime> {
        let folded = word.trim().to_lowercase().replace("man", "mån");
        let split = folded
            .char_indices()
            .nth(3)
            .map_or(folded.len(), |(at, _)| at);
        let (day, period) = folded.split_at(split);
        let named = |days: [&str; 5]| days.iter().position(|known| *known == day);
        let day = named(DAYS_SV).or_else(|| named(DAYS_EN));
        let period = match period.trim() {
            "kväll" | "eve" => Some(4),
            hour => PERIODS
                .iter()
                .position(|known| *known == hour || known.trim_start_matches('0') == hour),
        };
        match (day, period) {
            (Some(day), Some(period)) => Ok(Self(1 << (5 * day + period))),
            _ => Err(NoTime(word.to_owned())),
        }
    }
}

impl fmt::Display for Times {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.names(Language::En).join(","))
    }
}

impl Serialize for Times {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        self.names(Language::En).serialize(to)
    }
}

impl<'de> Deserialize<'de> for Times {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let names = Vec::<String>::deserialize(from)?;
        Self::parse(&names.join(",")).map_err(D::Error::custom)
    }
}

/// The virtual slot of a way of meeting.
pub(super) fn way_slot(way: Modality) -> u64 {
    match way {
        Modality::Campus => 1 << CAMPUS,
        Modality::Distance => 1 << DISTANCE,
    }
}

/// The other way of meeting.
pub(super) fn other_way(way: Modality) -> Modality {
    match way {
        Modality::Campus => Modality::Distance,
        Modality::Distance => Modality::Campus,
    }
}

/// The virtual slot of a profession family, or of none.
pub(super) fn family_slot(family: Option<ProfessionFamily>) -> u64 {
    let known = ProfessionFamily::ALL.into_iter();
    let place = (0u32..).zip(known).find(|(_, f)| Some(*f) == family);
    1 << (FAMILIES + place.map_or(FAMILY_SLOTS - 1, |(place, _)| place))
}

/// The virtual slots of all families but one.
pub(super) fn other_families(family: Option<ProfessionFamily>) -> u64 {
    family_slots() & !family_slot(family)
}

fn family_slots() -> u64 {
    ((1 << FAMILY_SLOTS) - 1) << FAMILIES
}

/// What a mask of slots that clash is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum About {
    Times,
    Way,
    Family,
}

/// The kind of the first slot set, families first: who is in a cohort of another profession is
/// there for no other reason.
pub(super) fn about(slots: u64) -> About {
    if slots & family_slots() != 0 {
        About::Family
    } else if slots & (1 << CAMPUS | 1 << DISTANCE) != 0 {
        About::Way
    } else {
        About::Times
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_read_as_people_write_them() {
        for (text, bits) in [
            ("mon08", 1),
            ("Mån8", 1),
            ("man08", 1),
            ("fre17", 1 << 24),
            ("fri eve", 0),
            ("fri17,mån10", 1 << 24 | 2),
            ("ons13+tor15", 1 << 12 | 1 << 18),
            ("torkväll", 1 << 19),
            ("", 0),
        ] {
            match Times::parse(text) {
                Ok(times) => assert_eq!(times.bits(), bits, "{text}"),
                Err(_) => assert_eq!(bits, 0, "{text}"),
            }
        }
        for nonsense in ["sat10", "mon09", "10", "mon", "å", "mon108"] {
            assert!(Times::parse(nonsense).is_err(), "{nonsense}");
        }
    }

    #[test]
    fn every_time_has_a_name_of_its_own_in_both_languages() {
        let all = Times::from_bits(i64::from(u32::MAX >> 7)).unwrap();
        for language in [Language::Sv, Language::En] {
            let names = all.names(language);
            assert_eq!(names.len(), 25);
            assert_eq!(Times::parse(&names.join(",")), Ok(all));
        }
        assert_eq!(Times::from_bits(1 << 25), None);
        assert_eq!(
            serde_json::to_string(&all.and(Times(2))).unwrap(),
            "[\"mon10\"]"
        );
    }

    #[test]
    fn virtual_slots_do_not_meet() {
        let mut seen = ALL_TIMES;
        let families = ProfessionFamily::ALL.map(Some).into_iter().chain([None]);
        let slots = families.map(family_slot);
        for slot in slots.chain([way_slot(Modality::Campus), way_slot(Modality::Distance)]) {
            assert_eq!(seen & slot, 0);
            seen |= slot;
        }
        assert_eq!(seen, (1 << SLOTS) - 1);
    }
}

//! The problem as a file: format `cohort-instance/1`, and what can be wrong with it.
//!
//! Everything is a small integer. Ids are positions. A participant may carry any further integer
//! attribute (`profession`, `gender`, `workplace`, …); one that is absent or null is not stated,
//! and then counts nowhere.

use schemars::JsonSchema;
use serde::{Deserialize, Deserializer, Serialize, de::Error as _};
use std::collections::BTreeMap;

/// The only format this engine reads and writes.
pub const INSTANCE_FORMAT: &str = "cohort-instance/1";

/// People, cohorts, rules and wishes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Instance {
    #[serde(default = "this_format")]
    pub format: String,
    #[serde(default)]
    pub name: Option<String>,
    /// Number of weekly meeting slots; bit `n` of every slot mask is slot `n`. At most 64.
    #[serde(default)]
    pub slots: u32,
    /// Names of attribute values, for people to read. The engine never looks at them.
    #[serde(default)]
    pub labels: BTreeMap<String, Vec<String>>,
    pub participants: Vec<Participant>,
    pub cohorts: Vec<Cohort>,
    pub criteria: Vec<Criterion>,
    /// Groups of participants who must share a cohort.
    #[serde(default)]
    pub together: Vec<Vec<u32>>,
    /// Pairs who must not share a cohort.
    #[serde(default)]
    pub apart: Vec<(u32, u32)>,
    /// Pairs who would like to share a cohort.
    #[serde(default)]
    pub wishes: Vec<(u32, u32)>,
}

fn this_format() -> String {
    INSTANCE_FORMAT.to_owned()
}

/// One person to place.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Participant {
    pub id: u32,
    /// Slots this person can never attend (bit mask).
    #[serde(default, skip_serializing_if = "no_bits")]
    pub cannot: u64,
    /// Slots this person would rather not attend (bit mask).
    #[serde(default, skip_serializing_if = "no_bits")]
    pub avoid: u64,
    /// Wished way of meeting: 0 campus, 1 distance.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub modality: Option<i64>,
    /// The modality is a need, not a wish.
    #[serde(default, deserialize_with = "truth", skip_serializing_if = "is_false")]
    pub modality_strict: bool,
    /// Languages spoken (bit mask); not stated means all.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub languages: Option<u64>,
    /// May only be placed where `protected_ok`.
    #[serde(default, deserialize_with = "truth", skip_serializing_if = "is_false")]
    pub protected: bool,
    /// The cohort this person is tied to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub locked: Option<u32>,
    /// The cohort before re-balancing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub previous: Option<u32>,
    /// Every other key of the participant.
    #[serde(flatten, deserialize_with = "attributes")]
    pub attributes: BTreeMap<String, i64>,
}

impl Participant {
    /// The value a criterion or need sees under `name`.
    pub fn attribute(&self, name: &str) -> Option<i64> {
        match name {
            "modality" => self.modality,
            "locked" => self.locked.map(i64::from),
            "previous" => self.previous.map(i64::from),
            _ => self.attributes.get(name).copied(),
        }
    }

    pub fn speaks(&self, language: u32) -> bool {
        self.languages
            .is_none_or(|mask| mask.checked_shr(language).unwrap_or(0) & 1 == 1)
    }
}

/// One cohort to fill.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Cohort {
    pub id: u32,
    /// Fewest members.
    pub min: u32,
    /// Most members.
    pub max: u32,
    /// Wished number of members.
    #[serde(default)]
    pub target: Option<u32>,
    /// Slots in which it meets (bit mask).
    pub slots: u64,
    #[serde(default)]
    pub modality: Option<i64>,
    #[serde(default)]
    pub language: Option<u32>,
    #[serde(default, deserialize_with = "truth")]
    pub protected_ok: bool,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub needs: Vec<Need>,
}

/// A cohort must have at least `min` members whose `attr` is `value`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Need {
    pub attr: String,
    pub value: i64,
    pub min: u32,
}

/// What costs soft points, and how many per unit. Meaning: see [`super::Score`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Criterion {
    Mix {
        attr: String,
        out: i64,
        alone: i64,
    },
    Spread {
        attr: String,
        excess: i64,
    },
    Level {
        attr: String,
        tolerance: i64,
        per_unit: i64,
    },
    /// Maximally diverse grouping (Gallego et al. 2013): every unit of distance between two people
    /// in different cohorts costs, so what is left lies within the cohorts. The distance of two
    /// people is the sum of the differences of the attributes both state, plus their entry in
    /// `distances` (rows by participant), which may be empty.
    Diversity {
        #[serde(default)]
        attrs: Vec<String>,
        #[serde(default)]
        distances: Vec<Vec<i64>>,
        #[serde(default = "one")]
        each: i64,
    },
    Clash {
        each: i64,
    },
    Modality {
        each: i64,
    },
    Wish {
        each: i64,
    },
    Size {
        each: i64,
    },
    Move {
        each: i64,
    },
}

impl Criterion {
    /// The key in a score: `mix:profession`, `size`, ….
    pub fn key(&self) -> String {
        match self {
            Self::Mix { attr, .. } => format!("mix:{attr}"),
            Self::Spread { attr, .. } => format!("spread:{attr}"),
            Self::Level { attr, .. } => format!("level:{attr}"),
            Self::Diversity { .. } => "diversity".to_owned(),
            Self::Clash { .. } => "clash".to_owned(),
            Self::Modality { .. } => "modality".to_owned(),
            Self::Wish { .. } => "wish".to_owned(),
            Self::Size { .. } => "size".to_owned(),
            Self::Move { .. } => "move".to_owned(),
        }
    }

    /// The attribute it looks at, if it looks at one.
    pub fn attr(&self) -> Option<&str> {
        match self {
            Self::Mix { attr, .. } | Self::Spread { attr, .. } | Self::Level { attr, .. } => {
                Some(attr)
            }
            _ => None,
        }
    }

    /// Its weights, tolerance included.
    pub(super) fn weights(&self) -> Vec<(&'static str, i64)> {
        match *self {
            Self::Mix { out, alone, .. } => vec![("out", out), ("alone", alone)],
            Self::Spread { excess, .. } => vec![("excess", excess)],
            Self::Level {
                tolerance,
                per_unit,
                ..
            } => {
                vec![("tolerance", tolerance), ("per_unit", per_unit)]
            }
            Self::Diversity { each, .. }
            | Self::Clash { each }
            | Self::Modality { each }
            | Self::Wish { each }
            | Self::Size { each }
            | Self::Move { each } => vec![("each", each)],
        }
    }
}

fn one() -> i64 {
    1
}

/// Who goes where: the cohort id of each participant, by position; `None` = unassigned.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, JsonSchema)]
pub struct Assignment {
    pub cohort: Vec<Option<u32>>,
}

/// Reads `{"cohort":[…]}` (other keys are ignored) or the bare list. Whatever is not a whole
/// number from 0 up is unassigned, as in the normative scorer.
impl<'de> Deserialize<'de> for Assignment {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let list = match serde_json::Value::deserialize(from)? {
            serde_json::Value::Array(list) => list,
            serde_json::Value::Object(mut object) => match object.remove("cohort") {
                Some(serde_json::Value::Array(list)) => list,
                _ => return Err(D::Error::custom("the key `cohort` must hold a list")),
            },
            _ => {
                return Err(D::Error::custom(
                    "expected {\"cohort\": […]} or a bare list",
                ));
            }
        };
        let id = |value: &serde_json::Value| value.as_u64().and_then(|id| u32::try_from(id).ok());
        Ok(Self {
            cohort: list.iter().map(id).collect(),
        })
    }
}

#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "serde passes a reference"
)]
fn no_bits(mask: &u64) -> bool {
    *mask == 0
}

#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "serde passes a reference"
)]
fn is_false(flag: &bool) -> bool {
    !*flag
}

/// A truth value: `true`, `false`, a number (0 is false), or null (false).
fn truth<'de, D: Deserializer<'de>>(from: D) -> Result<bool, D::Error> {
    match serde_json::Value::deserialize(from)? {
        serde_json::Value::Null => Ok(false),
        serde_json::Value::Bool(flag) => Ok(flag),
        serde_json::Value::Number(number) => Ok(number.as_i64() != Some(0)),
        other => Err(D::Error::custom(format!(
            "expected true, false, 0 or 1, found {other}"
        ))),
    }
}

/// The remaining keys: integers (a truth value counts as 0 or 1, null as not stated).
fn attributes<'de, D: Deserializer<'de>>(from: D) -> Result<BTreeMap<String, i64>, D::Error> {
    let mut attributes = BTreeMap::new();
    for (name, value) in BTreeMap::<String, serde_json::Value>::deserialize(from)? {
        let number = match value {
            serde_json::Value::Null => continue,
            serde_json::Value::Bool(flag) => i64::from(flag),
            value => value.as_i64().ok_or_else(|| {
                D::Error::custom(format!(
                    "participant attribute `{name}` must be a whole number"
                ))
            })?,
        };
        attributes.insert(name, number);
    }
    Ok(attributes)
}

//! Why a place was offered to somebody on a reserve list, or to nobody.

use super::words::{in_group, pick, places};
use crate::person::Language;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// One reason, in the order in which the rules were tried. Groups are codes, empty where one group
/// holds everybody.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "code", rename_all = "snake_case", deny_unknown_fields)]
pub enum CallReason {
    /// As many as the seats are admitted or have an offer that is not answered. With överintag this
    /// goes on until so many have left.
    NoFreeSeat {
        seats: i64,
        taken: i64,
        offered: i64,
    },
    /// First on the list of the group the place belongs to.
    FirstOnList { group: String, position: i64 },
    /// Nobody waits on the list of the group that the place belongs to; the first member of it on
    /// another list.
    MemberOnOtherList {
        place_of: String,
        group: String,
        position: i64,
    },
    /// Nobody in `from` wants the place, and it falls to this list.
    FellFrom {
        from: String,
        group: String,
        position: i64,
    },
    /// Those who applied together are more than the places; the next in line was considered.
    JointPassedOver {
        group: String,
        position: i64,
        members: i64,
        places: i64,
    },
    /// Nobody who wants the group's places waits.
    NobodyWaits { group: String },
    /// Free places are kept for the group until and with this day; without a day, for as long as
    /// one can apply.
    KeptForGroup { group: String, until: Option<Date> },
}

impl CallReason {
    /// The reason, to the administrator who reads the log.
    pub fn sentence(&self, language: Language) -> String {
        let at = |group: &str| in_group(language, group);
        let (sv, en) = match self {
            Self::NoFreeSeat {
                seats,
                taken,
                offered,
            } => (
                format!(
                    "Ingen kallas: {taken} är antagna och {offered} har ett erbjudande, och det finns {}.",
                    places(language, *seats)
                ),
                format!(
                    "Nobody is called: {taken} are admitted and {offered} have an offer, and there are {}.",
                    places(language, *seats)
                ),
            ),
            Self::FirstOnList { group, position } => (
                format!("Reserv {position}{} står först.", at(group)),
                format!("Reserve {position}{} is first in line.", at(group)),
            ),
            Self::MemberOnOtherList {
                place_of,
                group,
                position,
            } => (
                format!(
                    "Ingen väntar i {place_of}; reserv {position}{} hör också till {place_of}.",
                    at(group)
                ),
                format!(
                    "Nobody waits in {place_of}; reserve {position}{} belongs to {place_of} too.",
                    at(group)
                ),
            ),
            Self::FellFrom {
                from,
                group,
                position,
            } => (
                format!(
                    "Ingen väntar på platsen i {from}, som går över till reserv {position}{}.",
                    at(group)
                ),
                format!(
                    "Nobody waits for the place in {from}, which falls to reserve {position}{}.",
                    at(group)
                ),
            ),
            Self::JointPassedOver {
                group,
                position,
                members,
                places: count,
            } => {
                let count = places(language, *count);
                (
                    format!("Reserv {position}{} gicks förbi: de är {members} som vill antas tillsammans, och {count} är ledig.", at(group)).replace("platser är ledig", "platser är lediga"),
                    format!("Reserve {position}{} was passed over: they are {members} who want to be admitted together, and only {count} can be given.", at(group)),
                )
            }
            Self::NobodyWaits { group } => (
                format!("Ingen väntar på en plats{}.", at(group)),
                format!("Nobody waits for a place{}.", at(group)),
            ),
            Self::KeptForGroup {
                group,
                until: Some(until),
            } => (
                format!("Lediga platser{} hålls till och med {until}.", at(group)),
                format!(
                    "Free places{} are kept until and including {until}.",
                    at(group)
                ),
            ),
            Self::KeptForGroup { group, until: None } => (
                format!(
                    "Lediga platser{} hålls för dem som hör till gruppen.",
                    at(group)
                ),
                format!(
                    "Free places{} are kept for members of the group.",
                    at(group)
                ),
            ),
        };
        pick(language, sv, en)
    }
}

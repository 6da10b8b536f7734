//! Why an application was decided as it was: closed codes, each with a sentence for the receipt.

use super::words::{credits, in_group, pick, places};
use crate::person::Language;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// One reason. Merits are tenths of a högskolepoäng, counted as the group counts them; `group` is
/// the code of a group, empty where one group holds everybody.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "code", rename_all = "snake_case", deny_unknown_fields)]
pub enum Reason {
    /// A member of a group where everybody gets a place.
    Guarantee { group: String },
    /// Admitted by merit.
    MeritWithinPlaces {
        group: String,
        merit_tenths: i64,
        /// The lowest merit that was admitted in the group.
        last_admitted_tenths: i64,
    },
    /// Admitted by lottery: this place in line among those who competed for the group's places.
    DrawnWithinPlaces {
        group: String,
        rank: i64,
        places: i64,
    },
    /// Admitted in order of arrival.
    ArrivedWithinPlaces {
        group: String,
        rank: i64,
        places: i64,
    },
    /// Some with the same merit were admitted in the group and some were not.
    TicketDecidedTie {
        group: String,
        merit_tenths: i64,
        /// Whether the person was among those admitted.
        admitted: bool,
    },
    /// The place was another group's, which nobody there wanted.
    FellFrom { from: String, group: String },
    /// On the reserve list. Merits only where merit ranks; the last admitted only if anyone was.
    ListPosition {
        group: String,
        position: i64,
        merit_tenths: Option<i64>,
        last_admitted_tenths: Option<i64>,
    },
    /// Colleagues who applied together: decided as one, on the lowest merit and latest arrival.
    JointUnit { members: i64 },
    /// Those who applied together were passed over: fewer places were free than they are.
    JointNotRoom {
        group: String,
        members: i64,
        places: i64,
    },
    /// Those who applied together have no group in common, so they cannot be admitted together.
    JointNoCommonGroup { members: i64 },
    /// Eligible on a condition, which must be met before registration.
    Conditional,
    /// Does not meet the entry requirements.
    NotEligible,
    /// A member of no group.
    NoGroup,
}

impl Reason {
    /// The reason, to the person it is about.
    pub fn sentence(&self, language: Language) -> String {
        let at = |group: &str| in_group(language, group);
        let merit = |tenths: i64| credits(language, tenths);
        let (sv, en) = match self {
            Self::Guarantee { group } => (
                format!("Du är antagen{}: du har platsgaranti.", at(group)),
                format!(
                    "You are admitted{}: you have a guaranteed place.",
                    at(group)
                ),
            ),
            Self::MeritWithinPlaces {
                group,
                merit_tenths,
                last_admitted_tenths,
            } => {
                let (own, last) = (merit(*merit_tenths), merit(*last_admitted_tenths));
                (
                    format!(
                        "Du är antagen{}: din merit är {own}, den sista antagna hade {last}.",
                        at(group)
                    ),
                    format!(
                        "You are admitted{}: your merit is {own}, the last admitted had {last}.",
                        at(group)
                    ),
                )
            }
            Self::DrawnWithinPlaces {
                group,
                rank,
                places: count,
            } => {
                let count = places(language, *count);
                (
                    format!(
                        "Du är antagen{}: lottningen gav dig nummer {rank}, och det fanns {count}.",
                        at(group)
                    ),
                    format!(
                        "You are admitted{}: the lottery gave you number {rank}, and there were {count}.",
                        at(group)
                    ),
                )
            }
            Self::ArrivedWithinPlaces {
                group,
                rank,
                places: count,
            } => {
                let count = places(language, *count);
                (
                    format!(
                        "Du är antagen{}: du sökte som nummer {rank}, och det fanns {count}.",
                        at(group)
                    ),
                    format!(
                        "You are admitted{}: you applied as number {rank}, and there were {count}.",
                        at(group)
                    ),
                )
            }
            Self::TicketDecidedTie {
                merit_tenths,
                admitted,
                ..
            } => {
                let own = merit(*merit_tenths);
                let (sv, en) = if *admitted {
                    ("du fick plats", "you got a place")
                } else {
                    ("du fick inte plats", "you did not get a place")
                };
                (
                    format!(
                        "Fler hade {own} än det fanns platser till; lotten avgjorde, och {sv}."
                    ),
                    format!(
                        "More people had {own} than there were places for; the lottery decided, and {en}."
                    ),
                )
            }
            Self::FellFrom { from, group } => (
                format!(
                    "Platsen hörde till {from}, där den inte behövdes, och gick över till {group}."
                ),
                format!(
                    "The place belonged to {from}, where it was not needed, and fell to {group}."
                ),
            ),
            Self::ListPosition {
                group,
                position,
                merit_tenths,
                last_admitted_tenths,
            } => list_position(
                language,
                group,
                *position,
                *merit_tenths,
                *last_admitted_tenths,
            ),
            Self::JointUnit { members } => (
                format!(
                    "Ni är {members} som sökte tillsammans: den lägsta meriten och den senaste anmälan bland er gäller för alla, och ni har en gemensam lott."
                ),
                format!(
                    "You are {members} who applied together: the lowest merit and the latest application among you hold for all, and you share one ticket."
                ),
            ),
            Self::JointNotRoom {
                members,
                places: count,
                ..
            } => {
                let count = places(language, *count);
                (
                    format!(
                        "Ni är {members} som ville bli antagna tillsammans, men det fanns bara {count} kvar när turen kom till er."
                    ),
                    format!(
                        "You are {members} who wanted to be admitted together, but only {count} remained when your turn came."
                    ),
                )
            }
            Self::JointNoCommonGroup { members } => (
                format!(
                    "Ni är {members} som ville bli antagna tillsammans, men ni hör inte till någon gemensam grupp."
                ),
                format!(
                    "You are {members} who wanted to be admitted together, but you have no group in common."
                ),
            ),
            Self::Conditional => (
                "Du är behörig med villkor, som ska vara uppfyllt före registreringen.".to_owned(),
                "You are eligible on a condition, which must be met before registration."
                    .to_owned(),
            ),
            Self::NotEligible => (
                "Du är inte antagen: du uppfyller inte behörighetskraven.".to_owned(),
                "You are not admitted: you do not meet the entry requirements.".to_owned(),
            ),
            Self::NoGroup => (
                "Du är inte antagen: platserna är till för grupper som du inte hör till."
                    .to_owned(),
                "You are not admitted: the places are for groups that you do not belong to."
                    .to_owned(),
            ),
        };
        pick(language, sv, en)
    }
}

fn list_position(
    language: Language,
    group: &str,
    position: i64,
    merit: Option<i64>,
    last: Option<i64>,
) -> (String, String) {
    let at = in_group(language, group);
    let sv = format!("Du är reserv {position}{at}");
    let en = format!("You are number {position} on the reserve list{at}");
    let show = |tenths| credits(language, tenths);
    match (merit.map(show), last.map(show)) {
        (Some(own), Some(last)) => (
            format!("{sv}: din merit är {own}, den sista antagna hade {last}."),
            format!("{en}: your merit is {own}, the last admitted had {last}."),
        ),
        (Some(own), None) => (
            format!("{sv}: din merit är {own}."),
            format!("{en}: your merit is {own}."),
        ),
        _ => (format!("{sv}."), format!("{en}.")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_receipt_reads_as_people_speak() {
        let seventh = Reason::ListPosition {
            group: "TPAV".into(),
            position: 7,
            merit_tenths: Some(1_200),
            last_admitted_tenths: Some(1_505),
        };
        assert_eq!(
            seventh.sentence(Language::Sv),
            "Du är reserv 7 i TPAV: din merit är 120,0 hp, den sista antagna hade 150,5 hp."
        );
        assert_eq!(
            seventh.sentence(Language::En),
            "You are number 7 on the reserve list in TPAV: your merit is 120.0 credits, the last admitted had 150.5 credits."
        );
        let plain = Reason::ArrivedWithinPlaces {
            group: String::new(),
            rank: 1,
            places: 1,
        };
        assert_eq!(
            plain.sentence(Language::Sv),
            "Du är antagen: du sökte som nummer 1, och det fanns en plats."
        );
    }
}

//! What a selection decided: a line for everybody, and figures for each group.

use super::{
    compete::{Competition, Unit},
    policy::Method,
    reason::Reason,
    select::{Eligibility, Entrant},
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What became of an application.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum SelectionResult {
    /// Antagen.
    Admitted,
    /// Reservplacerad.
    Reserve,
    /// Struken.
    Refused,
}

/// The decision on one application.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Line {
    pub pseudonym: String,
    pub result: SelectionResult,
    /// The group in which the person was admitted or waits.
    pub group: Option<String>,
    /// Reserve number in that group, from 1; only for reserves.
    pub position: Option<i64>,
    /// Place, from 1, among the members of that group who have no place in another.
    pub rank: Option<i64>,
    /// The ticket (64 hexadecimal digits); none for those who did not compete.
    pub ticket: Option<String>,
    /// The deciding reason first.
    pub reasons: Vec<Reason>,
}

/// The figures of one group. `places + received − given − admitted` places are unfilled.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GroupResult {
    pub group: String,
    /// Places before any fell; for a guarantee, its members.
    pub places: i64,
    /// Places that fell from other groups.
    pub received: i64,
    /// Places that fell to other groups.
    pub given: i64,
    /// Persons.
    pub admitted: i64,
    pub reserves: i64,
    /// The lowest merit admitted (tenths); only where merit ranks.
    pub last_admitted_tenths: Option<i64>,
}

/// The decisions of a selection.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outcome {
    /// In the order declared.
    pub groups: Vec<GroupResult>,
    /// Places that belong to no group.
    pub unassigned: i64,
    /// Sorted by pseudonym.
    pub lines: Vec<Line>,
}

impl Outcome {
    /// How many have this result.
    pub fn count(&self, result: SelectionResult) -> usize {
        let has = |line: &&Line| line.result == result;
        self.lines.iter().filter(has).count()
    }

    /// The lines and figures of a competition that is over. `entrants` are sorted.
    pub(super) fn of(competition: &Competition<'_>, entrants: &[Entrant]) -> Self {
        let mut lines: Vec<Line> = entrants.iter().map(refused).collect();
        for unit in competition.units.iter().filter(|unit| unit.no_group()) {
            for &member in &unit.members {
                lines[member].reasons = vec![unplaceable(unit)];
            }
        }
        let groups = (0..competition.groups.len())
            .map(|group| write_group(competition, group, entrants, &mut lines))
            .collect();
        Self {
            groups,
            unassigned: competition.unassigned,
            lines,
        }
    }
}

fn refused(entrant: &Entrant) -> Line {
    Line {
        pseudonym: entrant.pseudonym.clone(),
        result: SelectionResult::Refused,
        group: None,
        position: None,
        rank: None,
        ticket: None,
        reasons: vec![Reason::NotEligible],
    }
}

fn unplaceable(unit: &Unit) -> Reason {
    if unit.members.len() > 1 {
        let members = unit.size();
        Reason::JointNoCommonGroup { members }
    } else {
        Reason::NoGroup
    }
}

/// Writes the lines of those who were admitted or wait in the group.
fn write_group(
    competition: &Competition<'_>,
    group: usize,
    entrants: &[Entrant],
    lines: &mut [Line],
) -> GroupResult {
    let last = competition.last_admitted(group);
    let tie = last.filter(|&last| {
        let waits =
            |unit: &Unit| unit.admitted.is_none() && unit.merit_in(competition, group) == last;
        competition.members(group).any(waits)
    });
    let (mut rank, mut position, mut admitted) = (0, 0, 0);
    let in_play = |unit: &&Unit| unit.admitted.is_none_or(|place| place.group == group);
    for unit in competition.members(group).filter(in_play) {
        let listed = unit.admitted.is_none() && competition.list_of(unit) == Some(group);
        for &member in &unit.members {
            rank += 1;
            if unit.admitted.is_none() && !listed {
                continue;
            }
            let line = &mut lines[member];
            if listed {
                position += 1;
                line.result = SelectionResult::Reserve;
                line.position = Some(position);
            } else {
                admitted += 1;
                line.result = SelectionResult::Admitted;
            }
            line.group = Some(competition.groups[group].code.clone());
            line.rank = Some(rank);
            line.ticket = Some(unit.ticket.to_hex());
            let facts = Facts {
                competition,
                unit,
                group,
                last,
                tie,
            };
            line.reasons = facts.reasons(rank, line.position);
            if entrants[member].eligibility == Eligibility::Conditional {
                line.reasons.push(Reason::Conditional);
            }
        }
    }
    GroupResult {
        group: competition.groups[group].code.clone(),
        places: competition.apportioned[group],
        received: competition.received[group],
        given: competition.given[group],
        admitted,
        reserves: position,
        last_admitted_tenths: last.filter(|_| competition.method == Method::Ranked),
    }
}

struct Facts<'a> {
    competition: &'a Competition<'a>,
    unit: &'a Unit,
    group: usize,
    /// The lowest merit admitted in the group.
    last: Option<i64>,
    /// The merit which some were admitted with and some were not.
    tie: Option<i64>,
}

impl Facts<'_> {
    fn reasons(&self, rank: i64, position: Option<i64>) -> Vec<Reason> {
        let ranked = self.competition.method == Method::Ranked;
        let merit_tenths = self.unit.merit_in(self.competition, self.group);
        let group = || self.competition.groups[self.group].code.clone();
        let guaranteed = self.competition.is_guarantee(self.group);
        let mut reasons = vec![match position {
            None => self.admitted(rank, merit_tenths),
            Some(position) => Reason::ListPosition {
                group: group(),
                position,
                merit_tenths: ranked.then_some(merit_tenths),
                last_admitted_tenths: self.last.filter(|_| ranked),
            },
        }];
        let passed = self.unit.passed.filter(|_| position.is_some());
        if ranked && !guaranteed && passed.is_none() && self.tie == Some(merit_tenths) {
            let admitted = position.is_none();
            reasons.push(Reason::TicketDecidedTie {
                group: group(),
                merit_tenths,
                admitted,
            });
        }
        if let Some(from) = self.unit.admitted.and_then(|place| place.fell_from) {
            let from = self.competition.groups[from].code.clone();
            reasons.push(Reason::FellFrom {
                from,
                group: group(),
            });
        }
        let members = self.unit.size();
        if members > 1 {
            reasons.push(Reason::JointUnit { members });
        }
        if let Some((passed, places)) = passed {
            let group = self.competition.groups[passed].code.clone();
            reasons.push(Reason::JointNotRoom {
                group,
                members,
                places,
            });
        }
        reasons
    }

    fn admitted(&self, rank: i64, merit_tenths: i64) -> Reason {
        let group = self.competition.groups[self.group].code.clone();
        let places = self.competition.places[self.group];
        if self.competition.is_guarantee(self.group) {
            return Reason::Guarantee { group };
        }
        match self.competition.method {
            Method::Ranked => Reason::MeritWithinPlaces {
                group,
                merit_tenths,
                last_admitted_tenths: self.last.unwrap_or(merit_tenths),
            },
            Method::Lottery => Reason::DrawnWithinPlaces {
                group,
                rank,
                places,
            },
            Method::FirstCome => Reason::ArrivedWithinPlaces {
                group,
                rank,
                places,
            },
        }
    }
}

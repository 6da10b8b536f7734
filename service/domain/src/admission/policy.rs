//! What an administrator declares about a channel: how people are ordered, and into which groups
//! the places are divided.

use crate::profession::ProfessionFamily;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// How people of the same group are ordered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Method {
    /// In order of arrival.
    #[default]
    FirstCome,
    /// Lottning: by ticket alone; the time of applying does not matter.
    Lottery,
    /// By merit, higher first; equal merits by ticket (HF 7:12–13; ORU: ties by lottery).
    Ranked,
}

/// Where a group's places come from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Places {
    /// Platsgaranti: every member gets a place. These places are taken from the total first, and
    /// may exceed it.
    Guarantee,
    /// So many places.
    Seats(i64),
    /// A share, in basis points (hundredths of a per cent: 3400 is 34 %), of what the guarantees and
    /// the fixed numbers leave.
    ShareBasisPoints(i64),
    /// What the other groups leave.
    #[default]
    Rest,
}

impl Places {
    pub(super) fn fixed(self) -> i64 {
        match self {
            Self::Seats(seats) => seats.max(0),
            _ => 0,
        }
    }

    pub(super) fn share(self) -> i64 {
        match self {
            Self::ShareBasisPoints(share) => share.max(0),
            _ => 0,
        }
    }
}

/// Who belongs to a group: those who meet every condition given. No condition: everybody.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Members {
    /// At least so many completed credits (tenths of a högskolepoäng).
    pub min_credits_tenths: Option<i64>,
    /// One of these families of professions; empty: any, and none.
    pub families: Vec<ProfessionFamily>,
    /// A student of one of these programmes (`LKP1Y`); empty: any, and none.
    pub programmes: Vec<String>,
    /// Only those who applied in time.
    pub on_time: bool,
}

/// What is known of a person where [`Members`] asks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Standing<'a> {
    /// Completed credits (tenths of a högskolepoäng); `None`: not known, which meets no condition.
    pub credits_tenths: Option<i64>,
    pub family: Option<ProfessionFamily>,
    /// Code of the programme the person is a student of.
    pub programme: Option<&'a str>,
    /// Applied no later than the last day of application.
    pub on_time: bool,
}

impl Members {
    /// Whether a person of this standing meets every condition.
    pub fn include(&self, standing: Standing<'_>) -> bool {
        let credits = self.min_credits_tenths.is_none_or(|least| {
            standing
                .credits_tenths
                .is_some_and(|credits| credits >= least)
        });
        let family = self.families.is_empty()
            || standing
                .family
                .is_some_and(|family| self.families.contains(&family));
        let programme = self.programmes.is_empty()
            || standing
                .programme
                .is_some_and(|code| self.programmes.iter().any(|wanted| wanted == code));
        credits && family && programme && (standing.on_time || !self.on_time)
    }
}

/// Urvalsgrupp (in a selection) or målgrupp (in a first-come channel).
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Group {
    /// Short name, shown to people: `TPAV`.
    pub code: String,
    #[serde(default)]
    pub title_sv: String,
    #[serde(default)]
    pub title_en: String,
    #[serde(default)]
    pub members: Members,
    #[serde(default)]
    pub places: Places,
    /// Merit above this counts as this (tenths of a högskolepoäng).
    #[serde(default)]
    pub merit_cap_tenths: Option<i64>,
    /// Last day (Stockholm) on which free places are kept for the group. See [`Policy::falls`].
    #[serde(default)]
    pub until: Option<Date>,
    /// To which groups places that nobody here wants fall, in this order.
    #[serde(default)]
    pub falls_to: Vec<String>,
}

/// How the places of a channel are given out. `{}` is plain first come, first served.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Policy {
    pub method: Method,
    /// Överintag: places given out above the channel's seats, at first admission only. A place that
    /// somebody leaves is offered on only when fewer than the seats are taken.
    pub overbook: i64,
    /// In the order in which they are filled. None: everybody in one group with the code "".
    pub groups: Vec<Group>,
}

impl Policy {
    /// The groups to compete in: those declared, or the one that holds everybody.
    pub fn effective_groups(&self) -> Vec<Group> {
        if self.groups.is_empty() {
            return vec![Group::default()];
        }
        self.groups.clone()
    }

    /// Codes of the groups a person of this standing belongs to, in the order declared.
    pub fn groups_of(&self, standing: Standing<'_>) -> Vec<String> {
        self.effective_groups()
            .into_iter()
            .filter(|group| group.members.include(standing))
            .map(|group| group.code)
            .collect()
    }

    /// Places to give out at first admission: the seats and the overbooking.
    pub fn total_places(&self, seats: i64) -> i64 {
        seats.max(0).saturating_add(self.overbook.max(0))
    }

    /// Whether the group's free places fall to others on this day: after its `until`. A group
    /// without `until` lets them fall at once in a selection, where everybody has applied, and
    /// never in a first-come channel, where more may come.
    pub fn falls(&self, group: &Group, on: Date) -> bool {
        match group.until {
            Some(until) => on > until,
            None => self.method != Method::FirstCome,
        }
    }

    /// To which groups free places of the group at `from` fall on this day, in order: those it names,
    /// then those that they name, and so on through groups that let places fall. A guarantee that
    /// names none lets them fall to all the others.
    pub(super) fn fall_order(&self, groups: &[Group], from: usize, on: Date) -> Vec<usize> {
        let mut order: Vec<usize> = Vec::new();
        let mut passing = vec![from];
        let mut next = 0;
        while let Some(&index) = passing.get(next) {
            next += 1;
            if !self.falls(&groups[index], on) {
                continue;
            }
            for to in targets(groups, index) {
                if to != from && !order.contains(&to) && groups[to].places != Places::Guarantee {
                    order.push(to);
                    passing.push(to);
                }
            }
        }
        order
    }

    /// The groups an advanced course at Örebro University is selected in (`domain.md`
    /// §2.3, S28):
    ///
    /// - **PG** (platsgaranti): students of these programmes who applied in time; left out if no
    ///   programme is given, since it would then hold everybody;
    /// - **TPAV**: those with at least 30 högskolepoäng, ranked by högskolepoäng up to 285;
    /// - **ÖS** (övriga behöriga sökande): the others; gets the places that TPAV leaves.
    pub fn orebro_advanced(guaranteed_programmes: Vec<String>) -> Self {
        let group = |code: &str, title_sv: &str, title_en: &str| Group {
            code: code.to_owned(),
            title_sv: title_sv.to_owned(),
            title_en: title_en.to_owned(),
            ..Group::default()
        };
        let others = "ÖS".to_owned();
        let guarantee = (!guaranteed_programmes.is_empty()).then(|| Group {
            members: Members {
                programmes: guaranteed_programmes,
                on_time: true,
                ..Members::default()
            },
            places: Places::Guarantee,
            falls_to: vec!["TPAV".to_owned(), others.clone()],
            ..group("PG", "Platsgaranti", "Guaranteed place")
        });
        let credits = Group {
            members: Members {
                min_credits_tenths: Some(300),
                ..Members::default()
            },
            merit_cap_tenths: Some(2_850),
            falls_to: vec![others.clone()],
            ..group(
                "TPAV",
                "Högskolepoäng, avancerad nivå",
                "Credits, second cycle",
            )
        };
        let rest = Group {
            places: Places::Seats(0),
            ..group(
                &others,
                "Övriga behöriga sökande",
                "Other eligible applicants",
            )
        };
        Self {
            method: Method::Ranked,
            overbook: 0,
            groups: guarantee.into_iter().chain([credits, rest]).collect(),
        }
    }
}

/// How many places each group has let fall, seen from how full the groups are. `short`: places below
/// what each group has, below 0 for more. What a group has too much is charged to the free places
/// of those whose places fall to it, in the order declared, so that nobody else's are used up.
pub(super) fn lent(short: &[i64], falls: impl Fn(usize, usize) -> bool) -> Vec<i64> {
    let mut lent = vec![0; short.len()];
    for (to, over) in short.iter().enumerate() {
        let mut over = over.saturating_neg().max(0);
        for from in 0..short.len() {
            let free = short[from].saturating_sub(lent[from]).max(0);
            if falls(from, to) {
                lent[from] += free.min(over);
                over -= free.min(over);
            }
        }
    }
    lent
}

fn targets(groups: &[Group], from: usize) -> Vec<usize> {
    let group = &groups[from];
    if group.places == Places::Guarantee && group.falls_to.is_empty() {
        return (0..groups.len()).collect();
    }
    let position = |code: &String| groups.iter().position(|group| group.code == *code);
    group.falls_to.iter().filter_map(position).collect()
}

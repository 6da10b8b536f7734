//! What is wrong with a policy: every fault, where it is, and a sentence about it.

use super::{
    apportion::WHOLE,
    policy::{Group, Method, Places, Policy},
    words::{pick, places},
};
use crate::{
    code::is_programme_code,
    limits::{GROUP_CODE_CHARS, LINE_CHARS, SEATS, SELECTION_GROUPS},
    person::Language,
};
use serde::Serialize;
use std::collections::HashSet;

/// One fault of a policy.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PolicyFault {
    /// Where: a JSON pointer (RFC 6901) into the policy; empty for the policy as a whole.
    pub pointer: String,
    #[serde(flatten)]
    pub kind: PolicyFaultKind,
}

/// What is wrong. Numbers are places unless said otherwise.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "code", rename_all = "snake_case")]
pub enum PolicyFaultKind {
    /// A number below 0.
    Negative { value: i64 },
    /// A number above the largest.
    TooLarge { value: i64, most: i64 },
    /// More groups than a channel may have.
    TooManyGroups { count: usize, most: usize },
    /// A group code that is empty, too long, or has spaces at its ends or control characters.
    BadGroupCode { most: usize },
    /// Another group has this code.
    DuplicateGroup { group: String },
    /// A title that is too long or has control characters.
    BadTitle { most: usize },
    /// No programme has a code like this.
    BadProgramme { programme: String },
    /// Places fall to a group that does not exist.
    UnknownGroup { group: String },
    /// Places fall to a guarantee, which has no list of people who wait.
    FallsToGuarantee { group: String },
    /// The fixed numbers are more than the seats.
    SeatsOver { sum: i64, seats: i64 },
    /// The shares are more than the whole (basis points).
    SharesOver { sum: i64 },
    /// A second group with the rest.
    SecondRest,
    /// No group gets these places: no group has the rest.
    PlacesWithoutGroup { places: i64 },
    /// The group has no places, and none ever fall to it: nobody can get in.
    NobodyCanEnter { group: String },
    /// A guarantee supposes that all applications are decided at once.
    GuaranteeInFirstCome,
}

impl PolicyFault {
    /// What is wrong, to the administrator who wrote the policy.
    pub fn sentence(&self, language: Language) -> String {
        use PolicyFaultKind as K;
        let (sv, en) = match &self.kind {
            K::Negative { value } => (
                format!("{value} är mindre än noll."),
                format!("{value} is below zero."),
            ),
            K::TooLarge { value, most } => (
                format!("{value} är för mycket; högst {most}."),
                format!("{value} is too much; {most} at most."),
            ),
            K::TooManyGroups { count, most } => (
                format!("{count} grupper är för många; högst {most}."),
                format!("{count} groups are too many; {most} at most."),
            ),
            K::BadGroupCode { most } => (
                format!("Gruppens kod ska ha 1–{most} tecken och inte börja eller sluta med mellanslag."),
                format!("The code of a group has 1–{most} characters and does not begin or end with a space."),
            ),
            K::DuplicateGroup { group } => (
                format!("Det finns redan en grupp med koden {group}."),
                format!("There is already a group with the code {group}."),
            ),
            K::BadTitle { most } => (
                format!("Namnet ska ha högst {most} tecken på en rad."),
                format!("The title has at most {most} characters, on one line."),
            ),
            K::BadProgramme { programme } => (
                format!("{programme} är ingen programkod; en sådan ser ut som LKP1Y."),
                format!("{programme} is not the code of a programme; one looks like LKP1Y."),
            ),
            K::UnknownGroup { group } => (
                format!("Det finns ingen grupp med koden {group}."),
                format!("There is no group with the code {group}."),
            ),
            K::FallsToGuarantee { group } => (
                format!("Platser kan inte gå över till {group}: alla med platsgaranti har redan plats."),
                format!("Places cannot fall to {group}: everybody with a guarantee has a place already."),
            ),
            K::SeatsOver { sum, seats } => (
                format!("Grupperna har {} tillsammans, kanalen har {seats}.", places(language, *sum)),
                format!("The groups have {} together, the channel has {seats}.", places(language, *sum)),
            ),
            K::SharesOver { sum } => (
                format!("Andelarna blir {},{:02} % tillsammans; högst 100 %.", sum / 100, sum % 100),
                format!("The shares add up to {}.{:02} %; 100 % at most.", sum / 100, sum % 100),
            ),
            K::SecondRest => (
                "Bara en grupp kan få resten av platserna.".to_owned(),
                "Only one group can have the rest of the places.".to_owned(),
            ),
            K::PlacesWithoutGroup { places: count } => (
                format!("Ingen grupp får {}; låt en grupp få resten.", places(language, *count)),
                format!("No group gets {}; let one group have the rest.", places(language, *count)),
            ),
            K::NobodyCanEnter { group } => (
                format!("Ingen kan bli antagen i {group}: gruppen har inga platser, och inga går över till den."),
                format!("Nobody can be admitted in {group}: it has no places, and none fall to it."),
            ),
            K::GuaranteeInFirstCome => (
                "Platsgaranti går inte ihop med att platserna ges i turordning; välj urval eller lottning.".to_owned(),
                "A guarantee does not go with first come, first served; choose ranking or lottery.".to_owned(),
            ),
        };
        pick(language, sv, en)
    }
}

impl Policy {
    /// Every fault, in the order of the policy; none: it can be used in a channel with so many
    /// seats.
    pub fn validate(&self, seats: i64) -> Vec<PolicyFault> {
        let mut found = Faults::default();
        found.number("/overbook", self.overbook, SEATS);
        if self.groups.len() > SELECTION_GROUPS {
            found.add(
                "/groups",
                PolicyFaultKind::TooManyGroups {
                    count: self.groups.len(),
                    most: SELECTION_GROUPS,
                },
            );
        }
        let mut codes = HashSet::new();
        for (index, group) in self.groups.iter().enumerate() {
            let at = format!("/groups/{index}");
            if !codes.insert(group.code.as_str()) {
                let group = group.code.clone();
                found.add(
                    format!("{at}/code"),
                    PolicyFaultKind::DuplicateGroup { group },
                );
            }
            found.group(&at, group);
            found.places(&at, index, self);
            found.falls(&at, index, self);
        }
        found.sums(self, seats);
        found.0
    }
}

#[derive(Default)]
struct Faults(Vec<PolicyFault>);

impl Faults {
    fn add(&mut self, pointer: impl Into<String>, kind: PolicyFaultKind) {
        self.0.push(PolicyFault {
            pointer: pointer.into(),
            kind,
        });
    }

    fn number(&mut self, pointer: &str, value: i64, most: i64) {
        if value < 0 {
            self.add(pointer, PolicyFaultKind::Negative { value });
        } else if value > most {
            self.add(pointer, PolicyFaultKind::TooLarge { value, most });
        }
    }

    /// What can be seen on the group alone.
    fn group(&mut self, at: &str, group: &Group) {
        if !is_line(&group.code, GROUP_CODE_CHARS) || group.code.is_empty() {
            let most = GROUP_CODE_CHARS;
            self.add(format!("{at}/code"), PolicyFaultKind::BadGroupCode { most });
        }
        for (field, title) in [("title_sv", &group.title_sv), ("title_en", &group.title_en)] {
            if !is_line(title, LINE_CHARS) {
                let most = LINE_CHARS;
                self.add(format!("{at}/{field}"), PolicyFaultKind::BadTitle { most });
            }
        }
        let most = i64::MAX;
        if let Some(least) = group.members.min_credits_tenths {
            self.number(&format!("{at}/members/min_credits_tenths"), least, most);
        }
        if let Some(cap) = group.merit_cap_tenths {
            self.number(&format!("{at}/merit_cap_tenths"), cap, most);
        }
        for (index, programme) in group.members.programmes.iter().enumerate() {
            if !is_programme_code(programme) {
                let programme = programme.clone();
                let pointer = format!("{at}/members/programmes/{index}");
                self.add(pointer, PolicyFaultKind::BadProgramme { programme });
            }
        }
    }

    fn places(&mut self, at: &str, index: usize, policy: &Policy) {
        let group = &policy.groups[index];
        let pointer = format!("{at}/places");
        match group.places {
            Places::Seats(value) => self.number(&format!("{pointer}/seats"), value, SEATS),
            Places::ShareBasisPoints(value) => {
                self.number(&format!("{pointer}/share_basis_points"), value, WHOLE);
            }
            Places::Rest if rests(&policy.groups[..index]) > 0 => {
                self.add(&pointer, PolicyFaultKind::SecondRest);
            }
            Places::Guarantee if policy.method == Method::FirstCome => {
                self.add(&pointer, PolicyFaultKind::GuaranteeInFirstCome);
            }
            Places::Guarantee | Places::Rest => {}
        }
        let none = matches!(group.places, Places::Seats(0) | Places::ShareBasisPoints(0));
        let receives =
            |other: &Group| other.code != group.code && other.falls_to.contains(&group.code);
        if none && !policy.groups.iter().any(receives) {
            let group = group.code.clone();
            self.add(pointer, PolicyFaultKind::NobodyCanEnter { group });
        }
    }

    fn falls(&mut self, at: &str, index: usize, policy: &Policy) {
        for (number, code) in policy.groups[index].falls_to.iter().enumerate() {
            let pointer = format!("{at}/falls_to/{number}");
            let group = code.clone();
            match policy.groups.iter().find(|group| group.code == *code) {
                None => self.add(pointer, PolicyFaultKind::UnknownGroup { group }),
                Some(to) if to.places == Places::Guarantee => {
                    self.add(pointer, PolicyFaultKind::FallsToGuarantee { group });
                }
                Some(_) => {}
            }
        }
    }

    /// What only all groups together can have wrong.
    fn sums(&mut self, policy: &Policy, seats: i64) {
        let all = || policy.groups.iter().map(|group| group.places);
        let sum = all().map(Places::fixed).fold(0, i64::saturating_add);
        let shares = all().map(Places::share).fold(0, i64::saturating_add);
        if sum > seats {
            self.add("/groups", PolicyFaultKind::SeatsOver { sum, seats });
        }
        if shares > WHOLE {
            self.add("/groups", PolicyFaultKind::SharesOver { sum: shares });
        }
        if policy.groups.is_empty() || rests(&policy.groups) > 0 || shares >= WHOLE {
            return;
        }
        let ties: [u8; 0] = [];
        let all: Vec<Places> = all().collect();
        let places = super::apportion(policy.total_places(seats), &all, &ties).unassigned;
        if places > 0 {
            self.add("/groups", PolicyFaultKind::PlacesWithoutGroup { places });
        }
    }
}

fn rests(groups: &[Group]) -> usize {
    let rest = |group: &&Group| group.places == Places::Rest;
    groups.iter().filter(rest).count()
}

fn is_line(text: &str, most: usize) -> bool {
    text.chars().count() <= most && text.trim() == text && !text.contains(char::is_control)
}

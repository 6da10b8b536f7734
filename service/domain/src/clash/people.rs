//! Who is busy, when, and by what.

use super::spans::{Minute, Spans};
use crate::{id::PersonId, person::Language, profession::ProfessionFamily};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Why somebody cannot come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Cause {
    /// An event in the timetable of the person's programme.
    Programme,
    /// A practicum week of the programme.
    Practicum,
    /// Another session here.
    Session,
    /// The person's own calendar, of which only that is known.
    Private,
    /// The person has said so.
    Stated,
}

impl Cause {
    pub const ALL: [Self; 5] = [
        Self::Programme,
        Self::Practicum,
        Self::Session,
        Self::Private,
        Self::Stated,
    ];

    pub fn code(self) -> &'static str {
        match self {
            Self::Programme => "programme",
            Self::Practicum => "practicum",
            Self::Session => "session",
            Self::Private => "private",
            Self::Stated => "stated",
        }
    }

    pub fn name(self, language: Language) -> &'static str {
        match (language, self) {
            (Language::Sv, Self::Programme) => "programmets schema",
            (Language::En, Self::Programme) => "the programme’s timetable",
            (Language::Sv, Self::Practicum) => "VFU",
            (Language::En, Self::Practicum) => "practicum",
            (Language::Sv, Self::Session) => "annat tillfälle här",
            (Language::En, Self::Session) => "another session here",
            (Language::Sv, Self::Private) => "egen kalender",
            (Language::En, Self::Private) => "own calendar",
            (Language::Sv, Self::Stated) => "har sagt att tiden inte går",
            (Language::En, Self::Stated) => "has said that the time does not suit",
        }
    }
}

/// Times that take up somebody's day. People of one programme share one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BusySet {
    pub cause: Cause,
    /// What it is: a programme's code, a course's; empty for what is private.
    pub label: String,
    pub spans: Spans,
}

/// A set of a [`People`], by its place there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SetIndex(u32);

/// One who should be able to come.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Member {
    pub person: PersonId,
    pub family: Option<ProfessionFamily>,
    /// Where the person works in a school, for its holidays.
    pub municipality: Option<String>,
    /// When the person cannot come.
    pub busy: Vec<SetIndex>,
    /// When the person would rather not.
    pub avoids: Vec<SetIndex>,
}

/// Everybody a question is about, and all their busy sets.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct People {
    sets: Vec<BusySet>,
    members: Vec<Member>,
}

/// Who cannot come to one time.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Blocked {
    /// In the order of the members, each with the sets that hinder.
    pub people: Vec<(PersonId, Vec<SetIndex>)>,
    /// Of each family that takes part: how many there are and how many cannot come.
    pub families: BTreeMap<Option<ProfessionFamily>, FamilyCount>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct FamilyCount {
    pub people: u32,
    pub blocked: u32,
}

impl FamilyCount {
    /// Whether nobody of the family can come.
    pub fn is_missing(self) -> bool {
        self.people > 0 && self.blocked == self.people
    }
}

impl People {
    /// Adds a set that members can then name.
    pub fn add_set(&mut self, set: BusySet) -> SetIndex {
        let index = u32::try_from(self.sets.len()).expect("fewer sets than 2³²");
        self.sets.push(set);
        SetIndex(index)
    }

    /// Adds a member. Sets must be of this `People`.
    pub fn add(&mut self, mut member: Member) {
        for list in [&mut member.busy, &mut member.avoids] {
            list.sort_unstable();
            list.dedup();
            list.retain(|set| (set.0 as usize) < self.sets.len());
        }
        self.members.push(member);
    }

    pub fn members(&self) -> &[Member] {
        &self.members
    }

    pub fn set(&self, index: SetIndex) -> &BusySet {
        &self.sets[index.0 as usize]
    }

    pub(super) fn sets(&self) -> &[BusySet] {
        &self.sets
    }

    /// Only some of the people, with the same sets.
    #[must_use]
    pub fn only(&self, mut keep: impl FnMut(&Member) -> bool) -> Self {
        let members = self.members.iter().filter(|member| keep(member)).cloned();
        Self {
            sets: self.sets.clone(),
            members: members.collect(),
        }
    }

    /// These people with further busy times of some of them; equal times become one set.
    #[must_use]
    pub fn with_busy(
        &self,
        cause: Cause,
        label: &str,
        further: impl IntoIterator<Item = (PersonId, Spans)>,
    ) -> Self {
        let mut people = self.clone();
        let mut shared: BTreeMap<Spans, SetIndex> = BTreeMap::new();
        let mut added: BTreeMap<PersonId, SetIndex> = BTreeMap::new();
        for (person, spans) in further {
            let set = shared.get(&spans).copied().unwrap_or_else(|| {
                let label = label.to_owned();
                let set = people.add_set(BusySet {
                    cause,
                    label,
                    spans: spans.clone(),
                });
                shared.insert(spans, set);
                set
            });
            added.insert(person, set);
        }
        for member in &mut people.members {
            member.busy.extend(added.get(&member.person));
        }
        people
    }

    /// Who cannot come from `from` until before `to`, and by what.
    pub fn blocked(&self, from: Minute, to: Minute) -> Blocked {
        let hit: Vec<bool> = self
            .sets
            .iter()
            .map(|set| set.spans.meets(from, to))
            .collect();
        let mut blocked = Blocked::default();
        for member in &self.members {
            let count = blocked.families.entry(member.family).or_default();
            count.people += 1;
            let by = member.busy.iter().filter(|set| hit[set.0 as usize]);
            let by: Vec<SetIndex> = by.copied().collect();
            if !by.is_empty() {
                count.blocked += 1;
                blocked.people.push((member.person, by));
            }
        }
        blocked
    }
}

impl SetIndex {
    pub(super) fn at(self) -> usize {
        self.0 as usize
    }
}

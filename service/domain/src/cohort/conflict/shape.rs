//! What a conflict comes down to, where it has one of the usual shapes.

use super::rules::Rule;
use super::words::Teller;
use crate::cohort::Instance;
use crate::cohort::breach::misfits;
use std::collections::BTreeSet;

/// The shape of a conflict, with the numbers that do not add up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Shape {
    /// More people than the cohorts take, all cohorts together.
    Seats { people: u64, places: u64 },
    /// These people can only be in these cohorts, and there are more of them than places.
    FewPlaces {
        people: Vec<u32>,
        cohorts: Vec<u32>,
        places: u64,
    },
    /// People who must share a cohort, and none that is open to all of them takes so many.
    TooManyTogether { people: Vec<u32> },
    /// The cohorts ask for more people than can be in them.
    FewPeople {
        cohorts: Vec<u32>,
        least: u64,
        people: u64,
    },
    /// The cohorts need more people of a kind than can be in them.
    FewOfAKind {
        cohorts: Vec<u32>,
        attr: String,
        value: i64,
        needed: u64,
        people: u64,
    },
    /// No two of these may meet, and there are fewer cohorts for them than there are of them.
    TooManyApart { people: Vec<u32>, cohorts: u64 },
    /// Rules about one person, or people who go together, that leave them no cohort.
    NoCohort { people: Vec<u32> },
    /// Anything else: the rules speak for themselves.
    Other,
}

/// The rules by kind.
#[derive(Default)]
struct Sorted<'a> {
    most: Vec<(u32, u64)>,
    least: Vec<(u32, u64)>,
    needs: Vec<(u32, &'a str, i64, u64)>,
    apart: Vec<(u32, u32)>,
    together: usize,
    /// Whom a rule of their own, a lock or a group is about.
    people: BTreeSet<u32>,
}

impl<'a> Sorted<'a> {
    fn of(rules: &'a [Rule]) -> Self {
        let mut sorted = Self::default();
        for rule in rules {
            match rule {
                Rule::AtMost { cohort, max } => sorted.most.push((*cohort, u64::from(*max))),
                Rule::AtLeast { cohort, min } => sorted.least.push((*cohort, u64::from(*min))),
                Rule::Need {
                    cohort,
                    attr,
                    value,
                    min,
                } => sorted.needs.push((*cohort, attr, *value, u64::from(*min))),
                Rule::Apart { participants } => sorted.apart.push(*participants),
                Rule::Together { .. } => {
                    sorted.together += 1;
                    sorted.people.extend(rule.people());
                }
                _ => sorted.people.extend(rule.people()),
            }
        }
        sorted
    }

    /// Which kinds of rules there are: most, least, needs, apart.
    fn kinds(&self) -> [bool; 4] {
        let kinds = [
            self.most.len(),
            self.least.len(),
            self.needs.len(),
            self.apart.len(),
        ];
        kinds.map(|count| count > 0)
    }
}

impl Shape {
    pub(super) fn of(instance: &Instance, rules: &[Rule]) -> Self {
        let sorted = Sorted::of(rules);
        let shape = match sorted.kinds() {
            [true, false, false, false] => Self::of_places(instance, &sorted),
            [false, true, false, false] => Self::of_minimums(instance, &sorted),
            [false, false, true, false] => Self::of_needs(instance, &sorted),
            [false, false, false, true] => Self::of_apart(instance, rules, &sorted),
            [false, false, false, false] => Some(Self::NoCohort {
                people: sorted.people.iter().copied().collect(),
            }),
            _ => None,
        };
        shape.unwrap_or(Self::Other)
    }

    fn of_places(instance: &Instance, sorted: &Sorted<'_>) -> Option<Self> {
        let places = sorted.most.iter().map(|most| most.1).sum();
        let people: Vec<u32> = sorted.people.iter().copied().collect();
        let all = instance.participants.len() as u64;
        if people.is_empty() {
            return (all > places).then_some(Self::Seats {
                people: all,
                places,
            });
        }
        let cohorts = sorted.most.iter().map(|most| most.0).collect();
        if people.len() as u64 > places {
            return Some(Self::FewPlaces {
                people,
                cohorts,
                places,
            });
        }
        let size = people.len() as u64;
        let too_big = sorted.most.iter().all(|most| most.1 < size);
        (too_big && sorted.together == 1).then_some(Self::TooManyTogether { people })
    }

    fn of_minimums(instance: &Instance, sorted: &Sorted<'_>) -> Option<Self> {
        let least: u64 = sorted.least.iter().map(|least| least.1).sum();
        let elsewhere = sorted.people.len();
        let people = (instance.participants.len() - elsewhere) as u64;
        (least > people).then(|| Self::FewPeople {
            cohorts: sorted.least.iter().map(|least| least.0).collect(),
            least,
            people,
        })
    }

    fn of_needs(instance: &Instance, sorted: &Sorted<'_>) -> Option<Self> {
        let &(_, attr, value, _) = sorted.needs.first()?;
        if sorted
            .needs
            .iter()
            .any(|need| (need.1, need.2) != (attr, value))
        {
            return None;
        }
        let needed: u64 = sorted.needs.iter().map(|need| need.3).sum();
        let able = (0u32..).zip(&instance.participants).filter(|(id, person)| {
            person.attribute(attr) == Some(value) && !sorted.people.contains(id)
        });
        let people = able.count() as u64;
        (needed > people).then(|| Self::FewOfAKind {
            cohorts: sorted.needs.iter().map(|need| need.0).collect(),
            attr: attr.to_owned(),
            value,
            needed,
            people,
        })
    }

    fn of_apart(instance: &Instance, rules: &[Rule], sorted: &Sorted<'_>) -> Option<Self> {
        let people: BTreeSet<u32> = sorted.apart.iter().flat_map(|&(a, b)| [a, b]).collect();
        let pairs = people.len() * people.len().saturating_sub(1) / 2;
        let strangers = sorted.people.difference(&people).next().is_some();
        if people.len() < 3 || sorted.apart.len() != pairs || strangers || sorted.together > 0 {
            return None;
        }
        // A cohort counts when the rules named leave it open to one of them.
        let open = |cohort: u32, id: u32| {
            let about = |rule: &&Rule| rule.people() == [id];
            rules.iter().filter(about).all(|rule| match rule {
                Rule::Locked { cohort: at, .. } => *at == cohort,
                rule => misfits(instance, id, cohort).all(|kind| kind != rule.hard_rule()),
            })
        };
        let cohorts = (0u32..).take(instance.cohorts.len());
        let cohorts = cohorts.filter(|&cohort| people.iter().any(|&id| open(cohort, id)));
        let cohorts = cohorts.count() as u64;
        (cohorts < people.len() as u64).then(|| Self::TooManyApart {
            people: people.into_iter().collect(),
            cohorts,
        })
    }

    /// Whether the rules have to be told as well.
    pub(super) fn needs_rules(&self) -> bool {
        matches!(
            self,
            Self::Other | Self::NoCohort { .. } | Self::TooManyTogether { .. }
        )
    }

    pub(super) fn sentence(&self, teller: &Teller<'_>) -> String {
        match self {
            Self::Seats { people, places } => {
                let missing = people - places;
                teller.say(
                    &format!(
                        "{people} personer ska placeras, men grupperna tar högst {places}: \
                         {missing} för få."
                    ),
                    &format!(
                        "{people} people are to be placed, but the cohorts take {places} at most: \
                         {missing} too few."
                    ),
                )
            }
            Self::FewPlaces {
                people,
                cohorts,
                places,
            } => {
                let (who, at, n) = (teller.people(people), teller.cohorts(cohorts), people.len());
                teller.say(
                    &format!("{n} personer kan bara vara i {at}, där {places} får plats: {who}."),
                    &format!("{n} people can only be in {at}, where {places} have room: {who}."),
                )
            }
            Self::TooManyTogether { people } => {
                let (who, n) = (teller.people(people), people.len());
                teller.say(
                    &format!("{who} ska vara i samma grupp, men ingen som de kan vara i tar {n}."),
                    &format!("{who} must share a cohort, but none that they can be in takes {n}."),
                )
            }
            Self::FewPeople {
                cohorts,
                least,
                people,
            } => {
                let at = teller.cohorts(cohorts);
                teller.say(
                    &format!("{at} ska ha minst {least} personer, men bara {people} kan vara där."),
                    &format!(
                        "At least {least} people are wanted in {at}, but only {people} can be there."
                    ),
                )
            }
            Self::FewOfAKind {
                cohorts,
                attr,
                value,
                needed,
                people,
            } => {
                let (at, what) = (teller.cohorts(cohorts), teller.value(attr, *value));
                teller.say(
                    &format!(
                        "{at} behöver minst {needed} med {what}, men bara {people} kan vara där."
                    ),
                    &format!(
                        "At least {needed} with {what} are needed in {at}, but only {people} can be there."
                    ),
                )
            }
            Self::TooManyApart { people, cohorts } => {
                let (who, n) = (teller.people(people), people.len());
                teller.say(
                    &format!("{who} får inte mötas och behöver {n} grupper, men {cohorts} finns för dem."),
                    &format!("{who} must not meet and need {n} cohorts, but there are {cohorts} for them."),
                )
            }
            Self::NoCohort { people } => {
                let who = teller.people(people);
                teller.say(
                    &format!("Ingen grupp är möjlig för {who}:"),
                    &format!("No cohort is possible for {who}:"),
                )
            }
            Self::Other => teller.say(
                "De här reglerna går inte att hålla samtidigt:",
                "These rules cannot be kept at the same time:",
            ),
        }
    }
}

//! Why there is no division that keeps every rule: the smallest set of rules in each other's way,
//! and which ones to drop.
//!
//! A set of rules is a conflict only if that is proven: a person or group that no cohort is open
//! to, people who need a cohort each where there are too few, a flow of people into cohorts that
//! falls short (by Hall's and Hoffman's theorems its cut names the people and cohorts), or a
//! search that has tried everything. From there every rule is left out that can be, so that what
//! remains is a conflict and none of its parts is. Where none of the proofs settles it within the
//! effort allowed the answer is [`Verdict::Unknown`], not a guess.
//!
//! Own code and no constraint solver from elsewhere: the questions are small once they are asked
//! of the right few rules, and the crates that could answer them bring a clock and a random source
//! into the crate of rules.

mod clique;
mod dealt;
mod flow;
mod frame;
mod minimise;
mod oracle;
mod poured;
mod problem;
mod relax;
mod rules;
mod search;
mod shape;
mod state;
mod view;
mod words;

use super::instance::{Assignment, Instance};
use super::score::int;
use oracle::{Answer, Oracle};
use rules::Atom;
pub use rules::Rule;
use schemars::JsonSchema;
use serde::Serialize;
use std::collections::BTreeSet;
pub use words::{Names, Positions};

/// How hard to look. The same options give the same answer, on every machine.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ConflictOptions {
    /// Steps in all (an edge of a flow, a cohort looked at), about ten million a second.
    pub effort: u64,
    /// One question may use this share of what is left: 1 in …
    pub questions: u64,
    /// Changes that local search tries on a question where it is asked for a division.
    pub iterations: u64,
    pub seed: u64,
}

impl Default for ConflictOptions {
    fn default() -> Self {
        Self {
            effort: 600_000_000,
            questions: 4,
            iterations: 400_000,
            seed: 1,
        }
    }
}

/// What is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// There is no division that keeps every rule; the rules named show it.
    Proven,
    /// There is one: [`Conflict::division`].
    Possible,
    /// None was found, and that there is none is not proven.
    Unknown,
}

/// Why there is no division.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Conflict {
    pub verdict: Verdict,
    /// Rules that cannot all be kept. Empty unless proven.
    pub rules: Vec<Rule>,
    /// It is certain of each of these rules that without it the others could be kept.
    pub minimal: bool,
    /// Everybody and every cohort that the rules are about (positions).
    pub people: Vec<u32>,
    pub cohorts: Vec<u32>,
    /// What to drop for all other rules to be kept. `None` if that is not known.
    pub relaxation: Option<Relaxation>,
    /// A division that keeps every rule, if there turned out to be one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub division: Option<Assignment>,
}

/// The fewest rules to drop, and what is then possible.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Relaxation {
    pub drop: Vec<Rule>,
    /// Where the rule dropped is a number (most, least, needed): the nearest number that would
    /// do, in the order of `drop`. `None` for other rules and where it is not known.
    pub enough: Vec<Option<u32>>,
    /// Rules each of which could be dropped instead, alone.
    pub instead: Vec<Rule>,
    /// A division that keeps every other rule.
    pub division: Assignment,
    /// Further conflicts: there was more than one.
    pub other_conflicts: Vec<Vec<Rule>>,
}

/// The effort was used up before the answer was known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Spent;

/// Steps that are left.
#[derive(Debug, Clone, Copy)]
struct Effort(u64);

impl Effort {
    /// `None` when there are no more.
    fn spend(&mut self, steps: usize) -> Option<()> {
        self.0 = self.0.checked_sub(steps as u64 + 1)?;
        Some(())
    }

    /// A share of what is left, taken out; what is not used is given back.
    fn part(&mut self, of: u64) -> Self {
        let share = self.0 / of.max(1);
        self.0 -= share;
        Self(share)
    }

    fn take_back(&mut self, rest: Self) {
        self.0 += rest.0;
    }
}

/// Why `instance`, which must be valid, has no division that keeps every rule; or that it has one.
pub fn conflict(instance: &Instance, options: &ConflictOptions) -> Conflict {
    let all = Atom::all(instance);
    let mut oracle = Oracle::new(instance, options);
    let named = |rules: &[Atom]| {
        rules
            .iter()
            .map(|atom| atom.rule(instance))
            .collect::<Vec<_>>()
    };
    let nothing = Conflict {
        verdict: Verdict::Unknown,
        rules: Vec::new(),
        minimal: false,
        people: Vec::new(),
        cohorts: Vec::new(),
        relaxation: None,
        division: None,
    };
    let rules = match oracle.divide(&all) {
        Answer::Unknown => return nothing,
        Answer::Possible(division) => {
            return Conflict {
                verdict: Verdict::Possible,
                division: Some(division),
                ..nothing
            };
        }
        Answer::Impossible(rules) => minimise::believed(&mut oracle, rules, all.clone()),
    };
    let (first, minimal) = minimise::minimise(&mut oracle, rules);
    let relaxation = relax::relax(&mut oracle, &all, &first).map(|dropped| Relaxation {
        enough: dropped
            .rules
            .iter()
            .map(|&atom| enough(instance, options, &all, &dropped.rules, atom))
            .collect(),
        drop: named(&dropped.rules),
        instead: named(&dropped.instead),
        division: dropped.division,
        other_conflicts: dropped.others.iter().map(|rules| named(rules)).collect(),
    });
    let rules = named(&first);
    let people: BTreeSet<u32> = rules.iter().flat_map(Rule::people).collect();
    let cohorts: BTreeSet<u32> = rules.iter().flat_map(Rule::cohorts).collect();
    Conflict {
        verdict: Verdict::Proven,
        rules,
        minimal,
        people: people.into_iter().collect(),
        cohorts: cohorts.into_iter().collect(),
        relaxation,
        division: None,
    }
}

/// The number nearest to what the rule says with which it need not be dropped altogether, the
/// others in `dropped` being dropped.
fn enough(
    instance: &Instance,
    options: &ConflictOptions,
    all: &[Atom],
    dropped: &[Atom],
    atom: Atom,
) -> Option<u32> {
    let (from, to) = match atom {
        Atom::AtMost(c) => {
            let people = u32::try_from(int(instance.participants.len())).ok()?;
            (instance.cohorts[c as usize].max, people)
        }
        Atom::AtLeast(c) => (instance.cohorts[c as usize].min, 0),
        Atom::Need(c, number) => {
            let needs = &instance.cohorts[c as usize].needs;
            (needs[number as usize].min, 0)
        }
        _ => return None,
    };
    let kept: Vec<Atom> = all
        .iter()
        .filter(|other| **other == atom || !dropped.contains(other))
        .copied()
        .collect();
    let options = ConflictOptions {
        effort: options.effort / 10,
        ..*options
    };
    // `far` is possible, `near` is not: they close in on each other.
    let (mut near, mut far) = (from, to);
    while near.abs_diff(far) > 1 {
        let middle = near.midpoint(far);
        let mut new = instance.clone();
        match atom {
            Atom::AtMost(c) => new.cohorts[c as usize].max = middle,
            Atom::AtLeast(c) => new.cohorts[c as usize].min = middle,
            Atom::Need(c, number) => {
                new.cohorts[c as usize].needs[number as usize].min = middle;
            }
            _ => return None,
        }
        match Oracle::new(&new, &options).ask(&kept) {
            Answer::Possible(_) => far = middle,
            Answer::Impossible(_) => near = middle,
            Answer::Unknown => return None,
        }
    }
    Some(far)
}

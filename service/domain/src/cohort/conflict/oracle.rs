//! Whether a set of rules can be kept at all: yes, with a division; no, with rules that show it;
//! or not known.

use super::clique::{cliques, crowded_out};
use super::frame::Frame;
use super::problem::Problem;
use super::rules::Atom;
use super::search::Search;
use super::state::with_locks;
use super::view::View;
use super::{ConflictOptions, Effort, Spent};
use crate::cohort::breach::breaches;
use crate::cohort::{Assignment, Instance, SolveOptions, solve};
use std::collections::BTreeSet;

/// With more units than this that no flow can place, local search goes first.
const UNITS_TRIED_FIRST: usize = 60;

/// What is known of a set of rules.
#[derive(Debug, Clone)]
pub(super) enum Answer {
    /// This division keeps them all.
    Possible(Assignment),
    /// No division does, and these of them alone are enough to show it.
    Impossible(Vec<Atom>),
    Unknown,
}

/// Asks about sets of rules of one instance.
pub(super) struct Oracle<'a> {
    frame: Frame<'a>,
    options: &'a ConflictOptions,
    pub(super) effort: Effort,
}

impl<'a> Oracle<'a> {
    pub(super) fn new(instance: &'a Instance, options: &'a ConflictOptions) -> Self {
        Self {
            frame: Frame::new(instance),
            options,
            effort: Effort(options.effort),
        }
    }

    /// Whether the rules can be kept. The division in the answer is empty: [`Self::divide`] gives
    /// it, which takes time on large instances.
    pub(super) fn ask(&mut self, kept: &[Atom]) -> Answer {
        // Where it costs little, every yes is checked.
        if cfg!(debug_assertions) && self.frame.class_of.len() < 100 {
            return self.divide(kept);
        }
        self.try_all(kept, false).unwrap_or(Answer::Unknown)
    }

    /// Whether the rules can be kept, with a division that does, if so.
    pub(super) fn divide(&mut self, kept: &[Atom]) -> Answer {
        let answer = self.try_all(kept, true).unwrap_or(Answer::Unknown);
        if let Answer::Possible(division) = &answer {
            // Nothing is called possible that the scorer does not find so.
            let rules = only(self.frame.instance, kept);
            if !breaches(&rules, division).is_empty() {
                debug_assert!(false, "a division that breaks rules: {kept:?}");
                return Answer::Unknown;
            }
        }
        answer
    }

    /// From the cheapest proof to the dearest.
    fn try_all(&mut self, kept: &[Atom], wanted: bool) -> Option<Answer> {
        self.effort.spend(kept.len() + self.frame.class_of.len())?;
        let problem = Problem::new(&self.frame, kept);
        let state = match with_locks(&problem) {
            Ok(state) => state,
            Err(rules) => return Some(Answer::Impossible(rules)),
        };
        for clique in cliques(&problem) {
            self.effort
                .spend(clique.len() * self.frame.class_of.len())?;
            if let Some(rules) = crowded_out(&problem, &state, &clique) {
                return Some(Answer::Impossible(rules));
            }
        }
        let views = View::each(&problem);
        for view in &views {
            let poured = view.pour(&problem, &state, &mut self.effort)?;
            if !poured.all {
                return Some(Answer::Impossible(poured.rules(view, &problem, &state)));
            }
        }
        let search = Search::new(&problem, state, views, wanted);
        let many = search.hard_units() > UNITS_TRIED_FIRST;
        if many
            && let Some(division) =
                look_around(self.frame.instance, self.options, kept, &mut self.effort)
        {
            return Some(Answer::Possible(division));
        }
        // One question may not use up what there is for all of them.
        let mut share = self.effort.part(self.options.questions);
        let found = search.run(&mut share);
        self.effort.take_back(share);
        match found {
            Ok(Some(division)) => Some(Answer::Possible(division)),
            Ok(None) => Some(Answer::Impossible(kept.to_vec())),
            Err(Spent) if many => None,
            Err(Spent) => {
                let (instance, options) = (self.frame.instance, self.options);
                look_around(instance, options, kept, &mut self.effort).map(Answer::Possible)
            }
        }
    }
}

/// The usual search, on the rules alone.
fn look_around(
    instance: &Instance,
    options: &ConflictOptions,
    kept: &[Atom],
    effort: &mut Effort,
) -> Option<Assignment> {
    let mut rules = only(instance, kept);
    rules.criteria.clear();
    let (seed, iterations) = (options.seed, options.iterations);
    effort.spend(usize::try_from(iterations / 4).unwrap_or(usize::MAX))?;
    let solution = solve(&rules, &SolveOptions { seed, iterations }, |_| true).ok()?;
    (solution.score.hard_total() == 0).then_some(solution.assignment)
}

/// The instance with these of its rules and no others.
pub(super) fn only(instance: &Instance, kept: &[Atom]) -> Instance {
    let kept: BTreeSet<Atom> = kept.iter().copied().collect();
    let has = |atom| kept.contains(&atom);
    let people = u32::try_from(instance.participants.len()).unwrap_or(u32::MAX);
    let mut new = instance.clone();
    for (id, home) in (0u32..).zip(&mut new.cohorts) {
        if !has(Atom::AtLeast(id)) {
            home.min = 0;
        }
        if !has(Atom::AtMost(id)) {
            home.max = people.max(home.min);
        }
        let mut number = 0;
        home.needs.retain(|_| {
            number += 1;
            has(Atom::Need(id, number - 1))
        });
    }
    for (id, person) in (0u32..).zip(&mut new.participants) {
        person.locked = person.locked.filter(|_| has(Atom::Locked(id)));
        person.modality_strict &= has(Atom::Modality(id));
        person.languages = person.languages.filter(|_| has(Atom::Language(id)));
        person.protected &= has(Atom::Protected(id));
        if !has(Atom::Available(id)) {
            person.cannot = 0;
        }
    }
    let mut number = 0;
    new.together.retain(|_| {
        number += 1;
        has(Atom::Together(number - 1))
    });
    let mut number = 0;
    new.apart.retain(|_| {
        number += 1;
        has(Atom::Apart(number - 1))
    });
    new
}

//! What would be if: people leave or come, are moved or locked, or something weighs more. Writes
//! nothing.

use super::{
    content::{PlanContent, unseal},
    naming::{Names, name_schools},
    plan_row,
    propose::refused,
    request::{Lock, Stop},
    search::Place,
};
use crate::{
    app::App,
    error::{Error, Result, Text},
    usecase::{Caller, Permission},
};
use samverkan_domain::{
    cohort::{BrokenRule, CohortExplanation, Judged, PlanInput, Score, judge, plan},
    id::{CohortId, CohortPlanId, OfferingId, PersonId},
    person::Language,
    profession::ProfessionFamily,
};
use std::collections::{BTreeMap, BTreeSet};

/// Changes to try when placing newcomers only: they are few.
const NEWCOMER_ITERATIONS: u64 = 200_000;

/// Somebody who might come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Newcomer {
    Known(PersonId),
    /// Nobody in particular, of a family.
    Of(ProfessionFamily),
}

/// What to suppose.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct WhatIfRequest {
    pub add: Vec<Newcomer>,
    pub drop: Vec<PersonId>,
    pub moves: Vec<Lock>,
    pub locks: Vec<Lock>,
    pub weights: Vec<(String, i64)>,
    /// Also search for the best division of those who are left.
    pub rebalance: bool,
    pub stop: Stop,
}

/// One who would be in another cohort than in the plan, or in one at all.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Affected {
    /// Missing for somebody who is only supposed.
    pub person: Option<PersonId>,
    pub name: Text,
    pub from: Option<String>,
    pub to: String,
}

/// How it would be.
#[derive(Debug, Clone)]
pub struct After {
    pub score: Score,
    /// Rules that would be broken, in words.
    pub broken: Vec<Text>,
    pub affected: Vec<Affected>,
    /// People who would be the only one of their family in their cohort and were not.
    pub alone: Vec<String>,
    pub cohorts: Vec<CohortExplanation>,
}

/// A supposition and what comes of it.
#[derive(Debug, Clone)]
pub struct WhatIf {
    pub before: Score,
    pub cohorts: Vec<CohortExplanation>,
    /// With nobody else moved.
    pub after: After,
    /// With everybody free to move, if that was asked for.
    pub rebalanced: Option<After>,
}

/// Everything a supposition is told from.
pub(super) struct Supposed {
    content: PlanContent,
    pub(super) input: PlanInput,
    pub(super) places: BTreeMap<PersonId, CohortId>,
    /// Those supposed, and what to call them.
    pub(super) nobodies: BTreeMap<PersonId, Text>,
    names: Names,
}

pub async fn what_if(
    app: &App,
    caller: &Caller,
    id: CohortPlanId,
    wanted: &WhatIfRequest,
) -> Result<WhatIf> {
    caller.require(Permission::EditCohorts)?;
    let mut tx = app.read().await?;
    let row = plan_row(&mut tx, id).await?;
    let names = Names::load(&mut tx, caller, OfferingId(row.offering_id)).await?;
    let mut supposed = Supposed::new(unseal(&row)?, names);
    supposed.suppose(&mut tx, wanted).await?;
    drop(tx);
    // Only judging what is supposed keeps no processor busy, so it never has to wait for searches.
    let place = if wanted.rebalance || !wanted.add.is_empty() {
        Some(Place::take(app, caller, None, wanted.stop)?)
    } else {
        None
    };
    let wanted = wanted.clone();
    let mut found = match place {
        Some(place) => {
            let thought = place.think(move |place| supposed.outcome(&wanted, Some(place)));
            thought.await??
        }
        None => {
            let judged = tokio::task::spawn_blocking(move || supposed.outcome(&wanted, None));
            judged.await.map_err(Error::internal)??
        }
    };
    let mut tx = app.read().await?;
    name_schools(&mut tx, &mut found.cohorts).await?;
    name_schools(&mut tx, &mut found.after.cohorts).await?;
    if let Some(after) = &mut found.rebalanced {
        name_schools(&mut tx, &mut after.cohorts).await?;
    }
    Ok(found)
}

impl Supposed {
    fn new(content: PlanContent, names: Names) -> Self {
        let input = content.input.clone();
        let places = content.plan.places.iter().copied().collect();
        Self {
            content,
            input,
            places,
            nobodies: BTreeMap::new(),
            names,
        }
    }

    fn outcome(mut self, wanted: &WhatIfRequest, place: Option<&Place>) -> Result<WhatIf> {
        if !wanted.add.is_empty() {
            self.place_newcomers()?;
        }
        let judged = self.judged(&self.places)?;
        let after = self.after(judged, &self.places);
        let rebalanced = if wanted.rebalance {
            Some(self.rebalanced(wanted, place)?)
        } else {
            None
        };
        Ok(WhatIf {
            before: self.content.plan.score.clone(),
            cohorts: self.content.plan.cohorts.clone(),
            after,
            rebalanced,
        })
    }

    fn place_newcomers(&mut self) -> Result<()> {
        let mut input = self.input.clone();
        input.only_newcomers = true;
        input.iterations = NEWCOMER_ITERATIONS;
        for person in &mut input.people {
            person.previous = self.places.get(&person.person).copied();
        }
        for cohort in &mut input.cohorts {
            // Somebody may just have been supposed to leave.
            cohort.min = 0;
        }
        let found =
            plan(&input, None, |_| true).map_err(|refusal| refused(&refusal, &self.names))?;
        self.places = found.places.into_iter().collect();
        Ok(())
    }

    fn rebalanced(&self, wanted: &WhatIfRequest, place: Option<&Place>) -> Result<After> {
        let mut input = self.input.clone();
        input.iterations = wanted.stop.iterations.unwrap_or(0);
        for person in &mut input.people {
            // What it changes, it changes against this plan.
            person.previous = self.content.place_of(person.person);
        }
        let found = plan(&input, None, |progress| {
            place.is_none_or(|place| place.go_on(progress))
        });
        let found = found.map_err(|refusal| refused(&refusal, &self.names))?;
        let places = found.places.into_iter().collect();
        let judged = self.judged(&places)?;
        Ok(self.after(judged, &places))
    }

    fn judged(&self, places: &BTreeMap<PersonId, CohortId>) -> Result<Judged> {
        let places: Vec<_> = places.iter().map(|(p, c)| (*p, *c)).collect();
        judge(&self.input, &places).map_err(|refusal| refused(&refusal, &self.names))
    }

    fn after(&self, judged: Judged, places: &BTreeMap<PersonId, CohortId>) -> After {
        let code = |cohort| self.content.cohort_code(cohort);
        let mut affected = Vec::new();
        for (person, cohort) in places {
            let from = self.content.place_of(*person);
            if from != Some(*cohort) {
                affected.push(Affected {
                    person: Some(*person).filter(|p| !self.nobodies.contains_key(p)),
                    name: self.name(*person),
                    from: from.map(code),
                    to: code(*cohort),
                });
            }
        }
        After {
            alone: self.newly_alone(places),
            score: judged.score,
            broken: self.broken(&judged.broken),
            affected,
            cohorts: judged.cohorts,
        }
    }

    fn name(&self, person: PersonId) -> Text {
        let supposed = self.nobodies.get(&person).cloned();
        supposed.unwrap_or_else(|| {
            let name = self.names.of(person);
            Text::new(name.clone(), name)
        })
    }

    /// Who is protected, and from what, is said to nobody: such a rule is only counted.
    fn broken(&self, rules: &[BrokenRule]) -> Vec<Text> {
        let naming = |language| {
            move |person: PersonId| {
                let name = self.name(person);
                if language == Language::Sv {
                    name.sv
                } else {
                    name.en
                }
            }
        };
        let said = rules.iter().map(|rule| {
            if rule.rule == samverkan_domain::cohort::HardRule::Protected {
                return Text::new(
                    "Någon hamnar i en grupp som inte är öppen för alla.",
                    "Somebody ends up in a cohort that is not open to everybody.",
                );
            }
            Text::new(
                rule.sentence(Language::Sv, &naming(Language::Sv)),
                rule.sentence(Language::En, &naming(Language::En)),
            )
        });
        said.collect()
    }

    fn newly_alone(&self, places: &BTreeMap<PersonId, CohortId>) -> Vec<String> {
        let family = |person: &PersonId| {
            let people = self.input.people.iter().chain(&self.content.input.people);
            people
                .clone()
                .find(|p| p.person == *person)
                .and_then(|p| p.family)
        };
        let lonely = |places: &BTreeMap<PersonId, CohortId>| -> BTreeSet<PersonId> {
            let mut here: BTreeMap<_, Vec<PersonId>> = BTreeMap::new();
            let mut all: BTreeMap<_, usize> = BTreeMap::new();
            for (person, cohort) in places {
                if let Some(family) = family(person) {
                    here.entry((*cohort, family)).or_default().push(*person);
                    *all.entry(family).or_default() += 1;
                }
            }
            let alone = here
                .into_iter()
                .filter(|((_, f), who)| who.len() == 1 && all[f] > 1);
            alone.flat_map(|(_, who)| who).collect()
        };
        let before = self.content.plan.places.iter().copied().collect();
        let new = &lonely(places) - &lonely(&before);
        new.into_iter()
            .filter(|person| !self.nobodies.contains_key(person))
            .map(|person| self.names.of(person))
            .collect()
    }
}

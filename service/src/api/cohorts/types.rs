//! Plans on the wire.

use crate::{
    api::types::{CohortKind, Family, Instant, Language as WireLanguage, WorkplacePolicy},
    usecase::cohorts::PlanView,
};
use poem_openapi::Object;
use samverkan_domain::{
    cohort::{CohortExplanation, FamilyCount, Times},
    person::Language,
};
use std::collections::BTreeMap;
use uuid::Uuid;

/// How many of a family there are.
#[derive(Debug, Object)]
pub struct FamilyShare {
    pub family: Family,
    /// What the family is called.
    pub label: String,
    pub count: i64,
}

/// How good a partition is: no hard violation, and few soft points.
#[derive(Debug, Object)]
pub struct Score {
    /// Hard rules broken.
    pub hard: i64,
    /// Soft points; 0 is perfect.
    pub soft: i64,
    /// Points per criterion.
    pub criteria: BTreeMap<String, i64>,
}

/// A proposed partition (förslag till gruppindelning).
#[derive(Debug, Object)]
#[oai(skip_serializing_if_is_none)]
pub struct CohortPlan {
    pub id: Uuid,
    pub offering: Uuid,
    pub set_name: String,
    pub kind: CohortKind,
    /// `proposed`, `committed` or `discarded`.
    pub state: String,
    pub seed: u64,
    pub workplaces: WorkplacePolicy,
    /// What everything weighed, by name.
    pub weights: BTreeMap<String, i64>,
    pub score: Score,
    /// `optimal`, `feasible` or, for what was in force once, `infeasible`.
    pub status: String,
    /// No partition of these people costs fewer points, as far as is known.
    pub bound: Option<i64>,
    /// How far from the best possible, in words.
    pub quality: String,
    pub cohorts: Vec<PlannedCohort>,
    pub people: Vec<PlannedPerson>,
    /// How many change cohort against those in force.
    pub moves: i64,
    /// The committed plan that this one undoes.
    pub undoes: Option<Uuid>,
    pub created_at: Instant,
    pub revision: i64,
}

/// A plan in a list.
#[derive(Debug, Object)]
#[oai(skip_serializing_if_is_none)]
pub struct CohortPlanSummary {
    pub id: Uuid,
    pub set_name: String,
    pub kind: CohortKind,
    /// `proposed`, `committed` or `discarded`.
    pub state: String,
    pub seed: u64,
    pub score: Score,
    pub bound: Option<i64>,
    /// How far from the best possible, in words.
    pub quality: String,
    pub cohorts: i64,
    pub people: i64,
    /// How many change cohort against those in force.
    pub moves: i64,
    pub undoes: Option<Uuid>,
    pub created_at: Instant,
    pub revision: i64,
}

/// A cohort of a plan.
#[derive(Debug, Object)]
#[oai(skip_serializing_if_is_none)]
pub struct PlannedCohort {
    pub code: String,
    pub size: u32,
    /// Soft points of this cohort alone.
    pub points: i64,
    /// Weekly times at which it meets, such as `mon10`.
    pub meets: Vec<String>,
    pub language: Option<WireLanguage>,
    /// The profession family it is for, in expert groups.
    pub family: Option<Family>,
    pub mix: Vec<FamilyShare>,
    /// Names of those who lead the cohort in force with this code.
    pub facilitators: Vec<String>,
    /// What is not as wished, most important first.
    pub problems: Vec<String>,
    /// Meetings a week at times that members would rather avoid.
    pub clashes: i64,
    /// Why it looks as it does.
    pub explanation: String,
}

/// A person in a plan.
#[derive(Debug, Object)]
#[oai(skip_serializing_if_is_none)]
pub struct PlannedPerson {
    pub person: Uuid,
    /// Name, or alias.
    pub name: String,
    /// Code of the cohort.
    pub cohort: String,
    /// Held there.
    pub locked: bool,
    /// Code of the cohort in force, if it is another.
    pub moved_from: Option<String>,
    /// Why here, and what the next best place would cost. Missing for who is explained to nobody.
    pub explanation: Option<String>,
}

/// Somebody who changes cohort, or gets one.
#[derive(Debug, Object)]
#[oai(skip_serializing_if_is_none)]
pub struct MovedPerson {
    /// Missing for somebody who is only supposed.
    pub person: Option<Uuid>,
    /// Name, or alias.
    pub name: String,
    /// Missing for who had no cohort.
    pub from: Option<String>,
    pub to: String,
}

pub fn score(score: &samverkan_domain::cohort::Score) -> Score {
    Score {
        hard: i64::try_from(score.hard_total()).unwrap_or(i64::MAX),
        soft: score.soft_total(),
        criteria: score.soft.clone(),
    }
}

/// Weekly times by their names on the wire.
pub fn times(times: Times) -> Vec<String> {
    times.names(Language::En)
}

pub fn mix(families: &[FamilyCount], language: Language) -> Vec<FamilyShare> {
    let share = |family: &FamilyCount| FamilyShare {
        family: family.family.into(),
        label: family.family.label(language).to_owned(),
        count: family.count,
    };
    families.iter().map(share).collect()
}

/// A number of things on the wire.
pub fn count(things: usize) -> i64 {
    i64::try_from(things).unwrap_or(i64::MAX)
}

fn planned(view: &PlanView, cohort: &CohortExplanation, language: Language) -> PlannedCohort {
    let described = view.content.cohort(cohort.cohort);
    let problems = cohort.notes.iter().map(|note| note.sentence(language));
    PlannedCohort {
        code: cohort.code.clone(),
        size: cohort.size,
        points: cohort.points,
        meets: times(described.map(|c| c.times).unwrap_or_default()),
        language: described.and_then(|c| c.language).map(Into::into),
        family: described.and_then(|c| c.family).map(Into::into),
        mix: mix(&cohort.families, language),
        facilitators: view.leaders.get(&cohort.code).cloned().unwrap_or_default(),
        problems: problems.collect(),
        clashes: cohort.clashes(),
        explanation: cohort.sentence(language),
    }
}

/// A plan as its reader may see it.
pub fn plan(view: &PlanView, language: Language) -> CohortPlan {
    let (content, plan) = (&view.content, &view.content.plan);
    let moved: BTreeMap<_, _> = view.moves.iter().map(|m| (m.person, &m.from)).collect();
    let locked = |id| {
        let described = content.input.people.binary_search_by_key(&id, |p| p.person);
        described.is_ok_and(|at| content.input.people[at].locked.is_some())
    };
    let people = plan.people.iter().map(|person| PlannedPerson {
        person: person.person.0,
        name: view.names.of(person.person),
        cohort: person.code.clone(),
        locked: locked(person.person),
        moved_from: moved.get(&person.person).and_then(|from| (*from).clone()),
        explanation: view
            .names
            .explained(person.person)
            .then(|| person.sentence(language)),
    });
    CohortPlan {
        id: view.id.0,
        offering: view.offering.0,
        set_name: content.request.set_name.clone(),
        kind: content.input.kind.into(),
        state: view.state.clone(),
        seed: content.request.seed,
        workplaces: content.input.workplace_policy.into(),
        weights: content.input.weights.listed(),
        score: score(&plan.score),
        status: view.status(),
        bound: plan.bound,
        quality: view.quality().words(language),
        cohorts: plan
            .cohorts
            .iter()
            .map(|cohort| planned(view, cohort, language))
            .collect(),
        people: people.collect(),
        moves: count(view.moves.len()),
        undoes: view.undoes.map(|id| id.0),
        created_at: view.created_at.into(),
        revision: view.revision,
    }
}

/// A plan as a line of a list.
pub fn summary(view: &PlanView, language: Language) -> CohortPlanSummary {
    let (content, plan) = (&view.content, &view.content.plan);
    CohortPlanSummary {
        id: view.id.0,
        set_name: content.request.set_name.clone(),
        kind: content.input.kind.into(),
        state: view.state.clone(),
        seed: content.request.seed,
        score: score(&plan.score),
        bound: plan.bound,
        quality: view.quality().words(language),
        cohorts: count(plan.cohorts.len()),
        people: count(plan.people.len()),
        moves: count(view.moves.len()),
        undoes: view.undoes.map(|id| id.0),
        created_at: view.created_at.into(),
        revision: view.revision,
    }
}

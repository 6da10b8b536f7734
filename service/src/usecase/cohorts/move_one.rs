//! Moving one person from one cohort in force to another: a plan that keeps everybody else where
//! they are, made and committed at once. It can be undone like any other commit.

use super::{
    commit::partition,
    content::PlanContent,
    gather::gather,
    hand::hard_rule,
    install::{in_force, install},
    propose::new_row,
    request::{PlanRequest, Start, Stop},
};
use crate::{
    app::App,
    error::{Error, Result, Text},
    store::{Tx, catalogue::OfferingRow},
    usecase::Caller,
};
use samverkan_domain::{
    cohort::{Plan, PlanInput, Preset, Weights, WorkplacePolicy, assignment_effect, describe},
    fact::Fact,
    id::{CohortId, PersonId},
    person::Language,
};
use serde_json::json;
use std::collections::BTreeMap;

/// The offering as it is, nobody moved.
fn keep(set_name: &str) -> PlanRequest {
    PlanRequest {
        set_name: set_name.to_owned(),
        kind: None,
        start: Start::Keep,
        size: None,
        workplaces: WorkplacePolicy::default(),
        seed: 0,
        protected_ok: Vec::new(),
        locks: Vec::new(),
        unlocks: Vec::new(),
        preset: Preset::default(),
        weights: Weights::default(),
        times: Vec::new(),
        needs: Vec::new(),
        cohorts: BTreeMap::new(),
        late: Vec::new(),
        frontier: None,
        stop: Stop::default(),
        search: None,
    }
}

/// Moves somebody from a cohort to another, unless that breaks a rule that is kept now. The
/// offering is locked already; who is told is the caller's to say.
pub(super) async fn move_one(
    app: &App,
    tx: &mut Tx,
    caller: &Caller,
    offering: &OfferingRow,
    set_name: &str,
    person: PersonId,
    (from, to): (&str, &str),
) -> Result<()> {
    let request = keep(set_name);
    let input = gather(app, tx, offering, &request).await?;
    let cohort = |code: &str| input.cohorts.iter().find(|cohort| cohort.code == code);
    let target = cohort(to).ok_or_else(unknown)?.cohort;
    let there = input.people.iter().find(|one| one.person == person);
    let there = there.and_then(|one| one.previous);
    if there.is_none() || there != cohort(from).map(|cohort| cohort.cohort) {
        return Err(Error::refused(
            "not-there",
            "Personen är inte i den gruppen längre.",
            "The person is not in that cohort any more.",
        ));
    }
    let before = input.people.iter();
    let before: Vec<(PersonId, CohortId)> = before
        .filter_map(|one| Some((one.person, one.previous?)))
        .collect();
    let mut after = before.clone();
    for place in &mut after {
        if place.0 == person {
            place.1 = target;
        }
    }
    let (was, plan) = (described(&input, &before)?, described(&input, &after)?);
    let effect = assignment_effect(&plan.instance, &was.assignment(), &plan.assignment());
    let effect = effect.map_err(Error::internal)?;
    if !effect.hard_broken.is_empty() {
        return Err(hard_rule(&effect));
    }
    let content = PlanContent {
        request,
        input,
        plan,
    };
    put_into_force(
        app,
        tx,
        caller,
        offering,
        &content,
        person,
        effect.delta_soft,
    )
    .await
}

fn described(input: &PlanInput, places: &[(PersonId, CohortId)]) -> Result<Plan> {
    describe(input, places).map_err(|refusal| {
        let said = refusal.sentences(Language::En, &|id| id.to_string());
        Error::internal(said.join(" "))
    })
}

async fn put_into_force(
    app: &App,
    tx: &mut Tx,
    caller: &Caller,
    offering: &OfferingRow,
    content: &PlanContent,
    person: PersonId,
    points: i64,
) -> Result<()> {
    let name = &content.request.set_name;
    let (set, before) = in_force(tx, offering.offering(), name).await?;
    let new = partition(content);
    let current = (set, &before);
    install(app, tx, offering.offering(), name, current, &new).await?;
    let mut row = new_row(app, tx, caller, offering.offering(), content)?;
    row.state = "committed".to_owned();
    row.decided_at = Some(tx.now().into());
    row.replaced = Some(serde_json::to_string(&before).map_err(Error::internal)?);
    tx.insert_cohort_plan(&row).await?;
    tx.record(
        Fact::new("cohort_plan.committed", "cohort_plan", row.id).after(json!({
            "set": name, "people": content.plan.places.len(), "moved": 1,
            "person": person, "points": points,
        })),
    );
    tx.bump_calendar().await?;
    Ok(())
}

/// There is no cohort with that code to be moved to.
fn unknown() -> Error {
    Error::Invalid(vec![crate::error::FieldError::new(
        "/cohort",
        "unknown-cohort",
        Text::new("Det finns ingen sådan grupp.", "There is no such cohort."),
    )])
}

//! Cohorts: proposed, put into force, put back, and balanced anew when people have left.

use super::{
    clients::{Pending, Seen, may_repeat},
    laws::{Letters, May},
    template::OFFERING,
    term::Term,
    world::{Told, person, staff},
};
use samverkan_domain::id::CohortPlanId;
use samverkan_service::usecase::{
    Seen as Revision,
    cohorts::{self, PlanRequest, PlanView},
    once::Once,
};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use uuid::Uuid;

/// Who is in which cohort, by code.
type Places = BTreeMap<usize, String>;

#[derive(Default)]
pub(super) struct Plans {
    /// As proposed and not decided on.
    open: Option<(CohortPlanId, i64, Places)>,
    committed: Option<(CohortPlanId, i64)>,
    /// In force, as far as people have been told.
    pub places: Places,
    /// In force before.
    before: Places,
    /// Asked for, and not answered.
    proposing: Option<Pending<Value>>,
}

impl Plans {
    /// Who leaves the course leaves the cohort.
    pub(super) fn leave(&mut self, seen: &Seen) {
        for change in &seen.changes {
            if !change.after.state.takes_part() {
                self.places.remove(&change.after.person);
            }
        }
    }
}

pub(super) fn something(term: &mut Term) {
    if term.plans.open.is_some() {
        return commit(term);
    }
    match term.plans.committed {
        Some((id, revision)) if term.chance.percent(25) => undo(term, id, revision),
        _ => propose(term),
    }
}

fn propose(term: &mut Term) {
    let start = if term.chance.percent(70) {
        "rebalance"
    } else {
        "new"
    };
    let seed = term.chance.below(1_000);
    let asked = term.plans.proposing.take();
    let asked = asked.filter(|asked| may_repeat(asked.at, term.latest));
    let asked = asked.unwrap_or_else(|| {
        let wanted = json!({
            "set_name": cohorts::USUAL_SET, "start": start, "size": null, "workplaces": "spread",
            "seed": seed, "protected_ok": [], "locks": [], "stop": { "iterations": 200 },
        });
        Pending {
            key: term.clients.key(),
            at: term.world.clock.now(),
            what: wanted,
        }
    });
    let request: PlanRequest = serde_json::from_value(asked.what.clone()).expect("a request");
    let once = Once::new(&staff(), "propose", &asked.key, &request);
    let (told, _, _) = term.ask("propose", May::ONE, false, async move |app| {
        cohorts::propose(&app, &staff(), OFFERING, &request, Some(&once)).await
    });
    match told {
        Told::Yes(view) => {
            let places = places(&view);
            // Nobody who has left is placed; who has come may wait for the next plan.
            term.note(&format!("  {places:?}"));
            term.plans.open = Some((view.id, view.revision, places));
            if term.chance.percent(65) {
                commit(term);
            }
        }
        Told::No(_) => {}
        Told::Unknown => term.plans.proposing = Some(asked),
    }
}

fn places(view: &PlanView) -> Places {
    let content = &view.content;
    let places = content.plan.places.iter();
    places
        .map(|(one, cohort)| (person(one.0), content.cohort_code(*cohort)))
        .collect()
}

fn commit(term: &mut Term) {
    let Some((id, revision, places)) = term.plans.open.take() else {
        return;
    };
    let may = May {
        letters: Letters::Most(places.len()),
        ..May::ONE
    };
    let (told, seen, met) = term.ask("commit", may, false, async move |app| {
        cohorts::commit(&app, &staff(), id, Revision::Revision(revision)).await
    });
    match told {
        Told::No(code) => {
            assert!(!code.starts_with("changed meanwhile"), "{code}");
            return;
        }
        Told::Unknown if met.commits == 0 => {
            term.plans.open = Some((id, revision, places));
            return;
        }
        Told::Yes(_) | Told::Unknown => {}
    }
    let taking_part = term.clients.taking_part();
    let placed: Vec<usize> = places.keys().copied().collect();
    assert!(
        placed.iter().all(|one| taking_part.contains(one)),
        "placed, and not there"
    );
    assert_eq!(placed.len(), taking_part.len(), "not everybody is placed");
    let moved = places
        .iter()
        .filter(|(one, to)| term.plans.places.get(one) != Some(to));
    assert_eq!(
        moved.count(),
        seen.letters.len(),
        "a letter to each who is placed anew"
    );
    term.plans.before = std::mem::replace(&mut term.plans.places, places);
    term.plans.committed = Some((id, now(term, id)));
    check(term);
}

/// The revision of a plan, as staff see it.
fn now(term: &mut Term, id: CohortPlanId) -> i64 {
    let view = term
        .world
        .do_well(async |app| cohorts::get(&app, &staff(), id).await);
    view.expect("the plan").revision
}

fn undo(term: &mut Term, id: CohortPlanId, revision: i64) {
    let may = May {
        letters: Letters::Most(super::template::PEOPLE),
        ..May::ONE
    };
    let (told, _, met) = term.ask("undo", may, false, async move |app| {
        cohorts::undo(&app, &staff(), id, Revision::Revision(revision)).await
    });
    if matches!(told, Told::Yes(_)) || met.commits > 0 {
        term.plans.committed = None;
        term.plans.places = std::mem::take(&mut term.plans.before);
        check(term);
    }
}

/// The cohorts are as committed, but for those who have left.
pub(super) fn check(term: &mut Term) {
    let members = term.world.rows::<(Uuid, String)>(
        "SELECT m.person_id, c.code FROM cohort_member m JOIN cohort c ON c.id = m.cohort_id",
    );
    let found: Places = members
        .into_iter()
        .map(|(one, code)| (person(one), code))
        .collect();
    assert_eq!(found, term.plans.places, "the cohorts are not as committed");
}

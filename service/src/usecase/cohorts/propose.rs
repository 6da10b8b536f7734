//! Making a proposal: gather people, cohorts and rules, and let the solver divide.

use super::{
    content::{PlanContent, unseal},
    gather::gather,
    naming::Names,
    plan_row,
    request::{PlanRequest, Start},
    search::Place,
    view::{PlanView, view},
};
use crate::{
    app::App,
    error::{Error, Result, Text},
    store::{Tx, cohort_plan::CohortPlanRow},
    usecase::{
        Caller, Permission,
        catalogue::find_offering,
        once::{Claim, Once},
    },
};
use samverkan_domain::{
    cohort::{Change, Plan, PlanInput, PlanRefusal, Progress, evaluate, plan, what_changed},
    fact::Fact,
    id::{CohortPlanId, OfferingId},
    person::Language,
};
use serde_json::json;

/// Proposes a partition of everybody who has a place.
pub async fn propose(
    app: &App,
    caller: &Caller,
    offering: &str,
    request: &PlanRequest,
    once: Option<&Once>,
) -> Result<PlanView> {
    caller.require(Permission::EditCohorts)?;
    request.check()?;
    // The solver may take long: read, think, and only then write.
    let mut tx = app.read().await?;
    let found = find_offering(&mut tx, offering).await?;
    let input = gather(app, &mut tx, &found, request).await?;
    let names = Names::load(&mut tx, caller, found.offering()).await?;
    drop(tx);
    closed_to_all(request.nobody_moves(), &input)?;
    let place = Place::take(app, caller, request.search, request.stop)?;
    let wanted = request.clone();
    let thought = place.think(move |place| {
        let outcome = divide(&input, &wanted, |progress| place.go_on(progress));
        (input, outcome)
    });
    let (input, outcome) = thought.await?;
    let content = PlanContent {
        request: request.clone(),
        plan: outcome.map_err(|refusal| refused(&refusal, &names))?,
        input,
    };
    let mut tx = app.write(caller).await?;
    if let Claim::Done(id) = Once::claim::<CohortPlanId>(once, app, &mut tx).await? {
        let row = plan_row(&mut tx, id).await?;
        return view(&mut tx, caller, row).await;
    }
    let row = new_row(app, &tx, caller, found.offering(), &content)?;
    let id = CohortPlanId(row.id);
    tx.insert_cohort_plan(&row).await?;
    tx.record(
        Fact::new("cohort_plan.proposed", "cohort_plan", id.0).after(json!({
            "people": content.input.people.len(), "cohorts": content.input.cohorts.len(),
            "points": content.plan.score.soft_total(), "seed": request.seed,
        })),
    );
    Once::keep(once, app, &mut tx, &id).await?;
    let view = view(&mut tx, caller, row).await?;
    app.commit(tx).await?;
    Ok(view)
}

/// The division that the request asks for.
fn divide(
    input: &PlanInput,
    request: &PlanRequest,
    keep_going: impl FnMut(&Progress) -> bool,
) -> std::result::Result<Plan, PlanRefusal> {
    if request.start == Start::Keep {
        let places: Vec<_> = input
            .people
            .iter()
            .filter_map(|p| Some((p.person, p.previous?)))
            .collect();
        return evaluate(input, &places);
    }
    plan(input, request.frontier, keep_going)
}

/// Refuses at once what a long search could not find either: a place for a protected person where
/// no cohort is open to them.
pub(super) fn closed_to_all(nobody_moves: bool, input: &PlanInput) -> Result<()> {
    let open = input.cohorts.iter().any(|cohort| cohort.protected_ok);
    if !nobody_moves && !open && input.people.iter().any(|person| person.protected) {
        return Err(closed());
    }
    Ok(())
}

/// A new proposal as it is stored.
pub(super) fn new_row(
    app: &App,
    tx: &Tx,
    caller: &Caller,
    offering: OfferingId,
    content: &PlanContent,
) -> Result<CohortPlanRow> {
    let (stored, record) = content.sealed()?;
    Ok(CohortPlanRow {
        id: app.seeds.id(tx.now()),
        offering_id: offering.0,
        set_name: content.request.set_name.clone(),
        state: "proposed".to_owned(),
        basis: basis(&content.input),
        content: stored,
        created_by: caller.actor(),
        created_at: tx.now().into(),
        decided_at: None,
        revision: 1,
        record: Some(record),
        replaced: None,
        undoes: None,
    })
}

/// Digest of people and rules: the ground a plan was made on.
fn basis(input: &PlanInput) -> String {
    let what = json!([input.people, input.together, input.apart]);
    crate::secrets::base64url(&crate::secrets::sha256(what.to_string().as_bytes()))
}

/// There is no room for somebody who may not be placed anywhere. Who it is, is not said.
fn closed() -> Error {
    Error::refused(
        "no-plan",
        "Någon ryms inte i de grupper som är öppna för alla. Ange fler sådana grupper \
         (protected_ok).",
        "Somebody has no room in the cohorts that are open to everybody. Name more such cohorts \
         (protected_ok).",
    )
}

/// Why there is no plan, in words. Who a cohort is closed to is not said: that somebody is
/// protected is itself protected.
pub(super) fn refused(refusal: &PlanRefusal, names: &Names) -> Error {
    if refusal.is_about_protection() {
        return closed();
    }
    let naming = |person| names.of(person);
    Error::Refused {
        code: "no-plan",
        text: Text::new(
            refusal.sentences(Language::Sv, &naming).join(" "),
            refusal.sentences(Language::En, &naming).join(" "),
        ),
    }
}

/// A stored plan, and what has changed since it was made; nothing = it can be put into force.
pub(super) async fn still_holds(
    app: &App,
    tx: &mut Tx,
    row: &CohortPlanRow,
) -> Result<(PlanContent, Vec<Change>)> {
    let content = unseal(row)?;
    let offering = find_offering(tx, &row.offering_id.to_string()).await?;
    let changes = match gather(app, tx, &offering, &content.request).await {
        Ok(mut now) => {
            // New cohorts get new ids each time they are gathered; locks in them follow.
            for person in &mut now.people {
                person.locked = person.locked.and_then(|id| {
                    let code = &now.cohorts.iter().find(|c| c.cohort == id)?.code;
                    let stored = content.input.cohorts.iter().find(|c| c.code == *code)?;
                    Some(stored.cohort)
                });
            }
            what_changed(&content.input, &now)
        }
        // What the plan was made from is not there any more: somebody it names, or a cohort.
        Err(Error::Refused { .. } | Error::Invalid(_)) => vec![Change::Rules],
        Err(error) => return Err(error),
    };
    Ok((content, changes))
}

//! Undoing the last commit: what it replaced is put back, as a commit of its own.

use super::{
    content::{PlanContent, unseal},
    install::{Partition, in_force, install},
    naming::Names,
    plan_row,
    propose::new_row,
    request::Start,
    tell::tell,
    view::{PlanView, view},
};
use crate::{
    app::App,
    error::{Error, Result, Text},
    store::{Tx, application::ApplicationRow, catalogue::OfferingRow, cohort_plan::CohortPlanRow},
    usecase::{Caller, Permission, Seen, catalogue::find_offering},
};
use samverkan_domain::{
    cohort::{Change, PlanCohort, PlanInput, PlanPerson, describe},
    fact::Fact,
    id::{CohortPlanId, OfferingId, PersonId},
    person::Language,
};
use serde_json::json;
use std::collections::{BTreeMap, BTreeSet};

/// Undoes the commit of a plan; gives the plan that is in force instead, which can be undone too.
pub async fn undo(app: &App, caller: &Caller, id: CohortPlanId, seen: Seen) -> Result<PlanView> {
    caller.require(Permission::EditCohorts)?;
    let mut tx = app.write(caller).await?;
    let row = plan_row(&mut tx, id).await?;
    tx.lock_offering(OfferingId(row.offering_id)).await?;
    let row = plan_row(&mut tx, id).await?;
    seen.require(row.revision)?;
    let before = undoable(&mut tx, &row).await?;
    let offering = find_offering(&mut tx, &row.offering_id.to_string()).await?;
    let content = unseal(&row)?;
    let name = &content.request.set_name;
    let (set, current) = in_force(&mut tx, offering.offering(), name).await?;
    let changes = since(&mut tx, &offering, &content, &before, &current).await?;
    if !changes.is_empty() {
        let names = Names::load(&mut tx, caller, offering.offering()).await?;
        return Err(changed_since(&changes, &names));
    }
    let back = restored(&content, &before)?;
    let changed = install(
        app,
        &mut tx,
        offering.offering(),
        name,
        (set, &current),
        &before,
    )
    .await?;
    let mut new = new_row(app, &tx, caller, offering.offering(), &back)?;
    new.state = "committed".to_owned();
    new.decided_at = Some(tx.now().into());
    new.undoes = Some(id.0);
    new.replaced = Some(serde_json::to_string(&current).map_err(Error::internal)?);
    tx.insert_cohort_plan(&new).await?;
    tx.record(
        Fact::new("cohort_plan.undone", "cohort_plan", id.0).after(json!({
            "set": name, "by": new.id, "people": before.members.len(), "moved": changed.moved.len(),
        })),
    );
    tx.bump_calendar().await?;
    tell(app, &mut tx, &offering, &back.plan, changed).await?;
    let row = plan_row(&mut tx, CohortPlanId(new.id)).await?;
    let view = view(&mut tx, caller, row).await?;
    app.commit(tx).await?;
    Ok(view)
}

/// What the commit replaced, if it is the one that made the cohorts what they are.
async fn undoable(tx: &mut Tx, row: &CohortPlanRow) -> Result<Partition> {
    let last = tx
        .last_committed_plan(OfferingId(row.offering_id), &row.set_name)
        .await?;
    if row.state != "committed" || last != Some(CohortPlanId(row.id)) {
        return Err(Error::refused(
            "not-the-last",
            "Bara det som fastställdes sist i indelningen kan ångras.",
            "Only what was committed last in the partition can be undone.",
        ));
    }
    match &row.replaced {
        Some(replaced) => serde_json::from_str(replaced).map_err(Error::internal),
        None => Err(Error::refused(
            "nothing-kept",
            "Förslaget fastställdes innan tjänsten sparade vad som gällde före. Det går inte att \
             ångra.",
            "The plan was committed before the service kept what was there before. It cannot be \
             undone.",
        )),
    }
}

/// Who is not where the commit put them, and who would be put back without having a place.
async fn since(
    tx: &mut Tx,
    offering: &OfferingRow,
    content: &PlanContent,
    before: &Partition,
    current: &Partition,
) -> Result<Vec<Change>> {
    let taking_part = tx.taking_part(offering.offering()).await?;
    let seated: BTreeSet<PersonId> = taking_part.iter().map(ApplicationRow::person).collect();
    let codes = |cohorts: &[PlanCohort]| -> BTreeMap<_, _> {
        cohorts.iter().map(|c| (c.cohort, c.code.clone())).collect()
    };
    let (planned, there) = (codes(&content.input.cohorts), codes(&current.cohorts));
    let places = current.places();
    let mut changes = Vec::new();
    for (person, cohort) in &content.plan.places {
        match places.get(person) {
            _ if !seated.contains(person) => changes.push(Change::Left(*person)),
            Some(now) if there.get(now) == planned.get(cohort) => {}
            _ => changes.push(Change::Moved(*person)),
        }
    }
    let placed: BTreeSet<_> = content
        .plan
        .places
        .iter()
        .map(|(person, _)| *person)
        .collect();
    let newcomers = places.keys().filter(|person| !placed.contains(person));
    changes.extend(newcomers.map(|person| Change::Arrived(*person)));
    let gone = before
        .members
        .iter()
        .filter(|m| !seated.contains(&m.person));
    changes.extend(gone.map(|member| Change::Left(member.person)));
    changes.sort_unstable();
    changes.dedup();
    Ok(changes)
}

fn changed_since(changes: &[Change], names: &Names) -> Error {
    let naming = |person| names.of(person);
    let said = |language| {
        let all = changes
            .iter()
            .map(|change| change.sentence(language, &naming));
        all.collect::<Vec<_>>().join(" ")
    };
    let (sv, en) = (said(Language::Sv), said(Language::En));
    Error::Refused {
        code: "people-changed",
        text: Text::new(
            format!("Det går inte att ångra, för deltagarna har ändrats sedan dess. {sv}"),
            format!("It cannot be undone, for people have changed since. {en}"),
        ),
    }
}

/// The earlier partition as a plan: everybody where they were, described as they were known.
fn restored(content: &PlanContent, before: &Partition) -> Result<PlanContent> {
    let known: BTreeMap<_, _> = content.input.people.iter().map(|p| (p.person, p)).collect();
    let person = |member: &super::install::Membership| {
        let described = known.get(&member.person).map(|person| (*person).clone());
        PlanPerson {
            previous: Some(member.cohort),
            locked: member.locked.then_some(member.cohort),
            ..described.unwrap_or_else(|| PlanPerson::unknown(member.person))
        }
    };
    let people: Vec<_> = before.members.iter().map(person).collect();
    let there = |person: &PersonId| people.iter().any(|p| p.person == *person);
    let mut together = content.input.together.clone();
    for group in &mut together {
        group.retain(there);
    }
    together.retain(|group| group.len() > 1);
    let mut apart = content.input.apart.clone();
    apart.retain(|(a, b)| there(a) && there(b));
    let mut wishes = content.input.wishes.clone();
    wishes.retain(|(a, b)| there(a) && there(b));
    let mut cohorts = before.cohorts.clone();
    for cohort in &mut cohorts {
        // What was in force is allowed, however uneven drop-outs had made it.
        (cohort.min, cohort.max) = (0, cohort.max.max(u32::try_from(people.len()).unwrap_or(0)));
    }
    let mut request = content.request.clone();
    request.start = Start::Keep;
    let input = PlanInput {
        people,
        cohorts,
        together,
        apart,
        wishes,
        kind: before.kind,
        only_newcomers: false,
        ..content.input.clone()
    };
    let places: Vec<_> = before.places().into_iter().collect();
    let plan = describe(&input, &places).map_err(|refusal| {
        Error::internal(
            refusal
                .sentences(Language::En, &|id| id.to_string())
                .join(" "),
        )
    })?;
    Ok(PlanContent {
        request,
        input,
        plan,
    })
}

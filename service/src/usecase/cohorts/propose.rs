//! Making a proposal: gather people, cohorts and rules, and let the solver divide.

use super::{
    PlanContent, PlanRequest, PlanView, Start, content_of, plan_row, rules::elsewhere, view,
};
use crate::{
    app::App,
    error::{Error, FieldError, Result, Text},
    store::{
        Tx,
        application::ApplicationRow,
        catalogue::OfferingRow,
        cohort::{CohortPlanRow, CohortRow, MemberRow},
    },
    usecase::{
        Caller, Permission,
        catalogue::find_offering,
        once::{Claim, Once},
        people::{self, Families},
        validate::Faults,
    },
};
use samverkan_domain::{
    cohort::{
        BrokenRule, HardRule, PlanCohort, PlanInput, PlanPerson, PlanRefusal, cohort_sizes,
        evaluate, plan,
    },
    fact::Fact,
    id::{CohortId, CohortPlanId, CohortSetId, OfferingId, PersonId},
    limits,
    person::Language,
};
use serde_json::json;
use std::collections::{BTreeMap, btree_map::Entry};

/// Proposes a partition of everybody who has a place.
pub async fn propose(
    app: &App,
    caller: &Caller,
    offering: &str,
    request: &PlanRequest,
    once: Option<&Once>,
) -> Result<PlanView> {
    caller.require(Permission::EditCohorts)?;
    check(request)?;
    // The solver may take long: read, think, and only then write.
    let mut tx = app.read().await?;
    let found = find_offering(&mut tx, offering).await?;
    let input = gather(app, &mut tx, &found, request).await?;
    drop(tx);
    let keep = request.start == Start::Keep;
    let open_to_all = input.cohorts.iter().any(|cohort| cohort.protected_ok);
    if !keep && !open_to_all && input.people.iter().any(|person| person.protected) {
        return Err(closed()); // rather than search long for what cannot be
    }
    let (input, outcome) = tokio::task::spawn_blocking(move || {
        let outcome = if keep {
            as_it_is(&input)
        } else {
            plan(&input, |_| true)
        };
        (input, outcome)
    })
    .await
    .map_err(Error::internal)?;
    let content = PlanContent {
        request: request.clone(),
        plan: outcome.map_err(refused)?,
        input,
    };
    let mut tx = app.write(caller).await?;
    if let Claim::Done(id) = Once::claim::<CohortPlanId>(once, app, &mut tx).await? {
        let row = plan_row(&mut tx, id).await?;
        return view(&mut tx, caller, row).await;
    }
    let id = CohortPlanId(app.seeds.id(tx.now()));
    let row = CohortPlanRow {
        id: id.0,
        offering_id: found.id,
        set_name: request.set_name.clone(),
        state: "proposed".to_owned(),
        basis: basis(&content.input),
        content: serde_json::to_string(&content).map_err(Error::internal)?,
        created_by: caller.actor(),
        created_at: tx.now().into(),
        decided_at: None,
        revision: 1,
    };
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

fn check(request: &PlanRequest) -> Result<()> {
    let mut faults = Faults::default();
    faults.line("/set_name", &request.set_name, limits::LINE_CHARS);
    if let Some(size) = request.size {
        faults.range("/size", i64::from(size), 2, 100);
    }
    faults.finish()
}

/// A plan in which everybody stays.
fn as_it_is(input: &PlanInput) -> std::result::Result<samverkan_domain::cohort::Plan, PlanRefusal> {
    let places: Vec<_> = input
        .people
        .iter()
        .filter_map(|p| Some((p.person, p.previous?)))
        .collect();
    evaluate(input, &places)
}

/// Digest of people and rules: a plan can be committed only while they are the same.
pub(super) fn basis(input: &PlanInput) -> String {
    let what = json!([input.people, input.together, input.apart]);
    crate::secrets::base64url(&crate::secrets::sha256(what.to_string().as_bytes()))
}

/// Everything the solver has to know.
pub(super) async fn gather(
    app: &App,
    tx: &mut Tx,
    offering: &OfferingRow,
    request: &PlanRequest,
) -> Result<PlanInput> {
    if let Some(host) = offering.cohorts_of {
        return Err(elsewhere(tx, OfferingId(host)).await?);
    }
    let sets = tx.cohort_sets(offering.offering()).await?;
    let set = sets.iter().find(|set| set.name == request.set_name);
    let (existing, members) = match set {
        Some(set) if request.start != Start::New => {
            let id = CohortSetId(set.id);
            (tx.cohorts(id).await?, tx.members(id).await?)
        }
        _ => (Vec::new(), Vec::new()),
    };
    if request.start == Start::Keep && existing.is_empty() {
        return Err(Error::refused(
            "no-cohorts-yet",
            "Det finns inga grupper att utgå från. Gör ett förslag från början först.",
            "There are no cohorts to start from. Make a proposal from nothing first.",
        ));
    }
    let mut people = people(tx, offering, &existing, &members).await?;
    if people.is_empty() {
        return Err(Error::refused(
            "nobody-to-place",
            "Ingen är antagen eller registrerad på kurstillfället än.",
            "Nobody is admitted or registered on the offering yet.",
        ));
    }
    if request.start == Start::Keep {
        people.retain(|person| person.previous.is_some());
    }
    let size = request
        .size
        .unwrap_or(u32::try_from(offering.cohort_size).unwrap_or(7));
    let cohorts = cohorts(app, tx, &existing, people.len(), size, request);
    apply_locks(&mut people, &cohorts, request)?;
    let (together, apart) = pairs(tx, offering, &people).await?;
    Ok(PlanInput {
        people,
        cohorts,
        together,
        apart,
        workplace_policy: request.workplaces,
        seed: request.seed,
        iterations: 0,
    })
}

/// Everybody with a seat, here or on an offering that shares the cohorts, in order of id.
async fn people(
    tx: &mut Tx,
    offering: &OfferingRow,
    existing: &[CohortRow],
    members: &[MemberRow],
) -> Result<Vec<PlanPerson>> {
    let families = Families::load(tx).await?;
    let mut people = BTreeMap::new();
    for application in tx.taking_part(offering.offering()).await? {
        // Somebody may have a place on each of two offerings that share cohorts: once is enough.
        if let Entry::Vacant(entry) = people.entry(application.person()) {
            entry.insert(person(tx, &families, &application, existing, members).await?);
        }
    }
    Ok(people.into_values().collect())
}

async fn person(
    tx: &mut Tx,
    families: &Families,
    application: &ApplicationRow,
    existing: &[CohortRow],
    members: &[MemberRow],
) -> Result<PlanPerson> {
    let id = application.person();
    let row = tx
        .person(id)
        .await?
        .ok_or(Error::NotFound { what: "person" })?;
    let profession = application
        .profession
        .as_deref()
        .or(row.profession.as_deref());
    let programme = application
        .programme
        .as_deref()
        .or(row.programme.as_deref());
    let member = members.iter().find(|member| member.person_id == id.0);
    let in_force = |cohort| existing.iter().any(|c| c.id == cohort);
    let previous = member
        .map(|m| m.cohort_id)
        .filter(|cohort| in_force(*cohort))
        .map(CohortId);
    let workplace = application.workplace.clone().or(row.workplace.clone());
    let modality = application.modality.as_deref().or(row.modality.as_deref());
    Ok(PlanPerson {
        person: id,
        family: families.of(profession, programme),
        // Never matched for a protected person: a cohort must not tell where somebody works.
        workplace: workplace.filter(|_| !row.is_protected()),
        modality: modality.and_then(people::parse_modality),
        protected: row.is_protected(),
        locked: previous.filter(|_| member.is_some_and(|m| m.locked)),
        previous,
        channel: None,
    })
}

/// The cohorts to fill: those in force with sizes for as many as there are now, or new ones.
fn cohorts(
    app: &App,
    tx: &Tx,
    existing: &[CohortRow],
    people: usize,
    size: u32,
    request: &PlanRequest,
) -> Vec<PlanCohort> {
    let cohort = |id, code: &str, target: u32, before: Option<&CohortRow>| PlanCohort {
        cohort: CohortId(id),
        code: code.to_owned(),
        min: target.saturating_sub(1).max(1),
        max: target + 1,
        target,
        modality: before
            .and_then(|c| c.modality.as_deref())
            .and_then(people::parse_modality),
        protected_ok: before.is_some_and(|c| c.protected_ok)
            || request.protected_ok.iter().any(|ok| ok == code),
    };
    if existing.is_empty() {
        let sizes = cohort_sizes(people, size);
        let numbered = sizes.into_iter().zip(1..);
        return numbered
            .map(|(target, n)| cohort(app.seeds.id(tx.now()), &format!("G{n:02}"), target, None))
            .collect();
    }
    let count = existing.len();
    let targets = (0..count).map(|i| people / count + usize::from(i < people % count));
    let keep = request.start == Start::Keep;
    existing
        .iter()
        .zip(targets)
        .map(|(row, target)| {
            let mut cohort = cohort(
                row.id,
                &row.code,
                u32::try_from(target).unwrap_or(u32::MAX),
                Some(row),
            );
            if keep {
                // What is in force is allowed, however uneven drop-outs have made it.
                cohort.min = 0;
                cohort.max = cohort
                    .max
                    .max(u32::try_from(row.seats_max).unwrap_or(u32::MAX));
            }
            cohort
        })
        .collect()
}

fn apply_locks(
    people: &mut [PlanPerson],
    cohorts: &[PlanCohort],
    request: &PlanRequest,
) -> Result<()> {
    let mut faults = Vec::new();
    for (i, lock) in request.locks.iter().enumerate() {
        let cohort = cohorts.iter().find(|cohort| cohort.code == lock.cohort);
        let person = people
            .iter_mut()
            .find(|person| person.person == lock.person);
        match (person, cohort) {
            (Some(person), Some(cohort)) => person.locked = Some(cohort.cohort),
            _ => faults.push(FieldError::new(
                format!("/locks/{i}"),
                "unknown-lock",
                Text::new(
                    "Personen har ingen plats på kurstillfället, eller så finns inte gruppen.",
                    "The person has no place on the offering, or there is no such cohort.",
                ),
            )),
        }
    }
    for (i, code) in request.protected_ok.iter().enumerate() {
        if !cohorts.iter().any(|cohort| cohort.code == *code) {
            faults.push(FieldError::new(
                format!("/protected_ok/{i}"),
                "unknown-cohort",
                Text::new("Det finns ingen sådan grupp.", "There is no such cohort."),
            ));
        }
    }
    if faults.is_empty() {
        Ok(())
    } else {
        Err(Error::Invalid(faults))
    }
}

type Pairs = (Vec<Vec<PersonId>>, Vec<(PersonId, PersonId)>);

/// The rules about who goes with whom, of those who have a place.
async fn pairs(tx: &mut Tx, offering: &OfferingRow, people: &[PlanPerson]) -> Result<Pairs> {
    let placed = |id| people.iter().any(|person| person.person == id);
    let (mut together, mut apart) = (Vec::new(), Vec::new());
    for rule in tx.cohort_rules(offering.offering()).await? {
        let (a, b) = (PersonId(rule.person_id), PersonId(rule.other_id));
        if !placed(a) || !placed(b) {
            continue;
        }
        if rule.kind == "together" {
            together.push(vec![a, b]);
        } else {
            apart.push((a, b));
        }
    }
    Ok((join(together), apart))
}

/// Pairs that share a person become one group: A with B and B with C is A with B with C.
fn join(pairs: Vec<Vec<PersonId>>) -> Vec<Vec<PersonId>> {
    let mut group_of: BTreeMap<PersonId, usize> = BTreeMap::new();
    let mut groups: Vec<Vec<PersonId>> = Vec::new();
    for pair in pairs {
        let mut merged = pair.clone();
        for person in &pair {
            if let Some(group) = group_of.get(person) {
                merged.append(&mut groups[*group]);
            }
        }
        merged.sort_unstable();
        merged.dedup();
        for person in &merged {
            group_of.insert(*person, groups.len());
        }
        groups.push(merged);
    }
    groups.retain(|group| !group.is_empty());
    groups
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
pub(super) fn refused(refusal: PlanRefusal) -> Error {
    let about_protected =
        |rules: &[BrokenRule]| rules.iter().any(|b| b.rule == HardRule::Protected);
    if matches!(&refusal, PlanRefusal::Rules(rules) if about_protected(rules)) {
        return closed();
    }
    Error::Refused {
        code: "no-plan",
        text: Text::new(
            refusal.sentences(Language::Sv).join(" "),
            refusal.sentences(Language::En).join(" "),
        ),
    }
}

/// Whether the people and rules a plan was made for are still the same.
pub(super) async fn still_holds(
    app: &App,
    tx: &mut Tx,
    row: &CohortPlanRow,
) -> Result<(PlanContent, bool)> {
    let content = content_of(row)?;
    let offering = find_offering(tx, &row.offering_id.to_string()).await?;
    let now = gather(app, tx, &offering, &content.request).await;
    let holds = match now {
        Ok(mut now) => {
            // New cohorts get new ids each time they are gathered; locks in them follow.
            for person in &mut now.people {
                person.locked = person.locked.and_then(|id| {
                    let code = now
                        .cohorts
                        .iter()
                        .find(|c| c.cohort == id)
                        .map(|c| &c.code)?;
                    let stored = content.input.cohorts.iter().find(|c| c.code == *code)?;
                    Some(stored.cohort)
                });
            }
            basis(&now) == row.basis
        }
        Err(Error::Refused { .. } | Error::Invalid(_)) => false,
        Err(error) => return Err(error),
    };
    Ok((content, holds))
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    #[test]
    fn overlapping_pairs_become_one_group() {
        let p = |n| PersonId(Uuid::from_u128(n));
        let groups = join(vec![vec![p(1), p(2)], vec![p(3), p(4)], vec![p(2), p(3)]]);
        assert_eq!(groups, [vec![p(1), p(2), p(3), p(4)]]);
        assert_eq!(join(vec![vec![p(1), p(2)], vec![p(3), p(4)]]).len(), 2);
    }
}

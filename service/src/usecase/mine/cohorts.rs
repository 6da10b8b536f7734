//! The cohorts one is in: who is in them by family of professions, and how many. Names only of those
//! with whom it is mutual ([`Openness`]). Families, not professions: a profession that only one
//! person has is a person.

use crate::{
    app::App,
    error::{Error, Result, Text},
    store::{Tx, person::PersonRow},
    usecase::{
        Caller,
        people::{Families, parse_marking},
    },
};
use samverkan_domain::{
    fact::Fact,
    id::{CohortId, CohortSetId, OfferingId, PersonId},
    person::Openness,
    profession::ProfessionFamily,
    text::swedish_sort_key,
};
use serde_json::json;
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

/// A cohort that the caller is in.
#[derive(Debug, Clone)]
pub struct MyCohort {
    pub cohort: CohortId,
    pub code: String,
    pub set_name: String,
    pub offering_code: String,
    pub course: Text,
    /// How many are in it, the caller among them.
    pub people: usize,
    pub mix: BTreeMap<ProfessionFamily, usize>,
    /// Whose profession is not known.
    pub others: usize,
    pub names: MyNames,
}

/// Who lets whom see their name.
#[derive(Debug, Clone, Default)]
pub struct MyNames {
    /// Whether there is anything to choose: of a protected person nobody sees the name.
    pub may_choose: bool,
    /// Lets the others see the name, if they let theirs be seen.
    pub agrees: bool,
    /// Those whose names the caller may see, in Swedish order.
    pub others: Vec<(String, Option<ProfessionFamily>)>,
}

/// The cohorts in force that the caller is in.
pub async fn cohorts(app: &App, caller: &Caller) -> Result<Vec<MyCohort>> {
    let person = caller.participant()?;
    let mut tx = app.read().await?;
    let families = Families::load(&mut tx).await?;
    let mut mine = Vec::new();
    for member in tx.memberships(person).await? {
        let set = CohortSetId(member.cohort_set_id);
        let cohort = CohortId(member.cohort_id);
        mine.push(one(&mut tx, &families, person, set, cohort).await?);
    }
    mine.sort_by(|a, b| (&a.offering_code, &a.code).cmp(&(&b.offering_code, &b.code)));
    Ok(mine)
}

async fn one(
    tx: &mut Tx,
    families: &Families,
    reader: PersonId,
    set: CohortSetId,
    cohort: CohortId,
) -> Result<MyCohort> {
    let missing = || Error::NotFound { what: "cohort" };
    let row = tx.cohort(cohort).await?.ok_or_else(missing)?;
    let offering = tx.offering_of_cohort(cohort).await?.ok_or_else(missing)?;
    let sets = tx.cohort_sets(offering).await?;
    let set_name = sets.into_iter().find(|one| one.id == set.0);
    let members = tx.members(set).await?.into_iter();
    let inside: BTreeSet<Uuid> = members
        .filter(|member| member.cohort_id == cohort.0)
        .map(|member| member.person_id)
        .collect();
    let mut mix = BTreeMap::new();
    let mut others = inside.len();
    let mut people = tx.people_concerned(offering).await?;
    people.retain(|person| inside.contains(&person.id));
    for person in &people {
        if let Some(family) = family(families, person) {
            *mix.entry(family).or_default() += 1;
            others = others.saturating_sub(1);
        }
    }
    let names = names(tx, families, reader, offering, &people).await?;
    let offering = tx.offering_by_id(offering).await?.ok_or_else(missing)?;
    Ok(MyCohort {
        cohort,
        code: row.code,
        set_name: set_name.map(|set| set.name).unwrap_or_default(),
        offering_code: offering.code,
        course: Text::new(offering.title_sv, offering.title_en),
        people: inside.len(),
        mix,
        others,
        names,
    })
}

fn family(families: &Families, person: &PersonRow) -> Option<ProfessionFamily> {
    families.of(person.profession.as_deref(), person.programme.as_deref())
}

/// Whose names in a cohort the reader may see.
async fn names(
    tx: &mut Tx,
    families: &Families,
    reader: PersonId,
    offering: OfferingId,
    people: &[PersonRow],
) -> Result<MyNames> {
    let agreed = tx.name_consents(offering).await?;
    let openness = |person: &PersonRow| Openness {
        agrees: agreed.contains(&person.person()),
        marking: parse_marking(&person.security_marking),
    };
    let Some(me) = people.iter().find(|person| person.person() == reader) else {
        return Ok(MyNames::default());
    };
    let mine = openness(me);
    let others = people.iter().filter(|person| person.person() != reader);
    let mut others: Vec<_> = others
        .filter(|other| mine.shows(openness(other)))
        .map(|other| (other.full_name(), family(families, other)))
        .collect();
    others.sort_by_cached_key(|(name, _)| swedish_sort_key(name));
    Ok(MyNames {
        may_choose: !mine.marking.is_protected(),
        agrees: mine.agrees,
        others,
    })
}

/// Lets the others of a cohort see the caller's name, if they let theirs be seen; or hides it
/// again. It holds for every cohort of the same offering.
pub async fn choose_names(app: &App, caller: &Caller, cohort: CohortId, show: bool) -> Result<()> {
    let person = caller.participant()?;
    let missing = || Error::NotFound { what: "cohort" };
    let mut tx = app.write(caller).await?;
    // Whoever marks the person as protected waits, or has done so.
    let row = tx.lock_person(person).await?.ok_or_else(missing)?;
    let mine = tx.memberships(person).await?;
    if !mine.iter().any(|member| member.cohort_id == cohort.0) {
        return Err(missing());
    }
    let offering = tx.offering_of_cohort(cohort).await?.ok_or_else(missing)?;
    if show && parse_marking(&row.security_marking).is_protected() {
        return Err(Error::refused(
            "name-not-shown",
            "Ditt namn visas inte för andra i gruppen.",
            "Your name is not shown to others in the group.",
        ));
    }
    let (changed, action) = if show {
        let changed = tx.give_name_consent(person, offering).await?;
        (changed, "name_consent.given")
    } else {
        let changed = tx.take_back_name_consent(person, offering).await?;
        (changed, "name_consent.taken_back")
    };
    if changed {
        let fact = Fact::new(action, "person", person.0);
        tx.record(fact.after(json!({ "offering": offering })));
    }
    app.commit(tx).await
}

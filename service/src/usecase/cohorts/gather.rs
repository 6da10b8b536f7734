//! Everything the solver has to know of an offering: people, cohorts, rules.

use super::{
    company,
    constraints::{apply_locks, pairs},
    request::{PlanRequest, Start},
    rules::elsewhere,
    seats::{cohorts, word},
};
use crate::{
    app::App,
    error::{Error, FieldError, Result, Text},
    store::{
        Tx,
        application::ApplicationRow,
        availability::AvailabilityRow,
        catalogue::OfferingRow,
        cohort::{CohortRow, CohortSetRow, MemberRow},
        person::PersonRow,
    },
    usecase::{
        clashes,
        people::{self, Families},
    },
};
use samverkan_domain::{
    cohort::{PlanInput, PlanPerson, SetKind, Times},
    id::{CohortId, CohortSetId, OfferingId},
};
use std::collections::{BTreeMap, btree_map::Entry};
use uuid::Uuid;

/// The partition that is in force.
pub(super) struct InForce {
    pub(super) cohorts: Vec<CohortRow>,
    members: BTreeMap<Uuid, MemberRow>,
}

/// Gathers for a request.
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
    let kind = kind_of(set, request)?;
    let in_force = match set {
        Some(set) if request.start != Start::New => in_force(tx, CohortSetId(set.id)).await?,
        _ => InForce {
            cohorts: Vec::new(),
            members: BTreeMap::new(),
        },
    };
    if request.nobody_moves() && in_force.cohorts.is_empty() {
        return Err(Error::refused(
            "no-cohorts-yet",
            "Det finns inga grupper att utgå från. Gör ett förslag från början först.",
            "There are no cohorts to start from. Make a proposal from nothing first.",
        ));
    }
    let mut people = people(tx, offering, &in_force).await?;
    if people.is_empty() {
        return Err(Error::refused(
            "nobody-to-place",
            "Ingen är antagen eller registrerad på kurstillfället än.",
            "Nobody is admitted or registered on the offering yet.",
        ));
    }
    choose(&mut people, request)?;
    let cohorts = cohorts(app, tx, offering, &in_force, &people, kind, request)?;
    if cohorts.iter().any(|cohort| !cohort.times.is_empty()) {
        avoid_what_is_taken(tx, offering, &mut people).await?;
    }
    apply_locks(&mut people, &cohorts, request)?;
    let (together, mut apart) = pairs(tx, offering, &people).await?;
    let company = company::gathered(app, tx, offering, &people).await?;
    apart.extend(company.apart);
    Ok(PlanInput {
        people,
        cohorts,
        together,
        apart,
        wishes: company.mutual,
        workplace_policy: request.workplaces,
        kind,
        weights: request.weights.clone(),
        only_newcomers: request.start == Start::Late,
        seed: request.seed,
        iterations: request.stop.iterations.unwrap_or(0),
    })
}

/// Who has said nothing of their weeks would rather not meet when timetables and calendars often
/// take up the time. Rather not, never cannot: a lecture in half the weeks forbids no meeting in
/// the others, and a plan that cannot be made helps nobody.
async fn avoid_what_is_taken(
    tx: &mut Tx,
    offering: &OfferingRow,
    people: &mut [PlanPerson],
) -> Result<()> {
    let taken = clashes::weekly(tx, offering).await?;
    let silent = people
        .iter_mut()
        .filter(|person| person.cannot.is_empty() && person.avoid.is_empty());
    for person in silent {
        person.avoid = taken.get(&person.person).copied().unwrap_or_default();
    }
    Ok(())
}

/// A partition stays what it was made for.
fn kind_of(set: Option<&CohortSetRow>, request: &PlanRequest) -> Result<SetKind> {
    let Some(set) = set else {
        return Ok(request.kind.unwrap_or_default());
    };
    let kind: SetKind = word(&set.kind)?;
    match request.kind {
        Some(wanted) if wanted != kind && request.start != Start::New => Err(Error::refused(
            "other-kind",
            "Indelningen finns redan och är av ett annat slag. Ge den nya ett annat namn.",
            "The partition exists and is of another kind. Give the new one another name.",
        )),
        Some(wanted) => Ok(wanted),
        None => Ok(kind),
    }
}

async fn in_force(tx: &mut Tx, set: CohortSetId) -> Result<InForce> {
    let members = tx.members(set).await?.into_iter();
    Ok(InForce {
        cohorts: tx.cohorts(set).await?,
        members: members.map(|member| (member.person_id, member)).collect(),
    })
}

/// Who is to be placed, of all who have a seat.
fn choose(people: &mut Vec<PlanPerson>, request: &PlanRequest) -> Result<()> {
    let mut faults = Vec::new();
    for (i, late) in request.late.iter().enumerate() {
        let found = people.iter().find(|person| person.person == *late);
        if found.is_none_or(|person| person.previous.is_some()) {
            faults.push(FieldError::new(
                format!("/people/{i}"),
                "no-newcomer",
                Text::new(
                    "Personen har ingen plats på kurstillfället, eller har redan en grupp.",
                    "The person has no place on the offering, or has a cohort already.",
                ),
            ));
        }
    }
    if !faults.is_empty() {
        return Err(Error::Invalid(faults));
    }
    match request.start {
        Start::Keep => people.retain(|person| person.previous.is_some()),
        Start::Late => {
            let wanted = |person: &PlanPerson| {
                request.late.is_empty() || request.late.contains(&person.person)
            };
            people.retain(|person| person.previous.is_some() || wanted(person));
            if people.iter().all(|person| person.previous.is_some()) {
                return Err(Error::refused(
                    "nobody-to-place",
                    "Alla som har plats har redan en grupp.",
                    "Everybody who has a place has a cohort already.",
                ));
            }
        }
        Start::New | Start::Rebalance => {}
    }
    Ok(())
}

/// What a person's description is looked up in.
struct Known {
    families: Families,
    people: BTreeMap<Uuid, PersonRow>,
    availability: BTreeMap<Uuid, AvailabilityRow>,
    channels: BTreeMap<Uuid, String>,
    /// Workplace to municipality.
    municipalities: BTreeMap<String, String>,
}

impl Known {
    async fn load(tx: &mut Tx, offering: &OfferingRow) -> Result<Self> {
        let id = offering.offering();
        let mut channels = BTreeMap::new();
        let mut offerings = vec![id];
        for guest in tx.guests(id).await? {
            offerings.extend(tx.offering(&guest).await?.map(|row| row.offering()));
        }
        for offering in offerings {
            let rows = tx.channels(offering).await?.into_iter();
            channels.extend(rows.map(|channel| (channel.id, channel.code)));
        }
        let people = tx.people_concerned(id).await?.into_iter();
        let availability = tx.availability(id).await?.into_iter();
        let workplaces = tx.workplaces().await?.into_iter();
        Ok(Self {
            families: Families::load(tx).await?,
            people: people.map(|row| (row.id, row)).collect(),
            availability: availability.map(|row| (row.person_id, row)).collect(),
            channels,
            municipalities: workplaces
                .map(|row| (row.school_unit_code, row.municipality_code))
                .collect(),
        })
    }
}

/// Everybody with a seat, here or on an offering that shares the cohorts, in order of id.
async fn people(
    tx: &mut Tx,
    offering: &OfferingRow,
    in_force: &InForce,
) -> Result<Vec<PlanPerson>> {
    let known = Known::load(tx, offering).await?;
    let mut people = BTreeMap::new();
    for application in tx.taking_part(offering.offering()).await? {
        // Somebody may have a place on each of two offerings that share cohorts: once is enough.
        if let Entry::Vacant(entry) = people.entry(application.person()) {
            entry.insert(person(&known, &application, in_force)?);
        }
    }
    Ok(people.into_values().collect())
}

fn person(known: &Known, application: &ApplicationRow, in_force: &InForce) -> Result<PlanPerson> {
    let id = application.person();
    let row = known.people.get(&id.0);
    let row = row.ok_or(Error::NotFound { what: "person" })?;
    let either = |own: &Option<String>, general: &Option<String>| own.clone().or(general.clone());
    let profession = either(&application.profession, &row.profession);
    let programme = either(&application.programme, &row.programme);
    let modality = either(&application.modality, &row.modality);
    // Never matched for a protected person: a cohort must not tell where somebody works.
    let workplace = either(&application.workplace, &row.workplace);
    let workplace = workplace.filter(|_| !row.is_protected());
    let municipality = workplace.as_ref();
    let municipality = municipality.and_then(|w| known.municipalities.get(w).cloned());
    let member = in_force.members.get(&id.0);
    let there = |id: Uuid| in_force.cohorts.iter().any(|cohort| cohort.id == id);
    let previous = member.map(|m| m.cohort_id).filter(|id| there(*id));
    let previous = previous.map(CohortId);
    let noted = known.availability.get(&id.0);
    let times = |bits: Option<i64>| Times::from_bits(bits.unwrap_or(0)).unwrap_or_default();
    let modality = modality.as_deref().and_then(people::parse_modality);
    Ok(PlanPerson {
        family: known
            .families
            .of(profession.as_deref(), programme.as_deref()),
        workplace,
        municipality,
        programme: programme.filter(|_| !row.is_protected()),
        modality_strict: modality.is_some() && noted.is_some_and(|n| n.modality_strict),
        modality,
        cannot: times(noted.map(|n| n.cannot)),
        avoid: times(noted.map(|n| n.avoid)),
        languages: noted
            .and_then(|n| n.languages.as_deref())
            .map(serde_json::from_str)
            .transpose()
            .map_err(Error::internal)?,
        protected: row.is_protected(),
        locked: previous.filter(|_| member.is_some_and(|m| m.locked)),
        previous,
        channel: known.channels.get(&application.channel_id).cloned(),
        ..PlanPerson::unknown(id)
    })
}

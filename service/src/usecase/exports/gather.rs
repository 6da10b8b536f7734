//! Who is in an offering's lists, and in which cohort.

use super::super::{enrolment::rollcall::own_places, people::Families};
use crate::{
    error::{Error, Result},
    store::{
        Tx,
        catalogue::OfferingRow,
        cohort::{CohortRow, CohortSetRow},
        person::PersonFilter,
    },
};
use samverkan_domain::{
    application::RegistrationKind,
    export::{Listed, Meeting, Seen},
    id::{CohortSetId, OfferingId},
};
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

/// A partition in force.
pub(super) struct Partition {
    pub set: CohortSetRow,
    pub cohorts: Vec<CohortRow>,
    /// Cohort code by person.
    pub places: BTreeMap<Uuid, String>,
}

/// The offering's own people who take part, in Swedish order of the name they are shown by.
pub(super) async fn listed(
    tx: &mut Tx,
    offering: &OfferingRow,
    set_name: Option<&str>,
) -> Result<Vec<Listed>> {
    let id = offering.offering();
    let partition = partition(tx, host(offering), set_name).await?;
    let families = Families::load(tx).await?;
    let mut seen = seen(tx, offering).await?;
    let places = own_places(tx, id).await?.into_iter();
    let mut places: BTreeMap<Uuid, _> = places.map(|row| (row.person_id, row)).collect();
    let filter = PersonFilter {
        offering: Some(id.0),
        ..PersonFilter::default()
    };
    let mut listed = Vec::with_capacity(places.len());
    for sorted in tx.people(&filter, i64::MAX).await? {
        let person = sorted.person;
        let Some(place) = places.remove(&person.id) else {
            continue;
        };
        let open = !person.is_protected();
        let family = families.of(person.profession.as_deref(), person.programme.as_deref());
        let kind = RegistrationKind::parse(&place.registration_kind);
        listed.push(Listed {
            name: person.shown_name(),
            // Profession, school and hour together tell who somebody is.
            family: family.filter(|_| open),
            address: person.address.filter(|_| open),
            state: place.state()?,
            registration: kind.ok_or_else(|| Error::internal("unknown kind of registration"))?,
            unmet_condition: place.condition_text.filter(|_| !place.condition_met),
            cohort: partition
                .as_ref()
                .and_then(|partition| partition.places.get(&person.id).cloned()),
            seen: seen.remove(&place.id).unwrap_or_default(),
        });
    }
    Ok(listed)
}

/// When the offering's people were seen, by application: at which meeting, where it is known.
pub(super) async fn seen(tx: &mut Tx, offering: &OfferingRow) -> Result<BTreeMap<Uuid, Vec<Seen>>> {
    let id = offering.offering();
    let mut sessions: BTreeMap<Uuid, Meeting> = BTreeMap::new();
    for of in BTreeSet::from([id.0, host(offering).0]) {
        for row in tx.sessions(OfferingId(of)).await? {
            let (_, starts) = row.starts_wall.split_once('T').unwrap_or_default();
            let meeting = Meeting {
                starts: starts.chars().take(5).collect(),
                title: row.title,
            };
            sessions.insert(row.id, meeting);
        }
    }
    let day = |text: &str| text.parse().map_err(Error::internal);
    let mut seen: BTreeMap<Uuid, Vec<Seen>> = BTreeMap::new();
    let meetings = tx.meeting_presence(id).await?;
    for one in &meetings {
        seen.entry(one.application_id).or_default().push(Seen {
            day: day(&one.on_day)?,
            kind: "meeting".to_owned(),
            meeting: sessions.get(&one.session_id).cloned(),
        });
    }
    let known: BTreeSet<(Uuid, &str)> = meetings
        .iter()
        .map(|one| (one.application_id, &*one.on_day))
        .collect();
    for note in tx.presence(id).await? {
        let told = note.kind == "meeting" && known.contains(&(note.application_id, &note.on_day));
        if !told {
            seen.entry(note.application_id).or_default().push(Seen {
                day: day(&note.on_day)?,
                kind: note.kind,
                meeting: None,
            });
        }
    }
    Ok(seen)
}

/// The offering whose cohorts its people are in.
pub(super) fn host(offering: &OfferingRow) -> OfferingId {
    offering.cohorts_of.map_or(offering.offering(), OfferingId)
}

/// The partition that is asked for, or the one there is. Of several, the one of mixed cohorts, if that is one.
pub(super) async fn partition(
    tx: &mut Tx,
    offering: OfferingId,
    name: Option<&str>,
) -> Result<Option<Partition>> {
    let sets = tx.cohort_sets(offering).await?;
    let names = sets.iter().map(|set| set.name.clone());
    let names = names.collect::<Vec<_>>().join(", ");
    let mut wanted: Vec<CohortSetRow> = match name {
        Some(name) => sets.into_iter().filter(|set| set.name == name).collect(),
        None if sets.len() > 1 => sets.into_iter().filter(|set| set.kind == "mixed").collect(),
        None => sets,
    };
    let set = match (wanted.pop(), wanted.is_empty(), name) {
        (Some(set), true, _) => set,
        (None, _, None) if names.is_empty() => return Ok(None),
        _ => {
            return Err(Error::invalid(
                "/set_name",
                "no-such-set",
                format!("Säg vilken gruppindelning du menar. Det finns: {names}."),
                format!("Say which partition you mean. There are: {names}."),
            ));
        }
    };
    let cohorts = tx.cohorts(CohortSetId(set.id)).await?;
    let code = |id| cohorts.iter().find(|c| c.id == id).map(|c| c.code.clone());
    let members = tx.members(CohortSetId(set.id)).await?;
    let places = members.iter();
    let places = places
        .filter_map(|m| Some((m.person_id, code(m.cohort_id)?)))
        .collect();
    Ok(Some(Partition {
        set,
        cohorts,
        places,
    }))
}

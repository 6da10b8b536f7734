//! What a rule decides on: the offering's moments and people, as they are now.

use super::{Rule, word};
use crate::{
    error::Result,
    store::{Tx, catalogue::OfferingRow, remindable::RemindableRow},
};
use samverkan_domain::{
    id::{ApplicationId, CohortId, OfferingId, PersonId, SessionId},
    reminder::{Candidate, Meets, Moments, Occurrence, Place, Told, occurrences},
};
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

pub(super) struct Gathered {
    pub(super) offering: OfferingRow,
    pub(super) moments: Moments,
    /// In the same order as `rows`.
    pub(super) people: Vec<Candidate>,
    pub(super) rows: BTreeMap<Uuid, RemindableRow>,
    /// Titles and ends of meetings, for letters.
    pub(super) meetings: BTreeMap<Uuid, crate::store::session::SessionRow>,
    pub(super) occurrences: Vec<Occurrence>,
    /// Names of occurrences that the rule has gone off for.
    pub(super) fired: BTreeSet<String>,
    pub(super) told: Vec<Told>,
}

/// Reads it all. A rule that is not kept yet has gone off for nothing.
pub(super) async fn gather(
    tx: &mut Tx,
    offering: OfferingRow,
    rule: &Rule,
    id: Option<Uuid>,
) -> Result<Gathered> {
    let of = offering.offering();
    let guests = rule.moment.is_of_sessions();
    let meetings = tx.sessions(of).await?;
    let meetings: Vec<_> = meetings
        .into_iter()
        .filter(|session| session.state == "published")
        .collect();
    let dates = offering.dates()?;
    let closes = tx.channels(of).await?.into_iter();
    let moments = Moments {
        starts_on: dates.starts_on,
        ends_on: dates.ends_on,
        closes: closes
            .filter_map(|channel| Some((channel.id, channel.closes_at?.0)))
            .collect(),
        meetings: meetings
            .iter()
            .map(|session| Meets {
                session: SessionId(session.id),
                cohort: session.cohort_id.map(CohortId),
                starts_at: session.starts_at.0,
            })
            .collect(),
    };
    let (people, rows) = people(tx, of, guests).await?;
    let occurrences = occurrences(rule.moment, rule.offset, &moments, &people);
    let (mut fired, mut told) = (BTreeSet::new(), Vec::new());
    if let Some(id) = id {
        fired.extend(
            tx.mail_rule_fired(id)
                .await?
                .into_iter()
                .map(|row| row.occurrence),
        );
        told.extend(tx.reminded(id).await?.into_iter().map(|row| Told {
            occurrence: row.occurrence,
            person: PersonId(row.person_id),
        }));
    }
    Ok(Gathered {
        offering,
        moments,
        people,
        rows,
        meetings: meetings
            .into_iter()
            .map(|session| (session.id, session))
            .collect(),
        occurrences,
        fired,
        told,
    })
}

type People = (Vec<Candidate>, BTreeMap<Uuid, RemindableRow>);

async fn people(tx: &mut Tx, of: OfferingId, guests: bool) -> Result<People> {
    let rows = tx.remindable(of, guests).await?;
    let mut places = BTreeMap::new();
    for row in tx.places_under_way(of, guests).await? {
        places.insert(
            row.person_id,
            Place {
                application: ApplicationId(row.id),
                channel: row.channel_id,
                state: word(&row.state)?,
                answer_by: row.answer_by.map(|by| by.0),
            },
        );
    }
    let mut cohorts: BTreeMap<Uuid, Vec<(String, CohortId)>> = BTreeMap::new();
    for row in tx.in_cohorts(of).await? {
        let theirs = cohorts.entry(row.person_id).or_default();
        theirs.push((row.set_name, CohortId(row.cohort_id)));
    }
    let mut leads: BTreeMap<Uuid, Vec<CohortId>> = BTreeMap::new();
    for row in tx.leaders(of).await? {
        let theirs = leads.entry(row.person_id).or_default();
        theirs.push(CohortId(row.cohort_id));
    }
    let candidate = |row: &RemindableRow| {
        let id = row.person.id;
        Candidate {
            person: row.person.person(),
            place: places.get(&id).cloned(),
            cohorts: cohorts.get(&id).cloned().unwrap_or_default(),
            leads: leads.get(&id).cloned().unwrap_or_default(),
            has_address: row.person.address.is_some(),
            address_failed: row.address_failed_at.is_some(),
            unsubscribed: row.unsubscribed_at.is_some(),
        }
    };
    let people = rows.iter().map(candidate).collect();
    let rows = rows.into_iter().map(|row| (row.person.id, row)).collect();
    Ok((people, rows))
}

/// Whether the moment is told of by a meeting's letter.
pub(super) fn meeting_of(occurrence: &Occurrence) -> Option<Uuid> {
    use samverkan_domain::reminder::For;
    match occurrence.is_for {
        For::Meeting(session, _) | For::First(session) => Some(session.0),
        _ => None,
    }
}

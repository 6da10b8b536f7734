//! Telling people which cohort is theirs.

use super::{install::Changed, led::tell_leader};
use crate::{
    app::App,
    error::{Error, Result},
    mail::letter::{Letter, Meeting, Slot},
    store::{Tx, catalogue::OfferingRow},
    usecase::{enrolment, letters, schedule},
};
use samverkan_domain::{
    cohort::{CohortExplanation, Plan},
    id::PersonId,
    person::Language,
    schedule::SessionState,
};

/// Writes to everybody whose cohort is another than it was, and to facilitators whose cohort is no
/// longer.
pub(super) async fn tell(
    app: &App,
    tx: &mut Tx,
    offering: &OfferingRow,
    plan: &Plan,
    changed: Changed,
) -> Result<()> {
    let meeting = first_session(tx, offering).await?;
    for person in changed.moved {
        tell_one(app, tx, offering, plan, meeting.as_ref(), person).await?;
    }
    for person in changed.released {
        tell_leader(app, tx, offering, person).await?;
    }
    Ok(())
}

/// Tells a person which cohort it is, and who else by profession, never by name.
async fn tell_one(
    app: &App,
    tx: &mut Tx,
    offering: &OfferingRow,
    plan: &Plan,
    meeting: Option<&Meeting>,
    person: PersonId,
) -> Result<()> {
    let row = tx
        .person(person)
        .await?
        .ok_or(Error::NotFound { what: "person" })?;
    let place = plan.places.iter().find(|(placed, _)| *placed == person);
    let cohort = place.and_then(|(_, id)| plan.cohorts.iter().find(|c| c.cohort == *id));
    let cohort = cohort.ok_or_else(|| Error::internal("a placed person has no cohort"))?;
    let language = letters::language_of(&row);
    let letter = Letter::CohortPlaced {
        course: enrolment::course_title(offering, &row),
        offering_code: offering.code.clone(),
        cohort_code: cohort.code.clone(),
        mix: if row.is_protected() {
            Vec::new()
        } else {
            mix(cohort, language)
        },
        first_session: meeting.cloned(),
        calendar_hint: true,
    };
    letters::enqueue(app, tx, person, &letter).await
}

fn mix(cohort: &CohortExplanation, language: Language) -> Vec<(String, u32)> {
    cohort
        .families
        .iter()
        .filter(|family| family.count > 0)
        .map(|family| {
            let count = u32::try_from(family.count).unwrap_or_default();
            (family.family.label(language).to_owned(), count)
        })
        .collect()
}

async fn first_session(tx: &mut Tx, offering: &OfferingRow) -> Result<Option<Meeting>> {
    let now = tx.now();
    for row in tx.sessions(offering.offering()).await? {
        let session = schedule::session_of(&row)?;
        let ahead = session.starts.instant() > now && session.cohort.is_none();
        if ahead && session.state == SessionState::Published {
            let slot = Slot {
                starts_at: session.starts.instant(),
                ends_at: session.ends.instant(),
            };
            return Ok(Some(Meeting {
                title: session.title,
                slot,
            }));
        }
    }
    Ok(None)
}

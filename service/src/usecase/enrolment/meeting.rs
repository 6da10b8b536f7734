//! The meeting that staff note who came to: one that the offering's people go to.

use super::rollcall::{PresenceKind, PresenceRequest, own_places};
use crate::{
    error::{Error, Result},
    store::{Tx, catalogue::OfferingRow},
    usecase::{schedule::session_of, validate::Faults},
};
use samverkan_domain::{
    id::{PersonId, SessionId},
    schedule::{Session, SessionState},
};

/// A meeting of the offering, or of the one whose cohorts its people are in. A cohort's is only for
/// its members.
pub(super) async fn find(
    tx: &mut Tx,
    offering: &OfferingRow,
    request: &PresenceRequest,
    id: SessionId,
) -> Result<Session> {
    let mut faults = Faults::default();
    if request.kind != PresenceKind::Meeting {
        faults.add(
            "/session",
            "only-meeting",
            "Ett möte anges bara när det är ett möte som noteras (kind: meeting).",
            "A session is named only when it is a meeting that is noted (kind: meeting).",
        );
    }
    if request.on.is_some() {
        faults.add(
            "/on",
            "day-of-the-session",
            "Dagen är mötets. Ange antingen mötet eller dagen.",
            "The day is the session's. Name either the session or the day.",
        );
    }
    faults.finish()?;
    let row = tx.session(id).await?.filter(|row| {
        row.offering_id == offering.id || Some(row.offering_id) == offering.cohorts_of
    });
    let session = session_of(&row.ok_or(Error::NotFound { what: "session" })?)?;
    if let SessionState::Cancelled { .. } = session.state {
        let (sv, en) = ("Mötet är inställt.", "The meeting is cancelled.");
        return Err(Error::refused("cancelled", sv, en));
    }
    if let Some(cohort) = session.cohort {
        let mut faults = Faults::default();
        let places = own_places(tx, offering.offering()).await?;
        for (n, id) in request.present.iter().enumerate() {
            let place = places.iter().find(|row| row.id == *id);
            let member = match place {
                Some(row) => {
                    let memberships = tx.memberships(PersonId(row.person_id)).await?;
                    memberships.iter().any(|one| one.cohort_id == cohort.0)
                }
                // Said where all applications are looked at.
                None => true,
            };
            if !member {
                faults.add(
                    &format!("/present/{n}"),
                    "not-in-the-cohort",
                    "Personen är inte i gruppen som mötet är för.",
                    "The person is not in the cohort that the meeting is for.",
                );
            }
        }
        faults.finish()?;
    }
    Ok(session)
}

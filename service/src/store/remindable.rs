//! Whom reminders can be about, and who wants none.

use super::{At, Result, Tx, person::PersonRow};
use samverkan_domain::id::{OfferingId, PersonId};
use uuid::Uuid;

/// Somebody of an offering, with what stops letters.
#[derive(Clone, sqlx::FromRow)]
pub struct RemindableRow {
    #[sqlx(flatten)]
    pub person: PersonRow,
    pub address_failed_at: Option<At>,
    pub unsubscribed_at: Option<At>,
}

/// An application that is under way.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct PlaceRow {
    pub id: Uuid,
    pub person_id: Uuid,
    pub channel_id: Uuid,
    pub state: String,
    pub answer_by: Option<At>,
}

/// Who is in which cohort.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct InCohortRow {
    pub person_id: Uuid,
    /// Name of the division.
    pub set_name: String,
    pub cohort_id: Uuid,
}

/// Applications of an offering `$1` that are under way; with `$2` those of offerings that share its
/// cohorts too.
macro_rules! under_way {
    () => {
        "a.state IN ('awaiting_approval', 'submitted', 'reserve', 'called', 'admitted', 'accepted',
                     'registered')
         AND (a.offering_id = $1
              OR ($2 AND a.offering_id IN (SELECT o.id FROM offering o WHERE o.cohorts_of = $1)))"
    };
}

impl Tx {
    /// Who has an application that is under way, and who leads a cohort; in order of person.
    pub async fn remindable(
        &mut self,
        offering: OfferingId,
        guests: bool,
    ) -> Result<Vec<RemindableRow>> {
        fetch_all!(
            self,
            RemindableRow,
            concat!(
                "SELECT p.id, p.given_name, p.family_name, p.security_marking, p.language, p.modality,
                        p.profession, p.programme, p.workplace, p.identity_kind, p.identity_sealed,
                        p.identity_hash, e.address, p.created_at, p.revision,
                        e.failed_at AS address_failed_at, u.at AS unsubscribed_at
                 FROM person p LEFT JOIN email e ON e.person_id = p.id AND e.main
                               LEFT JOIN mail_unsubscribed u ON u.person_id = p.id
                 WHERE p.id IN (SELECT a.person_id FROM application a WHERE ",
                under_way!(),
                " UNION
                  SELECT l.person_id FROM cohort_leader l JOIN cohort c ON c.id = l.cohort_id
                         JOIN cohort_set s ON s.id = c.cohort_set_id WHERE s.offering_id = $1)
                 ORDER BY p.id"
            ),
            offering.0,
            guests
        )
    }

    pub async fn places_under_way(
        &mut self,
        offering: OfferingId,
        guests: bool,
    ) -> Result<Vec<PlaceRow>> {
        fetch_all!(
            self,
            PlaceRow,
            concat!(
                "SELECT a.id, a.person_id, a.channel_id, a.state, a.answer_by FROM application a WHERE ",
                under_way!(),
                " ORDER BY a.id"
            ),
            offering.0,
            guests
        )
    }

    /// Who is in which cohort of an offering.
    pub async fn in_cohorts(&mut self, offering: OfferingId) -> Result<Vec<InCohortRow>> {
        fetch_all!(
            self,
            InCohortRow,
            "SELECT m.person_id, s.name AS set_name, m.cohort_id
             FROM cohort_member m JOIN cohort_set s ON s.id = m.cohort_set_id
             WHERE s.offering_id = $1 ORDER BY m.person_id, m.cohort_id",
            offering.0
        )
    }

    /// Since when somebody wants no reminders.
    pub async fn unsubscribed(&mut self, person: PersonId) -> Result<Option<At>> {
        let row: Option<(At,)> = fetch_optional!(
            self,
            (At,),
            "SELECT at FROM mail_unsubscribed WHERE person_id = $1",
            person.0
        )?;
        Ok(row.map(|(at,)| at))
    }

    /// Notes that somebody wants no reminders; says no if that is known.
    pub async fn unsubscribe(&mut self, person: PersonId) -> Result<bool> {
        let noted = execute!(
            self,
            "INSERT INTO mail_unsubscribed (person_id, at) VALUES ($1, $2)
             ON CONFLICT (person_id) DO NOTHING",
            person.0,
            self.now
        )?;
        Ok(noted == 1)
    }

    /// The way back.
    pub async fn subscribe(&mut self, person: PersonId) -> Result<bool> {
        let gone = execute!(
            self,
            "DELETE FROM mail_unsubscribed WHERE person_id = $1",
            person.0
        )?;
        Ok(gone == 1)
    }
}

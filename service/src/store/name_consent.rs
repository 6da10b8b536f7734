//! Who lets the other members of their cohorts see their name.

use super::{Result, Tx};
use samverkan_domain::id::{OfferingId, PersonId};
use std::collections::BTreeSet;
use uuid::Uuid;

impl Tx {
    /// Everybody who lets their name be seen in the cohorts of an offering.
    pub async fn name_consents(&mut self, offering: OfferingId) -> Result<BTreeSet<PersonId>> {
        let rows: Vec<(Uuid,)> = fetch_all!(
            self,
            (Uuid,),
            "SELECT person_id FROM name_consent WHERE offering_id = $1",
            offering.0
        )?;
        Ok(rows.into_iter().map(|(id,)| PersonId(id)).collect())
    }

    /// Lets a name be seen; says whether it was not before.
    pub async fn give_name_consent(
        &mut self,
        person: PersonId,
        offering: OfferingId,
    ) -> Result<bool> {
        let changed = execute!(
            self,
            "INSERT INTO name_consent (person_id, offering_id, given_at) VALUES ($1, $2, $3)
             ON CONFLICT (person_id, offering_id) DO NOTHING",
            person.0,
            offering.0,
            self.now
        )?;
        Ok(changed == 1)
    }

    /// Hides a name again; says whether it was seen.
    pub async fn take_back_name_consent(
        &mut self,
        person: PersonId,
        offering: OfferingId,
    ) -> Result<bool> {
        let changed = execute!(
            self,
            "DELETE FROM name_consent WHERE person_id = $1 AND offering_id = $2",
            person.0,
            offering.0
        )?;
        Ok(changed == 1)
    }

    /// Hides somebody's name everywhere; says in how many places it was seen.
    pub async fn forget_name_consents(&mut self, person: PersonId) -> Result<u64> {
        execute!(
            self,
            "DELETE FROM name_consent WHERE person_id = $1",
            person.0
        )
    }
}

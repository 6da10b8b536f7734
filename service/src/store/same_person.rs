//! Finding a person by what is known of them, and past a merge.

use super::{
    Result, Tx,
    person::{EmailRow, PersonRow},
};
use samverkan_domain::id::PersonId;
use uuid::Uuid;

impl Tx {
    /// Whose number it is; of a record that has become part of another, that other.
    pub async fn person_by_identity(&mut self, hash: &[u8]) -> Result<Option<PersonId>> {
        let row: Option<(Uuid,)> = fetch_optional!(
            self,
            (Uuid,),
            "SELECT COALESCE(merged_into, id) FROM person WHERE identity_hash = $1",
            hash.to_vec()
        )?;
        Ok(row.map(|(id,)| PersonId(id)))
    }

    pub async fn person_by_email(&mut self, address_key: &str) -> Result<Option<PersonId>> {
        let row: Option<(Uuid,)> = fetch_optional!(
            self,
            (Uuid,),
            "SELECT person_id FROM email WHERE address_key = $1",
            address_key
        )?;
        Ok(row.map(|(id,)| PersonId(id)))
    }

    /// People with exactly this folded name. Protected people are never among them.
    pub async fn people_by_name_key(&mut self, name_key: &str) -> Result<Vec<PersonRow>> {
        fetch_all!(
            self,
            PersonRow,
            "SELECT p.id, p.given_name, p.family_name, p.security_marking, p.language, p.modality,
                    p.profession, p.programme, p.workplace, p.identity_kind, p.identity_sealed,
                    p.identity_hash, e.address, p.created_at, p.revision
             FROM person p LEFT JOIN email e ON e.person_id = p.id AND e.main
             WHERE p.name_key = $1 AND p.security_marking = 'none' AND p.merged_into IS NULL
             ORDER BY p.id",
            name_key
        )
    }

    /// A person, or the record of one that has become part of another.
    pub async fn person_even_merged(
        &mut self,
        id: PersonId,
    ) -> Result<Option<(PersonRow, Option<PersonId>)>> {
        if let Some(row) = self.person(id).await? {
            return Ok(Some((row, None)));
        }
        let row = fetch_optional!(
            self,
            PersonRow,
            "SELECT p.id, p.given_name, p.family_name, p.security_marking, p.language, p.modality,
                    p.profession, p.programme, p.workplace, p.identity_kind, p.identity_sealed,
                    p.identity_hash, NULL AS address, p.created_at, p.revision
             FROM person p WHERE p.id = $1",
            id.0
        )?;
        let into = self.merged_into(id).await?;
        Ok(row.map(|row| (row, into)))
    }

    /// The person that a record has become part of.
    pub async fn merged_into(&mut self, id: PersonId) -> Result<Option<PersonId>> {
        let row: Option<(Uuid,)> = fetch_optional!(
            self,
            (Uuid,),
            "SELECT merged_into FROM person WHERE id = $1 AND merged_into IS NOT NULL",
            id.0
        )?;
        Ok(row.map(|(id,)| PersonId(id)))
    }

    /// Records that have become part of a person.
    pub async fn records_merged_into(&mut self, id: PersonId) -> Result<Vec<(Uuid,)>> {
        fetch_all!(
            self,
            (Uuid,),
            "SELECT id FROM person WHERE merged_into = $1 ORDER BY id",
            id.0
        )
    }

    /// A person's addresses.
    pub async fn emails(&mut self, person: PersonId) -> Result<Vec<EmailRow>> {
        fetch_all!(
            self,
            EmailRow,
            "SELECT address_key, address, person_id, main, verified_at FROM email
             WHERE person_id = $1 ORDER BY address_key",
            person.0
        )
    }
}

//! People and their addresses.

use super::{At, Result, Tx, like};
use jiff::Timestamp;
use samverkan_domain::{
    id::PersonId,
    person::{SecurityMarking, alias},
    text::{fold_name, search_key, swedish_sort_key},
};
use uuid::Uuid;

/// A person as stored. Nothing of it leaves the use cases unfiltered: see `usecase::person`.
#[derive(Clone, PartialEq, sqlx::FromRow)]
pub struct PersonRow {
    pub id: Uuid,
    pub given_name: String,
    pub family_name: String,
    pub security_marking: String,
    pub language: String,
    pub modality: Option<String>,
    pub profession: Option<String>,
    pub programme: Option<String>,
    pub workplace: Option<String>,
    pub identity_kind: Option<String>,
    pub identity_sealed: Option<Vec<u8>>,
    pub identity_hash: Option<Vec<u8>>,
    pub address: Option<String>,
    pub created_at: At,
    pub revision: i64,
}

impl std::fmt::Debug for PersonRow {
    /// Only the id: rows end up in logs.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("PersonRow")
            .field("id", &self.id)
            .finish_non_exhaustive()
    }
}

impl PersonRow {
    pub fn person(&self) -> PersonId {
        PersonId(self.id)
    }

    /// Protected unless the marking is exactly "none".
    pub fn is_protected(&self) -> bool {
        self.security_marking != "none"
    }

    pub fn full_name(&self) -> String {
        format!("{} {}", self.given_name, self.family_name)
            .trim()
            .to_owned()
    }

    /// What others may call this person: the alias of a protected one, else the name.
    pub fn shown_name(&self) -> String {
        if self.is_protected() {
            alias(self.person())
        } else {
            self.full_name()
        }
    }
}

/// What is written of a person.
#[derive(Clone, serde::Serialize, serde::Deserialize)]
pub struct PersonData {
    pub id: PersonId,
    pub given_name: String,
    pub family_name: String,
    pub security_marking: SecurityMarking,
    pub language: String,
    pub modality: Option<String>,
    pub profession: Option<String>,
    pub programme: Option<String>,
    pub workplace: Option<String>,
}

impl PersonData {
    /// Keys for search and order. A protected person's come from the alias, so that neither a
    /// search nor a place in a sorted list gives the name away.
    fn keys(&self) -> (String, String) {
        if self.security_marking.is_protected() {
            let alias = alias(self.id);
            (fold_name(&alias), swedish_sort_key(&alias))
        } else {
            let name = format!("{} {}", self.given_name, self.family_name);
            let sort = format!("{}\u{1}{}", self.family_name, self.given_name);
            (fold_name(&name), swedish_sort_key(&sort))
        }
    }
}

/// A sealed identity number.
#[derive(Clone)]
pub struct SealedIdentity {
    pub kind: &'static str,
    pub sealed: Vec<u8>,
    pub hash: Vec<u8>,
}

#[derive(Debug, Clone, sqlx::FromRow)]
pub struct EmailRow {
    pub address_key: String,
    pub address: String,
    pub person_id: Uuid,
    pub main: bool,
    pub verified_at: Option<At>,
}

/// What to look for among people.
#[derive(Debug, Clone, Default)]
pub struct PersonFilter {
    /// Part of a name, in any spelling.
    pub name: Option<String>,
    pub offering: Option<Uuid>,
    /// Sort key and id of the last person seen.
    pub after: Option<(String, Uuid)>,
}

/// A person and the key it was sorted by, for the cursor.
#[derive(Clone, sqlx::FromRow)]
pub struct SortedPerson {
    #[sqlx(flatten)]
    pub person: PersonRow,
    pub sort_key: String,
}

impl Tx {
    pub async fn insert_person(
        &mut self,
        data: &PersonData,
        identity: Option<&SealedIdentity>,
    ) -> Result<()> {
        let (name_key, sort_key) = data.keys();
        execute!(
            self,
            "INSERT INTO person (id, given_name, family_name, name_key, sort_key, security_marking,
                                 language, modality, profession, programme, workplace,
                                 identity_kind, identity_sealed, identity_hash, created_at, revision)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, 1)",
            data.id.0,
            &data.given_name,
            &data.family_name,
            &name_key,
            &sort_key,
            super::as_word(data.security_marking),
            &data.language,
            &data.modality,
            &data.profession,
            &data.programme,
            &data.workplace,
            identity.map(|i| i.kind),
            identity.map(|i| i.sealed.clone()),
            identity.map(|i| i.hash.clone()),
            self.now
        )?;
        Ok(())
    }

    /// Writes all of a person but the identity number; gives the new revision.
    pub async fn update_person(&mut self, data: &PersonData) -> Result<i64> {
        let (name_key, sort_key) = data.keys();
        let (revision,) = fetch_one!(
            self,
            (i64,),
            "UPDATE person SET given_name = $2, family_name = $3, name_key = $4, sort_key = $5,
                    security_marking = $6, language = $7, modality = $8, profession = $9,
                    programme = $10, workplace = $11, revision = revision + 1
             WHERE id = $1 RETURNING revision",
            data.id.0,
            &data.given_name,
            &data.family_name,
            &name_key,
            &sort_key,
            super::as_word(data.security_marking),
            &data.language,
            &data.modality,
            &data.profession,
            &data.programme,
            &data.workplace
        )?;
        Ok(revision)
    }

    /// Gives a person an identity number that had none.
    pub async fn set_identity(&mut self, id: PersonId, identity: &SealedIdentity) -> Result<()> {
        execute!(
            self,
            "UPDATE person SET identity_kind = $2, identity_sealed = $3, identity_hash = $4
             WHERE id = $1 AND identity_hash IS NULL",
            id.0,
            identity.kind,
            &identity.sealed,
            &identity.hash
        )?;
        Ok(())
    }

    /// Locks a person against other writers and gives the row.
    pub async fn lock_person(&mut self, id: PersonId) -> Result<Option<PersonRow>> {
        let locked = execute!(
            self,
            "UPDATE person SET revision = revision WHERE id = $1",
            id.0
        )?;
        if locked == 0 {
            Ok(None)
        } else {
            self.person(id).await
        }
    }

    /// A person. A record that has become part of another is none.
    pub async fn person(&mut self, id: PersonId) -> Result<Option<PersonRow>> {
        fetch_optional!(
            self,
            PersonRow,
            "SELECT p.id, p.given_name, p.family_name, p.security_marking, p.language, p.modality,
                    p.profession, p.programme, p.workplace, p.identity_kind, p.identity_sealed,
                    p.identity_hash, e.address, p.created_at, p.revision
             FROM person p LEFT JOIN email e ON e.person_id = p.id AND e.main
             WHERE p.id = $1 AND p.merged_into IS NULL",
            id.0
        )
    }

    pub async fn people(&mut self, filter: &PersonFilter, limit: i64) -> Result<Vec<SortedPerson>> {
        let name = filter
            .name
            .as_ref()
            .map(|name| format!("%{}%", like(&search_key(name))));
        let (after_key, after_id) = filter.after.clone().unzip();
        fetch_all!(
            self,
            SortedPerson,
            "SELECT p.id, p.given_name, p.family_name, p.security_marking, p.language, p.modality,
                    p.profession, p.programme, p.workplace, p.identity_kind, p.identity_sealed,
                    p.identity_hash, e.address, p.created_at, p.revision, p.sort_key
             FROM person p LEFT JOIN email e ON e.person_id = p.id AND e.main
             WHERE ($1 IS NULL OR replace(replace(replace(p.name_key, 'å', 'a'), 'ä', 'a'), 'ö', 'o')
                                  LIKE $1 ESCAPE '\\')
               AND ($2 IS NULL OR EXISTS (SELECT 1 FROM application a
                                          WHERE a.person_id = p.id AND a.offering_id = $2))
               AND p.merged_into IS NULL
               AND ($3 IS NULL OR p.sort_key > $3 OR (p.sort_key = $3 AND p.id > $4))
             ORDER BY p.sort_key, p.id LIMIT $5",
            name.clone(),
            filter.offering,
            after_key.clone(),
            after_id,
            limit
        )
    }

    /// Adds an address; the person's first becomes the main one.
    pub async fn insert_email(
        &mut self,
        person: PersonId,
        address_key: &str,
        address: &str,
        verified_at: Option<Timestamp>,
    ) -> Result<()> {
        let (others,): (i64,) = fetch_one!(
            self,
            (i64,),
            "SELECT COUNT(*) FROM email WHERE person_id = $1",
            person.0
        )?;
        execute!(
            self,
            "INSERT INTO email (address_key, address, person_id, main, verified_at)
             VALUES ($1, $2, $3, $4, $5)",
            address_key,
            address,
            person.0,
            others == 0,
            verified_at.map(At::from)
        )?;
        Ok(())
    }

    pub async fn verify_email(&mut self, address_key: &str) -> Result<()> {
        execute!(
            self,
            "UPDATE email SET verified_at = $2 WHERE address_key = $1 AND verified_at IS NULL",
            address_key,
            self.now
        )?;
        Ok(())
    }
}

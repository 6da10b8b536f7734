//! What an import run made and changed, kept so that it can be taken back.

use super::{At, Result, Tx};
use samverkan_domain::id::{ApplicationId, ImportId, PersonId};
use uuid::Uuid;

/// One thing that a run made or changed.
#[derive(Debug, Clone, PartialEq, sqlx::FromRow)]
pub struct ImportEntryRow {
    pub run_id: Uuid,
    pub position: i64,
    /// Of the file.
    pub row_number: i64,
    pub thing: String,
    pub subject_id: Uuid,
    /// What was before, and how the run left it, sealed (JSON).
    pub kept: Vec<u8>,
    pub undone_at: Option<At>,
}

/// An entry about a person, with when it was made.
#[derive(Debug, Clone, PartialEq, sqlx::FromRow)]
pub struct OwnImportEntryRow {
    pub thing: String,
    pub kept: Vec<u8>,
    pub created_at: At,
    pub undone_at: Option<At>,
}

impl Tx {
    /// Whether a run did anything that has not been taken back.
    pub async fn import_entries_left(&mut self, run: ImportId) -> Result<bool> {
        let (left,): (i64,) = fetch_one!(
            self,
            (i64,),
            "SELECT COUNT(*) FROM (SELECT 1 FROM import_entry
                 WHERE run_id = $1 AND undone_at IS NULL LIMIT 1) AS one",
            run.0
        )?;
        Ok(left > 0)
    }

    /// What a run did to things of one kind and has not been taken back: the last before a position first.
    pub async fn import_entries(
        &mut self,
        run: ImportId,
        thing: &str,
        before: i64,
        limit: i64,
    ) -> Result<Vec<ImportEntryRow>> {
        fetch_all!(
            self,
            ImportEntryRow,
            "SELECT run_id, position, row_number, thing, subject_id, kept, undone_at
             FROM import_entry
             WHERE run_id = $1 AND thing = $2 AND position < $3 AND undone_at IS NULL
             ORDER BY position DESC LIMIT $4",
            run.0,
            thing,
            before,
            limit
        )
    }

    pub async fn import_entry(
        &mut self,
        run: ImportId,
        position: i64,
    ) -> Result<Option<ImportEntryRow>> {
        fetch_optional!(
            self,
            ImportEntryRow,
            "SELECT run_id, position, row_number, thing, subject_id, kept, undone_at
             FROM import_entry WHERE run_id = $1 AND position = $2",
            run.0,
            position
        )
    }

    /// Keeps something else of an entry.
    pub async fn set_import_entry_kept(&mut self, row: &ImportEntryRow) -> Result<()> {
        execute!(
            self,
            "UPDATE import_entry SET kept = $3 WHERE run_id = $1 AND position = $2",
            row.run_id,
            row.position,
            &row.kept
        )?;
        Ok(())
    }

    /// What imports have changed of a person.
    pub async fn import_entries_of(&mut self, person: PersonId) -> Result<Vec<OwnImportEntryRow>> {
        fetch_all!(
            self,
            OwnImportEntryRow,
            "SELECT e.thing, e.kept, r.created_at, e.undone_at
             FROM import_entry e JOIN import_run r ON r.id = e.run_id
             WHERE e.subject_id = $1
                OR e.subject_id IN (SELECT id FROM application WHERE person_id = $1)
             ORDER BY r.created_at, e.position",
            person.0
        )
    }

    /// All that was left of a run has been taken back.
    pub async fn import_entries_undone(&mut self, run: ImportId) -> Result<()> {
        execute!(
            self,
            "UPDATE import_entry SET undone_at = $2 WHERE run_id = $1 AND undone_at IS NULL",
            run.0,
            self.now
        )?;
        Ok(())
    }

    /// But for this, which was kept.
    pub async fn import_entry_kept(&mut self, run: ImportId, position: i64) -> Result<()> {
        execute!(
            self,
            "UPDATE import_entry SET undone_at = NULL WHERE run_id = $1 AND position = $2",
            run.0,
            position
        )?;
        Ok(())
    }

    /// Notes that a run has been taken back; the last time counts.
    pub async fn import_undone(&mut self, run: ImportId) -> Result<()> {
        execute!(
            self,
            "UPDATE import_run SET undone_at = $2 WHERE id = $1",
            run.0,
            self.now
        )?;
        Ok(())
    }

    /// Two who take the same run back wait for each other.
    pub async fn lock_import(&mut self, run: ImportId) -> Result<()> {
        execute!(
            self,
            "UPDATE import_run SET created_at = created_at WHERE id = $1",
            run.0
        )?;
        Ok(())
    }

    /// Takes away the letters of that instant to a person that nobody has begun to send.
    pub async fn forget_letters(&mut self, person: PersonId, at: At) -> Result<()> {
        execute!(
            self,
            "DELETE FROM outbox WHERE person_id = $1 AND created_at = $2 AND done_at IS NULL
               AND attempts = 0 AND lease_until <= $3",
            person.0,
            at,
            self.now
        )?;
        Ok(())
    }

    /// Takes away decisions of others' that were read in at that instant by mistake.
    pub async fn forget_decisions(&mut self, id: ApplicationId, at: At) -> Result<()> {
        execute!(self, "INSERT INTO undoing_now (one) VALUES (1)")?;
        execute!(
            self,
            "DELETE FROM admission
             WHERE application_id = $1 AND decided_at = $2 AND decided_by = 'elsewhere'",
            id.0,
            at
        )?;
        execute!(self, "DELETE FROM undoing_now")?;
        Ok(())
    }

    pub async fn delete_application(&mut self, id: ApplicationId) -> Result<()> {
        execute!(self, "DELETE FROM application WHERE id = $1", id.0)?;
        Ok(())
    }

    /// Takes away somebody of whom there is nothing else.
    pub async fn delete_person(&mut self, person: PersonId) -> Result<()> {
        execute!(self, "DELETE FROM email WHERE person_id = $1", person.0)?;
        execute!(self, "DELETE FROM person WHERE id = $1", person.0)?;
        Ok(())
    }

    pub async fn delete_email(&mut self, address_key: &str) -> Result<()> {
        execute!(
            self,
            "DELETE FROM email WHERE address_key = $1",
            address_key
        )?;
        Ok(())
    }

    pub async fn clear_identity(&mut self, person: PersonId) -> Result<()> {
        execute!(
            self,
            "UPDATE person SET identity_kind = NULL, identity_sealed = NULL, identity_hash = NULL,
                    revision = revision + 1
             WHERE id = $1",
            person.0
        )?;
        Ok(())
    }

    pub async fn delete_programme(&mut self, code: &str) -> Result<()> {
        execute!(self, "DELETE FROM programme WHERE code = $1", code)?;
        Ok(())
    }

    pub async fn delete_workplace(&mut self, code: &str) -> Result<()> {
        execute!(
            self,
            "DELETE FROM workplace WHERE school_unit_code = $1",
            code
        )?;
        Ok(())
    }
}

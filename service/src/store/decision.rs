//! Decisions (antagningsbeslut), written once, and registrations.

use super::{At, Result, Tx};
use jiff::civil::Date;
use samverkan_domain::id::ApplicationId;
use uuid::Uuid;

/// One immutable decision.
#[derive(Debug, Clone, PartialEq, sqlx::FromRow)]
pub struct AdmissionRow {
    pub id: Uuid,
    pub application_id: Uuid,
    pub outcome: String,
    pub selection_group: Option<String>,
    pub reserve_position: Option<i64>,
    pub condition_text: Option<String>,
    pub decided_by: String,
    pub automatic: bool,
    pub reason: Option<String>,
    pub decided_at: At,
    /// Version of the texts the decision was written with.
    pub template_version: i64,
    pub diarienummer: Option<String>,
    /// The selection that decided it, if one did.
    pub selection_id: Option<Uuid>,
    /// Grounds as closed codes (JSON): a receipt says them in either language.
    pub findings: Option<String>,
}

impl Tx {
    pub async fn insert_admission(&mut self, row: &AdmissionRow) -> Result<()> {
        execute!(
            self,
            "INSERT INTO admission (id, application_id, outcome, selection_group, reserve_position,
                                    condition_text, decided_by, automatic, reason, decided_at,
                                    template_version, diarienummer, selection_id, findings)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)",
            row.id,
            row.application_id,
            &row.outcome,
            &row.selection_group,
            row.reserve_position,
            &row.condition_text,
            &row.decided_by,
            row.automatic,
            &row.reason,
            row.decided_at,
            row.template_version,
            &row.diarienummer,
            row.selection_id,
            &row.findings
        )?;
        Ok(())
    }

    pub async fn admissions(&mut self, application: ApplicationId) -> Result<Vec<AdmissionRow>> {
        fetch_all!(
            self,
            AdmissionRow,
            "SELECT id, application_id, outcome, selection_group, reserve_position, condition_text,
                    decided_by, automatic, reason, decided_at, template_version, diarienummer,
                    selection_id, findings
             FROM admission WHERE application_id = $1 ORDER BY id",
            application.0
        )
    }

    pub async fn insert_registration(
        &mut self,
        application: ApplicationId,
        kind: &str,
        on: Date,
    ) -> Result<()> {
        execute!(
            self,
            "INSERT INTO registration (application_id, kind, registered_on, ended_on)
             VALUES ($1, $2, $3, NULL)",
            application.0,
            kind,
            on.to_string()
        )?;
        Ok(())
    }

    pub async fn end_registration(&mut self, application: ApplicationId, on: Date) -> Result<()> {
        execute!(
            self,
            "UPDATE registration SET ended_on = $2 WHERE application_id = $1",
            application.0,
            on.to_string()
        )?;
        Ok(())
    }
}

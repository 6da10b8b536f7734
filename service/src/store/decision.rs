//! Decisions (antagningsbeslut), written once, and registrations.

use super::{At, Result, Tx, codec};
use jiff::civil::Date;
use samverkan_domain::id::{ApplicationId, OfferingId};
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
    /// The reason in English, where the decision gives it in both languages.
    pub reason_en: Option<String>,
}

/// A registration, with its end and its result.
#[derive(Debug, Clone, PartialEq, sqlx::FromRow)]
pub struct RegistrationRow {
    pub application_id: Uuid,
    pub kind: String,
    pub registered_on: String,
    pub ended_on: Option<String>,
    /// The day on which all of the course was passed.
    pub passed_on: Option<String>,
}

impl RegistrationRow {
    pub fn registered_on(&self) -> Result<Date> {
        codec::civil("registration", self.application_id, &self.registered_on)
    }

    pub fn passed_on(&self) -> Result<Option<Date>> {
        let day = |text: &String| codec::civil("registration", self.application_id, text);
        self.passed_on.as_ref().map(day).transpose()
    }
}

impl Tx {
    pub async fn insert_admission(&mut self, row: &AdmissionRow) -> Result<()> {
        execute!(
            self,
            "INSERT INTO admission (id, application_id, outcome, selection_group, reserve_position,
                                    condition_text, decided_by, automatic, reason, decided_at,
                                    template_version, diarienummer, selection_id, findings,
                                    reason_en)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)",
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
            &row.findings,
            &row.reason_en
        )?;
        Ok(())
    }

    pub async fn admissions(&mut self, application: ApplicationId) -> Result<Vec<AdmissionRow>> {
        fetch_all!(
            self,
            AdmissionRow,
            "SELECT id, application_id, outcome, selection_group, reserve_position, condition_text,
                    decided_by, automatic, reason, decided_at, template_version, diarienummer,
                    selection_id, findings, reason_en
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

    /// Notes that all of the course is passed.
    pub async fn set_passed_on(&mut self, application: ApplicationId, on: Date) -> Result<()> {
        execute!(
            self,
            "UPDATE registration SET passed_on = $2 WHERE application_id = $1",
            application.0,
            on.to_string()
        )?;
        Ok(())
    }

    pub async fn registration(
        &mut self,
        application: ApplicationId,
    ) -> Result<Option<RegistrationRow>> {
        fetch_optional!(
            self,
            RegistrationRow,
            "SELECT application_id, kind, registered_on, ended_on, passed_on
             FROM registration WHERE application_id = $1",
            application.0
        )
    }

    pub async fn registrations(&mut self, offering: OfferingId) -> Result<Vec<RegistrationRow>> {
        fetch_all!(
            self,
            RegistrationRow,
            "SELECT r.application_id, r.kind, r.registered_on, r.ended_on, r.passed_on
             FROM registration r JOIN application a ON a.id = r.application_id
             WHERE a.offering_id = $1 ORDER BY r.application_id",
            offering.0
        )
    }
}

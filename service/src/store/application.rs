//! Applications.

use super::{At, Result, StoreError, Tx, codec::Inconsistent};
use samverkan_domain::{
    application::ApplicationState,
    enrolment::Occupancy,
    id::{ApplicationId, ChannelId, PersonId},
};
use uuid::Uuid;

pub use super::application_search::ApplicationFilter;

/// The columns of [`ApplicationRow`], in one place.
macro_rules! application_columns {
    () => {
        "id, offering_id, channel_id, person_id, state, selection_group, merit_tenths, \
         reserve_position, condition_text, condition_due_on, condition_met, registration_kind, \
         programme, profession, workplace, modality, contract, invoice_reference, head_email, \
         substitute_allowed, superseded_by, created_at, changed_at, revision, standing, findings, \
         answer_by, answered_at, joint_code, keeps, interest_asked_at, interested_at, deferred_to, \
         deputy_email, answer_remind_at"
    };
}

pub(in crate::store) use application_columns;

#[derive(Debug, Clone, PartialEq, sqlx::FromRow, serde::Serialize, serde::Deserialize)]
pub struct ApplicationRow {
    pub id: Uuid,
    pub offering_id: Uuid,
    pub channel_id: Uuid,
    pub person_id: Uuid,
    pub state: String,
    pub selection_group: Option<String>,
    pub merit_tenths: Option<i64>,
    pub reserve_position: Option<i64>,
    pub condition_text: Option<String>,
    pub condition_due_on: Option<String>,
    pub condition_met: bool,
    pub registration_kind: String,
    pub programme: Option<String>,
    pub profession: Option<String>,
    pub workplace: Option<String>,
    pub modality: Option<String>,
    pub contract: Option<String>,
    pub invoice_reference: Option<String>,
    pub head_email: Option<String>,
    pub substitute_allowed: Option<bool>,
    pub superseded_by: Option<Uuid>,
    pub created_at: At,
    pub changed_at: At,
    pub revision: i64,
    /// Behörighet: `eligible`, `conditional` or `not_eligible`.
    pub standing: String,
    /// What was found when eligibility was assessed (JSON).
    pub findings: Option<String>,
    /// When an admitted person must have answered.
    pub answer_by: Option<At>,
    pub answered_at: Option<At>,
    /// Shared by colleagues who apply together, all or nothing.
    pub joint_code: Option<String>,
    /// The application whose place is kept until this one is given a place.
    pub keeps: Option<Uuid>,
    pub interest_asked_at: Option<At>,
    pub interested_at: Option<At>,
    /// Anstånd: the term the place is kept for.
    pub deferred_to: Option<String>,
    pub deputy_email: Option<String>,
    /// When to remind of the answer; absent once that is done, or if nothing is asked.
    pub answer_remind_at: Option<At>,
}

impl ApplicationRow {
    pub fn application(&self) -> ApplicationId {
        ApplicationId(self.id)
    }

    pub fn person(&self) -> PersonId {
        PersonId(self.person_id)
    }

    pub fn state(&self) -> Result<ApplicationState> {
        ApplicationState::parse(&self.state).ok_or_else(|| {
            StoreError::Inconsistent(Inconsistent {
                table: "application",
                row: self.id.to_string(),
                what: format!("unknown state {:?}", self.state),
            })
        })
    }
}

impl Tx {
    pub async fn insert_application(&mut self, row: &ApplicationRow) -> Result<()> {
        execute!(
            self,
            "INSERT INTO application (id, offering_id, channel_id, person_id, state, selection_group,
                 merit_tenths, reserve_position, condition_text, condition_due_on, condition_met,
                 registration_kind, programme, profession, workplace, modality, contract,
                 invoice_reference, head_email, substitute_allowed, superseded_by, created_at,
                 changed_at, standing, findings, answer_by, answered_at, joint_code, keeps,
                 interest_asked_at, interested_at, deferred_to, deputy_email, answer_remind_at,
                 revision)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17,
                     $18, $19, $20, $21, $22, $23, $24, $25, $26, $27, $28, $29, $30, $31, $32, $33,
                     $34, 1)",
            row.id,
            row.offering_id,
            row.channel_id,
            row.person_id,
            &row.state,
            &row.selection_group,
            row.merit_tenths,
            row.reserve_position,
            &row.condition_text,
            &row.condition_due_on,
            row.condition_met,
            &row.registration_kind,
            &row.programme,
            &row.profession,
            &row.workplace,
            &row.modality,
            &row.contract,
            &row.invoice_reference,
            &row.head_email,
            row.substitute_allowed,
            row.superseded_by,
            row.created_at,
            row.changed_at,
            &row.standing,
            &row.findings,
            row.answer_by,
            row.answered_at,
            &row.joint_code,
            row.keeps,
            row.interest_asked_at,
            row.interested_at,
            &row.deferred_to,
            &row.deputy_email,
            row.answer_remind_at
        )?;
        Ok(())
    }

    /// Writes what can change in an application. `None` if it no longer has `row.revision`.
    pub async fn update_application(&mut self, row: &ApplicationRow) -> Result<Option<i64>> {
        let updated: Option<(i64,)> = fetch_optional!(
            self,
            (i64,),
            "UPDATE application SET state = $3, selection_group = $4, merit_tenths = $5,
                 reserve_position = $6, condition_text = $7, condition_due_on = $8,
                 condition_met = $9, registration_kind = $10, programme = $11, profession = $12,
                 workplace = $13, modality = $14, contract = $15, invoice_reference = $16,
                 head_email = $17, substitute_allowed = $18, superseded_by = $19, changed_at = $20,
                 standing = $21, findings = $22, answer_by = $23, answered_at = $24,
                 joint_code = $25, keeps = $26, interest_asked_at = $27, interested_at = $28,
                 deferred_to = $29, deputy_email = $30, answer_remind_at = $31,
                 revision = revision + 1
             WHERE id = $1 AND revision = $2 RETURNING revision",
            row.id,
            row.revision,
            &row.state,
            &row.selection_group,
            row.merit_tenths,
            row.reserve_position,
            &row.condition_text,
            &row.condition_due_on,
            row.condition_met,
            &row.registration_kind,
            &row.programme,
            &row.profession,
            &row.workplace,
            &row.modality,
            &row.contract,
            &row.invoice_reference,
            &row.head_email,
            row.substitute_allowed,
            row.superseded_by,
            self.now,
            &row.standing,
            &row.findings,
            row.answer_by,
            row.answered_at,
            &row.joint_code,
            row.keeps,
            row.interest_asked_at,
            row.interested_at,
            &row.deferred_to,
            &row.deputy_email,
            row.answer_remind_at
        )?;
        Ok(updated.map(|(revision,)| revision))
    }

    pub async fn application(&mut self, id: ApplicationId) -> Result<Option<ApplicationRow>> {
        fetch_optional!(
            self,
            ApplicationRow,
            concat!(
                "SELECT ",
                application_columns!(),
                " FROM application WHERE id = $1"
            ),
            id.0
        )
    }

    /// Seats and waiting places of a channel, and the highest reserve number in a group of it.
    pub async fn occupancy(
        &mut self,
        channel: ChannelId,
        group: Option<&str>,
    ) -> Result<Occupancy> {
        let (seats_taken, reserves, last_reserve_position): (i64, i64, i64) = fetch_one!(
            self,
            (i64, i64, i64),
            // Each part reads an index only; together they would read every row of the channel.
            "SELECT (SELECT COUNT(*) FROM application
                     WHERE channel_id = $1 AND state IN ('called', 'admitted', 'accepted',
                                                         'registered', 'completed')),
                    (SELECT COUNT(*) FROM application WHERE channel_id = $1 AND state = 'reserve'),
                    COALESCE((SELECT MAX(reserve_position) FROM application
                              WHERE channel_id = $1 AND COALESCE(selection_group, '') = $2
                                AND reserve_position IS NOT NULL), 0)",
            channel.0,
            group.unwrap_or_default()
        )?;
        Ok(Occupancy {
            seats_taken,
            reserves,
            last_reserve_position,
        })
    }

    /// The lowest number still waiting on a reserve list.
    pub async fn first_in_line(
        &mut self,
        channel: ChannelId,
        group: Option<&str>,
    ) -> Result<Option<i64>> {
        let (first,): (Option<i64>,) = fetch_one!(
            self,
            (Option<i64>,),
            "SELECT MIN(reserve_position) FROM application
             WHERE channel_id = $1 AND COALESCE(selection_group, '') = $2 AND state = 'reserve'",
            channel.0,
            group.unwrap_or_default()
        )?;
        Ok(first)
    }
}

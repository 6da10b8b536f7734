//! What applications and decisions look like on the wire.

use super::super::types::{ApplicationState, Day, Instant};
use crate::{error::Error, usecase::enrolment::ApplicationView};
use poem_openapi::Object;
use uuid::Uuid;

/// A person's request for a place (anmälan).
#[derive(Debug, Object)]
#[oai(skip_serializing_if_is_none)]
pub struct Application {
    pub id: Uuid,
    pub offering: Uuid,
    pub offering_code: String,
    pub channel_code: String,
    pub person: Uuid,
    /// Name, or alias.
    pub person_name: String,
    pub state: ApplicationState,
    pub selection_group: Option<String>,
    /// Meritvärde in tenths.
    pub merit_tenths: Option<i64>,
    /// Number on the group's own reserve list, counted from 1.
    pub reserve_position: Option<i64>,
    pub condition: Option<String>,
    pub condition_due_on: Option<Day>,
    pub condition_met: bool,
    /// `first` (FFG), `continued` (FO) or `again` (OM).
    pub registration_kind: String,
    pub programme: Option<String>,
    pub profession: Option<String>,
    pub workplace: Option<String>,
    pub contract: Option<String>,
    pub invoice_reference: Option<String>,
    /// The application that counts instead, for who has two.
    pub superseded_by: Option<Uuid>,
    pub created_at: Instant,
    pub changed_at: Instant,
    /// Behörighet: `eligible`, `conditional` or `not_eligible`.
    pub standing: String,
    /// When an admitted person must have answered; silence strikes.
    pub answer_by: Option<Instant>,
    pub answered_at: Option<Instant>,
    /// Shared by colleagues who apply together, all or nothing.
    pub joint_code: Option<String>,
    /// The application whose place is kept until this one is given a place.
    pub keeps: Option<Uuid>,
    /// When the person last said to be still interested.
    pub interested_at: Option<Instant>,
    /// Anstånd: the term the place is kept for.
    pub deferred_to: Option<String>,
    /// Decisions, oldest first; only when one application is asked for.
    pub decisions: Option<Vec<Decision>>,
    pub revision: i64,
}

/// A decision (beslut), never changed once made.
#[derive(Debug, Object)]
#[oai(skip_serializing_if_is_none)]
pub struct Decision {
    pub id: Uuid,
    /// `admitted`, `reserve`, `refused`, `struck`, `deferred`, `deferral_refused`, `reregistered`.
    pub outcome: String,
    pub selection_group: Option<String>,
    pub reserve_position: Option<i64>,
    pub condition: Option<String>,
    /// `elsewhere` for what the national admissions system decided.
    pub decided_by: String,
    /// Whether no human took part.
    pub automatic: bool,
    pub reason: Option<String>,
    /// The reason in English, where the decision gives it in both languages.
    pub reason_en: Option<String>,
    pub decided_at: Instant,
    pub diarienummer: Option<String>,
    /// Version of the texts the decision was written with.
    pub template_version: i64,
    /// The selection that decided it, if one did.
    pub selection: Option<Uuid>,
}

impl TryFrom<ApplicationView> for Application {
    type Error = Error;

    fn try_from(view: ApplicationView) -> Result<Self, Error> {
        let ApplicationView {
            row,
            person_name,
            offering_code,
            channel_code,
            decisions,
            ..
        } = view;
        let condition_due_on = row
            .condition_due_on
            .as_ref()
            .map(|day| day.parse().map(Day));
        let condition_due_on = condition_due_on.transpose().map_err(Error::internal)?;
        let decisions = decisions.into_iter().map(|row| Decision {
            id: row.id,
            outcome: row.outcome,
            selection_group: row.selection_group,
            reserve_position: row.reserve_position,
            condition: row.condition_text,
            decided_by: row.decided_by,
            automatic: row.automatic,
            reason: row.reason,
            reason_en: row.reason_en,
            diarienummer: row.diarienummer,
            decided_at: Instant(row.decided_at.0),
            template_version: row.template_version,
            selection: row.selection_id,
        });
        let decisions: Vec<Decision> = decisions.collect();
        Ok(Self {
            id: row.id,
            offering: row.offering_id,
            offering_code,
            channel_code,
            person: row.person_id,
            person_name,
            state: row.state()?.into(),
            selection_group: row.selection_group,
            merit_tenths: row.merit_tenths,
            reserve_position: row.reserve_position,
            condition: row.condition_text,
            condition_due_on,
            condition_met: row.condition_met,
            registration_kind: row.registration_kind,
            programme: row.programme,
            profession: row.profession,
            workplace: row.workplace,
            contract: row.contract,
            invoice_reference: row.invoice_reference,
            superseded_by: row.superseded_by,
            created_at: Instant(row.created_at.0),
            changed_at: Instant(row.changed_at.0),
            standing: row.standing,
            answer_by: row.answer_by.map(|at| Instant(at.0)),
            answered_at: row.answered_at.map(|at| Instant(at.0)),
            joint_code: row.joint_code,
            keeps: row.keeps,
            interested_at: row.interested_at.map(|at| Instant(at.0)),
            deferred_to: row.deferred_to,
            decisions: (!decisions.is_empty()).then_some(decisions),
            revision: row.revision,
        })
    }
}

//! Rows on their way into a statement, as JSON.

use crate::store::{
    At, application::ApplicationRow, audit::AuditRow, decision::AdmissionRow,
    import_entry::ImportEntryRow, outbox::NewMessage,
};
use serde::{Serialize, Serializer};

/// Octets in hexadecimal, without a copy on the way.
pub(super) struct Hex<'a>(&'a [u8]);

pub(super) fn hex(octets: &[u8]) -> Hex<'_> {
    Hex(octets)
}

impl Serialize for Hex<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        const DIGITS: &[u8; 16] = b"0123456789abcdef";
        let digit = |nibble: u8| char::from(DIGITS[usize::from(nibble & 15)]);
        let mut text = String::with_capacity(self.0.len() * 2);
        for octet in self.0 {
            text.push(digit(octet >> 4));
            text.push(digit(*octet));
        }
        serializer.serialize_str(&text)
    }
}

/// Writes rows as one JSON array.
pub(super) fn json<T: Serialize>(rows: impl Iterator<Item = T>) -> String {
    let rows: Vec<T> = rows.collect();
    serde_json::to_string(&rows).expect("rows of texts and numbers can be written as JSON")
}

pub(super) fn micros(at: At) -> i64 {
    at.0.as_microsecond()
}

#[derive(Serialize)]
pub(super) struct AskingJson<'a> {
    pub(super) n: usize,
    pub(super) person: Hex<'a>,
    pub(super) key: Option<Hex<'a>>,
}

#[derive(Serialize)]
pub(super) struct ApplicationJson<'a> {
    id: Hex<'a>,
    offering_id: Hex<'a>,
    channel_id: Hex<'a>,
    person_id: Hex<'a>,
    superseded_by: Option<Hex<'a>>,
    keeps: Option<Hex<'a>>,
    created_at: i64,
    changed_at: i64,
    answer_by: Option<i64>,
    answered_at: Option<i64>,
    interest_asked_at: Option<i64>,
    interested_at: Option<i64>,
    state: &'a str,
    selection_group: &'a Option<String>,
    merit_tenths: Option<i64>,
    reserve_position: Option<i64>,
    condition_text: &'a Option<String>,
    condition_due_on: &'a Option<String>,
    condition_met: bool,
    registration_kind: &'a str,
    programme: &'a Option<String>,
    profession: &'a Option<String>,
    workplace: &'a Option<String>,
    modality: &'a Option<String>,
    contract: &'a Option<String>,
    invoice_reference: &'a Option<String>,
    head_email: &'a Option<String>,
    substitute_allowed: Option<bool>,
    standing: &'a str,
    findings: &'a Option<String>,
    joint_code: &'a Option<String>,
    deferred_to: &'a Option<String>,
    deputy_email: &'a Option<String>,
    answer_remind_at: Option<i64>,
    revision: i64,
}

impl<'a> From<&'a ApplicationRow> for ApplicationJson<'a> {
    fn from(row: &'a ApplicationRow) -> Self {
        Self {
            id: hex(row.id.as_bytes()),
            offering_id: hex(row.offering_id.as_bytes()),
            channel_id: hex(row.channel_id.as_bytes()),
            person_id: hex(row.person_id.as_bytes()),
            superseded_by: row.superseded_by.as_ref().map(|id| hex(id.as_bytes())),
            keeps: row.keeps.as_ref().map(|id| hex(id.as_bytes())),
            created_at: micros(row.created_at),
            changed_at: micros(row.changed_at),
            answer_by: row.answer_by.map(micros),
            answered_at: row.answered_at.map(micros),
            interest_asked_at: row.interest_asked_at.map(micros),
            interested_at: row.interested_at.map(micros),
            state: &row.state,
            selection_group: &row.selection_group,
            merit_tenths: row.merit_tenths,
            reserve_position: row.reserve_position,
            condition_text: &row.condition_text,
            condition_due_on: &row.condition_due_on,
            condition_met: row.condition_met,
            registration_kind: &row.registration_kind,
            programme: &row.programme,
            profession: &row.profession,
            workplace: &row.workplace,
            modality: &row.modality,
            contract: &row.contract,
            invoice_reference: &row.invoice_reference,
            head_email: &row.head_email,
            substitute_allowed: row.substitute_allowed,
            standing: &row.standing,
            findings: &row.findings,
            joint_code: &row.joint_code,
            deferred_to: &row.deferred_to,
            deputy_email: &row.deputy_email,
            answer_remind_at: row.answer_remind_at.map(micros),
            revision: row.revision,
        }
    }
}

#[derive(Serialize)]
pub(super) struct AdmissionJson<'a> {
    id: Hex<'a>,
    application_id: Hex<'a>,
    selection_id: Option<Hex<'a>>,
    decided_at: i64,
    outcome: &'a str,
    selection_group: &'a Option<String>,
    reserve_position: Option<i64>,
    condition_text: &'a Option<String>,
    decided_by: &'a str,
    automatic: bool,
    reason: &'a Option<String>,
    template_version: i64,
    diarienummer: &'a Option<String>,
    findings: &'a Option<String>,
    reason_en: &'a Option<String>,
}

impl<'a> From<&'a AdmissionRow> for AdmissionJson<'a> {
    fn from(row: &'a AdmissionRow) -> Self {
        Self {
            id: hex(row.id.as_bytes()),
            application_id: hex(row.application_id.as_bytes()),
            selection_id: row.selection_id.as_ref().map(|id| hex(id.as_bytes())),
            decided_at: micros(row.decided_at),
            outcome: &row.outcome,
            selection_group: &row.selection_group,
            reserve_position: row.reserve_position,
            condition_text: &row.condition_text,
            decided_by: &row.decided_by,
            automatic: row.automatic,
            reason: &row.reason,
            template_version: row.template_version,
            diarienummer: &row.diarienummer,
            findings: &row.findings,
            reason_en: &row.reason_en,
        }
    }
}

#[derive(Serialize)]
pub(super) struct MessageJson<'a> {
    id: Hex<'a>,
    person: Option<Hex<'a>>,
    to_name: &'a str,
    to_address: &'a str,
    language: &'a str,
    letter: &'a str,
    urgent: bool,
}

impl<'a> From<&'a NewMessage<'a>> for MessageJson<'a> {
    fn from(new: &'a NewMessage<'a>) -> Self {
        Self {
            id: hex(new.id.0.as_bytes()),
            person: new.person.as_ref().map(|person| hex(person.0.as_bytes())),
            to_name: new.to_name,
            to_address: new.to_address,
            language: new.language,
            letter: new.letter,
            urgent: new.urgent,
        }
    }
}

#[derive(Serialize)]
pub(super) struct AnswerJson<'a> {
    pub(super) key: Hex<'a>,
    pub(super) fingerprint: Hex<'a>,
    pub(super) status: i64,
    pub(super) answer: &'a str,
}

#[derive(Serialize)]
pub(super) struct AuditJson<'a> {
    seq: i64,
    at: i64,
    actor: &'a str,
    action: &'a str,
    subject_kind: &'a str,
    subject: Hex<'a>,
    before: &'a Option<String>,
    after: &'a Option<String>,
    reason: &'a Option<String>,
    hash: Hex<'a>,
}

impl<'a> From<&'a AuditRow> for AuditJson<'a> {
    fn from(row: &'a AuditRow) -> Self {
        Self {
            seq: row.seq,
            at: micros(row.at),
            actor: &row.actor,
            action: &row.action,
            subject_kind: &row.subject_kind,
            subject: hex(row.subject_id.as_bytes()),
            before: &row.before,
            after: &row.after,
            reason: &row.reason,
            hash: hex(&row.hash),
        }
    }
}

#[derive(Serialize)]
pub(super) struct EntryJson<'a> {
    run: Hex<'a>,
    position: i64,
    n: i64,
    thing: &'a str,
    subject: Hex<'a>,
    kept: Hex<'a>,
}

impl<'a> From<&'a ImportEntryRow> for EntryJson<'a> {
    fn from(row: &'a ImportEntryRow) -> Self {
        Self {
            run: hex(row.run_id.as_bytes()),
            position: row.position,
            n: row.row_number,
            thing: &row.thing,
            subject: hex(row.subject_id.as_bytes()),
            kept: hex(&row.kept),
        }
    }
}

#[derive(Serialize)]
pub(super) struct UseJson<'a> {
    pub(super) token: Hex<'a>,
    pub(super) at: i64,
}

#[derive(Serialize)]
pub(super) struct ToldJson<'a> {
    pub(super) notice: Hex<'a>,
    pub(super) person: Hex<'a>,
    pub(super) message: Option<Hex<'a>>,
}

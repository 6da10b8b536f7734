//! Rules that send reminders, and what they have gone off for.

use super::{At, Result, Tx};
use samverkan_domain::{id::OfferingId, reminder::LOOK_AGAIN_MOST};
use uuid::Uuid;

#[derive(Debug, Clone, PartialEq, sqlx::FromRow)]
pub struct MailRuleRow {
    pub id: Uuid,
    pub offering_id: Uuid,
    pub name: String,
    pub moment: String,
    pub days: i64,
    /// Time of day in Stockholm.
    pub at_time: String,
    pub audience: String,
    /// Name of a division.
    pub cohort_set: Option<String>,
    /// Words with a name; empty: those without.
    pub variant: String,
    /// `active`, `paused` or `removed`.
    pub state: String,
    pub counts_from: At,
    pub look_at: At,
    pub created_by: String,
    pub created_at: At,
    pub changed_by: String,
    pub changed_at: At,
    pub revision: i64,
}

/// What a rule has gone off for.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct FiredRow {
    pub occurrence: String,
    pub fired_at: At,
    pub people: i64,
}

/// Who was reminded then.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct RemindedRow {
    pub occurrence: String,
    pub person_id: Uuid,
    pub message_id: Uuid,
}

macro_rules! rule_columns {
    () => {
        "id, offering_id, name, moment, days, at_time, audience, cohort_set, variant, state,
         counts_from, look_at, created_by, created_at, changed_by, changed_at, revision"
    };
}

impl Tx {
    /// Adds a rule; says no if there is one of the name.
    pub async fn insert_mail_rule(&mut self, row: &MailRuleRow) -> Result<bool> {
        let added = execute!(
            self,
            "INSERT INTO mail_rule (id, offering_id, name, moment, days, at_time, audience, cohort_set,
                                    variant, state, counts_from, look_at, created_by, created_at,
                                    changed_by, changed_at, revision)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)
             ON CONFLICT (offering_id, name) DO NOTHING",
            row.id,
            row.offering_id,
            &row.name,
            &row.moment,
            row.days,
            &row.at_time,
            &row.audience,
            &row.cohort_set,
            &row.variant,
            &row.state,
            row.counts_from,
            row.look_at,
            &row.created_by,
            row.created_at,
            &row.changed_by,
            row.changed_at,
            row.revision
        )?;
        Ok(added == 1)
    }

    /// Writes a rule that has `row.revision`; says whether it did.
    pub async fn update_mail_rule(&mut self, row: &MailRuleRow) -> Result<bool> {
        let updated = execute!(
            self,
            "UPDATE mail_rule SET moment = $3, days = $4, at_time = $5, audience = $6,
                    cohort_set = $7, variant = $8, state = $9, counts_from = $10, look_at = $11,
                    changed_by = $12, changed_at = $13, revision = revision + 1
             WHERE id = $1 AND revision = $2",
            row.id,
            row.revision,
            &row.moment,
            row.days,
            &row.at_time,
            &row.audience,
            &row.cohort_set,
            &row.variant,
            &row.state,
            row.counts_from,
            row.look_at,
            &row.changed_by,
            row.changed_at
        )?;
        Ok(updated == 1)
    }

    /// An offering's rules by name, those that were removed last.
    pub async fn mail_rules(&mut self, offering: OfferingId) -> Result<Vec<MailRuleRow>> {
        fetch_all!(
            self,
            MailRuleRow,
            concat!(
                "SELECT ",
                rule_columns!(),
                " FROM mail_rule WHERE offering_id = $1
                  ORDER BY CASE WHEN state = 'removed' THEN 1 ELSE 0 END, name"
            ),
            offering.0
        )
    }

    pub async fn mail_rule(
        &mut self,
        offering: OfferingId,
        name: &str,
    ) -> Result<Option<MailRuleRow>> {
        fetch_optional!(
            self,
            MailRuleRow,
            concat!(
                "SELECT ",
                rule_columns!(),
                " FROM mail_rule WHERE offering_id = $1 AND name = $2"
            ),
            offering.0,
            name
        )
    }

    /// Rules that are to be looked at, by id. One that is put off for longer than any is was put off by
    /// a clock that has been put back since.
    pub async fn mail_rules_to_look_at(&mut self, now: At) -> Result<Vec<(Uuid,)>> {
        fetch_all!(
            self,
            (Uuid,),
            "SELECT id FROM mail_rule WHERE state = 'active' AND (look_at <= $1 OR look_at > $2)
             ORDER BY look_at, id",
            now,
            At::from(now.0 + LOOK_AGAIN_MOST)
        )
    }

    /// Takes a rule to look at it now: nothing if somebody else has, or it is no longer active. Until
    /// the end of the transaction nobody else changes it. It counts from now at the latest: a later time
    /// is that of a clock that was ahead.
    pub async fn take_mail_rule(&mut self, id: Uuid) -> Result<Option<MailRuleRow>> {
        let most = At::from(self.now() + LOOK_AGAIN_MOST);
        fetch_optional!(
            self,
            MailRuleRow,
            concat!(
                "UPDATE mail_rule SET look_at = $2,
                     counts_from = CASE WHEN counts_from > $2 THEN $2 ELSE counts_from END
                 WHERE id = $1 AND state = 'active' AND (look_at <= $2 OR look_at > $3) RETURNING ",
                rule_columns!()
            ),
            id,
            self.now,
            most
        )
    }

    /// Notes when a rule is to be looked at next.
    pub async fn look_at_mail_rule(&mut self, id: Uuid, at: At) -> Result<()> {
        execute!(
            self,
            "UPDATE mail_rule SET look_at = $2 WHERE id = $1",
            id,
            at
        )?;
        Ok(())
    }

    /// What a rule has gone off for, the latest first.
    pub async fn mail_rule_fired(&mut self, rule: Uuid) -> Result<Vec<FiredRow>> {
        fetch_all!(
            self,
            FiredRow,
            "SELECT occurrence, fired_at, people FROM mail_rule_fired
             WHERE rule_id = $1 ORDER BY fired_at DESC, occurrence",
            rule
        )
    }

    /// Notes that a rule goes off; says no if it has.
    pub async fn note_fired(&mut self, rule: Uuid, occurrence: &str, people: i64) -> Result<bool> {
        let noted = execute!(
            self,
            "INSERT INTO mail_rule_fired (rule_id, occurrence, fired_at, people)
             VALUES ($1, $2, $3, $4) ON CONFLICT (rule_id, occurrence) DO NOTHING",
            rule,
            occurrence,
            self.now,
            people
        )?;
        Ok(noted == 1)
    }

    /// Who has been reminded by a rule.
    pub async fn reminded(&mut self, rule: Uuid) -> Result<Vec<RemindedRow>> {
        fetch_all!(
            self,
            RemindedRow,
            "SELECT occurrence, person_id, message_id FROM mail_reminded WHERE rule_id = $1
             ORDER BY occurrence, person_id",
            rule
        )
    }

    /// Notes by which letter somebody is reminded. A second time for the same is an error.
    pub async fn note_reminded(&mut self, rule: Uuid, row: &RemindedRow) -> Result<()> {
        execute!(
            self,
            "INSERT INTO mail_reminded (rule_id, occurrence, person_id, message_id)
             VALUES ($1, $2, $3, $4)",
            rule,
            &row.occurrence,
            row.person_id,
            row.message_id
        )?;
        Ok(())
    }
}

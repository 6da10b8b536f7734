//! Words of letters that administrators have changed: versions, none of which is overwritten.

use super::{At, Result, Tx};
use samverkan_domain::id::OfferingId;
use uuid::Uuid;

/// One version.
#[derive(Debug, Clone, PartialEq, sqlx::FromRow)]
pub struct MailTemplateRow {
    pub offering_id: Uuid,
    pub kind: String,
    /// Empty, but for wordings of reminders with a name of their own.
    pub variant: String,
    pub language: String,
    pub revision: i64,
    /// Nothing: the built-in words.
    pub subject: Option<String>,
    pub body: Option<String>,
    pub saved_by: String,
    pub saved_at: At,
}

/// Which words.
#[derive(Debug, Clone, Copy)]
pub struct MailTemplateKey<'a> {
    pub offering: OfferingId,
    pub kind: &'a str,
    pub variant: &'a str,
    pub language: &'a str,
}

macro_rules! in_force {
    ($where:literal) => {
        concat!(
            "SELECT t.offering_id, t.kind, t.variant, t.language, t.revision, t.subject, t.body,
                    t.saved_by, t.saved_at
             FROM mail_template t WHERE ",
            $where,
            " AND t.revision = (SELECT MAX(m.revision) FROM mail_template m
                                WHERE m.offering_id = t.offering_id AND m.kind = t.kind
                                  AND m.variant = t.variant AND m.language = t.language)
             ORDER BY t.kind, t.variant, t.language"
        )
    };
}

impl Tx {
    /// What is in force for an offering, built-in words that were gone back to included.
    pub async fn mail_templates(&mut self, offering: OfferingId) -> Result<Vec<MailTemplateRow>> {
        fetch_all!(
            self,
            MailTemplateRow,
            in_force!("t.offering_id = $1"),
            offering.0
        )
    }

    /// The same, by the offering's code.
    pub async fn mail_templates_of(&mut self, offering_code: &str) -> Result<Vec<MailTemplateRow>> {
        fetch_all!(
            self,
            MailTemplateRow,
            in_force!("t.offering_id = (SELECT o.id FROM offering o WHERE o.code = $1)"),
            offering_code
        )
    }

    /// All versions of some words, the latest first.
    pub async fn mail_template_versions(
        &mut self,
        key: MailTemplateKey<'_>,
        limit: i64,
    ) -> Result<Vec<MailTemplateRow>> {
        fetch_all!(
            self,
            MailTemplateRow,
            "SELECT offering_id, kind, variant, language, revision, subject, body, saved_by, saved_at
             FROM mail_template
             WHERE offering_id = $1 AND kind = $2 AND variant = $3 AND language = $4
             ORDER BY revision DESC LIMIT $5",
            key.offering.0,
            key.kind,
            key.variant,
            key.language,
            limit
        )
    }

    /// Adds a version; says no if somebody else has added it.
    pub async fn insert_mail_template(&mut self, row: &MailTemplateRow) -> Result<bool> {
        let added = execute!(
            self,
            "INSERT INTO mail_template (offering_id, kind, variant, language, revision, subject,
                                        body, saved_by, saved_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
             ON CONFLICT (offering_id, kind, variant, language, revision) DO NOTHING",
            row.offering_id,
            &row.kind,
            &row.variant,
            &row.language,
            row.revision,
            &row.subject,
            &row.body,
            &row.saved_by,
            row.saved_at
        )?;
        Ok(added == 1)
    }
}

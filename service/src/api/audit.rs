//! The audit trail, and the state of mail.

use super::{
    Tags,
    caller::{AppData, Auth},
    problem::ReadFailure,
    respond::{Listed, limit, listed},
    types::Instant,
};
use crate::{
    error::Error,
    store::audit::{AuditFilter, AuditRow},
    usecase::{
        audit::{self, Fault},
        people::bad_cursor,
    },
};
use poem::Request;
use poem_openapi::{Object, OpenApi, param::Query, payload::Json};
use serde_json::Value;
use uuid::Uuid;

/// One thing that happened (händelse).
#[derive(Debug, Object)]
#[oai(skip_serializing_if_is_none)]
pub struct AuditEntry {
    pub seq: i64,
    pub at: Instant,
    /// `person:…`, `token:…`, `service` or `anonymous`.
    pub actor: String,
    /// `application.withdrawn`.
    pub action: String,
    pub subject_kind: String,
    pub subject: Uuid,
    /// Fields before the change. Never names, addresses or identity numbers.
    pub before: Option<Value>,
    pub after: Option<Value>,
    pub reason: Option<String>,
}

/// Whether the trail is whole.
#[derive(Debug, Object)]
#[oai(skip_serializing_if_is_none)]
pub struct AuditVerification {
    /// Rows that fit the chain.
    pub rows: i64,
    pub sound: bool,
    /// What does not fit first, if anything.
    pub fault: Option<String>,
}

impl TryFrom<AuditRow> for AuditEntry {
    type Error = Error;

    fn try_from(row: AuditRow) -> Result<Self, Error> {
        let value = |text: Option<String>| match text {
            Some(text) => serde_json::from_str(&text)
                .map(Some)
                .map_err(Error::internal),
            None => Ok(None),
        };
        Ok(Self {
            seq: row.seq,
            at: Instant(row.at.0),
            actor: row.actor,
            action: row.action,
            subject_kind: row.subject_kind,
            subject: row.subject_id,
            before: value(row.before)?,
            after: value(row.after)?,
            reason: row.reason,
        })
    }
}

pub struct AuditApi;

#[OpenApi(tag = "Tags::Audit")]
impl AuditApi {
    /// What has happened, newest first
    #[oai(path = "/audit", method = "get", operation_id = "list_audit")]
    #[expect(clippy::too_many_arguments, reason = "one argument a query parameter")]
    async fn list_audit(
        &self,
        app: AppData<'_>,
        auth: Auth,
        request: &Request,
        /// Id of what it happened to.
        subject: Query<Option<Uuid>>,
        /// Who did it: `person:…`, `token:…`, `service`.
        actor: Query<Option<String>>,
        /// Beginning of the action: `application.`.
        action: Query<Option<String>>,
        since: Query<Option<Instant>>,
        /// From the page before.
        cursor: Query<Option<String>>,
        /// Rows on the page, at most 200.
        #[oai(name = "limit")]
        rows: Query<Option<i64>>,
    ) -> Result<Listed<AuditEntry>, ReadFailure> {
        let before = match cursor.as_deref() {
            Some(cursor) => Some(cursor.parse().map_err(|_| bad_cursor())?),
            None => None,
        };
        let filter = AuditFilter {
            subject: subject.0,
            actor: actor.0,
            action: action.0,
            since: since.0.map(|since| since.0),
            before,
        };
        let page = audit::list(&app, auth.caller(), &filter, limit(rows.0)).await?;
        let items = page
            .items
            .into_iter()
            .map(TryInto::try_into)
            .collect::<Result<_, _>>()?;
        Ok(listed(items, page.next, request))
    }

    /// Recompute the trail's chain of hashes
    #[oai(
        path = "/audit/verification",
        method = "get",
        operation_id = "verify_audit"
    )]
    async fn verify_audit(
        &self,
        app: AppData<'_>,
        auth: Auth,
    ) -> Result<Json<AuditVerification>, ReadFailure> {
        let verification = audit::verify(&app, auth.caller()).await?;
        let fault = verification.fault.map(|fault| match fault {
            Fault::Missing { seq } => format!("row {seq} is missing"),
            Fault::Changed { seq } => format!("row {seq} has been changed"),
            Fault::Truncated { last, expected } => {
                format!("the trail ends at row {last}; the last appended was {expected}")
            }
        });
        let rows = verification.rows;
        Ok(Json(AuditVerification {
            rows,
            sound: fault.is_none(),
            fault,
        }))
    }
}

//! The trail as files, for a register of public documents.

use super::{
    Tags,
    body::Body,
    caller::{AppData, Auth},
    edge::language,
    exports::ExportFile,
    problem::WriteFailure,
    types::Instant,
};
use crate::usecase::audit::export::{self, Form, Wanted};
use poem::Request;
use poem_openapi::{Enum, Object, OpenApi, payload::Json};
use samverkan_domain::trail::DECISIONS;
use serde::Deserialize;

/// What is made beside the file that can be checked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum, Deserialize)]
#[oai(rename_all = "snake_case")]
#[serde(rename_all = "snake_case")]
pub enum AuditList {
    /// Text with semicolons, for a spreadsheet with Swedish settings.
    Csv,
    /// A workbook, with where it comes from on a sheet of its own.
    Xlsx,
}

/// What of the trail to take out; nothing said: all of it.
#[derive(Debug, Object, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NewAuditExport {
    /// Not before this.
    #[serde(default)]
    pub since: Option<Instant>,
    /// Before this.
    #[serde(default)]
    pub until: Option<Instant>,
    /// Code or id of an offering: it and what belongs to it.
    #[serde(default)]
    pub offering: Option<String>,
    /// Beginnings of actions: `application.`.
    #[serde(default)]
    #[oai(default, validator(max_items = 50))]
    pub actions: Vec<String>,
    /// Only what is decided.
    #[serde(default)]
    #[oai(default)]
    pub decisions: bool,
    /// A list to be read in words too.
    #[serde(default)]
    pub list: Option<AuditList>,
}

/// The files. `logg.json` holds the rows with their hashes: it can be checked without the service.
#[derive(Debug, Object)]
pub struct AuditExport {
    pub files: Vec<ExportFile>,
    pub rows: i64,
    /// The last row there is in the trail, and its hash.
    pub head: i64,
    pub head_hash: String,
    /// SHA-256 of `logg.json`; the trail keeps it too.
    pub sha256: String,
}

pub struct AuditExportApi;

#[OpenApi(tag = "Tags::Audit")]
impl AuditExportApi {
    /// Take out the trail, or some of it
    ///
    /// The trail is checked on the way; one that is not whole is not handed over. Protected people stand under an
    /// alias, whoever takes it out, and nobody is named to who may not read people. That it was taken out stands in the
    /// trail, with what the file's hash is.
    #[oai(
        path = "/audit/exports",
        method = "post",
        operation_id = "export_audit"
    )]
    async fn export_audit(
        &self,
        app: AppData<'_>,
        auth: Auth,
        request: &Request,
        Body(body): Body<NewAuditExport>,
    ) -> Result<Json<AuditExport>, WriteFailure> {
        let mut actions = body.actions;
        if body.decisions {
            actions.extend(DECISIONS.iter().map(|begins| (*begins).to_owned()));
        }
        let wanted = Wanted {
            since: body.since.map(|at| at.0),
            until: body.until.map(|at| at.0),
            offering: body.offering,
            actions,
            list: body.list.map(|list| match list {
                AuditList::Csv => Form::Csv,
                AuditList::Xlsx => Form::Workbook,
            }),
            language: language(request),
        };
        let made = export::export(&app, auth.caller(), &wanted).await?;
        Ok(Json(AuditExport {
            files: made.files.into_iter().map(Into::into).collect(),
            rows: i64::try_from(made.rows).unwrap_or(i64::MAX),
            head: made.head.seq,
            head_hash: made.head.hash,
            sha256: made.digest,
        }))
    }
}

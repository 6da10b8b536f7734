//! Files for other systems and for paper.

use super::{
    Tags,
    body::Body,
    caller::{AppData, Auth},
    edge::language,
    problem::WriteFailure,
};
use crate::usecase::exports;
use base64::{Engine as _, prelude::BASE64_STANDARD as STANDARD};
use poem::Request;
use poem_openapi::{Enum, Object, OpenApi, param::Path, payload::Json};
use samverkan_domain::export;
use serde::Deserialize;

/// What is taken out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum, Deserialize)]
#[oai(rename_all = "snake_case")]
#[serde(rename_all = "snake_case")]
pub enum ExportKind {
    /// Groups and their members, for Blackboard Learn.
    Blackboard,
    /// Members of groups, for Canvas.
    Canvas,
    /// Who is expected, to tick off.
    Rollcall,
    /// What the register of studies asks for when people are registered.
    Registration,
    /// Who was there when.
    Attendance,
    /// Everybody whose application lives, as a workbook to edit in a spreadsheet and import again.
    People,
    /// Name signs to print and cut out (PDF).
    NameSigns,
    /// Certificates of participation for commissioned places, to print and sign (PDF).
    Certificates,
}

/// What a list is taken out as.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Enum, Deserialize)]
#[oai(rename_all = "snake_case")]
#[serde(rename_all = "snake_case")]
pub enum ExportFormat {
    /// Text with semicolons, for a spreadsheet with Swedish settings.
    #[default]
    Csv,
    /// A workbook, with where the list comes from on a sheet of its own.
    Xlsx,
}

/// What a learning platform calls people.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Enum, Deserialize)]
#[oai(rename_all = "snake_case")]
#[serde(rename_all = "snake_case")]
pub enum ExportAccount {
    /// Their whole address.
    #[default]
    Address,
    /// What stands before the `@` of their address.
    LocalPart,
}

/// What to take out.
#[derive(Debug, Object, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NewExport {
    pub kind: ExportKind,
    /// Name of the partition; left out: the one there is.
    #[serde(default)]
    pub set_name: Option<String>,
    /// For learning platforms.
    #[serde(default)]
    #[oai(default)]
    pub account: ExportAccount,
    /// For lists. People are always a workbook; files for learning platforms never are.
    #[serde(default)]
    #[oai(default)]
    pub format: ExportFormat,
}

/// One file.
#[derive(Debug, Object)]
#[oai(skip_serializing_if_is_none)]
pub struct ExportFile {
    pub name: String,
    /// What is in it, if it is text.
    pub text: Option<String>,
    /// What is in it, if it is a workbook or a document to print: base64.
    pub base64: Option<String>,
}

impl From<export::File> for ExportFile {
    fn from(file: export::File) -> Self {
        let (text, base64) = match file.content {
            export::Content::Text(text) => (Some(text), None),
            export::Content::Workbook(bytes) | export::Content::Pdf(bytes) => {
                (None, Some(STANDARD.encode(bytes)))
            }
        };
        Self {
            name: file.name,
            text,
            base64,
        }
    }
}

/// The files, and who is not in them.
#[derive(Debug, Object)]
pub struct Export {
    pub files: Vec<ExportFile>,
    /// How many stand in the files.
    pub people: i64,
    /// Protected people, whose accounts are in no file: put them into their groups by hand.
    pub protected_left_out: i64,
    /// People whose address is not known, or looks like a formula.
    pub without_account: i64,
    /// People without a certificate because they have not been seen at any meeting.
    pub not_seen: i64,
    /// People who are in it, but with a `?` for letters that the typeface lacks.
    pub unknown_letters: i64,
}

impl From<ExportKind> for exports::ExportKind {
    fn from(kind: ExportKind) -> Self {
        match kind {
            ExportKind::Blackboard => Self::Blackboard,
            ExportKind::Canvas => Self::Canvas,
            ExportKind::Rollcall => Self::Rollcall,
            ExportKind::Registration => Self::Registration,
            ExportKind::Attendance => Self::Attendance,
            ExportKind::People => Self::People,
            ExportKind::NameSigns => Self::NameSigns,
            ExportKind::Certificates => Self::Certificates,
        }
    }
}

impl From<ExportAccount> for export::Account {
    fn from(account: ExportAccount) -> Self {
        match account {
            ExportAccount::Address => Self::Address,
            ExportAccount::LocalPart => Self::LocalPart,
        }
    }
}

pub struct ExportsApi;

#[OpenApi(tag = "Tags::Applications")]
impl ExportsApi {
    /// Take out a list of an offering's people, as files
    ///
    /// Whoever is protected stands in lists under an alias, and in no file of accounts. Identity numbers stand in no
    /// file. The trail says who took out what. Headings are in the language of `Accept-Language`.
    #[oai(
        path = "/offerings/:offering/exports",
        method = "post",
        operation_id = "create_export"
    )]
    async fn create_export(
        &self,
        app: AppData<'_>,
        auth: Auth,
        request: &Request,
        offering: Path<String>,
        Body(body): Body<NewExport>,
    ) -> Result<Json<Export>, WriteFailure> {
        let wanted = exports::ExportRequest {
            kind: body.kind.into(),
            set_name: body.set_name,
            account: body.account.into(),
            format: match body.format {
                ExportFormat::Csv => exports::ListFormat::Csv,
                ExportFormat::Xlsx => exports::ListFormat::Workbook,
            },
            language: language(request),
        };
        let made = exports::export(&app, auth.caller(), &offering, &wanted).await?;
        let count = |n: usize| i64::try_from(n).unwrap_or(i64::MAX);
        Ok(Json(Export {
            files: made.files.into_iter().map(Into::into).collect(),
            people: count(made.people),
            protected_left_out: count(made.left_out.protected),
            without_account: count(made.left_out.without_account),
            not_seen: count(made.left_out.not_seen),
            unknown_letters: count(made.left_out.unknown_letters),
        }))
    }
}

//! What becomes of each row.

use super::super::types::RowStatus;
use poem_openapi::Object;
use samverkan_domain::import::report;

/// What becomes of a row, or of several that follow each other and fare alike.
#[derive(Debug, Object)]
#[oai(skip_serializing_if_is_none)]
pub struct RowReport {
    /// As a spreadsheet counts: the header is row 1.
    pub row: u32,
    /// The last of several.
    pub last: Option<u32>,
    pub status: RowStatus,
}

impl From<&report::RowReport> for RowReport {
    fn from(run: &report::RowReport) -> Self {
        Self {
            row: run.row,
            last: run.last,
            status: run.status.into(),
        }
    }
}

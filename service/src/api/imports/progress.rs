//! How far an import has come.

use super::{
    super::{
        Tags,
        caller::{AppData, Auth},
        problem::ReadFailure,
    },
    count,
};
use crate::usecase::imports::progress;
use poem_openapi::{Object, OpenApi, param::Path, payload::Json};
use uuid::Uuid;

/// How far an import has come.
#[derive(Debug, Object)]
pub struct ImportProgress {
    /// Rows that have been carried out.
    pub done: i64,
    /// Rows of the file; 0 while it is being read.
    pub rows: i64,
}

pub struct ImportProgressApi;

#[OpenApi(tag = "Tags::Imports")]
impl ImportProgressApi {
    /// How far an import has come that is under way
    ///
    /// Known to the instance that imports, while it does; the report is the answer to the request that started it.
    #[oai(
        path = "/import-progress/:progress",
        method = "get",
        operation_id = "get_import_progress"
    )]
    async fn get_import_progress(
        &self,
        app: AppData<'_>,
        auth: Auth,
        progress: Path<Uuid>,
    ) -> Result<Json<ImportProgress>, ReadFailure> {
        let found = progress::progress(&app, auth.caller(), progress.0)?;
        Ok(Json(ImportProgress {
            done: count(found.done),
            rows: count(found.rows),
        }))
    }
}

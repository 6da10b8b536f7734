//! How the service is, for who looks after the machine.

use super::{
    Tags,
    caller::{AppData, Auth},
    problem::ReadFailure,
    types::{Instant, Remark},
};
use crate::usecase::operations;
use poem_openapi::{Object, OpenApi, payload::Json};

/// How letters go out. Whose they are is not said.
#[derive(Debug, Object)]
#[oai(skip_serializing_if_is_none)]
pub struct MailWork {
    pub waiting: i64,
    pub delivered: i64,
    pub failed: i64,
    /// Since when the oldest that is due has waited.
    pub due_since: Option<Instant>,
}

/// How the service is.
#[derive(Debug, Object)]
#[oai(skip_serializing_if_is_none)]
pub struct Operations {
    pub version: String,
    /// `sqlite` or `postgres`.
    pub engine: String,
    /// Schema changes that have not been run.
    pub pending_migrations: i64,
    pub mail: MailWork,
    /// When this instance's background work was last done to the end.
    pub work_done_at: Option<Instant>,
    /// When it last failed, if it has not been done since.
    pub work_failed_at: Option<Instant>,
    /// What will not do for others than those who try it out.
    pub remarks: Vec<Remark>,
}

pub struct OperationsApi;

#[OpenApi(tag = "Tags::Operations")]
impl OperationsApi {
    /// How the service is: database, mail, background work, settings. Nobody's data
    #[oai(path = "/operations", method = "get", operation_id = "get_operations")]
    async fn get_operations(
        &self,
        app: AppData<'_>,
        auth: Auth,
    ) -> Result<Json<Operations>, ReadFailure> {
        let found = operations::look(&app, auth.caller()).await?;
        Ok(Json(Operations {
            version: found.version.to_owned(),
            engine: found.engine,
            pending_migrations: found.pending_migrations,
            mail: MailWork {
                waiting: found.mail.waiting,
                delivered: found.mail.delivered,
                failed: found.mail.failed,
                due_since: found.mail.due_since.map(Into::into),
            },
            work_done_at: found.work.done_at.map(Into::into),
            work_failed_at: found.work.failed_at.map(Into::into),
            remarks: found.remarks.into_iter().map(Into::into).collect(),
        }))
    }
}

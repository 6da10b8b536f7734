//! Searches for cohorts that are under way.

use crate::{
    api::{
        Tags,
        caller::{AppData, Auth},
        problem::{ReadFailure, WriteFailure},
        respond::Done,
    },
    usecase::cohorts,
};
use poem_openapi::{Object, OpenApi, param::Path, payload::Json};
use uuid::Uuid;

/// How far a search has come.
#[derive(Debug, Object)]
#[oai(skip_serializing_if_is_none)]
pub struct CohortSearch {
    /// Changes tried.
    pub iterations: u64,
    /// Changes to try in all; 0 before the first report.
    pub planned: u64,
    /// Hard rules broken in the best partition so far; missing before there is one.
    pub hard: Option<u64>,
    /// Its soft points.
    pub points: Option<i64>,
}

pub struct SearchesApi;

#[OpenApi(tag = "Tags::Cohorts")]
impl SearchesApi {
    /// How far a search for cohorts has come
    ///
    /// Known to the instance that searches, while it searches; the plan is the answer to the
    /// request that started it.
    #[oai(
        path = "/cohort-searches/:search",
        method = "get",
        operation_id = "get_cohort_search"
    )]
    async fn get_cohort_search(
        &self,
        app: AppData<'_>,
        auth: Auth,
        search: Path<Uuid>,
    ) -> Result<Json<CohortSearch>, ReadFailure> {
        let found = cohorts::search_progress(&app, auth.caller(), search.0)?;
        Ok(Json(CohortSearch {
            iterations: found.map_or(0, |found| found.iterations),
            planned: found.map_or(0, |found| found.planned),
            hard: found.map(|found| found.hard),
            points: found.map(|found| found.points),
        }))
    }

    /// End a search: the best partition so far becomes the plan
    #[oai(
        path = "/cohort-searches/:search",
        method = "delete",
        operation_id = "end_cohort_search"
    )]
    async fn end_cohort_search(
        &self,
        app: AppData<'_>,
        auth: Auth,
        search: Path<Uuid>,
    ) -> Result<Done, WriteFailure> {
        cohorts::end_search(&app, auth.caller(), search.0)?;
        Ok(Done::Done)
    }
}

//! Practical needs: one's own, and how many need what.

use super::{
    Tags,
    body::Body,
    caller::{AppData, Auth},
    problem::{ReadFailure, WriteFailure},
    respond::Done,
    types::PracticalNeed,
};
use crate::usecase::needs::{self, Counts};
use poem_openapi::{Object, OpenApi, param::Path, payload::Json};
use serde::Deserialize;

/// What you need of rooms and material to take part.
#[derive(Debug, Object, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PracticalNeeds {
    pub needs: Vec<PracticalNeed>,
}

/// How many need something.
#[derive(Debug, Object)]
pub struct NeedCount {
    pub need: PracticalNeed,
    pub people: i64,
}

/// How many in a cohort need what.
#[derive(Debug, Object)]
pub struct CohortNeeds {
    /// Name of the partition.
    pub set_name: String,
    /// Code of the cohort.
    pub cohort: String,
    pub needs: Vec<NeedCount>,
}

/// How many of those with a place need what. Nobody is named.
#[derive(Debug, Object)]
pub struct OfferingNeeds {
    pub needs: Vec<NeedCount>,
    /// By cohort in force.
    pub cohorts: Vec<CohortNeeds>,
}

fn counted(counts: Counts) -> Vec<NeedCount> {
    let counts = counts.into_iter();
    counts
        .map(|(need, people)| NeedCount {
            need: need.into(),
            people: i64::try_from(people).unwrap_or(i64::MAX),
        })
        .collect()
}

pub struct NeedsApi;

#[OpenApi(tag = "Tags::People")]
impl NeedsApi {
    /// Your practical needs
    #[oai(path = "/me/needs", method = "get", operation_id = "get_my_needs")]
    async fn get_my_needs(
        &self,
        app: AppData<'_>,
        auth: Auth,
    ) -> Result<Json<PracticalNeeds>, ReadFailure> {
        let needs = needs::mine(&app, auth.caller()).await?;
        Ok(Json(PracticalNeeds {
            needs: needs.into_iter().map(Into::into).collect(),
        }))
    }

    /// Say what you need, in place of what you said before
    #[oai(path = "/me/needs", method = "put", operation_id = "put_my_needs")]
    async fn put_my_needs(
        &self,
        app: AppData<'_>,
        auth: Auth,
        Body(body): Body<PracticalNeeds>,
    ) -> Result<Done, WriteFailure> {
        let stated: Vec<_> = body.needs.into_iter().map(Into::into).collect();
        needs::set(&app, auth.caller(), &stated).await?;
        Ok(Done::Done)
    }

    /// How many of those with a place need what, together and by cohort
    #[oai(
        path = "/offerings/:offering/needs",
        method = "get",
        operation_id = "count_needs"
    )]
    async fn count_needs(
        &self,
        app: AppData<'_>,
        auth: Auth,
        offering: Path<String>,
    ) -> Result<Json<OfferingNeeds>, ReadFailure> {
        let view = needs::counts(&app, auth.caller(), &offering).await?;
        let cohorts = view.cohorts.into_iter().map(|one| CohortNeeds {
            set_name: one.set_name,
            cohort: one.code,
            needs: counted(one.counts),
        });
        Ok(Json(OfferingNeeds {
            needs: counted(view.all),
            cohorts: cohorts.collect(),
        }))
    }
}

//! Who leads which cohort: proposed and committed.

use super::{
    new_plan,
    types::{count, times},
};
use crate::{
    api::{
        Tags,
        body::Body,
        caller::{AppData, Auth, seen},
        problem::WriteFailure,
        respond::{Tagged, tagged},
        types::Family,
    },
    error::{self, Error},
    usecase::cohorts::{self, LeaderView, LeadersRequest, LeadersView, LedView},
};
use poem_openapi::{
    Object, OpenApi,
    param::{Header, Path},
};
use samverkan_domain::{id::CohortPlanId, limits};
use serde::Deserialize;
use uuid::Uuid;

/// What is to be led, and how.
#[derive(Debug, Object, Deserialize)]
#[serde(deny_unknown_fields)]
#[oai(skip_serializing_if_is_none)]
pub struct NewAssignment {
    /// The partition in force. Default: `Grupper`.
    #[serde(default)]
    pub set_name: Option<String>,
    /// A plan instead, to see whether its cohorts could be led. Not for a commit.
    #[serde(default)]
    pub plan: Option<Uuid>,
    /// Facilitators of each cohort. Default: 1.
    #[serde(default)]
    pub each: Option<u32>,
    /// Those of one cohort may all be of one profession family. Default: false.
    #[serde(default)]
    #[oai(default)]
    pub one_family: bool,
}

/// Somebody who may lead, in an assignment.
#[derive(Debug, Object)]
#[oai(skip_serializing_if_is_none)]
pub struct CohortLeader {
    pub person: Uuid,
    /// Name, or alias.
    pub name: String,
    pub family: Option<Family>,
    /// How many cohorts of the partition they lead.
    pub leads: i64,
}

/// Who leads one cohort.
#[derive(Debug, Object)]
pub struct LedCohort {
    pub cohort: String,
    /// Weekly times at which it meets.
    pub meets: Vec<String>,
    pub leaders: Vec<CohortLeader>,
    /// Names of those who led it before and would not any more.
    pub leaving: Vec<String>,
}

/// Who leads which cohort of a partition.
#[derive(Debug, Object)]
#[oai(skip_serializing_if_is_none)]
pub struct FacilitatorAssignment {
    pub set_name: String,
    pub plan: Option<Uuid>,
    pub cohorts: Vec<LedCohort>,
    /// Everybody who may lead, with how many cohorts they do.
    pub facilitators: Vec<CohortLeader>,
    /// To be sent back in If-Match when it is committed.
    pub revision: i64,
}

fn leader(view: LeaderView) -> CohortLeader {
    CohortLeader {
        person: view.person.0,
        name: view.name,
        family: view.family.map(Into::into),
        leads: count(view.leads),
    }
}

fn assignment(view: LeadersView) -> Tagged<FacilitatorAssignment> {
    let cohort = |cohort: LedView| LedCohort {
        cohort: cohort.code,
        meets: times(cohort.times),
        leaders: cohort.leaders.into_iter().map(leader).collect(),
        leaving: cohort.leaving,
    };
    let revision = view.revision;
    let answer = FacilitatorAssignment {
        set_name: view.set_name,
        plan: view.plan.map(|plan| plan.0),
        cohorts: view.cohorts.into_iter().map(cohort).collect(),
        facilitators: view.loads.into_iter().map(leader).collect(),
        revision,
    };
    tagged(answer, revision)
}

impl NewAssignment {
    fn request(self) -> error::Result<LeadersRequest> {
        let each = self.each.unwrap_or(1);
        let most = limits::LEADERS_EACH;
        if !(1..=most).contains(&each) {
            return Err(Error::invalid(
                "/each",
                "out-of-range",
                format!("Ange 1–{most} handledare per grupp."),
                format!("State 1–{most} facilitators a cohort."),
            ));
        }
        Ok(LeadersRequest {
            set_name: self
                .set_name
                .unwrap_or_else(|| new_plan::USUAL_SET.to_owned()),
            plan: self.plan.map(CohortPlanId),
            wanted: each,
            two_families: !self.one_family,
        })
    }
}

pub struct LeadersApi;

#[OpenApi(tag = "Tags::Cohorts")]
impl LeadersApi {
    /// Propose who leads which cohort; writes nothing
    ///
    /// Cohorts keep those who lead them if that can be, and loads are as even as can be.
    #[oai(
        path = "/offerings/:offering/facilitator-assignment",
        method = "post",
        operation_id = "propose_facilitators"
    )]
    async fn propose_facilitators(
        &self,
        app: AppData<'_>,
        auth: Auth,
        offering: Path<String>,
        Body(new): Body<NewAssignment>,
    ) -> Result<Tagged<FacilitatorAssignment>, WriteFailure> {
        let wanted = new.request()?;
        let view = cohorts::propose_leaders(&app, auth.caller(), &offering, &wanted).await?;
        Ok(assignment(view))
    }

    /// Put the proposed assignment into force; everybody concerned is told
    #[oai(
        path = "/offerings/:offering/facilitator-assignment/commit",
        method = "post",
        operation_id = "commit_facilitators"
    )]
    async fn commit_facilitators(
        &self,
        app: AppData<'_>,
        auth: Auth,
        offering: Path<String>,
        #[oai(name = "If-Match")] if_match: Header<Option<String>>,
        Body(new): Body<NewAssignment>,
    ) -> Result<Tagged<FacilitatorAssignment>, WriteFailure> {
        let (wanted, seen) = (new.request()?, seen(if_match.as_deref()));
        let caller = auth.caller();
        let view = cohorts::commit_leaders(&app, caller, &offering, &wanted, seen).await?;
        Ok(assignment(view))
    }
}

//! Re-balancing: the curve of moves against points, and whom a plan's moves concern.

use super::{
    new_plan::NewCohortPlan,
    types::{MovedPerson, Score, score},
};
use crate::{
    api::{
        Tags,
        body::Body,
        caller::{AppData, Auth},
        problem::{ReadFailure, WriteFailure},
        types::Instant,
    },
    usecase::cohorts::{self, Frontier, Meeting, MoveView},
};
use poem_openapi::{Object, OpenApi, param::Path, payload::Json};
use samverkan_domain::id::CohortPlanId;
use uuid::Uuid;

/// The best cohorts for a number of moves.
#[derive(Debug, Object)]
pub struct FrontierPoint {
    /// People who change cohort.
    pub moves: u32,
    /// Without points for moving. Rules may be broken where too few move.
    pub score: Score,
    /// Who changes cohort, and newcomers who get one.
    pub people: Vec<MovedPerson>,
}

/// A meeting that somebody gets or loses.
#[derive(Debug, Object)]
pub struct ChangedMeeting {
    pub session: Uuid,
    pub title: String,
    pub starts: Instant,
}

/// Somebody whom a plan moves.
#[derive(Debug, Object)]
#[oai(skip_serializing_if_is_none)]
pub struct PlannedMove {
    pub person: Uuid,
    /// Name, or alias.
    pub name: String,
    /// Missing for who had no cohort.
    pub from: Option<String>,
    pub to: String,
    /// Coming meetings of the cohort that is left.
    pub loses: Vec<ChangedMeeting>,
    /// Coming meetings of the cohort that is joined.
    pub gains: Vec<ChangedMeeting>,
}

fn points(found: &Frontier) -> Vec<FrontierPoint> {
    let moved = |moved: &cohorts::Move| MovedPerson {
        person: Some(moved.person.0),
        name: found.names.of(moved.person),
        from: moved.from.clone(),
        to: moved.to.clone(),
    };
    let points = found.points.iter();
    points
        .map(|point| FrontierPoint {
            moves: point.moves,
            score: score(&point.score),
            people: point.people.iter().map(moved).collect(),
        })
        .collect()
}

fn meeting(meeting: Meeting) -> ChangedMeeting {
    ChangedMeeting {
        session: meeting.session.0,
        title: meeting.title,
        starts: meeting.starts.into(),
    }
}

fn planned(moved: MoveView) -> PlannedMove {
    PlannedMove {
        person: moved.person.0,
        name: moved.name,
        from: moved.from,
        to: moved.to,
        loses: moved.loses.into_iter().map(meeting).collect(),
        gains: moved.gains.into_iter().map(meeting).collect(),
    }
}

pub struct RebalanceApi;

#[OpenApi(tag = "Tags::Cohorts")]
impl RebalanceApi {
    /// What better cohorts cost in moves: for 0, 1, 2, … the best there is; writes nothing
    ///
    /// The same request with `take_moves` proposes a plan: that point of the curve.
    #[oai(
        path = "/offerings/:offering/cohort-frontier",
        method = "post",
        operation_id = "get_cohort_frontier"
    )]
    async fn get_cohort_frontier(
        &self,
        app: AppData<'_>,
        auth: Auth,
        offering: Path<String>,
        Body(new): Body<NewCohortPlan>,
    ) -> Result<Json<Vec<FrontierPoint>>, WriteFailure> {
        let mut wanted = new.request()?;
        wanted.frontier.get_or_insert_default();
        let found = cohorts::frontier(&app, auth.caller(), &offering, &wanted).await?;
        Ok(Json(points(&found)))
    }

    /// Whom a plan moves against the cohorts in force, and which of their meetings change
    #[oai(
        path = "/cohort-plans/:plan/affected",
        method = "get",
        operation_id = "list_plan_moves"
    )]
    async fn list_plan_moves(
        &self,
        app: AppData<'_>,
        auth: Auth,
        plan: Path<Uuid>,
    ) -> Result<Json<Vec<PlannedMove>>, ReadFailure> {
        let moved = cohorts::moves(&app, auth.caller(), CohortPlanId(plan.0)).await?;
        Ok(Json(moved.into_iter().map(planned).collect()))
    }
}

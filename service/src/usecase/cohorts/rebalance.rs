//! Re-balancing: what better cohorts cost in moves, and whom a plan's moves concern.

use super::{
    gather::gather,
    naming::Names,
    plan_row,
    propose::{closed_to_all, refused},
    request::{PlanRequest, Start},
    search::Place,
    view::{Move, view},
};
use crate::{
    app::App,
    error::{Error, Result},
    store::session::SessionRow,
    usecase::{Caller, Permission, catalogue::find_offering},
};
use jiff::Timestamp;
use samverkan_domain::{
    cohort::{PlanInput, PlanPoint, Score, plan_frontier},
    id::{CohortPlanId, OfferingId, PersonId, SessionId},
};
use std::collections::BTreeMap;
use uuid::Uuid;

/// The best cohorts for a number of moves.
#[derive(Debug, Clone)]
pub struct Point {
    pub moves: u32,
    /// Without points for moving.
    pub score: Score,
    /// Who changes cohort, and who gets one.
    pub people: Vec<Move>,
}

/// The curve of moves against points.
#[derive(Debug, Clone)]
pub struct Frontier {
    /// By rising moves; the first is to do nothing but place newcomers.
    pub points: Vec<Point>,
    pub names: Names,
}

/// One person's change of cohort, with the meetings it is about.
#[derive(Debug, Clone)]
pub struct MoveView {
    pub person: PersonId,
    pub name: String,
    pub from: Option<String>,
    pub to: String,
    /// Coming meetings of the cohort that is left.
    pub loses: Vec<Meeting>,
    /// Coming meetings of the cohort that is joined.
    pub gains: Vec<Meeting>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Meeting {
    pub session: SessionId,
    pub title: String,
    pub starts: Timestamp,
}

/// For 0, 1, 2, … moves the best cohorts. Writes nothing.
pub async fn frontier(
    app: &App,
    caller: &Caller,
    offering: &str,
    request: &PlanRequest,
) -> Result<Frontier> {
    caller.require(Permission::EditCohorts)?;
    let most = request.frontier.unwrap_or_default().most;
    request.check()?;
    let mut tx = app.read().await?;
    let found = find_offering(&mut tx, offering).await?;
    let input = gather(app, &mut tx, &found, request).await?;
    let names = Names::load(&mut tx, caller, found.offering()).await?;
    drop(tx);
    if request.start != Start::Rebalance || input.people.iter().all(|p| p.previous.is_none()) {
        return Err(Error::refused(
            "no-cohorts-yet",
            "Det finns inga grupper att utgå från. Gör ett förslag från början först.",
            "There are no cohorts to start from. Make a proposal from nothing first.",
        ));
    }
    closed_to_all(false, &input)?;
    let place = Place::take(app, caller, request.search, request.stop)?;
    let thought = place.think(move |place| {
        let points = plan_frontier(&input, most, |progress| place.go_on(progress));
        (input, points)
    });
    let (input, points) = thought.await?;
    let points = points.map_err(|refusal| refused(&refusal, &names))?;
    let codes = codes(&input);
    Ok(Frontier {
        points: points.iter().map(|p| point(&input, &codes, p)).collect(),
        names,
    })
}

fn codes(input: &PlanInput) -> BTreeMap<Uuid, String> {
    let cohorts = input.cohorts.iter();
    cohorts.map(|c| (c.cohort.0, c.code.clone())).collect()
}

fn point(input: &PlanInput, codes: &BTreeMap<Uuid, String>, point: &PlanPoint) -> Point {
    let previous: BTreeMap<_, _> = input
        .people
        .iter()
        .map(|p| (p.person, p.previous))
        .collect();
    let moved = point.places.iter().filter_map(|(person, cohort)| {
        let was = previous.get(person).copied().flatten();
        (was != Some(*cohort)).then(|| Move {
            person: *person,
            from: was.and_then(|was| codes.get(&was.0).cloned()),
            to: codes.get(&cohort.0).cloned().unwrap_or_default(),
        })
    });
    Point {
        moves: point.moves,
        score: point.score.clone(),
        people: moved.collect(),
    }
}

/// Whom a plan moves against the cohorts in force, and which of their meetings change.
pub async fn moves(app: &App, caller: &Caller, id: CohortPlanId) -> Result<Vec<MoveView>> {
    caller.require(Permission::EditCohorts)?;
    let mut tx = app.read().await?;
    let row = plan_row(&mut tx, id).await?;
    let offering = OfferingId(row.offering_id);
    let view = view(&mut tx, caller, row).await?;
    let set_name = &view.content.request.set_name;
    let (_, in_force) = super::install::in_force(&mut tx, offering, set_name).await?;
    let now = app.clock.now();
    let mut meetings: BTreeMap<Uuid, Vec<Meeting>> = BTreeMap::new();
    for session in tx.sessions(offering).await? {
        if let Some(cohort) = session.cohort_id.filter(|_| is_ahead(&session, now)) {
            meetings.entry(cohort).or_default().push(Meeting {
                session: SessionId(session.id),
                title: session.title.clone(),
                starts: session.starts_at.0,
            });
        }
    }
    let of = |code: &str| {
        let cohort = in_force.cohorts.iter().find(|cohort| cohort.code == code);
        let found = cohort.and_then(|cohort| meetings.get(&cohort.cohort.0));
        found.cloned().unwrap_or_default()
    };
    let moved = view.moves.iter().map(|moved| MoveView {
        person: moved.person,
        name: view.names.of(moved.person),
        from: moved.from.clone(),
        to: moved.to.clone(),
        loses: moved.from.as_deref().map(of).unwrap_or_default(),
        gains: of(&moved.to),
    });
    Ok(moved.collect())
}

fn is_ahead(session: &SessionRow, now: Timestamp) -> bool {
    session.state != "cancelled" && session.starts_at.0 > now
}

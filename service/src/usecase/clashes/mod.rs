//! Clashes: who cannot come to the sessions there are, and which times would hinder the fewest.

mod find;
mod gather;
mod sets;

pub use find::{Found, TimeRequest, find_time};
pub use gather::Taken;

use super::{Caller, Permission, catalogue::find_offering, cohorts::Names, schedule::session_of};
use crate::{
    app::App,
    error::{Error, Result},
    store::{Tx, catalogue::OfferingRow},
};
use gather::{Leave, Scene};
use samverkan_domain::{
    clash::{Blocked, Cause, FamilyCount, People, SetIndex, minute_from, minute_of, weekly_times},
    cohort::Times,
    id::{CohortSetId, OfferingId, PersonId, SessionId},
    profession::ProfessionFamily,
    schedule::{self, Session, Warning},
    term::TermCalendar,
};
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

/// One who cannot come, and by what: a cause, and the code of what it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hindered {
    pub person: PersonId,
    /// Name, or alias.
    pub name: String,
    pub family: Option<ProfessionFamily>,
    /// Empty for a protected person: what takes up the time betrays where somebody is.
    pub by: Vec<(Cause, String)>,
}

/// A session and what it clashes with.
#[derive(Debug, Clone)]
pub struct SessionClashes {
    pub session: Session,
    pub cohort_code: Option<String>,
    /// How many should come.
    pub people: usize,
    pub blocked: Vec<Hindered>,
    pub families: Vec<(Option<ProfessionFamily>, FamilyCount)>,
    /// What else the teacher and the room are taken by at the time.
    pub teacher: Vec<Taken>,
    pub room: Vec<Taken>,
    pub warnings: Vec<Warning>,
}

/// What is loaded once for all sessions of an offering.
struct Loaded {
    scene: Scene,
    names: Names,
    cohorts: Vec<Cohort>,
}

/// Id, code and members of a cohort.
type Cohort = (Uuid, String, BTreeSet<PersonId>);

impl Loaded {
    async fn load(tx: &mut Tx, caller: &Caller, offering: &OfferingRow) -> Result<Self> {
        Ok(Self {
            scene: Scene::load(tx, offering).await?,
            names: Names::load(tx, caller, offering.offering()).await?,
            cohorts: cohorts(tx, offering).await?,
        })
    }
}

/// The clashes of all sessions of an offering that are not cancelled, in order of time.
pub async fn of_offering(
    app: &App,
    caller: &Caller,
    offering: &str,
) -> Result<Vec<SessionClashes>> {
    caller.require(Permission::EditSchedule)?;
    of_all(&mut app.read().await?, caller, offering).await
}

/// The same, for who has been let in already.
pub(in crate::usecase) async fn of_all(
    tx: &mut Tx,
    caller: &Caller,
    offering: &str,
) -> Result<Vec<SessionClashes>> {
    let offering = find_offering(tx, offering).await?;
    let loaded = Loaded::load(tx, caller, &offering).await?;
    let sessions = tx.sessions(offering.offering()).await?;
    let live = sessions.iter().filter(|row| row.state != "cancelled");
    live.map(|row| clashes(&loaded, session_of(row)?)).collect()
}

/// The clashes of one session.
pub async fn of_session(app: &App, caller: &Caller, id: SessionId) -> Result<SessionClashes> {
    caller.require(Permission::EditSchedule)?;
    let mut tx = app.read().await?;
    let missing = Error::NotFound { what: "session" };
    let row = tx.session(id).await?.ok_or(missing)?;
    let missing = Error::NotFound { what: "offering" };
    let offering = tx
        .offering_by_id(OfferingId(row.offering_id))
        .await?
        .ok_or(missing)?;
    let loaded = Loaded::load(&mut tx, caller, &offering).await?;
    clashes(&loaded, session_of(&row)?)
}

/// What some sessions of an offering clash with, as things stand in this transaction.
pub(in crate::usecase) async fn of_sessions(
    tx: &mut Tx,
    caller: &Caller,
    offering: &OfferingRow,
    ids: &[SessionId],
) -> Result<Vec<SessionClashes>> {
    let loaded = Loaded::load(tx, caller, offering).await?;
    let sessions = tx.sessions(offering.offering()).await?;
    let asked = sessions
        .iter()
        .filter(|row| ids.contains(&SessionId(row.id)));
    asked
        .map(|row| clashes(&loaded, session_of(row)?))
        .collect()
}

/// The municipalities that those who take part in an offering work in.
pub(in crate::usecase) async fn municipalities(
    tx: &mut Tx,
    offering: &OfferingRow,
) -> Result<BTreeSet<String>> {
    let scene = Scene::load(tx, offering).await?;
    let members = scene.people.members().iter();
    Ok(members
        .filter_map(|member| member.municipality.clone())
        .collect())
}

/// The clashes of a session as it would be, changed in this transaction.
pub(in crate::usecase) async fn of_changed(
    tx: &mut Tx,
    caller: &Caller,
    session: &Session,
) -> Result<SessionClashes> {
    let missing = Error::NotFound { what: "offering" };
    let offering = tx.offering_by_id(session.offering).await?.ok_or(missing)?;
    let loaded = Loaded::load(tx, caller, &offering).await?;
    clashes(&loaded, session.clone())
}

fn clashes(loaded: &Loaded, session: Session) -> Result<SessionClashes> {
    let scene = &loaded.scene;
    let leave = Leave::Session(session.id);
    let (mut people, mut cohort_code) = (scene.people_beside(session.id), None);
    if let Some(cohort) = session.cohort {
        let found = loaded.cohorts.iter().find(|(id, ..)| *id == cohort.0);
        let (_, code, members) = found.ok_or(Error::NotFound { what: "cohort" })?;
        cohort_code = Some(code.clone());
        people = people.only(|member| members.contains(&member.person));
    }
    let (starts, ends) = (session.starts.instant(), session.ends.instant());
    let at_once = |taken: Vec<Taken>| -> Vec<Taken> {
        let meets = |taken: &Taken| taken.starts < ends && taken.ends > starts;
        taken.into_iter().filter(meets).collect()
    };
    let blocked = people.blocked(minute_of(starts), minute_from(ends));
    let term = TermCalendar::published();
    let term = term.on(session.starts.wall().date());
    let teacher = session.teacher.as_deref().unwrap_or_default();
    let place = session.place.as_deref().unwrap_or_default();
    Ok(SessionClashes {
        cohort_code,
        people: people.members().len(),
        blocked: hindered(&people, scene, &loaded.names, &blocked),
        families: blocked.families.into_iter().collect(),
        teacher: at_once(scene.teacher(teacher, leave)),
        room: at_once(scene.room(place, leave)),
        warnings: schedule::warnings(session.starts, session.ends, term),
        session,
    })
}

/// The weekly times that are often taken up for those who take part in an offering, by anything
/// but what they have said themselves and the offering's own sessions. Nobody free is in it.
pub(in crate::usecase) async fn weekly(
    tx: &mut Tx,
    offering: &OfferingRow,
) -> Result<BTreeMap<PersonId, Times>> {
    let scene = Scene::load(tx, offering).await?;
    let mut known: BTreeMap<&[SetIndex], Times> = BTreeMap::new();
    let mut weekly = BTreeMap::new();
    for member in scene.people.members() {
        let often = *known.entry(&member.busy).or_insert_with(|| {
            let sets = member.busy.iter().map(|set| scene.people.set(*set));
            let told = sets.filter(|set| set.cause != Cause::Stated);
            weekly_times(told.map(|set| &set.spans), &scene.weeks).0
        });
        if !often.is_empty() {
            weekly.insert(member.person, often);
        }
    }
    Ok(weekly)
}

fn hindered(people: &People, scene: &Scene, names: &Names, blocked: &Blocked) -> Vec<Hindered> {
    let families: BTreeMap<PersonId, Option<ProfessionFamily>> = people
        .members()
        .iter()
        .map(|member| (member.person, member.family))
        .collect();
    let hindered = blocked.people.iter().map(|(person, sets)| {
        let by = sets.iter().map(|set| {
            let set = people.set(*set);
            (set.cause, set.label.clone())
        });
        let is_protected = scene.protected.contains(person) && !names.explained(*person);
        Hindered {
            person: *person,
            name: names.of(*person),
            family: families.get(person).copied().flatten(),
            by: if is_protected {
                Vec::new()
            } else {
                by.collect()
            },
        }
    });
    hindered.collect()
}

/// The cohorts of an offering in all its partitions, with their members.
async fn cohorts(tx: &mut Tx, offering: &OfferingRow) -> Result<Vec<Cohort>> {
    let mut all = Vec::new();
    for row in tx.cohorts_of_offering(offering.offering()).await? {
        all.push((row.id, row.code, BTreeSet::new()));
    }
    for set in tx.cohort_sets(offering.offering()).await? {
        for member in tx.members(CohortSetId(set.id)).await? {
            let cohort = all.iter_mut().find(|(id, ..)| *id == member.cohort_id);
            if let Some((.., members)) = cohort {
                members.insert(PersonId(member.person_id));
            }
        }
    }
    Ok(all)
}

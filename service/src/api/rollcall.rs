//! Upprop: the list, who was there, registering those who were.

use super::{
    Tags,
    body::Body,
    caller::{AppData, Auth},
    problem::{ReadFailure, WriteFailure},
    types::{ApplicationState, Day, PresenceKind},
};
use crate::{
    error::Error,
    usecase::enrolment::rollcall::{self, Entry, PresenceRequest},
};
use poem_openapi::{Object, OpenApi, param::Path, payload::Json};
use samverkan_domain::id::SessionId;
use serde::Deserialize;
use uuid::Uuid;

/// One person on the roll-call list.
#[derive(Debug, Object)]
#[oai(skip_serializing_if_is_none)]
pub struct RollcallEntry {
    pub application: Uuid,
    pub person: Uuid,
    /// Name, or alias.
    pub person_name: String,
    pub state: ApplicationState,
    /// `first` (FFG), `continued` (FO) or `again` (OM).
    pub registration_kind: String,
    pub condition: Option<String>,
    /// Stoppas vid registrering: the condition is not met.
    pub stopped: bool,
    pub at_upprop: bool,
    /// The last day on which the person was seen anywhere.
    pub last_seen: Option<Day>,
    pub revision: i64,
}

/// Everybody who takes part in the offering, in Swedish order of name.
#[derive(Debug, Object)]
pub struct Rollcall {
    pub offering: Uuid,
    pub offering_code: String,
    pub starts_on: Day,
    pub entries: Vec<RollcallEntry>,
}

/// Who was there.
#[derive(Debug, Object, Deserialize)]
#[serde(deny_unknown_fields)]
#[oai(skip_serializing_if_is_none)]
pub struct NewPresence {
    pub kind: PresenceKind,
    /// The meeting they were at, for `meeting`; left out: only the day is known.
    #[serde(default)]
    pub session: Option<Uuid>,
    /// Left out: today, or the day of the meeting.
    #[serde(default)]
    pub on: Option<Day>,
    /// Applications on the offering's list.
    #[serde(default)]
    #[oai(default)]
    pub present: Vec<Uuid>,
    /// Takes back what was noted by mistake.
    #[serde(default)]
    #[oai(default)]
    pub absent: Vec<Uuid>,
}

/// What was new in it.
#[derive(Debug, Object)]
pub struct PresenceNoted {
    pub on: Day,
    pub noted: i64,
    pub taken_back: i64,
}

/// What became of those who were at the roll-call.
#[derive(Debug, Object)]
pub struct RegisteredPresent {
    pub registered: Vec<RollcallEntry>,
    /// Present, but the condition of the admission is not met: `condition` says which.
    pub stopped: Vec<RollcallEntry>,
}

impl TryFrom<Entry> for RollcallEntry {
    type Error = Error;

    fn try_from(entry: Entry) -> Result<Self, Error> {
        let stopped = entry.is_stopped();
        let last_seen = entry.last_seen.map(|day| day.parse().map(Day));
        let row = entry.row;
        Ok(Self {
            application: row.id,
            person: row.person_id,
            person_name: entry.name,
            state: entry.state.into(),
            registration_kind: row.registration_kind,
            condition: row.condition_text,
            stopped,
            at_upprop: entry.at_upprop,
            last_seen: last_seen.transpose().map_err(Error::internal)?,
            revision: row.revision,
        })
    }
}

fn entries(entries: Vec<Entry>) -> Result<Vec<RollcallEntry>, Error> {
    entries.into_iter().map(TryInto::try_into).collect()
}

pub struct RollcallApi;

#[OpenApi(tag = "Tags::Applications")]
impl RollcallApi {
    /// The roll-call list of an offering: its own people
    ///
    /// Those of an offering that shares its cohorts stand on that offering's list.
    #[oai(
        path = "/offerings/:offering/rollcall",
        method = "get",
        operation_id = "get_rollcall"
    )]
    async fn get_rollcall(
        &self,
        app: AppData<'_>,
        auth: Auth,
        offering: Path<String>,
    ) -> Result<Json<Rollcall>, ReadFailure> {
        let list = rollcall::list(&app, auth.caller(), &offering).await?;
        let starts_on = list.offering.dates().map_err(Error::from)?.starts_on;
        Ok(Json(Rollcall {
            offering: list.offering.id,
            offering_code: list.offering.code,
            starts_on: Day(starts_on),
            entries: entries(list.entries)?,
        }))
    }

    /// Note who was there
    ///
    /// Saying the same again changes nothing, so no key is needed.
    #[oai(
        path = "/offerings/:offering/presence",
        method = "post",
        operation_id = "note_presence"
    )]
    async fn note_presence(
        &self,
        app: AppData<'_>,
        auth: Auth,
        offering: Path<String>,
        Body(body): Body<NewPresence>,
    ) -> Result<Json<PresenceNoted>, WriteFailure> {
        let request = PresenceRequest {
            kind: body.kind.into(),
            session: body.session.map(SessionId),
            on: body.on.map(|day| day.0),
            present: body.present,
            absent: body.absent,
        };
        let noted = rollcall::note(&app, auth.caller(), &offering, &request).await?;
        Ok(Json(PresenceNoted {
            on: Day(noted.on),
            noted: noted.noted,
            taken_back: noted.taken_back,
        }))
    }

    /// Register everybody who was at the roll-call and whose conditions are met
    ///
    /// Who is registered already stays so: doing it again registers only those who came since.
    #[oai(
        path = "/offerings/:offering/register-present",
        method = "post",
        operation_id = "register_present"
    )]
    async fn register_present(
        &self,
        app: AppData<'_>,
        auth: Auth,
        offering: Path<String>,
    ) -> Result<Json<RegisteredPresent>, WriteFailure> {
        let done = rollcall::register_present(&app, auth.caller(), &offering).await?;
        Ok(Json(RegisteredPresent {
            registered: entries(done.registered)?,
            stopped: entries(done.stopped)?,
        }))
    }
}

//! Many sessions at once: weekly series, and copies of last term's.

use super::{
    Tags,
    body::Body,
    caller::{AppData, Auth, once},
    edge::language,
    problem::WriteFailure,
    types::{CohortSessions, Day, Fold, LeftOut, SessionMode, Weekday},
};
use crate::{
    error::Error,
    usecase::{
        schedule::SessionRequest,
        series::{self, CopyRequest, LeaveOut, Planned, SeriesReport as Report, SeriesRequest},
    },
};
use jiff::civil::{DateTime, Time};
use poem::Request;
use poem_openapi::{
    Object, OpenApi,
    param::{Header, Path},
    payload::Json,
};
use samverkan_domain::{person::Language, schedule::WallInput};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// A weekly time over some weeks.
#[derive(Debug, Object, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[oai(skip_serializing_if_is_none)]
pub struct NewSeries {
    /// Code or id of the cohort that meets; left out: the whole offering.
    #[serde(default)]
    pub cohort: Option<String>,
    pub title: String,
    pub weekday: Weekday,
    /// Wall time in Stockholm: `13:15`.
    pub starts: String,
    /// Before `starts`: the day after.
    pub ends: String,
    /// ISO weeks within the offering: `5, 7, 10-12`.
    pub weeks: String,
    /// Which is meant of the hour that comes twice in October.
    #[serde(default)]
    pub fold: Option<Fold>,
    pub mode: SessionMode,
    #[serde(default)]
    pub place: Option<String>,
    /// Link to join, beginning with https.
    #[serde(default)]
    pub online_url: Option<String>,
    #[serde(default)]
    pub teacher: Option<String>,
    #[serde(default)]
    #[oai(default)]
    pub compulsory: bool,
    /// Shown as preliminary until published.
    #[serde(default)]
    #[oai(default)]
    pub preliminary: bool,
    /// Leave out red days.
    #[serde(default)]
    #[oai(default)]
    pub skip_red: bool,
    /// Leave out school holidays where those who take part work.
    #[serde(default)]
    #[oai(default)]
    pub skip_holidays: bool,
    /// Only say what it would do.
    #[serde(default)]
    #[oai(default)]
    pub dry_run: bool,
}

/// Sessions of one offering, to be copied to another.
#[derive(Debug, Object, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[oai(skip_serializing_if_is_none)]
pub struct CopySessions {
    /// Code or id of the offering to copy from.
    pub from: String,
    /// How many weeks on.
    #[serde(default)]
    pub shift_weeks: Option<i64>,
    /// The ISO week in which the first session is to be, instead.
    #[serde(default)]
    pub first_week: Option<String>,
    /// What is to become of sessions of a single cohort; needed if there are any.
    #[serde(default)]
    pub cohort_sessions: Option<CohortSessions>,
    /// Leave out red days.
    #[serde(default)]
    #[oai(default)]
    pub skip_red: bool,
    /// Leave out school holidays where those who take part work.
    #[serde(default)]
    #[oai(default)]
    pub skip_holidays: bool,
    /// Only say what it would do.
    #[serde(default)]
    #[oai(default)]
    pub dry_run: bool,
}

/// Many sessions, planned or made.
#[derive(Debug, Object)]
pub struct SeriesReport {
    pub dry_run: bool,
    /// How many were made, or would be.
    pub count: i64,
    /// In order of time, those that are left out too.
    pub sessions: Vec<PlannedSession>,
}

/// One of them.
#[derive(Debug, Object)]
#[oai(skip_serializing_if_is_none)]
pub struct PlannedSession {
    pub date: Day,
    /// ISO week.
    pub week: i32,
    /// Wall times in Stockholm; missing where there is no such time.
    pub starts: Option<String>,
    pub ends: Option<String>,
    pub title: String,
    /// Code of the cohort that meets; missing: the whole offering.
    pub cohort: Option<String>,
    /// The session that was made.
    pub session: Option<Uuid>,
    /// Why none is made.
    pub left_out: Option<LeftOut>,
    /// Red days, school holidays, days outside the term, times that there are none of.
    pub remarks: Vec<String>,
    /// How many should come.
    pub people: i64,
    /// How many of them cannot.
    pub blocked: i64,
    /// What else the teacher is taken by at the time.
    pub teacher: Vec<String>,
    /// What else the room is taken by at the time.
    pub room: Vec<String>,
}

fn planned(planned: Planned, language: Language) -> PlannedSession {
    let count = |number: usize| i64::try_from(number).unwrap_or(i64::MAX);
    let wall = |wall: DateTime| wall.strftime("%Y-%m-%dT%H:%M").to_string();
    let taken = |taken: Vec<(String, String)>| {
        let taken = taken.into_iter();
        taken.map(|(by, title)| format!("{by} {title}")).collect()
    };
    PlannedSession {
        date: planned.date.into(),
        week: i32::from(planned.date.iso_week_date().week()),
        starts: planned.times.map(|(starts, _)| wall(starts)),
        ends: planned.times.map(|(_, ends)| wall(ends)),
        title: planned.title,
        cohort: planned.cohort,
        session: planned.session,
        left_out: planned.left_out.map(Into::into),
        remarks: planned
            .remarks
            .into_iter()
            .map(|said| match language {
                Language::Sv => said.sv,
                Language::En => said.en,
            })
            .collect(),
        people: count(planned.people),
        blocked: count(planned.blocked),
        teacher: taken(planned.teacher),
        room: taken(planned.room),
    }
}

fn report(report: Report, language: Language) -> SeriesReport {
    let made = report.sessions.iter().filter(|one| one.left_out.is_none());
    SeriesReport {
        dry_run: report.dry_run,
        count: i64::try_from(made.count()).unwrap_or(i64::MAX),
        sessions: report
            .sessions
            .into_iter()
            .map(|one| planned(one, language))
            .collect(),
    }
}

fn time(pointer: &str, text: &str) -> Result<Time, Error> {
    Time::strptime("%H:%M", text).map_err(|_| {
        Error::invalid(
            pointer,
            "no-time",
            "Skriv klockslaget som 13:15.",
            "Write the time as 13:15.",
        )
    })
}

fn request(new: NewSeries) -> Result<SeriesRequest, Error> {
    let (starts, ends) = (time("/starts", &new.starts)?, time("/ends", &new.ends)?);
    // Times and cohort are put in for each.
    let some_time = WallInput::from(DateTime::constant(2000, 1, 1, 0, 0, 0, 0));
    Ok(SeriesRequest {
        cohort: new.cohort,
        weekday: new.weekday.into(),
        starts,
        ends,
        weeks: new.weeks,
        fold: new.fold.map(Into::into),
        like: SessionRequest {
            cohort: None,
            title: new.title,
            starts: some_time,
            ends: some_time,
            mode: new.mode.into(),
            place: new.place,
            online_url: new.online_url,
            teacher: new.teacher,
            compulsory: new.compulsory,
            preliminary: new.preliminary,
        },
        leave_out: LeaveOut {
            red_days: new.skip_red,
            school_holidays: new.skip_holidays,
        },
        dry_run: new.dry_run,
    })
}

pub struct SessionSeriesApi;

#[OpenApi(tag = "Tags::Sessions")]
impl SessionSeriesApi {
    /// Schedule a weekly series, or see what scheduling it would do
    ///
    /// What comes of it are single sessions. All or nothing: a time that does not exist, or comes
    /// twice, refuses them all.
    #[oai(
        path = "/offerings/:offering/session-series",
        method = "post",
        operation_id = "create_session_series"
    )]
    async fn create_session_series(
        &self,
        app: AppData<'_>,
        auth: Auth,
        http: &Request,
        offering: Path<String>,
        #[oai(name = "Idempotency-Key")] key: Header<Option<String>>,
        Body(new): Body<NewSeries>,
    ) -> Result<Json<SeriesReport>, WriteFailure> {
        let route = format!("create_session_series {}", offering.0);
        let once = once(auth.caller(), &route, key.as_deref(), &new)?;
        let wanted = request(new)?;
        let done = series::create(&app, auth.caller(), &offering, wanted, once.as_ref()).await?;
        Ok(Json(report(done, language(http))))
    }

    /// Copy another offering's sessions to this one, so many weeks on
    ///
    /// Weekdays and wall times stay; all are preliminary; cancelled ones are left out. What has been
    /// copied before is not copied again.
    #[oai(
        path = "/offerings/:offering/copy-sessions",
        method = "post",
        operation_id = "copy_sessions"
    )]
    async fn copy_sessions(
        &self,
        app: AppData<'_>,
        auth: Auth,
        http: &Request,
        offering: Path<String>,
        #[oai(name = "Idempotency-Key")] key: Header<Option<String>>,
        Body(wanted): Body<CopySessions>,
    ) -> Result<Json<SeriesReport>, WriteFailure> {
        let route = format!("copy_sessions {}", offering.0);
        let once = once(auth.caller(), &route, key.as_deref(), &wanted)?;
        let wanted = CopyRequest {
            from: wanted.from,
            shift_weeks: wanted.shift_weeks,
            first_week: wanted.first_week,
            cohort_sessions: wanted.cohort_sessions.map(Into::into),
            leave_out: LeaveOut {
                red_days: wanted.skip_red,
                school_holidays: wanted.skip_holidays,
            },
            dry_run: wanted.dry_run,
        };
        let done = series::copy(&app, auth.caller(), &offering, &wanted, once.as_ref()).await?;
        Ok(Json(report(done, language(http))))
    }
}

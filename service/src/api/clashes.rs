//! Clashes of sessions, and finding times.

pub mod types;

use super::{
    Tags,
    body::Body,
    caller::{AppData, Auth},
    edge::language,
    problem::{ReadFailure, WriteFailure},
};
use crate::{
    error::Error,
    usecase::clashes::{self, Found, SessionClashes as Clashes, Taken, TimeRequest},
};
use jiff::civil::{DateTime, Time};
use poem::Request;
use poem_openapi::{OpenApi, param::Path, payload::Json};
use samverkan_domain::{
    clash::{Cell, Meeting, Pattern},
    id::SessionId,
    person::Language,
};
use types::{
    BlockedBy, BlockedFamily, BlockedPerson, FoundTimes, SessionClashes, TakenBy, TimeCost,
    TimeMeeting, TimePattern, TimeQuestion, WeekHour,
};
use uuid::Uuid;

fn count(number: usize) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

fn wall(wall: DateTime) -> String {
    wall.strftime("%Y-%m-%dT%H:%M").to_string()
}

fn clock(time: Time) -> String {
    time.strftime("%H:%M").to_string()
}

pub(super) fn session(clashes: Clashes, language: Language) -> SessionClashes {
    let taken = |taken: Vec<Taken>| {
        let one = |taken: Taken| TakenBy {
            by: taken.by,
            title: taken.title,
            starts_at: taken.starts.into(),
            ends_at: taken.ends.into(),
        };
        taken.into_iter().map(one).collect()
    };
    let blocked = clashes.blocked.into_iter().map(|one| BlockedPerson {
        person: one.person.0,
        name: one.name,
        family: one.family.map(Into::into),
        by: one
            .by
            .into_iter()
            .map(|(cause, what)| BlockedBy {
                cause: cause.into(),
                what: Some(what).filter(|what| !what.is_empty()),
            })
            .collect(),
    });
    let families = clashes
        .families
        .into_iter()
        .map(|(family, count)| BlockedFamily {
            family: family.map(Into::into),
            people: i64::from(count.people),
            blocked: i64::from(count.blocked),
        });
    SessionClashes {
        session: clashes.session.id.0,
        cohort: clashes.cohort_code,
        title: clashes.session.title,
        starts: wall(clashes.session.starts.wall()),
        ends: wall(clashes.session.ends.wall()),
        people: count(clashes.people),
        blocked: blocked.collect(),
        families: families.collect(),
        teacher: taken(clashes.teacher),
        room: taken(clashes.room),
        warnings: clashes
            .warnings
            .iter()
            .map(|one| one.sentence(language))
            .collect(),
    }
}

fn cost(cost: samverkan_domain::clash::Cost) -> TimeCost {
    TimeCost {
        not_held: cost.not_held,
        blocked: cost.blocked,
        families_missing: cost.families_missing,
        rooms_taken: cost.rooms_taken,
        on_holiday: cost.on_holiday,
        avoided: cost.avoided,
    }
}

fn meeting(meeting: Meeting, language: Language) -> TimeMeeting {
    TimeMeeting {
        week: i32::from(meeting.week.number()),
        date: meeting.date.into(),
        starts: meeting.times.map(|(starts, _)| wall(starts.wall())),
        ends: meeting.times.map(|(_, ends)| wall(ends.wall())),
        cost: cost(meeting.cost),
        red_day: meeting.red_day.map(|red| red.name(language).to_owned()),
        families_missing: meeting
            .families_missing
            .into_iter()
            .map(Into::into)
            .collect(),
        teachers: meeting.teachers,
        rooms: meeting.rooms,
    }
}

fn found(found: Found, language: Language) -> FoundTimes {
    let pattern = |(pattern, reasons): (Pattern, Vec<String>)| TimePattern {
        weekday: pattern.weekday.into(),
        start: clock(pattern.start),
        minutes: pattern.minutes,
        cost: cost(pattern.cost),
        meetings: pattern
            .meetings
            .into_iter()
            .map(|one| meeting(one, language))
            .collect(),
        reasons,
    };
    let hour = |cell: &Cell| WeekHour {
        weekday: cell.weekday.into(),
        start: clock(cell.start),
        percent: cell.percent,
        worst: cell.worst,
        free_weeks: cell.free_weeks,
    };
    FoundTimes {
        cohort: found.cohort,
        people: count(found.people),
        patterns: found.patterns.into_iter().map(pattern).collect(),
        hours: found.map.cells.iter().map(hour).collect(),
    }
}

/// Most numbers of a list in a question.
const LIST: usize = 100;

fn request(question: TimeQuestion) -> Result<TimeRequest, Error> {
    let time = |(n, text): (usize, &String)| {
        text.parse::<Time>().map_err(|_| {
            Error::invalid(
                format!("/starts/{n}"),
                "no-time",
                "Skriv klockslaget som 13:15.",
                "Write the time as 13:15.",
            )
        })
    };
    let lists = [
        question.starts.len(),
        question.teachers.len(),
        question.rooms.len(),
    ];
    if lists.into_iter().any(|length| length > LIST) {
        return Err(Error::invalid(
            "/starts",
            "too-many",
            format!("En lista får ha högst {LIST} värden."),
            format!("A list may have at most {LIST} values."),
        ));
    }
    let number = |given: Option<u32>| given.map(|n| usize::try_from(n).unwrap_or(usize::MAX));
    Ok(TimeRequest {
        weeks: question.weeks.unwrap_or_default(),
        meetings: number(question.meetings),
        weekdays: question.weekdays.into_iter().map(Into::into).collect(),
        starts: question
            .starts
            .iter()
            .enumerate()
            .map(time)
            .collect::<Result<_, _>>()?,
        minutes: question.minutes.unwrap_or(105),
        teachers: question.teachers,
        rooms: question.rooms,
        each_cohort: question.each_cohort,
        most: number(question.most).unwrap_or(5),
    })
}

pub struct ClashesApi;

#[OpenApi(tag = "Tags::Sessions")]
impl ClashesApi {
    /// Who cannot come to the sessions of an offering, and by what
    #[oai(
        path = "/offerings/:offering/clashes",
        method = "get",
        operation_id = "list_clashes"
    )]
    async fn list_clashes(
        &self,
        app: AppData<'_>,
        auth: Auth,
        request: &Request,
        offering: Path<String>,
    ) -> Result<Json<Vec<SessionClashes>>, ReadFailure> {
        let all = clashes::of_offering(&app, auth.caller(), &offering).await?;
        let language = language(request);
        Ok(Json(
            all.into_iter().map(|one| session(one, language)).collect(),
        ))
    }

    /// Who cannot come to a session, and by what
    #[oai(
        path = "/sessions/:session/clashes",
        method = "get",
        operation_id = "get_clashes"
    )]
    async fn get_clashes(
        &self,
        app: AppData<'_>,
        auth: Auth,
        request: &Request,
        #[oai(name = "session")] id: Path<Uuid>,
    ) -> Result<Json<SessionClashes>, ReadFailure> {
        let one = clashes::of_session(&app, auth.caller(), SessionId(id.0)).await?;
        Ok(Json(session(one, language(request))))
    }

    /// Find weekly times that hinder the fewest, for an offering or each of its cohorts
    ///
    /// Sessions that the offering has already do not count: they are what is to be placed.
    #[oai(
        path = "/offerings/:offering/find-time",
        method = "post",
        operation_id = "find_time"
    )]
    async fn find_time(
        &self,
        app: AppData<'_>,
        auth: Auth,
        http: &Request,
        offering: Path<String>,
        Body(question): Body<TimeQuestion>,
    ) -> Result<Json<Vec<FoundTimes>>, WriteFailure> {
        let language = language(http);
        let wanted = request(question)?;
        let all = clashes::find_time(&app, auth.caller(), &offering, &wanted, language).await?;
        Ok(Json(
            all.into_iter().map(|one| found(one, language)).collect(),
        ))
    }
}

//! Timetables of programmes.

use super::{
    Tags,
    body::Body,
    caller::{AppData, Auth},
    edge::language,
    problem::{ReadFailure, WriteFailure},
    timetable_addresses::{FetchedFrom, fetched_from},
    types::{Day, Instant},
};
use crate::{
    error::Error,
    usecase::timetables::{self, TimetableReport as Report, TimetableView},
};
use poem::Request;
use poem_openapi::{
    Object, OpenApi,
    param::{Path, Query},
    payload::{Binary, Json},
};
use samverkan_domain::{
    person,
    term::{TermCode, Week},
    timetable::{Fault, System},
};
use serde::Deserialize;

/// A programme and what is known of when its students are busy.
#[derive(Debug, Object)]
#[oai(skip_serializing_if_is_none)]
pub struct TimetableSummary {
    /// Code of the programme.
    pub programme: String,
    pub title: String,
    /// Events that are known.
    pub events: i64,
    /// First and last day with an event.
    pub first: Option<Day>,
    pub last: Option<Day>,
    /// When a file was last read.
    pub read_at: Option<Instant>,
    /// Mondays of the weeks of practicum.
    pub practicum: Vec<Day>,
    /// Where it is fetched, if it is.
    pub address: Option<FetchedFrom>,
}

/// What is in a timetable, and what was done with it.
#[derive(Debug, Object)]
#[oai(skip_serializing_if_is_none)]
pub struct TimetableReport {
    /// Code of the programme.
    pub programme: String,
    pub dry_run: bool,
    /// Whether everything is understood and there is something; only then anything is written.
    pub sound: bool,
    /// Who wrote it: `KronoX`, `TimeEdit`, `other`.
    pub system: String,
    /// Events in the file. Each is used, cancelled, free, outside or faulty.
    pub read: i64,
    /// Taken over.
    pub used: i64,
    pub cancelled: i64,
    /// Marked as taking up no time.
    pub free: i64,
    /// Too long past or too far off.
    pub outside: i64,
    /// Not understood.
    pub faulty: i64,
    /// Times, repetitions counted one by one.
    pub occurrences: i64,
    pub teaching: i64,
    pub exams: i64,
    /// Events of practicum.
    pub practicum: i64,
    pub first: Option<Day>,
    pub last: Option<Day>,
    /// Events known before on other days than the file's; they stay.
    pub kept: i64,
    /// Whether anything is otherwise than before.
    pub changed: bool,
    pub faults: Vec<CalendarFault>,
}

/// Something in a calendar that is not understood.
#[derive(Debug, Object)]
pub struct CalendarFault {
    /// As an editor numbers it; 0 is the file.
    pub line: i64,
    /// Stable name, for programs.
    pub code: String,
    pub detail: String,
}

/// Weeks of practicum.
#[derive(Debug, Object, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NewPracticum {
    /// `VT2027`.
    pub term: String,
    /// `10-14, 16`; empty takes them away.
    pub weeks: String,
}

/// Weeks of practicum as they are noted.
#[derive(Debug, Object)]
pub struct Practicum {
    /// Code of the programme.
    pub programme: String,
    /// Mondays.
    pub weeks: Vec<Day>,
}

fn count(number: usize) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

fn mondays(weeks: Vec<Week>) -> Vec<Day> {
    weeks.into_iter().map(|week| week.monday().into()).collect()
}

pub(super) fn summary(view: TimetableView, language: person::Language) -> TimetableSummary {
    TimetableSummary {
        programme: view.programme,
        title: view.title,
        events: count(view.events),
        first: view.days.map(|(first, _)| first.into()),
        last: view.days.map(|(_, last)| last.into()),
        read_at: view.read_at.map(Into::into),
        practicum: mondays(view.practicum),
        address: view.address.map(|one| fetched_from(one, language)),
    }
}

pub(super) fn fault(fault: Fault, language: person::Language) -> CalendarFault {
    CalendarFault {
        line: count(fault.line),
        code: fault.what.code().to_owned(),
        detail: fault.what.sentence(language),
    }
}

pub(super) fn report(report: Report, language: person::Language) -> TimetableReport {
    let account = report.account;
    let faults = report.faults.into_iter().map(|one| fault(one, language));
    TimetableReport {
        programme: report.programme,
        dry_run: report.dry_run,
        sound: report.sound,
        system: match report.system {
            System::KronoX => "KronoX",
            System::TimeEdit => "TimeEdit",
            System::Other => "other",
        }
        .to_owned(),
        read: count(account.read),
        used: count(account.used),
        cancelled: count(account.cancelled),
        free: count(account.free),
        outside: count(account.outside),
        faulty: count(account.faulty),
        occurrences: count(account.occurrences),
        teaching: count(report.teaching),
        exams: count(report.exams),
        practicum: count(report.practicum),
        first: report.days.map(|(first, _)| first.into()),
        last: report.days.map(|(_, last)| last.into()),
        kept: count(report.kept),
        changed: report.changed,
        faults: faults.collect(),
    }
}

pub struct TimetablesApi;

#[OpenApi(tag = "Tags::Sessions")]
impl TimetablesApi {
    /// Programmes and what is known of when their students are busy
    #[oai(path = "/timetables", method = "get", operation_id = "list_timetables")]
    async fn list_timetables(
        &self,
        app: AppData<'_>,
        auth: Auth,
        request: &Request,
    ) -> Result<Json<Vec<TimetableSummary>>, ReadFailure> {
        let views = timetables::list(&app, auth.caller()).await?;
        let summary = |view| summary(view, language(request));
        Ok(Json(views.into_iter().map(summary).collect()))
    }

    /// Import the timetable of a programme (iCalendar), or see what importing it would do
    ///
    /// Exports of KronoX and TimeEdit are understood. All or nothing: with anything in it that is
    /// not understood, nothing changes. What is known of other days than the file's stays. Names and
    /// signatures of teachers are not kept.
    #[oai(
        path = "/timetables/:programme",
        method = "post",
        operation_id = "import_timetable"
    )]
    async fn import_timetable(
        &self,
        app: AppData<'_>,
        auth: Auth,
        request: &Request,
        /// Code of the programme.
        programme: Path<String>,
        /// Only say what it would do.
        dry_run: Query<Option<bool>>,
        file: Binary<Vec<u8>>,
    ) -> Result<Json<TimetableReport>, WriteFailure> {
        let dry = dry_run.0.unwrap_or(false);
        let done = timetables::import(&app, auth.caller(), &programme, &file.0, dry).await?;
        Ok(Json(report(done, language(request))))
    }

    /// Note the weeks of practicum (VFU) of a programme in a term
    ///
    /// In place of those noted before.
    #[oai(
        path = "/timetables/:programme/practicum",
        method = "put",
        operation_id = "put_practicum"
    )]
    async fn put_practicum(
        &self,
        app: AppData<'_>,
        auth: Auth,
        programme: Path<String>,
        Body(new): Body<NewPracticum>,
    ) -> Result<Json<Practicum>, WriteFailure> {
        let term: TermCode = new.term.parse().map_err(|_| {
            Error::invalid(
                "/term",
                "term_code",
                "Skriv terminen som VT2027 eller HT2027.",
                "Write the term as VT2027 or HT2027.",
            )
        })?;
        let (caller, weeks) = (auth.caller(), &new.weeks);
        let weeks = timetables::set_practicum(&app, caller, &programme, term, weeks).await?;
        Ok(Json(Practicum {
            programme: programme.0,
            weeks: mondays(weeks),
        }))
    }
}

//! Many sessions at once: a weekly series, and last term's sessions once more. What comes of it are
//! single sessions. All in one transaction, and a dry run is the real thing, undone: so what is said
//! to clash is what will.

mod copy;
mod planned;

pub use copy::{CohortSessions, CopyRequest, copy};
pub use planned::{LeftOut, Planned, Remark};

use super::{
    Caller, Permission,
    catalogue::find_offering,
    clashes,
    once::{Claim, Once},
    schedule::SessionRequest,
};
use crate::{
    app::App,
    error::{Error, Result},
    store::{Tx, catalogue::OfferingRow, cohort::CohortRow},
};
use jiff::civil::{Time, Weekday};
use planned::{Wanted, carry_out};
use samverkan_domain::{
    holiday::Holidays,
    id::SessionId,
    person::Language,
    schedule::Fold,
    series::{self, Collision, Series, Single, weeks_of},
    term::{Term, TermCalendar, TermCode},
};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use uuid::Uuid;

/// A weekly series as asked for. Times and cohort of `each` are put in.
#[derive(Debug, Clone)]
pub struct SeriesRequest {
    /// Code or id of the cohort that meets.
    pub cohort: Option<String>,
    pub weekday: Weekday,
    pub starts: Time,
    /// Before `starts`: the day after.
    pub ends: Time,
    /// `5, 7, 10-12`.
    pub weeks: String,
    /// Which is meant of an hour that comes twice.
    pub fold: Option<Fold>,
    pub like: SessionRequest,
    pub leave_out: LeaveOut,
    pub dry_run: bool,
}

/// Days on which nothing is to be scheduled.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct LeaveOut {
    pub red_days: bool,
    /// Of the municipalities that those who take part work in.
    pub school_holidays: bool,
}

/// Many sessions, planned or made.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct SeriesReport {
    pub dry_run: bool,
    /// In order of time.
    pub sessions: Vec<Planned>,
}

/// What is known beforehand of the days.
struct Days {
    term: Option<Term>,
    municipalities: BTreeSet<String>,
}

impl Days {
    async fn load(tx: &mut Tx, offering: &OfferingRow) -> Result<Self> {
        let code: TermCode = offering.term.parse().map_err(Error::internal)?;
        Ok(Self {
            term: TermCalendar::published().find(code).copied(),
            municipalities: clashes::municipalities(tx, offering).await?,
        })
    }

    fn municipalities(&self) -> Vec<&str> {
        self.municipalities.iter().map(String::as_str).collect()
    }

    fn single(&self, series: &Series) -> Vec<Single> {
        let holidays = Holidays::own();
        series::single(series, self.term.as_ref(), holidays, &self.municipalities())
    }
}

impl LeaveOut {
    /// Why a time is left out, if it is.
    fn why(self, collisions: &[Collision]) -> Option<LeftOut> {
        let has = |code: &str| collisions.iter().any(|one| one.code() == code);
        if self.red_days && has("red_day") {
            Some(LeftOut::RedDay)
        } else if self.school_holidays && has("school_holiday") {
            Some(LeftOut::SchoolHoliday)
        } else {
            None
        }
    }
}

/// Schedules a weekly series, or says what scheduling it would do. All or nothing: a time that does
/// not exist refuses them all.
pub async fn create(
    app: &App,
    caller: &Caller,
    offering: &str,
    request: SeriesRequest,
    once: Option<&Once>,
) -> Result<SeriesReport> {
    caller.require(Permission::EditSchedule)?;
    let mut tx = app.write(caller).await?;
    let once = once.filter(|_| !request.dry_run);
    if let Claim::Done(report) = Once::claim::<SeriesReport>(once, app, &mut tx).await? {
        return Ok(report);
    }
    let offering = find_offering(&mut tx, offering).await?;
    tx.lock_offering(offering.offering()).await?;
    let cohorts = tx.cohorts_of_offering(offering.offering()).await?;
    let cohort = match &request.cohort {
        Some(name) => Some(cohort(&cohorts, name)?),
        None => None,
    };
    let days = Days::load(&mut tx, &offering).await?;
    let singles = days.single(&series_of(&offering, &request)?);
    let now = tx.now();
    let wanted = singles.into_iter().map(|single| {
        let id = SessionId(app.seeds.id(now));
        let like = SessionRequest {
            cohort: cohort.map(|cohort| cohort.id),
            ..request.like.clone()
        };
        let code = cohort.map(|cohort| cohort.code.clone());
        let left_out = request.leave_out.why(&single.collisions);
        Wanted::new(id, &single, like, code, left_out)
    });
    let report = SeriesReport {
        dry_run: request.dry_run,
        sessions: carry_out(
            app,
            caller,
            &mut tx,
            &offering,
            wanted.collect(),
            (!request.dry_run).then_some("/weeks"),
        )
        .await?,
    };
    finish(app, tx, once, report).await
}

/// Commits, or undoes what was only tried.
async fn finish(
    app: &App,
    mut tx: Tx,
    once: Option<&Once>,
    report: SeriesReport,
) -> Result<SeriesReport> {
    if report.dry_run {
        tx.rollback().await?;
    } else {
        Once::keep(once, app, &mut tx, &report).await?;
        app.commit(tx).await?;
    }
    Ok(report)
}

fn cohort<'a>(cohorts: &'a [CohortRow], name: &str) -> Result<&'a CohortRow> {
    let id = name.parse::<Uuid>().ok();
    let mut found = cohorts.iter();
    let found = found.find(|row| Some(row.id) == id || row.code == name);
    found.ok_or(Error::NotFound { what: "cohort" })
}

fn series_of(offering: &OfferingRow, request: &SeriesRequest) -> Result<Series> {
    let dates = offering.dates()?;
    let weeks = weeks_of(&request.weeks, dates.starts_on, dates.ends_on).map_err(|no| {
        let (sv, en) = (no.sentence(Language::Sv), no.sentence(Language::En));
        Error::invalid("/weeks", "no-week", sv, en)
    })?;
    if weeks.is_empty() {
        return Err(Error::invalid(
            "/weeks",
            "no-week",
            "Ange minst en vecka.",
            "Give at least one week.",
        ));
    }
    Ok(Series {
        weekday: request.weekday,
        start: request.starts,
        end: request.ends,
        weeks,
        fold: request.fold,
    })
}

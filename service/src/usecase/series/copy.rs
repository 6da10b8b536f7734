//! Last term's sessions once more, so many weeks on.

use super::{
    Days, LeaveOut, SeriesReport, finish,
    planned::{LeftOut, Wanted, carry_out},
};
use crate::{
    app::App,
    error::{Error, Result, Text},
    store::{Tx, catalogue::OfferingRow, cohort::CohortRow},
    usecase::{
        Caller, Permission,
        catalogue::find_offering,
        once::{Claim, Once},
        schedule::{SessionRequest, session_of},
    },
};
use samverkan_domain::{
    holiday::Holidays,
    id::SessionId,
    person::Language,
    schedule::{Session, SessionState, WallInput},
    series::{SESSIONS, SHIFT_WEEKS, shifted, weeks_of},
    term::Week,
};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// What to do with sessions of a single cohort.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CohortSessions {
    /// To the cohort with the same code; where there is none, to everybody.
    SameCodeOrEverybody,
    /// To the cohort with the same code; where there is none, not at all.
    SameCodeOrNot,
    Everybody,
    Not,
}

/// What to copy, and where in the calendar.
#[derive(Debug, Clone)]
pub struct CopyRequest {
    /// Code or id of the offering whose sessions are copied.
    pub from: String,
    /// How many weeks on.
    pub shift_weeks: Option<i64>,
    /// The week in which the first session is to be, instead.
    pub first_week: Option<String>,
    pub cohort_sessions: Option<CohortSessions>,
    pub leave_out: LeaveOut,
    pub dry_run: bool,
}

/// Copies the sessions of one offering to another. Weekdays and wall times stay; all are preliminary;
/// cancelled ones are left out. What has been copied before, or stands there already, is not made
/// again, whatever has been done with it since.
pub async fn copy(
    app: &App,
    caller: &Caller,
    to: &str,
    request: &CopyRequest,
    once: Option<&Once>,
) -> Result<SeriesReport> {
    caller.require(Permission::EditSchedule)?;
    let mut tx = app.write(caller).await?;
    let once = once.filter(|_| !request.dry_run);
    if let Claim::Done(report) = Once::claim::<SeriesReport>(once, app, &mut tx).await? {
        return Ok(report);
    }
    let to = find_offering(&mut tx, to).await?;
    let from = find_offering(&mut tx, &request.from).await?;
    if from.id == to.id {
        return Err(Error::invalid(
            "/from",
            "same-offering",
            "Det är samma kurstillfälle.",
            "It is the same offering.",
        ));
    }
    tx.lock_offering(to.offering()).await?;
    let sessions = originals(&mut tx, &from).await?;
    let weeks = shift(&sessions, &to, request)?;
    let place = Place::load(&mut tx, &from, &to, request).await?;
    let wanted = sessions.iter().map(|one| place.wanted(one, weeks));
    let mut wanted = wanted.collect::<Result<Vec<Wanted>>>()?;
    wanted.sort_by_key(|one| (one.planned.date, one.planned.times));
    let field = (!request.dry_run).then_some("/shift_weeks");
    let report = SeriesReport {
        dry_run: request.dry_run,
        sessions: carry_out(app, caller, &mut tx, &to, wanted, field).await?,
    };
    finish(app, tx, once, report).await
}

/// The sessions of an offering that take place.
async fn originals(tx: &mut Tx, from: &OfferingRow) -> Result<Vec<Session>> {
    let rows = tx.sessions(from.offering()).await?;
    let all = rows.iter().map(session_of).collect::<Result<Vec<_>>>()?;
    let cancelled = |one: &Session| matches!(one.state, SessionState::Cancelled { .. });
    let all: Vec<Session> = all.into_iter().filter(|one| !cancelled(one)).collect();
    if all.is_empty() || all.len() > SESSIONS {
        return Err(Error::refused(
            "nothing-to-copy",
            format!(
                "Kurstillfället {} ska ha 1–{SESSIONS} tillfällen att kopiera.",
                from.code
            ),
            format!(
                "The offering {} must have 1–{SESSIONS} sessions to copy.",
                from.code
            ),
        ));
    }
    Ok(all)
}

/// How many weeks on, either as said or as the first week says.
fn shift(sessions: &[Session], to: &OfferingRow, request: &CopyRequest) -> Result<i64> {
    let first = sessions.iter().map(|one| one.starts.wall().date()).min();
    let weeks = match (request.shift_weeks, &request.first_week, first) {
        (Some(weeks), None, _) => weeks,
        (None, Some(week), Some(first)) => {
            let dates = to.dates()?;
            let found = weeks_of(week, dates.starts_on, dates.ends_on).map_err(|no| {
                let (sv, en) = (no.sentence(Language::Sv), no.sentence(Language::En));
                Error::invalid("/first_week", "no-week", sv, en)
            })?;
            let [week] = found[..] else {
                return Err(Error::invalid(
                    "/first_week",
                    "no-week",
                    "Ange en vecka.",
                    "Give one week.",
                ));
            };
            let days = week.monday() - Week::of(first).monday();
            i64::from(days.get_days()) / 7
        }
        _ => {
            return Err(Error::invalid(
                "/shift_weeks",
                "one-of-two",
                "Ange antingen hur många veckor (shift_weeks) eller första veckan (first_week).",
                "Give either how many weeks (shift_weeks) or the first week (first_week).",
            ));
        }
    };
    if weeks.abs() > SHIFT_WEEKS {
        return Err(Error::invalid(
            "/shift_weeks",
            "too-far",
            format!("Högst {SHIFT_WEEKS} veckor."),
            format!("At most {SHIFT_WEEKS} weeks."),
        ));
    }
    Ok(weeks)
}

/// Where sessions are copied to, and what is there already.
struct Place<'a> {
    offering: Uuid,
    days: Days,
    from: Vec<CohortRow>,
    to: Vec<CohortRow>,
    there: Vec<Session>,
    request: &'a CopyRequest,
}

impl<'a> Place<'a> {
    async fn load(
        tx: &mut Tx,
        from: &OfferingRow,
        to: &OfferingRow,
        request: &'a CopyRequest,
    ) -> Result<Self> {
        let there = tx.sessions(to.offering()).await?;
        Ok(Self {
            offering: to.id,
            days: Days::load(tx, to).await?,
            from: tx.cohorts_of_offering(from.offering()).await?,
            to: tx.cohorts_of_offering(to.offering()).await?,
            there: there.iter().map(session_of).collect::<Result<_>>()?,
            request,
        })
    }

    /// A session as it will be, or why it will not.
    fn wanted(&self, original: &Session, weeks: i64) -> Result<Wanted> {
        let holidays = Holidays::own();
        let (term, municipalities) = (self.days.term.as_ref(), self.days.municipalities());
        let (starts, ends) = (original.starts, original.ends);
        let single = shifted(starts, ends, weeks, term, holidays, &municipalities);
        // The same name for the same copy: so it is known again however it is moved.
        let id = SessionId(Uuid::new_v5(&self.offering, original.id.0.as_bytes()));
        let (cohort, goes) = self.cohort(original)?;
        let starts = single
            .times
            .as_ref()
            .ok()
            .map(|(starts, _)| starts.instant());
        let same = |there: &Session| {
            there.id == id
                || (Some(there.starts.instant()) == starts
                    && there.title == original.title
                    && there.cohort.map(|id| id.0) == cohort.map(|row| row.id))
        };
        let left_out = if self.there.iter().any(same) {
            Some(LeftOut::AlreadyThere)
        } else if !goes {
            Some(LeftOut::NoCohort)
        } else {
            self.request.leave_out.why(&single.collisions)
        };
        let like = SessionRequest {
            cohort: cohort.map(|row| row.id),
            title: original.title.clone(),
            starts: WallInput::from(original.starts.wall()),
            ends: WallInput::from(original.ends.wall()),
            mode: original.mode,
            place: original.place.clone(),
            online_url: original.online_url.clone(),
            teacher: original.teacher.clone(),
            compulsory: original.compulsory,
            preliminary: true,
        };
        let code = cohort.map(|row| row.code.clone());
        Ok(Wanted::new(id, &single, like, code, left_out))
    }

    /// The cohort that meets, and whether the session is copied at all.
    fn cohort(&self, original: &Session) -> Result<(Option<&CohortRow>, bool)> {
        let Some(cohort) = original.cohort else {
            return Ok((None, true));
        };
        let code = self.from.iter().find(|row| row.id == cohort.0);
        let same = self
            .to
            .iter()
            .find(|row| code.is_some_and(|code| code.code == row.code));
        match self.request.cohort_sessions {
            None => Err(asked()),
            Some(CohortSessions::SameCodeOrEverybody) => Ok((same, true)),
            Some(CohortSessions::SameCodeOrNot) => Ok((same, same.is_some())),
            Some(CohortSessions::Everybody) => Ok((None, true)),
            Some(CohortSessions::Not) => Ok((None, false)),
        }
    }
}

fn asked() -> Error {
    Error::Refused {
        code: "cohort-sessions",
        text: Text::new(
            "Några tillfällen hör till en grupp. Säg vad som ska ske med dem (cohort_sessions): \
             same_code_or_everybody, same_code_or_not, everybody eller not.",
            "Some sessions belong to a cohort. Say what is to become of them (cohort_sessions): \
             same_code_or_everybody, same_code_or_not, everybody or not.",
        ),
    }
}

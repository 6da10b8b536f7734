//! One session of many: what is planned, what is odd about it, what it clashes with.

use crate::{
    app::App,
    error::{Error, FieldError, Result, Text},
    store::{Tx, catalogue::OfferingRow},
    usecase::{
        Caller, clashes,
        schedule::{SessionRequest, insert},
    },
};
use jiff::civil::{Date, DateTime};
use samverkan_domain::{
    id::SessionId,
    person::Language,
    schedule::WallInput,
    series::{Collision, Single},
};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// A session that is planned or made, or why it is not.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Planned {
    pub date: Date,
    /// Wall times in Stockholm; missing where there is no such time.
    pub times: Option<(DateTime, DateTime)>,
    pub title: String,
    /// Code of the cohort that meets.
    pub cohort: Option<String>,
    /// The session that was made.
    pub session: Option<Uuid>,
    pub left_out: Option<LeftOut>,
    pub remarks: Vec<Remark>,
    /// How many should come, and how many of them cannot.
    pub people: usize,
    pub blocked: usize,
    /// What else the teacher and the room are taken by: code and title.
    pub teacher: Vec<(String, String)>,
    pub room: Vec<(String, String)>,
}

/// Why a session is not made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LeftOut {
    RedDay,
    SchoolHoliday,
    /// The clock jumps over the time, or shows it twice and nobody has said which is meant.
    NoSuchTime,
    /// It belongs to a cohort that there is none of here.
    NoCohort,
    /// It has been copied before, or the like of it stands there.
    AlreadyThere,
}

/// What is odd about a time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Remark {
    pub code: String,
    pub sv: String,
    pub en: String,
}

impl Remark {
    fn of(collision: &Collision) -> Self {
        Self {
            code: collision.code().to_owned(),
            sv: collision.sentence(Language::Sv),
            en: collision.sentence(Language::En),
        }
    }
}

/// A session to be made.
pub(super) struct Wanted {
    pub(super) planned: Planned,
    id: SessionId,
    request: SessionRequest,
}

impl Wanted {
    /// `like` says everything but the times.
    pub(super) fn new(
        id: SessionId,
        single: &Single,
        like: SessionRequest,
        cohort: Option<String>,
        left_out: Option<LeftOut>,
    ) -> Self {
        let mut remarks: Vec<Remark> = single.collisions.iter().map(Remark::of).collect();
        let mut planned = Planned {
            date: single.date,
            times: None,
            title: like.title.clone(),
            cohort,
            session: None,
            left_out,
            remarks: Vec::new(),
            people: 0,
            blocked: 0,
            teacher: Vec::new(),
            room: Vec::new(),
        };
        let mut request = like;
        match &single.times {
            Ok((starts, ends)) => {
                planned.times = Some((starts.wall(), ends.wall()));
                let input = |time: &samverkan_domain::schedule::WallTime| WallInput {
                    wall: time.wall(),
                    fold: time.fold(),
                };
                (request.starts, request.ends) = (input(starts), input(ends));
            }
            Err(problem) => {
                planned.left_out = Some(LeftOut::NoSuchTime);
                remarks.push(Remark {
                    code: problem.code().to_owned(),
                    sv: problem.sentence(Language::Sv),
                    en: problem.sentence(Language::En),
                });
            }
        }
        planned.remarks = remarks;
        Self {
            planned,
            id,
            request,
        }
    }
}

/// Makes what is wanted in a transaction that holds the offering's lock, and says what it clashes
/// with. `Some` field: times that there are none of are its fault, and refuse everything; `None`: they
/// are only said.
pub(super) async fn carry_out(
    app: &App,
    caller: &Caller,
    tx: &mut Tx,
    offering: &OfferingRow,
    wanted: Vec<Wanted>,
    to_blame: Option<&str>,
) -> Result<Vec<Planned>> {
    if let Some(field) = to_blame {
        refuse_missing_times(&wanted, field)?;
    }
    let mut made = Vec::new();
    let mut all = Vec::new();
    for Wanted {
        mut planned,
        id,
        request,
    } in wanted
    {
        if planned.left_out.is_none() {
            insert(app, tx, offering.offering(), id, request).await?;
            planned.session = Some(id.0);
            made.push(id);
        }
        all.push(planned);
    }
    let clashes = clashes::of_sessions(tx, caller, offering, &made).await?;
    for clash in clashes {
        let mut planned = all.iter_mut();
        let Some(planned) = planned.find(|one| one.session == Some(clash.session.id.0)) else {
            continue;
        };
        let taken = |taken: Vec<clashes::Taken>| {
            let taken = taken.into_iter();
            taken.map(|one| (one.by, one.title)).collect()
        };
        planned.people = clash.people;
        planned.blocked = clash.blocked.len();
        planned.teacher = taken(clash.teacher);
        planned.room = taken(clash.room);
    }
    if to_blame.is_none() {
        // It was only tried.
        for planned in &mut all {
            planned.session = None;
        }
    }
    Ok(all)
}

fn refuse_missing_times(wanted: &[Wanted], field: &str) -> Result<()> {
    let missing = wanted.iter().map(|wanted| &wanted.planned);
    let missing = missing.filter(|one| one.left_out == Some(LeftOut::NoSuchTime));
    let faults: Vec<FieldError> = missing
        .filter_map(|one| one.remarks.last())
        .map(|said| {
            let text = Text::new(&said.sv, &said.en);
            FieldError::new(field, "no-such-time", text)
        })
        .collect();
    if faults.is_empty() {
        Ok(())
    } else {
        Err(Error::Invalid(faults))
    }
}

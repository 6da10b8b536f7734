//! One's own applications: where each stands, what it asks, what leaving it would mean.

use crate::{
    app::App,
    clock::day,
    error::{Error, Result, Text},
    store::{
        Tx,
        application::{ApplicationFilter, ApplicationRow},
    },
    usecase::{
        Caller,
        answers::{Question, Standing, question::asked_now},
        channels::find_channel,
        enrolment::{self, ApplicationView},
        reserves::call::offering_of,
    },
};
use jiff::{Timestamp, civil::Date};
use samverkan_domain::{
    application::{ApplicationState, Command, EARLY_WITHDRAWAL_DAYS, transition},
    id::ApplicationId,
};

/// Most applications shown.
const SHOWN: i64 = 100;

/// One's own application.
#[derive(Debug, Clone)]
pub struct Place {
    pub view: ApplicationView,
    pub state: ApplicationState,
    pub course: Text,
    pub starts_on: Date,
    pub ends_on: Date,
    /// The last day on which leaving is early.
    pub early_until: Date,
    /// How it is taught: `campus`, `distance` or `mixed`.
    pub teaching: String,
    pub channel: Text,
    /// When the channel stops taking applications.
    pub closes_at: Option<Timestamp>,
    /// What is asked now.
    pub question: Option<Question>,
    /// What the application would be if its person left now; absent when there is nothing to leave.
    pub leaving: Option<ApplicationState>,
}

impl Place {
    pub fn id(&self) -> ApplicationId {
        self.view.row.application()
    }

    /// What is asked, if it can be answered now.
    pub fn open_question(&self) -> Option<&Question> {
        let question = self.question.as_ref();
        question.filter(|question| question.standing == Standing::Open)
    }
}

/// The caller's applications: those that are alive first, and among them what asks something; then
/// the latest first.
pub async fn places(app: &App, caller: &Caller) -> Result<Vec<Place>> {
    let person = caller.participant()?;
    let mut tx = app.read().await?.at(app.clock.now());
    let filter = ApplicationFilter {
        person: Some(person.0),
        ..ApplicationFilter::default()
    };
    let mut places = Vec::new();
    for row in tx.applications(&filter, SHOWN).await? {
        places.push(of(&mut tx, caller, row).await?);
    }
    places.sort_by_key(|place| {
        let row = &place.view.row;
        let created: Timestamp = row.created_at.0;
        let quiet = (!place.state.is_active(), place.open_question().is_none());
        (quiet, std::cmp::Reverse((created, row.id)))
    });
    Ok(places)
}

/// One of them. Others' applications do not exist.
pub async fn place(app: &App, caller: &Caller, id: ApplicationId) -> Result<Place> {
    caller.participant()?;
    let mut tx = app.read().await?.at(app.clock.now());
    let row = enrolment::readable(&mut tx, caller, id).await?;
    of(&mut tx, caller, row).await
}

async fn of(tx: &mut Tx, caller: &Caller, row: ApplicationRow) -> Result<Place> {
    let state = row.state()?;
    let offering = offering_of(tx, &row).await?;
    let channel = find_channel(tx, &row.channel_id.to_string()).await?;
    let dates = offering.dates()?;
    let leave = Command::Withdraw {
        on: day(tx.now()),
        starts_on: dates.starts_on,
        passed_result: false,
    };
    let early_until = dates.starts_on.checked_add(early_days());
    Ok(Place {
        state,
        course: Text::new(offering.title_sv, offering.title_en),
        starts_on: dates.starts_on,
        ends_on: dates.ends_on,
        early_until: early_until.map_err(Error::internal)?,
        closes_at: channel.closes_at.map(|at| at.0),
        teaching: offering.teaching.clone(),
        channel: Text::new(channel.title_sv, channel.title_en),
        question: asked_now(tx, &row).await?,
        leaving: transition(state, leave).ok(),
        view: enrolment::view(tx, caller, row, false).await?,
    })
}

fn early_days() -> jiff::Span {
    jiff::Span::new().days(EARLY_WITHDRAWAL_DAYS)
}

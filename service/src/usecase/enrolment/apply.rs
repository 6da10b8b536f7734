//! Asking for a place on an open channel: requests queue up, one writer an offering decides them.

use super::batch::{self, Request, Tallies, Wish};
use crate::{
    app::App,
    error::{Error, Result},
    gather::{Gather, NotTaken, Taker},
    traces::Mark,
    usecase::{Caller, Permission, catalogue, once::Once, validate::Faults},
};
use jiff::Timestamp;
use samverkan_domain::{
    application::ApplicationState,
    id::{ApplicationId, OfferingId, PersonId},
    limits,
};
use serde::{Deserialize, Serialize};
use std::{
    collections::HashMap,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
    time::{Duration, Instant},
};
use tokio::{sync::oneshot, time::timeout};
use uuid::Uuid;

/// The answer to "I want a place".
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Receipt {
    pub application: Uuid,
    pub state: ApplicationState,
    /// The group of the seat or of the reserve list, if the channel has groups.
    #[serde(default)]
    pub selection_group: Option<String>,
    /// Place in the queue, counted from 1, for who got no seat.
    pub reserve_position: Option<i64>,
    pub received_at: Timestamp,
    /// Whether this request made the application; a repeat gives the one there is.
    pub is_new: bool,
}

/// Requests that wait, a queue an offering.
pub struct Rush {
    queues: Gather<OfferingId, Waiting>,
    /// Which offering an id or code means. Neither ever changes, and no offering goes away.
    offerings: Mutex<HashMap<String, OfferingId>>,
    /// Microseconds a request has taken of late.
    pace: AtomicU64,
}

struct Waiting {
    request: Request,
    answer: oneshot::Sender<Result<Receipt>>,
    mark: Option<Mark>,
}

impl Default for Rush {
    fn default() -> Self {
        Self::with_depth(limits::ENROLMENT_QUEUE)
    }
}

/// Enrols the caller in an open channel.
///
/// Repeating is harmless: with the same Idempotency-Key it gives the same answer, and without a
/// key a person who has a place in the channel already is told which. A request that has been
/// queued is decided even if whoever sent it has gone away.
pub async fn apply(
    app: &App,
    caller: &Caller,
    offering: &str,
    channel: &str,
    wish: Wish,
    once: Option<&Once>,
) -> Result<Receipt> {
    let person = whom(caller, wish.person)?;
    let request = Request {
        wish: checked(app, person, wish).await?,
        person,
        actor: caller.actor(),
        channel: channel.to_owned(),
        once: once.cloned(),
        at: app.clock.now(),
    };
    let offering = app.rush.offering(app, offering).await?;
    if !(app.guards.lock_enrolment && app.guards.batch_enrolment) {
        return batch::alone(app, offering, request).await;
    }
    let (answer, told) = oneshot::channel();
    let waiting = Waiting {
        request,
        answer,
        mark: app.traces.here(),
    };
    let queues = &app.rush.queues;
    if let Err(not) = queues.put(offering, waiting, |taker| {
        write(app.clone(), offering, taker)
    }) {
        return Err(app.rush.busy(app, not));
    }
    match timeout(Duration::from_secs(limits::ENROLMENT_WAIT_SECONDS), told).await {
        Ok(Ok(answer)) => answer,
        Ok(Err(_)) => Err(Error::internal("a writer ended without an answer")),
        Err(_) => Err(app.rush.busy(app, NotTaken::Full { waiting: 0 })),
    }
}

/// Who is to have the place: oneself, or whom an administrator applies for.
fn whom(caller: &Caller, person: Option<Uuid>) -> Result<PersonId> {
    if !caller.is_staff() {
        let own = caller.participant()?;
        let other = person.is_some_and(|person| person != own.0);
        return if other {
            Err(Error::Forbidden)
        } else {
            Ok(own)
        };
    }
    caller.require(Permission::EditPeople)?;
    person.map(PersonId).ok_or_else(|| {
        Error::invalid(
            "/person",
            "required",
            "Ange vem anmälan gäller.",
            "Say whom the application is for.",
        )
    })
}

/// A joint code as it is kept, and a place to keep that is the caller's own.
async fn checked(app: &App, person: PersonId, wish: Wish) -> Result<Wish> {
    let mut faults = Faults::default();
    let joint = wish.joint_code.as_deref();
    let joint_code = faults.optional_line("/joint_code", joint, limits::JOINT_CODE_CHARS);
    faults.finish()?;
    if let Some(keeps) = wish.keeps {
        let kept = app.read().await?.application(ApplicationId(keeps)).await?;
        let own = kept.filter(|kept| kept.person() == person);
        let holds = own.is_some_and(|kept| kept.state().is_ok_and(ApplicationState::takes_part));
        if !holds {
            return Err(Error::invalid(
                "/keeps",
                "no-place-to-keep",
                "Det finns ingen plats att behålla: ange din egen anmälan, där du är antagen.",
                "There is no place to keep: give your own application, where you are admitted.",
            ));
        }
    }
    Ok(Wish { joint_code, ..wish })
}

/// Decides what comes, batch after batch, and answers when it is durable.
async fn write(app: App, offering: OfferingId, mut taker: Taker<OfferingId, Waiting>) {
    let mut tallies = Tallies::default();
    while let Some(waiting) = taker.next().await {
        let started = Instant::now();
        let mut marks = Vec::new();
        let (requests, answers): (Vec<Request>, Vec<_>) = waiting
            .into_iter()
            .map(|waiting| {
                marks.extend(waiting.mark);
                (waiting.request, waiting.answer)
            })
            .unzip();
        metrics::histogram!("enrolment_batch_size").record(requests.len() as f64);
        let span = app.traces.together("enrolment batch", marks.into_iter());
        span.number("samverkan.requests", requests.len());
        let deciding = batch::decide(&app, offering, &requests, &mut tallies);
        let decided = span.within(deciding).await;
        drop(span);
        app.rush.note_pace(started.elapsed(), requests.len());
        metrics::histogram!("enrolment_batch_seconds").record(started.elapsed().as_secs_f64());
        metrics::counter!("enrolment_requests_total").increment(requests.len() as u64);
        // In the order of arrival; who has gone away needs no answer.
        for (answer, decided) in answers.into_iter().zip(decided) {
            let _ = answer.send(decided);
        }
    }
}

impl Rush {
    /// With room for so many requests an offering.
    pub fn with_depth(depth: usize) -> Self {
        Self {
            queues: Gather::new(depth, limits::ENROLMENT_BATCH),
            offerings: Mutex::default(),
            pace: AtomicU64::new(0),
        }
    }

    /// Takes nothing more, and waits until everybody who is waiting has been decided on.
    pub async fn drain(&self) {
        self.queues.drain().await;
    }

    /// How many requests wait, over all offerings.
    pub fn waiting(&self) -> usize {
        self.queues.waiting()
    }

    /// Whether the offering's writer has anything to do or has just had.
    pub fn is_at_work(&self, offering: OfferingId) -> bool {
        self.queues.is_running(&offering)
    }

    async fn offering(&self, app: &App, id_or_code: &str) -> Result<OfferingId> {
        let known = || {
            self.offerings
                .lock()
                .unwrap_or_else(PoisonError::into_inner)
        };
        if let Some(offering) = known().get(id_or_code) {
            return Ok(*offering);
        }
        let mut tx = app.read().await?;
        let found = catalogue::find_offering(&mut tx, id_or_code).await?;
        let offering = found.offering();
        let mut known = known();
        if known.len() >= limits::OFFERINGS_REMEMBERED {
            known.clear();
        }
        known.insert(id_or_code.to_owned(), offering);
        Ok(offering)
    }

    fn note_pace(&self, elapsed: Duration, requests: usize) {
        let each = u64::try_from(elapsed.as_micros()).unwrap_or(u64::MAX) / requests.max(1) as u64;
        let before = self.pace.load(Ordering::Relaxed);
        self.pace.store((before * 7 + each) / 8, Ordering::Relaxed);
    }

    /// When to come again: when those who wait will have been decided on, and up to eight seconds
    /// later, so that not all come again at once.
    fn busy(&self, app: &App, not: NotTaken) -> Error {
        let waiting = match not {
            NotTaken::Full { waiting } => waiting as u64,
            NotTaken::Closed => 0,
        };
        let seconds = waiting * self.pace.load(Ordering::Relaxed) / 1_000_000;
        let [jitter] = app.seeds.bytes::<1>();
        let seconds = seconds.min(60) + 1 + u64::from(jitter % 8);
        metrics::counter!("enrolment_busy_total").increment(1);
        Error::Busy {
            retry_after_seconds: u32::try_from(seconds).unwrap_or(60),
        }
    }
}

/// Everybody in a batch that failed gets the one error.
pub(super) fn all_fail(error: Error, requests: usize) -> Vec<Result<Receipt>> {
    error.note();
    let error = Arc::new(error);
    let each = || Err(Error::Shared(Arc::clone(&error)));
    std::iter::repeat_with(each).take(requests).collect()
}

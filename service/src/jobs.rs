//! Background work: deadlines, news of the schedule, reminders by rule, sending mail, noting use of feeds, forgetting what
//! has expired.
//!
//! [`tick`] does all that is due once; the worker calls it again and again, tests when they want.

use crate::{
    app::App,
    error::{Error, Result},
    figures,
    mail::{Delivery, Envelope, Mailer},
    store::outbox::OutboxRow,
    traces::Span,
    usecase::{access, answers, letters, notices, reminders, sign_in, timetables},
};
use jiff::{SignedDuration, Timestamp};
use samverkan_domain::{id::MessageId, limits, person::Language, text::email_key};
use std::{sync::atomic::Ordering, time::Duration};
use tokio::sync::watch;

/// Messages claimed at a time.
const BATCH: i64 = 50;
/// How long a claim on messages for a relay holds: longer than a slow relay takes for a few
/// letters. A claim that runs out, after a crash or before a dead relay, only means that a message
/// is tried again.
const RELAY_LEASE: SignedDuration = SignedDuration::from_mins(15);
/// How long a claim holds where delivery is a matter of milliseconds.
const LOCAL_LEASE: SignedDuration = SignedDuration::from_secs(5);
/// Pause between looks when nobody wakes the worker, and between looks at what other instances have done.
const PAUSE: Duration = Duration::from_secs(1);

/// What a tick did.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub struct Done {
    pub delivered: usize,
    pub postponed: usize,
    pub refused: usize,
}

/// Does all due work once, and notes how that went.
pub async fn tick(app: &App) -> Result<Done> {
    let done = do_all(app).await;
    app.worked.note(app.clock.now(), done.is_ok());
    done
}

async fn do_all(app: &App) -> Result<Done> {
    // First what time has brought, so that its letters go out at once; but mail waits for no fault.
    let swept = answers::sweep::due(app).await;
    let told = notices::send::due(app).await;
    let reminded = reminders::send::due(app).await;
    let done = deliver(app).await?;
    swept?;
    told?;
    reminded?;
    note_feed_use(app).await?;
    access::write_use(app).await?;
    sign_in::write_use(app).await?;
    Ok(done)
}

/// Sends what is due. No transaction is open while a relay is spoken to.
async fn deliver(app: &App) -> Result<Done> {
    let mut done = Done::default();
    loop {
        let mut tx = app.write_as_service().await?;
        let now = tx.now();
        let claimed = tx.claim_messages(now + lease(app), BATCH).await?;
        tx.commit().await?;
        if claimed.is_empty() {
            app.mailer.close_idle().await;
            return Ok(done);
        }
        for (n, row) in claimed.iter().enumerate() {
            // After a rush there may be letters for hours, and each may have to wait for the relay.
            if app.leaving.load(Ordering::Relaxed) {
                return give_back(app, &claimed[n..]).await.map(|()| done);
            }
            let span = app.traces.work("letter");
            span.number("samverkan.attempt", row.attempts);
            span.within(send(app, row, &span, &mut done)).await?;
        }
    }
}

async fn send(app: &App, row: &OutboxRow, span: &Span, done: &mut Done) -> Result<()> {
    let delivery = match envelope(app, row) {
        Ok(envelope) => app.mailer.deliver(&envelope).await,
        Err(error) => Delivery::Broken {
            why: error.to_string(),
        },
    };
    span.word("samverkan.outcome", delivery.word());
    settle(app, row, delivery, done).await
}

/// Lets go of letters that were claimed and not tried, for another instance to take at once.
async fn give_back(app: &App, rows: &[OutboxRow]) -> Result<()> {
    let mut tx = app.write_as_service().await?;
    for row in rows {
        tx.message_not_tried(MessageId(row.id)).await?;
    }
    tx.commit().await.map_err(Error::from)
}

fn lease(app: &App) -> SignedDuration {
    match *app.mailer {
        Mailer::Smtp(_) => RELAY_LEASE,
        Mailer::File(_) | Mailer::Memory(_) => LOCAL_LEASE,
    }
}

fn envelope(app: &App, row: &OutboxRow) -> Result<Envelope> {
    Ok(Envelope {
        id: MessageId(row.id),
        to_name: row.to_name.clone(),
        to_address: row.to_address.clone(),
        letter: letters::open(app, row)?,
        language: if row.language == "en" {
            Language::En
        } else {
            Language::Sv
        },
        created_at: row.created_at.0,
    })
}

async fn settle(app: &App, row: &OutboxRow, delivery: Delivery, done: &mut Done) -> Result<()> {
    let mut tx = app.write_as_service().await?;
    let id = MessageId(row.id);
    let refused = matches!(delivery, Delivery::Refused { .. });
    match delivery {
        Delivery::Delivered => {
            done.delivered += 1;
            metrics::counter!("mail_delivered_total").increment(1);
            tx.message_delivered(id).await?;
            if let Some(key) = email_key(&row.to_address) {
                tx.address_works(&key).await?;
            }
        }
        Delivery::Retry { why } if row.attempts < limits::MAIL_ATTEMPTS => {
            done.postponed += 1;
            let due = retry_at(tx.now(), row.attempts);
            tx.message_retry(id, due, &why).await?;
        }
        Delivery::Retry { why } | Delivery::Refused { why } | Delivery::Broken { why } => {
            if refused && let Some(key) = email_key(&row.to_address) {
                tx.address_failed(&key, &why).await?;
            }
            done.refused += 1;
            metrics::counter!("mail_failed_total").increment(1);
            tracing::warn!(message = %id, "a message is given up");
            tx.message_failed(id, &why).await?;
        }
    }
    tx.commit().await.map_err(Error::from)
}

/// Five minutes (greylisting wants no less), then double, up to the longest wait.
fn retry_at(now: Timestamp, attempts: i64) -> Timestamp {
    let doublings = u32::try_from(attempts.saturating_sub(1).clamp(0, 10)).unwrap_or(10);
    let minutes = (5_i64 << doublings).min(limits::MAIL_WAIT_HOURS * 60);
    now + SignedDuration::from_mins(minutes)
}

/// In small transactions: thousands of feeds may have been fetched, and others have to write.
async fn note_feed_use(app: &App) -> Result<()> {
    let used: Vec<_> = app.feeds.take_used(app.clock.now()).into_iter().collect();
    for used in used.chunks(200) {
        let mut tx = app.write_as_service().await?;
        for (feed, at) in used {
            tx.touch_feed_use(*feed, *at).await?;
        }
        tx.commit().await?;
    }
    Ok(())
}

/// Forgets idempotency records and sign-ins that have served their time, and ends tokens that have.
pub async fn sweep(app: &App) -> Result<()> {
    let mut tx = app.write_as_service().await?;
    let before = tx.now() - SignedDuration::from_hours(limits::IDEMPOTENCY_HOURS);
    tx.forget_answers_before(before).await?;
    let ended = tx.now() - SignedDuration::from_hours(limits::ENDED_SIGN_IN_DAYS * 24);
    let ran_out = tx.now() - SignedDuration::from_hours(limits::CODE_KEPT_HOURS);
    tx.forget_sign_ins(ended, ran_out).await?;
    tx.forget_address_changes(ran_out).await?;
    tx.end_expired_tokens().await?;
    tx.commit().await.map_err(Error::from)
}

/// Works until told to stop.
pub async fn work(app: App, mut stop: watch::Receiver<bool>) {
    /// Ticks between sweeps.
    const SWEEP_EVERY: u32 = 600;
    let mut ticks: u32 = 0;
    while !*stop.borrow() {
        if let Err(error) = tick(&app).await {
            metrics::counter!("worker_failures_total").increment(1);
            error.note();
        }
        if ticks.is_multiple_of(SWEEP_EVERY)
            && let Err(error) = sweep(&app).await
        {
            error.note();
        }
        ticks = ticks.wrapping_add(1);
        tokio::select! {
            () = app.work.notified() => {}
            () = tokio::time::sleep(PAUSE) => {}
            _ = stop.changed() => {}
        }
    }
}

/// Learns whether other instances have changed what calendars show.
pub async fn follow(app: &App) -> Result<()> {
    let generation = app.read().await?.calendar_generation().await?;
    app.feeds.saw_generation(generation);
    Ok(())
}

/// Notes for the figures how letters wait, and whether the database answers.
pub async fn note_outbox(app: &App) {
    let waiting = match app.read().await {
        Ok(mut tx) => tx.outbox_waiting().await.map_err(Error::from),
        Err(error) => Err(error),
    };
    metrics::gauge!("database_reachable").set(f64::from(u8::from(waiting.is_ok())));
    if let Ok((waiting, due)) = waiting {
        let oldest = due.map_or(0.0, |due| app.clock.now().duration_since(due).as_secs_f64());
        metrics::gauge!("outbox_waiting").set(waiting as f64);
        metrics::gauge!("outbox_oldest_seconds").set(oldest.max(0.0));
    }
}

/// Follows them until told to stop, beside everything else: letters to a slow relay may take the worker hours after
/// a rush, and calendars would be those from before it.
pub async fn follow_calendars(app: App, mut stop: watch::Receiver<bool>) {
    /// Looks between looks at the outbox, for the figures.
    const OUTBOX_EVERY: u32 = 15;
    let mut looks: u32 = 0;
    while !*stop.borrow() {
        if let Err(error) = follow(&app).await {
            error.note();
        }
        if looks.is_multiple_of(OUTBOX_EVERY) {
            note_outbox(&app).await;
            figures::keep_up();
        }
        looks = looks.wrapping_add(1);
        tokio::select! {
            () = tokio::time::sleep(PAUSE) => {}
            _ = stop.changed() => {}
        }
    }
}

/// Fetches calendars until told to stop, beside everything else: a server that takes its time delays
/// no letter and no deadline. Told to stop, it lets go of what is under way, which another instance
/// takes up when the claim has run out.
pub async fn fetch_calendars(app: App, mut stop: watch::Receiver<bool>) {
    /// Pause between looks.
    const PAUSE: Duration = Duration::from_secs(30);
    while !*stop.borrow() {
        tokio::select! {
            done = timetables::fetch_due(&app) => {
                if let Err(error) = done {
                    error.note();
                }
            }
            _ = stop.changed() => return,
        }
        tokio::select! {
            () = tokio::time::sleep(PAUSE) => {}
            _ = stop.changed() => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn retries_back_off_within_bounds() {
        let now = Timestamp::UNIX_EPOCH;
        let minutes: Vec<i64> = (1..10)
            .map(|attempt| retry_at(now, attempt).as_second() / 60)
            .collect();
        assert_eq!(minutes, [5, 10, 20, 40, 80, 160, 320, 360, 360]);
    }
}

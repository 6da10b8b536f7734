//! Rules that go off: letters in the outbox, who got which, and that it has gone off, in one
//! transaction. A worker that dies has reminded everybody or nobody; two workers do not remind twice.

use super::{
    Rule,
    gather::{Gathered, gather, meeting_of},
    unsubscribe,
};
use crate::{
    app::App,
    error::{Error, Result},
    mail::letter::{Letter, Meeting, Reminded, Slot},
    store::{
        Tx,
        mail_rule::{MailRuleRow, RemindedRow},
        person::PersonRow,
    },
    usecase::{answers::link, enrolment::course_title, letters::Sealed, wordings::Wordings},
};
use samverkan_domain::{
    fact::Fact,
    id::OfferingId,
    reminder::{For, LOOK_AGAIN, Moment, Occurrence, Standing, recipients},
};
use serde_json::json;
use uuid::Uuid;

/// Sends what is due by all rules; gives the number of letters. One rule that fails does not stop the
/// others: the first error is given when the rest is done.
pub async fn due(app: &App) -> Result<usize> {
    let now = app.clock.now();
    let mut tx = app.read().await?;
    let rules = tx.mail_rules_to_look_at(now.into()).await?;
    drop(tx);
    let (mut letters, mut failed) = (0, None);
    for (id,) in rules {
        match one(app, id).await {
            Ok(sent) => letters += sent,
            Err(error) => failed = failed.or(Some(error)),
        }
    }
    failed.map_or(Ok(letters), Err)
}

async fn one(app: &App, id: Uuid) -> Result<usize> {
    let mut tx = app.write_as_service().await?;
    let Some(row) = tx.take_mail_rule(id).await? else {
        // Another instance was quicker, or it has been paused.
        tx.rollback().await?;
        return Ok(0);
    };
    let rule = Rule::read(&row)?;
    let offering = tx.offering_by_id(OfferingId(row.offering_id)).await?;
    let offering = offering.ok_or(Error::NotFound { what: "offering" })?;
    let gathered = gather(&mut tx, offering, &rule, Some(id)).await?;
    let now = tx.now();
    let mut look_at = now + LOOK_AGAIN;
    let mut letters = 0;
    let mut wordings = None;
    for occurrence in &gathered.occurrences {
        let fired = gathered.fired.contains(&occurrence.key);
        match occurrence.standing(now, rule.counts_from, fired) {
            Standing::Due => {
                if wordings.is_none() {
                    wordings = Some(Wordings::of(&mut tx, &gathered.offering.code).await?);
                }
                if let Some(wordings) = &wordings {
                    letters +=
                        fire(app, &mut tx, &row, &rule, &gathered, occurrence, wordings).await?;
                }
            }
            Standing::Waits => look_at = look_at.min(occurrence.fires_at),
            Standing::Fired | Standing::Past | Standing::Over => {}
        }
    }
    tx.look_at_mail_rule(id, look_at.into()).await?;
    app.commit(tx).await?;
    Ok(letters)
}

async fn fire(
    app: &App,
    tx: &mut Tx,
    row: &MailRuleRow,
    rule: &Rule,
    gathered: &Gathered,
    occurrence: &Occurrence,
    wordings: &Wordings,
) -> Result<usize> {
    let now = tx.now();
    let Gathered {
        moments,
        people,
        told,
        ..
    } = gathered;
    let (mut sealed, mut reminded) = (Sealed::default(), Vec::new());
    for (person, why_not) in recipients(&rule.audience, occurrence, moments, people, told, now) {
        let Some(to) = gathered.rows.get(&person.0).filter(|_| why_not.is_none()) else {
            continue;
        };
        let letter = letter(app, rule, gathered, occurrence, &to.person)?;
        let letter = wordings.word_as(letter, &rule.variant, &to.person);
        if let Some(message) = sealed.add(app, tx, &to.person, &letter)? {
            reminded.push(RemindedRow {
                occurrence: occurrence.key.clone(),
                person_id: person.0,
                message_id: message.0,
            });
        }
    }
    let count = i64::try_from(reminded.len()).unwrap_or(i64::MAX);
    if !tx.note_fired(row.id, &occurrence.key, count).await? {
        return Ok(0);
    }
    sealed.enqueue(tx).await?;
    for one in &reminded {
        tx.note_reminded(row.id, one).await?;
    }
    tx.record(Fact::new("mail_rule.fired", "mail_rule", row.id).after(json!({
        "name": row.name, "offering": row.offering_id, "occurrence": occurrence.key, "people": count,
    })));
    Ok(reminded.len())
}

/// The letter that reminds somebody.
pub(super) fn letter(
    app: &App,
    rule: &Rule,
    gathered: &Gathered,
    occurrence: &Occurrence,
    to: &PersonRow,
) -> Result<Letter> {
    let offering = &gathered.offering;
    let dates = offering.dates()?;
    let (starts_on, ends_on) = (dates.starts_on, dates.ends_on);
    let what = match (rule.moment, occurrence.is_for) {
        (Moment::CourseEnd, _) => Reminded::End { starts_on, ends_on },
        (Moment::EnrolmentCloses, _) => Reminded::Enrolment {
            closes_at: occurrence.moment,
        },
        (Moment::AnswerBy, For::Application(application)) => Reminded::Answer {
            answer_by: occurrence.moment,
            link: link::admission_url(app, application, occurrence.moment),
        },
        (Moment::Session | Moment::FirstSession, _) => {
            let session = meeting_of(occurrence).and_then(|id| gathered.meetings.get(&id));
            let session = session.ok_or_else(|| Error::internal("a reminder of no meeting"))?;
            Reminded::Meeting {
                meeting: Meeting {
                    title: session.title.clone(),
                    slot: Slot {
                        starts_at: session.starts_at.0,
                        ends_at: session.ends_at.0,
                    },
                },
            }
        }
        _ => Reminded::Start { starts_on, ends_on },
    };
    Ok(Letter::Reminder {
        what,
        course: course_title(offering, to),
        offering_code: offering.code.clone(),
        unsubscribe_link: unsubscribe::url(app, to.person()),
    })
}

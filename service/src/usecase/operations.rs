//! How the service is, for who looks after the machine: database, mail, background work, settings.
//! Numbers and times only; nothing leads to anybody.

use super::{Caller, Permission};
use crate::{app::App, error::Result, mail::Mailer};
use jiff::Timestamp;
use std::sync::{Mutex, PoisonError};

/// How the worker fared, in this instance.
#[derive(Debug, Default)]
pub struct Worked(Mutex<Work>);

#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub struct Work {
    /// When it was last done to the end.
    pub done_at: Option<Timestamp>,
    /// When it last failed, if it has not been done since.
    pub failed_at: Option<Timestamp>,
}

impl Worked {
    pub fn note(&self, now: Timestamp, done: bool) {
        let mut work = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if done {
            *work = Work {
                done_at: Some(now),
                failed_at: None,
            };
        } else {
            work.failed_at = Some(now);
        }
    }

    pub fn last(&self) -> Work {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// How letters go out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MailWork {
    pub waiting: i64,
    pub delivered: i64,
    pub failed: i64,
    /// Since when the oldest that is due has waited.
    pub due_since: Option<Timestamp>,
}

/// Something in the settings that will not do for others than those who try it out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Remark {
    /// Schema changes that have not been run.
    MigrationsMissing,
    /// Addresses of calendars are secrets, and travel readable.
    NotHttps,
    /// Letters are written to a folder and reach nobody.
    MailToFolder,
    /// Letters have waited for more than ten minutes.
    MailWaits,
    /// Background work fails.
    WorkFails,
}

#[derive(Debug, Clone)]
pub struct Operations {
    pub version: &'static str,
    pub engine: String,
    pub pending_migrations: i64,
    pub mail: MailWork,
    pub work: Work,
    pub remarks: Vec<Remark>,
}

/// Letters that are due may wait so long before it is remarked on (minutes).
const PATIENCE_MINUTES: i64 = 10;

pub async fn look(app: &App, caller: &Caller) -> Result<Operations> {
    caller.require(Permission::ReadOperations)?;
    let now = app.clock.now();
    let pending = app.database.pending_migrations().await?;
    let mut read = app.read().await?;
    let counts = read.outbox_counts().await?;
    let (_, due) = read.outbox_waiting().await?;
    let work = app.worked.last();
    let mail = MailWork {
        waiting: counts.waiting,
        delivered: counts.delivered,
        failed: counts.failed,
        due_since: due.filter(|due| *due <= now),
    };
    let waits = |since: Timestamp| now.as_second() - since.as_second() > PATIENCE_MINUTES * 60;
    let mut remarks = Vec::new();
    let mut remark = |yes, remark| remarks.extend(Some(remark).filter(|_| yes));
    remark(pending > 0, Remark::MigrationsMissing);
    remark(!app.public_url.starts_with("https://"), Remark::NotHttps);
    remark(matches!(*app.mailer, Mailer::File(_)), Remark::MailToFolder);
    remark(mail.due_since.is_some_and(waits), Remark::MailWaits);
    remark(work.failed_at.is_some(), Remark::WorkFails);
    Ok(Operations {
        version: env!("CARGO_PKG_VERSION"),
        engine: app.database.engine().to_owned(),
        pending_migrations: i64::try_from(pending).unwrap_or(i64::MAX),
        mail,
        work,
        remarks,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failure_is_remembered_until_it_goes_again() {
        let at = |second| Timestamp::from_second(second).expect("an instant");
        let worked = Worked::default();
        worked.note(at(1), true);
        worked.note(at(2), false);
        let (done_at, failed_at) = (Some(at(1)), Some(at(2)));
        assert_eq!(worked.last(), Work { done_at, failed_at });
        worked.note(at(3), true);
        assert_eq!(worked.last().failed_at, None);
    }
}

//! Letters in memory, for tests.

use super::{Delivery, Envelope, MailSettings, message::Built};
use crate::faults::{Faults, Moment};
use samverkan_domain::id::MessageId;
use std::{
    collections::VecDeque,
    sync::{Mutex, MutexGuard, PoisonError},
};

/// A letter as it would have gone. Repeats are kept, so that a test can count them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept {
    pub id: MessageId,
    pub to_address: String,
    pub subject: String,
    pub body: String,
    /// The whole message as it would have travelled.
    pub octets: Vec<u8>,
}

/// Keeps letters, and answers as it is told to.
#[derive(Debug)]
pub struct MemoryMailer {
    settings: MailSettings,
    kept: Mutex<Vec<Kept>>,
    answers: Mutex<VecDeque<Delivery>>,
    faults: Faults,
}

impl MemoryMailer {
    pub fn new(settings: MailSettings) -> Self {
        Self {
            settings,
            kept: Mutex::default(),
            answers: Mutex::default(),
            faults: Faults::default(),
        }
    }

    /// With faults to come.
    pub fn with_faults(self, faults: Faults) -> Self {
        Self { faults, ..self }
    }

    /// What was delivered, oldest first.
    pub fn kept(&self) -> Vec<Kept> {
        lock(&self.kept).clone()
    }

    /// The next letters are answered so, in this order; what is not `Delivered` is not kept.
    pub fn answer_next(&self, answers: impl IntoIterator<Item = Delivery>) {
        lock(&self.answers).extend(answers);
    }

    pub(super) fn settings(&self) -> &MailSettings {
        &self.settings
    }

    pub(super) async fn send(&self, envelope: &Envelope, message: &Built) -> Delivery {
        if let Err(lost) = self.faults.at(Moment::Letter).await {
            return Delivery::retry(lost.to_string());
        }
        let delivery = self.keep(envelope, message);
        match self.faults.at(Moment::LetterTaken).await {
            Ok(()) => delivery,
            Err(lost) => Delivery::retry(lost.to_string()),
        }
    }

    fn keep(&self, envelope: &Envelope, message: &Built) -> Delivery {
        let answer = lock(&self.answers)
            .pop_front()
            .unwrap_or(Delivery::Delivered);
        if answer == Delivery::Delivered {
            lock(&self.kept).push(Kept {
                id: envelope.id,
                to_address: message.to.to_string(),
                subject: message.subject.clone(),
                body: message.body.clone(),
                octets: message.octets.clone(),
            });
        }
        answer
    }
}

/// A panicked test thread leaves the list whole: a push is one step.
fn lock<T>(list: &Mutex<T>) -> MutexGuard<'_, T> {
    list.lock().unwrap_or_else(PoisonError::into_inner)
}

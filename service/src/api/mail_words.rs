//! The closed sets of mail on the wire.

use super::types::closed_set;
use poem_openapi::Enum;
use serde::{Deserialize, Serialize};

closed_set! {
    /// What a reminder counts from.
    MailMoment = samverkan_domain::reminder::Moment {
        EnrolmentCloses, AnswerBy, CourseStart, FirstSession, Session, CourseEnd,
    }
    /// Whom a reminder is for: who has a place; who is admitted or has said yes; registered; admitted and
    /// to answer; reserves; who leads a cohort; who is in a cohort of a division.
    MailAudience = crate::usecase::reminders::AudienceWord {
        TakingPart, Admitted, Registered, Unanswered, Reserves, Leaders, CohortSet,
    }
    /// Where a rule stands.
    MailRuleState = crate::usecase::reminders::RuleState { Active, Paused, Removed }
    /// Where one time that a rule goes off stands: to come, due, gone off, passed before the rule was, or
    /// too late to remind of.
    MailStanding = samverkan_domain::reminder::Standing { Waits, Due, Fired, Past, Over }
    /// Why somebody is not reminded.
    MailLeftOut = samverkan_domain::reminder::LeftOut {
        NotMeant, AnotherOccurrence, Told, Unsubscribed, NoAddress, AddressFailed,
    }
    /// How a letter fares: waits; waits for another try; handed over; given up; handed over, and then told
    /// not to have arrived.
    MessageState = crate::usecase::messages::MessageState {
        Waiting, Retrying, Delivered, Failed, Bounced,
    }
}

//! What employers and who leads are told, and news of the schedule.

use super::{
    super::{CourseNews, Letter, NominationOutcome, SessionNews, Slot},
    at, code, course, reference, text,
};
use samverkan_domain::{notice::News, template::Kind};

pub(super) fn at_work(kind: Kind) -> Option<Letter> {
    let nominated = |outcome| Letter::NominationDecided {
        course: course(),
        offering_code: code(),
        outcome,
    };
    let led = |cohorts| Letter::CohortsLed {
        course: course(),
        offering_code: code(),
        cohorts,
    };
    Some(match kind {
        Kind::ApprovalAsked => Letter::ApprovalAsked {
            employee: text("employee"),
            course: course(),
            offering_code: code(),
            contract: text("contract"),
            employer: text("employer"),
            answer_by: at(100),
            link: text("link"),
            as_deputy: false,
        },
        Kind::ApprovalReminder => Letter::ApprovalReminder {
            employee: text("employee"),
            course: course(),
            offering_code: code(),
            contract: text("contract"),
            employer: text("employer"),
            answer_by: at(100),
            link: text("link"),
            as_deputy: false,
        },
        Kind::NominationApproved => nominated(NominationOutcome::Approved),
        Kind::NominationRefused => nominated(NominationOutcome::Refused),
        Kind::NominationExpired => nominated(NominationOutcome::Expired),
        Kind::Replaced => Letter::Replaced {
            reference: reference(),
            course: course(),
            offering_code: code(),
        },
        Kind::CohortsLed => led(vec![text("cohort"), text("cohort 2")]),
        Kind::LeadsNone => led(Vec::new()),
        Kind::ScheduleNews => Letter::ScheduleNews {
            courses: vec![CourseNews {
                course: course(),
                offering_code: code(),
                sessions: vec![session(200, News::Changed), session(300, News::Cancelled)],
            }],
        },
        _ => return None,
    })
}

fn session(hours: i64, news: News) -> SessionNews {
    SessionNews {
        news,
        title: text("meeting"),
        cohort: None,
        slot: Slot {
            starts_at: at(hours),
            ends_at: at(hours + 2),
        },
        reason: None,
        said: Vec::new(),
    }
}

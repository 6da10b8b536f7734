//! Letters to those who have not been seen, or who leave, as they might be sent.

use super::{
    samples::{COURSE_EN, REFERENCE, said},
    *,
};

pub(super) fn follow_up(language: Language) -> Letter {
    let says = |swedish, english| said(language, swedish, english);
    Letter::FollowUp {
        course: says(COURSE, COURSE_EN),
        offering_code: OFFERING.into(),
        answer_by: jiff::civil::date(2027, 2, 8),
    }
}

pub(super) fn replaced(language: Language) -> Letter {
    let says = |swedish, english| said(language, swedish, english);
    Letter::Replaced {
        reference: REFERENCE.into(),
        course: says(COURSE, COURSE_EN),
        offering_code: OFFERING.into(),
    }
}

pub(super) fn not_started(language: Language) -> Letter {
    let says = |swedish, english| said(language, swedish, english);
    Letter::NotStarted {
        reference: REFERENCE.into(),
        course: says(COURSE, COURSE_EN),
        offering_code: OFFERING.into(),
    }
}

pub(super) fn follow_up_late(language: Language) -> Letter {
    let says = |swedish, english| said(language, swedish, english);
    Letter::FollowUpLate {
        course: says(COURSE, COURSE_EN),
        offering_code: OFFERING.into(),
        answer_by: jiff::civil::date(2027, 2, 19),
    }
}

pub(super) fn cohorts_led(_: Language) -> Letter {
    Letter::CohortsLed {
        course: COURSE.into(),
        offering_code: OFFERING.into(),
        cohorts: vec!["G03 (tor13)".into(), "G07".into()],
    }
}

pub(super) fn no_cohorts_led(_: Language) -> Letter {
    Letter::CohortsLed {
        course: COURSE.into(),
        offering_code: OFFERING.into(),
        cohorts: Vec::new(),
    }
}

/// To somebody who leads so many cohorts, with whatever text.
pub(super) fn led(text: &str, cohorts: usize) -> Letter {
    Letter::CohortsLed {
        course: text.into(),
        offering_code: text.into(),
        cohorts: vec![text.into(); cohorts],
    }
}

/// What somebody writes to us on the site.
pub(super) fn site_message(text: &str) -> Letter {
    Letter::SiteMessage {
        about: text.into(),
        text: text.into(),
        answer_to: text.into(),
    }
}

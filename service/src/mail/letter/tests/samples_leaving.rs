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

/// Every letter of this room, with `text` wherever a text from outside can stand.
pub(super) fn every(text: &str) -> Vec<Letter> {
    let t = || text.to_owned();
    let deferral = |granted, until_term, reasons| Letter::DeferralDecided {
        reference: t(),
        course: t(),
        offering_code: t(),
        granted,
        until_term,
        reasons,
    };
    let exit = |courses| Letter::PackageExit {
        package: t(),
        courses,
    };
    vec![
        Letter::Struck {
            reference: t(),
            course: t(),
            offering_code: t(),
            reason: t(),
        },
        deferral(true, None, vec![]),
        deferral(true, Some(t()), vec![t()]),
        deferral(false, None, vec![t(), t()]),
        Letter::FollowUp {
            course: t(),
            offering_code: t(),
            answer_by: jiff::civil::date(2027, 2, 8),
        },
        Letter::FollowUpLate {
            course: t(),
            offering_code: t(),
            answer_by: jiff::civil::date(2027, 2, 19),
        },
        Letter::Replaced {
            reference: t(),
            course: t(),
            offering_code: t(),
        },
        Letter::NotStarted {
            reference: t(),
            course: t(),
            offering_code: t(),
        },
        site_message(text),
        led(text, 0),
        led(text, 2),
        exit(vec![]),
        exit(vec![(t(), t()), (t(), t())]),
    ]
}

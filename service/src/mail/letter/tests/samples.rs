//! One letter of each kind as it might be sent.

use super::*;

pub(super) const COURSE_EN: &str = "Collaborating for school attendance";
const SIGN_IN_LINK: &str = "https://samverkan.example.se/logga-in/lank/c2lnbi1pbjoBoKjN";
const LINK: &str = "https://samverkan.example.se/svar/6hKfW0vXb2mPqLrT";
pub(super) const REFERENCE: &str = "ORU 2027/00412";

pub(super) fn said(language: Language, swedish: &str, english: &str) -> String {
    match language {
        Language::Sv => swedish.into(),
        Language::En => english.into(),
    }
}

pub(super) fn admitted(_: Language) -> Letter {
    Letter::Admitted {
        course: COURSE.into(),
        offering_code: OFFERING.into(),
        starts_on: jiff::civil::date(2027, 1, 18),
        condition: Some("Du ska ha 90 hp godkända".into()),
        answer_by: Some(slot(16).starts_at),
        answer_link: Some(LINK.into()),
        decided_elsewhere: false,
    }
}

pub(super) fn cohort_placed(_: Language) -> Letter {
    Letter::CohortPlaced {
        course: COURSE.into(),
        offering_code: OFFERING.into(),
        cohort_code: "G03".into(),
        mix: vec![("Undervisning".into(), 3), ("Socialt arbete".into(), 2)],
        first_session: Some(Meeting {
            title: "Upprop och start".into(),
            slot: slot(21),
        }),
        calendar_hint: true,
    }
}

pub(super) fn sign_in_code(_: Language) -> Letter {
    Letter::SignInCode {
        code: "493 027".into(),
        minutes: 10,
        sign_in_link: Some(SIGN_IN_LINK.into()),
    }
}

pub(super) fn reserve_called(language: Language) -> Letter {
    let says = |swedish, english| said(language, swedish, english);
    Letter::ReserveCalled {
        course: says(COURSE, COURSE_EN),
        offering_code: OFFERING.into(),
        group: Some("TPAV".into()),
        position: 3,
        answer_by: slot(21).starts_at,
        link: LINK.into(),
        reason: says(
            "En person i gruppen TPAV har lämnat återbud, och du står först i gruppen",
            "Somebody in the group TPAV has withdrawn, and you are first in the group",
        ),
    }
}

pub(super) fn reserve_reminder(language: Language) -> Letter {
    let says = |swedish, english| said(language, swedish, english);
    Letter::ReserveReminder {
        course: says(COURSE, COURSE_EN),
        offering_code: OFFERING.into(),
        group: None,
        position: 3,
        answer_by: slot(21).starts_at,
        link: LINK.into(),
    }
}

pub(super) fn reserve_expired(language: Language) -> Letter {
    let says = |swedish, english| said(language, swedish, english);
    Letter::ReserveCallEnded {
        course: says(COURSE, COURSE_EN),
        offering_code: OFFERING.into(),
        outcome: CallOutcome::Expired,
    }
}

pub(super) fn reserve_cancelled(language: Language) -> Letter {
    let says = |swedish, english| said(language, swedish, english);
    Letter::ReserveCallEnded {
        course: says(COURSE, COURSE_EN),
        offering_code: OFFERING.into(),
        outcome: CallOutcome::Cancelled,
    }
}

pub(super) fn selection_result(language: Language) -> Letter {
    let says = |swedish, english| said(language, swedish, english);
    Letter::SelectionResult {
        course: says(COURSE, COURSE_EN),
        offering_code: OFFERING.into(),
        outcome: Outcome::Admitted,
        grounds: vec![
            says(
                "Du är behörig till kursen",
                "You are eligible for the course",
            ),
            says(
                "Ditt meritvärde i gruppen TPAV är 210 hp",
                "Your merit rating in the group TPAV is 210 credits",
            ),
        ],
        answer_by: Some(slot(21).starts_at),
        answer_link: Some(LINK.into()),
        pseudonym: "K7QF-29MD".into(),
        record_url: "https://samverkan.example.se/urval/SA123A-V9001V27".into(),
        condition: Some(says(
            "Du ska ha 90 hp godkända",
            "You must have passed 90 credits",
        )),
    }
}

pub(super) fn selection_reserve(language: Language) -> Letter {
    let says = |swedish, english| said(language, swedish, english);
    Letter::SelectionResult {
        course: says(COURSE, COURSE_EN),
        offering_code: OFFERING.into(),
        outcome: Outcome::Reserve {
            group: "ÖS".into(),
            position: 12,
        },
        grounds: vec![says(
            "Platserna räckte till de 28 första",
            "There were places for the first 28",
        )],
        answer_by: None,
        answer_link: None,
        pseudonym: "K7QF-29MD".into(),
        record_url: "https://samverkan.example.se/urval/SA123A-V9001V27".into(),
        condition: None,
    }
}

pub(super) fn answer_received(language: Language) -> Letter {
    let says = |swedish, english| said(language, swedish, english);
    Letter::AnswerReceived {
        course: says(COURSE, COURSE_EN),
        offering_code: OFFERING.into(),
        accepted: true,
    }
}

pub(super) fn answer_reminder(language: Language) -> Letter {
    let says = |swedish, english| said(language, swedish, english);
    Letter::AnswerReminder {
        course: says(COURSE, COURSE_EN),
        offering_code: OFFERING.into(),
        answer_by: slot(21).starts_at,
        link: LINK.into(),
    }
}

pub(super) fn struck(language: Language) -> Letter {
    let says = |swedish, english| said(language, swedish, english);
    Letter::Struck {
        reference: REFERENCE.into(),
        course: says(COURSE, COURSE_EN),
        offering_code: OFFERING.into(),
        reason: says(
            "Du är redan antagen till 45 hp den här terminen",
            "You have already been admitted to 45 credits this term",
        ),
    }
}

pub(super) fn approval_asked(language: Language) -> Letter {
    let says = |swedish, english| said(language, swedish, english);
    Letter::ApprovalAsked {
        employee: "Anna Åberg".into(),
        course: says(COURSE, COURSE_EN),
        offering_code: OFFERING.into(),
        contract: "KOMMUN-2027".into(),
        employer: "Lindesbergs kommun".into(),
        answer_by: slot(21).starts_at,
        link: LINK.into(),
        as_deputy: false,
    }
}

pub(super) fn approval_reminder(language: Language) -> Letter {
    let says = |swedish, english| said(language, swedish, english);
    Letter::ApprovalReminder {
        employee: "Anna Åberg".into(),
        course: says(COURSE, COURSE_EN),
        offering_code: OFFERING.into(),
        contract: "KOMMUN-2027".into(),
        employer: "Lindesbergs kommun".into(),
        answer_by: slot(21).starts_at,
        link: LINK.into(),
        as_deputy: true,
    }
}

pub(super) fn nomination_refused(language: Language) -> Letter {
    let says = |swedish, english| said(language, swedish, english);
    Letter::NominationDecided {
        course: says(COURSE, COURSE_EN),
        offering_code: OFFERING.into(),
        outcome: NominationOutcome::Refused,
    }
}

pub(super) fn interest_asked(language: Language) -> Letter {
    let says = |swedish, english| said(language, swedish, english);
    Letter::InterestAsked {
        course: says(COURSE, COURSE_EN),
        offering_code: OFFERING.into(),
        group: Some("ÖS".into()),
        position: 12,
        answer_by: slot(21).starts_at,
        link: LINK.into(),
    }
}

pub(super) fn deferral_granted(language: Language) -> Letter {
    let says = |swedish, english| said(language, swedish, english);
    Letter::DeferralDecided {
        reference: REFERENCE.into(),
        course: says(COURSE, COURSE_EN),
        offering_code: OFFERING.into(),
        granted: true,
        until_term: Some(says("vårterminen 2028", "the spring term 2028")),
        reasons: vec![says("Du har föräldraledigt", "You are on parental leave")],
    }
}

pub(super) fn deferral_refused(language: Language) -> Letter {
    let says = |swedish, english| said(language, swedish, english);
    Letter::DeferralDecided {
        reference: REFERENCE.into(),
        course: says(COURSE, COURSE_EN),
        offering_code: OFFERING.into(),
        granted: false,
        until_term: None,
        reasons: vec![says(
            "Det finns inte särskilda skäl",
            "There are no special reasons",
        )],
    }
}

pub(super) fn package_exit(language: Language) -> Letter {
    let says = |swedish, english| said(language, swedish, english);
    Letter::PackageExit {
        package: says("Skolsamverkan 30 hp", "School collaboration 30 credits"),
        courses: vec![
            (
                says(COURSE, COURSE_EN),
                says(
                    "Sent avbrott, för kursen började för mer än tre veckor sedan",
                    "Late withdrawal, because the course started more than three weeks ago",
                ),
            ),
            (
                says("Uppföljning", "Following up"),
                says(
                    "Tidigt avbrott. Du kan anmäla dig igen",
                    "Early withdrawal. You can apply again",
                ),
            ),
        ],
    }
}

pub(super) fn swapped(language: Language) -> Letter {
    let says = |swedish, english| said(language, swedish, english);
    Letter::Swapped {
        course: says(COURSE, COURSE_EN),
        offering_code: OFFERING.into(),
        left_offering_code: "SA123A-V9002V27".into(),
    }
}

pub(super) fn application_received(language: Language) -> Letter {
    let says = |swedish, english| said(language, swedish, english);
    Letter::ApplicationReceived {
        reference: REFERENCE.into(),
        course: says(COURSE, COURSE_EN),
        offering_code: OFFERING.into(),
        channel: says("Öppen fortbildning", "Open professional development"),
        received_at: slot(18).starts_at,
        outcome: Outcome::Admitted,
        answer_by: Some(slot(21).starts_at),
        answer_link: Some(LINK.into()),
        receipt_link: Some("https://samverkan.example.se/kvitto/6hKfW0vXb2mPqLrT".into()),
    }
}

//! Every occasion, in every shape it can have.

use super::*;

/// Every occasion, with `text` wherever a text from outside can stand.
pub(super) fn letters(text: &str) -> Vec<Letter> {
    let mut letters = [about_admission(text), about_a_course(text)].concat();
    letters.extend(to_reserves(text));
    letters.extend(about_answers(text));
    letters.extend(about_nominations(text));
    letters.extend(samples_asked::every(text));
    letters.extend(samples_leaving::every(text));
    letters.extend(samples_news::every(text));
    letters
}

fn about_admission(text: &str) -> Vec<Letter> {
    let t = || text.to_owned();
    let received = |outcome, answer_by, answer_link, receipt_link| Letter::ApplicationReceived {
        reference: t(),
        course: t(),
        offering_code: t(),
        channel: t(),
        received_at: slot(21).starts_at,
        outcome,
        answer_by,
        answer_link,
        receipt_link,
    };
    let reserve = Outcome::Reserve {
        group: t(),
        position: 3,
    };
    let admitted = |condition, answer_by, answer_link, decided_elsewhere| Letter::Admitted {
        course: t(),
        offering_code: t(),
        starts_on: jiff::civil::date(2027, 1, 18),
        condition,
        answer_by,
        answer_link,
        decided_elsewhere,
    };
    let by = Some(slot(21).starts_at);
    let not_admitted = |how_to_appeal| Letter::NotAdmitted {
        reference: t(),
        course: t(),
        offering_code: t(),
        reasons: vec![t(), t()],
        how_to_appeal,
    };
    let withdrawn = |stage| Letter::WithdrawalReceived {
        stage,
        reference: t(),
        course: t(),
        offering_code: t(),
        received_at: slot(21).starts_at,
    };
    vec![
        Letter::SignInCode {
            code: t(),
            minutes: 1,
            sign_in_link: Some(t()),
        },
        received(Outcome::Admitted, None, None, None),
        received(Outcome::Admitted, by, Some(t()), Some(t())),
        received(reserve, None, None, Some(t())),
        received(Outcome::UnderReview, None, None, None),
        admitted(None, None, None, false),
        admitted(None, by, Some(t()), false),
        admitted(Some(t()), by, None, true),
        Letter::PlacedOnReserve {
            course: t(),
            offering_code: t(),
            group: t(),
            position: 3,
        },
        not_admitted(true),
        not_admitted(false),
        withdrawn(WithdrawalStage::BeforePlace),
        withdrawn(WithdrawalStage::BeforeRegistration),
        withdrawn(WithdrawalStage::Early),
        withdrawn(WithdrawalStage::Late),
    ]
}

fn about_a_course(text: &str) -> Vec<Letter> {
    let t = || text.to_owned();
    let placed = |mix, first_session, calendar_hint| Letter::CohortPlaced {
        course: t(),
        offering_code: t(),
        cohort_code: t(),
        mix,
        first_session,
        calendar_hint,
    };
    let changed = |day| Letter::SessionChanged {
        course: t(),
        title: t(),
        before: slot(21),
        after: slot(day),
    };
    let cancelled = |reason| Letter::SessionCancelled {
        course: t(),
        title: t(),
        slot: slot(21),
        reason,
    };
    vec![
        placed(vec![], None, false),
        placed(
            vec![(t(), 2)],
            Some(Meeting {
                title: t(),
                slot: slot(21),
            }),
            true,
        ),
        changed(21),
        changed(28),
        cancelled(None),
        cancelled(Some(t())),
    ]
}

fn to_reserves(text: &str) -> Vec<Letter> {
    let t = || text.to_owned();
    let called = |group| Letter::ReserveCalled {
        course: t(),
        offering_code: t(),
        group,
        position: 3,
        answer_by: slot(21).starts_at,
        link: t(),
        reason: t(),
    };
    let reminded = |group| Letter::ReserveReminder {
        course: t(),
        offering_code: t(),
        group,
        position: 3,
        answer_by: slot(21).starts_at,
        link: t(),
    };
    let interest = |group| Letter::InterestAsked {
        course: t(),
        offering_code: t(),
        group,
        position: 3,
        answer_by: slot(21).starts_at,
        link: t(),
    };
    let ended = |outcome| Letter::ReserveCallEnded {
        course: t(),
        offering_code: t(),
        outcome,
    };
    vec![
        called(None),
        called(Some(t())),
        reminded(None),
        reminded(Some(t())),
        interest(None),
        interest(Some(t())),
        ended(CallOutcome::Accepted),
        ended(CallOutcome::Declined),
        ended(CallOutcome::Expired),
        ended(CallOutcome::Cancelled),
        Letter::Swapped {
            course: t(),
            offering_code: t(),
            left_offering_code: t(),
        },
    ]
}

fn about_answers(text: &str) -> Vec<Letter> {
    let t = || text.to_owned();
    let result = |outcome, grounds, answer_by, answer_link, condition| Letter::SelectionResult {
        course: t(),
        offering_code: t(),
        outcome,
        grounds,
        answer_by,
        answer_link,
        pseudonym: t(),
        record_url: t(),
        condition,
    };
    let reserve = || Outcome::Reserve {
        group: t(),
        position: 3,
    };
    let by = Some(slot(21).starts_at);
    let received = |accepted| Letter::AnswerReceived {
        course: t(),
        offering_code: t(),
        accepted,
    };
    vec![
        result(Outcome::Admitted, vec![], None, None, None),
        result(Outcome::Admitted, vec![t()], by, None, Some(t())),
        result(Outcome::Admitted, vec![t(), t()], by, Some(t()), None),
        result(reserve(), vec![t()], None, None, Some(t())),
        result(Outcome::UnderReview, vec![t()], None, None, None),
        received(true),
        received(false),
        Letter::AnswerReminder {
            course: t(),
            offering_code: t(),
            answer_by: slot(21).starts_at,
            link: t(),
        },
    ]
}

fn about_nominations(text: &str) -> Vec<Letter> {
    let t = || text.to_owned();
    let asked = |as_deputy| Letter::ApprovalAsked {
        employee: t(),
        course: t(),
        offering_code: t(),
        contract: t(),
        employer: t(),
        answer_by: slot(21).starts_at,
        link: t(),
        as_deputy,
    };
    let reminded = |as_deputy| Letter::ApprovalReminder {
        employee: t(),
        course: t(),
        offering_code: t(),
        contract: t(),
        employer: t(),
        answer_by: slot(21).starts_at,
        link: t(),
        as_deputy,
    };
    let decided = |outcome| Letter::NominationDecided {
        course: t(),
        offering_code: t(),
        outcome,
    };
    vec![
        asked(false),
        asked(true),
        reminded(false),
        reminded(true),
        decided(NominationOutcome::Approved),
        decided(NominationOutcome::Refused),
        decided(NominationOutcome::Expired),
    ]
}

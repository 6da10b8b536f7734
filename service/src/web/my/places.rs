//! One's own applications in words: where each stands, what happens next, what can be done.

use crate::{
    texts::Texts,
    usecase::{
        answers::{QuestionKind, Standing},
        letters::{day, moment},
        mine::Place,
    },
    web::{
        dates,
        notice::{Facts, filled},
    },
};
use samverkan_domain::application::ApplicationState as S;

/// An application as its card shows it.
pub(super) struct Card {
    pub(super) id: String,
    pub(super) course: String,
    pub(super) offering: String,
    pub(super) state: String,
    /// Something is asked, and waits for the reader.
    pub(super) asks: bool,
    pub(super) alive: bool,
    /// What it means and what happens next, a sentence or two each.
    pub(super) said: Vec<String>,
    pub(super) facts: Facts,
    pub(super) yes: Option<&'static str>,
    pub(super) no: Option<&'static str>,
    pub(super) leave: Option<&'static str>,
}

/// The course with its code.
pub(super) fn course(t: Texts, place: &Place) -> String {
    let name = place.course.in_language(t.language());
    format!("{name} ({})", place.view.offering_code)
}

/// `code` is what others write to wish for the reader's company.
pub(super) fn card(t: Texts, place: &Place, code: String) -> Card {
    let language = t.language();
    let open = place.open_question();
    let (yes, no) = match open.map(|question| question.kind) {
        Some(QuestionKind::Interest) => (t.my_place_stay(), t.my_place_leave_list()),
        Some(_) => (t.my_place_yes(), t.my_place_no()),
        None => ("", ""),
    };
    Card {
        id: place.id().to_string(),
        course: place.course.in_language(language).to_owned(),
        offering: place.view.offering_code.clone(),
        state: sentence_case(place.state.label(language)),
        asks: open.is_some(),
        alive: place.state.is_active(),
        said: said(t, place),
        facts: facts(t, place, code),
        yes: open.map(|_| yes),
        no: open.map(|_| no),
        // Who is asked says no; leaving is another word for it.
        leave: place
            .leaving
            .filter(|_| open.is_none_or(|question| question.kind == QuestionKind::Interest))
            .map(|_| t.my_place_withdraw()),
    }
}

fn sentence_case(text: &str) -> String {
    let mut letters = text.chars();
    let first = letters
        .next()
        .map(|letter| letter.to_uppercase().to_string());
    first.unwrap_or_default() + letters.as_str()
}

fn facts(t: Texts, place: &Place, code: String) -> Facts {
    let row = &place.view.row;
    let waits = [S::Reserve, S::Called].contains(&place.state);
    let position = row.reserve_position.filter(|_| waits);
    let position = position.map(|number| match &row.selection_group {
        Some(group) if !group.is_empty() => format!("{number} ({group})"),
        _ => number.to_string(),
    });
    let runs = if place.state.is_active() {
        dates::from_to(t, place.starts_on, place.ends_on)
    } else {
        String::new()
    };
    filled(vec![
        (t.answer_reserve_number(), position.unwrap_or_default()),
        (t.answer_runs(), runs),
        (
            t.receipt_admission(),
            place.channel.in_language(t.language()).to_owned(),
        ),
        (t.company_code(), code),
    ])
}

/// Where it stands, and what happens next and when.
fn said(t: Texts, place: &Place) -> Vec<String> {
    let language = t.language();
    let row = &place.view.row;
    let starts = || day(place.starts_on, language);
    let mut said = match place.state {
        S::AwaitingApproval => vec![t.my_place_awaiting().to_owned()],
        S::Submitted => vec![match place.closes_at {
            Some(at) => t.my_place_submitted_closes(moment(at, language)),
            None => t.my_place_submitted().to_owned(),
        }],
        S::Reserve => match place.open_question() {
            Some(_) => vec![t.my_place_interest().to_owned()],
            None => vec![t.my_place_reserve().to_owned()],
        },
        S::Called => called(t, place),
        S::Admitted => admitted(t, place),
        S::Accepted => vec![t.my_place_accepted(starts())],
        S::Registered => vec![t.my_place_registered(starts())],
        S::Completed => vec![t.my_place_completed().to_owned()],
        S::Declined => vec![t.my_place_declined().to_owned()],
        S::Struck => vec![t.my_place_struck().to_owned()],
        S::NotStarted => vec![t.my_place_not_started().to_owned()],
        S::Deferred => match &row.deferred_to {
            Some(term) => vec![t.my_place_deferred_to(term)],
            None => vec![t.my_place_deferred().to_owned()],
        },
        S::WithdrawnBeforeRegistration => vec![t.my_place_withdrawn().to_owned()],
        S::WithdrawnEarly => vec![t.my_place_withdrawn_early().to_owned()],
        S::WithdrawnLate => vec![t.my_place_withdrawn_late().to_owned()],
        S::Refused => vec![t.my_place_refused().to_owned()],
        S::Superseded => vec![t.my_place_superseded().to_owned()],
    };
    if let Some(condition) = row
        .condition_text
        .as_ref()
        .filter(|_| place.state.is_active())
    {
        // The texts end the sentence, whether or not whoever wrote the condition did.
        let condition = condition.trim_end_matches('.');
        said.push(match (&row.condition_due_on, row.condition_met) {
            (_, true) => t.my_place_condition_met(condition),
            (Some(due), false) => {
                let due = due
                    .parse()
                    .map_or_else(|_| due.clone(), |on| day(on, language));
                t.my_place_condition_by(condition, due)
            }
            (None, false) => t.my_place_condition(condition),
        });
    }
    said
}

fn called(t: Texts, place: &Place) -> Vec<String> {
    let Some(question) = &place.question else {
        return vec![t.my_place_called_over().to_owned()];
    };
    match question.standing {
        Standing::Open => {
            let by = moment(question.answer_by, t.language());
            vec![t.my_place_called(by)]
        }
        Standing::Answered => vec![t.answer_waits_for_others().to_owned()],
        Standing::TooLate | Standing::TakenBack => vec![t.my_place_called_over().to_owned()],
    }
}

fn admitted(t: Texts, place: &Place) -> Vec<String> {
    let language = t.language();
    match place.question.as_ref().map(|question| question.standing) {
        Some(Standing::Open) => {
            let by = place.question.as_ref().map(|question| question.answer_by);
            vec![t.my_place_admitted_asked(by.map_or_else(String::new, |by| moment(by, language)))]
        }
        Some(_) => vec![t.my_place_admitted_late().to_owned()],
        None => vec![t.my_place_admitted(day(place.starts_on, language))],
    }
}

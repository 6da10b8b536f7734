//! What the answer pages say after an answer, and where there is none to give.

use super::{page::pick, words::course};
use crate::usecase::answers::{AnswerOutcome, Question, Standing};
use samverkan_domain::person::Language;

/// What is said after an answer.
pub(super) fn receipt(language: Language, question: &Question, outcome: AnswerOutcome) -> String {
    let name = course(language, question);
    let (sv, en) = match outcome {
        AnswerOutcome::Accepted => {
            return pick(
                language,
                format!("Du har tackat ja. Platsen på {name} är din."),
                format!("You have said yes. The place on {name} is yours."),
            );
        }
        AnswerOutcome::Declined => {
            return pick(
                language,
                format!("Du har tackat nej till platsen på {name}."),
                format!("You have said no to the place on {name}."),
            );
        }
        AnswerOutcome::WaitsForOthers => (
            "Du har svarat ja. Ni får platserna när alla som du sökte med också har svarat ja. Du får ett mejl.",
            "You have said yes. You get the places when all you applied with have said yes too. You will get an e-mail.",
        ),
        AnswerOutcome::StillInterested => (
            "Du är kvar på reservlistan med ditt nummer.",
            "You stay on the reserve list with your number.",
        ),
        AnswerOutcome::LeftTheList => (
            "Du är borttagen från reservlistan.",
            "You are taken off the reserve list.",
        ),
        AnswerOutcome::Approved => (
            "Du har godkänt anmälan. Medarbetaren får besked om plats.",
            "You have approved the nomination. The employee will be told about a place.",
        ),
        AnswerOutcome::Refused => (
            "Du har inte godkänt anmälan. Den är avslutad, och medarbetaren får besked.",
            "You have not approved the nomination. It has ended, and the employee will be told.",
        ),
    };
    pick(language, sv, en).to_owned()
}

/// Title and text of a question that cannot be answered.
pub(super) fn closed(language: Language, standing: Standing) -> (&'static str, &'static str) {
    let (code, sv, en) = match standing {
        Standing::Answered => (
            "already-answered",
            "Frågan är redan besvarad, och det första svaret gäller.",
            "The question is answered already, and the first answer counts.",
        ),
        Standing::TooLate => (
            "answer-too-late",
            "Svarstiden har gått ut.",
            "The time to answer has run out.",
        ),
        Standing::Open | Standing::TakenBack => (
            "no-answer-asked",
            "Frågan är återtagen. Du behöver inte svara.",
            "The question has been taken back. You do not need to answer.",
        ),
    };
    (refused_title(language, code), pick(language, sv, en))
}

pub(super) fn refused_title(language: Language, code: &str) -> &'static str {
    let (sv, en) = match code {
        "already-answered" => ("Redan besvarad", "Answered already"),
        "answer-too-late" => ("Svarstiden är slut", "Too late to answer"),
        "no-answer-asked" => ("Ingen fråga att svara på", "Nothing to answer"),
        "unknown-link" => ("Länken finns inte", "No such link"),
        _ => (
            "Svaret kunde inte tas emot",
            "The answer could not be received",
        ),
    };
    pick(language, sv, en)
}

pub(super) fn whom_to_ask(language: Language) -> &'static str {
    pick(
        language,
        "Undrar du över något? Svara på vårt mejl, så hjälper vi dig.",
        "Any questions? Reply to our e-mail, and we will help you.",
    )
}

pub(super) fn try_again(language: Language) -> &'static str {
    pick(
        language,
        "Någon ändrade samma sak samtidigt, och svaret togs inte emot. Gå tillbaka och skicka det igen.",
        "Somebody changed the same thing at the same time, and your answer was not received. Go back and send it again.",
    )
}

pub(super) fn try_later(language: Language) -> &'static str {
    pick(
        language,
        "Tjänsten kan inte ta emot svar just nu, och inget har ändrats. Försök igen om en stund.",
        "The service cannot receive answers now, and nothing has been changed. Try again in a while.",
    )
}

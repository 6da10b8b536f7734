//! The letters in Swedish, which is the language they are written in first.

mod admission;
mod course;
mod decision;
mod employer;
mod leaving;
mod reserve;
mod schedule;

use super::{
    super::MailSettings, CallOutcome, Letter, NominationOutcome, Outcome, WithdrawalStage, asked,
    home, list, sentence, site, when,
};
use jiff::Timestamp;
use samverkan_domain::{admission::eligibility, person::Language, text::plain_line as line};

const SV: Language = Language::Sv;

/// Whom to turn to, and the good-bye.
pub(super) const END: (&str, &str) = (
    "Har du frågor? Svara på det här mejlet eller skriv till",
    "Vänliga hälsningar",
);

pub(super) fn greeting(name: Option<String>) -> String {
    name.map_or("Hej!".into(), |name| format!("Hej {name}!"))
}

pub(super) fn subject(letter: &Letter) -> String {
    let (what, about) = match letter {
        Letter::SignInCode { .. } => return "Din kod för att logga in".into(),
        Letter::SiteMessage { .. } => return site::subject(SV),
        Letter::ApplicationReceived { course, .. } => ("Vi har tagit emot din anmälan", course),
        Letter::Admitted {
            course,
            decided_elsewhere: true,
            ..
        } => ("Kopia av antagningsbesked", course),
        Letter::Admitted { course, .. }
        | Letter::SelectionResult {
            outcome: Outcome::Admitted,
            course,
            ..
        } => ("Du är antagen", course),
        Letter::PlacedOnReserve { course, .. }
        | Letter::SelectionResult {
            outcome: Outcome::Reserve { .. },
            course,
            ..
        } => ("Du är reserv", course),
        Letter::SelectionResult {
            outcome: Outcome::UnderReview,
            course,
            ..
        } => ("Din anmälan är inte avgjord", course),
        Letter::NotAdmitted { course, .. } => ("Du är inte antagen", course),
        Letter::WithdrawalReceived {
            stage: WithdrawalStage::BeforeRegistration,
            course,
            ..
        } => ("Vi har tagit emot ditt återbud", course),
        Letter::WithdrawalReceived { course, .. } => ("Vi har tagit emot ditt avbrott", course),
        Letter::CohortPlaced { course, .. } => ("Din grupp", course),
        Letter::TransferDecided { .. }
        | Letter::ErasureDecided { .. }
        | Letter::AddressCode { .. }
        | Letter::AddressChanged => {
            return asked::subject(letter, SV).map_or_else(String::new, titled);
        }
        Letter::CohortsLed { course, .. } => ("Grupper du leder", course),
        Letter::SessionChanged {
            title,
            before,
            after,
            ..
        } if before == after => ("Ny plats", title),
        Letter::SessionChanged { title, .. } => ("Ny tid", title),
        Letter::ScheduleNews { courses } => return titled(schedule::subject(courses)),
        Letter::SessionCancelled { title, .. } => ("Inställt", title),
        Letter::ReserveCalled { course, .. } => ("En plats är ledig, svara i tid", course),
        Letter::ReserveReminder { course, .. } => ("Påminnelse, en plats är ledig", course),
        Letter::ReserveCallEnded {
            outcome, course, ..
        } => (call_ended(*outcome), course),
        Letter::InterestAsked { course, .. } => ("Fråga till dig som är reserv", course),
        Letter::Swapped { course, .. } => ("Du har fått platsen du väntade på", course),
        Letter::AnswerReceived {
            accepted: true,
            course,
            ..
        } => (call_ended(CallOutcome::Accepted), course),
        Letter::AnswerReceived { course, .. } => (call_ended(CallOutcome::Declined), course),
        Letter::AnswerReminder { course, .. } => ("Påminnelse, vi väntar på ditt svar", course),
        Letter::Struck { course, .. } => ("Du är struken", course),
        Letter::DeferralDecided {
            granted: true,
            course,
            ..
        } => ("Du har fått anstånd", course),
        Letter::DeferralDecided { course, .. } => ("Du har inte fått anstånd", course),
        Letter::ApprovalAsked { course, .. } => ("Ditt godkännande behövs", course),
        Letter::ApprovalReminder { course, .. } => ("Påminnelse, ditt godkännande behövs", course),
        Letter::NominationDecided {
            outcome, course, ..
        } => (nomination(*outcome), course),
        Letter::FollowUp { course, .. } | Letter::FollowUpLate { course, .. } => {
            ("Läser du kursen?", course)
        }
        Letter::Replaced { course, .. } => ("Någon annan har fått din plats", course),
        Letter::NotStarted { course, .. } => ("Du har inte börjat kursen", course),
        Letter::PackageExit { package, .. } => ("Du har lämnat kurspaketet", package),
    };
    titled((what, about))
}

fn titled((what, about): (&str, &str)) -> String {
    if about.is_empty() {
        return what.to_owned();
    }
    // A question has its own mark.
    let mark = if what.ends_with('?') { "" } else { ":" };
    format!("{what}{mark} {}", line(about))
}

fn call_ended(outcome: CallOutcome) -> &'static str {
    match outcome {
        CallOutcome::Accepted => "Du har tackat ja",
        CallOutcome::Declined => "Du har tackat nej",
        CallOutcome::Expired => "Tiden att svara har gått ut",
        CallOutcome::Cancelled => "Du behöver inte längre svara",
    }
}

fn nomination(outcome: NominationOutcome) -> &'static str {
    match outcome {
        NominationOutcome::Approved => "Din arbetsgivare har sagt ja",
        NominationOutcome::Refused => "Din arbetsgivare har sagt nej",
        NominationOutcome::Expired => "Din arbetsgivare har inte svarat",
    }
}

pub(super) fn text(letter: &Letter, settings: &MailSettings) -> String {
    let url = home(settings);
    match letter {
        Letter::SiteMessage {
            about,
            text,
            answer_to,
        } => site::text(SV, about, text, answer_to),
        Letter::SignInCode { .. }
        | Letter::ApplicationReceived { .. }
        | Letter::Admitted { .. }
        | Letter::PlacedOnReserve { .. }
        | Letter::NotAdmitted { .. }
        | Letter::WithdrawalReceived { .. } => admission::text(letter, &url),
        Letter::SelectionResult { .. }
        | Letter::AnswerReceived { .. }
        | Letter::AnswerReminder { .. }
        | Letter::Struck { .. }
        | Letter::DeferralDecided { .. } => decision::text(letter, &url),
        Letter::ReserveCalled { .. }
        | Letter::ReserveReminder { .. }
        | Letter::ReserveCallEnded { .. }
        | Letter::InterestAsked { .. }
        | Letter::Swapped { .. } => reserve::text(letter, &url),
        Letter::ApprovalAsked { .. }
        | Letter::ApprovalReminder { .. }
        | Letter::NominationDecided { .. } => employer::text(letter, &url),
        Letter::TransferDecided { .. }
        | Letter::ErasureDecided { .. }
        | Letter::AddressCode { .. }
        | Letter::AddressChanged => asked::text(letter, SV, &url),
        Letter::CohortPlaced { .. }
        | Letter::CohortsLed { .. }
        | Letter::SessionChanged { .. }
        | Letter::SessionCancelled { .. }
        | Letter::FollowUp { .. }
        | Letter::PackageExit { .. } => course::text(letter, &url),
        Letter::ScheduleNews { courses } => schedule::text(courses, &url),
        Letter::FollowUpLate { .. } | Letter::Replaced { .. } | Letter::NotStarted { .. } => {
            leaving::text(letter, &url)
        }
    }
}

/// "Course title (SA123A-V9001V27)".
fn offered(course: &str, offering_code: &str) -> String {
    format!("{} ({})", line(course), line(offering_code))
}

/// One line each, named.
fn facts(course: &str, offering_code: &str, more: &[(&str, &String)]) -> String {
    let mut facts = format!(
        "Kurs: {}\nKurstillfälle: {}",
        line(course),
        line(offering_code)
    );
    for (name, value) in more {
        facts += &format!("\n{name}: {}", line(value));
    }
    facts
}

fn reasons_given(reasons: &[String]) -> Option<String> {
    let heading = if reasons.len() == 1 {
        "Skälet är:"
    } else {
        "Skälen är:"
    };
    (!reasons.is_empty()).then(|| {
        format!(
            "{heading}\n{}",
            list(reasons.iter().map(|reason| sentence(reason)))
        )
    })
}

/// HF 12:2; the words are the rules' own.
fn appeal(can: bool, reference: &str) -> String {
    if can {
        eligibility::appeal(SV, reference)
    } else {
        format!(
            "Beslutet går inte att överklaga. Tycker du att något har blivit fel? Hör av dig till oss och ange ärendets nummer: {reference}."
        )
    }
}

/// What an admitted person needs to do.
const BEGIN: &str = "Du blir registrerad när kursen börjar, om du kommer till uppropet eller på annat sätt visar att du börjar. När grupperna är klara får du ett mejl om din grupp.";
/// What a reserve can expect.
const RESERVES: &str = "Vi kallar reserver i turordning inom varje urvalsgrupp. Blir det din tur får du ett mejl där det står när du senast ska svara. Om du inte svarar i tid går platsen till nästa reserv.";
const CSN: &str = "Har du studiestöd från CSN? Då måste du själv anmäla avbrottet dit.";
/// How the link of one answer works.
const ONCE: &str = "Länken fungerar en gång och bara för det här svaret. Skicka den inte vidare.";

fn leave(place: &str) -> String {
    format!(
        "Kan du inte gå kursen? Lämna återbud på {place} så snart du kan, så att någon annan kan få platsen."
    )
}

fn no_longer_reserve(url: &str) -> String {
    format!("Vill du inte stå kvar som reserv? Lämna återbud på {url}")
}

/// The question, until when, and where it is answered.
fn answer(question: &str, by: Timestamp, link: &str) -> String {
    format!(
        "{question} Svara ja eller nej senast {}. Öppna länken för att svara:\n{}",
        when::moment(by, SV),
        line(link)
    )
}

const PLACE: &str = "Vill du ha platsen?";
const SILENCE: &str = "Om du inte svarar i tid stryks du och förlorar platsen.";

/// What an admitted person is asked: yes or no, until when and where, and what silence means.
fn place_wanted(by: Timestamp, link: Option<&str>, url: &str) -> String {
    let asked = match link {
        Some(link) => format!("{}\n\n{}", answer(PLACE, by, link), once_or_signed_in(url)),
        None => format!(
            "{PLACE} Logga in på {url} och svara ja eller nej senast {}.",
            when::moment(by, SV)
        ),
    };
    format!("{asked}\n\n{SILENCE}")
}

fn once_or_signed_in(url: &str) -> String {
    format!("{ONCE} Du kan också svara när du har loggat in på {url}")
}

/// "reservplats nummer 3 i urvalsgruppen TPAV".
fn reserve_place(group: Option<&str>, position: u32) -> String {
    let group = group.map(|group| format!(" i urvalsgruppen {}", line(group)));
    format!("reservplats nummer {position}{}", group.unwrap_or_default())
}

//! The letters in Swedish, which is the language they are written in first.

mod course;

use super::{
    super::MailSettings, Letter, NATIONAL, Outcome, WithdrawalStage, home, list, paragraphs,
    sentence, when,
};
use jiff::{Timestamp, civil::Date};
use samverkan_domain::{person::Language, text::plain_line as line};

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
    match letter {
        Letter::SignInCode { .. } => "Din kod för att logga in".into(),
        Letter::ApplicationReceived { course, .. } => {
            format!("Vi har tagit emot din anmälan: {}", line(course))
        }
        Letter::Admitted {
            course,
            decided_elsewhere: false,
            ..
        } => {
            format!("Du är antagen: {}", line(course))
        }
        Letter::Admitted {
            course,
            decided_elsewhere: true,
            ..
        } => {
            format!("Kopia av antagningsbesked: {}", line(course))
        }
        Letter::PlacedOnReserve { course, .. } => format!("Du är reserv: {}", line(course)),
        Letter::NotAdmitted { course, .. } => format!("Du är inte antagen: {}", line(course)),
        Letter::WithdrawalReceived {
            stage: WithdrawalStage::BeforeRegistration,
            course,
            ..
        } => {
            format!("Vi har tagit emot ditt återbud: {}", line(course))
        }
        Letter::WithdrawalReceived { course, .. } => {
            format!("Vi har tagit emot ditt avbrott: {}", line(course))
        }
        Letter::CohortPlaced { course, .. } => format!("Din grupp: {}", line(course)),
        Letter::SessionChanged {
            title,
            before,
            after,
            ..
        } if before == after => {
            format!("Ny plats: {}", line(title))
        }
        Letter::SessionChanged { title, .. } => format!("Ny tid: {}", line(title)),
        Letter::SessionCancelled { title, .. } => format!("Inställt: {}", line(title)),
    }
}

pub(super) fn text(letter: &Letter, settings: &MailSettings) -> String {
    let url = home(settings);
    match letter {
        Letter::SignInCode { code, minutes } => sign_in_code(&line(code), *minutes),
        Letter::ApplicationReceived {
            reference,
            course,
            offering_code,
            channel,
            received_at,
            outcome,
        } => {
            let more = [("Antagning", channel), ("Anmälans nummer", reference)];
            let what = facts(course, offering_code, &more);
            received(what, *received_at, outcome)
        }
        Letter::Admitted {
            course,
            offering_code,
            starts_on,
            condition,
            answer_by,
            decided_elsewhere,
        } => {
            let (offered, day) = (offered(course, offering_code), when::day(*starts_on, SV));
            let begin = format!("Du är antagen till {offered}. Kursen börjar {day}.");
            let place = if *decided_elsewhere { NATIONAL } else { &url };
            admitted(begin, condition.as_deref(), *answer_by, place)
        }
        Letter::PlacedOnReserve {
            course,
            offering_code,
            group,
            position,
        } => {
            let (offered, group) = (offered(course, offering_code), line(group));
            let begin = format!(
                "Du är reserv till {offered}. Du har reservplats nummer {position} i urvalsgruppen {group}."
            );
            on_reserve(begin, &url)
        }
        Letter::NotAdmitted {
            reference,
            course,
            offering_code,
            reasons,
            how_to_appeal,
        } => not_admitted(
            &offered(course, offering_code),
            reasons,
            *how_to_appeal,
            &line(reference),
        ),
        Letter::WithdrawalReceived {
            stage,
            reference,
            course,
            offering_code,
            received_at,
        } => {
            let what = facts(course, offering_code, &[("Ärendets nummer", reference)]);
            withdrawal(*stage, what, *received_at)
        }
        Letter::CohortPlaced { .. }
        | Letter::SessionChanged { .. }
        | Letter::SessionCancelled { .. } => course::text(letter, &url),
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

fn sign_in_code(code: &str, minutes: i64) -> String {
    let unit = if minutes == 1 { "minut" } else { "minuter" };
    paragraphs([
        Some(format!("Din kod är: {code}")),
        Some(format!("Koden gäller i {minutes} {unit} och bara en gång. Skriv in den på sidan där du började logga in.")),
        Some("Har du inte försökt logga in? Då behöver du inte göra något. Ge inte koden till någon. Vi frågar aldrig efter den.".into()),
    ])
}

fn received(what: String, received_at: Timestamp, outcome: &Outcome) -> String {
    paragraphs([
        Some(format!(
            "Vi tog emot din anmälan {}.",
            when::moment(received_at, SV)
        )),
        Some(what),
        Some(what_next(outcome)),
        Some("Spara det här mejlet. Det är ditt kvitto på anmälan.".into()),
    ])
}

fn what_next(outcome: &Outcome) -> String {
    match outcome {
        Outcome::Admitted => {
            "Du är antagen. Du får ett mejl till, där det står vad du ska göra före kursstarten."
                .into()
        }
        Outcome::Reserve { group, position } => format!(
            "Alla platser är upptagna just nu. Du har reservplats nummer {position} i urvalsgruppen {}. Du får ett mejl om det blir din tur.",
            line(group)
        ),
        Outcome::UnderReview => {
            "Nu går vi igenom din anmälan. Du får ett mejl när det finns ett beslut.".into()
        }
    }
}

fn admitted(
    begin: String,
    condition: Option<&str>,
    answer_by: Option<Date>,
    place: &str,
) -> String {
    let elsewhere = place == NATIONAL;
    paragraphs([
        Some(begin),
        elsewhere.then(|| "Beslutet är fattat i det nationella antagningssystemet. Det här mejlet är en kopia för din information. Det är beskedet på antagning.se som gäller.".into()),
        condition.map(|condition| {
            format!("Antagningen har ett villkor: {} Du måste uppfylla villkoret innan du kan bli registrerad.", sentence(condition))
        }),
        answer_by.map(|date| {
            format!("Svara på {place} senast {}. Om du inte svarar i tid förlorar du platsen.", when::day(date, SV))
        }),
        Some("Du blir registrerad när kursen börjar, om du kommer till uppropet eller på annat sätt visar att du börjar. När grupperna är klara får du ett mejl om din grupp.".into()),
        Some(format!("Kan du inte gå kursen? Lämna återbud på {place} så snart du kan, så att någon annan kan få platsen.")),
    ])
}

fn on_reserve(begin: String, url: &str) -> String {
    paragraphs([
        Some(begin),
            Some("Vi kallar reserver i turordning inom varje urvalsgrupp. Blir det din tur får du ett mejl där det står när du senast ska svara. Om du inte svarar i tid går platsen till nästa reserv.".into()),
            Some(format!("Vill du inte stå kvar som reserv? Lämna återbud på {url}")),
    ])
}

fn not_admitted(offered: &str, reasons: &[String], can_appeal: bool, reference: &str) -> String {
    paragraphs([
        Some(format!("Du är inte antagen till {offered}.")),
        reasons_given(reasons),
        Some(appeal(can_appeal, reference)),
    ])
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

/// HF 12:2; to whom and within which time: förvaltningslagen 43–44 §§.
fn appeal(can: bool, reference: &str) -> String {
    if can {
        format!(
            "Du kan överklaga beslutet till Överklagandenämnden för högskolan (ÖNH). Skriv vilket beslut du överklagar, hur du vill att det ska ändras och varför. Ange ärendets nummer: {reference}. Skicka överklagandet till oss, inte till nämnden. Det måste ha kommit till oss inom tre veckor från den dag då du fick del av beslutet."
        )
    } else {
        format!(
            "Beslutet går inte att överklaga. Tycker du att något har blivit fel? Hör av dig till oss och ange ärendets nummer: {reference}."
        )
    }
}

fn withdrawal(stage: WithdrawalStage, what: String, received_at: Timestamp) -> String {
    let moment = when::moment(received_at, SV);
    let (received, meaning) = match stage {
        WithdrawalStage::BeforeRegistration => (
            format!("Vi tog emot ditt återbud {moment}."),
            "Du har inte längre någon plats på kursen. Platsen kan gå till någon annan, så återbudet går inte att ångra. Vill du läsa kursen vid ett annat tillfälle får du anmäla dig på nytt.",
        ),
        WithdrawalStage::Early => (
            format!("Vi tog emot ditt avbrott {moment}."),
            "Det är ett tidigt avbrott: du slutar inom tre veckor från kursstarten och har inget godkänt resultat. Du kan anmäla dig till kursen igen.",
        ),
        WithdrawalStage::Late => (
            format!("Vi tog emot ditt avbrott {moment}."),
            "Det är ett sent avbrott: det har gått mer än tre veckor sedan kursstarten, eller så har du ett godkänt resultat. Resultat du redan har finns kvar. Du kan inte anmäla dig till kursen igen. Vill du gå klart den kan du bli omregistrerad i mån av plats.",
        ),
    };
    let csn = stage != WithdrawalStage::BeforeRegistration;
    paragraphs([
        Some(received),
        Some(what),
        Some(meaning.into()),
        csn.then(|| "Har du studiestöd från CSN? Då måste du själv anmäla avbrottet dit.".into()),
    ])
}

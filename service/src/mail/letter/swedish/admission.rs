//! The letters about signing in, applying, admission and leaving, in Swedish.

use super::{
    super::{Letter, NATIONAL, Outcome, WithdrawalStage, paragraphs, sentence, when},
    BEGIN, CSN, RESERVES, appeal, facts, leave, no_longer_reserve, offered, place_wanted,
    reasons_given,
};
use jiff::Timestamp;
use samverkan_domain::{person::Language, text::plain_line as line};

const SV: Language = Language::Sv;

/// Which letters come here is decided, exhaustively, by the caller.
pub(super) fn text(letter: &Letter, url: &str) -> String {
    match letter {
        Letter::SignInCode {
            code,
            minutes,
            sign_in_link,
        } => sign_in_code(&line(code), *minutes, sign_in_link.as_deref()),
        Letter::ApplicationReceived {
            reference,
            course,
            offering_code,
            channel,
            received_at,
            outcome,
            answer_by,
            answer_link,
            receipt_link,
        } => {
            let more = [("Antagning", channel), ("Anmälans nummer", reference)];
            let what = facts(course, offering_code, &more);
            let link = answer_link.as_deref();
            let answer = answer_by.map(|by| place_wanted(by, link, url));
            received(what, *received_at, outcome, answer, receipt_link.as_deref())
        }
        Letter::Admitted {
            course,
            offering_code,
            starts_on,
            condition,
            answer_by,
            answer_link,
            decided_elsewhere,
        } => {
            let (offered, day) = (offered(course, offering_code), when::day(*starts_on, SV));
            let begin = format!("Du är antagen till {offered}. Kursen börjar {day}.");
            let condition = condition.as_deref();
            if *decided_elsewhere {
                return copied(begin, condition, *answer_by);
            }
            let link = answer_link.as_deref();
            let answer = answer_by.map(|by| place_wanted(by, link, url));
            paragraphs([
                Some(begin),
                condition.map(conditional),
                answer,
                Some(BEGIN.into()),
                Some(leave(url)),
            ])
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
            on_reserve(begin, url)
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
        _ => String::new(),
    }
}

fn sign_in_code(code: &str, minutes: i64, link: Option<&str>) -> String {
    let unit = if minutes == 1 { "minut" } else { "minuter" };
    paragraphs([
        Some(format!("Din kod är: {code}")),
        Some(format!("Koden gäller i {minutes} {unit} och bara en gång. Skriv in den på sidan där du började logga in.")),
        link.map(line).map(|link| format!("Läser du det här på den enhet där du började? Då räcker det att öppna länken och trycka på knappen:\n{link}")),
        Some("Har du inte försökt logga in? Då behöver du inte göra något. Ge inte koden till någon. Vi frågar aldrig efter den.".into()),
    ])
}

fn received(
    what: String,
    received_at: Timestamp,
    outcome: &Outcome,
    answer: Option<String>,
    receipt_link: Option<&str>,
) -> String {
    paragraphs([
        Some(format!(
            "Vi tog emot din anmälan {}.",
            when::moment(received_at, SV)
        )),
        Some(what),
        Some(what_next(outcome)),
        answer,
        Some("Spara det här mejlet. Det är ditt kvitto på anmälan.".into()),
        receipt_link.map(|link| format!("Kvittot finns också på en sida, där du ser hur det går med din anmälan. Sidan är bara till för dig, så skicka inte länken vidare:\n{}", line(link))),
    ])
}

fn what_next(outcome: &Outcome) -> String {
    match outcome {
        Outcome::Admitted => format!("Du är antagen. {BEGIN}"),
        Outcome::Reserve { group, position } => format!(
            "Alla platser är upptagna just nu. Du har reservplats nummer {position} i urvalsgruppen {}. Du får ett mejl om det blir din tur.",
            line(group)
        ),
        Outcome::UnderReview => {
            "Nu går vi igenom din anmälan. Du får ett mejl när det finns ett beslut.".into()
        }
    }
}

/// A copy of the national admissions system's decision.
fn copied(begin: String, condition: Option<&str>, answer_by: Option<Timestamp>) -> String {
    paragraphs([
        Some(begin),
        Some("Beslutet är fattat i det nationella antagningssystemet. Det här mejlet är en kopia för din information. Det är beskedet på antagning.se som gäller.".into()),
        condition.map(conditional),
        answer_by.map(|by| {
            format!("Svara på {NATIONAL} senast {}. Om du inte svarar i tid förlorar du platsen.", when::moment(by, SV))
        }),
        Some(BEGIN.into()),
        Some(leave(NATIONAL)),
    ])
}

fn conditional(condition: &str) -> String {
    format!(
        "Antagningen har ett villkor: {} Du måste uppfylla villkoret innan du kan bli registrerad.",
        sentence(condition)
    )
}

fn on_reserve(begin: String, url: &str) -> String {
    paragraphs([
        Some(begin),
        Some(RESERVES.into()),
        Some(no_longer_reserve(url)),
    ])
}

fn not_admitted(offered: &str, reasons: &[String], can_appeal: bool, reference: &str) -> String {
    paragraphs([
        Some(format!("Du är inte antagen till {offered}.")),
        reasons_given(reasons),
        Some(appeal(can_appeal, reference)),
    ])
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
        csn.then(|| CSN.into()),
    ])
}

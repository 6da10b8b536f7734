//! The letters that tell a decision or ask for and confirm its answer, in Swedish.

use super::{
    super::{Letter, Outcome, list, paragraphs, sentence},
    BEGIN, RESERVES, appeal, leave, no_longer_reserve, offered, place_wanted, reasons_given,
    reserve_place,
};
use samverkan_domain::text::plain_line as line;

/// Which letters come here is decided, exhaustively, by the caller.
pub(super) fn text(letter: &Letter, url: &str) -> String {
    match letter {
        Letter::SelectionResult {
            course,
            offering_code,
            outcome,
            grounds,
            answer_by,
            answer_link,
            pseudonym,
            record_url,
            condition,
        } => {
            let link = answer_link.as_deref();
            let answer = answer_by.map(|by| place_wanted(by, link, url));
            let (offered, condition) = (offered(course, offering_code), condition.as_deref());
            paragraphs([
                Some(result(&offered, outcome)),
                condition.map(|condition| conditional(outcome, condition)),
                grounds_given(grounds),
                answer,
                Some(next(outcome, url)),
                Some(record(&line(pseudonym), &line(record_url))),
                Some("Ordningen i ett urval går inte att överklaga. Tycker du att något har blivit fel? Hör av dig till oss.".into()),
            ])
        }
        Letter::AnswerReceived {
            course,
            offering_code,
            accepted,
        } => answered(&offered(course, offering_code), *accepted, url),
        Letter::AnswerReminder {
            course,
            offering_code,
            answer_by,
            link,
        } => paragraphs([
            Some(format!(
                "Du är antagen till {}, men vi har inte fått ditt svar.",
                offered(course, offering_code)
            )),
            Some(place_wanted(*answer_by, Some(link), url)),
        ]),
        Letter::Struck {
            reference,
            course,
            offering_code,
            reason,
        } => paragraphs([
            Some(format!(
                "Du är struken från {}. Du har inte längre någon plats eller reservplats där.",
                offered(course, offering_code)
            )),
            reasons_given(std::slice::from_ref(reason)),
            Some("Vill du ändå läsa kursen? Du får anmäla dig på nytt när anmälan till kursen är öppen.".into()),
            Some(appeal(false, &line(reference))),
        ]),
        Letter::DeferralDecided {
            reference,
            course,
            offering_code,
            granted,
            until_term,
            reasons,
        } => {
            let offered = offered(course, offering_code);
            if *granted {
                deferred(&offered, until_term.as_deref(), reasons, &line(reference))
            } else {
                not_deferred(&offered, reasons, &line(reference), url)
            }
        }
        _ => String::new(),
    }
}

fn result(offered: &str, outcome: &Outcome) -> String {
    match outcome {
        Outcome::Admitted => format!("Urvalet är klart. Du är antagen till {offered}."),
        Outcome::Reserve { group, position } => format!(
            "Urvalet är klart. Du är reserv till {offered}. Du har {}.",
            reserve_place(Some(group), *position)
        ),
        Outcome::UnderReview => {
            format!("Urvalet till {offered} är klart, men din anmälan är inte avgjord.")
        }
    }
}

fn conditional(outcome: &Outcome, condition: &str) -> String {
    let begin = if *outcome == Outcome::Admitted {
        "Antagningen har ett villkor"
    } else {
        "Om du blir antagen gäller ett villkor"
    };
    format!(
        "{begin}: {} Du måste uppfylla villkoret innan du kan bli registrerad.",
        sentence(condition)
    )
}

fn grounds_given(grounds: &[String]) -> Option<String> {
    (!grounds.is_empty()).then(|| {
        let grounds = grounds.iter().map(|ground| sentence(ground));
        format!("Så här har vi kommit fram till det:\n{}", list(grounds))
    })
}

fn next(outcome: &Outcome, url: &str) -> String {
    match outcome {
        Outcome::Admitted => format!("{BEGIN}\n\n{}", leave(url)),
        Outcome::Reserve { .. } => format!("{RESERVES}\n\n{}", no_longer_reserve(url)),
        Outcome::UnderReview => "Du får ett mejl när det finns ett beslut.".into(),
    }
}

/// Who knows the pseudonym knows the line.
fn record(pseudonym: &str, url: &str) -> String {
    format!(
        "Urvalet finns i ett offentligt protokoll. Där står inga namn. Din rad har beteckningen {pseudonym}. Den som känner till beteckningen kan se vilken rad som är din, så behåll den för dig själv. Protokollet:\n{url}\n\nVem som helst kan kontrollera lottningen och räkna om hela urvalet. Talet som lotten bygger på låstes i förväg, och i protokollet står hur du gör."
    )
}

fn answered(offered: &str, accepted: bool, url: &str) -> String {
    if accepted {
        paragraphs([
            Some(format!(
                "Vi har tagit emot ditt svar: du har tackat ja till platsen på {offered}."
            )),
            Some(BEGIN.into()),
            Some(leave(url)),
        ])
    } else {
        paragraphs([
            Some(format!("Vi har tagit emot ditt svar: du har tackat nej till platsen på {offered}.")),
            Some("Du har inte längre någon plats på kursen. Platsen kan gå till någon annan, så svaret går inte att ångra. Vill du läsa kursen vid ett annat tillfälle får du anmäla dig på nytt.".into()),
        ])
    }
}

fn deferred(
    offered: &str,
    until_term: Option<&str>,
    reasons: &[String],
    reference: &str,
) -> String {
    let kept = until_term.map_or_else(
        || "Din plats är sparad.".into(),
        |term| format!("Din plats är sparad till {}.", line(term)),
    );
    paragraphs([
        Some(format!(
            "Du har fått anstånd med att börja på {offered}. {kept}"
        )),
        reasons_given(reasons),
        Some(format!(
            "Spara det här mejlet. Det visar att platsen är din. Ärendets nummer är {reference}: ange det om du har frågor, eller om du inte längre vill ha platsen."
        )),
    ])
}

fn not_deferred(offered: &str, reasons: &[String], reference: &str, url: &str) -> String {
    paragraphs([
        Some(format!(
            "Du har inte fått anstånd med att börja på {offered}. Din plats på kurstillfället ändras inte av det beslutet."
        )),
        reasons_given(reasons),
        Some(appeal(true, reference)),
        Some(format!(
            "Kan du inte gå kursen, och vill du inte överklaga? Lämna återbud på {url} så snart du kan. Lämna inte återbud om du överklagar: den som har lämnat återbud kan inte få anstånd."
        )),
    ])
}

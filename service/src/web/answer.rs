//! The page behind the link in a letter: what is asked, and a form to answer with.

use super::{
    page::{definitions, escaped, language, page, paragraph, pick},
    said, words,
};
use crate::{
    app::App,
    error::Error,
    usecase::{
        Caller,
        answers::{self, Question, Standing},
    },
};
use poem::{
    Request, Response, RouteMethod, get, handler,
    http::StatusCode,
    web::{Data, Path},
};
use samverkan_domain::person::Language;

/// `GET` asks, `POST` answers. (The framework answers `HEAD` as `GET`.)
pub fn routes() -> RouteMethod {
    get(ask).post(act)
}

#[handler]
async fn ask(app: Data<&App>, token: Path<String>, request: &Request) -> Response {
    let language = language(request);
    match answers::question(&app, &token).await {
        Ok(question) => asking(language, &question, None),
        Err(error) => refused(language, &error),
    }
}

#[handler]
async fn act(app: Data<&App>, token: Path<String>, request: &Request, body: Vec<u8>) -> Response {
    let language = language(request);
    let Some(yes) = chosen(&body) else {
        return match answers::question(&app, &token).await {
            Ok(question) => {
                let choose = pick(language, "Välj ja eller nej.", "Choose yes or no.");
                asking(language, &question, Some(choose))
            }
            Err(error) => refused(language, &error),
        };
    };
    match answers::answer_by_link(&app, &Caller::Anonymous, &token, yes).await {
        Ok((question, answered)) => {
            let receipt = said::receipt(language, &question, answered.outcome);
            let main = format!(
                "<p class=\"said\" role=\"status\">{}</p>\n{}",
                escaped(&receipt),
                facts(language, &question, false)
            );
            let thanks = pick(language, "Tack för ditt svar", "Thank you for your answer");
            page(language, StatusCode::OK, thanks, &main)
        }
        Err(error) => refused(language, &error),
    }
}

/// The choice in a form's body: `answer=yes`.
fn chosen(body: &[u8]) -> Option<bool> {
    let body = std::str::from_utf8(body).ok()?;
    let mut pairs = body.split('&');
    match pairs.find_map(|pair| pair.strip_prefix("answer="))? {
        "yes" => Some(true),
        "no" => Some(false),
        _ => None,
    }
}

/// The question with its form, or why it cannot be answered.
fn asking(language: Language, question: &Question, fault: Option<&str>) -> Response {
    if question.standing != Standing::Open {
        let (title, closed) = said::closed(language, question.standing);
        let main = format!(
            "<p class=\"said\">{}</p>\n<p>{}</p>\n{}",
            escaped(closed),
            escaped(said::whom_to_ask(language)),
            facts(language, question, false)
        );
        return page(language, StatusCode::GONE, title, &main);
    }
    let asked = words::question(language, question);
    let fault_shown = fault.map_or_else(String::new, |fault| {
        format!("<p class=\"said\" role=\"alert\">{}</p>\n", escaped(fault))
    });
    let lines = asked.said.iter();
    let lines: String = lines.map(|line| paragraph(line)).collect();
    let choice = |value: &str, label: &str| {
        format!(
            "<label class=\"choice\" for=\"{value}\"><input type=\"radio\" name=\"answer\" \
             id=\"{value}\" value=\"{value}\" required> {}</label>\n",
            escaped(label)
        )
    };
    let main = format!(
        "{fault_shown}{lines}{facts}<form method=\"post\">\n<fieldset>\n\
         <legend>{legend}</legend>\n{yes}{no}</fieldset>\n\
         <button type=\"submit\">{send}</button>\n</form>",
        facts = facts(language, question, true),
        legend = escaped(&asked.legend),
        yes = choice("yes", asked.yes),
        no = choice("no", asked.no),
        send = pick(language, "Skicka svaret", "Send the answer"),
    );
    let status = if fault.is_some() {
        StatusCode::UNPROCESSABLE_ENTITY
    } else {
        StatusCode::OK
    };
    page(language, status, asked.title, &main)
}

fn facts(language: Language, question: &Question, open: bool) -> String {
    definitions(words::facts(language, question, open))
}

/// An error as a page that says what to do.
fn refused(language: Language, error: &Error) -> Response {
    error.note();
    let (status, code, why) = match error {
        Error::Refused { code, text } => {
            let status = match *code {
                "unknown-link" => StatusCode::NOT_FOUND,
                "already-answered" | "answer-too-late" | "no-answer-asked" => StatusCode::GONE,
                _ => StatusCode::CONFLICT,
            };
            (status, *code, text.in_language(language))
        }
        Error::Stale { .. } => (StatusCode::CONFLICT, "", said::try_again(language)),
        _ => (
            StatusCode::SERVICE_UNAVAILABLE,
            "",
            said::try_later(language),
        ),
    };
    let main = format!(
        "<p class=\"said\" role=\"alert\">{}</p>\n<p>{}</p>",
        escaped(why),
        escaped(said::whom_to_ask(language))
    );
    page(language, status, said::refused_title(language, code), &main)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_says_yes_or_no_or_nothing() {
        assert_eq!(chosen(b"answer=yes"), Some(true));
        assert_eq!(chosen(b"x=1&answer=no"), Some(false));
        for other in [&b""[..], b"answer=", b"answer=maybe", b"\xff", b"yes"] {
            assert_eq!(chosen(other), None);
        }
    }
}

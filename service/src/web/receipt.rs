//! The receipt of an application, behind the link in the letter: where it stands, what was decided
//! and why. It can be read only, and by whoever has the link; so it shows what a letter would.

use super::{
    page::{definitions, escaped, language, page, paragraph, pick, section},
    receipt_words as words, said,
};
use crate::{
    app::App,
    error::Error,
    usecase::selections::{LinkedReceipt, receipt_by_link},
};
use poem::{
    Request, Response, handler,
    http::StatusCode,
    web::{Data, Path},
};
use samverkan_domain::person::Language;

/// The page. (The framework answers `HEAD` as `GET`.)
#[handler]
pub(crate) async fn show(app: Data<&App>, token: Path<String>, request: &Request) -> Response {
    let language = language(request);
    match receipt_by_link(&app, &token).await {
        Ok(receipt) => shown(language, &receipt),
        Err(error) => refused(language, &error),
    }
}

fn shown(language: Language, linked: &LinkedReceipt) -> Response {
    let receipt = &linked.receipt;
    let said = |texts: &[crate::error::Text]| -> Vec<String> {
        let texts = texts
            .iter()
            .map(|text| text.in_language(language).to_owned());
        texts.collect()
    };
    let state = receipt.state.in_language(language);
    let mut main = format!(
        "<p class=\"said\">{} <strong>{}</strong></p>\n",
        pick(language, "Läget just nu:", "Where it stands now:"),
        escaped(state)
    );
    main += &words::what_to_do(language, linked).map_or_else(String::new, |text| paragraph(&text));
    main += &definitions(words::facts(language, linked));
    main += &section(pick(language, "Skäl", "Reasons"), &said(&receipt.reasons));
    main += &section(
        pick(language, "Behörighet", "Eligibility"),
        &words::findings(language, receipt),
    );
    if linked.withheld {
        main += &paragraph(words::withheld(language));
    }
    main += &section(
        pick(language, "Beslut", "Decisions"),
        &words::decisions(language, receipt),
    );
    if let Some(appeal) = &receipt.appeal {
        let title = pick(language, "Så överklagar du", "How to appeal");
        main += &section(title, &[appeal.in_language(language).to_owned()]);
    }
    if let Some(drawn) = &receipt.drawn {
        let title = pick(
            language,
            "Så kontrollerar du urvalet",
            "How to check the selection",
        );
        main += &format!("<h2>{}</h2>\n", escaped(title));
        main += &paragraph(words::checking(language));
        main += &definitions(words::drawn(language, drawn));
    }
    main += &paragraph(said::whom_to_ask(language));
    let title = pick(
        language,
        "Kvitto på din anmälan",
        "Receipt of your application",
    );
    page(language, StatusCode::OK, title, &main)
}

/// An error as a page that says what to do.
fn refused(language: Language, error: &Error) -> Response {
    error.note();
    let (status, code, why) = match error {
        Error::Refused { code, text } => {
            let status = match *code {
                "link-expired" => StatusCode::GONE,
                _ => StatusCode::NOT_FOUND,
            };
            (status, *code, text.in_language(language))
        }
        _ => {
            let later = words::try_later(language);
            (StatusCode::SERVICE_UNAVAILABLE, "", later)
        }
    };
    let main = format!(
        "<p class=\"said\" role=\"alert\">{}</p>\n{}",
        escaped(why),
        paragraph(said::whom_to_ask(language))
    );
    page(
        language,
        status,
        words::refused_title(language, code),
        &main,
    )
}

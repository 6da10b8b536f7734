//! The receipt of an application, behind the link in the letter: where it stands, what was decided
//! and why. It can be read only, and by whoever has the link; so it shows what a letter would.

use super::{
    frame::Frame,
    notice::{self, Facts},
    receipt_words as words,
};
use crate::{
    app::App,
    error::{Error, Text},
    texts::Texts,
    usecase::selections::{LinkedReceipt, receipt_by_link},
};
use askama::Template;
use poem::{
    Response, handler,
    http::StatusCode,
    web::{Data, Path},
};

#[derive(Template)]
#[template(path = "receipt.html")]
struct Receipt<'a> {
    t: Texts,
    state: &'a str,
    what_to_do: Option<String>,
    facts: Facts,
    /// Headings with a line a text.
    sections: Vec<(&'static str, Vec<String>)>,
    withheld: bool,
    drawn: Facts,
}

/// The page. (The framework answers `HEAD` as `GET`.)
#[handler]
pub(crate) async fn show(app: Data<&App>, token: Path<String>, frame: Frame) -> Response {
    match receipt_by_link(&app, &token).await {
        Ok(receipt) => shown(&frame, &receipt, None),
        Err(error) => refused(&frame, &error),
    }
}

/// The receipt, perhaps with a way back.
pub(super) fn shown(frame: &Frame, linked: &LinkedReceipt, up: Option<(&str, &str)>) -> Response {
    let (t, receipt) = (frame.t, &linked.receipt);
    let said = |texts: &[Text]| -> Vec<String> {
        let texts = texts.iter();
        texts
            .map(|text| text.in_language(frame.language()).to_owned())
            .collect()
    };
    let appeal: Vec<Text> = receipt.appeal.iter().cloned().collect();
    let mut sections = vec![
        (t.receipt_reasons(), said(&receipt.reasons)),
        (t.receipt_eligibility(), words::findings(t, receipt)),
        (t.receipt_decisions(), words::decisions(t, receipt)),
        (t.receipt_appeal(), said(&appeal)),
    ];
    sections.retain(|(_, lines)| !lines.is_empty());
    let drawn = receipt.drawn.as_ref();
    let page = frame.page(t.receipt_title());
    let page = match up {
        Some((address, words)) => page.up(address, words),
        None => page,
    };
    page.show(&Receipt {
        t,
        state: receipt.state.in_language(frame.language()),
        what_to_do: words::what_to_do(t, linked),
        facts: words::facts(t, linked),
        sections,
        withheld: linked.withheld,
        drawn: drawn.map_or_else(Facts::new, |drawn| words::drawn(t, drawn)),
    })
}

/// An error as a page that says what to do.
fn refused(frame: &Frame, error: &Error) -> Response {
    error.note();
    let t = frame.t;
    let (status, title, why) = match error {
        Error::Refused { code, text } => {
            let (status, title) = match *code {
                "link-expired" => (StatusCode::GONE, t.receipt_expired()),
                "unknown-link" => (StatusCode::NOT_FOUND, t.answer_no_link()),
                _ => (StatusCode::NOT_FOUND, t.receipt_not_now()),
            };
            (status, title, text.in_language(frame.language()))
        }
        _ => (
            StatusCode::SERVICE_UNAVAILABLE,
            t.receipt_not_now(),
            t.receipt_try_later(),
        ),
    };
    notice::refused(frame, status, title, why, &[t.answer_ask_us()])
}

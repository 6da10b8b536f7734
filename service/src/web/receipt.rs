//! The receipt of an application, behind the link in the letter: where it stands, what was decided
//! and why. It can be read only, and by whoever has the link; so it shows what a letter would.

use super::{
    frame::Frame,
    notice::{self, Facts},
    page::Place,
    receipt_words as words, ways,
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

/// What the person's own receipt has, when they have signed in.
pub(super) struct Own<'a> {
    /// The way back.
    pub(super) up: (&'a str, &'a str),
    /// What others write to wish for the person's company.
    pub(super) code: String,
}

pub(super) fn shown(frame: &Frame, linked: &LinkedReceipt, own: Option<Own<'_>>) -> Response {
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
    let mut facts = words::facts(t, linked);
    let page = match own {
        Some(own) => {
            facts.push((t.company_code(), own.code));
            page.at(Place::MyPage).up(own.up.0, own.up.1)
        }
        None => page.up(ways::MY_PAGE, t.my_page_title()),
    };
    page.show(&Receipt {
        t,
        state: receipt.state.in_language(frame.language()),
        what_to_do: words::what_to_do(t, linked),
        facts,
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

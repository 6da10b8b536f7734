//! The page behind the link in a letter: what is asked, and a form to answer with.

use super::{
    answer_words::{self as words, Asked},
    form::Form,
    frame::Frame,
    notice::{self, Facts, Notice},
    ways,
};
use crate::{
    app::App,
    error::Error,
    texts::Texts,
    usecase::{
        Caller,
        answers::{self, Question, Standing},
    },
};
use askama::Template;
use poem::{
    Response, RouteMethod, get, handler,
    http::StatusCode,
    web::{Data, Path},
};

/// `GET` asks, `POST` answers. (The framework answers `HEAD` as `GET`.)
pub fn routes() -> RouteMethod {
    get(ask).post(act)
}

#[derive(Template)]
#[template(path = "answer.html")]
struct Asking<'a> {
    t: Texts,
    fault: Option<&'static str>,
    asked: &'a Asked,
    facts: Facts,
}

#[handler]
async fn ask(app: Data<&App>, token: Path<String>, frame: Frame) -> Response {
    match answers::question(&app, &token).await {
        Ok(question) => asking(&frame, &question, None),
        Err(error) => refused(&frame, &error),
    }
}

#[handler]
async fn act(app: Data<&App>, token: Path<String>, frame: Frame, form: Form) -> Response {
    let yes = match form.value("answer") {
        "yes" => true,
        "no" => false,
        _ => {
            return match answers::question(&app, &token).await {
                Ok(question) => asking(&frame, &question, Some(frame.t.answer_choose())),
                Err(error) => refused(&frame, &error),
            };
        }
    };
    match answers::answer_by_link(&app, &Caller::Anonymous, &token, yes).await {
        Ok((question, answered)) => {
            let t = frame.t;
            let thanks = Notice {
                role: "status",
                said: &words::outcome(t, &question, answered.outcome),
                lines: &[],
                facts: words::facts(t, &question, false),
            };
            let page = frame.page(t.answer_thanks());
            page.up(ways::MY_PAGE, t.my_page_title()).show(&thanks)
        }
        Err(error) => refused(&frame, &error),
    }
}

/// The question with its form, or why it cannot be answered.
fn asking(frame: &Frame, question: &Question, fault: Option<&'static str>) -> Response {
    let t = frame.t;
    if question.standing != Standing::Open {
        let (title, said) = words::closed(t, question.standing);
        let closed = Notice {
            role: "",
            said,
            lines: &[t.answer_ask_us()],
            facts: words::facts(t, question, false),
        };
        let page = frame.page(title).status(StatusCode::GONE);
        return page.up(ways::MY_PAGE, t.my_page_title()).show(&closed);
    }
    let asked = words::question(t, question);
    let page = frame.page(asked.title);
    let page = if fault.is_some() { page.faulty() } else { page };
    page.show(&Asking {
        t,
        fault,
        asked: &asked,
        facts: words::facts(t, question, true),
    })
}

/// An error as a page that says what to do.
fn refused(frame: &Frame, error: &Error) -> Response {
    error.note();
    let t = frame.t;
    let (status, title, why) = match error {
        Error::Refused { code, text } => {
            let (status, title) = match *code {
                "unknown-link" => (StatusCode::NOT_FOUND, t.answer_no_link()),
                "already-answered" => (StatusCode::GONE, t.answer_already_title()),
                "answer-too-late" => (StatusCode::GONE, t.answer_late_title()),
                "no-answer-asked" => (StatusCode::GONE, t.answer_taken_back_title()),
                _ => (StatusCode::CONFLICT, t.answer_not_received()),
            };
            (status, title, text.in_language(frame.language()))
        }
        Error::Stale { .. } => (
            StatusCode::CONFLICT,
            t.answer_not_received(),
            t.answer_try_again(),
        ),
        _ => (
            StatusCode::SERVICE_UNAVAILABLE,
            t.answer_not_received(),
            t.answer_try_later(),
        ),
    };
    notice::refused(frame, status, title, why, &[t.answer_ask_us()])
}

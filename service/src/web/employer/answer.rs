//! Approving, refusing, nominating anew: a page that says what it means, then the deed.

use super::{DESK, id};
use crate::{
    app::App,
    error::{Error, Result},
    texts::Texts,
    usecase::{
        employer::{self, Nominated},
        letters::moment,
    },
    web::{
        error as error_page,
        form::CSRF,
        frame::Frame,
        page::Place,
        sign_in::who::{Posted, SignedIn},
    },
};
use askama::Template;
use poem::{
    Response, handler,
    http::{StatusCode, header},
    web::{Data, Path},
};
use samverkan_domain::id::ApplicationId;

/// What a contact does about a nomination.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Step {
    Approve,
    Refuse,
    Renew,
}

impl Step {
    /// The word in the address.
    fn parse(word: &str) -> Result<Self> {
        match word {
            "godkann" => Ok(Self::Approve),
            "avsla" => Ok(Self::Refuse),
            "igen" => Ok(Self::Renew),
            _ => Err(Error::NotFound { what: "page" }),
        }
    }
}

#[derive(Template)]
#[template(path = "employer_answer.html")]
struct Answer<'a> {
    t: Texts,
    csrf: &'a str,
    csrf_field: &'static str,
    said: &'static str,
    facts: Vec<(&'static str, String)>,
    asks_why: bool,
    why: &'a str,
    fault: Option<String>,
    button: &'static str,
    back: String,
}

/// The page before the deed. What cannot be done any more is said instead.
fn asked(frame: &Frame, one: &Nominated, step: Step, given: Option<(&str, String)>) -> Response {
    let t = frame.t;
    let possible = match step {
        Step::Approve | Step::Refuse => one.answer_by.is_some(),
        Step::Renew => one.may_renew,
    };
    if !possible {
        let gone = Error::refused(
            "no-answer-asked",
            "Det går inte längre. Någon kan redan ha svarat, eller så är tiden ute.",
            "That is no longer possible. Somebody may have answered already, or the time is over.",
        );
        return error_page::page(frame, gone);
    }
    let (title, said, button) = match step {
        Step::Approve => (
            t.employer_approve_title(&one.name),
            t.employer_approve_means(),
            t.employer_approve(),
        ),
        Step::Refuse => (
            t.employer_refuse_title(&one.name),
            t.employer_refuse_means(),
            t.employer_refuse(),
        ),
        Step::Renew => (
            t.employer_renew_title(&one.name),
            t.employer_renew_means(),
            t.employer_renew(),
        ),
    };
    let course = one.course.in_language(t.language());
    let mut facts = vec![
        (
            t.leading_course(),
            format!("{course} ({})", one.offering_code),
        ),
        (t.employer_contract(), one.contract.clone()),
    ];
    if let Some(by) = one.answer_by {
        facts.push((t.employer_answer_by(), moment(by, t.language())));
    }
    let (why, fault) = match given {
        Some((why, fault)) => (why, Some(fault)),
        None => ("", None),
    };
    let page = frame.page(title).at(Place::MyPage);
    let page = page.up(DESK, t.employer_title());
    let page = if fault.is_some() { page.faulty() } else { page };
    page.show(&Answer {
        t,
        csrf: frame.visitor.csrf.as_deref().unwrap_or_default(),
        csrf_field: CSRF,
        said,
        facts,
        asks_why: step == Step::Refuse,
        why,
        fault,
        button,
        back: DESK.to_owned(),
    })
}

async fn known(app: &App, signed: &SignedIn, path: &(String, String)) -> Result<(Nominated, Step)> {
    let step = Step::parse(&path.1)?;
    let application = ApplicationId(id(&path.0)?);
    let one = employer::nomination(app, &signed.caller(), application).await?;
    Ok((one, step))
}

#[handler]
pub(super) async fn ask(
    app: Data<&App>,
    path: Path<(String, String)>,
    frame: Frame,
    signed: SignedIn,
) -> Response {
    match known(&app, &signed, &path.0).await {
        Ok((one, step)) => asked(&frame, &one, step, None),
        Err(error) => error_page::page(&frame, error),
    }
}

#[handler]
pub(super) async fn act(
    app: Data<&App>,
    path: Path<(String, String)>,
    frame: Frame,
    signed: SignedIn,
    form: Posted,
) -> Response {
    let (one, step) = match known(&app, &signed, &path.0).await {
        Ok(known) => known,
        Err(error) => return error_page::page(&frame, error),
    };
    let (caller, id) = (signed.caller(), one.application);
    let why = form.value("skal");
    let (done, word) = match step {
        Step::Approve => {
            let done = employer::answer(&app, &caller, id, true, "").await;
            (done.map(drop), "godkand")
        }
        Step::Refuse => {
            let done = employer::answer(&app, &caller, id, false, why).await;
            (done.map(drop), "avslagen")
        }
        Step::Renew => (employer::renew(&app, &caller, id).await, "igen"),
    };
    match done {
        Ok(()) => Response::builder()
            .status(StatusCode::SEE_OTHER)
            .header(header::LOCATION, format!("{DESK}?klart={word}"))
            .finish(),
        Err(Error::Invalid(faults)) => {
            let first = faults.first();
            let said = first.map(|fault| fault.text.in_language(frame.language()));
            let given = (why, said.unwrap_or_default().to_owned());
            asked(&frame, &one, step, Some(given))
        }
        Err(error) => error_page::page(&frame, error),
    }
}

//! Asking for another cohort: a page that asks why, where it stands, and taking it back.

use super::{Confirm, below, csrf, done, id, refused};
use crate::{
    app::App,
    error::{Error, FieldError, Result},
    texts::Texts,
    usecase::{
        cohorts::{self, TransferRequest, TransferView},
        letters::day,
    },
    web::{
        frame::Frame,
        notice::{Facts, filled},
        sign_in::who::{Posted, SignedIn},
        week,
    },
};
use askama::Template;
use poem::{
    Response, handler,
    web::{Data, Path},
};
use samverkan_domain::id::{CohortId, TransferId};

/// Where cohorts are shown, and wishes about them.
pub(super) const SHOWN: &str = "/min-sida/schema";

/// A wish in words.
pub(super) struct Wish {
    pub(super) state: String,
    pub(super) course: String,
    pub(super) facts: Facts,
    /// Where it can be taken back.
    pub(super) back: Option<String>,
}

pub(super) fn wish(t: Texts, view: &TransferView) -> Wish {
    let language = t.language();
    let to = view.to.as_deref().unwrap_or_default();
    let state = match view.state.as_str() {
        "approved" => t.transfer_state_approved(&view.from, to),
        "refused" => t.transfer_state_refused(&view.from),
        "withdrawn" => t.transfer_state_withdrawn().to_owned(),
        _ => t.transfer_state_waiting().to_owned(),
    };
    let asked = day(crate::clock::day(view.asked_at), language);
    let course = view.course.in_language(language);
    Wish {
        state,
        course: format!(
            "{course} ({}). {}.",
            view.offering_code,
            t.transfer_asked(asked)
        ),
        facts: filled(vec![
            (t.transfer_wanted(), view.wanted.clone().unwrap_or_default()),
            (
                t.transfer_your_reason(),
                view.reason.clone().unwrap_or_default(),
            ),
            (t.transfer_answer(), view.answer.clone().unwrap_or_default()),
        ]),
        back: (view.state == "waiting").then(|| back(view.id)),
    }
}

fn back(transfer: TransferId) -> String {
    format!("/min-sida/gruppbyte/{transfer}/ta-tillbaka")
}

/// A cohort to choose.
struct Other {
    code: String,
    words: String,
    chosen: bool,
}

#[derive(Template)]
#[template(path = "my_transfer.html")]
struct Ask<'a> {
    t: Texts,
    csrf: &'a str,
    cohort: String,
    /// None in particular is wished for.
    any: bool,
    others: Vec<Other>,
    reason: String,
    wanted_wrong: String,
    reason_wrong: String,
    shown: &'static str,
}

/// What stands in the fields.
#[derive(Default)]
struct Fields {
    wanted: String,
    reason: String,
}

async fn page(
    app: &App,
    frame: &Frame,
    signed: &SignedIn,
    cohort: CohortId,
    (fields, faults): (Fields, &[FieldError]),
) -> Result<Response> {
    let t = frame.t;
    let choices = cohorts::transfer_choices(app, &signed.caller(), cohort).await?;
    if choices.waits {
        return Err(Error::Refused {
            code: "already-asked",
            text: Texts::both(|t| t.transfer_waits(&choices.code)),
        });
    }
    let wrong = |pointer: &str| {
        let mut found = faults.iter().filter(|fault| fault.pointer == pointer);
        let text = found.next();
        text.map_or_else(String::new, |fault| {
            fault.text.in_language(t.language()).to_owned()
        })
    };
    let others = choices.others.into_iter().map(|(code, meets)| Other {
        chosen: code == fields.wanted,
        words: if meets.is_empty() {
            code.clone()
        } else {
            t.transfer_meets(&code, week::words(t, meets))
        },
        code,
    });
    let others: Vec<Other> = others.collect();
    let course = choices.course.in_language(t.language());
    let above = format!("{course} ({})", choices.offering_code);
    let page = frame.page(t.transfer_title()).above(above);
    let page = page.at(crate::web::page::Place::MyPage);
    let page = page.up(SHOWN, t.my_schedule_title());
    let page = if faults.is_empty() {
        page
    } else {
        page.faulty()
    };
    Ok(page.show(&Ask {
        t,
        csrf: csrf(frame),
        any: !others.iter().any(|other| other.chosen),
        others,
        wanted_wrong: wrong("/wanted"),
        reason_wrong: wrong("/reason"),
        cohort: choices.code,
        reason: fields.reason,
        shown: SHOWN,
    }))
}

#[handler]
pub(super) async fn ask(
    app: Data<&App>,
    cohort: Path<String>,
    frame: Frame,
    signed: SignedIn,
) -> Response {
    let found = async {
        let cohort = CohortId(id(&cohort)?);
        page(&app, &frame, &signed, cohort, (Fields::default(), &[])).await
    };
    let found = found.await;
    found.unwrap_or_else(|error| refused(&frame, error))
}

#[handler]
pub(super) async fn send(
    app: Data<&App>,
    cohort: Path<String>,
    frame: Frame,
    signed: SignedIn,
    form: Posted,
) -> Response {
    let fields = Fields {
        wanted: form.value("grupp").to_owned(),
        reason: form.text("skal").into_owned(),
    };
    let sent = async {
        let cohort = CohortId(id(&cohort)?);
        let request = TransferRequest {
            cohort,
            wanted: Some(fields.wanted.clone()),
            reason: fields.reason.clone(),
        };
        match cohorts::ask_transfer(&app, &signed.caller(), &request, None).await {
            Ok(_) => Ok(done(SHOWN, "begart")),
            Err(Error::Invalid(faults)) => {
                page(&app, &frame, &signed, cohort, (fields, &faults)).await
            }
            Err(error) => Err(error),
        }
    };
    let sent = sent.await;
    sent.unwrap_or_else(|error| refused(&frame, error))
}

#[handler]
pub(super) async fn ask_back(
    app: Data<&App>,
    transfer: Path<String>,
    frame: Frame,
    signed: SignedIn,
) -> Response {
    let t = frame.t;
    let found = async {
        let transfer = TransferId(id(&transfer)?);
        cohorts::transfer(&app, &signed.caller(), transfer).await
    };
    match found.await {
        Ok(view) if view.state == "waiting" => {
            below(&frame, t.transfer_back_title()).show(&Confirm {
                t,
                csrf: csrf(&frame),
                fault: None,
                said: vec![
                    t.transfer_back_means(&view.from),
                    t.transfer_back_then().to_owned(),
                ],
                facts: Vec::new(),
                carries: Vec::new(),
                button: t.transfer_back(),
                back: SHOWN,
            })
        }
        Ok(_) => refused(
            &frame,
            Error::NotFound {
                what: "cohort transfer",
            },
        ),
        Err(error) => refused(&frame, error),
    }
}

#[handler]
pub(super) async fn take_back(
    app: Data<&App>,
    transfer: Path<String>,
    frame: Frame,
    signed: SignedIn,
    _form: Posted,
) -> Response {
    let taken = async {
        let transfer = TransferId(id(&transfer)?);
        cohorts::withdraw_transfer(&app, &signed.caller(), transfer).await
    };
    match taken.await {
        Ok(_) => done(SHOWN, "atertaget"),
        Err(error) => refused(&frame, error),
    }
}

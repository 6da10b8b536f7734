//! Asking to have data erased: what it means, the question, where it stands, taking it back.

use super::{Confirm, csrf, done, flash, id, refused};
use crate::{
    app::App,
    error::{Error, FieldError, Result},
    texts::Texts,
    usecase::{
        erasure::{self, ErasureView},
        letters::day,
    },
    web::{
        frame::Frame,
        notice::{Facts, filled},
        page::{Page, Place as At},
        sign_in::who::{Posted, SignedIn},
    },
};
use askama::Template;
use poem::{
    Request, Response, handler,
    web::{Data, Path},
};
use samverkan_domain::id::ErasureId;

const HERE: &str = "/min-sida/uppgifter/radera";
/// The page of one's data, where this belongs.
const UP: &str = "/min-sida/uppgifter";

/// A request in words.
struct Asked {
    state: &'static str,
    when: String,
    facts: Facts,
    /// Where it can be taken back.
    back: Option<String>,
}

fn asked(t: Texts, view: &ErasureView) -> Asked {
    let language = t.language();
    let state = match view.state.as_str() {
        "granted" => t.erasure_state_granted(),
        "partly" => t.erasure_state_partly(),
        "refused" => t.erasure_state_refused(),
        "withdrawn" => t.erasure_state_withdrawn(),
        _ => t.erasure_state_waiting(),
    };
    let on = |at| day(crate::clock::day(at), language);
    let mut when = format!("{}.", t.erasure_asked(on(view.asked_at)));
    if let Some(at) = view.decided_at.filter(|_| view.ground.is_some()) {
        when = format!("{when} {}.", t.erasure_decided(on(at)));
    }
    let ground = view.ground.map(|ground| ground.label(language).to_owned());
    Asked {
        state,
        when,
        facts: filled(vec![
            (
                t.erasure_your_words(),
                view.what.clone().unwrap_or_default(),
            ),
            (t.erasure_ground(), ground.unwrap_or_default()),
            (t.erasure_answer(), view.answer.clone().unwrap_or_default()),
        ]),
        back: (view.state == "waiting").then(|| format!("{HERE}/{}/ta-tillbaka", view.id)),
    }
}

#[derive(Template)]
#[template(path = "my_erasure.html")]
struct Ask<'a> {
    t: Texts,
    csrf: &'a str,
    waits: bool,
    what: String,
    wrong: String,
    asked: Vec<Asked>,
}

fn below<'a>(frame: &'a Frame, title: &'static str) -> Page<'a> {
    let page = frame.page(title).at(At::MyPage);
    page.up(UP, frame.t.my_data_title())
}

async fn page(
    app: &App,
    frame: &Frame,
    signed: &SignedIn,
    (what, faults): (String, &[FieldError]),
) -> Result<Response> {
    let t = frame.t;
    let views = erasure::mine(app, &signed.caller()).await?;
    let wrong = faults
        .first()
        .map(|fault| fault.text.in_language(t.language()));
    let page = below(frame, t.erasure_title());
    let page = if faults.is_empty() {
        page
    } else {
        page.faulty()
    };
    Ok(page.show(&Ask {
        t,
        csrf: csrf(frame),
        waits: views.iter().any(|view| view.state == "waiting"),
        what,
        wrong: wrong.unwrap_or_default().to_owned(),
        asked: views.iter().map(|view| asked(t, view)).collect(),
    }))
}

/// What was done before this page, in words.
fn said(t: Texts, what: &str) -> Option<&'static str> {
    match what {
        "begart" => Some(t.erasure_done_asked()),
        "atertaget" => Some(t.erasure_done_withdrawn()),
        _ => None,
    }
}

#[handler]
pub(super) async fn show(
    app: Data<&App>,
    mut frame: Frame,
    signed: SignedIn,
    request: &Request,
) -> Response {
    let t = frame.t;
    frame.visitor.flash = flash(request, |what| said(t, what));
    let page = page(&app, &frame, &signed, (String::new(), &[])).await;
    page.unwrap_or_else(|error| refused(&frame, error))
}

#[handler]
pub(super) async fn send(
    app: Data<&App>,
    frame: Frame,
    signed: SignedIn,
    form: Posted,
) -> Response {
    let what = form.text("vad").into_owned();
    match erasure::ask(&app, &signed.caller(), &what, None).await {
        Ok(_) => done(HERE, "begart"),
        Err(Error::Invalid(faults)) => {
            let page = page(&app, &frame, &signed, (what, &faults)).await;
            page.unwrap_or_else(|error| refused(&frame, error))
        }
        Err(error) => refused(&frame, error),
    }
}

#[handler]
pub(super) async fn ask_back(
    app: Data<&App>,
    erasure: Path<String>,
    frame: Frame,
    signed: SignedIn,
) -> Response {
    let t = frame.t;
    let found = async {
        let view = erasure::get(&app, &signed.caller(), ErasureId(id(&erasure)?)).await?;
        if view.state == "waiting" {
            Ok(view)
        } else {
            Err(Error::NotFound {
                what: "erasure request",
            })
        }
    };
    match found.await {
        Ok(view) => below(&frame, t.erasure_back_title()).show(&Confirm {
            t,
            csrf: csrf(&frame),
            fault: None,
            said: vec![t.erasure_back_means().to_owned()],
            facts: asked(t, &view).facts,
            carries: Vec::new(),
            button: t.erasure_back(),
            back: HERE,
        }),
        Err(error) => refused(&frame, error),
    }
}

#[handler]
pub(super) async fn take_back(
    app: Data<&App>,
    erasure: Path<String>,
    frame: Frame,
    signed: SignedIn,
    _form: Posted,
) -> Response {
    let taken = async {
        let erasure = ErasureId(id(&erasure)?);
        erasure::withdraw(&app, &signed.caller(), erasure).await
    };
    match taken.await {
        Ok(_) => done(HERE, "atertaget"),
        Err(error) => refused(&frame, error),
    }
}

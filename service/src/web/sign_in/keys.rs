//! Passkeys: signing in with one, and keeping one's own. The only pages that need a script: browsers
//! show passkeys to scripts alone. Who has none, or wants none, comes in another way.

use super::{
    KEYS, SIGN_IN, entered, place_of_ours, refused, see,
    who::{Browser, Posted, SignedIn},
};
use crate::{
    api::rates,
    app::App,
    error::Result,
    texts::Texts,
    usecase::{
        letters::moment,
        sign_in::{self, Challenge, PasskeyAnswer},
    },
    web::{
        assets,
        form::{CSRF, Form},
        frame::Frame,
        page::Place,
    },
};
use askama::Template;
use poem::{
    Request, Response, handler,
    web::{Data, Path},
};
use samverkan_domain::{id::PasskeyId, webauthn::Algorithm};
use uuid::Uuid;

/// A form that the script fills in.
#[derive(Template)]
#[template(path = "passkey.html")]
struct Asked<'a> {
    t: Texts,
    csrf: &'a str,
    csrf_field: &'static str,
    /// `get` or `create`, as browsers call it.
    ceremony: &'static str,
    /// Where the answer goes.
    to: &'static str,
    challenge: &'a Challenge,
    known: String,
    algorithms: String,
    then: &'a str,
    script: &'a str,
    /// Where else to go.
    other: &'static str,
}

struct One {
    id: String,
    name: String,
    since: String,
    used: String,
}

#[derive(Template)]
#[template(path = "passkeys.html")]
struct Mine<'a> {
    t: Texts,
    csrf: &'a str,
    csrf_field: &'static str,
    passkeys: Vec<One>,
    /// Whether one may be added or removed now.
    may: bool,
}

#[derive(Template)]
#[template(path = "passkey_invited.html")]
struct Invited<'a> {
    t: Texts,
    csrf: &'a str,
    csrf_field: &'static str,
}

fn csrf(frame: &Frame) -> &str {
    frame.visitor.csrf.as_deref().unwrap_or_default()
}

fn asked(frame: &Frame, challenge: &Challenge, ceremony: &'static str, then: &str) -> Response {
    let t = frame.t;
    let (title, to, other) = if ceremony == "get" {
        (t.passkey_sign_in_title(), "/logga-in/nyckel/svar", SIGN_IN)
    } else {
        (t.passkey_new_title(), KEYS, KEYS)
    };
    let algorithms = Algorithm::ALL.map(|algorithm| algorithm.number().to_string());
    frame.page(title).at(Place::SignIn).show(&Asked {
        t,
        csrf: csrf(frame),
        csrf_field: CSRF,
        ceremony,
        to,
        challenge,
        known: challenge.known.join(" "),
        algorithms: algorithms.join(" "),
        then,
        script: assets::PASSKEY.address(),
        other,
    })
}

fn answer_in(form: &Form) -> PasskeyAnswer<'_> {
    PasskeyAnswer {
        challenge: form.value("fraga"),
        credential: form.value("nyckel"),
        client_data: form.value("klient"),
        data: form.value("data"),
        signature: form.value("underskrift"),
        user: form.value("vem"),
    }
}

#[handler]
pub(super) async fn ask(
    app: Data<&App>,
    frame: Frame,
    browser: Browser,
    form: Posted,
    request: &Request,
) -> Response {
    let asks = match rates::may_try(&app, request) {
        Ok(()) => sign_in::ask(&app, &browser.as_browser()).await,
        Err(error) => Err(error),
    };
    match asks {
        Ok(challenge) => {
            let then = place_of_ours(form.value("till")).unwrap_or_default();
            asked(&frame, &challenge, "get", then)
        }
        Err(error) => refused(&frame, &error),
    }
}

#[handler]
pub(super) async fn enter(
    app: Data<&App>,
    frame: Frame,
    browser: Browser,
    form: Posted,
    request: &Request,
) -> Response {
    if let Err(error) = rates::may_try(&app, request) {
        return refused(&frame, &error);
    }
    match sign_in::answer(&app, &answer_in(&form), &browser.as_browser()).await {
        Ok(done) => entered(&app, &done, Some(form.value("till"))),
        Err(error) => refused(&frame, &error),
    }
}

async fn mine(app: &App, frame: &Frame, signed: &SignedIn) -> Result<Response> {
    let (t, language) = (frame.t, frame.language());
    let views = sign_in::passkeys(app, signed).await?;
    let passkeys = views.into_iter().map(|view| One {
        id: view.id.to_string(),
        name: view.name,
        since: moment(view.created_at, language),
        used: match view.last_used_at {
            Some(at) => moment(at, language),
            None => t.passkeys_unused().to_owned(),
        },
    });
    let body = Mine {
        t,
        csrf: csrf(frame),
        csrf_field: CSRF,
        passkeys: passkeys.collect(),
        may: signed.role.is_some(),
    };
    let page = frame.page(t.passkeys_title()).lead(t.passkeys_lead());
    let page = page.up(super::MINE, t.my_sign_ins_title());
    Ok(page.at(Place::MyPage).show(&body))
}

#[handler]
pub(super) async fn show(app: Data<&App>, frame: Frame, signed: SignedIn) -> Response {
    let page = mine(&app, &frame, &signed).await;
    page.unwrap_or_else(|error| refused(&frame, &error))
}

async fn begins(
    app: &App,
    frame: &Frame,
    browser: &Browser,
    signed: &SignedIn,
    invitation: Option<&str>,
) -> Response {
    match sign_in::begin(app, signed, invitation, &browser.as_browser()).await {
        Ok(challenge) => asked(frame, &challenge, "create", ""),
        Err(error) => refused(frame, &error),
    }
}

#[handler]
pub(super) async fn begin(
    app: Data<&App>,
    frame: Frame,
    browser: Browser,
    signed: SignedIn,
    _form: Posted,
) -> Response {
    begins(&app, &frame, &browser, &signed, None).await
}

/// The page behind an invitation: says what it is for, and changes nothing.
#[handler]
pub(super) fn invited(_token: Path<String>, frame: Frame, _signed: SignedIn) -> Response {
    let t = frame.t;
    let page = frame
        .page(t.passkey_invited_title())
        .lead(t.passkey_invited_lead());
    page.at(Place::SignIn).show(&Invited {
        t,
        csrf: csrf(&frame),
        csrf_field: CSRF,
    })
}

#[handler]
pub(super) async fn begin_invited(
    app: Data<&App>,
    token: Path<String>,
    frame: Frame,
    browser: Browser,
    signed: SignedIn,
    _form: Posted,
) -> Response {
    begins(&app, &frame, &browser, &signed, Some(&token)).await
}

#[handler]
pub(super) async fn keep(
    app: Data<&App>,
    frame: Frame,
    browser: Browser,
    signed: SignedIn,
    form: Posted,
) -> Response {
    let (answer, name) = (answer_in(&form), form.value("namn"));
    match sign_in::register(&app, &signed, &answer, name, &browser.as_browser()).await {
        Ok(()) => see(KEYS),
        Err(error) => refused(&frame, &error),
    }
}

#[handler]
pub(super) async fn end(
    app: Data<&App>,
    id: Path<Uuid>,
    frame: Frame,
    signed: SignedIn,
    _form: Posted,
) -> Response {
    match sign_in::end_passkey(&app, &signed, PasskeyId(id.0)).await {
        Ok(()) => see(KEYS),
        Err(error) => refused(&frame, &error),
    }
}

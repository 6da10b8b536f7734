//! One's own sign-ins: where one is signed in, since when and how, and how to end it.

use super::{
    SIGN_IN, cookies, refused, see,
    who::{Browser, Posted, SignedIn},
};
use crate::{
    app::App,
    error::Result,
    texts::Texts,
    usecase::{
        letters::moment,
        sign_in::{self, Method, SignInView},
    },
    web::{form::CSRF, frame::Frame, page::Place},
};
use askama::Template;
use poem::{
    Response, handler,
    web::{Data, Path},
};
use samverkan_domain::id::WebSignInId;
use uuid::Uuid;

/// One sign-in, in words.
struct One {
    id: String,
    here: bool,
    agent: String,
    how: String,
    since: String,
    used: String,
    ends: String,
}

struct Linked {
    id: String,
    name: String,
    since: String,
}

struct Way<'a> {
    key: &'a str,
    name: &'a str,
}

#[derive(Template)]
#[template(path = "my_sign_ins.html")]
struct Mine<'a> {
    t: Texts,
    csrf: &'a str,
    csrf_field: &'static str,
    sign_ins: Vec<One>,
    linked: Vec<Linked>,
    ways: Vec<Way<'a>>,
    keys: Option<&'static str>,
}

fn words(app: &App, frame: &Frame, view: &SignInView, here: WebSignInId) -> One {
    let (t, language) = (frame.t, frame.language());
    let how = match view.method {
        Method::Code => t.my_sign_ins_by_code().to_owned(),
        Method::Passkey => t.my_sign_ins_by_passkey().to_owned(),
        Method::Issuer => {
            let issuer = view.issuer.as_deref().unwrap_or_default();
            let name = app.issuers.name_of(issuer, language).unwrap_or(issuer);
            t.my_sign_ins_by_issuer(name)
        }
    };
    let agent = match &*view.agent {
        "" => t.my_sign_ins_unknown().to_owned(),
        agent => agent.to_owned(),
    };
    One {
        id: view.id.to_string(),
        here: view.id == here,
        agent,
        how,
        since: moment(view.created_at, language),
        used: moment(view.last_used_at, language),
        ends: moment(view.ends_at, language),
    }
}

async fn page(app: &App, frame: &Frame, signed: &SignedIn) -> Result<Response> {
    let (t, language) = (frame.t, frame.language());
    let views = sign_in::sign_ins(app, &signed.caller(), signed.person).await?;
    let identities = sign_in::identities(app, signed).await?;
    let linked = identities.iter().map(|identity| {
        let name = app.issuers.name_of(&identity.issuer, language);
        Linked {
            id: identity.id.to_string(),
            name: name.unwrap_or(&identity.issuer).to_owned(),
            since: moment(identity.created_at, language),
        }
    });
    let ways = app.issuers.iter().map(|issuer| Way {
        key: issuer.key(),
        name: issuer.name(language),
    });
    let body = Mine {
        t,
        csrf: frame.visitor.csrf.as_deref().unwrap_or_default(),
        csrf_field: CSRF,
        sign_ins: views
            .iter()
            .map(|view| words(app, frame, view, signed.id))
            .collect(),
        linked: linked.collect(),
        ways: ways.collect(),
        keys: signed.role.is_some().then_some(super::KEYS),
    };
    let page = frame.page(t.my_sign_ins_title()).lead(t.my_sign_ins_lead());
    let page = page.at(Place::MyPage);
    Ok(page
        .up(crate::web::ways::MY_PAGE, t.my_page_title())
        .show(&body))
}

#[handler]
pub(super) async fn show(app: Data<&App>, frame: Frame, signed: SignedIn) -> Response {
    let page = page(&app, &frame, &signed).await;
    page.unwrap_or_else(|error| refused(&frame, &error))
}

/// Ends one: the one that it is done in is signed out.
#[handler]
pub(super) async fn end(
    app: Data<&App>,
    id: Path<Uuid>,
    frame: Frame,
    signed: SignedIn,
    _form: Posted,
) -> Response {
    let id = WebSignInId(id.0);
    let ended = sign_in::end(&app, &signed.caller(), signed.person, id).await;
    match ended {
        Ok(()) if id == signed.id => left(&app),
        Ok(()) => see(super::MINE),
        Err(error) => refused(&frame, &error),
    }
}

#[handler]
pub(super) async fn end_others(
    app: Data<&App>,
    frame: Frame,
    signed: SignedIn,
    _form: Posted,
) -> Response {
    let ended = sign_in::end_others(&app, &signed.caller(), signed.person, Some(signed.id)).await;
    match ended {
        Ok(()) => see(super::MINE),
        Err(error) => refused(&frame, &error),
    }
}

fn left(app: &App) -> Response {
    let mut response = see(SIGN_IN);
    cookies::leave(app, &mut response);
    response
}

/// Signs out; who is not signed in is so already.
#[handler]
pub(super) async fn sign_out(
    app: Data<&App>,
    frame: Frame,
    browser: Browser,
    _form: Posted,
) -> Response {
    if let Some(signed) = browser.signed() {
        let ended = sign_in::end(&app, &signed.caller(), signed.person, signed.id).await;
        if let Err(error) = ended {
            return refused(&frame, &error);
        }
    }
    left(&app)
}

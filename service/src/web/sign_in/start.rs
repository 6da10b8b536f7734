//! The address, then the code.

use super::{
    SIGN_IN, entered, place_of_ours, refused, see,
    who::{Browser, Posted},
};
use crate::{
    api::rates,
    app::App,
    error::Error,
    texts::Texts,
    usecase::{
        access::{self, Proof},
        sign_in::{self, Confirm},
    },
    web::{form::CSRF, frame::Frame, page::Place, ways},
};
use askama::Template;
use poem::{
    Request, Response, handler,
    web::{Data, Path, Query},
};
use samverkan_domain::id::SignInId;
use serde::Deserialize;
use uuid::Uuid;

/// What comes along in addresses.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Along {
    /// Where the person was going.
    #[serde(default)]
    till: String,
    /// An identity that waits to be linked.
    #[serde(default)]
    koppla: String,
    /// `ja`: as sure a sign-in as staff need.
    #[serde(default)]
    stark: String,
}

impl Along {
    pub(super) fn then(&self) -> &str {
        place_of_ours(&self.till).unwrap_or_default()
    }

    /// As the query of the next address.
    fn query(&self) -> String {
        query(&[("till", self.then()), ("koppla", &self.koppla)])
    }

    /// As the query of the link in the letter: where to, and nothing that is the browser's own.
    pub(super) fn onwards(&self) -> String {
        query(&[("till", self.then())])
    }
}

/// A query of what is said.
fn query(pairs: &[(&str, &str)]) -> String {
    let mut query = url::form_urlencoded::Serializer::new(String::new());
    query.extend_pairs(pairs.iter().filter(|(_, value)| !value.is_empty()));
    let query = query.finish();
    if query.is_empty() {
        query
    } else {
        format!("?{query}")
    }
}

/// One other way in.
struct Way<'a> {
    key: &'a str,
    name: &'a str,
}

#[derive(Template)]
#[template(path = "sign_in.html")]
pub(super) struct Ask<'a> {
    t: Texts,
    csrf: &'a str,
    csrf_field: &'static str,
    then: &'a str,
    link: &'a str,
    address: &'a str,
    fault: &'a str,
    ways: Vec<Way<'a>>,
    /// Only ways that let staff in.
    strong: bool,
    /// Signs in to apply for a place: nobody who is at work, and told above what the address is for.
    applies: bool,
}

#[derive(Template)]
#[template(path = "sign_in_code.html")]
pub(super) struct Code<'a> {
    pub(super) t: Texts,
    pub(super) csrf: &'a str,
    pub(super) csrf_field: &'static str,
    pub(super) fault: &'a str,
    /// The page behind the link, opened where the code was asked for: a press is enough.
    pub(super) press: bool,
    /// The same, opened elsewhere.
    pub(super) elsewhere: bool,
    pub(super) again: String,
}

fn csrf(frame: &Frame) -> &str {
    frame.visitor.csrf.as_deref().unwrap_or_default()
}

/// The page that asks for the address. `link` is an identity that waits: then it also says why.
/// With `strong` it shows the ways that let staff in.
pub(super) fn asking(
    app: &App,
    frame: &Frame,
    then: &str,
    link: &str,
    address: &str,
    fault: &str,
) -> Response {
    asking_for(app, frame, then, link, address, fault, false)
}

fn asking_for(
    app: &App,
    frame: &Frame,
    then: &str,
    link: &str,
    address: &str,
    fault: &str,
    strong: bool,
) -> Response {
    let t = frame.t;
    let language = frame.language();
    let applies = ways::ENROL.is_some_and(|enrol| then.starts_with(enrol));
    // Who is to be linked has been at an issuer already.
    let issuers = app.issuers.iter().filter(|_| link.is_empty());
    let ways = issuers
        .map(|issuer| Way {
            key: issuer.key(),
            name: issuer.name(language),
        })
        .collect();
    let body = Ask {
        t,
        csrf: csrf(frame),
        csrf_field: CSRF,
        then,
        link,
        address,
        fault,
        ways,
        strong,
        applies,
    };
    let (title, lead) = if strong {
        (t.sign_in_stronger_title(), t.sign_in_stronger())
    } else if link.is_empty() && applies {
        (t.sign_in_apply_title(), t.sign_in_apply_lead())
    } else if link.is_empty() {
        (t.sign_in_title(), t.sign_in_lead())
    } else {
        (t.sign_in_link_title(), t.sign_in_link_lead())
    };
    let page = frame.page(title).lead(lead).at(Place::SignIn);
    let page = if fault.is_empty() {
        page
    } else {
        page.faulty()
    };
    page.show(&body)
}

#[handler]
pub(super) async fn ask(app: Data<&App>, frame: Frame, along: Query<Along>) -> Response {
    let strong = along.stark == "ja";
    asking_for(&app, &frame, along.then(), "", "", "", strong)
}

#[handler]
pub(super) async fn send(
    app: Data<&App>,
    frame: Frame,
    browser: Browser,
    form: Posted,
    request: &Request,
) -> Response {
    let along = Along {
        till: form.value("till").to_owned(),
        koppla: form.value("koppla").to_owned(),
        stark: String::new(),
    };
    let address = form.value("adress");
    let language = frame.language();
    let sent = match rates::may_sign_in(&app, request) {
        Ok(()) => {
            let onwards = along.onwards();
            access::start_web_sign_in(&app, address, language, browser.cookie(), &onwards).await
        }
        Err(error) => Err(error),
    };
    match sent {
        Ok(id) => see(&format!("{SIGN_IN}/kod/{id}{}", along.query())),
        Err(Error::Invalid(faults)) => {
            let fault = faults.first();
            let fault = fault.map_or("", |fault| fault.text.in_language(language));
            asking(&app, &frame, along.then(), &along.koppla, address, fault)
        }
        Err(error) => refused(&frame, &error),
    }
}

fn code_page(frame: &Frame, address: Option<&str>, fault: &str, along: &Along) -> Response {
    let t = frame.t;
    let lead = match address {
        Some(address) => t.sign_in_code_sent(address),
        None => t.sign_in_code_lead().to_owned(),
    };
    let body = Code {
        t,
        csrf: csrf(frame),
        csrf_field: CSRF,
        fault,
        press: false,
        elsewhere: false,
        again: format!("{SIGN_IN}{}", along.query()),
    };
    let page = frame.page(t.sign_in_code_title()).lead(lead);
    let page = if fault.is_empty() {
        page
    } else {
        page.faulty()
    };
    page.at(Place::SignIn).show(&body)
}

/// The same for every id, so that it says nothing about any; but who asked sees the address again,
/// where a slip of the finger shows.
#[handler]
pub(super) async fn show_code(
    app: Data<&App>,
    id: Path<Uuid>,
    frame: Frame,
    browser: Browser,
    along: Query<Along>,
) -> Response {
    match access::asked_by(&app, SignInId(id.0), browser.cookie()).await {
        Ok(address) => code_page(&frame, address.as_deref(), "", &along),
        Err(error) => refused(&frame, &error),
    }
}

#[handler]
pub(super) async fn enter(
    app: Data<&App>,
    id: Path<Uuid>,
    frame: Frame,
    browser: Browser,
    along: Query<Along>,
    form: Posted,
    request: &Request,
) -> Response {
    if let Err(error) = rates::may_try(&app, request) {
        return refused(&frame, &error);
    }
    let confirm = Confirm {
        id: SignInId(id.0),
        proof: Proof::Code {
            secret: browser.cookie(),
            code: form.value("kod"),
        },
        identity: (!along.koppla.is_empty()).then_some(&along.koppla),
    };
    match sign_in::confirm(&app, &confirm, &browser.as_browser()).await {
        Ok(done) => entered(&app, &done, Some(along.then())),
        Err(Error::Refused { text, .. }) => {
            let asked = access::asked_by(&app, SignInId(id.0), browser.cookie()).await;
            let address = asked.ok().flatten();
            let why = text.in_language(frame.language());
            code_page(&frame, address.as_deref(), why, &along)
        }
        Err(error) => refused(&frame, &error),
    }
}

//! What must be said about the service and the data it has, and its accessibility statement with
//! the form to tell us what does not work (lag 2018:1937).

use super::{
    error,
    form::Form,
    frame::{Frame, cookie_name},
};
use crate::{
    api::rates,
    app::App,
    error::{Error, FieldError},
    texts::Texts,
    usecase::{
        Caller,
        contact::{self, Message},
    },
};
use askama::Template;
use jiff::SignedDuration;
use poem::{
    Request, Response, RouteMethod, get, handler,
    http::{StatusCode, header},
    web::Data,
};

pub(super) const SECURITY: &str = "/.well-known/security.txt";
/// Less than a year, as it should be: whoever reads an old copy asks for a new one.
const SECURITY_STANDS: SignedDuration = SignedDuration::from_hours(24 * 180);

#[derive(Template)]
#[template(path = "about.html")]
struct About<'a> {
    t: Texts,
    operator: &'a str,
    contact: &'a str,
    cookies: [String; 5],
}

#[handler]
pub(super) fn about(app: Data<&App>, frame: Frame) -> Response {
    let t = frame.t;
    let page = frame.page(t.about_title()).lead(t.about_lead());
    let cookie = |name| cookie_name(&app.public_url, name);
    page.indexed(t.about_description()).show(&About {
        t,
        operator: contact::operator(&app, frame.language()),
        contact: contact::address(&app),
        cookies: [
            t.about_cookie_language(cookie("sprak")),
            t.about_cookie_sign_in(cookie("inloggad")),
            t.about_cookie_browser(cookie("webblasare")),
            t.about_cookie_application(cookie("anmalan")),
            t.about_cookie_calendar(cookie("ny-kalender")),
        ],
    })
}

/// Where somebody who has found a hole says so, for a season (RFC 9116).
#[handler]
pub(super) fn security(app: Data<&App>) -> Response {
    let expires = app.clock.now() + SECURITY_STANDS;
    let text = format!(
        "Contact: mailto:{}\nExpires: {}\nPreferred-Languages: sv, en\nCanonical: {}{SECURITY}\n",
        contact::address(&app),
        expires.strftime("%Y-%m-%dT00:00:00Z"),
        app.public_url,
    );
    Response::builder()
        .content_type("text/plain; charset=utf-8")
        .body(text)
}

#[derive(Template)]
#[template(path = "statement.html")]
struct Statement<'a> {
    t: Texts,
    contact: &'a str,
    sent: bool,
    faults: Vec<(&'static str, String)>,
    fields: [Field; 3],
}

/// A field of the form, as it is shown (again).
struct Field {
    name: &'static str,
    label: &'static str,
    hint: Option<&'static str>,
    kind: &'static str,
    long: bool,
    value: String,
    wrong: Option<String>,
}

impl Field {
    /// What is said of the field to those who hear it.
    fn described(&self) -> String {
        let hint = self.hint.map(|_| format!("{}-hint", self.name));
        let wrong = self.wrong.as_ref().map(|_| format!("{}-wrong", self.name));
        let ids: Vec<String> = hint.into_iter().chain(wrong).collect();
        let mut said = String::new();
        if !ids.is_empty() {
            said = format!("aria-describedby=\"{}\"", ids.join(" "));
        }
        if self.wrong.is_some() {
            said += " aria-invalid=\"true\"";
        }
        if self.kind == "email" {
            said += " autocomplete=\"email\"";
        }
        said
    }
}

/// Names of the fields, and what they are in the message.
const TEXT: &str = "vad";
const ABOUT: &str = "sida";
const ANSWER: &str = "epost";

/// `GET` tells, `POST` takes a message.
pub(super) fn statement() -> RouteMethod {
    get(show).post(write)
}

#[handler]
fn show(app: Data<&App>, frame: Frame, request: &Request) -> Response {
    let query = request.uri().query().unwrap_or_default();
    let sent = query.split('&').any(|pair| pair == "skickat=ja");
    shown(&app, &frame, &Message::default(), &[], sent)
}

#[handler]
async fn write(app: Data<&App>, frame: Frame, form: Form, request: &Request) -> Response {
    if !form.ours {
        return error::page(&frame, Error::Forbidden);
    }
    let message = Message {
        text: form.text(TEXT).into_owned(),
        about: form.value(ABOUT).to_owned(),
        answer_to: form.value(ANSWER).to_owned(),
    };
    if let Err(error) = rates::may_write(&app, request) {
        return error::page(&frame, error);
    }
    match contact::write(&app, &Caller::Anonymous, &message).await {
        Ok(()) => Response::builder()
            .status(StatusCode::SEE_OTHER)
            .header(header::LOCATION, "/tillganglighet?skickat=ja")
            .finish(),
        Err(Error::Invalid(faults)) => shown(&app, &frame, &message, &faults, false),
        Err(error) => error::page(&frame, error),
    }
}

fn shown(
    app: &App,
    frame: &Frame,
    message: &Message,
    faults: &[FieldError],
    sent: bool,
) -> Response {
    let t = frame.t;
    let wrong = |pointer: &str| {
        let fault = faults.iter().find(|fault| fault.pointer == pointer)?;
        Some(fault.text.in_language(frame.language()).to_owned())
    };
    let fields = [
        Field {
            name: TEXT,
            label: t.statement_field_text(),
            hint: Some(t.statement_field_text_hint()),
            kind: "text",
            long: true,
            value: message.text.clone(),
            wrong: wrong("/text"),
        },
        Field {
            name: ABOUT,
            label: t.statement_field_about(),
            hint: None,
            kind: "text",
            long: false,
            value: message.about.clone(),
            wrong: wrong("/about"),
        },
        Field {
            name: ANSWER,
            label: t.statement_field_answer(),
            hint: Some(t.statement_field_answer_hint()),
            kind: "email",
            long: false,
            value: message.answer_to.clone(),
            wrong: wrong("/answer_to"),
        },
    ];
    let named = fields.iter();
    let faults: Vec<_> = named
        .filter_map(|field| Some((field.name, field.wrong.clone()?)))
        .collect();
    let page = frame
        .page(t.statement_title())
        .lead(t.statement_lead(contact::operator(app, frame.language())))
        .indexed(t.statement_description());
    let page = if faults.is_empty() {
        page
    } else {
        page.faulty()
    };
    page.show(&Statement {
        t,
        contact: contact::address(app),
        sent,
        faults,
        fields,
    })
}

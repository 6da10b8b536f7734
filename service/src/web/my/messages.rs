//! What has been written to me, and whether it arrived.

use super::{below, refused};
use crate::{
    app::App,
    error::Result,
    texts::Texts,
    usecase::{letters::moment, messages},
    web::{frame::Frame, sign_in::who::SignedIn},
};
use askama::Template;
use poem::{Request, Response, handler, web::Data};

/// Messages on a page.
const AT_A_TIME: i64 = 30;
/// Where an older page begins.
const FROM: &str = "fran";

struct One {
    subject: String,
    when: String,
    arrived: String,
}

#[derive(Template)]
#[template(path = "my_messages.html")]
struct MessagesPage {
    t: Texts,
    messages: Vec<One>,
    older: Option<String>,
}

async fn page(app: &App, frame: &Frame, signed: &SignedIn, from: Option<&str>) -> Result<Response> {
    let (t, language) = (frame.t, frame.language());
    let page = messages::list(app, &signed.caller(), None, None, from, AT_A_TIME).await?;
    let one = |view: messages::MessageView| One {
        when: moment(view.created_at, language),
        arrived: match (view.state, view.delivered_at) {
            ("delivered", Some(at)) => t.my_message_delivered(moment(at, language)),
            ("failed" | "bounced", _) => t.my_message_failed().to_owned(),
            _ => t.my_message_waiting().to_owned(),
        },
        subject: view.subject,
    };
    let body = MessagesPage {
        t,
        messages: page.items.into_iter().map(one).collect(),
        older: page.next.map(|next| format!("?{FROM}={next}")),
    };
    let page = below(frame, t.my_messages_title());
    Ok(page.lead(t.my_messages_lead()).show(&body))
}

#[handler]
pub(super) async fn show(
    app: Data<&App>,
    frame: Frame,
    signed: SignedIn,
    request: &Request,
) -> Response {
    let query = request.original_uri().query().unwrap_or_default();
    let mut pairs = url::form_urlencoded::parse(query.as_bytes());
    let from = pairs.find_map(|(name, value)| (name == FROM).then_some(value));
    let page = page(&app, &frame, &signed, from.as_deref()).await;
    page.unwrap_or_else(|error| refused(&frame, error))
}

//! One's practical needs, changed.

use super::{csrf, data, done, refused};
use crate::{
    app::App,
    texts::Texts,
    usecase::needs as usecase,
    web::{
        frame::Frame,
        needs::{self, Fields},
        page::Place as At,
        sign_in::who::{Posted, SignedIn},
    },
};
use askama::Template;
use poem::{Response, handler, web::Data};

#[derive(Template)]
#[template(path = "my_needs.html")]
struct Body<'a> {
    t: Texts,
    csrf: &'a str,
    fields: Fields,
    back: &'static str,
}

#[handler]
pub(super) async fn ask(app: Data<&App>, frame: Frame, signed: SignedIn) -> Response {
    let t = frame.t;
    match usecase::mine(&app, &signed.caller()).await {
        Ok(chosen) => {
            let page = frame.page(t.needs_title()).at(At::MyPage);
            let page = page.up(data::HERE, t.my_data_title()).lead(t.needs_lead());
            page.show(&Body {
                t,
                csrf: csrf(&frame),
                fields: Fields::new(t, &chosen),
                back: data::HERE,
            })
        }
        Err(error) => refused(&frame, error),
    }
}

#[handler]
pub(super) async fn keep(
    app: Data<&App>,
    frame: Frame,
    signed: SignedIn,
    form: Posted,
) -> Response {
    match usecase::set(&app, &signed.caller(), &needs::read(&form)).await {
        Ok(()) => done(data::HERE, "sparat"),
        Err(error) => refused(&frame, error),
    }
}

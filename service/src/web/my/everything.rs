//! Everything that is kept of the reader: as a page in words, and as a file.

use super::{data::HERE, refused};
use crate::{
    app::App,
    error::Error,
    texts::Texts,
    usecase::people,
    web::{frame::Frame, page::Place, sign_in::who::SignedIn},
};
use askama::Template;
use poem::{Response, handler, http::header, web::Data};
use samverkan_domain::extract;
use serde_json::Value;

/// Everything, to read and print.
#[derive(Template)]
#[template(path = "my_everything.html")]
struct Everything {
    t: Texts,
    sections: String,
}

#[handler]
pub(super) async fn everything(app: Data<&App>, frame: Frame, signed: SignedIn) -> Response {
    let t = frame.t;
    let made = people::export(&app, &signed.caller()).await;
    match made {
        Ok(Value::Object(mut all)) => {
            if let Err(error) = people::in_words(&app, t, &mut all).await {
                return refused(&frame, error);
            }
            let page = frame.page(t.my_data_all_title()).lead(t.my_data_all_lead());
            let page = page.at(Place::MyPage).up(HERE, t.my_data_title());
            page.show(&Everything {
                t,
                sections: extract::sections(frame.language(), &all),
            })
        }
        Ok(_) => refused(&frame, Error::internal("an export that is no object")),
        Err(error) => refused(&frame, error),
    }
}

/// Everything, as a file.
#[handler]
pub(super) async fn download(app: Data<&App>, frame: Frame, signed: SignedIn) -> Response {
    let made = people::export(&app, &signed.caller()).await;
    let made = made.and_then(|all| serde_json::to_string_pretty(&all).map_err(Error::internal));
    match made {
        Ok(json) => Response::builder()
            .content_type("application/json; charset=utf-8")
            .header(
                header::CONTENT_DISPOSITION,
                "attachment; filename=\"samverkan-mina-uppgifter.json\"",
            )
            .body(json),
        Err(error) => refused(&frame, error),
    }
}

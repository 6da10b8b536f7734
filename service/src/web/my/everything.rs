//! Everything that is kept of the reader: as a page in words, and as a file.

use super::{data::HERE, refused};
use crate::{
    app::App,
    error::{Error, Result},
    texts::Texts,
    usecase::{people, registers},
    web::{frame::Frame, page::Place, sign_in::who::SignedIn},
};
use askama::Template;
use poem::{Response, handler, http::header, web::Data};
use samverkan_domain::extract;
use serde_json::{Map, Value};
use std::collections::{BTreeMap, BTreeSet};
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
            if let Err(error) = in_words(&app, t, &mut all).await {
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

/// Says codes that nobody knows by heart by their names; what no register knows stays as it is.
async fn in_words(app: &App, t: Texts, all: &mut Map<String, Value>) -> Result<()> {
    let mut names: BTreeMap<(&str, String), String> = BTreeMap::new();
    for row in registers::professions(app).await? {
        let title = t.of(row.title_sv, row.title_en);
        names.insert(("profession", row.code), title);
    }
    for row in registers::programmes(app).await? {
        let title = format!("{} ({})", row.title, row.code);
        names.insert(("programme", row.code), title);
    }
    let mut workplaces = BTreeSet::new();
    texts(all, &mut |key, text| {
        if key == "workplace" {
            workplaces.insert(text.clone());
        }
    });
    for code in workplaces {
        if let Some(row) = registers::workplace(app, &code).await? {
            let title = format!("{}, {} ({code})", row.title, row.municipality);
            names.insert(("workplace", code), title);
        }
    }
    texts(all, &mut |key, text| {
        if let Some(name) = names.get(&(key, text.clone())) {
            text.clone_from(name);
        }
    });
    Ok(())
}

/// Goes through all texts, each with the name it stands under.
fn texts(fields: &mut Map<String, Value>, see: &mut impl FnMut(&str, &mut String)) {
    for (key, value) in fields {
        match value {
            Value::String(text) => see(key, text),
            Value::Object(fields) => texts(fields, see),
            Value::Array(items) => {
                for fields in items.iter_mut().filter_map(Value::as_object_mut) {
                    texts(fields, see);
                }
            }
            _ => {}
        }
    }
}

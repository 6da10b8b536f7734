//! Lists of applications.

use super::{ApplicationView, view};
use crate::{
    app::App,
    error::{Error, Result},
    store::application::ApplicationFilter,
    usecase::{Caller, Page, Permission, catalogue, people},
};
use samverkan_domain::{application::ApplicationState, id::PersonId};
use uuid::Uuid;

/// What a list of applications is narrowed by.
#[derive(Debug, Clone, Default)]
pub struct ListRequest {
    pub offering: Option<String>,
    pub channel: Option<String>,
    pub person: Option<PersonId>,
    pub state: Option<ApplicationState>,
    pub selection_group: Option<String>,
    pub cursor: Option<String>,
    pub limit: i64,
}

/// Applications: the caller's own for a participant, any for who may read people.
pub async fn list(
    app: &App,
    caller: &Caller,
    request: ListRequest,
) -> Result<Page<ApplicationView>> {
    let mut filter = ApplicationFilter {
        state: request.state,
        selection_group: request.selection_group,
        person: request.person.map(|person| person.0),
        ..ApplicationFilter::default()
    };
    if let Caller::Participant { person, .. } = caller {
        filter.person = Some(person.0);
    } else {
        caller.require(Permission::ReadPeople)?;
    }
    let mut tx = app.read().await?;
    if let Some(offering) = &request.offering {
        filter.offering = Some(catalogue::find_offering(&mut tx, offering).await?.id);
    }
    if let Some(channel) = &request.channel {
        let found = tx.channel(channel).await?;
        filter.channel = Some(found.ok_or(Error::NotFound { what: "channel" })?.id);
    }
    filter.after = match &request.cursor {
        Some(cursor) => Some(Uuid::parse_str(cursor).map_err(|_| people::bad_cursor())?),
        None => None,
    };
    let rows = tx.applications(&filter, request.limit + 1).await?;
    let page = Page::cut(rows, request.limit, |row| row.id.to_string());
    let mut items = Vec::with_capacity(page.items.len());
    for row in page.items {
        items.push(view(&mut tx, caller, row, false).await?);
    }
    Ok(Page {
        items,
        next: page.next,
    })
}

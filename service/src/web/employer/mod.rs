//! The pages of an employer's contact: nominations that wait for a word, and the places of a contract.
//! Who is a contact is known by address (`usecase::employer`); anybody else has an empty page.

mod answer;
mod desk;

use crate::error::{Error, Result};
use poem::{Route, get};
use uuid::Uuid;

/// Where a contact finds everything.
const DESK: &str = "/arbetsgivare";

/// The pages, on their addresses.
pub(super) fn mount(route: Route) -> Route {
    route
        .at(DESK, get(desk::show_desk))
        .at("/arbetsgivare/avtal/:contract", get(desk::show_contract))
        .at(
            "/arbetsgivare/nominering/:application/:step",
            get(answer::ask).post(answer::act),
        )
}

fn id(text: &str) -> Result<Uuid> {
    Uuid::parse_str(text).map_err(|_| Error::NotFound { what: "page" })
}

//! What people have written in their own words, or been answered: kept sealed, for it may be about
//! anything.

use crate::{
    app::App,
    error::{Error, Result},
};

pub(super) fn seal(app: &App, text: &str) -> Vec<u8> {
    app.secrets.seal(&app.seeds, text.as_bytes())
}

pub(super) fn open(app: &App, sealed: &[u8]) -> Result<String> {
    let plain = app.secrets.open(sealed).map_err(Error::internal)?;
    String::from_utf8(plain).map_err(Error::internal)
}

//! An import while it goes on: how far it has come.

use super::{Context, import::Call};
use crate::{
    client::{LOOK, api::types, fresh_id},
    error::Result,
    output::Working,
    text::text,
};
use uuid::Uuid;

/// Imports, showing how far it has come to whoever looks on.
pub(super) async fn follow(context: &Context<'_>, call: Call<'_>) -> Result<types::Import> {
    if context.out.quiet() {
        return Ok(call.send().await?.into_inner());
    }
    let id = fresh_id();
    let working = context.out.spinner(&text!("Läser in …", "Importing …"));
    let mut call = Box::pin(call.progress(id).send());
    loop {
        tokio::select! {
            answer = &mut call => return Ok(answer?.into_inner()),
            () = tokio::time::sleep(LOOK) => look(context, id, &working).await,
        }
    }
}

/// What cannot be learnt is left out: it is only told on the way.
async fn look(context: &Context<'_>, id: Uuid, working: &Working) {
    let Ok(found) = context.api.get_import_progress().progress(id).send().await else {
        return;
    };
    let (done, rows) = (found.done, found.rows);
    let (Ok(position), Ok(length)) = (u64::try_from(done), u64::try_from(rows)) else {
        return;
    };
    if length > 0 {
        let said = if done < rows {
            text!("rad {done} av {rows}", "row {done} of {rows}")
        } else {
            text!("sparar {rows} rader", "saving {rows} rows")
        };
        working.lengthen(length);
        working.update(position, said.get(context.out.lang).to_owned());
    }
}

//! What those who answer for a programme read: its people's applications, and their clashes.

use super::Context;
use crate::{
    client::{api::types, given},
    error::Result,
    output::col,
    page::{Page, Paging, page},
    text::{when, word},
};
use clap::Subcommand;

#[derive(Debug, Subcommand)]
pub(crate) enum Verb {
    /// Applications of a programme's people, oldest first
    Applications {
        /// Code of the programme
        programme: String,
        #[command(flatten)]
        paging: Paging,
    },
    /// Meetings that somebody of the programme cannot come to
    Clashes {
        /// Code of the programme
        programme: String,
    },
}

pub(crate) async fn run(context: &Context<'_>, verb: &Verb) -> Result {
    match verb {
        Verb::Applications { programme, paging } => applications(context, programme, paging).await,
        Verb::Clashes { programme } => clashes(context, programme).await,
    }
}

async fn applications(context: &Context<'_>, programme: &str, paging: &Paging) -> Result {
    let found: Page<types::ProgrammeApplication> = paging
        .fetch(async |limit, cursor| {
            let call = context.api.list_programme_applications();
            let call = given!(call.programme(programme).limit(limit), cursor: cursor);
            Ok(page!(call.send().await?))
        })
        .await?;
    context.out.show(&found, |out| {
        let rows = found.items.iter().map(|one| {
            vec![
                one.name.clone(),
                one.offering.clone(),
                one.course.clone(),
                word(out.lang, one.state),
                when(&one.changed_at),
            ]
        });
        let columns = [
            col("Namn", "Name"),
            col("Kurstillfälle", "Offering"),
            col("Kurs", "Course"),
            col("Läge", "State"),
            col("Ändrad", "Changed"),
        ];
        out.table(&columns, &rows.collect::<Vec<_>>())?;
        found.remark(out);
        Ok(())
    })
}

async fn clashes(context: &Context<'_>, programme: &str) -> Result {
    let call = context.api.list_programme_clashes().programme(programme);
    let found = call.send().await?.into_inner();
    context.out.show(&found, |out| {
        let rows = found.iter().flat_map(|clash| {
            clash.hindered.iter().map(|one| {
                let causes = one.causes.iter().map(|cause| word(out.lang, cause));
                vec![
                    clash.offering.clone(),
                    clash.starts.replace('T', " "),
                    clash.title.clone(),
                    one.name.clone(),
                    causes.collect::<Vec<_>>().join(", "),
                ]
            })
        });
        let columns = [
            col("Kurstillfälle", "Offering"),
            col("Börjar", "Starts"),
            col("Möte", "Meeting"),
            col("Namn", "Name"),
            col("Upptagen av", "Taken by"),
        ];
        out.table(&columns, &rows.collect::<Vec<_>>())
    })
}

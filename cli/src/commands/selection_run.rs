//! Running a selection: draft, look, review, publish; and taking the record out.

use super::{Context, or_empty, selection::Verb};
use crate::{
    args::Seen,
    client::{api::types, if_match},
    error::{CliError, Result},
    output::{Printer, col, num},
    text::{tenths, text, when, word},
};
use std::path::Path;
use uuid::Uuid;

pub(crate) async fn run(context: &Context<'_>, verb: &Verb) -> Result {
    match verb {
        Verb::List { channel } => list(context, channel).await,
        Verb::Draft { channel } => draft(context, channel).await,
        Verb::Show { selection } => show(context.out, &fetch(context, *selection).await?),
        Verb::Review { selection, seen } => {
            let before = fetch(context, *selection).await?;
            let call = context.api.review_selection().selection(*selection);
            let call = call.if_match(if_match(seen.revision, before.revision));
            changed(context.out, &call.send().await?.into_inner())
        }
        Verb::Publish {
            selection,
            diarienummer,
            seen,
        } => publish(context, *selection, diarienummer.as_deref(), seen).await,
        Verb::Discard { selection, seen } => {
            let before = fetch(context, *selection).await?;
            let call = context.api.discard_selection().selection(*selection);
            let call = call.if_match(if_match(seen.revision, before.revision));
            changed(context.out, &call.send().await?.into_inner())
        }
        Verb::Record { selection, to } => record(context, *selection, to.as_deref()).await,
        Verb::Verify(_) => Ok(()),
    }
}

async fn fetch(context: &Context<'_>, selection: Uuid) -> Result<types::Selection> {
    let call = context.api.get_selection().selection(selection);
    Ok(call.send().await?.into_inner())
}

async fn list(context: &Context<'_>, channel: &str) -> Result {
    let call = context.api.list_selections().channel(channel);
    let selections = call.send().await?.into_inner();
    context.out.show(&selections, |out| {
        let columns = [
            col("Urval", "Selection"),
            col("Läge", "State"),
            num("Antagna", "Admitted"),
            num("Reserver", "Reserves"),
            col("Utkast", "Drafted"),
            col("Publicerat", "Published"),
        ];
        let row = |selection: &types::Selection| {
            vec![
                selection.id.to_string(),
                word(out.lang, &selection.state),
                sum(selection, |group| group.admitted).to_string(),
                sum(selection, |group| group.reserves).to_string(),
                when(&selection.created_at),
                selection
                    .published_at
                    .as_deref()
                    .map(when)
                    .unwrap_or_default(),
            ]
        };
        out.table(&columns, &selections.iter().map(row).collect::<Vec<_>>())
    })
}

async fn draft(context: &Context<'_>, channel: &str) -> Result {
    let call = context.api.draft_selection().channel(channel);
    let working = context.out.spinner(&text!("Gör urvalet …", "Selecting …"));
    let selection = call.send().await?.into_inner();
    drop(working);
    show(context.out, &selection)
}

async fn publish(
    context: &Context<'_>,
    selection: Uuid,
    diarienummer: Option<&str>,
    seen: &Seen,
) -> Result {
    let before = fetch(context, selection).await?;
    let (admitted, reserves) = (
        sum(&before, |group| group.admitted),
        sum(&before, |group| group.reserves),
    );
    context.out.confirm(&text!(
        "{admitted} antas och {reserves} blir reserver. Alla får besked med e-post, fröet till lottningen avslöjas, och det går inte att ångra.",
        "{admitted} are admitted and {reserves} become reserves. Everybody is told by mail, the seed of the lottery is revealed, and it cannot be undone."
    ))?;
    let call = context.api.publish_selection().selection(selection);
    let call = call.if_match(if_match(seen.revision, before.revision));
    let body = types::Publish {
        diarienummer: diarienummer.map(str::to_owned),
    };
    let working = context.out.spinner(&text!("Publicerar …", "Publishing …"));
    let after = call.body(body).send().await?.into_inner();
    drop(working);
    changed(context.out, &after)
}

async fn record(context: &Context<'_>, selection: Uuid, to: Option<&Path>) -> Result {
    let call = context.api.get_selection_record().selection(selection);
    let record = call.send().await?.into_inner();
    let json = record.to_string() + "\n";
    let Some(path) = to else {
        return context.out.raw(&json);
    };
    let shown = path.display();
    std::fs::write(path, json).map_err(|error| {
        CliError::io(
            text!("Går inte att skriva {shown}", "Cannot write {shown}"),
            error,
        )
    })?;
    context.out.note(&text!(
        "Protokollet ligger i {shown}; kontrollera det med `samverkan selection verify {shown}`",
        "The record is in {shown}; check it with `samverkan selection verify {shown}`"
    ));
    Ok(())
}

fn sum(selection: &types::Selection, of: fn(&types::SelectionGroup) -> i64) -> i64 {
    selection.groups.iter().map(of).sum()
}

fn changed(out: &Printer, selection: &types::Selection) -> Result {
    out.show(selection, |out| {
        let (id, state) = (selection.id, word(out.lang, &selection.state));
        out.say(&text!(
            "Urvalet {id} är {state}",
            "Selection {id} is {state}"
        ))
    })
}

fn show(out: &Printer, selection: &types::Selection) -> Result {
    out.show(selection, |out| {
        facts(out, selection)?;
        out.raw("\n")?;
        groups(out, selection)?;
        if selection.lines.is_empty() {
            return Ok(());
        }
        out.raw("\n")?;
        table(out, &selection.lines)
    })
}

fn facts(out: &Printer, selection: &types::Selection) -> Result {
    out.facts(&[
        (col("Urval", "Selection"), selection.id.to_string()),
        (col("Kanal", "Channel"), selection.channel_code.clone()),
        (col("Läge", "State"), word(out.lang, &selection.state)),
        (col("Platser", "Seats"), selection.seats.to_string()),
        (
            col("Frö utlovat", "Seed promised"),
            when(&selection.seed_promised_at),
        ),
        (col("Fröets hash", "Seed hash"), selection.seed_hash.clone()),
        (
            col("Kontrollsumma", "Digest"),
            or_empty(selection.digest.as_ref()),
        ),
        (
            col("Diarienummer", "Case number"),
            or_empty(selection.diarienummer.as_ref()),
        ),
        (
            col("Publicerat", "Published"),
            selection
                .published_at
                .as_deref()
                .map(when)
                .unwrap_or_default(),
        ),
        (col("Revision", "Revision"), selection.revision.to_string()),
    ])
}

fn groups(out: &Printer, selection: &types::Selection) -> Result {
    let columns = [
        col("Urvalsgrupp", "Group"),
        num("Platser", "Places"),
        num("Fick", "Received"),
        num("Gav", "Gave"),
        num("Antagna", "Admitted"),
        num("Reserver", "Reserves"),
        num("Sist antagna", "Last admitted"),
    ];
    let row = |group: &types::SelectionGroup| {
        let last = group.last_admitted_tenths;
        vec![
            group.group.clone(),
            group.places.to_string(),
            group.received.to_string(),
            group.given.to_string(),
            group.admitted.to_string(),
            group.reserves.to_string(),
            last.map(|merit| tenths(out.lang, merit))
                .unwrap_or_default(),
        ]
    };
    let rows: Vec<_> = selection.groups.iter().map(row).collect();
    out.table(&columns, &rows)
}

fn table(out: &Printer, lines: &[types::SelectionLine]) -> Result {
    let columns = [
        col("Utfall", "Result"),
        col("Grupp", "Group"),
        num("Reserv", "Reserve"),
        col("Namn", "Name"),
        col("Pseudonym", "Pseudonym"),
        col("Varför", "Why"),
    ];
    let row = |line: &types::SelectionLine| {
        vec![
            word(out.lang, &line.result),
            or_empty(line.group.as_ref()),
            or_empty(line.position.as_ref()),
            line.person_name.clone(),
            line.pseudonym.clone(),
            line.reasons.join(" "),
        ]
    };
    out.table(&columns, &lines.iter().map(row).collect::<Vec<_>>())
}

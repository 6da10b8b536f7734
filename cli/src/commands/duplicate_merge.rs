//! Two records of one human made one, and two again.

use super::{Context, or_empty};
use crate::{
    client::api::types,
    error::Result,
    named::{Named, PersonRef},
    output::{Printer, col, num},
    text::{Lang, Text, text, when},
};
use clap::Args;

pub(super) const EXAMPLES: &str = "\
Everything of the other's follows: applications, cohorts, addresses, sign-ins, calendar addresses, letters. Whose
values differ keeps the first one's. If either is protected, both are. It can be undone.

Examples:
  samverkan person merge \"Anna Ek\" 018f… --reason \"Samma person, nytt efternamn\" --dry-run
  samverkan person merge \"Anna Ek\" 018f… --reason \"Samma person, nytt efternamn\"
  samverkan person unmerge \"Anna Ek\" --reason \"Det var två personer\"";

#[derive(Debug, Args)]
pub(crate) struct Merge {
    /// Id or name of the one to keep
    person: PersonRef,
    /// Id or name of the record that becomes part of it
    other: PersonRef,
    /// Why they are one
    #[arg(long)]
    reason: String,
    /// Only report what would be done
    #[arg(long)]
    dry_run: bool,
}

#[derive(Debug, Args)]
pub(crate) struct Unmerge {
    /// Id of the merged record, or id or name of the one that was kept: then the last merge into it
    person: PersonRef,
    /// Why they are two
    #[arg(long)]
    reason: String,
    /// Only report what would be done
    #[arg(long)]
    dry_run: bool,
}

pub(super) async fn merge(context: &Context<'_>, wanted: &Merge) -> Result {
    let person = wanted.person.id(context).await?;
    let other = wanted.other.id(context).await?;
    let send = async |dry_run| -> Result<types::PersonMerge> {
        let body = types::NewMerge {
            other,
            reason: wanted.reason.clone(),
            dry_run,
        };
        let call = context.api.merge_people().person(person).body(body);
        Ok(call.send().await?.into_inner())
    };
    let mut done = send(true).await?;
    if !wanted.dry_run {
        let consequence = consequence(&done);
        context.out.confirm(&consequence)?;
        done = send(false).await?;
    }
    context.out.show(&done, |out| {
        let name = &done.kept.name;
        tell(out, &done)?;
        out.say(&if wanted.dry_run {
            text!("Det här var bara en provkörning", "This was only a dry run")
        } else {
            text!(
                "De är en person nu: {name}. Ångra med samverkan person unmerge",
                "They are one person now: {name}. Undo with samverkan person unmerge"
            )
        })
    })
}

fn consequence(look: &types::PersonMerge) -> Text {
    let (kept, merged) = (&look.kept.name, &look.merged.name);
    let list = |things: &[types::MergedThing]| {
        let things = things
            .iter()
            .map(|one| format!("{} {}", one.count, one.says));
        things.collect::<Vec<_>>().join(", ")
    };
    let (moved, stayed) = (list(&look.moved), list(&look.stayed));
    let (mut sv, mut en) = (
        format!("{merged} blir en del av {kept}. Det som följer med: {moved}."),
        format!("{merged} becomes part of {kept}. What follows: {moved}."),
    );
    if !stayed.is_empty() {
        sv.push_str(&format!(" Det här gäller inte längre: {stayed}."));
        en.push_str(&format!(" This no longer counts: {stayed}."));
    }
    if look.protected {
        sv.push_str(" Den ena är skyddad, så båda blir det; öppna kalenderadresser slutar gälla.");
        en.push_str(" One is protected, so both become so; open calendar addresses end.");
    }
    text!("{sv}", "{en}")
}

fn tell(out: &Printer, merge: &types::PersonMerge) -> Result {
    let row = |things: &[types::MergedThing], becomes: &str| {
        let rows = things
            .iter()
            .map(|one| vec![one.says.clone(), one.count.to_string(), becomes.to_owned()]);
        rows.collect::<Vec<_>>()
    };
    let sv = matches!(out.lang, Lang::Sv);
    let (goes, stays) = if sv {
        ("följer med", "ligger kvar, gäller inte")
    } else {
        ("follows", "stays, does not count")
    };
    let mut rows = row(&merge.moved, goes);
    rows.extend(row(&merge.stayed, stays));
    let columns = [
        col("Vad", "What"),
        num("Antal", "Count"),
        col("Blir", "Becomes"),
    ];
    out.table(&columns, &rows)
}

pub(super) async fn unmerge(context: &Context<'_>, wanted: &Unmerge) -> Result {
    let person = wanted.person.id(context).await?;
    let send = async |dry_run| -> Result<types::PersonMerge> {
        let body = types::NewUnmerge {
            reason: wanted.reason.clone(),
            dry_run,
        };
        let call = context.api.unmerge_people().person(person).body(body);
        Ok(call.send().await?.into_inner())
    };
    let mut done = send(true).await?;
    let (kept, merged) = (done.kept.name.clone(), done.merged.name.clone());
    if !wanted.dry_run {
        context.out.confirm(&text!(
            "{merged} blir en egen person igen och får tillbaka det som följde med till {kept}.",
            "{merged} becomes a person of their own again and gets back what followed to {kept}."
        ))?;
        done = send(false).await?;
    }
    context.out.show(&done, |out| {
        tell(out, &done)?;
        out.say(&if wanted.dry_run {
            text!("Det här var bara en provkörning", "This was only a dry run")
        } else {
            text!(
                "De är två personer igen: {kept} och {merged}",
                "They are two people again: {kept} and {merged}"
            )
        })
    })
}

pub(super) async fn list(context: &Context<'_>) -> Result {
    let merges = context.api.list_merges().send().await?.into_inner();
    context.out.show(&merges, |out| {
        let rows = merges.iter().map(|merge| {
            vec![
                when(&merge.merged_at),
                merge.kept.name.clone(),
                merge.merged.name.clone(),
                or_empty(Some(&merge.reason)),
                merge.merged.id.to_string(),
            ]
        });
        let columns = [
            col("När", "When"),
            col("Kvar", "Kept"),
            col("Sammanslagen", "Merged"),
            col("Varför", "Why"),
            col("Id", "Id"),
        ];
        out.table(&columns, &rows.collect::<Vec<_>>())
    })
}

//! People, as the caller may see them: a protected person is an alias.

use super::{Context, duplicate, duplicate_merge, erasure, extract, history, merits, or_empty};
use crate::{
    args::{Seen, one_of},
    client::{api::types, given, if_match},
    error::Result,
    named::{Named, PersonRef},
    output::{Printer, col},
    page::{Paging, page},
    text::{when, word},
};
use clap::{Args, Subcommand};

#[derive(Debug, Subcommand)]
pub(crate) enum Verb {
    /// People, in Swedish order of name
    #[command(
        after_help = "Example:\n  samverkan person list --name åsa --offering SA123A-V9001V27"
    )]
    List(List),
    /// One person
    Show {
        /// Id or name
        person: PersonRef,
    },
    /// What a person has studied and where the person works, stated or verified
    Merits {
        /// Id or name
        person: PersonRef,
    },
    /// Verify a person's merits from documents you have seen, in place of what was there
    #[command(
        after_help = "Example:\n  samverkan person verify 018f… --credits 120,5 --degree 'Socionomexamen' --course SA500G"
    )]
    Verify(merits::Verify),
    /// How a person stands against a channel's requirements
    Eligibility {
        /// Id or name
        person: PersonRef,
        /// Code or id of the channel
        #[arg(long)]
        channel: String,
    },
    /// Change a person; what is left out stays, an empty text takes the value away
    #[command(after_help = "Example:\n  samverkan person edit \"Anna Ek\" --profession kurator")]
    Edit(Edit),
    /// Everything that is kept of a person, as files to hand over (registerutdrag)
    #[command(
        after_help = "Example:\n  samverkan person extract \"Anna Ek\" --folder registerutdrag"
    )]
    Extract(extract::Extract),
    /// Everything that has happened with a person, oldest first: the trail, and letters
    #[command(after_help = "Example:\n  samverkan person history \"Anna Ek\"")]
    History {
        /// Id or name
        person: PersonRef,
    },
    /// Records that may be the same human, and why (dubbletter)
    #[command(visible_alias = "dubbletter", after_help = duplicate::EXAMPLES)]
    Duplicates,
    /// Decide that two records are two people
    Apart(duplicate::Apart),
    /// Decide that two records are one person: the other becomes part of the first
    #[command(after_help = duplicate_merge::EXAMPLES)]
    Merge(duplicate_merge::Merge),
    /// Make two records of one again
    Unmerge(duplicate_merge::Unmerge),
    /// Records that have been merged and can be made two again
    Merges,
    /// Requests to have data erased, and deciding them
    #[command(subcommand)]
    Erasure(erasure::Verb),
}

#[derive(Debug, Args)]
pub(crate) struct List {
    /// Part of a name, in any spelling
    #[arg(long)]
    name: Option<String>,
    /// Only those with an application to this offering (code or id)
    #[arg(long)]
    offering: Option<String>,
    #[command(flatten)]
    paging: Paging,
}

#[derive(Debug, Args)]
#[group(id = "changes", required = true, multiple = true, args = ["given_name", "family_name", "language", "modality", "profession", "programme", "workplace", "security_marking"])]
pub(crate) struct Edit {
    /// Id or name
    person: PersonRef,
    #[arg(long, value_name = "NAME")]
    given_name: Option<String>,
    #[arg(long, value_name = "NAME")]
    family_name: Option<String>,
    /// Language of letters and calendars
    #[arg(long, value_parser = one_of::<types::Language>(&["sv", "en"]))]
    language: Option<types::Language>,
    /// Where the person would rather meet
    #[arg(long, value_parser = one_of::<types::Modality>(&["campus", "distance"]))]
    modality: Option<types::Modality>,
    /// Code of the profession
    #[arg(long, value_name = "CODE")]
    profession: Option<String>,
    /// Code of the programme
    #[arg(long, value_name = "CODE")]
    programme: Option<String>,
    /// School unit code
    #[arg(long, value_name = "CODE")]
    workplace: Option<String>,
    /// Protected personal data; officers only. Setting it ends the person's calendar addresses
    #[arg(long, value_parser = one_of::<types::SecurityMarking>(&["none", "confidential", "protected_registration"]))]
    security_marking: Option<types::SecurityMarking>,
    #[command(flatten)]
    seen: Seen,
}

pub(crate) async fn run(context: &Context<'_>, verb: &Verb) -> Result {
    match verb {
        Verb::List(wanted) => list(context, wanted).await,
        Verb::Show { person } => {
            let person = context
                .api
                .get_person()
                .person(person.id(context).await?)
                .send()
                .await?
                .into_inner();
            show(context.out, &person)
        }
        Verb::Merits { person } => merits::show(context, person.id(context).await?).await,
        Verb::Verify(verify) => merits::verify(context, verify).await,
        Verb::Eligibility { person, channel } => {
            merits::eligibility(context, person.id(context).await?, channel).await
        }
        Verb::Edit(change) => edit(context, change).await,
        Verb::Duplicates => duplicate::list(context).await,
        Verb::Apart(apart) => duplicate::apart(context, apart).await,
        Verb::Merge(wanted) => duplicate_merge::merge(context, wanted).await,
        Verb::Unmerge(wanted) => duplicate_merge::unmerge(context, wanted).await,
        Verb::Merges => duplicate_merge::list(context).await,
        Verb::Extract(wanted) => extract::run(context, wanted).await,
        Verb::History { person } => history::run(context, person).await,
        Verb::Erasure(verb) => erasure::run(context, verb).await,
    }
}

async fn list(context: &Context<'_>, wanted: &List) -> Result {
    // This list takes ids only; everywhere else the code will do, so here too.
    let offering = match &wanted.offering {
        Some(code) => Some(
            context
                .api
                .get_offering()
                .offering(code)
                .send()
                .await?
                .into_inner()
                .id,
        ),
        None => None,
    };
    let page = wanted
        .paging
        .fetch(async |limit, cursor| {
            let call = context.api.list_people().limit(limit);
            let name = wanted.name.as_ref();
            let call = given!(call, name: name, offering: offering, cursor: cursor);
            Ok(page!(call.send().await?))
        })
        .await?;
    context.out.show(&page, |out| {
        let rows = page.items.iter().map(|person| {
            vec![
                person.name.clone(),
                or_empty(person.profession.as_ref()),
                person
                    .family
                    .map(|family| word(out.lang, family))
                    .unwrap_or_default(),
                or_empty(person.workplace.as_ref()),
                or_empty(person.email.as_ref()),
                person.id.to_string(),
            ]
        });
        let columns = [
            col("Namn", "Name"),
            col("Yrke", "Profession"),
            col("Yrkesfamilj", "Family"),
            col("Arbetsplats", "Workplace"),
            col("E-post", "E-mail"),
            col("Id", "Id"),
        ];
        out.table(&columns, &rows.collect::<Vec<_>>())?;
        page.remark(out);
        Ok(())
    })
}

fn show(out: &Printer, person: &types::Person) -> Result {
    out.show(person, |out| {
        let words =
            |word_of: Option<String>| word_of.map(|api| word(out.lang, api)).unwrap_or_default();
        out.facts(&[
            (col("Namn", "Name"), person.name.clone()),
            (
                col("Personnummer", "Identity number"),
                or_empty(person.identity.as_ref()),
            ),
            (col("E-post", "E-mail"), or_empty(person.email.as_ref())),
            (
                col("Yrke", "Profession"),
                or_empty(person.profession.as_ref()),
            ),
            (
                col("Yrkesfamilj", "Family"),
                words(person.family.map(|family| family.to_string())),
            ),
            (
                col("Program", "Programme"),
                or_empty(person.programme.as_ref()),
            ),
            (
                col("Arbetsplats", "Workplace"),
                or_empty(person.workplace.as_ref()),
            ),
            (
                col("Möts helst", "Would rather meet"),
                words(person.modality.map(|m| m.to_string())),
            ),
            (col("Språk", "Language"), word(out.lang, person.language)),
            (
                col("Skydd", "Protection"),
                or_empty(person.security_marking.as_ref()),
            ),
            (col("Sedan", "Since"), when(&person.created_at)),
            (col("Id", "Id"), person.id.to_string()),
        ])
    })
}

async fn edit(context: &Context<'_>, change: &Edit) -> Result {
    let before = context
        .api
        .get_person()
        .person(change.person.id(context).await?)
        .send()
        .await?
        .into_inner();
    let body = types::PersonPatch {
        family_name: change.family_name.clone(),
        given_name: change.given_name.clone(),
        language: change.language,
        modality: change.modality,
        profession: change.profession.clone(),
        programme: change.programme.clone(),
        security_marking: change.security_marking,
        workplace: change.workplace.clone(),
    };
    let call = context.api.edit_person().person(before.id);
    let call = call
        .if_match(if_match(change.seen.revision, before.revision))
        .body(body);
    show(context.out, &call.send().await?.into_inner())
}

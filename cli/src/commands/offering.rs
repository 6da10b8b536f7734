//! Offerings: one dated delivery of a course each.

use super::{Context, needs, offering_channel, overbook};
use crate::{
    args::{Seen, day, one_of},
    client::{api::types, fresh_key, given, if_match},
    error::Result,
    output::{Printer, col, num},
    page::{Paging, page},
    text::{Lang, text, when, word},
    watch::Watch,
};
use clap::{Args, Subcommand};

const CREATE_EXAMPLE: &str = "\
Example:
  samverkan offering create SA123A-V9001V27 --course SA123A --term VT2027 \\
    --starts-on 2027-01-18 --ends-on 2027-06-06 --pace 50 --teaching distance --cohort-size 7";

#[derive(Debug, Subcommand)]
pub(crate) enum Verb {
    /// Offerings, with how full their channels are
    List {
        #[command(flatten)]
        paging: Paging,
        #[command(flatten)]
        watch: Watch,
    },
    /// One offering with its channels
    #[command(after_help = "Example:\n  samverkan offering show SA123A-V9001V27")]
    Show {
        /// Code or id
        offering: String,
        #[command(flatten)]
        watch: Watch,
    },
    /// Add an offering of a course that exists
    #[command(after_help = CREATE_EXAMPLE)]
    Create(Create),
    /// Change an offering; what is left out stays
    #[command(after_help = "Example:\n  samverkan offering edit SA123A-V9001V27 --cohort-size 8")]
    Edit(Edit),
    /// How many of those with a place need what of rooms and material, together and by cohort
    Needs {
        /// Code or id
        offering: String,
    },
    /// How people come in to an offering (antagningskanaler)
    #[command(subcommand)]
    Channel(offering_channel::Verb),
    /// How many to admit when some of them will not come (överintag)
    #[command(
        after_help = "Example:\n  samverkan offering overbook SA123A-V9001V27 --room 60 --inactive UPPDRAG-1880=2"
    )]
    Overbook(overbook::Overbook),
}

#[derive(Debug, Args)]
pub(crate) struct Create {
    /// Code: course code, hyphen, delivery
    code: String,
    /// Code of the course
    #[arg(long)]
    course: String,
    /// Term, such as VT2027
    #[arg(long)]
    term: String,
    /// First day
    #[arg(long, value_name = "DAY", value_parser = day)]
    starts_on: String,
    /// Last day
    #[arg(long, value_name = "DAY", value_parser = day)]
    ends_on: String,
    /// Pace in per cent of full time
    #[arg(long, value_name = "PERCENT")]
    pace: i64,
    /// How it is taught
    #[arg(long, value_parser = one_of::<String>(&["campus", "distance", "mixed"]))]
    teaching: String,
    /// Language of instruction
    #[arg(long, default_value = "sv", value_parser = one_of::<String>(&["sv", "en"]))]
    language: String,
    /// Cohorts of about this many people
    #[arg(long, value_name = "PEOPLE")]
    cohort_size: i64,
    /// Which facts are invented for demonstration
    #[arg(long, value_name = "TEXT", default_value = "")]
    demo_note: String,
}

#[derive(Debug, Args)]
#[group(id = "changes", required = true, multiple = true, args = ["starts_on", "ends_on", "pace", "cohort_size", "demo_note", "cohorts_of"])]
pub(crate) struct Edit {
    /// Code or id
    offering: String,
    /// First day
    #[arg(long, value_name = "DAY", value_parser = day)]
    starts_on: Option<String>,
    /// Last day
    #[arg(long, value_name = "DAY", value_parser = day)]
    ends_on: Option<String>,
    /// Pace in per cent of full time
    #[arg(long, value_name = "PERCENT")]
    pace: Option<i64>,
    /// Cohorts of about this many people
    #[arg(long, value_name = "PEOPLE")]
    cohort_size: Option<i64>,
    /// Which facts are invented for demonstration
    #[arg(long, value_name = "TEXT")]
    demo_note: Option<String>,
    /// Co-taught (samläsning): place its people in the cohorts of this offering; empty: its own
    #[arg(long, value_name = "OFFERING")]
    cohorts_of: Option<String>,
    #[command(flatten)]
    seen: Seen,
}

pub(crate) async fn run(context: &Context<'_>, verb: &Verb) -> Result {
    match verb {
        Verb::List { paging, .. } => list(context, paging).await,
        Verb::Show { offering, .. } => {
            let offering = context
                .api
                .get_offering()
                .offering(offering)
                .send()
                .await?
                .into_inner();
            show(context.out, &offering)
        }
        Verb::Create(new) => create(context, new).await,
        Verb::Edit(change) => edit(context, change).await,
        Verb::Needs { offering } => needs::run(context, offering).await,
        Verb::Channel(verb) => offering_channel::run(context, verb).await,
        Verb::Overbook(wanted) => overbook::run(context, wanted).await,
    }
}

async fn list(context: &Context<'_>, paging: &Paging) -> Result {
    let page = paging
        .fetch(async |limit, cursor| {
            let call = given!(context.api.list_offerings().limit(limit), cursor: cursor);
            Ok(page!(call.send().await?))
        })
        .await?;
    context.out.show(&page, |out| {
        let rows: Vec<_> = page
            .items
            .iter()
            .map(|offering| row(out.lang, offering))
            .collect();
        let columns = [
            col("Kod", "Code"),
            col("Kurs", "Course"),
            col("Termin", "Term"),
            col("Dagar", "Days"),
            num("Upptagna", "Taken"),
            num("Platser", "Seats"),
            num("Reserver", "Reserves"),
        ];
        out.table(&columns, &rows)?;
        page.remark(out);
        Ok(())
    })
}

fn row(lang: Lang, offering: &types::Offering) -> Vec<String> {
    let sum = |count: fn(&types::Channel) -> i64| {
        offering.channels.iter().map(count).sum::<i64>().to_string()
    };
    vec![
        offering.code.clone(),
        title(lang, offering).to_owned(),
        offering.term.clone(),
        format!("{}–{}", offering.starts_on, offering.ends_on),
        sum(|channel| channel.seats_taken),
        sum(|channel| channel.seats),
        sum(|channel| channel.reserves),
    ]
}

fn title(lang: Lang, offering: &types::Offering) -> &str {
    lang.pick(&offering.title_sv, &offering.title_en)
}

fn show(out: &Printer, offering: &types::Offering) -> Result {
    out.show(offering, |out| {
        out.facts(&[
            (col("Kod", "Code"), offering.code.clone()),
            (
                col("Kurs", "Course"),
                format!("{} {}", offering.course_code, title(out.lang, offering)),
            ),
            (col("Termin", "Term"), offering.term.clone()),
            (
                col("Dagar", "Days"),
                format!("{}–{}", offering.starts_on, offering.ends_on),
            ),
            (col("Takt", "Pace"), format!("{} %", offering.pace_percent)),
            (
                col("Undervisning", "Teaching"),
                word(out.lang, &offering.teaching),
            ),
            (col("Språk", "Language"), word(out.lang, &offering.language)),
            (
                col("Gruppstorlek", "Cohort size"),
                offering.cohort_size.to_string(),
            ),
            (col("Påhittat", "Invented"), offering.demo_note.clone()),
        ])?;
        if offering.channels.is_empty() {
            return Ok(());
        }
        out.raw("\n")?;
        let rows: Vec<_> = offering
            .channels
            .iter()
            .map(|channel| channel_row(out.lang, channel))
            .collect();
        let columns = [
            col("Kanal", "Channel"),
            col("Benämning", "Title"),
            col("Slag", "Kind"),
            num("Upptagna", "Taken"),
            num("Platser", "Seats"),
            num("Reserver", "Reserves"),
            col("Öppnar", "Opens"),
            col("Stänger", "Closes"),
        ];
        out.table(&columns, &rows)
    })
}

fn channel_row(lang: Lang, channel: &types::Channel) -> Vec<String> {
    let time = |at: Option<&String>| at.map(|at| when(at)).unwrap_or_default();
    vec![
        channel.code.clone(),
        lang.pick(&channel.title_sv, &channel.title_en).clone(),
        word(lang, channel.kind),
        channel.seats_taken.to_string(),
        channel.seats.to_string(),
        channel.reserves.to_string(),
        time(channel.opens_at.as_ref()),
        time(channel.closes_at.as_ref()),
    ]
}

async fn create(context: &Context<'_>, new: &Create) -> Result {
    let body = types::NewOffering {
        code: new.code.clone(),
        cohort_size: new.cohort_size,
        course: new.course.clone(),
        demo_note: new.demo_note.clone(),
        ends_on: new.ends_on.clone(),
        language: new.language.clone(),
        pace_percent: new.pace,
        starts_on: new.starts_on.clone(),
        teaching: new.teaching.clone(),
        term: new.term.clone(),
    };
    let call = context
        .api
        .create_offering()
        .idempotency_key(fresh_key())
        .body(body);
    let made = call.send().await?.into_inner();
    let code = &new.code;
    context.out.show(&made, |out| {
        out.say(&text!(
            "Kurstillfället {code} finns nu",
            "The offering {code} now exists"
        ))
    })
}

async fn edit(context: &Context<'_>, change: &Edit) -> Result {
    let before = context
        .api
        .get_offering()
        .offering(&change.offering)
        .send()
        .await?
        .into_inner();
    let body = types::OfferingPatch {
        cohorts_of: change.cohorts_of.clone(),
        cohort_size: change.cohort_size,
        demo_note: change.demo_note.clone(),
        ends_on: change.ends_on.clone(),
        pace_percent: change.pace,
        starts_on: change.starts_on.clone(),
    };
    let call = context.api.edit_offering().offering(&change.offering);
    let call = call
        .if_match(if_match(change.seen.revision, before.revision))
        .body(body);
    show(context.out, &call.send().await?.into_inner())
}

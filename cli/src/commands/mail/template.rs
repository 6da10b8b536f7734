//! The words of letters: seen, written, tried and taken back.

mod edit;
mod file;
mod look;

use super::super::Context;
use crate::{
    args::Seen,
    client::{api::types, if_match},
    error::Result,
    named::{Named as _, PersonRef},
    output::{Printer, col},
    text::{Lang, text, yes_no},
};
use clap::{Args, Subcommand};
use file::Words;
use std::path::PathBuf;

const EXAMPLES: &str = "\
Examples:
  samverkan mail template list SA123A-V9001V27
  samverkan mail template show SA123A-V9001V27 remind_start
  samverkan mail template edit SA123A-V9001V27 admitted --language en
  samverkan mail template set SA123A-V9001V27 remind_start --file kursstart.txt
  samverkan mail template preview SA123A-V9001V27 remind_start \"Hanna Dahlgren\"
  samverkan mail template reset SA123A-V9001V27 remind_start

A file has the subject on its first line, then an empty line, then the text. The text stands between
the greeting and whom to turn to, which every letter has. A reminder may be worded in several ways:
remind_meeting-bring-a-laptop.";

#[derive(Debug, Subcommand)]
#[command(after_help = EXAMPLES)]
pub(crate) enum Verb {
    /// Which letters there are, and which have words of their own
    List {
        /// Code or id of the offering
        offering: String,
        /// Only those that are not the built-in ones
        #[arg(long)]
        own: bool,
    },
    /// The words of a letter, and what can stand in it
    Show {
        #[command(flatten)]
        which: Which,
        /// All that the words have been, the latest first
        #[arg(long)]
        versions: bool,
    },
    /// Write the words in your editor ($VISUAL, $EDITOR)
    Edit {
        #[command(flatten)]
        which: Which,
        #[command(flatten)]
        seen: Seen,
    },
    /// Write the words from a file, or as given
    Set(Set),
    /// Go back to the built-in words
    Reset {
        #[command(flatten)]
        which: Which,
        #[command(flatten)]
        seen: Seen,
    },
    /// The letter as a person of the offering would read it; nothing is sent
    Preview {
        #[command(flatten)]
        which: Which,
        /// Whose data: id or name
        person: PersonRef,
        /// Words that are not kept yet (-: from standard input)
        #[arg(long, value_name = "FILE")]
        file: Option<PathBuf>,
    },
}

/// Which words.
#[derive(Debug, Args)]
pub(crate) struct Which {
    /// Code or id of the offering
    offering: String,
    /// Name of the letter, as in the list
    template: String,
    /// Language of the letter
    #[arg(long, value_enum, default_value_t = Lang::Sv)]
    language: Lang,
}

#[derive(Debug, Args)]
pub(crate) struct Set {
    #[command(flatten)]
    which: Which,
    /// Subject, an empty line, text (-: from standard input)
    #[arg(long, value_name = "FILE", conflicts_with_all = ["subject", "body"])]
    file: Option<PathBuf>,
    /// The subject; left out: as it is
    #[arg(long, value_name = "TEXT", required_unless_present_any = ["file", "body"])]
    subject: Option<String>,
    /// The text; left out: as it is
    #[arg(long, value_name = "TEXT")]
    body: Option<String>,
    #[command(flatten)]
    seen: Seen,
}

impl Which {
    fn language(&self) -> types::Language {
        self.language.pick(types::Language::Sv, types::Language::En)
    }
}

pub(crate) async fn run(context: &Context<'_>, verb: &Verb) -> Result {
    match verb {
        Verb::List { offering, own } => look::list(context, offering, *own).await,
        Verb::Show { which, versions } => look::show(context, which, *versions).await,
        Verb::Edit { which, seen } => edit::run(context, which, seen).await,
        Verb::Set(set) => {
            let before = fetch(context, &set.which).await?;
            let words = match &set.file {
                Some(path) => Words::read(path)?,
                None => Words {
                    subject: set.subject.clone().unwrap_or(before.subject),
                    body: set.body.clone().unwrap_or(before.body),
                },
            };
            let revision = if_match(set.seen.revision, before.revision);
            let kept = save(context, &set.which, words, revision).await?;
            facts(context.out, &kept)
        }
        Verb::Reset { which, seen } => {
            let before = fetch(context, which).await?;
            let call = context.api.reset_mail_template();
            let call = call.offering(&which.offering).template(&which.template);
            let call = call
                .language(which.language())
                .if_match(if_match(seen.revision, before.revision));
            facts(context.out, &call.send().await?.into_inner())
        }
        Verb::Preview {
            which,
            person,
            file,
        } => preview(context, which, person, file.as_ref()).await,
    }
}

async fn fetch(context: &Context<'_>, which: &Which) -> Result<types::MailTemplate> {
    let call = context.api.get_mail_template().offering(&which.offering);
    let call = call.template(&which.template).language(which.language());
    Ok(call.send().await?.into_inner())
}

async fn save(
    context: &Context<'_>,
    which: &Which,
    words: Words,
    revision: String,
) -> Result<types::MailTemplate> {
    let call = context.api.put_mail_template().offering(&which.offering);
    let call = call.template(&which.template).language(which.language());
    let body = types::MailTemplateBody {
        subject: words.subject,
        body: words.body,
    };
    let call = call.if_match(revision).body(body);
    Ok(call.send().await?.into_inner())
}

fn facts(out: &Printer, kept: &types::MailTemplate) -> Result {
    out.show(kept, |out| {
        out.facts(&[
            (col("Brev", "Letter"), kept.template.clone()),
            (col("Språk", "Language"), kept.language.to_string()),
            (
                col("Egna ord", "Own words"),
                yes_no(out.lang, !kept.built_in),
            ),
            (col("Version", "Version"), kept.revision.to_string()),
            (col("Ämne", "Subject"), kept.subject.clone()),
        ])?;
        out.note(&text!(
            "Gäller brev som skickas från och med nu",
            "For letters that are sent from now on"
        ));
        Ok(())
    })
}

async fn preview(
    context: &Context<'_>,
    which: &Which,
    person: &PersonRef,
    file: Option<&PathBuf>,
) -> Result {
    let words = file.map(|path| Words::read(path)).transpose()?;
    let (subject, body) = words.map(|words| (words.subject, words.body)).unzip();
    let call = context.api.preview_mail_template();
    let call = call.offering(&which.offering).template(&which.template);
    let body = types::NewMailPreview {
        person: person.id(context).await?,
        subject,
        body,
    };
    let call = call.language(which.language()).body(body);
    let shown = call.send().await?.into_inner();
    context.out.show(&shown, |out| {
        out.line(&shown.subject)?;
        out.line("")?;
        shown.body.lines().try_for_each(|line| out.line(line))?;
        out.note(&text!(
            "Så skulle brevet se ut; inget är skickat",
            "This is the letter as it would be; nothing is sent"
        ));
        if !shown.invented.is_empty() {
            let names = shown.invented.join(", ");
            out.note(&text!(
                "Påhittat här, för personen har det inte: {names}",
                "Invented here, for the person does not have it: {names}"
            ));
        }
        Ok(())
    })
}

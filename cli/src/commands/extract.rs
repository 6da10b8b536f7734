//! Everything that is kept of a person, as files to hand over.

use super::{
    Context,
    export::{absent, make, write},
};
use crate::{
    client::api::types,
    error::{CliError, Result},
    named::{Named, PersonRef},
    report::{document, escaped},
    text::{Lang, text, when},
};
use clap::Args;
use samverkan_domain::extract;
use serde_json::{Map, Value};
use std::path::PathBuf;

#[derive(Debug, Args)]
pub(crate) struct Extract {
    /// Id or name
    person: PersonRef,
    /// Folder to write to; it is made if it is missing
    #[arg(long, value_name = "FOLDER", default_value = ".")]
    folder: PathBuf,
    /// Language of the page; default: the person's own
    #[arg(long, value_name = "LANGUAGE", value_enum)]
    written_in: Option<Lang>,
    /// Write over files that are there
    #[arg(long)]
    force: bool,
}

pub(crate) async fn run(context: &Context<'_>, wanted: &Extract) -> Result {
    let person = wanted.person.id(context).await?;
    let known = context.api.get_person().person(person).send().await?;
    let name = known.into_inner().name;
    let paths = ["json", "html"].map(|kind| {
        wanted
            .folder
            .join(format!("registerutdrag-{person}.{kind}"))
    });
    if !context.out.json {
        if !wanted.force {
            absent(&paths)?;
        }
        context.out.confirm(&text!(
            "Allt som är sparat om {name} tas ut och skrivs till två filer som bara du kan läsa. Det noteras i loggen. Kontrollera vem som frågar innan du lämnar ut dem.",
            "Everything that is kept of {name} is taken out and written to two files that only you can read. The trail notes it. Make sure who is asking before you hand them over."
        ))?;
    }
    let language = wanted.written_in.map(|lang| match lang {
        Lang::Sv => types::Language::Sv,
        Lang::En => types::Language::En,
    });
    let call = context.api.extract_person().person(person);
    let call = call.body(types::NewPersonExtract { language });
    let made = call.send().await?.into_inner();
    context.out.show(&made, |out| {
        let not_understood = |error: String| CliError::NotUnderstood { detail: error };
        let content = made.content.as_object();
        let content = content.ok_or_else(|| not_understood("content is no object".to_owned()))?;
        let json = serde_json::to_string_pretty(&made.content);
        let json = json.map_err(|error| not_understood(error.to_string()))?;
        let lang = match made.language {
            types::Language::Sv => Lang::Sv,
            types::Language::En => Lang::En,
        };
        let html = page(lang, &made.name, &made.made_at, content);
        make(&wanted.folder)?;
        for (path, text) in paths.iter().zip([json + "\n", html]) {
            write(path, text.as_bytes())?;
            let shown = path.display();
            out.say(&text!("Skrev {shown}", "Wrote {shown}"))?;
        }
        let rules = made.rules_to_assess;
        if rules > 0 {
            out.note(&text!(
                "{rules} regler om gruppindelning nämner också någon annan och är inte med: pröva vad som kan lämnas ut (samverkan cohort rule list)",
                "{rules} rules about cohorts also name somebody else and are not in it: assess what may be given out (samverkan cohort rule list)"
            ));
        }
        Ok(())
    })
}

/// The whole page, which needs nothing else.
fn page(lang: Lang, name: &str, made_at: &str, content: &Map<String, Value>) -> String {
    let heading = lang.pick("Registerutdrag", "Access export");
    let title = escaped(&format!("{heading}: {name}"));
    let lead = escaped(lang.pick(
        "Allt som tjänsten har sparat om dig, enligt artikel 15 i dataskyddsförordningen.",
        "Everything that the service has kept about you, by article 15 of the General Data Protection Regulation.",
    ));
    let made = lang.pick("Gjort", "Made");
    let at = escaped(&when(made_at));
    let sections = extract::sections(lang.language(), content);
    let body = format!("<h1>{title}</h1>\n<p>{lead}</p>\n<p>{made} {at}</p>\n{sections}");
    document(lang.tag(), &title, &body)
}

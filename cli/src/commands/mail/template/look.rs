//! Which letters there are, what they say, and what can stand in them.

use super::{Which, Words, fetch};
use crate::{
    client::api::types,
    commands::Context,
    error::Result,
    output::{Printer, col, num},
    text::{when, yes_no},
};

pub(super) async fn list(context: &Context<'_>, offering: &str, own: bool) -> Result {
    let call = context.api.list_mail_templates().offering(offering);
    let mut all = call.send().await?.into_inner();
    all.retain(|one| !own || !one.built_in);
    context.out.show(&all, |out| {
        let wanted = out.lang.pick(types::Language::Sv, types::Language::En);
        let rows = all.iter().map(|one| {
            // In the reader's language, whichever the words are in.
            let same = |other: &&types::MailTemplate| {
                other.template == one.template && other.language == wanted
            };
            let named = all.iter().find(same).unwrap_or(one);
            vec![
                one.template.clone(),
                one.language.to_string(),
                yes_no(out.lang, !one.built_in),
                one.revision.to_string(),
                one.subject.clone(),
                named.occasion.clone(),
            ]
        });
        let columns = [
            col("Brev", "Letter"),
            col("Språk", "Language"),
            col("Egna ord", "Own words"),
            num("Version", "Version"),
            col("Ämne", "Subject"),
            col("När", "When"),
        ];
        out.table(&columns, &rows.collect::<Vec<_>>())
    })
}

pub(super) async fn show(context: &Context<'_>, which: &Which, versions: bool) -> Result {
    if versions {
        let call = context.api.list_mail_template_versions();
        let call = call.offering(&which.offering).template(&which.template);
        let all = call.language(which.language()).send().await?.into_inner();
        return context.out.show(&all, |out| {
            let rows = all.iter().map(|one| {
                vec![
                    one.revision.to_string(),
                    one.saved_at.as_ref().map(|at| when(at)).unwrap_or_default(),
                    one.saved_by.clone().unwrap_or_default(),
                    yes_no(out.lang, !one.built_in),
                    one.subject.clone(),
                ]
            });
            let columns = [
                num("Version", "Version"),
                col("Sparad", "Saved"),
                col("Av", "By"),
                col("Egna ord", "Own words"),
                col("Ämne", "Subject"),
            ];
            out.table(&columns, &rows.collect::<Vec<_>>())
        });
    }
    let found = fetch(context, which).await?;
    context.out.show(&found, |out| {
        out.raw(&Words::of(&found).text())?;
        out.line("")?;
        placeholders(out, &found)
    })
}

fn placeholders(out: &Printer, found: &types::MailTemplate) -> Result {
    let rows = found.placeholders.iter().map(|one| {
        let must = match (one.required, one.sometimes) {
            (true, _) => out.lang.pick("ja", "yes"),
            (false, true) => out.lang.pick("saknas ibland", "sometimes missing"),
            (false, false) => "",
        };
        let place = match (one.in_subject, one.in_body) {
            (true, true) => out.lang.pick("ämne, text", "subject, text"),
            (true, false) => out.lang.pick("ämne", "subject"),
            _ if one.block => out.lang.pick("eget stycke", "own paragraph"),
            _ => out.lang.pick("text", "text"),
        };
        vec![
            format!("{{{}}}", one.sv),
            format!("{{{}}}", one.en),
            must.to_owned(),
            place.to_owned(),
            one.means.clone(),
        ]
    });
    let columns = [
        col("Platshållare", "In Swedish"),
        col("På engelska", "In English"),
        col("Måste finnas", "Required"),
        col("Var", "Where"),
        col("Vad", "What"),
    ];
    out.table(&columns, &rows.collect::<Vec<_>>())
}

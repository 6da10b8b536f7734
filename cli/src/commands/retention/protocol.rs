//! The protocol of a weeding, on the terminal and as a page.

use super::{by, kind, plan};
use crate::{
    client::api::types,
    error::{CliError, Result},
    output::{Printer, col},
    report::{document, escaped},
    text::{Lang, text},
};
use std::{fmt::Write as _, path::Path};

pub(super) fn show(out: &Printer, kept: &types::WeedingProtocol, html: Option<&Path>) -> Result {
    if let Some(path) = html {
        let shown = path.display();
        std::fs::write(path, page(out.lang, kept)).map_err(|error| {
            CliError::io(
                text!("Går inte att skriva {shown}", "Cannot write {shown}"),
                error,
            )
        })?;
        out.note(&text!("Skrev {shown}", "Wrote {shown}"));
    }
    out.show(kept, |out| {
        out.line(out.lang.pick("Gallringsprotokoll", "Weeding protocol"))?;
        let facts: Vec<_> = facts(out.lang, kept).into_iter().collect();
        let columns = [
            col("Plan", "Plan"),
            col("Per", "As of"),
            col("Planerad", "Planned"),
            col("Godkänd", "Approved"),
            col("Genomförd", "Executed"),
            col("Stoppade sedan dess", "Held since"),
            col("Inte längre aktuella", "No longer due"),
            col("Summa", "Digest"),
        ];
        out.facts(&columns.into_iter().zip(facts).collect::<Vec<_>>())?;
        out.line("")?;
        for rule in &kept.rules {
            out.line(&said(out.lang, rule))?;
        }
        out.line("")?;
        plan::counts(out, &kept.weeded)
    })
}

/// In the order of the headings above.
fn facts(lang: Lang, kept: &types::WeedingProtocol) -> [String; 8] {
    let approved = kept.approved.as_ref().map(|step| by(lang, step));
    [
        kept.plan.to_string(),
        kept.as_of.clone(),
        by(lang, &kept.planned),
        approved.unwrap_or_default(),
        by(lang, &kept.executed),
        kept.held.to_string(),
        kept.no_longer_due.to_string(),
        kept.digest.clone(),
    ]
}

fn said(lang: Lang, rule: &types::WeedingRule) -> String {
    let name = kind(lang, rule.category);
    let (keep, decision) = (&rule.keep_for, &rule.decision);
    lang.pick(
        format!("{name}: sparas {keep}, enligt {decision}"),
        format!("{name}: kept {keep}, by {decision}"),
    )
}

/// The protocol as a page that needs nothing else.
fn page(lang: Lang, kept: &types::WeedingProtocol) -> String {
    let title = lang.pick("Gallringsprotokoll", "Weeding protocol");
    let names = lang.pick(
        [
            "Plan",
            "Per",
            "Planerad",
            "Godkänd",
            "Genomförd",
            "Stoppade sedan dess",
            "Inte längre aktuella",
            "Summa",
        ],
        [
            "Plan",
            "As of",
            "Planned",
            "Approved",
            "Executed",
            "Held since",
            "No longer due",
            "Digest",
        ],
    );
    let mut body = format!("<h1>{title} {}</h1>\n<dl>\n", escaped(&kept.as_of));
    for (name, value) in names.into_iter().zip(facts(lang, kept)) {
        if !value.is_empty() {
            let _ = writeln!(body, "<dt>{name}</dt><dd>{}</dd>", escaped(&value));
        }
    }
    let rules = lang.pick("Regler och beslut", "Rules and decisions");
    let _ = writeln!(body, "</dl>\n<h2>{rules}</h2>\n<ul>");
    for rule in &kept.rules {
        let _ = writeln!(body, "<li>{}</li>", escaped(&said(lang, rule)));
    }
    let weeded = lang.pick("Vad som gallrades", "What was weeded");
    let heads = lang.pick(
        [
            "Uppgifter",
            "Kurstillfälle",
            "Antal",
            "Personer",
            "Från",
            "Till",
        ],
        ["Data", "Offering", "Things", "People", "From", "To"],
    );
    let heads = heads
        .map(|head| format!("<th scope=\"col\">{head}</th>"))
        .concat();
    let _ = writeln!(
        body,
        "</ul>\n<h2>{weeded}</h2>\n<section class=\"wide\" aria-label=\"{weeded}\" tabindex=\"0\">\n<table>\n<thead><tr>{heads}</tr></thead>\n<tbody>"
    );
    for count in &kept.weeded {
        let cells = [
            count.offering.clone().unwrap_or_default(),
            count.things.to_string(),
            count.people.to_string(),
            count.first.clone(),
            count.last.clone(),
        ];
        let cells = cells
            .map(|cell| format!("<td>{}</td>", escaped(&cell)))
            .concat();
        let name = escaped(&kind(lang, count.category));
        let _ = writeln!(body, "<tr><th scope=\"row\">{name}</th>{cells}</tr>");
    }
    body += "</tbody>\n</table>\n</section>\n";
    document(lang.tag(), title, &body)
}

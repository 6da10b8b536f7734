//! An offering in numbers: bars on the terminal, pictures, or one page.

use super::{
    Context,
    plan_report::{draw, write},
};
use crate::{
    client::{api::types, given},
    error::Result,
    report::{Counted, Counts, Line},
    text::{Lang, text, when, word},
};
use clap::Args;
use std::path::PathBuf;

pub(crate) const EXAMPLES: &str = "\
The report names nobody. It can be read without colour, by screen readers, in the dark and on paper;
behind every chart stands a table. With --public it tells of no fewer than five people: other numbers
are left out, and so are those from which they could be computed.

Examples:
  samverkan report SA123A-V9001V27
  samverkan report SA123A-V9001V27 --html rapport.html --svg bilder
  samverkan report SA123A-V9001V27 --public --html offentlig.html";

#[derive(Debug, Args)]
pub(crate) struct Wanted {
    /// Code or id of the offering
    offering: String,
    /// As anybody may read it: nothing about fewer than five
    #[arg(long)]
    public: bool,
    /// HTML file to write; it needs nothing else
    #[arg(long, value_name = "FILE")]
    html: Option<PathBuf>,
    /// Folder to write the charts to, as SVG files
    #[arg(long, value_name = "FOLDER")]
    svg: Option<PathBuf>,
}

pub(crate) async fn run(context: &Context<'_>, wanted: &Wanted) -> Result {
    let call = given!(
        context.api.get_report().offering(&wanted.offering),
        public: wanted.public.then_some(true),
    );
    let report = call.send().await?.into_inner();
    let counts = counts(context.out.lang, &report);
    let mut written = Vec::new();
    if let Some(file) = &wanted.html {
        write(file, &counts.page())?;
        written.push(file.display().to_string());
    }
    if let Some(folder) = &wanted.svg {
        written.extend(draw(folder, &counts.charts())?);
    }
    context.out.show(&report, |out| {
        if !written.is_empty() {
            return written
                .iter()
                .try_for_each(|file| out.say(&text!("Skrev {file}", "Wrote {file}")));
        }
        out.line(&counts.title)?;
        for table in &counts.tables {
            out.raw(&format!("\n{}", table.terminal(out.lang, out.colour)))?;
        }
        if let Some(note) = &counts.note {
            out.line("")?;
            out.line(note)?;
        }
        Ok(())
    })
}

fn counts(lang: Lang, report: &types::OfferingReport) -> Counts {
    let fact = |sv: &str, en: &str, value: String| (lang.pick(sv, en).to_owned(), value);
    let mut tables = Vec::new();
    tables.extend(report.applications.as_ref().map(|table| {
        let about = lang.pick(
            "En stapel för varje antagningskanal, delad efter yrkesfamilj.",
            "One bar for each channel, divided by family of professions.",
        );
        let title = lang.pick("Anmälningar", "Applications");
        counted(
            lang,
            "anmalningar",
            title,
            about,
            lang.pick("Kanal", "Channel"),
            table,
        )
    }));
    tables.push(stages(lang, &report.stages));
    let several = report.mixes.len() > 1;
    for (n, mix) in report.mixes.iter().enumerate() {
        tables.push(mixed(lang, n, several, mix));
    }
    tables.extend(report.clashes.as_ref().map(|table| {
        let about = lang.pick(
            "En stapel för varje program: de som kan komma till alla möten, och de som inte kan komma till något av dem.",
            "One bar for each programme: those who can come to every meeting, and those who cannot come to one or more.",
        );
        let title = lang.pick("Krockar", "Clashes");
        counted(lang, "krockar", title, about, lang.pick("Program", "Programme"), table)
    }));
    tables.extend(report.control.as_ref().map(|control| {
        let about = lang.pick(
            "De registrerade, efter när de senast sågs till.",
            "The registered, by when they were last seen.",
        );
        let due = control.due_on.clone();
        let title = lang.pick(
            format!("Kontroll efter tre veckor, {due}"),
            format!("Control after three weeks, {due}"),
        );
        one_row(counted(
            lang,
            "kontroll",
            &title,
            about,
            lang.pick("Kurstillfälle", "Offering"),
            &control.table,
        ))
    }));
    tables.extend(report.letters.as_ref().map(|table| {
        let about = lang.pick(
            "Brev till dem som har anmälts.",
            "Letters to those who have applied.",
        );
        let title = lang.pick("Mejl", "Mail");
        one_row(counted(
            lang,
            "mejl",
            title,
            about,
            lang.pick("Kurstillfälle", "Offering"),
            table,
        ))
    }));
    let heading = if report.public {
        lang.pick("Offentlig rapport", "Public report")
    } else {
        lang.pick("Rapport", "Report")
    };
    let note = lang.pick(
        "Antal under fem visas inte (–), och inte heller andra antal som de kan räknas ut från.",
        "Numbers below five are not shown (–), nor are others from which they could be computed.",
    );
    Counts {
        lang,
        title: format!("{heading}: {} ({})", report.course, report.offering_code),
        facts: vec![
            fact(
                "Kursen börjar",
                "The course starts",
                report.starts_on.clone(),
            ),
            fact("Gjord", "Made", when(&report.made_at)),
        ],
        tables,
        note: report.public.then(|| note.to_owned()),
    }
}

/// What a column or a stage is called.
fn label(lang: Lang, what: &str) -> String {
    match what {
        "applied" => lang.pick("Anmälda", "Applied"),
        "eligible" => lang.pick("Behöriga, eller inte prövade", "Eligible, or not examined"),
        "offered" => lang.pick("Erbjudna plats", "Offered a place"),
        "accepted" => lang.pick(
            "Tackat ja, eller inte tillfrågade",
            "Accepted, or not asked",
        ),
        "registered" => lang.pick("Registrerade", "Registered"),
        "still_there" => lang.pick("Kvar efter tre veckor", "Still there after three weeks"),
        "free" => lang.pick("kan alltid", "can always come"),
        "hindered" => lang.pick("krockar", "clash"),
        other => return word(lang, other),
    }
    .to_owned()
}

fn line(name: &str, counts: &[types::ReportCount], total: Option<i64>) -> Line {
    Line {
        name: name.to_owned(),
        counts: counts.iter().map(|one| one.count).collect(),
        total,
    }
}

fn counted(
    lang: Lang,
    name: &str,
    title: &str,
    about: &str,
    rows_are: &str,
    table: &types::ReportTable,
) -> Counted {
    let columns = table.counts.iter().map(|one| label(lang, &one.what));
    let rows = table.rows.iter();
    Counted {
        name: name.to_owned(),
        title: title.to_owned(),
        about: about.to_owned(),
        rows_are: rows_are.to_owned(),
        columns: columns.collect(),
        rows: rows
            .map(|row| line(&row.name, &row.counts, row.total))
            .collect(),
        sum: Some(line(lang.pick("Alla", "All"), &table.counts, table.total)),
        totals: true,
    }
}

/// The sums of one row are the row.
fn one_row(table: Counted) -> Counted {
    Counted { sum: None, ..table }
}

fn stages(lang: Lang, stages: &[types::ReportCount]) -> Counted {
    let row = |stage: &types::ReportCount| Line {
        name: label(lang, &stage.what),
        counts: vec![stage.count],
        total: None,
    };
    Counted {
        name: "steg".to_owned(),
        title: lang.pick("Så långt har de kommit", "How far they have come").to_owned(),
        about: lang
            .pick(
                "En stapel för varje steg från anmälan till kurs. Varje steg är en del av det förra.",
                "One bar for each step from application to course. Each is a part of the one before.",
            )
            .to_owned(),
        rows_are: lang.pick("Steg", "Step").to_owned(),
        columns: vec![lang.pick("Anmälningar", "Applications").to_owned()],
        rows: stages.iter().map(row).collect(),
        sum: None,
        totals: false,
    }
}

/// Cohorts by code; where there is a before, two rows each.
fn mixed(lang: Lang, n: usize, several: bool, mix: &types::ReportMix) -> Counted {
    let title = match (mix.proposed, mix.before.is_some()) {
        (true, _) => lang.pick("Grupperna, som förslaget gör dem", "Cohorts, as proposed"),
        (false, true) => lang.pick("Grupperna, före och efter", "Cohorts, before and after"),
        (false, false) => lang.pick("Grupperna", "Cohorts"),
    };
    let title = if several {
        format!("{title}: {}", mix.set_name)
    } else {
        title.to_owned()
    };
    let about = lang.pick(
        "En stapel för varje grupp, delad efter yrkesfamilj.",
        "One bar for each cohort, divided by family of professions.",
    );
    let name = if n == 0 {
        "grupper".to_owned()
    } else {
        format!("grupper-{}", n + 1)
    };
    let table = counted(
        lang,
        &name,
        &title,
        about,
        lang.pick("Grupp", "Cohort"),
        &mix.after,
    );
    let Some(before) = &mix.before else {
        return table;
    };
    let when = |name: &str, sv: &str, en: &str| format!("{name} {}", lang.pick(sv, en));
    let mut rows: Vec<(String, u8, Line)> = Vec::new();
    for row in &before.rows {
        let name = when(&row.name, "före", "before");
        rows.push((row.name.clone(), 0, line(&name, &row.counts, row.total)));
    }
    for row in &mix.after.rows {
        let name = when(&row.name, "efter", "after");
        rows.push((row.name.clone(), 1, line(&name, &row.counts, row.total)));
    }
    rows.sort_by(|a, b| (&a.0, a.1).cmp(&(&b.0, b.1)));
    Counted {
        rows: rows.into_iter().map(|(.., line)| line).collect(),
        sum: None,
        ..table
    }
}

//! Taking lists out of the service: groups for learning platforms, lists for the register of studies and for the door.
//!
//! Files leave the service and are passed on, so nobody's protection depends on who made them: whoever is protected
//! stands under an alias in every list, and in no file of accounts. The trail says who took out what, and how many
//! people were in it.

mod gather;
mod origin;
mod paper;
pub(super) mod people;

use super::{Caller, Permission, catalogue};
use crate::{
    app::App,
    error::{Error, Result},
    store::{Tx, catalogue::OfferingRow, person::PersonRow},
};
use gather::{host, listed, partition, seen};
use people::Names;
use samverkan_domain::{
    export::{
        self, Account, File, Group, LeftOut, Member,
        people::PersonLine,
        workbook::{self, Contents},
    },
    fact::Fact,
    person::Language,
};
use serde::Serialize;
use serde_json::json;

/// What is taken out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ExportKind {
    /// Groups and their members for Blackboard Learn.
    Blackboard,
    /// Members of groups for Canvas.
    Canvas,
    /// Upprop: who is expected.
    Rollcall,
    /// What the register of studies asks for.
    Registration,
    /// Who was there when.
    Attendance,
    /// Everybody with an application that lives, to be edited in a spreadsheet and imported again.
    People,
    /// Name signs, to print and cut out.
    NameSigns,
    /// Certificates of participation for places under contracts, to print and sign.
    Certificates,
}

#[derive(Debug, Clone)]
pub struct ExportRequest {
    pub kind: ExportKind,
    /// Which partition; left out: the one there is.
    pub set_name: Option<String>,
    pub account: Account,
    /// Of lists. The people are always a workbook, and files for platforms never one.
    pub format: ListFormat,
    /// Of headings and words in lists.
    pub language: Language,
}

/// What a list is taken out as.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ListFormat {
    #[default]
    Csv,
    Workbook,
}

pub struct Export {
    pub files: Vec<File>,
    /// How many stand in the files.
    pub people: usize,
    pub left_out: LeftOut,
}

/// Makes the files.
pub async fn export(
    app: &App,
    caller: &Caller,
    offering: &str,
    request: &ExportRequest,
) -> Result<Export> {
    caller.require(Permission::ReadPeople)?;
    let mut tx = app.write(caller).await?;
    let offering = catalogue::find_offering(&mut tx, offering).await?;
    let export = match request.kind {
        ExportKind::Blackboard | ExportKind::Canvas => groups(&mut tx, &offering, request).await?,
        ExportKind::NameSigns | ExportKind::Certificates => {
            paper::paper(app, &mut tx, &offering, request).await?
        }
        _ => list(app, &mut tx, caller, &offering, request).await?,
    };
    tx.record(
        Fact::new("people.exported", "offering", offering.id).after(json!({
            "kind": request.kind,
            "people": export.people,
            "left_out": export.left_out.protected
                + export.left_out.without_account
                + export.left_out.not_seen,
        })),
    );
    app.commit(tx).await?;
    Ok(export)
}

async fn groups(tx: &mut Tx, offering: &OfferingRow, request: &ExportRequest) -> Result<Export> {
    let host = host(offering);
    let Some(partition) = partition(tx, host, request.set_name.as_deref()).await? else {
        return Err(Error::refused(
            "no-cohorts-yet",
            "Det finns inga grupper att exportera. Gör och fastställ en gruppindelning först.",
            "There are no cohorts to export. Make a partition and commit it first.",
        ));
    };
    let people = tx.people_concerned(host).await?;
    let member = |row: &PersonRow| {
        Some(Member {
            group: partition.places.get(&row.id)?.clone(),
            protected: row.is_protected(),
            address: row.address.clone(),
        })
    };
    let mut members: Vec<Member> = people.iter().filter_map(member).collect();
    // By group and account: the same people give the same file.
    members.sort_by(|a, b| (&a.group, &a.address).cmp(&(&b.group, &b.address)));
    let prefix = &offering.code;
    let (files, left_out) = match request.kind {
        ExportKind::Blackboard => {
            let cohorts = partition.cohorts.iter().map(|cohort| Group {
                code: cohort.code.clone(),
                description: String::new(),
            });
            let groups: Vec<Group> = cohorts.collect();
            let set = &partition.set.name;
            export::blackboard(prefix, set, &groups, &members, request.account)
        }
        _ => export::canvas(prefix, &members, request.account),
    };
    Ok(Export {
        files,
        people: members.len() - left_out.protected - left_out.without_account,
        left_out,
    })
}

async fn list(
    app: &App,
    tx: &mut Tx,
    caller: &Caller,
    offering: &OfferingRow,
    request: &ExportRequest,
) -> Result<Export> {
    let (language, set_name) = (request.language, request.set_name.as_deref());
    let (list, fixed, choices) = if request.kind == ExportKind::People {
        let names = Names::load(tx, offering, set_name).await?;
        let shown = people::shown(tx, offering, &names, true).await?;
        let lines: Vec<PersonLine> = shown.into_iter().map(|shown| shown.line).collect();
        let list = export::people::list(&lines);
        (list, export::people::fixed(), names.choices())
    } else {
        let people = listed(tx, offering, set_name).await?;
        let list = match request.kind {
            ExportKind::Registration => export::registration(&offering.code, &people, language),
            ExportKind::Attendance => export::attendance(&people, language),
            _ => export::rollcall(&people, language),
        };
        (list, Vec::new(), Vec::new())
    };
    let people = list.rows.len().saturating_sub(1);
    let name = format!("{}-{}", offering.code, list.name);
    let workbook = request.format == ListFormat::Workbook || request.kind == ExportKind::People;
    let file = if workbook {
        let origin = origin::origin(app, caller, offering, request, people);
        let contents = Contents {
            sheet: origin::title(request.kind, language),
            rows: &list.rows,
            fixed: &fixed,
            choices: &choices,
            origin: (origin::sheet(language), &origin),
            made_at: app.clock.now().as_second(),
        };
        let bytes = workbook::write(&contents).map_err(Error::internal)?;
        File::workbook(format!("{name}.xlsx"), bytes)
    } else {
        File::text(format!("{name}.csv"), list.csv())
    };
    Ok(Export {
        files: vec![file],
        people,
        left_out: LeftOut::default(),
    })
}

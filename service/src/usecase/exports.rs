//! Taking lists out of the service: groups for learning platforms, lists for the register of studies and for the door.
//!
//! Files leave the service and are passed on, so nobody's protection depends on who made them: whoever is protected
//! stands under an alias in every list, and in no file of accounts. The trail says who took out what, and how many
//! people were in it.

mod origin;
mod paper;
pub(super) mod people;

use super::{Caller, Permission, catalogue, enrolment::rollcall::own_places, people::Families};
use crate::{
    app::App,
    error::{Error, Result},
    store::{
        Tx,
        catalogue::OfferingRow,
        cohort::{CohortRow, CohortSetRow},
        person::{PersonFilter, PersonRow},
    },
};
use people::Names;
use samverkan_domain::{
    application::RegistrationKind,
    export::{
        self, Account, File, Group, LeftOut, Listed, Meeting, Member, Seen,
        people::PersonLine,
        workbook::{self, Contents},
    },
    fact::Fact,
    id::{CohortSetId, OfferingId},
    person::Language,
};
use serde::Serialize;
use serde_json::json;
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

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

/// A partition in force.
struct Partition {
    set: CohortSetRow,
    cohorts: Vec<CohortRow>,
    /// Cohort code by person.
    places: BTreeMap<Uuid, String>,
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

/// The offering's own people who take part, in Swedish order of the name they are shown by.
async fn listed(
    tx: &mut Tx,
    offering: &OfferingRow,
    set_name: Option<&str>,
) -> Result<Vec<Listed>> {
    let id = offering.offering();
    let partition = partition(tx, host(offering), set_name).await?;
    let families = Families::load(tx).await?;
    let mut seen = seen(tx, offering).await?;
    let places = own_places(tx, id).await?.into_iter();
    let mut places: BTreeMap<Uuid, _> = places.map(|row| (row.person_id, row)).collect();
    let filter = PersonFilter {
        offering: Some(id.0),
        ..PersonFilter::default()
    };
    let mut listed = Vec::with_capacity(places.len());
    for sorted in tx.people(&filter, i64::MAX).await? {
        let person = sorted.person;
        let Some(place) = places.remove(&person.id) else {
            continue;
        };
        let open = !person.is_protected();
        let family = families.of(person.profession.as_deref(), person.programme.as_deref());
        let kind = RegistrationKind::parse(&place.registration_kind);
        listed.push(Listed {
            name: person.shown_name(),
            // Profession, school and hour together tell who somebody is.
            family: family.filter(|_| open),
            address: person.address.filter(|_| open),
            state: place.state()?,
            registration: kind.ok_or_else(|| Error::internal("unknown kind of registration"))?,
            unmet_condition: place.condition_text.filter(|_| !place.condition_met),
            cohort: partition
                .as_ref()
                .and_then(|partition| partition.places.get(&person.id).cloned()),
            seen: seen.remove(&place.id).unwrap_or_default(),
        });
    }
    Ok(listed)
}

/// When the offering's people were seen, by application: at which meeting, where it is known.
async fn seen(tx: &mut Tx, offering: &OfferingRow) -> Result<BTreeMap<Uuid, Vec<Seen>>> {
    let id = offering.offering();
    let mut sessions: BTreeMap<Uuid, Meeting> = BTreeMap::new();
    for of in BTreeSet::from([id.0, host(offering).0]) {
        for row in tx.sessions(OfferingId(of)).await? {
            let (_, starts) = row.starts_wall.split_once('T').unwrap_or_default();
            let meeting = Meeting {
                starts: starts.chars().take(5).collect(),
                title: row.title,
            };
            sessions.insert(row.id, meeting);
        }
    }
    let day = |text: &str| text.parse().map_err(Error::internal);
    let mut seen: BTreeMap<Uuid, Vec<Seen>> = BTreeMap::new();
    let meetings = tx.meeting_presence(id).await?;
    for one in &meetings {
        seen.entry(one.application_id).or_default().push(Seen {
            day: day(&one.on_day)?,
            kind: "meeting".to_owned(),
            meeting: sessions.get(&one.session_id).cloned(),
        });
    }
    let known: BTreeSet<(Uuid, &str)> = meetings
        .iter()
        .map(|one| (one.application_id, &*one.on_day))
        .collect();
    for note in tx.presence(id).await? {
        let told = note.kind == "meeting" && known.contains(&(note.application_id, &note.on_day));
        if !told {
            seen.entry(note.application_id).or_default().push(Seen {
                day: day(&note.on_day)?,
                kind: note.kind,
                meeting: None,
            });
        }
    }
    Ok(seen)
}

/// The offering whose cohorts its people are in.
fn host(offering: &OfferingRow) -> OfferingId {
    offering.cohorts_of.map_or(offering.offering(), OfferingId)
}

/// The partition that is asked for, or the one there is. Of several, the one of mixed cohorts, if that is one.
async fn partition(
    tx: &mut Tx,
    offering: OfferingId,
    name: Option<&str>,
) -> Result<Option<Partition>> {
    let sets = tx.cohort_sets(offering).await?;
    let names = sets.iter().map(|set| set.name.clone());
    let names = names.collect::<Vec<_>>().join(", ");
    let mut wanted: Vec<CohortSetRow> = match name {
        Some(name) => sets.into_iter().filter(|set| set.name == name).collect(),
        None if sets.len() > 1 => sets.into_iter().filter(|set| set.kind == "mixed").collect(),
        None => sets,
    };
    let set = match (wanted.pop(), wanted.is_empty(), name) {
        (Some(set), true, _) => set,
        (None, _, None) if names.is_empty() => return Ok(None),
        _ => {
            return Err(Error::invalid(
                "/set_name",
                "no-such-set",
                format!("Säg vilken gruppindelning du menar. Det finns: {names}."),
                format!("Say which partition you mean. There are: {names}."),
            ));
        }
    };
    let cohorts = tx.cohorts(CohortSetId(set.id)).await?;
    let code = |id| cohorts.iter().find(|c| c.id == id).map(|c| c.code.clone());
    let members = tx.members(CohortSetId(set.id)).await?;
    let places = members.iter();
    let places = places
        .filter_map(|m| Some((m.person_id, code(m.cohort_id)?)))
        .collect();
    Ok(Some(Partition {
        set,
        cohorts,
        places,
    }))
}

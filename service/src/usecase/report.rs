//! The report of an offering: who has applied, how far they came, how cohorts are mixed, what
//! clashes, who is still there, whether letters arrive.
//!
//! Counts only. The report for the public leaves out what would tell about few
//! (`domain/disclosure.rs`); who is protected is counted like everybody and named nowhere. The trail
//! says who took out which.

mod clashes;
mod mix;

use super::{Caller, Permission, catalogue::find_offering, overview, people::Families};
use crate::{
    app::App,
    clock::day,
    error::{Error, Result},
    store::{Tx, as_word, catalogue::OfferingRow},
};
use jiff::{Timestamp, civil::Date};
use samverkan_domain::{
    admission::follow_up::{self, Presence},
    disclosure::{Counts, Sizes, public_steps},
    fact::Fact,
    id::OfferingId,
    person::Language,
    profession::ProfessionFamily,
};
use serde_json::json;

/// How far applications come, in order.
pub const STAGES: [&str; 6] = [
    "applied",
    "eligible",
    "offered",
    "accepted",
    "registered",
    "still_there",
];
/// The column of those whose profession is not known.
const UNKNOWN: &str = "unknown";

/// A table of people, or of letters.
#[derive(Debug, Clone)]
pub struct Table {
    pub columns: Vec<String>,
    /// What each row is called.
    pub rows: Vec<String>,
    pub counts: Counts,
}

/// How a partition is mixed.
#[derive(Debug, Clone)]
pub struct Mix {
    pub set_name: String,
    /// Whether `after` is proposed and not in force.
    pub proposed: bool,
    /// In force, or what the last commit replaced; missing in public, and where there is none.
    pub before: Option<Table>,
    pub after: Table,
}

/// The three-week control.
#[derive(Debug, Clone)]
pub struct Control {
    pub due_on: Date,
    pub table: Table,
}

#[derive(Debug, Clone)]
pub struct Report {
    pub offering: OfferingRow,
    pub starts_on: Date,
    pub course: String,
    pub made_at: Timestamp,
    pub public: bool,
    /// By channel and family.
    pub applications: Option<Table>,
    /// As many as [`STAGES`].
    pub stages: Vec<Option<u64>>,
    pub mixes: Vec<Mix>,
    /// Who can always come and who cannot, by programme.
    pub clashes: Option<Table>,
    pub control: Option<Control>,
    pub letters: Option<Table>,
}

/// What is told to whom.
struct Telling {
    public: bool,
    sizes: Sizes,
}

impl Telling {
    /// A table of people. In public it is left out whole where its sum, beside what has been told
    /// before, would tell about few.
    fn table(&mut self, columns: Vec<String>, rows: Vec<(String, Vec<u64>)>) -> Option<Table> {
        let (rows, cells): (Vec<_>, Vec<_>) = rows.into_iter().unzip();
        let counts = if self.public {
            let counts = Counts::public(&cells);
            self.sizes.tell(counts.all?).then_some(counts)?
        } else {
            Counts::whole(&cells)
        };
        Some(Table {
            columns,
            rows,
            counts,
        })
    }

    /// Steps, of which each holds some of the one before.
    fn steps(&mut self, steps: &[u64]) -> Vec<Option<u64>> {
        if !self.public {
            return steps.iter().copied().map(Some).collect();
        }
        let told = public_steps(steps).into_iter();
        told.map(|step| step.filter(|step| self.sizes.tell(*step)))
            .collect()
    }
}

/// Makes the report; `public`: as anybody may read it.
pub async fn make(
    app: &App,
    caller: &Caller,
    offering: &str,
    public: bool,
    language: Language,
) -> Result<Report> {
    caller.require(Permission::ReadPeople)?;
    caller.require(Permission::ReadMail)?;
    let mut tx = app.write(caller).await?;
    let offering = find_offering(&mut tx, offering).await?;
    let mut telling = Telling {
        public,
        sizes: Sizes::default(),
    };
    let stages = stages(&mut tx, &mut telling, &offering).await?;
    let course = match language {
        Language::Sv => offering.title_sv.clone(),
        Language::En => offering.title_en.clone(),
    };
    let report = Report {
        starts_on: offering.dates()?.starts_on,
        course,
        made_at: tx.now(),
        public,
        applications: applications(&mut tx, &mut telling, &offering, language).await?,
        mixes: mix::mixes(&mut tx, &mut telling, host(&offering)).await?,
        clashes: clashes::by_programme(&mut tx, &mut telling, caller, &offering).await?,
        control: control(&mut tx, &mut telling, &offering, day(app.clock.now())).await?,
        letters: letters(&mut tx, public, &offering).await?,
        stages,
        offering,
    };
    let offering = &report.offering;
    tx.record(
        Fact::new("offering.reported", "offering", offering.id).after(json!({ "public": public })),
    );
    app.commit(tx).await?;
    Ok(report)
}

/// Whose cohorts they are.
fn host(offering: &OfferingRow) -> OfferingId {
    offering.cohorts_of.map_or(offering.offering(), OfferingId)
}

fn count(people: i64) -> u64 {
    u64::try_from(people).unwrap_or_default()
}

/// The families and those of none, as columns.
fn families() -> Vec<String> {
    let families = ProfessionFamily::ALL.into_iter().map(as_word);
    families.chain([UNKNOWN.to_owned()]).collect()
}

/// The place of a family among the columns.
fn column(family: Option<ProfessionFamily>) -> usize {
    let known = ProfessionFamily::ALL.len();
    family.map_or(known, |family| {
        let mut all = ProfessionFamily::ALL.into_iter();
        all.position(|one| one == family).unwrap_or(known)
    })
}

fn by_family(counts: impl IntoIterator<Item = (Option<ProfessionFamily>, u64)>) -> Vec<u64> {
    let mut cells = vec![0; ProfessionFamily::ALL.len() + 1];
    for (family, people) in counts {
        cells[column(family)] += people;
    }
    cells
}

async fn applications(
    tx: &mut Tx,
    telling: &mut Telling,
    offering: &OfferingRow,
    language: Language,
) -> Result<Option<Table>> {
    let channels = overview::count(tx, offering).await?;
    let rows = channels.into_iter().map(|channel| {
        let title = channel.title.in_language(language);
        let name = match &channel.code {
            code if code == title => code.clone(),
            code => format!("{title} ({code})"),
        };
        let counts = channel.applied.into_iter();
        (
            name,
            by_family(counts.map(|(family, n)| (family, count(n)))),
        )
    });
    Ok(telling.table(families(), rows.collect()))
}

async fn stages(
    tx: &mut Tx,
    telling: &mut Telling,
    offering: &OfferingRow,
) -> Result<Vec<Option<u64>>> {
    let mut steps = [0; STAGES.len()];
    for (reached, people) in tx.reached(offering.offering()).await? {
        let reached = usize::try_from(reached).unwrap_or_default();
        let passed = steps.iter_mut().take(reached + 1);
        passed.for_each(|step| *step += count(people));
    }
    Ok(telling.steps(&steps))
}

async fn control(
    tx: &mut Tx,
    telling: &mut Telling,
    offering: &OfferingRow,
    today: Date,
) -> Result<Option<Control>> {
    let starts_on = offering.dates()?.starts_on;
    let (first, last) = (starts_on.to_string(), today.to_string());
    let mut cells = vec![0; 3];
    let seen = tx.last_seen_counts(offering.offering(), &first, &last);
    for (seen, people) in seen.await? {
        let seen = seen.map(|on| on.parse::<Date>().map_err(Error::internal));
        let at = match follow_up::presence(seen.transpose()?, today) {
            Presence::Present => 0,
            Presence::Fading => 1,
            Presence::Silent => 2,
        };
        cells[at] += count(people);
    }
    if cells.iter().all(|people| *people == 0) {
        return Ok(None);
    }
    let columns = ["present", "fading", "silent"].map(str::to_owned);
    let table = telling.table(columns.into(), vec![(offering.code.clone(), cells)]);
    Ok(table.map(|table| Control {
        due_on: follow_up::due_on(starts_on),
        table,
    }))
}

/// Letters, which are not people: beside numbers of people they tell nothing.
async fn letters(tx: &mut Tx, public: bool, offering: &OfferingRow) -> Result<Option<Table>> {
    let found = tx.letter_counts(offering.offering()).await?;
    let cells = [found.delivered, found.waiting, found.failed].map(count);
    let columns = ["delivered", "waiting", "failed"].map(str::to_owned);
    let mut telling = Telling {
        public,
        sizes: Sizes::default(),
    };
    Ok(telling.table(columns.into(), vec![(offering.code.clone(), cells.into())]))
}

//! What a rule would do, without doing it: when, whom, and why not the others.

use super::{
    Rule, Wish,
    change::read,
    find,
    gather::{Gathered, gather},
};
use crate::{
    app::App,
    error::{Error, Result},
    usecase::{
        Caller, Permission,
        catalogue::find_offering,
        people::{Families, view},
    },
};
use jiff::Timestamp;
use samverkan_domain::{
    id::PersonId,
    reminder::{LeftOut, Moment, Occurrence, Standing, recipients},
};
use std::collections::BTreeSet;
use uuid::Uuid;

/// What a rule would do.
#[derive(Debug, Clone)]
pub struct DryRun {
    pub occurrences: Vec<OccurrenceView>,
    /// Of the occurrence that is asked for, or the next; of answers, of all that are to come.
    pub people: Vec<PersonView>,
}

/// One time that it goes off.
#[derive(Debug, Clone)]
pub struct OccurrenceView {
    pub key: String,
    /// Of a meeting, its title.
    pub about: Option<String>,
    pub moment: Timestamp,
    pub fires_at: Timestamp,
    pub standing: Standing,
    /// How many would be reminded, as things are now.
    pub people: i64,
}

/// Somebody, and whether they are reminded.
#[derive(Debug, Clone)]
pub struct PersonView {
    pub person: PersonId,
    /// Name, or alias.
    pub name: String,
    pub occurrence: String,
    pub fires_at: Timestamp,
    /// Why not.
    pub left_out: Option<LeftOut>,
}

/// What a rule that is kept would do.
pub async fn dry_run(
    app: &App,
    caller: &Caller,
    offering: &str,
    name: &str,
    occurrence: Option<&str>,
) -> Result<DryRun> {
    caller.require(Permission::ReadMail)?;
    let mut tx = app.read().await?.at(app.clock.now());
    let offering = find_offering(&mut tx, offering).await?;
    let row = find(&mut tx, &offering, name).await?;
    let rule = Rule::read(&row)?;
    let gathered = gather(&mut tx, offering, &rule, Some(row.id)).await?;
    let families = Families::load(&mut tx).await?;
    shown(app, caller, &rule, &gathered, &families, occurrence)
}

/// What a rule would do that is not kept yet.
pub async fn dry_run_of(
    app: &App,
    caller: &Caller,
    offering: &str,
    wish: &Wish,
    occurrence: Option<&str>,
) -> Result<DryRun> {
    caller.require(Permission::ReadMail)?;
    let mut tx = app.read().await?.at(app.clock.now());
    let offering = find_offering(&mut tx, offering).await?;
    let row = read(&mut tx, &offering, "x", wish, app.clock.now()).await?;
    let rule = Rule::read(&row)?;
    let gathered = gather(&mut tx, offering, &rule, None::<Uuid>).await?;
    let families = Families::load(&mut tx).await?;
    shown(app, caller, &rule, &gathered, &families, occurrence)
}

fn shown(
    app: &App,
    caller: &Caller,
    rule: &Rule,
    gathered: &Gathered,
    families: &Families,
    wanted: Option<&str>,
) -> Result<DryRun> {
    let now = app.clock.now();
    let of = |occurrence: &Occurrence| {
        let Gathered {
            moments,
            people,
            told,
            ..
        } = gathered;
        recipients(&rule.audience, occurrence, moments, people, told, now)
    };
    let (mut occurrences, mut to_come) = (Vec::new(), Vec::new());
    for occurrence in &gathered.occurrences {
        let fired = gathered.fired.contains(&occurrence.key);
        let standing = occurrence.standing(now, rule.counts_from, fired);
        let reminded = of(occurrence)
            .iter()
            .filter(|(_, why)| why.is_none())
            .count();
        if matches!(standing, Standing::Waits | Standing::Due) {
            to_come.push(occurrence);
        }
        let meeting = super::gather::meeting_of(occurrence);
        let meeting = meeting.and_then(|id| gathered.meetings.get(&id));
        occurrences.push(OccurrenceView {
            key: occurrence.key.clone(),
            about: meeting.map(|session| session.title.clone()),
            moment: occurrence.moment,
            fires_at: occurrence.fires_at,
            standing,
            people: i64::try_from(reminded).unwrap_or(i64::MAX),
        });
    }
    let chosen: Vec<&Occurrence> = match wanted {
        Some(key) => {
            let found = gathered.occurrences.iter().find(|one| one.key == key);
            vec![found.ok_or(Error::NotFound { what: "occurrence" })?]
        }
        None if rule.moment == Moment::AnswerBy => to_come,
        None => to_come.into_iter().take(1).collect(),
    };
    let mut people = Vec::new();
    let mut once: BTreeSet<PersonId> = BTreeSet::new();
    for occurrence in chosen {
        for (person, left_out) in of(occurrence) {
            // Who has another time to answer stands there; who is not meant at all, once.
            let elsewhere = left_out == Some(LeftOut::AnotherOccurrence)
                && rule.moment == Moment::AnswerBy
                && wanted.is_none();
            if elsewhere || (left_out == Some(LeftOut::NotMeant) && !once.insert(person)) {
                continue;
            }
            let Some(row) = gathered.rows.get(&person.0) else {
                continue;
            };
            people.push(PersonView {
                person,
                name: view(app, caller, &row.person, families).name,
                occurrence: occurrence.key.clone(),
                fires_at: occurrence.fires_at,
                left_out,
            });
        }
    }
    people.sort_by_key(|one| (one.left_out, one.fires_at, one.person));
    Ok(DryRun {
        occurrences,
        people,
    })
}

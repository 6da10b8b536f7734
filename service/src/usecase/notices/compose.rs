//! The letter that a person gets about what is new.

use super::Notice;
use crate::{
    error::{Error, Result},
    mail::letter::{CourseNews, Letter, Said, SessionNews, Slot},
    store::{Tx, catalogue::OfferingRow, person::PersonRow},
    usecase::{enrolment, wordings::Wordings},
};
use samverkan_domain::{
    id::{CohortId, OfferingId},
    notice::{self, News},
    schedule::{Field, Session, SessionState},
};
use std::collections::{BTreeMap, btree_map::Entry};
use uuid::Uuid;

/// What letters about some notices need: their offerings and the codes of their cohorts.
#[derive(Default)]
pub(super) struct Setting {
    offerings: BTreeMap<Uuid, OfferingRow>,
    cohorts: BTreeMap<Uuid, String>,
    /// By the code of the offering.
    wordings: BTreeMap<String, Wordings>,
}

impl Setting {
    pub(super) async fn of(tx: &mut Tx, notices: &[Notice]) -> Result<Self> {
        let mut setting = Self::default();
        for notice in notices {
            setting.offering(tx, notice.after.offering).await?;
            if let Some(cohort) = notice.after.cohort {
                setting.cohort(tx, cohort).await?;
            }
        }
        Ok(setting)
    }

    async fn offering(&mut self, tx: &mut Tx, id: OfferingId) -> Result<()> {
        if let Entry::Vacant(place) = self.offerings.entry(id.0) {
            let row = tx.offering_by_id(id).await?;
            let row = place.insert(row.ok_or(Error::NotFound { what: "offering" })?);
            let words = Wordings::of(tx, &row.code).await?;
            self.wordings.insert(row.code.clone(), words);
        }
        Ok(())
    }

    async fn cohort(&mut self, tx: &mut Tx, id: CohortId) -> Result<()> {
        if let Entry::Vacant(place) = self.cohorts.entry(id.0) {
            let row = tx.cohort(id).await?;
            place.insert(row.ok_or(Error::NotFound { what: "cohort" })?.code);
        }
        Ok(())
    }

    /// The letter to a person about these notices, all of which are for that person: course by
    /// course, in order of time.
    pub(super) fn letter(&self, person: &PersonRow, notices: &[&Notice]) -> Letter {
        let mut courses: BTreeMap<(&str, Uuid), Vec<&Notice>> = BTreeMap::new();
        for notice in notices {
            let id = notice.after.offering.0;
            let code = self.offerings.get(&id).map_or("", |row| &*row.code);
            courses.entry((code, id)).or_default().push(notice);
        }
        let courses = courses.into_iter().map(|((code, id), mut notices)| {
            notices.sort_by_key(|notice| (told(notice).starts.instant(), notice.id));
            let course = self.offerings.get(&id);
            CourseNews {
                course: course.map_or_else(String::new, |row| enrolment::course_title(row, person)),
                offering_code: code.to_owned(),
                sessions: notices
                    .iter()
                    .map(|one| self.session(one, person))
                    .collect(),
            }
        });
        let letter = Letter::ScheduleNews {
            courses: courses.collect(),
        };
        let code = letter.offering_code();
        match code.and_then(|code| self.wordings.get(&code)) {
            Some(words) => words.word(letter, person),
            None => letter,
        }
    }

    fn session(&self, notice: &Notice, person: &PersonRow) -> SessionNews {
        let shown = told(notice);
        let cohort = shown.cohort.and_then(|id| self.cohorts.get(&id.0));
        SessionNews {
            news: notice.news,
            title: shown.title.clone(),
            cohort: cohort.cloned(),
            slot: slot(shown),
            reason: match &notice.after.state {
                SessionState::Cancelled { reason, .. } => Some(reason.clone()),
                _ => None,
            },
            said: said(notice, person.is_protected()),
        }
    }
}

/// The session as the letter tells of it. What people never heard of, a move just before it was
/// cancelled, they need not hear of now.
fn told(notice: &Notice) -> &Session {
    match (notice.news, &notice.before) {
        (News::Cancelled | News::Unsettled, Some(before)) => before,
        _ => &notice.after,
    }
}

fn slot(session: &Session) -> Slot {
    Slot {
        starts_at: session.starts.instant(),
        ends_at: session.ends.instant(),
    }
}

/// What is told line by line. Place and link of a session are not written to a protected person,
/// whose calendar does not show them either.
fn said(notice: &Notice, withhold: bool) -> Vec<Said> {
    let after = &notice.after;
    let mut said = match (notice.news, &notice.before) {
        (News::Cancelled | News::Unsettled, _) => Vec::new(),
        (News::Changed | News::Revived, Some(before)) => {
            let changes = notice::changes(Some(before), after);
            let mut fields: Vec<Field> = changes.iter().map(|change| change.field).collect();
            // Start and end are one time.
            if fields.contains(&Field::Starts) {
                fields.retain(|field| *field != Field::Ends);
            }
            let said = fields
                .into_iter()
                .filter_map(|field| line(field, before, after));
            said.collect()
        }
        _ => whole(after),
    };
    if withhold {
        let hidden = |one: &Said| {
            matches!(
                one,
                Said::At { .. } | Said::Place { .. } | Said::Link { .. }
            )
        };
        if said.iter().any(hidden) {
            said.retain(|one| !hidden(one));
            said.push(Said::Withheld);
        }
    }
    said
}

/// What is told of a session that is new.
fn whole(session: &Session) -> Vec<Said> {
    let place = session.place.clone().map(|place| Said::At { place });
    let link = session.online_url.clone();
    let link = link.map(|link| Said::Link { after: Some(link) });
    let compulsory = session
        .compulsory
        .then_some(Said::Compulsory { after: true });
    place.into_iter().chain(link).chain(compulsory).collect()
}

fn line(field: Field, before: &Session, after: &Session) -> Option<Said> {
    Some(match field {
        Field::Starts | Field::Ends => Said::Time {
            before: slot(before),
        },
        Field::Title => Said::Title {
            before: before.title.clone(),
        },
        Field::Place => Said::Place {
            before: before.place.clone(),
            after: after.place.clone(),
        },
        Field::OnlineUrl => Said::Link {
            after: after.online_url.clone(),
        },
        Field::Mode => Said::Mode { after: after.mode },
        Field::Teacher => Said::Teacher {
            before: before.teacher.clone(),
            after: after.teacher.clone(),
        },
        Field::Compulsory => Said::Compulsory {
            after: after.compulsory,
        },
        Field::State => return None,
    })
}

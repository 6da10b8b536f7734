//! What a feed's address shows.

use super::{FeedKind, kind_of, language_of};
use crate::{
    app::App,
    error::Result,
    secrets::sha256,
    store::{Tx, feed::FeedRow, session::FeedSessionRow},
    usecase::schedule,
};
use samverkan_domain::{
    calendar::{FeedView, SessionView},
    id::{CohortId, OfferingId, PersonId},
};

/// What of a session is not for the reader of a feed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Withheld {
    Nothing,
    Link,
    PlaceAndLink,
}

/// What became of an address that a person has opened.
#[derive(Debug, Clone)]
pub enum Opened {
    Live(FeedView),
    Revoked,
    Unknown,
}

/// What the address with this token shows, for a page. Looking is no use of the feed.
pub async fn opened(app: &App, token: &str) -> Result<Opened> {
    let mut tx = app.read().await?;
    let Some(row) = tx.feed_by_token(&sha256(token.as_bytes())).await? else {
        return Ok(Opened::Unknown);
    };
    if row.revoked_at.is_some() {
        return Ok(Opened::Revoked);
    }
    Ok(Opened::Live(view(&mut tx, &row).await?))
}

/// Sessions that name a teacher or a room, alone or beside others (`L103, L105`).
pub(super) async fn sessions_naming(
    tx: &mut Tx,
    kind: FeedKind,
    name: &str,
) -> Result<Vec<FeedSessionRow>> {
    let names = |row: &FeedSessionRow| {
        let said = match kind {
            FeedKind::Teacher => row.session.teacher.as_deref(),
            _ => row.session.place.as_deref(),
        };
        let said = said.unwrap_or_default();
        said == name || said.split([',', ';']).any(|one| one.trim() == name)
    };
    let mut sessions = tx.feed_sessions_saying(name).await?;
    sessions.retain(names);
    Ok(sessions)
}

/// What a feed shows now. `None` if its subject is gone, which shows an empty calendar rather
/// than an error: an error would make calendar programs give the feed up.
pub async fn view(tx: &mut Tx, row: &FeedRow) -> Result<FeedView> {
    let (sessions, withheld) = match kind_of(row)? {
        FeedKind::Person => {
            let person = PersonId(row.subject_id);
            // Profession, room and time together lead to a protected person: the room is shown
            // after sign-in only.
            let row = tx.person(person).await?;
            let withheld = if row.is_none_or(|person| person.is_protected()) {
                Withheld::PlaceAndLink
            } else {
                Withheld::Nothing
            };
            (tx.feed_sessions_of_person(person).await?, withheld)
        }
        FeedKind::Cohort => {
            let cohort = CohortId(row.subject_id);
            match tx.offering_of_cohort(cohort).await? {
                Some(offering) => {
                    let sessions = tx.feed_sessions_of_cohort(offering, cohort).await?;
                    (sessions, Withheld::Nothing)
                }
                None => (Vec::new(), Withheld::Nothing),
            }
        }
        FeedKind::Offering => (
            tx.feed_sessions_of_offering(OfferingId(row.subject_id))
                .await?,
            Withheld::Nothing,
        ),
        kind @ (FeedKind::Teacher | FeedKind::Room) => {
            let name = row.subject_name.as_deref().unwrap_or_default();
            // Who looks at a room's door does not take part.
            let link = kind == FeedKind::Room;
            let withheld = if link {
                Withheld::Link
            } else {
                Withheld::Nothing
            };
            (sessions_naming(tx, kind, name).await?, withheld)
        }
    };
    let sessions = sessions
        .iter()
        .map(|session| session_view(session, withheld, row.language == "en"))
        .collect::<Result<_>>()?;
    Ok(FeedView {
        name: row.name.clone(),
        sessions,
        language: language_of(row),
    })
}

fn session_view(row: &FeedSessionRow, withheld: Withheld, english: bool) -> Result<SessionView> {
    let session = schedule::session_of(&row.session)?;
    let mut view = SessionView::from(&session);
    view.course_code = Some(row.course_code.clone());
    view.cohort_code.clone_from(&row.cohort_code);
    let pick = |sv: &str, en: &str| {
        if english {
            en.to_owned()
        } else {
            sv.to_owned()
        }
    };
    if session.compulsory {
        view.description
            .push(pick("Obligatoriskt moment.", "Compulsory."));
    }
    if withheld == Withheld::Link {
        view.url = None;
    } else if withheld == Withheld::PlaceAndLink {
        view.place = None;
        view.url = None;
        view.description.push(pick(
            "Plats och länk visas när du är inloggad.",
            "Place and link are shown when you are signed in.",
        ));
    } else if let Some(url) = &session.online_url {
        // Not every calendar shows URL or CONFERENCE.
        view.description
            .push(format!("{}: {url}", pick("Länk", "Link")));
    }
    Ok(view)
}

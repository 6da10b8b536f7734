//! What the clients have been told, and what of it they have seen come about. Nothing here is read from the database to
//! be believed: what is read is held against this.

use super::{chance::Chance, world::World};
use jiff::Timestamp;
use samverkan_domain::application::ApplicationState;
use samverkan_service::usecase::schedule::SessionView;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

/// A channel as the administrator has declared it.
pub(super) struct Channel {
    pub code: &'static str,
    pub id: Uuid,
    pub revision: i64,
    /// As acknowledged last; the most of those that may be, while an answer is missing.
    pub seats: i64,
    /// Places taken when last looked at.
    pub taken: i64,
}

/// An application as it was last told of or seen to change lawfully.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Place {
    pub person: usize,
    pub channel: usize,
    pub state: ApplicationState,
    pub position: Option<i64>,
    pub group: String,
    pub revision: i64,
    /// Who is admitted has until then to answer.
    pub answer_by: Option<Timestamp>,
}

/// A request for a place, under its key.
#[derive(Debug, Clone)]
pub(super) struct Wanted {
    pub person: usize,
    pub channel: usize,
    pub key: String,
    /// When it was first asked.
    pub at: Timestamp,
    /// What it has been seen to make, though nobody was told.
    pub made: Option<Uuid>,
}

/// Something that was asked for under a key, and not answered.
#[derive(Debug, Clone)]
pub(super) struct Pending<T> {
    pub key: String,
    pub at: Timestamp,
    pub what: T,
}

/// How long a request is repeated (seconds): the service remembers its answers for longer.
const REPEATED: i64 = 40 * 3_600;

/// Whether what was asked at an instant may be asked again under its key.
pub(super) fn may_repeat(at: Timestamp, latest: Timestamp) -> bool {
    latest.as_second() - at.as_second() < REPEATED
}

/// A calendar that somebody follows.
pub(super) struct Followed {
    pub token: String,
    /// Whose it is; `None`: the offering's.
    pub person: Option<usize>,
    pub body: String,
    pub last_modified: i64,
    /// Its events, by UID.
    pub events: BTreeMap<String, harness::calendar::Event>,
}

#[derive(Default)]
pub(super) struct Clients {
    pub channels: Vec<Channel>,
    pub places: BTreeMap<Uuid, Place>,
    /// Requests whose answer was lost.
    pub unanswered: Vec<Wanted>,
    /// Requests and the answers they got, word for word.
    pub answered: Vec<(Wanted, String)>,
    /// Open calls, by application, as far as somebody was told.
    pub calls: BTreeMap<Uuid, Uuid>,
    /// The first instant that is too late for an answer, by application.
    pub deadlines: BTreeMap<Uuid, Timestamp>,
    pub sessions: BTreeMap<Uuid, SessionView>,
    pub feeds: Vec<Followed>,
    /// Letters in the outbox, and the persons they are for.
    pub letters: BTreeMap<Uuid, Option<usize>>,
    /// Letters that the relay took and that went again for want of an answer, at most.
    pub repeats: u64,
    seen: Marks,
    keys: u64,
}

#[derive(Default, Clone, Copy, PartialEq, Eq)]
struct Marks {
    applications: i64,
    revisions: i64,
    audit: i64,
    outbox: i64,
}

/// An application that is not as it was.
#[derive(Debug)]
pub(super) struct Change {
    pub id: Uuid,
    pub before: Option<Place>,
    pub after: Place,
}

/// What has come about in a step.
#[derive(Debug, Default)]
pub(super) struct Seen {
    pub changes: Vec<Change>,
    pub facts: Vec<Fact>,
    /// New letters: id, for whom.
    pub letters: Vec<(Uuid, Option<usize>)>,
}

#[derive(Debug)]
pub(super) struct Fact {
    pub action: String,
    pub subject: Uuid,
    pub after: Value,
}

type Row = (
    Uuid,
    Uuid,
    Uuid,
    String,
    Option<i64>,
    Option<String>,
    i64,
    Option<i64>,
);

const COLUMNS: &str =
    "id, person_id, channel_id, state, reserve_position, selection_group, revision, answer_by";

impl Seen {
    pub(super) fn is_nothing(&self) -> bool {
        self.changes.is_empty() && self.facts.is_empty() && self.letters.is_empty()
    }

    pub(super) fn change(&self, application: Uuid) -> Option<&Change> {
        self.changes.iter().find(|change| change.id == application)
    }
}

impl Clients {
    pub(super) fn key(&mut self) -> String {
        self.keys += 1;
        format!("key-{}", self.keys)
    }

    pub(super) fn channel(&self, id: Uuid) -> usize {
        let found = self.channels.iter().position(|channel| channel.id == id);
        found.expect("a channel of the term")
    }

    /// Applications in one of these states, in the order of their ids.
    pub(super) fn in_state(&self, states: &[ApplicationState]) -> Vec<Uuid> {
        let places = self.places.iter();
        let of = places.filter(|(_, place)| states.contains(&place.state));
        of.map(|(id, _)| *id).collect()
    }

    pub(super) fn any(&self, chance: &mut Chance, states: &[ApplicationState]) -> Option<Uuid> {
        chance.pick(&self.in_state(states))
    }

    /// Looks at what has come about since the last time.
    pub(super) fn look(&mut self, world: &mut World) -> Seen {
        let marks = world.row::<(i64, i64, i64, i64)>(
            "SELECT (SELECT COUNT(*) FROM application),
                    (SELECT COALESCE(SUM(revision), 0) FROM application),
                    (SELECT seq FROM audit_head), (SELECT COALESCE(MAX(rowid), 0) FROM outbox)",
        );
        let (applications, revisions, audit, outbox) = marks;
        let now = Marks {
            applications,
            revisions,
            audit,
            outbox,
        };
        let before = std::mem::replace(&mut self.seen, now);
        let mut seen = Seen::default();
        if (now.applications, now.revisions) != (before.applications, before.revisions) {
            let at = world.clock.now().as_microsecond();
            let query = format!("SELECT {COLUMNS} FROM application WHERE changed_at = {at}");
            for row in world.rows::<Row>(&query) {
                let (id, after) = self.read(row);
                let before = self.places.get(&id).cloned();
                if before.as_ref() != Some(&after) {
                    self.places.insert(id, after.clone());
                    seen.changes.push(Change { id, before, after });
                }
            }
        }
        if now.audit != before.audit {
            let query = format!(
                "SELECT action, subject_id, COALESCE(after, 'null') FROM audit WHERE seq > {} ORDER BY seq",
                before.audit
            );
            for (action, subject, after) in world.rows::<(String, Uuid, String)>(&query) {
                let after = serde_json::from_str(&after).expect("JSON");
                seen.facts.push(Fact {
                    action,
                    subject,
                    after,
                });
            }
        }
        if now.outbox != before.outbox {
            let query = format!(
                "SELECT id, person_id FROM outbox WHERE rowid > {} ORDER BY rowid",
                before.outbox
            );
            for (id, person) in world.rows::<(Uuid, Option<Uuid>)>(&query) {
                let person = person.map(super::world::person);
                self.letters.insert(id, person);
                seen.letters.push((id, person));
            }
        }
        let places = self.places.values();
        let revisions: i64 = places.map(|place| place.revision).sum();
        assert_eq!(
            (self.places.len(), revisions),
            (
                usize::try_from(now.applications).expect("a count"),
                now.revisions
            ),
            "an application has gone, or has changed in silence"
        );
        seen
    }

    /// Every application there is, and no other, is as it was told.
    pub(super) fn nothing_else(&mut self, world: &mut World) {
        let query = format!("SELECT {COLUMNS} FROM application");
        let all = world.rows::<Row>(&query);
        let found: BTreeMap<Uuid, Place> = all.into_iter().map(|row| self.read(row)).collect();
        assert_eq!(found, self.places, "what clients were told is not so");
    }

    fn read(&self, row: Row) -> (Uuid, Place) {
        let (id, person, channel, state, position, group, revision, answer_by) = row;
        let place = Place {
            person: super::world::person(person),
            channel: self.channel(channel),
            state: ApplicationState::parse(&state).expect("a state"),
            position,
            group: group.unwrap_or_default(),
            revision,
            answer_by: answer_by.map(|by| Timestamp::from_microsecond(by).expect("an instant")),
        };
        (id, place)
    }

    /// Whether it is too late for an answer, if it is known until when there is time.
    pub(super) fn is_late(&self, application: Uuid, now: Timestamp) -> Option<bool> {
        self.deadlines.get(&application).map(|by| now >= *by)
    }

    /// People who take part, by what the clients know.
    pub(super) fn taking_part(&self) -> BTreeSet<usize> {
        let places = self.places.values();
        let part = places.filter(|place| place.state.takes_part());
        part.map(|place| place.person).collect()
    }
}

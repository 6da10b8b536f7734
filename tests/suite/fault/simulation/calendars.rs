//! Sessions and calendars: what staff set, change and cancel, and what those who follow a calendar get to see of it.

use super::{
    clients::{Followed, Pending, may_repeat},
    laws::May,
    template::{OFFERING, template},
    term::Term,
    world::{Told, participant, staff},
};
use harness::calendar::{Event, check, grown};
use jiff::{SignedDuration, civil::date};
use samverkan_domain::{
    id::SessionId,
    person::Language,
    schedule::{Edit, SessionChange, SessionMode, SessionState},
};
use samverkan_service::{
    feeds::{Lookup, serve},
    usecase::{
        Seen as Revision,
        feeds::{self, FeedKind, FeedRequest},
        notices::Haste,
        once::Once,
        schedule::{self, Manner, SessionRequest, SessionView},
    },
};
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

#[derive(Default)]
pub(super) struct Diary {
    made: u32,
    /// A session that was asked for without an answer.
    creating: Option<Pending<SessionRequest>>,
    /// A calendar that was asked for without an answer; whose.
    following: Option<Pending<Option<usize>>>,
}

pub(super) fn something(term: &mut Term) {
    let sessions = term.clients.sessions.len();
    match term.chance.below(12) {
        0 | 1 if sessions < 7 => create(term),
        2..=4 if sessions > 0 => reschedule(term),
        5 if sessions > 0 => cancel_or_revive(term),
        6 if term.clients.feeds.len() < 3 => follow(term),
        7..=11 if !term.clients.feeds.is_empty() => {
            let n = term.chance.index(term.clients.feeds.len());
            fetch(term, n);
        }
        _ if sessions == 0 => create(term),
        _ => term.work(),
    }
}

/// A day and an hour of the term; the night on which clocks change among them.
fn time(term: &mut Term) -> jiff::civil::DateTime {
    let day = date(2027, 1, 19) + SignedDuration::from_hours(24 * term.chance.between(0, 90));
    let hour = i8::try_from(term.chance.between(7, 18)).expect("an hour");
    day.at(hour, 15, 0, 0)
}

fn create(term: &mut Term) {
    let asked = match term.diary.creating.take() {
        Some(asked) if may_repeat(asked.at, term.latest) => asked,
        Some(asked) => return look_for(term, &asked.what.title),
        None => {
            term.diary.made += 1;
            let starts = time(term);
            let request = SessionRequest {
                cohort: None,
                title: format!("Möte {}", term.diary.made),
                starts: starts.into(),
                ends: (starts + SignedDuration::from_mins(90)).into(),
                mode: SessionMode::Hybrid,
                place: Some("Långhuset L103".to_owned()),
                online_url: None,
                teacher: None,
                compulsory: false,
                preliminary: false,
            };
            Pending {
                key: term.clients.key(),
                at: term.world.clock.now(),
                what: request,
            }
        }
    };
    let once = Once::new(&staff(), "session", &asked.key, &asked.what.title);
    let request = asked.what.clone();
    let (told, _, _) = term.ask("schedule", May::ONE, false, async move |app| {
        schedule::create(&app, &staff(), OFFERING, request, Some(&once)).await
    });
    match told {
        Told::Yes(view) => {
            assert_eq!(view.session.title, asked.what.title);
            assert_eq!((view.session.sequence, view.revision), (0, 1));
            let new = term.clients.sessions.insert(view.session.id.0, view);
            assert!(new.is_none(), "two sessions are one");
        }
        Told::No(code) => panic!("no session: {code}"),
        Told::Unknown => term.diary.creating = Some(asked),
    }
}

/// Whoever has had no answer for days looks whether the session is there.
fn look_for(term: &mut Term, title: &str) {
    let all = term
        .world
        .do_well(async |app| schedule::list(&app, &staff(), OFFERING).await);
    let all = all.expect("the sessions").into_iter();
    let found: Vec<SessionView> = all.filter(|view| view.session.title == title).collect();
    assert!(found.len() <= 1, "two of {title}");
    let told = found.into_iter().map(|view| (view.session.id.0, view));
    term.clients.sessions.extend(told);
}

fn any_session(term: &mut Term) -> SessionView {
    let all: Vec<SessionView> = term.clients.sessions.values().cloned().collect();
    term.chance.pick(&all).expect("a session")
}

fn reschedule(term: &mut Term) {
    let before = any_session(term);
    let id = before.session.id;
    let mut change = SessionChange::default();
    match term.chance.below(3) {
        0 => change.title = Edit::Set(format!("Möte, ändrat {}", term.chance.below(100))),
        1 => change.place = Edit::Set(Some(format!("Långhuset L{}", term.chance.below(100)))),
        _ => {
            let starts = time(term);
            change.starts = Edit::Set(starts.into());
            change.ends = Edit::Set((starts + SignedDuration::from_mins(75)).into());
        }
    }
    let manner = Manner {
        seen: Revision::Revision(before.revision),
        haste: haste(term),
        dry_run: term.chance.percent(12),
    };
    let (told, _, met) = term.ask("reschedule", May::ONE, false, async move |app| {
        schedule::reschedule(&app, &staff(), id, change, manner).await
    });
    match told {
        Told::Yes(_) if manner.dry_run => assert_eq!(met.commits, 0, "tried only, and done"),
        Told::Yes(done) => changed(term, &before, done.view),
        Told::No(code) => assert_eq!(code, "session_cancelled", "{before:?}"),
        Told::Unknown => look(term, &before),
    }
}

fn haste(term: &mut Term) -> Haste {
    if term.chance.percent(25) {
        Haste::Now
    } else {
        Haste::Usual
    }
}

fn cancel_or_revive(term: &mut Term) {
    let before = any_session(term);
    let (id, seen) = (before.session.id, Revision::Revision(before.revision));
    let haste = haste(term);
    let cancelled = matches!(before.session.state, SessionState::Cancelled { .. });
    let what = if cancelled { "revive" } else { "cancel" };
    let (told, _, _) = term.ask(what, May::ONE, false, async move |app| {
        if cancelled {
            schedule::revive(&app, &staff(), id, seen, haste).await
        } else {
            schedule::cancel(&app, &staff(), id, "Läraren är sjuk", seen, haste).await
        }
    });
    match told {
        Told::Yes(view) => changed(term, &before, view),
        Told::No(code) => panic!("no {what}: {code} {before:?}"),
        Told::Unknown => look(term, &before),
    }
}

/// What became of it, as staff see it when they got no answer.
fn look(term: &mut Term, before: &SessionView) {
    let id = before.session.id;
    let now = term
        .world
        .do_well(async |app| schedule::get(&app, &staff(), id).await);
    changed(term, before, now.expect("the session"));
}

/// I8: a visible change has the next SEQUENCE and a later LAST-MODIFIED, whatever the clock says.
fn changed(term: &mut Term, before: &SessionView, now: SessionView) {
    let (old, new) = (&before.session, &now.session);
    assert_eq!((old.id, &old.uid), (new.id, &new.uid));
    if old == new {
        assert_eq!(before.revision, now.revision, "nothing has changed");
    } else {
        assert_eq!(new.sequence, old.sequence + 1, "{before:?} {now:?}");
        assert!(new.modified_at > old.modified_at, "{before:?} {now:?}");
        assert_eq!(now.revision, before.revision + 1);
    }
    term.clients.sessions.insert(new.id.0, now);
}

fn follow(term: &mut Term) {
    let asked = match term.diary.following.take() {
        Some(asked) if may_repeat(asked.at, term.latest) => asked,
        _ => {
            let people: Vec<usize> = term.clients.taking_part().into_iter().collect();
            let whose = if term.chance.percent(50) {
                term.chance.pick(&people)
            } else {
                None
            };
            Pending {
                key: term.clients.key(),
                at: term.world.clock.now(),
                what: whose,
            }
        }
    };
    let whose = asked.what;
    let caller = whose.map_or_else(staff, |n| participant(template().people[n]));
    let request = FeedRequest {
        kind: if whose.is_some() {
            FeedKind::Person
        } else {
            FeedKind::Offering
        },
        subject: whose.is_none().then_some(template().offering),
        named: None,
        name: "Kalender".to_owned(),
        language: Language::Sv,
    };
    let once = Once::new(&caller, "feed", &asked.key, &request);
    let (told, _, _) = term.ask("follow", May::ONE, false, async move |app| {
        feeds::create(&app, &caller, &request, Some(&once)).await
    });
    match told {
        Told::Yes(feed) => {
            let token = feed.url.rsplit('/').next().expect("a token");
            let token = token.trim_end_matches(".ics").to_owned();
            assert!(term.clients.feeds.iter().all(|other| other.token != token));
            term.clients.feeds.push(Followed {
                token,
                person: whose,
                body: String::new(),
                last_modified: 0,
                events: BTreeMap::new(),
            });
        }
        Told::No(code) => panic!("no calendar: {code}"),
        Told::Unknown => term.diary.following = Some(asked),
    }
}

fn fetch(term: &mut Term, n: usize) {
    let token = term.clients.feeds[n].token.clone();
    let (told, _, met) = term.ask("fetch", May::ONE, false, async move |app| {
        let Lookup::Served(feed) = serve(&app, &token).await? else {
            panic!("a calendar is gone");
        };
        Ok((feed.plain()?, feed.last_modified.as_second()))
    });
    let Told::Yes((body, last_modified)) = told else {
        return;
    };
    let events = check(&body).unwrap_or_else(|fault| panic!("{fault}"));
    let body = String::from_utf8(body).expect("text");
    goes_on(&term.clients.feeds[n], &body, last_modified, &events);
    let feed = &mut term.clients.feeds[n];
    (feed.body, feed.last_modified, feed.events) = (body, last_modified, events);
    if !met.struck && !term.behind && term.diary.creating.is_none() {
        shows(term, n);
    }
}

/// Nothing goes back, and what changes says so: else calendar programs do not take it.
fn goes_on(before: &Followed, body: &str, last_modified: i64, events: &BTreeMap<String, Event>) {
    if before.body.is_empty() {
        return;
    }
    let moved = last_modified - before.last_modified;
    assert!(moved >= 0, "Last-Modified goes back");
    assert_eq!(
        before.body != body,
        moved > 0,
        "Last-Modified moves as the content does"
    );
    grown(&before.events, events).unwrap_or_else(|fault| panic!("{fault}: {events:?}"));
}

/// I8: the calendar shows what staff were told that stands, and nothing else.
fn shows(term: &Term, n: usize) {
    let feed = &term.clients.feeds[n];
    let taking_part = term.clients.taking_part();
    let sees = feed
        .person
        .is_none_or(|person| taking_part.contains(&person));
    let now = term.world.clock.now();
    let mut expected = BTreeSet::new();
    for view in term.clients.sessions.values().filter(|_| sees) {
        let session = &view.session;
        let cancelled = matches!(session.state, SessionState::Cancelled { .. });
        let gone = session.ends.instant() + SignedDuration::from_hours(14 * 24);
        if cancelled && now >= gone {
            continue;
        }
        let event = feed.events.get(&session.uid);
        let event = event.unwrap_or_else(|| panic!("not shown: {view:?}"));
        let sequence = format!(":{}", session.sequence);
        let stamp = session.modified_at.strftime(":%Y%m%dT%H%M%SZ").to_string();
        let said = [&event["SEQUENCE"], &event["LAST-MODIFIED"]];
        assert_eq!(said, [&sequence, &stamp], "{view:?}");
        assert_eq!(event["STATUS"] == ":CANCELLED", cancelled, "{event:?}");
        let title = session.title.replace(',', "\\,");
        assert!(
            event["SUMMARY"].contains(&title),
            "{event:?} is not {title}"
        );
        expected.insert(session.uid.clone());
    }
    let shown: BTreeSet<String> = feed.events.keys().cloned().collect();
    assert_eq!(shown, expected, "the calendar of {:?}", feed.person);
}

/// At the end of a term: every calendar, and every session as staff see it.
pub(super) fn check_all(term: &mut Term) {
    if term.diary.creating.is_some() {
        create(term);
    }
    for n in 0..term.clients.feeds.len() {
        fetch(term, n);
    }
    let all = term
        .world
        .do_well(async |app| schedule::list(&app, &staff(), OFFERING).await);
    let all = all.expect("the sessions").into_iter();
    let found: BTreeMap<Uuid, _> = all
        .map(|view| (view.session.id.0, (view.session, view.revision)))
        .collect();
    let told = term.clients.sessions.iter();
    let told: BTreeMap<Uuid, _> = told
        .map(|(id, view)| (*id, (view.session.clone(), view.revision)))
        .collect();
    assert_eq!(found, told, "the sessions are not as told");
    let ids: BTreeSet<SessionId> = found.values().map(|(session, _)| session.id).collect();
    assert_eq!(ids.len(), found.len());
}

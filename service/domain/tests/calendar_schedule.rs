//! The rules of sessions: wall times, refusals, warnings, and the laws of SEQUENCE and
//! LAST-MODIFIED under any sequence of changes.

use jiff::{
    Timestamp, ToSpan,
    civil::{DateTime, date},
};
use proptest::prelude::*;
use samverkan_domain::{
    calendar::{FeedView, SessionView, render},
    id::{OfferingId, SessionId},
    person::Language,
    schedule::*,
    term::TermCalendar,
};
use uuid::Uuid;

fn at(text: &str) -> Timestamp {
    text.parse().expect("a timestamp")
}

fn wall(text: &str) -> DateTime {
    text.parse().expect("a civil time")
}

fn time(text: &str) -> WallTime {
    WallTime::new(wall(text), None).expect("a time that comes once")
}

fn new_session() -> NewSession {
    let id = SessionId(Uuid::from_u128(7));
    NewSession {
        id,
        offering: OfferingId(Uuid::from_u128(1)),
        cohort: None,
        title: " Seminarium 1:\r\nProfessioner ".to_owned(),
        starts: wall("2027-02-04T13:15").into(),
        ends: wall("2027-02-04T16:00").into(),
        place: Some(" ".to_owned()),
        online_url: Some("https://oru-se.zoom.us/j/123?pwd=a,b".to_owned()),
        mode: SessionMode::Online,
        teacher: None,
        compulsory: true,
        preliminary: false,
        uid: uid(id, "samverkan.example.se"),
    }
}

fn session() -> Session {
    schedule(new_session(), at("2026-11-23T12:00:00.987Z")).expect("a sound session")
}

#[test]
fn a_time_in_the_spring_gap_is_refused_with_the_next_that_exists() {
    for (skipped, next) in [
        ("02:00", "03:00"),
        ("02:30", "03:00"),
        ("02:59:59", "03:00"),
    ] {
        let problem = resolve(wall(&format!("2027-03-28T{skipped}")), Some(Fold::Later));
        let problem = problem.expect_err("skipped");
        assert_eq!(problem.code(), "time_gap");
        let named = wall(&format!("2027-03-28T{next}"));
        assert!(
            matches!(problem, TimeProblem::Gap { next, .. } if next == named),
            "{problem}"
        );
        assert!(
            problem
                .sentence(Language::Sv)
                .contains("Nästa tid som finns är 03:00")
        );
        assert!(
            problem
                .sentence(Language::En)
                .contains("The next time that exists is 03:00")
        );
    }
    assert_eq!(
        resolve(wall("2027-03-28T01:59:59"), None),
        Ok(at("2027-03-28T00:59:59Z"))
    );
    assert_eq!(
        resolve(wall("2027-03-28T03:00"), None),
        Ok(at("2027-03-28T01:00:00Z"))
    );
}

#[test]
fn a_time_that_comes_twice_must_be_told_apart() {
    let twice = wall("2026-10-25T02:30");
    let (earlier, later) = (at("2026-10-25T00:30:00Z"), at("2026-10-25T01:30:00Z"));
    let problem = TimeProblem::Ambiguous {
        wall: twice,
        earlier,
        later,
    };
    assert_eq!(resolve(twice, None), Err(problem.clone()));
    assert!(
        problem
            .sentence(Language::Sv)
            .contains("2026-10-25T01:30:00Z")
    );
    assert_eq!(resolve(twice, Some(Fold::Earlier)), Ok(earlier));
    assert_eq!(resolve(twice, Some(Fold::Later)), Ok(later));
    assert_eq!(
        resolve(wall("2026-10-25T01:59:59"), None),
        Ok(at("2026-10-24T23:59:59Z"))
    );
    assert_eq!(
        resolve(wall("2026-10-25T03:00"), None),
        Ok(at("2026-10-25T02:00:00Z"))
    );
    for (fold, shown) in [
        (Fold::Earlier, "2026-10-25 02:30 +02"),
        (Fold::Later, "2026-10-25 02:30 +01"),
    ] {
        let time = WallTime::new(twice, Some(fold)).expect("told apart");
        assert_eq!(
            (time.fold(), time.to_string().as_str()),
            (Some(fold), shown)
        );
        assert_eq!(time.under_current_rules(), Ok(time));
        assert_eq!(WallTime::at(time.instant()), Ok(time));
    }
}

#[test]
fn a_stored_time_keeps_its_wall_time_when_the_rules_change() {
    // As if Sweden had kept summer time all year when this was stored.
    let stored = WallTime::stored(wall("2027-01-21T10:15"), at("2027-01-21T08:15:00Z"));
    let now = stored.under_current_rules().expect("exists");
    assert_eq!(now.wall(), stored.wall());
    assert_eq!(now.instant(), at("2027-01-21T09:15:00Z"));
}

#[test]
fn years_and_fractions_are_bounded() {
    for year in [1969, 2100, 9999] {
        let problem = resolve(date(year, 6, 1).at(0, 0, 0, 0), None).expect_err("out of range");
        assert_eq!(problem.code(), "time_year");
    }
    assert!(resolve(date(1970, 1, 1).at(0, 0, 0, 0), None).is_ok());
    assert!(resolve(date(2099, 12, 31).at(23, 59, 59, 0), None).is_ok());
    assert_eq!(
        resolve(date(2027, 6, 1).at(0, 0, 0, 1), None)
            .expect_err("too fine")
            .code(),
        "time_fraction"
    );
}

#[test]
fn a_session_is_cleaned_and_stamped() {
    let session = session();
    assert_eq!(session.title, "Seminarium 1: Professioner");
    assert_eq!(session.place, None);
    assert_eq!(session.sequence, 0);
    assert_eq!(
        session.uid,
        "00000000-0000-0000-0000-000000000007@samverkan.example.se"
    );
    assert_eq!(session.created_at, at("2026-11-23T12:00:00Z"));
    assert_eq!(session.modified_at, session.created_at);
}

#[test]
fn what_is_wrong_is_refused() {
    let code = |edit: &dyn Fn(&mut NewSession)| {
        let mut new = new_session();
        edit(&mut new);
        let refusal = schedule(new, at("2026-11-23T12:00:00Z")).expect_err("refused");
        for language in [Language::Sv, Language::En] {
            assert!(refusal.sentence(language).ends_with('.'), "{refusal}");
        }
        refusal.code()
    };
    assert_eq!(
        code(&|s| s.title = "\u{0}\r\n".to_owned()),
        "session_no_title"
    );
    assert_eq!(
        code(&|s| s.title = "å".repeat(201)),
        "session_text_too_long"
    );
    assert_eq!(code(&|s| s.ends = s.starts), "session_ends_too_early");
    assert_eq!(
        code(&|s| s.ends = wall("2027-02-05T13:15:01").into()),
        "session_too_long"
    );
    assert_eq!(
        code(&|s| s.starts = wall("2027-03-28T02:30").into()),
        "time_gap"
    );
    for url in [
        "http://a.se",
        "javascript:alert(1)",
        "https://",
        "https://a.se/ b",
        "https://å.se",
    ] {
        assert_eq!(
            code(&|s| s.online_url = Some(url.to_owned())),
            "session_url",
            "{url}"
        );
    }
    for uid in ["", "a b", "a\r\nX:1", "å", "a,b"] {
        assert_eq!(code(&|s| s.uid = uid.to_owned()), "session_uid", "{uid}");
    }
}

#[test]
fn the_length_is_real_time_not_wall_time() {
    // 01:30 to 01:30 the next day, over the night that has 25 hours.
    let mut new = new_session();
    new.starts = wall("2026-10-25T01:30").into();
    new.ends = wall("2026-10-26T01:30").into();
    assert_eq!(
        schedule(new, at("2026-01-01T00:00:00Z")),
        Err(Refusal::TooLong)
    );
    // Ends when the clock shows less than when it started, but an hour later.
    let mut new = new_session();
    new.starts = WallInput {
        wall: wall("2026-10-25T02:45"),
        fold: Some(Fold::Earlier),
    };
    new.ends = WallInput {
        wall: wall("2026-10-25T02:15"),
        fold: Some(Fold::Later),
    };
    assert!(schedule(new, at("2026-01-01T00:00:00Z")).is_ok());
}

#[test]
fn a_change_is_listed_and_counted_once() {
    let before = session();
    let change = SessionChange {
        starts: Edit::Set(wall("2027-02-05T13:15").into()),
        ends: Edit::Set(wall("2027-02-05T16:00").into()),
        place: Edit::Set(Some("Novahuset N2045".to_owned())),
        title: Edit::Set(before.title.clone()),
        ..SessionChange::default()
    };
    let (after, changes) =
        reschedule(before.clone(), change, at("2026-11-24T08:00:00.5Z")).expect("sound");
    assert_eq!(
        (after.sequence, after.modified_at),
        (1, at("2026-11-24T08:00:00Z"))
    );
    assert_eq!(
        changes.iter().map(|c| c.field).collect::<Vec<_>>(),
        [Field::Starts, Field::Ends, Field::Place]
    );
    assert_eq!(changes[0].before.as_deref(), Some("2027-02-04 13:15"));
    assert_eq!(changes[0].after.as_deref(), Some("2027-02-05 13:15"));
    assert_eq!(changes[2].before, None);

    let same = SessionChange {
        title: Edit::Set("  Seminarium 1: Professioner".to_owned()),
        ..SessionChange::default()
    };
    let now = at("2027-01-01T00:00:00Z");
    assert_eq!(
        reschedule(after.clone(), same, now),
        Ok((after, Vec::new()))
    );
}

#[test]
fn cancelling_needs_a_reason_and_can_be_taken_back() {
    let now = at("2026-11-24T08:00:00Z");
    let session = session();
    assert_eq!(
        cancel(session.clone(), " \r\n ", now),
        Err(Refusal::NoReason)
    );
    assert_eq!(revive(session.clone(), now), Err(Refusal::NotCancelled));
    let cancelled = cancel(session, "Läraren är sjuk", now).expect("a reason was given");
    assert_eq!(cancelled.sequence, 1);
    assert_eq!(
        cancel(cancelled.clone(), "igen", now),
        Err(Refusal::Cancelled)
    );
    assert_eq!(
        reschedule(cancelled.clone(), SessionChange::default(), now),
        Err(Refusal::Cancelled)
    );
    let feed = FeedView {
        name: "x".to_owned(),
        sessions: vec![(&cancelled).into()],
        language: Language::Sv,
    };
    let bytes = String::from_utf8(render(&feed, now).bytes).expect("UTF-8");
    assert!(bytes.contains("SUMMARY:INSTÄLLT: Seminarium 1: Professioner\r\n"));
    assert!(
        !bytes.contains("sjuk"),
        "the reason is nobody else's business"
    );
    let revived = revive(cancelled, now).expect("was cancelled");
    assert_eq!(
        (revived.sequence, revived.state),
        (2, SessionState::Published)
    );
    assert_eq!(
        revived.modified_at,
        at("2026-11-24T08:00:01Z"),
        "a second later, at the same time"
    );
}

#[test]
fn odd_days_give_warnings_not_refusals() {
    let terms = TermCalendar::published();
    let term = terms.on(date(2027, 2, 1));
    let codes = |starts, ends| {
        let warnings = warnings(time(starts), time(ends), term);
        warnings.iter().map(Warning::code).collect::<Vec<_>>()
    };
    assert!(codes("2027-02-04T13:15", "2027-02-04T16:00").is_empty());
    assert_eq!(codes("2027-05-06T13:15", "2027-05-06T16:00"), ["red_day"]);
    assert_eq!(codes("2027-05-08T13:15", "2027-05-08T16:00"), ["weekend"]);
    assert_eq!(codes("2027-05-07T20:00", "2027-05-08T00:00"), [""; 0]);
    assert_eq!(
        codes("2027-06-07T13:15", "2027-06-07T16:00"),
        ["outside_term"]
    );
    let red = warnings(time("2027-05-06T13:15"), time("2027-05-06T16:00"), None);
    assert_eq!(
        red[0].sentence(Language::Sv),
        "2027-05-06 är Kristi himmelsfärdsdag."
    );
    let late = warnings(time("2027-06-07T13:15"), time("2027-06-07T16:00"), term);
    assert_eq!(
        late[0].sentence(Language::Sv),
        "2027-06-07 ligger utanför vårterminen 2027."
    );
}

#[test]
fn a_session_survives_the_store() {
    let cancelled = cancel(session(), "sjukdom", at("2026-12-01T00:00:00Z")).expect("sound");
    let json = serde_json::to_string(&cancelled).expect("serialises");
    assert!(
        json.contains(
            r#""starts":{"wall":"2027-02-04T13:15:00","instant":"2027-02-04T12:15:00Z"}"#
        ),
        "{json}"
    );
    assert_eq!(
        serde_json::from_str::<Session>(&json).expect("reads back"),
        cancelled
    );
}

/// Something somebody does to a session.
#[derive(Debug, Clone)]
enum Deed {
    Change(Box<SessionChange>),
    Cancel(String),
    Revive,
    Touch,
}

fn edit<T: Clone + std::fmt::Debug + 'static>(
    value: impl Strategy<Value = T> + 'static,
) -> impl Strategy<Value = Edit<T>> {
    prop_oneof![3 => Just(Edit::Keep), 1 => value.prop_map(Edit::Set)]
}

fn input() -> impl Strategy<Value = WallInput> {
    let fold = prop_oneof![
        Just(None),
        Just(Some(Fold::Earlier)),
        Just(Some(Fold::Later))
    ];
    let days = prop_oneof![
        Just(date(2026, 10, 25)),
        Just(date(2027, 3, 28)),
        Just(date(2027, 2, 4))
    ];
    (days, 0..96_i64, fold).prop_map(|(day, quarter, fold)| WallInput {
        wall: day.at(0, 0, 0, 0).saturating_add((quarter * 15).minutes()),
        fold,
    })
}

fn deed() -> impl Strategy<Value = Deed> {
    let text = || {
        prop_oneof![
            Just(String::new()),
            Just("a".to_owned()),
            Just("b\r\n".to_owned()),
            any::<String>()
        ]
    };
    let url = prop_oneof![Just("https://a.se/1".to_owned()), any::<String>()];
    let mode = prop_oneof![Just(SessionMode::Campus), Just(SessionMode::Hybrid)];
    let change = (
        edit(text()),
        edit(input()),
        edit(input()),
        edit(proptest::option::of(text())),
        edit(proptest::option::of(url)),
        edit(mode),
        edit(proptest::option::of(text())),
        edit(any::<bool>()),
        edit(any::<bool>()),
    )
        .prop_map(
            |(title, starts, ends, place, online_url, mode, teacher, compulsory, preliminary)| {
                SessionChange {
                    title,
                    starts,
                    ends,
                    place,
                    online_url,
                    mode,
                    teacher,
                    compulsory,
                    preliminary,
                }
            },
        );
    prop_oneof![
        6 => change.prop_map(|change| Deed::Change(Box::new(change))),
        1 => text().prop_map(Deed::Cancel),
        1 => Just(Deed::Revive),
        1 => Just(Deed::Touch),
    ]
}

fn bytes(session: &Session) -> Vec<u8> {
    let sessions = vec![SessionView::from(session)];
    render(
        &FeedView {
            name: "x".to_owned(),
            sessions,
            language: Language::Sv,
        },
        at("2026-01-01T00:00:00Z"),
    )
    .bytes
}

proptest! {
    /// The clock may stand still, jump and go back.
    #[test]
    fn sequence_and_last_modified_grow_with_every_visible_change_and_only_then(
        deeds in proptest::collection::vec((deed(), -100_000_000_000_i64..100_000_000_000), 1..30),
    ) {
        let mut session = session();
        for (deed, milliseconds) in deeds {
            let now = at("2026-11-23T12:00:00Z") + milliseconds.milliseconds();
            let done = match deed {
                Deed::Change(change) => reschedule(session.clone(), *change, now)
                    .map(|(after, changes)| (after, !changes.is_empty())),
                Deed::Cancel(reason) => cancel(session.clone(), &reason, now).map(|s| (s, true)),
                Deed::Revive => revive(session.clone(), now).map(|s| (s, true)),
                Deed::Touch => touch(session.clone(), now).map(|s| (s, true)),
            };
            let Ok((after, changed)) = done else { continue };
            if changed {
                prop_assert_eq!(after.sequence, session.sequence + 1);
                prop_assert!(after.modified_at >= session.modified_at + 1.second());
                prop_assert!(after.modified_at >= whole_seconds(now));
                prop_assert_ne!(bytes(&after), bytes(&session));
            } else {
                prop_assert_eq!(&after, &session);
            }
            prop_assert_eq!(after.modified_at.subsec_nanosecond(), 0);
            prop_assert_eq!((&after.uid, after.id, after.created_at), (&session.uid, session.id, session.created_at));
            prop_assert!(after.ends.instant() > after.starts.instant());
            prop_assert!(!after.title.is_empty());
            session = after;
        }
    }

    #[test]
    fn every_instant_has_a_wall_time_that_means_it(second in 0_i64..4_102_441_200) {
        let time = WallTime::at(Timestamp::from_second(second).expect("in range")).expect("in range");
        prop_assert_eq!(resolve(time.wall(), time.fold()), Ok(time.instant()));
    }

    #[test]
    fn whole_seconds_go_towards_the_past(nanosecond in any::<i64>()) {
        let instant = Timestamp::from_nanosecond(i128::from(nanosecond)).expect("in range");
        let whole = whole_seconds(instant);
        prop_assert_eq!(whole.as_nanosecond(), i128::from(nanosecond).div_euclid(1_000_000_000) * 1_000_000_000);
    }
}

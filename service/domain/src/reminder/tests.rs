use super::*;
use crate::application::ApplicationState;
use jiff::civil::{date, time};
use uuid::Uuid;

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

fn id(n: u128) -> Uuid {
    Uuid::from_u128(n)
}

fn meets(n: u128, cohort: Option<u128>, starts: &str) -> Meets {
    Meets {
        session: SessionId(id(n)),
        cohort: cohort.map(|n| CohortId(id(n))),
        starts_at: at(starts),
    }
}

fn moments() -> Moments {
    Moments {
        starts_on: date(2027, 3, 30),
        ends_on: date(2027, 6, 6),
        closes: BTreeMap::from([(id(90), at("2027-01-10T22:59:59Z"))]),
        meetings: vec![
            meets(1, Some(10), "2027-04-01T08:15:00Z"),
            meets(2, None, "2027-04-02T08:15:00Z"),
            meets(3, Some(11), "2027-04-03T08:15:00Z"),
        ],
    }
}

fn somebody(n: u128, state: ApplicationState) -> Candidate {
    Candidate {
        person: PersonId(id(n)),
        place: Some(Place {
            application: ApplicationId(id(n + 1_000)),
            channel: id(90),
            state,
            answer_by: None,
        }),
        cohorts: Vec::new(),
        leads: Vec::new(),
        has_address: true,
        address_failed: false,
        unsubscribed: false,
    }
}

fn offset(days: i64, hour: i8) -> Offset {
    Offset {
        days,
        at: time(hour, 0, 0, 0),
    }
}

#[test]
fn days_are_counted_in_stockholm_across_the_change_of_clocks() {
    let found = occurrences(Moment::CourseStart, offset(-3, 9), &moments(), &[]);
    // The clocks go forward on 28 March 2027: nine is seven in UTC after it, eight before.
    assert_eq!(found[0].fires_at, at("2027-03-27T08:00:00Z"));
    assert_eq!(found[0].moment, at("2027-03-29T22:00:00Z"));
    let after = occurrences(Moment::CourseEnd, offset(2, 9), &moments(), &[]);
    assert_eq!(after[0].fires_at, at("2027-06-08T07:00:00Z"));
}

#[test]
fn what_had_passed_does_not_go_off_unless_asked() {
    let found = occurrences(Moment::CourseStart, offset(-3, 9), &moments(), &[]);
    let one = &found[0];
    let standing = |now: &str, from: &str, fired| one.standing(at(now), at(from), fired);
    let made = "2027-03-01T00:00:00Z";
    assert_eq!(
        standing("2027-03-27T07:59:59Z", made, false),
        Standing::Waits
    );
    assert_eq!(standing("2027-03-27T08:00:00Z", made, false), Standing::Due);
    assert_eq!(
        standing("2027-03-27T08:00:00Z", made, true),
        Standing::Fired
    );
    let late = "2027-03-28T00:00:00Z";
    assert_eq!(standing(late, late, false), Standing::Past);
    // Asked for what has passed: from the beginning of time.
    let all = Timestamp::UNIX_EPOCH;
    assert_eq!(one.standing(at(late), all, false), Standing::Due);
    // The day itself is over: a reminder would be of no use.
    assert_eq!(
        one.standing(at("2027-03-30T21:59:59Z"), all, false),
        Standing::Due
    );
    assert_eq!(
        one.standing(at("2027-03-30T22:00:00Z"), all, false),
        Standing::Over
    );
    let after = &occurrences(Moment::CourseStart, offset(1, 9), &moments(), &[])[0];
    assert_eq!(
        after.standing(at("2027-05-01T00:00:00Z"), all, false),
        Standing::Due
    );
}

#[test]
fn a_time_of_day_after_the_meeting_never_comes() {
    let all = Timestamp::UNIX_EPOCH;
    let found = occurrences(Moment::Session, offset(0, 12), &moments(), &[]);
    assert_eq!(found.len(), 3);
    assert_eq!(
        found[0].standing(at("2027-04-01T00:00:00Z"), all, false),
        Standing::Over
    );
    let early = occurrences(Moment::Session, offset(0, 8), &moments(), &[]);
    assert_eq!(
        early[0].standing(at("2027-04-01T00:00:00Z"), all, false),
        Standing::Waits
    );
}

#[test]
fn the_first_meeting_is_each_persons_own_and_once() {
    use ApplicationState::Accepted;
    let (mut a, mut b, c) = (
        somebody(1, Accepted),
        somebody(2, Accepted),
        somebody(3, Accepted),
    );
    a.cohorts.push(("Grupper".to_owned(), CohortId(id(10))));
    b.cohorts.push(("Grupper".to_owned(), CohortId(id(11))));
    let people = [a, b, c];
    let found = occurrences(Moment::FirstSession, offset(-1, 9), &moments(), &people);
    let keys: Vec<_> = found.iter().map(|one| one.key.clone()).collect();
    assert_eq!(
        keys,
        [format!("first:{}", id(1)), format!("first:{}", id(2))]
    );
    let told = Told {
        occurrence: "first:another".into(),
        person: PersonId(id(2)),
    };
    let who = |n: usize, told: &[Told]| {
        let all = recipients(
            &Audience::TakingPart,
            &found[n],
            &moments(),
            &people,
            told,
            at("2027-03-01T00:00:00Z"),
        );
        all.into_iter().map(|(_, why)| why).collect::<Vec<_>>()
    };
    let another = Some(LeftOut::AnotherOccurrence);
    assert_eq!(who(0, &[]), [None, another, another]);
    assert_eq!(who(1, &[]), [another, None, None]);
    assert_eq!(who(1, &[told]), [another, Some(LeftOut::Told), None]);
}

#[test]
fn everybody_who_is_left_out_is_told_why() {
    use ApplicationState::{Accepted, Admitted, Registered, Reserve};
    let now = at("2027-03-01T00:00:00Z");
    let mut unanswered = somebody(1, Admitted);
    unanswered.place.as_mut().unwrap().answer_by = Some(at("2027-03-02T00:00:00Z"));
    let mut too_late = somebody(2, Admitted);
    too_late.place.as_mut().unwrap().answer_by = Some(now);
    let mut without = somebody(3, Accepted);
    without.has_address = false;
    let mut failed = somebody(4, Accepted);
    failed.address_failed = true;
    let mut no = somebody(5, Registered);
    no.unsubscribed = true;
    let mut leader = somebody(6, Reserve);
    leader.leads.push(CohortId(id(10)));
    let people = [unanswered, too_late, without, failed, no, leader];
    let occurrence = &occurrences(Moment::CourseStart, offset(-1, 9), &moments(), &people)[0];
    let who = |audience| {
        let all = recipients(&audience, occurrence, &moments(), &people, &[], now);
        all.into_iter().map(|(_, why)| why).collect::<Vec<_>>()
    };
    let (not, ok) = (Some(LeftOut::NotMeant), None);
    let (without, failed, no) = (
        Some(LeftOut::NoAddress),
        Some(LeftOut::AddressFailed),
        Some(LeftOut::Unsubscribed),
    );
    assert_eq!(
        who(Audience::TakingPart),
        [ok, ok, without, failed, no, not]
    );
    assert_eq!(who(Audience::Admitted), [ok, ok, without, failed, not, not]);
    assert_eq!(who(Audience::Registered), [not, not, not, not, no, not]);
    assert_eq!(who(Audience::Unanswered), [ok, not, not, not, not, not]);
    assert_eq!(who(Audience::Reserves), [not, not, not, not, not, ok]);
    assert_eq!(who(Audience::Leaders), [not, not, not, not, not, ok]);
    assert_eq!(who(Audience::CohortSet("Grupper".to_owned())), [not; 6]);
    // Each has a time of their own to answer.
    let answers = occurrences(Moment::AnswerBy, offset(-1, 9), &moments(), &people);
    assert_eq!(answers.len(), 2);
    let all = recipients(
        &Audience::Unanswered,
        &answers[1],
        &moments(),
        &people,
        &[],
        now,
    );
    assert_eq!(all[0].1, ok);
    assert_eq!(
        answers[1].is_for,
        For::Application(ApplicationId(id(1_001)))
    );
}

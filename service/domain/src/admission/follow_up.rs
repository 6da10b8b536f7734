//! The three-week control: who is registered but has not been seen?
//!
//! Three weeks after the start of a course it is checked who is still there (`domain.md` §2.4). Seen
//! means present at a session or active in the course, from the first day of the course to today.

use crate::{id::PersonId, person::Language};
use jiff::{ToSpan, civil::Date};
use serde::{Deserialize, Serialize};

/// Days from the start of the course to the control.
pub const CONTROL_DAYS: i64 = 21;
/// A person who was not seen for so many days is fading.
pub const FADING_DAYS: i64 = 14;

/// The day on which the control is due for a course that starts on this day.
pub fn due_on(starts_on: Date) -> Date {
    starts_on.saturating_add(CONTROL_DAYS.days())
}

/// A registered person and the days on which they were seen, in any order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Registered {
    pub person: PersonId,
    pub registered_on: Date,
    /// Days of sessions where the person was present.
    pub attended: Vec<Date>,
    /// Days on which the person did something in the course.
    pub active_on: Vec<Date>,
}

/// How a person has been seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Presence {
    /// Not at all since the start.
    Silent,
    /// Since the start, but not in the last [`FADING_DAYS`] days.
    Fading,
    Present,
}

/// One person in the control.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Followed {
    pub person: PersonId,
    pub presence: Presence,
    /// The last day the person was seen.
    pub last_seen: Option<Date>,
    /// Three weeks after the start, or after registration if that was later.
    pub due_on: Date,
    /// That day has come: a silent person should be asked.
    pub due: bool,
}

/// The control of one course.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FollowUp {
    pub starts_on: Date,
    pub due_on: Date,
    /// The silent first, then the fading, then the present; within each in the order given.
    pub people: Vec<Followed>,
}

/// Sorts the registered by how they have been seen. Days before the start and after `today` are
/// not counted.
pub fn follow_up(registered: &[Registered], starts_on: Date, today: Date) -> FollowUp {
    let follow = |one: &Registered| {
        let days = one.attended.iter().chain(&one.active_on);
        let counted = days.filter(|day| (starts_on..=today).contains(*day));
        let last_seen = counted.max().copied();
        let due_on = due_on(starts_on.max(one.registered_on));
        Followed {
            person: one.person,
            presence: presence(last_seen, today),
            last_seen,
            due_on,
            due: today >= due_on,
        }
    };
    let mut people: Vec<Followed> = registered.iter().map(follow).collect();
    people.sort_by_key(|followed| followed.presence);
    FollowUp {
        starts_on,
        due_on: due_on(starts_on),
        people,
    }
}

/// How somebody has been seen who was last seen on this day of the course.
pub fn presence(last_seen: Option<Date>, today: Date) -> Presence {
    match last_seen {
        None => Presence::Silent,
        // Seen today is the first of the last 14 days.
        Some(day) if day <= today.saturating_sub(FADING_DAYS.days()) => Presence::Fading,
        Some(_) => Presence::Present,
    }
}

impl FollowUp {
    /// How many stand in this group.
    pub fn count(&self, presence: Presence) -> usize {
        let group = self.people.iter().filter(|one| one.presence == presence);
        group.count()
    }

    /// The outcome in one or two sentences.
    pub fn sentence(&self, language: Language) -> String {
        let (all, silent) = (self.people.len(), self.count(Presence::Silent));
        let fading = self.count(Presence::Fading);
        let (start, due) = (self.starts_on, self.due_on);
        match language {
            Language::Sv => format!(
                "{silent} av {all} registrerade har varken varit närvarande eller aktiva sedan kursstarten {start}, och {fading} har inte synts till på {FADING_DAYS} dagar. Kontrollen görs {due}."
            ),
            Language::En => format!(
                "{silent} of {all} registered have been neither present nor active since the course started on {start}, and {fading} have not been seen for {FADING_DAYS} days. The control is due on {due}."
            ),
        }
    }
}

impl Followed {
    pub fn sentence(&self, language: Language) -> String {
        match (language, self.last_seen) {
            (Language::Sv, None) => "Varken närvarande eller aktiv sedan kursstarten.".to_owned(),
            (Language::En, None) => {
                "Neither present nor active since the course started.".to_owned()
            }
            (Language::Sv, Some(day)) => format!("Senast närvarande eller aktiv {day}."),
            (Language::En, Some(day)) => format!("Last present or active on {day}."),
        }
    }
}

impl Presence {
    /// What the group is called.
    pub fn label(self, language: Language) -> &'static str {
        match (language, self) {
            (Language::Sv, Self::Silent) => "inte synts till",
            (Language::Sv, Self::Fading) => "inte synts till på två veckor",
            (Language::Sv, Self::Present) => "deltar",
            (Language::En, Self::Silent) => "not seen",
            (Language::En, Self::Fading) => "not seen for two weeks",
            (Language::En, Self::Present) => "takes part",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use proptest::prelude::*;
    use uuid::Uuid;

    const START: Date = date(2027, 1, 18);
    const TODAY: Date = date(2027, 2, 8);

    fn one(number: u128, attended: &[Date], active_on: &[Date]) -> Registered {
        Registered {
            person: PersonId(Uuid::from_u128(number)),
            registered_on: date(2027, 1, 15),
            attended: attended.to_vec(),
            active_on: active_on.to_vec(),
        }
    }

    fn group(attended: &[Date], active_on: &[Date]) -> Presence {
        let people = [one(1, attended, active_on)];
        follow_up(&people, START, TODAY).people[0].presence
    }

    #[test]
    fn the_control_is_due_after_three_weeks() {
        assert_eq!(due_on(START), TODAY);
        let due = |today| follow_up(&[one(1, &[], &[])], START, today).people[0].due;
        assert!(due(TODAY) && !due(date(2027, 2, 7)));
    }

    #[test]
    fn groups_by_the_last_day_seen() {
        assert_eq!(group(&[], &[]), Presence::Silent);
        assert_eq!(group(&[START], &[]), Presence::Fading);
        assert_eq!(group(&[date(2027, 1, 25)], &[]), Presence::Fading);
        assert_eq!(group(&[], &[date(2027, 1, 26)]), Presence::Present);
        assert_eq!(group(&[START], &[TODAY]), Presence::Present);
    }

    #[test]
    fn days_before_the_start_and_after_today_do_not_count() {
        assert_eq!(group(&[date(2027, 1, 17)], &[]), Presence::Silent);
        assert_eq!(group(&[date(2027, 2, 9)], &[]), Presence::Silent);
    }

    #[test]
    fn a_late_registration_gets_its_own_three_weeks() {
        let mut late = one(1, &[], &[]);
        late.registered_on = date(2027, 1, 28);
        let followed = follow_up(&[late], START, TODAY).people[0].clone();
        assert_eq!(followed.due_on, date(2027, 2, 18));
        assert!(followed.presence == Presence::Silent && !followed.due);
    }

    #[test]
    fn the_outcome_in_words() {
        let people = [
            one(1, &[TODAY], &[]),
            one(2, &[START], &[]),
            one(3, &[], &[]),
        ];
        let outcome = follow_up(&people, START, TODAY);
        let order: Vec<u128> = outcome
            .people
            .iter()
            .map(|p| p.person.0.as_u128())
            .collect();
        assert_eq!(order, [3, 2, 1]);
        assert_eq!(
            outcome.sentence(Language::Sv),
            "1 av 3 registrerade har varken varit närvarande eller aktiva sedan kursstarten 2027-01-18, och 1 har inte synts till på 14 dagar. Kontrollen görs 2027-02-08."
        );
        assert_eq!(
            outcome.people[1].sentence(Language::En),
            "Last present or active on 2027-01-18."
        );
    }

    proptest! {
        #[test]
        fn being_seen_once_more_never_makes_it_worse(
            days in proptest::collection::vec(-10i64..40, 0..6), more in -10i64..40,
        ) {
            let day = |offset: i64| START.saturating_add(offset.days());
            let mut seen: Vec<Date> = days.into_iter().map(day).collect();
            let before = group(&seen, &[]);
            seen.push(day(more));
            prop_assert!(group(&seen, &[]) >= before);
            prop_assert_eq!(group(&seen, &[]), group(&[], &seen));
        }
    }

    #[test]
    fn negative_control_the_first_day_seen_would_tell_something_else() {
        let seen = [START, TODAY];
        assert_ne!(
            presence(seen.iter().min().copied(), TODAY),
            group(&seen, &[])
        );
    }
}

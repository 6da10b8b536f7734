//! What is on the board: the plan, where its reader is, and what they are doing.

use crate::{
    client::api::types::{CohortPlan, OtherCohort, PersonExplained, PlannedCohort, PlannedPerson},
    text::{Lang, Text, text},
};
use uuid::Uuid;

/// A key, as far as the board tells keys apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Key {
    Left,
    Right,
    Up,
    Down,
    First,
    Last,
    Enter,
    Back,
    /// Ctrl-C: out, whatever happens.
    Interrupt,
    Letter(char),
}

/// What happens to the board.
#[derive(Debug, Clone)]
pub(crate) enum Event {
    Key(Key),
    Answer(Answer),
}

/// What the service answered.
#[derive(Debug, Clone)]
pub(crate) enum Answer {
    Plan(Box<CohortPlan>),
    Costs(Box<PersonExplained>),
    Changed {
        change: Change,
        plan: Box<CohortPlan>,
        points: i64,
        /// Rules in the way; then nothing was changed.
        breaks: Vec<String>,
    },
    Committed(Box<CohortPlan>),
    Failed(Fault),
}

/// Why something was not done, in the reader's language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Fault {
    pub(crate) said: String,
    /// The plan is not as it was: it has to be read again.
    pub(crate) changed: bool,
}

/// A change of the plan by hand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Change {
    pub(crate) what: What,
    /// Takes the last change back.
    pub(crate) undoing: bool,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum What {
    Move { person: Uuid, to: String },
    Swap { person: Uuid, with: Uuid },
    Lock { person: Uuid, locked: bool },
}

/// What the board wants done outside.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Effect {
    Read,
    Costs(Uuid),
    /// On the plan as it was at this revision, or not at all.
    Change(Change, i64),
    Commit(i64),
    Leave,
}

/// What the reader is doing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Mode {
    Look,
    /// Choosing the cohort that somebody is moved to, by its place on the board.
    Move {
        person: Uuid,
        to: usize,
    },
    /// Choosing whom somebody changes places with.
    Swap {
        person: Uuid,
    },
    /// All that is not as wished, from this line.
    Problems {
        from: usize,
    },
    Help,
    /// Asked whether to put the plan into force.
    Commit,
}

/// What is waited for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Busy {
    Reading,
    Writing,
}

#[derive(Debug, Clone)]
pub(crate) struct Board {
    pub(crate) lang: Lang,
    /// Code of the offering.
    pub(crate) offering: String,
    pub(crate) plan: CohortPlan,
    /// Points when the board was opened.
    pub(crate) opened_at: i64,
    /// The cohort that the reader is in, by its place on the board.
    pub(crate) cohort: usize,
    /// The person in it, by their place there.
    pub(crate) person: usize,
    pub(crate) mode: Mode,
    /// What other cohorts would cost, of whom it was asked last.
    pub(crate) costs: Option<PersonExplained>,
    /// What would take the changes made here back, the last at the end.
    pub(crate) undo: Vec<What>,
    pub(crate) said: Option<String>,
    pub(crate) busy: Option<Busy>,
    /// The reader wants out as soon as what is being written is done.
    pub(crate) leaving: bool,
}

impl Board {
    pub(crate) fn new(lang: Lang, offering: String, plan: CohortPlan) -> Self {
        Self {
            lang,
            offering,
            opened_at: plan.score.soft,
            plan: in_order(plan),
            cohort: 0,
            person: 0,
            mode: Mode::Look,
            costs: None,
            undo: Vec::new(),
            said: None,
            busy: None,
            leaving: false,
        }
    }

    /// Still a proposal, that can be changed.
    pub(crate) fn open(&self) -> bool {
        self.plan.state == "proposed"
    }

    pub(crate) fn members(&self, cohort: usize) -> Vec<&PlannedPerson> {
        let Some(cohort) = self.plan.cohorts.get(cohort) else {
            return Vec::new();
        };
        let people = self.plan.people.iter();
        people.filter(|one| one.cohort == cohort.code).collect()
    }

    /// Whom the cursor is on.
    pub(crate) fn chosen(&self) -> Option<&PlannedPerson> {
        self.members(self.cohort).get(self.person).copied()
    }

    pub(crate) fn find(&self, person: Uuid) -> Option<&PlannedPerson> {
        self.plan.people.iter().find(|one| one.person == person)
    }

    /// What each other cohort would cost whom this is about, once the service has said it.
    pub(crate) fn known(&self, person: Uuid) -> Option<&PersonExplained> {
        self.costs.as_ref().filter(|costs| costs.person == person)
    }

    /// What this cohort would cost the person being moved.
    pub(crate) fn cost(&self, cohort: &PlannedCohort) -> Option<&OtherCohort> {
        let Mode::Move { person, .. } = self.mode else {
            return None;
        };
        let mut others = self.known(person)?.others.iter();
        others.find(|other| other.code == cohort.code)
    }

    /// What is not as wished, the cohorts with most points first; what is the same in several is
    /// said once.
    pub(crate) fn problems(&self) -> Vec<String> {
        let mut cohorts: Vec<&PlannedCohort> = self.plan.cohorts.iter().collect();
        cohorts.sort_by_key(|cohort| std::cmp::Reverse(cohort.points));
        crate::commands::plan_remarks::gathered(self.lang, &cohorts)
    }

    pub(crate) fn say(&mut self, text: &Text) {
        self.said = Some(text.get(self.lang).to_owned());
    }

    /// Takes a newer plan in; the cursor stays on the same person.
    pub(crate) fn take(&mut self, plan: CohortPlan) {
        let chosen = self.chosen().map(|one| one.person);
        self.plan = in_order(plan);
        self.costs = None;
        if let Some(person) = chosen {
            self.go_to(person);
        }
        self.stay_inside();
    }

    pub(crate) fn go_to(&mut self, person: Uuid) {
        for cohort in 0..self.plan.cohorts.len() {
            let mut members = self.members(cohort).into_iter();
            if let Some(at) = members.position(|one| one.person == person) {
                (self.cohort, self.person) = (cohort, at);
            }
        }
    }

    pub(crate) fn stay_inside(&mut self) {
        self.cohort = self.cohort.min(self.plan.cohorts.len().saturating_sub(1));
        let last = self.members(self.cohort).len().saturating_sub(1);
        self.person = self.person.min(last);
    }

    /// What committing means, in the words of `samverkan cohort commit`.
    pub(crate) fn consequences(&self) -> Text {
        commit_means(&self.plan)
    }
}

/// What committing a plan means.
pub(crate) fn commit_means(plan: &CohortPlan) -> Text {
    let (people, cohorts, moves) = (plan.people.len(), plan.cohorts.len(), plan.moves);
    text!(
        "{people} personer i {cohorts} grupper; {moves} byter grupp. Alla berörda får besked med e-post.",
        "{people} people in {cohorts} cohorts; {moves} change cohort. All concerned are told by mail."
    )
}

/// Cohorts by code and people by name: where they stand must not depend on what is changed.
fn in_order(mut plan: CohortPlan) -> CohortPlan {
    plan.cohorts.sort_by(|a, b| a.code.cmp(&b.code));
    plan.people
        .sort_by(|a, b| (&a.name, a.person).cmp(&(&b.name, b.person)));
    plan
}

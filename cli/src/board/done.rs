//! What an answer about the plan does to the board: the new plan, what was done in words, and what
//! would take it back.

use super::state::{Board, Change, What};
use crate::{
    client::api::types::CohortPlan,
    text::{Text, text},
};
use uuid::Uuid;

impl Board {
    /// The plan as it is now.
    pub(super) fn read(&mut self, plan: CohortPlan) {
        let others = plan.revision != self.plan.revision;
        self.take(plan);
        if others {
            // What was done here before somebody else changed the plan is not taken back blindly.
            self.undo.clear();
            if self.said.is_none() {
                self.say(&text!(
                    "Någon annan har ändrat förslaget. Så här är det nu.",
                    "Somebody else has changed the plan. This is how it is now."
                ));
            }
        }
    }

    /// A change has been made.
    pub(super) fn changed(&mut self, change: &Change, plan: CohortPlan, points: i64) {
        if change.undoing {
            self.undo.pop();
        } else if let Some(back) = self.reverse(&change.what) {
            self.undo.push(back);
        }
        let said = self.words(&change.what);
        self.take(plan);
        match change.what {
            What::Move { person, .. } | What::Swap { person, .. } | What::Lock { person, .. } => {
                self.go_to(person);
            }
        }
        let Some(said) = said else { return };
        let said = said.get(self.lang);
        let points = match change.what {
            What::Lock { .. } => String::new(),
            _ => format!(" ({points:+})"),
        };
        self.said = Some(if change.undoing {
            let undone = text!("Ångrat: {said}", "Undone: {said}");
            format!("{}{points}", undone.get(self.lang))
        } else {
            format!("{said}{points}")
        });
    }

    /// What takes a change back, seen from before it.
    fn reverse(&self, what: &What) -> Option<What> {
        Some(match *what {
            What::Move { person, .. } => What::Move {
                person,
                to: self.find(person)?.cohort.clone(),
            },
            What::Swap { person, with } => What::Swap { person, with },
            What::Lock { person, locked } => What::Lock {
                person,
                locked: !locked,
            },
        })
    }

    fn name(&self, person: Uuid) -> Option<String> {
        self.find(person).map(|one| one.name.clone())
    }

    /// A change in words, seen from before it.
    fn words(&self, what: &What) -> Option<Text> {
        Some(match what {
            What::Move { person, to } => {
                let (name, from) = (self.name(*person)?, &self.find(*person)?.cohort);
                text!(
                    "{name} är flyttad från {from} till {to}",
                    "{name} is moved from {from} to {to}"
                )
            }
            What::Swap { person, with } => {
                let (one, other) = (self.name(*person)?, self.name(*with)?);
                text!(
                    "{one} och {other} har bytt plats",
                    "{one} and {other} have changed places"
                )
            }
            What::Lock {
                person,
                locked: true,
            } => {
                let name = self.name(*person)?;
                text!(
                    "{name} är låst: det gäller när förslaget har fastställts",
                    "{name} is held: it counts when the plan is put into force"
                )
            }
            What::Lock {
                person,
                locked: false,
            } => {
                let name = self.name(*person)?;
                text!("{name} är inte låst längre", "{name} is no longer held")
            }
        })
    }
}

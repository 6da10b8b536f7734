//! How the board goes on: an event changes the state, and says what is wanted outside. Pure.

use super::state::{Answer, Board, Busy, Change, Effect, Event, Key, Mode, What};
use crate::text::text;
use uuid::Uuid;

/// Lines that a page of problems goes on by.
const PAGE: usize = 10;

impl Board {
    pub(crate) fn on(&mut self, event: Event) -> Option<Effect> {
        match event {
            Event::Key(key) => self.key(key),
            Event::Answer(answer) => self.answer(answer),
        }
    }

    fn key(&mut self, key: Key) -> Option<Effect> {
        if key == Key::Interrupt {
            return Some(Effect::Leave);
        }
        self.said = None;
        match self.mode {
            Mode::Look => self.look(key),
            Mode::Move { person, to } => self.choose_cohort(key, person, to),
            Mode::Swap { person } => self.choose_other(key, person),
            Mode::Problems { from } => {
                self.mode = match key {
                    Key::Down | Key::Right => Mode::Problems {
                        from: (from + PAGE).min(self.problems().len().saturating_sub(1)),
                    },
                    Key::Up | Key::Left => Mode::Problems {
                        from: from.saturating_sub(PAGE),
                    },
                    _ => Mode::Look,
                };
                None
            }
            Mode::Help => {
                self.mode = Mode::Look;
                None
            }
            Mode::Commit => {
                self.mode = Mode::Look;
                match key {
                    Key::Letter('j' | 'J' | 'y' | 'Y') => {
                        self.write(Effect::Commit(self.plan.revision))
                    }
                    _ => {
                        self.say(&text!("Inget är ändrat", "Nothing was changed"));
                        None
                    }
                }
            }
        }
    }

    fn look(&mut self, key: Key) -> Option<Effect> {
        match key {
            Key::Letter('q' | 'Q') => self.leave(),
            Key::Letter('?') => {
                self.mode = Mode::Help;
                None
            }
            Key::Letter('p' | 'P') => {
                self.mode = Mode::Problems { from: 0 };
                None
            }
            Key::Letter('r' | 'R') if self.busy.is_none() => {
                self.busy = Some(Busy::Reading);
                Some(Effect::Read)
            }
            Key::Enter | Key::Letter('m' | 'M') => self.begin_move(),
            Key::Letter('s' | 'S') => {
                let person = self.changeable()?;
                self.mode = Mode::Swap { person };
                None
            }
            Key::Letter('l' | 'L') => {
                let person = self.changeable()?;
                let locked = !self.find(person)?.locked;
                self.change(What::Lock { person, locked }, false)
            }
            Key::Letter('u' | 'U') => self.take_back(),
            Key::Letter('c' | 'C') => {
                self.writable()?;
                self.mode = Mode::Commit;
                None
            }
            _ => {
                self.walk(key);
                None
            }
        }
    }

    fn walk(&mut self, key: Key) {
        let last = self.members(self.cohort).len().saturating_sub(1);
        match key {
            Key::Left => self.cohort = self.cohort.saturating_sub(1),
            Key::Right => self.cohort += 1,
            Key::Up => self.person = self.person.saturating_sub(1),
            Key::Down => self.person += 1,
            Key::First => self.person = 0,
            Key::Last => self.person = last,
            _ => {}
        }
        self.stay_inside();
    }

    /// Whether something can be written now; says why not.
    fn writable(&mut self) -> Option<()> {
        if !self.open() {
            self.say(&text!(
                "Det här är inget förslag längre och går inte att ändra",
                "This is no proposal any longer and cannot be changed"
            ));
            return None;
        }
        self.busy.is_none().then_some(())
    }

    /// Whom something can be done with.
    fn changeable(&mut self) -> Option<Uuid> {
        self.writable()?;
        self.chosen().map(|one| one.person)
    }

    fn begin_move(&mut self) -> Option<Effect> {
        let person = self.changeable()?;
        let to = self.neighbour(self.cohort, true)?;
        self.mode = Mode::Move { person, to };
        if self.known(person).is_some() {
            return None;
        }
        self.busy = Some(Busy::Reading);
        Some(Effect::Costs(person))
    }

    /// The next cohort, past the one that the cursor is in; around the end.
    fn neighbour(&self, from: usize, forwards: bool) -> Option<usize> {
        let all = self.plan.cohorts.len();
        let step = if forwards { 1 } else { all.checked_sub(1)? };
        let next = |at: usize| (at + step).checked_rem(all);
        match next(from)? {
            own if own == self.cohort => next(own).filter(|other| *other != self.cohort),
            other => Some(other),
        }
    }

    fn choose_cohort(&mut self, key: Key, person: Uuid, to: usize) -> Option<Effect> {
        match key {
            Key::Left | Key::Up => {
                let to = self.neighbour(to, false)?;
                self.mode = Mode::Move { person, to };
                None
            }
            Key::Right | Key::Down => {
                let to = self.neighbour(to, true)?;
                self.mode = Mode::Move { person, to };
                None
            }
            Key::Enter => {
                if self.busy.is_some() {
                    return None;
                }
                let to = self.plan.cohorts.get(to)?.code.clone();
                self.mode = Mode::Look;
                self.change(What::Move { person, to }, false)
            }
            Key::Back | Key::Letter(_) => {
                self.mode = Mode::Look;
                None
            }
            _ => None,
        }
    }

    fn choose_other(&mut self, key: Key, person: Uuid) -> Option<Effect> {
        match key {
            Key::Enter => {
                let with = self.changeable()?;
                let same = self.find(person)?.cohort == self.find(with)?.cohort;
                if same {
                    self.say(&text!(
                        "De är i samma grupp: välj någon i en annan",
                        "They are in the same cohort: choose somebody in another"
                    ));
                    return None;
                }
                self.mode = Mode::Look;
                self.change(What::Swap { person, with }, false)
            }
            Key::Back | Key::Letter(_) => {
                self.mode = Mode::Look;
                self.go_to(person);
                None
            }
            _ => {
                self.walk(key);
                None
            }
        }
    }

    fn take_back(&mut self) -> Option<Effect> {
        self.writable()?;
        match self.undo.last().cloned() {
            Some(what) => self.change(what, true),
            None => {
                self.say(&text!(
                    "Här är inget att ångra",
                    "There is nothing to undo here"
                ));
                None
            }
        }
    }

    fn change(&mut self, what: What, undoing: bool) -> Option<Effect> {
        self.writable()?;
        let change = Change { what, undoing };
        self.write(Effect::Change(change, self.plan.revision))
    }

    fn write(&mut self, effect: Effect) -> Option<Effect> {
        if self.busy.is_some() {
            return None;
        }
        self.busy = Some(Busy::Writing);
        Some(effect)
    }

    /// Out, but not before what is being written is done.
    fn leave(&mut self) -> Option<Effect> {
        if self.busy != Some(Busy::Writing) {
            return Some(Effect::Leave);
        }
        self.leaving = true;
        None
    }

    fn answer(&mut self, answer: Answer) -> Option<Effect> {
        self.busy = None;
        let next = match answer {
            Answer::Plan(plan) => {
                self.read(*plan);
                None
            }
            Answer::Costs(costs) => {
                self.costs = Some(*costs);
                None
            }
            Answer::Changed { breaks, .. } if !breaks.is_empty() => {
                let why = breaks.join(" ");
                self.say(&text!("Det går inte: {why}", "It cannot be done: {why}"));
                None
            }
            Answer::Changed {
                change,
                plan,
                points,
                ..
            } => {
                self.changed(&change, *plan, points);
                None
            }
            Answer::Committed(plan) => {
                let id = plan.id;
                self.take(*plan);
                self.undo.clear();
                self.say(&text!(
                    "Grupperna gäller nu. Ångra: samverkan cohort undo {id}",
                    "The cohorts are now in force. Undo: samverkan cohort undo {id}"
                ));
                None
            }
            Answer::Failed(fault) => {
                self.mode = Mode::Look;
                self.said = Some(fault.said);
                // What it is now has to be seen before anything else is done.
                fault.changed.then(|| {
                    self.say(&text!(
                        "Någon annan har ändrat förslaget: det du gjorde är inte gjort. Så här är det nu.",
                        "Somebody else has changed the plan: what you did is not done. This is how it is now."
                    ));
                    self.busy = Some(Busy::Reading);
                    Effect::Read
                })
            }
        };
        if self.leaving {
            return Some(Effect::Leave);
        }
        next
    }
}

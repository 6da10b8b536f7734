//! One term, from the first application to the last letter: steps that are drawn, each with a fault or none, and what
//! must hold after each.

use super::{
    calendars,
    chance::Chance,
    clients::{Clients, Seen},
    cohorts,
    laws::{self, Letters, May},
    people, relay,
    script::{Met, Strike},
    selecting, staff,
    world::{Told, World},
};
use jiff::Timestamp;
use samverkan_service::{
    app::{App, Guards},
    error::Result,
    jobs,
    secrets::sha256,
    usecase::{audit, channels},
};
use std::fmt::Write as _;

/// What is broken on purpose, for the checks to find.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Broken {
    Nothing,
    /// An application that was acknowledged is lost.
    Application,
    /// A letter goes again under another id.
    LetterId,
    /// The service decides on applications without the offering's lock.
    Lock,
}

/// What a term came to.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Account {
    /// Of every line of the log.
    pub digest: [u8; 32],
    pub steps: u64,
    pub faults: u64,
    pub deaths: u64,
    pub applications: u64,
    pub letters: u64,
}

pub(super) struct Term {
    pub world: World,
    pub chance: Chance,
    pub clients: Clients,
    pub broken: Broken,
    /// Whether faults come.
    pub stormy: bool,
    /// The latest instant that has been: what is forgotten by time is forgotten by this.
    pub latest: Timestamp,
    /// Something was committed that calendars in memory have not heard of.
    pub behind: bool,
    pub account: Account,
    pub log: String,
    pub selecting: selecting::Selecting,
    pub office: staff::Office,
    pub plans: cohorts::Plans,
    pub diary: calendars::Diary,
}

/// The parts of a term: from when, and for how many steps.
const PARTS: [(&str, u64); 5] = [
    ("2026-11-23T09:00:00Z", 14),
    ("2026-12-07T09:00:00Z", 12),
    ("2026-12-09T09:00:00Z", 9),
    ("2027-01-18T09:00:00Z", 12),
    ("2027-01-27T09:00:00Z", 12),
];

impl Term {
    pub(super) fn begin(seed: u64, broken: Broken) -> Self {
        let guards = Guards {
            lock_enrolment: broken != Broken::Lock,
            ..Guards::default()
        };
        let world = World::begin(seed, guards);
        let latest = world.clock.now();
        Self {
            world,
            chance: Chance::of(seed),
            clients: Clients::default(),
            broken,
            stormy: false,
            latest,
            behind: false,
            account: Account::default(),
            log: String::new(),
            selecting: selecting::Selecting::default(),
            office: staff::Office::default(),
            plans: cohorts::Plans::default(),
            diary: calendars::Diary::default(),
        }
    }

    /// Runs the whole of it.
    pub(super) fn run(&mut self) {
        self.clients.look(&mut self.world);
        staff::open(self);
        for (part, (from, steps)) in PARTS.into_iter().enumerate() {
            self.stormy = true;
            let from: Timestamp = from.parse().expect("an instant");
            let ahead = from.as_second() - self.world.clock.now().as_second();
            self.pass(ahead.max(0));
            for _ in 0..steps {
                self.account.steps += 1;
                self.time();
                self.step(part);
            }
            people::most_answer(self);
        }
        self.stormy = false;
        self.end();
    }

    /// Time goes by between two steps; now and then a clock is put right, or wrong.
    fn time(&mut self) {
        let seconds = match self.chance.below(160) {
            0 => -self.chance.between(1, 40) * 86_400,
            1..=3 => -self.chance.between(1, 86_400),
            4..=19 => self.chance.between(3_600, 2 * 86_400),
            20..=120 => self.chance.between(0, 1_800),
            _ => 0,
        };
        self.pass(seconds);
    }

    pub(super) fn pass(&mut self, seconds: i64) {
        self.world.clock.advance(seconds);
        self.latest = self.latest.max(self.world.clock.now());
    }

    fn step(&mut self, part: usize) {
        // What is usual in each part, in percent: applying, answering, leaving, staff, cohorts, calendars.
        const USUAL: [[u64; 6]; 5] = [
            [62, 8, 6, 4, 0, 4],
            [12, 14, 6, 40, 0, 6],
            [8, 20, 12, 22, 4, 12],
            [4, 10, 12, 22, 14, 16],
            [2, 10, 18, 14, 18, 16],
        ];
        let mut drawn = self.chance.below(100);
        for (n, share) in USUAL[part].into_iter().enumerate() {
            if drawn < share {
                return match n {
                    0 => people::apply(self),
                    1 => people::answer(self),
                    2 => people::leave(self),
                    3 => staff::something(self),
                    4 => cohorts::something(self),
                    _ => calendars::something(self),
                };
            }
            drawn -= share;
        }
        if self.chance.percent(12) {
            self.note("the service is started anew");
            self.world.restart();
            self.behind = false;
            self.clients.nothing_else(&mut self.world);
        } else {
            self.work();
        }
    }

    /// The worker does what is due.
    pub(super) fn work(&mut self) {
        let sweeps = self.chance.percent(20);
        if self.stormy {
            relay::moods(self);
        }
        let may = May {
            commits: u64::MAX,
            letters: Letters::OfTheWorker,
        };
        let ask = async move |app: App| {
            jobs::follow(&app).await?;
            let done = jobs::tick(&app).await?;
            if sweeps {
                jobs::sweep(&app).await?;
            }
            Ok(done)
        };
        let (told, _, _) = self.ask("work", may, true, ask);
        if matches!(told, Told::Yes(_)) {
            self.behind = false;
        }
    }

    /// Asks for something, and looks at what has come of it: nothing that must not be.
    pub(super) fn ask<T>(
        &mut self,
        what: &str,
        may: May,
        letters: bool,
        ask: impl AsyncFnOnce(App) -> Result<T>,
    ) -> (Told<T>, Seen, Met) {
        let strike = Strike::drawn(&mut self.chance, letters).filter(|_| self.stormy);
        let lives = self.world.lives;
        let (told, met) = self.world.ask(strike, ask);
        let died = self.world.lives > lives;
        let seen = self.clients.look(&mut self.world);
        let said = match &told {
            Told::Yes(_) => "yes",
            Told::No(code) => code,
            Told::Unknown if died => "died",
            Told::Unknown => "not now",
        };
        let mut line = format!("{} {what}: {said}", self.world.clock.now());
        if met.struck {
            write!(line, " {strike:?}").expect("a text");
        }
        for change in &seen.changes {
            let from = change.before.as_ref().map(|place| place.state);
            let (to, number) = (change.after.state, change.after.position);
            write!(
                line,
                "; p{} {from:?} {to:?} {number:?}",
                change.after.person
            )
            .expect("a text");
        }
        write!(
            line,
            "; {} facts, {} letters",
            seen.facts.len(),
            seen.letters.len()
        )
        .expect("a text");
        self.note(&line);
        assert!(
            !matches!(told, Told::No(_)) || may.commits > 1 || seen.is_nothing(),
            "refused, and done all the same: {seen:?}"
        );
        laws::hold(&self.clients, &seen, met, may);
        laws::seats(&mut self.clients);
        laws::in_time(&mut self.clients, &seen, self.world.clock.now());
        self.plans.leave(&seen);
        self.behind |= met.struck && met.commits > 0;
        if died {
            self.behind = false;
            self.account.deaths += 1;
        }
        self.account.faults += u64::from(met.struck);
        if letters && met.struck {
            self.clients.repeats += 1;
        }
        (told, seen, met)
    }

    pub(super) fn note(&mut self, line: &str) {
        self.log.push_str(line);
        self.log.push('\n');
    }

    /// All is well again: every letter arrives, every question is answered, and the books are closed.
    fn end(&mut self) {
        people::ask_again(self);
        staff::ask_again(self);
        self.world.restart();
        self.behind = false;
        self.clients.nothing_else(&mut self.world);
        relay::empty(self);
        relay::check(self);
        cohorts::check(self);
        calendars::check_all(self);
        self.clients.nothing_else(&mut self.world);
        let auditor = super::world::staff();
        let verified = self
            .world
            .do_well(async |app| audit::verify(&app, &auditor).await);
        let verified = verified.expect("the trail");
        assert_eq!(verified.fault, None, "the trail");
        let seats: Vec<i64> = self
            .clients
            .channels
            .iter()
            .map(|channel| channel.seats)
            .collect();
        let codes: Vec<&str> = self
            .clients
            .channels
            .iter()
            .map(|channel| channel.code)
            .collect();
        for (code, seats) in codes.into_iter().zip(seats) {
            let view = self
                .world
                .do_well(async |app| channels::channel(&app, code).await);
            assert_eq!(view.expect("the channel").row.seats, seats, "{code}");
        }
        let line = format!("{} rows in the trail", verified.rows);
        self.note(&line);
        self.account.applications = u64::try_from(self.clients.places.len()).expect("a count");
        self.account.letters = u64::try_from(self.clients.letters.len()).expect("a count");
        self.account.digest = sha256(self.log.as_bytes());
    }
}

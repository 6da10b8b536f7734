//! The machine: a database file on a disk in memory, the service on it, a relay, a clock, and faults. The service can die
//! at any moment and is then started anew on the same file.

use super::{
    script::{Met, Script, Strike},
    template::template,
};
use harness::{NOW, binary::Folder, fresh};
use samverkan_domain::id::{PersonId, TokenId};
use samverkan_service::{
    app::{App, Guards},
    clock::Clock,
    error::{Error, Result},
    faults::Faults,
    mail::Mailer,
    secrets::SecretKey,
    seeds::Seeds,
    store::Database,
    usecase::{Caller, Role, Through},
};
use sqlx::{FromRow, postgres::PgRow, sqlite::SqliteRow};
use std::{
    fs,
    path::{Path, PathBuf},
    sync::Arc,
};
use tokio::runtime::{self, Runtime};
use uuid::Uuid;

const PUBLIC_URL: &str = "http://samverkan.example";

/// What came of asking.
#[derive(Debug)]
pub(super) enum Told<T> {
    Yes(T),
    /// A rule says no, and nothing has happened.
    No(String),
    /// "Not now", or no answer at all: it may have happened.
    Unknown,
}

pub(super) fn staff() -> Caller {
    Caller::Staff {
        role: Role::Administrator,
        token: TokenId(Uuid::from_u128(1)),
        name: "Administratör".to_owned(),
        through: Through::Token,
    }
}

pub(super) fn participant(person: Uuid) -> Caller {
    Caller::Participant {
        person: PersonId(person),
        token: TokenId(Uuid::from_u128(2)),
    }
}

/// The number of a person.
pub(super) fn person(id: Uuid) -> usize {
    let people = &template().people;
    people
        .iter()
        .position(|one| *one == id)
        .expect("a person of the term")
}

pub(super) struct World {
    file: PathBuf,
    script: Arc<Script>,
    pub clock: Clock,
    seeds: Seeds,
    pub relay: Arc<Mailer>,
    guards: Guards,
    life: Option<(Runtime, App)>,
    /// How often the service has been started.
    pub lives: u32,
    _folder: Folder,
}

impl World {
    /// With nothing in it but tables.
    pub(super) fn empty() -> Self {
        let mut world = Self::new(0, Guards::default());
        world.start();
        world
            .do_well(async |app| Ok(app.database.migrate().await?))
            .expect("migrations");
        world
    }

    /// At the beginning of a term.
    pub(super) fn begin(seed: u64, guards: Guards) -> Self {
        let mut world = Self::new(seed, guards);
        fs::copy(&template().file, &world.file).expect("a copy of the beginning");
        world.start();
        world
    }

    fn new(seed: u64, guards: Guards) -> Self {
        let memory = Path::new("/dev/shm");
        let mut folder = Folder::new();
        if memory.is_dir() {
            folder.0 = memory.join(folder.0.file_name().expect("a name"));
        }
        fs::create_dir(&folder.0).expect("a folder");
        let script = Arc::new(Script::default());
        let relay = fresh::mailer(PUBLIC_URL).with_faults(faults(&script));
        Self {
            file: folder.0.join("samverkan.db"),
            script,
            clock: Clock::fixed(NOW.parse().expect("an instant")),
            seeds: Seeds::sown(seed),
            relay: Arc::new(Mailer::Memory(relay)),
            guards,
            life: None,
            lives: 0,
            _folder: folder,
        }
    }

    fn start(&mut self) {
        let runtime = runtime::Builder::new_current_thread().enable_all().build();
        let runtime = runtime.expect("a runtime");
        let connecting = Database::with_faults(self.file.clone(), faults(&self.script));
        let database = runtime.block_on(connecting);
        let database = database.expect("the database");
        let relay = Arc::clone(&self.relay);
        let app = App {
            clock: self.clock.clone(),
            secrets: SecretKey::generate(&Seeds::sown(0)),
            guards: self.guards,
            ..fresh::app(database, relay, self.seeds.clone(), PUBLIC_URL)
        };
        self.life = Some((runtime, app));
        self.lives += 1;
    }

    /// Everything that was under way is dropped where it is.
    pub(super) fn die(&mut self) {
        if let Some((runtime, app)) = self.life.take() {
            let entered = runtime.enter();
            drop(app);
            drop(entered);
            drop(runtime);
        }
    }

    pub(super) fn restart(&mut self) {
        self.die();
        self.start();
    }

    /// Stops as one is told to, with everything in the file that is given.
    pub(super) fn stop(&mut self) -> PathBuf {
        if let Some((runtime, app)) = self.life.take() {
            runtime.block_on(app.database.close());
        }
        self.file.clone()
    }

    /// Does something with nothing in the way.
    pub(super) fn do_well<T>(&mut self, what: impl AsyncFnOnce(App) -> Result<T>) -> Result<T> {
        let (runtime, app) = self.life.as_ref().expect("alive");
        runtime.block_on(Box::pin(what(app.clone())))
    }

    /// Looks into the database, past the service.
    pub(super) fn rows<T>(&self, query: &str) -> Vec<T>
    where
        T: for<'r> FromRow<'r, SqliteRow> + for<'r> FromRow<'r, PgRow> + Send + Unpin,
    {
        let (runtime, app) = self.life.as_ref().expect("alive");
        runtime.block_on(harness::sql::rows(&app.database, query))
    }

    pub(super) fn row<T>(&self, query: &str) -> T
    where
        T: for<'r> FromRow<'r, SqliteRow> + for<'r> FromRow<'r, PgRow> + Send + Unpin,
    {
        self.rows(query).pop().expect("a row")
    }

    /// Changes the database behind the service's back.
    pub(super) fn tamper(&self, statements: &str) {
        let (runtime, app) = self.life.as_ref().expect("alive");
        let done = runtime.block_on(harness::sql::run(&app.database, statements));
        done.expect("done");
    }

    /// Asks for something while a fault may wait; says what was told, and what was met on the way.
    pub(super) fn ask<T>(
        &mut self,
        strike: Option<Strike>,
        what: impl AsyncFnOnce(App) -> Result<T>,
    ) -> (Told<T>, Met) {
        self.script.arm(strike);
        let (runtime, app) = self.life.as_ref().expect("alive");
        let script = Arc::clone(&self.script);
        let app = app.clone();
        let answered = runtime.block_on(Box::pin(async move {
            tokio::select! {
                biased;
                () = script.died() => None,
                told = what(app) => Some(told),
            }
        }));
        let met = self.script.disarm();
        if answered.is_none() {
            self.restart();
        }
        (answered.map_or(Told::Unknown, |told| read(told, met)), met)
    }
}

fn faults(script: &Arc<Script>) -> Faults {
    let script = Arc::clone(script);
    Faults::planned(move |moment| script.fate(moment))
}

/// An answer as clients read it.
pub(super) fn read<T>(told: Result<T>, met: Met) -> Told<T> {
    match told {
        Ok(told) => Told::Yes(told),
        Err(error) if is_not_now(&error) => {
            assert!(met.struck, "\"not now\" without a reason: {error:?}");
            Told::Unknown
        }
        Err(error @ (Error::Internal(_) | Error::Shared(_))) => {
            panic!("the service is at fault: {error:?}")
        }
        Err(error) => Told::No(match error {
            Error::Refused { code, .. } => code.to_owned(),
            error => error.to_string(),
        }),
    }
}

fn is_not_now(error: &Error) -> bool {
    match error {
        Error::Unavailable(_) | Error::Busy { .. } => true,
        Error::Shared(error) => is_not_now(error),
        _ => false,
    }
}

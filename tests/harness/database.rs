//! A database of its own for every test: a SQLite file, or a copy of a migrated PostgreSQL template.
//!
//! The runner starts every test in its own process, many at a time. Migrating PostgreSQL once per
//! run and copying the result costs a test some tens of milliseconds, however many migrations
//! there will be.

use sqlx::{
    AssertSqlSafe, ConnectOptions, Connection, Executor, PgConnection,
    migrate::Migrator,
    postgres::PgConnectOptions,
    sqlite::{SqliteConnectOptions, SqliteSynchronous},
};
use std::{
    env, fs,
    path::{Path, PathBuf},
    str::FromStr,
    thread,
};
use tokio::runtime;
use uuid::Uuid;

/// Superuser address of the private cluster that `tests/run` starts.
const CLUSTER: &str = "SAMVERKAN_TEST_POSTGRES_URL";

/// Whoever holds this advisory lock in the `postgres` database may make the template.
const TEMPLATE_LOCK: i64 = 0x5341_4d56;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Engine {
    Sqlite,
    Postgres,
}

impl Engine {
    pub const ALL: [Self; 2] = [Self::Sqlite, Self::Postgres];

    pub fn migrations(self) -> PathBuf {
        let folder = match self {
            Self::Sqlite => "sqlite",
            Self::Postgres => "postgres",
        };
        Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("../migrations")
            .join(folder)
    }
}

/// Removed when dropped.
#[derive(Debug)]
pub struct TestDatabase {
    /// As in `SAMVERKAN_DATABASE_URL`.
    pub url: String,
    place: Place,
}

#[derive(Debug)]
enum Place {
    Folder(PathBuf),
    Cluster { name: String },
}

impl TestDatabase {
    /// A database with today's tables and no rows.
    pub async fn create(engine: Engine) -> Self {
        match engine {
            Engine::Sqlite => {
                let database = Self::sqlite_file();
                migrate_sqlite(&database.url).await;
                database
            }
            Engine::Postgres => Self::postgres_copy(&template().await).await,
        }
    }

    /// A database with no tables at all, for tests of the migrations themselves.
    pub async fn create_empty(engine: Engine) -> Self {
        match engine {
            Engine::Sqlite => Self::sqlite_file(),
            Engine::Postgres => Self::postgres_copy("template0").await,
        }
    }

    pub fn engine(&self) -> Engine {
        match self.place {
            Place::Folder(_) => Engine::Sqlite,
            Place::Cluster { .. } => Engine::Postgres,
        }
    }

    fn sqlite_file() -> Self {
        let folder = env::temp_dir().join(format!("samverkan-test-{}", unique()));
        fs::create_dir(&folder).expect("a folder for the database");
        let url = format!("sqlite:{}", folder.join("samverkan.db").display());
        Self {
            url,
            place: Place::Folder(folder),
        }
    }

    async fn postgres_copy(template: &str) -> Self {
        let name = format!("t_{}", unique());
        let mut admin = connect(&cluster_url()).await;
        run(
            &mut admin,
            format!("CREATE DATABASE {name} TEMPLATE {template}"),
        )
        .await;
        close(admin).await;
        Self {
            url: sibling_url(&name),
            place: Place::Cluster { name },
        }
    }
}

impl Drop for TestDatabase {
    /// Leaves nothing behind, also when the test panics. Failures are ignored: the folder is a
    /// temporary one, and the cluster goes away after the run.
    fn drop(&mut self) {
        match &self.place {
            Place::Folder(folder) => {
                let _ = fs::remove_dir_all(folder);
            }
            Place::Cluster { name } => {
                let statement = format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)");
                // The test's own runtime is busy running this very function.
                let _ = thread::spawn(move || drop_database(statement)).join();
            }
        }
    }
}

fn drop_database(statement: String) -> Result<(), sqlx::Error> {
    let runtime = runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    runtime.block_on(async {
        let mut admin = PgConnection::connect(&cluster_url()).await?;
        admin
            .execute(sqlx::raw_sql(AssertSqlSafe(statement)))
            .await?;
        admin.close().await
    })
}

async fn migrate_sqlite(url: &str) {
    let options = SqliteConnectOptions::from_str(url)
        .expect("a SQLite address")
        .create_if_missing(true)
        .foreign_keys(true)
        .synchronous(SqliteSynchronous::Off); // nobody has been promised anything yet
    let mut connection = options.connect().await.expect("a SQLite database");
    let migrator = migrator(Engine::Sqlite).await;
    migrator
        .run(&mut connection)
        .await
        .expect("the SQLite migrations run");
    connection
        .close()
        .await
        .expect("the SQLite database closes");
}

/// The name of the migrated template; makes it when this is the first test to ask.
async fn template() -> String {
    let migrator = migrator(Engine::Postgres).await;
    let name = format!("samverkan_template_{:016x}", fingerprint(&migrator));
    let mut admin = connect(&cluster_url()).await;
    if !exists(&mut admin, &name).await {
        sqlx::query("SELECT pg_advisory_lock($1)")
            .bind(TEMPLATE_LOCK)
            .execute(&mut admin)
            .await
            .expect("the template lock");
        if !exists(&mut admin, &name).await {
            build_template(&mut admin, &name, &migrator).await;
        }
    }
    close(admin).await; // gives the lock back
    name
}

/// Builds under another name and renames, so that a killed test leaves no half-made template.
async fn build_template(admin: &mut PgConnection, name: &str, migrator: &Migrator) {
    let draft = format!("{name}_draft");
    run(
        admin,
        format!("DROP DATABASE IF EXISTS {draft} WITH (FORCE)"),
    )
    .await;
    run(admin, format!("CREATE DATABASE {draft} TEMPLATE template0")).await;
    let mut connection = connect(&sibling_url(&draft)).await;
    migrator
        .run(&mut connection)
        .await
        .expect("the PostgreSQL migrations run");
    close(connection).await;
    // A database that somebody is connected to cannot be copied.
    run(
        admin,
        format!("ALTER DATABASE {draft} WITH ALLOW_CONNECTIONS false"),
    )
    .await;
    run(admin, format!("ALTER DATABASE {draft} RENAME TO {name}")).await;
}

async fn migrator(engine: Engine) -> Migrator {
    let folder = engine.migrations();
    Migrator::new(folder.as_path())
        .await
        .unwrap_or_else(|error| panic!("cannot read {}: {error}", folder.display()))
}

/// FNV-1a over versions and checksums: equal for equal migrations, in every process.
fn fingerprint(migrator: &Migrator) -> u64 {
    const START: u64 = 0xcbf2_9ce4_8422_2325;
    const PRIME: u64 = 0x0000_0100_0000_01b3;
    migrator
        .iter()
        .flat_map(|migration| {
            migration
                .version
                .to_be_bytes()
                .into_iter()
                .chain(migration.checksum.iter().copied())
        })
        .fold(START, |hash, byte| {
            (hash ^ u64::from(byte)).wrapping_mul(PRIME)
        })
}

fn cluster_url() -> String {
    env::var(CLUSTER)
        .unwrap_or_else(|_| panic!("{CLUSTER} is not set; run the tests with tests/run"))
}

/// The address of another database in the same cluster.
fn sibling_url(name: &str) -> String {
    let url = cluster_url();
    let (server, _) = url
        .rsplit_once('/')
        .expect("the cluster's address ends in /DATABASE");
    format!("{server}/{name}")
}

async fn connect(url: &str) -> PgConnection {
    let options = PgConnectOptions::from_str(url).expect("a PostgreSQL address");
    options
        .connect()
        .await
        .unwrap_or_else(|error| panic!("no connection to PostgreSQL: {error}"))
}

async fn close(connection: PgConnection) {
    connection
        .close()
        .await
        .expect("the PostgreSQL connection closes");
}

async fn exists(admin: &mut PgConnection, name: &str) -> bool {
    sqlx::query_scalar("SELECT EXISTS (SELECT 1 FROM pg_database WHERE datname = $1)")
        .bind(name)
        .fetch_one(admin)
        .await
        .expect("the list of databases")
}

/// For statements that take no parameters; every name in them is our own.
async fn run(admin: &mut PgConnection, statement: String) {
    if let Err(error) = admin
        .execute(sqlx::raw_sql(AssertSqlSafe(statement.as_str())))
        .await
    {
        panic!("{statement}: {error}");
    }
}

#[expect(
    clippy::disallowed_methods,
    reason = "no two processes may choose the same name"
)]
fn unique() -> String {
    Uuid::new_v4().simple().to_string()
}

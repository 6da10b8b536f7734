//! Statements of the tests' own, past the store: to look behind it, and to do damage.

use samverkan_service::store::Database;
use sqlx::{AssertSqlSafe, Executor as _, FromRow, postgres::PgRow, sqlite::SqliteRow};

/// Runs statements that take no parameters.
pub async fn run(database: &Database, statements: &str) -> Result<(), sqlx::Error> {
    let statements = sqlx::raw_sql(AssertSqlSafe(statements));
    match database {
        Database::Sqlite { writer, .. } => writer.execute(statements).await.map(drop),
        Database::Postgres(pool) => pool.execute(statements).await.map(drop),
    }
}

/// Fetches all rows.
pub async fn rows<T>(database: &Database, query: &str) -> Vec<T>
where
    T: for<'r> FromRow<'r, SqliteRow> + for<'r> FromRow<'r, PgRow> + Send + Unpin,
{
    let rows = match database {
        Database::Sqlite { readers, .. } => {
            sqlx::query_as(AssertSqlSafe(query))
                .fetch_all(readers)
                .await
        }
        Database::Postgres(pool) => sqlx::query_as(AssertSqlSafe(query)).fetch_all(pool).await,
    };
    rows.unwrap_or_else(|error| panic!("{query}: {error}"))
}

/// Fetches one number.
pub async fn number(database: &Database, query: &str) -> i64 {
    rows::<(i64,)>(database, query).await[0].0
}

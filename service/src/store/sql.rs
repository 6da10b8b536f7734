//! One SQL text for both engines.
//!
//! Each macro takes the transaction, the statement with `$1` placeholders, and its arguments, and
//! runs it on whichever engine the transaction is on, with that engine's native types. The body is
//! compiled once per engine, so an argument that one of them cannot carry does not compile.

/// Runs a statement; gives the number of rows it changed.
macro_rules! execute {
    ($tx:expr, $sql:expr $(, $arg:expr)* $(,)?) => {{
        let changed: $crate::store::Result<u64> = match $tx.before_statement().await {
            Err(lost) => Err(lost),
            Ok(()) => match &mut $tx.conn {
                $crate::store::Conn::Sqlite(c) => sqlx::query($sql)$(.bind($arg))*
                    .execute(&mut **c).await.map(|done| done.rows_affected()).map_err(Into::into),
                $crate::store::Conn::Postgres(c) => sqlx::query($sql)$(.bind($arg))*
                    .execute(&mut **c).await.map(|done| done.rows_affected()).map_err(Into::into),
            },
        };
        changed
    }};
}

/// Fetches all rows as `$row`.
macro_rules! fetch_all {
    ($tx:expr, $row:ty, $sql:expr $(, $arg:expr)* $(,)?) => {{
        let rows: $crate::store::Result<Vec<$row>> = match $tx.before_statement().await {
            Err(lost) => Err(lost),
            Ok(()) => match &mut $tx.conn {
                $crate::store::Conn::Sqlite(c) => sqlx::query_as::<_, $row>($sql)$(.bind($arg))*
                    .fetch_all(&mut **c).await.map_err(Into::into),
                $crate::store::Conn::Postgres(c) => sqlx::query_as::<_, $row>($sql)$(.bind($arg))*
                    .fetch_all(&mut **c).await.map_err(Into::into),
            },
        };
        rows
    }};
}

/// Fetches at most one row as `$row`.
macro_rules! fetch_optional {
    ($tx:expr, $row:ty, $sql:expr $(, $arg:expr)* $(,)?) => {{
        let row: $crate::store::Result<Option<$row>> = match $tx.before_statement().await {
            Err(lost) => Err(lost),
            Ok(()) => match &mut $tx.conn {
                $crate::store::Conn::Sqlite(c) => sqlx::query_as::<_, $row>($sql)$(.bind($arg))*
                    .fetch_optional(&mut **c).await.map_err(Into::into),
                $crate::store::Conn::Postgres(c) => sqlx::query_as::<_, $row>($sql)$(.bind($arg))*
                    .fetch_optional(&mut **c).await.map_err(Into::into),
            },
        };
        row
    }};
}

/// Fetches exactly one row as `$row`.
macro_rules! fetch_one {
    ($tx:expr, $row:ty, $sql:expr $(, $arg:expr)* $(,)?) => {{
        let row: $crate::store::Result<$row> = match $tx.before_statement().await {
            Err(lost) => Err(lost),
            Ok(()) => match &mut $tx.conn {
                $crate::store::Conn::Sqlite(c) => sqlx::query_as::<_, $row>($sql)$(.bind($arg))*
                    .fetch_one(&mut **c).await.map_err(Into::into),
                $crate::store::Conn::Postgres(c) => sqlx::query_as::<_, $row>($sql)$(.bind($arg))*
                    .fetch_one(&mut **c).await.map_err(Into::into),
            },
        };
        row
    }};
}

/// Escapes what `LIKE … ESCAPE '\'` would take for a pattern.
pub(crate) fn like(text: &str) -> String {
    text.replace('\\', "\\\\")
        .replace('%', "\\%")
        .replace('_', "\\_")
}

//! Carrying SQLite's write-ahead log over into the database beside the writer, so that no commit
//! waits for it (<https://www.sqlite.org/wal.html>, "Checkpointing").

use sqlx::{Sqlite, SqlitePool, pool::PoolConnection};
use std::time::Duration;
use tokio::{task::JoinHandle, time::sleep};

/// How long between two looks while nothing is written.
const IDLE: Duration = Duration::from_secs(1);
/// How long while something is.
const BUSY: Duration = Duration::from_millis(100);
/// Pages in the log from which on it is to begin anew: 64 MiB.
const LONG: i64 = 16_000;
/// Pages in the log at which a commit carries it over after all, should this task not keep up.
pub(super) const LAST_RESORT: &str = "64000";

/// The task that does it; ends with this value.
#[derive(Debug)]
pub struct Checkpoints {
    task: JoinHandle<()>,
    carrier: SqlitePool,
}

impl Drop for Checkpoints {
    fn drop(&mut self) {
        self.task.abort();
    }
}

impl Checkpoints {
    /// `carrier` has a connection that nobody else uses, `writer` the only one that writes.
    pub(super) fn start(carrier: SqlitePool, writer: SqlitePool) -> Self {
        let own = carrier.clone();
        let task = tokio::spawn(async move {
            let (mut pause, mut before) = (IDLE, 0);
            loop {
                sleep(pause).await;
                let pages = match look(&own, &writer).await {
                    Ok(pages) => pages,
                    Err(sqlx::Error::PoolClosed) => return,
                    Err(error) => {
                        // Nothing is lost: the log is read as well as the database is.
                        tracing::warn!(%error, "the write-ahead log was not carried over");
                        before
                    }
                };
                pause = if pages == before { IDLE } else { BUSY };
                before = pages;
            }
        });
        Self { task, carrier }
    }

    /// Ends it, and closes its connection.
    pub(super) async fn stop(&self) {
        self.task.abort();
        self.carrier.close().await;
    }
}

/// Carries over what is in the log; gives its pages.
async fn look(carrier: &SqlitePool, writer: &SqlitePool) -> sqlx::Result<i64> {
    let pages = carry(&mut carrier.acquire().await?).await?;
    if pages < LONG {
        return Ok(pages);
    }
    // What came meanwhile, while nobody writes: the next to write begins the log anew.
    carry(&mut writer.acquire().await?).await
}

async fn carry(conn: &mut PoolConnection<Sqlite>) -> sqlx::Result<i64> {
    let (_busy, pages, _carried): (i64, i64, i64) =
        sqlx::query_as("PRAGMA wal_checkpoint(PASSIVE)")
            .fetch_one(&mut **conn)
            .await?;
    Ok(pages)
}

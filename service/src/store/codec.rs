//! How values cross into the two engines, and what to say when a stored value makes no sense.

use jiff::Timestamp;
use sqlx::{
    Decode, Encode, Postgres, Sqlite, Type,
    encode::IsNull,
    error::BoxDynError,
    postgres::{PgArgumentBuffer, PgTypeInfo, PgValueFormat, PgValueRef},
    sqlite::{SqliteArgumentsBuffer, SqliteTypeInfo, SqliteValueRef},
};

/// An instant in the database: INTEGER microseconds since 1970 on SQLite, TIMESTAMPTZ on
/// PostgreSQL. Both keep microseconds, so [`At::from`] cuts finer digits away.
///
/// Text would sort wrongly on SQLite: `00:00:00Z` after `00:00:00.5Z`.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, serde::Serialize, serde::Deserialize,
)]
pub struct At(pub Timestamp);

impl From<Timestamp> for At {
    fn from(instant: Timestamp) -> Self {
        Self(from_micros(instant.as_microsecond()).unwrap_or(instant))
    }
}

fn from_micros(micros: i64) -> Result<Timestamp, BoxDynError> {
    Ok(Timestamp::from_microsecond(micros)?)
}

/// 2000-01-01T00:00:00Z, from which PostgreSQL counts, in microseconds since 1970.
const POSTGRES_EPOCH_MICROS: i64 = 946_684_800_000_000;

impl Type<Sqlite> for At {
    fn type_info() -> SqliteTypeInfo {
        <i64 as Type<Sqlite>>::type_info()
    }

    fn compatible(ty: &SqliteTypeInfo) -> bool {
        <i64 as Type<Sqlite>>::compatible(ty)
    }
}

impl Encode<'_, Sqlite> for At {
    fn encode_by_ref(&self, buffer: &mut SqliteArgumentsBuffer) -> Result<IsNull, BoxDynError> {
        Encode::<Sqlite>::encode(self.0.as_microsecond(), buffer)
    }
}

impl<'r> Decode<'r, Sqlite> for At {
    fn decode(value: SqliteValueRef<'r>) -> Result<Self, BoxDynError> {
        from_micros(<i64 as Decode<Sqlite>>::decode(value)?).map(Self)
    }
}

impl Type<Postgres> for At {
    fn type_info() -> PgTypeInfo {
        PgTypeInfo::with_name("timestamptz")
    }
}

impl Encode<'_, Postgres> for At {
    fn encode_by_ref(&self, buffer: &mut PgArgumentBuffer) -> Result<IsNull, BoxDynError> {
        let micros = self.0.as_microsecond() - POSTGRES_EPOCH_MICROS;
        buffer.extend_from_slice(&micros.to_be_bytes());
        Ok(IsNull::No)
    }
}

impl<'r> Decode<'r, Postgres> for At {
    fn decode(value: PgValueRef<'r>) -> Result<Self, BoxDynError> {
        match value.format() {
            PgValueFormat::Binary => {
                let micros = i64::from_be_bytes(value.as_bytes()?.try_into()?);
                from_micros(micros + POSTGRES_EPOCH_MICROS).map(Self)
            }
            PgValueFormat::Text => Err("instants are only read in binary form".into()),
        }
    }
}

/// A stored value that the domain does not know: the database and the program disagree.
#[derive(Debug, thiserror::Error)]
#[error("table {table}, row {row}: {what}")]
pub struct Inconsistent {
    pub table: &'static str,
    pub row: String,
    pub what: String,
}

/// Reads a closed set's word, or says which row holds what nobody knows.
pub(super) fn word<T: serde::de::DeserializeOwned>(
    table: &'static str,
    row: impl ToString,
    word: &str,
) -> Result<T, super::StoreError> {
    serde_json::from_value(serde_json::Value::String(word.to_owned())).map_err(|_| {
        let what = format!("unknown word {word:?}");
        Inconsistent {
            table,
            row: row.to_string(),
            what,
        }
        .into()
    })
}

/// The word of a closed set's value: what its serde name says.
pub fn as_word<T: serde::Serialize>(value: T) -> String {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(word)) => word,
        other => unreachable!("closed sets serialise as one word, not {other:?}"),
    }
}

/// Reads a civil date or date-time stored as ISO 8601 text.
pub(super) fn civil<T: std::str::FromStr>(
    table: &'static str,
    row: impl ToString,
    text: &str,
) -> Result<T, super::StoreError> {
    text.parse().map_err(|_| {
        let what = format!("not a date or time: {text:?}");
        Inconsistent {
            table,
            row: row.to_string(),
            what,
        }
        .into()
    })
}

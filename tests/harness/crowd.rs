//! A crowd: many people who are signed in already, made with a few statements, and what must be true
//! of the answers they get.

use crate::sql;
use jiff::Timestamp;
use samverkan_service::{
    secrets::{new_token, sha256},
    seeds::Seeds,
    store::Database,
};
use serde_json::json;
use sqlx::AssertSqlSafe;
use std::{fmt::Write as _, time::Instant};

/// People made in one statement.
const AT_A_TIME: usize = 1_000;

/// Tokens of a crowd do not expire in our time.
const SQLITE: [&str; 3] = [
    "INSERT INTO person (id, given_name, family_name, name_key, sort_key, security_marking, language,
                         profession, created_at, revision)
     SELECT unhex(value->>'id'), value->>'name', 'Ek', value->>'name', value->>'name', 'none', 'sv',
            'larare', 0, 1 FROM json_each($1)",
    "INSERT INTO email (address_key, address, person_id, main)
     SELECT value->>'address', value->>'address', unhex(value->>'id'), TRUE FROM json_each($1)",
    "INSERT INTO token (id, name, role, person_id, token_hash, created_at, expires_at)
     SELECT unhex(value->>'id'), 'sign-in', 'participant', unhex(value->>'id'),
            unhex(value->>'hash'), 0, 4000000000000000 FROM json_each($1)",
];
const POSTGRES: [&str; 3] = [
    "INSERT INTO person (id, given_name, family_name, name_key, sort_key, security_marking, language,
                         profession, created_at, revision)
     SELECT id, name, 'Ek', name, name, 'none', 'sv', 'larare', 'epoch', 1
     FROM json_to_recordset($1::json) AS r (id uuid, name text)",
    "INSERT INTO email (address_key, address, person_id, main)
     SELECT address, address, id, TRUE
     FROM json_to_recordset($1::json) AS r (id uuid, address text)",
    "INSERT INTO token (id, name, role, person_id, token_hash, created_at, expires_at)
     SELECT id, 'sign-in', 'participant', id, decode(hash, 'hex'), 'epoch',
            timestamptz 'epoch' + 4000000000 * interval '1 s'
     FROM json_to_recordset($1::json) AS r (id uuid, hash text)",
];

/// Makes people with a name, an address and a profession; gives their tokens.
pub async fn enter(database: &Database, people: usize) -> Vec<String> {
    let seeds = Seeds::default();
    let tokens: Vec<String> = (0..people).map(|_| new_token(&seeds)).collect();
    for (n, tokens) in tokens.chunks(AT_A_TIME).enumerate() {
        let rows = tokens.iter().enumerate().map(|(m, token)| {
            let n = n * AT_A_TIME + m;
            json!({
                "id": seeds.id(Timestamp::UNIX_EPOCH).simple().to_string(),
                "name": format!("Förnamn{n}"), "address": format!("crowd{n}@example.org"),
                "hash": hex(&sha256(token.as_bytes())),
            })
        });
        let rows = json!(rows.collect::<Vec<_>>()).to_string();
        for statement in 0..3 {
            let done = match database {
                Database::Sqlite { writer, .. } => sqlx::query(AssertSqlSafe(SQLITE[statement]))
                    .bind(&rows)
                    .execute(writer)
                    .await
                    .map(drop),
                Database::Postgres(pool) => sqlx::query(AssertSqlSafe(POSTGRES[statement]))
                    .bind(&rows)
                    .execute(pool)
                    .await
                    .map(drop),
            };
            done.expect("a crowd");
        }
    }
    tokens
}

pub fn hex(octets: &[u8]) -> String {
    octets.iter().fold(String::new(), |mut text, octet| {
        write!(text, "{octet:02x}").expect("a text takes everything");
        text
    })
}

/// One answer: when it was asked for, when it came, and the number on the reserve list (0: a seat).
#[derive(Debug, Clone, Copy)]
pub struct Acknowledged {
    pub sent: Instant,
    pub answered: Instant,
    pub number: i64,
}

/// Whether nobody who asked after another had been answered stands before that one.
pub fn in_order(answers: &[Acknowledged]) -> Result<(), String> {
    let mut by_sent = answers.to_vec();
    by_sent.sort_by_key(|answer| answer.sent);
    let mut by_answered = answers.to_vec();
    by_answered.sort_by_key(|answer| answer.answered);
    let mut answered = by_answered.into_iter().peekable();
    let mut highest = 0;
    for later in by_sent {
        while let Some(before) = answered.next_if(|before| before.answered < later.sent) {
            highest = highest.max(before.number);
        }
        if highest > 0 && later.number <= highest {
            let number = later.number;
            return Err(format!("number {number} asked after {highest} was given"));
        }
    }
    Ok(())
}

/// Checks a channel after a rush: `answers` people asked, none is there twice, no seat is sold
/// twice, and the reserves are numbered without holes.
pub async fn check(database: &Database, channel: &str, seats: usize, answers: usize) {
    let count = async |what: &str| {
        let query = format!(
            "SELECT {what} FROM application a JOIN channel c ON c.id = a.channel_id
             WHERE c.code = '{channel}'"
        );
        usize::try_from(sql::number(database, &query).await).expect("a count")
    };
    assert_eq!(count("COUNT(*)").await, answers);
    assert_eq!(count("COUNT(DISTINCT a.person_id)").await, answers);
    let admitted = count("COUNT(CASE WHEN a.state = 'admitted' THEN 1 END)").await;
    assert_eq!(admitted, seats.min(answers), "seats given");
    let reserves = answers - admitted;
    assert_eq!(count("COUNT(DISTINCT a.reserve_position)").await, reserves);
    assert_eq!(
        count("COALESCE(MAX(a.reserve_position), 0)").await,
        reserves
    );
}

//! Clients that ask for places and write down what they were told, and when.

use crate::{
    Client,
    served::{APPLY, CHANNEL},
};
use hyper::Method;
use serde_json::{Value, json};
use std::{
    collections::HashMap,
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
    time::{Duration, Instant},
};
use tokio::{task::JoinSet, time::sleep};

/// Until somebody who was told "not now" asks again.
const AGAIN: Duration = Duration::from_millis(100);

/// What somebody was told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Told {
    /// A place, or a number on the reserve list.
    Answer,
    /// 503.
    NotNow,
    /// Any other status.
    Wrong(u16),
    /// The connection failed.
    Nothing,
}

#[derive(Debug, Clone, Copy)]
pub struct Manner {
    pub clients: usize,
    /// Between two of a client's people.
    pub pause: Duration,
    /// With an Idempotency-Key, and until there is an answer. Without, once.
    pub insist: bool,
}

/// One crowd's notes.
#[derive(Debug, Default)]
pub struct Notes {
    next: AtomicUsize,
    answered: AtomicUsize,
    enough: AtomicBool,
    /// When it was asked, when it was told, what.
    told: Mutex<Vec<(Instant, Instant, Told)>>,
    answers: Mutex<HashMap<usize, Value>>,
}

/// The time without answers around a fault, from it.
#[derive(Debug, Clone, Copy)]
pub struct Gap {
    pub last_before: Duration,
    pub first_after: Duration,
}

impl Notes {
    /// A client for each; ends when all have been asked for, or it is enough.
    pub async fn ask(self: &Arc<Self>, base: &str, tokens: &Arc<Vec<String>>, manner: Manner) {
        let mut tasks = JoinSet::new();
        for _ in 0..manner.clients {
            let (notes, tokens) = (Arc::clone(self), Arc::clone(tokens));
            let client = Client::new(base);
            tasks.spawn(async move {
                while !notes.enough.load(Ordering::Relaxed) {
                    let n = notes.next.fetch_add(1, Ordering::Relaxed);
                    let Some(token) = tokens.get(n) else { return };
                    notes.once(n, &client.with_token(token), manner).await;
                    sleep(manner.pause).await;
                }
            });
        }
        // A client that panics fails the test.
        tasks.join_all().await;
    }

    async fn once(&self, n: usize, client: &Client, manner: Manner) {
        let key = [("idempotency-key", "k")];
        let headers = if manner.insist { &key[..] } else { &[] };
        let body = json!({ "channel": CHANNEL });
        loop {
            let asked = Instant::now();
            let reply = client.send_json(Method::POST, APPLY, headers, &body).await;
            let told = match &reply {
                Ok(reply) if reply.status.is_success() => Told::Answer,
                Ok(reply) if reply.status == 503 => Told::NotNow,
                Ok(reply) => Told::Wrong(reply.status.as_u16()),
                Err(_) => Told::Nothing,
            };
            let note = (asked, Instant::now(), told);
            self.told.lock().expect("the notes").push(note);
            if let (Told::Answer, Ok(reply)) = (told, reply) {
                let answer = reply.json(APPLY).expect("JSON");
                self.answers.lock().expect("the notes").insert(n, answer);
                self.answered.fetch_add(1, Ordering::Relaxed);
                return;
            }
            if !manner.insist {
                return;
            }
            sleep(AGAIN).await;
        }
    }

    pub fn answered(&self) -> usize {
        self.answered.load(Ordering::Relaxed)
    }

    pub async fn until(&self, answered: usize) {
        while self.answered() < answered {
            sleep(Duration::from_millis(1)).await;
        }
    }

    /// No further people; those who have begun get their answers.
    pub fn enough(&self) {
        self.enough.store(true, Ordering::Relaxed);
    }

    pub fn answers(&self) -> HashMap<usize, Value> {
        self.answers.lock().expect("the notes").clone()
    }

    pub fn count(&self, of: impl Fn(Told) -> bool) -> usize {
        let told = self.told.lock().expect("the notes");
        told.iter().filter(|(_, _, told)| of(*told)).count()
    }

    /// The longest that anybody waited to be told anything.
    pub fn longest(&self) -> Duration {
        let told = self.told.lock().expect("the notes");
        let waits = told.iter().map(|(asked, at, _)| *at - *asked);
        waits.max().unwrap_or_default()
    }

    /// The longest time without an answer that ended after the fault.
    pub fn gap(&self, fault: Instant) -> Gap {
        let told = self.told.lock().expect("the notes");
        let answers = told.iter().filter(|(_, _, told)| *told == Told::Answer);
        let mut at: Vec<Instant> = answers.map(|(_, at, _)| *at).collect();
        at.sort();
        let gaps = at.windows(2).filter(|pair| pair[1] > fault);
        let gap = gaps.max_by_key(|pair| pair[1] - pair[0]);
        let gap = gap.expect("answers before and after");
        Gap {
            last_before: gap[0].saturating_duration_since(fault),
            first_after: gap[1] - fault,
        }
    }
}

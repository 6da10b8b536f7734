//! Secrets guessed by whoever has time: F14. (Codes that are guessed, and who has an address: `access`, `sign_in`.)

use super::rounds;
use harness::{Engine, Reply, TestService, both_engines, calendar::make_feed, ok, round, text};
use hyper::Method;
use serde_json::{Value, json};

both_engines!(no_guess_is_a_calendar, no_guess_is_a_token,);

/// Guesses at random in a round; those that are nearly right come besides.
const GUESSES: usize = 2_000;
const SIGNS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/// Knuth's linear congruential generator (MMIX): guesses need be many, not good.
struct Guesser(u64);

impl Guesser {
    fn sign(&mut self) -> char {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        let at = usize::try_from(self.0 >> 58).expect("six bits");
        char::from(SIGNS[at])
    }

    fn secret(&mut self, like: &str) -> String {
        like.chars().map(|_| self.sign()).collect()
    }
}

/// The secret with each of its characters changed, cut short, longer, in another case, and backwards.
fn nearly(secret: &str) -> Vec<String> {
    let changed = (0..secret.len()).map(|at| {
        let other = if secret[at..].starts_with('A') {
            "B"
        } else {
            "A"
        };
        format!("{}{other}{}", &secret[..at], &secret[at + 1..])
    });
    let mut near: Vec<String> = changed.collect();
    near.push(secret[..secret.len() - 1].to_owned());
    near.push(format!("{secret}A"));
    near.push(secret.to_lowercase());
    near.push(secret.chars().rev().collect());
    near.retain(|guess| guess != secret);
    near
}

/// What a refusal says, without the number of the request.
fn said(reply: &Reply) -> (u16, Value) {
    let mut said: Value = serde_json::from_slice(&reply.body).unwrap_or_default();
    if let Some(said) = said.as_object_mut() {
        said.remove("instance");
    }
    (reply.status.as_u16(), said)
}

/// All guesses are refused, and alike, however near they are.
async fn only_the_secret_opens(secret: &str, status: u16, ask: impl AsyncFn(&str) -> Reply) {
    let mut guesser = Guesser(14);
    let refusal = said(&ask(&guesser.secret(secret)).await);
    assert_eq!(refusal.0, status);
    let random = (0..GUESSES * rounds()).map(|_| guesser.secret(secret));
    for guess in nearly(secret).into_iter().chain(random) {
        assert_eq!(said(&ask(&guess).await), refusal, "{guess}");
    }
    assert_eq!(ask(secret).await.status, 200, "control");
}

async fn no_guess_is_a_calendar(engine: Engine) {
    let (service, offering) = round::full(engine).await;
    let (_, path) = make_feed(&service.admin, "offering", &offering).await;
    let (before, secret) = path
        .strip_suffix(".ics")
        .and_then(|path| path.rsplit_once('/'))
        .expect("a secret");
    let ask = async |guess: &str| {
        let path = format!("{before}/{guess}.ics");
        service
            .anyone
            .send(Method::GET, &path, &[], "")
            .await
            .expect("an answer")
    };
    only_the_secret_opens(secret, 404, ask).await;
}

async fn no_guess_is_a_token(engine: Engine) {
    let service = TestService::start(engine).await;
    let new = json!({ "name": "guessed", "role": "auditor", "days": 1 });
    let token = text(
        &ok(service.admin.post("/api/v1/tokens", &new).await),
        "token",
    );
    let (before, secret) = token.rsplit_once("pat_").expect("a prefix");
    let ask = async |guess: &str| {
        let value = format!("Bearer {before}pat_{guess}");
        let headers = [("authorization", &*value)];
        let sent = service
            .anyone
            .send(Method::GET, "/api/v1/audit", &headers, "");
        sent.await.expect("an answer")
    };
    only_the_secret_opens(secret, 401, ask).await;
}

#[test]
fn guesses_are_near_and_none_is_right() {
    let near = nearly("aAb");
    assert!(
        near.len() == 7 && !near.contains(&"aAb".to_owned()),
        "{near:?}"
    );
    let mut guesser = Guesser(1);
    let two = [guesser.secret("abc"), guesser.secret("abc")];
    assert!(two[0] != two[1] && two.iter().all(|guess| guess.len() == 3));
}

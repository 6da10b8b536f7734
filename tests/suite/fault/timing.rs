//! Whether the time that an answer takes tells what the answer does not: F14. Each guess of one kind is timed beside one of
//! the other, which goes first by turns of chance, and the differences are held against their own spread.

use super::tell;
use harness::{
    Client, Engine, TestService, both_engines, calendar::make_feed, crowd, ok, round, text,
};
use hyper::Method;
use serde_json::json;
use std::{
    cell::Cell,
    time::{Duration, Instant},
};

both_engines!(
    nearly_right_takes_no_longer_than_wrong,
    whether_an_address_is_known_takes_no_longer,
);

const PAIRS: usize = 2_000;
/// Of those that take most and least, a machine's other work: so many of a hundred on each side are left out.
const TRIMMED: usize = 5;
/// Student's t beyond which two kinds are told apart: by chance once in millions.
const TOLD_APART: f64 = 5.0;
/// Looks, of which each has to tell them apart: what comes of chance or of other work does not come again.
const LOOKS: usize = 3;

/// Student's t of paired differences (nanoseconds), and their mean.
fn t_of(mut differences: Vec<f64>) -> (f64, f64) {
    differences.sort_by(f64::total_cmp);
    let aside = differences.len() * TRIMMED / 100;
    let kept = &differences[aside..differences.len() - aside];
    let n = kept.iter().fold(0.0, |n, _| n + 1.0);
    let mean = kept.iter().sum::<f64>() / n;
    let spread = kept.iter().map(|d| (d - mean).powi(2)).sum::<f64>() / (n - 1.0);
    (mean / (spread / n).sqrt(), mean)
}

fn nanoseconds(time: Duration) -> f64 {
    time.as_secs_f64() * 1e9
}

/// Times pairs of the one kind and the other; says whether every look tells them apart the same way.
async fn told_apart(
    pairs: usize,
    mut one: impl AsyncFnMut(),
    mut other: impl AsyncFnMut(),
) -> bool {
    let mut sign = 0.0;
    let mut chance = 14_u64;
    for look in 0..LOOKS {
        let mut differences = Vec::new();
        for _ in 0..pairs {
            // Xorshift (Marsaglia 2003).
            chance ^= chance << 13;
            chance ^= chance >> 7;
            chance ^= chance << 17;
            let mut took = [Duration::ZERO; 2];
            let first = usize::from(chance & 1 == 1);
            for which in [first, 1 - first] {
                let since = Instant::now();
                match which {
                    0 => one().await,
                    _ => other().await,
                }
                took[which] = since.elapsed();
            }
            differences.push(nanoseconds(took[0]) - nanoseconds(took[1]));
        }
        let (t, mean) = t_of(differences);
        tell(&format!(
            "t = {t:.1}, {mean:.0} ns in the mean of {pairs} pairs"
        ));
        if t.abs() < TOLD_APART || (look > 0 && t * sign < 0.0) {
            return false;
        }
        sign = t.signum();
    }
    true
}

/// The secret with its last character changed.
fn nearly(secret: &str) -> String {
    let (most, last) = secret.split_at(secret.len() - 1);
    format!("{most}{}", if last == "A" { "B" } else { "A" })
}

/// As long as the secret, and nothing like it.
fn unlike(secret: &str) -> String {
    "x".repeat(secret.len())
}

async fn refused(client: &Client, path: &str, headers: &[(&str, &str)], status: u16) {
    let reply = client.send(Method::GET, path, headers, "").await;
    assert_eq!(reply.expect("an answer").status, status);
}

async fn nearly_right_takes_no_longer_than_wrong(engine: Engine) {
    let (service, offering) = round::full(engine).await;
    let (_, path) = make_feed(&service.admin, "offering", &offering).await;
    let path = path.strip_suffix(".ics").expect("a calendar's address");
    let (before, secret) = path.rsplit_once('/').expect("a secret");
    let [near, far] = [nearly(secret), unlike(secret)].map(|guess| format!("{before}/{guess}.ics"));
    let one = async || refused(&service.anyone, &near, &[], 404).await;
    let other = async || refused(&service.anyone, &far, &[], 404).await;
    assert!(!told_apart(PAIRS, one, other).await, "calendars");
    let new = json!({ "name": "guessed", "role": "auditor", "days": 1 });
    let token = text(
        &ok(service.admin.post("/api/v1/tokens", &new).await),
        "token",
    );
    let (before, secret) = token.rsplit_once("pat_").expect("a prefix");
    let [near, far] =
        [nearly(secret), unlike(secret)].map(|guess| format!("Bearer {before}pat_{guess}"));
    let path = "/api/v1/audit";
    let one = async || refused(&service.anyone, path, &[("authorization", &near)], 401).await;
    let other = async || refused(&service.anyone, path, &[("authorization", &far)], 401).await;
    assert!(!told_apart(PAIRS, one, other).await, "tokens");
}

/// Who has an address here is no secret that the time gives away: a code is asked for by those who have and who have not.
async fn whether_an_address_is_known_takes_no_longer(engine: Engine) {
    /// Each address is asked for once: who is asked for often is answered otherwise.
    const PAIRS: usize = 300;
    let service = TestService::start(engine).await;
    crowd::enter(&service.app.database, PAIRS * LOOKS).await;
    let ask = async |who: &str, n: &Cell<usize>| {
        n.set(n.get() + 1);
        let asked =
            json!({ "email": format!("{who}{}@example.org", n.get() - 1), "language": "sv" });
        ok(service.anyone.post("/api/v1/sign-ins", &asked).await);
    };
    let (known, unknown) = (Cell::new(0), Cell::new(0));
    let one = async || ask("crowd", &known).await;
    let other = async || ask("nobdy", &unknown).await;
    assert!(!told_apart(PAIRS, one, other).await, "addresses");
}

#[tokio::test]
async fn negative_control_what_takes_longer_is_told_apart() {
    let work = |turns: u32| {
        let sum = (0..turns).fold(0_u32, |sum, n| std::hint::black_box(sum ^ n));
        std::hint::black_box(sum);
    };
    let one = async || work(20_000);
    assert!(
        told_apart(PAIRS, one, async || work(22_000)).await,
        "a tenth"
    );
    assert!(
        !told_apart(PAIRS, one, async || work(20_000)).await,
        "nothing"
    );
}

//! The primary is lost in the middle of a rush, and its standby takes over; instances come and go behind the proxy. The
//! cluster is that of docs/drift, from those files.

use super::rounds;
use harness::{
    Client,
    asking::{Manner, Notes, Told},
    cluster::{Cluster, MACHINES, other},
    served::{Served, base, checked, prepare},
};
use samverkan_service::{store::Database, usecase::Role};
use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::{Duration, Instant},
};
use tokio::{task::JoinHandle, time::sleep};

const PEOPLE: usize = 2_400;
const SEATS: usize = 300;
/// How many have been answered when the primary is lost, and how many more when what was lost comes back.
const LOST_AT: usize = 500;
const BACK_AFTER: usize = 400;
const RUSH: Manner = Manner {
    clients: 48,
    pause: Duration::from_millis(20),
    insist: true,
};
/// Until who asks is told that it cannot be done now.
const TOLD: Duration = Duration::from_secs(10);
/// Until somebody else is the primary: the time-out of docs/drift, and what an election takes.
const PROMOTED: Duration = Duration::from_secs(45);

/// Somebody's calendar, fetched again and again: how often, how often in vain, and the longest wait.
struct Calendar {
    stop: Arc<AtomicBool>,
    fetching: JoinHandle<(usize, usize, Duration)>,
}

impl Calendar {
    async fn of(cluster: &Cluster, instances: &[Served]) -> Self {
        let admin = harness::instance::Instance::on(cluster.url()).await;
        let token = harness::token(&admin.app, Role::Administrator).await;
        admin.app.database.close().await;
        let client = Client::new(cluster.clients()).with_token(token);
        let offering = format!("/api/v1/offerings/{}", harness::round::OFFERING);
        let offering = harness::ok(client.get(&offering).await);
        let subject = harness::text(&offering, "id");
        let (_, path) = harness::calendar::make_feed(&client, "offering", &subject).await;
        for instance in instances {
            harness::calendar::fetch(&instance.client(), &path).await;
        }
        let stop = Arc::new(AtomicBool::new(false));
        let stopped = Arc::clone(&stop);
        let proxy = Client::new(cluster.clients());
        let fetching = tokio::spawn(async move {
            let (mut fetched, mut failed, mut longest) = (0, 0, Duration::ZERO);
            while !stopped.load(Ordering::Relaxed) {
                let since = Instant::now();
                let reply = proxy.get(&path).await;
                fetched += 1;
                failed += usize::from(!reply.is_ok_and(|reply| reply.status == 200));
                longest = longest.max(since.elapsed());
                sleep(Duration::from_millis(50)).await;
            }
            (fetched, failed, longest)
        });
        Self { stop, fetching }
    }

    async fn ends(self) -> (usize, usize, Duration) {
        self.stop.store(true, Ordering::Relaxed);
        self.fetching.await.expect("the calendar's client")
    }
}

/// A crowd that asks through the proxy.
struct Rush {
    cluster: Cluster,
    tokens: Arc<Vec<String>>,
    instances: Vec<Served>,
    notes: Arc<Notes>,
    asking: JoinHandle<()>,
}

impl Rush {
    async fn begin(cluster: Cluster, instances: Vec<Served>, tokens: Arc<Vec<String>>) -> Self {
        let notes = Arc::new(Notes::default());
        let asking = tokio::spawn({
            let (notes, tokens) = (Arc::clone(&notes), Arc::clone(&tokens));
            let proxy = cluster.clients().to_owned();
            async move { notes.ask(&proxy, &tokens, RUSH).await }
        });
        notes.until(LOST_AT).await;
        Self {
            cluster,
            tokens,
            instances,
            notes,
            asking,
        }
    }

    /// When all have an answer: the same keys have the same answers, whichever instance is asked, and what is stored is
    /// what was answered.
    async fn ends(self) {
        self.asking.await.expect("the crowd");
        let again = Arc::new(Notes::default());
        again.ask(self.cluster.clients(), &self.tokens, RUSH).await;
        drop(self.instances);
        assert_eq!(self.notes.answers().len(), PEOPLE);
        assert_eq!(again.answers(), self.notes.answers());
        checked(self.cluster.url(), SEATS, PEOPLE).await;
        let wrong = |told| matches!(told, Told::Wrong(_) | Told::Nothing);
        let wrong = self.notes.count(wrong);
        assert_eq!(wrong, 0, "nobody is told anything but \"not now\"");
        let longest = self.notes.longest();
        assert!(longest < TOLD, "{longest:?}");
    }
}

#[expect(clippy::print_stderr, reason = "the timeline")]
async fn nothing_is_lost_with_the_primary(how: &str) {
    for _ in 0..rounds() {
        let cluster = Cluster::new();
        let tokens = Arc::new(prepare(cluster.url(), SEATS, PEOPLE).await);
        let instances = cluster.instances().await;
        let calendar = Calendar::of(&cluster, &instances).await;
        let rush = Rush::begin(cluster, instances, tokens).await;
        let (cluster, notes) = (&rush.cluster, &rush.notes);
        let lost = cluster.act(&["kill-primary", how]).await;
        let fault = Instant::now();
        let next = other(&lost);
        let promoted = cluster.promoted(next, PROMOTED).await;
        let promoted = promoted.expect("nobody took over") - fault;
        notes.until(notes.answered() + BACK_AFTER).await;
        // In the midst of the rush, and with what it alone may have written.
        cluster.act(&["heal"]).await;
        let healed = fault.elapsed();
        let (fetched, failed, slowest) = calendar.ends().await;
        let gap = notes.gap(fault);
        eprintln!(
            "{how}: {lost} lost at 0; last place given {:.1?}; {next} promoted {promoted:.1?}; first place given {:.1?}; \
             {lost} a standby again {healed:.1?}; \"not now\" {} times, longest wait {:.1?}; \
             calendar fetched {fetched} times, {failed} in vain, longest {slowest:.1?}",
            gap.last_before,
            gap.first_after,
            notes.count(|told| told == Told::NotNow),
            notes.longest(),
        );
        rush.ends().await;
        assert_eq!(failed, 0, "known calendars are served all the while");
    }
}

/// Commits wait for it until it is known to be gone; then the primary goes on alone.
#[expect(clippy::print_stderr, reason = "the timeline")]
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn enrolment_goes_on_when_the_standby_falls_silent() {
    let cluster = Cluster::new();
    let tokens = Arc::new(prepare(cluster.url(), SEATS, PEOPLE).await);
    let instances = cluster.instances().await;
    let rush = Rush::begin(cluster, instances, tokens).await;
    rush.cluster.act(&["kill-standby", "silent"]).await;
    let fault = Instant::now();
    let answered = rush.notes.answered();
    rush.notes.until(answered + BACK_AFTER).await;
    let gap = rush.notes.gap(fault);
    eprintln!(
        "silent standby: no place given for {:.1?}",
        gap.first_after.saturating_sub(gap.last_before)
    );
    rush.cluster.act(&["heal"]).await;
    rush.ends().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_is_lost_with_the_machine_of_the_primary() {
    nothing_is_lost_with_the_primary("machine").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_is_lost_with_a_crash_of_the_primary() {
    nothing_is_lost_with_the_primary("postgres").await;
}

/// It stops without a word and goes on when another has taken its place, believing that it still has it.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_is_lost_with_a_primary_that_falls_silent_and_comes_back() {
    nothing_is_lost_with_the_primary("silent").await;
}

/// Without keys: what cannot be asked twice is not to fail once.
#[expect(clippy::print_stderr, reason = "the figures")]
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nobody_notices_that_instances_come_and_go() {
    let cluster = Cluster::new();
    let tokens = Arc::new(prepare(cluster.url(), SEATS, 4 * PEOPLE).await);
    let (orderly, killed) = tokens.split_at(3 * PEOPLE);
    let mut instances = cluster.instances().await;
    let mut answered = 0;
    for (tokens, insist) in [(orderly, false), (killed, true)] {
        let notes = Arc::new(Notes::default());
        let manner = Manner {
            clients: 32,
            pause: Duration::from_millis(150),
            insist,
        };
        let asking = tokio::spawn({
            let (notes, tokens) = (Arc::clone(&notes), Arc::new(tokens.to_vec()));
            let proxy = cluster.clients().to_owned();
            async move { notes.ask(&proxy, &tokens, manner).await }
        });
        notes.until(100).await;
        for (n, machine) in MACHINES.into_iter().enumerate() {
            if insist {
                instances[n].kill();
            } else {
                instances[n].stop().await;
            }
            instances[n] = cluster.instance(machine);
            instances[n].ready().await;
            cluster.seen().await;
        }
        notes.enough();
        asking.await.expect("the crowd");
        let errors = notes.count(|told| told != Told::Answer);
        eprintln!(
            "{}: {} answered, {errors} errors, longest wait {:.2?}",
            if insist { "killed" } else { "stopped" },
            notes.answered(),
            notes.longest()
        );
        assert_eq!(errors, 0);
        answered += notes.answered();
    }
    drop(instances);
    checked(cluster.url(), SEATS, answered).await;
}

/// Twenty are answered by both machines, twenty by the primary alone; then the standby comes back alone. How many stand
/// in the database once somebody is the primary.
async fn only_the_one_that_was_behind_comes_back(asynchronous: bool) -> usize {
    let cluster = Cluster::new();
    let tokens = prepare(cluster.url(), 5, 40).await;
    if asynchronous {
        cluster.act(&["asynchronous"]).await;
    }
    let mut instance = cluster.instance("a");
    instance.ready().await;
    let manner = Manner {
        clients: 1,
        pause: Duration::ZERO,
        insist: true,
    };
    let ask = async |tokens: &[String]| {
        let notes = Arc::new(Notes::default());
        let address = base(instance.port());
        notes
            .ask(&address, &Arc::new(tokens.to_vec()), manner)
            .await;
        notes.answered()
    };
    assert_eq!(ask(&tokens[..20]).await, 20);
    let standby = cluster.act(&["kill-standby"]).await;
    assert_eq!(ask(&tokens[20..]).await, 20, "the primary goes on alone");
    cluster.act(&["kill-primary"]).await;
    cluster.act(&["heal", &standby]).await;
    let took_over = cluster.promoted(&standby, PROMOTED).await.is_some();
    assert_eq!(took_over, asynchronous, "who is behind takes over");
    if !took_over {
        cluster.act(&["heal"]).await;
    }
    let stored = loop {
        // The proxy asks twice a second.
        match Database::connect(cluster.url()).await {
            Ok(stored) => break stored,
            Err(_) => sleep(Duration::from_millis(100)).await,
        }
    };
    let count = "SELECT COUNT(*) FROM application";
    let count = harness::sql::number(&stored, count).await;
    stored.close().await;
    usize::try_from(count).expect("a count")
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_standby_that_is_behind_does_not_take_over() {
    assert_eq!(only_the_one_that_was_behind_comes_back(false).await, 40);
}

/// The same where answers do not wait for the standby: twenty who were told of a place have none.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn negative_control_without_waiting_for_the_standby_answers_are_lost() {
    assert_eq!(only_the_one_that_was_behind_comes_back(true).await, 20);
}

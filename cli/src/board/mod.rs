//! The cohort board in the terminal: cohorts side by side, moving and holding people, undoing, and
//! committing, with the score as it becomes.
//!
//! `state` is what is on it and `update` how it goes on: an event in, what is wanted outside out, with
//! `done` for changes that were made. Both are pure. `draw` and its kin draw a state, `work` does what
//! is wanted by the API, `screen` takes the terminal and gives it back. Here they are put together.

mod column;
mod done;
mod draw;
mod grid;
mod screen;
mod state;
mod update;
mod words;
mod work;

#[cfg(test)]
mod tests;

pub(crate) use state::commit_means;

use crate::{
    commands::{Context, plan::fetch},
    error::{CliError, Result},
    named::PlanRef,
    text::text,
};
use clap::Args;
use screen::Screen;
use state::{Board, Effect, Event};
use tokio::{
    signal::unix::{Signal, SignalKind, signal},
    sync::mpsc::{UnboundedReceiver, unbounded_channel},
    task::JoinSet,
};

pub(crate) const EXAMPLES: &str = "\
Arrows choose a person; Enter moves, s swaps, l holds, u undoes, c puts the plan into force, ? says
the rest. Everything is also a command: explain, move, swap, lock, unlock, commit. With --json the
plan is printed and nothing drawn.

Examples:
  samverkan cohort board SA123A-V9001V27
  samverkan cohort board 018f… --no-color";

#[derive(Debug, Args)]
pub(crate) struct Open {
    /// Id of the plan, or code of the offering for its newest
    plan: PlanRef,
}

/// Signals that end the board, with their numbers.
const ENDING: [(SignalKind, i32); 3] = [
    (SignalKind::hangup(), 1),
    (SignalKind::interrupt(), 2),
    (SignalKind::terminate(), 15),
];

pub(crate) async fn open(context: &Context<'_>, wanted: &Open) -> Result {
    if context.out.json {
        let plan = fetch(context, &wanted.plan).await?;
        return context.out.show(&plan, |_| Ok(()));
    }
    screen::needed()?;
    let plan = fetch(context, &wanted.plan).await?;
    let offering = plan.offering.to_string();
    let call = context.api.get_offering().offering(&offering);
    let code = call.send().await?.into_inner().code;
    let mut signals = Signals::new()?;
    let mut screen = Screen::take()?;
    let board = Board::new(context.out.lang, code, plan);
    let ended = run(context, &mut screen, &mut signals, board).await;
    drop(screen);
    match ended? {
        // As programs say that a signal has ended them.
        Ended::Signal(number) => std::process::exit(128 + number),
        Ended::Left => Ok(()),
    }
}

enum Ended {
    Left,
    Signal(i32),
}

struct Signals(Vec<(Signal, i32)>);

impl Signals {
    fn new() -> Result<Self> {
        let listen = |(kind, number)| signal(kind).map(|signal| (signal, number));
        let all = ENDING.into_iter().map(listen);
        let all: std::io::Result<_> = all.collect();
        all.map(Self)
            .map_err(|error| CliError::io(text!("Går inte att starta", "Cannot start"), error))
    }

    /// The number of the first that comes.
    async fn next(&mut self) -> i32 {
        let waiting = self.0.iter_mut().map(|(signal, number)| {
            Box::pin(async {
                signal.recv().await;
                *number
            })
        });
        first_of(waiting.collect()).await
    }
}

/// The first of several to be ready.
async fn first_of<F: Future<Output = i32> + Unpin>(mut waiting: Vec<F>) -> i32 {
    std::future::poll_fn(|context| {
        for one in &mut waiting {
            if let std::task::Poll::Ready(number) = std::pin::Pin::new(one).poll(context) {
                return std::task::Poll::Ready(number);
            }
        }
        std::task::Poll::Pending
    })
    .await
}

/// Keys come from a thread of their own: reading them cannot be awaited.
fn keys() -> UnboundedReceiver<std::io::Result<Option<state::Key>>> {
    let (sender, keys) = unbounded_channel();
    std::thread::spawn(move || {
        loop {
            let key = screen::wait();
            let broken = key.is_err();
            if sender.send(key).is_err() || broken {
                return;
            }
        }
    });
    keys
}

async fn run(
    context: &Context<'_>,
    screen: &mut Screen,
    signals: &mut Signals,
    mut board: Board,
) -> Result<Ended> {
    let lost = |error| CliError::io(text!("Terminalen är borta", "The terminal is gone"), error);
    let colour = context.out.colour;
    let mut keys = keys();
    let mut working = JoinSet::new();
    loop {
        let drawn = screen.0.draw(|frame| draw::draw(frame, &board, colour));
        drawn.map_err(lost)?;
        let event = tokio::select! {
            key = keys.recv() => match key {
                Some(Ok(Some(key))) => Event::Key(key),
                // Another size: it is drawn anew.
                Some(Ok(None)) => continue,
                Some(Err(error)) => return Err(lost(error)),
                None => return Ok(Ended::Left),
            },
            Some(answer) = working.join_next() => match answer {
                Ok(answer) => Event::Answer(answer),
                Err(error) => return Err(CliError::NotUnderstood { detail: error.to_string() }),
            },
            number = signals.next() => return Ok(Ended::Signal(number)),
        };
        match board.on(event) {
            Some(Effect::Leave) => return Ok(Ended::Left),
            Some(effect) => {
                let api = context.api.clone();
                working.spawn(work::perform(api, board.plan.id, effect, board.lang));
            }
            None => {}
        }
    }
}

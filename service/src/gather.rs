//! Queues whose items are taken many at a time: one task a key, made when the first item comes,
//! gone when none has come for a while. The first to arrive never waits for company; who arrives
//! while a batch is worked on is in the next.

use std::{
    collections::HashMap,
    future::Future,
    hash::Hash,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};
use tokio::{sync::mpsc, task::JoinHandle, time::timeout};

/// How long a task stays without anything to do.
const IDLE: Duration = Duration::from_secs(2);

/// Queues by key.
pub struct Gather<K, T> {
    shared: Arc<Shared<K, T>>,
    depth: usize,
    most: usize,
    idle: Duration,
}

struct Shared<K, T> {
    queues: Mutex<Queues<K, T>>,
}

struct Queues<K, T> {
    closed: bool,
    running: HashMap<K, Running<T>>,
}

struct Running<T> {
    sender: mpsc::Sender<T>,
    task: JoinHandle<()>,
}

/// Why an item is not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotTaken {
    /// So many are waiting.
    Full { waiting: usize },
    /// The service is stopping.
    Closed,
}

impl<K: Eq + Hash + Clone, T> Gather<K, T> {
    /// At most `depth` items wait in a queue; at most `most` are taken at a time.
    pub fn new(depth: usize, most: usize) -> Self {
        let queues = Queues {
            closed: false,
            running: HashMap::new(),
        };
        let queues = Mutex::new(queues);
        Self {
            shared: Arc::new(Shared { queues }),
            depth,
            most,
            idle: IDLE,
        }
    }

    /// Puts an item at the end of the queue; `work` makes the task that empties it, if there is none.
    pub fn put<Work, Task>(&self, key: K, item: T, work: Work) -> Result<(), NotTaken>
    where
        Work: FnOnce(Taker<K, T>) -> Task,
        Task: Future<Output = ()> + Send + 'static,
    {
        let mut queues = self.shared.lock();
        if queues.closed {
            return Err(NotTaken::Closed);
        }
        let item = match queues.running.get(&key) {
            None => item,
            Some(running) => match running.sender.try_send(item) {
                Ok(()) => return Ok(()),
                Err(mpsc::error::TrySendError::Full(_)) => {
                    return Err(NotTaken::Full {
                        waiting: self.depth,
                    });
                }
                // Its task has panicked; those who waited were told. A new one begins.
                Err(mpsc::error::TrySendError::Closed(item)) => item,
            },
        };
        let (sender, receiver) = mpsc::channel(self.depth);
        // A queue that was just made has room.
        let _ = sender.try_send(item);
        let taker = Taker {
            shared: Arc::clone(&self.shared),
            key: key.clone(),
            receiver,
            most: self.most,
            idle: self.idle,
        };
        let task = tokio::spawn(work(taker));
        queues.running.insert(key, Running { sender, task });
        Ok(())
    }

    /// Whether the key has a task.
    pub fn is_running(&self, key: &K) -> bool {
        self.shared.lock().running.contains_key(key)
    }

    /// How many items wait, over all queues.
    pub fn waiting(&self) -> usize {
        let queues = self.shared.lock();
        let waiting =
            |running: &Running<T>| running.sender.max_capacity() - running.sender.capacity();
        queues.running.values().map(waiting).sum()
    }

    /// Takes nothing more, and waits until what was taken is done.
    pub async fn drain(&self) {
        let running = {
            let mut queues = self.shared.lock();
            queues.closed = true;
            std::mem::take(&mut queues.running)
        };
        for Running { sender, task } in running.into_values() {
            drop(sender);
            // A task that panicked is done as well.
            let _ = task.await;
        }
    }
}

impl<K, T> Shared<K, T> {
    fn lock(&self) -> MutexGuard<'_, Queues<K, T>> {
        self.queues.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The end of a queue that its task holds.
pub struct Taker<K, T> {
    shared: Arc<Shared<K, T>>,
    key: K,
    receiver: mpsc::Receiver<T>,
    most: usize,
    idle: Duration,
}

impl<K: Eq + Hash, T> Taker<K, T> {
    /// The items that wait, in order; waits for the first. `None` tells the task to end.
    pub async fn next(&mut self) -> Option<Vec<T>> {
        let mut items = Vec::new();
        loop {
            match timeout(self.idle, self.receiver.recv_many(&mut items, self.most)).await {
                Ok(0) => return None,
                Ok(_) => return Some(items),
                Err(_) => {
                    // Under the lock nobody can put an item between the look and the farewell.
                    let mut queues = self.shared.lock();
                    if self.receiver.is_empty() {
                        queues.running.remove(&self.key);
                        return None;
                    }
                }
            }
        }
    }

    /// How many wait now.
    pub fn waiting(&self) -> usize {
        self.receiver.len()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use tokio::sync::{Mutex as AsyncMutex, oneshot};

    type Batches = Arc<Mutex<Vec<Vec<u32>>>>;

    async fn note(mut taker: Taker<u8, u32>, gate: Arc<AsyncMutex<()>>, seen: Batches) {
        while let Some(items) = taker.next().await {
            drop(gate.lock().await);
            seen.lock().unwrap().push(items);
        }
    }

    #[tokio::test]
    async fn who_waits_is_taken_together_in_order_within_bounds() {
        let (gather, seen) = (Gather::new(5, 4), Batches::default());
        let gate = Arc::new(AsyncMutex::new(()));
        let put = |n| {
            gather.put(1, n, |taker| {
                note(taker, Arc::clone(&gate), Arc::clone(&seen))
            })
        };
        let closed = gate.lock().await;
        put(0).unwrap();
        tokio::task::yield_now().await;
        for n in 1..=5 {
            put(n).unwrap();
        }
        assert_eq!(put(6), Err(NotTaken::Full { waiting: 5 }));
        assert_eq!(gather.waiting(), 5);
        drop(closed);
        gather.drain().await;
        assert_eq!(*seen.lock().unwrap(), [vec![0], vec![1, 2, 3, 4], vec![5]]);
        assert_eq!(put(7), Err(NotTaken::Closed));
    }

    #[tokio::test]
    async fn an_idle_task_ends_and_another_takes_over() {
        let (mut gather, seen) = (Gather::new(5, 4), Batches::default());
        gather.idle = Duration::ZERO;
        let gate = Arc::new(AsyncMutex::new(()));
        let put = |n| {
            gather.put(1, n, |taker| {
                note(taker, Arc::clone(&gate), Arc::clone(&seen))
            })
        };
        put(1).unwrap();
        while !gather.shared.lock().running.is_empty() {
            tokio::task::yield_now().await;
        }
        put(2).unwrap();
        gather.drain().await;
        assert_eq!(*seen.lock().unwrap(), [[1], [2]]);
    }

    #[tokio::test]
    async fn a_task_that_panics_is_replaced() {
        let gather = Gather::<u8, oneshot::Sender<()>>::new(5, 4);
        let (first, told) = oneshot::channel();
        let panic = |mut taker: Taker<u8, oneshot::Sender<()>>| async move {
            let _items = taker.next().await;
            panic!("as asked for");
        };
        gather.put(1, first, panic).unwrap();
        assert!(told.await.is_err(), "who waited is told");
        let (second, told) = oneshot::channel();
        let answer = |mut taker: Taker<u8, oneshot::Sender<()>>| async move {
            for item in taker.next().await.unwrap() {
                item.send(()).unwrap();
            }
        };
        while !gather.shared.lock().running[&1].sender.is_closed() {
            tokio::task::yield_now().await;
        }
        gather.put(1, second, answer).unwrap();
        told.await.unwrap();
    }
}

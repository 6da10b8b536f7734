//! Places at a server: so few at a time that no server is rushed, however many of the calendars that
//! people have named stand there.

use samverkan_domain::fetching::AT_A_SERVER;
use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// Who is asking which server now. Servers that nobody asks stand nowhere.
#[derive(Default)]
pub(super) struct Places(Mutex<HashMap<String, Arc<Semaphore>>>);

/// A place at a server, free again when dropped.
pub struct Place {
    places: Arc<Places>,
    host: String,
    permit: Option<OwnedSemaphorePermit>,
}

impl Places {
    /// A place, if one is free now and nobody waits for it.
    pub(super) fn now(self: &Arc<Self>, host: &str) -> Option<Place> {
        let permit = self.server(host).try_acquire_owned();
        let place = self.place(host, permit.ok());
        place.permit.is_some().then_some(place)
    }

    /// A place, when it is one's turn.
    pub(super) async fn in_turn(self: &Arc<Self>, host: &str) -> Place {
        // Taken back also from who gives up while waiting.
        let mut place = self.place(host, None);
        place.permit = self.server(host).acquire_owned().await.ok();
        place
    }

    fn server(&self, host: &str) -> Arc<Semaphore> {
        let mut servers = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let server = servers.entry(host.to_owned());
        Arc::clone(server.or_insert_with(|| Arc::new(Semaphore::new(AT_A_SERVER))))
    }

    fn place(self: &Arc<Self>, host: &str, permit: Option<OwnedSemaphorePermit>) -> Place {
        Place {
            places: Arc::clone(self),
            host: host.to_owned(),
            permit,
        }
    }
}

impl Place {
    pub(super) fn is_at(&self, host: &str) -> bool {
        self.host == host
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        self.permit = None;
        let mut servers = self.places.0.lock();
        let servers = servers
            .as_mut()
            .unwrap_or_else(|poisoned| poisoned.get_mut());
        let asked = servers.get(&self.host);
        // Whoever holds a place, or waits for one, knows the server too.
        if asked.is_some_and(|server| Arc::strong_count(server) == 1) {
            servers.remove(&self.host);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use futures_util::{FutureExt as _, future::join_all};
    use std::sync::atomic::{AtomicUsize, Ordering};

    #[tokio::test]
    async fn a_server_has_so_many_places_and_each_is_given_on() {
        let places = Arc::new(Places::default());
        let mut held: Vec<_> = (0..AT_A_SERVER).map(|_| places.now("a").unwrap()).collect();
        assert!(places.now("a").is_none());
        let other = places
            .now("b")
            .expect("another server has places of its own");
        // Two wait in turn; who comes later does not overtake them.
        let mut first = Box::pin(places.in_turn("a"));
        assert!((&mut first).now_or_never().is_none());
        held.pop();
        assert!(places.now("a").is_none(), "it is the first one's");
        let first = first.await;
        assert!(first.is_at("a") && places.now("a").is_none());
        // Who gives up waiting holds up nobody.
        assert!(places.in_turn("a").now_or_never().is_none());
        drop(first);
        held.push(places.now("a").expect("free again"));
        drop((held, other));
        assert!(places.0.lock().unwrap().is_empty(), "nothing is kept");
    }

    #[tokio::test]
    async fn many_at_once_are_never_more_than_there_are_places() {
        let places = Arc::new(Places::default());
        let (now, most) = (AtomicUsize::new(0), AtomicUsize::new(0));
        join_all((0..50).map(async |_| {
            let _place = places.in_turn("a").await;
            let together = now.fetch_add(1, Ordering::SeqCst) + 1;
            most.fetch_max(together, Ordering::SeqCst);
            tokio::task::yield_now().await;
            now.fetch_sub(1, Ordering::SeqCst);
        }))
        .await;
        assert_eq!(most.into_inner(), AT_A_SERVER);
        assert!(places.0.lock().unwrap().is_empty());
    }
}

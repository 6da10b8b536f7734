//! Isolation: a panic in a library becomes a value, so that one letter cannot stop the others.
//!
//! lettre 0.11.23 panics on a line break in a display name and on a blank line in an EHLO answer.

use std::{
    any::Any,
    future::{Future, poll_fn},
    panic::{AssertUnwindSafe, catch_unwind},
    pin::pin,
    task::Poll,
};

/// Calls `work`; `Err` holds what the panic said.
pub(super) fn call<T>(work: impl FnOnce() -> T) -> Result<T, String> {
    // What `work` leaves half done is thrown away by every caller.
    catch_unwind(AssertUnwindSafe(work)).map_err(|panic| said(panic.as_ref()))
}

/// Runs `work`; `Err` holds what the panic said. Not polled again after a panic.
pub(super) async fn run<T>(work: impl Future<Output = T>) -> Result<T, String> {
    let mut work = pin!(work);
    poll_fn(|context| match call(|| work.as_mut().poll(context)) {
        Ok(poll) => poll.map(Ok),
        Err(panic) => Poll::Ready(Err(panic)),
    })
    .await
}

fn said(panic: &(dyn Any + Send)) -> String {
    let text = panic.downcast_ref::<String>().map(String::as_str);
    text.or_else(|| panic.downcast_ref::<&str>().copied())
        .unwrap_or("panic")
        .into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_panic_is_a_value() {
        assert_eq!(call(|| 1), Ok(1));
        assert_eq!(call(|| panic!("no {}", 2)), Err::<(), _>("no 2".into()));
        assert_eq!(run(async { 3 }).await, Ok(3));
        let late = async {
            tokio::task::yield_now().await;
            panic!("late")
        };
        assert_eq!(run(late).await, Err::<(), _>("late".into()));
    }
}

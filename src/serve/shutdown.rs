//! When to stop: the first signal asks for a graceful end, the second for an end at once.

use std::io;

use tokio::signal::unix::{SignalKind, signal};
use tokio::sync::watch;

/// Says stop.
#[derive(Clone, Debug)]
pub struct Stopper(watch::Sender<u32>);

/// Hears stop.
#[derive(Clone, Debug)]
pub struct Stop(watch::Receiver<u32>);

impl Stop {
    /// A pair.
    pub fn new() -> (Stopper, Self) {
        let (sender, receiver) = watch::channel(0);
        (Stopper(sender), Self(receiver))
    }

    /// Waits until stop was said once: end gracefully.
    pub async fn asked(&mut self) {
        self.times(1).await;
    }

    /// Waits until stop was said twice: end now.
    pub async fn insisted(&mut self) {
        self.times(2).await;
    }

    async fn times(&mut self, at_least: u32) {
        if self.0.wait_for(|said| *said >= at_least).await.is_err() {
            // The other end is gone without saying stop: nobody will.
            std::future::pending::<()>().await;
        }
    }
}

impl Stopper {
    /// Says stop, once more.
    pub fn stop(&self) {
        self.0.send_modify(|said| *said += 1);
    }
}

/// Stops on SIGTERM and SIGINT. Call inside the runtime.
pub fn on_signals() -> io::Result<Stop> {
    let mut terminate = signal(SignalKind::terminate())?;
    let mut interrupt = signal(SignalKind::interrupt())?;
    let (stopper, stop) = Stop::new();
    tokio::spawn(async move {
        loop {
            let name = tokio::select! {
                _ = terminate.recv() => "SIGTERM",
                _ = interrupt.recv() => "SIGINT",
            };
            tracing::debug!(signal = name, "signal");
            stopper.stop();
        }
    });
    Ok(stop)
}

#[cfg(test)]
mod tests {
    use futures_util::FutureExt;

    use super::Stop;

    #[test]
    fn the_first_stop_asks_and_the_second_insists() {
        let (stopper, mut stop) = Stop::new();
        assert!(stop.asked().now_or_never().is_none());
        stopper.stop();
        assert!(stop.asked().now_or_never().is_some());
        assert!(stop.insisted().now_or_never().is_none());
        stopper.stop();
        assert!(stop.insisted().now_or_never().is_some());
    }

    #[test]
    fn a_stopper_that_is_gone_does_not_stop() {
        let (stopper, mut stop) = Stop::new();
        drop(stopper);
        assert!(stop.asked().now_or_never().is_none());
    }
}

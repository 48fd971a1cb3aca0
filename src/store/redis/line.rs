//! The line to Redis: one connection that heals by itself. When Redis does not answer, nobody waits for it for a while.

use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use redis::aio::{ConnectionManager, ConnectionManagerConfig};
use redis::{Client, FromRedisValue, Pipeline};

use crate::diag::Lang;
use crate::store::{NoRedis, StoreError, tell};

/// A callback has five seconds to be promised, most of which are not ours.
const PATIENCE: Duration = Duration::from_millis(500);
/// After a failure Redis is left alone for this long.
const REST: Duration = Duration::from_secs(1);

/// The connection.
pub(super) struct Line {
    manager: ConnectionManager,
    lang: Lang,
    /// Why it is down, and until when nobody tries.
    down: Mutex<Option<(StoreError, Instant)>>,
}

impl Line {
    /// Connects when it is first used.
    pub(super) fn to(url: &str, lang: Lang) -> Result<Self, NoRedis> {
        // What redis says about a URL does not hold its password.
        let wrong = |error: redis::RedisError| NoRedis::Url(error.to_string());
        let client = Client::open(url).map_err(wrong)?;
        let config = ConnectionManagerConfig::new()
            .set_number_of_retries(1)
            .set_response_timeout(Some(PATIENCE))
            .set_connection_timeout(Some(PATIENCE));
        let manager = ConnectionManager::new_lazy_with_config(client, config).map_err(wrong)?;
        Ok(Self { manager, lang, down: Mutex::default() })
    }

    /// Sends these commands, and reads their answers; refused at once while the line is down.
    pub(super) async fn ask<T: FromRedisValue>(&self, commands: &Pipeline) -> Result<T, StoreError> {
        if let Some(why) = self.resting() {
            return Err(why);
        }
        // A connection that broke is found out by the command that meets it; the manager makes a new one for the next.
        let mut answer = commands.query_async(&mut self.manager.clone()).await;
        if answer.as_ref().is_err_and(|error: &redis::RedisError| error.is_connection_dropped()) {
            answer = commands.query_async(&mut self.manager.clone()).await;
        }
        match answer {
            Ok(answer) => {
                if self.down().take().is_some() {
                    tell::in_redis_again(self.lang);
                }
                Ok(answer)
            }
            Err(error) => {
                let why = StoreError::Redis(error.to_string());
                if self.down().replace((why.clone(), Instant::now() + REST)).is_none() {
                    tell::in_memory(self.lang, &why);
                }
                Err(why)
            }
        }
    }

    /// Whether the last answer was one.
    pub(super) fn is_up(&self) -> bool {
        self.down().is_none()
    }

    fn resting(&self) -> Option<StoreError> {
        self.down().as_ref().filter(|(_, until)| Instant::now() < *until).map(|(why, _)| why.clone())
    }

    fn down(&self) -> std::sync::MutexGuard<'_, Option<(StoreError, Instant)>> {
        self.down.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

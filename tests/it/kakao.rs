//! A strict Kakao: hands out one-time tokens, refuses what comes before the useCallback answer was read to its end, compares the URL byte
//! for byte, and says FAIL with status 200.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};

use serde_json::{Value, json};
use tokio::io::AsyncWriteExt;
use tokio::sync::watch;
use tokio::time::{Instant, timeout};

use crate::app::{Answer, PATIENCE, TestApp, says};
use crate::neighbour::{self, Neighbour};

/// What a token has been through.
#[derive(Clone, Debug, Default)]
struct Token {
    /// When the skill's useCallback answer had been read.
    answered: Option<Instant>,
    /// What was taken for it, and how long after the answer.
    taken: Option<(Value, std::time::Duration)>,
    /// POSTs that were refused.
    refused: usize,
}

type Book = Arc<Mutex<HashMap<String, Token>>>;

/// The fake.
pub(crate) struct FakeKakao {
    server: Neighbour,
    book: Book,
    /// Says that something came.
    news: watch::Receiver<u64>,
}

impl FakeKakao {
    pub(crate) async fn start() -> Self {
        Self::that(|_| json!({ "taskId": "t", "status": "SUCCESS", "message": "", "timestamp": 0 })).await
    }

    /// With another receipt for what would have been taken.
    pub(crate) async fn that(receipt: impl Fn(&Value) -> Value + Send + Sync + 'static) -> Self {
        let book = Book::default();
        let (tell, news) = watch::channel(0);
        let (known, receipt) = (Arc::clone(&book), Arc::new(receipt));
        let server = Neighbour::start(move |got, mut stream| {
            let (known, tell, receipt) = (Arc::clone(&known), tell.clone(), Arc::clone(&receipt));
            async move {
                let answer = take(&known, &got, receipt.as_ref());
                let _ = stream.write_all(&neighbour::json(&answer)).await;
                tell.send_modify(|count| *count += 1);
            }
        })
        .await;
        Self { server, book, news }
    }

    /// What `--callback-hosts` must hold.
    pub(crate) fn hosts(&self) -> String {
        self.server.origin()
    }

    /// A user says something to a block with the callback option on: the answer, and the token for what follows.
    pub(crate) async fn user_says(&self, app: &TestApp, path: &str, utterance: &str) -> (Answer, String) {
        // A real one has characters that a careless client re-encodes.
        let target = format!("/v1/bots/5f1a2b!/callback/{utterance_len}%2Fa%2fb+c=d~e'f?x=%7E!", utterance_len = utterance.len());
        self.book.lock().unwrap().insert(target.clone(), Token::default());
        let mut payload = says(utterance);
        payload["userRequest"]["callbackUrl"] = json!(format!("{}{target}", self.server.origin()));
        let answer = app.post(path, &payload).await;
        if let Some(token) = self.book.lock().unwrap().get_mut(&target) {
            token.answered = Some(Instant::now());
        }
        (answer, target)
    }

    /// Waits for the callback of a token: the SkillResponse, and how long after the useCallback answer it came.
    pub(crate) async fn taken(&self, token: &str) -> (Value, std::time::Duration) {
        let mut news = self.news.clone();
        let waiting = news.wait_for(|_| self.book.lock().unwrap()[token].taken.is_some());
        drop(timeout(PATIENCE, waiting).await.expect("a callback").unwrap());
        let token = self.book.lock().unwrap()[token].clone();
        assert_eq!(token.refused, 0, "a POST was refused");
        token.taken.unwrap()
    }

    /// How many POSTs came, whatever became of them.
    pub(crate) fn posts(&self) -> usize {
        self.server.got().len()
    }
}

fn take(book: &Book, got: &neighbour::Got, receipt: &dyn Fn(&Value) -> Value) -> Value {
    let mut book = book.lock().unwrap();
    let refuse = |message: &str| json!({ "taskId": "t", "status": "FAIL", "message": message, "timestamp": 0 });
    let Some(token) = book.get_mut(&got.target) else { return refuse("Invalid callback token. Check your callback token.") };
    let (Some(answered), None, "POST") = (token.answered, &token.taken, got.method.as_str()) else {
        token.refused += 1;
        return refuse("Invalid callback token. Check your callback token.");
    };
    let response = got.json();
    if response["version"] != "2.0" || !response["template"]["outputs"].is_array() || response.get("useCallback").is_some() {
        token.refused += 1;
        return refuse("Invalid json response from bot-skill.");
    }
    let receipt = receipt(&response);
    token.taken = Some((response, answered.elapsed()));
    receipt
}

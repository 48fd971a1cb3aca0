//! A strict Kakao: hands out tokens that work once and for a minute, refuses what comes before the useCallback answer was read to its
//! end, compares the request line byte for byte, checks every limit of what is posted, and says FAIL with status 200.
//!
//! Its clock can be put forward, and what it does with the next POSTs can be told beforehand: fail, be slow, hang, break off.

use std::collections::{HashMap, VecDeque};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use serde_json::{Value, json};
use talkplate::kakao::check;
use tokio::io::AsyncWriteExt;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio::time::{Instant, timeout};

use crate::app::{Answer, PATIENCE, TestApp, says};
use crate::neighbour::{self, Got};

/// How long a token works, from the request that carried it.
pub(crate) const TOKEN_LIFE: Duration = Duration::from_mins(1);

pub(crate) const INVALID_TOKEN: &str = "Invalid callback token. Check your callback token.";
pub(crate) const TEST_TOKEN: &str = "Invalid callback token for testing purposes.";
pub(crate) const NOT_USE_CALLBACK: &str = "The skill server settings are incorrect. Use callback true setting required.";
pub(crate) const INVALID_BOT: &str = "Invalid bot ID. Check your Bot ID.";
pub(crate) const INVALID_JSON: &str = "Invalid json response from bot-skill.";
pub(crate) const NOT_FOR_ADVERTISING: &str = "Invalid skill-json format. This talk bubble is not suitable for advertising.";
pub(crate) const INTERNAL: &str = "Internal server error. error occured 501";

/// What it does with one POST.
#[derive(Clone, Debug)]
pub(crate) enum Turn {
    /// Takes it, if it may be taken.
    Take,
    /// Answers this, and takes nothing: the token stays good.
    Say(u16, Value),
    /// Takes its time, then takes the POST.
    Slow(Duration),
    /// Reads it and never answers; the token stays good.
    Hang,
    /// Closes the connection without reading a byte.
    CloseUnread,
    /// Reads all of it and closes the connection; the token stays good.
    CloseUnanswered,
    /// Takes it and closes the connection before the receipt is written: a second POST is one too many.
    LoseReceipt,
}

impl Turn {
    /// FAIL with this message, and status 200, as Kakao likes it.
    pub(crate) fn fail(message: &str) -> Self {
        Self::Say(200, receipt("FAIL", message))
    }

    /// Kakao's own mistake.
    pub(crate) fn internal() -> Self {
        Self::Say(200, receipt("ERROR", INTERNAL))
    }

    /// A gateway's page, or nothing at all.
    pub(crate) fn status(status: u16) -> Self {
        Self::Say(status, Value::Null)
    }
}

/// A token that was handed out with a payload.
#[derive(Clone, Debug)]
struct Token {
    /// When the request was sent: its minute begins.
    asked: Instant,
    /// From the bot test: it is never good.
    testing: bool,
    /// When the skill's answer had been read, and whether it was useCallback.
    answered: Option<(Instant, bool)>,
    /// What was taken for it, and how long after the answer.
    taken: Option<(Value, Duration)>,
    /// It was used, for better or worse.
    used: bool,
    /// Why POSTs were refused.
    refused: Vec<&'static str>,
}

/// What the fake knows; its connections share it.
struct Desk {
    tokens: Mutex<HashMap<String, Token>>,
    /// What happens to the next POSTs.
    turns: Mutex<VecDeque<Turn>>,
    /// How far its clock was put forward.
    ahead: Mutex<Duration>,
    got: Mutex<Vec<Got>>,
    receipt: Box<dyn Fn(&Value) -> Value + Send + Sync>,
    /// Says that something came.
    news: watch::Sender<u64>,
}

/// The fake.
pub(crate) struct FakeKakao {
    origin: String,
    desk: Arc<Desk>,
    handed_out: AtomicUsize,
}

impl FakeKakao {
    pub(crate) async fn start() -> Self {
        Self::that(|_| receipt("SUCCESS", "")).await
    }

    /// With another receipt for what would have been taken.
    pub(crate) async fn that(receipt: impl Fn(&Value) -> Value + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let origin = format!("http://{}", listener.local_addr().unwrap());
        let desk = Arc::new(Desk {
            tokens: Mutex::default(),
            turns: Mutex::default(),
            ahead: Mutex::default(),
            got: Mutex::default(),
            receipt: Box::new(receipt),
            news: watch::channel(0).0,
        });
        let at_work = Arc::clone(&desk);
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(Arc::clone(&at_work).serve(stream));
            }
        });
        Self { origin, desk, handed_out: AtomicUsize::new(0) }
    }

    /// What the next POSTs meet, one each; those after them are taken.
    pub(crate) fn will(&self, turns: impl IntoIterator<Item = Turn>) {
        self.desk.turns.lock().unwrap().extend(turns);
    }

    /// Puts its clock forward: tokens grow old.
    pub(crate) fn wait(&self, time: Duration) {
        *self.desk.ahead.lock().unwrap() += time;
    }

    /// What `--callback-hosts` must hold.
    pub(crate) fn hosts(&self) -> String {
        self.origin.clone()
    }

    /// A new token, and the callbackUrl that holds it; its minute begins.
    pub(crate) fn hand_out(&self) -> (String, String) {
        let number = self.handed_out.fetch_add(1, Ordering::Relaxed);
        // A real one has characters that a careless client re-encodes.
        let target = format!("/v1/bots/5f1a2b!/callback/{number}%2Fa%2fb+c=d~e'f?x=%7E!");
        let asked = self.desk.now();
        let token = Token { asked, testing: false, answered: None, taken: None, used: false, refused: Vec::new() };
        self.desk.tokens.lock().unwrap().insert(target.clone(), token);
        let url = format!("{}{target}", self.origin);
        (target, url)
    }

    /// The answer to the request that carried the token was read to its end.
    pub(crate) fn heard(&self, token: &str, answer: &Value) {
        let now = self.desk.now();
        let deferred = answer["useCallback"] == true;
        self.desk.token(token, |token| token.answered = Some((now, deferred)));
    }

    /// The token came from the builder's bot test: it was never good.
    pub(crate) fn was_a_test(&self, token: &str) {
        self.desk.token(token, |token| token.testing = true);
    }

    /// A user says something to a block with the callback option on: the answer, and the token for what follows.
    pub(crate) async fn user_says(&self, app: &TestApp, path: &str, utterance: &str) -> (Answer, String) {
        let (token, url) = self.hand_out();
        let mut payload = says(utterance);
        payload["userRequest"]["callbackUrl"] = json!(url);
        let answer = app.post(path, &payload).await;
        self.heard(&token, &serde_json::from_str(&answer.text).unwrap_or_default());
        (answer, token)
    }

    /// Waits for the callback of a token: the SkillResponse, and how long after the useCallback answer it came. Nothing may have
    /// been refused before.
    pub(crate) async fn taken(&self, token: &str) -> (Value, Duration) {
        self.until(|| self.desk.token(token, |token| token.taken.is_some())).await;
        let token = self.desk.token(token, |token| token.clone());
        assert_eq!(token.refused, [""; 0], "a POST was refused");
        token.taken.unwrap()
    }

    /// Waits for the callback of a token, whatever came before it: the SkillResponse.
    pub(crate) async fn delivered(&self, token: &str) -> Value {
        self.until(|| self.desk.token(token, |token| token.taken.is_some())).await;
        self.desk.token(token, |token| token.taken.clone()).unwrap().0
    }

    /// Waits for a POST with this token to be refused: why.
    pub(crate) async fn refused(&self, token: &str) -> &'static str {
        self.until(|| self.desk.token(token, |token| !token.refused.is_empty())).await;
        self.desk.token(token, |token| token.refused[0])
    }

    /// Waits until so many POSTs have come and were dealt with.
    pub(crate) async fn saw(&self, posts: usize) {
        self.until(|| *self.desk.news.borrow() >= posts as u64).await;
    }

    /// How many POSTs came, whatever became of them.
    pub(crate) fn posts(&self) -> usize {
        self.desk.got.lock().unwrap().len()
    }

    /// The tokens for which nothing was taken.
    pub(crate) fn waiting(&self) -> Vec<String> {
        let tokens = self.desk.tokens.lock().unwrap();
        let mut waiting: Vec<_> = tokens.iter().filter(|(_, token)| token.taken.is_none()).map(|(name, _)| name.clone()).collect();
        waiting.sort();
        waiting
    }

    async fn until(&self, holds: impl Fn() -> bool) {
        let mut news = self.desk.news.subscribe();
        let waiting = news.wait_for(|_| holds());
        drop(timeout(PATIENCE, waiting).await.expect("a callback").unwrap());
    }
}

impl Desk {
    async fn serve(self: Arc<Self>, mut stream: TcpStream) {
        let turn = self.turns.lock().unwrap().pop_front().unwrap_or(Turn::Take);
        if let Turn::CloseUnread = turn {
            return drop(stream);
        }
        let Some(got) = neighbour::read(&mut stream).await else { return };
        self.got.lock().unwrap().push(got.clone());
        let answer = match turn {
            Turn::Say(status, body) => Some((status, body)),
            Turn::Take => Some((200, self.take(&got))),
            Turn::Slow(time) => {
                tokio::time::sleep(time).await;
                Some((200, self.take(&got)))
            }
            Turn::LoseReceipt => {
                self.take(&got);
                None
            }
            Turn::CloseUnread | Turn::CloseUnanswered => None,
            Turn::Hang => {
                self.news.send_modify(|count| *count += 1);
                return std::future::pending().await;
            }
        };
        if let Some((status, body)) = answer {
            let body = if body.is_null() { "<html>Oops</html>".to_owned() } else { body.to_string() };
            let _ = stream.write_all(&neighbour::response(&format!("{status} Said"), "application/json", &body)).await;
        }
        drop(stream);
        self.news.send_modify(|count| *count += 1);
    }

    /// The receipt for a POST; it is taken only if everything about it is right.
    fn take(&self, got: &Got) -> Value {
        let now = self.now();
        let mut tokens = self.tokens.lock().unwrap();
        // Byte for byte: a token that was encoded anew is another one.
        let Some(token) = tokens.get_mut(&got.target) else { return receipt("FAIL", INVALID_TOKEN) };
        if let Some(why) = refusal(token, got, now) {
            token.refused.push(why);
            return receipt("FAIL", why);
        }
        token.used = true;
        let response = got.json();
        let receipt = (self.receipt)(&response);
        let answered = token.answered.map_or(now, |(at, _)| at);
        token.taken = Some((response, now - answered));
        receipt
    }

    fn token<T>(&self, name: &str, look: impl FnOnce(&mut Token) -> T) -> T {
        look(self.tokens.lock().unwrap().get_mut(name).expect("a token that was handed out"))
    }

    fn now(&self) -> Instant {
        Instant::now() + *self.ahead.lock().unwrap()
    }
}

/// Why this POST is not taken.
fn refusal(token: &mut Token, got: &Got, now: Instant) -> Option<&'static str> {
    if token.testing {
        return Some(TEST_TOKEN);
    }
    let Some((_, deferred)) = token.answered else { return Some(INVALID_TOKEN) };
    if got.method != "POST" || token.used || now - token.asked > TOKEN_LIFE {
        return Some(INVALID_TOKEN);
    }
    if !deferred {
        return Some(NOT_USE_CALLBACK);
    }
    let response = serde_json::from_slice(&got.body).unwrap_or(Value::Null);
    if !got.header("content-type").starts_with("application/json") || !is_answer(&response) {
        token.used = true;
        return Some(INVALID_JSON);
    }
    None
}

/// A SkillResponse within every limit, and no second useCallback.
fn is_answer(response: &Value) -> bool {
    response["version"] == "2.0"
        && response["template"]["outputs"].as_array().is_some_and(|outputs| (1..=3).contains(&outputs.len()))
        && response.get("useCallback").is_none()
        && check(response).is_empty()
}

/// What Kakao answers to a POST.
pub(crate) fn receipt(status: &str, message: &str) -> Value {
    json!({ "taskId": "t", "status": status, "message": message, "timestamp": 0 })
}

/// The fake itself: what the other tests lean on.
mod tests {
    use super::*;
    use crate::app::client;

    fn response() -> Value {
        json!({ "version": "2.0", "template": { "outputs": [{ "simpleText": { "text": "답" } }] } })
    }

    fn use_callback() -> Value {
        json!({ "version": "2.0", "useCallback": true })
    }

    /// A careful client: the bytes of the URL, and a whole POST.
    async fn post(kakao: &FakeKakao, target: &str, body: &Value) -> Option<(u16, Value)> {
        let url = format!("{}{target}", kakao.hosts());
        let answer = client().post(url).header("content-type", "application/json").body(body.to_string()).send().await.ok()?;
        let status = answer.status().as_u16();
        Some((status, serde_json::from_str(&answer.text().await.ok()?).unwrap_or_default()))
    }

    async fn message(kakao: &FakeKakao, target: &str, body: &Value) -> String {
        let (status, receipt) = post(kakao, target, body).await.unwrap();
        assert_eq!(status, 200, "it fails with 200");
        receipt["message"].as_str().unwrap().to_owned()
    }

    /// A token whose useCallback answer was read.
    fn promised(kakao: &FakeKakao) -> String {
        let (token, _) = kakao.hand_out();
        kakao.heard(&token, &use_callback());
        token
    }

    #[tokio::test]
    async fn a_token_works_once() {
        let kakao = FakeKakao::start().await;
        let token = promised(&kakao);
        assert_eq!(message(&kakao, &token, &response()).await, "");
        assert_eq!(kakao.taken(&token).await.0, response());
        assert_eq!(message(&kakao, &token, &response()).await, INVALID_TOKEN);
        assert_eq!(kakao.refused(&token).await, INVALID_TOKEN);
        assert_eq!(kakao.posts(), 2);
    }

    #[tokio::test]
    async fn a_token_works_for_a_minute_from_the_request() {
        let kakao = FakeKakao::start().await;
        let (young, old) = (promised(&kakao), promised(&kakao));
        kakao.wait(Duration::from_secs(59));
        assert_eq!(message(&kakao, &young, &response()).await, "");
        kakao.wait(Duration::from_secs(1));
        assert_eq!(message(&kakao, &old, &response()).await, INVALID_TOKEN);
        assert_eq!(kakao.waiting(), [old]);
    }

    #[tokio::test]
    async fn a_post_before_the_answer_was_read_is_refused() {
        let kakao = FakeKakao::start().await;
        let (token, _) = kakao.hand_out();
        assert_eq!(message(&kakao, &token, &response()).await, INVALID_TOKEN);
        kakao.heard(&token, &use_callback());
        assert_eq!(message(&kakao, &token, &response()).await, "");
    }

    #[tokio::test]
    async fn a_token_whose_first_answer_was_none_or_that_comes_from_the_bot_test_is_refused() {
        let kakao = FakeKakao::start().await;
        let (token, _) = kakao.hand_out();
        kakao.heard(&token, &response());
        assert_eq!(message(&kakao, &token, &response()).await, NOT_USE_CALLBACK);
        let token = promised(&kakao);
        kakao.was_a_test(&token);
        assert_eq!(message(&kakao, &token, &response()).await, TEST_TOKEN);
    }

    #[tokio::test]
    async fn a_token_that_was_encoded_anew_is_another_one() {
        let kakao = FakeKakao::start().await;
        let token = promised(&kakao);
        for anew in [token.replace("%2f", "%2F"), token.replace("%7E", "~"), token.replace('!', "%21"), token.replace('+', "%20")] {
            assert_ne!(anew, token);
            assert_eq!(message(&kakao, &anew, &response()).await, INVALID_TOKEN, "{anew}");
        }
        assert_eq!(message(&kakao, &token, &response()).await, "");
    }

    #[tokio::test]
    async fn an_answer_over_a_limit_is_refused_and_uses_the_token_up() {
        let kakao = FakeKakao::start().await;
        let text = |text: String| json!({ "version": "2.0", "template": { "outputs": [{ "simpleText": { "text": text } }] } });
        let four = vec![json!({ "simpleText": { "text": "답" } }); 4];
        let wrong = [
            text("가".repeat(1001)),
            text(String::new()),
            json!({ "version": "2.0", "template": { "outputs": four } }),
            json!({ "version": "2.0", "template": { "outputs": [] } }),
            json!({ "version": "1.0", "template": { "outputs": [{ "simpleText": { "text": "답" } }] } }),
            use_callback(),
            json!("답"),
        ];
        for wrong in wrong {
            let token = promised(&kakao);
            assert_eq!(message(&kakao, &token, &wrong).await, INVALID_JSON, "{wrong}");
            assert_eq!(message(&kakao, &token, &response()).await, INVALID_TOKEN);
        }
        assert_eq!(message(&kakao, &promised(&kakao), &text("가".repeat(1000))).await, "");
    }

    #[tokio::test]
    async fn what_it_was_told_happens_to_the_next_posts_in_turn() {
        let kakao = FakeKakao::start().await;
        let token = promised(&kakao);
        let failures = [INVALID_BOT, NOT_FOR_ADVERTISING];
        kakao.will(failures.map(Turn::fail));
        kakao.will([Turn::internal(), Turn::status(503), Turn::CloseUnread, Turn::CloseUnanswered, Turn::LoseReceipt]);
        for failure in failures {
            assert_eq!(message(&kakao, &token, &response()).await, failure);
        }
        assert_eq!(post(&kakao, &token, &response()).await.unwrap(), (200, receipt("ERROR", INTERNAL)));
        assert_eq!(post(&kakao, &token, &response()).await.unwrap(), (503, Value::Null));
        for _ in 0..2 {
            assert_eq!(post(&kakao, &token, &response()).await, None);
        }
        assert_eq!(kakao.waiting(), std::slice::from_ref(&token), "the token is still good");
        assert_eq!(post(&kakao, &token, &response()).await, None);
        kakao.taken(&token).await;
        assert_eq!(message(&kakao, &token, &response()).await, INVALID_TOKEN);
    }

    #[tokio::test]
    async fn it_can_be_slow_and_it_can_hang() {
        let kakao = FakeKakao::start().await;
        let token = promised(&kakao);
        kakao.will([Turn::Hang, Turn::Slow(Duration::from_millis(20))]);
        let body = response();
        let hangs = post(&kakao, &token, &body);
        tokio::select! {
            _ = hangs => panic!("it answered"),
            () = kakao.saw(1) => {}
        }
        let began = Instant::now();
        assert_eq!(message(&kakao, &token, &response()).await, "");
        assert!(began.elapsed() >= Duration::from_millis(20));
    }
}

//! The real server in this process: port 0, a folder of its own, and neighbours on loopback.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use serde_json::{Value, json};
use talkplate::console::{self, RequestLog};
use talkplate::diag::Lang;
use talkplate::flow::{Witness, World};
use talkplate::kakao::callback::HostRules;
use talkplate::live::{self, Live, Watch};
use talkplate::meter::Meters;
use talkplate::outbound::{Http, Outbound};
use talkplate::serve::{Options, Server, Services, Stop, Stopper};
use talkplate::trial;
use tempfile::TempDir;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::runtime::Handle;
use tokio::task::JoinHandle;

/// A test that waits longer than this has failed.
pub(crate) const PATIENCE: Duration = Duration::from_secs(20);

const HERE: SocketAddr = SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), 0);

/// What to start.
pub(crate) struct Setup {
    yaml: Option<String>,
    hosts: String,
    max_body: usize,
    console: console::Options,
    outbound: Option<Arc<dyn Outbound>>,
    event_api: Option<String>,
}

/// The server under test.
pub(crate) struct TestApp {
    pub(crate) public: SocketAddr,
    pub(crate) admin: SocketAddr,
    folder: TempDir,
    client: reqwest::Client,
    stopper: Stopper,
    running: Option<JoinHandle<std::io::Result<()>>>,
}

/// An answer, read to the end.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: reqwest::header::HeaderMap,
    pub(crate) text: String,
}

impl Setup {
    pub(crate) fn hosts(mut self, hosts: &str) -> Self {
        hosts.clone_into(&mut self.hosts);
        self
    }

    pub(crate) fn max_body(mut self, bytes: usize) -> Self {
        self.max_body = bytes;
        self
    }

    pub(crate) fn token(self, token: &str) -> Self {
        self.console(|options| options.token = Some(token.to_owned()))
    }

    /// With what the command line may say about the operator's page.
    pub(crate) fn console(mut self, change: impl FnOnce(&mut console::Options)) -> Self {
        change(&mut self.console);
        self
    }

    /// Calls out by this instead of HTTP.
    pub(crate) fn outbound(mut self, outbound: impl Outbound + 'static) -> Self {
        self.outbound = Some(Arc::new(outbound));
        self
    }

    /// Events go here instead of to Kakao.
    pub(crate) fn event_api(mut self, origin: &str) -> Self {
        self.event_api = Some(origin.to_owned());
        self
    }

    pub(crate) fn start(self) -> TestApp {
        let folder = tempfile::tempdir().unwrap();
        let config = folder.path().join("skills.yaml");
        let meters = Meters::default();
        let live = self.yaml.map(|yaml| {
            std::fs::write(&config, yaml).unwrap();
            let options = live::Options {
                config,
                state_dir: folder.path().join("state"),
                watch: Watch::Off,
                lang: Lang::En,
                gate: trial::gate,
            };
            Arc::new(Live::start(options, meters.clone()).unwrap_or_else(|failure| panic!("{}", failure.text)))
        });
        let hosts = HostRules::parse(&self.hosts).unwrap();
        let outbound = self.outbound.unwrap_or_else(|| Arc::new(Http::on(Handle::current())));
        let world = World::new(outbound, hosts);
        let world = match &self.event_api {
            Some(origin) => world.sending_events_to(origin),
            None => world,
        };
        let log = self.console.page.then(|| Arc::new(RequestLog::new(self.console.utterances)));
        let world = match &log {
            Some(log) => {
                let witness: Arc<dyn Witness> = Arc::<RequestLog>::clone(log);
                world.watched_by(witness)
            }
            None => world,
        };
        let services = Services {
            snapshots: live.as_ref().map(|live| live.snapshots()).unwrap_or_default(),
            world: Arc::new(world),
            meters,
            live,
            log,
        };
        let options = Options { listen: HERE, admin: Some(self.console), workers: Some(1), max_body: self.max_body };
        let server = Server::bind(&options, services).unwrap();
        let (public, admin) = (server.public_addr(), server.admin_addr().unwrap());
        let (stopper, stop) = Stop::new();
        let running = Some(tokio::spawn(server.run(stop)));
        let client = client();
        TestApp { public, admin, folder, client, stopper, running }
    }
}

impl TestApp {
    /// With this skills.yaml.
    pub(crate) fn with(yaml: impl Into<String>) -> Setup {
        Setup {
            yaml: Some(yaml.into()),
            hosts: "kakao.com,*.kakao.com".to_owned(),
            max_body: 256 * 1024,
            console: console::Options::at(HERE),
            outbound: None,
            event_api: None,
        }
    }

    /// Before any configuration has loaded.
    pub(crate) fn without_config() -> Setup {
        Setup { yaml: None, ..Self::with("") }
    }

    pub(crate) fn config(&self) -> PathBuf {
        self.folder.path().join("skills.yaml")
    }

    pub(crate) async fn post(&self, path: &str, payload: &Value) -> Answer {
        self.post_with(path, payload.to_string(), &[]).await
    }

    pub(crate) async fn post_with(&self, path: &str, body: impl Into<reqwest::Body>, headers: &[(&str, &str)]) -> Answer {
        let mut request = self.client.post(format!("http://{}{path}", self.public)).body(body);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        Answer::read(request).await
    }

    pub(crate) async fn get(&self, path: &str) -> Answer {
        Answer::read(self.client.get(format!("http://{}{path}", self.public))).await
    }

    pub(crate) async fn get_with(&self, path: &str, headers: &[(&str, &str)]) -> Answer {
        let mut request = self.client.get(format!("http://{}{path}", self.public));
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        Answer::read(request).await
    }

    pub(crate) async fn admin_get(&self, path: &str) -> Answer {
        Answer::read(self.client.get(format!("http://{}{path}", self.admin))).await
    }

    pub(crate) async fn admin_post(&self, path: &str, body: &Value) -> Answer {
        Answer::read(self.client.post(format!("http://{}{path}", self.admin)).body(body.to_string())).await
    }

    pub(crate) async fn admin_put(&self, path: &str, body: &Value) -> Answer {
        Answer::read(self.client.put(format!("http://{}{path}", self.admin)).body(body.to_string())).await
    }

    /// A request to the admin listener with headers of its own.
    pub(crate) async fn admin_with(&self, path: &str, headers: &[(&str, &str)]) -> Answer {
        let mut request = self.client.get(format!("http://{}{path}", self.admin));
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        Answer::read(request).await
    }

    /// A metric's value; 0 when the line is not there.
    pub(crate) async fn metric(&self, series: &str) -> u64 {
        let text = self.admin_get("/metrics").await.text;
        let value = text.lines().find_map(|line| line.strip_prefix(series)?.strip_prefix(' '));
        value.map_or(0, |value| value.parse().unwrap())
    }

    /// Writes these bytes to a fresh connection and reads until `until` has been seen or it is closed.
    pub(crate) async fn raw(&self, bytes: &[u8], until: &str) -> String {
        let mut stream = TcpStream::connect(self.public).await.unwrap();
        // The server may have answered and closed before all of it is written.
        let _ = stream.write_all(bytes).await;
        read_until(&mut stream, until).await
    }

    /// Says stop, once.
    pub(crate) fn stop(&self) {
        self.stopper.stop();
    }

    /// Waits until the server has ended.
    pub(crate) async fn ended(&mut self) {
        let running = self.running.take().expect("waited for once");
        tokio::time::timeout(PATIENCE, running).await.expect("the server ends").unwrap().unwrap();
    }
}

/// Reads until the text holds `until`, or to the end.
pub(crate) async fn read_until(stream: &mut TcpStream, until: &str) -> String {
    let mut bytes = Vec::new();
    let reading = async {
        while !String::from_utf8_lossy(&bytes).contains(until) {
            if stream.read_buf(&mut bytes).await.unwrap_or(0) == 0 {
                break;
            }
        }
    };
    tokio::time::timeout(PATIENCE, reading).await.expect("an answer");
    String::from_utf8_lossy(&bytes).into_owned()
}

impl Answer {
    async fn read(request: reqwest::RequestBuilder) -> Self {
        let response = tokio::time::timeout(PATIENCE, request.send()).await.expect("an answer in time").expect("an answer");
        let (status, headers) = (response.status().as_u16(), response.headers().clone());
        Self { status, headers, text: response.text().await.unwrap() }
    }

    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or_else(|why| panic!("{why}: {}", self.text))
    }

    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }

    /// The text of the first bubble of a SkillResponse that came with 200.
    #[track_caller]
    pub(crate) fn bubble(&self) -> String {
        assert_eq!(self.status, 200, "{}", self.text);
        bubble(&self.json())
    }

    /// The code of an error answer with this status.
    #[track_caller]
    pub(crate) fn error(&self, status: u16) -> String {
        assert_eq!(self.status, status, "{}", self.text);
        let json = self.json();
        assert!(json["error"]["message"].is_string(), "{json}");
        json["error"]["code"].as_str().unwrap().to_owned()
    }
}

/// The text of the first bubble of a SkillResponse.
#[track_caller]
pub(crate) fn bubble(response: &Value) -> String {
    assert_eq!(response["version"], "2.0", "{response}");
    response["template"]["outputs"][0]["simpleText"]["text"].as_str().unwrap_or_else(|| panic!("{response}")).to_owned()
}

/// A payload with this utterance.
pub(crate) fn says(utterance: &str) -> Value {
    json!({
        "intent": { "id": "i", "name": "블록" },
        "userRequest": {
            "timezone": "Asia/Seoul",
            "utterance": utterance,
            "user": { "id": "user-0123456789", "type": "botUserKey", "properties": {} },
        },
        "bot": { "id": "b", "name": "봇" },
        "action": { "name": "a", "clientExtra": null, "params": {}, "id": "s", "detailParams": {} },
    })
}

/// A plain client that shows what the server itself said.
pub(crate) fn client() -> reqwest::Client {
    reqwest::Client::builder().no_proxy().redirect(reqwest::redirect::Policy::none()).build().unwrap()
}

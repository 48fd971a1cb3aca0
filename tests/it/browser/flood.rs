//! Many requests a second, at an even pace.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::time::{Duration, Instant};

/// POSTs the payload `rate` times a second for a while, over a few kept connections; gives how many were answered.
pub(super) fn pour(to: SocketAddr, path: &str, payload: &str, rate: u32, time: Duration) -> u32 {
    const CONNECTIONS: u32 = 4;
    let request = format!("POST {path} HTTP/1.1\r\nhost: {to}\r\ncontent-length: {}\r\n\r\n{payload}", payload.len());
    std::thread::scope(|scope| {
        let workers =
            (0..CONNECTIONS).map(|_| scope.spawn(|| pour_one(to, &request, rate / CONNECTIONS, time))).collect::<Vec<_>>();
        workers.into_iter().map(|worker| worker.join().unwrap()).sum()
    })
}

fn pour_one(to: SocketAddr, request: &str, rate: u32, time: Duration) -> u32 {
    let mut stream = TcpStream::connect(to).unwrap();
    stream.set_nodelay(true).unwrap();
    let (begun, mut sent, mut answer) = (Instant::now(), 0, [0; 16384]);
    while begun.elapsed() < time {
        let due = Duration::from_secs(1) / rate * sent;
        if let Some(early) = due.checked_sub(begun.elapsed()) {
            std::thread::sleep(early);
        }
        stream.write_all(request.as_bytes()).unwrap();
        assert!(stream.read(&mut answer).unwrap() > 0);
        sent += 1;
    }
    sent
}

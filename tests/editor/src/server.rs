//! The process of rust-analyzer: requests, their answers, and notifications.

use std::collections::VecDeque;
use std::fs::File;
use std::io;
use std::io::BufReader;
use std::path::Path;
use std::path::PathBuf;
use std::process::Child;
use std::process::ChildStdin;
use std::process::ChildStdout;
use std::process::Command;
use std::process::Stdio;
use std::sync::mpsc;
use std::sync::mpsc::Receiver;
use std::sync::mpsc::Sender;
use std::thread;
use std::time::Duration;
use std::time::Instant;

use serde_json::Value;
use serde_json::json;

use crate::message;

/// rust-analyzer. It ends when its standard input does, so with this process at the latest.
#[derive(Debug)]
pub(crate) struct Server {
    stdin: ChildStdin,
    messages: Receiver<Value>,
    notifications: VecDeque<Value>,
    last_id: u64,
    process: Child,
    log: PathBuf,
}

impl Server {
    /// Starts `rust-analyzer` in a folder, where it also writes what it reports about itself.
    pub(crate) fn start(folder: &Path) -> io::Result<Self> {
        let log = folder.join("rust-analyzer.log");
        let mut process = Command::new("rust-analyzer")
            .current_dir(folder)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(File::create(&log)?)
            .spawn()?;
        let pipes = process.stdin.take().zip(process.stdout.take());
        let (stdin, stdout) = pipes.expect("the pipes were asked for");
        let (sender, messages) = mpsc::channel();
        thread::spawn(move || read(stdout, &sender));
        Ok(Self {
            stdin,
            messages,
            notifications: VecDeque::new(),
            last_id: 0,
            process,
            log,
        })
    }

    /// Sends a request and waits for its result.
    pub(crate) fn request(&mut self, method: &str, params: &Value) -> Value {
        let deadline = Instant::now() + PATIENCE;
        loop {
            let answer = self.request_once(method, params, deadline);
            let code = answer["error"]["code"].as_i64();
            assert!(
                code.is_none() || code == Some(CONTENT_MODIFIED),
                "{method}: {answer}"
            );
            if code.is_none() {
                return answer["result"].clone();
            }
            // The server learned something new while it worked on the answer.
        }
    }

    fn request_once(&mut self, method: &str, params: &Value, deadline: Instant) -> Value {
        self.last_id += 1;
        let id = self.last_id;
        self.send(&json!({ "jsonrpc": "2.0", "id": id, "method": method, "params": params }));
        loop {
            let message = self.receive(method, deadline);
            if message["id"] == id && message["method"].is_null() {
                return message;
            }
            self.take(message);
        }
    }

    /// Sends a notification.
    pub(crate) fn notify(&mut self, method: &str, params: &Value) {
        self.send(&json!({ "jsonrpc": "2.0", "method": method, "params": params }));
    }

    /// The next notification. A failure names what was waited for.
    pub(crate) fn notification(&mut self, waited_for: &str, deadline: Instant) -> Value {
        loop {
            if let Some(notification) = self.notifications.pop_front() {
                return notification;
            }
            let message = self.receive(waited_for, deadline);
            self.take(message);
        }
    }

    /// The notifications that have come and were not read.
    pub(crate) fn notifications(&mut self) -> Vec<Value> {
        self.notifications.drain(..).collect()
    }

    /// Answers a request of the server, and keeps a notification.
    fn take(&mut self, message: Value) {
        if message["id"].is_null() {
            self.notifications.push_back(message);
        } else if !message["method"].is_null() {
            self.send(&json!({ "jsonrpc": "2.0", "id": message["id"], "result": null }));
        }
    }

    /// The next message. Without one, the process is ended, so that the stories after this one fail
    /// at once.
    fn receive(&mut self, waited_for: &str, deadline: Instant) -> Value {
        let left = deadline.saturating_duration_since(Instant::now());
        self.messages.recv_timeout(left).unwrap_or_else(|error| {
            drop(self.process.kill());
            let (patience, log) = (PATIENCE.as_secs(), self.log.display());
            panic!("rust-analyzer: waited up to {patience} s for {waited_for}: {error}; see {log}")
        })
    }

    fn send(&mut self, message: &Value) {
        message::write(&mut self.stdin, message).expect("rust-analyzer is running");
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        drop(self.process.kill());
        drop(self.process.wait());
    }
}

fn read(stdout: ChildStdout, messages: &Sender<Value>) {
    let mut stdout = BufReader::new(stdout);
    while let Ok(Some(message)) = message::read(&mut stdout) {
        if messages.send(message).is_err() {
            return;
        }
    }
}

/// How long rust-analyzer may take for anything. It only decides when something is wrong.
pub(crate) const PATIENCE: Duration = Duration::from_secs(600);

const CONTENT_MODIFIED: i64 = -32_801;

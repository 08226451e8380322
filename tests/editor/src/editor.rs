//! What a developer does in an editor: types, completes, hovers, jumps, renames, saves.

use std::io;
use std::io::Write as _;
use std::path::Path;
use std::process::Command;
use std::process::Stdio;
use std::sync::Mutex;
use std::sync::MutexGuard;
use std::sync::OnceLock;
use std::sync::PoisonError;
use std::sync::atomic::AtomicBool;
use std::sync::atomic::Ordering;
use std::time::Instant;

use serde_json::Value;
use serde_json::json;

use crate::project::Project;
use crate::server::PATIENCE;
use crate::server::Server;
use crate::source;
use crate::source::Source;

/// An editor with one file open: the source of a library that depends on plutu.
#[derive(Debug)]
pub struct Editor {
    server: Server,
    project: Project,
    text: String,
    version: u64,
}

/// One suggestion.
#[derive(Clone, Debug)]
pub struct Completion {
    /// The name that is suggested.
    pub label: String,
    /// Its documentation.
    pub documentation: String,
}

/// An error or a warning.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// Its code: `E0277`, or a name of rust-analyzer's own.
    pub code: String,
    /// The first line of its message.
    pub message: String,
    /// What is underlined.
    pub at: String,
    /// The number of the line that it begins in, from zero.
    pub line: u64,
}

impl Editor {
    /// The editor that all stories of a process share, one after another. Without rust-analyzer,
    /// standard error says once that they are skipped.
    ///
    /// # Panics
    ///
    /// rust-analyzer is installed, but does not get ready.
    #[must_use]
    pub fn shared(folder: &Path) -> Option<MutexGuard<'static, Self>> {
        static SHARED: OnceLock<Option<Mutex<Editor>>> = OnceLock::new();
        static WAS_TRIED: AtomicBool = AtomicBool::new(false);
        let shared = SHARED.get_or_init(|| {
            let was_tried = WAS_TRIED.swap(true, Ordering::SeqCst);
            assert!(
                !was_tried,
                "the editor did not start: see the other stories"
            );
            if !is_installed() {
                skip("all stories: rust-analyzer is missing (`rustup component add rust-analyzer rust-src`)");
                return None;
            }
            Some(Mutex::new(Self::open(folder).expect("the editor starts")))
        });
        // A story that failed leaves nothing behind that the next one does not replace.
        let shared = shared.as_ref()?;
        Some(shared.lock().unwrap_or_else(PoisonError::into_inner))
    }

    fn open(folder: &Path) -> io::Result<Self> {
        let project = Project::write(folder)?;
        let mut server = Server::start(project.folder())?;
        server.request("initialize", &initialize(&project));
        server.notify("initialized", &json!({}));
        let mut editor = Self {
            server,
            project,
            text: String::new(),
            version: 0,
        };
        editor.wait_until_ready();
        let document =
            json!({ "uri": editor.file(), "languageId": "rust", "version": 0, "text": "" });
        editor
            .server
            .notify("textDocument/didOpen", &json!({ "textDocument": document }));
        Ok(editor)
    }

    /// Waits until the project is loaded, its build scripts ran and the macros can be expanded.
    fn wait_until_ready(&mut self) {
        let deadline = Instant::now() + PATIENCE;
        loop {
            let notification = self.server.notification("the project", deadline);
            let status = &notification["params"];
            assert_ne!(status["health"], "error", "rust-analyzer: {status}");
            if notification["method"] == "experimental/serverStatus" && status["quiescent"] == true
            {
                return;
            }
        }
    }

    /// What is suggested at the cursor, the best suggestion first.
    pub fn complete(&mut self, source: &str) -> Vec<Completion> {
        let params = self.type_in(source);
        let answer = self.server.request("textDocument/completion", &params);
        let mut items = list(&answer["items"]);
        items.sort_by_key(|item| string(&item["sortText"]));
        let completions = items.iter().map(|item| Completion {
            label: string(&item["label"]),
            documentation: string(&item["documentation"]["value"]),
        });
        completions.collect()
    }

    /// What is shown at the cursor, as Markdown. `None` is nothing.
    pub fn hover(&mut self, source: &str) -> Option<String> {
        let params = self.type_in(source);
        let answer = self.server.request("textDocument/hover", &params);
        answer["contents"]["value"].as_str().map(str::to_owned)
    }

    /// Where the name at the cursor is declared: the line, and for another file its name before
    /// it.
    pub fn definition(&mut self, source: &str) -> Vec<String> {
        let params = self.type_in(source);
        let answer = self.server.request("textDocument/definition", &params);
        self.lines(&answer)
    }

    /// Where the name at the cursor is used, likewise.
    pub fn references(&mut self, source: &str) -> Vec<String> {
        let mut params = self.type_in(source);
        params["context"] = json!({ "includeDeclaration": false });
        let answer = self.server.request("textDocument/references", &params);
        self.lines(&answer)
    }

    /// The source after the name at the cursor was changed.
    ///
    /// # Panics
    ///
    /// The change concerns other files.
    pub fn rename(&mut self, source: &str, name: &str) -> String {
        let mut params = self.type_in(source);
        params["newName"] = name.into();
        let answer = self.server.request("textDocument/rename", &params);
        let changed = list(&answer["documentChanges"]);
        let [changed] = &changed[..] else {
            panic!("not one file changes: {answer}")
        };
        assert_eq!(changed["textDocument"]["uri"], self.file());
        source::edited(&self.text, &list(&changed["edits"]))
    }

    /// The signature of the call at the cursor with its documentation, and the parameter that is
    /// typed there.
    pub fn signature(&mut self, source: &str) -> (String, String, String) {
        let params = self.type_in(source);
        let answer = self.server.request("textDocument/signatureHelp", &params);
        let signature = &answer["signatures"][0];
        let active = answer["activeParameter"].as_u64().unwrap_or_default();
        let parameter = &list(&signature["parameters"])[usize::try_from(active).unwrap_or(0)];
        (
            string(&signature["label"]),
            string(&signature["documentation"]["value"]),
            string(&parameter["label"]),
        )
    }

    /// The outline of the file: each name below those that contain it.
    pub fn outline(&mut self, source: &str) -> Vec<String> {
        self.type_in(source);
        let params = json!({ "textDocument": self.document() });
        let answer = self.server.request("textDocument/documentSymbol", &params);
        let mut outline = Vec::new();
        for symbol in list(&answer) {
            outline_of(&symbol, "", &mut outline);
        }
        outline
    }

    /// The hints between the characters of the source: `request: Verify`.
    pub fn hints(&mut self, source: &str) -> Vec<String> {
        self.type_in(source);
        let end = json!({ "line": self.text.matches('\n').count(), "character": 0 });
        let range = json!({ "start": { "line": 0, "character": 0 }, "end": end });
        let params = json!({ "textDocument": self.document(), "range": range });
        let answer = self.server.request("textDocument/inlayHint", &params);
        let text = &self.text;
        let hints = list(&answer).into_iter().map(|hint| {
            let parts = list(&hint["label"]);
            let label: String = parts.iter().map(|part| string(&part["value"])).collect();
            format!("{}{label}", source::word_before(text, &hint["position"]))
        });
        hints.collect()
    }

    /// What rust-analyzer itself finds wrong while the source is typed.
    pub fn problems(&mut self, source: &str) -> Vec<Problem> {
        self.type_in(source);
        let params = json!({ "textDocument": self.document() });
        let answer = self.server.request("textDocument/diagnostic", &params);
        let items = list(&answer["items"]);
        items.iter().map(|item| self.problem(item)).collect()
    }

    /// What the compiler finds wrong once the source is saved.
    ///
    /// # Panics
    ///
    /// The file cannot be written.
    pub fn errors(&mut self, source: &str) -> Vec<Problem> {
        self.type_in(source);
        self.project.save(&self.text).expect("the file is written");
        let params = json!({ "textDocument": self.document() });
        self.server.notify("textDocument/didSave", &params);
        self.server.notify("rust-analyzer/runFlycheck", &params);
        let mut published = self.published_until_checked();
        // What was published before this answer is the last word.
        self.server
            .request("rust-analyzer/analyzerStatus", &json!({}));
        published.extend(self.server.notifications());
        published.retain(|it| {
            it["method"] == "textDocument/publishDiagnostics" && it["params"]["uri"] == self.file()
        });
        let last = published.pop().unwrap_or_default();
        // The others are notes of an error at their own places.
        let errors = list(&last["params"]["diagnostics"]).into_iter();
        let errors = errors.filter(|item| item["severity"] == 1);
        errors.map(|item| self.problem(&item)).collect()
    }

    /// All notifications until the compiler has checked the project.
    fn published_until_checked(&mut self) -> Vec<Value> {
        let deadline = Instant::now() + PATIENCE;
        let mut notifications = Vec::new();
        loop {
            let notification = self.server.notification("the end of a check", deadline);
            let (token, value) = (
                string(&notification["params"]["token"]),
                &notification["params"]["value"],
            );
            if token.starts_with("rust-analyzer/flycheck") && value["kind"] == "end" {
                return notifications;
            }
            notifications.push(notification);
        }
    }

    /// Replaces the whole source. Returns the parameters of a request at the cursor.
    fn type_in(&mut self, marked: &str) -> Value {
        let source = Source::parse(marked);
        let position = source.cursor();
        self.text = source.text;
        self.version += 1;
        let document = json!({ "uri": self.file(), "version": self.version });
        let changes = json!([{ "text": self.text }]);
        self.server.notify(
            "textDocument/didChange",
            &json!({ "textDocument": document, "contentChanges": changes }),
        );
        json!({ "textDocument": self.document(), "position": position })
    }

    fn document(&self) -> Value {
        json!({ "uri": self.file() })
    }

    fn file(&self) -> String {
        self.project.file()
    }

    fn problem(&self, item: &Value) -> Problem {
        let message = string(&item["message"]);
        Problem {
            code: string(&item["code"]),
            message: message.lines().next().unwrap_or_default().to_owned(),
            at: source::slice(&self.text, &item["range"]).to_owned(),
            line: item["range"]["start"]["line"].as_u64().unwrap_or_default(),
        }
    }

    fn lines(&self, locations: &Value) -> Vec<String> {
        let mut lines = Vec::new();
        for location in list(locations) {
            let uri = string(&location["uri"]);
            lines.push(if uri == self.file() {
                source::line(&self.text, &location["range"]).to_owned()
            } else {
                let path = uri.trim_start_matches("file://");
                let text = std::fs::read_to_string(path).unwrap_or_default();
                let name = Path::new(path).file_name().unwrap_or_default();
                let line = source::line(&text, &location["range"]);
                format!("{}: {line}", name.to_string_lossy())
            });
        }
        lines
    }
}

/// What the editor says about itself. Everything that it leaves open is as rust-analyzer ships it,
/// except for its caches, which the stories do not need, and for the time of a check: only a story
/// starts one, so that it knows which one has ended.
fn initialize(project: &Project) -> Value {
    let markdown = json!(["markdown"]);
    json!({
        "processId": std::process::id(),
        "rootUri": project.root(),
        "workspaceFolders": [{ "uri": project.root(), "name": "shop" }],
        "capabilities": {
            "experimental": { "serverStatusNotification": true },
            "general": { "positionEncodings": ["utf-8"] },
            "textDocument": {
                "completion": { "completionItem": { "documentationFormat": markdown } },
                "diagnostic": {},
                "documentSymbol": { "hierarchicalDocumentSymbolSupport": true },
                "hover": { "contentFormat": markdown },
                "publishDiagnostics": { "relatedInformation": true },
                "signatureHelp": {
                    "signatureInformation": { "documentationFormat": markdown },
                },
            },
            "window": { "workDoneProgress": true },
            "workspace": { "workspaceEdit": { "documentChanges": true } },
        },
        "initializationOptions": {
            "cachePriming": { "enable": false },
            "checkOnSave": false,
            "files": { "watcher": "client" },
        },
    })
}

fn is_installed() -> bool {
    let mut version = Command::new("rust-analyzer");
    let version = version.arg("--version").stdout(Stdio::null());
    matches!(version.stderr(Stdio::null()).status(), Ok(status) if status.success())
}

/// Past the output that a test that passes keeps to itself.
fn skip(reason: &str) {
    drop(writeln!(io::stderr(), "skipped: {reason}"));
}

fn outline_of(symbol: &Value, above: &str, outline: &mut Vec<String>) {
    let name = format!("{above}{}", string(&symbol["name"]));
    for child in list(&symbol["children"]) {
        outline_of(&child, &format!("{name} > "), outline);
    }
    if list(&symbol["children"]).is_empty() {
        outline.push(name);
    }
}

/// The elements of an array. Anything else has none.
fn list(value: &Value) -> Vec<Value> {
    value.as_array().cloned().unwrap_or_default()
}

fn string(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

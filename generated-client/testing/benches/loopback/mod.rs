//! The same canned answers for both clients, from a process of its own.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::thread;

const KEY: &str = r#"{"_links":{"self":{"href":"https://api.pingone.com/v1/environments/abfba8f6-49eb-49f5-a5d9-80ad5c98f9f6/users/788d4931-6936-43f2-82ff-178f5762298a/pairingKeys/8b22c502-a607-4b3c-8dad-d9ef2397f19a"}},"id":"8b22c502-a607-4b3c-8dad-d9ef2397f19a","environment":{"id":"abfba8f6-49eb-49f5-a5d9-80ad5c98f9f6"},"code":"01882778807215","status":"UNCLAIMED","applications":[{"id":"7d8797b7-a097-46a9-841f-88f531d1d99b"}],"user":{"id":"788d4931-6936-43f2-82ff-178f5762298a"},"createdAt":"2022-02-02T16:33:55.722Z","updatedAt":"2022-02-02T16:33:55.722Z","expiresAt":"2022-02-04T16:33:55.722Z"}"#;

/// The argument with which a benchmark becomes the server.
const SERVE: &str = "--serve";

/// The server; it ends with the pipe to its standard input.
pub(crate) struct Server {
    pub(crate) base: String,
    child: Child,
    pipe: Option<ChildStdin>,
}

impl Server {
    /// Starts this program once more, as the server.
    pub(crate) fn start() -> Self {
        let program = std::env::current_exe().expect("this program");
        let mut child = Command::new(program)
            .arg(SERVE)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("the server");
        let mut base = String::new();
        let output = child.stdout.take().expect("its output");
        BufReader::new(output).read_line(&mut base).expect("its address");
        Self { base: base.trim().to_owned(), pipe: child.stdin.take(), child }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        drop(self.pipe.take());
        let _ = self.child.wait();
    }
}

/// Serves until standard input ends, if this program was started for that.
pub(crate) fn serve_if_asked() -> bool {
    let asked = std::env::args().any(|argument| argument == SERVE);
    if asked {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a loopback port");
        println!("http://{}", listener.local_addr().expect("its address"));
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                thread::spawn(move || answer(stream));
            }
        });
        let _ = std::io::stdin().read_to_end(&mut Vec::new());
    }
    asked
}

/// Answers every request of a connection with the same pairing key.
fn answer(mut stream: TcpStream) {
    let _ = stream.set_nodelay(true);
    let answer = |status| {
        format!(
            "HTTP/1.1 {status}\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\r\n{KEY}",
            KEY.len()
        )
    };
    let (created, read) = (answer("201 Created"), answer("200 OK"));
    let mut buffer = Vec::with_capacity(8192);
    let mut piece = [0; 8192];
    loop {
        match stream.read(&mut piece) {
            Ok(0) | Err(_) => return,
            Ok(length) => buffer.extend_from_slice(&piece[..length]),
        }
        if is_whole(&buffer) {
            let answer = if buffer.starts_with(b"POST") { &created } else { &read };
            if stream.write_all(answer.as_bytes()).is_err() {
                return;
            }
            buffer.clear();
        }
    }
}

fn is_whole(request: &[u8]) -> bool {
    let text = String::from_utf8_lossy(request).to_ascii_lowercase();
    let Some((head, body)) = text.split_once("\r\n\r\n") else { return false };
    let length = head.lines().find_map(|line| line.strip_prefix("content-length:"));
    body.len() >= length.map_or(0, |length| length.trim().parse().expect("a length"))
}

//! The program behind `cargo xtask fake`: it says where it is, answers, logs, and ends cleanly.
#![cfg(unix)]

#[cfg(test)]
mod tests {
    use std::io::{BufRead as _, BufReader, Read as _, Write as _};
    use std::net::TcpStream;
    use std::path::PathBuf;
    use std::process::{Child, ChildStdout, Command, Stdio};

    struct Running {
        child: Child,
        output: BufReader<ChildStdout>,
        address: String,
    }

    impl Drop for Running {
        fn drop(&mut self) {
            // It has ended already, unless the test failed.
            let _ = self.child.kill();
        }
    }

    /// The program, which `cargo test` builds beside the folder of the tests.
    fn program() -> PathBuf {
        let test = std::env::current_exe().unwrap();
        let program = test.ancestors().nth(2).unwrap().join("examples/serve");
        assert!(program.is_file(), "`cargo test -p pingone-mfa-testing` builds the examples, too");
        program
    }

    fn command(port: &str) -> Command {
        let mut command = Command::new(program());
        command.args(["--port", port]).stdout(Stdio::piped()).stderr(Stdio::piped());
        command
    }

    fn start() -> Running {
        let mut child = command("0").spawn().unwrap();
        let mut output = BufReader::new(child.stdout.take().unwrap());
        let mut first = String::new();
        output.read_line(&mut first).unwrap();
        let address = first.trim().strip_prefix("fake PingOne at http://");
        let address = address.unwrap_or_else(|| panic!("{first:?}")).to_owned();
        Running { child, output, address }
    }

    fn get(address: &str, path: &str) -> String {
        let mut stream = TcpStream::connect(address).unwrap();
        let request = format!("GET {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
        stream.write_all(request.as_bytes()).unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        answer
    }

    #[test]
    fn it_serves_and_logs_until_it_is_interrupted() {
        let mut running = start();
        let page = get(&running.address, "/");
        assert!(page.starts_with("HTTP/1.1 200 "), "{page}");
        // A push credential and a pairing key are there, so every command is complete.
        assert!(page.contains("curl -sS -X DELETE"), "{page}");
        for id in ["environmentID", "userID", "applicationID", "pushCredentialID", "pairingKeyID"] {
            assert!(!page.contains(&format!("__{id}__")), "{id}: {page}");
        }
        assert!(get(&running.address, "/nothing").starts_with("HTTP/1.1 404 "));

        // What the log names can be copied into a command.
        let whole = "users/788d4931-6936-43f2-82ff-178f5762298a/pairingKeys";
        let keys = format!("/v1/environments/abfba8f6-49eb-49f5-a5d9-80ad5c98f9f6/{whole}");
        assert!(get(&running.address, &keys).starts_with("HTTP/1.1 405 "));

        let port = running.address.split_once(':').unwrap().1;
        let second = command(port).output().unwrap();
        let said = String::from_utf8(second.stderr).unwrap();
        assert_eq!(second.status.code(), Some(1), "{said}");
        assert!(said.contains(&format!("port {port} is in use")), "{said}");

        let id = running.child.id().to_string();
        assert!(Command::new("kill").args(["-INT", &id]).status().unwrap().success());
        let mut log = String::new();
        running.output.read_to_string(&mut log).unwrap();
        assert_eq!(running.child.wait().unwrap().code(), Some(0), "{log}");
        assert!(log.contains("404 -                      GET    /nothing"), "{log}");
        assert!(log.contains("why The path does not exist."), "{log}");
        assert!(log.contains(&format!("GET    …/{whole}\n")), "{log}");
        assert!(log.ends_with("\nstopped\n"), "{log}");
        assert!(!log.contains('\u{1b}'), "colours in a pipe: {log}");
    }
}

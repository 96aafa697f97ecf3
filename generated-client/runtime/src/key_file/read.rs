//! Reads a secret from a path, a reader or a text, up to a limit.

use std::fs::File;
use std::io::Read;
use std::path::Path;

use zeroize::Zeroizing;

use super::error::{CredentialError, CredentialProblem};

/// The largest file, in bytes. Keys have a few hundred, service accounts about 2,500.
pub const MAX_BYTES: usize = 64 * 1024;

/// What UTF-8 text may begin with, and PingOne need not see.
const BYTE_ORDER_MARK: char = '\u{feff}';

type Parse<'p, T> = &'p dyn Fn(&str) -> Result<T, CredentialProblem>;

pub fn from_path<T>(path: &Path, parse: Parse<'_, T>) -> Result<T, CredentialError> {
    if is_content(path) {
        return Err(CredentialError::new(None, CredentialProblem::PathIsContent));
    }
    File::open(path)
        .map_err(CredentialProblem::Unreadable)
        .and_then(|file| read(file, parse))
        .map_err(|problem| CredentialError::new(Some(path), problem))
}

pub fn from_reader<T>(reader: impl Read, parse: Parse<'_, T>) -> Result<T, CredentialError> {
    read(reader, parse).map_err(|problem| CredentialError::new(None, problem))
}

pub fn from_text<T>(text: &str, parse: Parse<'_, T>) -> Result<T, CredentialError> {
    checked(text.as_bytes(), parse).map_err(|problem| CredentialError::new(None, problem))
}

fn read<T>(reader: impl Read, parse: Parse<'_, T>) -> Result<T, CredentialProblem> {
    // Room for everything from the start: a buffer that grows leaves copies behind. The spare bytes
    // keep `read_to_end` from growing it to see whether there is more.
    let mut bytes = Zeroizing::new(Vec::with_capacity(MAX_BYTES + 64));
    let mut bounded = reader.take(MAX_BYTES as u64 + 1);
    match bounded.read_to_end(&mut bytes) {
        Ok(_) => checked(&bytes, parse),
        Err(error) => Err(CredentialProblem::Unreadable(error)),
    }
}

fn checked<T>(bytes: &[u8], parse: Parse<'_, T>) -> Result<T, CredentialProblem> {
    if bytes.len() > MAX_BYTES {
        return Err(CredentialProblem::TooLarge { limit: MAX_BYTES });
    }
    let text = std::str::from_utf8(bytes).map_err(|_| not_text(bytes))?;
    let text = text.trim_start_matches(BYTE_ORDER_MARK).trim();
    match text {
        "" => Err(CredentialProblem::Empty),
        // UTF-16 without its mark is UTF-8 full of NULs.
        text if text.contains('\0') => Err(not_text(bytes)),
        text => parse(text),
    }
}

fn not_text(bytes: &[u8]) -> CredentialProblem {
    match bytes {
        [0xff, 0xfe, ..] | [0xfe, 0xff, ..] | [0, b'-' | b'{', ..] | [b'-' | b'{', 0, ..] => {
            CredentialProblem::Utf16
        }
        // A DER sequence whose length takes one or two bytes, or is open.
        [0x30, 0x80..=0x82, ..] => CredentialProblem::Binary,
        _ => CredentialProblem::NotUtf8,
    }
}

/// Whether a "path" is rather a PEM text, a JSON text or the Base64 of a key: showing it in an error
/// would publish it.
fn is_content(path: &Path) -> bool {
    let text = path.to_string_lossy();
    let text = text.trim_start_matches(BYTE_ORDER_MARK).trim_start();
    let is_base64_der = text.starts_with("MI") && text.len() > 100;
    is_base64_der || text.starts_with('{') || text.contains("-----") || text.contains('\n')
}

#[cfg(test)]
mod tests {
    use std::io;

    use super::*;

    fn length(text: &str) -> Result<usize, CredentialProblem> {
        Ok(text.len())
    }

    /// How many bytes were read of an endless file.
    struct Endless(usize);

    impl Read for Endless {
        fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
            buffer.fill(b'x');
            self.0 += buffer.len();
            Ok(buffer.len())
        }
    }

    /// A reader that fails at once.
    struct Broken;

    impl Read for Broken {
        fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
            Err(io::ErrorKind::BrokenPipe.into())
        }
    }

    #[test]
    fn an_endless_file_is_refused_after_the_limit() {
        let mut endless = Endless(0);
        let error = from_reader(&mut endless, &length).unwrap_err();
        assert!(matches!(error.problem(), CredentialProblem::TooLarge { limit: MAX_BYTES }));
        assert!(endless.0 <= MAX_BYTES + 1, "{} bytes were read", endless.0);
        let fits = "x".repeat(MAX_BYTES);
        assert_eq!(from_reader(fits.as_bytes(), &length).unwrap(), MAX_BYTES);
        assert_eq!(from_text(&fits, &length).unwrap(), MAX_BYTES);
        assert!(from_text(&(fits + "x"), &length).is_err());
    }

    #[test]
    fn an_unreadable_path_is_named() {
        let error = from_path(Path::new("no/such\nfile").parent().unwrap(), &length).unwrap_err();
        assert_eq!(
            error.to_string(),
            r#""no" cannot be used: it cannot be read (entity not found)"#
        );
        assert_eq!(error.path(), Some(Path::new("no")));
        let error = from_reader(Broken, &length).unwrap_err();
        assert_eq!(
            error.to_string(),
            "the credential cannot be used: it cannot be read (broken pipe)"
        );
    }

    #[test]
    fn a_secret_given_as_a_path_is_not_shown() {
        let base64 = format!("MIGTAgEAMBMGByqGSM49CANARY/{}", "x".repeat(100));
        for path in ["-----BEGIN PRIVATE KEY-----CANARY", " {\"CANARY\": 1}", "CANARY\nx", &base64]
        {
            let error = from_path(Path::new(path), &length).unwrap_err();
            assert!(matches!(error.problem(), CredentialProblem::PathIsContent), "{error}");
            assert!(!format!("{error} {error:?}").contains("CANARY"));
        }
    }

    #[test]
    fn text_of_other_encodings_is_told_apart() {
        let problem = |bytes: &[u8]| from_reader(bytes, &length).unwrap_err().to_string();
        let utf16: Vec<u8> = "{}".encode_utf16().flat_map(u16::to_le_bytes).collect();
        let marked = [&[0xff, 0xfe], utf16.as_slice()].concat();
        assert!(problem(&utf16).ends_with("it is UTF-16 text: save it as UTF-8"));
        assert!(problem(&marked).ends_with("it is UTF-16 text: save it as UTF-8"));
        assert!(problem(&[0x30, 0x82, 0x09, 0xff]).contains("it is binary, like a `.p12`"));
        assert!(problem(&[b'a', 0xff]).ends_with("it is not UTF-8 text"));
        assert!(problem(b" \r\n").ends_with("it is empty"));
        assert!(problem("\u{feff}\n".as_bytes()).ends_with("it is empty"));
    }

    #[test]
    fn a_byte_order_mark_is_not_part_of_the_text() {
        assert_eq!(from_text("\u{feff}abc\r\n", &length).unwrap(), 3);
    }
}

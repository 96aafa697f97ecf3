//! What a PEM text holds: an RSA key, an EC key on P-256, or the reason why it is neither.

use pkcs8::der::asn1::UintRef;
use pkcs8::der::pem::{Decoder, LineEnding, encode_string};
use pkcs8::der::{Decode as _, Header, Reader as _, SliceReader};
use pkcs8::{ObjectIdentifier, PrivateKeyInfoRef};
use secrecy::zeroize::Zeroizing;

use super::key_problem::KeyProblem;

/// `rsaEncryption`.
const RSA: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.1.1");
/// `id-ecPublicKey`.
const EC: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.10045.2.1");
/// `secp256r1`, the curve of ES256.
const P256: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.10045.3.1.7");

/// What a scalar of P-256 takes.
const P256_BYTES: usize = 32;

const RSA_BITS: std::ops::RangeInclusive<usize> = 2048..=8192;

/// A private key whose structure was checked; its numbers were not.
pub struct PrivateKey {
    pub kind: Kind,
    /// PKCS#1 of an RSA key, PKCS#8 of an EC key: what signers take.
    pub der: Der,
}

/// What a private key is, and for RSA, how it was wrapped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    RsaInPkcs8,
    RsaInPkcs1,
    P256,
}

/// DER that is overwritten on drop.
pub type Der = Zeroizing<Vec<u8>>;

pub const WANTED_P256: &str = "an EC key on the curve P-256";
pub const WANTED_RSA: &str = "an RSA key";

impl PrivateKey {
    /// Reads the one PEM block of a text. What surrounds it, the kind of its line ends and the width
    /// of its lines do not matter.
    pub fn from_pem(text: &str) -> Result<Self, KeyProblem> {
        let (label, der) = block(text)?;
        match label.as_str() {
            "PRIVATE KEY" => pkcs8(der),
            "RSA PRIVATE KEY" => {
                check_rsa(&der)?;
                Ok(Self { kind: Kind::RsaInPkcs1, der })
            }
            label => Err(other(label)),
        }
    }

    /// What it is, in an error that says that it is the wrong thing.
    pub fn unlike(&self, wanted: &'static str) -> KeyProblem {
        let found = match self.kind {
            Kind::RsaInPkcs8 | Kind::RsaInPkcs1 => WANTED_RSA,
            Kind::P256 => WANTED_P256,
        };
        KeyProblem::WrongAlgorithm { found, wanted }
    }
}

/// The PEM text of a PKCS#8 key as RFC 7468 writes it: lines of 64 characters that end with a line
/// feed.
pub fn pem(pkcs8: &[u8]) -> Result<Zeroizing<String>, KeyProblem> {
    encode_string("PRIVATE KEY", LineEnding::LF, pkcs8)
        .map(Zeroizing::new)
        .map_err(|_| KeyProblem::Malformed)
}

/// Label and content of the only PEM block.
fn block(text: &str) -> Result<(String, Der), KeyProblem> {
    let labels: Vec<&str> = text.lines().filter_map(begin).collect();
    let label = match labels.as_slice() {
        [] if text.contains("-----BEGIN ") => return Err(KeyProblem::LineBreaks),
        [] => return Err(KeyProblem::NoPem),
        [label] => *label,
        ["EC PARAMETERS", "EC PRIVATE KEY"] => return Err(KeyProblem::Sec1),
        [_, _, ..] => return Err(KeyProblem::SeveralBlocks),
    };
    let end = format!("-----END {label}-----");
    let lines = || text.lines().map(str::trim);
    if !lines().any(|line| line == end) {
        return Err(KeyProblem::Truncated);
    }
    if lines().any(|line| line.starts_with("Proc-Type:") && line.ends_with("ENCRYPTED")) {
        return Err(KeyProblem::Encrypted);
    }
    // The room is enough, so that no copy is left behind by growing.
    let mut one_line = Zeroizing::new(String::with_capacity(text.len() + 64));
    one_line.extend(["-----BEGIN ", label, "-----\n"]);
    let inner = lines().skip_while(|line| begin(line).is_none()).skip(1);
    one_line.extend(inner.take_while(|line| *line != end));
    one_line.extend(["\n", &end, "\n"]);
    let mut der = Zeroizing::new(Vec::with_capacity(one_line.len()));
    let decoded = Decoder::new_detect_wrap(one_line.as_bytes())
        .and_then(|mut decoder| decoder.decode_to_end(&mut der).map(|_| ()));
    match decoded {
        Ok(()) => Ok((label.to_owned(), der)),
        Err(_) if other(label) != KeyProblem::OtherBlock => Err(other(label)),
        Err(_) => Err(KeyProblem::Malformed),
    }
}

/// The label, if this is the first line of a PEM block.
fn begin(line: &str) -> Option<&str> {
    line.trim().strip_prefix("-----BEGIN ")?.strip_suffix("-----").filter(|l| !l.contains("---"))
}

/// Why a block of this label is not a private key that can be read.
fn other(label: &str) -> KeyProblem {
    match label {
        "ENCRYPTED PRIVATE KEY" => KeyProblem::Encrypted,
        "EC PRIVATE KEY" | "EC PARAMETERS" => KeyProblem::Sec1,
        "OPENSSH PRIVATE KEY" => KeyProblem::OpenSsh,
        label if label.ends_with("PUBLIC KEY") => KeyProblem::PublicKey,
        label if label.contains("CERTIFICATE") => KeyProblem::Certificate,
        _ => KeyProblem::OtherBlock,
    }
}

fn pkcs8(der: Der) -> Result<PrivateKey, KeyProblem> {
    let info = PrivateKeyInfoRef::from_der(&der).map_err(|_| KeyProblem::Malformed)?;
    let inner = info.private_key.as_bytes();
    if info.algorithm.oid == RSA {
        check_rsa(inner)?;
        let der = Zeroizing::new(inner.to_vec());
        return Ok(PrivateKey { kind: Kind::RsaInPkcs8, der });
    }
    if info.algorithm.oid != EC {
        let found = "a key of another algorithm";
        return Err(KeyProblem::WrongAlgorithm { found, wanted: "an EC or RSA key" });
    }
    if info.algorithm.parameters_oid() != Ok(P256) {
        let found = "an EC key on another curve";
        return Err(KeyProblem::WrongAlgorithm { found, wanted: WANTED_P256 });
    }
    match sec1::EcPrivateKey::from_der(inner) {
        Ok(key) if key.private_key.len() == P256_BYTES => Ok(PrivateKey { kind: Kind::P256, der }),
        _ => Err(KeyProblem::Malformed),
    }
}

/// Whether this is an `RSAPrivateKey` of RFC 8017 with a modulus of a usable length.
fn check_rsa(pkcs1: &[u8]) -> Result<(), KeyProblem> {
    let bits = modulus_bits(pkcs1).map_err(|_| KeyProblem::Malformed)?;
    if RSA_BITS.contains(&bits) { Ok(()) } else { Err(KeyProblem::RsaSize { bits }) }
}

fn modulus_bits(pkcs1: &[u8]) -> pkcs8::der::Result<usize> {
    let mut reader = SliceReader::new(pkcs1)?;
    Header::decode(&mut reader)?.tag().assert_eq(pkcs8::der::Tag::Sequence)?;
    u8::decode(&mut reader)?;
    let modulus = UintRef::decode(&mut reader)?.as_bytes();
    let leading = modulus.first().map_or(0, |byte| byte.leading_zeros() as usize);
    // The exponents and factors that follow are there, whatever their values.
    for _ in 0..7 {
        UintRef::decode(&mut reader)?;
    }
    reader.finish()?;
    Ok(modulus.len() * 8 - leading)
}

#[cfg(test)]
mod tests;

//! What a PEM text holds: an RSA key, an EC key on P-256, or the reason why it is neither.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use zeroize::Zeroizing;

use super::der::Der;
use super::key_problem::KeyProblem;

/// `rsaEncryption`, 1.2.840.113549.1.1.1.
const RSA: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x01];
/// `id-ecPublicKey`, 1.2.840.10045.2.1.
const EC: &[u8] = &[0x2a, 0x86, 0x48, 0xce, 0x3d, 0x02, 0x01];
/// `secp256r1`, the curve of ES256, 1.2.840.10045.3.1.7.
const P256: &[u8] = &[0x2a, 0x86, 0x48, 0xce, 0x3d, 0x03, 0x01, 0x07];

const BIT_STRING: u8 = 0x03;
const OCTET_STRING: u8 = 0x04;
const NULL: u8 = 0x05;
const OBJECT_IDENTIFIER: u8 = 0x06;
const SEQUENCE: u8 = 0x30;
/// The first optional parts of keys: attributes of PKCS#8, the curve of SEC 1.
const PART_0: u8 = 0xa0;
/// The public key.
const PART_1: u8 = 0xa1;
const PRIMITIVE_PART_1: u8 = 0x81;

/// The characters of a line of PEM (RFC 7468).
const PEM_LINE: usize = 64;

/// What a scalar of P-256 takes.
const P256_BYTES: usize = 32;

const RSA_BITS: std::ops::RangeInclusive<usize> = 2048..=8192;

/// A private key whose structure was checked; its numbers were not.
pub struct PrivateKey {
    pub kind: Kind,
    /// PKCS#1 of an RSA key, PKCS#8 of an EC key: what signers take.
    pub der: Bytes,
}

/// What a private key is, and for RSA, how it was wrapped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    RsaInPkcs8,
    RsaInPkcs1,
    P256,
}

/// Bytes that are overwritten on drop.
pub type Bytes = Zeroizing<Vec<u8>>;

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
pub fn pem(pkcs8: &[u8]) -> Zeroizing<String> {
    let base64 = Zeroizing::new(STANDARD.encode(pkcs8));
    // The room is enough, so that no copy is left behind by growing.
    let mut text =
        Zeroizing::new(String::with_capacity(base64.len() / PEM_LINE + base64.len() + 80));
    text.push_str("-----BEGIN PRIVATE KEY-----\n");
    let mut rest = base64.as_str();
    while !rest.is_empty() {
        let (line, after) = rest.split_at(PEM_LINE.min(rest.len()));
        text.push_str(line);
        text.push('\n');
        rest = after;
    }
    text.push_str("-----END PRIVATE KEY-----\n");
    text
}

/// Label and content of the only PEM block.
fn block(text: &str) -> Result<(String, Bytes), KeyProblem> {
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
    let mut base64 = Zeroizing::new(String::with_capacity(text.len()));
    let inner = lines().skip_while(|line| begin(line).is_none()).skip(1);
    base64.extend(inner.take_while(|line| *line != end));
    let mut der = Zeroizing::new(Vec::with_capacity(base64.len()));
    let decoded = STANDARD.decode_vec(base64.as_str(), &mut der);
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

/// A `PrivateKeyInfo` of RFC 5208, or a `OneAsymmetricKey` of RFC 5958, and the key that it holds.
fn pkcs8(der: Bytes) -> Result<PrivateKey, KeyProblem> {
    let Wrapped { algorithm, mut parameters, key } =
        unwrapped(&der).ok_or(KeyProblem::Malformed)?;
    if algorithm == RSA {
        let is_null = parameters.is_empty() || parameters.take(NULL) == Some(&[]);
        if !is_null || !parameters.is_empty() {
            return Err(KeyProblem::Malformed);
        }
        check_rsa(key)?;
        return Ok(PrivateKey { kind: Kind::RsaInPkcs8, der: Zeroizing::new(key.to_vec()) });
    }
    if algorithm != EC {
        let found = "a key of another algorithm";
        return Err(KeyProblem::WrongAlgorithm { found, wanted: "an EC or RSA key" });
    }
    if parameters.take(OBJECT_IDENTIFIER) != Some(P256) || !parameters.is_empty() {
        let found = "an EC key on another curve";
        return Err(KeyProblem::WrongAlgorithm { found, wanted: WANTED_P256 });
    }
    match scalar(key) {
        Some(scalar) if scalar.len() == P256_BYTES => Ok(PrivateKey { kind: Kind::P256, der }),
        _ => Err(KeyProblem::Malformed),
    }
}

/// What is inside of PKCS#8.
struct Wrapped<'d> {
    algorithm: &'d [u8],
    parameters: Der<'d>,
    key: &'d [u8],
}

fn unwrapped(der: &[u8]) -> Option<Wrapped<'_>> {
    let mut outer = Der::new(der);
    let mut info = outer.enter(SEQUENCE)?;
    let version = info.unsigned()?;
    let mut identifier = info.enter(SEQUENCE)?;
    let algorithm = identifier.take(OBJECT_IDENTIFIER)?;
    let key = info.take(OCTET_STRING)?;
    let _attributes = info.take(PART_0);
    // Only the second version has one.
    let is_known = match info.take(PRIMITIVE_PART_1) {
        Some(bits) => version == [1] && is_bit_string(bits),
        None => version.is_empty(),
    };
    (is_known && info.is_empty() && outer.is_empty()).then_some(Wrapped {
        algorithm,
        parameters: identifier,
        key,
    })
}

/// The number of an `ECPrivateKey` of RFC 5915.
fn scalar(der: &[u8]) -> Option<&[u8]> {
    let mut outer = Der::new(der);
    let mut key = outer.enter(SEQUENCE)?;
    let is_known = key.unsigned()? == [1];
    let scalar = key.take(OCTET_STRING)?;
    let is_sound = |part: Option<Der<'_>>, tag, is_right: fn(&[u8]) -> bool| match part {
        Some(mut part) => part.take(tag).is_some_and(is_right) && part.is_empty(),
        None => true,
    };
    let is_curve_sound = is_sound(key.enter(PART_0), OBJECT_IDENTIFIER, |curve| curve == P256);
    let is_public_sound = is_sound(key.enter(PART_1), BIT_STRING, is_bit_string);
    let is_whole = key.is_empty() && outer.is_empty();
    (is_known && is_curve_sound && is_public_sound && is_whole).then_some(scalar)
}

/// A whole number of bytes, behind the number of bits that are left over.
fn is_bit_string(content: &[u8]) -> bool {
    matches!(content, [0, _, ..])
}

/// Whether this is an `RSAPrivateKey` of RFC 8017 with a modulus of a usable length.
fn check_rsa(pkcs1: &[u8]) -> Result<(), KeyProblem> {
    let bits = modulus_bits(pkcs1).ok_or(KeyProblem::Malformed)?;
    if RSA_BITS.contains(&bits) { Ok(()) } else { Err(KeyProblem::RsaSize { bits }) }
}

fn modulus_bits(pkcs1: &[u8]) -> Option<usize> {
    let mut outer = Der::new(pkcs1);
    let mut key = outer.enter(SEQUENCE)?;
    let _version = key.unsigned()?;
    let modulus = key.unsigned()?;
    // The exponents and factors that follow are there, whatever their values.
    for _ in 0..7 {
        key.unsigned()?;
    }
    let leading = modulus.first().map_or(0, |byte| byte.leading_zeros() as usize);
    (key.is_empty() && outer.is_empty()).then_some(modulus.len() * 8 - leading)
}

#[cfg(test)]
mod tests;

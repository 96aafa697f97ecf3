//! Keys in every form that people have them in, and what is said of each.

use proptest::prelude::*;

use super::*;
use crate::test_keys::{
    CERTIFICATE, ED25519, P256, P256_ENCRYPTED, P256_PUBLIC, P256_SEC1, P256_WITH_PARAMETERS, P384,
    RSA_1024, RSA_2048, RSA_2048_PKCS1, RSA_2048_PKCS1_ENCRYPTED,
};

fn kind(text: &str) -> Result<Kind, KeyProblem> {
    PrivateKey::from_pem(text).map(|key| key.kind)
}

#[test]
fn keys_are_told_apart_by_what_they_hold() {
    assert_eq!(kind(P256), Ok(Kind::P256));
    assert_eq!(kind(RSA_2048), Ok(Kind::RsaInPkcs8));
    assert_eq!(kind(RSA_2048_PKCS1), Ok(Kind::RsaInPkcs1));
    let inner = |text| PrivateKey::from_pem(text).unwrap().der;
    assert_eq!(inner(RSA_2048), inner(RSA_2048_PKCS1));
}

/// As Apple writes them: the inner key repeats the curve and holds the public key.
#[test]
fn the_inner_key_may_repeat_the_curve() {
    let sec1 = pkcs8::der::pem::decode_vec(P256_SEC1.as_bytes()).unwrap().1;
    let algorithm = b"\x02\x01\x00\x30\x13\x06\x07\x2a\x86\x48\xce\x3d\x02\x01\
        \x06\x08\x2a\x86\x48\xce\x3d\x03\x01\x07\x04";
    let inner = [&algorithm[..], &[u8::try_from(sec1.len()).unwrap()], &sec1].concat();
    let der = [&[0x30, 0x81, u8::try_from(inner.len()).unwrap()], inner.as_slice()].concat();
    let text = pem(&der);
    assert!(text.contains("\nMIGTAgEAMBMGByqGSM49"), "{}", *text);
    assert_eq!(kind(&text), Ok(Kind::P256));
    let cut = &inner[..inner.len() - 20];
    let der = [&[0x30, 0x81, u8::try_from(cut.len()).unwrap()], cut].concat();
    assert_eq!(kind(&pem(&der)), Err(KeyProblem::Malformed));
}

#[test]
fn what_is_no_usable_private_key_is_named() {
    let other = |found, wanted| KeyProblem::WrongAlgorithm { found, wanted };
    let base64 = P256.replace("-----BEGIN PRIVATE KEY-----", "");
    let cut = &P256[..P256.len() / 2];
    let hole = P256.replace(P256.lines().nth(1).unwrap(), "");
    for (text, problem) in [
        (P256_SEC1, KeyProblem::Sec1),
        (P256_WITH_PARAMETERS, KeyProblem::Sec1),
        (P256_ENCRYPTED, KeyProblem::Encrypted),
        (RSA_2048_PKCS1_ENCRYPTED, KeyProblem::Encrypted),
        (P256_PUBLIC, KeyProblem::PublicKey),
        (CERTIFICATE, KeyProblem::Certificate),
        (P384, other("an EC key on another curve", WANTED_P256)),
        (ED25519, other("a key of another algorithm", "an EC or RSA key")),
        (RSA_1024, KeyProblem::RsaSize { bits: 1024 }),
        (&[P256, CERTIFICATE].concat(), KeyProblem::SeveralBlocks),
        (&P256.replace('\n', "\\n"), KeyProblem::LineBreaks),
        (&P256.replace('\n', " "), KeyProblem::LineBreaks),
        (&P256.replace("PRIVATE", "OPENSSH PRIVATE"), KeyProblem::OpenSsh),
        (&P256.replace("PRIVATE", "FAKE"), KeyProblem::OtherBlock),
        (&P256.replace("-----END PRIVATE", "-----END"), KeyProblem::Truncated),
        (&P256.replace("MIG", "MI*"), KeyProblem::Malformed),
        (cut, KeyProblem::Truncated),
        (&hole, KeyProblem::Malformed),
        (&base64, KeyProblem::NoPem),
        ("hello", KeyProblem::NoPem),
        ("-----BEGIN PRIVATE KEY-----\n-----END PRIVATE KEY-----", KeyProblem::Malformed),
    ] {
        assert_eq!(kind(text), Err(problem), "{text}");
    }
}

#[test]
fn the_layout_of_the_text_does_not_matter() {
    let body: String = P256.lines().filter(|line| !line.starts_with('-')).collect();
    let der = PrivateKey::from_pem(P256).unwrap().der;
    for text in [
        P256.replace('\n', "\r\n"),
        P256.trim_end().to_owned(),
        format!("Bag Attributes\n  friendlyName: fake\n{P256}\nand more\n"),
        P256.replace('\n', "  \n    "),
        P256.replace('\n', "\n\n"),
        format!("-----BEGIN PRIVATE KEY-----\n{body}\n-----END PRIVATE KEY-----"),
    ] {
        let key = PrivateKey::from_pem(&text).unwrap();
        assert_eq!((key.kind, &key.der), (Kind::P256, &der), "{text}");
        assert_eq!(pem(&key.der).as_str(), P256);
    }
}

proptest! {
    /// A damaged key is at most a key of the same kind, never a panic and never another kind.
    #[test]
    fn no_damage_panics(
        sort in prop::sample::select(vec![P256, RSA_2048, RSA_2048_PKCS1, CERTIFICATE]),
        at in any::<prop::sample::Index>(),
        instead in "\\PC{0,3}|\n|-----",
        length in 0..40usize,
    ) {
        let start = at.index(sort.len());
        let end = (start + length).min(sort.len());
        let mut text = sort.to_owned();
        text.replace_range(start..end, &instead);
        if let (Ok(damaged), Ok(sound)) = (kind(&text), kind(sort)) {
            prop_assert_eq!(damaged, sound);
        }
    }
}

/// What `pkcs8` and `sec1`, which read DER in full, make of a key.
fn judged_by_others(der: &[u8]) -> bool {
    let Ok(info) = pkcs8::PrivateKeyInfoRef::try_from(der) else { return false };
    let key = info.private_key.as_bytes();
    match info.algorithm.oid.as_bytes() {
        RSA => is_rsa(key).unwrap_or(false),
        EC => {
            let scalar = sec1::EcPrivateKey::try_from(key).map(|key| key.private_key.len());
            let curve = info.algorithm.parameters_oid().ok();
            curve.is_some_and(|curve| {
                curve == pkcs8::ObjectIdentifier::new_unwrap("1.2.840.10045.3.1.7")
            }) && scalar == Ok(P256_BYTES)
        }
        _ => false,
    }
}

fn is_rsa(key: &[u8]) -> pkcs8::der::Result<bool> {
    use pkcs8::der::asn1::{AnyRef, UintRef};
    use pkcs8::der::{Decode as _, Reader as _};
    let numbers = AnyRef::from_der(key)?.sequence(|reader| {
        let mut numbers: Vec<UintRef<'_>> = Vec::new();
        while !reader.is_finished() {
            numbers.push(reader.decode()?);
        }
        Ok::<_, pkcs8::der::Error>(numbers)
    })?;
    let modulus = numbers.get(1).map_or(&[][..], |modulus| modulus.as_bytes());
    let leading = modulus.first().map_or(0, |byte| byte.leading_zeros() as usize);
    Ok(numbers.len() == 9 && RSA_BITS.contains(&(modulus.len() * 8 - leading)))
}

proptest! {
    /// A key that is taken is one that the libraries of the field take, whatever was changed in it.
    #[test]
    fn a_key_that_is_taken_is_one_for_other_libraries(
        sort in prop::sample::select(vec![P256, RSA_2048, P384, ED25519]),
        at in any::<prop::sample::Index>(),
        instead in proptest::collection::vec(any::<u8>(), 0..3),
        length in 0..3usize,
    ) {
        let mut der = block(sort).unwrap().1.to_vec();
        prop_assert_eq!(kind(&pem(&der)).is_ok(), judged_by_others(&der));
        let start = at.index(der.len());
        let end = (start + length).min(der.len());
        der.splice(start..end, instead);
        if kind(&pem(&der)).is_ok() {
            prop_assert!(judged_by_others(&der), "{:x?}", der);
        }
    }
}

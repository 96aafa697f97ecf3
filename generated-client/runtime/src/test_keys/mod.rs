//! Keys that exist for tests and protect nothing; made with `openssl`, one file per form.

pub(crate) const P256: &str = include_str!("p256.pem");
pub(crate) const P256_SEC1: &str = include_str!("p256-sec1.pem");
pub(crate) const P256_WITH_PARAMETERS: &str = include_str!("p256-with-parameters.pem");
/// The password is `fake`.
pub(crate) const P256_ENCRYPTED: &str = include_str!("p256-encrypted.pem");
pub(crate) const P256_PUBLIC: &str = include_str!("p256-public.pem");
pub(crate) const CERTIFICATE: &str = include_str!("certificate.pem");
pub(crate) const P384: &str = include_str!("p384.pem");
pub(crate) const ED25519: &str = include_str!("ed25519.pem");
pub(crate) const RSA_2048: &str = include_str!("rsa2048.pem");
pub(crate) const RSA_2048_PKCS1: &str = include_str!("rsa2048-pkcs1.pem");
/// The password is `fake`.
pub(crate) const RSA_2048_PKCS1_ENCRYPTED: &str = include_str!("rsa2048-pkcs1-encrypted.pem");
#[cfg(feature = "jwt")]
pub(crate) const RSA_2048_PUBLIC: &str = include_str!("rsa2048-public.pem");
pub(crate) const RSA_1024: &str = include_str!("rsa1024.pem");

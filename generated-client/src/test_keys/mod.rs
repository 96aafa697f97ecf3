//! Keys that exist for tests and protect nothing; made with `openssl`, one file per form.

pub(crate) const P256: &str = include_str!("p256.pem");
pub(crate) const P256_SEC1: &str = include_str!("p256-sec1.pem");
pub(crate) const RSA_1024: &str = include_str!("rsa1024.pem");
pub(crate) const RSA_2048: &str = include_str!("rsa2048.pem");
pub(crate) const RSA_2048_PKCS1: &str = include_str!("rsa2048-pkcs1.pem");

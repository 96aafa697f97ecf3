//! Why a text is not the private key that is wanted.

/// Why a text is not the private key that is wanted, and what to do about it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum KeyProblem {
    /// There is no PEM block.
    #[error("it holds no PEM block, which begins with a line `-----BEGIN PRIVATE KEY-----`")]
    NoPem,
    /// The line breaks were lost on the way, or are written as a backslash and an `n`.
    #[error(
        "its line breaks are lost or written as `\\n`: the lines BEGIN, END and what is between \
         them must stand on lines of their own"
    )]
    LineBreaks,
    /// The last line is missing.
    #[error("its END line is missing, so it is cut off: get the whole file")]
    Truncated,
    /// There is more than one PEM block.
    #[error("it holds more than one PEM block: keep the private key alone")]
    SeveralBlocks,
    /// The key is protected by a password.
    #[error(
        "the key is encrypted: decrypt it first, e.g. with `openssl pkcs8 -in FILE -out FILE2`"
    )]
    Encrypted,
    /// It is a public key.
    #[error("it is a public key: the private one is wanted")]
    PublicKey,
    /// It is a certificate or a request for one.
    #[error("it is a certificate: the private key is wanted")]
    Certificate,
    /// It is an EC key in the SEC 1 form.
    #[error(
        "it is `EC PRIVATE KEY` (SEC 1); PKCS#8 is wanted: convert it with \
         `openssl pkcs8 -topk8 -nocrypt -in FILE -out FILE2`"
    )]
    Sec1,
    /// It is an RSA key in the PKCS#1 form, which Google's files never hold.
    #[error(
        "it is `RSA PRIVATE KEY` (PKCS#1); PKCS#8 is wanted: take the file as its issuer made it"
    )]
    Pkcs1,
    /// It is a key in OpenSSH's form.
    #[error("it is a key of OpenSSH's form; a PKCS#8 key in PEM form is wanted")]
    OpenSsh,
    /// It is a PEM block of another kind.
    #[error("its PEM block is not a private key: `-----BEGIN PRIVATE KEY-----` is wanted")]
    OtherBlock,
    /// What the block holds is damaged.
    #[error("its PEM block is damaged: get the file again")]
    Malformed,
    /// It is a private key of another algorithm.
    #[error("it is {found}; {wanted} is wanted")]
    WrongAlgorithm {
        /// What it is.
        found: &'static str,
        /// What it should be.
        wanted: &'static str,
    },
    /// An RSA key of fewer than 2048 bits, or more than 8192.
    #[error("it is an RSA key of {bits} bits; 2048 to 8192 are accepted")]
    RsaSize {
        /// The length of its modulus.
        bits: usize,
    },
    /// It has the right form but does not sign: its numbers do not fit together.
    #[error("its numbers do not make a key that can sign: get the file again")]
    Unusable,
}

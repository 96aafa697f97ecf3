//! What a change does to those who are already there: clients, servers, and the crate's version.

/// The directions in which the changed values go, of which there may be none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Directions {
    /// Client to server.
    Request,
    /// Server to client.
    Response,
    /// Both ways.
    Both,
    /// Neither: the change is about names, documentation or code.
    Neither,
}

impl Directions {
    /// The word that ids and texts use.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Request => "request",
            Self::Response => "response",
            Self::Both => "both",
            Self::Neither => "neither",
        }
    }

    /// Whether requests are concerned.
    #[must_use]
    pub fn has_request(self) -> bool {
        matches!(self, Self::Request | Self::Both)
    }

    /// Whether responses are concerned.
    #[must_use]
    pub fn has_response(self) -> bool {
        matches!(self, Self::Response | Self::Both)
    }
}

/// How sure it is that one side breaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Impact {
    /// Nothing breaks.
    Safe,
    /// It depends: on the values used, or on how strict the other side is.
    Possible,
    /// What the contract allowed is no longer understood.
    Breaks,
}

impl Impact {
    /// The word that tables use.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Safe => "safe",
            Self::Possible => "possible",
            Self::Breaks => "breaks",
        }
    }
}

/// Who breaks on the wire. Clients here are any clients that follow the contract, not only the
/// generated one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct WireEffect {
    /// Clients made from the old contract, talking to a server that follows the new one.
    pub old_clients: Impact,
    /// Clients made from the new contract, talking to a server that still follows the old one.
    pub new_clients: Impact,
}

impl WireEffect {
    /// Nobody notices.
    pub const SAFE: Self = Self::of(Impact::Safe, Impact::Safe);

    pub(super) const fn of(old_clients: Impact, new_clients: Impact) -> Self {
        Self { old_clients, new_clients }
    }

    /// The worse of two effects, each side for itself.
    #[must_use]
    pub fn worst(self, other: Self) -> Self {
        Self::of(self.old_clients.max(other.old_clients), self.new_clients.max(other.new_clients))
    }

    /// Whether nobody breaks for sure or perhaps.
    #[must_use]
    pub fn is_safe(self) -> bool {
        self == Self::SAFE
    }
}

/// The smallest step of the crate's version that a change allows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Bump {
    /// No release is needed.
    None,
    /// Documentation or internals.
    Patch,
    /// Additions and deprecations.
    Minor,
    /// Code that compiles today may stop compiling or mean something else.
    Major,
}

impl Bump {
    /// The word that texts use.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Patch => "patch",
            Self::Minor => "minor",
            Self::Major => "major",
        }
    }
}

/// How serious a change is, wire and Rust taken together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Gravity {
    /// Nothing that a program notices.
    Info,
    /// Something is new, or somebody may notice.
    Minor,
    /// Somebody breaks: installed clients, or code that uses the crate.
    Breaking,
}

impl Gravity {
    /// The word that texts use.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Info => "info",
            Self::Minor => "minor",
            Self::Breaking => "breaking",
        }
    }
}

//! What the start page shows, before it is written.

/// What the page shows.
pub(super) struct Page<'p> {
    /// What the fake is a fake of.
    pub(super) name: &'p str,
    pub(super) api_base: &'p str,
    pub(super) token_url: String,
    pub(super) client_id: &'p str,
    pub(super) client_secret: &'p str,
    pub(super) token: &'p str,
    pub(super) token_curl: String,
    pub(super) ids: Vec<(&'static str, String)>,
    /// A command line with its effect.
    pub(super) controls: Vec<(&'static str, String)>,
    pub(super) operations: Vec<Shown>,
}

/// One operation.
pub(super) struct Shown {
    pub(super) id: &'static str,
    pub(super) tag: &'static str,
    pub(super) method: &'static str,
    pub(super) template: &'static str,
    pub(super) curl: String,
}

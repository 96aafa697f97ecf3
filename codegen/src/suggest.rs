//! "Did you mean": the known name that a misspelt one most likely means.

/// Names closer than this count as a misspelling.
const SIMILAR: f64 = 0.75;

/// The known name that a misspelt one most likely means.
pub(crate) fn nearest<'n>(
    wrong: &str,
    known: impl IntoIterator<Item = &'n str>,
) -> Option<&'n str> {
    known
        .into_iter()
        .map(|name| (strsim::jaro_winkler(name, wrong), name))
        .filter(|(similarity, _)| *similarity >= SIMILAR)
        .max_by(|a, b| a.0.total_cmp(&b.0))
        .map(|(_, name)| name)
}

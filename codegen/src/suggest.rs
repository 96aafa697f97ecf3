//! "Did you mean": the known name that a misspelt one most likely means.

/// Names closer than this count as a misspelling.
const SIMILAR: f64 = 0.75;

/// Most names that are compared, so that a large map costs little.
const MOST_CANDIDATES: usize = 2_000;

/// Longer names are not compared.
const LONGEST_NAME: usize = 128;

/// The known name that a misspelt one most likely means.
pub(crate) fn nearest<'n>(
    wrong: &str,
    known: impl IntoIterator<Item = &'n str>,
) -> Option<&'n str> {
    nearest_from(SIMILAR, wrong, known)
}

/// As [`nearest`], where names count that are at least so similar (Jaro-Winkler, letter case aside).
pub(crate) fn nearest_from<'n>(
    least: f64,
    wrong: &str,
    known: impl IntoIterator<Item = &'n str>,
) -> Option<&'n str> {
    if wrong.len() > LONGEST_NAME {
        return None;
    }
    let wrong = wrong.to_lowercase();
    known
        .into_iter()
        .take(MOST_CANDIDATES)
        .filter(|name| name.len() <= LONGEST_NAME)
        .map(|name| (strsim::jaro_winkler(&name.to_lowercase(), &wrong), name))
        .filter(|(similarity, _)| *similarity >= least)
        .max_by(|a, b| a.0.total_cmp(&b.0))
        .map(|(_, name)| name)
}

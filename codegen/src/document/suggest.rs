//! "Did you mean": the name closest to one that does not exist.

/// Most names that are compared, so that a large map costs little.
const MOST_CANDIDATES: usize = 2_000;

/// Longer names are not compared.
const LONGEST_NAME: usize = 128;

/// The candidate that differs least from `wanted`, if it differs in at most a third of its
/// letters, or in letter case only.
pub(super) fn nearest<'a>(
    wanted: &str,
    candidates: impl Iterator<Item = &'a str>,
) -> Option<&'a str> {
    if wanted.len() > LONGEST_NAME {
        return None;
    }
    let limit = wanted.chars().count() / 3;
    let folded = wanted.to_lowercase();
    candidates
        .take(MOST_CANDIDATES)
        .filter(|candidate| candidate.len() <= LONGEST_NAME)
        .map(|candidate| (strsim::osa_distance(&folded, &candidate.to_lowercase()), candidate))
        .filter(|(distance, _)| *distance <= limit)
        .min()
        .map(|(_, candidate)| candidate)
}

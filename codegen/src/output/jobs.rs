//! Makes files in several threads: formatting is most of the work, and no file depends on another.

use std::num::NonZero;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use super::{Job, format};
use crate::error::GenerateError;

/// More threads than this would mostly wait for memory.
const MOST_THREADS: usize = 8;

/// Paths and texts of one job.
type Texts = Result<Vec<(String, String)>, GenerateError>;

/// Runs all jobs and returns what each made, in their order.
pub(super) fn run(jobs: &[Job<'_>]) -> Vec<Texts> {
    let next = AtomicUsize::new(0);
    let work = || {
        let mut made = Vec::new();
        loop {
            let index = next.fetch_add(1, Ordering::Relaxed);
            let Some(job) = jobs.get(index) else { return made };
            made.push((index, texts(job)));
        }
    };
    let threads = thread::available_parallelism().map_or(1, NonZero::get);
    let others = threads.min(MOST_THREADS).min(jobs.len()).saturating_sub(1);
    let mut made = thread::scope(|scope| {
        let others: Vec<_> = (0..others).map(|_| scope.spawn(work)).collect();
        let mut made = work();
        for other in others {
            match other.join() {
                Ok(more) => made.extend(more),
                Err(panic) => std::panic::resume_unwind(panic),
            }
        }
        made
    });
    made.sort_by_key(|(index, _)| *index);
    made.into_iter().map(|(_, texts)| texts).collect()
}

fn texts(job: &Job<'_>) -> Texts {
    let text = |source: super::SourceFile| Ok((source.path.clone(), format::file(&source)?));
    job()?.into_iter().map(text).collect()
}

//! The fault matrix: every operation, every fault, at every moment of a call, with the outcome that
//! the documentation promises and what must hold in any case.

mod bench;
mod cancelled;
mod first_attempt;
mod outage;
mod outcome;
mod pages;
mod random;
mod token;

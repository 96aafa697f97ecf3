//! Secrets cannot leak: each is pushed through every operation and every kind of failure, and looked
//! for in all that the client and the libraries below it show at their most talkative.

mod capture;
mod echo;
mod forms;
mod hostile;
mod leaks;
mod matrix;
mod shown;

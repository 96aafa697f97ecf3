//! An allocator that counts.

use std::alloc::{GlobalAlloc, Layout, System};
use std::sync::atomic::{AtomicUsize, Ordering};

/// The system's allocator, which tells how many bytes are in use and how many were at most.
#[derive(Debug)]
pub struct Counting {
    used: AtomicUsize,
    most: AtomicUsize,
    calls: AtomicUsize,
}

impl Counting {
    /// An allocator that has given nothing yet.
    #[must_use]
    pub const fn new() -> Self {
        Self { used: AtomicUsize::new(0), most: AtomicUsize::new(0), calls: AtomicUsize::new(0) }
    }

    /// How many bytes more than at its start were in use while `work` ran, at most.
    pub fn peak<T>(&self, work: impl FnOnce() -> T) -> (T, usize) {
        let before = self.used.load(Ordering::Relaxed);
        self.most.store(before, Ordering::Relaxed);
        let done = work();
        (done, self.most.load(Ordering::Relaxed).saturating_sub(before))
    }

    /// How often memory was asked for while `work` ran.
    pub fn calls<T>(&self, work: impl FnOnce() -> T) -> (T, usize) {
        let before = self.calls.load(Ordering::Relaxed);
        let done = work();
        (done, self.calls.load(Ordering::Relaxed) - before)
    }

    fn given(&self, bytes: usize) {
        self.calls.fetch_add(1, Ordering::Relaxed);
        let used = self.used.fetch_add(bytes, Ordering::Relaxed) + bytes;
        self.most.fetch_max(used, Ordering::Relaxed);
    }

    fn taken_back(&self, bytes: usize) {
        self.used.fetch_sub(bytes, Ordering::Relaxed);
    }
}

impl Default for Counting {
    fn default() -> Self {
        Self::new()
    }
}

// SAFETY: every call is the system's, with the same arguments. Growing is left to the method that is
// provided, so that the old and the new place count both.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        self.given(layout.size());
        // SAFETY: the caller's promises are those of the system's allocator.
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, place: *mut u8, layout: Layout) {
        self.taken_back(layout.size());
        // SAFETY: as above; `place` was given by the system's allocator.
        unsafe { System.dealloc(place, layout) }
    }
}

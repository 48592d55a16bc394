//! What was used is wiped: secrets and plaintext pass through heap and stack.

use core::alloc::{GlobalAlloc, Layout};
use core::hint::black_box;
use core::mem::MaybeUninit;

/// An allocator that wipes what is freed. Memory that grows moves, so that what it leaves is freed
/// too.
struct Forgetful(rlsf::SmallGlobalTlsf);

// SAFETY: the allocator inside keeps the contract, and is asked for what this one is asked for.
unsafe impl GlobalAlloc for Forgetful {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        // SAFETY: the caller's promises are passed on.
        unsafe { self.0.alloc(layout) }
    }

    unsafe fn dealloc(&self, block: *mut u8, layout: Layout) {
        // SAFETY: the block has this layout and is the caller's until it is freed.
        unsafe {
            block.write_bytes(0, layout.size());
            self.0.dealloc(block, layout);
        }
    }
}

#[global_allocator]
static ALLOCATOR: Forgetful = Forgetful(rlsf::SmallGlobalTlsf::new());

/// Runs, and wipes the stack that this used, if it was no deeper than `BYTES`. Only what it returns
/// is left.
pub(super) fn forgetting<const BYTES: usize, T>(run: impl FnOnce() -> T) -> T {
    let outcome = below(run);
    wipe_below::<BYTES>();
    outcome
}

/// Runs in a frame below the caller's: what is inlined here, is inlined no further.
#[inline(never)]
fn below<T>(run: impl FnOnce() -> T) -> T {
    run()
}

/// Wipes the stack below the caller's frame.
#[inline(never)]
fn wipe_below<const BYTES: usize>() {
    let mut frame = MaybeUninit::<[u8; BYTES]>::uninit();
    // SAFETY: any bytes are good where nothing is read as anything.
    unsafe { frame.as_mut_ptr().write_bytes(0, 1) };
    black_box(&mut frame);
}

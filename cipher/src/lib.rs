//! AES-128-CBC with PKCS#7 on bytes: the only place that names the cipher crates.
//!
//! It is a crate of its own because the time goes here: this one is compiled for speed, the rest for size.

#![cfg_attr(not(test), no_std)]

use aes::Aes128;
use cbc::Decryptor;
use cbc::cipher::block_padding::{Padding as _, Pkcs7};
use cbc::cipher::{Array, BlockModeDecrypt as _, KeyIvInit as _};
use zeroize::Zeroizing;

/// Bytes of a key, of an initialisation vector and of a block.
pub const BLOCK_BYTES: usize = 16;

/// A key, an initialisation vector, or a block of text.
pub type Block = [u8; BLOCK_BYTES];

/// The blocks that `aes` decrypts at once. It takes fewer one by one, at a higher price than all of these.
const BATCH: usize = 4;

/// `aes_128_cbc_decrypt[key](iv, ciphertext)`: decrypts in place, and returns the plaintext without padding.
///
/// The padding is PKCS#7 with a block of 16, as WeChat puts it on: 1 to 16 bytes, all of them checked.
/// `None` says that the ciphertext is empty, is no whole number of blocks, or ends in no such padding. It
/// does not say which, and good padding is no proof of the right key: one wrong key in 255 passes.
#[must_use]
pub fn aes_128_cbc_decrypt<'a>(
    key: &Block,
    iv: &Block,
    ciphertext: &'a mut [u8],
) -> Option<&'a [u8]> {
    if !ciphertext.len().is_multiple_of(BLOCK_BYTES) {
        return None;
    }
    aes_128_cbc_decrypt_blocks(key, iv, ciphertext);
    let padding = padding(ciphertext)?;
    Some(&ciphertext[..ciphertext.len() - padding])
}

/// Decrypts whole blocks in place, and leaves the padding on. What is no whole block at the end stays as it is.
pub fn aes_128_cbc_decrypt_blocks(key: &Block, iv: &Block, ciphertext: &mut [u8]) {
    let (blocks, _) = Array::slice_as_chunks_mut(ciphertext);
    let in_batches = blocks.len() - blocks.len() % BATCH;
    let (batches, tail) = blocks.split_at_mut(in_batches);
    let mut cipher = Decryptor::<Aes128>::new(key.into(), iv.into());
    cipher.decrypt_blocks(batches);
    if !tail.is_empty() {
        let mut last = Zeroizing::new([Array::default(); BATCH]);
        last[..tail.len()].copy_from_slice(tail);
        cipher.decrypt_blocks(&mut *last);
        tail.copy_from_slice(&last[..tail.len()]);
    }
}

/// How many bytes of PKCS#7 padding a plaintext ends in, if it is good.
#[must_use]
pub fn padding(plaintext: &[u8]) -> Option<usize> {
    let last: &Block = plaintext.last_chunk()?;
    let text = Pkcs7::raw_unpad(last).ok()?;
    Some(BLOCK_BYTES - text.len())
}

#[cfg(test)]
mod tests;

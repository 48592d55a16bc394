//! AES-256, put together of the rounds that `aes` gives: they take the same time for every key and
//! text.
//!
//! The AES-256 of that crate would be three times as large in the wasm, for a speed that pushes,
//! which are short, do not need. And what it shares with the AES-128 of that crate would no longer
//! be compiled into it, which costs decryptions time. `#[inline]` has it compiled by the crate that
//! calls it, for size.

use alloc::vec;
use alloc::vec::Vec;

use aes::Block;
use aes::hazmat::{cipher_round, equiv_inv_cipher_round, inv_mix_columns, mix_columns};
use zeroize::Zeroizing;

use crate::Key256;

const ROUNDS: usize = 14;

/// A key, as the rounds need it: four words each.
pub(crate) struct Aes256(Zeroizing<Vec<[u8; 4]>>);

impl Aes256 {
    /// The key expansion of FIPS 197, 5.2.
    #[inline]
    pub(crate) fn new(key: &Key256) -> Self {
        let mut words = Zeroizing::new(vec![[0; 4]; 4 * (ROUNDS + 1)]);
        words.as_flattened_mut()[..key.len()].copy_from_slice(key);
        let mut constant = 1;
        for at in 8..words.len() {
            let mut word = words[at - 1];
            if at % 8 == 0 {
                word.rotate_left(1);
                word = substituted(word);
                word[0] ^= constant;
                constant <<= 1;
            } else if at % 8 == 4 {
                word = substituted(word);
            }
            add(&mut word, &words[at - 8]);
            words[at] = word;
        }
        Self(words)
    }

    #[inline]
    fn round_key(&self, round: usize) -> &Block {
        let (keys, _) = self.0.as_flattened().as_chunks::<16>();
        (&keys[round]).into()
    }

    #[inline]
    pub(crate) fn encrypt(&self, block: &mut [u8; 16]) {
        let block: &mut Block = block.into();
        add(block, self.round_key(0));
        for round in 1..ROUNDS {
            cipher_round(block, self.round_key(round));
        }
        // The last round mixes no columns.
        cipher_round(block, &Block::default());
        inv_mix_columns(block);
        add(block, self.round_key(ROUNDS));
    }

    /// The equivalent inverse cipher of FIPS 197, 5.3.5.
    #[inline]
    pub(crate) fn decrypt(&self, block: &mut [u8; 16]) {
        let block: &mut Block = block.into();
        add(block, self.round_key(ROUNDS));
        for round in (1..ROUNDS).rev() {
            let mut key = *self.round_key(round);
            inv_mix_columns(&mut key);
            equiv_inv_cipher_round(block, &key);
        }
        equiv_inv_cipher_round(block, &Block::default());
        mix_columns(block);
        add(block, self.round_key(0));
    }
}

/// The bytes of a word, each through the S-box. Four times the same word has the same in each row,
/// however rows are shifted.
#[inline]
fn substituted(word: [u8; 4]) -> [u8; 4] {
    let mut block = Block::from(*[word; 4].as_flattened().first_chunk().expect("four words"));
    cipher_round(&mut block, &Block::default());
    inv_mix_columns(&mut block);
    [block[0], block[1], block[2], block[3]]
}

#[inline]
pub(crate) fn add(block: &mut [u8], other: &[u8]) {
    for (byte, other) in block.iter_mut().zip(other) {
        *byte ^= other;
    }
}

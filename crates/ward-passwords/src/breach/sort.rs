//! Sorting more keys than memory holds: sorted runs that the caller stores, merged at the end.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::io::{self, BufReader, BufWriter, Read, Seek, SeekFrom, Write};

use super::Key;
use super::build::BuildError;

/// A place for one run, such as an unnamed temporary file: written once from the start, then read once.
pub trait Spill: Read + Write + Seek {}

impl<T: Read + Write + Seek> Spill for T {}

/// Least memory for a run, so that a list does not become thousands of runs.
const MEMORY_LEAST: usize = 64 * 1_024;
/// Bytes of a key in memory and in a run.
const KEY_LEN: usize = 8;

pub(super) struct Sorter<'a, S> {
    keys: Vec<Key>,
    most: usize,
    runs: Vec<S>,
    spill: &'a mut dyn FnMut() -> io::Result<S>,
}

impl<'a, S: Spill> Sorter<'a, S> {
    pub(super) fn new(memory: usize, spill: &'a mut dyn FnMut() -> io::Result<S>) -> Self {
        Self {
            keys: Vec::new(),
            most: memory.max(MEMORY_LEAST).checked_div(KEY_LEN).unwrap_or_default(),
            runs: Vec::new(),
            spill,
        }
    }

    pub(super) fn push(&mut self, key: Key) -> io::Result<()> {
        if self.keys.len() >= self.most {
            self.store_run()?;
        }
        self.keys.push(key);
        Ok(())
    }

    fn store_run(&mut self) -> io::Result<()> {
        self.keys.sort_unstable();
        let mut run = BufWriter::new((self.spill)()?);
        for key in self.keys.drain(..) {
            run.write_all(&key.to_be_bytes())?;
        }
        let mut run = run.into_inner().map_err(io::IntoInnerError::into_error)?;
        run.seek(SeekFrom::Start(0))?;
        self.runs.push(run);
        Ok(())
    }

    /// Hands out all keys in order.
    pub(super) fn drain(
        mut self,
        take: &mut dyn FnMut(Key) -> Result<(), BuildError>,
    ) -> Result<(), BuildError> {
        if self.runs.is_empty() {
            self.keys.sort_unstable();
            return self.keys.into_iter().try_for_each(take);
        }
        self.store_run()?;
        self.keys = Vec::new();
        let mut runs: Vec<_> = self.runs.into_iter().map(BufReader::new).collect();
        let mut heads = BinaryHeap::new();
        for (number, run) in runs.iter_mut().enumerate() {
            heads.extend(next(run)?.map(|key| Reverse((key, number))));
        }
        while let Some(Reverse((key, number))) = heads.pop() {
            take(key)?;
            if let Some(run) = runs.get_mut(number) {
                heads.extend(next(run)?.map(|key| Reverse((key, number))));
            }
        }
        Ok(())
    }
}

fn next(run: &mut impl Read) -> io::Result<Option<Key>> {
    let mut bytes = [0; KEY_LEN];
    match run.read_exact(&mut bytes) {
        Ok(()) => Ok(Some(Key::from_be_bytes(bytes))),
        Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => Ok(None),
        Err(error) => Err(error),
    }
}

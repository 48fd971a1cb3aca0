//! Which snapshot is served, and how it is replaced.

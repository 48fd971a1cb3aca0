//! Pass 2: what each scalar is, joined with where it stands.

//! Names that can never be, found in all branches of a template.

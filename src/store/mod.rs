//! What must outlive the process: the last good configuration.

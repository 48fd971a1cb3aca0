//! Pass 1: events → guard, places, syntax errors.

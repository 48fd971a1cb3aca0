//! actix: the public listener and the admin listener.

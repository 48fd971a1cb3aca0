//! One request, bytes to bytes; and the callback that may follow it. No actix type here.

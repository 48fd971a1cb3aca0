//! Counting and cutting texts as Kakao does.

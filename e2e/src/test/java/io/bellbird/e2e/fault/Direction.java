package io.bellbird.e2e.fault;

/** Where bytes go. */
enum Direction {
    TO_BROKER,
    TO_CLIENT
}

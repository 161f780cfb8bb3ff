package io.bellbird.client;

/** Something that has a packet id until the broker has answered. */
sealed interface Exchange permits Publication, FilterRequest {}

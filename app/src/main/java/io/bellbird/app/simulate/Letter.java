package io.bellbird.app.simulate;

/** A topic and a payload, before their placeholders are filled. */
record Letter(Template topic, Template payload) {}

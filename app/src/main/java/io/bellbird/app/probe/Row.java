package io.bellbird.app.probe;

/** A line of the report. */
record Row(String area, String what, Finding finding) {}

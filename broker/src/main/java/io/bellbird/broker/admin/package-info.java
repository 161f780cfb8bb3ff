/** What those use who watch and run a broker over HTTP: requests and answers, and who may ask. */
@NullMarked
package io.bellbird.broker.admin;

import org.jspecify.annotations.NullMarked;

package io.bellbird.app.top;

import java.io.IOException;
import java.util.List;

/** Looks at a broker. */
interface Source extends AutoCloseable {
    /**
     * Looks once more; what happens in a second is known from the second look on.
     *
     * @param limit how many clients are wanted
     * @return lines of text
     * @throws IOException when it cannot be reached or does not answer, with what to do
     */
    List<String> look(Order order, int limit) throws IOException;

    @Override
    void close();
}

package io.bellbird.examples.image;

import java.io.IOException;

/** What takes pictures. */
interface Lens {
    /** Takes one now, as the bytes of a file. */
    byte[] picture() throws IOException, InterruptedException;

    /** What the files are: {@code jpg} or {@code png}. */
    String type();

    /**
     * The camera of this machine, or, where there is none, a lens that draws.
     *
     * @param kind pi, drawn, or auto for what this machine has
     * @param width of the pictures, in pixels
     */
    static Lens open(String kind, int width) {
        if (!kind.equals("drawn")) {
            for (String command : PiLens.COMMANDS) {
                if (PiLens.isInstalled(command)) {
                    System.out.println("pictures: taken with " + command);
                    return new PiLens(command, width);
                }
            }
        }
        System.out.println("pictures: drawn" + (kind.equals("drawn") ? "" : ", since no camera command is installed"));
        return new DrawnLens(width);
    }
}

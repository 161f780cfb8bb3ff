package io.bellbird.codec;

/** Quality of service, in ascending order of guarantee (section 4.3). */
public enum Qos {
    /** QoS 0. */
    AT_MOST_ONCE(0),
    /** QoS 1. */
    AT_LEAST_ONCE(1),
    /** QoS 2. */
    EXACTLY_ONCE(2);

    private static final Qos[] BY_LEVEL = values();

    private final int level;

    Qos(int level) {
        this.level = level;
    }

    /**
     * The QoS of a level.
     *
     * @param level 0..2
     * @throws IllegalArgumentException for another level
     */
    public static Qos of(int level) {
        if (level < 0 || level >= BY_LEVEL.length) {
            throw new IllegalArgumentException("no QoS " + level);
        }
        return BY_LEVEL[level];
    }

    /** 0, 1 or 2. */
    public int level() {
        return level;
    }

    /** The lower of the two. */
    public Qos min(Qos other) {
        return other.level < level ? other : this;
    }

    /** The higher of the two. */
    public Qos max(Qos other) {
        return other.level > level ? other : this;
    }
}

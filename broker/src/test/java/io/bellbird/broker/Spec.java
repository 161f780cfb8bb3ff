package io.bellbird.broker;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Names the numbered statements of the standard that a test proves. The ids are those of MQTT 5.0, and in a package
 * that ends in {@code .v3} those of MQTT 3.1.1, since the two standards use the same ids for different statements.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface Spec {
    /** One to three ids, for example {@code MQTT-3.3.1-2}. */
    String[] value();
}

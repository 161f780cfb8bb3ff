package io.bellbird.client;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Names the numbered statements of the standard that a test proves of the client. MQTT 5.0 and MQTT 3.1.1 use the same ids
 * for different statements.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
@interface Spec {
    /** Ids of MQTT 5.0, for example {@code MQTT-3.3.1-2}. */
    String[] value() default {};

    /** Ids of MQTT 3.1.1. */
    String[] v3() default {};
}

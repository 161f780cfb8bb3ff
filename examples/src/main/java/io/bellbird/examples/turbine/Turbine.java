package io.bellbird.examples.turbine;

import io.bellbird.client.MqttClient;
import io.bellbird.client.PublishOptions;
import io.bellbird.examples.LabBroker;
import java.nio.charset.StandardCharsets;
import java.util.Scanner;

/** A wind turbine, for which you are the weather. Its state is retained, the wind is not. */
public final class Turbine {
    private static final int WIND_MIN = 3; // meters per second; below it does not turn
    private static final int WIND_MAX = 25; // above it is stopped, so that it does not break

    private Turbine() {}

    /** Arguments: the turbine's name; without it north. */
    public static void main(String[] args) {
        String turbine = "lab/turbine/" + (args.length > 0 ? args[0] : "north");
        try (MqttClient client = LabBroker.client().build();
                Scanner weather = new Scanner(System.in, StandardCharsets.UTF_8)) {
            client.connect().join();
            System.out.println(turbine + ": type the wind in m/s; Ctrl-D ends me");
            while (weather.hasNextInt()) {
                int wind = weather.nextInt();
                client.publish(turbine + "/wind", wind + " m/s").join();
                client.publish(turbine + "/state", state(wind), PublishOptions.QOS_1.retained())
                        .join();
                System.out.println("published: " + wind + " m/s, " + state(wind));
            }
        }
    }

    private static String state(int wind) {
        if (wind < WIND_MIN) {
            return "stopped, too little wind";
        }
        return wind > WIND_MAX ? "stopped, storm" : "running";
    }
}

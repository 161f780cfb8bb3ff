import com.hivemq.embedded.EmbeddedHiveMQ;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** HiveMQ CE on two ports of 127.0.0.1, in memory, for everybody. Arguments: PORT WEBSOCKET_PORT FOLDER. */
public final class HiveMqBroker {
    private static final String CONFIGURATION =
            """
            <hivemq>
                <listeners>
                    <tcp-listener><port>%s</port><bind-address>127.0.0.1</bind-address></tcp-listener>
                    <websocket-listener>
                        <port>%s</port><bind-address>127.0.0.1</bind-address><path>/mqtt</path>
                    </websocket-listener>
                </listeners>
                <mqtt><queued-messages><max-queue-size>100000</max-queue-size></queued-messages></mqtt>
                <persistence><mode>in-memory</mode></persistence>
                <anonymous-usage-statistics><enabled>false</enabled></anonymous-usage-statistics>
            </hivemq>
            """;

    private HiveMqBroker() {}

    public static void main(String[] arguments) throws IOException {
        Path folder = Path.of(arguments[2]);
        Path configuration = Files.createDirectories(folder.resolve("conf"));
        Files.writeString(configuration.resolve("config.xml"), CONFIGURATION.formatted(arguments[0], arguments[1]));
        EmbeddedHiveMQ.builder()
                .withConfigurationFolder(configuration)
                .withDataFolder(Files.createDirectories(folder.resolve("data")))
                .withExtensionsFolder(Files.createDirectories(folder.resolve("extensions")))
                .build()
                .start()
                .join();
        System.out.println("accepting");
    }
}

import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.neo4j.configuration.GraphDatabaseInternalSettings;
import org.neo4j.configuration.GraphDatabaseSettings;
import org.neo4j.configuration.connectors.BoltConnector;
import org.neo4j.configuration.helpers.SocketAddress;
import org.neo4j.dbms.api.DatabaseManagementServiceBuilder;
import org.neo4j.io.ByteUnit;

/**
 * A Neo4j server for tests: the real kernel over Bolt on 127.0.0.1, with authentication.
 *
 * <p>Arguments: data folder, port. The password of user neo4j comes from the environment (NEO4J_PASSWORD)
 * and is set when the folder is new. Prints "ready" once it answers, and stops cleanly when its standard input closes, so that it never outlives its test.
 */
public final class Server {
    public static void main(String[] arguments) throws Exception {
        PrintStream answer = System.out;
        System.setOut(System.err); // the kernel's own messages must not look like ours
        var folder = Path.of(arguments[0]);
        var fresh = Files.notExists(folder.resolve("data")); // a password cannot be replaced by itself
        var address = new SocketAddress("127.0.0.1", Integer.parseInt(arguments[1]));
        var service = new DatabaseManagementServiceBuilder(folder)
                .setConfig(BoltConnector.enabled, true)
                .setConfig(BoltConnector.listen_address, address)
                .setConfig(BoltConnector.advertised_address, address)
                .setConfig(GraphDatabaseSettings.auth_enabled, true)
                .setConfig(GraphDatabaseSettings.pagecache_memory, ByteUnit.mebiBytes(64))
                .setConfig(GraphDatabaseInternalSettings.netty_server_shutdown_quiet_period, 0) // else 10 s
                .build();
        Runtime.getRuntime().addShutdownHook(new Thread(service::shutdown));
        if (fresh) {
            service.database("system").executeTransactionally(
                    "ALTER USER neo4j SET PASSWORD $password CHANGE NOT REQUIRED",
                    Map.of("password", System.getenv("NEO4J_PASSWORD")));
        }
        answer.println("ready");
        answer.flush();
        while (System.in.read() != -1) {}
        System.exit(0);
    }
}
